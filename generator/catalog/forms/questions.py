"""What a person is asked who sends a record: the questions of the form on the site and of the Office files.

Which fields are asked, in which order and under which headings stands on the model (``Record.offer``); everything else
about a question (label, help, example, choices, limits) is what the field itself says (``records.fields``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from generator import text
from generator.catalog import DEMO_MARK, Catalog
from generator.records import KINDS, OFFERS, Vocabulary
from generator.records.choices import Offer
from generator.records.complete import FIRST_STATUS, to_publish
from generator.records.fields import Field, fields, fields_in_file
from generator.records.schemas import as_typed
from generator.records.vocabularies import MARKS, with_marks

#: ``line`` a text on one line, ``text`` Markdown, ``choice``/``choices`` one or several of a list, ``group``/``groups``
#: one group of fields or any number of them, ``lines`` any number of texts
Widget = Literal["line", "text", "number", "date", "flag", "choice", "choices", "lines", "group", "groups"]
#: who is asked: whoever sends a record, the same where documents can be handed over, whoever keeps the base
Scope = Literal["senders", "documents", "keepers"]
#: what is said beside a question that may wait, but not for ever
TO_PUBLISH = "Нужно для публикации"


@dataclass(frozen=True)
class Question:
    """One field as it is asked.

    ``path`` is the dotted name without positions (``steps.minutes``); ``type`` is what a value is in Python;
    ``options`` are pairs of value and label, ``former`` of a former label and its value; ``references`` are the kinds
    of records it may name, with one kind the bare id is the value, ``demo`` those options that are demonstration
    records; ``when`` is (sibling field, values that make this question appear; no values: any), None for always;
    the answer to one that ``is_file`` is a file itself; ``member`` is what one member of a list is called.
    Without the answer to a ``required`` question nothing can be sent, without one ``to_publish`` nothing will be
    published.
    """

    path: str
    label: str
    widget: Widget
    type: type
    help: str = ""
    example: str = ""
    required: bool = False
    to_publish: bool = False
    options: tuple[tuple[str, str], ...] = ()
    references: tuple[str, ...] = ()
    demo: frozenset[str] = frozenset()
    former: tuple[tuple[str, str], ...] = ()
    vocabulary: str = ""
    longest: int | None = None
    pattern: str = ""
    least: float | None = None
    most: float | None = None
    questions: tuple[Question, ...] = ()
    when: tuple[str, tuple[str, ...]] | None = None
    is_file: bool = False
    member: str = ""

    @property
    def name(self) -> str:
        """The field's name in its group."""
        return self.path.rpartition(".")[2]


@dataclass(frozen=True)
class FormSection:
    """Questions under one heading."""

    heading: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Form:
    """A whole form: its name in addresses and commands, the kind of record it makes, what is set without asking, and
    what the model says of the form (None for one that is asked in a file only)."""

    name: str
    kind: str
    title: str
    lead: str
    sections: tuple[FormSection, ...]
    given: Mapping[str, str]
    offer: Offer | None = None

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in order, without the headings."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def obligatory(self) -> str:
        """In words: what has to be answered, and what else the record will need before it is published."""
        needed = _listed(question.label for question in self.questions if question.required)
        later = _listed(question.label for question in self.questions if question.to_publish)
        message = f"Чтобы отправить, достаточно заполнить: {needed}."
        if later:
            message += f" Чтобы запись опубликовали, понадобится ещё: {later}; это можно дописать позже."
        return message


def _listed(labels: Iterable[str]) -> str:
    return text.join([f"«{label}»" for label in labels])


#: the forms of the site in the order in which people are offered them
NAMES = tuple(OFFERS)


def form(
    name: str, vocabularies: Mapping[str, Vocabulary], catalog: Catalog | None = None, *, documents: bool = False,
    without: frozenset[str] = frozenset(),
) -> Form:  # fmt: skip
    """The form ``name`` (one of ``NAMES``). With a ``catalog`` questions that name records carry those on the site as
    options (address or id, title), demonstration ones marked; with ``documents`` those about a document that is handed
    over with the record come too. Nothing is asked about the kinds that the base is
    ``without``. Raises KeyError for an unknown name."""
    kind, offer = OFFERS[name]
    titles = _Titles(catalog, without)
    scope: Scope = "documents" if documents else "senders"
    asked_of = [(heading, (*names, MARKS) if n == 0 else names) for n, (heading, names) in enumerate(offer.sections)]
    sections = tuple(
        FormSection(heading, _asked(kind, names, vocabularies, titles, scope)) for heading, names in asked_of
    )
    return Form(name, kind, offer.title, offer.lead, sections, {"status": FIRST_STATUS}, offer)


def every(kind: str, vocabularies: Mapping[str, Vocabulary]) -> tuple[Question, ...]:
    """A question for every field of a kind, in the order in which a record is written; questions that name records have
    no options. Raises KeyError for an unknown kind."""
    return _asked(kind, tuple(fields_in_file(KINDS[kind])), vocabularies, _Titles(None), "keepers")


