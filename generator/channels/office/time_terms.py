"""How a table asks for the term of a roadmap measure, shows it and says what is wrong: «Ежегодно, март–апрель».

``text.dates.read_term`` reads what people write.
"""

from __future__ import annotations

import re

from generator import text
from generator.records.times import When
from generator.text.dates import months_named, read_term

#: how each of the six shapes may be written, for hints and lists of choices
TERM_EXAMPLES = (
    "Февраль 2019",
    "Май–июнь 2019",
    "Ежегодно, март",
    "Ежегодно, март–апрель",
    "Постоянно",
    "По отдельному плану",
    "По отдельному графику",
)


def term_hint(written: str) -> str:
    """What to write instead of a term that is not understood."""
    term = " ".join(written.split()).strip(" .;,").lower()
    months = months_named(term)
    meant = read_term(written)
    if term in ("ежегодно", "каждый год", "каждого года"):
        return "добавьте месяц, например: «Ежегодно, март»"
    if "план" in term and "график" in term:
        return "оставьте что-то одно: «По отдельному плану» или «По отдельному графику»"
    if meant and re.match(r"(?:(?:до|к) )?\d{1,2}\D", term) and re.fullmatch(When.pattern, meant.write):
        when = When.parse(meant.write)
        if when.shape == "month":
            return f"срок мероприятия пишется месяцем, без числа: «{format_term(when)}»"
    if months and len(re.findall(r"\w+", term)) == len(months) <= 2:
        return f"добавьте год («{written.strip().capitalize()} 2026») или слово «Ежегодно» («Ежегодно, {term}»)"
    return "пишите одним из способов: " + "; ".join(f"«{way}»" for way in TERM_EXAMPLES)


def format_term(when: When) -> str:
    """The term in the words of ``TERM_EXAMPLES``, the way back of ``read_term``."""
    match when.shape:
        case "month":
            return f"{text.month_name(when.start_month).capitalize()} {when.start.year}"
        case "span":
            first = text.month_name(when.start_month).capitalize()
            last = text.month_name(when.end_month)
            if when.start.year == when.end.year:
                return f"{first}–{last} {when.end.year}"
            return f"{first} {when.start.year} – {last} {when.end.year}"
        case "yearly":
            return f"Ежегодно, {text.month_name(when.start_month)}"
        case "yearly-span":
            return f"Ежегодно, {text.month_name(when.start_month)}–{text.month_name(when.end_month)}"
        case "always":
            return "Постоянно"
        case "by-plan":
            return "По отдельному плану"
        case _:
            return "По отдельному графику"
