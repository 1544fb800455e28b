"""Pure: how well a practice is proven and how far it has travelled, computed and never typed in.

The ladder is built on the ESSA tiers 1-4, the EEF Toolkit and the comparison of twelve clearinghouses by Wadhwa, Zheng
and Cook (2023, doi:10.3102/00346543231152262): rigour is kept apart from the size of an effect, replication and
independence are recorded on their own. An expert review never raises the level, a published synthesis is a separate
axis. What is not known counts as missing: an author of an unknown organisation is independent of nobody, a group of
comparison without numbers compares nothing, and what has not happened yet proves nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from generator import text
from generator.catalog.computed.ties import Ties
from generator.records.practices import Outcome, Practice, Replication, Review
from generator.records.times import Moment

LEVELS = ("d0", "d1", "d2", "d3", "d4", "d5")
REPLICATIONS_FOR_D3 = 2
#: on one pupil or lesson everything can be shown
LEAST_N = 2
#: the day begins in Kamchatka when the server still has the one before
DAY = dt.timedelta(days=1)
#: organisations named in a reason, and remarks on what does not count; a practice of a thousand schools has a page too
MAX_NAMED = 8


@dataclass(frozen=True)
class Reason:
    """Why a level holds: a Russian sentence, and the organisations it speaks of as (id, title, aside)."""

    text: str
    who: tuple[tuple[str, str, str], ...] = ()

    def __str__(self) -> str:
        named = [f"«{title}»" + (f" ({aside})" if aside else "") for _, title, aside in self.who[:MAX_NAMED]]
        left = len(self.who) - len(named)
        return self.text + (": " if named else "") + ", ".join(named) + (f" и ещё {left}" if left else "")


@dataclass(frozen=True)
class Evidence:
    """``level`` is a term of the vocabulary ``evidence-levels``; ``reasons`` say in Russian what it rests on;
    ``next_step`` says what is missing for a higher one (empty at the top); ``gaps`` are rungs below the level that
    nobody has climbed; ``notes`` say what does not count, and why."""

    level: str
    reasons: tuple[Reason, ...]
    next_step: str
    gaps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def has_happened(when: Moment | dt.date | None, today: dt.date) -> bool:
    """False for what lies surely after ``today``; a month of an unknown year may have been."""
    first = when.first if isinstance(when, Moment) else when
    return first is None or first <= today + DAY


def is_complete(outcome: Outcome) -> bool:
    """Measured so that one can judge: before and after, on how many, with what."""
    return (
        outcome.before is not None
        and outcome.after is not None
        and outcome.n is not None
        and outcome.n >= LEAST_N
        and bool(outcome.instrument)
    )


def gain(outcome: Outcome) -> int:
    """1 when it became better, -1 when worse, 0 when nothing changed or nobody knows."""
    if outcome.before is None or outcome.after is None:
        return 0
    change = outcome.after - outcome.before if outcome.direction == "up" else outcome.before - outcome.after
    return (change > 0) - (change < 0)


def shows_a_result(outcome: Outcome) -> bool:
    """Measured in full, and it became better."""
    return is_complete(outcome) and gain(outcome) > 0


def is_compared(outcome: Outcome) -> bool:
    """Set beside a group of known size, before and after, which gained less."""
    other = outcome.comparison
    if other is None or other.before is None or other.after is None or other.n is None or other.n < LEAST_N:
        return False
    if outcome.before is None or outcome.after is None:
        return False
    ahead = (outcome.after - outcome.before) - (other.after - other.before)
    return ahead > 0 if outcome.direction == "up" else ahead < 0


def authors_of(practice: Practice) -> frozenset[str] | None:
    """Ids of the organisations whose people wrote the practice; None when the records do not say of one of them.

    Where no author is named, the owner of the record stands for the author.
    """
    if not practice.authors:
        return frozenset({practice.owner} if practice.owner else ()) or None
    found = author_organizations(practice)
    return found if all(person.organization for person in practice.authors) else None


def author_organizations(practice: Practice) -> frozenset[str]:
    """Ids of the organisations whose people wrote the practice, as far as they are named."""
    return frozenset(person.organization for person in practice.authors if person.organization)


def independent(organization: str | None, authors: Collection[str] | None, ties: Ties) -> bool:
    """Return whether the records show that the organisation has nothing to do with the authors. Not known is no."""
    if not organization or not authors:
        return False
    return ties.apart(organization, authors)


def succeeded(replication: Replication) -> bool:
    """It worked, and the measured outcomes do not say otherwise."""
    known = [outcome for outcome in replication.outcomes if None not in (outcome.before, outcome.after)]
    return replication.result == "worked" and (not known or any(gain(outcome) > 0 for outcome in known))


def level(practice: Practice, replications: Sequence[Replication], ties: Ties, today: dt.date) -> Evidence:
    """The highest level whose condition holds.

    ``replications`` are the public replications of this practice; those dated after ``today`` do not count.
    """
    authors = authors_of(practice)
    told = [r for r in replications if has_happened(r.date, today)]
    elsewhere = [r for r in told if succeeded(r) and independent(r.organization, authors, ties)]
    repeated = ties.distinct(r.organization for r in elsewhere if any(map(shows_a_result, r.outcomes)))
    measured = [o for o in practice.outcomes if shows_a_result(o)]
    compared = [o for o in (*measured, *_shown(elsewhere)) if is_compared(o)]
    outside = _outside(measured, authors, ties)
    for replication in elsewhere:
        # Measuring a practice does not make those who apply it independent of it.
        outside += _outside(_shown([replication]), {*(authors or ()), replication.organization}, ties)
    places = {place for author in authors or () if (place := ties.place(author)).startswith("districts/")}
    tally = _tally(told, ties)
    again = "результат повторили и измерили независимые от автора организации"
    if tally and len(repeated) >= REPLICATIONS_FOR_D3:
        again, tally = f"{tally}; {again}", ""
    conditions = (
        (True, Reason("практика описана"), ""),
        (
            bool(practice.mechanism and practice.sources),
            Reason("объяснено, почему она работает, и назван источник"),
            "объяснить, почему практика работает, и назвать источник",
        ),
        (
            bool(measured),
            Reason("автор измерил результат: было и стало, число наблюдений, инструмент"),
            "измерить результат: было и стало, на скольких, каким инструментом",
        ),
        (
            len(repeated) >= REPLICATIONS_FOR_D3,
            Reason(again, _who(repeated, places, ties)),
            "повторить с измеренным результатом в двух независимых от автора организациях",
        ),
        (
            bool(compared),
            Reason("результат лучше, чем в группе без практики, и обе группы измерены"),
            "сравнить результат с группой, где практику не применяли: её числа и сколько в ней человек",
        ),
        (
            bool(outside),
            Reason("результат измерила независимая от автора организация", _who(outside, places, ties)),
            "поручить измерение независимой организации и назвать её",
        ),
    )
    reached = max(n for n, (holds, _, _) in enumerate(conditions) if holds)
    return Evidence(
        LEVELS[reached],
        tuple(reason for holds, reason, _ in conditions[: reached + 1] if holds),
        next((mend for holds, _, mend in conditions[reached + 1 :] if not holds), ""),
        tuple(mend for holds, _, mend in conditions[:reached] if not holds),
        (*((tally,) if tally else ()), *_shortened(_not_counted(practice, told, replications, authors, ties))),
    )


def _shortened(notes: tuple[str, ...]) -> tuple[str, ...]:
    left = len(notes) - MAX_NAMED
    return notes if left <= 0 else (*notes[:MAX_NAMED], f"и ещё не засчитано: {left}")


def _shown(replications: Sequence[Replication]) -> list[Outcome]:
    return [o for r in replications for o in r.outcomes if shows_a_result(o)]


def _outside(outcomes: Sequence[Outcome], others: Collection[str] | None, ties: Ties) -> list[str]:
    """The organisations that measured as strangers."""
    named = [outcome.organization for outcome in outcomes if outcome.evaluator == "independent"]
    return [organization for organization in named if organization and independent(organization, others, ties)]


def _who(organizations: Sequence[str], places: Collection[str], ties: Ties) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (its_id, ties.title(its_id), "в том же районе, что и автор" if ties.place(its_id) in places else "")
        for its_id in dict.fromkeys(map(ties.current, organizations))
    )


def _tally(told: Sequence[Replication], ties: Ties) -> str:
    """How many of those who told of it had success, where not everybody had."""
    whose: dict[str, list[Replication]] = {}
    for replication in told:
        whose.setdefault(ties.current(replication.organization), []).append(replication)
    good = sum(any(map(succeeded, its)) for its in whose.values())
    if good == len(whose):
        return ""
    failed = [n for n, its in whose.items() if all(r.result == "did-not-work" for r in its)]
    message = f"получилось у {good} из {len(whose)}, кто рассказал о применении"
    names = ", ".join(f"«{ties.title(its_id)}»" for its_id in sorted(failed)[:MAX_NAMED])
    names += f" и ещё {len(failed) - MAX_NAMED}" if len(failed) > MAX_NAMED else ""
    return message + (f" (не получилось: {names})" if failed else "")


def _not_counted(
    practice: Practice,
    told: Sequence[Replication],
    replications: Sequence[Replication],
    authors: Collection[str] | None,
    ties: Ties,
) -> tuple[str, ...]:
    """What somebody might take for evidence and is none, each with the reason."""
    notes = []
    if authors is None and (told or any(o.evaluator == "independent" for o in practice.outcomes)):
        notes.append("не названа организация автора, поэтому неизвестно, кто от него независим")
    for replication in told:
        stranger = authors is None or independent(replication.organization, authors, ties)
        if not stranger and succeeded(replication):
            who = ties.title(replication.organization)
            why = "это сам автор или связанная с ним организация"
            notes.append(f"применение в организации «{who}» не засчитано: {why}")
    if len(told) < len(replications):
        ahead = text.plural(len(replications) - len(told), "применение", "применения", "применений")
        notes.append(f"{ahead} с датой, которая ещё не наступила, не засчитано")
    for outcome in (*practice.outcomes, *(o for r in told for o in r.outcomes)):
        notes.extend(f"«{outcome.what}»: {why}" for why in objections(outcome, authors, ties))
    return tuple(dict.fromkeys(notes))


def objections(outcome: Outcome, authors: Collection[str] | None, ties: Ties) -> tuple[str, ...]:
    """Why an outcome, its comparison or its evaluator does not count, in Russian; empty when all of it does."""
    found = []
    if None not in (outcome.before, outcome.after) and gain(outcome) <= 0:
        found.append("стало хуже" if gain(outcome) < 0 else "ничего не изменилось")
    elif not is_complete(outcome):
        lacking = (
            (outcome.before is None, "сколько было"),
            (outcome.after is None, "сколько стало"),
            (outcome.n is None, "на скольких измеряли"),
            (outcome.n is not None and outcome.n < LEAST_N, "хотя бы двух наблюдений"),
            (not outcome.instrument, "чем измеряли"),
        )
        found.append("измерено не полностью, не хватает: " + ", ".join(what for lacks, what in lacking if lacks))
    if outcome.comparison is not None and not is_compared(outcome):
        other = outcome.comparison
        known = None not in (other.before, other.after) and other.n is not None and other.n >= LEAST_N
        found.append(
            "группа сравнения изменилась не хуже"
            if known and outcome.before is not None and outcome.after is not None
            else "сравнение не засчитано: нет чисел группы сравнения или числа людей в ней"
        )
    if outcome.evaluator == "independent" and not independent(outcome.organization, authors, ties):
        found.append(
            "независимость не засчитана: "
            + (
                "организация, которая измеряла, не названа"
                if outcome.organization is None
                else "неизвестно, связана ли она с автором"
                if authors is None
                else f"«{ties.title(outcome.organization)}» связана с автором"
            )
        )
    return tuple(found)


def is_in_force(review: Review, today: dt.date) -> bool:
    """Return True until the last day of the review's term, that day included; a review without a term holds for
    good."""
    return review.valid_until is None or today <= review.valid_until


def verdict(practice: Practice, reviews: Sequence[Review], ties: Ties, today: dt.date) -> str | None:
    """What the latest expert review in force says; None without one.

    The author's own organisation reviews nothing; a praise counts from an organisation known to be independent. A
    praise that is older than a refusal, or as old, has been taken back by it.
    """
    authors = authors_of(practice)
    told = [
        r
        for r in reviews
        if has_happened(r.date, today)
        and (
            ties.apart(r.organization, author_organizations(practice) if authors is None else authors)
            if r.verdict == "not-recommended"
            else independent(r.organization, authors, ties)
        )
    ]
    refusals = [r for r in told if r.verdict == "not-recommended"]
    valid = [
        r
        for r in told
        if is_in_force(r, today)
        and (r.verdict == "not-recommended" or not any(_not_before(refusal, r) for refusal in refusals))
    ]
    return max(valid, key=lambda r: (r.date.last or dt.date.min, r.id)).verdict if valid else None


def _not_before(refusal: Review, praise: Review) -> bool:
    return (refusal.date.last or dt.date.max) >= (praise.date.first or dt.date.min)


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
    authors = authors_of(practice)
    if any(
        succeeded(r) and has_happened(r.date, today) and independent(r.organization, authors, ties)
        for r in replications
    ):
        return "replicated"
    return {"recommended": "recommended", "with-changes": "reviewed"}.get(judgement or "", "described")
