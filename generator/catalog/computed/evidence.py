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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from generator.catalog.computed.independence import Authorship
from generator.catalog.computed.outcomes import (
    SAME_NUMBERS,
    gain,
    is_compared,
    is_complete,
    measurements,
    shows_a_result,
    why_not_compared,
    why_not_measured,
)
from generator.catalog.computed.ties import Ties
from generator.records.common import Citation
from generator.records.memo import memoized
from generator.records.practices import Outcome, Practice, Replication
from generator.records.site_addresses import is_page_of
from generator.records.times import has_happened
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


class OwnPages(NamedTuple):
    """The pages of the base itself: those of the ``site`` with this address, and the ``documents`` that are but such a
    page, by their ids."""

    site: str = ""
    documents: frozenset[str] = frozenset()


NO_PAGES = OwnPages()


def stands_alone(source: Citation, own: OwnPages) -> bool:
    """Return whether a source is something else than the base itself: a page of its own proves what that page says by
    what it says."""
    if source.document is not None:
        return source.document not in own.documents
    return source.link is None or not is_page_of(source.link, own.site)


class _Proofs(NamedTuple):
    """What counts for a practice: its own ``measured`` outcomes; the replications whose result is ``compared`` with a
    group; those that ``repeated`` it, one of each organisation; who measured from ``outside``; for how many of those
    who applied it it worked, where not for all (``tally``), and for whom it did not."""

    measured: Sequence[Outcome]
    compared: Sequence[Replication]
    repeated: Sequence[Replication]
    outside: tuple[Named, ...]
    tally: tuple[tuple[str, int], ...]
    failed: tuple[Named, ...]

    @property
    def is_repeated(self) -> bool:
        """Whether enough organisations have repeated the result."""
        return len(self.repeated) >= REPLICATIONS_FOR_D3


class _Rung(NamedTuple):
    """A level: whether its condition ``holds``, what it rests on, what to do where it does not hold."""

    holds: bool
    reason: Reason
    advice: str = ""


@memoized(by=lambda practice, *_: practice.key)
def level(
    practice: Practice,
    replications: Sequence[Replication],
    ties: Ties,
    today: dt.date,
    own_pages: OwnPages = NO_PAGES,
    measured_elsewhere: Mapping[int, Practice] = MappingProxyType({}),
) -> Evidence:
    """The highest level whose condition holds.

    ``replications`` are the public replications of this practice; those dated after ``today`` do not count.
    ``own_pages`` are no sources (:func:`stands_alone`), ``measured_elsewhere`` are the outcomes that another practice
    has told (:func:`first_measured`).
    """
    is_source = partial(stands_alone, own=own_pages)
    authorship = Authorship.of(practice, ties)
    past = [r for r in replications if has_happened(r.date, today)]
    whys = {r.key: authorship.objection_to_replication(r) for r in past if succeeded(r)}
    elsewhere = [r for r in past if r.key in whys and not whys[r.key]]
    twice = copied(practice, past, ties)
    own = {r.key: [o for n, o in enumerate(r.outcomes) if shows_a_result(o) and (r.key, n) not in twice] for r in past}
    measured = [o for n, o in enumerate(practice.outcomes) if shows_a_result(o) and n not in measured_elsewhere]
    good, whole, failed = _tally(past, ties)
    proofs = _Proofs(
        measured,
        [r for r in elsewhere if any(map(is_compared, own[r.key]))],
        _repeated([r for r in elsewhere if own[r.key]], ties),
        _outside(practice, measured, [(r, own[r.key]) for r in elsewhere], authorship),
        (("good", good), ("whole", whole)) if good < whole else (),
        failed,
    )
    rungs = _rungs(practice, proofs, partial(_named, authorship=authorship, ties=ties), is_source)
    reached = max(n for n, rung in enumerate(rungs) if rung.holds)
    tally_note = Reason("получилось у {good} из {whole}, кто рассказал о применении", failed=failed, given=proofs.tally)
    return Evidence(
        LEVELS[reached],
        tuple(rung.reason for rung in rungs[: reached + 1] if rung.holds),
        next((rung.advice for rung in rungs[reached + 1 :] if not rung.holds), ""),
        tuple(rung.advice for rung in rungs[:reached] if not rung.holds),
        (
            *([tally_note] if proofs.tally and not proofs.is_repeated else []),
            *_own_sources(practice, is_source),
            *_of_other_practices(practice, measured_elsewhere),
            *_shortened(_not_counted(practice, replications, past, whys, twice, authorship)),
        ),
        len(ties.distinct(r.organization for r in elsewhere)),
    )


