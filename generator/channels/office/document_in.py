"""A filled Word document as entries: which form it is, what is answered, and where every answer stands.

Answers stay as people typed them (texts, lists of texts; long texts are Markdown): ``interpret`` understands them,
whatever the file they came in.

Nothing is lost silently: a table, a row or a text that belongs to no question is told to the person, and so is what
Word shows and this reader does not read (boxes over the page, pictures).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from generator.catalog import Catalog
from generator.catalog.forms.questions import Form
from generator.channels.office import (
    document_likeness,
    document_warnings,
    lesson_drafts,
    lesson_maps,
    plans,
    roadmap_parts,
    roadmap_table,
    sent_files,
)
from generator.channels.office.column_questions import ask, columns_remark, meanings_in_rows
from generator.channels.office.document_account import left_by_blank, left_outside
from generator.channels.office.document_answers import AnswerSheet, address_in_document
from generator.channels.office.document_body import (
    Body,
    DocumentCell,
    DocumentTable,
    NotADocument,
    NotOurs,
    open_document,
)
from generator.channels.office.document_copies import with_inner_tables
from generator.channels.office.document_plan import (
    PROPERTY,
    PROPERTY_ID,
    REMARK_STYLE,
    ROADMAP,
    ROADMAP_COLUMNS,
    entries_of,
    headings,
    normalize_label,
    question_tables,
)
from generator.channels.office.document_remarks import is_question_of_columns, is_remarks, written_in_remarks
from generator.channels.office.document_tables import Match, Matcher, goes_on, place_of_cell
from generator.channels.office.document_text import (
    Finding,
    Paragraph,
)
from generator.channels.office.filled import FilePlace, Filled, FilledEntry, Remark
from generator.channels.office.kept_as_written import keep_line_breaks
from generator.channels.office.layout import FORMS, TITLES
from generator.channels.office.plans import AS_THE_TABLE_SAYS, ReadAs
from generator.problems import WARNING
from generator.records.scalars import short
from generator.text.dates import read_plan_period

_WHOLE = FilePlace("файл")  # nothing in it can carry a remark
_START = document_warnings.START
_MARKS = 2  # bookmarks of ours that make a document a form
_MOST_QUOTED = 200  # characters of texts that stand outside
_TITLE_ROWS = 3  # rows of a table that may be its title
_ENOUGH, _MANY = 3, 8  # labels that do: under a heading of ours, and without any
_NOT_OURS = (
    "это не заполненный шаблон и не похоже на бланк: в документе нет ни вопросов бланка, ни дорожной карты (таблицы со "
    "столбцами «Мероприятие», «Срок», «Ответственные»)"
)
_BLANKS = ", ".join(f"«{title}»" for title in TITLES.values())
_TAKE_TEMPLATE = (
    f"возьмите бланк на странице «Предложить» сайта: {_BLANKS}, — и перенесите текст в него; тот же бланк даёт команда "
    f"«metodoteka template {FORMS[0]} --format docx» (или {', '.join(FORMS[1:])})"
)


def read(
    data: bytes, forms: Mapping[str, Form], catalog: Catalog, wanted: ReadAs = AS_THE_TABLE_SAYS, name: str = ""
) -> Filled:
    """What a .docx holds. ``forms`` are those that a document may be (by name); the ``catalog`` tells whom a roadmap
    may mean by its responsible parties; ``wanted`` how a plan of one's own is read, ``name`` is that of the file.

    Never raises for a wrong file: what is wrong with it comes as remarks.
    """
    try:
        body = open_document(data, lambda document: document_likeness.may_be_ours(document, forms.values()))
    except NotOurs:
        return Filled((), (Remark(_WHOLE, _NOT_OURS, _TAKE_TEMPLATE, "not-a-form"),))
    except NotADocument as reason:
        hint = "сохраните файл в Word или LibreOffice как «Документ Word (.docx)»"
        return Filled((), (Remark(_WHOLE, str(reason), hint, "not-a-document"),))
    ours = [table for table in body.tables if is_remarks(table)]
    tables = tuple(table for table in body.tables if not is_remarks(table))
    answers = [table for table in tables if is_question_of_columns(table)]
    tables = tuple(table for table in tables if table not in answers)
    meanings = meanings_in_rows([cell.text for cell in row] for table in answers for row in table.rows)
    wanted = replace(wanted, columns=replace(wanted.columns, meanings={**wanted.columns.meanings, **meanings}))
    form, found = _recognised(body, tables, forms)
    plan: plans.OwnPlan | None = None
    roadmap = tuple(table for table in tables if all(one.table is not table for one in found))
    parts = roadmap_parts.roadmap_parts(roadmap) if form is None or form.name == ROADMAP else ()
    if form is None:
        titles = [name, *_titles(body, tables)]
        if not answers and not wanted.is_explained and (lessons := _lessons(body, tables, titles, catalog)):
            return lessons
        plan = plans.find_plan(roadmap, titles, wanted)
        if plan is None and (other := plans.read_other(roadmap, titles, catalog)):
            return Filled(tuple(other[0]), (*other[1], *_beside_own(body, tables, other[0])))
        if plan is None:
            asked = tuple(one.row for one in ask(tables, read_plan_period(titles)))
            return Filled((), (_of_columns(tables) if asked else _not_ours(tables),), asked)
        if plan.kind == "events":
            return replace(
                _of_plan(plan, body, catalog), explained=plans.explained_columns(plan, wanted.columns.meanings)
            )
        parts = plan.parts
    if form is None:  # a document of somebody's own, with or without some of our questions above its table
        form = forms[ROADMAP]
        found = _matches([t for t in tables if not any(t in part.tables for part in parts)], form)
    sheet = AnswerSheet(form)
    for one in with_inner_tables(found, _matcher(form)):
        sheet.take(one)
    sheet.copied()
    if form.name == ROADMAP:
        sheet.which(tables)
    if parts:
        measures = roadmap_table.read(parts, catalog)
        sheet.data |= {"roadmap": {"measures": measures.rows}} if measures.rows else {}
        sheet.places |= {("roadmap", "measures", *loc): place for loc, place in measures.places.items()}
        sheet.remarks += measures.remarks
    is_filled = bool(sheet.data)
    beside = [(place, sheet.look((), place, findings)) for place, findings in document_warnings.of_paragraphs(body)]
    sent = sheet.pictures(body) if is_filled else {}
    _account(sheet, body, tables, found, parts, beside)
    sheet.remarks += [_in_remarks(table, cell) for table in ours for cell in written_in_remarks(table)]
    if not is_filled:
        hint = "ответы пишутся в белых клетках справа от вопросов и под заголовками таблиц"
        nothing = Remark(_START, "в документе ничего не заполнено", hint, "nothing-filled")
        return Filled((), (nothing, *sheet.remarks))
    its_id = body.properties.get(PROPERTY_ID, "")
    old = catalog.sources.get(f"{form.kind}/{its_id}")
    data = keep_line_breaks(sheet.data, old.data) if old else sheet.data
    period = read_plan_period(_titles(body, tables))
    entry = FilledEntry(form.kind, data, _START, its_id, dict(sheet.places), period=period, files=sent)
    explained = plans.explained_columns(plan, wanted.columns.meanings) if plan else ()
    return Filled(tuple(entries_of(entry)), tuple(sheet.remarks), (), explained)


def _account(
    sheet: AnswerSheet,
    body: Body,
    tables: Sequence[DocumentTable],
    found: Sequence[Match],
    parts: Sequence[roadmap_parts.RoadmapPart],
    beside: Sequence[tuple[FilePlace, Sequence[Finding]]],
) -> None:
    """Tell all that the document holds and no answer took: what was not taken as it stands, ``beside`` the tables too,
    and whole tables and paragraphs."""
    read_tables = {one.table.number for one in found} | {table.number for part in parts for table in part.tables}
    met = [*((place, findings) for place, findings in beside if findings), *sheet.findings(), *_of_roadmap(parts)]
    for table in tables:
        inside = [one for row in table.rows for cell in row for one in cell.findings if table.number not in read_tables]
        met += [(_of_table(table), findings)] if (findings := [*table.findings, *inside]) else []
    sheet.remarks += document_warnings.remarks(met)
    sheet.remarks += document_warnings.of_document(body)
    if body.properties.get(PROPERTY):
        sheet.remarks += _at_heading_of_roadmap(parts)
    sheet.remarks += _unread([t for t in tables if t.number not in read_tables and _says_something(t)])
    sheet.remarks += _loose(body, sheet.form, not body.properties.get(PROPERTY) and bool(parts))


def _titles(body: Body, tables: Sequence[DocumentTable]) -> Iterator[str]:
    """What stands above the rows of a plan: running words, paragraphs before it, a title in its first rows."""
    yield from body.running
    for block in body.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif any(block is table for table in tables):
            yield from (row[0].text for row in block.rows[:_TITLE_ROWS] if len(row) == 1)
            if len(block.rows) > _TITLE_ROWS:
                return


def _of_columns(tables: Sequence[DocumentTable]) -> Remark:
    table = next(table for table in tables if table.rows and table.rows[0])
    return columns_remark(FilePlace(f"таблица {table.number + 1}", address_in_document(table, table.rows[0][0])))


def _of_plan(plan: plans.OwnPlan, body: Body, catalog: Catalog) -> Filled:
    """The events of a plan, with what in its cells was not taken as it stands."""
    entries, remarks = plans.read(plan, catalog, _START)
    its = {table.number for part in plan.parts for table in part.tables}
    remarks += _beside_own(body, [table for table in body.tables if not is_remarks(table)], entries, its)
    remarks += document_warnings.remarks([*document_warnings.of_paragraphs(body), *_of_roadmap(plan.parts)])
    remarks += document_warnings.of_document(body)
    return Filled(tuple(entries), tuple(remarks))


def _lessons(body: Body, tables: Sequence[DocumentTable], titles: Sequence[str], catalog: Catalog) -> Filled | None:
    """The drafts of practices that technological maps of lessons become; None for any other document."""
    blocks = [one for one in body.blocks if isinstance(one, Paragraph) or any(one is its for its in tables)]
    entries, remarks = [], []
    for lesson in lesson_maps.read_lessons(blocks, titles):
        entry, notes, drawn = lesson_drafts.read_lesson(lesson, titles, catalog)
        remarks += notes
        if entry is not None:
            files, refused = sent_files.take_pictures(drawn, body.part, entry.data, entry.places)
            remarks += refused
            entries.append(replace(entry, files=files))
    if not entries and not remarks:
        return None
    remarks += document_warnings.of_document(body)
    return Filled(tuple(entries), (*remarks, lesson_drafts.read_as_lessons(entries)) if entries else tuple(remarks))


def _not_ours(tables: Sequence[DocumentTable]) -> Remark:
    """What is told of a document that is no form and no roadmap; what a plan lacks to be one."""
    if (found := roadmap_parts.almost(tables)) is None:
        return Remark(_WHOLE, _NOT_OURS, _TAKE_TEMPLATE, "not-a-form")
    table, column = found
    message = f"это не похоже на бланк, а для дорожной карты в таблице {table.number + 1} нет столбца «{column}»"
    hint = (
        f"если это дорожная карта программы, добавьте столбец «{column}» и заполните его; если другой план, перенесите "
        f"нужное в бланк: {_BLANKS}"
    )
    return Remark(
        FilePlace(f"таблица {table.number + 1}", address_in_document(table, table.rows[0][0])),
        message,
        hint,
        "not-a-form",
    )


def _recognised(
    body: Body, tables: Sequence[DocumentTable], forms: Mapping[str, Form]
) -> tuple[Form | None, tuple[Match, ...]]:
    """The form a document is and its tables in it: by the hidden key, else by most labels."""
    name = body.properties.get(PROPERTY, "").partition(" ")[0]
    if name in forms:
        return forms[name], _matches(tables, forms[name])
    # Without the key a form is what most of the labels say; the order of forms decides between equals.
    best: tuple[float, Form | None, tuple[Match, ...]] = (0, None, ())
    for form in forms.values():
        found = _matches(tables, form)
        score = sum(one.score for one in found)
        if score > best[0] and _is_enough(found):
            best = (score, form, found)
    return best[1], best[2]


def _is_enough(found: Sequence[Match]) -> bool:
    """Return whether tables prove a form without its key: by our bookmarks, by labels under a heading of ours, or by
    many labels. An estimate or a timetable has a word or two in common with some form."""
    labels = len({path for one in found for path in one.paths})
    headed = any(one.is_under_its_heading for one in found)
    return sum(one.marked for one in found) >= _MARKS or labels >= (_ENOUGH if headed else _MANY)


def _matcher(form: Form) -> Matcher:
    return Matcher([block for _, found in question_tables(form) for block in found])


def _matches(tables: Sequence[DocumentTable], form: Form) -> tuple[Match, ...]:
    matcher = _matcher(form)
    out: list[Match] = []
    for table in tables:
        found = matcher.match(table) or goes_on(out[-1] if out else None, table)
        out += [found] if found else []
    return tuple(out)


def _of_roadmap(parts: Sequence[roadmap_parts.RoadmapPart]) -> list[tuple[FilePlace, Sequence[Finding]]]:
    """Places of the roadmap with what in them was not taken as it stands."""
    out: list[tuple[FilePlace, Sequence[Finding]]] = []
    for part in parts:
        for table in part.tables:
            for row in table.rows:
                findings = [one for cell in row for one in cell.findings]
                if findings and not any(cell.text for cell in row):  # a row that is struck out as a whole
                    label = f"таблица {table.number + 1}, строка {row[0].row + 1}"
                    out.append((FilePlace(label, address_in_document(table, row[0])), findings))
                    continue
                for cell in row:
                    lost = [*cell.findings, *(Finding("flat", p.text) for p in cell.paragraphs if p.rows)]
                    if lost:
                        label = f"таблица {table.number + 1}, строка {cell.row + 1}, столбец {cell.column + 1}"
                        out.append((FilePlace(label, address_in_document(table, cell)), lost))
    return out


def _at_heading_of_roadmap(parts: Sequence[roadmap_parts.RoadmapPart]) -> Iterator[Remark]:
    """What somebody wrote into the heading of the table of a roadmap, or above it."""
    printed = [words for label, hint, _ in ROADMAP_COLUMNS for words in (label, hint)]
    for part in parts:
        for cell in (cell for row in part.tables[0].rows[: part.first] for cell in row):
            words = " ".join(one.text for one in left_by_blank(cell.paragraphs, printed))
            if words:
                message = f"в шапке таблицы написано «{short(words)}», это не прочитано"
                place = place_of_cell(part.tables[0], cell.row, cell, str(cell.column + 1))
                yield Remark(place, message, "перенесите это в строки таблицы или сотрите", "unread-cell", WARNING)


def _of_table(table: DocumentTable) -> FilePlace:
    first = next((row[0] for row in table.rows if row), None)
    return FilePlace(f"таблица {table.number + 1}", address_in_document(table, first) if first else _START.at)


def _unread(tables: Sequence[DocumentTable]) -> list[Remark]:
    out = []
    for table in tables:
        first = next(cell for row in table.rows for cell in row if cell.text)
        place = FilePlace(f"таблица {table.number + 1}, которая начинается со слов «{short(first.text, 40)}»",
                      address_in_document(table, first))  # fmt: skip
        hint = (
            "если это таблица бланка без строки с заголовками, верните эту строку; другую перенесите в таблицы бланка "
            "или удалите"
        )
        words = " | ".join(cell.text for row in table.rows for cell in row if cell.text)
        message = f"таблица не из шаблона, она не прочитана: «{short(words, _MOST_QUOTED)}»"
        out.append(Remark(place, message, hint, "unknown-table", WARNING))
    return out


def _in_remarks(table: DocumentTable, cell: DocumentCell) -> Remark:
    words = short(" | ".join(one.text for one in table.rows[cell.row]), _MOST_QUOTED)
    place = FilePlace(f"таблица замечаний, строка {cell.row + 1}", address_in_document(table, cell))
    message = f"вы писали в таблице замечаний, оттуда ничего не переносится: «{words}»"
    return Remark(place, message, "впишите ответ в клетку вопроса, о котором замечание", "unread-cell", WARNING)


def _says_something(table: DocumentTable) -> bool:
    return any(cell.text for row in table.rows for cell in row)


def _beside_own(
    body: Body, tables: Sequence[DocumentTable], entries: Sequence[FilledEntry], known: Set[int] = frozenset()
) -> list[Remark]:
    """What a document of somebody's own says and no entry has: paragraphs in one remark, tables that no value came
    from; ``known`` are read whatever came from them."""
    meanings = normalize_label(" ".join(words for entry in entries for words in _texts(entry.data)))
    places = (place.at for entry in entries for place in (entry.place, *entry.places.values()))
    read_tables = {at[1] for at in places if at[:1] == ("table",)} | known
    others = [table for table in tables if table.number not in read_tables and _says_something(table)]
    new = [one for one in others if not all(normalize_label(cell.text) in meanings for row in one.rows for cell in row)]
    loose = [(at, one) for at, one in _outside(body, frozenset()) if normalize_label(one.text) not in meanings]
    return [*_unread(new), *_of_loose(loose)]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        yield from (words for one in value for words in _texts(one))
    elif value is not None:
        yield str(value)


def _outside(body: Body, printed: Set[str]) -> Iterator[tuple[int, Paragraph]]:
    for number, block in enumerate(body.blocks):
        if isinstance(block, Paragraph) and block.style != REMARK_STYLE:
            yield from ((number, paragraph) for paragraph in left_outside(block, printed))


def _of_loose(found: Sequence[tuple[int, Paragraph]]) -> list[Remark]:
    """One remark on all that stands between the tables of a document of somebody's own: most of it was never meant to
    be an answer."""
    if not found:
        return []
    words = short("; ".join(paragraph.text for _, paragraph in found), _MOST_QUOTED)
    message = f"текст вне таблицы не прочитан, абзацев: {len(found)}: «{words}»"
    hint = "если в нём есть то, что нужно внести, впишите это в таблицу; если нет, ничего менять не нужно"
    return [Remark(FilePlace("документ", ("paragraph", found[0][0])), message, hint, "outside-tables", WARNING)]


def _loose(body: Body, form: Form, is_own: bool) -> list[Remark]:
    """Texts between the tables that the template did not print."""
    found = list(_outside(body, frozenset() if is_own else headings(form)))
    if is_own:
        return _of_loose(found)
    out = []
    for number, paragraph in found:
        place = FilePlace(f"абзац «{short(paragraph.text, 40)}»", ("paragraph", number))
        message = f"текст вне таблиц не прочитан: «{short(paragraph.text, _MOST_QUOTED)}»"
        hint = "перенесите его в белую клетку нужного вопроса"
        out.append(Remark(place, message, hint, "outside-tables", WARNING))
    return out
