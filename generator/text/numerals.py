"""Numbers in words, where a number is asked: «двадцать пять» is 25, up to a thousand. The form of the site and its
reader of blanks have the same table (``theme/mkdocs/assets/form/numerals.js``, held to tests/cases/numerals.yml)."""

from __future__ import annotations

import re
from functools import cache

from generator.text.sentences import sentence

#: forms of a word -> its number; «семью» is left out, it is the family too
_FORMS = """
0 ноль нуль ноля нуля
1 один одна одно одну одного одной одному одним одном
2 два две двух двум двумя двое двоих
3 три трех трем тремя трое троих
4 четыре четырех четырем четырьмя четверо четверых
5 пять пяти пятью пятеро пятерых
6 шесть шести шестью шестеро шестерых
7 семь семи семеро семерых
8 восемь восьми восемью восьмеро восьмерых
9 девять девяти девятью девятеро девятерых
10 десять десяти десятью десятеро десятерых
11 одиннадцать одиннадцати
12 двенадцать двенадцати
13 тринадцать тринадцати
14 четырнадцать четырнадцати
15 пятнадцать пятнадцати
16 шестнадцать шестнадцати
17 семнадцать семнадцати
18 восемнадцать восемнадцати
19 девятнадцать девятнадцати
20 двадцать двадцати
30 тридцать тридцати
40 сорок сорока
50 пятьдесят пятидесяти
60 шестьдесят шестидесяти
70 семьдесят семидесяти
80 восемьдесят восьмидесяти
90 девяносто девяноста
100 сто ста
200 двести двухсот
300 триста трехсот
400 четыреста четырехсот
500 пятьсот пятисот
600 шестьсот шестисот
700 семьсот семисот
800 восемьсот восьмисот
900 девятьсот девятисот
1000 тысяча тысячи тысячу
"""
#: words that are a number to some and «about so many» to others
_ROUGH = {"пара": 2, "пару": 2, "десяток": 10, "дюжина": 12, "полсотни": 50, "сотня": 100, "сотню": 100}
_VAGUE = "несколько|много|немного|мало|почти|около|примерно|более|больше|менее|меньше|свыше|до|от|ни"
_WORDS = re.compile(r"[а-яё]+(?: [а-яё]+)*", re.IGNORECASE)


@cache
def numerals() -> dict[str, int]:
    """Every form of a word and its number; «ё» is «е»."""
    rows = (line.split() for line in _FORMS.strip().splitlines())
    return {word: int(number) for number, *words in rows for word in words}


def in_digits(raw: str) -> str:
    """The text with its numbers in words as digits: «двадцать пять минут» is «25 минут». Unchanged where digits stand
    in it already, or words beside each other that are no one number («двадцать тридцать»)."""
    if re.search(r"\d", raw):
        return raw
    try:
        return _WORDS.sub(lambda found: _stretch(found[0]), raw)
    except ValueError:
        return raw


def rough_number(raw: str) -> int | None:
    """How many a word may mean that is often said of about so many («десяток»); 0 for one that tells no number
    («несколько»), None for any other words."""
    if re.search(r"\d", raw):
        return None
    first = raw.casefold().replace("ё", "е").split(" ")[0]
    return _ROUGH.get(first, 0 if re.fullmatch(_VAGUE, first) else None)


def rough_hint(raw: str) -> str:
    """What to write instead of such words; empty for others."""
    about = rough_number(raw)
    if about is None:
        return ""
    return sentence("number_rough", number=about) if about else sentence("number_vague")


def _stretch(words: str) -> str:
    out: list[str] = []
    run: list[int] = []
    for word in words.split(" "):
        number = numerals().get(word.casefold().replace("ё", "е"))
        if number is not None:
            run.append(number)
            continue
        out += [*_number_of(run), word]
        run = []
    return " ".join([*out, *_number_of(run)])


def _number_of(run: list[int]) -> list[str]:
    """The digits of words beside each other. Raises ValueError for those that are no number together."""
    if not run:
        return []
    ranks = [_rank(number) for number in run]
    is_one = len(run) == 1 or (sorted(set(ranks), reverse=True) == ranks and ranks[0] < _THOUSAND and 0 not in run)
    if not is_one or (len(run) > 1 and _TEEN in ranks and ranks[-1] != _TEEN):
        if len(run) == 2 and run[1] == 1000 and 0 < run[0] < 1000:  # «две тысячи»: as «2 тысячи»
            return [str(run[0]), "тысячи"]
        raise ValueError(run)
    return [str(sum(run))]


_UNIT, _TEEN, _TEN, _HUNDRED, _THOUSAND = range(1, 6)


def _rank(number: int) -> int:
    """Of which kind a word is; those of one number go down, ten to nineteen end it."""
    if number < 10:
        return _UNIT
    if number < 20:
        return _TEEN
    return _TEN if number < 100 else _HUNDRED if number < 1000 else _THOUSAND


def word_of_unit(one: str, other: str) -> bool:
    """Return whether two words may be forms of one («школы» and «школ»): alike but for the ending of a case."""
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return same >= _LEAST_STEM and all(_CASE.fullmatch(word[same:]) for word in (one, other))


_LEAST_STEM = 3
_CASE = re.compile("(?:а|у|ы|и|е|я|ь|й|ов|ев|ей|ам|ом|ах)?")
