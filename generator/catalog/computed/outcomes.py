"""Pure: what a measured outcome shows, and what it does not."""

from __future__ import annotations

import re
from decimal import Decimal

from generator import text
from generator.records.memo import memoized
from generator.records.practices import Comparison, Outcome, Practice, Replication
from generator.text import Phrase, phrase
from generator.text.dates import comparable

#: on one pupil or lesson everything can be shown
LEAST_N = 2
#: what starts so many times higher was counted in other units
OTHER_UNITS = 10
#: a group so many times smaller than the one beside it is no comparison
FEWER = 10
#: of a measurement that says what another one has said
SAME_NUMBERS = Phrase("числа, время и инструмент те же, что в другом измерении")

_SCHOOL_YEAR = re.compile(r"((?:19|20)\d\d) ?[/-] ?(?:19|20)?(\d\d)(?!\d)")
_YEAR_WORDS = re.compile(r"\b(?:учебн\w+|уч\.?|года?|г\.?)(?!\w)")


@memoized(by=lambda record: record.key)
def measurements(record: Practice | Replication) -> tuple[tuple[object, ...], ...]:
    """:func:`measurement` of every outcome of a record, in its order."""
    return tuple(map(measurement, record.outcomes))


def measurement(outcome: Outcome) -> tuple[object, ...]:
    """By what two outcomes are one measurement told twice: no two schools get the same of everything by chance. A share
    and its per cent are the same numbers, and so are two ways to write a school year."""
    other = outcome.comparison
    before, after = _in_parts(outcome.before, outcome), _in_parts(outcome.after, outcome)
    beside = (_in_parts(other.before, outcome), _in_parts(other.after, outcome), other.n) if other else ()
    period = _SCHOOL_YEAR.sub(r"\1/\2", comparable(outcome.period or ""))
    words = (_bare(_YEAR_WORDS.sub("", period)), _bare(text.folded(outcome.instrument or "")))
    return (before, after, outcome.n, *words, *beside)


def _in_parts(value: Decimal | None, outcome: Outcome) -> Decimal | None:
    return value / 100 if value is not None and outcome.whole == 100 else value


def _bare(words: str) -> str:
    return " ".join(re.findall(r"[\w/]+", words))


def in_other_units(outcome: Outcome) -> bool:
    """A part of one beside whole dozens, and no unit that both would have: «0.3» became «60»."""
    if outcome.unit or outcome.before is None or outcome.after is None:
        return False
    low, high = sorted((abs(outcome.before), abs(outcome.after)))
    return 0 < low < 1 and low != low.to_integral_value() and high >= OTHER_UNITS


def is_complete(outcome: Outcome) -> bool:
    """Measured so that one can judge: before and after, on how many, with what."""
    return (
        outcome.before is not None
        and outcome.after is not None
        and outcome.n is not None
        and outcome.n >= LEAST_N
        and bool(outcome.instrument)
    )


def gain(outcome: Outcome) -> int:
    """1 when it became better, -1 when worse, 0 when nothing changed or nobody knows."""
    if outcome.before is None or outcome.after is None:
        return 0
    change = outcome.after - outcome.before if outcome.direction == "up" else outcome.before - outcome.after
    return (change > 0) - (change < 0)


def shows_a_result(outcome: Outcome) -> bool:
    """Measured in full, and it became better."""
    return is_complete(outcome) and gain(outcome) > 0 and not in_other_units(outcome)


def is_compared(outcome: Outcome) -> bool:
    """Set beside a group of known size, before and after, which was like it at first and gained less."""
    return outcome.comparison is not None and not why_not_compared(outcome)


def why_not_measured(outcome: Outcome) -> Phrase:
    """What an outcome lacks to show a result; empty when it shows one."""
    if None not in (outcome.before, outcome.after) and gain(outcome) <= 0:
        return Phrase("стало хуже" if gain(outcome) < 0 else "ничего не изменилось")
    if in_other_units(outcome):
        return Phrase("«было» и «стало» похожи на числа в разных единицах, а единица не названа")
    lacking = (
        (outcome.before is None, "сколько было"),
        (outcome.after is None, "сколько стало"),
        (outcome.n is None, "на скольких измеряли"),
        (outcome.n is not None and outcome.n < LEAST_N, "хотя бы двух наблюдений"),
        (not outcome.instrument, "чем измеряли"),
    )
    missing = tuple(Phrase(what) for lacks, what in lacking if lacks)
    return phrase("измерено не полностью, не хватает: {missing}", missing=missing) if missing else Phrase()


def why_not_compared(outcome: Outcome) -> Phrase:
    """Why the group of comparison shows nothing; empty when it does, or when there is none."""
    other = outcome.comparison
    if other is None or outcome.before is None or outcome.after is None:
        return Phrase("сравнение не засчитано: нет своих чисел" if other is not None else "")
    if other.before is None or other.after is None or other.n is None or other.n < LEAST_N:
        return Phrase("сравнение не засчитано: нет чисел группы сравнения или числа людей в ней")
    if not sizes_are_alike(outcome, other):
        return Phrase("сравнение не засчитано: в одной из групп людей в десять раз меньше, чем в другой")
    if not are_alike(outcome, other):
        return Phrase("сравнение не засчитано: группы различались уже в начале сильнее, чем изменился результат")
    ahead = (outcome.after - outcome.before) - (other.after - other.before)
    better = ahead > 0 if outcome.direction == "up" else ahead < 0
    return Phrase("" if better else "группа сравнения изменилась не хуже")


def sizes_are_alike(outcome: Outcome, other: Comparison) -> bool:
    """Neither group is a handful beside the other; True where a number is missing."""
    if outcome.n is None or other.n is None:
        return True
    low, high = sorted((outcome.n, other.n))
    return high < low * FEWER


def are_alike(outcome: Outcome, other: Comparison) -> bool:
    """Near enough at first that what came later means something: groups that lay further apart than the result has
    moved are no comparison (as the What Works Clearinghouse asks for equivalence at baseline), and neither are numbers
    in other units. True where a number is missing."""
    if outcome.before is None or outcome.after is None or other.before is None:
        return True
    low, high = sorted((abs(outcome.before), abs(other.before)))
    if low and high >= low * OTHER_UNITS:
        return False
    return abs(outcome.before - other.before) <= abs(outcome.after - outcome.before)
