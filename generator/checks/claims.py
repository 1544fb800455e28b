"""Rules about what a record claims: that it has happened, that it was measured, how long it takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed import evidence, independence, outcomes
from generator.catalog.computed.disclosure import is_few
from generator.catalog.computed.ties import Ties
from generator.checks.measured import measured_by
from generator.checks.place import error, warning, without_repeats
from generator.documents.sources import Loc
from generator.problems import Problem
from generator.records import Record
from generator.records.events import Event
from generator.records.learning import Document
from generator.records.memo import memoized
from generator.records.organizations import Center
from generator.records.practices import Conditions, Outcome, Practice, Replication, Review, minutes_of, steps_by_time
from generator.records.programmes import Programme, Values
from generator.records.territories import District, Region
from generator.records.times import Moment, is_ahead

#: of the time that the conditions name; the eye of a teacher does not see less
TOLERANCE = Decimal("1.25")


def nothing_has_happened_in_the_future(catalog: Catalog) -> Iterator[Problem]:
    """What is said to have happened lies not after the build date (a day is left for the time zones). Waiting fixes
    it."""
    for record in catalog.own_records:
        for loc, when, what in _claims_of(record):
            if is_ahead(when, catalog.today):
                yield error(
                    catalog,
                    record,
                    loc,
                    "future-date",
                    f"{what}, а дата ещё не наступила: {when if not isinstance(when, dt.date) else text.date(when)}",
                    "проверьте год; о том, что только будет, эту запись ещё не пишут",
                )


def what_happened_has_a_year(catalog: Catalog) -> Iterator[Problem]:
    """What is said to have happened names its year: a month of no year is before and after nothing. Of an event the
    source may not have told it."""
    for record in catalog.own_records:
        for loc, when, what in _of_center(record) if isinstance(record, Center) else _claims_of(record):
            if isinstance(when, Moment) and not when.year and not isinstance(record, Event):
                hint = (
                    f"напишите с годом: {catalog.today.year}-{when.month:02}; если месяц не важен, хватит одного года"
                )
                yield error(catalog, record, loc, "no-year", f"{what}, а в каком году, не сказано", hint)


def nothing_comes_before_the_practice(catalog: Catalog) -> Iterator[Problem]:
    """Nobody applied, reviewed, measured or awarded a practice before it was there, as far as it says since when."""
    for record in catalog.own_records:
        if isinstance(record, Practice):
            practice: Practice | None = record
        elif isinstance(record, Replication | Review):
            practice = catalog.one(Practice, record.practice)
        else:
            continue
        since = practice.since.first if practice and practice.since else None
        for loc, when, what in _claims_of(record) if since else ():
            if practice and isinstance(when, Moment) and when.last and since and when.last < since:
                message = f"{what} ({when}), а практика применяется с {practice.since}"
                hint = "проверьте год здесь и в поле since практики"
                yield error(catalog, record, loc, "before-practice", message, hint)


Claims = Iterator[tuple[Loc, Any, str]]


def _claims_of(record: Record) -> Claims:
    """What a record says has happened: where, when, what."""
    for n, source in enumerate(record.sources):
        # A book older than the practice is no mistake: a day is no claim about the practice.
        yield ("sources", n, "year"), dt.date(source.year, 1, 1) if source.year else None, "источник уже издан"
    claims = _CLAIMS.get(type(record))
    yield from claims(record) if claims else ()


def _of_practice(record: Practice) -> Claims:
    yield ("since",), record.since, "практика уже применяется"
    for n, award in enumerate(record.awards):
        yield ("awards", n, "date"), award.date, "награда уже присуждена"
    yield from _of_outcomes(record)


def _of_replication(record: Replication) -> Claims:
    yield ("date",), record.date, "практику уже применили"
    yield from _of_outcomes(record)


def _of_outcomes(record: Practice | Replication) -> Claims:
    for n, outcome in enumerate(record.outcomes):
        yield ("outcomes", n, "period"), measured_by(outcome), "результат уже измерен"


def _of_review(record: Review) -> Claims:
    yield ("date",), record.date, "экспертиза уже прошла"


def _of_document(record: Document) -> Claims:
    yield ("date",), record.date.first if record.date else None, "документ уже подписан"


def _of_programme(record: Programme) -> Claims:
    yield ("approved_on",), record.approved_on, "программа уже утверждена"
    if record.roadmap is None:
        return
    yield ("roadmap", "reported_on"), record.roadmap.reported_on, "о ходе выполнения уже отчитались"
    for n, measure in enumerate(record.roadmap.measures):
        for m, progress in enumerate(measure.progress):
            if progress.state != "not-begun":
                yield ("roadmap", "measures", n, "progress", m, "date"), progress.date, "мероприятие уже выполнено"


def _of_values(record: Values) -> Claims:
    yield ("as_of",), record.as_of, "числа уже посчитаны"
    for n, value in enumerate(record.values):
        for m, correction in enumerate(value.corrections):
            yield ("values", n, "corrections", m, "date"), correction.date, "значение уже исправлено"
    if any(value.numerator is not None or value.value is not None for value in record.values):
        yield ("period",), record.period.first, "числа за период уже есть"


def _of_event(record: Event) -> Claims:
    if record.outcome is not None:
        yield ("outcome",), record.start, "у мероприятия уже есть итоги"
    if record.contest is not None and record.contest.winners:
        yield ("contest", "winners"), record.end or record.start, "у конкурса уже есть победители"


def _of_center(record: Center) -> Claims:
    """A decision may be known before the day it holds from; it is of a year all the same."""
    for n, change in enumerate(record.status_history):
        yield ("status_history", n, "date"), change.date, "о статусе центра решили"


def _of_territory(record: Region | District) -> Claims:
    for name, what in (("statistics", "число школ и педагогов уже известно"), ("clusters", "кластер уже определён")):
        for n, item in enumerate(getattr(record, name)):
            yield (name, n, "year"), Moment(item.year), what


_CLAIMS: Mapping[type[Record], Callable[[Any], Claims]] = {
    Practice: _of_practice,
    Replication: _of_replication,
    Review: _of_review,
    Document: _of_document,
    Programme: _of_programme,
    Values: _of_values,
    Event: _of_event,
    Region: _of_territory,
    District: _of_territory,
}


def outcomes_prove_something(catalog: Catalog) -> Iterator[Problem]:
    """An outcome that claims more than its record shows is told (warning): a stranger who is not named or is none, a
    group of comparison without numbers, a result that is worse, «it worked» beside it."""
    ties = catalog.ties.impartial  # own_word tells of those who measure each other
    for record in catalog.own_records:
        if not isinstance(record, Practice | Replication):
            continue
        practice = record if isinstance(record, Practice) else catalog.one(Practice, record.practice)
        if practice is None:
            continue
        for n, whose in _copied(catalog, practice, record).items():
            message = f"{outcomes.SAME_NUMBERS}: «{whose}»"
            hint = (
                "каждая организация пишет свои числа; если они совпали, напишите, когда (period) и чем "
                "(instrument) измеряла эта"
            )
            yield without_repeats(warning(catalog, record, ("outcomes", n), "outcome-not-counted", message, hint))
        for n in _of_few(record, catalog.small_group):
            message = f"людей меньше {catalog.small_group}: на сайте числа этого результата скрыты, а файл открыт всем"
            hint = "уберите before, after и n и скажите о результате словами; считали уроки — назовите число в measure"
            yield without_repeats(warning(catalog, record, ("outcomes", n), "small-group-outcome", message, hint))
        for n, field, message, hint in _claimed(record, practice, ties, catalog.small_group):
            found = warning(catalog, record, ("outcomes", n, field), "outcome-not-counted", message, hint)
            yield without_repeats(found) if n in _of_few(record, catalog.small_group) else found
        if isinstance(record, Replication) and record.result == "worked" and not evidence.succeeded(record):
            yield warning(
                catalog,
                record,
                ("result",),
                "outcome-not-counted",
                "сказано «получилось», а измеренное лучше не стало",
                "если меньше — лучше, допишите к результату direction: down; иначе проверьте числа или итог",
            )


def _copied(catalog: Catalog, practice: Practice, record: Practice | Replication) -> Mapping[int, str]:
    """The outcomes of a replication that repeat the numbers of another measurement, by their places: whose they are."""
    if not isinstance(record, Replication) or not record.outcomes:
        return {}
    # A draft is told before it is published.
    replications = {one.key: one for one in (*catalog.referring(Replication, practice, "practice"), record)}
    others = evidence.copied(practice, [*replications.values()], catalog.ties)
    return {n: whose for (key, n), whose in others.items() if key == record.key}


@memoized(by=lambda record, small_group: record.key)
def _of_few(record: Practice | Replication, small_group: int) -> tuple[int, ...]:
    """The outcomes of so few people that they are hidden, by their places."""
    return tuple(n for n, outcome in enumerate(record.outcomes) if is_few(outcome, small_group))


@memoized(by=lambda record, *_: record.key)
def _claimed(
    record: Practice | Replication, practice: Practice, ties: Ties, small_group: int
) -> tuple[tuple[int, str, str, str], ...]:
    """(place, field, message, hint) of every outcome that claims more than it shows."""
    authorship = independence.Authorship.of(practice, ties)
    return tuple(
        (n, *its)
        for n, outcome in enumerate(record.outcomes)
        for its in _claims_too_much(authorship, record, outcome, is_few(outcome, small_group))
    )


def _claims_too_much(
    authorship: independence.Authorship, record: Practice | Replication, outcome: Outcome, few: bool
) -> Iterator[tuple[str, str, str]]:
    if outcome.before is not None and outcome.after is not None and outcomes.gain(outcome) < 0:
        # Numbers of a few people are not repeated in a public log.
        numbers = "" if few else f": было {text.number(outcome.before)}, стало {text.number(outcome.after)}"
        hint = "если меньше — лучше, допишите direction: down; иначе проверьте, не переставлены ли числа"
        yield "after", f"стало хуже{numbers}", hint
    if outcome.n is not None and outcome.n < outcomes.LEAST_N:
        hint = "на одном наблюдении результата не видно: напишите, сколько их было всего"
        yield "n", "одно наблюдение ничего не доказывает", hint
    if outcomes.in_other_units(outcome):
        hint = "запишите оба числа в одних единицах и назовите её в unit"
        yield "after", str(outcomes.why_not_measured(outcome)), hint
    other = outcome.comparison
    if other is not None and None in (other.before, other.after, other.n):
        hint = "допишите before, after и n группы сравнения; без них сравнение уровень не поднимает"
        yield "comparison", "группа сравнения названа, а её чисел нет", hint
    elif other is not None and not outcomes.sizes_are_alike(outcome, other):
        hint = "сравните с группой похожего размера; иначе сравнение уровень не поднимает"
        yield "comparison", str(outcomes.why_not_compared(outcome)), hint
    elif other is not None and not outcomes.are_alike(outcome, other):
        hint = "проверьте, что числа обеих групп в одних единицах и классы похожи; иначе сравнение уровень не поднимает"
        yield "comparison", str(outcomes.why_not_compared(outcome)), hint
    if outcome.evaluator == "independent" and authorship.ids is not None:
        if outcome.organization is None:
            hint = "допишите organization — кто измерял; без этого независимость не засчитывается"
            yield "evaluator", "независимая организация не названа", hint
        elif why := authorship.objection_to_evaluator(outcome, record):
            hint = "напишите evaluator: author или назовите организацию, которая с автором не связана"
            yield "organization", str(why), hint
    elif outcome.evaluator == "independent":
        hint = "назовите organization у каждого автора; без этого независимость не засчитывается"
        yield "evaluator", "организация автора не названа, поэтому неизвестно, кто от него независим", hint


def reviews_are_of_strangers(catalog: Catalog) -> Iterator[Problem]:
    """An expert review by those who are tied to the authors counts for nothing (warning)."""
    ties = catalog.ties.impartial  # own_word tells of those who review each other
    for record in catalog.own_of(Review):
        practice = catalog.one(Practice, record.practice)
        authorship = independence.Authorship.of(practice, ties) if practice else None
        # Whose practice it is the author has to say, not the expert.
        if authorship and authorship.ids is not None and (why := authorship.objection_to_review(record)):
            hint = (
                "экспертизу проводят те, кто с автором не связан; если связи нет, допишите в записях организаций, "
                "где они (territory) и куда входят (parent)"
            )
            yield warning(catalog, record, ("organization",), "review-not-counted", f"не засчитана: {why}", hint)


def times_agree(catalog: Catalog) -> Iterator[Problem]:
    """The minutes of the steps and the hours of the conditions differ by no more than a quarter (warning).

    As soon as one step says when it is done, each is held to the hours of its time, and one that does not say to those
    of the lesson: the page counts it there. Of steps that nobody has divided only so much is certain: together they
    take no longer than preparation and carrying out.
    """
    for record in catalog.own_of(Practice):
        if record.conditions is not None:
            for field, message, hint in _times(record, record.conditions):
                yield warning(catalog, record, ("conditions", field), "step-time", message, hint)


def _times(record: Practice, conditions: Conditions) -> Iterator[tuple[str, str, str]]:
    prepare, carry = conditions.prepare_hours, conditions.carry_hours
    whole = bool(record.steps) and all(step.when and (step.minutes or step.when == "after") for step in record.steps)
    times = steps_by_time(record.steps)
    before, lesson = (minutes_of(times.get(time, ())) for time in ("before", "lesson"))
    for field, hours, minutes, what in (
        ("prepare_hours", prepare, before, ("до урока", "на подготовку")),
        ("carry_hours", carry, lesson, ("на уроке", "на проведение")),
    ):
        if hours is None or not minutes:
            continue
        message = f"шаги {what[0]} занимают {_minutes(minutes)}, а {what[1]} сказано {_minutes(hours * 60)}"
        if minutes > hours * 60 * TOLERANCE or (whole and hours * 60 > minutes * TOLERANCE):
            yield field, message, f"исправьте минуты шагов или {field}: {_hours(minutes)}"
            return
    given = [hours for hours in (prepare, carry) if hours is not None]
    minutes = sum(step.minutes or 0 for step in record.steps if step.when != "after")
    if len(given) == 2 and minutes > sum(given) * 60 * TOLERANCE:
        stated = _minutes(sum(given) * 60)
        message = f"шаги вместе занимают {_minutes(minutes)}, а на подготовку и проведение сказано {stated}"
        hint = "исправьте минуты шагов или часы; у шага после урока напишите when: after, тогда он не считается"
        yield "carry_hours", message, hint


def _minutes(value: Decimal | int) -> str:
    return text.plural(round(value), "минуту", "минуты", "минут")


def _hours(minutes: int) -> str:
    return f"{(Decimal(minutes) / 60).quantize(Decimal('0.01')).normalize():f}"
