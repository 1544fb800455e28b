"""A filled workbook read: rows of the first sheet become entries, rows of the others join them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import pairwise
from typing import Any

import python_calamine
from defusedxml import ElementTree

from generator.catalog import Catalog
from generator.channels.office import (
    column_questions,
    file_formats,
    foreign,
    lesson_drafts,
    lesson_maps,
    list_marks,
    monitoring,
    plans,
    typed,
    workbook_account,
    workbook_look,
    workbook_pictures,
    workbook_traps,
    workbook_warnings,
)
from generator.channels.office.document_body import DocumentTable
from generator.channels.office.filled import FilePlace, Filled, FilledEntry, Remark
from generator.channels.office.layout import LINK_KEY, NUMBER_KEY, RECORD_KEY, WorkbookLayout
from generator.channels.office.names import normalize_title
from generator.channels.office.plans import AS_THE_TABLE_SAYS, ReadAs
from generator.channels.office.sheet_tables import as_tables
from generator.channels.office.tables import SheetGrid, SheetTable, recognised
from generator.documents.sources import Loc
from generator.problems import nearest
from generator.records.scalars import short
from generator.text.dates import read_plan_period

_TITLE_ROWS = 15
_MOST_QUOTED = 120  # characters of rows that find no record
#: where an entry says which record of the base it is about, as a person named it
NAMED = "@"


def read(
    data: bytes,
    layouts: Mapping[str, WorkbookLayout],
    catalog: Catalog | None = None,
    wanted: ReadAs = AS_THE_TABLE_SAYS,
    name: str = "",
) -> Filled:
    """Everything a workbook gives: an entry for each record, and remarks on what could not be read. ``data`` has been
    through ``safety``, ``layouts`` are the forms by name; a plan of one's own is read with the ``catalog``, as
    ``wanted``, ``name`` is that of the file. Raises ``file_formats.Refused`` for what no program can read."""
    known = {**layouts, **{one.form.name: one for its in layouts.values() for one in its.newcomers}}
    try:
        pages = list(_pages(data))
        answers = [page for page in pages if page.name == column_questions.COLUMNS_SHEET]
        meanings = column_questions.meanings_in_rows([str(raw) for raw in row] for page in answers for row in page.grid)
        wanted = replace(wanted, columns=replace(wanted.columns, meanings={**wanted.columns.meanings, **meanings}))
        pages = [page for page in pages if page not in answers]
        tables, remarks = recognised(pages, known)
        if catalog is not None and (own := _of_ones_own(data, pages, tables, catalog, wanted, name)):
            return _with_unread_sheets(own, pages) if own.entries else own
        if not tables:
            return Filled((), tuple(foreign.of_workbook(pages, layouts)))
        pages = [_as_seen(page, its) for page, its in _looked_at(data, pages)]
        unread = workbook_traps.unread(data)
        with_formula = workbook_traps.formula_cells(data)
        titles = list(workbook_account.running_titles(workbook_traps.sheet_parts(data)))
    except (python_calamine.CalamineError, ElementTree.ParseError, OSError, ValueError, KeyError) as fault:
        raise file_formats.broken_file(".xlsx") from fault
    tables, remarks = recognised(pages, known)
    taken = [workbook_account.with_answers_beside(table) for table in tables]
    tables = [table for table, _ in taken]
    remarks += [one for _, put_remarks in taken for one in put_remarks]
    entries: list[FilledEntry] = []
    for layout in {table.layout.form.name: table.layout for table in tables}.values():
        found, more = _entries(layout, [table for table in tables if table.layout is layout])
        entries += found
        remarks += more
    remarks += workbook_warnings.look_remarks(tables, pages, unread)
    its_names = {_displayed(row[layout.link]) for table in tables if (layout := table.layout).link
                 for _, row in table.rows if table.sheet is layout.sheets[0] and layout.link in row}  # fmt: skip
    remarks += workbook_account.account_remarks(pages, tables, catalog, its_names, with_formula)
    remarks += titles
    entries, put_remarks = workbook_pictures.put_pictures(data, entries)
    remarks += put_remarks
    if not entries and not any(remark.is_error or remark.code == "struck-out" for remark in remarks):
        message = "в файле нет ни одной заполненной строки"
        hint = "заполните строки под заголовками и сохраните файл; строка со словом «пример» не читается"
        remarks.append(Remark(FilePlace("файл"), message, hint, "nothing-filled"))
    return Filled(tuple(entries), tuple(remarks))


def _with_unread_sheets(found: Filled, pages: Sequence[SheetGrid]) -> Filled:
    """What a book gives, with the sheets that nothing came from."""
    known = {place.at[0] for entry in found.entries for place in (entry.place, *entry.places.values()) if place.at}
    known |= {remark.place.at[0] for remark in found.remarks if remark.place.at}
    others = [page for page in pages if page.name not in known]
    return replace(found, remarks=(*found.remarks, *workbook_account.unread_sheets(others)))


def _of_ones_own(
    data: bytes,
    pages: Sequence[SheetGrid],
    tables: Sequence[SheetTable],
    catalog: Catalog,
    wanted: ReadAs,
    name: str,
) -> Filled | None:
    """A plan, a monitoring or a bank of practices in none of our forms; a table that may be a plan is asked about. None
    for everything else."""
    titles = [name, *(page.name for page in pages), *_titles(pages)]
    is_bare = all(not table.has_keys and not table.sheet.card for table in tables)
    if is_bare and tables and monitoring.find_monitoring(as_tables(pages), catalog):
        seen = as_tables([_as_seen(page, its) for page, its in _looked_at(data, pages)])
        if other := plans.read_other(seen, titles, catalog):
            return Filled(tuple(other[0]), (*other[1], *workbook_pictures.put_pictures(data, other[0])[1]))
    if not _may_be_a_plan(tables):
        return None
    if not wanted.is_explained and not tables and lesson_maps.read_lessons(as_tables(pages), titles):
        seen = as_tables([_as_seen(page, its) for page, its in _looked_at(data, pages)])
        return _lessons(data, seen, titles, catalog)
    if plans.find_plan(as_tables(pages), titles, wanted) is not None:
        seen = as_tables([_as_seen(page, its) for page, its in _looked_at(data, pages)])
        if (plan := plans.find_plan(seen, titles, wanted)) is not None:
            entries, remarks = plans.read(plan, catalog, FilePlace("файл"))
            remarks += workbook_pictures.put_pictures(data, entries)[1]
            return Filled(tuple(entries), tuple(remarks), (), plans.explained_columns(plan, wanted.columns.meanings))
    if tables:
        return None
    if plans.read_other(as_tables(pages), titles, catalog):
        seen = as_tables([_as_seen(page, its) for page, its in _looked_at(data, pages)])
        if other := plans.read_other(seen, titles, catalog):
            entries, remarks = workbook_pictures.put_pictures(data, other[0])
            return Filled(tuple(entries), (*other[1], *remarks))
    asked = column_questions.ask(as_tables(pages), read_plan_period(titles))
    remarks = [column_questions.columns_remark(pages[0].place(0))]
    return Filled((), tuple(remarks), tuple(one.row for one in asked)) if asked else None


def _lessons(data: bytes, seen: Sequence[DocumentTable], titles: Sequence[str], catalog: Catalog) -> Filled:
    """The drafts of practices that technological maps of lessons become."""
    read = [lesson_drafts.read_lesson(one, titles, catalog) for one in lesson_maps.read_lessons(seen, titles)]
    entries, drawn = workbook_pictures.put_pictures(data, [one for one, _, _ in read if one], follows=True)
    remarks = (*(remark for _, notes, _ in read for remark in notes), *drawn)
    return Filled(tuple(entries), (*remarks, lesson_drafts.read_as_lessons(entries)) if entries else remarks)


def _may_be_a_plan(tables: Sequence[SheetTable]) -> bool:
    """Return True where no sheet is one of a form of ours but for the table of a roadmap, which plans look like, and a
    sheet that has two of our headings by chance («Когда», «Где») and lacks what the form needs."""
    return not any(
        table.has_keys or table.sheet.card or (table.layout.form.name != "roadmap" and not _lacks(table))
        for table in tables
    )


def _lacks(table: SheetTable) -> bool:
    there = {column.path for column in table.columns.values()}
    return any(column.required and column.path not in there for column in table.sheet.columns)


def _titles(pages: Sequence[SheetGrid]) -> Iterator[str]:
    """What stands alone in a row of the first ones of a sheet."""
    for page in pages:
        for row in page.grid[:_TITLE_ROWS]:
            filled = [str(raw) for raw in row if not typed.is_empty(raw)]
            yield from filled if len(filled) <= 2 else ()


def _pages(data: bytes) -> Iterator[SheetGrid]:
    book = python_calamine.load_workbook(BytesIO(data))
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        yield SheetGrid(name, sheet.to_python(skip_empty_area=False), tuple(sheet.merged_cell_ranges or ()))


def _looked_at(data: bytes, pages: Sequence[SheetGrid]) -> Iterator[tuple[SheetGrid, workbook_look.SheetLook]]:
    looks = workbook_look.read(data, [page.name for page in pages])
    return ((page, looks.get(page.name) or workbook_look.SheetLook()) for page in pages)


def _as_seen(page: SheetGrid, look: workbook_look.SheetLook) -> SheetGrid:
    """The page with what its cells show in place of what they hold."""
    grid = [list(row) for row in page.grid]
    for (row, column), shown in look.cells.items():
        if row < len(grid) and column < len(grid[row]):
            grid[row][column] = shown
    return replace(page, grid=grid, look=look)


@dataclass
class _Draft:
    """An entry while rows of other sheets join it."""

    kind: str
    place: FilePlace
    link: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Loc, FilePlace] = field(default_factory=dict)
    held: bool = False

    def put(self, table: SheetTable, row: int, filled: Mapping[str, Any], group: str, at: int = -1) -> None:
        """Lay the values of a row into the data, as the member ``at`` of the list ``group`` or as the record itself."""
        start: Loc = (*group.split("."), at) if group else ()
        for path, raw in filled.items():
            if path in (NUMBER_KEY, LINK_KEY) or path.startswith("="):
                continue
            inner = tuple(path.removeprefix(f"{group}." if group else "").split("."))
            loc = (*start, *inner) if path != RECORD_KEY else (NAMED,)
            self.places[loc] = table.place(row, path)
            if not typed.is_empty(raw) and table.page.look.is_hidden(*table.at(row, path)):
                self.held = True  # nobody sees it: a person has to say whether it is meant
            for length in range(len(start) + 1, len(loc)):
                self.places.setdefault(loc[:length], self.places[loc])  # a group is where its first field is
            if not typed.is_empty(raw):
                _lay(self.data, loc, raw)
        if start:
            self.places.setdefault(start, table.page.place(row))
            _lay(self.data, start, {}, keep=True)

    def count(self, group: str) -> int:
        """How many members the list has."""
        found: Any = self.data
        for part in group.split("."):
            found = found.get(part, {}) if isinstance(found, dict) else {}
        return len(found)

    def entry(self) -> FilledEntry:
        return FilledEntry(self.kind, self.data, self.place, "", self.places, self.held)


def _entries(layout: WorkbookLayout, tables: Sequence[SheetTable]) -> tuple[list[FilledEntry], list[Remark]]:
    first = layout.sheets[0]
    drafts: list[_Draft] = []
    remarks: list[Remark] = []
    for table in tables:
        if table.sheet is first:
            for row, filled in table.rows:
                place = table.page.place(row) if row >= 0 else _whole(table.page)
                draft = _Draft(layout.form.kind, place, _displayed(filled.get(layout.link, "")) if layout.link else "")
                draft.put(table, row, filled, "")
                drafts.append(draft)
    if first.card and not drafts and any(list(table.rows) for table in tables):
        drafts.append(_Draft(layout.form.kind, _whole(tables[0].page)))
    for table in tables:
        if table.sheet is not first:
            remarks += _join(table, drafts)
    return [draft.entry() for draft in drafts], remarks


def _join(table: SheetTable, drafts: list[_Draft]) -> list[Remark]:
    """Give the rows of a list to the records they name; an empty name means the record of the row above. A record whose
    rows may be among those that found none is held back."""
    owner: _Draft | None = drafts[0] if len(drafts) == 1 else None
    lost: list[list[tuple[int, Mapping[str, Any]]]] = []  # rows that follow one another and find no record
    for draft in drafts:
        draft.places.setdefault(tuple(table.sheet.group.split(".")), table.page.place(max(table.first - 1, 0), 0))
    for row, filled in table.rows:
        text = _displayed(filled.get(LINK_KEY, ""))
        names_one = bool(table.layout.link and text)
        if names_one:
            fitting = [draft for draft in drafts if draft.link == text]
            owner = fitting[0] if len(fitting) == 1 else None
        if owner is not None:
            for part in _parted(table, filled):
                owner.put(table, row, part, table.sheet.group, owner.count(table.sheet.group))
        elif names_one or not lost:
            lost.append([(row, filled)])
        else:
            lost[-1].append((row, filled))
    return [_of_lost(table, rows, drafts) for rows in lost]


def _parted(table: SheetTable, filled: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """A row as members of a list: one, or one for each numbered line where somebody wrote the whole list into the cell
    that names the member, and nothing else in the row."""
    own = {path: raw for path, raw in filled.items() if table.is_content(path) and not typed.is_empty(raw)}
    first = next((column.path for column in table.sheet.columns if table.is_content(column.path)), "")
    lines = str(own.get(first, "")).strip().split("\n") if list(own) == [first] else []
    parts = list_marks.numbered_lines([line for line in lines if line.strip()])
    return [{**filled, first: words} for words in parts] or [filled]


def _of_lost(table: SheetTable, rows: Sequence[tuple[int, Mapping[str, Any]]], drafts: Sequence[_Draft]) -> Remark:
    """What is told of rows of a list that find no record, with their words."""
    row, filled = rows[0]
    parts = (raw for _, its in rows for path, raw in its.items() if table.is_content(path) and not typed.is_empty(raw))
    count = "эта строка" if len(rows) == 1 else f"эта и следующие строки (всего {len(rows)})"
    words = f"; не внесена {count}: «{short('; '.join(str(one).strip() for one in parts), _MOST_QUOTED)}»"
    text = _displayed(filled.get(LINK_KEY, ""))
    if table.layout.link and text:
        remark = _unknown(table, row, filled[LINK_KEY], drafts, [draft for draft in drafts if draft.link == text])
        return replace(remark, message=remark.message + words)
    place = table.place(row, LINK_KEY) if LINK_KEY in filled else table.page.place(row)
    named = table.layout.sheets[0].name
    hint = f"выберите название с листа «{named}»" if table.layout.link != NUMBER_KEY else f"номер с листа «{named}»"
    return Remark(place, f"не сказано, к какой записи относится строка{words}", hint, "no-owner")


def _unknown(table: SheetTable, row: int, raw: Any, drafts: Sequence[_Draft], fitting: Sequence[_Draft]) -> Remark:
    text, first = str(raw).strip(), table.layout.sheets[0].name
    if fitting:
        for draft in fitting:
            draft.held = True
        message, hint = f"«{text}»: на листе «{first}» таких записей {len(fitting)}", "дайте записям разные названия"
        return Remark(table.place(row, LINK_KEY), message, hint, "ambiguous-owner")
    guess = nearest(_displayed(raw), [draft.link for draft in drafts if draft.link])
    meant = next((draft for draft in drafts if draft.link == guess), None) if guess else None
    hint = "выберите название из списка в этой ячейке"
    if meant:
        meant.held = True
        hint = f"возможно, имелось в виду «{meant.data.get('title') or meant.link}»"
    return Remark(table.place(row, LINK_KEY), f"записи «{text}» нет на листе «{first}»", hint, "unknown-owner")


def _whole(page: SheetGrid) -> FilePlace:
    return FilePlace(f"лист «{page.name}»", (page.name, 2, 1))  # the first row is hidden


def _displayed(raw: Any) -> str:
    return normalize_title(str(raw)) if not typed.is_empty(raw) else ""


def _lay(data: dict[str, Any], loc: Loc, raw: Any, *, keep: bool = False) -> None:
    """Put a value at a place of nested groups and lists, making them on the way; ``keep`` leaves what is there."""
    here: Any = data
    for part, after in pairwise(loc):
        fresh: Any = [] if isinstance(after, int) else {}
        if isinstance(part, int):
            while len(here) <= part:
                here.append({})
            here = here[part]
        else:
            here = here.setdefault(part, fresh)
    last = loc[-1]
    if isinstance(last, int):
        while len(here) <= last:
            here.append({})
    if not keep:
        here[last] = raw
