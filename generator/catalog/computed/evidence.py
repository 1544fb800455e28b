"""Pure: how well a practice is proven and how far it has travelled, computed and never typed in.

The ladder is built on the ESSA tiers 1-4, the EEF Toolkit and the comparison of twelve clearinghouses by Wadhwa, Zheng
and Cook (2023, doi:10.3102/00346543231152262): rigour is kept apart from the size of an effect, replication and
independence are recorded on their own. An expert review never raises the level, a published synthesis is a separate
axis. What is not known counts as missing: an author of an unknown organisation is independent of nobody, a group of
comparison without numbers compares nothing, and what has not happened yet proves nothing.

What an outcome shows is in ``outcomes``, who is a stranger to whom in ``independence``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from generator.catalog.computed.independence import Authorship, has_happened
from generator.catalog.computed.outcomes import (
    SAME_NUMBERS,
    gain,
    is_compared,
    measurement,
    shows_a_result,
    why_not_compared,
    why_not_measured,
)
from generator.catalog.computed.ties import Ties
from generator.records.common import Citation
from generator.records.practices import Outcome, Practice, Replication, Review
from generator.records.site_addresses import lies_on
from generator.text import Phrase, phrase

LEVELS = ("d0", "d1", "d2", "d3", "d4", "d5")
REPLICATIONS_FOR_D3 = 2
#: organisations named in a reason, and remarks on what does not count; a practice of a thousand schools has a page too
MAX_NAMED = 8


@dataclass(frozen=True)
class Named:
    """Somebody a reason speaks of: the address of the record it rests on, what people read, and remarks on it."""

    record: str
    title: str
    asides: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"«{self.title}»" + (f" ({'; '.join(self.asides)})" if self.asides else "")


@dataclass(frozen=True)
class Reason:
    """A Russian sentence and the records it rests on: ``who`` are those it names, ``failed`` those for whom it did not
    work; ``given`` are what stands in it as ``{name}``: it is translated without them."""

    text: str
    who: tuple[Named, ...] = ()
    failed: tuple[Named, ...] = ()
    given: tuple[tuple[str, str | int | Phrase], ...] = ()

    def __str__(self) -> str:
        filled = (self.text.format(**dict(self.given)) if self.given else self.text) + (
            f": {_names(self.who)}" if self.who else ""
        )
        return filled + (f" (не получилось: {_names(self.failed)})" if self.failed else "")


def _names(named: Sequence[Named]) -> str:
    left = len(named) - MAX_NAMED
    return ", ".join(map(str, named[:MAX_NAMED])) + (f" и ещё {left}" if left > 0 else "")


@dataclass(frozen=True)
class Evidence:
    """``level`` is a term of the vocabulary ``evidence-levels``; ``reasons`` say in Russian what it rests on;
    ``next_step`` says what is missing for a higher one (empty at the top); ``gaps`` are rungs below the level that
    nobody has climbed; ``notes`` say what does not count, and why; ``applied`` is how many strangers had success."""

    level: str
    reasons: tuple[Reason, ...]
    next_step: str
    gaps: tuple[str, ...] = ()
    notes: tuple[Reason, ...] = ()
    applied: int = 0


def succeeded(replication: Replication) -> bool:
    """It worked, and the measured outcomes do not say otherwise."""
    known = [outcome for outcome in replication.outcomes if None not in (outcome.before, outcome.after)]
    return replication.result == "worked" and (not known or any(gain(outcome) > 0 for outcome in known))


def is_file(url: str) -> bool:
    """Return whether an address is of a file that somebody may have put there, and of no page."""
    return re.search(r"/[^/?#]+\.(?!html?$)[a-z0-9]{2,5}$", url, re.IGNORECASE) is not None


def stands_alone(source: Citation, site: str, own_documents: Collection[str] = ()) -> bool:
    """Return whether a source is something else than the base itself: a link to a page of the site with the address
    ``site``, or one of the documents that are but such a page, proves what that page says by what it says."""
    if source.document is not None:
        return source.document not in own_documents
    return source.link is None or is_file(source.link) or not lies_on(source.link, site)


def level(
    practice: Practice,
    replications: Sequence[Replication],
    ties: Ties,
    today: dt.date,
    is_source: Callable[[Citation], bool] = lambda _: True,
) -> Evidence:
    """The highest level whose condition holds.

    ``replications`` are the public replications of this practice; those dated after ``today`` do not count.
    ``is_source`` tells a source from a page of the base itself (:func:`stands_alone`).
    """
    authorship = Authorship.of(practice, ties)
    past = [r for r in replications if has_happened(r.date, today)]
    elsewhere = [r for r in past if succeeded(r) and not authorship.objection_to_replication(r)]
    twice = copied(practice, past, ties)
    own = {r.key: [o for n, o in enumerate(r.outcomes) if shows_a_result(o) and (r.key, n) not in twice] for r in past}
    repeated = _repeated([r for r in elsewhere if own[r.key]], ties)
    measured = [o for o in practice.outcomes if shows_a_result(o)]
    compared = [r for r in elsewhere if any(map(is_compared, own[r.key]))]
    outside = _outside(practice, measured, [(r, own[r.key]) for r in elsewhere], authorship)
    good, whole, failed = _tally(past, ties)
    tally = (("good", good), ("whole", whole)) if good < whole else ()
    climbed = len(repeated) >= REPLICATIONS_FOR_D3
    conditions = (
        (True, Reason("практика описана"), ""),
        (
            bool(practice.mechanism and any(map(is_source, practice.sources))),
            Reason("объяснено, почему она работает, и назван источник"),
            "объяснить, почему практика работает, и назвать источник",
        ),
        (
            bool(measured),
            Reason("автор измерил результат: было и стало, число наблюдений, инструмент"),
            "измерить результат: было и стало, на скольких, каким инструментом",
        ),
        (
            climbed,
            Reason(
                "получилось у {good} из {whole}, кто рассказал о применении; результат повторили и измерили "
                "независимые от автора организации"
                if tally
                else "результат повторили и измерили независимые от автора организации",
                tuple(_named(r, authorship, ties) for r in repeated),
                failed,
                tally,
            ),
            "повторить с измеренным результатом в двух независимых от автора организациях",
        ),
        (
            bool(compared) or any(map(is_compared, measured)),
            Reason(
                "результат лучше, чем в группе без практики, и обе группы измерены",
                () if any(map(is_compared, measured)) else tuple(_named(r, authorship, ties) for r in compared),
            ),
            "сравнить результат с похожей группой, где практику не применяли: её числа и сколько в ней человек",
        ),
        (
            bool(outside),
            Reason("результат измерила независимая от автора организация", outside),
            "поручить измерение независимой организации и назвать её",
        ),
    )
    reached = max(n for n, (holds, _, _) in enumerate(conditions) if holds)
    tally_note = (
        ()
        if not tally or climbed
        else (Reason("получилось у {good} из {whole}, кто рассказал о применении", failed=failed, given=tally),)
    )
    return Evidence(
        LEVELS[reached],
        tuple(reason for holds, reason, _ in conditions[: reached + 1] if holds),
        next((advice for holds, _, advice in conditions[reached + 1 :] if not holds), ""),
        tuple(advice for holds, _, advice in conditions[:reached] if not holds),
        (
            *tally_note,
            *_own_sources(practice, is_source),
            *_shortened(_not_counted(practice, past, replications, authorship, ties)),
        ),
        len(ties.distinct(r.organization for r in elsewhere)),
    )


def _shortened(notes: tuple[Reason, ...]) -> tuple[Reason, ...]:
    left = len(notes) - MAX_NAMED
    return notes if left <= 0 else (*notes[:MAX_NAMED], Reason("и ещё не засчитано: {left}", given=(("left", left),)))


def _repeated(elsewhere: Sequence[Replication], ties: Ties) -> list[Replication]:
    """Of replications with a measured result one of each organisation, in order of their ids."""
    by_organization: dict[str, Replication] = {}
    for replication in elsewhere:
        by_organization.setdefault(ties.current(replication.organization), replication)
    return [by_organization[its_id] for its_id in ties.distinct(by_organization)]


def _outside(
    practice: Practice,
    measured: Sequence[Outcome],
    elsewhere: Sequence[tuple[Replication, Sequence[Outcome]]],
    authorship: Authorship,
) -> tuple[Named, ...]:
    """Who measured as a stranger: of a replication, to whoever applied it too."""
    found: dict[str, Named] = {}
    sources: list[tuple[Practice | Replication, Sequence[Outcome]]] = [(practice, measured), *elsewhere]
    for source, results in sources:
        for outcome in results:
            if outcome.evaluator == "independent" and not authorship.objection_to_evaluator(outcome, source):
                its_id = authorship.ties.current(outcome.organization or "")
                record = source.key if isinstance(source, Replication) else f"organizations/{its_id}"
                found.setdefault(its_id, Named(record, authorship.ties.title(its_id), authorship.asides(its_id)))
    return tuple(found.values())


def copied(practice: Practice, replications: Sequence[Replication], ties: Ties) -> dict[tuple[str, int], str]:
    """The measured outcomes of replications that another has told before them, by the key of the replication and the
    place: the title of whose numbers they are. The author's own come first, then those of the earlier replication."""
    seen: dict[tuple[object, ...], tuple[str, str]] = {
        measurement(outcome): (ties.current(outcome.organization or ""), practice.title)
        for outcome in practice.outcomes
        if shows_a_result(outcome)
    }
    found = {}
    for replication in sorted(replications, key=lambda one: (one.date.first or dt.date.max, one.id)):
        whose = ties.current(replication.organization)
        for n, outcome in enumerate(replication.outcomes):
            if shows_a_result(outcome):
                first, title = seen.setdefault(measurement(outcome), (whose, ties.title(whose)))
                if first != whose:
                    found[replication.key, n] = title
    return found


