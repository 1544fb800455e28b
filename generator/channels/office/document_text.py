"""Paragraphs of a Word document as Markdown of the small dialect, and as plain words.

What a person sees counts: insertions under review are taken, deletions are not, a placeholder of a content control is
no text, a hyphen that only shows at a line's end is none. Bold, italic, links, real lists and tables inside an answer
become Markdown; characters that Markdown would act on are escaped, but for the marks of lists that people type by hand
(``list_marks``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from generator import text
from generator.channels.office import list_marks
from generator.channels.office.document_pictures import DrawnPicture

#: what a list shows before anything is chosen: ours, and those of Word
CHOOSE = "выберите из списка"
CHOOSE_OR_TYPE = "выберите из списка или впишите"
PLACEHOLDERS = {
    CHOOSE, CHOOSE_OR_TYPE, "Выберите элемент.", "Choose an item.", "Место для ввода текста.", "Место для ввода даты.",
    "Щелкните здесь, чтобы ввести текст.", "Щелкните или коснитесь здесь, чтобы ввести текст.",
    "Щелкните или коснитесь, чтобы ввести дату.", "Click here to enter text.", "Click or tap here to enter text.",
    "Click or tap to enter a date.",
}  # fmt: skip
#: the style of Word for what a control shows before anybody has written into it
PROMPT_STYLE = "Placeholder Text"

#: in this style, or in one of these fonts, is the text of a program
CODE_STYLE = "Методотека: код"
#: paragraphs that quote: ours first
QUOTE_STYLES = ("Quote", "Intense Quote", "Цитата", "Выделенная цитата", "Quotations")
#: paragraphs under a picture
CAPTION_STYLES = ("caption", "Caption", "Название объекта", "Illustration", "Figure", "Иллюстрация")
_SPACES = re.compile(r"[ \t\u00a0\u2002-\u200a\u202f\u3000]+")
_SPECIAL = re.compile(r"[\\`*\[\]<>]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|(?<=!)(?=\[)")


@dataclass(frozen=True)
class Piece:
    """A stretch of one paragraph that looks the same all along; ``href`` is where it leads, empty for no link."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""
    code: bool = False


@dataclass(frozen=True)
class Finding:
    """Something in a paragraph that a person should know of: ``what`` by the names of ``document_warnings``, its
    words; ``picture`` is the picture itself where it is one that may be taken."""

    what: str
    words: str = ""
    picture: DrawnPicture | None = None


@dataclass(frozen=True)
class Paragraph:
    """One paragraph as a person sees it. ``listed`` is the kind of a real Word list (bullet, number) or empty, with
    its ``depth`` and the ``mark`` that Word shows («4.», «а)»; empty for a bullet); ``level`` that of a heading, 0 for
    text; ``at`` its element, where remarks go; ``findings`` what was not taken as it stands.

    A table inside an answer is a paragraph too: ``rows`` are its rows of cells, its words stand in lines.
    """

    pieces: tuple[Piece, ...]
    style: str
    at: Any = field(compare=False, repr=False)
    listed: str = ""
    depth: int = 0
    level: int = 0
    numbering: str = ""
    mark: str = ""
    findings: tuple[Finding, ...] = ()
    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...] = ()

    @cached_property
    def text(self) -> str:
        """Its words, in one line."""
        return strip_invisible("".join(piece.text for piece in self.pieces)).replace("\n", " ").strip()

    @cached_property
    def lines(self) -> list[str]:
        """Its words, a text for each line that the person began."""
        rows = strip_invisible("".join(piece.text for piece in self.pieces)).split("\n")
        return [row for row in map(str.strip, rows) if row]


@dataclass(frozen=True)
class Notes:
    """What a document says outside its text: the words of notes by their number (``footnotes``, ``endnotes``, and
    ``comments`` of people, not ours); ``running`` are the words of headers and footers, each once."""

    footnotes: Mapping[str, str] = field(default_factory=dict)
    endnotes: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    running: tuple[str, ...] = ()


def strip_invisible(raw: str) -> str:
    """Text without characters that nobody sees; every kind of space is a space, line breaks stay."""
    return "\n".join(_SPACES.sub(" ", line).strip() for line in _visible(raw).split("\n"))


def _visible(raw: str) -> str:
    return text.clean(raw).replace("\u2011", "-")


