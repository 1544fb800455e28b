"""Programmes: the passport, the roadmap by occurrences, targets against values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed import roadmap
from generator.catalog.computed.readings import judge
from generator.catalog.computed.roadmap import Occurrence
from generator.pages import charts, labels
from generator.pages.views import amounts, references
from generator.pages.views.agenda import agenda
from generator.pages.views.value_lines import Sources, ValueLine, format_reading
from generator.records import Record
from generator.records.common import Party
from generator.records.numbering import MeasureNumber
from generator.records.programmes import Indicator, Measure, Programme, Progress, Proof
from generator.records.times import Month


@dataclass(frozen=True)
class Tally:
    """How far a roadmap is: ``counts`` are (state, its word, how many) for the states that occur; ``bar`` is SVG."""

    programme: Programme
    total: int
    counts: tuple[tuple[str, str, int], ...]
    bar: Markup

    @property
    def reported(self) -> bool:
        """Return whether the programme reports progress at all."""
        return self.programme.roadmap.reported_on is not None


@dataclass(frozen=True)
class RoadmapRow:
    """A measure of the roadmap: its occurrences as (term in words, state, its word), what the report says of them as
    (term, progress, its proofs with the records they name), and what in the base fulfils it beside the proofs."""

    measure: Measure
    responsible: tuple[tuple[Party, Record | None, str | None], ...]
    occurrences: tuple[tuple[str, str, str], ...]
    reported: tuple[tuple[str, Progress, tuple[tuple[Proof, Record | None], ...]], ...]
    fulfilled_by: tuple[Record, ...]
    parties: tuple[str, ...]  # who answers for it, as the filter of the table names them

    @property
    def states(self) -> list[str]:
        """The states of its occurrences, each once."""
        return list(dict.fromkeys(state for _, state, _ in self.occurrences))

    @property
    def in_short(self) -> str:
        """Its states with their counts, «выполнено: 3, просрочено: 1»: what stands over a folded list of terms."""
        counts = Counter(word for _, _, word in self.occurrences)
        return ", ".join(f"{word}: {count}" for word, count in counts.items())

    @property
    def proofs(self) -> int:
        """How many proofs the report names; a note, or an event of the base that is still to come, is none."""
        return sum(len(named) for _, _, named in self.reported)


@dataclass(frozen=True)
class Goal:
    """A target of the programme and the nearest value of it: that of the target's period, else the latest known."""

    indicator: Indicator
    period: str
    words: str
    wording: str | None
    line: ValueLine


def programme_view(catalog: Catalog, record: Programme) -> dict[str, Any]:
    """Basis, stages, goals against values, the roadmap with its tally and its summary by year, what grew out of it."""
    sources = Sources()
    has_roadmap = record.roadmap is not None
    return {
        "territory": catalog.find(record.territory),
        "approved_by": catalog.get("documents", record.approved_by),
        "basis": [(catalog.get("documents", item.document), item.note) for item in record.basis],
        "stages": [(stage, labels.format_months(stage.start, stage.end)) for stage in record.stages],
        "goals": goals(catalog, record, sources),
        "sources_of_values": sources.listed(catalog),
        "tally": tally(catalog, record) if has_roadmap else None,
        "years": by_year(catalog, record) if has_roadmap else [],
        "rows": roadmap_rows(catalog, record) if has_roadmap else [],
        "agenda": agenda(catalog, record) if has_roadmap else [],
        "line": roadmap_chart(catalog, record) if has_roadmap else Markup(""),
        "parties": parties(catalog, record) if has_roadmap else [],
        "centers": catalog.linked(record, "centers.programme"),
        "happenings": catalog.linked(record, "series.fulfils.programme", "events.fulfils.programme"),
    }


def state_word(catalog: Catalog, state: str) -> str:
    """The state of an occurrence as it stands within a line: the label of the vocabulary in small letters."""
    return catalog.label("roadmap-states", state).lower()


def tally(catalog: Catalog, record: Programme) -> Tally:
    """Counted over all occurrences of all measures."""
    occurrences = _all_occurrences(catalog, record)
    counts = tuple(
        (state, state_word(catalog, state), count)
        for state, count in roadmap.count_states(occurrences).items()
        if count
    )
    title = text.tr("Ход дорожной карты: {title}", title=record.short_title or record.title)
    bar = Markup(charts.states(f"khod-{record.id}", title, counts))
    return Tally(record, len(occurrences), counts, bar)


def tallies(catalog: Catalog, programmes: Iterable[Record]) -> list[tuple[Record, Tally | None]]:
    """Programmes for a list, each with its tally where it has a roadmap."""
    return [(record, tally(catalog, record) if record.roadmap else None) for record in programmes]


def by_year(catalog: Catalog, record: Programme) -> list[tuple[str, int, dict[str, int]]]:
    """How many occurrences fall due (end) in each year, by state; those without a date stand last."""
    groups: dict[int, list[Occurrence]] = {}
    for occurrence in _all_occurrences(catalog, record):
        groups.setdefault(occurrence.end.year if occurrence.end else 0, []).append(occurrence)
    years = sorted(year for year in groups if year)
    named = [(str(year), groups[year]) for year in years]
    if 0 in groups:
        named.append((text.tr("без даты: постоянно, по плану, по графику"), groups[0]))
    return [(name, len(found), roadmap.count_states(found)) for name, found in named]


