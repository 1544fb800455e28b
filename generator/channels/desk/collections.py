"""Every kind of record as a collection of Decap CMS: its fields, lists to choose from, the names of its records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.catalog.forms import questions
from generator.catalog.forms.questions import Question
from generator.channels.desk import file_format
from generator.records import KINDS
from generator.records.complete import FIRST_STATUS
from generator.records.numbering import MeasureNumber
from generator.records.periods import Period
from generator.records.times import Moment, Month, When
from generator.records.vocabularies import MARKS

DeskField = dict[str, Any]

_STATUS = {"draft": "черновик", "review": "на проверке", "archived": "архив"}
_MARKDOWN_BUTTONS = (
    "bold", "italic", "link", "heading-three", "heading-four", "quote", "bulleted-list", "numbered-list",
)  # fmt: skip
#: what a type asks for, in words
_ASKS_OF_TYPE = {
    Moment: "год, месяц (2026-04), день (2026-04-17) или час (2026-04-17 15:00)",
    When: "месяц (2026-09), день (2026-09-15), отрезок (2026-09..2026-11), yearly 09, 2 per year, always, by-plan или "
    "by-schedule",
    MeasureNumber: "номер: 27, 1.1 или 5а",
    Month: "месяц: 2026-09",
    Period: text.sentence("period_like").removeprefix("пишите "),
}
#: what a pattern asks for, in words; the example of the field follows
_ASKS = (
    ("^https?://", "адрес, который начинается с https://"),
    ("[a-z0-9]+(?:-", "латинские строчные буквы, цифры и дефисы"),
    (r"\d{8}", "8 или 11 цифр"),
    (r"\d{10}", "10 или 12 цифр"),
    (r"\d{13}", "13 или 15 цифр"),
)


def collections_of_kind(kind: str, catalog: Catalog) -> Iterator[DeskField]:
    """The collection of a kind; where some of its records are ``.md`` files, one more for those, without adding."""
    model = KINDS[kind]
    field = model.named_by[0]
    collection = {
        "name": kind,
        "label": model.heading,
        "label_singular": model.label[0].capitalize(),
        "folder": f"data/{kind}",
        "extension": "yml",
        "format": kind,
        "create": True,
        # An address stays for ever: a record goes to the archive (status), it is not deleted.
        "delete": False,
        "identifier_field": field,
        "summary": " · ".join(f"{{{{{name}}}}}" for name in model.named_by),
        # Decap would drop every Cyrillic letter of a title; desk.js puts the name here when a record is new.
        "slug": "{{fields.#id}}",
        **({"preview_path": f"{kind}/{{{{slug}}}}/"} if kind in catalog.paged else {}),
        "sortable_fields": [field, "updated", "status"],
        "view_filters": [
            {"label": "Черновики", "field": "status", "pattern": "draft"},
            {"label": "На проверке", "field": "status", "pattern": "review"},
            {"label": "Демонстрационные", "field": "demo", "pattern": True},
        ],
        "fields": kind_fields(kind, catalog),
    }
    yield collection
    if file_format.long_ones(kind, catalog):
        yield collection | {
            "name": f"{kind}-md",
            "label": f"{model.heading}: длинные тексты",
            "extension": "md",
            "format": f"{kind}-md",
            "create": False,
        }


# --- fields ----------------------------------------------------------------------------------------------------------


def kind_fields(kind: str, catalog: Catalog) -> list[DeskField]:
    """The fields of a kind, in the order in which a record is written."""
    made = [_field(question) for question in questions.every(kind, catalog.vocabularies)]
    for field in made:
        if field["name"] == "status":
            field |= {"default": FIRST_STATUS, "required": True}
    return made


def _field(question: Question) -> DeskField:
    asked = {"name": question.name, "label": question.label, "required": question.required}
    if hint := _hint(question):
        asked["hint"] = hint
    return asked | _widget(question)


def _widget(question: Question) -> DeskField:
    match question.widget:
        case "text":
            # With rich text a table is shown and kept, but only the mode with characters can add one.
            return {"widget": "markdown", "modes": ["rich_text", "raw"], "buttons": list(_MARKDOWN_BUTTONS),
                    "editor_components": [],
                "minimal": True}  # fmt: skip
        case "number":
            whole = question.type is int
            limits = {"min": question.least, "max": question.most}
            return {"widget": "number", "value_type": "int" if whole else "float", "step": 1 if whole else 0.01} | {
                name: limit for name, limit in limits.items() if limit is not None
            }
        case "date":
            return {"widget": "datetime", "format": "YYYY-MM-DD", "time_format": False}
        case "flag":
            return {"widget": "boolean"}
        case "choice":
            return {"widget": "select", **_choice(question)}
        case "choices":
            return {"widget": "select", "multiple": True, **_choice(question)}
        case "lines":
            item = {"name": "item", "label": question.label, "widget": "string"} | _pattern(question)
            return {"widget": "list", "collapsed": False, "field": item, "summary": "{{fields.item}}"}
        case "groups" | "group" if question.widget == "groups" or not question.required:
            shown = {"collapsed": False, "summary": _summary(question.questions)}
            shown |= {"max": 1} if question.widget == "group" else {}
            shown |= {"label_singular": question.member} if question.member else {}
            return {"widget": "list", "fields": [_field(part) for part in question.questions]} | shown
        case "group":
            return {"widget": "object", "fields": [_field(part) for part in question.questions]}
    return {"widget": "string"} | _pattern(question)


def _hint(question: Question) -> str:
    wants_example = question.widget in ("line", "number", "date", "lines") and question.example
    if question.widget == "flag":
        return question.help
    help = question.help if not wants_example or question.help[-1:] in (".", "!", "?", "") else f"{question.help}."
    needed = f"{questions.TO_PUBLISH}." if question.to_publish else ""
    return " ".join(filter(None, (needed, help, f"Например: {question.example}" if wants_example else "")))


def _pattern(question: Question) -> DeskField:
    """A pattern of ours asks for the whole value; the longest text counts as one too."""
    if question.pattern:
        asks = _ASKS_OF_TYPE.get(question.type) or next(
            (words for mark, words in _ASKS if mark in question.pattern), f"например: {question.example}"
        )
        return {"pattern": [question.pattern, asks]}
    if question.longest:
        return {"pattern": [f"^[^]{{0,{question.longest}}}$", f"не больше {text.number(question.longest)} знаков"]}
    return {}


def _summary(inner: Sequence[Question]) -> str:
    shown = [q.name for q in inner if q.widget in ("line", "choice", "number", "date", "text")]
    named = [name for name in ("title", "name", "role", "label", "what") if name in shown] or shown
    return f"{{{{fields.{named[0]}}}}}" if named else "…"


# --- lists to choose from --------------------------------------------------------------------------------------------


def _choice(question: Question) -> DeskField:
    if question.vocabulary and question.vocabulary != MARKS:  # its terms are not the same for all kinds
        return {"options_from": question.vocabulary}
    if question.references:
        return {"options_from": "+".join(question.references)}
    return {"options": [{"value": value, "label": label} for value, label in question.options]}


def options(catalog: Catalog) -> Mapping[str, list[tuple[str, str]]]:
    """Every list that some field names, once: the terms of a vocabulary with their former names, or the records of the
    kinds that a field may lead to, drafts included: what is not in the list would be lost when the field is edited."""
    wanted = {}
    for kind in catalog.kinds:
        for question in file_format.flat(questions.every(kind, catalog.vocabularies)):
            if question.vocabulary and question.vocabulary != MARKS:
                wanted[question.vocabulary] = list(_terms(question.vocabulary, catalog))
            elif question.references and question.widget in ("choice", "choices"):
                wanted["+".join(question.references)] = list(_records(question.references, catalog))
    return dict(sorted(wanted.items()))


def _terms(name: str, catalog: Catalog) -> Iterator[tuple[str, str]]:
    terms = catalog.vocabularies[name].terms
    yield from ((term.id, term.label) for term in terms)
    yield from ((former, f"{term.label} (прежнее имя: {former})") for term in terms for former in term.aliases)


def _records(kinds: tuple[str, ...], catalog: Catalog) -> Iterator[tuple[str, str]]:
    found = [record for record in catalog.records.values() if record.kind in kinds]
    for record in sorted(found, key=lambda record: (record.demo, text.collate(catalog.title_of(record)), record.key)):
        notes = ", ".join(filter(None, ("демо" if record.demo else "", _STATUS.get(record.status, ""))))
        label = re.sub(r"\s+", " ", catalog.title_of(record)) + (f" ({notes})" if notes else "")
        yield record.id if len(kinds) == 1 else record.key, label
