"""The tables of a filled document become one record: the value of every answer, its place, its pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.catalog.forms.questions import Form, Question
from generator.channels.office import document_ticks, list_marks, sent_files
from generator.channels.office.document_account import left_by_blank
from generator.channels.office.document_body import Body, DocumentCell, DocumentTable
from generator.channels.office.document_copies import Copies
from generator.channels.office.document_plan import (
    HINT_STYLE,
    REMARK_STYLE,
    WHICH_PROGRAMME,
    WHICH_PROGRAMME_HINT,
    is_ticked,
    normalize_label,
    offered,
)
from generator.channels.office.document_tables import Answered, Match, Stray, read_label
from generator.channels.office.document_text import (
    CAPTION_STYLES,
    PLACEHOLDERS,
    Finding,
    Paragraph,
    Piece,
    paragraphs_to_markdown,
    split_lines,
)
from generator.channels.office.filled import FilePlace, Remark
from generator.channels.office.normalize import Markdown
from generator.channels.office.workbook_in import NAMED
from generator.documents.sources import Loc
from generator.problems import ERROR, WARNING
from generator.records.scalars import short


@dataclass
class AnswerSheet:
    """The record that grows out of the tables, with the place of every answer."""

    form: Form
    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Loc, FilePlace] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    _met: list[tuple[FilePlace, Sequence[Finding]]] = field(default_factory=list)
    _drawn: list[sent_files.Found] = field(default_factory=list)
    _copies: Copies = field(default_factory=Copies)

    def take(self, found: Match) -> None:
        """Add what one table answers."""
        if found.block.shape == "answers":
            for answer in found.answers:
                self._answer(answer, tuple(answer.line.path.split(".")), self._place(found, answer))
        else:
            self._members(found)
        self.remarks += [self._of_stray(found, its) for one in found.strays for its in _not_which(one)]
        taken = {id(cell) for answer in found.answers for cell in answer.cells}
        for cell in (cell for row in found.table.rows for cell in row if cell.findings and id(cell) not in taken):
            self._met.append((_place_in(found, cell), cell.findings))

    def _of_stray(self, found: Match, stray: Stray) -> Remark:
        words, hint = short(stray.cell.text), "перенесите ответ в клетку одного из вопросов шаблона"
        if stray.merged:
            message = f"клетка «{stray.label}» объединена на несколько строк: «{words}» записано только в первой из них"
            hint = "снимите объединение и впишите каждой строке своё число"
        elif stray.at_label:
            message = f"под подписью «{short(stray.label)}» написано «{words}», это не прочитано"
            hint = "если это ответ, перенесите его в белую клетку этого вопроса; если нет, сотрите"
        elif stray.label:
            message = f"подпись «{short(stray.label)}» не из шаблона: «{words}» не прочитано"
        else:
            message = f"непонятно, на какой вопрос это ответ, и не прочитано: «{words}»"
        return Remark(_place_in(found, stray.cell), message, hint, "unknown-question", WARNING)

    def which(self, tables: Sequence[DocumentTable]) -> None:
        """Take the answer to which programme of the base the roadmap belongs."""
        for table in tables:
            for row in table.rows:
                if len(row) > 1 and _asks_which(row[0]) and row[1].text:
                    self.data[NAMED] = row[1].text
                    self.places[NAMED,] = FilePlace(f"вопрос «{WHICH_PROGRAMME}»", address_in_document(table, row[1]))

    def _members(self, found: Match) -> None:
        block = found.block
        list_loc: Loc = tuple(block.path.split("."))
        members: dict[int, list[Answered]] = {}
        for answer in found.answers:
            members.setdefault(answer.member or 0, []).append(answer)
        for answers in (one for member in sorted(members) for one in self._parted(found, members[member])):
            if not any(_says(a) or self._shows(a) for a in answers if not _is_given(a)):
                self._met += [(self._place(found, a), a.cell.findings) for a in answers]
                self.remarks += [self._of_stray(found, Stray(a.cell)) for a in answers if _is_written_over(a)]
                continue
            rows = self._list(list_loc)
            position = len(rows)
            rows.append({})
            self.places[*list_loc, position] = self._place(found, answers[0], whole=True)
            for answer in answers:
                inner = answer.line.path.removeprefix(block.path + ".").split(".")
                self._answer(answer, (*list_loc, position, *inner), self._place(found, answer))
            place = self._place(found, answers[0], whole=True)
            if self._copies.is_repeated(found, list_loc, rows[-1], place):
                self._forget((*list_loc, position))
                rows.pop()
            else:
                self.remarks += self._copies.other_answers(found, list_loc, rows[-1], place)
        header = found.table.rows[0][0] if found.table.rows and found.table.rows[0] else None
        if header is not None:
            self.places.setdefault(
                list_loc, FilePlace(f"раздел «{block.heading}»", address_in_document(found.table, header))
            )

    def _forget(self, loc: Loc) -> None:
        """Nothing stands at a place any more."""
        self.places = {where: place for where, place in self.places.items() if where[: len(loc)] != loc}
        self._drawn = [one for one in self._drawn if one.loc[: len(loc)] != loc]

    def copied(self) -> None:
        """Tell of tables that were read once and stand there twice."""
        self.remarks += self._copies.remarks()

    def _parted(self, found: Match, answers: list[Answered]) -> list[list[Answered]]:
        """A row as members: one, or one for each numbered line where somebody wrote the whole list into the first cell
        of a row. With words in other cells too nobody knows whose they are."""
        first, *others = answers
        lines = (
            _numbered_lines(first.cell) if found.block.shape == "rows" and found.block.lines[0] is first.line else []
        )
        if not lines:
            return [answers]
        if any(_says(answer) for answer in others):
            message = f"в одной клетке «{first.line.label}» строк с номерами: {len(lines)}, прочитано как одно"
            hint = "если это разные шаги, дайте каждому свою строку таблицы; если один, уберите номера"
            self.remarks.append(Remark(self._place(found, first), message, hint, "several-in-one", WARNING))
            return [answers]
        return [[replace(first, cells=(replace(first.cell, paragraphs=(line,), findings=()),))] for line in lines]

    def _list(self, loc: Loc) -> list[dict[str, Any]]:
        group: Any = self.data
        for name in loc[:-1]:
            group = group.setdefault(name, {})
        found: list[dict[str, Any]] = group.setdefault(loc[-1], [])
        return found

    def _answer(self, answer: Answered, loc: Loc, place: FilePlace) -> None:
        """Put one answer into the record."""
        self.places.setdefault(loc, place)
        value, findings, doubts = _value(answer)
        if answer.beside:
            value, more = self._beside(answer, value, place)
            findings += more
        self._met.append((place, [*self.look(loc, place, answer.cell.findings, _caption(answer.cell)), *findings]))
        self.remarks += [
            Remark(place, one.message, one.hint, "unclear-tick", ERROR if one.serious else WARNING) for one in doubts
        ]
        if value in ("", []):
            return
        group: Any = self.data
        for name in loc[:-1]:
            group = group[name] if isinstance(name, int) else group.setdefault(name, {})
        if loc[-1] in group and group[loc[-1]] != value:
            words = short(answer.cell.text)
            what = f"на вопрос «{answer.line.label}» в документе два разных ответа, второй: «{words}»"
            hint = "оставьте один из них"
            if loc == ("title",):
                what = f"в документе два бланка: «{group['title']}» и «{value}»; второй не прочитан"
                hint = "вырежьте второй бланк в отдельный файл и внесите тоже; если бланк один, оставьте одно название"
            self.remarks.append(Remark(place, what, hint, "answered-twice"))
            return
        self.places[loc] = place
        group[loc[-1]] = value

    def _beside(
        self, answer: Answered, value: str | list[str], place: FilePlace
    ) -> tuple[str | list[str], list[Finding]]:
        """The answer, or what stands beside its empty cell; told is where it was taken from and what was not."""
        findings: list[Finding] = []
        for cell in answer.beside:
            other, lost, _ = _value(replace(answer, cells=(cell,), beside=()))
            if other in ("", []) or other == value:
                continue
            words = short(cell.text)
            if value in ("", []):
                value, findings = other, lost
                message, hint = f"белая клетка пуста, ответ взят рядом с ней: «{words}»", "проверьте, туда ли он попал"
            else:
                message = f"рядом с ответом на вопрос «{answer.line.label}» стоит ещё «{words}», это не прочитано"
                hint = "допишите это в белую клетку вопроса или сотрите"
            self.remarks.append(Remark(place, message, hint, "beside-answer", WARNING))
        return value, findings

    @property
    def _takes_pictures(self) -> bool:
        return any(question.path == sent_files.PICTURES for question in self.form.questions)

    def _shows(self, answer: Answered) -> bool:
        return self._takes_pictures and any(one.picture for one in answer.cell.findings)

    def look(self, loc: Loc, place: FilePlace, findings: Sequence[Finding], caption: str = "") -> Sequence[Finding]:
        """Keep the pictures of a place where the form takes them; the rest is to be told."""
        if not self._takes_pictures:
            return findings
        self._drawn += [sent_files.Found(loc, place, one.picture, caption) for one in findings if one.picture]
        return [one for one in findings if not one.picture]

    def pictures(self, body: Body) -> dict[str, bytes]:
        """Put the pictures that were kept into the record; their files by name."""
        made, remarks = sent_files.take_pictures(self._drawn, body.part, self.data, self.places)
        self.remarks += remarks
        return made

    def findings(self) -> list[tuple[FilePlace, Sequence[Finding]]]:
        """Places of answers with what in them was not taken as it stands."""
        return [(place, findings) for place, findings in self._met if findings]

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
        return FilePlace(what, address_in_document(found.table, answer.cell))


def address_in_document(table: DocumentTable, cell: DocumentCell) -> tuple[str | int, ...]:
    """Where a remark on the cell goes: table, row of its grid, cell of that row."""
    return ("table", table.number, cell.row, cell.number)


def _is_written_over(answer: Answered) -> bool:
    """Return True for a cell of a row that says nothing more, in which stands something else than the template
    offers."""
    words = " ".join(paragraph.text for paragraph in _words(answer.cell))
    return _is_given(answer) and bool(words) and words not in offered(answer.line.question)


def _place_in(found: Match, cell: DocumentCell) -> FilePlace:
    label = f"раздел «{found.block.heading}», строка {cell.row + 1}"
    if len(found.table.rows[cell.row]) > 2:
        label += f", столбец {cell.number + 1}"
    return FilePlace(label, address_in_document(found.table, cell))


def _not_which(stray: Stray) -> Iterator[Stray]:
    """The stray words; of the row that asks for a programme of the base, which is read by itself, what else is in
    it."""
    is_its_label = stray.cell.number == 0 and _asks_which(stray.cell)
    typed = left_by_blank(stray.cell.paragraphs, (WHICH_PROGRAMME, WHICH_PROGRAMME_HINT)) if is_its_label else ()
    if typed:
        yield Stray(replace(stray.cell, paragraphs=typed, findings=()), WHICH_PROGRAMME, at_label=True)
    elif not is_its_label and not (stray.cell.number == 1 and _begins_with_which(stray.label)):
        yield stray


def _asks_which(cell: DocumentCell) -> bool:
    return _begins_with_which(read_label(cell))


def _begins_with_which(words: str) -> bool:
    return f"{normalize_label(words)} ".startswith(normalize_label(WHICH_PROGRAMME) + " ")


def _is_given(answer: Answered) -> bool:
    """Return True for what the template has filled in: a row that names an indicator and says nothing of it is
    empty."""
    return answer.line.path == "values.indicator"


def _numbered_lines(cell: DocumentCell) -> list[Paragraph]:
    """The lines of a cell without their numbers, where each has the next one; none for anything else."""
    lines = [line for paragraph in cell.paragraphs for line in split_lines(paragraph) if line.text]
    texts = list_marks.numbered_lines([f"{line.mark} {line.text}".strip() for line in lines])
    return [
        line if line.mark else replace(line, pieces=(Piece(words),))
        for line, words in zip(lines if texts else (), texts, strict=True)
    ]


def _caption(cell: DocumentCell) -> str:
    """The words that stand under the one picture of an answer, in the style that Word has for them."""
    if sum(one.picture is not None for one in cell.findings) != 1:
        return ""
    return next((p.text for p in cell.paragraphs if p.text and p.style in CAPTION_STYLES), "")


def _words(cell: DocumentCell) -> list[Paragraph]:
    """The paragraphs of an answer: neither hints nor placeholders."""
    return [
        p
        for p in cell.paragraphs
        if p.text
        and p.style not in (HINT_STYLE, REMARK_STYLE)
        and p.text not in PLACEHOLDERS
        and not (p.style in CAPTION_STYLES and _caption(cell))
    ]


def _says(answer: Answered) -> bool:
    """Return True for a cell in which something was answered: boxes that nobody ticked are no answer."""
    value, _, doubts = _value(answer)
    return value not in ("", []) or any(one.serious for one in doubts) or any(cell.text for cell in answer.beside)


def _value(answer: Answered) -> tuple[str | list[str], list[Finding], list[document_ticks.Doubt]]:
    """An answer as it was given (a text, for several answers a list; empty for none), what of its look is lost in
    plain words, and what is doubtful about its boxes."""
    question = answer.line.question
    paragraphs = _words(answer.cell)
    if question.widget == "text":
        return Markdown(paragraphs_to_markdown(paragraphs)), [], []
    lines = [line for paragraph in paragraphs for line in paragraph.lines]
    findings = [Finding("flat", paragraph.text) for paragraph in paragraphs if paragraph.rows]
    if is_ticked(question):
        found = document_ticks.ticked(lines, offered(question))
        if not found.answers and (marked := document_ticks.emphasized(answer.cell.at)):
            message = f"выделено, но не отмечено и потому не прочитано: «{short(', '.join(marked))}»"
            found.doubts.append(document_ticks.Doubt(message, "поставьте ☒ перед тем, что выбрали"))
        return found.answers, findings, found.doubts
    if _is_address(question):
        lines = [href for p in paragraphs for piece in p.pieces if (href := piece.href)] or lines
    else:
        findings += [Finding("link", f"{piece.text.strip()} — {piece.href}") for p in paragraphs for piece in p.pieces
                 if piece.href and piece.text.strip() and piece.href.rstrip("/") not in piece.text]  # fmt: skip
    if question.widget in ("choices", "lines"):
        return lines, findings, []
    numbered = [p for p in paragraphs if p.listed == "number"]
    if len(numbered) > 1:  # the numbers that Word writes itself, which are seen
        lines = [" ".join([p.mark, *p.lines]) if p.mark else " ".join(p.lines) for p in paragraphs]
    return " ".join(lines), findings, []


def _is_address(question: Question) -> bool:
    """Return True for a question whose answer is an address: of a link that says something else, the address is
    taken."""
    return question.name == "url"
