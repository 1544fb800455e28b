"""Where open data, feeds and calendars lie on the site: addresses that stay, for those who make the files and for the
pages that lead to them; and what the page «Открытые данные» shows.

What lies beside the page of a record has one name in every folder, so that all pages of a kind say the same of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from generator.catalog import Catalog
from generator.catalog.computed import roadmap
from generator.records import KINDS, Record, VocabularyTerm
from generator.records.events import Event, Series
from generator.records.practices import Practice
from generator.records.programmes import Programme
from generator.records.territories import District, Region
from generator.text.language import tr

OPEN_DATA = "dannye"
OPEN_DATA_PAGE = f"{OPEN_DATA}/index.md"
#: what is published there keeps its names and columns as long as this number stands in the address
VERSION = "v1"
DATA_FOLDER = f"{OPEN_DATA}/{VERSION}"
DEMO_FOLDER = f"{DATA_FOLDER}/demo"
SCHEMAS_FOLDER = f"{DATA_FOLDER}/schemas"
#: of figures the data tell what the pages of indicators tell, not what the records of the kind «values» hold
FIGURES = "indicator_values"
#: the lists of terms
VOCABULARIES_FILE = "vocabularies.json"

RECORD_FILE = "zapis.json"
LIST_FILE = "spisok.csv"
CALENDAR_FILE = "kalendar.ics"
#: what stands in a table of a page, beside it
ROADMAP_FILE, SPOTS_FILE = "dorozhnaia-karta.xlsx", "belye-piatna.csv"
#: the kinds whose lists by term have something to subscribe to: such a list keeps its page when nothing is in it
FOLLOWED = (Practice.kind, Event.kind)
#: new and changed records, to be told of them: Atom and JSON Feed
FEED_FILES = ("novosti.atom", "novosti.json")


def data_folder(*, demo: bool = False) -> str:
    """The folder of the data, real or demonstration ones."""
    return DEMO_FOLDER if demo else DATA_FOLDER


def record_file(record: Record) -> str:
    """The path of the data of one record, beside its page."""
    return f"{record.key}/{RECORD_FILE}"


def schema_file(name: str) -> str:
    """The path of the JSON Schema of a kind, or of another file of the data."""
    return f"{SCHEMAS_FOLDER}/{name}.json"


def subject_folder(kind: str, term: str) -> str:
    """The folder of the list of one subject, where its calendar or feed lies."""
    return f"{kind}/po/subjects/{term}"


def stage_calendar(number: int) -> str:
    """The file of one stage of a contest, beside the page of its event or series."""
    return f"etap-{number}.ics"


def stages_ahead(catalog: Catalog, record: Event | Series) -> dict[int, str]:
    """The calendars of the stages that have a term and are not over, by number."""
    stages = record.contest.stages if record.contest and record.status == "published" else ()
    terms = {number: stage.when.all_parts for number, stage in enumerate(stages, 1) if stage.when}
    last = {number: [roadmap.last_day(part, part.start, part.end) for part in parts] for number, parts in terms.items()}
    return {its: stage_calendar(its) for its, days in last.items() if any(day and day >= catalog.today for day in days)}


def beside_term_list(catalog: Catalog, kind: str, vocabulary: str, its_id: str, number: int = 1) -> dict[str, Any]:
    """Whether feeds and a calendar lie beside the first page of a list by term, and what is in the calendar."""
    of_subject = vocabulary == "subjects" and number == 1
    term = catalog.term(vocabulary, its_id) if of_subject and kind == Event.kind else None
    return {
        "feeds": of_subject and kind == Practice.kind,
        "calendar": term is not None,
        "filled": count_announced(events_of_subject(catalog, term)) if term else None,
    }


def subjects(catalog: Catalog) -> tuple[VocabularyTerm, ...]:
    """The subjects that there are."""
    return catalog.vocabularies["subjects"].terms if "subjects" in catalog.vocabularies else ()


def has_calendar(event: Event) -> bool:
    """Return whether a calendar can show when an event is: at least its month is known, and of which year."""
    known = bool(event.start.year) and event.start.precision != "year"
    return event.status == "published" and known and (event.end is None or event.end.precision != "month-only")


def events_of_base(catalog: Catalog) -> list[Event]:
    """The events that the calendar of the whole base is about."""
    return [event for event in catalog.shown_of(Event) if event.status == "published" and not event.demo]


def events_of_subject(catalog: Catalog, term: VocabularyTerm) -> list[Event]:
    """Those of the calendar of a subject."""
    names = {term.id, *term.aliases}
    return [event for event in events_of_base(catalog) if not names.isdisjoint(event.subjects)]


def events_at(catalog: Catalog, place: Record) -> list[Event]:
    """Those of the calendar of a territory: a region's with its districts, a district's with its region; invented ones
    only where the territory is invented."""
    region = catalog.one(Region, place.region) if isinstance(place, District) else None
    places = (place, *catalog.linked(place, "districts.region"), *([region] if region else []))
    found = (event for one in places for event in catalog.referring(Event, one, "territory"))
    return [event for event in found if event.status == "published" and event.demo == place.demo]


def count_announced(events: Iterable[Event]) -> tuple[int, int]:
    """How many events stand in a calendar about ``events``, and how many are left out: nobody has named their month and
    year."""
    events = list(events)
    shown = sum(map(has_calendar, events))
    return shown, len(events) - shown


def site_address(site: str, path: str) -> str:
    """The whole address of a file; from the root of the site where that has not told its own."""
    return f"{site.rstrip('/')}/{path}" if site else f"/{path}"


def has_figures(catalog: Catalog) -> bool:
    """Return whether the base has indicators at all, whose values are a table of their own."""
    return "indicators" not in catalog.without


def view(catalog: Catalog) -> dict[str, Any]:
    """What the page says: how many records of which kind the files hold."""
    return {
        "tables": list(_kinds(catalog)),
        "folder": VERSION,
        "where": site_address(catalog.site or tr("https://адрес-сайта"), f"{DATA_FOLDER}/"),
        "has_demo": catalog.has_own_demo,
        "figures": FIGURES if has_figures(catalog) else "",
        "examples": data_questions(catalog),
        "elsewhere": [(base, f"{base.url}{OPEN_DATA}/") for base in catalog.joined_bases if base.url],
    }


def _kinds(catalog: Catalog) -> Iterator[tuple[str, str, int]]:
    for kind in catalog.paged:
        yield kind, tr(KINDS[kind].heading), len(catalog.own_public(kind))


@dataclass(frozen=True)
class DataQuestion:
    """A question and the command that answers it from the database; the tests run it word for word. ``{title}`` and
    ``{id}`` stand for a programme; ``kinds`` are those whose tables it asks."""

    question: str
    command: str
    kinds: tuple[str, ...] = ()


_ASK = 'sqlite3 -header -csv metodoteka.sqlite "\n{}"'
_QUESTIONS = (
    DataQuestion(
        "Какие есть практики по математике и чем они подтверждены?",
        _ASK.format("""\
