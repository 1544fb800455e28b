"""Rules about reports beside other reports: of the whole period, of no more people than there are, copied from nobody,
parts that fit into their whole."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed.indicators import is_small
from generator.checks.place import warning, without_repeats
from generator.documents.sources import Loc
from generator.problems import Problem
from generator.records.programmes import Indicator, Value, Values
from generator.records.territories import District, Region, Territory

#: the part of a period that has to be over: a school year is counted in May, a year on the first of October
_MOST_OF_IT = 0.7
#: a list of teachers is of one day, a report of a year
_TOLERANCE = Decimal("1.1")
#: fewer equal figures may be a chance
_COPIED = 3
#: what is counted is them, and not their lessons or hours
_TEACHERS = re.compile(
    r"(?:все |всего |число |количество |[а-яё]+(?:ые|ие|ых|их) )?"
    r"(?:педагог(?:и|ов|а)?|педагогическ\w+ работник\w*|учител(?:я|ей|ь))(?!\w)",
    re.IGNORECASE,
)
_Figure = tuple[Decimal | None, Decimal | None, Decimal | None]


def reports_are_of_the_whole_period(catalog: Catalog) -> Iterator[Problem]:
    """Figures of a period that is over were not gathered in the middle of it (warning): beside those of a whole one
    they say that work became less."""
    for record in catalog.own_of(Values):
        first, last = record.period.first, record.period.last
        if record.as_of is None or last >= catalog.today or record.as_of < first:
            continue
        if (record.as_of - first).days < _MOST_OF_IT * (last - first).days:
            message = f"числа собраны {text.date(record.as_of)}, а период кончился {text.date(last)}"
            hint = "допишите числа за весь период и поставьте новый день; или назовите период, за который они собраны"
            yield warning(catalog, record, ("as_of",), "report-early", message, hint)


def people_are_not_more_than_there_are(catalog: Catalog) -> Iterator[Problem]:
    """A figure of teachers is not larger than their number in that year, where the territory tells it (warning):
    somebody is counted twice."""
    for record in catalog.own_of(Values):
        territory = catalog.find(record.territory)
        its = territory.statistics if isinstance(territory, Territory) else ()
        known = {one.year: one.teachers for one in its if one.teachers is not None}
        if not known:
            continue
        # Of another year only what is far away is told.
        year = record.period.year if record.period.year in known else max(known, key=lambda one: known[one])
        there, limit = known[year], known[year] * (_TOLERANCE if year == record.period.year else 2)
        for n, value in enumerate(record.values):
            indicator = catalog.one(Indicator, value.indicator)
            for name, number in _teachers(indicator, value) if indicator else ():
                if number > limit:
                    message = f"педагогов {text.number(number)}, а всего их в {year} году {there}"
                    hint = "проверьте оба числа: не посчитан ли кто-то дважды (в двух школах, на двух курсах)"
                    yield warning(catalog, record, ("values", n, name), "more-than-people", message, hint)


def _teachers(indicator: Indicator, value: Value) -> Iterator[tuple[str, Decimal]]:
    """The numbers of a figure that count teachers."""
    counted = (("numerator", indicator.numerator), ("denominator", indicator.denominator), ("value", indicator.unit))
    for name, words in counted:
        number = getattr(value, name)
        is_part = name == "value" and indicator.type == "share"
        if number is not None and words and _TEACHERS.match(words.strip()) and not is_part:
            yield name, number


def reports_are_not_copied(catalog: Catalog) -> Iterator[Problem]:
    """Three figures and more of two territories, or of one in two periods, are not all the same (warning): one report
    was made of the other."""
    reports = [(record, *one) for record in catalog.own_of(Values) for one in _figures(catalog, record)]
    reports.sort(key=lambda one: (one[0].period, one[1], one[0].id))
    # By what each says, so that of thousands of reports only those are compared that say something equal.
    saying: dict[tuple[str, _Figure], list[int]] = defaultdict(list)
    for n, (record, scope, figures) in enumerate(reports):
        alike = Counter(m for item in figures.items() for m in saying[item])
        for m in sorted(m for m, equal in alike.items() if equal >= _COPIED):
            other, its_scope, its_figures = reports[m]
            if record.demo != other.demo or not _is_beside(record, scope, other, its_scope):
                continue
            if len(figures.keys() & its_figures.keys()) == alike[m]:
                message = f"все числа ({alike[m]}) те же, что у «{catalog.title_of(other)}»"
                hint = "проверьте, не остались ли числа от чужого или прошлого отчёта"
                yield without_repeats(warning(catalog, record, ("values",), "report-copied", message, hint))
                break
        for item in figures.items():
            saying[item].append(n)


def _is_beside(record: Values, scope: str, other: Values, its_scope: str) -> bool:
    same_sort = record.period.sort == other.period.sort
    return same_sort and (record.period == other.period) != (scope == its_scope)


def _figures(catalog: Catalog, record: Values) -> Iterator[tuple[str, Mapping[str, _Figure]]]:
    scope = catalog.find(record.territory)
    if not isinstance(scope, District):
        return
    figures = {
        value.indicator: (value.numerator, value.denominator, value.value)
        for value in record.values
        if (value.numerator or value.value) and not value.suppressed
    }
    yield scope.key, figures


def parts_fit_into_their_whole(catalog: Catalog) -> Iterator[Problem]:
    """The numerators and the denominators of the districts together are not larger than those that their region
    declares (warning). Nothing is said where one of them is hidden."""
    for indicator in catalog.shown_of(Indicator):
        if indicator.aggregation != "ratio-of-sums":
            continue
        cells = {(one.scope, one.period): one for one in catalog.readings.get(indicator.id, ())}
        for reading in cells.values():
            region, record = catalog.find(reading.scope), reading.record
            if not isinstance(region, Region) or record is None or not catalog.is_own(record) or reading.contradiction:
                continue
            parts = [cells.get((d.key, reading.period)) for d in catalog.linked(region, "districts.region")]
            known = [part for part in parts if part is not None]
            least = catalog.small_group
            if any(one.hidden or is_small(indicator, one.denominator, least) for one in (*known, reading)):
                continue
            for name in ("numerator", "denominator"):
                whole, numbers = getattr(reading, name), [getattr(part, name) for part in known]
                together = sum((number for number in numbers if number is not None), Decimal(0))
                if whole is not None and together > whole:
                    loc: Loc = ("values", _position(catalog, indicator, record), name)
                    message = f"у региона {text.number(whole)}, а у его районов вместе {text.number(together)}"
                    hint = "часть не больше целого: проверьте число региона и не посчитан ли кто-то в двух районах"
                    yield warning(catalog, record, loc, "parts-above-whole", message, hint)
                    break


def _position(catalog: Catalog, indicator: Indicator, record: Values) -> int:
    return next(n for n, value in enumerate(record.values) if catalog.one(Indicator, value.indicator) is indicator)
