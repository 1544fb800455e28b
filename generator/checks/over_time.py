"""Rules about figures in time: territories that come and go, closed periods, corrections, regions beside districts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed import lifetimes, readings
from generator.catalog.computed.indicators import Reading, is_small, small_group
from generator.checks.figures import needed_period
from generator.checks.place import error, warning, without_repeats
from generator.problems import WARNING, Problem
from generator.records.closed_periods import ClosedFigure
from generator.records.fields import label_of
from generator.records.programmes import Correction, Indicator, Value, Values
from generator.records.reading import CLOSED
from generator.records.territories import Territory
from generator.records.times import is_ahead


def figures_fit_their_indicator(catalog: Catalog) -> Iterator[Problem]:
    """A share is computed for a share and a number for a number; a target is of the sort of period by which the
    indicator is counted: a year and a half of it are not compared."""
    numbers = {"events-held"}
    for record in catalog.own_of(Indicator):
        if record.computed and (record.computed in numbers) != (record.type == "number"):
            yield error(
                catalog,
                record,
                ("computed",),
                "computed-type",
                "по записям получается число, а показатель — доля"
                if record.computed in numbers
                else "по записям получается доля, а показатель — число",
                f"напишите type: {'number' if record.computed in numbers else 'share'} или выберите другое computed",
            )
        for n, target in enumerate(record.targets if record.periodicity else ()):
            if target.period.sort != record.periodicity:
                yield error(
                    catalog,
                    record,
                    ("targets", n, "period"),
                    "target-period",
                    f"цель — за период «{target.period}», а показатель считают {label_of(record, 'periodicity')}: "
                    "сравнить не с чем",
                    needed_period(record.periodicity or "year", target.period.year),
                )


def figures_lie_within_a_life(catalog: Catalog) -> Iterator[Problem]:
    """A territory has no figures of a period in which it was not there any more, or not yet (error). One that ended
    within the period is told that its successor has reported for both (warning)."""
    known = {
        (scope.key, record.period) for record in catalog.all_of(Values) if (scope := catalog.find(record.territory))
    }
    for record in catalog.own_of(Values):
        territory = catalog.find(record.territory)
        if not isinstance(territory, Territory):
            continue
        if not lifetimes.lived_in(territory, record.period):
            over = territory.valid_to is not None and territory.valid_to < record.period.first
            day = territory.valid_to if over else territory.valid_from
            bound = f"{'до' if over else 'с'} {text.date(day)}" if day else "в другие годы"
            heirs = [catalog.title_of(heir) for a in territory.successors if over and (heir := catalog.find(a))]
            yield error(
                catalog,
                record,
                ("period",),
                "outside-life",
                f"«{territory.title}» существует {bound}, а значения — за {record.period}",
                "запишите значение преемнику: " + ", ".join(heirs) if heirs else "проверьте период и даты территории",
            )
        elif territory.valid_to is not None and territory.valid_to < record.period.last:
            reported = [
                heir for a in territory.successors if (heir := catalog.find(a)) and (heir.key, record.period) in known
            ]
            if reported:
                yield warning(
                    catalog,
                    record,
                    ("period",),
                    "ended-within",
                    f"«{territory.title}»: последний день {text.date(territory.valid_to)}, а за этот период есть число "
                    f"преемника: {catalog.title_of(reported[0])}",
                    "в сумму региона войдёт число преемника, это останется на странице",
                )


def regions_agree_with_districts(catalog: Catalog) -> Iterator[Problem]:
    """What a region declares beside what its districts come to: two numbers are told as such (warning). Nothing is said
    where one of them is hidden."""
    for indicator in catalog.shown_of(Indicator):
        for reading in catalog.readings.get(indicator.id, ()):
            record = reading.record
            if reading.against != "districts" or reading.contradiction is None:
                continue
            if record is None or not catalog.is_own(record):
                continue
            position = _position(catalog, indicator, record)
            if is_small(indicator, reading.denominator, catalog.small_group):
                continue
            yield warning(
                catalog,
                record,
                ("values", position),
                "region-differs",
                f"заявлено {_shown(indicator, reading)}, а районы вместе дают "
                f"{readings.shown_figure(indicator, reading.contradiction)}",
                "на странице будут показаны оба числа; проверьте, какое верно",
            )


def _position(catalog: Catalog, indicator: Indicator, record: Values) -> int:
    """Where a record tells the figure of an indicator, which it may call by a former name."""
    return next(n for n, value in enumerate(record.values) if catalog.one(Indicator, value.indicator) is indicator)


def _shown(indicator: Indicator, reading: Reading) -> str:
    return readings.shown_figure(indicator, reading.value) if reading.value is not None else "нет данных"


def years_agree_with_their_parts(catalog: Catalog) -> Iterator[Problem]:
    """A year has not more than its halves or quarters together, and not less than the smallest of them (warning)."""
    for indicator in catalog.shown_of(Indicator):
        cells = {(one.scope, one.period): one for one in catalog.readings.get(indicator.id, ())}
        for reading in cells.values():
            record = reading.record
            if not reading.torn_by or record is None or not catalog.is_own(record):
                continue
            position = _position(catalog, indicator, record)
            parts = ", ".join(
                f"за {period} — {_shown(indicator, cells[reading.scope, period])}" for period in reading.torn_by
            )
            yield warning(
                catalog,
                record,
                ("values", position),
                "year-differs",
                f"за {reading.period} заявлено {_shown(indicator, reading)}, а {parts}",
                "год не больше своих частей вместе и не меньше самой малой из них; проверьте, какое число верно",
            )


def closed_periods_hold(catalog: Catalog) -> Iterator[Problem]:
    """A figure of a closed period is of a computed indicator and a territory of the base, written once, after the
    period was over. That the records say another number by now is told (warning), the written one stays."""
    seen: set[tuple[str, str, str]] = set()
    for n, one in enumerate(catalog.closed_rows):
        source = catalog.sources[CLOSED]
        indicator, scope = catalog.one(Indicator, one.indicator), catalog.find(one.scope)
        if indicator is None or scope is None or not indicator.computed:
            message = f"показатель «{one.indicator}» не вычисляется по записям"
            if indicator is None or scope is None:
                message = "такого показателя в базе нет" if indicator is None else "такой территории в базе нет"
            yield source.problem(("figures", n), "closed-unknown", message, "исправьте имя или уберите это значение")
        elif one.key in seen:
            yield source.problem(("figures", n), "closed-twice", "это значение уже записано выше", "оставьте одно")
        elif one.period.sort != (indicator.periodicity or "year"):
            message = f"показатель «{indicator.title}» считают не за такой период: {one.period}"
            hint = needed_period(indicator.periodicity or "year", one.period.year)
            yield source.problem(("figures", n, "period"), "wrong-period", message, hint)
        elif is_ahead(one.written, catalog.today) or is_ahead(one.as_of, catalog.today):
            message = f"значение уже записано, а дата ещё не наступила: {text.date(max(one.written, one.as_of))}"
            yield source.problem(("figures", n), "future-date", message, "проверьте год")
        elif one.as_of <= one.period.first or one.written <= one.period.last:
            message = f"значение записано {text.date(one.written)}, а период кончается {text.date(one.period.last)}"
            yield source.problem(
                ("figures", n), "closed-early", message, "закрывают только то, что кончилось: уберите значение"
            )
        elif (one.numerator is None) != (one.denominator is None) or (one.figure is None and one.denominator != 0):
            hint = "напишите numerator и denominator, а у числа — value"
            yield source.problem(("figures", n), "closed-empty", "у закрытого периода нет числа", hint)
        elif (one.denominator or 0) and (one.numerator or 0) > (one.denominator or 0):
            yield source.problem(
                ("figures", n), "closed-empty", "числитель больше знаменателя", text.sentence("swapped")
            )
        elif indicator.type == "share" and one.figure is not None and not 0 <= one.figure <= 1:
            message = text.sentence("no_share", value=one.figure)
            yield source.problem(("figures", n), "share-above-one", message, text.sentence("share_like"))
        else:
            yield from _changed_since(catalog, n, one, indicator)
        seen.add(one.key)


def _changed_since(catalog: Catalog, n: int, one: ClosedFigure, indicator: Indicator) -> Iterator[Problem]:
    source = catalog.sources[CLOSED]
    now = next(
        (
            r
            for r in catalog.readings.get(indicator.id, ())
            if (r.scope, r.period) == (one.scope, one.period) and r.kept
        ),
        None,
    )
    if now is not None and now.is_outdated:
        hint = "на странице стоит записанное число и сказано, что теперь; если верно новое, исправьте строку"
        yield source.problem(
            ("figures", n),
            "closed-changed",
            f"записано {readings.in_words(one)}, а {now.note_in_russian}",
            hint,
            severity=WARNING,
        )


def corrections_say_what_was(catalog: Catalog) -> Iterator[Problem]:
    """A correction says what the figure was, and that is another figure than the one after it; corrections go from
    early to late. What was said of a few people is not repeated: a former number of them is told (warning)."""
    for record in catalog.own_of(Values):
        for n, value in enumerate(record.values):
            indicator = catalog.one(Indicator, value.indicator)
            for m, correction in enumerate(value.corrections):
                loc = ("values", n, "corrections", m)
                rest = value.corrections[m + 1 :]
                after: Value | Correction = rest[0] if rest else value
                if _numbers(correction) == (None, None, None):
                    hint = "напишите, что было: numerator и denominator или value"
                    yield error(catalog, record, loc, "correction-empty", "не сказано, какое число исправили", hint)
                elif _numbers(correction) == _numbers(after):
                    hint = "напишите прежнее число или уберите исправление"
                    message = "прежнее число такое же, как новое"
                    yield without_repeats(error(catalog, record, loc, "correction-empty", message, hint))
                elif m and value.corrections[m - 1].date > correction.date:
                    message = "исправления идут не по порядку"
                    yield error(
                        catalog, record, (*loc, "date"), "dates-order", message, "запишите от раннего к позднему"
                    )
                if indicator is not None and is_small(indicator, correction.denominator, catalog.small_group):
                    least = small_group(indicator, catalog.small_group)
                    message = f"в прежнем знаменателе меньше {least}: файл открыт всем"
                    hint = "уберите прежние числа вместе с исправлением: на сайте их не будет всё равно"
                    yield without_repeats(warning(catalog, record, loc, "small-group-written", message, hint))


def _numbers(one: Value | Correction) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    return one.numerator, one.denominator, one.value
