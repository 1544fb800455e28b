"""Hop 4. Rules across records: one small generator function per rule, whose docstring is the rule.

A rule looks at the whole catalog and yields problems; it never changes anything and never raises for what is in the
records. Passing time alone never makes an error: what depends on the build date is a warning, or an error that time
fixes (a date that has not come yet).
"""

from __future__ import annotations

from generator.catalog import Catalog
from generator.checks import (
    addresses,
    claims,
    clocks,
    contests,
    dates,
    drawings,
    facts,
    few_people,
    figures,
    links,
    lists,
    measured,
    outlived,
    over_time,
    people,
    pictures,
    roadmaps,
    standing,
    text_rights,
    texts,
)
from generator.problems import Problem

RULES = (
    links.references_exist,
    links.terms_exist,
    lists.marks_are_of_their_kind,
    lists.vocabularies_are_whole,
    links.identifiers_are_unique,
    links.no_circles,
    links.measures_exist,
    links.texts_link_to_pages,
    links.demonstration_stays_apart,
    links.addresses_stay,
    addresses.former_names_are_free,
    addresses.content_has_addresses_of_its_own,
    dates.dates_in_order,
    clocks.zones_exist,
    clocks.hours_have_a_clock,
    claims.nothing_has_happened_in_the_future,
    claims.what_happened_has_a_year,
    claims.nothing_comes_before_the_practice,
    claims.outcomes_prove_something,
    claims.reviews_are_of_strangers,
    measured.numbers_can_be,
    measured.outcomes_have_a_time,
    claims.times_agree,
    drawings.drawings_can_be_read,
    pictures.pictures_have_rights,
    pictures.materials_have_a_place,
    pictures.files_belong_to_records,
    pictures.pages_show_no_picture_held_back,
    facts.roadmap_numbers_without_holes,
    facts.progress_names_an_occurrence,
    roadmaps.measures_lie_within_the_term,
    roadmaps.progress_is_possible,
    roadmaps.proofs_hold,
    contests.results_are_of_what_was,
    contests.winners_can_be,
    contests.awards_agree_with_contests,
    contests.editions_follow,
    standing.statuses_follow_each_other,
    standing.one_of_a_year,
    facts.shares_are_shares,
    facts.values_once_and_in_their_period,
    figures.bounds_are_clear,
    figures.programmes_agree_on_targets,
    figures.shares_do_not_add_up,
    figures.people_are_whole,
    figures.small_groups_are_not_written,
    over_time.figures_fit_their_indicator,
    over_time.figures_lie_within_a_life,
    outlived.territories_are_alive,
    over_time.regions_agree_with_districts,
    over_time.years_agree_with_their_parts,
    over_time.closed_periods_hold,
    over_time.corrections_say_what_was,
    facts.declared_agrees_with_computed,
    facts.repealed_documents,
    dates.past_shelf_life,
    facts.published_practice_is_complete,
    facts.published_has_a_summary,
    facts.subjects_are_taught_in_these_classes,
    text_rights.texts_have_rights,
    texts.nothing_is_lost,
    texts.nothing_is_left_to_fill_in,
    people.no_personal_data_in_text,
    people.names_in_texts,
    few_people.few_people_are_not_told,
    people.names_need_consent,
    people.contacts_have_a_source,
)


def run(catalog: Catalog) -> list[Problem]:
    """Every problem that any rule finds, sorted by path and line."""
    return sorted(problem for rule in RULES for problem in rule(catalog))
