"""Plans of one's own, in Word or Excel: which of their tables are plans, and whether they become a roadmap or events.

A plan of a school or of a community of teachers is a list of events. The roadmap of a programme is one record with its
measures. What a table says decides; the person is told, and says otherwise with ``--as``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.channels.office import banks, monitoring, plan_events, roadmap_parts, roadmap_table
from generator.channels.office.column_questions import KnownColumns
from generator.channels.office.document_body import DocumentTable
from generator.channels.office.filled import FilePlace, FilledEntry, Remark
from generator.channels.office.roadmap_parts import RoadmapPart
from generator.channels.office.roadmap_table import Measures
from generator.problems import WARNING
from generator.text.dates import read_plan_period
from generator.text.terms import read_term

#: what the rows of a plan can become, and what people call it
PLAN_KINDS = {"roadmap": "дорожная карта программы", "events": "мероприятия и серии мероприятий"}
EVENTS_NEED = frozenset({"title", "when"})
_PLAN = re.compile(
    r"\b(?:план|циклограмм|график|календар|расписани[ея] (?:мероприят|семинар)|мероприятия на)", re.IGNORECASE
)
ROADMAP_TITLE = re.compile(r"дорожн\w+\s+карт", re.IGNORECASE)
CERTAIN_TERMS = 0.3  # of the rows of a table have a term: less, and it is some other list


@dataclass(frozen=True)
class ReadAs:
    """How a person wants foreign tables to be read: as one of ``PLAN_KINDS`` (empty: what the table says), with what
    people have said of their columns. A ``programme`` is named where a roadmap is meant."""

    kind: str = ""
    columns: KnownColumns = field(default_factory=KnownColumns)
    programme: str = ""

    @property
    def is_explained(self) -> bool:
        """Return whether a person has said what the file is."""
        return bool(self.kind or self.programme)


AS_THE_TABLE_SAYS = ReadAs()


def read_other(
    tables: Sequence[DocumentTable], titles: Sequence[str], catalog: Catalog
) -> tuple[list[FilledEntry], list[Remark]] | None:
    """The records of a table that is no plan: values of a monitoring, drafts of practices; None for any other."""
    if (figures := monitoring.find_monitoring(tables, catalog)) is not None:
        entries, remarks = monitoring.read_monitoring(figures, titles, catalog)
        return entries, [*remarks, monitoring.read_as_values(entries)]
    bank = banks.find_bank(tables, titles)
    return banks.read_bank(bank, catalog) if bank else None


@dataclass(frozen=True)
class OwnPlan:
    """The plans of a file: their tables, what they become, for which period they are."""

    parts: tuple[RoadmapPart, ...]
    kind: str
    period: str


def find_plan(tables: Sequence[DocumentTable], titles: Sequence[str], wanted: ReadAs) -> OwnPlan | None:
    """The plan that the tables are, None for tables that are none. ``titles`` are the texts above them and the name of
    the file."""
    period = read_plan_period(titles)
    full = roadmap_parts.roadmap_parts(tables, roadmap_parts.NEEDED, wanted.columns.of)
    if wanted.kind == "roadmap" or (wanted.programme and not wanted.kind):
        return OwnPlan(full, "roadmap", period) if full else None
    parts = roadmap_parts.roadmap_parts(tables, EVENTS_NEED, wanted.columns.of)
    if not parts:
        return None
    heading = " ".join(titles)
    if wanted.kind == "events":
        return OwnPlan(parts, "events", period)
    if full and (ROADMAP_TITLE.search(heading) or not _PLAN.search(heading)):
        return OwnPlan(full, "roadmap", period)
    is_plan = bool(_PLAN.search(heading)) or any(wanted.columns.of(part.labels) for part in parts)
    return OwnPlan(parts, "events", period) if is_plan and _has_terms(parts, period) else None


def _has_terms(parts: Sequence[RoadmapPart], period: str) -> bool:
    """Return whether enough rows name a term."""
    cells = [words for part in parts for words in term_cells(part)]
    return bool(cells) and sum(_is_term(words, period) for words in cells) >= CERTAIN_TERMS * len(cells)


def term_cells(part: RoadmapPart) -> list[str]:
    """What stands in the column of terms."""
    column = next(at for at, role in part.columns.items() if role == "when")
    out = []
    for table in part.tables:
        for number in range(part.first if table is part.tables[0] else 0, len(table.rows)):
            if (cell := table.cell(number, column)) is not None and cell.text:
                out.append(cell.text)
    return out


def _is_term(words: str, period: str) -> bool:
    found = read_term(words, period)
    return bool(found and found.sure)


def read(plan: OwnPlan, catalog: Catalog, place: FilePlace) -> tuple[list[FilledEntry], list[Remark]]:
    """The entries of a plan, and remarks on what was not understood; ``place`` is where a roadmap stands as a whole."""
    measures = roadmap_table.read(plan.parts, catalog)
    if plan.kind == "roadmap":
        entry = FilledEntry("programmes", {"roadmap": {"measures": measures.rows}}, place, "", roadmap_places(measures),
                            period=plan.period)  # fmt: skip
        return [entry], [*measures.remarks, _read_as_roadmap(measures, place)]
    entries, remarks = plan_events.entries(measures, catalog, plan.period)
    notes = [one for one in measures.remarks if one.code not in ("no-numbers", "numbers-of-sections")]
    return entries, [*notes, *remarks, _read_as_events(entries, place)]


def explained_columns(plan: OwnPlan, meanings: Mapping[str, str]) -> tuple[tuple[tuple[str, ...], dict[str, str]], ...]:
    """The headings of the tables that were read because a person has said what they are, with what was said."""
    return tuple((part.labels, dict(meanings)) for part in plan.parts) if meanings else ()


def roadmap_places(measures: Measures) -> dict[tuple[str | int, ...], Any]:
    """The places of the measures, by their place in the record."""
    return {("roadmap", "measures", *loc): place for loc, place in measures.places.items()}


def _read_as_roadmap(measures: Measures, place: FilePlace) -> Remark:
    count = text.plural(len(measures.rows), "мероприятие", "мероприятия", "мероприятий")
    message = f"таблица прочитана как дорожная карта программы: {count}"
    return Remark(place, message, "если это план мероприятий, повторите с ключом --as events", "read-as", WARNING)


def _read_as_events(entries: Sequence[FilledEntry], place: FilePlace) -> Remark:
    events = sum(one.kind == "events" for one in entries)
    found = [
        text.plural(count, *words)
        for count, words in (
            (events, ("мероприятие", "мероприятия", "мероприятий")),
            (len(entries) - events, ("серия", "серии", "серий")),
        )
        if count
    ]
    message = f"это план мероприятий: {' и '.join(found) or 'ни одной понятной строки'}"
    hint = "если это дорожная карта программы, повторите с ключами --as roadmap --programme ИМЯ"
    return Remark(place, message, hint, "read-as", WARNING)
