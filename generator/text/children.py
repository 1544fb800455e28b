"""Children in a text who can be recognised: a few of them, «4 ученика», «двое детей», beside a class and a school; one
by name beside a class.

Groups in which children work («в парах», «по 4 ученика», «до трёх человек») are how a lesson goes, and nobody in
particular.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.text.patterns import compiled

_NUMBERS = {
    1: "один|одна|одного|одной|одному|одну|одним",
    2: "два|две|двух|двум|двумя|двое|двоих|двоим|двоими|обо(?:е|их|им)|оба|обеих",
    3: "три|трёх|трём|тремя|трое|троих|троим|троими",
    4: "четыре|четырёх|четырём|четырьмя|четверо|четверых|четверым|четверыми",
    5: "пять|пяти|пятью|пятеро|пятерых|пятерым",
    6: "шесть|шести|шестью|шестеро|шестерых|шестерым",
    7: "семь|семи|семью|семеро|семерых|семерым",
    8: "восемь|восьми|восьмью|восьмеро|восьмерых",
    9: "девять|девяти|девятью|девятеро|девятерых",
    10: "десять|десяти|десятью|десятеро|десятерых",
}
_WORDS = "|".join(_NUMBERS.values()).replace("ё", "[её]")
_CHILDREN = (
    r"(?:ученик(?:а|ов|у|ам|ами|ах|и|ом)?|учениц(?:а|ы|е|у|ей|ам|ами)?|школьник(?:а|ов|у|ам|ами|и|ом)?"
    r"|школьниц(?:а|ы|ам)?|реб[её]н(?:ок|ка|ку|ком)|дет(?:и|ей|ям|ьми)|ребят(?:а|ам|ами)?|воспитанник(?:а|ов|ам|и|ами)?"
    r"|воспитанниц(?:а|ы|ам)?|обучающи(?:йся|хся|мся|еся|мися)|обучающегося|учащи(?:йся|хся|мся|еся|мися)|учащегося"
    r"|мальчик(?:а|ов|у|ам|и)?|девоч(?:ка|ки|ек|кам)|дошкольник(?:а|ов|ам|и)?|выпускник(?:а|ов|ам|и)?"
    r"|человека?|чел\.(?= |,|$))"
)
_MANNER = r"(?:[а-яё]{3,15}(?:ых|их|ые|ие|ый|ая|ой|его|ого|ому|ему) ){0,2}"
_FOUND = compiled(
    rf"(?<![\w.,–—-])(?P<number>\d{{1,2}}|{_WORDS})(?: из (?P<all>\d{{1,3}}|{_WORDS}))? {_MANNER}{_CHILDREN}(?!\w)",
    re.IGNORECASE,
)
_NOUN = compiled(rf"\b{_CHILDREN}(?!\w)", re.IGNORECASE)
_KNOWN = frozenset(word.replace(e, "е") for word in "|".join(_NUMBERS.values()).split("|") for e in "ё")
_BACK = 70  # characters before the noun in which its number stands
#: before the number: how many work together, or how many there may be
_GROUP_BEFORE = compiled(
    r"(?:\b(?:по|до|от|или|кажд\w+|любы\w+|хотя бы|не (?:менее|более|меньше|больше) (?:чем )?|минимум|максимум|свыше"
    r"|больше|меньше|более|менее|около|через|между|\w+дцать|сорок|\w+десят|сто|сажа\w+|вызыва\w+|просит\w?|выбира\w+|встают|как)|[–—-]"
    r"|(?:групп|подгрупп|команд|пар|тройк|четв[её]рк|экипаж|звен)\w*(?:,? (?:из|в|на|по|—)|:)?)[ («]*$",
    re.IGNORECASE,
)
_GROUP_AFTER = compiled(
    r"^,? (?:в (?:групп|пар|команд)\w+|за (?:парт|стол)\w+|у доски|на (?:парт|групп)\w+)", re.IGNORECASE
)
_CLASS = compiled(
    r"(?<![\w.,-])(?:(?:1[01]|[1-9])(?:[ -]?[«\"]?[а-м][»\"]?|-?(?:й|го|м|ый|ого|ом|е))?[ -]?(?:класс|кл\b)"
    r"|(?:перв|втор|треть|четв[её]рт|пят|шест|седьм|восьм|девят|десят|одиннадцат)\w{1,3} класс)",
    re.IGNORECASE,
)
_SCHOOL = compiled(
    r"\b(?:[Сс]?[Шш]кол\w{1,3}|[Гг]имнази\w|[Лл]ице\w|[А-Я]?СОШ|[А-Я]?ООШ|[А-Я]?НОШ|[Дд]етск\w+ сад\w?)"
    r"(?: ?№| \d| (?:им\.|имени|с\.|п\.|пос\.|дер\.|г\.|села|пос[её]лка|деревни|хутора|станицы) ?\S| [«А-ЯЁ])"
    r"|[А-ЯЁ][а-яё]+(?:ск|цк)(?:ая|ой|ую|ий|ого|ом|ому) (?:[а-яё]+ ){0,2}(?:школ|гимнази|лице|детск)"
)
_PEOPLE = compiled(
    rf"\b(?:{_CHILDREN}(?!\w)|(?:студент|педагог|учител|преподавател|воспитател|методист|наставник|руководител|директор"
    r"|специалист|слушател|участник|родител|работник|сотрудник|тьютор|психолог|логопед|завуч)\w{0,4}\b)",
    re.IGNORECASE,
)
_NEAR = 200  # characters between them


class FewChildren(NamedTuple):
    """Where a number of children stands in a text, and the number."""

    start: int
    end: int
    number: int


def names_people(words: str) -> bool:
    """Return whether what is counted by these words is people: «учеников», «педагоги, прошедшие диагностику»."""
    return _PEOPLE.search(words) is not None


def find_few_children(text: str) -> Iterator[FewChildren]:
    """A number of children in particular, «4 ученика», «двое из троих детей»; not how many work together. Numbers in
    words up to ten."""
    for found in _numbered(text):
        before = text[: found.start()]
        is_for_each = before.endswith("на ") and not found[0].endswith("ах")  # «один лист на двух учеников»
        if not (is_for_each or _GROUP_BEFORE.search(before) or _GROUP_AFTER.search(text[found.end() :])):
            yield FewChildren(found.start(), found.end(), _number(found["all"] or found["number"]))


def _numbered(text: str) -> Iterator[re.Match[str]]:
    """The expressions with a number; only where one stands before the noun, which most texts have without."""
    last = 0
    for noun in _NOUN.finditer(text):
        start = max(last, noun.start() - _BACK)
        words = text[start : noun.start()].lower().replace("ё", "е").split()
        if any(word.strip("(«") in _KNOWN or word.strip("(«").isdigit() for word in words):
            for found in _FOUND.finditer(text, start, noun.end()):
                last = found.end()
                yield found


def find_few_of_a_school(text: str) -> Iterator[FewChildren]:
    """The same, only where the class and the school are named beside it: «4 ученика, 6 класс, школа № 3»."""
    if "класс" not in text and "кл" not in text:
        return
    schools = [found.span() for found in _SCHOOL.finditer(text)]
    classes = [found.span() for found in _CLASS.finditer(text)] if schools else []
    for found in find_few_children(text) if classes else ():
        if all(any(_are_near(found, span, text) for span in spans) for spans in (schools, classes)):
            yield found


def _are_near(found: FewChildren, span: tuple[int, int], text: str) -> bool:
    start, end = min(found.start, span[0]), max(found.end, span[1])
    return end - start <= _NEAR and "\n\n" not in text[start:end]


def _number(written: str) -> int:
    if written.isdigit():
        return int(written)
    plain = written.lower()
    return next(n for n, words in _NUMBERS.items() if re.fullmatch(words.replace("ё", "[её]"), plain))


# --- a name beside a class: a guess for somebody's eye (``names`` finds who is named in full) -------------------------


_LETTERED_CLASS = (
    r"(?<![\w,.-])(?:1[01]|[1-9])[ -]?"
    r"(?:[«\"]?[А-ЕЖЗИКЛМ][»\"]?(?![\w-])|[«\"]?[а-м][»\"]?[ ]?(?:кл\b|класс))"
)
_WORD = r"[А-ЯЁ][а-яё]{1,20}"
#: what children are called without a surname; without the ending, which the case changes
_NICKNAMES = "|".join(
    name[:-1]
    for name in (
        "Алёша Андрюша Ваня Варя Вася Витя Вова Галя Гоша Гриша Даша Дима Женя Зина Илюша Ира Катя Кирюша Коля Костя"
        " Ксюша Лена Лера Лёша Лида Лиза Маша Миша Митя Настя Наташа Ника Оля Паша Петя Полина Рита Рома Саша Света"
        " Сеня Серёжа Слава Соня Таня Тёма Тоня Толя Юля Юра"
    ).split()
)
_NICKNAME = rf"(?:{_NICKNAMES})(?:а|я|и|ы|е|у|ю|ей|ой)\b"
_WHO = (
    rf"\b(?:{_WORD}[ ](?:{_WORD}|[А-ЯЁ]\.(?![ ]?[А-ЯЁ]\.))|(?<![А-ЯЁ]\. )(?<![А-ЯЁ]\.)[А-ЯЁ]\.[ ]?{_WORD}|{_NICKNAME})"
)
_SURNAME = r"\b[А-ЯЁ][а-яё]{1,20}(?:[оеё]в|ин|ын|ский|цкий|енко)(?:а|у|ой|ым|ого|ому)?"
_GAP = r"[ ,:(—–-]{1,4}"
#: a class without its letter: of few names beside it one can be sure
_ANY_CLASS = r"(?<![\w,.-])(?:1[01]|[1-9])(?:-?(?:й|го|м|ый|ого|ом))? ?(?:кл\b|класс)"
_FEW_WORDS = r"(?:[а-яё]{1,10}[ ]){0,3}"
_PUPIL = re.compile(
    rf"{_WHO}{_GAP}{_FEW_WORDS}{_LETTERED_CLASS}|{_LETTERED_CLASS}{_GAP}(?:[а-яё]{{1,10}}[ ]){{0,2}}{_WHO}"
    rf"|{_SURNAME} из (?:1[01]|[1-9])[ -]?[«\"]?[А-Ма-м][»\"]?(?![\w-])"
    rf"|(?:{_NICKNAME}(?: {_WORD}|[ ][А-ЯЁ]\.)|{_SURNAME} {_NICKNAME}){_GAP}{_FEW_WORDS}{_ANY_CLASS}"
)
#: every class has a number, and few texts have such a one
_MAY_BE = re.compile(r"\d(?:[ -]?[«\"]?[А-Ма-м]|.{0,4}кл)")


def find_pupils(text: str) -> list[tuple[int, int]]:
    """Where a name stands beside a class, as [start:end] in order: «Петя Иванов, 5Б», «ученик 7 «А» класса Саша П.»."""
    if not _MAY_BE.search(text):
        return []
    return [found.span() for found in _PUPIL.finditer(text)]
