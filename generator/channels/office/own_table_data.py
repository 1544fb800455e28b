"""What the page of a form needs to read a table of somebody's own on the reader's device: which column is what, what
terms mean, words for asking.

The scripts (``theme/mkdocs/assets/form/blank``: ``headings.js``, ``own-*.js``) only find columns and rows; a row goes
into the form, or all of them into a file that ``metodoteka import`` reads as any other plan. Words, patterns and limits
come from here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from generator.catalog import Catalog
from generator.channels.office import banks, plan_events, plans, roadmap_parts, roadmap_table
from generator.channels.office.column_questions import COLUMNS_HEAD, COLUMNS_SHEET
from generator.channels.office.document_plan import ROADMAP_HEADING
from generator.channels.office.headings import COLUMN_MEANINGS, bank_roles, headings_for_page
from generator.channels.office.people_in_cells import NO_SURNAMES, SURNAMES
from generator.pages.form import FORM_FOLDER
from generator.text import term_words
from generator.text.dates import MONTH_WORD
from generator.text.term_units import TERM_UNITS

OWN_TABLES = f"{FORM_FOLDER}/tablicy.json"
_BOUNDARY = r"(?![\p{L}\p{N}_])"  # all of them stand behind a word; not every browser looks behind


def files(catalog: Catalog) -> Iterator[tuple[str, bytes]]:
    """Path on the site and bytes of the one file; asked for when somebody chooses a file that is no blank."""
    yield OWN_TABLES, json.dumps(own_table_description(catalog), ensure_ascii=False, separators=(",", ":")).encode()


def own_table_description(catalog: Catalog) -> dict[str, Any]:
    """``columns`` as ``headings.js`` compares them; by ``plan`` and ``bank`` what a column may be (``roles``) and what
    has to be there; ``term`` what looks like one, and how many of a plan have to be ``certain``; ``rows`` above a
    heading of a document and of a sheet; words of ``section`` rows, of titles of roadmaps and banks; what the words
    of a row mean (``terms``), which column says so (``says``) and what is a surname (``people``); how ``summary``
    is made; by which ``titles`` ``import`` knows the rows again, and the ``sheet`` for answers about columns."""
    return {
        "columns": headings_for_page(),
        "plan": {"roles": list(COLUMN_MEANINGS.items()), "needs": sorted(plans.EVENTS_NEED)},
        "bank": {
            "roles": [*bank_roles().items(), ("", COLUMN_MEANINGS[""])],
            "needs": sorted(banks.BANK_NEEDS),
            "one": sorted(banks.BANK_NEEDS_ONE),
            "named": for_browser(banks.BANK_NAMED),
            "materials": banks.MATERIALS_TITLE,
            "author": banks.AUTHOR_ROLE,
        },
        "term": _term_words(),
        "certain": plans.CERTAIN_TERMS,
        "rows": [roadmap_parts.HEADER_ROWS, roadmap_parts.SHEET_ROWS],
        "section": for_browser(roadmap_table.SECTION_ROW),
        "roadmap": for_browser(plans.ROADMAP_TITLE),
        "says": {
            "type": plan_events.FORM_COLUMN.pattern,
            "place": plan_events.PLACE_COLUMN.pattern,
            "audience": plan_events.AUDIENCE_COLUMN.pattern,
        },
        "people": {"none": NO_SURNAMES} | {name: for_browser(pattern) for name, pattern in SURNAMES.items()},
        "terms": {"type": _terms(catalog, "event-kinds"), "audience": _terms(catalog, "audiences")},
        "summary": {
            "longest": plan_events.LONGEST_SUMMARY,
            "says": plan_events.SUMMARY_SAYS,
            "cut": plan_events.CUT_SHORT,
        },
        "titles": {"plan": "План мероприятий", "roadmap": ROADMAP_HEADING, "bank": "Банк практик"},
        "sheet": {"name": COLUMNS_SHEET, "head": COLUMNS_HEAD},
    }


def _terms(catalog: Catalog, vocabulary: str) -> list[list[Any]]:
    found = catalog.vocabularies.get(vocabulary)
    return [[term.id, plan_events.stems_of_term(term)] for term in found.terms] if found else []


def _term_words() -> str:
    """A pattern of what nearly every term has in it: a digit, a month, «ежемесячно», «по плану»."""
    known = [
        term_words.HOW_OFTEN,
        term_words.BY_PAPER,
        term_words.EVERY,
        *(pattern for pattern, _ in (*term_words.SHORT_RULES, *term_words.HOLIDAYS)),
        *term_words.PARTS_OF_YEAR.values(),
        *term_words.NO_DATE.values(),
        *term_words.NO_DATE_TAILED.values(),
    ]
    often = [re.sub(r"\?P<\w+>", "?:", pattern.pattern) for pattern in known]
    parts = [r"\d", MONTH_WORD, *often, *(season for season, _ in term_words.SEASONS), *TERM_UNITS.values()]
    return for_browser(re.compile("|".join(f"(?:{part})" for part in parts)))


def for_browser(pattern: re.Pattern[str]) -> str:
    """The pattern as a browser reads it with the flag ``u``: ``\\w`` and ``\\b`` know Latin letters only."""
    inside = pattern.pattern.replace(r"[\w-]", r"[\p{L}\p{N}_-]")
    return inside.replace(r"\w", r"[\p{L}\p{N}_]").replace(r"\b", _BOUNDARY)
