"""Hop 4. Rules across records: one small generator function per rule, whose docstring is the rule.

A rule looks at the whole catalog and yields problems; it never changes anything and never raises for what is in the
records. Passing time alone never makes an error: what depends on the build date is a warning, or an error that time
fixes (a date that has not come yet).

Where a rule stands, by what it is about:

links, addresses, lists         what refers to what; names that become addresses; lists of terms
texts, pictures, people         what is written, what is shown, who is in it
published, duplicates           what a published record has to say; one thing that two records tell
claims, own_word, measured      what a record says has happened; what an author says of himself; numbers of one record
dates, standing                 what comes before what; what holds for a time (a status, a territory)
contests, roadmaps              events with results; programmes with measures
figures, reported, over_time    values of indicators: each by itself; reports beside reports; years and territories

The rest of the room makes rules work: ``place`` (where a complaint stands), ``cached_answers``, ``gaps`` (a base that
is not whole), ``foreign_records`` (other bases).
"""

from __future__ import annotations

from generator.catalog import Catalog
from generator.checks import (
    addresses,
    claims,
    contests,
    dates,
    duplicates,
    figures,
    links,
    lists,
    measured,
    over_time,
    own_word,
    people,
    pictures,
    published,
    reported,
    roadmaps,
    standing,
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
    dates.zones_exist,
    dates.hours_have_a_clock,
    claims.nothing_has_happened_in_the_future,
    dates.notes_are_of_the_past,
    dates.years_are_near,
    claims.what_happened_has_a_year,
    claims.nothing_comes_before_the_practice,
    claims.outcomes_prove_something,
    claims.reviews_are_of_strangers,
    own_word.reviews_are_not_exchanged,
    own_word.levels_are_computed,
    own_word.awards_are_of_strangers,
    own_word.sources_lie_elsewhere,
    duplicates.nothing_is_repeated,
    duplicates.measurements_are_reported_once,
    duplicates.places_agree,
    duplicates.schools_have_one_record,
    measured.numbers_can_be,
    measured.numbers_are_within_their_whole,
    measured.outcomes_have_a_time,
    claims.times_agree,
    pictures.drawings_can_be_read,
    pictures.pictures_have_rights,
    pictures.materials_have_a_place,
    pictures.files_belong_to_records,
    pictures.pages_show_pictures_that_are_there,
    roadmaps.roadmap_numbers_without_holes,
    roadmaps.progress_names_an_occurrence,
    roadmaps.measures_lie_within_the_term,
    roadmaps.progress_is_possible,
    roadmaps.proofs_hold,
    contests.results_are_of_what_was,
    contests.winners_can_be,
    contests.awards_agree_with_contests,
    contests.editions_follow,
    standing.statuses_follow_each_other,
    standing.one_of_a_year,
    figures.shares_are_shares,
    figures.values_once_and_in_their_period,
    figures.bounds_are_clear,
    figures.programmes_agree_on_targets,
    figures.shares_do_not_add_up,
    figures.people_are_whole,
    figures.small_groups_are_not_written,
    over_time.figures_fit_their_indicator,
    over_time.figures_lie_within_a_life,
    standing.territories_are_alive,
    over_time.regions_agree_with_districts,
    over_time.years_agree_with_their_parts,
    reported.reports_are_of_the_whole_period,
    reported.people_are_not_more_than_there_are,
    reported.reports_are_not_copied,
    reported.parts_fit_into_their_whole,
    over_time.closed_periods_hold,
    over_time.corrections_say_what_was,
    figures.declared_agrees_with_computed,
    published.repealed_documents,
    dates.past_shelf_life,
    published.published_practice_is_complete,
    published.published_has_a_summary,
    published.subjects_are_taught_in_these_classes,
    texts.texts_have_rights,
    texts.nothing_is_lost,
    texts.nothing_is_left_to_fill_in,
    people.no_personal_data_in_text,
    people.no_people_in_comments,
    people.names_in_texts,
    people.few_people_stay_hidden,
    people.names_need_consent,
    people.contacts_have_a_source,
    people.contacts_can_be_used,
)


def run(catalog: Catalog) -> list[Problem]:
    """Every problem that any rule finds, sorted by path and line."""
    return sorted(problem for rule in RULES for problem in rule(catalog))
