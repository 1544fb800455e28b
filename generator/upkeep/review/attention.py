"""What a reviewer should look at: the table of the rules."""

from __future__ import annotations

from generator.problems import Problem
from generator.upkeep.review import consequences, contents, new_words, people, vocabularies
from generator.upkeep.review.case import Case
from generator.upkeep.review.programs import decides_what_runs

#: codes of what a reviewer sees before everything else, the weightiest first
URGENT_CODES = (
    "symlink",
    "review-runs",
    "review-health",
    "review-advert",
    "review-new-site",
    "review-name",
    "review-picture",
)

REVIEW_RULES = (
    new_words.advice_on_health,
    new_words.advertisements,
    vocabularies.what_lists_touch,
    people.consents,
    people.new_names_in_texts,
    people.pictures,
    people.new_materials,
    contents.sources_are_good,
    contents.new_outside_sites,
    consequences.evidence_and_maturity,
    consequences.figures_computed_anew,
    consequences.whose_practice,
    contents.changed_addresses,
    contents.changed_memory,
    contents.changed_packages,
    contents.marks_that_matter,
    contents.published_at_once,
    contents.large_texts_rewritten,
    contents.whose_records,
    contents.files_beside_texts,
    contents.files_for_an_engineer,
)


def look(case: Case) -> list[Problem]:
    """Everything that any rule finds: what comes first by its weight, then the rest by path and line."""
    return sorted({found for rule in REVIEW_RULES for found in rule(case)}, key=lambda found: (weight(found), found))


def weight(found: Problem) -> int:
    """The place among what is looked at first; a number beyond it for everything else."""
    if found.code in URGENT_CODES:
        return URGENT_CODES.index(found.code)
    return 0 if decides_what_runs(found.path) else len(URGENT_CODES)


def comes_first(found: Problem) -> bool:
    """Return True for what a reviewer sees before everything else: the codes of ``URGENT_CODES``, and all that is wrong
    in a file that decides what runs."""
    return found.code in URGENT_CODES or decides_what_runs(found.path)
