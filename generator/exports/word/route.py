"""The blank of an individual educational route (ИОМ) as schools use it: aims, content, forms, terms, result, mark of
completion; to write in by hand, or for the page «Мой маршрут», which fills it in on the reader's device.

Where something goes a comment of XML says so (``<!--rows work-->``): programs of Word pass over it, and
``theme/mkdocs/assets/route/word.js`` puts words there. Nobody is named: who and where is left for the person to write.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.exports.word import package
from generator.exports.word.body import WordBody, paragraph, text_run
from generator.exports.word.package import PageSection
from generator.pages import File
from generator.pages.route import (
    AIM_COLUMNS,
    CHECK_COLUMNS,
    END_COLUMNS,
    ROUTE_BLANK,
    ROUTE_COLUMNS,
    ROUTE_HEADINGS,
    ROUTE_PHASES,
)
from generator.settings import Settings

#: what a school writes above a route; the page knows the subject and the classes, and the months of what was chosen
_WHO = (
    ("", "Фамилия, имя, отчество"),
    ("", "Должность, организация"),
    ("subject", "Предмет, классы"),
    ("term", "Срок маршрута"),
    ("", "Наставник или тьютор"),
)
#: widths of columns in hundredths of the page
_PLAN_SHARES, _CHECK_SHARES, _TWO = (33, 17, 13, 18, 19), (15, 33, 33, 19), (30, 70)


def blank_file(settings: Settings) -> File:
    """The blank as it lies on the site."""
    body = WordBody()
    body.add(ROUTE_HEADINGS["title"], "Title")
    rows = [(text_run(words, ("strong",)), f"<!--{mark}-->" if mark else "") for mark, words in _WHO]
    body.table(rows, header=False, shares=(32, 68))
    body.add("На чём стоит маршрут", "Heading1")
    for mark in ("strong", "wish"):
        body.add(ROUTE_HEADINGS[mark])
        body.blocks.append(f"<!--lines {mark}-->{paragraph('', 'Line')}<!--/lines {mark}-->")
    body.add("Цели", "Heading1")
    _rows(body, "aims", 2, AIM_COLUMNS, _TWO)
    for phase in ROUTE_PHASES:
        body.add(phase.title, "Heading1")
        _note(body, phase.about[:1].upper() + phase.about[1:] + ".")
        _rows(body, phase.id, 5 if phase.id == "work" else 2, ROUTE_COLUMNS, _PLAN_SHARES)
    body.add(ROUTE_HEADINGS["checks"], "Heading1")
    _note(body, "По ним маршрут меняют: если не помогло, меняют план, а не учителя.")
    _rows(body, "checks", 2, CHECK_COLUMNS, _CHECK_SHARES)
    body.add(ROUTE_HEADINGS["end"], "Heading1")
    _note(body, "Только области, по которым что-то планировали; тем же инструментом, что и вначале.")
    _rows(body, "end", 2, END_COLUMNS, _TWO)
    for words in ("Педагог (подпись, дата):", "С маршрутом ознакомлены, если это нужно (подпись, дата):"):
        body.add(words)
        body.add("", "Line")
    address = f" · {settings.site_url.rstrip('/')}/marshrut/" if settings.site_url else ""
    foot = f"{settings.site_name}{address}"
    return File(
        ROUTE_BLANK,
        package.document(body, [PageSection(tuple(body.blocks), "", foot, True)], ROUTE_HEADINGS["title"], None),
    )


def _note(body: WordBody, words: str) -> None:
    """A line under a heading that stays with the table below it."""
    body.blocks.append(paragraph(text_run(words), "Small", "<w:keepNext/>"))


def _rows(body: WordBody, mark: str, count: int, columns: Sequence[str], shares: Sequence[int]) -> None:
    """A table with empty rows, which the marks stand around."""
    empty = ("",) * len(columns)
    body.table([[text_run(one, ("strong",)) for one in columns], *[empty] * count], header=True, shares=shares)
    head, end, rest = body.blocks[-2].partition("</w:tr>")
    rows, close, _ = rest.partition("</w:tbl>")
    body.blocks[-2] = f"{head}{end}<!--rows {mark}-->{rows}<!--/rows {mark}-->{close}"


__all__ = ["blank_file"]
