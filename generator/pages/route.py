"""«Мой маршрут»: a self-diagnosis on the reader's device and an individual route (ИОМ) made of what the base offers.

Nothing of a person is known here, and nothing that he asks for tells the server anything: the page takes one file with
all questionnaires and the offers of all areas and territories. So the file is bounded, whatever the base: of practices
the best of each area and subject, of what belongs to a territory a fair share of each.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed import lifetimes
from generator.pages.facets import FACETS, facet
from generator.pages.labels import translated_label
from generator.pages.views.community import event_state
from generator.pages.views.dates import AHEAD, date_state, is_over
from generator.pages.views.learning import diagnostics_view, proven_first
from generator.records import KINDS
from generator.records.events import Event
from generator.records.learning import Course, Diagnostics, Track
from generator.records.organizations import Association, Organization
from generator.records.practices import Practice
from generator.records.territories import District, Region, Territory
from generator.text.language import tr

#: what belongs to a territory, in the order of the file, and everything that is offered
Placed = Association | Course | Event | Track
PLACED: tuple[type[Placed], ...] = (Association, Course, Event, Track)
RouteOffer = Practice | Placed

ROUTE_PAGE = "marshrut/index.md"
ROUTE_DATA = "marshrut/dannye.json"
ROUTE_BLANK = "marshrut/marshrut-blank.docx"

#: practices of an area whatever their subject, practices of an area that name a subject, offers that belong to places
BEST_OF_AREA, BEST_OF_SUBJECT, MOST_OF_PLACES = 12, 2, 2000
#: whom a route is for: what is offered to others alone (methodists, heads) stays out
TEACHERS = frozenset(
    ("teachers", "primary-teachers", "young-teachers", "class-teachers", "preschool-teachers", "additional-teachers",
     "college-teachers", "special-teachers", "mentors", "subject-leaders")
)  # fmt: skip
#: the vocabulary's name for a centre of continuous education (ЦНППМ)
CENTRE = "tsnppm"


@dataclass(frozen=True)
class RoutePhase:
    """A phase of methodical support, as documents/statia-metodicheskoe-soprovozhdenie names them; ``kinds`` of records
    that are offered for it."""

    id: str
    title: str
    about: str
    kinds: tuple[str, ...] = ()


ROUTE_PHASES = (
    RoutePhase("prepare", "Подготовительный этап", "понять, что уже получается, и договориться, с кем идти",
               ("associations",)),
    RoutePhase("work", "Основной этап", "учиться и пробовать; по дороге — промежуточные оценки",
               ("practices", "courses", "events", "tracks")),
    RoutePhase("assess", "Оценочный этап", "посмотреть, что изменилось, тем же инструментом"),
)  # fmt: skip


@dataclass(frozen=True)
class RouteStep:
    """What belongs to any route and is no record: ``id`` stands in links, so it is forever."""

    id: str
    phase: str
    title: str
    form: str


ROUTE_STEPS = (
    RouteStep("diagnostika", "prepare", "Самодиагностика", "самоанализ"),
    RouteStep("razgovor", "prepare", "Обсудить маршрут с наставником, тьютором или коллегой", "консультация"),
    RouteStep("urok-kollegi", "work", "Посмотреть урок коллеги и разобрать его вместе", "взаимное посещение"),
    RouteStep("moi-urok", "work", "Пригласить коллегу на свой урок с одним вопросом", "взаимное посещение"),
    RouteStep("povtor", "assess", "Повторить самодиагностику по запланированным областям", "самоанализ"),
    RouteStep("rasskaz", "assess", "Рассказать коллегам, что вышло", "передача опыта"),
)
#: columns of the tables of aims, of a route, of its assessments and of its end, on paper and in the file of Word
ROUTE_COLUMNS = ("Содержание", "Форма", "Срок", "Ожидаемый результат", "Отметка о выполнении")
AIM_COLUMNS = ("Область", "Цель: что буду уметь и к какому сроку")
#: headings of the route on paper and in the file of Word
ROUTE_HEADINGS = {
    "title": "Индивидуальный образовательный маршрут",
    "strong": "Что получается:",
    "wish": "Что хочу развить:",
    "checks": "Промежуточные оценки",
    "end": "Итоговая оценка",
}
CHECK_COLUMNS = ("Срок", "Что вышло", "Что меняем в маршруте", "Отметка")
END_COLUMNS = ("Область", "Что теперь получается и чем это видно")


#: the scripts of the page, which it asks for at once
_SCRIPTS = (
    "again", "calendar", "choosing", "found", "fragment", "items", "kept", "memory", "months", "plan", "proposal",
    "questions", "received", "route", "tables", "taking", "told", "word",
)  # fmt: skip
ROUTE_SCRIPTS = (*(f"route/{name}" for name in _SCRIPTS), "own/shapes", "own/store", "shared/ui")


def view(catalog: Catalog, blank_size: int) -> dict[str, Any]:
    """The page without its script: the questionnaires on paper, the phases and the blank (``blank_size`` in bytes)."""
    return {
        "questionnaires": _questionnaires(catalog),
        "phases": _phases(),
        "blank": ROUTE_BLANK,
        "blank_size": blank_size,
        "data": ROUTE_DATA.rpartition("/")[2],
        "modules": ROUTE_SCRIPTS,
    }


def has_route(catalog: Catalog) -> bool:
    """Return whether the base has the page: it begins with a self-diagnostics."""
    return "diagnostics" in catalog.kinds


def files(catalog: Catalog, site_name: str) -> Iterator[tuple[str, bytes]]:
    """The one file that the page takes: path on the site -> bytes."""
    if has_route(catalog):
        yield ROUTE_DATA, json.dumps(route_data(catalog, site_name), ensure_ascii=False, separators=(",", ":")).encode()


def route_data(catalog: Catalog, site_name: str) -> dict[str, Any]:
    """What the page needs to know.

    ``site``: its name. ``areas``: id, label, description. ``places``: address, title, number of the region or -1, 1 for
    a demonstration one. ``tests``: questionnaires, see :func:`_questionnaire`. ``phases``: id, title, what for, kinds.
    ``steps``: id, phase, title, form. ``offers`` and ``demo``: records, see :func:`_row`. ``centres`` (ЦНППМ): title,
    address, site, number of the place. ``subjects``, ``levels``: id, label. ``kinds``: by kind its heading and the
    filters of its listing. ``words``: columns of tables, ``headings`` what stands above them.
    """
    places = [*_places(catalog)]
    number = {place.key: n for n, place in enumerate(places)}
    areas = [(t.id, t.label, t.description or "") for t in _areas(catalog)]
    area_number = {area[0]: n for n, area in enumerate(areas)}

    def rows(demo: bool) -> list[dict[str, Any]]:
        chosen = [*_practices(catalog, demo), *_of_places(catalog, demo), *_advised(catalog, demo)]
        unique = list({record.key: record for record in chosen}.values())
        levels = facet("practices", "levels").answers(catalog, [r for r in unique if r.kind == "practices"])
        return [_row(catalog, record, number, area_number, levels) for record in unique]

    return {
        "site": site_name,
        "areas": areas,
        "places": [(p.key, p.title, number.get(f"regions/{p.region}", -1) if isinstance(p, District) else -1,
                    int(p.demo)) for p in places],
        "tests": [_questionnaire(catalog, one) for one in _questionnaires(catalog)],
        "phases": [(p.id, p.title, p.about, p.kinds) for p in _phases()],
        "steps": [(s.id, s.phase, tr(s.title), tr(s.form)) for s in ROUTE_STEPS],
        "offers": rows(False),
        "demo": rows(True),
        "centres": [(o.title, o.key, o.site or "", number.get(o.territory or "", -1)) for demo in (False, True)
                    for o in catalog.listed_of(Organization, demo=demo) if o.type == CENTRE],
        "subjects": _terms(catalog, "subjects"),
        "levels": _terms(catalog, "levels"),
        "kinds": {kind: (tr(KINDS[kind].heading), [f.key for f in FACETS.get(kind, ()) if not f.named])
                  for p in ROUTE_PHASES for kind in p.kinds},
        "words": {"aims": AIM_COLUMNS, "plan": ROUTE_COLUMNS, "checks": CHECK_COLUMNS, "end": END_COLUMNS},
        "headings": ROUTE_HEADINGS,
    }  # fmt: skip


def _phases() -> list[RoutePhase]:
    return [replace(phase, title=tr(phase.title), about=tr(phase.about)) for phase in ROUTE_PHASES]


def _areas(catalog: Catalog) -> list[Any]:
    return sorted(catalog.vocabularies["areas"].terms, key=lambda t: (t.order or 10**6, t.id))


def _terms(catalog: Catalog, vocabulary: str) -> list[tuple[str, str]]:
    terms = sorted(catalog.vocabularies[vocabulary].terms, key=lambda t: (t.order or 10**6, t.id))
    return [(term.id, term.label) for term in terms]


def _questionnaires(catalog: Catalog) -> list[Diagnostics]:
    """Real ones first; those that go by the five areas of the vocabulary's beginning before others."""
    order = {term.id: n for n, term in enumerate(_areas(catalog))}

    def first(one: Diagnostics) -> tuple[Any, ...]:
        return one.demo, min(order.get(s.area, len(order)) for s in one.statements), text.collate(one.title), one.id

    return sorted((one for demo in (False, True) for one in catalog.listed_of(Diagnostics, demo=demo)), key=first)


