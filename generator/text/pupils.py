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
_WHO = rf"\b(?:{_WORD}[ ](?:{_WORD}|[А-ЯЁ]\.(?![ ]?[А-ЯЁ]\.))|(?:{_NICKNAMES})(?:а|я|и|ы|е|у|ю|ей|ой)\b)"
_GAP = r"[ ,(—–-]{1,4}"
_PUPIL = re.compile(
    rf"{_WHO}{_GAP}(?:[а-яё]{{1,10}}[ ]){{0,3}}{_CLASS}|{_CLASS}{_GAP}(?:[а-яё]{{1,10}}[ ]){{0,2}}{_WHO}"
)


def find_pupils(text: str) -> list[tuple[int, int]]:
    """Where a name stands beside a class, as [start:end] in order: «Петя Иванов, 5Б», «ученик 7 «А» класса Саша П.»."""
    return [found.span() for found in _PUPIL.finditer(text)]
