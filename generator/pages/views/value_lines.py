"""One figure of an indicator in words: what a line of a table says of a territory in a period."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed import indicators
from generator.catalog.computed.indicators import Reading
from generator.pages import labels
from generator.pages.views import references
from generator.pages.views.amounts import format_amount, norm_words, note_of, target_words
from generator.pages.views.corrections import corrections
from generator.pages.views.origins import origin_in_words
from generator.records import Record
from generator.records.common import Citation
from generator.records.programmes import Indicator, Values

#: the same words for a small group and for what would give it away: nobody shall tell one from the other
HIDDEN_VALUE = text.sentence("few_people")
NOBODY_TO_COUNT = text.sentence("nobody_to_count")
_BADGES = {
    "on-the-way": "on-way",
    "partial": "partly",
    "disputed": "partly",
    "not-over": "on-way",
    "nobody": "no-target",
    "other-period": "no-target",
}


@dataclass(frozen=True)
class ValueLine:
    """A line of a table of values, ready to print: one territory (programme, organisation) in one period.

    ``period`` is empty and ``value`` «нет данных» where nobody published anything. ``badge`` is the class of the state,
    ``state`` its words. ``computed`` is what the records say where it contradicts the declared ``value``; ``basis`` are
    the records behind a computed figure, of a sum its territories; ``source`` is a number in :class:`Sources`.
    """

    scope: Record
    period: str = ""
    value: str = "нет данных"
    known: bool = False
    fraction: str = ""
    how: str = ""
    target: str = ""
    minimum: str = ""
    badge: str = "no-data"
    state: str = "нет данных"
    computed: str = ""
    computed_by: str = ""
    as_of: dt.date | None = None
    corrected: tuple[str, ...] = ()
    basis: tuple[Record, ...] = ()
    note: str | None = None
    values: Values | None = None
    source: int | None = None


@dataclass
class Sources:
    """The sources of the figures of one page, each once, numbered in the order in which the page meets them."""

    found: dict[Citation, dict[str, Values]] = field(default_factory=dict)

    def number(self, record: Values) -> int:
        """The number of the record's source; the record is remembered as one that rests on it."""
        self.found.setdefault(record.source, {})[record.key] = record
        return list(self.found).index(record.source) + 1

    def listed(self, catalog: Catalog) -> list[tuple[int, references.CitedSource | None, tuple[Values, ...]]]:
        """Number, source and the records that rest on it."""
        return [
            (n, references.cite(catalog, source), tuple(used.values()))
            for n, (source, used) in enumerate(self.found.items(), 1)
        ]


def format_reading(
    catalog: Catalog, indicator: Indicator, scope: Record, reading: Reading, sources: Sources
) -> ValueLine:
    """One reading in words. What is hidden has no source either: the file that says it holds the number."""
    line = ValueLine(scope, labels.format_period(reading.period))
    if reading.target:
        raw = target_words(indicator, reading.target, reading.digits)
        line = replace(line, target=f"{raw} ({labels.format_period(reading.target.period)})")
    if reading.minimum is not None:
        line = replace(line, minimum=norm_words(indicator, reading.minimum, reading.digits))
    if reading.hidden:
        why = text.tr("иначе из суммы узнается скрытое значение района") if reading.origin == "summed" else ""
        return replace(
            line,
            value=text.tr(HIDDEN_VALUE),
            badge="no-data",
            state=text.tr("не показано"),
            how=origin_in_words(catalog, reading),
            note=why,
        )
    line = replace(line, as_of=reading.as_of)
    if reading.record:
        line = replace(line, values=reading.record, source=sources.number(reading.record))
    line = replace(line, corrected=corrections(catalog, indicator, reading))
    badge, state = status_badge(reading)
    how = origin_in_words(catalog, reading)
    note = note_of(catalog, indicator, reading)
    if reading.value is None:
        words = text.tr(NOBODY_TO_COUNT) if reading.is_empty else line.value
        return replace(line, value=words, badge=badge, state=state, note=note, how=how)
    other = reading.contradiction
    return replace(
        line,
        value=format_amount(indicator, reading.value, reading.digits),
        known=True,
        fraction=_fraction(reading) if indicator.type == "share" else "",
        how=how,
        badge=badge,
        state=state,
        computed="" if other is None else format_amount(indicator, other),
        computed_by="" if other is None else against_in_words(catalog, reading),
        basis=_basis(catalog, reading),
        note=note,
    )


def against_in_words(catalog: Catalog, reading: Reading) -> str:
    """Who says the other number: «по записям базы», «в базе „Лицей“»."""
    origin = catalog.origin_of(reading.elsewhere) if reading.elsewhere else None
    if origin:
        return text.tr("в базе «{title}»", title=origin.base.title)
    return text.tr(indicators.AGAINST.get(reading.against, ""))


def _basis(catalog: Catalog, reading: Reading) -> tuple[Record, ...]:
    """The records that a figure was counted from: those of the base, of a sum the territories."""
    if reading.origin != "summed":
        return reading.counted
    return tuple(record for key in reading.summed if (record := catalog.find(key)) and catalog.is_shown(record))


def status_badge(reading: Reading) -> tuple[str, str]:
    """The class of the badge and the words of the state. With a target of an unknown base nothing can be compared."""
    if reading.target is not None and reading.target.base == "unknown" and reading.status != "no-data":
        return "no-target", text.tr("с целью не сравнить")
    state = indicators.RUNNING[reading.period.sort] if reading.status == "not-over" else ""
    return _BADGES.get(reading.status, reading.status), text.tr(state or indicators.STATUSES[reading.status])


def _fraction(reading: Reading) -> str:
    if reading.numerator is None or reading.denominator is None:
        return ""
    return text.tr("{n} из {total}", n=text.number(reading.numerator), total=text.number(reading.denominator))
