"""Rules about roadmaps: their numbers, what cannot be within the term of a programme, before a report, or behind a
proof."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.checks.place import error, warning
from generator.documents.sources import Loc
from generator.problems import Problem
from generator.records import Record
from generator.records.events import Event
from generator.records.fields import label_of
from generator.records.numbering import MeasureNumber
from generator.records.organizations import Center
from generator.records.programmes import Measure, Programme, Progress, Proof, written_span
from generator.records.times import Moment, Month, When, is_ahead


def measures_lie_within_the_term(catalog: Catalog) -> Iterator[Problem]:
    """What falls due in a month that is named lies within the term of its programme; a line of a plan, within the
    period of the plan."""
    for record in catalog.own_of(Programme):
        term = record.term
        for n, measure in enumerate(record.roadmap.measures if record.roadmap else ()):
            last = term.end.last if term.end else dt.date.max
            if term.start.first <= last and _is_outside(measure.when, term.start.first, last):
                message = f"срок «{measure.when}» выходит за срок программы {written_span(term)}"
                hint = "проверьте год срока и срок программы (term)"
                loc: Loc = ("roadmap", "measures", n, "when")
                yield error(catalog, record, loc, "measure-outside-term", message, hint)
    for center in catalog.own_of(Center):
        for n, plan in enumerate(center.plans):
            for m, item in enumerate(plan.items):
                if item.when and _is_outside(item.when, plan.period.first, plan.period.last):
                    message = f"срок «{item.when}» выходит за период плана {plan.period}"
                    loc = ("plans", n, "items", m, "when")
                    hint = "проверьте год срока и период плана (period)"
                    yield error(catalog, center, loc, "measure-outside-term", message, hint)


def _is_outside(when: When, first: dt.date, last: dt.date) -> bool:
    return any(
        part.start.first < first.replace(day=1) or (part.end or part.start).first > last
        for part in when.all_parts
        if part.start is not None
    )


def progress_is_possible(catalog: Catalog) -> Iterator[Problem]:
    """What was reported had happened by the day of the report, not before the programme began and, where a measure
    comes again and again, not before its turn. Only what is done has a day on which it was done. A measure that falls
    due once may be done early: that is told (warning)."""
    for record in catalog.own_of(Programme):
        begun = _beginning(record)
        for n, measure in enumerate(record.roadmap.measures if record.roadmap else ()):
            occurrences = catalog.roadmaps[record.id][measure.number]
            for m, progress in enumerate(measure.progress):
                loc: Loc = ("roadmap", "measures", n, "progress", m)
                found = next((o for o in occurrences if o.progress is progress), None)
                yield from _progress(catalog, record, progress, loc, begun)
                if progress.date is not None and progress.date < begun:
                    continue  # told already
                if found is not None and found.start is not None and progress.state == "done":
                    yield from _early(catalog, record, progress, loc, found.start, len(occurrences) > 1)


def _beginning(record: Programme) -> dt.date:
    """The earliest day on which anything of the programme can have been done."""
    start = record.term.start.first
    return min(start, record.approved_on) if record.approved_on else start


def _progress(catalog: Catalog, record: Programme, progress: Progress, loc: Loc, begun: dt.date) -> Iterator[Problem]:
    reported = record.roadmap.reported_on if record.roadmap else None
    if progress.date is None:
        return
    at: Loc = (*loc, "date")
    done = text.date(progress.date)
    if progress.state != "done":
        hint = "если выполнено, напишите state: done; если ещё нет, уберите date"
        yield error(catalog, record, at, "progress-impossible", "дата выполнения есть, а выполнено не всё", hint)
    elif reported and progress.date > reported and not is_ahead(progress.date, catalog.today):
        message = f"выполнено {done}, а отчёт на {text.date(reported)}: он не мог об этом знать"
        hint = "исправьте дату выполнения или дату отчёта (reported_on)"
        yield error(catalog, record, at, "progress-impossible", message, hint)
    elif progress.date < begun:
        message = f"выполнено {done}, а программа началась {text.date(begun)}"
        yield error(catalog, record, at, "progress-impossible", message, "проверьте год в дате выполнения")


def _early(
    catalog: Catalog, record: Programme, progress: Progress, loc: Loc, start: Month, comes_again: bool
) -> Iterator[Problem]:
    """Done before the month in which the term begins; without a day, by the day of the report."""
    known = progress.date or (record.roadmap.reported_on if record.roadmap else None)
    if known is None or known >= start.first:
        return
    at: Loc = (*loc, "date" if progress.date else "state")
    message = f"выполнено к {text.date(known)}, а срок начинается {text.date(start.first)}"
    if comes_again:
        hint = "проверьте, о каком разе речь (occurrence), и год в дате"
        yield error(catalog, record, at, "progress-impossible", message, hint)
    else:
        hint = "если сделали раньше срока, всё верно; иначе проверьте год"
        yield warning(catalog, record, at, "done-early", message, hint)


def proofs_hold(catalog: Catalog) -> Iterator[Problem]:
    """The event that proves what is done took place, and no proof is younger than the report; one that is older than
    the programme is told (warning)."""
    for record in catalog.own_of(Programme):
        for n, measure in enumerate(record.roadmap.measures if record.roadmap else ()):
            for loc, progress, proof in _proofs(measure):
                at: Loc = ("roadmap", "measures", n, *loc)
                if (target := catalog.find(proof.record)) is not None:
                    yield from _proof(catalog, record, progress, target, (*at, "record"))


def _proofs(measure: Measure) -> Iterator[tuple[Loc, Progress, Proof]]:
    for m, progress in enumerate(measure.progress):
        for k, proof in enumerate(progress.proof):
            yield ("progress", m, "proof", k), progress, proof


def _proof(catalog: Catalog, record: Programme, progress: Progress, target: Record, at: Loc) -> Iterator[Problem]:
    reported = record.roadmap.reported_on if record.roadmap else None
    if isinstance(target, Event) and target.state != "scheduled" and progress.state == "done":
        message = f"выполнение подтверждает мероприятие, которое {label_of(target, 'state')}: «{target.title}»"
        hint = "назовите то, что состоялось; если состоялось это, исправьте state в его записи"
        yield error(catalog, record, at, "proof-fails", message, hint)
        return
    known = next((getattr(target, name) for name in ("start", "date") if hasattr(target, name)), None)
    if isinstance(known, Moment) and known.first and reported and known.first > reported and progress.state == "done":
        message = f"подтверждение «{catalog.title_of(target)}» ({known}) новее отчёта на {text.date(reported)}"
        hint = "обновите дату отчёта (reported_on) или назовите то, что было к этому дню"
        yield error(catalog, record, at, "proof-fails", message, hint)
    elif isinstance(known, Moment) and known.last and known.last < _beginning(record) and progress.state == "done":
        message = f"подтверждение «{catalog.title_of(target)}» ({known}) старше программы ({record.term.start})"
        hint = "назовите то, что сделано по этой программе; старый документ её выполнения не подтверждает"
        yield warning(catalog, record, at, "proof-old", message, hint)


def roadmap_numbers_without_holes(catalog: Catalog) -> Iterator[Problem]:
    """The measures of a roadmap are numbered 1, 2, 3 … in this order. A number is a fact of the approved document: a
    missing one is told (warning) and none is ever asked to change; one that is there twice or out of order is an
    error. Between numbers of sections (1.1, 5а) nobody knows what is missing."""
    for record in catalog.own_of(Programme):
        before: MeasureNumber | None = None
        seen: set[MeasureNumber] = set()
        for position, measure in enumerate(record.roadmap.measures if record.roadmap else ()):
            number, loc = measure.number, ("roadmap", "measures", position, "number")
            last = before.whole if before else 0
            if number in seen:
                hint = "проверьте номер по документу: у каждого мероприятия он свой"
                yield error(catalog, record, loc, "measure-number", f"мероприятие № {number} уже есть выше", hint)
            elif before and number < before:
                hint = "переставьте мероприятия по порядку номеров, сами номера не меняйте"
                yield error(catalog, record, loc, "measure-number", f"№ {number} стоит после № {before}", hint)
            elif number.whole > last + 1 and (last or not before):
                yield warning(catalog, record, loc, "measure-number", *_hole(last, number.whole))
            seen.add(number)
            before = max(before, number) if before else number


def _hole(before: int, number: int) -> tuple[str, str]:
    first, last = before + 1, number - 1
    lost = f"мероприятия № {first}" if first == last else f"мероприятий № {first}–{last}"
    message = f"после № {before} идёт № {number}" if before else f"первым идёт № {number}"
    them = "его" if first == last else "их"
    hint = f"если {them} вычеркнули из утверждённого плана, оставьте номера как в документе; иначе допишите"
    return f"{message}: {lost} нет", hint


def progress_names_an_occurrence(catalog: Catalog) -> Iterator[Problem]:
    """Progress belongs to an occurrence of its measure, once; it is reported only with the date of the report."""
    for record in catalog.own_of(Programme):
        measures = record.roadmap.measures if record.roadmap else ()
        if record.roadmap and record.roadmap.reported_on is None and any(m.progress for m in measures):
            yield error(
                catalog,
                record,
                ("roadmap", "reported_on"),
                "progress-without-report",
                "ход выполнения записан, а даты отчёта нет",
                "добавьте в roadmap строку «reported_on: 2026-11-01» с датой отчёта",
            )
        for position, measure in enumerate(measures):
            occurrences = [o.start for o in catalog.roadmaps[record.id][measure.number]]
            seen: set[Any] = set()
            for number, progress in enumerate(measure.progress):
                loc: Loc = ("roadmap", "measures", position, "progress", number)
                named = progress.occurrence or (occurrences[0] if len(occurrences) == 1 else None)
                if named not in occurrences:
                    message, hint = _unknown_occurrence(measure, progress.occurrence, [o for o in occurrences if o])
                    yield error(catalog, record, (*loc, "occurrence"), "unknown-occurrence", message, hint)
                elif named in seen:
                    yield error(
                        catalog,
                        record,
                        loc,
                        "occurrence-twice",
                        "об этом разе уже отчитались выше",
                        "оставьте одну запись",
                    )
                seen.add(named)


def _unknown_occurrence(measure: Measure, named: Month | None, dated: Sequence[Month]) -> tuple[str, str]:
    message = f"у мероприятия № {measure.number} нет раза {named}" if named else "не сказано, какой это раз"
    if dated:
        return message, "напишите occurrence — первый месяц срока: " + ", ".join(map(str, dated))
    if measure.when.is_yearly:
        return message, f"срок «{measure.when}» за время программы не наступает: проверьте сроки"
    return message, "у мероприятия без срока occurrence не пишется: уберите строку"
