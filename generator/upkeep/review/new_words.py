"""New words that a person reads first: what may be advice on health, what may be an advertisement.

Only what the change brings counts: words that stood in the record before are nobody's news.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.catalog.differences.shown import quoted, redact
from generator.problems import Problem
from generator.records.scalars import PlainText, RichText
from generator.records.walking import walk
from generator.upkeep.review.case import Case
from generator.upkeep.review.hints import ADVERT, HEALTH

_AROUND = 60  # characters shown before and behind what was found
_MOST = 5  # of one kind in one record


def advice_on_health(case: Case) -> Iterator[Problem]:
    """Medicines, doses, diagnoses, diets: a methodical base gives no advice on health, and a wrong one does harm."""
    message = "похоже на совет о здоровье"
    hint = "лекарства, дозы, диагнозы и диеты — дело врача: попросите убрать или сослаться на официальный документ"
    yield from _found(case, HEALTH, "review-health", message, hint)


def advertisements(case: Case) -> Iterator[Problem]:
    """Prices, discounts, calls to buy, to phone or to write: the base sells nothing."""
    message, hint = "похоже на рекламу", "база ничего не продаёт: попросите оставить только методическое содержание"
    yield from _found(case, ADVERT, "review-advert", message, hint)


def _found(case: Case, pattern: re.Pattern[str], code: str, message: str, hint: str) -> Iterator[Problem]:
    for one in case.touched:
        if one.after is None:
            continue
        old = "\n".join(str(found.value) for found in walk(one.before)) if one.before is not None else ""
        count = 0
        for marked in walk(one.after):
            if not isinstance(marked.marker, RichText | PlainText) or marked.value in old:
                continue
            shown = 0
            for match in pattern.finditer(marked.value):
                if match.start() < shown or _sentence(marked.value, match, 15) in old:
                    continue
                count, shown = count + 1, match.end() + _AROUND
                if count <= _MOST:
                    words = quoted(redact(_sentence(marked.value, match, _AROUND)), 2 * _AROUND + 90)
                    line = marked.value.count("\n", 0, match.start()) + 1
                    column = match.start() - marked.value.rfind("\n", 0, match.start())
                    yield case.notice(
                        one.after, marked.loc, code, f"{message}: {words}", hint, line=line, column=column
                    )
        if count > _MOST:
            yield case.notice(one.after, (), code, f"{message}: и ещё мест в этом файле: {count - _MOST}", hint)


def _sentence(text: str, match: re.Match[str], around: int) -> str:
    """What was found with the words around it."""
    start, end = max(match.start() - around, 0), min(match.end() + around, len(text))
    start += (text[start : match.start()].find(" ") + 1) if start else 0
    end = end if end == len(text) else max(text.rfind(" ", match.end(), end), match.end())
    return text[start:end]
