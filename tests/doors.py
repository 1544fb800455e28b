"""The doors of the base as a person goes through them: each takes answers of a case and gives name and text of a file.

Answers stand by the names of the fields, in the words of a person; the labels by which a person finds a field come from
the same questions as the forms themselves.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
from desk_page import Desk
from form_page import form, sent_file
from office_files import fill
from playwright.sync_api import Locator, Page
from word_files import answer_cell, choose, saved, table_under, tick, type_in

from generator import cli
from generator.catalog.forms import questions
from generator.catalog.forms.questions import Question
from generator.records import reading

Answers = Mapping[str, Any]


def asked(root: Path, name: str) -> tuple[Question, ...]:
    """What the form ``name`` asks on this base."""
    return questions.form(name, reading.load_vocabularies(root)[0]).questions


# --- the form of the site --------------------------------------------------------------------------------------------


def fill_in(page: Page, its: Sequence[Question], answers: Answers) -> None:
    """Fill in the form that the page shows."""
    _fill(form(page).locator("form.m-form"), its, answers)


def by_form(page: Page, its: Sequence[Question], answers: Answers) -> tuple[str, str]:
    """Fill in the form that the page shows, send it by downloading."""
    fill_in(page, its, answers)
    return sent_file(page)


def figures_by_form(page: Page, its: Sequence[Question], answers: Answers) -> tuple[str, str]:
    """The form of figures has a table where other forms have a list of groups."""
    whole = form(page).locator("form.m-form")
    _fill(whole, its, {name: text for name, text in answers.items() if name != "values"})
    for row in answers["values"]:
        figure = whole.locator(".m-figure", has_text=row["indicator"])
        fields = figure.locator("input[inputmode]")
        if "suppressed" in row:
            figure.get_by_label("Мало людей: число не показывать").check()
        elif "numerator" in row:
            fields.nth(0).fill(str(row["numerator"]))
            fields.nth(1).fill(str(row["denominator"]))
        else:
            figure.get_by_label("Значение").fill(str(row["value"]))
        if "note" in row:
            figure.locator("summary").click()
            figure.get_by_label("Примечание").fill(row["note"])
    return sent_file(page)


def _fill(within: Locator, its: Sequence[Question], answers: Answers) -> None:
    for question in its:
        if question.name in answers:
            _answer(within, question, answers[question.name])


def _answer(within: Locator, question: Question, value: Any) -> None:
    label = re.compile(f"^{re.escape(question.label)}( обязательно| нужно для публикации)?$")
    legend = within.page.locator("legend", has_text=label)
    match question.widget:
        case "groups":
            frame = within.locator("fieldset.m-field--frame", has=legend)
            items = frame.locator("fieldset.m-form__item")
            for number, one in enumerate(value):
                if number == items.count():
                    frame.get_by_role("button", name=re.compile("^Добавить:")).click()
                _fill(items.nth(number), question.questions, one)
        case "group" if question.required:
            _fill(within.locator("fieldset.m-field--frame", has=legend), question.questions, value)
        case "group":
            fold = within.locator("details.m-form__group").filter(has_text=question.label)
            fold.locator("summary").first.click()
            _fill(fold, question.questions, value)
        case "choices":
            frame = within.locator("fieldset.m-field--frame", has=legend)
            frame.locator("summary").click()
            for one in value:
                frame.get_by_label(one, exact=True).check()
        case "choice":
            field = within.get_by_label(label).first
            if field.evaluate("(it) => it.matches('select')"):
                field.select_option(label=value)
            else:
                field.press_sequentially(value)
                within.page.get_by_role("option", name=value, exact=True).click()
        case _:
            field = within.get_by_label(label).first
            field.fill("\n".join(value) if isinstance(value, list) else str(value))
            if question.widget == "date":
                field.press("Tab")
                within.page.get_by_role("button", name=re.compile("^Исправить: ")).click()


# --- files of Excel and Word -----------------------------------------------------------------------------------------


def template(root: Path, name: str, suffix: str, out: Path) -> Path:
    """The file that ``metodoteka template`` makes; one for figures knows the district and the year already."""
    about = ["--territory", "districts/severnyi", "--period", "2024"] if name == "values" else []
    assert cli.main(["--root", str(root), "template", name, "--format", suffix, "--out", str(out), *about]) == 0
    return out


def in_workbook(empty: Path, out: Path, its: Sequence[Question], answers: Answers) -> Path:
    """A practice in the workbook: one row, and a row of another sheet for each member of a list."""
    sheets: dict[str, list[dict[str, Any]]] = {"Практики": [{}]}
    for question in its:
        text = answers.get(question.name)
        if question.widget == "groups" and text:
            rows = [_cells(question.questions, one) for one in text]
            sheets[question.label] = [{"^": answers["title"]} | row for row in rows]
        else:
            sheets["Практики"][0] |= _cells([question], answers)
    return fill(empty, out, sheets)


def figures_in_workbook(empty: Path, out: Path, its: Sequence[Question], answers: Answers) -> Path:
    """Figures in the workbook, each in the row of its indicator."""
    given = {"territory", "period", "values"}
    card = _cells([question for question in its if question.name not in given], answers)
    values = next(question for question in its if question.name == "values")
    by_title = {one["indicator"]: _cells(values.questions, one) for one in answers["values"]}
    page = openpyxl.load_workbook(empty)["Показатели"]
    titles = [cell.value for cell in page["B"][2:]]
    return fill(empty, out, {"Показатели": [by_title.get(title, {}) for title in titles]}, {"Район и период": card})


def _cells(its: Sequence[Question], answers: Answers) -> dict[str, Any]:
    """What stands in the cells, by the path of the question; several words in one cell are parted by «; »."""
    cells: dict[str, Any] = {}
    for question in its:
        text = answers.get(question.name)
        if question.widget == "group" and text:
            cells |= _cells(question.questions, text)
        elif text is not None:
            cells[question.path] = "; ".join(text) if isinstance(text, list) else text
    return cells


def in_document(empty: Path, out: Path, its: Sequence[Question], answers: Answers) -> Path:
    """A record in the Word file: typing, choosing, ticking; a list is a list of Word."""
    document = docx.Document(io.BytesIO(empty.read_bytes()))
    _write(document, its, answers, 1)
    out.write_bytes(saved(document))
    return out


def _write(document: Any, its: Sequence[Question], answers: Answers, column: int) -> None:
    for question in its:
        text = answers.get(question.name)
        if text is None:
            continue
        if question.widget == "group":
            _write(document, question.questions, text, column)
        elif question.widget == "groups":
            _rows(document, question, text)
        else:
            _type(answer_cell(document, question.label, column), question, text)


def _rows(document: Any, question: Question, members: Sequence[Answers]) -> None:
    """A table with a row for each member, or with a column for each where the members have many fields."""
    labels = [part.label for part in question.questions]
    try:
        table = table_under(document, "№", labels[0])
    except AssertionError:
        for column, one in enumerate(members, 1):
            _write(document, question.questions, one, column)
        return
    # A row that begins with what the file knows (an indicator) waits for that member.
    known = {row.cells[1].paragraphs[0].text: row for row in table.rows[1:]}
    for row, one in zip(table.rows[1:], members, strict=False):
        its_row = known.get(one.get(question.questions[0].name), row)
        for cell, part in zip(its_row.cells[1:], question.questions, strict=True):
            if part.name in one and cell.paragraphs[0].text != one[part.name]:
                _type(cell, part, one[part.name])


def _type(cell: Any, question: Question, value: Any) -> None:
    if question.widget == "choices":
        tick(cell, *value)
    elif question.widget == "choice":
        choose(cell, value)
    elif isinstance(value, list):
        type_in(cell, *value)
    else:
        paragraphs = re.split(r"\n+", str(value)) if question.widget == "text" else [str(value)]
        type_in(cell, *(words.removeprefix("- ") for words in paragraphs))
        for paragraph, words in zip(cell.paragraphs, paragraphs, strict=True):
            if words.startswith("- "):
                paragraph.style = "List Bullet"


# --- the desk --------------------------------------------------------------------------------------------------------


def at_desk(desk: Desk, answers: Answers) -> None:
    """A practice typed into the desk, up to its saving."""
    desk.new("practices")
    for name in ("title", "summary"):
        desk.field(name).fill(answers[name])
    desk.choose("status", "на проверке")
    desk.choose("owner", answers["owner"])
    for name in ("subjects", "levels", "areas", "audience"):
        for label in answers[name]:
            desk.choose(name, label)
    desk.choose("territory", answers["territory"])
    desk.field("since").fill(answers["since"])
    desk.choose("cost", answers["cost"])
    for name in ("problem", "idea", "results"):
        desk.write(name, answers[name])
    for number, step in enumerate(answers["steps"]):
        desk.add("шаг")
        desk.field("title", number + 1).fill(step["title"])
        desk.field("minutes", number).fill(str(step["minutes"]))
        if "text" in step:
            desk.write("text", step["text"], number)
    things = [(n, thing) for n, step in enumerate(answers["steps"]) for thing in step.get("materials", ())]
    for number, (step, thing) in enumerate(things):
        desk.add("материалы", step)
        desk.field("item", number).fill(thing)
    conditions = answers["conditions"]
    desk.add("условия")
    desk.field("class_size_max").fill(str(conditions["class_size_max"]))
    for name in ("small_school", "internet"):
        desk.choose(name, conditions[name])
    for label in conditions["equipment"]:
        desk.choose("equipment", label)
    desk.field("prepare_hours").fill(conditions["prepare_hours"].replace(",", "."))
    for number, author in enumerate(answers["authors"]):
        desk.add("автор")
        desk.field("role", number).fill(author["role"])
        desk.choose("organization", author["organization"], number)
    for source in answers["sources"]:
        desk.add("источник")
        _source(desk, source, len(answers["steps"]) + 1)


def figures_at_desk(desk: Desk, answers: Answers) -> None:
    """Figures typed into the desk, up to their saving."""
    desk.new("values")
    desk.choose("status", "на проверке")
    desk.choose("owner", answers["owner"])
    desk.choose("territory", answers["territory"])
    desk.field("period").fill(str(answers["period"]))
    desk.field("as_of").fill("-".join(reversed(answers["as_of"].split("."))))  # a field of the browser for days
    _source(desk, answers["source"], 1)
    for number, row in enumerate(answers["values"]):
        desk.add("значение")
        desk.choose("indicator", row["indicator"], number)
        if "suppressed" in row:
            desk.field("suppressed", number).click()
        for name in ("numerator", "denominator", "value", "note"):
            if name in row:
                # The source has a note too, above these.
                text = row[name] if name == "note" else str(row[name]).replace(",", ".")
                desk.field(name, number + (name == "note")).fill(text)


def _source(desk: Desk, source: Answers, title: int) -> None:
    """One source; its title is the ``title``-th field of that name on the page, from 0."""
    desk.field("title", title).fill(source["title"])
    for name in ("authors", "year", "link"):
        if name in source:
            desk.page.locator(f'input[id^="{name}-field-"]').last.fill(str(source[name]))


# --- by hand ---------------------------------------------------------------------------------------------------------


def by_hand(root: Path, path: str, typed: str) -> str:
    """What ``fix`` and ``format`` make of a file that somebody typed into the base."""
    (root / path).write_text(typed, encoding="utf-8")
    for command in ("fix", "format"):
        assert cli.main(["--root", str(root), command, str(root / path)]) == 0
    return (root / path).read_text(encoding="utf-8")
