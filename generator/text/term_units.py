"""Units of time in Russian plans: what records call them, and the expression for their words. Records need only the
names; the words of ``term_words`` take a while to compile."""

from __future__ import annotations

TERM_UNITS = {
    "day": r"день|дня|дней|сутки", "week": r"недел[юяиь]|недель|нед\.?", "month": r"мес(?:яц(?:а|ев)?|\.)?",
    "quarter": r"кв(?:артал[ае]?|\.)?", "term": r"(?:учебную )?четверт[ьи]",
    "trimester": r"триместр",
    "half-year": r"полугоди[ея]|полгода|семестр", "year": r"(?:учебн\w+ |уч\.? |календарн\w+ )?год[ау]?|лет",
}  # fmt: skip