def _questionnaire(catalog: Catalog, record: Diagnostics) -> dict[str, Any]:
    """``k``, ``t``: address and title; ``demo``; ``scale``: points with their words; ``areas``: ``id``, ``s`` the
    statements (key, words, document), ``a`` the thresholds (below, document), ``first`` the addresses advised. A
    document is (title, address); without one the words are the editors' own."""
    shown = diagnostics_view(catalog, record)
    return {
        "k": record.key,
        "t": record.title,
        "demo": int(record.demo),
        "scale": [(point.value, point.label) for point in shown["scale"]],
        "areas": [
            {
                "id": area["id"],
                "s": [(statement_key(record, s), s.text, _document(catalog, s.source)) for s in area["statements"]],
                "a": [(advice.below, _document(catalog, advice.source)) for advice, _, _ in area["advice"]],
                "first": [r.key for _, _, targets in area["advice"] for r in targets],
            }
            for area in shown["areas"]
        ],
    }


def statement_key(record: Diagnostics, statement: Any) -> str:
    """By what an answer is remembered: the same words in the same area keep it, whatever stands before them."""
    return hashlib.sha256(f"{record.id}\n{statement.area}\n{statement.text}".encode()).hexdigest()[:10]


def _document(catalog: Catalog, its_id: str | None) -> tuple[str, str] | None:
    document = catalog.get("documents", its_id)
    return (document.title, document.key if catalog.is_shown(document) else "") if document else None


