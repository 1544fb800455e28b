"""Rules about numbers of one record that cannot stand beside each other, and about the time in which they were
measured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from generator import text
from generator.catalog import Catalog
from generator.checks.place import error, warning
from generator.documents.sources import Loc
from generator.problems import Problem
from generator.records import Record
from generator.records.learning import Track
from generator.records.practices import Outcome, Practice, Replication, Review
from generator.records.times import Moment
from generator.text.dates import MONTH_WORD, comparable, month_number
from generator.text.patterns import compiled


def numbers_can_be(catalog: Catalog) -> Iterator[Problem]:
    """Not more got a mark than there is, not more finished than had signed up, the smallest class is not above the
    largest one, and what is called a share lies between 0 and 1."""
    for record in catalog.own_records:
        for loc, message, hint in _impossible(record):
            yield error(catalog, record, loc, "number-impossible", message, hint)


_Wrong = Iterator[tuple[Loc, str, str]]


def _impossible(record: Record) -> _Wrong:
    match record:
        case Practice():
            sizes = record.conditions
            if sizes and sizes.class_size_min and sizes.class_size_max and sizes.class_size_min > sizes.class_size_max:
                message = f"учеников не меньше {sizes.class_size_min}, но не больше {sizes.class_size_max}"
                yield ("conditions", "class_size_max"), message, "поменяйте числа местами или исправьте одно из них"
            yield from _shares(record)
        case Replication():
            yield from _shares(record)
        case Review():
            for n, score in enumerate(record.criteria):
                if score.score > score.max:
                    message = f"оценка {text.number(score.score)} из {text.number(score.max)}"
                    hint = "проверьте оценку (score) и из скольких она (max)"
                    yield ("criteria", n, "score"), message, hint
        case Track():
            for n, item in enumerate(record.enrolment):
                if item.signed_up is not None and item.finished is not None and item.finished > item.signed_up:
                    message = f"записалось {item.signed_up}, а закончило {item.finished}"
                    yield ("enrolment", n, "finished"), message, "поменяйте числа местами или исправьте одно из них"


def _shares(record: Practice | Replication) -> _Wrong:
    for n, outcome in enumerate(record.outcomes):
        most = _most(outcome)
        for loc, value in _numbers(outcome) if most else ():
            if value is None or 0 <= value <= most:
                continue
            if most == 1:
                message = f"доля не бывает {text.number(value)}: она от 0 до 1"
                yield ("outcomes", n, *loc), message, "напишите долю (0.75) или исправьте unit: например, «%»"
            else:
                message = f"доля не бывает {text.number(value)}\u00a0%: она от 0 до 100"
                hint = "проверьте число; если это не доля, назовите иначе в what и measure"
                yield ("outcomes", n, *loc), message, hint


def _most(outcome: Outcome) -> int:
    """The most that a share can be in the unit of an outcome; 0 for what is no share. So many per cent more may be any
    number."""
    words = f"{outcome.what} {outcome.measure or ''}".casefold()
    return outcome.whole if outcome.whole == 1 or _SHARE.search(words) else 0


def numbers_are_within_their_whole(catalog: Catalog) -> Iterator[Problem]:
    """What is measured in per cent is a part of a whole unless the words speak of growth, and of ten points nobody gets
    fourteen (warning)."""
    for record in catalog.own_records:
        if not isinstance(record, Practice | Replication):
            continue
        for n, outcome in enumerate(record.outcomes):
            most, whole = _whole_in_words(outcome)
            for loc, value in _numbers(outcome) if most else ():
                if value is not None and value > most:
                    message = f"{text.number(value)} больше целого: {whole}"
                    hint = "проверьте число; если это прирост, так и напишите в what"
                    yield warning(catalog, record, ("outcomes", n, *loc), "above-whole", message, hint)


def _whole_in_words(outcome: Outcome) -> tuple[Decimal, str]:
    """The most that an outcome can be by its unit and its words, and how to call it; 0 where there is no limit, or an
    error tells of it."""
    words = f"{outcome.what} {outcome.measure or ''} {outcome.unit or ''}".casefold()
    if found := _OUT_OF.search(words):
        most = found[1] or found[2]
        return Decimal(most), f"из {most}"
    is_part = outcome.whole == 100 and not _SHARE.search(words) and not _GROWTH.search(words)
    return (Decimal(100), "100 %") if is_part else (Decimal(0), "")


_OUT_OF = compiled(r"балл\w* из (\d{1,3})(?!\d)|\b(\d{1,3})-балльн")
_GROWTH = compiled(r"рост|прирос|увелич|уменьш|вырос|сниж|больше|меньше|чаще|скорост|норм|план|к уровню|по сравнению")
_SHARE = re.compile(r"\bдол(?:я|и|ю|ей)\b")


def _numbers(outcome: Outcome) -> Iterator[tuple[Loc, Decimal | None]]:
    yield ("before",), outcome.before
    yield ("after",), outcome.after
    if outcome.comparison is not None:
        yield ("comparison", "before"), outcome.comparison.before
        yield ("comparison", "after"), outcome.comparison.after


def outcomes_have_a_time(catalog: Catalog) -> Iterator[Problem]:
    """The time in which an outcome was measured does not end before it begins; whoever applied a practice measured it
    then and not years before (warning)."""
    for record in catalog.own_records:
        if not isinstance(record, Practice | Replication):
            continue
        for n, outcome in enumerate(record.outcomes):
            loc: Loc = ("outcomes", n, "period")
            if _goes_back(outcome.period or ""):
                hint = "сначала пишут, когда было «было», потом — когда «стало»"
                yield error(catalog, record, loc, "period-backwards", "период кончается раньше, чем начинается", hint)
                continue
            last = measured_by(outcome)
            if isinstance(record, Replication) and last and record.date.year and last.year < record.date.year - 1:
                message = f"практику применили в {record.date.year} году, а измерили в {last.year}"
                yield warning(catalog, record, loc, "period-elsewhere", message, "проверьте годы: чьи это числа?")


_YEAR = r"(?<!\d)(?:19|20)\d\d(?!\d)"
_POINT = compiled(rf"(?:\b(?P<month>{MONTH_WORD}) )?(?P<year>{_YEAR})")
_SPAN = compiled(rf"(?:\b({MONTH_WORD}) )?({_YEAR}) ?- ?(?:({MONTH_WORD}) )?({_YEAR})")


def measured_by(outcome: Outcome) -> Moment | None:
    """When the last number of an outcome was taken, as far as the words of its time say; of a school year its first
    year. None when they name no year."""
    return _last_named(outcome.period) if outcome.period else None


@lru_cache(4096)  # three rules ask, and most measure in the same few years
def _last_named(period: str) -> Moment | None:
    points = [_moment(found["month"], found["year"]) for found in _POINT.finditer(_without_school_years(period))]
    return max(points, key=lambda one: (one.year, one.month or 0), default=None)


def _without_school_years(period: str) -> str:
    words = comparable(period)
    return re.sub(rf"({_YEAR}) ?(?:/ ?\d{{2,4}}|- ?\d{{2,4}}(?= ?уч))", r"\1", words)


def _moment(month: str | None, year: str) -> Moment:
    return Moment(int(year), month_number(month) or None if month else None)


@lru_cache(4096)
def _goes_back(period: str) -> bool:
    found = _SPAN.search(comparable(period))
    if not found:
        return False
    first, last = _moment(found[1], found[2]), _moment(found[3], found[4])
    return first.first > last.last if first.first and last.last else False
