"""Paragraphs, lists and tables of a document; rich text becomes real formatting of Word here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape

#: twentieths of a point: the width between the margins, the indent of a level of a list, a row to write in by hand
TEXT_WIDTH, INDENT, ROOM = 9865, 425, 620
#: lengths of a drawing: of a twentieth of a point, of a pixel of 96 to the inch, the highest picture (12 cm)
_TWENTIETH, _PIXEL, _HIGHEST = 635, 9525, 12 * 360_000
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_TAG = re.compile(r"(<[^>]*>)")  # of finished rich text, whose values have no character of a tag
_NAME = re.compile(r"</?([a-z0-9]+)")
_HREF = re.compile(r' href="([^"]*)"')
_START = re.compile(r' start="(\d{1,5})"')
_ALIGN = re.compile(r' class="text-(center|right)"')
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2
_LOOKS = {"strong": "<w:b/>", "em": "<w:i/>", "code": '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>'}
_MOST_LEVELS = 9  # of lists, in Word
_EMPTY_CELL = 16  # letters that a cell to write in counts for when columns get their widths


@dataclass
class WordBody:
    """What a document says: finished blocks in order, the starts of its numbered lists, the addresses it links to, the
    pictures it shows (``media``: name of the part -> bytes)."""

    blocks: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)

    def add(self, words: str, style: str = "") -> None:
        """A paragraph of plain words in a style (its id in ``package``)."""
        self.blocks.append(paragraph(text_run(words), style))

    def rich(self, html: str, heading: int) -> None:
        """Finished rich text (``text.render`` with whole addresses); its headings begin at level ``heading``."""
        _Walk(self, heading).through(html)

    def link(self, words: str, address: str, style: str = "") -> None:
        """A paragraph that is one link, plain words where there is no address."""
        self.blocks.append(paragraph(self.linked(text_run(words, link=bool(address)), address), style))

    def picture(self, name: str, data: bytes, size: tuple[int, int], alt: str) -> None:
        """A picture (``size`` in pixels) no wider than the text and no higher than half a page, with its words."""
        self.media[name] = data
        scale = min(1, TEXT_WIDTH * _TWENTIETH / (size[0] * _PIXEL), _HIGHEST / (size[1] * _PIXEL))
        wide, high = (round(side * _PIXEL * scale) for side in size)
        words = escape_xml(alt)
        number = list(self.media).index(name) + 1
        self.blocks.append(
            paragraph(
                f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing"><wp:extent cx="{wide}"'
                f' cy="{high}"/><wp:docPr id="{number}" name="{name}" descr="{words}"/><a:graphic'
                f' xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture"><pic:pic'
                f' xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="{number}" name="{name}"/><pic:cNvPicPr/>'
                f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{media_id(number)}"/><a:stretch><a:fillRect/>'
                f'</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/>'
                '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
                "</a:graphic></wp:inline></w:drawing></w:r>"
            )
        )

    def linked(self, runs: str, address: str) -> str:
        """Runs inside a link to an address on the web."""
        if not address:
            return runs
        number = self.links.setdefault(address, f"rId{100 + len(self.links)}")
        return f'<w:hyperlink r:id="{number}">{runs}</w:hyperlink>'

    def table(
        self,
        rows: Sequence[Sequence[str]],
        *,
        header: bool,
        looks: Sequence[Sequence[str]] = (),
        shares: Sequence[int] = (),
    ) -> None:
        """A table as wide as the page; cells are runs, ``looks`` their alignment, ``shares`` the widths of the columns
        in hundredths of the page (by their words where they are not given). A row with an empty cell is for writing by
        hand, so it is high."""
        widths = [TEXT_WIDTH * share // 100 for share in shares] or _widths(rows)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        made = "".join(_row(row, widths, looks[at] if looks else (), header and not at) for at, row in enumerate(rows))
        self.blocks.append(
            '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"
        )
        self.blocks.append(paragraph("", "AfterTable"))


def media_id(number: int) -> str:
    """The relation of the picture with this number, from 1."""
    return f"rIdP{number}"


def escape_xml(words: str) -> str:
    """Text and values of attributes as XML carries them."""
    clean = _NO_XML.sub("", words)
    return clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def text_run(words: str, looks: Sequence[str] = (), link: bool = False) -> str:
    """Words in one look: ``strong``, ``em``, ``code``, a link."""
    style = '<w:rStyle w:val="Hyperlink"/>' if link else ""
    # The schema wants the font before bold and italic.
    look = style + "".join(_LOOKS[one] for one in ("code", "strong", "em") if one in looks)
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape_xml(words)}</w:t></w:r>' if words else ""


def paragraph(runs: str, style: str = "", more: str = "") -> str:
    """A paragraph; ``more`` are further properties in the order of the schema."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{named}{more}</w:pPr>" if named or more else ""
    return f"<w:p>{properties}{runs}</w:p>"