# --- paragraphs to Markdown ------------------------------------------------------------------------------------------


def paragraphs_to_markdown(paragraphs: Sequence[Paragraph]) -> str:
    """Markdown of an answer: paragraphs, tight lists (real ones and typed ones), headings, tables. Empty for no
    words."""
    out: list[str] = []
    before = ""  # the kind of list that the last block was
    kinds: dict[int, str] = {}  # of the lists that are open, by depth
    counters: dict[int, int] = {}
    paragraphs = [part for paragraph in paragraphs for part in _parted(paragraph)]
    for paragraph, typed in zip(paragraphs, _marks(paragraphs), strict=True):
        if paragraph.style == CODE_STYLE:
            rows = "".join(piece.text for piece in paragraph.pieces).replace("\u00a0", " ").replace("\t", "    ")
            if before == "code":
                out[-1:] = [*rows.rstrip().split("\n"), "```"]
            else:
                out += ["", "```", *rows.rstrip().split("\n"), "```"]
            before = "code"
            continue
        if not paragraph.text:
            continue
        if paragraph.rows:
            out += ["", *_table(paragraph.rows)]
            before = "table"
            continue
        mark = typed or _real(paragraph)
        body = _inline(paragraph.pieces, skip=typed.width if typed else 0)
        if mark is None:
            shown = f"{paragraph.mark} " if paragraph.level and paragraph.mark else ""
            if paragraph.style in QUOTE_STYLES:
                quoted = "> " + _opened(body).replace("\n", "\n> ")
                out += [">" if before == "quote" else "", quoted] if out else [quoted]
                kinds.clear(), counters.clear()
                before = "quote"
                continue
            body = ("#" * max(3, min(4, paragraph.level)) + f" {shown}" if paragraph.level else "") + _opened(body)
            out += ["", body] if out else [body]
            kinds.clear(), counters.clear()
            before = ""
            continue
        new = kinds.get(mark.depth) != mark.kind
        kinds = {**{depth: kind for depth, kind in kinds.items() if depth < mark.depth}, mark.depth: mark.kind}
        kept = mark.depth - new
        counters = {depth: n for depth, n in counters.items() if depth <= kept}
        counters[mark.depth] = int(mark.number) if mark.number else counters.get(mark.depth, 0) + 1
        if out and (before != "list" or (mark.depth == 0 and new)):
            out.append("")
        start = "   " * mark.depth + (f"{counters[mark.depth]}. " if mark.kind == "number" else "- ")
        label = f"{mark.label} " if mark.label else ""
        out.append(start + (label + body).replace("\n", "\n" + " " * len(start)))
        before = "list"
    return text.clean("\n".join(out)).strip("\n")


def _parted(paragraph: Paragraph) -> list[Paragraph]:
    """A list that was typed into one paragraph, its lines begun with Shift+Enter, as a paragraph for each line."""
    if paragraph.rows or paragraph.style == CODE_STYLE or "\n" not in "".join(piece.text for piece in paragraph.pieces):
        return [paragraph]
    parts = split_lines(paragraph)
    return parts if any(list_marks.list_markers([_raw(part) for part in parts])[1:]) else [paragraph]


def split_lines(paragraph: Paragraph) -> list[Paragraph]:
    """The lines of a paragraph that were begun with Shift+Enter, each as a paragraph."""
    lines: list[list[Piece]] = [[]]
    for piece in paragraph.pieces:
        first, *rest = piece.text.split("\n")
        lines[-1].append(replace(piece, text=first))
        lines += [[replace(piece, text=words)] for words in rest]
    return [replace(paragraph, pieces=tuple(line)) for line in lines]


def _real(paragraph: Paragraph) -> list_marks.ListMarker | None:
    """The mark of a member of a real list of Word. A number of one level is one of Markdown; what Markdown cannot show
    stays before the words."""
    if not paragraph.listed or paragraph.level:
        return None
    plain = re.fullmatch(r"\(?(\d{1,9})[.)]?", paragraph.mark)
    if paragraph.listed == "bullet" or (paragraph.mark and not plain):
        return list_marks.ListMarker("bullet", 0, "", paragraph.mark, paragraph.depth)
    return list_marks.ListMarker("number", 0, plain[1] if plain else "", "", paragraph.depth)