def _places(catalog: Catalog) -> Iterator[Territory]:
    for model in (Region, District):
        for demo in (False, True):
            yield from (p for p in catalog.listed_of(model, demo=demo) if lifetimes.exists_on(p, catalog.today))


def _practices(catalog: Catalog, demo: bool) -> Iterator[Practice]:
    """The best of each area, and the best of each area that name a subject."""
    taken: Counter[tuple[str, str]] = Counter()
    for practice in sorted(catalog.listed_of(Practice, demo=demo), key=lambda p: proven_first(catalog, p)):
        cells = [(area, subject) for area in practice.areas for subject in ("", *practice.subjects)]
        if any(taken[cell] < (BEST_OF_SUBJECT if cell[1] else BEST_OF_AREA) for cell in cells):
            taken.update(cells)
            yield practice


def _of_places(catalog: Catalog, demo: bool) -> list[Placed]:
    """What belongs to territories: of each territory and area the first, then of each the second, up to a bound."""
    taken: Counter[tuple[str, str, str]] = Counter()
    ranked: list[tuple[int, int, Placed]] = []
    for model in PLACED:
        own = (one for one in catalog.listed_of(model, demo=demo) if _is_offered(catalog, one))
        for record in sorted(own, key=_soonest):
            cells = [(record.kind, record.territory or "", area) for area in record.areas or ("",)]
            ranked.append((min(taken[cell] for cell in cells), len(ranked), record))
            taken.update(cells)
    return [record for _, _, record in sorted(ranked, key=lambda one: one[:2])[:MOST_OF_PLACES]]


