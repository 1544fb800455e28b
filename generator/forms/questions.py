"""What a person is asked who sends a record: the questions of the form on the site and of the Office files.

Which fields are asked, in which order and under which headings stands here; everything else about a question (label,
help, example, choices, limits) comes from the schema of the kind, that is from the model (law 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from generator import text
from generator.catalog import Catalog
from generator.records import Vocabulary
from generator.records.complete import FIRST_STATUS, to_publish
from generator.records.formatter import resolved
from generator.records.schemas import Schema, json_schema

#: ``line`` a text on one line, ``text`` Markdown, ``choice``/``choices`` one or several of a list, ``group``/``groups``
#: one group of fields or any number of them, ``lines`` any number of texts
Widget = Literal["line", "text", "number", "date", "flag", "choice", "choices", "lines", "group", "groups"]
#: what is said beside a question that may wait, but not for ever
TO_PUBLISH = "Нужно для публикации"


@dataclass(frozen=True)
class Question:
    """One field as it is asked.

    ``path`` is the dotted name without positions (``steps.minutes``); ``options`` are pairs of value and label;
    ``references`` are the kinds of records it may name, with one kind the bare id is the value; ``when`` is (sibling
    field, values that make this question appear; no values: any), None for always. Without the answer to a
    ``required`` question nothing can be sent, without one ``to_publish`` nothing will be published.
    """

    path: str
    label: str
    widget: Widget
    help: str = ""
    example: str = ""
    required: bool = False
    to_publish: bool = False
    options: tuple[tuple[str, str], ...] = ()
    references: tuple[str, ...] = ()
    vocabulary: str = ""
    longest: int | None = None
    pattern: str = ""
    least: float | None = None
    most: float | None = None
    questions: tuple[Question, ...] = ()
    when: tuple[str, tuple[str, ...]] | None = None

    @property
    def name(self) -> str:
        """The field's name in its group."""
        return self.path.rpartition(".")[2]


@dataclass(frozen=True)
class Section:
    """Questions under one heading."""

    heading: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Form:
    """A whole form: its name in addresses and commands, the kind of record it makes, and what is set without asking."""

    name: str
    kind: str
    title: str
    lead: str
    sections: tuple[Section, ...]
    given: Mapping[str, str]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in order, without the headings."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def obligatory(self) -> str:
        """In words: what has to be answered, and what else the record will need before it is published."""
        needed = _listed(question.label for question in self.questions if question.required)
        later = _listed(question.label for question in self.questions if question.to_publish)
        said = f"Чтобы отправить, достаточно заполнить: {needed}."
        if later:
            said += f" Чтобы запись опубликовали, понадобится ещё: {later}; это можно дописать позже."
        return said


def _listed(labels: Iterable[str]) -> str:
    return text.join([f"«{label}»" for label in labels])


@dataclass(frozen=True)
class _Plan:
    kind: str
    title: str
    lead: str
    sections: Sequence[tuple[str, Sequence[str]]]


#: name -> what is asked; "steps.title" would ask one field of a group, "steps" asks the whole group
_PLANS = {
    "practice": _Plan(
        "practices",
        "Предложить практику",
        "Опишите приём так, чтобы коллега мог повторить его завтра.",
        (
            ("О чём практика", ("title", "summary", "problem", "idea", "mechanism")),
            ("Кому подойдёт", ("subjects", "levels", "areas", "forms", "audience", "territory")),
            ("Как провести", ("steps", "results")),
            ("Условия", ("conditions", "cost")),
            ("Что измерили", ("outcomes",)),
            ("Кто предлагает и откуда", ("owner", "authors", "attachments", "based_on", "sources")),
        ),
    ),
    "event": _Plan(
        "events",
        "Добавить мероприятие",
        "Укажите столько, сколько известно: если день ещё не назначен, хватит месяца или года.",
        (
            ("Что и когда", ("title", "summary", "type", "start", "end", "timezone", "state")),
            ("Где и как", ("mode", "place", "territory", "organizer", "owner")),
            ("Для кого", ("audience", "subjects", "areas", "capacity", "cost", "registration")),
            ("С чем связано", ("series", "edition", "fulfils", "contest", "links", "sources")),
        ),
    ),
    "replication": _Plan(
        "replications",
        "Я применил(а) практику",
        "Расскажите, что получилось. Честное «не получилось» помогает коллегам не меньше.",
        (
            ("Что и где применили", ("practice", "organization", "territory", "date", "owner")),
            ("Что вышло", ("result", "changed", "note", "outcomes", "reporter")),
        ),
    ),
    "values": _Plan(
        "values",
        "Показатели района",
        "Впишите числа за один период. Чего не знаете, оставьте пустым: на сайте будет «нет данных», а не ноль.",
        (
            ("Чьи числа и за какое время", ("territory", "period", "as_of", "owner", "source")),
            ("Значения", ("values",)),
        ),
    ),
    "review": _Plan(
        "reviews",
        "Экспертиза практики",
        "Экспертиза не меняет запись автора: заключение ложится рядом с ней.",
        (
            ("О какой практике", ("practice", "organization", "date", "owner", "expert")),
            ("Заключение", ("criteria", "verdict", "valid_until", "note")),
        ),
    ),
}
NAMES = tuple(_PLANS)

#: question -> (sibling field, values) that make sense of it
_WHEN = {
    "events.place": ("mode", ("onsite", "hybrid")),
    "events.contest": ("type", ("contest",)),
    "events.edition": ("series", ()),  # any value
}


