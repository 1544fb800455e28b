"""Sheets of paper: the card of a practice, the booklet of an area, the poster of a district. Each is a finished page of
its own beside the site's, without the engine's frame: a sheet has no menu, weighs little and prints as it looks.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from generator import charts, text
from generator.catalog import Catalog
from generator.pages.environment import Templates, address_of
from generator.pages.listings import upcoming
from generator.pages.views.practices import glance
from generator.records import Record
from generator.records.practices import Step
from generator.settings import Settings

#: a booklet of an area with thousands of practices would be a book nobody prints
MOST_PRACTICES = 120
#: lines of a card that its steps may take, and letters on a line of the sheet
STEP_LINES, LINE = 30, 96


@dataclass(frozen=True)
class CardStep:
    """A step on a card: its rich text when there is room for all of it, else the beginning in plain words."""

    step: Step
    rich: str | None
    short: str


def render(catalog: Catalog, settings: Settings, templates: Templates) -> Iterator[tuple[str, str]]:
    """(path below the site, HTML) of every sheet."""
    for practice in catalog.all_shown("practices"):
        yield _sheet(templates, f"{practice.key}/kartochka", "card", card(catalog, settings, practice))
    areas = booklets(catalog)
    for term, practices in areas:
        path = f"practices/buklet/{term.id}"
        yield _sheet(templates, path, "booklet", booklet(catalog, settings, term, practices))
    if areas:
        yield _sheet(templates, "practices/buklet", "booklets", {"areas": areas})
    for district in catalog.all_shown("districts"):
        if district.status != "archived":
            yield _sheet(templates, f"{district.key}/afisha", "poster", poster(catalog, settings, district))


def _sheet(templates: Templates, path: str, template: str, view: dict[str, Any]) -> tuple[str, str]:
    html = templates.render(f"{template}.html.j2", f"{path}.md", root="../" * (path.count("/") + 1), **view)
    return f"{path}/index.html", html


def card(catalog: Catalog, settings: Settings, record: Record) -> dict[str, Any]:
    """One practice on one side of A4: facts, the idea, the steps, the way back to the page as a QR code."""
    return {
        "record": record,
        "evidence": catalog.evidence[record.id],
        **glance(catalog, record),
        "idea": shortened(text.strip(record.idea or record.problem or ""), 420),
        "signs": shortened(text.strip(record.results or ""), 330),
        "steps": steps(record.steps),
        "qr": qr(settings, record),
        "address": address_of(settings, record),
    }


def steps(items: Sequence[Step]) -> list[CardStep]:
    """The steps whole when they fit on the card, otherwise each cut to its share of the lines and marked with «…»."""
    needed = sum(1 + _lines(step.text or "") for step in items)
    if needed <= STEP_LINES:
        return [CardStep(step, step.text, "") for step in items]
    room = max(0, STEP_LINES - sum(_lines(_head(step)) for step in items))
    share = room * LINE // max(1, len(items)) - LINE // 3  # a cut line is not filled to its end
    out, spare = [], 0
    for step in items:
        said = text.strip(step.text or "")
        short = shortened(said, share + spare) if share + spare >= 40 else ""
        spare += share - len(short)
        out.append(CardStep(step, None, short))
    return out


def _head(step: Step) -> str:
    return f"{step.title} {step.minutes or ''} минут"


def _lines(markdown: str) -> int:
    blocks = re.split(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)", markdown)
    return sum(-(-len(" ".join(block.split())) // LINE) for block in blocks)


def shortened(said: str, most: int) -> str:
    """At most ``most`` letters: whole sentences where at least half of the room is used so, else whole words and «…»."""
    if len(said) <= most:
        return said
    cut = said[: most - 1]
    sentence = max(cut.rfind(". "), cut.rfind("! "), cut.rfind("? "))
    if sentence > most // 2:
        return cut[: sentence + 1] + " …"
    return cut.rsplit(" ", 1)[0].rstrip(" ,;:—–-") + "…"


def qr(settings: Settings, record: Record) -> Markup | None:
    """The whole address for a camera; None where the site does not know its own address."""
    if not settings.site_url:
        return None
    title = f"QR-код: {address_of(settings, record)}"
    return Markup(charts.qr(f"qr-{record.kind}-{record.id}", address_of(settings, record), title))


def booklets(catalog: Catalog) -> list[tuple[Any, list[Record]]]:
    """The competence areas in the order of their vocabulary, each with its listed practices, demonstration ones last."""
    vocabulary = catalog.vocabularies.get("areas")
    terms = sorted(vocabulary.terms, key=lambda term: (term.order or 0, term.id)) if vocabulary else []
    found = (
        (term, [p for demo in (False, True) for p in catalog.developing("practices", term.id, demo=demo)])
        for term in terms
    )
    return [(term, practices) for term, practices in found if practices]


def booklet(catalog: Catalog, settings: Settings, term, practices: Sequence[Record]) -> dict[str, Any]:
    """The essentials of every practice of an area, a block each."""
    shown = practices[:MOST_PRACTICES]
    return {
        "term": term,
        "count": len(practices),
        "items": [(p, glance(catalog, p), qr(settings, p), address_of(settings, p)) for p in shown],
    }


def poster(catalog: Catalog, settings: Settings, district: Record) -> dict[str, Any]:
    """What is ahead in the district and in the whole region, by month."""
    region = catalog.get("regions", district.region)
    own = catalog.linked(district, "events.territory")
    regional = catalog.linked(region, "events.territory") if region else ()
    live = [e for e in {e.key: e for e in (*own, *regional)}.values() if e.state != "cancelled"]
    live = [event for event in live if event.status != "archived" and event.demo == district.demo]
    return {
        "record": district,
        "region": region,
        "months": months(upcoming(catalog, live), catalog.today),
        "regional": {event.key for event in regional},
        "qr": qr(settings, district),
        "address": address_of(settings, district),
    }


def months(events: Iterable[Record], today: dt.date) -> list[tuple[str, list[Record]]]:
    """Events in order of time under the names of their months; what has begun already and what names no month apart."""
    groups: dict[tuple[int, int], list[Record]] = {}
    for event in events:
        start = event.start
        if start.precision == "year":
            key = (start.year, 13)
        elif start.last and start.last < today:
            key = (0, 0)
        else:
            key = (start.year, start.month)
        groups.setdefault(key, []).append(event)
    return [(_month_words(*key), groups[key]) for key in sorted(groups)]


def _month_words(year: int, month: int) -> str:
    if not year:
        return "Уже идёт"
    if month == 13:
        return f"{year} год, месяц пока не назван"
    return f"{text.month_name(month).capitalize()} {year}"
