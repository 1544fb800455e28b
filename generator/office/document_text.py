"""Paragraphs of a Word document as Markdown of the small dialect, and as plain words.

What a person sees counts: insertions under review are taken, deletions are not, a placeholder of a content control is
no text, a hyphen that only shows at a line's end is none. Bold, italic, links and real lists become Markdown; signs
that Markdown would act on are escaped, but for the marks of lists that people type by hand («- », «• », «1. »).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from docx.oxml.ns import qn

from generator import text
from generator.records import KINDS

#: things of Word that the reader meets and a person should know of: what is said of each
SEEN = {
    "changes": "в документе есть исправления в режиме рецензирования: вставленное прочитано, удалённое нет",
    "box": "текст в надписи (рамке поверх листа) не прочитан: перенесите его в ячейку таблицы",
    "picture": "рисунок не перенесён: выложите его в открытый доступ и дайте ссылку в разделе «Материалы»",
    "formula": "формула не прочитана: запишите её обычными знаками",
}

#: what a list shows before anything is chosen: ours, and those of Word
CHOOSE = "выберите из списка"
CHOOSE_OR_TYPE = "выберите из списка или впишите"
PLACEHOLDERS = {CHOOSE, CHOOSE_OR_TYPE, "Выберите элемент.", "Choose an item."}

#: in this style, or in one of these fonts, is the text of a program
CODE_STYLE = "Методотека: код"
_CODE_FONTS = ("Courier New", "Consolas", "Courier", "Lucida Console")
_PAGE = re.compile(rf"(?:^|/)((?:{'|'.join(KINDS)})/[a-z0-9-]+/?)$")
_PASS_THROUGH = {qn(f"w:{name}") for name in ("sdtContent", "smartTag", "customXml", "dir", "bdo", "fldSimple")}
_INSERTED = {qn("w:ins"), qn("w:moveTo")}
_DELETED = {qn("w:del"), qn("w:moveFrom"), qn("w:delText"), qn("w:delInstrText")}
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
_SPACES = re.compile(r"[ \t\u00a0\u2002-\u200a\u202f\u3000]+")
_TYPED_MARK = re.compile(r"(?:([-–—•·▪●◦*+])|(\d{1,3})([.)]))[ \t\u00a0]+(?=\S)")
_SURE_BULLETS = "•·▪●◦-*+"
_SPECIAL = re.compile(r"[\\`*\[\]<>]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)|(?<=!)(?=\[)")


@dataclass(frozen=True)
class Piece:
    """A stretch of one paragraph that looks the same all along; ``href`` is where it leads, empty for no link."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""
    code: bool = False


@dataclass(frozen=True)
class Paragraph:
    """One paragraph as a person sees it. ``listed`` is the kind of a real Word list (bullet, number) or empty, with
    its ``depth``; ``level`` that of a heading, 0 for text; ``at`` its element, where remarks go."""

    pieces: tuple[Piece, ...]
    style: str
    at: Any = field(compare=False, repr=False)
    listed: str = ""
    depth: int = 0
    level: int = 0
    numbering: str = ""

    @cached_property
    def text(self) -> str:
        """Its words, in one line."""
        return clean("".join(piece.text for piece in self.pieces)).replace("\n", " ").strip()

    @cached_property
    def lines(self) -> list[str]:
        """Its words, a text for each line that the person began."""
        rows = clean("".join(piece.text for piece in self.pieces)).split("\n")
        return [row for row in map(str.strip, rows) if row]


def clean(raw: str) -> str:
    """Text without signs that nobody sees; every kind of space is a space, line breaks stay."""
    return "\n".join(_SPACES.sub(" ", line).strip() for line in _INVISIBLE.sub("", raw).split("\n"))


# --- one paragraph ---------------------------------------------------------------------------------------------------


