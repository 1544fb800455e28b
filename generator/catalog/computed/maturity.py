"""How far a practice has travelled, and what expert reviews say of it: from who counts, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from generator.catalog.computed.evidence import succeeded
from generator.catalog.computed.independence import Authorship
from generator.catalog.computed.ties import Ties
from generator.records.memo import memoized
from generator.records.practices import Practice, Replication, Review
from generator.records.times import has_happened
from generator.text import Phrase, phrase


def is_in_force(review: Review, today: dt.date) -> bool:
    """Return True until the last day of the review's term, that day included; a review without a term holds for
    good."""
    return review.valid_until is None or today <= review.valid_until


def objection_to_review(practice: Practice, review: Review, ties: Ties, today: dt.date) -> Phrase:
    """Why an expert review says nothing of the practice; empty when it does.

    The author's own organisation reviews nothing; a praise counts from an organisation known to be independent, and
    from an expert who is. That its time is over is told by :func:`is_in_force`.
    """
    if not has_happened(review.date, today):
        return phrase("её дата ещё не наступила или без года")
    return Authorship.of(practice, ties).objection_to_review(review)


def verdict(practice: Practice, reviews: Sequence[Review], ties: Ties, today: dt.date) -> str | None:
    """What the latest expert review in force says; None without one.

    A praise that is older than a refusal, or as old, has been taken back by it.
    """
    counted = [r for r in reviews if not objection_to_review(practice, r, ties, today)]
    refusals = [r for r in counted if r.verdict == "not-recommended"]
    valid = [
        r
        for r in counted
        if is_in_force(r, today)
        and (r.verdict == "not-recommended" or not any(_not_before(refusal, r) for refusal in refusals))
    ]
    return max(valid, key=lambda r: (r.date.last or dt.date.min, r.id)).verdict if valid else None


def _not_before(refusal: Review, praise: Review) -> bool:
    return (refusal.date.last or dt.date.max) >= (praise.date.first or dt.date.min)


@memoized(by=lambda practice, replications, reviews, ties, today: (practice.key, today, bool(reviews)))
def maturity(
    practice: Practice,
    replications: Sequence[Replication],
    reviews: Sequence[Review],
    ties: Ties,
    today: dt.date,
) -> str:
    """How far the practice has travelled; an expired review is none. That experts advise against it comes before
    everything else a reader could be told. The steps (выявление, обобщение, продвижение, внедрение) are those of the
    concept that ``data/documents/kontseptsiia-kuibyshevskii-raion.yml`` describes."""
    judgement = verdict(practice, reviews, ties, today)
    if judgement == "not-recommended":
        return "not-recommended"
    authorship = Authorship.of(practice, ties)
    if any(
        succeeded(r) and has_happened(r.date, today) and not authorship.objection_to_replication(r)
        for r in replications
    ):
        return "replicated"
    return {"recommended": "recommended", "with-changes": "reviewed"}.get(judgement or "", "described")
