"""A file that is none of ours: an estimate, a timetable, a plan of one's own is told at once, with the forms there are.

A workbook is taken for a form only with a key of ours in it, or with at least two headings of one sheet of a form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from generator import text
from generator.channels.office import typed
from generator.channels.office.filled import FilePlace, Remark
from generator.channels.office.layout import WorkbookLayout
from generator.channels.office.names import normalize_title
from generator.channels.office.tables import SheetGrid
from generator.problems import nearest

#: how far down and across words are looked at
_ROWS, _COLUMNS, _MOST = 60, 60, 2


def of_workbook(pages: Sequence[SheetGrid], layouts: Mapping[str, WorkbookLayout]) -> Iterator[Remark]:
    """What is told of a workbook in which no form was found."""
    parts = {normalize_title(str(raw)) for page in pages for row in page.grid[:_ROWS] for raw in row[:_COLUMNS]
            if isinstance(raw, str) and 0 < len(raw) < 80}  # fmt: skip
    if not any(not typed.is_empty(raw) for page in pages for row in page.grid for raw in row):
        yield Remark(FilePlace("файл"), "в файле нет ни одной заполненной ячейки", _take(layouts), "nothing-filled")
        return
    message = "файл не похож на бланк: в нём нет ни ключа бланка, ни двух его заголовков на одном листе"
    yield Remark(FilePlace("файл"), message, _take(layouts, parts), "not-a-form")


def _take(layouts: Mapping[str, WorkbookLayout], raw: Set[str] = frozenset()) -> str:
    """Which form to take: those whose headings the file has something of come first and alone."""
    found = {name: _likeness(its, raw) for name, its in layouts.items()}
    best = sorted((name for name in layouts if found[name]), key=lambda name: -found[name])[:_MOST]
    named = [f"«{layouts[name].form.title}» (metodoteka template {name})" for name in best or layouts]
    if best:
        return f"возможно, вам нужен бланк {text.join(named)}: возьмите его и перенесите в него строки"
    return f"возьмите бланк и перенесите в него строки; бланки: {'; '.join(named)}"


def _likeness(its: WorkbookLayout, raw: Set[str]) -> int:
    """How many headings of the form the words of the file are, or are nearly."""
    headings = {normalize_title(column.heading) for sheet in its.sheets for column in sheet.columns} - {"№"}
    near = {nearest(one, headings) for one in raw if 3 < len(one) < 40} - {None} if len(raw) < 400 else set()
    return len(headings & raw | near)
