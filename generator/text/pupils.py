"""A pupil in a text: a name beside a class. A guess for somebody's eye; ``names`` finds who is named in full."""

import re

_CLASS = (
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
    rf"{_WHO}{_GAP}{_FEW_WORDS}{_CLASS}|{_CLASS}{_GAP}(?:[а-яё]{{1,10}}[ ]){{0,2}}{_WHO}"
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
