"""Rules about indicators and their values: shares are shares, a value is given once and agrees with what the records
say, nothing is told of too few people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pydantic import BaseModel

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed import indicators, readings
from generator.catalog.computed.indicators import is_small, small_group, value_of
from generator.checks.place import error, warning, without_repeats
from generator.documents.sources import Loc
from generator.problems import Problem
from generator.records import Record
from generator.records.periods import Period
from generator.records.practices import Practice, Replication
from generator.records.programmes import Indicator, Programme, Value, Values


def bounds_are_clear(catalog: Catalog) -> Iterator[Problem]:
    """An indicator has one target for one period and territory, and one minimum for a period; where less is better a
    target is not «at least»."""
    for record in catalog.own_of(Indicator):
        for name, what in (("targets", "цель"), ("minimums", "норматив")):
            seen = set()
            for n, bound in enumerate(getattr(record, name)):
                scope = getattr(bound, "scope", None)
                key = (bound.period, catalog.aliases.get(scope or "", scope))
                if key in seen:
                    yield error(
                        catalog,
                        record,
                        (name, n),
                        "target-twice",
                        f"{what} за этот период уже есть: по какой судить, неизвестно",
                        "оставьте одну",
                    )
                seen.add(key)
        if record.direction == "down":
            for n, target in enumerate(record.targets):
                if target.comparator == "at-least":
                    yield error(
                        catalog,
                        record,
                        ("targets", n, "comparator"),
                        "target-direction",
                        "чем меньше, тем лучше, а цель — «не менее»",
                        "если цель — не больше этого числа, напишите comparator: up-to; если больше — лучше, "
                        "направление показателя direction: up",
                    )


def programmes_agree_on_targets(catalog: Catalog) -> Iterator[Problem]:
    """Two programmes of one territory that set different targets for one period, where the territory has none of its
    own: its figures are judged by the first of them (warning)."""
    for record in catalog.own_of(Indicator):
        own = {scope.key for target in record.targets if (scope := catalog.find(target.scope or ""))}
        seen: dict[tuple[str, Period], tuple[Programme, Decimal]] = {}
        for n, target in enumerate(record.targets):
            programme = catalog.find(target.scope or "")
            territory = catalog.find(programme.territory or "") if isinstance(programme, Programme) else None
            if not isinstance(programme, Programme) or territory is None or territory.key in own:
                continue
            first, value = seen.setdefault((territory.key, target.period), (programme, target.value))
            if first is not programme and value != target.value:
                where = catalog.title_of(territory)
                message = f"«{where}»: цель за {target.period} уже задала программа «{first.title}», и не такую"
                hint = f"задайте цель самой территории (scope: {territory.key}): по ней и будут судить"
                yield warning(catalog, record, ("targets", n, "value"), "target-of-two", message, hint)


def shares_do_not_add_up(catalog: Catalog) -> Iterator[Problem]:
    """Shares and per cents of several territories are not added: 80 % and 70 % are not 150 %."""
    for record in catalog.own_of(Indicator):
        if record.aggregation != "sum":
            continue
        unit = record.unit.casefold()
        if record.type == "share" or "%" in unit or unit.startswith(("процент", "доля", "доли")):
            yield error(
                catalog,
                record,
                ("aggregation",),
                "share-summed",
                "доли и проценты районов не складываются: 80 % и 70 % не дают 150 %",
                "напишите aggregation: ratio-of-sums, тогда сложатся числители и знаменатели, или aggregation: none",
            )


def people_are_whole(catalog: Catalog) -> Iterator[Problem]:
    """Nobody counts four and a half pupils: where people are counted, numbers are whole. A mean of them may be none,
    where an outcome says that it is one."""
    for record in catalog.own_records:
        if isinstance(record, Values):
            for n, value in enumerate(record.values):
                indicator = catalog.one(Indicator, value.indicator)
                if indicator is not None and indicators.counts_people(indicator, catalog.small_group):
                    former = [(("values", n, "corrections", m), one) for m, one in enumerate(value.corrections)]
                    for loc, one in ((("values", n), value), *former):
                        yield from _fractions(catalog, record, loc, one, _COUNTED[indicator.type])
        elif isinstance(record, Practice | Replication):
            for n, outcome in enumerate(record.outcomes):
                words = " ".join(filter(None, (outcome.unit, outcome.measure, outcome.what)))
                counted = not outcome.whole and text.names_people(outcome.unit or "")
                if counted and "средн" not in words.casefold():
                    yield from _fractions(catalog, record, ("outcomes", n), outcome, _MEASURED)
                    if other := outcome.comparison:
                        yield from _fractions(catalog, record, ("outcomes", n, "comparison"), other, _MEASURED)


#: «3 из 4»
_COUNT = re.compile(r"(?<!\d)\d{1,3} из \d{1,3}(?!\d)")
_COUNTED = {"share": ("numerator", "denominator"), "number": ("value",)}
_MEASURED = ("before", "after")


def _fractions(
    catalog: Catalog, record: Record, loc: Loc, holder: BaseModel, names: tuple[str, ...]
) -> Iterator[Problem]:
    average = "напишите целое число; если это среднее, скажите так: «в среднем»"
    hint = average if names == _MEASURED else text.sentence("people_mend")
    for name in names:
        number = getattr(holder, name)
        if number is not None and number != int(number):
            found = error(catalog, record, (*loc, name), "people-fraction", text.sentence("people_whole"), hint)
            yield without_repeats(found)


def small_groups_are_not_written(catalog: Catalog) -> Iterator[Problem]:
    """Numbers of a group so small that it points at people stay out of the repository, which is open to all (warning);
    what is said to be left out is left out (error)."""
    for record in catalog.own_of(Values):
        for n, value in enumerate(record.values):
            indicator = catalog.one(Indicator, value.indicator)
            loc: Loc = ("values", n)
            if value.suppressed and not (value.numerator is value.denominator is value.value is None):
                hint = "уберите numerator, denominator и value: файл открыт всем"
                message = text.sentence("suppressed_with_number")
                yield without_repeats(
                    error(catalog, record, (*loc, "suppressed"), "suppressed-with-number", message, hint)
                )
            elif value.suppressed and _COUNT.search(value.note or ""):
                hint = "уберите числа из примечания: файл открыт всем"
                message = "число скрыто, а в примечании к нему стоят числа"
                found = warning(catalog, record, (*loc, "note"), "small-group-written", message, hint)
                yield without_repeats(found)
            elif indicator is not None and is_small(indicator, value.denominator, catalog.small_group):
                least = small_group(indicator, catalog.small_group)
                message = f"в знаменателе меньше {least}: на сайте значение скрыто, а файл открыт всем"
                hint = "уберите числа и напишите suppressed: true; если считают не людей, в показателе — small_group: 0"
                yield without_repeats(warning(catalog, record, loc, "small-group-written", message, hint))
            elif (
                indicator is not None
                and indicator.small_group
                and indicator.type == "share"
                and value.value is not None
                and value.denominator is None
                and record.territory.startswith(("districts/", "organizations/"))
            ):
                message = "сколько людей в знаменателе, не сказано, поэтому значение на сайте скрыто"
                hint = "добавьте numerator и denominator; если людей мало, вместо чисел напишите suppressed: true"
                yield without_repeats(warning(catalog, record, loc, "small-group-unknown", message, hint))


def shares_are_shares(catalog: Catalog) -> Iterator[Problem]:
    """A share is between 0 and 1, its numerator is not above its denominator, and of 0 only 0 can be
    meant: «0 из 0» says that there is nobody to count."""
    for record in catalog.own_of(Values):
        for position, value in enumerate(record.values):
            loc: Loc = ("values", position)
            yield from _whole_fraction(catalog, record, loc, value)
            indicator = catalog.one(Indicator, value.indicator)
            if indicator is not None and indicator.type == "share":
                yield from _share(catalog, record, loc, value, indicator)
    for indicator in catalog.own_of(Indicator):
        if indicator.type == "share":
            for name in ("targets", "minimums"):
                for position, bound in enumerate(getattr(indicator, name)):
                    yield from _within_one(catalog, indicator, (name, position, "value"), bound.value)


def _whole_fraction(catalog: Catalog, record: Values, loc: Loc, value: Value) -> Iterator[Problem]:
    """A numerator has a denominator, which is 0 only below 0."""
    if (value.numerator is None) != (value.denominator is None):
        names = ["denominator", "numerator"]
        absent, given = names if value.denominator is None else reversed(names)
        hint = f"добавьте {absent}; если он не известен, запишите долю в value"
        if value.value is not None:
            hint = f"добавьте {absent} или уберите {given}: значение уже есть в value"
        yield error(catalog, record, loc, "half-share", text.sentence("half_share"), hint)
    if value.denominator == 0 and value.numerator != 0:
        message, hint = text.sentence("zero_denominator"), text.sentence("zero_mend")
        yield error(catalog, record, (*loc, "denominator"), "zero-denominator", message, hint)


def _share(catalog: Catalog, record: Values, loc: Loc, value: Value, indicator: Indicator) -> Iterator[Problem]:
    """A share is at most 1, and the same as its numerator and denominator say."""
    # Numbers of a few people are not repeated in a public log.
    few = is_small(indicator, value.denominator, catalog.small_group)
    if value.numerator is not None and value.denominator and value.numerator > value.denominator:
        raw = text.sentence("top_above", top=value.numerator, bottom=value.denominator)
        message = "числитель больше знаменателя" if few else raw
        problem = error(catalog, record, (*loc, "numerator"), "share-above-one", message, text.sentence("swapped"))
        yield without_repeats(problem) if few else problem
    if value.value is not None:
        yield from _within_one(catalog, record, (*loc, "value"), value.value)
    stated, counted = value.value, value_of(value)
    if stated is not None and counted is not None and abs(stated - counted) > _rounding(indicator):
        share = text.number(round(counted, 4))
        raw = text.sentence("value_disagrees", value=text.number(stated), share=share)
        message = "значение не равно числителю, делённому на знаменатель" if few else raw
        problem = error(catalog, record, (*loc, "value"), "value-disagrees", message, text.sentence("value_counted"))
        yield without_repeats(problem) if few else problem


def _within_one(catalog: Catalog, record: Record, loc: Loc, share: Decimal) -> Iterator[Problem]:
    if not 0 <= share <= 1:
        message = text.sentence("no_share", value=share)
        yield error(catalog, record, loc, "share-above-one", message, _if_percent(share))


def _if_percent(value: Decimal) -> str:
    if 1 < value <= 100:
        return text.sentence("if_percent", value=f"{(value / 100).normalize():f}")
    return text.sentence("share_like")


def _rounding(indicator: Indicator) -> Decimal:
    """How far a stated share may lie from the counted one: half of the last digit shown, and shares are shown in
    percent."""
    return Decimal(5) / Decimal(10) ** (indicator.digits + 3)


def needed_period(periodicity: str, year: int) -> str:
    """The hint about a period of another length: one of the right length, of the very year."""
    return text.sentence(f"need_{periodicity}", year=year, next=f"{(year + 1) % 100:02}")


def values_once_and_in_their_period(catalog: Catalog) -> Iterator[Problem]:
    """A figure of a territory and period is given once, in the period that the indicator is counted by, where it
    applies."""
    seen: dict[tuple[str, Period, str], str] = {}
    for record in catalog.own_of(Values):
        for position, value in enumerate(record.values):
            loc: Loc = ("values", position, "indicator")
            indicator, scope = catalog.one(Indicator, value.indicator), catalog.find(record.territory)
            if indicator is None or scope is None:
                continue
            key = (scope.key, record.period, indicator.id)
            if key in seen:
                yield error(catalog, record, loc, "value-twice", f"это значение уже есть: {seen[key]}", "оставьте одно")
            seen[key] = record.path
            if indicator.periodicity and record.period.sort != indicator.periodicity:
                yield error(
                    catalog,
                    record,
                    loc,
                    "wrong-period",
                    text.sentence("other_period", title=indicator.title),
                    needed_period(indicator.periodicity, record.period.year),
                )
            applied = {found.key for t in indicator.territories if (found := catalog.find(t))}
            if applied and scope.key not in applied and scope.kind == "districts":
                yield error(
                    catalog,
                    record,
                    loc,
                    "indicator-elsewhere",
                    f"показатель «{indicator.title}» здесь не применяется",
                    f"добавьте {scope.key} в поле territories показателя или уберите значение",
                )


def declared_agrees_with_computed(catalog: Catalog) -> Iterator[Problem]:
    """A declared figure that the records contradict as of the same date is shown with both numbers (warning)."""
    for record in catalog.own_of(Values):
        for position, value in enumerate(record.values):
            indicator = catalog.one(Indicator, value.indicator)
            if indicator is None or is_small(indicator, value.denominator, catalog.small_group):
                continue  # a small group is hidden on the page, and not told here either
            declared, computed = value_of(value), readings.contradiction(catalog, indicator, record, value)
            if declared is not None and computed is not None:
                is_closed = readings.closed_figure(catalog, indicator, record) is not None
                yield warning(
                    catalog,
                    record,
                    ("values", position),
                    "contradiction",
                    f"заявлено {readings.shown_figure(indicator, declared)}, а "
                    f"{'при закрытии периода записано' if is_closed else 'по записям базы получается'} "
                    f"{readings.shown_figure(indicator, computed.value)}",
                    "на странице будут показаны оба числа; проверьте, какое верно",
                )


def figures_agree_across_bases(catalog: Catalog) -> Iterator[Problem]:
    """A figure that a joined base has otherwise is shown with both numbers (warning). Asked of the joined bases only,
    not a rule of this base alone."""
    for indicator in catalog.shown_of(Indicator):
        for reading in catalog.readings.get(indicator.id, ()):
            origin = catalog.origin_of(reading.elsewhere) if reading.elsewhere else None
            record = reading.record
            if not origin or not record or not catalog.is_own(record):
                continue
            if reading.hidden or reading.value is None or reading.contradiction is None:
                continue
            position = next(
                n for n, one in enumerate(record.values) if catalog.one(Indicator, one.indicator) is indicator
            )
            here, there = (readings.shown_figure(indicator, one) for one in (reading.value, reading.contradiction))
            yield warning(
                catalog,
                record,
                ("values", position),
                "contradiction",
                f"здесь {here}, а в базе «{origin.base.title}» {there}",
                "на странице будут показаны оба числа, в сумму войдёт здешнее; спросите ту базу, какое верно",
            )
