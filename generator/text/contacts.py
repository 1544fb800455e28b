"""Addresses of mail and numbers of telephones in a field of contacts, one by one."""

from __future__ import annotations

import re

_MAIL = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\s@,;<>().]{2,}")
_EXTENSION = re.compile(r"(?:доб|вн)[а-яё]*\.? ?№? ?\d+", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;/|\n]|(?<!\w)(?:и|или|факс|тел)(?!\w)", re.IGNORECASE)
#: the fewest digits of a number of a town, the most of a number with its country, a whole one without the country
_LEAST, _MOST, _WHOLE = 5, 15, 10


def mail_addresses(value: str) -> list[str]:
    """The addresses of mail that a text holds, whole ones only."""
    return _MAIL.findall(value)


def phone_numbers(value: str) -> list[str]:
    """The numbers that a text holds, their digits; one that leaves the code out gets that of the number before it, and
    an extension is a part of its number."""
    found: list[str] = []
    for part in _BETWEEN.split(_EXTENSION.sub("", value)):
        digits = re.sub(r"\D", "", part)
        if _LEAST <= len(digits) < _WHOLE and found and len(found[-1]) >= _WHOLE:
            digits = found[-1][: -len(digits)] + digits
        if len(digits) > _MOST:  # nothing but a space between two
            found += [digits[: len(digits) // 2], digits[len(digits) // 2 :]]
        elif len(digits) >= _LEAST:
            found.append(digits)
    return found
