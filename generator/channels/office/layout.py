"""How a form lies in a workbook: which sheets, which columns, what stands in them to begin with.

A row is a record, and a list inside a record (steps, authors, sources) is a sheet of its own whose rows name the
record: one layout serves one practice and two hundred. A form about one thing only (the figures of a district, a
roadmap) has a card, a field in each row, beside the sheet with its table. Every column carries a key (form, version,
field) that moves with it, so that columns can change places and names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from generator import text
from generator.catalog import Catalog
from generator.catalog.forms.questions import (
    NAMES,
    TO_PUBLISH,
    Form,
    FormSection,
    Question,
    asked,
    form,
    newcomers_name,
)
from generator.channels.office import time_terms
from generator.records import KINDS, OFFERS, STUBS, Vocabulary
from generator.records.complete import FIRST_STATUS
from generator.records.periods import Period
from generator.records.times import Moment, Month, When

WORKBOOK_VERSION = 1
#: the number of a row, the record that the row of a list belongs to, the record of the base that a card is about
NUMBER_KEY, LINK_KEY, RECORD_KEY, ID_KEY = "#", "^", "@", "id"
KEY = re.compile(r"([a-z]+)@(\d+):(\S+)")
#: the forms of the site, and the roadmap of a programme, which is asked in a file only
FORMS = (*NAMES, "roadmap")
#: what people call them
TITLES = {name: offer.title for name, (_, offer) in OFFERS.items()} | {"roadmap": "Дорожная карта программы"}

INSTRUCTIONS, LISTS, REMARKS = "Как заполнять", "Списки", "Замечания"
CARD_HEADINGS = ("Поле", "Заполните здесь", "Пояснение")
YES_OR_NO = ("да", "нет")
#: titles to show how a new record of a kind is named
EXAMPLES = {
    "organizations": "Институт развития образования области",
    "associations": "Ассоциация учителей физики",
    "districts": "Новый район",
}
EXAMPLE = "пример"  # what stands in the column «№» of a row that is not read

CellLook = Literal["line", "text", "number", "date", "choice", "choices", "given"]

_TABLE = {"values": "Показатели", "roadmap": "Дорожная карта"}
_CARD = {"values": ("values",), "roadmap": ("roadmap",)}  # what of a card's form is the table beside it
_WIDTHS: Mapping[CellLook, int] = {
    "line": 34, "text": 54, "number": 13, "date": 15, "choice": 30, "choices": 34, "given": 34
}  # fmt: skip
_SENTENCES = {
    f"^(?:{Moment.pattern})$": "Насколько известно: 17.04.2026 15:00, или 17.04.2026, или апрель 2026, или 2026",
    f"^(?:{Period.pattern})$": "Год (2025), учебный год (2025/26), полугодие или квартал (1 квартал 2025)",
    f"^(?:{When.pattern})$": "; ".join(time_terms.TERM_EXAMPLES),
}
#: by the path of a question: what a cell needs to say otherwise than the form of the site
_HELP = {
    "license": "Только для чужого текста: открытая лицензия, под которой он вышел, например CC BY-SA 4.0",
    "timezone": "Только если время не то, по которому живёт территория: город пояса, например Красноярск",
    "roadmap.measures.responsible": "Каждый с новой строки: название организации или сообщества, должность, "
    "или «организация — должность»",
    "roadmap.measures.number": "Номер мероприятия в документе",
    "attachments.url": "Где файл лежит открыто; или имя документа (list.docx), который положите рядом с бланком",
    "pictures.file": "В бланке Word вставьте картинку сюда; можно вписать имя файла, который положите рядом с бланком",
    "values.value": "Только если числитель и знаменатель неизвестны. Доля: 0,75 или 75 %",
    "values.numerator": "Сколько. Чего не знаете, оставьте пустым: на сайте будет «нет данных», а не ноль",
    "values.denominator": "Из скольких",
    "values.suppressed": "«Да», если людей так мало, что их можно узнать; числитель, знаменатель и значение тогда "
    "оставьте пустыми",
}


@dataclass(frozen=True)
class Column:
    """A column of a table, or a row of a card. ``path`` is the dotted field, or one of the characters above; ``given``
    marks what is only shown; ``list`` is what may be chosen; ``example`` stands in the row that is not read."""

    path: str
    heading: str
    look: CellLook = "given"
    question: Question | None = None
    required: bool = False
    hint: str = ""
    example: str = ""
    width: int = 0

    @property
    def options(self) -> tuple[str, ...]:
        """What the drop-down offers: labels that people read."""
        if self.question is not None and self.question.widget == "flag":
            return YES_OR_NO
        return tuple(label for _, label in self.question.options) if self.question else ()


@dataclass(frozen=True)
class Sheet:
    """A table, or with ``card`` one record, a field in each row. ``group`` is the dotted list its rows belong to, empty
    where a row is a record; ``rows`` are filled in to begin with (values by column path)."""

    name: str
    columns: tuple[Column, ...]
    group: str = ""
    card: bool = False
    rows: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class WorkbookLayout:
    """The workbook of one form. ``link`` is the column of the first sheet by which other sheets name a record, empty
    where there is one record only; ``newcomers`` are the sheets of records that come along because this one names
    them."""

    form: Form
    sheets: tuple[Sheet, ...]
    link: str = ""
    questions: tuple[Question, ...] = field(default=())
    newcomers: tuple[WorkbookLayout, ...] = ()

    @property
    def is_of_newcomers(self) -> bool:
        """Return True for the sheet of records that others name and the base does not have."""
        return self.form.name in KINDS

    def key(self, column: Column) -> str:
        """What stands in the hidden cell above the column."""
        return f"{self.form.name}@{WORKBOOK_VERSION}:{column.path}"


def layout(name: str, vocabularies: Mapping[str, Vocabulary], catalog: Catalog | None = None) -> WorkbookLayout:
    """The workbook of the form ``name`` (one of ``FORMS``), empty. Raises KeyError for an unknown name."""
    its = form_of(name, vocabularies, catalog)
    kinds = [kind for kind in STUBS if kind in set(_named_kinds(its.questions))]
    return replace(_layout(its), newcomers=tuple(_of_newcomers(kind, vocabularies, catalog) for kind in kinds))


def _named_kinds(questions: Iterable[Question]) -> Iterator[str]:
    for question in questions:
        yield from question.references
        yield from _named_kinds(question.questions)


def _of_newcomers(kind: str, vocabularies: Mapping[str, Vocabulary], catalog: Catalog | None) -> WorkbookLayout:
    questions = asked(kind, KINDS[kind].stub, vocabularies, catalog)
    name = newcomers_name(kind)
    title = replace(_column(questions[0], ""), hint="Как вы назвали её в записи", example=EXAMPLES[kind])
    number = Column(NUMBER_KEY, "№", "number", hint="Можно не заполнять", example=EXAMPLE, width=9)
    its = Form(kind, kind, name, "", (FormSection(name, questions),), {"status": FIRST_STATUS})
    return WorkbookLayout(its, (Sheet(name, (number, title, *_columns(questions[1:]))),), "title", questions)


def _layout(its: Form) -> WorkbookLayout:
    name = its.name
    lists = list(_lists(its.questions, ""))
    if name in _CARD:
        return _with_card(its, lists)
    link = "title" if any(question.path == "title" for question in its.questions) else NUMBER_KEY
    number = Column(NUMBER_KEY, "№", "number", hint="Номер по порядку; можно не заполнять", example=EXAMPLE, width=9)
    if link == NUMBER_KEY:
        number = replace(number, hint="Номер, по которому эту строку находят на других листах")
    main = Sheet(_main_name(name), (number, *_columns(its.questions)))
    where = "в первом столбце" if link == NUMBER_KEY else "в столбце «Название»"
    hint = f"Как на листе «{main.name}» {where}. Повторять не нужно: пустая ячейка значит «то же, что строкой выше»"
    title = next((column.example for column in main.columns if column.path == "title"), "1")
    to = Column(LINK_KEY, _who(its.kind, link), "choice", required=True, hint=hint, example=title, width=34)
    number = replace(number, hint="Номер по порядку; можно не заполнять")
    sheets = tuple(
        Sheet(_sheet_name(heading), (number, to, *_columns(group.questions)), group.path) for heading, group in lists
    )
    return WorkbookLayout(its, (main, *sheets), link, its.questions)


def form_of(name: str, vocabularies: Mapping[str, Vocabulary], catalog: Catalog | None = None) -> Form:
    """The form that a workbook asks: those of the site, and the roadmap of a programme. Raises KeyError for an unknown
    name."""
    if name != "roadmap":
        return form(name, vocabularies, catalog)
    fields = ("title", "summary", "owner", "territory", "term", "roadmap")
    questions = asked("programmes", fields, vocabularies, catalog)
    lead = (
        "Впишите мероприятия дорожной карты: номер, что делается, срок и кто отвечает. Если программа уже есть в базе, "
        "выберите её из списка; для новой заполните название и срок."
    )
    sections = (FormSection("Программа", questions),)
    return Form("roadmap", "programmes", TITLES["roadmap"], lead, sections, {"status": FIRST_STATUS})


def _main_name(name: str) -> str:
    """What the first sheet of the form's workbook is called."""
    if name == "roadmap":
        return "Программа"
    kind, offer = OFFERS[name]
    return _sheet_name(offer.sheet or KINDS[kind].heading)


