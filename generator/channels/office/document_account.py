"""Nothing a person wrote is lost: the words of a paragraph, or of a table, minus those that the blank itself printed.

People type where there is room: under a label in its own cell, behind its hint, in a row or a column that they added.
What the blank prints is known word by word, so that whatever is left over in such a place was written by a person.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from generator import text
from generator.channels.office.document_body import DocumentCell, DocumentTable
from generator.channels.office.document_plan import QuestionLine, normalize_label, question_hint
from generator.channels.office.document_text import Paragraph, strip_invisible

# A tick alone is an answer too.
_WORD = re.compile(r"\w+|[+✓✔☒☑√🗹🗷]")
_EDGES = " \t\n*:;,.—–-•·|"
_ALIKE = 0.6  # of the words of a printed sentence: then it is that sentence, and a person wrote into it
_SENTENCE = 2  # spaces: fewer words stand in many texts by chance
_ALIKE_LABEL = 0.8  # of the characters of a label
_NUMBER = re.compile(r"№|№ п/п|\d{1,4}(?:-й|[.)])?")


def left_by_blank(paragraphs: Iterable[Paragraph], printed: Sequence[str]) -> tuple[Paragraph, ...]:
    """What stands in ``paragraphs`` beside the sentences that are ``printed`` there, each found once; with its look."""
    wanted = sorted({words for one in printed if (words := tuple(normalize_label(one).split()))}, key=len, reverse=True)
    out: list[Paragraph] = []
    for paragraph in paragraphs:
        if not paragraph.text:
            continue
        out += _rest(paragraph, wanted)
    return tuple(out)


def left_outside(paragraph: Paragraph, printed: Set[str]) -> tuple[Paragraph, ...]:
    """The same of a paragraph between the tables, where any of many folded sentences may stand."""
    folded = normalize_label(paragraph.text)
    if folded in printed:
        return ()
    whole = [one for one in printed if one.count(" ") >= _SENTENCE and one in folded]
    return left_by_blank((paragraph,), whole)


def written_at_label(cell: DocumentCell, lines: Iterable[QuestionLine]) -> tuple[Paragraph, ...]:
    """What a person wrote into the cell of a label, under its words or behind them; merged cells have the labels of
    several ``lines``."""
    printed = [words for line in lines for words in (line.label, question_hint(line.question))]
    found = left_by_blank(cell.paragraphs, printed)
    # Typed behind the bold label, or in its grey hint, words take over a look that says nothing.
    return tuple(replace(one, style="", pieces=_plain(one)) for one in found)


def cells_left(table: DocumentTable, known: Iterable[DocumentCell]) -> Iterator[DocumentCell]:
    """The cells with words that are none of ``known``; the numbers of rows and columns do not count."""
    taken = {id(cell) for cell in known}
    for cell in (cell for row in table.rows for cell in row if cell.text and id(cell) not in taken):
        if not (numbers_a_row(cell.text) and 0 in (cell.row, cell.number)):
            yield cell


def numbers_a_row(words: str) -> bool:
    """Return True for what numbers a row or a column: «1», «2.», «3-й», «№»."""
    return _NUMBER.fullmatch(words) is not None


def _rest(paragraph: Paragraph, wanted: list[tuple[str, ...]]) -> Iterator[Paragraph]:
    paragraph = replace(paragraph, pieces=tuple(replace(one, text=text.clean(one.text)) for one in paragraph.pieces))
    raw = "".join(piece.text for piece in paragraph.pieces)
    found = [(one.start(), one.end()) for one in _WORD.finditer(raw)]
    words = [raw[start:end].lower().replace("ё", "е") for start, end in found]
    free = [True] * len(words)
    for sentence in list(wanted):
        if taken := _matched(words, free, sentence):
            for at in taken:
                free[at] = False
            wanted.remove(sentence)
    if all(free):
        yield from [paragraph] if words else []
        return
    at = 0
    while at < len(words):
        if not free[at]:
            at += 1
            continue
        end = next((n for n in range(at, len(words)) if not free[n]), len(words))
        until = found[end][0] if end < len(words) else len(raw)
        if part := cut_paragraph(paragraph, found[at - 1][1] if at else 0, until):
            yield part
        at = end


def _matched(words: list[str], free: list[bool], sentence: tuple[str, ...]) -> list[int]:
    """Which of the ``words`` are this sentence, whole or with words written into it; none where it is another one."""
    size = len(sentence)
    for at in range(len(words) - size + 1):
        if tuple(words[at : at + size]) == sentence and all(free[at : at + size]):
            return list(range(at, at + size))
    if size < 3:
        joined = " ".join(words)
        is_label = difflib.SequenceMatcher(None, joined, " ".join(sentence)).ratio() >= _ALIKE_LABEL
        return list(range(len(words))) if is_label and all(free) else []
    blocks = difflib.SequenceMatcher(None, words, sentence, autojunk=False).get_matching_blocks()
    taken = [at for block in blocks for at in range(block.a, block.a + block.size) if free[at]]
    return taken if len(taken) >= _ALIKE * size else []


def cut_paragraph(paragraph: Paragraph, start: int, end: int | None = None) -> Paragraph | None:
    """The part of a paragraph between two characters, without punctuation at its edges; None for no words."""
    raw = "".join(piece.text for piece in paragraph.pieces)
    end = len(raw) if end is None else end
    while start < end and raw[start] in _EDGES:
        start += 1
    while end > start and raw[end - 1] in " \t\n*:;,—–-|":
        end -= 1
    pieces, at = [], 0
    for piece in paragraph.pieces:
        words = piece.text[max(0, start - at) : max(0, end - at)]
        at += len(piece.text)
        if words:
            pieces.append(replace(piece, text=words))
    found = replace(paragraph, pieces=tuple(pieces), findings=())
    return found if strip_invisible(found.text) else None


def _plain(paragraph: Paragraph):
    if all(piece.bold for piece in paragraph.pieces):
        return tuple(replace(piece, bold=False) for piece in paragraph.pieces)
    return paragraph.pieces