def _advised(catalog: Catalog, demo: bool) -> Iterator[RouteOffer]:
    """What the questionnaires themselves advise."""
    for test in catalog.listed_of(Diagnostics, demo=demo):
        for record in (catalog.find(key) for advice in test.advice for key in advice.records):
            if isinstance(record, RouteOffer) and catalog.is_shown(record) and _is_offered(catalog, record):
                yield record


def _is_offered(catalog: Catalog, record: RouteOffer) -> bool:
    """Return whether it is for teachers and may still be chosen."""
    if isinstance(record, Practice):
        return True
    if record.audience and TEACHERS.isdisjoint(record.audience):
        return False
    if isinstance(record, Event):
        return event_state(catalog, record) in AHEAD
    return not (isinstance(record, Course) and is_over(record.valid_to, catalog.today))


def _soonest(record: Placed) -> tuple[Any, ...]:
    """Events by their day; the others as they are listed."""
    return (record.start.order,) if isinstance(record, Event) else ()


def _row(
    catalog: Catalog,
    record: RouteOffer,
    places: Mapping[str, int],
    areas: Mapping[str, int],
    levels: Mapping[str, Iterable[str]],
) -> dict[str, Any]:
    """One offer: ``k`` address, ``t`` title, ``f`` form in words; where known: ``a`` numbers of areas, ``p`` number of
    the place, ``s`` subjects and ``l`` classes of a practice, ``d`` days or months [from, to] that are ahead."""
    dated = [(str(start)[:10], str(end or start)[:10]) for start, end in _ahead(catalog, record)]
    row: dict[str, Any] = {
        "a": [areas[one] for one in record.areas if one in areas],
        "p": places.get(record.territory or "", -1),
        "s": list(record.subjects) if isinstance(record, Practice) else [],
        "l": sorted(levels.get(record.key, ())),
        "d": dated[:1],
    }
    kept = {key: value for key, value in row.items() if value not in ([], -1)}
    return {"k": record.key, "t": catalog.title_of(record), "f": _form(catalog, record), **kept}


def _ahead(catalog: Catalog, record: RouteOffer) -> list[tuple[Any, Any]]:
    if isinstance(record, Event):
        return [(record.start, record.end)]
    if not isinstance(record, Course):
        return []
    coming = [(s.start, s.end) for s in record.sessions if date_state(s.start, s.end, catalog.today) in AHEAD]
    return sorted(coming, key=lambda pair: pair[0].order)


def _form(catalog: Catalog, record: RouteOffer) -> str:
    """In which form one learns, in the words of the table of a route."""
    if isinstance(record, Practice):
        return tr("проба на своём уроке")
    if isinstance(record, Track):
        return tr("трек развития")
    if isinstance(record, Association):
        return _lower(catalog.label("association-kinds", record.type))
    hours = text.plural(record.hours, "час", "часа", "часов") if isinstance(record, Course) and record.hours else ""
    kind = tr("курс") if isinstance(record, Course) else _lower(catalog.label("event-kinds", record.type))
    return ", ".join(filter(None, [kind, hours, translated_label(record, "mode") or ""]))


def _lower(words: str) -> str:
    """«Вебинар» inside a sentence; an abbreviation stays."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


__all__ = ["files", "route_data", "statement_key", "view"]
