"""A filled Word document as entries: which form it is, what is answered, and where every answer stands.

Answers stay as people typed them (texts, lists of texts; long texts are Markdown): ``interpret`` understands them,
whatever the file they came in.

Nothing is lost silently: a table, a row or a text that belongs to no question is told to the person, and so is what
Word shows and this reader does not read (boxes over the page, pictures).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.catalog import Catalog
from generator.channels.office import document_likeness, document_ticks, document_warnings, roadmap_table
from generator.channels.office.document_body import (
    Body,
    DocumentCell,
    DocumentTable,
    NotADocument,
    NotOurs,
    open_document,
)
from generator.channels.office.document_newcomers import entries_of
from generator.channels.office.document_plan import (
    HINT_STYLE,
    PROPERTY,
    PROPERTY_ID,
    REMARK_STYLE,
    ROADMAP,
    WHICH_PROGRAMME,
    headings,
    is_ticked,
    normalize_label,
    offered,
    question_tables,
)
from generator.channels.office.document_remarks import is_remarks
from generator.channels.office.document_tables import Answered, Match, Matcher, read_label
from generator.channels.office.document_text import PLACEHOLDERS, Paragraph, Told, paragraphs_to_markdown
from generator.channels.office.filled import FilePlace, Filled, FilledEntry, Remark
from generator.channels.office.kept_line_breaks import keep_line_breaks
from generator.channels.office.layout import FORMS, TITLES
from generator.channels.office.normalize import Markdown
from generator.channels.office.workbook_in import NAMED
from generator.documents.sources import Loc
from generator.forms.questions import Form, Question
from generator.problems import ERROR, WARNING
from generator.records.scalars import short

_WHOLE = FilePlace("файл")  # nothing in it can carry a remark
_START = document_warnings.START
_MARKS = 2  # bookmarks of ours that make a document a form
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


def read(data: bytes, forms: Mapping[str, Form], catalog: Catalog) -> Filled:
    """What a .docx holds. ``forms`` are those that a document may be (by name); the ``catalog`` tells whom a roadmap
    may mean by its responsible parties.

    Never raises for a wrong file: what is wrong with it comes as remarks.
    """
    try:
        body = open_document(data, lambda document: document_likeness.may_be_ours(document, forms.values()))
    except NotOurs:
        return Filled((), (Remark(_WHOLE, _NOT_OURS, _TAKE_TEMPLATE, "not-a-form"),))
    except NotADocument as reason:
        hint = "сохраните файл в Word или LibreOffice как «Документ Word (.docx)»"
        return Filled((), (Remark(_WHOLE, str(reason), hint, "not-a-document"),))
    tables = tuple(table for table in body.tables if not is_remarks(table))
    form, found = _recognised(body, tables, forms)
    roadmap = tuple(table for table in tables if all(one.table is not table for one in found))
    parts = roadmap_table.roadmap_parts(roadmap) if form is None or form.name == ROADMAP else ()
    if form is None and not parts:
        return Filled((), (_not_ours(tables),))
    if form is None:  # a document of somebody's own, with or without some of our questions above its table
        form = forms[ROADMAP]
        found = _matches([t for t in tables if not any(t in part.tables for part in parts)], form)
    sheet = _Sheet(form)
    for one in found:
        sheet.take(one)
    if form.name == ROADMAP:
        sheet.which(tables)
    if parts:
        measures = roadmap_table.read(parts, catalog)
        sheet.data["roadmap"] = {"measures": measures.rows}
        sheet.places |= {("roadmap", "measures", *loc): place for loc, place in measures.places.items()}
        sheet.remarks += measures.remarks
    if not sheet.data:
        hint = "ответы пишутся в белых клетках справа от вопросов и под заголовками таблиц"
        return Filled((), (Remark(_START, "в документе ничего не заполнено", hint, "nothing-filled"),))
    read_tables = {one.table.number for one in found} | {table.number for part in parts for table in part.tables}
    met = [*document_warnings.of_paragraphs(body), *sheet.told(), *_of_roadmap(parts)]
    met += [(_of_table(table), table.told) for table in tables if table.number in read_tables and table.told]
    sheet.remarks += document_warnings.remarks(met)
    sheet.remarks += document_warnings.of_document(body)
    sheet.remarks += _unread([t for t in tables if t.number not in read_tables and _says_something(t)])
    sheet.remarks += _loose(body, form)
    its_id = body.properties.get(PROPERTY_ID, "")
    old = catalog.sources.get(f"{form.kind}/{its_id}")
    data = keep_line_breaks(sheet.data, old.data) if old else sheet.data
    entry = FilledEntry(form.kind, data, _START, its_id, dict(sheet.places))
    return Filled(tuple(entries_of(entry)), tuple(sheet.remarks))


def _not_ours(tables: Sequence[DocumentTable]) -> Remark:
    """What is told of a document that is no form and no roadmap; what a plan lacks to be one."""
    if (found := roadmap_table.almost(tables)) is None:
        return Remark(_WHOLE, _NOT_OURS, _TAKE_TEMPLATE, "not-a-form")
    table, column = found
    message = f"это не похоже на бланк, а для дорожной карты в таблице {table.number + 1} нет столбца «{column}»"
    hint = (
        f"если это дорожная карта программы, добавьте столбец «{column}» и заполните его; если другой план, перенесите "
        f"нужное в бланк: {_BLANKS}"
    )
    return Remark(
        FilePlace(f"таблица {table.number + 1}", _address(table, table.rows[0][0])), message, hint, "not-a-form"
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


def _matches(tables: Sequence[DocumentTable], form: Form) -> tuple[Match, ...]:
    matcher = Matcher([block for _, found in question_tables(form) for block in found])
    return tuple(one for table in tables if (one := matcher.match(table)))


# --- answers to values -----------------------------------------------------------------------------------------------


@dataclass
class _Sheet:
    """The record that grows out of the tables, with the place of every answer."""

    form: Form
    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Loc, FilePlace] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    _met: list[tuple[FilePlace, Sequence[Told]]] = field(default_factory=list)

    def take(self, found: Match) -> None:
        """Add what one table answers."""
        if found.block.shape == "answers":
            for answer in found.answers:
                self._answer(answer, tuple(answer.line.path.split(".")), self._place(found, answer))
        else:
            self._members(found)
        for words, cell in found.unknown:
            if normalize_label(words) == normalize_label(WHICH_PROGRAMME):
                continue
            place = FilePlace(f"раздел «{found.block.heading}», строка {cell.row + 1}", _address(found.table, cell))
            what = f"подпись «{short(words)}»" if words else "столбец без подписи"
            self.remarks.append(
                Remark(place, f"{what} не из шаблона: «{short(cell.text)}» не прочитано", "перенесите ответ в клетку "
                       "одного из вопросов шаблона", "unknown-question", WARNING)
            )  # fmt: skip

    def which(self, tables: Sequence[DocumentTable]) -> None:
        """Take the answer to which programme of the base the roadmap belongs."""
        for table in tables:
            for row in table.rows:
                if (
                    len(row) > 1
                    and normalize_label(read_label(row[0])) == normalize_label(WHICH_PROGRAMME)
                    and row[1].text
                ):
                    self.data[NAMED] = row[1].text
                    self.places[NAMED,] = FilePlace(f"вопрос «{WHICH_PROGRAMME}»", _address(table, row[1]))

    def _members(self, found: Match) -> None:
        block = found.block
        list_loc: Loc = tuple(block.path.split("."))
        members: dict[int, list[Answered]] = {}
        for answer in found.answers:
            members.setdefault(answer.member or 0, []).append(answer)
        for member in sorted(members):
            answers = members[member]
            if not any(_says(a) for a in answers if not _is_given(a)):
                self._met += [(self._place(found, a), a.cell.told) for a in answers]
                continue
            rows = self._list(list_loc)
            position = len(rows)
            rows.append({})
            self.places[*list_loc, position] = self._place(found, answers[0], whole=True)
            for answer in answers:
                inner = answer.line.path.removeprefix(block.path + ".").split(".")
                self._answer(answer, (*list_loc, position, *inner), self._place(found, answer))
        header = found.table.rows[0][0] if found.table.rows and found.table.rows[0] else None
        if header is not None:
            self.places.setdefault(list_loc, FilePlace(f"раздел «{block.heading}»", _address(found.table, header)))

    def _list(self, loc: Loc) -> list[dict[str, Any]]:
        group = self.data
        for name in loc[:-1]:
            group = group.setdefault(name, {})
        return group.setdefault(loc[-1], [])

    def _answer(self, answer: Answered, loc: Loc, place: FilePlace) -> None:
        """Put one answer into the record."""
        self.places.setdefault(loc, place)
        value, told, doubts = _value(answer)
        self._met.append((place, [*answer.cell.told, *told]))
        self.remarks += [
            Remark(place, one.message, one.hint, "unclear-tick", ERROR if one.serious else WARNING) for one in doubts
        ]
        if value in ("", []):
            return
        group = self.data
        for name in loc[:-1]:
            group = group[name] if isinstance(name, int) else group.setdefault(name, {})
        if loc[-1] in group and group[loc[-1]] != value:
            what = f"на вопрос «{answer.line.label}» в документе два разных ответа"
            self.remarks.append(Remark(place, what, "оставьте один из них", "answered-twice"))
            return
        self.places[loc] = place
        group[loc[-1]] = value

    def told(self) -> list[tuple[FilePlace, Sequence[Told]]]:
        """Places of answers with what in them was not taken as it stands."""
        return [(place, told) for place, told in self._met if told]

    def _place(self, found: Match, answer: Answered, whole: bool = False) -> FilePlace:
        head = f"раздел «{found.block.heading}»"
        match found.block.shape:
            case "answers":
                what = f"{head}, вопрос «{answer.line.label}»"
            case "columns":
                what = f"{head}, столбец {(answer.member or 0) + 1}" + (
                    "" if whole else f", вопрос «{answer.line.label}»"
                )
            case _:
                what = f"{head}, строка {(answer.member or 0) + 1}" + (
                    "" if whole else f", столбец «{answer.line.label}»"
                )
        return FilePlace(what, _address(found.table, answer.cell))


def _address(table: DocumentTable, cell: DocumentCell) -> tuple[str | int, ...]:
    """Where a remark on the cell goes: table, row of its grid, cell of that row."""
    return ("table", table.number, cell.row, cell.number)


def _is_given(answer: Answered) -> bool:
    """Return True for what the template has filled in: a row that names an indicator and says nothing of it is
    empty."""
    return answer.line.path == "values.indicator"


def _words(cell: DocumentCell) -> list[Paragraph]:
    """The paragraphs of an answer: neither hints nor placeholders."""
    return [
        p
        for p in cell.paragraphs
        if p.text and p.style not in (HINT_STYLE, REMARK_STYLE) and p.text not in PLACEHOLDERS
    ]


def _says(answer: Answered) -> bool:
    """Return True for a cell in which something was answered: boxes that nobody ticked are no answer."""
    value, _, doubts = _value(answer)
    return value not in ("", []) or any(one.serious for one in doubts)


def _value(answer: Answered) -> tuple[str | list[str], list[Told], list[document_ticks.Doubt]]:
    """An answer as it was given (a text, for several answers a list; empty for none), what of its look is lost in
    plain words, and what is doubtful about its boxes."""
    question = answer.line.question
    paragraphs = _words(answer.cell)
    if question.widget == "text":
        return Markdown(paragraphs_to_markdown(paragraphs)), [], []
    lines = [line for paragraph in paragraphs for line in paragraph.lines]
    told = [Told("flat", paragraph.text) for paragraph in paragraphs if paragraph.rows]
    if is_ticked(question):
        found = document_ticks.ticked(lines, offered(question))
        if not found.answers and (marked := document_ticks.emphasized(answer.cell.at)):
            message = f"выделено, но не отмечено и потому не прочитано: «{short(', '.join(marked))}»"
            found.doubts.append(document_ticks.Doubt(message, "поставьте ☒ перед тем, что выбрали"))
        return found.answers, told, found.doubts
    if _is_address(question):
        lines = [href for p in paragraphs for piece in p.pieces if (href := piece.href)] or lines
    else:
        told += [Told("link", f"{piece.text.strip()} — {piece.href}") for p in paragraphs for piece in p.pieces
                 if piece.href and piece.text.strip() and piece.href.rstrip("/") not in piece.text]  # fmt: skip
    if question.widget in ("choices", "lines"):
        return lines, told, []
    numbered = [p for p in paragraphs if p.listed == "number"]
    if len(numbered) > 1:  # the numbers that Word writes itself, which are seen
        lines = [" ".join([p.mark, *p.lines]) if p.mark else " ".join(p.lines) for p in paragraphs]
    return " ".join(lines), told, []


def _is_address(question: Question) -> bool:
    """Return True for a question whose answer is an address: of a link that says something else, the address is
    taken."""
    return question.name == "url"


# --- what belongs to no question -------------------------------------------------------------------------------------


def _of_roadmap(parts: Sequence[roadmap_table.RoadmapPart]) -> list[tuple[FilePlace, Sequence[Told]]]:
    """Places of the roadmap with what in them was not taken as it stands."""
    out: list[tuple[FilePlace, Sequence[Told]]] = []
    for part in parts:
        for table in part.tables:
            for row in table.rows:
                told = [one for cell in row for one in cell.told]
                if told and not any(cell.text for cell in row):  # a row that is struck out as a whole
                    label = f"таблица {table.number + 1}, строка {row[0].row + 1}"
                    out.append((FilePlace(label, _address(table, row[0])), told))
                    continue
                for cell in row:
                    lost = [*cell.told, *(Told("flat", p.text) for p in cell.paragraphs if p.rows)]
                    if lost:
                        label = f"таблица {table.number + 1}, строка {cell.row + 1}, столбец {cell.column + 1}"
                        out.append((FilePlace(label, _address(table, cell)), lost))
    return out


def _of_table(table: DocumentTable) -> FilePlace:
    first = next((row[0] for row in table.rows if row), None)
    return FilePlace(f"таблица {table.number + 1}", _address(table, first) if first else _START.at)


def _unread(tables: Sequence[DocumentTable]) -> list[Remark]:
    out = []
    for table in tables:
        first = next(cell for row in table.rows for cell in row if cell.text)
        place = FilePlace(f"таблица {table.number + 1}, которая начинается со слов «{short(first.text, 40)}»",
                      _address(table, first))  # fmt: skip
        hint = "перенесите её содержание в таблицы шаблона или удалите её"
        out.append(Remark(place, "таблица не из шаблона: она не прочитана", hint, "unknown-table", WARNING))
    return out


def _says_something(table: DocumentTable) -> bool:
    return any(cell.text for row in table.rows for cell in row)


def _loose(body: Body, form: Form) -> list[Remark]:
    """Texts between the tables that the template did not print."""
    if not body.properties.get(PROPERTY):
        return []  # a document of somebody's own: its text was never meant to be an answer
    printed = headings(form)
    out = []
    for number, block in enumerate(body.blocks):
        if not isinstance(block, Paragraph) or block.style in (HINT_STYLE, REMARK_STYLE):
            continue
        if block.text and normalize_label(block.text) not in printed:
            place = FilePlace(f"абзац «{short(block.text, 40)}»", ("paragraph", number))
            hint = "перенесите его в белую клетку нужного вопроса"
            out.append(Remark(place, "текст вне таблиц не прочитан", hint, "outside-tables", WARNING))
    return out
