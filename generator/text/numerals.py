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
_RUBLES = {"₽", "р", "руб", "рубль", "рубля", "рублей", "рубли"}
_PEOPLE = (
    "чел", "уч", "педагог", "школьник", "дет", "ребен", "ребён", "взросл", "студент", "методист", "участник", "слушател"
)  # fmt: skip
#: a word of a label -> how words begin that repeat it behind a number
_UNITS = {
    "минут": ("мин",), "час": ("ч", "ак"), "месяц": ("мес",), "год": ("г",), "балл": ("балл",),
    **dict.fromkeys(("учен", "человек", "педагог", "участв", "записал", "закончил", "мест"), _PEOPLE),
}  # fmt: skip
#: one number with words around it
_ALONE = re.compile(r"((?:[^\d%]*[^\w%.,-])?)(-?\d{1,15}(?:[.,]\d{1,10})?)(?![\d.,]*\d)([^\d%]*)")
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


def extra_words(raw: str, label: str, unit: str = "") -> tuple[str, str] | None:
    """(the number, the words beside it) of a text with one number in a field that is called ``label`` and counts in
    ``unit``; the words are empty where they only repeat what is counted. None where there are more numbers or none."""
    found = _ALONE.fullmatch(raw)
    if found is None:
        return None
    before, number, behind = found[1].strip(), found[2], found[3].strip(" .")
    words = " ".join(filter(None, (before, behind)))
    return number, "" if not before and all(is_its_unit(one, label, unit) for one in behind.split()) else words


def is_its_unit(written: str, label: str, unit: str = "") -> bool:
    """Return whether the word behind a number, if there is one, only repeats what the numbers of a field are counted
    in: its unit, a word of its label, people where people are counted."""
    word, own, label = (one.casefold().strip().rstrip(".") for one in (written, unit, label))
    if not word or (own and (word == own or {word, own} <= _RUBLES or word_of_unit(word, own))):
        return True
    if any(stem in label and word.startswith(shorts) for stem, shorts in _UNITS.items()):
        return True
    return any(word_of_unit(word, one) for one in re.findall(r"[^\W\d]+", label))


def word_of_unit(one: str, other: str) -> bool:
    """Return whether two words may be forms of one («школы» and «школ»): alike but for the ending of a case."""
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return same >= _LEAST_STEM and all(_CASE.fullmatch(word[same:]) for word in (one, other))


_LEAST_STEM = 3
_CASE = re.compile("(?:а|у|ы|и|е|я|ь|й|ов|ев|ей|ам|ом|ах)?")