def _who(kind: str, link: str) -> str:
    """The heading of the column that names a record of the first sheet: «Практика», «№ применения»."""
    one, of_one, _ = KINDS[kind].label
    return f"№ {of_one}" if link == NUMBER_KEY else text.upper_first(one)


def _with_card(its: Form, lists: list[tuple[str, Question]]) -> WorkbookLayout:
    outside = [question for question in its.questions if question.name not in _CARD[its.name]]
    columns = _columns(outside)
    if its.name == "roadmap":
        record = Column(
            RECORD_KEY, "Программа базы", "choice", hint="Если программа уже есть в базе; для новой — пусто"
        )
        columns = (record, *(replace(column, required=False) for column in columns))
    group = next(group for _, group in lists if group.path in ("values", "roadmap.measures"))
    number = Column(NUMBER_KEY, "№", "number", hint="Можно не заполнять", example=EXAMPLE, width=9)
    table = Sheet(_TABLE[its.name], tuple(_table(its, group, number)), group.path)
    return WorkbookLayout(its, (Sheet(_main_name(its.name), columns, card=True), table), "", its.questions)


def _table(its: Form, group: Question, number: Column) -> Iterator[Column]:
    columns = {column.path: column for column in _columns(group.questions)}
    if its.name == "roadmap":
        yield replace(columns["roadmap.measures.number"], width=9, example=EXAMPLE)
        yield replace(columns["roadmap.measures.title"], width=54)
        yield replace(columns["roadmap.measures.when"], look="choices", width=26, example="Ежегодно, март–апрель")
        parties = next(question for question in group.questions if question.name == "responsible")
        example = "Научно-исследовательский отдел"
        yield replace(_column(parties, ""), look="text", width=44, example=example, required=True)
        yield columns["roadmap.measures.note"]
        return
    yield number
    yield replace(columns["values.indicator"], width=40)
    yield Column("=unit", "Единица", width=10)
    yield Column("=numerator", "Что считаем (числитель)", width=26)
    yield Column("=denominator", "Из чего (знаменатель)", width=26)
    yield Column("=before", "Было раньше", width=20)
    yield columns["values.numerator"]
    yield columns["values.denominator"]
    yield Column("=share", "Доля (считается сама)", width=12)
    yield columns["values.value"]
    yield replace(columns["values.suppressed"], width=16)
    yield replace(columns["values.note"], width=26)


