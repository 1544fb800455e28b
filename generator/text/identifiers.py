"""Numbers of a person's documents, birthdays and home addresses in a text as it shows.

Where check digits make the number sure it needs no word beside it; elsewhere a word must say what it is.  Sources:
СНИЛС: order of the Pension Fund, control number modulo 101; ИНН of a person: order of the Federal Tax Service, two
control digits; bank cards: ISO/IEC 7812-1, Luhn's formula.
"""

import re
from collections.abc import Callable, Iterator

from generator.text.patterns import compiled

_SNILS = compiled(r"[0-9]{3}[- –]?[0-9]{3}[- –]?[0-9]{3}[- –]?[0-9]{2}(?![0-9]|[-–.,][0-9])")
_SNILS_WORD = compiled(r"(?:снилс|страхов\w{2,4}[ ]номер|\bпфр\b|\bснислс\b)[^0-9\n]{0,40}$", re.IGNORECASE)
_INN = compiled(r"[0-9]{12}(?![0-9]|[-–.,][0-9])|[0-9]{4}[ ][0-9]{4}[ ][0-9]{4}(?![0-9]|[-–.,][0-9]|[ ][0-9])")
_INN_WORD = compiled(r"(?:\bинн\b|\binn\b|налогоплательщик\w{0,2})[^0-9\n]{0,40}$", re.IGNORECASE)
_CARD = compiled(r"[0-9]{4}(?P<gap>[ -]?)[0-9]{4}(?P=gap)[0-9]{4}(?P=gap)[0-9]{4}(?![0-9]|[-–.,][0-9]|[ ][0-9]{4})")
_CARD_WORD = compiled(
    r"(?:\bкарт(?:а|у|е|ы|ой|очк\w)\b|сбер\w{0,6}|\bмир\b|\bвиза\b|\bvisa\b|перевод\w{0,3})[^0-9\n]{0,40}$",
    re.IGNORECASE,
)
# MIR 2200-2204, Mastercard 51-55 and 2221-2720, Visa 4, UnionPay 62.
_ISSUER = compiled(r"220[0-4]|5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|4|62")
_PASSPORT = compiled(
    r"(?:паспорт\w{0,4}(?![ ](?:кабинет|программ|проект|безопасн|здоровь|класс|школ))|\bсери[яиюе]\b)[^0-9\n]{0,40}"
    r"([0-9]{2}[ ]?[0-9]{2}[ ,;:]{0,3}(?:№|N|номер)?[ :]{0,2}[0-9]{6})(?![0-9]|[-–.,][0-9])",
    re.IGNORECASE,
)
_MONTHS = "январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр"
_DAY = (
    rf"(?:[0-3]?[0-9][./-][01]?[0-9][./-](?P<year>(?:19|20)[0-9]{{2}}|[0-9]{{2}}(?![0-9]))"
    rf"|[0-3]?[0-9][ ](?:{_MONTHS})\w{{0,3}}[ ](?P<year_too>(?:19|20)[0-9]{{2}}))"
)
_BORN_BEFORE = compiled(
    rf"(?:дат[аеу][ ]рождени\w|день[ ]рождени\w|\bрод\.|\bродил\w{{2,4}}|\bд\.[ ]?р\."
    rf"|\bд/р\b)[^0-9\n]{{0,25}}(?P<day>{_DAY})",
    re.IGNORECASE,
)
_BORN_AFTER = compiled(rf"(?P<day>{_DAY})[ ]?(?:г(?:ода|\.)?[ ]?)?(?:рождения|г\.?[ ]?р\.|р\.)(?!\w)", re.IGNORECASE)
_LIVES = compiled(
    r"(?:прожива\w{2,5}|прописан\w{0,2}|зарегистрирован\w{0,2}[ ]по[ ]адресу|домашн\w{2,3}[ ]адрес\w{0,2}"
    r"|адрес\w{0,2}[ ](?:прожива|регистрац|места[ ]жит)\w{2,8})[^\n]{0,60}?"
    r"((?:\bул\.|\bулиц\w{1,2}|\bпр(?:осп|-т|-кт)?\.|\bпроспект\w?|\bпер\.|\bпереул\w{2,4}|\bд\."
    r"|\bдом\b)[^\n]{0,60}?[0-9]{1,4}[а-яА-Я]?)",
    re.IGNORECASE,
)
_FLAT = compiled(
    r"(?:\bд(?:ом|\.)[ ]?№?[ ]?[0-9]{1,4}(?:[ ]?/?[0-9а-я]{1,3})?[,;]?[ ]?(?:корп(?:ус|\.)?[ ]?[0-9а-я]{1,3},?[ ]?)?"
    r"|\b(?:ул\.|улиц\w{1,2}|пер\.|просп\.|проспект\w?)[^\n]{2,40}?[0-9]{1,4}[а-я]?,[ ]?)кв(?:артира"
    r"|\.)[ ]?№?[ ]?[0-9]{1,4}(?![0-9])",
    re.IGNORECASE,
)
#: who was born before is a person of history, or over ninety
_EARLIEST = 1930