def form(name: str, vocabularies: Mapping[str, Vocabulary], catalog: Catalog | None = None) -> Form:
    """The form ``name`` (one of ``NAMES``). With a ``catalog`` questions that name records carry those on the site as
    options (address or id, title), demonstration ones marked. Raises KeyError for an unknown name."""
    plan = _PLANS[name]
    schema = json_schema(plan.kind, vocabularies)
    parts = schema.get("$defs", {})
    titles = _Titles(catalog)
    sections = tuple(
        Section(heading, tuple(_question(field, schema, parts, plan.kind, titles) for field in fields))
        for heading, fields in plan.sections
    )
    return Form(name, plan.kind, plan.title, plan.lead, sections, {"status": FIRST_STATUS})


def every(kind: str, vocabularies: Mapping[str, Vocabulary]) -> tuple[Question, ...]:
    """A question for every field of a kind, in the order in which a record is written; questions that name records have
    no options. Raises KeyError for an unknown kind."""
    schema = json_schema(kind, vocabularies)
    parts = schema.get("$defs", {})
    return tuple(_question(field, schema, parts, kind, _Titles(None)) for field in schema["properties"])


class _Titles:
    """Options of questions that name records, made once for each set of kinds."""

    def __init__(self, catalog: Catalog | None):
        self._catalog = catalog
        self._made: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}

    def of(self, kinds: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        if self._catalog is None:
            return ()
        if kinds not in self._made:
            self._made[kinds] = tuple(self._options(kinds))
        return self._made[kinds]

    def _options(self, kinds: tuple[str, ...]):
        found = [record for kind in kinds for record in self._catalog.all_shown(kind) if record.status != "archived"]
        for record in sorted(found, key=lambda record: (record.demo, text.collate(self._catalog.title_of(record)))):
            value = record.id if len(kinds) == 1 else record.key
            yield value, self._catalog.title_of(record) + (" (демо)" if record.demo else "")


def _question(name: str, group: Schema, parts: Schema, path: str, titles: _Titles) -> Question:
    outer = group["properties"][name]
    field = resolved(outer, parts)
    here = f"{path}.{name}"
    is_list = "items" in field
    leaf = resolved(field["items"], parts) if is_list else field
    options = _options(leaf, outer.get("description", ""))
    references = tuple(leaf.get("x-references", ()))
    inner = tuple(_question(part, leaf, parts, here, titles) for part in leaf.get("properties", ()))
    examples = outer.get("examples") or leaf.get("examples") or [""]
    return Question(
        path=here.partition(".")[2],
        label=outer.get("title", name),
        widget=_widget(leaf, is_list, bool(options or references)),
        help=_help(outer.get("description", ""), options),
        example=_example(examples[0]),
        required=name in group.get("required", ()),
        to_publish="." not in path and name in to_publish(path),
        options=options or titles.of(references),
        references=references,
        vocabulary=_vocabulary(outer, field),
        longest=leaf.get("maxLength"),
        pattern=leaf.get("pattern", "") if not references else "",
        least=leaf.get("minimum", leaf.get("exclusiveMinimum")),
        most=leaf.get("maximum"),
        questions=inner,
        when=_WHEN.get(here),
    )


def _widget(leaf: Schema, is_list: bool, chosen: bool) -> Widget:
    if "properties" in leaf:
        return "groups" if is_list else "group"
    if True in leaf.get("enum", ()):
        return "flag"
    if chosen:
        return "choices" if is_list else "choice"
    if is_list:
        return "lines"
    if "x-markdown" in leaf:
        return "text"
    if leaf.get("format") == "date":
        return "date"
    return "number" if leaf.get("type", ("",))[0] in ("integer", "number") else "line"


def _options(leaf: Schema, description: str) -> tuple[tuple[str, str], ...]:
    if "x-labels" in leaf:
        return tuple(pair for pair in leaf["x-labels"].items() if "(теперь " not in pair[1])
    words = [word for word in leaf.get("enum", ()) if isinstance(word, str)] if True not in leaf.get("enum", ()) else []
    return tuple((word, explained(word, description) or word) for word in words)


def explained(word: str, description: str) -> str:
    """What the help of a field says a word of a closed list means: «worked — получилось, partly — отчасти»."""
    found = re.search(rf"(?<![\w-]){re.escape(word)} — «?([^,;.»]+)", description)
    return found[1].strip() if found else ""


def _help(description: str, options: tuple[tuple[str, str], ...]) -> str:
    """The help without what the list of options says already, and without where terms lie in the base."""
    said = re.sub(r"\.? ?(?:Термин из|Имя файла без расширения из|Вид и имя записи:)[^;]*$", "", description)
    if options and all(word in said for word, _ in options):
        said = re.sub(r"^.*?" + re.escape(options[-1][0]) + r" — [^,;.]*[,;.]? ?", "", said)
    return said.strip()


def _example(value: object) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _vocabulary(outer: Schema, field: Schema) -> str:
    found = [outer, *outer.get("anyOf", ()), field.get("items", {})]
    names = [part["$ref"].rpartition("/")[2] for part in found if "$ref" in part]
    return names[0] if names and names[0][:1].islower() else ""


def kind_of(name: str) -> str:
    """The kind of record that the form makes. Raises KeyError for an unknown name."""
    return _PLANS[name].kind


def asked(
    kind: str, fields: Sequence[str], vocabularies: Mapping[str, Vocabulary], catalog: Catalog | None = None
) -> tuple[Question, ...]:
    """Questions about any fields of a kind, for whoever asks otherwise than a form does. Raises KeyError for an unknown
    kind or field."""
    schema = json_schema(kind, vocabularies)
    titles = _Titles(catalog)
    return tuple(_question(field, schema, schema.get("$defs", {}), kind, titles) for field in fields)