def roadmap_rows(catalog: Catalog, record: Programme) -> list[RoadmapRow]:
    """The measures in the order of their numbers."""
    fulfilled = _fulfilled(catalog, record)
    measures = sorted(record.roadmap.measures, key=lambda measure: measure.number)
    return [_row(catalog, m, catalog.roadmaps[record.id][m.number], fulfilled.get(m.number, {})) for m in measures]


def _row(
    catalog: Catalog, measure: Measure, occurrences: Sequence[Occurrence], others: Mapping[str, Record]
) -> RoadmapRow:
    proofs = _proofs(catalog, measure)
    dated = [(labels.format_months(o.start, o.end).replace("\u00a0г.", "") if o.start else "", o) for o in occurrences]
    return RoadmapRow(
        measure,
        tuple(references.party_of(catalog, party) for party in measure.responsible),
        tuple((when, o.state, state_word(catalog, o.state)) for when, o in dated),
        tuple(
            (when, p, tuple((item, catalog.find(item.record)) for item in p.proof))
            for when, o in dated
            if (p := o.progress) and (p.date or p.proof or p.note)
        ),
        tuple(other for key, other in others.items() if key not in proofs),
        tuple(dict.fromkeys(value for value, _ in _parties(catalog, measure))),
    )


def roadmap_chart(catalog: Catalog, record: Programme, at=charts.ABOVE) -> Markup:
    """The roadmap on the axis of months as SVG, titles above their bars or beside them."""
    measures = sorted(record.roadmap.measures, key=lambda measure: measure.number)
    drawn = [
        charts.TimelineRow(
            str(measure.number),
            measure.title,
            labels.format_when(measure.when),
            catalog.roadmaps[record.id][measure.number],
        )
        for measure in measures
    ]
    title = text.tr("Дорожная карта на оси времени: {title}", title=record.short_title or record.title)
    last = roadmap.horizon(record, catalog.today)
    term = (record.term.start, Month(last.year, last.month))
    names = {state: state_word(catalog, state) for state in roadmap.STATES}
    return Markup(charts.timeline(f"os-{record.id}", title, drawn, term, catalog.today, names, at))


def parties(catalog: Catalog, record: Programme) -> list[tuple[str, str]]:
    """Everybody who answers for a measure, for the filter of the table: (value, name), in alphabetical order."""
    found = dict(pair for measure in record.roadmap.measures for pair in _parties(catalog, measure))
    return sorted(found.items(), key=lambda pair: (text.collate(pair[1]), pair[0]))


def _parties(catalog: Catalog, measure: Measure) -> list[tuple[str, str]]:
    """An organisation or a community whatever its role there; a role alone by its words."""
    found = []
    for party in measure.responsible:
        body = references.body_of(catalog, party)
        if body is not None:
            found.append((body.id, getattr(body, "short_title", None) or body.title))
        else:
            name = party.role or party.organization or party.association or ""
            found.append((text.slug(name), name))
    return found


def goals(catalog: Catalog, record: Programme, sources: Sources) -> list[Goal]:
    """The targets that indicators set for this programme, in order of titles and time."""
    found = []
    for indicator in catalog.linked(record, "indicators.targets.scope"):
        own = [t for t in indicator.targets if t.scope and catalog.find(t.scope) is record]
        for target in sorted(own, key=lambda target: target.period):
            found.append(
                Goal(
                    indicator,
                    labels.format_period(target.period),
                    amounts.target_words(indicator, target),
                    target.wording,
                    _line(catalog, record, indicator, target, sources),
                )
            )
    return found


def _line(catalog: Catalog, record: Programme, indicator: Indicator, target, sources: Sources) -> ValueLine:
    """The value to hold against one target, judged by this target and not by another one of the same territory."""
    for scope in (record, catalog.find(record.territory)):
        readings = catalog.readings_at(indicator.id, scope.key) if catalog.is_shown(scope) else ()
        known = [reading for reading in readings if reading.value is not None and not reading.hidden]
        if not known:
            continue
        due = [reading for reading in known if reading.period == target.period]
        alike = [reading for reading in known if reading.period.sort == target.period.sort]
        reading = (due or alike or known)[-1]
        first = (alike[0].period, alike[0].value) if alike else None
        judged = replace(judge(indicator, reading, [target], first, catalog.today), target=target)
        return format_reading(catalog, indicator, scope, judged, sources)
    return ValueLine(record)


def _fulfilled(catalog: Catalog, record: Programme) -> dict[MeasureNumber, dict[str, Record]]:
    """Measure number -> the series, events and resource centres that say they fulfil it. What was cancelled fulfils
    nothing."""
    found: dict[MeasureNumber, dict[str, Record]] = {}
    for other in catalog.linked(record, "series.fulfils.programme", "events.fulfils.programme"):
        if getattr(other, "state", "") == "cancelled":
            continue
        for item in other.fulfils:
            if catalog.get("programmes", item.programme) is record:
                found.setdefault(item.measure, {})[other.key] = other
    for center in catalog.linked(record, "centers.programme"):
        for item in (*center.cycle, *(line for plan in center.plans for line in plan.items)):
            if item.measure is not None:
                found.setdefault(item.measure, {})[center.key] = center
    return found


def _proofs(catalog: Catalog, measure: Measure) -> set[str]:
    """Addresses of the records that the report names as proofs of the measure: they are shown as such already."""
    named = (catalog.find(item.record) for progress in measure.progress for item in progress.proof)
    return {record.key for record in named if record is not None}


def _all_occurrences(catalog: Catalog, record: Programme) -> list[Occurrence]:
    return [o for occurrences in catalog.roadmaps[record.id].values() for o in occurrences]
