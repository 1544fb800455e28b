"""Hop 4. Rules across records: one small generator function per rule, whose docstring is the rule.

A rule looks at the whole catalog and yields problems; it never changes anything and never raises for what is in the
records. Passing time alone never makes an error: what depends on the build date is a warning.
"""

from __future__ import annotations

from generator.catalog import Catalog
from generator.checks import addresses, dates, facts, links, words
from generator.problems import Problem

RULES = (
    links.references_exist,
    links.terms_exist,
    links.vocabularies_are_whole,
    links.identifiers_are_unique,
    links.no_circles,
    links.measures_exist,
    links.texts_link_to_pages,
    links.demonstration_stays_apart,
    links.addresses_stay,
    addresses.former_names_are_free,
    addresses.content_has_addresses_of_its_own,
    dates.dates_in_order,
    facts.roadmap_numbers_without_holes,
    facts.progress_names_an_occurrence,
    facts.shares_are_shares,
    facts.values_once_and_in_their_period,
    facts.declared_agrees_with_computed,
    facts.repealed_documents,
    dates.past_shelf_life,
    facts.published_practice_is_complete,
    facts.published_has_a_summary,
    words.nothing_is_lost,
    words.nothing_is_left_to_fill_in,
    words.no_personal_data_in_text,
    words.names_need_consent,
)


def run(catalog: Catalog) -> list[Problem]:
    """Every problem that any rule finds, sorted by path and line."""
    return sorted(problem for rule in RULES for problem in rule(catalog))
