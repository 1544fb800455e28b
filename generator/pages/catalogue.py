"""The compact file by which a listing becomes a filterable one, and the texts of its cards.

``<kind>/katalog.json`` has what filters and sorts need and the titles: f(catalog) -> bytes. The short texts lie apart,
twenty records a file (``katalog-1.json``): a browser takes only those of the cards it shows. The script
``theme/mkdocs/assets/javascripts/catalogue.js`` reads both; the short keys are explained here alone.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.pages import environment, listings
from generator.pages.facets import Facet, facets_of
from generator.records import KINDS, Record

Sort = tuple[str, str, int, Callable[[Catalog, Record], Any]]

CHUNK = 20
#: a filter whose every value has more than nine records in ten, or fewer than one in twenty, helps nobody to choose
NEARLY, HARDLY = 0.9, 0.05
#: fewer real records than these say nothing about a filter
FEW = 5
CATALOGUE = "katalog.json"


def files_of_kind(templates: environment.Templates, catalog: Catalog, kind: str) -> Iterator[tuple[str, bytes]]:
    """Those of a kind, where it has facets: path on the site -> bytes."""
    if facets_of(catalog, kind):
        records = ordered(catalog, kind)
        yield f"{kind}/{CATALOGUE}", _bytes(index(catalog, kind, records))
        for number, chunk in enumerate(_chunks(records), start=1):
            yield f"{kind}/katalog-{number}.json", _bytes(card_texts(templates, kind, chunk))


def ordered(catalog: Catalog, kind: str) -> list[Record]:
    """Every listed record in the order of the plain listing: real ones, then demonstration ones."""
    return [
        record for demo in (False, True) for _, group in listings.arranged(catalog, kind, demo=demo) for record in group
    ]


def index(catalog: Catalog, kind: str, records: Sequence[Record]) -> dict[str, Any]:
    """What filters and sorts need, column by column; the n-th entry of every list is about the n-th record.

    ``real``: so many records come first, the rest are demonstration ones; ``chunk``: records in a file of texts;
    ``word``: the kind for one, few, many. A facet has its name in the address (``k``), title (``t``), values (``v``:
    id, label, number of the value above or -1) and the numbers of the values of each record (``r``); where records may
    suit a value without naming it, also the numbers of those (``s``), among them ``all``: it suits every one. ``was``
    are former ids of values with the number of each. ``w`` is there when the facet tells no records apart
    (:func:`_is_idle`).
    ``fit`` are the conditions: ``v`` as above, ``r`` those that are met, ``u`` those of which nobody has said anything,
    ``w`` those that tell no records apart.
    ``size`` holds [from, to] of the class, ``hours`` the hours to prepare, null where nobody has said. ``sorts``: name,
    title, direction, values.
    """
    tried = _tried(records)
    facets = [_facet(catalog, facet, records) for facet in facets_of(catalog, kind)]
    for facet in facets:
        if _is_idle(facet["r"][: len(tried)]):
            facet["w"] = 1
    found: dict[str, Any] = {
        "real": sum(not record.demo for record in records),
        "chunk": CHUNK,
        "word": list(text.word_forms(*KINDS[kind].label)),
        "ids": [record.id for record in records],
        "titles": [catalog.title_of(record) for record in records],
        "facets": [facet for facet in facets if facet["v"]],
        "sorts": [
            {"k": k, "t": text.tr(t), "d": d, "r": [of(catalog, r) for r in records]} for k, t, d, of in _sorts(kind)
        ],
        "first": text.tr(DEFAULT_SORT_LABELS.get(kind, BY_TITLE)),
    }
    if kind in DEFAULT_SORT_LABELS:
        alphabet = sorted(records, key=lambda r: (text.collate(catalog.title_of(r)), r.id))
        place = {record.key: n for n, record in enumerate(alphabet)}
        found["sorts"].append({"k": "title", "t": text.tr(BY_TITLE), "d": 1, "r": [place[r.key] for r in records]})
    if kind == "practices":
        found["fit"] = _conditions(records)
        found["size"] = [_class_size(record) for record in records]
        found["hours"] = [prepare_hours(catalog, record) for record in records]
    return found


def _conditions(records: Sequence[Record]) -> dict[str, Any]:
    """The conditions that any record meets, as :func:`index` tells."""
    known = [one for one in FIT_CONDITIONS if any(one[2](record) for record in records)]
    parts = [[met(record) for _, _, met in known] for record in records]
    tried = parts[: len(_tried(records))]
    return {
        "v": [[key, text.tr(label)] for key, label, _ in known],
        "r": [[n for n, met in enumerate(one) if met] for one in parts],
        "u": [[n for n, met in enumerate(one) if met is None] for one in parts],
        "w": [n for n in range(len(known)) if _is_idle([[n] if one[n] else [] for one in tried])],
    }


def _tried(records: Sequence[Record]) -> Sequence[Record]:
    """The records by which a filter is judged: the real ones, which come first; all where those are few."""
    real = [record for record in records if not record.demo]
    return real if len(real) >= FEW else records


def _is_idle(values: Sequence[Sequence[int]]) -> bool:
    """Return whether no value tells the records apart: each has nearly all of them, or hardly any. ``values`` are those
    of every record."""
    counted = Counter(value for own in values for value in own)
    return not any(HARDLY * len(values) <= n <= NEARLY * len(values) for n in counted.values())


def card_texts(templates: environment.Templates, kind: str, records: Sequence[Record]) -> dict[str, list[str]]:
    """By id: the summary (plain text) and the line at the foot of the card (HTML, the same as in the plain listing)."""
    feet = templates.render("card_feet.j2", f"{kind}/index.md", records=records).split("<!---->")
    return {record.id: [record.summary or "", foot.strip()] for record, foot in zip(records, feet, strict=True)}


def _facet(catalog: Catalog, facet: Facet, records: Sequence[Record]) -> dict[str, Any]:
    answered = facet.answered(catalog, records)
    values = facet.values(catalog, records, answered)
    number = {value.id: n for n, value in enumerate(values)}

    def column(given: Iterable[frozenset[str]]) -> list[list[int]]:
        return [sorted(number[value] for value in its if value in number) for its in given]

    answers = [answered[record.key] for record in records]

    made = {
        "k": facet.key,
        "t": text.tr(facet.title),
        "v": [[value.id, value.label, number.get(value.parent, -1)] for value in values],
        "r": column(its.named for its in answers),
    }
    terms = {value.id: catalog.term(facet.vocabulary, value.id) for value in values}
    if former := {alias: number[its_id] for its_id, term in terms.items() if term for alias in term.aliases}:
        made["was"] = former  # a link that was sent with the name that a term had then
    if facet.everyone in number:
        made |= {"s": column(its.fitting for its in answers), "all": number[facet.everyone]}
    return made


def _chunks(records: Sequence[Record]) -> list[Sequence[Record]]:
    return [records[start : start + CHUNK] for start in range(0, len(records), CHUNK)]


def _bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


# --- conditions: met, not met, or nobody has said (None) --------------------------------------------------------------


def _small_school(record: Record) -> bool | None:
    raw = record.conditions and record.conditions.small_school
    return raw in ("suits", "with-changes") if raw else None


def _offline(record: Record) -> bool | None:
    raw = record.conditions and record.conditions.internet
    return raw != "required" if raw else None


def _no_projector(record: Record) -> bool | None:
    raw = record.conditions.equipment if record.conditions else ()
    return not {"projector", "interactive-board"} & set(raw) if raw else None


def _simple(record: Record) -> bool | None:
    raw = record.conditions.equipment if record.conditions else ()
    return {"none", "paper", "whiteboard"}.issuperset(raw) if raw else None


def _handed_out(record: Record) -> bool | None:
    return bool(record.handouts)


FIT_CONDITIONS: tuple[tuple[str, str, Callable[[Record], bool | None]], ...] = (
    ("simple", "Хватит доски, тетрадей и бумаги", _simple),
    ("sheets", "Есть готовые листы, чтобы раздать", _handed_out),
    ("small", "Школа малокомплектная", _small_school),
    ("offline", "Интернета нет", _offline),
    ("no-projector", "Проектора и экрана нет", _no_projector),
)


def _class_size(record: Record) -> list[int | None] | None:
    c = record.conditions
    return None if c is None or c.class_size_min is c.class_size_max is None else [c.class_size_min, c.class_size_max]


def prepare_hours(catalog: Catalog, record: Record) -> float | None:
    """Hours to prepare, None where nobody has said."""
    hours = record.conditions.prepare_hours if record.conditions else None
    return None if hours is None else int(hours) if hours == int(hours) else float(hours)


# --- orders ----------------------------------------------------------------------------------------------------------


def _updated(catalog: Catalog, record: Record) -> int | None:
    return (record.updated - dt.date(2000, 1, 1)).days if record.updated else None


def _evidence(catalog: Catalog, record: Record) -> int:
    return int(catalog.evidence[record.id].level[1:])


def _replicated(catalog: Catalog, record: Record) -> int:
    """How many organisations that have nothing to do with the author had success with it."""
    return catalog.evidence[record.id].applied


def _start(catalog: Catalog, record: Record) -> int | None:
    return record.start.last.toordinal() if record.start.last else None


_NEWEST = ("newest", "Сначала новые", -1, _updated)

BY_TITLE = "По алфавиту"
DEFAULT_SORT_LABELS = {"events": "Сначала ближайшие"}
"""What the order of the plain listing is called, where it is not the alphabet."""

SORTS: dict[str, tuple[Sort, ...]] = {
    "practices": (
        _NEWEST,
        ("evidence", "Сначала лучше доказанные на месте", -1, _evidence),
        ("replicated", "Сначала чаще применённые", -1, _replicated),
        ("preparation", "Сначала те, где меньше готовиться", 1, prepare_hours),
    ),
    "events": (("latest", "Сначала поздние", -1, _start),),
}


def _sorts(kind: str) -> tuple[Sort, ...]:
    return SORTS.get(kind, (_NEWEST,))
