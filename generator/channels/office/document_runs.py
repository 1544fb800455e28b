"""Runs of a Word paragraph as pieces of text: what a person sees, and a word about everything that is not taken.

What is seen and has a spelling is kept: characters of symbol fonts, powers, notes, chosen values of form fields,
formulas. What is not taken is told with its words at its place: struck and hidden text, boxes over the page, pictures,
remarks on the margin. Something that this reader does not know is told too, never passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from generator.channels.office import document_formulas, document_styles, formatting
from generator.channels.office import formatting as characters
from generator.channels.office.document_lists import Counter, Definitions
from generator.channels.office.document_pictures import drawn_pictures
from generator.channels.office.document_styles import qn
from generator.channels.office.document_text import (
    PLACEHOLDERS,
    PROMPT_STYLE,
    Finding,
    Notes,
    Paragraph,
    Piece,
    strip_invisible,
)
from generator.records import KINDS

_CODE_FONTS = ("Courier New", "Consolas", "Courier", "Lucida Console")
_PAGE = re.compile(rf"(?:^|/)((?:{'|'.join(KINDS)})/[a-z0-9-]+/?)$")
_PASS_THROUGH = {qn(f"w:{name}") for name in ("sdtContent", "smartTag", "customXml", "dir", "bdo", "fldSimple")}
_INSERTED = {qn("w:ins"), qn("w:moveTo")}
_DELETED = {qn("w:del"), qn("w:moveFrom"), qn("w:delText"), qn("w:delInstrText")}
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_DRAWN = {qn("w:drawing"), qn("w:pict"), qn("w:object"), qn("w:contentPart")}
_SIGNS = {
    qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:noBreakHyphen"): "-", qn("w:cr"): "\n", qn("w:br"): "\n",
}  # fmt: skip
_NOTES = {qn("w:footnoteReference"), qn("w:endnoteReference")}
_RAISED_BY_HAND = re.compile(r"[-−+]?\d{1,3}")
TICKED, EMPTY = "☒", "☐"


@dataclass
class _Field:
    """A field that is open: its instruction, whether its result has begun, what its result is a link to."""

    instruction: str = ""
    result: bool = False
    href: str = ""
    shown: bool = False  # something of the result was there


@dataclass
class RunReader:
    """What the reading of runs has to know: where links lead, styles, lists, notes; ``seen`` gathers the names of all
    that a person should be told of."""

    links: dict[str, str]
    styles: document_styles.Styles = field(default_factory=document_styles.Styles)
    style_lists: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    lists: Counter = field(default_factory=lambda: Counter(Definitions()))
    notes: Notes = field(default_factory=Notes)
    seen: set[str] = field(default_factory=set)
    _findings: list[Finding] = field(default_factory=list)
    _style: str = ""
    _striking: bool = False
    _struck: str = ""
    _last: str = ""  # the character before the run that is read

    def paragraph(self, element: Any) -> Paragraph:
        """The paragraph of a ``w:p``."""
        properties = element.find(qn("w:pPr"))
        style = _value(properties, "w:pStyle") if properties is not None else ""
        name = self.styles.names.get(style, style)
        kind, depth, numbering, mark = self._list(properties, style)
        heading = re.fullmatch(r"(?:heading|Heading|Заголовок) (\d)", name)
        self._findings, self._style, self._striking, self._last = [], style, False, ""
        pieces = tuple(_joined(self._pieces(element)))
        level = int(heading[1]) if heading else 0
        return Paragraph(pieces, name, element, kind, depth, level, numbering, mark, tuple(self._findings))

    def words(self, element: Any) -> str:
        """The words of a ``w:p`` outside the text (a note, a header), in one line."""
        before = self.seen
        self.seen, self._findings, self._style = set(), [], ""
        text = strip_invisible("".join(piece.text for piece in self._pieces(element))).replace("\n", " ").strip()
        self.seen = before
        return text

    def tell(self, what: str, words: str = "") -> None:
        """Remember something that a person should know of, and its words."""
        self.seen.add(what)
        self._findings.append(Finding(what, strip_invisible(words).replace("\n", " ").strip()))

    def _strike(self, words: str) -> None:
        """Remember struck words; runs that follow one another are one stretch."""
        self._struck = self._struck + words if self._striking else words
        if self._striking and self._findings[-1].what == "struck":
            self._findings.pop()
        self.tell("struck", self._struck)
        self._striking = True

    def _list(self, properties: Any, style: str) -> tuple[str, int, str, str]:
        number, level, depth = self.style_lists.get(style, ("", 0, 0))
        numbering = properties.find(qn("w:numPr")) if properties is not None else None
        if numbering is not None:
            number, own = _value(numbering, "w:numId") or number, _value(numbering, "w:ilvl")
            level = int(own) if own.isdigit() and len(own) < 3 else level
            depth = level or depth
        if number in ("", "0"):
            return "", 0, "", ""
        kind, mark = self.lists.next(number, level)
        return kind, depth, number, mark

    def _pieces(self, element: Any, href: str = "", fields: list[_Field] | None = None) -> Iterator[Piece]:
        fields = [] if fields is None else fields
        for child in element:
            if child.tag == qn("w:r"):
                yield from self._run(child, href, fields)
            elif child.tag == qn("w:hyperlink"):
                yield from self._pieces(child, _on_site(self.links.get(child.get(qn("r:id")) or "", href)), fields)
            elif child.tag == qn("w:sdt"):
                yield from self._control(child, href, fields)
            elif child.tag in _INSERTED:
                self.seen.add("changes")
                yield from self._pieces(child, href, fields)
            elif child.tag in _DELETED:
                self.seen.add("changes")
            elif child.tag in _PASS_THROUGH:
                address = _field_address(child.get(qn("w:instr")) or "")
                yield from self._pieces(child, href or address, fields)
            elif child.tag == _ALTERNATE:
                yield from self._alternate(child, href, fields)
            elif str(child.tag).startswith(_MATH):
                yield from self._formula(child)
            else:
                self._unknown(child)

    def _control(self, element: Any, href: str, fields: list[_Field]) -> Iterator[Piece]:
        box = element.find(f"{qn('w:sdtPr')}/{_W14}checkbox")
        if box is not None:
            checked = box.find(f"{_W14}checked")
            on = checked is not None and checked.get(f"{_W14}val") in ("1", "true", "on")
            shown = "".join(one.text or "" for one in element.iter(qn("w:t"), qn("w:sym"))).strip()
            # LibreOffice and people change the character without the mark of the control: then the character is what is
            # seen.
            yield Piece(shown if shown in ("☐", "☒", "☑") else TICKED if on else EMPTY)
            return
        content = element.find(qn("w:sdtContent"))
        if content is None or is_placeholder(element):
            return
        if prompt := prompt_of(element, self.styles.names):
            self.tell("prompt", prompt)
        else:
            yield from self._pieces(content, href, fields)

    def _alternate(self, element: Any, href: str, fields: list[_Field]) -> Iterator[Piece]:
        """One content in several formats: a drawing is told, words (emoji come so) are read in their plainest form."""
        if next(element.iter(*_DRAWN, qn("w:txbxContent")), None) is not None:
            self._drawn(element)
        elif (plain := element.find(_FALLBACK)) is not None:
            yield from self._content(plain, href, fields, None)

    def _run(self, run: Any, href: str, fields: list[_Field]) -> Iterator[Piece]:
        yield from self._content(run, href, fields, run.find(qn("w:rPr")))

    def _content(self, run: Any, href: str, fields: list[_Field], properties: Any) -> Iterator[Piece]:
        look = self.styles.look(properties, self._style)
        for child in run:
            if child.tag == qn("w:fldChar"):
                yield from self._field_mark(child, fields)
                continue
            if child.tag == qn("w:instrText"):
                if fields:
                    fields[-1].instruction += child.text or ""
                continue
            if any(not one.result for one in fields):
                continue  # what stands in the instruction of a field is not seen
            address = next(filter(None, (one.href for one in reversed(fields))), href)
            if child.tag == _ALTERNATE:
                yield from self._alternate(child, address, fields)
                continue
            if words := self._shown(child, look, properties):
                for one in fields:
                    one.shown = True
                self._last = words[-1]
                yield self._piece(words, properties, look, address)

    def _piece(self, words: str, properties: Any, look: document_styles.TextLook, href: str) -> Piece:
        character = self.styles.names.get(_value(properties, "w:rStyle"), "") if properties is not None else ""
        bold = properties is not None and (_on(properties, "w:b") or character == "Strong")
        italic = properties is not None and (_on(properties, "w:i") or character == "Emphasis")
        return Piece(words, bold, italic, href, look.font in _CODE_FONTS)

    def _shown(self, child: Any, look: document_styles.TextLook, properties: Any) -> str:
        """What one child of a run adds to the text, with the look of the run."""
        text = self._run_text(child, look)
        if not text:
            return ""
        if look.hidden:
            if text.strip():
                self.tell("hidden", text)
            return ""
        if look.struck and text.strip():
            self._strike(text)
            return ""
        self._striking = self._striking and not text.strip()
        if child.tag in _NOTES:
            return text  # its number is raised, its words are not
        if look.capitals:
            text = text.upper()
        moved = look.moved if _RAISED_BY_HAND.fullmatch(text.strip()) else ""
        match look.align or moved:
            case "superscript":
                return formatting.raised(text, self._last)
            case "subscript":
                return formatting.lowered(text)
        return text

    def _run_text(self, child: Any, look: document_styles.TextLook) -> str:
        tag = child.tag
        if tag == qn("w:t"):
            text, unknown = characters.replace_symbols(child.text or "", look.font)
            for one in unknown:
                self.tell("symbol", one)
            return text
        if tag in _SIGNS:
            return _SIGNS[tag]
        if tag == qn("w:sym"):
            return self._symbol(child.get(qn("w:font")) or look.font, child.get(qn("w:char")) or "")
        if tag in _NOTES:
            notes = self.notes.footnotes if tag == qn("w:footnoteReference") else self.notes.endnotes
            words = notes.get(child.get(qn("w:id")) or "", "")
            return f" (сноска: {words})" if words else ""
        if tag == qn("w:commentReference"):
            if words := self.notes.comments.get(child.get(qn("w:id")) or "", ""):
                self.tell("comment", words)
            return ""
        if tag == qn("w:ruby"):
            base, above = (child.find(qn(name)) for name in ("w:rubyBase", "w:rt"))
            found = [() if one is None else self._pieces(one) for one in (base, above)]
            words, reading = ("".join(piece.text for piece in pieces) for pieces in found)
            return f"{words} ({reading})" if reading.strip() else words
        if tag in _DRAWN:
            self._drawn(child)
        elif str(tag).startswith(_MATH):
            return "".join(piece.text for piece in self._formula(child))
        else:
            self._unknown(child)
        return ""

    def _symbol(self, font: str, code: str) -> str:
        try:
            number = int(code, 16)
        except ValueError:
            return ""
        meant = characters.symbol(font, number)
        if meant is None:
            self.tell("symbol", f"{code[-2:].upper()} шрифта {font}")
            # Kept as it is: the checks do not let an unknown character through before somebody has put the right one.
            return chr(number) if 0xE000 <= number <= 0xF8FF else chr(0xF000 | number & 0xFF)
        return meant

    def _field_mark(self, mark: Any, fields: list[_Field]) -> Iterator[Piece]:
        kind = mark.get(qn("w:fldCharType"))
        if kind == "begin":
            fields.append(_Field())
            if (filled := mark.find(qn("w:ffData"))) is not None and (chosen := _of_form(filled)):
                yield Piece(chosen)
        elif kind == "separate" and fields:
            fields[-1].result, fields[-1].href = True, _field_address(fields[-1].instruction)
        elif kind == "end" and fields:
            done = fields.pop()
            if not done.shown and all(one.result for one in fields):
                yield from self._without_result(done.instruction)

    def _without_result(self, instruction: str) -> Iterator[Piece]:
        """A field that Word draws itself: a character, a formula."""
        if found := re.match(r'\s*SYMBOL\s+(\d{1,5})\b(?:.*\\f\s+"([^"]+)")?', instruction):
            font = found[2] or ""
            text = self._symbol(font, f"{int(found[1]):X}") if characters.is_symbol_font(font) else chr(int(found[1]))
            yield Piece(text)
        elif found := re.match(r"\s*EQ\s+(.+)", instruction):
            self.tell("formula", found[1])

    def _formula(self, element: Any) -> Iterator[Piece]:
        text = document_formulas.linear_formula(element)
        if text is None:
            self.tell("formula", document_formulas.formula_characters(element))
        elif text:
            self.tell("linear", text)
            yield Piece(text)

    def _drawn(self, element: Any) -> None:
        """Remember something drawn: a box with its words, a formula of an older Word, a picture."""
        # Each box stands twice, for programs that know its newer form and for those that do not.
        boxed = [
            one for one in element.iter(qn("w:txbxContent"))
            if element.tag != _ALTERNATE or not any(up.tag == _FALLBACK for up in one.iterancestors())
        ]  # fmt: skip
        program = next((one.get("ProgID") or "" for one in element.iter(_OLE)), "")
        if not boxed and program:
            self.tell("formula" if program.startswith("Equation") else "object")
        elif not boxed:
            what, found = drawn_pictures(element)
            self.seen.add(what)
            self._findings += [Finding(what, one.alt, one) for one in found] or [Finding(what)]
        parts = (_plain_words(paragraph) for box in boxed for paragraph in box.iter(qn("w:p")))
        if words := " ".join(filter(None, parts)):
            self.tell("box", words)

    def _unknown(self, element: Any) -> None:
        words = "".join(one.text or "" for one in element.iter(qn("w:t"))) if len(element) else ""
        if words.strip():
            self.tell("unknown", words)


def is_placeholder(control: Any) -> bool:
    """Return True for a content control in which nobody has chosen or written anything.

    Its mark is not enough: LibreOffice and others keep it when a value has been chosen or typed.
    """
    if not _is_marked(control):
        return False
    content = _plain_words(control)
    return not content or content in PLACEHOLDERS


def prompt_of(control: Any, names: Mapping[str, str]) -> str:
    """The words of a control for text that look as a prompt does and are none that we know: of them nobody can tell
    whether they are an answer. ``names`` are those of the styles."""
    properties = control.find(qn("w:sdtPr"))
    is_list = properties is not None and any(
        properties.find(qn(name)) is not None for name in ("w:dropDownList", "w:comboBox")
    )
    if is_list or not _is_marked(control):
        return ""
    runs = [run for run in control.iter(qn("w:r")) if _plain_words(run)]
    styles = {_value(look, "w:rStyle") for run in runs if (look := run.find(qn("w:rPr"))) is not None}
    is_prompt = len(styles) == 1 and all(names.get(one, one) == PROMPT_STYLE for one in styles)
    return _plain_words(control) if is_prompt and all(run.find(qn("w:rPr")) is not None for run in runs) else ""


def _is_marked(control: Any) -> bool:
    properties = control.find(qn("w:sdtPr"))
    return properties is not None and properties.find(qn("w:showingPlcHdr")) is not None


def _plain_words(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(qn("w:t"))).strip()


def _of_form(data: Any) -> str:
    """What a form field of an older Word shows: the chosen entry of a list, a box; text stands in the field itself."""
    if (chosen := data.find(qn("w:ddList"))) is not None:
        entries = [one.get(qn("w:val")) or "" for one in chosen.iterfind(qn("w:listEntry"))]
        text = _value(chosen, "w:result") or _value(chosen, "w:default") or "0"
        return entries[int(text)] if text.isdigit() and int(text) < len(entries) else ""
    if (box := data.find(qn("w:checkBox"))) is not None:
        state = box.find(qn("w:checked"))
        state = box.find(qn("w:default")) if state is None else state
        return TICKED if document_styles.is_on(state) else EMPTY
    return ""


def _value(parent: Any, tag: str) -> str:
    found = parent.find(qn(tag))
    return "" if found is None else found.get(qn("w:val")) or ""


def _on(properties: Any, tag: str) -> bool:
    return document_styles.is_on(properties.find(qn(tag)))


def _field_address(instruction: str) -> str:
    found = re.match(r'\s*HYPERLINK\s+"([^"]+)"', instruction)
    return _on_site(found[1]) if found else ""


def _on_site(address: str) -> str:
    """An address of a page of our site (``practices/opory-dlia-teksta``) as it was: programs take it for a file beside
    the document and write a way to it when they save the document elsewhere."""
    found = _PAGE.search(address)
    return found[1] if found and not re.match(r"(?!file:)[a-z]+:", address) else address


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    for look, group in groupby(pieces, key=lambda piece: (piece.bold, piece.italic, piece.href, piece.code)):
        words = "".join(piece.text for piece in group)
        yield Piece(formatting.joined_levels(words), *look)