def _rungs(
    practice: Practice,
    proofs: _Proofs,
    named: Callable[[Replication], Named],
    is_source: Callable[[Citation], bool],
) -> tuple[_Rung, ...]:
    """The levels in the order of :data:`LEVELS`."""
    author_compared = any(map(is_compared, proofs.measured))
    return (
        _Rung(True, Reason("практика описана")),
        _Rung(
            bool(practice.mechanism and any(map(is_source, practice.sources))),
            Reason("объяснено, почему она работает, и назван источник"),
            "объяснить, почему практика работает, и назвать источник",
        ),
        _Rung(
            bool(proofs.measured),
            Reason("автор измерил результат: было и стало, число наблюдений, инструмент"),
            "измерить результат: было и стало, на скольких, каким инструментом",
        ),
        _Rung(
            proofs.is_repeated,
            Reason(
                "получилось у {good} из {whole}, кто рассказал о применении; результат повторили и измерили "
                "независимые от автора организации"
                if proofs.tally
                else "результат повторили и измерили независимые от автора организации",
                tuple(map(named, proofs.repeated)),
                proofs.failed,
                proofs.tally,
            ),
            "повторить с измеренным результатом в двух независимых от автора организациях",
        ),
        _Rung(
            author_compared or bool(proofs.compared),
            Reason(
                "результат лучше, чем в группе без практики, и обе группы измерены",
                () if author_compared else tuple(map(named, proofs.compared)),
            ),
            "сравнить результат с похожей группой, где практику не применяли: её числа и сколько в ней человек",
        ),
        _Rung(
            bool(proofs.outside),
            Reason("результат измерила независимая от автора организация", proofs.outside),
            "поручить измерение независимой организации и назвать её",
        ),
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
        its: (ties.current(outcome.organization or ""), practice.title)
        for outcome, its in zip(practice.outcomes, measurements(practice), strict=True)
        if shows_a_result(outcome)
    }
    found = {}
    for replication in sorted(replications, key=lambda one: (one.date.first or dt.date.max, one.id)):
        whose = ties.current(replication.organization)
        for n, (outcome, its) in enumerate(zip(replication.outcomes, measurements(replication), strict=True)):
            if shows_a_result(outcome):
                first, title = seen.setdefault(its, (whose, ties.title(whose)))
                if first != whose:
                    found[replication.key, n] = title
    return found


def first_measured(practices: Iterable[Practice]) -> dict[str, dict[int, Practice]]:
    """The measured outcomes of practices that an earlier one in this order has told, by the key of the practice and the
    place: whose they are. One measurement proves one practice."""
    seen: dict[tuple[object, ...], Practice] = {}
    found: dict[str, dict[int, Practice]] = {}
    for practice in practices:
        for n, (outcome, its) in enumerate(zip(practice.outcomes, measurements(practice), strict=True)):
            if is_complete(outcome) and outcome.period:
                first = seen.setdefault((practice.demo, *its), practice)
                if first is not practice:
                    found.setdefault(practice.key, {})[n] = first
    return found