SELECT title, subjects_label, evidence_level, evidence_level_label, url
FROM practices
WHERE subjects LIKE '%matematika%'
ORDER BY evidence_level DESC, title"""),
        ("practices",),
    ),
    DataQuestion(
        "Какие значения у всех показателей во всех районах — и где значений нет?",
        _ASK.format("""\
SELECT i.title AS indicator, d.title AS district, v.period,
  v.value, v.unit, coalesce(v.state_label, 'нет данных') AS state
FROM indicators i CROSS JOIN districts d
LEFT JOIN indicator_values v
  ON v.indicator = i.id AND v.scope = 'districts/' || d.id
ORDER BY i.title, d.title, v.period_first"""),
        ("indicators", "districts"),
    ),
    DataQuestion(
        "Какие мероприятия в дорожной карте программы «{title}», когда они и кто за них отвечает?",
        _ASK.format("""\
SELECT m.number, m.title, m.[when], m.when_label, group_concat(
  coalesce(r.organization_title, r.association_title, r.role), ', '
) AS responsible
FROM programmes_roadmap_measures m
LEFT JOIN programmes_roadmap_measures_responsible r
  ON r.record_id = m.record_id AND r.row LIKE m.row || '.%'
WHERE m.record_id = '{id}'
GROUP BY m.row
ORDER BY CAST(m.row AS INTEGER)"""),
        ("programmes",),
    ),
    DataQuestion(
        "Какие мероприятия и когда проходят?",
        _ASK.format("""\
SELECT start, [end], timezone, start_iso, title, state_label, territory_title, organizer_title, url
FROM events
ORDER BY start_first, title"""),
        ("events",),
    ),
    DataQuestion(
        "Что появилось и изменилось с сентября?",
        _ASK.format("""\
SELECT kind_label, title, updated, first_published, url
FROM records
WHERE updated >= '2026-09-01' OR first_published >= '2026-09-01'
ORDER BY updated DESC, kind, id"""),
    ),
)


def data_questions(catalog: Catalog) -> tuple[DataQuestion, ...]:
    """The questions that the data of this base answer: what asks of a roadmap asks of the first programme that has one,
    and is left out where none has."""
    found = (record for record in catalog.own_public(Programme.kind) if isinstance(record, Programme))
    programme = next((one for one in found if one.roadmap), None)
    kept = [one for one in _QUESTIONS if catalog.without.isdisjoint(one.kinds)]
    return tuple(_about(programme, one) for one in kept if programme or "{id}" not in one.command)


def _about(programme: Programme | None, question: DataQuestion) -> DataQuestion:
    if programme is None or "{id}" not in question.command:
        return DataQuestion(tr(question.question), question.command)
    title = programme.short_title or programme.title
    return replace(
        question,
        question=tr(question.question).replace("{title}", title),
        command=question.command.replace("{id}", programme.id),
    )
