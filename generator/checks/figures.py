"""Rules about indicators, and about figures that say too much of too few people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pydantic import BaseModel

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed import indicators
from generator.catalog.computed.indicators import is_small, small_group
from generator.checks.place import error, warning, without_repeats
from generator.documents.sources import Loc
from generator.problems import Problem
from generator.records import Record
from generator.records.periods import Period
from generator.records.practices import Practice, Replication
from generator.records.programmes import Indicator, Programme, Values


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