def _marks(paragraphs: Sequence[Paragraph]) -> list[list_marks.ListMarker | None]:
    """For each paragraph the mark of a list that was typed by hand."""
    own = [not (p.listed or p.level or p.rows) for p in paragraphs]
    return list_marks.list_markers([_raw(p) if free else "" for p, free in zip(paragraphs, own, strict=True)])


def _raw(paragraph: Paragraph) -> str:
    return _visible("".join(piece.text for piece in paragraph.pieces)).strip()


def _table(rows: Sequence[Sequence[Sequence[Paragraph]]]) -> list[str]:
    """A table of the dialect: the first row is its heading; a cell is one line there."""
    lines = [[_in_cell(cell) for cell in row] for row in rows]
    width = max(map(len, lines))
    lines = [[*row, *[""] * (width - len(row))] for row in lines]
    parts = ["| " + " | ".join(row) + " |" for row in lines]
    return [parts[0], "|" + " --- |" * width, *parts[1:]]


def _in_cell(paragraphs: Sequence[Paragraph]) -> str:
    joined = ""
    for paragraph in paragraphs:
        if not paragraph.text:
            continue
        mark = f"{paragraph.mark} " if paragraph.mark else ""
        words = mark + _inline(paragraph.pieces).replace("\\\n", " ")
        joined += ("" if not joined else " " if joined[-1] in ".!?;:," else "; ") + words
    return joined.replace("|", "\\|")


def _inline(pieces: Sequence[Piece], skip: int = 0) -> str:
    """Markdown of one paragraph without its first ``skip`` characters, spaces not counted."""
    parts = [_SPACES.sub(" ", _visible(piece.text)) for piece in pieces]
    whole = "".join(parts)
    if len(whole) > text.MAX_RICH_CHARS:  # refused by the schema anyway
        return _escaped(strip_invisible(whole)).strip()
    mark = re.match(rf"(?:\s*\S){{{skip}}}\s*", whole) if skip else None
    skip = mark.end() if mark else 0
    out, start = [], 0
    for piece, words in zip(pieces, parts, strict=True):
        end = start + len(words)
        words = words[max(0, skip - start) :]
        out.append(_dressed(words, piece, whole[start - 1 : start], whole[end : end + 1]))
        start = end
    return strip_invisible("".join(out)).strip().replace("\n", "\\\n")


def _dressed(raw: str, piece: Piece, before: str, after: str) -> str:
    """A piece with its marks. Spaces at its edges stay outside, where marks would not work, and so does punctuation
    that touches a letter outside (CommonMark, 6.2: flanking)."""
    if piece.href and raw.strip():
        lead, inner, tail = re.fullmatch(r"(\s*)(.*?)(\s*)", raw, re.DOTALL).groups()
        address = piece.href.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
        if inner in (piece.href, piece.href.rstrip("/")):
            return raw
        mark = "*" * (2 * piece.bold + piece.italic)
        return f"{lead}{mark}[{_escaped(inner)}]({address}){mark}{tail}"
    mark = "*" * (2 * piece.bold + piece.italic)
    if piece.code and raw.strip():
        lead, inner, tail = re.fullmatch(r"(\s*)(.*?)(\s*)", raw, re.DOTALL).groups()
        return f"{lead}`{inner}`{tail}" if "`" not in inner else _escaped(raw)
    if not mark or not re.search(r"\w", raw):
        return _escaped(raw)
    outside_left = r"\W*" if re.match(r"\w", before) and raw[0].strip() else r"\s*"
    outside_right = r"\W*" if re.match(r"\w", after) and raw[-1].strip() else r"\s*"
    lead, inner, tail = re.fullmatch(rf"({outside_left})(.*?)({outside_right})", raw, re.DOTALL).groups()
    lines = [f"{mark}{_escaped(row)}{mark}" if row.strip() else row for row in inner.split("\n")]
    return _escaped(lead) + "\n".join(lines) + _escaped(tail)


def _escaped(raw: str) -> str:
    return _SPECIAL.sub(lambda character: "\\" + character[0], raw)


def _opened(body: str) -> str:
    """A paragraph whose lines cannot be taken for marks of a heading, a quote or a list."""
    rows = []
    for row in body.split("\n"):
        row = re.sub(r"^(#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|[-=_]{2,}\s*$)", r"\\\1", row)
        rows.append(re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", row))
    return "\n".join(rows)
