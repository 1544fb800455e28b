"""Sheets of paper: the card of a practice, what it gives out, the certificate for its authors, the sheets of consent,
the booklet of an area, the poster of a district, a roadmap. Each is a page of its own beside the site's, without the
engine's frame: a sheet has no menu, weighs little and prints as it looks.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from generator import text
from generator.catalog import Catalog
from generator.pages import certificates, charts, consents
from generator.pages.environment import Templates, home_address
from generator.pages.reuse import KeptFiles
from generator.pages.views import community, programmes
from generator.pages.views.practices import glance, step_groups
from generator.records import Record
from generator.records.events import upcoming
from generator.records.practices import Step
from generator.settings import Settings

#: the kind whose records are bound into booklets
BOUND = "practices"
#: a booklet of a filtered list is read through on paper, a card a sheet: more than this nobody staples together
MAX_CHOSEN = 60
#: a booklet of an area with thousands of practices would be a book nobody prints
MAX_BOOKLET_PRACTICES = 120
#: what a card has room for, in lines of its steps' text, and letters on such a line (DejaVu Sans, a wide face)
CARD_LINES, LINE = 57, 84
#: lines of a card that are there whatever the practice: its head and foot, labels, headings, margins
FRAME_LINES = 13
MAX_FACT_LENGTH = 90  # letters
#: the sheets to give out of a practice: their address below it, the end of the name of their file
HANDOUTS = "razdat"


@dataclass(frozen=True)
class CardStep:
    """A step on a card: its rich text when there is room for all of it, else the beginning in plain words."""

    step: Step
    rich: str | None
    short: str

    @property
    def title(self) -> str:
        """The title of the step, cut when it is no title but a story."""
        return cut_at_sentence(self.step.title, 160)


def render(
    catalog: Catalog, settings: Settings, templates: Templates, kept: KeptFiles | None = None
) -> Iterator[tuple[str, str]]:
    """(path below the site, HTML) of the sheets in the language of the site; ``kept`` is what lies in the last site."""
    yield from _laid_out(_all(catalog, settings), templates, kept)


def render_russian(
    catalog: Catalog, settings: Settings, templates: Templates, kept: KeptFiles | None = None
) -> Iterator[tuple[str, str]]:
    """As :func:`render`: the papers that are Russian whatever the site speaks, certificates and consents."""
    yield from _laid_out(_russian(catalog, settings), templates, kept)


def _laid_out(
    found: Iterator[tuple[str, str, dict[str, Any]]], templates: Templates, kept: KeptFiles | None
) -> Iterator[tuple[str, str]]:
    for path, template, view in found:
        view = {**view, "root": "../" * (path.count("/") + 1)}
        yield f"{path}/index.html", templates.file(f"{template}.html.j2", path, view, kept)


def _russian(catalog: Catalog, settings: Settings) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, view in certificates.all_of(catalog, settings):
        yield path, "certificate", view
    for path, view in consents.consent_sheets():
        yield path, "consent", view


def _all(catalog: Catalog, settings: Settings) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Address, template and view of every sheet."""
    for practice in catalog.all_shown("practices"):
        yield f"{practice.key}/kartochka", "card", card(catalog, settings, practice)
        if practice.handouts:
            view = {"record": practice, "address": home_address(catalog, settings, practice)}
            yield f"{practice.key}/{HANDOUTS}", "handouts", view
    areas = booklets(catalog)
    if BOUND in catalog.kinds:
        yield "practices/buklet", "booklets", {"areas": areas}
        yield "practices/buklet/otbor", "selection", {"areas": areas, "most": MAX_CHOSEN}
    for term, practices in areas:
        path = f"practices/buklet/{term.id}"
        yield path, "booklet", booklet(catalog, settings, term, practices)
    for district in catalog.all_shown("districts"):
        if district.status != "archived" and "events" in catalog.kinds:
            yield f"{district.key}/afisha", "poster", poster(catalog, settings, district)
    for programme in catalog.all_shown("programmes"):
        if programme.roadmap:
            yield f"{programme.key}/list-a4", "roadmap", roadmap(catalog, settings, programme)


def word_paths(practice: Record) -> tuple[str, str]:
    """Where the files of Word of a practice lie on the site: the whole practice, its handouts alone."""
    return f"{practice.key}/{practice.id}.docx", f"{practice.key}/{practice.id}-{HANDOUTS}.docx"


def offered_word_files(practice: Record, sizes: Mapping[str, int]) -> list[tuple[str, int] | None]:
    """Each file of :func:`word_paths` with its size in bytes, None for one that was not made; ``sizes`` by path."""
    return [(path, sizes[path]) if path in sizes else None for path in word_paths(practice)]


def card(catalog: Catalog, settings: Settings, record: Record) -> dict[str, Any]:
    """One practice on one side of A4: facts, the idea, the steps, the way back to the page as a QR code."""
    facts = glance(catalog, record)
    printed = {
        "levels": _labels(catalog, "levels", record.levels) or text.tr("любой"),
        "subjects": _labels(catalog, "subjects", record.subjects) or text.tr("любой предмет"),
        "things": cut_at_sentence(", ".join(facts["equipment"]), MAX_FACT_LENGTH),
        "title": cut_at_sentence(record.title, 150),
        "idea": cut_at_sentence(text.strip(record.idea or record.problem or ""), 420),
        "signs": cut_at_sentence(text.strip(record.results or ""), 330),
    }
    in_order = [step for *_, numbered in step_groups(record) for _, step in numbered]
    shown, left = steps(in_order, CARD_LINES - FRAME_LINES - _taken(record, printed))
    return {
        "record": record,
        "evidence": catalog.evidence[record.id],
        **facts,
        **printed,
        "steps": shown,
        "steps_left": left,
        "qr": page_qr(catalog, settings, record),
        "address": home_address(catalog, settings, record),
    }