def _of_other_practices(practice: Practice, measured_elsewhere: Mapping[int, Practice]) -> Iterator[Reason]:
    for n, other in measured_elsewhere.items():
        words = "«{what}»: не засчитано, числа, время и инструмент те же у другой практики, а измерение доказывает одну"
        yield Reason(words, (Named(other.key, other.title),), given=(("what", practice.outcomes[n].what),))


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
        its_id = ties.current(replication.organization)
        whose.setdefault(next((one for one in whose if ties.may_be_one(one, its_id)), its_id), []).append(replication)
    good = sum(any(map(succeeded, its)) for its in whose.values())
    failed = (its for _, its in sorted(whose.items()) if all(r.result == "did-not-work" for r in its))
    return good, len(whose), tuple(Named(its[0].key, ties.title(its[0].organization)) for its in failed)


def _own_sources(practice: Practice, is_source: Callable[[Citation], bool]) -> tuple[Reason, ...]:
    if all(map(is_source, practice.sources)):
        return ()
    return (Reason("не засчитан источник, который ведёт на сайт самой базы"),)


def _not_counted(
    practice: Practice,
    replications: Sequence[Replication],
    past: Sequence[Replication],
    whys: Mapping[str, Phrase],
    twice: Mapping[tuple[str, int], str],
    authorship: Authorship,
) -> tuple[Reason, ...]:
    """What somebody might take for evidence and is none, each with the reason. ``whys`` are the objections to those of
    the ``past`` replications that succeeded, empty where there is none, by key; ``twice`` as of :func:`copied`."""
    notes, ties = [], authorship.ties
    if authorship.ids is None and (past or any(o.evaluator == "independent" for o in practice.outcomes)):
        notes.append(Reason("не названа организация автора, поэтому неизвестно, кто от него независим"))
    for replication in past:
        if authorship.ids is not None and (why := whys.get(replication.key)):
            who = Named(replication.key, ties.title(replication.organization))
            notes.append(Reason("не засчитано применение — {why}", (who,), given=(("why", why),)))
    notes.extend(_counted_once([r for r in past if r.key in whys and not whys[r.key]], ties))
    if ahead := len(replications) - len(past):
        words = "не засчитаны применения с датой, которая ещё не наступила или без года: {ahead}"
        notes.append(Reason(words, given=(("ahead", ahead),)))
    for outcome in practice.outcomes:
        for reason in objections(outcome, authorship, practice):
            notes.append(Reason("«{what}»: {why}", given=(("what", outcome.what), ("why", reason))))
    for replication in past:
        who = Named(replication.key, ties.title(replication.organization))
        for n, outcome in enumerate(replication.outcomes):
            if (replication.key, n) in twice:
                notes.append(Reason("«{what}»: {why}", (who,), given=(("what", outcome.what), ("why", SAME_NUMBERS))))
            for reason in objections(outcome, authorship, replication):
                notes.append(Reason("«{what}»: {why}", (who,), given=(("what", outcome.what), ("why", reason))))
    return tuple(dict.fromkeys(notes))


def _counted_once(replications: Sequence[Replication], ties: Ties) -> Iterator[Reason]:
    """Organisations that may be one under two names are one until the records tell them apart."""
    by_id = {ties.current(replication.organization): replication for replication in replications}
    for n, one in enumerate(ids := sorted(by_id)):
        if others := [other for other in ids[:n] if ties.may_be_one(one, other)]:
            words = "похоже, организация под разными названиями, засчитана один раз; если их две, допишите обеим ИНН"
            yield Reason(words, tuple(Named(by_id[its_id].key, ties.title(its_id)) for its_id in (*others, one)))


def objections(outcome: Outcome, authorship: Authorship, source: Practice | Replication) -> tuple[Phrase, ...]:
    """Why an outcome, its comparison or its evaluator does not count; empty when all of it does."""
    found = [why_not_measured(outcome), why_not_compared(outcome)]
    if outcome.evaluator == "independent" and (why := authorship.objection_to_evaluator(outcome, source)):
        found.append(phrase("независимость не засчитана: {why}", why=why))
    return tuple(filter(None, found))