class _Titles:
    """Options of questions that name records, made once for each set of kinds."""

    def __init__(self, catalog: Catalog | None, without: frozenset[str] = frozenset()):
        self._catalog = catalog
        self._without = catalog.without if catalog else without
        self._made: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}

    def of(self, kinds: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        if self._catalog is None:
            return ()
        if kinds not in self._made:
            self._made[kinds] = tuple(self._options(self._catalog, kinds))
        return self._made[kinds]

    def demo(self, kinds: tuple[str, ...]) -> frozenset[str]:
        if self._catalog is None:
            return frozenset()
        found = ((kind, its_id) for kind in kinds for its_id, _, is_demo in self._catalog.offered(kind) if is_demo)
        return frozenset(its_id if len(kinds) == 1 else f"{kind}/{its_id}" for kind, its_id in found)

    def has(self, field: Field) -> bool:
        """Return whether the base has a kind that an optional field may name; True for fields that name none."""
        return field.required or not field.references or not self._without.issuperset(field.references)

    @staticmethod
    def _options(catalog: Catalog, kinds: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        found = [(kind, *its) for kind in kinds for its in catalog.offered(kind)]
        for kind, its_id, title, demo in sorted(found, key=lambda its: (its[3], text.collate(its[2]))):
            yield its_id if len(kinds) == 1 else f"{kind}/{its_id}", title + (DEMO_MARK if demo else "")


def _question(
    field: Field, path: str, vocabularies: Mapping[str, Vocabulary], titles: _Titles, scope: Scope,
    when: tuple[str, tuple[str, ...]] | None = None,
) -> Question:  # fmt: skip
    here = f"{path}.{field.name}"
    more = getattr(field.group, "with_file", {}) if scope == "documents" else {}
    options = _options(field, vocabularies)
    value = {} if field.group or options or field.references else as_typed(field.value)
    inner = [
        part for part in (fields(field.group).values() if field.group else ())
        if (scope == "keepers" or part.is_asked or part.name in more) and titles.has(part)
    ]  # fmt: skip
    return Question(
        path=here.partition(".")[2],
        label=field.label,
        widget=_widget(field, vocabularies),
        type=field.type,
        help=field.help,
        example=_example(field.example),
        required=field.required,
        to_publish="." not in path and field.name in to_publish(path),
        options=options or titles.of(field.references),
        references=field.references,
        demo=titles.demo(field.references),
        former=field.choices.former if field.choices else (),
        vocabulary=field.vocabulary,
        longest=value.get("maxLength"),
        pattern=value.get("pattern", ""),
        least=value.get("minimum", value.get("exclusiveMinimum")),
        most=value.get("maximum"),
        questions=tuple(_question(part, here, vocabularies, titles, scope, more.get(part.name)) for part in inner),
        when=when or _when(path, field.name),
        is_file=field.is_file,
        member=field.noun.one if field.noun else "",
    )


def _when(path: str, name: str) -> tuple[str, tuple[str, ...]] | None:
    """The condition on which a field of a kind is asked; those of groups stand on the group (``with_file``)."""
    offer = KINDS[path].offer if path in KINDS else None
    return offer.when.get(name) if offer else None


def _widget(field: Field, vocabularies: Mapping[str, Vocabulary]) -> Widget:
    if field.group:
        return "groups" if field.many else "group"
    if field.type is bool:
        return "flag"
    if field.choices or field.references or field.vocabulary in vocabularies:
        return "choices" if field.many else "choice"
    if field.many:
        return "lines"
    if field.is_rich:
        return "text"
    if field.type is dt.date:
        return "date"
    return "number" if field.type in (int, Decimal) else "line"


def _options(field: Field, vocabularies: Mapping[str, Vocabulary]) -> tuple[tuple[str, str], ...]:
    if field.vocabulary in vocabularies:
        return tuple((term.id, term.label) for term in vocabularies[field.vocabulary].terms)
    return tuple(field.labels.items())


def _example(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def newcomers_name(kind: str) -> str:
    """Over the questions about new records of the kind, which another record names: «Новые организации»."""
    return f"Новые {KINDS[kind].heading.lower().rpartition(' ')[2]}"


def kind_of(name: str) -> str:
    """The kind of record that the form makes. Raises KeyError for an unknown name."""
    return OFFERS[name][0]


def asked(
    kind: str,
    names: Sequence[str],
    vocabularies: Mapping[str, Vocabulary],
    catalog: Catalog | None = None,
) -> tuple[Question, ...]:
    """Questions about any fields of a kind, for whoever asks otherwise than a form does. Raises KeyError for an unknown
    kind or field."""
    return _asked(kind, names, vocabularies, _Titles(catalog))


def _asked(
    kind: str,
    names: Sequence[str],
    vocabularies: Mapping[str, Vocabulary],
    titles: _Titles,
    scope: Scope = "senders",
) -> tuple[Question, ...]:
    known = with_marks(vocabularies, kind)
    its = [field for name in names if titles.has(field := fields(KINDS[kind])[name])]
    return tuple(_question(one, kind, known, titles, scope) for one in its if one.vocabulary != MARKS or MARKS in known)
