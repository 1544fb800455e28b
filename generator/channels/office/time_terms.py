"""How a table asks for the term of a roadmap measure, shows it and says what is wrong: «Ежегодно, март–апрель».

``text.terms.read_term`` reads what people write.
"""

from __future__ import annotations

import re

from generator import text
from generator.pages import labels
from generator.records.times import When
from generator.text.dates import comparable, months_named
from generator.text.terms import read_term

#: how each of the shapes may be written, for hints and lists of choices
TERM_EXAMPLES = (
    "Февраль 2019",
    "15.02.2019",
    "Май–июнь 2019",
    "Ежегодно, март",
    "Ежегодно, март–апрель",
    "2 раза в год",
    "Постоянно",
    "По отдельному плану",
    "По отдельному графику",
)


def term_hint(written: str) -> str:
    """What to write instead of a term that is not understood."""
    term = comparable(written)
    if "план" in term and "график" in term:
        return "оставьте что-то одно: «По отдельному плану» или «По отдельному графику»"
    if "полугоди" in term and not any(character.isdigit() for character in term.lstrip("12")):
        return f"добавьте год: «{text.upper_first(written.strip())} 2026» или «… 2026/27 уч. года»"
    if re.fullmatch(r"[а-я]+ ?- ?[а-я]+", term) and len(months_named(term)) == 2:
        return f"добавьте год: «{text.upper_first(written.strip())} 2027»"
    if months_named(term) and "кроме" in term:
        return "назовите месяцы подряд или через запятую: «Сентябрь, октябрь, декабрь»"
    return "пишите одним из способов: " + "; ".join(f"«{way}»" for way in TERM_EXAMPLES)


def as_written(when: When, wording: str) -> str:
    """The term as somebody may write it who wants it to stay: the words of the document, where they say it."""
    found = read_term(wording) if wording else None
    return wording if found and found.write == str(when) else format_term(when)


def format_term(when: When) -> str:
    """The term in the words of ``TERM_EXAMPLES``, the way back of ``read_term``."""
    match when.shape:
        case "month":
            return f"{text.month_name(when.start_month).capitalize()} {when.start.year}"
        case "span" if not (when.start_day or when.end_day):
            first = text.month_name(when.start_month).capitalize()
            last = text.month_name(when.end_month)
            if when.start.year == when.end.year:
                return f"{first}–{last} {when.end.year}"
            return f"{first} {when.start.year} – {last} {when.end.year}"
        case "yearly-span":
            return f"Ежегодно, {text.month_name(when.start_month)}–{text.month_name(when.end_month)}"
        case _:
            words = labels.format_when(when).replace(text.russian.NBSP, " ")
            return text.upper_first(words.removesuffix(" (год не назван)"))
