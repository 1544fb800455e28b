"""What a reviewer should look at: the table of the rules."""

from __future__ import annotations

from generator.problems import Problem
from generator.review import consequences, contents, people
from generator.review.case import Case

RULES = (
    people.consents,
    people.names_in_texts,
    contents.sources_are_good,
    contents.new_outside_sites,
    consequences.evidence_and_maturity,
    consequences.figures_computed_anew,
    consequences.whose_practice,
    contents.addresses_stay,
    contents.marks_that_matter,
    contents.published_at_once,
    contents.large_texts_rewritten,
    contents.whose_records,
    contents.files_beside_texts,
    contents.files_for_an_engineer,
)


def look(case: Case) -> list[Problem]:
    """Everything that any rule finds, sorted by path and line."""
    return sorted({found for rule in RULES for found in rule(case)})