def _row(cells: Sequence[str], widths: Sequence[int], looks: Sequence[str], header: bool) -> str:
    room = f'<w:trHeight w:val="{ROOM}"/>' if not header and any(not cell for cell in cells) else ""
    properties = f"<w:trPr><w:cantSplit/>{room}{'<w:tblHeader/>' if header else ''}</w:trPr>"
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="EEF4F3"/>' if header else ""
    made = ""
    for at, width in enumerate(widths):
        look = f'<w:jc w:val="{looks[at]}"/>' if at < len(looks) and looks[at] else ""
        its = paragraph(cells[at] if at < len(cells) else "", "Cell", look)
        made += f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{its}</w:tc>'
    return f"<w:tr>{properties}{made}</w:tr>"


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Of columns, by their longest cells; no column is more than five times as wide as another."""
    columns = max(map(len, rows))
    letters = [
        max(len(_TAG.sub("", row[at])) or _EMPTY_CELL if at < len(row) else 0 for row in rows) for at in range(columns)
    ]
    shares = [max(8, min(40, count)) for count in letters]
    return [TEXT_WIDTH * share // sum(shares) for share in shares]


class _Walk:
    """One way through a finished rich text; adds its blocks to a document."""

    def __init__(self, body: WordBody, heading: int):
        self._body, self._heading = body, heading
        self._runs: list[str] = []
        self._looks: list[str] = []
        self._address = ""
        self._lists: list[int] = []  # numbers of the open lists
        self._marked = False  # the open member of a list has its mark already
        self._quotes = 0
        self._code = False
        self._rows: list[list[str]] | None = None
        self._aligned: list[list[str]] = []

    def through(self, html: str) -> None:
        """The whole text, from tag to tag."""
        for index, piece in enumerate(_TAG.split(html)):
            if index % 2 == 0:
                self._words(unescape(piece))
            elif found := _NAME.match(piece):
                (self._end if piece[1] == "/" else self._begin)(found[1], piece)
        self._finish()

    def _words(self, words: str) -> None:
        if self._code:
            lines = words.rstrip("\n").split("\n")
            # Programs squeeze spaces at the beginning of a line.
            shown = [text_run(line.replace(" ", "\u00a0"), ("code",)) for line in lines]
            self._runs.append("<w:r><w:br/></w:r>".join(shown))
        elif words.strip(" \n") or (words and self._runs):
            made = text_run(words.replace("\n", " "), self._looks, bool(self._address))
            self._runs.append(self._body.linked(made, self._address))

    def _begin(self, tag: str, piece: str) -> None:
        if tag in ("ul", "ol"):
            self._finish()
            self._lists.append(self._new_list(piece) if tag == "ol" else 1)
        elif tag == "li":
            self._finish()
            self._marked = False
        elif tag in ("p", "h3", "h4", "pre", "blockquote", "table", "hr"):
            self._finish()
            self._quotes += tag == "blockquote"
            self._code = tag == "pre"
            if tag == "table":
                self._rows, self._aligned = [], []
            elif tag == "hr":
                self._body.blocks.append(paragraph("", "Line"))
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
            self._aligned.append([])
        elif tag in ("td", "th"):
            found = _ALIGN.search(piece)
            self._aligned[-1].append(found[1] if found else "")
            self._looks += ["strong"] if tag == "th" else []
        elif tag == "br":
            self._runs.append("<w:r><w:br/></w:r>")
        elif tag == "a":
            found = _HREF.search(piece)
            self._address = unescape(found[1]) if found else ""
        elif tag in _LOOKS and not self._code:
            self._looks.append(tag)

    def _end(self, tag: str, piece: str) -> None:
        if tag in ("h3", "h4"):
            self._finish(f"Heading{self._heading + int(tag[1]) - 3}")
        elif tag == "pre":
            self._finish("Code")
            self._code = False
        elif tag in ("td", "th"):
            if self._rows is not None:
                self._rows[-1].append("".join(self._runs))
            self._runs.clear()
            self._looks = [look for look in self._looks if look != "strong"] if tag == "th" else self._looks
        elif tag == "table":
            rows, self._rows = self._rows, None
            if rows:
                self._body.table(rows, header=True, looks=self._aligned)
        elif tag == "a":
            self._address = ""
        elif tag in _LOOKS:
            if tag in self._looks:
                self._looks.remove(tag)
        elif tag in ("p", "li", "ul", "ol", "blockquote"):
            self._finish()
            self._quotes -= tag == "blockquote"
            if tag in ("ul", "ol"):
                self._lists.pop()
                self._marked = True  # words after a list inside a member belong to that member

    def _finish(self, style: str = "") -> None:
        """The open paragraph is whole; nothing where nothing is open."""
        runs = "".join(self._runs)
        self._runs.clear()
        if not runs or self._rows is not None:
            return
        more = ""
        if self._lists and not style:
            level = min(len(self._lists), _MOST_LEVELS)
            if self._marked:
                more = f'<w:ind w:left="{INDENT * level}"/>'
            else:
                more = f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="{self._lists[-1]}"/></w:numPr>'
                self._marked = True
            style = "ListParagraph"
        self._body.blocks.append(paragraph(runs, style or ("Quote" if self._quotes else ""), more))

    def _new_list(self, piece: str) -> int:
        """The number of a list of its own, so that it counts anew; 1 is the list of bullets."""
        found = _START.search(piece)
        self._body.starts.append(int(found[1]) if found else 1)
        return len(self._body.starts) + 1
