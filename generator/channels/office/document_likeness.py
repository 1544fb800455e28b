"""Does a large document look like one of ours at all? Asked before it is read as a whole, which takes seconds.

Estimates, timetables and reports of a thousand rows come in by mistake; a form that people filled in has a few hundred
rows at most. A glance at the first words of every row and at the headings of tables is enough to tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.document import Document

from generator.catalog.forms.questions import Form
from generator.channels.office import roadmap_parts
from generator.channels.office.document_plan import normalize_label, question_tables
from generator.channels.office.document_styles import qn

_LARGE = 800  # rows; smaller documents are read at once
_ENOUGH = 3  # labels
_HEADER_ROWS = 4


def may_be_ours(document: Document, forms: Iterable[Form]) -> bool:
    """False for a large document with neither our bookmarks nor labels nor the heading of a roadmap."""
    body = document.element.body
    rows = list(body.iter(qn("w:tr")))
    if len(rows) <= _LARGE:
        return True
    if any((mark.get(qn("w:name")) or "").startswith("q_") for mark in body.iter(qn("w:bookmarkStart"))):
        return True
    labels = {
        normalize_label(line.label)
        for form in forms
        for _, found in question_tables(form)
        for one in found
        for line in one.lines
    }
    parts = {normalize_label(_first(cell)) for row in rows if (cell := row.find(qn("w:tc"))) is not None}
    if len(labels & parts) >= _ENOUGH:
        return True
    return any(_is_roadmap(table) for table in body.iter(qn("w:tbl")))


def _is_roadmap(table: Any) -> bool:
    heads = table.findall(qn("w:tr"))[:_HEADER_ROWS]
    return any(
        roadmap_parts.is_heading([" ".join(_words(cell).split()) for cell in row.iter(qn("w:tc"))]) for row in heads
    )


def _first(cell: Any) -> str:
    """The first words of a cell: its label, without the hint under it."""
    return next((words for one in cell.iter(qn("w:p")) if (words := _words(one))), "")


def _words(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(qn("w:t")))