def _columns(questions: Iterable[Question], prefix: str = "") -> tuple[Column, ...]:
    """Columns for single and several answers; groups of fields lie flat, lists of groups are sheets of their own."""
    out: list[Column] = []
    for question in questions:
        if question.widget == "group":
            inner = _columns(question.questions, f"{question.label}: ")
            if question.required and not any(column.required for column in inner):
                hint = f"Из строк «{question.label}» нужна хотя бы одна. {inner[0].hint}"
                inner = (replace(inner[0], hint=hint.strip()), *inner[1:])
            out += inner if question.required else [replace(column, required=False) for column in inner]
        elif question.widget != "groups":
            out.append(_column(question, prefix))
    return tuple(out)


def _column(question: Question, prefix: str) -> Column:
    looks: Mapping[str, CellLook] = {"lines": "choices", "flag": "choice", "groups": "text"}
    look: CellLook = looks.get(question.widget, question.widget)
    return Column(
        question.path,
        prefix + question.label,
        look,
        question,
        question.required,
        _hint(question),
        example(question),
        _WIDTHS[look],
    )


def help_of(question: Question) -> str:
    """The help of a question for somebody who types the answer into a cell, not into a record."""
    help_text = _HELP.get(question.path) or _SENTENCES.get(question.pattern) or question.help
    return ". ".join(filter(None, (TO_PUBLISH, help_text))) if question.to_publish else help_text


def is_spelled_out(question: Question | None) -> bool:
    """Return whether the help gives examples already."""
    return question is not None and (question.pattern in _SENTENCES or question.path == "timezone")


