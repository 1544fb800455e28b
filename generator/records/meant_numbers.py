"""What somebody meant who wrote more than a number in the place of one: another unit, two numbers, no number at all.

Pure. Whatever is offered keeps the meaning: «20 минут» of hours is a third of one, «4 из 5» are two fields, and «нет
данных» is no number that an example could stand for.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from generator.problems import to_write
from generator.text import numerals
from generator.text.sentences import sentence

_NUMBER = r"\d{1,12}(?:[.,]\d{1,6})?"
#: words for units of time, by what one of them is in minutes
_MINUTES = {1: r"\bмин(?:\b|ут)", 60: r"\bч(?:\b|ас)"}
_LONGER = r"нед|дн|день|сут|мес|четверт|год|лет\b|урок|занят|пар[аы]?\b|перемен"
#: behind a number: «урока по 45 минут», «час 30 минут»
_TIMES = re.compile(rf"[^\W\d]+ по ({_NUMBER}) ?(мин|ч)[^\W\d]*\.?")
_AND_MINUTES = re.compile(r"ч[^\W\d]*\.? ?(?:и )?(\d{1,2}) ?м[^\W\d]*\.?")
_UNITS = {1: "минутах", 60: "часах"}
_HALVES = {"полтора": "1.5", "пол": "0.5"}
_THOUSANDS = {"тыс": 1000, "млн": 1_000_000, "миллион": 1_000_000, "млрд": 1_000_000_000}
#: what stands together: a part and of how many it is
_OF = {"numerator": "denominator", "score": "max"}
_NOTHING = re.compile(
    r"(?:[-–—?]+|н/?д|нет|нет данных|данных нет|нет сведений|сведений нет|не ?(?:известно|определено|указано)"
    r"|отсутству[её]т|x|х|n/?a)\.?",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"процент|проц\b", re.IGNORECASE)
_LOOKS_LIKE = str.maketrans("OoОоЗзIlІі", "0000331111")


class MeantNumber(NamedTuple):
    """The hint, and the very text to write where there is one; only a person can be sure of it."""

    hint: str
    write: str | None = None


def meant_number(given: str, name: str, label: str, siblings: Collection[str], unit: str = "") -> MeantNumber | None:
    """What to write instead of ``given`` in the field ``name`` that is called ``label``, counts in ``unit`` and stands
    in a group with the fields ``siblings``; None where the number itself tells enough."""
    words = re.sub(r"[\s\u00a0\u202f]+", " ", given).strip()
    if _NOTHING.fullmatch(words):
        return MeantNumber(f"если сведений нет, сотрите всё поле «{name}»: числа вместо них не пишут")
    raw = numerals.in_digits(words)
    alone = numerals.extra_words(raw, label, unit)
    if raw != words and alone and not alone[1] and not _is_of_other_unit(raw, label):
        return MeantNumber(f"числа пишут цифрами; {to_write(alone[0])}", alone[0])
    if hint := numerals.rough_hint(raw):
        return MeantNumber(hint)
    if found := re.fullmatch(rf"({_NUMBER}) ?(?:из|/) ?({_NUMBER})", raw):
        return MeantNumber(_two_numbers(_dotted(found[1]), _dotted(found[2]), name, siblings))
    if re.fullmatch(r"[\dOoОоЗзIlІі]+", raw) and re.search(r"\d", raw):
        return _in_digits(raw)
    if found := re.fullmatch(rf"(?:от )?({_NUMBER}) ?(?:-|–|—|до|или) ?({_NUMBER})(?: ?[^\W\d]+\.?)?", raw):
        first, last = map(_dotted, found.groups())
        return (
            MeantNumber(f"здесь одно число, а не «от и до»: выберите, например наибольшее: {last}") if first else None
        )
    if found := re.fullmatch(rf"({_NUMBER}|полтора|пол)? ?([^\W\d].*)", raw, re.IGNORECASE):
        number = _HALVES.get((found[1] or "").casefold()) or _dotted(found[1] or "1")
        if meant := _in_its_unit(number, found[2].casefold(), label.casefold()):
            return meant
    if alone and alone[1] and not _PERCENT.search(alone[1]):
        return MeantNumber(sentence("number_alone", label=label, words=alone[1], number=_dotted(alone[0])))
    return None


def _is_of_other_unit(raw: str, label: str) -> bool:
    """«25 минут» of hours, «2 тысячи»: the words behind the number count."""
    number, _, words = raw.partition(" ")
    return bool(words) and _in_its_unit(number, words.casefold(), label.casefold()) is not None


def _in_digits(raw: str) -> MeantNumber | None:
    """A number with letters that look like digits, or one that is too long; None where it is neither."""
    now = "".join(
        character if not character.isdigit() else str(int(character)) for character in raw.translate(_LOOKS_LIKE)
    )
    if letter := next((character for character in raw if not character.isdigit()), ""):
        return MeantNumber(f"среди цифр стоит буква «{letter}»; {to_write(now)}", now)
    return MeantNumber("в числе слишком много цифр: проверьте его") if now == raw else None


def _two_numbers(part: str, whole: str, name: str, siblings: Collection[str]) -> str:
    if (other := _OF.get(name)) in siblings:
        return f"здесь два числа: напишите {name}: {part}, а на новой строке — {other}: {whole}"
    if name == "value" and {"numerator", "denominator"} <= set(siblings):
        return f"здесь два числа: вместо value напишите numerator: {part}, а на новой строке — denominator: {whole}"
    return f"здесь нужно одно число, а их два: {part} и {whole}"


def _in_its_unit(number: str, words: str, label: str) -> MeantNumber | None:
    """The number in the unit of the field, where the words behind it say another one."""
    exact = Decimal(number)
    if times := next((many for stem, many in _THOUSANDS.items() if words.startswith(stem)), None):
        now = without_zeros(exact * times)
        return MeantNumber(f"тысячи и миллионы пишут цифрами; {to_write(now)}", now)
    own = 1 if "минут" in label else 60 if "час" in label else 0
    if own and (minutes := _altogether(exact, words)) is not None:
        return _counted_in(own, minutes)
    named = {many for many, pattern in _MINUTES.items() if re.search(pattern, words)}
    if not own or own in named or not (named or re.match(_LONGER, words)):
        return None
    if not named:
        return MeantNumber(f"напишите число в {_UNITS[own]}")
    return _counted_in(own, exact * named.pop())


def _altogether(exact: Decimal, words: str) -> Decimal | None:
    """The minutes of «2 урока по 45 минут» and «1 час 30 минут»; None for other words."""
    if found := _TIMES.fullmatch(words):
        return exact * Decimal(_dotted(found[1])) * (1 if found[2] == "мин" else 60)
    found = _AND_MINUTES.fullmatch(words)
    return exact * 60 + int(found[1]) if found else None


def _counted_in(own: int, minutes: Decimal) -> MeantNumber:
    now = without_zeros(round(minutes / own, 2))
    return MeantNumber(f"здесь считают в {_UNITS[own]}; {to_write(now)}", now)


def without_zeros(exact: Decimal) -> str:
    """A number without an exponent and without zeros behind its point that say nothing."""
    digits = f"{exact:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _dotted(number: str) -> str:
    return number.replace(",", ".")