@dataclass
class Reader:
    """What the reading of runs has to know: where links lead, names of styles, kinds of lists; ``seen`` gathers what
    a person should be told of."""

    links: dict[str, str]
    styles: dict[str, str]
    lists: dict[tuple[str, int], str]
    style_lists: dict[str, tuple[str, int]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def paragraph(self, element: Any) -> Paragraph:
        """The paragraph of a ``w:p``."""
        properties = element.find(qn("w:pPr"))
        style = _value(properties, "w:pStyle") if properties is not None else ""
        name = self.styles.get(style, style)
        kind, depth, numbering = self._list(properties, style)
        heading = re.fullmatch(r"(?:heading|Heading|Заголовок) (\d)", name)
        pieces = tuple(_joined(self._pieces(element)))
        return Paragraph(pieces, name, element, kind, depth, int(heading[1]) if heading else 0, numbering)

    def _list(self, properties: Any, style: str) -> tuple[str, int, str]:
        number, depth = self.style_lists.get(style, ("", 0))
        numbering = properties.find(qn("w:numPr")) if properties is not None else None
        if numbering is not None:
            number, own = _value(numbering, "w:numId"), _value(numbering, "w:ilvl")
            depth = int(own) if own.isdigit() and len(own) < 3 else depth
        if number in ("", "0"):
            return "", 0, ""
        return self.lists.get((number, depth), "bullet"), depth, number

    def _pieces(self, element: Any, href: str = "") -> Iterator[Piece]:
        field_href: list[str] = []  # addresses of the fields that are open here
        instruction, hidden = "", 0
        for child in element:
            if child.tag == qn("w:r"):
                mark = child.find(qn("w:fldChar"))
                if mark is not None:
                    kind = mark.get(qn("w:fldCharType"))
                    if kind == "begin":
                        instruction, hidden = "", hidden + 1
                    elif kind == "separate":
                        field_href.append(_field_address(instruction))
                        hidden -= 1
                    elif field_href:
                        field_href.pop()
                    else:
                        hidden = max(0, hidden - 1)
                    continue
                for words in child.iterfind(qn("w:instrText")):
                    instruction += words.text or ""
                if not hidden:
                    yield from self._run(child, next(filter(None, reversed(field_href)), href))
            elif child.tag == qn("w:hyperlink"):
                yield from self._pieces(child, _on_site(self.links.get(child.get(qn("r:id")) or "", href)))
            elif child.tag == qn("w:sdt"):
                yield from self._control(child, href)
            elif child.tag in _INSERTED:
                self.seen.add("changes")
                yield from self._pieces(child, href)
            elif child.tag in _DELETED:
                self.seen.add("changes")
            elif child.tag in _PASS_THROUGH:
                yield from self._pieces(child, href or _field_address(child.get(qn("w:instr")) or ""))
            elif child.tag == _ALTERNATE:
                self._note(child)
            elif str(child.tag).startswith(_MATH):
                self.seen.add("formula")

    def _control(self, element: Any, href: str) -> Iterator[Piece]:
        content = element.find(qn("w:sdtContent"))
        if content is not None and not is_placeholder(element):
            yield from self._pieces(content, href)

    def _run(self, run: Any, href: str) -> Iterator[Piece]:
        properties = run.find(qn("w:rPr"))
        if properties is not None and _on(properties, "w:vanish"):
            return
        words = ""
        for child in run:
            if child.tag == qn("w:t"):
                words += child.text or ""
            elif child.tag in (qn("w:tab"), qn("w:ptab")):
                words += " "
            elif child.tag == qn("w:noBreakHyphen"):
                words += "-"
            elif child.tag == qn("w:cr") or (
                child.tag == qn("w:br") and child.get(qn("w:type")) in (None, "textWrapping")
            ):
                words += "\n"
            elif child.tag == qn("w:sym"):
                words += _symbol(child)
            elif child.tag in (_ALTERNATE, qn("w:drawing"), qn("w:pict"), qn("w:object")):
                self._note(child)
        if words:
            character = self.styles.get(_value(properties, "w:rStyle"), "") if properties is not None else ""
            bold = properties is not None and (_on(properties, "w:b") or character == "Strong")
            italic = properties is not None and (_on(properties, "w:i") or character == "Emphasis")
            fonts = properties.find(qn("w:rFonts")) if properties is not None else None
            code = fonts is not None and (fonts.get(qn("w:ascii")) or "") in _CODE_FONTS
            yield Piece(words, bold, italic, href, code)

    def _note(self, element: Any) -> None:
        boxed = next(element.iter(qn("w:txbxContent")), None)
        if boxed is None:
            self.seen.add("picture")
        elif any((words.text or "").strip() for words in boxed.iter(qn("w:t"))):
            self.seen.add("box")


def is_placeholder(control: Any) -> bool:
    """True for a content control in which nobody has chosen or written anything.

    The mark of a placeholder is not enough for a list: LibreOffice keeps it when a value has been chosen.
    """
    properties = control.find(qn("w:sdtPr"))
    if properties is None or properties.find(qn("w:showingPlcHdr")) is None:
        return False
    if properties.find(qn("w:dropDownList")) is None and properties.find(qn("w:comboBox")) is None:
        return True
    said = "".join(words.text or "" for words in control.iter(qn("w:t"))).strip()
    return not said or said in PLACEHOLDERS


def _value(parent: Any, tag: str) -> str:
    found = parent.find(qn(tag))
    return "" if found is None else found.get(qn("w:val")) or ""


def _on(properties: Any, tag: str) -> bool:
    found = properties.find(qn(tag))
    return found is not None and found.get(qn("w:val")) not in ("0", "false", "off", "none")


def _field_address(instruction: str) -> str:
    found = re.match(r'\s*HYPERLINK\s+"([^"]+)"', instruction)
    return _on_site(found[1]) if found else ""


def _on_site(address: str) -> str:
    """An address of a page of our site (``practices/opory-dlia-teksta``) as it was: programs take it for a file beside
    the document and write a way to it when they save the document elsewhere."""
    found = _PAGE.search(address)
    return found[1] if found and not re.match(r"(?!file:)[a-z]+:", address) else address


def _symbol(element: Any) -> str:
    """A sign of a symbol font: ticked and empty boxes and bullets of Wingdings; others are unknown."""
    return {"F0FE": "☒", "F0FC": "☒", "F0A8": "☐", "F06F": "☐", "F0B7": "•"}.get(element.get(qn("w:char"), ""), "")


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    for look, group in groupby(pieces, key=lambda piece: (piece.bold, piece.italic, piece.href, piece.code)):
        yield Piece("".join(piece.text for piece in group), *look)


# --- paragraphs to Markdown ------------------------------------------------------------------------------------------


def markdown(paragraphs: Sequence[Paragraph]) -> str:
    """Markdown of an answer: paragraphs, tight lists (real ones and typed ones), headings. Empty for no words."""
    out: list[str] = []
    before = ""  # the kind of list that the last block was
    counters: dict[int, int] = {}
    marks = _marks(paragraphs)
    for paragraph, typed in zip(paragraphs, marks, strict=True):
        if paragraph.style == CODE_STYLE:
            rows = "".join(piece.text for piece in paragraph.pieces).replace("\u00a0", " ").rstrip().split("\n")
            if before == "code":
                out[-1:] = [*rows, "```"]
            else:
                out += ["", "```", *rows, "```"]
            before = "code"
            continue
        if not paragraph.text:
            continue
        kind, depth = (typed[0], 0) if typed else (paragraph.listed, paragraph.depth)
        body = _inline(paragraph.pieces, skip=len(typed[1]) if typed else 0)
        if not kind:
            body = ("#" * max(3, min(4, paragraph.level)) + " " if paragraph.level else "") + _opened(body)
            out += ["", body] if out else [body]
            counters.clear()
        else:
            if depth == 0 and before != kind:
                counters.clear()
            counters = {level: n for level, n in counters.items() if level <= depth}
            started = int(typed[2]) if typed and typed[2] and depth not in counters else counters.get(depth, 0) + 1
            counters[depth] = started
            indent = "   " * depth
            mark = f"{started}." if kind == "number" else "-"
            rows = body.split("\n")
            gap = " " * (len(indent) + len(mark) + 1)
            lines = [f"{indent}{mark} {rows[0]}", *(gap + row for row in rows[1:])]
            if out and (before not in ("bullet", "number") or (depth == 0 and before != kind)):
                out.append("")
            out += lines
        before = kind
    return "\n".join(out).strip("\n")


def _marks(paragraphs: Sequence[Paragraph]) -> list[tuple[str, str, str] | None]:
    """For each paragraph the mark of a list that was typed by hand: kind, mark as typed, number.

    A dash may begin a sentence and a number a date: those count only where a neighbour has the same mark, and a
    number also where a list begins with one.
    """
    found = [_TYPED_MARK.match(_raw(p)) if not (p.listed or p.level) else None for p in paragraphs]
    out: list[tuple[str, str, str] | None] = []
    for n, one in enumerate(found):
        near = [other for other in (found[n - 1] if n else None, found[n + 1] if n + 1 < len(found) else None) if other]
        if one is None:
            out.append(None)
        elif one[1]:
            sure = one[1] in _SURE_BULLETS or any(other[1] == one[1] for other in near)
            out.append(("bullet", one[0], "") if sure else None)
        else:
            sure = one[2] == "1" or any(other[2] and abs(int(other[2]) - int(one[2])) == 1 for other in near)
            out.append(("number", one[0], one[2]) if sure else None)
    return out


def _raw(paragraph: Paragraph) -> str:
    return _INVISIBLE.sub("", "".join(piece.text for piece in paragraph.pieces)).lstrip()


def _inline(pieces: Sequence[Piece], skip: int = 0) -> str:
    """Markdown of one paragraph without its first ``skip`` signs."""
    said = [_SPACES.sub(" ", _INVISIBLE.sub("", piece.text)) for piece in pieces]
    whole = "".join(said)
    if len(whole) > text.MAX_RICH_CHARS:  # refused by the schema anyway
        return _escaped(clean(whole)).strip()
    skip += len(whole) - len(whole.lstrip()) if skip else 0
    out, start = [], 0
    for piece, words in zip(pieces, said, strict=True):
        end = start + len(words)
        words = words[max(0, skip - start) :]
        out.append(_dressed(words, piece, whole[start - 1 : start], whole[end : end + 1]))
        start = end
    return clean("".join(out)).strip().replace("\n", "\\\n")


def _dressed(said: str, piece: Piece, before: str, after: str) -> str:
    """A piece with its marks. Spaces at its edges stay outside, where marks would not work, and so does punctuation
    that touches a letter outside (CommonMark, 6.2: flanking)."""
    if piece.href and said.strip():
        lead, inner, tail = re.fullmatch(r"(\s*)(.*?)(\s*)", said, re.DOTALL).groups()
        address = piece.href.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
        if inner in (piece.href, piece.href.rstrip("/")):
            return said
        mark = "*" * (2 * piece.bold + piece.italic)
        return f"{lead}{mark}[{_escaped(inner)}]({address}){mark}{tail}"
    mark = "*" * (2 * piece.bold + piece.italic)
    if piece.code and said.strip():
        lead, inner, tail = re.fullmatch(r"(\s*)(.*?)(\s*)", said, re.DOTALL).groups()
        return f"{lead}`{inner}`{tail}" if "`" not in inner else _escaped(said)
    if not mark or not re.search(r"\w", said):
        return _escaped(said)
    outside_left = r"\W*" if re.match(r"\w", before) and said[0].strip() else r"\s*"
    outside_right = r"\W*" if re.match(r"\w", after) and said[-1].strip() else r"\s*"
    lead, inner, tail = re.fullmatch(rf"({outside_left})(.*?)({outside_right})", said, re.DOTALL).groups()
    lines = [f"{mark}{_escaped(row)}{mark}" if row.strip() else row for row in inner.split("\n")]
    return _escaped(lead) + "\n".join(lines) + _escaped(tail)


def _escaped(said: str) -> str:
    return _SPECIAL.sub(lambda sign: "\\" + sign[0], said)


def _opened(body: str) -> str:
    """A paragraph whose lines cannot be taken for marks of a heading, a quote or a list."""
    rows = []
    for row in body.split("\n"):
        row = re.sub(r"^(#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|[-=_]{2,}\s*$)", r"\\\1", row)
        rows.append(re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", row))
    return "\n".join(rows)