def _hint(question: Question) -> str:
    parts = [help_of(question)]
    if question.widget == "choices":
        parts.append("Выберите из списка; несколько пишите через точку с запятой")
    if question.vocabulary == "levels":
        parts.append("Можно «5–7 классы»")
    if question.widget == "lines":
        parts.append("Несколько — через точку с запятой или с новой строки (Alt+Enter)")
    if question.widget == "text":
        parts.append("Новая строка — Alt+Enter; списки можно начинать с «•» или «1)»")
    if question.widget == "date":
        parts.append("День, месяц и год: 01.09.2025")
    return ". ".join(part.rstrip(".") for part in parts if part)


def example(question: Question) -> str:
    """An example answer as people would type it into a cell."""
    if question.pattern in (f"^(?:{kind.pattern})$" for kind in (When, Month)) and question.example:
        return time_terms.format_term(When.parse(question.example))
    if question.path == "timezone":
        return "Москва"
    labels = dict(question.options)
    if question.options:
        first = question.example.split(", ")[0]
        return labels.get(first) or next(iter(labels.values()))
    if question.pattern in _SENTENCES and re.match(r"\d{4}-\d\d-\d\d", question.example):
        year, month, rest = question.example.split("-")
        return f"{rest[:2]}.{month}.{year}{rest[2:]}"
    if question.widget == "date" and question.example:
        return ".".join(reversed(question.example.split("-")))
    return question.example.replace(".", ",") if question.widget == "number" else question.example


def _lists(questions: Iterable[Question], prefix: str) -> Iterator[tuple[str, Question]]:
    """Lists of groups at any depth of single groups, with their headings."""
    for question in questions:
        if question.widget == "groups" and "responsible" not in question.path:
            yield prefix + question.label, question
        elif question.widget == "group":
            yield from _lists(question.questions, f"{question.label} — ")


def _sheet_name(heading: str, most: int = 31) -> str:
    """Excel's rule for names of sheets: at most 31 characters, without ``[]:*?/\\``."""
    name = re.sub(r"[\[\]:*?/\\]", " ", heading)
    return name if len(name) <= most else name[: most + 1].rpartition(" ")[0]


# --- what a workbook prints beside its questions ----------------------------------------------------------------------


def card_hint(column: Column) -> str:
    """The explanation beside a field of a card."""
    example = f"Например: {column.example}" if column.example and not is_spelled_out(column.question) else ""
    return ". ".join(part.rstrip(".") for part in (column.hint, example) if part)


def instruction_lines(layout: WorkbookLayout) -> Iterator[str]:
    """The rules on the first sheet."""
    yield layout.form.lead
    if layout.form.name != "roadmap":  # its programme may be one that exists
        yield layout.form.obligatory
    first, *others = layout.sheets
    if first.card:
        yield f"1. Лист «{first.name}»: заполните столбец «Заполните здесь»."
        yield f"2. Лист «{others[0].name}»: одна строка — одно " + (
            "мероприятие." if layout.form.name == "roadmap" else "значение. Пустые строки не читаются."
        )
    else:
        yield f"1. Лист «{first.name}»: одна строка — одна запись. Обязательные столбцы отмечены звёздочкой."
        names = ", ".join(f"«{sheet.name}»" for sheet in others)
        yield f"2. Остальные листы ({names}) дополняют записи. Нечего добавить — оставьте лист пустым."
    yield (
        "3. Где под ячейкой появляется стрелка, выберите значение из списка. Несколько значений пишите в одной ячейке "
        "через точку с запятой."
    )
    if not first.card:
        yield f"4. Строка со словом «{EXAMPLE}» в столбце «№» показывает, как заполнять. Она не читается."
    if layout.newcomers:
        names = ", ".join(f"«{newcomers.form.title}»" for newcomers in layout.newcomers)
        yield (
            "Нет вашей организации или района в списке? Впишите название в ячейку, а всё о ней — на лист в конце книги "
            f"({names}): новая запись попадёт в базу вместе с вашей."
        )
    yield (
        "Столбцы можно переставлять и переименовывать. Чего не знаете, оставьте пустым. Имена людей пишите, только "
        "если есть согласие на публикацию."
    )
    yield (
        "Готовый файл передайте тому, кто ведёт базу, или внесите сами командой: metodoteka import ИМЯ_ФАЙЛА. Если "
        "что-то не так, вы получите этот же файл с замечаниями у ячеек: исправьте и внесите его ещё раз."
    )