def _named(replication: Replication, authorship: Authorship, ties: Ties) -> Named:
    organization = replication.organization
    remarks = authorship.asides(organization)
    if replication.owner and any(ties.one_body(replication.owner, its_id) for its_id in authorship.named):
        remarks = (*remarks, "запись ведёт организация автора")
    return Named(replication.key, ties.title(organization), remarks)


def _tally(replications: Sequence[Replication], ties: Ties) -> tuple[int, int, tuple[Named, ...]]:
    """How many of those who told of it had success, of how many, and who had none at all."""
    whose: dict[str, list[Replication]] = {}
    for replication in replications:
        whose.setdefault(ties.current(replication.organization), []).append(replication)
    good = sum(any(map(succeeded, its)) for its in whose.values())
    failed = (its for _, its in sorted(whose.items()) if all(r.result == "did-not-work" for r in its))
    return good, len(whose), tuple(Named(its[0].key, ties.title(its[0].organization)) for its in failed)


def _own_sources(practice: Practice, is_source: Callable[[Citation], bool]) -> tuple[Reason, ...]:
    if all(map(is_source, practice.sources)):
        return ()
    return (Reason("не засчитан источник, который ведёт на сайт самой базы"),)


def _not_counted(
    practice: Practice,
    happened: Sequence[Replication],
    replications: Sequence[Replication],
    authorship: Authorship,
    ties: Ties,
) -> tuple[Reason, ...]:
    """What somebody might take for evidence and is none, each with the reason."""
    notes = []
    if authorship.ids is None and (happened or any(o.evaluator == "independent" for o in practice.outcomes)):
        notes.append(Reason("не названа организация автора, поэтому неизвестно, кто от него независим"))
    for replication in happened:
        why = authorship.objection_to_replication(replication)
        if why and authorship.ids is not None and succeeded(replication):
            who = Named(replication.key, ties.title(replication.organization))
            notes.append(Reason("не засчитано применение — {why}", (who,), given=(("why", why),)))
    if len(happened) < len(replications):
        ahead = len(replications) - len(happened)
        words = "не засчитаны применения с датой, которая ещё не наступила или без года: {ahead}"
        notes.append(Reason(words, given=(("ahead", ahead),)))
    for outcome in practice.outcomes:
        for why in objections(outcome, authorship, practice):
            notes.append(Reason("«{what}»: {why}", given=(("what", outcome.what), ("why", why))))
    twice = copied(practice, happened, ties)
    for replication in happened:
        who = Named(replication.key, ties.title(replication.organization))
        for n, outcome in enumerate(replication.outcomes):
            if (replication.key, n) in twice:
                notes.append(Reason("«{what}»: {why}", (who,), given=(("what", outcome.what), ("why", SAME_NUMBERS))))
            for why in objections(outcome, authorship, replication):
                notes.append(Reason("«{what}»: {why}", (who,), given=(("what", outcome.what), ("why", why))))
    return tuple(dict.fromkeys(notes))


def objections(outcome: Outcome, authorship: Authorship, source: Practice | Replication) -> tuple[Phrase, ...]:
    """Why an outcome, its comparison or its evaluator does not count; empty when all of it does."""
    found = [why_not_measured(outcome), why_not_compared(outcome)]
    if outcome.evaluator == "independent" and (why := authorship.objection_to_evaluator(outcome, source)):
        found.append(phrase("независимость не засчитана: {why}", why=why))
    return tuple(filter(None, found))


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