def identifiers(text: str, count: int, has: Callable[..., bool]) -> Iterator[tuple[str, int, int, bool]]:
    """(kind, start, end, sure) of every number of a document, birthday and home address.

    In: a text as it shows, how many digits it has, and a function that tells whether one of some words (in small
    letters) may stand in it.  ``sure`` where check digits and a word or the usual grouping agree.
    """
    if not count:
        return
    yield from _numbers(text, count)
    if count > 9 and has("паспорт", "сери"):
        for match in _PASSPORT.finditer(text):
            yield "passport", *match.span(1), True
    for pattern in (_BORN_BEFORE, _BORN_AFTER) if count > 3 and has("род", "рожд", "р.", "/р") else ():
        for match in pattern.finditer(text):
            year = match["year"] or match["year_too"]
            if len(year) == 2 or int(year) >= _EARLIEST:
                yield "birthday", *match.span("day"), False
    if has("прожива", "прописан", "зарегистрирован", "домашн", "адрес"):
        for match in _LIVES.finditer(text):
            yield "home", *match.span(1), False
    if has("кв"):
        for match in _FLAT.finditer(text):
            yield "home", *match.span(), False


def _numbers(text: str, count: int) -> Iterator[tuple[str, int, int, bool]]:
    """Those that check digits make sure."""
    for match in _alone(_CARD, text) if count > 15 else ():
        digits = re.sub("[^0-9]", "", match[0])
        if _ISSUER.match(digits) and luhn(digits):
            yield "card", *match.span(), bool(match["gap"]) or _after(_CARD_WORD, match)
    for match in _alone(_INN, text) if count > 11 else ():
        if is_personal_inn(match[0].replace(" ", "")):
            word = _after(_INN_WORD, match)
            if word or " " not in match[0]:
                yield "inn", *match.span(), word
    for match in _alone(_SNILS, text) if count > 10 else ():
        digits = re.sub("[^0-9]", "", match[0])
        word, grouped = _after(_SNILS_WORD, match), bool(re.fullmatch(r"\d{3}[- –]\d{3}[- –]\d{3}[- –]\d{2}", match[0]))
        if is_snils(digits) and (word or grouped):
            yield "snils", *match.span(), True


def is_snils(digits: str) -> bool:
    """Eleven digits whose last two are the control number of the first nine (from 001-001-998 on)."""
    total = sum((9 - n) * int(digit) for n, digit in enumerate(digits[:9]))
    return len(digits) == 11 and int(digits[:9]) > 1001998 and total % 101 % 100 == int(digits[9:])


def is_personal_inn(digits: str) -> bool:
    """Twelve digits whose last two are the control digits of the first ten and eleven."""
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)

    def control(count: int) -> int:
        return sum(w * int(d) for w, d in zip(weights[-count:], digits, strict=False)) % 11 % 10

    return (
        len(digits) == 12 and control(10) == int(digits[10]) and control(11) == int(digits[11]) and digits[:2] != "00"
    )


def luhn(digits: str) -> bool:
    """Return whether the digits agree with the last one by Luhn's formula."""
    doubled = [int(d) * (1 + n % 2) for n, d in enumerate(digits[::-1])]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _after(word: re.Pattern[str], match: re.Match[str]) -> bool:
    return bool(word.search(match.string, max(0, match.start() - 60), match.start()))


def _alone(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Numbers that are not the tail of another one or of a word."""
    for match in pattern.finditer(text):
        before = text[match.start() - 1 : match.start()] if match.start() else ""
        if not (before.isalnum() or before in ("_", "+", "/")) and not (
            match.start() > 1 and before in ("-", ".", ",", "–") and text[match.start() - 2].isdigit()
        ):
            yield match
