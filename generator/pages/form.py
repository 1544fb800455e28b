"""The forms by which a reader sends a record: their pages, and the JSON from which a browser makes them.

What is asked comes from ``questions``, that is from the models; here it gets short keys and what the checks of the form
need beside it. The scripts in ``theme/mkdocs/assets/form`` read the files; the keys are explained here alone.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed.indicators import counts_people
from generator.catalog.forms import questions, size
from generator.catalog.forms.questions import Form, Question
from generator.files import media
from generator.files.media import handouts, reencode
from generator.records import KINDS, OFFERS, STUBS, formatter, taken_names
from generator.records.common import Attachment
from generator.records.fields import Field, fields
from generator.records.numbering import MeasureNumber
from generator.records.periods import Period
from generator.records.programmes import Values
from generator.records.schemas import URL_PATTERN
from generator.records.times import Moment
from generator.settings import Settings, Submit
from generator.text.private import PUBLIC_MAIL

FORM_FOLDER = "predlozhit"
#: form -> its address below ``predlozhit/``
FORM_ADDRESSES = {name: offer.address for name, (_, offer) in OFFERS.items()}
#: forms that lie on the site as files to fill in -> the names of these files; a roadmap is asked in a file only
BLANKS = {**FORM_ADDRESSES, "roadmap": "dorozhnaia-karta"}
PROGRAMS = {"xlsx": "Excel", "docx": "Word"}
#: whose figures there may be
SCOPES = fields(Values)["territory"].references


@dataclass(frozen=True)
class Blank:
    """A file to fill in: the name and title of its form, its ``format`` (``xlsx``, ``docx``) and its bytes."""

    form: str
    title: str
    format: str
    data: bytes

    @property
    def path(self) -> str:
        """Where it lies on the site."""
        return blank_path(self.form, self.format)

    @property
    def program(self) -> str:
        """The program that people open it with."""
        return PROGRAMS[self.format]


class LazyBlank(Blank):
    """The same, made when its bytes are asked for."""

    def __init__(self, form: str, title: str, suffix: str, make: Callable[[], bytes]) -> None:
        self.__dict__.update(form=form, title=title, format=suffix, _make=make)

    @cached_property
    def data(self) -> bytes:  # type: ignore[override]
        made: bytes = self.__dict__["_make"]()
        return made


def blank_path(form: str, suffix: str) -> str:
    """Where the file to fill in of a form lies on the site."""
    return f"{FORM_FOLDER}/blanki/{BLANKS[form]}.{suffix}"


def page_path(name: str) -> str:
    """The Markdown path of a form's page."""
    return f"{FORM_FOLDER}/{FORM_ADDRESSES[name]}.md"


def form_pages(
    catalog: Catalog, settings: Settings, blanks: Sequence[Blank] = ()
) -> Iterator[tuple[str, str, dict[str, Any], str]]:
    """Template, Markdown path, view and title of the page of choice and of every form; ``blanks`` are offered there."""
    forms = [questions.form(name, catalog.vocabularies, without=catalog.without) for name in catalog.forms]
    submit = settings.submit
    sizes = {form.name: (size.quick_size(form), size.whole_size(form)) for form in forms}
    choice = {"forms": forms, "submit": submit, "blanks": blanks, "sizes": sizes}
    yield "forms.md.j2", f"{FORM_FOLDER}/index.md", choice, "Предложить"
    for form in forms:
        its = [blank for blank in blanks if blank.form == form.name]
        view = {"form": form, "submit": submit, "blanks": its, "size": sizes[form.name][1]}
        yield "form.md.j2", page_path(form.name), view, form.title


