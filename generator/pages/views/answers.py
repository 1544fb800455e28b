"""The answer card of a territory: what a resident asks first, told before anything else.

Is there a plan, is it being done, what do the figures say and which way do they go, whom to ask. Everything here is
told by the sections below in full and taken from them, so that the two cannot disagree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from generator import text
from generator.catalog.computed.indicators import Reading
from generator.pages import labels
from generator.pages.views import amounts, indicators
from generator.pages.views.contacts import Asked
from generator.pages.views.programmes import Tally
from generator.pages.views.value_lines import ValueLine
from generator.records import Record

MOST_FIGURES, MOST_PLANS = 5, 2
#: states in which a figure may be held against an earlier one: whole, of a period that is over, nobody disputes it
_COMPARABLE = ("reached", "on-the-way", "behind", "no-target", "other-period")
#: character and words of a change by (which way it went, which way is better); characters are for the eye, the words
#: say all
_WAYS = {
    ("up", "up"): ("↑", "выросло, стало лучше: было {since}", "better"),
    ("up", "down"): ("↑", "выросло, стало хуже: было {since}", "worse"),
    ("down", "up"): ("↓", "снизилось, стало хуже: было {since}", "worse"),
    ("down", "down"): ("↓", "снизилось, стало лучше: было {since}", "better"),
}


@dataclass(frozen=True)
class Trend:
    """Which way a figure went: a character, the words («выросло, стало лучше: было 60 %, 2024 год»), and ``better``,
    ``worse``, ``same``, or ``open`` where the period still runs and the words only tell the figure before."""

    sign: str
    words: str
    way: str


@dataclass(frozen=True)
class KeyFigure:
    """The latest known figure of an indicator, None for the trend where there is nothing to compare with."""

    indicator: Record
    line: ValueLine
    trend: Trend | None


@dataclass(frozen=True)
class TerritoryAnswer:
    """``plans`` are the first programmes with their tallies (of the place, then of the region above it), ``more`` how
    many others there are."""

    plans: Sequence[tuple[Record, Tally | None]]
    more: int
    figures: Sequence[KeyFigure]
    asked: Asked | None


def answer(view: dict[str, Any], today: dt.date) -> TerritoryAnswer:
    """The card, of the finished view of a territory: its programmes, figures and contact."""
    plans = [*view["programmes"], *view["programmes_above"]]
    known = [block for block in view["blocks"] if block.latest.known]
    figures = [KeyFigure(block.indicator, block.latest, trend(block, today)) for block in known[:MOST_FIGURES]]
    return TerritoryAnswer(plans[:MOST_PLANS], max(0, len(plans) - MOST_PLANS), figures, view["asked"])


def trend(block: indicators.IndicatorBlock, today: dt.date) -> Trend | None:
    """The latest reading against the one before it of the same sort of period (a year against a year); None where one
    of them is missing, hidden, partial or disputed. Figures that are printed alike are the same. A period that still
    runs is not judged: ten months against a year would always look like a fall."""
    if not block.readings:
        return None
    *earlier, last = block.readings
    runs = last.period.last >= today
    if not (_whole(last) or (runs and last.status == "not-over" and not last.hidden)):
        return None
    before = next((one for one in reversed(earlier) if _whole(one) and one.period.part == last.period.part), None)
    if before is None or last.value is None or before.value is None:
        return None
    digits = max(last.digits, before.digits)
    was = amounts.format_amount(block.indicator, before.value, digits)
    since = f"{was}, {labels.format_period(before.period)}"
    if runs:
        return Trend("", text.tr("период ещё идёт; было {since}", since=since), "open")
    if was == amounts.format_amount(block.indicator, last.value, digits):
        return Trend("→", text.tr("без изменений: {since}", since=since), "same")
    character, words, way = _WAYS["up" if last.value > before.value else "down", block.indicator.direction]
    return Trend(character, text.tr(words, since=since), way)


def _whole(reading: Reading) -> bool:
    return reading.value is not None and not reading.hidden and reading.status in _COMPARABLE


def contents(view: dict[str, Any], record: Any, kinds: Collection[str]) -> list[tuple[str, str]]:
    """(anchor, words) of the sections that a phone jumps to; only what the page has. ``kinds`` are those of the
    base."""
    sections = (
        ("zhiteliu", "Жителю", record.resident),
        ("pasport", "Паспорт", True),
        ("kogo-sprosit", "Кого спросить", True),
        ("raiony", "Районы", view["districts"]),
        ("pokazateli", "Показатели", "indicators" in kinds),
        ("programmy", "Программы", "programmes" in kinds),
        ("meropriiatiia", "Мероприятия", "events" in kinds),
        ("praktiki", "Практики", "practices" in kinds),
        ("vertikal", "Кто за что отвечает", view["leads"] or view["vertical"]),
        ("soobshchestva", "Сообщества", view["associations"] or view["centers"]),
        ("ucheba", "Учёба", view["tracks"] or view["courses"]),
        ("organizatsii", "Организации", view["organizations"]),
        ("shkoly", "Школы и педагоги", view["years"] or view["clusters"]),
        ("dokumenty", "Документы", view["acts"] or view["documents"] or record.links),
    )
    return [(anchor, text.tr(words)) for anchor, words, there in sections if there]