def _labels(catalog: Catalog, vocabulary: str, ids: Sequence[str]) -> str:
    return cut_at_sentence(", ".join(catalog.label(vocabulary, its_id) for its_id in ids), MAX_FACT_LENGTH)


def _taken(record: Record, shown: dict[str, str]) -> int:
    """Lines that everything above and below the steps takes; the title is large, a fact has a third of the line."""
    facts = max(len(shown["levels"]), 1) // 26 + max(len(shown["things"]) + 30, len(shown["subjects"]), 1) // 26 + 2
    return (
        2 * (1 + len(shown["title"]) // 42)
        + _lines(record.summary or "")
        + facts
        + sum(1 + _lines(shown[name]) for name in ("idea", "signs"))
    )


def steps(items: Sequence[Step], room: int) -> tuple[list[CardStep], int]:
    """The steps whole when they take no more lines than ``room``, otherwise each cut to its share and marked with «…»;
    and how many of the last ones found no place even so."""
    if sum(1 + _lines(_head(step)) + _lines(step.text or "") for step in items) - len(items) // 2 <= room:
        return [CardStep(step, step.text, "") for step in items], 0
    shown, used = [], 0
    for step in items:
        used += 1 + _lines(_head(step))
        if used > room - 1 and shown:
            break
        shown.append(step)
    spare = max(0, room - used) * LINE // len(shown)
    out, saved = [], 0
    for step in shown:
        raw = text.strip(step.text or "")
        may = spare + saved
        short = cut_at_sentence(raw, may) if may >= LINE // 2 else ""
        saved = may - LINE * _lines(short)
        out.append(CardStep(step, None, short))
    return out, len(items) - len(shown)


def _head(step: Step) -> str:
    return f"{cut_at_sentence(step.title, 160)} {step.minutes or ''} минут"


def _lines(markdown: str) -> int:
    blocks = re.split(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)", markdown)
    return sum(-(-len(" ".join(block.split())) // LINE) for block in blocks)


def cut_at_sentence(raw: str, most: int) -> str:
    """At most ``most`` letters: whole sentences where half of the room is used so, else whole words and «…»."""
    if len(raw) <= most:
        return raw
    cut = raw[: most - 1]
    sentence = max(cut.rfind(". "), cut.rfind("! "), cut.rfind("? "))
    if sentence > most // 2:
        return cut[: sentence + 1] + " …"
    return cut.rsplit(" ", 1)[0].rstrip(" ,;:—–-") + "…"


def page_qr(catalog: Catalog, settings: Settings, record: Record) -> Markup | None:
    """The whole address for a camera; None where the site does not know its own address."""
    address = home_address(catalog, settings, record)
    if ":" not in address:
        return None
    title = text.tr("QR-код: {address}", address=address)
    return Markup(charts.qr_svg(f"qr-{record.kind}-{record.id}", address, title))


def booklets(catalog: Catalog) -> list[tuple[Any, list[Record]]]:
    """The competence areas in the order of their vocabulary, each with its practices. What is printed leaves the page's
    banner behind, so an invented practice is in no booklet; in a base of nothing else they are all of such."""
    vocabulary = catalog.vocabularies.get("areas")
    terms = sorted(vocabulary.terms, key=lambda term: (term.order or 0, term.id)) if vocabulary else []
    demo = not catalog.listed("practices")
    found = ((term, list(catalog.developing("practices", term.id, demo=demo))) for term in terms)
    return [(term, practices) for term, practices in found if practices]


def booklet(catalog: Catalog, settings: Settings, term, practices: Sequence[Record]) -> dict[str, Any]:
    """The essentials of every practice of an area, a block each."""
    shown = practices[:MAX_BOOKLET_PRACTICES]
    return {
        "term": term,
        "count": len(practices),
        "items": [
            (p, glance(catalog, p), page_qr(catalog, settings, p), home_address(catalog, settings, p)) for p in shown
        ],
    }


def poster(catalog: Catalog, settings: Settings, district: Record) -> dict[str, Any]:
    """What is ahead in the district and in the whole region, by month."""
    region = catalog.get("regions", district.region)
    own = catalog.linked(district, "events.territory")
    live = [event for event in own if event.state != "cancelled" and event.status != "archived"]
    live = [event for event in live if event.demo == district.demo]
    regional = [event for event, _ in community.ahead_above(catalog, district)]
    return {
        "record": district,
        "region": region,
        "months": events_by_month(upcoming((*live, *regional), catalog.today), catalog.today),
        "regional": {event.key for event in regional},
        "qr": page_qr(catalog, settings, district),
        "address": home_address(catalog, settings, district),
    }


def roadmap(catalog: Catalog, settings: Settings, programme: Record) -> dict[str, Any]:
    """A roadmap on sheets across: the axis of time on the first, the table behind it."""
    return {
        "record": programme,
        "line": programmes.roadmap_chart(catalog, programme, charts.BESIDE),
        "rows": programmes.roadmap_rows(catalog, programme),
        "qr": page_qr(catalog, settings, programme),
        "address": home_address(catalog, settings, programme),
    }


def events_by_month(events: Iterable[Record], today: dt.date) -> list[tuple[str, list[Record]]]:
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
        return text.tr("Уже идёт")
    if month == 13:
        return text.tr("{year} год, месяц пока не назван", year=year)
    return f"{text.month_name(month).capitalize()} {year}"