def files(catalog: Catalog, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Path on the site and bytes of what the scripts load: the forms at once, what names of people are told by when a
    text may have one. Of the records it asks for no more than figures."""
    for name in catalog.forms:
        form = questions.form(name, catalog.vocabularies, documents=True, without=catalog.without)
        path = f"{FORM_FOLDER}/{FORM_ADDRESSES[name]}/voprosy.json"
        yield path, _bytes(description(form, catalog, settings))
    yield f"{FORM_FOLDER}/liudi.json", _bytes(text.name_lists())
    yield f"{FORM_FOLDER}/dokumenty.json", _bytes(handouts.faults_for_page())
    if "values" in catalog.forms:
        yield f"{FORM_FOLDER}/{FORM_ADDRESSES['values']}/znacheniia.json", _bytes(known_values(catalog))


def list_files(catalog: Catalog) -> Iterator[tuple[str, bytes]]:
    """The same for lists of records, which are loaded only when they are asked for."""
    lists: dict[str, list[tuple]] = {}
    for name in catalog.forms:
        form = questions.form(name, catalog.vocabularies, catalog, documents=True)
        lists |= {_list_name(q): _offered(q) for q in _every(form.questions) if q.references}
        # What is not published is nobody's business: a clash with a draft is told by the check of the change.
        names = sorted(record.id for record in catalog.all_shown(form.kind))
        yield f"{FORM_FOLDER}/{FORM_ADDRESSES[name]}/imena.json", _bytes(names)
    stubs = {
        kind: questions.asked(kind, KINDS[kind].stub, catalog.vocabularies, catalog)
        for kind in STUBS
        if kind in catalog.kinds
    }
    lists |= {_list_name(q): _offered(q) for its in stubs.values() for q in its if q.references}
    yield f"{FORM_FOLDER}/novye.json", _bytes(_newcomers(stubs))
    for name, options in sorted(lists.items()):
        yield f"{FORM_FOLDER}/spiski/{name}.json", _bytes(options)


def description(form: Form, catalog: Catalog, settings: Settings) -> dict[str, Any]:
    """Everything about one form: its questions under headings (``sections``), how long they take (``size``), the quick
    way (``quick``: its title and size, and ``asks``: question, help, names of the fields), what is set without asking
    (``given``), the shape of the record's text, how it is sent, kinds of records that may come along (``fresh``), Latin
    letters for its name and the names it may not have, domains of private mail; what ``pictures`` and
    ``documents`` may be where it asks for some."""
    model = KINDS[form.kind]
    return {
        "name": form.name,
        "kind": form.kind,
        "title": form.title,
        "given": dict(form.given),
        "sections": [
            {"heading": section.heading, "questions": [_question(q, model) for q in section.questions]}
            for section in form.sections
        ],
        "size": size.whole_size(form),
        "quick": _quick(form),
        "shape": formatter.shape(form.kind),
        "submit": _submit(settings.submit),
        "needed": _needed(form),
        "fresh": [kind for kind in STUBS if kind in catalog.kinds],
        "letters": text.slug_letters(),
        "claimed": sorted(taken_names.claimed(form.kind)),
        "naming": taken_names.naming(form.kind),
        "mail": sorted(PUBLIC_MAIL),
        "longest": text.MAX_RICH_CHARS,
    } | ({"pictures": _PICTURES, "documents": _DOCUMENTS} if any(q.is_file for q in _every(form.questions)) else {})


#: what is said where a picture or (True) a document itself is asked for
_FILE_HELP = (
    "Снимок или рисунок. Его уменьшат, место и время съёмки уберут на вашем устройстве",
    "Лист, презентация или таблица с вашего устройства вместо адреса. Имя автора из файла уберёт программа приёма",
)
#: as ``media.reencode`` makes them ready: longest side, most bytes, qualities to try, the largest file that is taken
_PICTURES = {
    "side": media.RECORD_SIDE,
    "most": media.RECORD_BYTES,
    "qualities": [quality / 100 for quality in reencode.QUALITIES],
    "upto": media.MAX_MEDIA_BYTES,
    "kinds": ["image/png", "image/jpeg", "image/webp", "image/gif"],
}
#: documents as ``media.handouts`` takes them; what hides in one is asked for when one is chosen (``dokumenty.json``)
_DOCUMENTS = {"most": handouts.MOST_BYTES, "kinds": sorted(handouts.DOCUMENT_SUFFIXES)}


def _quick(form: Form) -> dict[str, Any] | None:
    asks = [{"l": ask.question, "h": ask.help, "q": ask.fields} for ask in form.offer.quick] if form.offer else []
    return {"title": form.offer.quick_title, "size": size.quick_size(form), "asks": asks} if asks else None


def _newcomers(stubs: Mapping[str, Sequence[Question]]) -> dict[str, Any]:
    """What is asked about a record that an answer names and the base does not have: by kind its name, questions and
    what its text needs (``kinds``), and by which words two names of an organisation are told to be one (``words``)."""
    kinds = {
        kind: {
            "one": KINDS[kind].label[0],
            "questions": [_question(question, KINDS[kind]) for question in its],
            "shape": formatter.shape(kind),
            "naming": taken_names.naming(kind),
            "claimed": sorted(taken_names.claimed(kind)),
        }
        for kind, its in stubs.items()
    }
    return {"kinds": kinds, "words": text.organization_words()}


def known_values(catalog: Catalog) -> dict[str, Any]:
    """For the table of figures: ``indicators`` that people report, and ``before``: scope -> period -> indicator ->
    numerator, denominator, value as they were reported (null where nobody said) and the record that says so; ``demo``
    are demonstration scopes."""
    indicators = {
        record.id: {
            "t": record.title,
            "u": record.unit,
            "forms": text.unit_forms(record.unit),
            "share": record.type == "share",
            "people": counts_people(record, catalog.small_group),
            "n": record.numerator,
            "d": record.denominator,
            "digits": record.digits,
            "per": record.periodicity,
            "in": list(record.territories),
            "demo": record.demo,
        }
        for record in catalog.all_shown("indicators")
        if record.status != "archived" and not record.computed
    }
    before: dict[str, dict[str, dict[str, list[str | None]]]] = {}
    for found in catalog.readings.values():
        for reading in found:
            if reading.origin == "declared" and not reading.hidden and reading.indicator in indicators:
                figures = (reading.numerator, reading.denominator, reading.value)
                row = [None if figure is None else f"{figure.normalize():f}" for figure in figures]
                row[2] = row[2] if row[1] is None else None
                row.append(reading.record.id)
                before.setdefault(reading.scope, {}).setdefault(str(reading.period), {})[reading.indicator] = row
    demo = sorted(record.key for kind in SCOPES for record in catalog.all_shown(kind) if record.demo)
    return {"indicators": indicators, "before": dict(sorted(before.items())), "demo": demo}


#: forge -> the parameter of an address by which its form for a record opens, names of those for title and text
_ISSUE = {
    "github": (("template", "zapis.yml"), ("title", "tekst")),
    "gitea": (("template", ".forgejo/issue_template/zapis.yml"), ("title", "body")),
    "gitlab": (("issuable_template", "Прислать запись"), ("issue[title]", "issue[description]")),
}


def _submit(submit: Submit) -> dict[str, Any]:
    """How the form is sent: ``way``, ``new`` (a new file), ``mail``, and for the way ``issue`` the ``forge``, where
    (``at``) a new issue opens, the parameter of its ``form`` and the ``names`` of those for title and text."""
    out: dict[str, Any] = {"way": submit.way, "new": submit.new_file, "mail": submit.mail}
    if submit.issues:
        its_form, names = _ISSUE[submit.forge]
        out["issue"] = {"forge": submit.forge, "at": submit.issues, "form": its_form, "names": names}
    return out


def _needed(form: Form) -> list[list[str]]:
    """What a record of this kind needs before it is published, though it may be sent without: field, label."""
    return [[question.name, question.label] for question in form.questions if question.to_publish]


def _question(question: Question, owner: type[BaseModel]) -> dict[str, Any]:
    """``n`` name, ``l`` label, ``w`` widget, ``t`` what is written on a line, ``h`` help, ``e`` example, ``r`` needed,
    ``p`` needed before it is published,
    ``o`` options, ``f`` file of options below ``spiski/``, ``max`` longest, ``b`` bounds, ``one`` a member of the list,
    ``q`` questions of the group, ``if`` [sibling, values]."""
    field = fields(owner)[question.name]
    out = {
        "n": question.name,
        "l": question.label,
        "w": question.widget,
        "t": _type(question, owner),
        "h": _FILE_HELP[owner is Attachment] if question.is_file else question.help,
        "e": "" if question.options or question.references or question.is_file else question.example,
        "r": int(question.required),
        "p": int(question.to_publish),
        "o": () if question.references else question.options,
        "f": _list_name(question) if question.references else "",
        "max": question.longest,
        "b": field.bounds,
        "one": _member(field) if question.widget == "groups" else "",
        "q": [_question(part, field.group) for part in question.questions] if field.group else (),
        "if": question.when,
    }
    return {key: value for key, value in out.items() if value}


def question_to_check(question: Question, owner: type[BaseModel]) -> dict[str, Any]:
    """What ``rules.js`` has to know of a question, without what only a form shows."""
    shown = ("h", "o", "f", "p", "one")
    found = {key: value for key, value in _question(question, owner).items() if key not in shown}
    group = fields(owner)[question.name].group
    inner = [question_to_check(part, group) for part in question.questions] if group else []
    return found | ({"q": inner} if inner else {})


#: how the scripts read the text of a field
_TYPES = {dt.date: "day", int: "int", Decimal: "number", Moment: "moment", Period: "period", MeasureNumber: "measure"}


def _type(question: Question, owner: type[BaseModel]) -> str:
    """How the text of a field is read: one of ``_TYPES``, "url", "zone", nothing; where a file itself is asked for
    "file", which is a picture, or "document"."""
    if question.is_file:
        return "document" if owner is Attachment else "file"
    if question.path == "timezone":
        return "zone"
    return "url" if question.pattern == URL_PATTERN else _TYPES.get(question.type, "")


def _member(field: Field) -> str:
    """What one group of the list is called over its questions."""
    return field.noun.one.capitalize() if field.noun else "Запись"


def _offered(question: Question) -> list[tuple]:
    """Id or address, title, and 1 for a demonstration record."""
    return [(value, title, 1) if value in question.demo else (value, title) for value, title in question.options]


def _list_name(question: Question) -> str:
    return "-".join(question.references)


def _every(found: tuple[Question, ...]) -> Iterator[Question]:
    for question in found:
        yield question
        yield from _every(question.questions)


def _bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
