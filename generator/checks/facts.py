"""Rules about numbers and completeness."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache, partial
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed import readings
from generator.catalog.computed.indicators import is_small, value_of
from generator.checks.place import error, warning, without_repeats
from generator.documents.sources import Loc
from generator.problems import Problem
from generator.records import Record, complete
from generator.records.learning import Document
from generator.records.numbering import MeasureNumber
from generator.records.periods import Period
from generator.records.practices import Practice
from generator.records.programmes import Indicator, Measure, Programme, Value, Values
from generator.records.times import Month


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


def shares_are_shares(catalog: Catalog) -> Iterator[Problem]:
    """A share is between 0 and 1, its numerator is not above its denominator, and of 0 only 0 can be
    meant: «0 из 0» says that there is nobody to count."""
    for record in catalog.own_of(Values):
        for position, value in enumerate(record.values):
            loc: Loc = ("values", position)
            yield from _whole_fraction(catalog, record, loc, value)
            indicator = catalog.one(Indicator, value.indicator)
            if indicator is not None and indicator.type == "share":
                yield from _share(catalog, record, loc, value, indicator)
    for indicator in catalog.own_of(Indicator):
        if indicator.type == "share":
            for name in ("targets", "minimums"):
                for position, bound in enumerate(getattr(indicator, name)):
                    yield from _within_one(catalog, indicator, (name, position, "value"), bound.value)


def _whole_fraction(catalog: Catalog, record: Values, loc: Loc, value: Value) -> Iterator[Problem]:
    """A numerator has a denominator, which is 0 only below 0."""
    if (value.numerator is None) != (value.denominator is None):
        names = ["denominator", "numerator"]
        absent, given = names if value.denominator is None else reversed(names)
        hint = f"добавьте {absent}; если он не известен, запишите долю в value"
        if value.value is not None:
            hint = f"добавьте {absent} или уберите {given}: значение уже есть в value"
        yield error(catalog, record, loc, "half-share", text.sentence("half_share"), hint)
    if value.denominator == 0 and value.numerator != 0:
        message, hint = text.sentence("zero_denominator"), text.sentence("zero_mend")
        yield error(catalog, record, (*loc, "denominator"), "zero-denominator", message, hint)


def _share(catalog: Catalog, record: Values, loc: Loc, value: Value, indicator: Indicator) -> Iterator[Problem]:
    """A share is at most 1, and the same as its numerator and denominator say."""
    # Numbers of a few people are not repeated in a public log.
    few = is_small(indicator, value.denominator, catalog.small_group)
    if value.numerator is not None and value.denominator and value.numerator > value.denominator:
        raw = text.sentence("top_above", top=value.numerator, bottom=value.denominator)
        message = "числитель больше знаменателя" if few else raw
        problem = error(catalog, record, (*loc, "numerator"), "share-above-one", message, text.sentence("swapped"))
        yield without_repeats(problem) if few else problem
    if value.value is not None:
        yield from _within_one(catalog, record, (*loc, "value"), value.value)
    stated, counted = value.value, value_of(value)
    if stated is not None and counted is not None and abs(stated - counted) > _rounding(indicator):
        share = text.number(round(counted, 4))
        raw = text.sentence("value_disagrees", value=text.number(stated), share=share)
        message = "значение не равно числителю, делённому на знаменатель" if few else raw
        problem = error(catalog, record, (*loc, "value"), "value-disagrees", message, text.sentence("value_counted"))
        yield without_repeats(problem) if few else problem


def _within_one(catalog: Catalog, record: Record, loc: Loc, share: Decimal) -> Iterator[Problem]:
    if not 0 <= share <= 1:
        message = text.sentence("no_share", value=share)
        yield error(catalog, record, loc, "share-above-one", message, _if_percent(share))


def _if_percent(value: Decimal) -> str:
    if 1 < value <= 100:
        return text.sentence("if_percent", value=f"{(value / 100).normalize():f}")
    return text.sentence("share_like")


def _rounding(indicator: Indicator) -> Decimal:
    """How far a stated share may lie from the counted one: half of the last digit shown, and shares are shown in
    percent."""
    return Decimal(5) / Decimal(10) ** (indicator.digits + 3)


def needed_period(periodicity: str, year: int) -> str:
    """The hint about a period of another length: one of the right length, of the very year."""
    return text.sentence(f"need_{periodicity}", year=year, next=f"{(year + 1) % 100:02}")


def values_once_and_in_their_period(catalog: Catalog) -> Iterator[Problem]:
    """A figure of a territory and period is given once, in the period that the indicator is counted by, where it
    applies."""
    seen: dict[tuple[str, Period, str], str] = {}
    for record in catalog.own_of(Values):
        for position, value in enumerate(record.values):
            loc: Loc = ("values", position, "indicator")
            indicator, scope = catalog.one(Indicator, value.indicator), catalog.find(record.territory)
            if indicator is None or scope is None:
                continue
            key = (scope.key, record.period, indicator.id)
            if key in seen:
                yield error(catalog, record, loc, "value-twice", f"это значение уже есть: {seen[key]}", "оставьте одно")
            seen[key] = record.path
            if indicator.periodicity and record.period.sort != indicator.periodicity:
                yield error(
                    catalog,
                    record,
                    loc,
                    "wrong-period",
                    text.sentence("other_period", title=indicator.title),
                    needed_period(indicator.periodicity, record.period.year),
                )
            applied = {found.key for t in indicator.territories if (found := catalog.find(t))}
            if applied and scope.key not in applied and scope.kind == "districts":
                yield error(
                    catalog,
                    record,
                    loc,
                    "indicator-elsewhere",
                    f"показатель «{indicator.title}» здесь не применяется",
                    f"добавьте {scope.key} в поле territories показателя или уберите значение",
                )


def declared_agrees_with_computed(catalog: Catalog) -> Iterator[Problem]:
    """A declared figure that the records contradict as of the same date is shown with both numbers (warning)."""
    for record in catalog.own_of(Values):
        for position, value in enumerate(record.values):
            indicator = catalog.one(Indicator, value.indicator)
            if indicator is None or is_small(indicator, value.denominator, catalog.small_group):
                continue  # a small group is hidden on the page, and not told here either
            declared, computed = value_of(value), readings.contradiction(catalog, indicator, record, value)
            if declared is not None and computed is not None:
                is_closed = readings.closed_figure(catalog, indicator, record) is not None
                yield warning(
                    catalog,
                    record,
                    ("values", position),
                    "contradiction",
                    f"заявлено {readings.shown_figure(indicator, declared)}, а "
                    f"{'при закрытии периода записано' if is_closed else 'по записям базы получается'} "
                    f"{readings.shown_figure(indicator, computed.value)}",
                    "на странице будут показаны оба числа; проверьте, какое верно",
                )


def figures_agree_across_bases(catalog: Catalog) -> Iterator[Problem]:
    """A figure that a joined base has otherwise is shown with both numbers (warning). Asked of the joined bases only,
    not a rule of this base alone."""
    for indicator in catalog.shown_of(Indicator):
        for reading in catalog.readings.get(indicator.id, ()):
            origin = catalog.origin_of(reading.elsewhere) if reading.elsewhere else None
            record = reading.record
            if not origin or not record or not catalog.is_own(record):
                continue
            if reading.hidden or reading.value is None or reading.contradiction is None:
                continue
            position = next(
                n for n, one in enumerate(record.values) if catalog.one(Indicator, one.indicator) is indicator
            )
            here, there = (readings.shown_figure(indicator, one) for one in (reading.value, reading.contradiction))
            yield warning(
                catalog,
                record,
                ("values", position),
                "contradiction",
                f"здесь {here}, а в базе «{origin.base.title}» {there}",
                "на странице будут показаны оба числа, в сумму войдёт здешнее; спросите ту базу, какое верно",
            )


def repealed_documents(catalog: Catalog) -> Iterator[Problem]:
    """A record that cites a repealed document is warned about (the act that repealed it may name it)."""
    for reference in catalog.references:
        document = catalog.find(reference.target)
        if not isinstance(document, Document) or reference.owner.kind == "documents":
            continue
        if document.in_force == "no" or document.repealed_by:
            new = catalog.get("documents", document.repealed_by)
            yield warning(
                catalog,
                reference.owner,
                reference.loc,
                "repealed-document",
                f"документ «{document.title}» больше не действует",
                f"его заменил: {new.id}" if new else "сошлитесь на действующий документ",
            )


#: what a published practice must have, and what that is
def published_practice_is_complete(catalog: Catalog) -> Iterator[Problem]:
    """A published practice has a problem, steps, results, conditions and a source."""
    for record in catalog.own_of(Practice):
        if not record.is_public:
            continue
        for name, what in complete.lacking("practices").items():
            if not complete.says_something(getattr(record, name)):
                yield error(
                    catalog,
                    record,
                    (name,),
                    "incomplete-practice",
                    f"опубликованной практике не хватает поля {name}: {what}",
                    f"добавьте {name} или верните status: draft",
                )


def published_has_a_summary(catalog: Catalog) -> Iterator[Problem]:
    """A published record says in one or two plain sentences what it is (replications and reviews speak of a
    practice)."""
    for record in catalog.own_records:
        if record.is_public and complete.needs_summary(record.kind) and not record.summary:
            yield error(
                catalog,
                record,
                ("summary",),
                "no-summary",
                "у опубликованной записи нет поля summary («Коротко»)",
                "добавьте одно-два предложения без терминов, понятных и родителю",
            )


def subjects_are_taught_in_these_classes(catalog: Catalog) -> Iterator[Problem]:
    """A practice that names a subject names a class in which it is taught, as far as the vocabulary says where."""
    vocabulary = catalog.vocabularies.get("subjects")
    classes = cache(partial(_classes, catalog))
    known = catalog.vocabularies["levels"].by_id if "levels" in catalog.vocabularies else {}
    for record in catalog.own_of(Practice) if vocabulary else ():
        if any(level not in known for level in record.levels):
            continue  # a class that is no class is told by itself
        named = classes(record.levels)
        for subject in record.subjects:
            term = vocabulary.by_id.get(subject) if vocabulary else None
            if not term or not named or not term.levels or named & classes(term.levels):
                continue
            yield warning(
                catalog,
                record,
                ("levels",),
                "subject-in-other-classes",
                f"«{term.label}» в названных классах не преподают",
                f"где преподают: {', '.join(catalog.label('levels', one) for one in term.levels)}; "
                "исправьте levels или уберите предмет",
            )


def _classes(catalog: Catalog, levels: tuple[str, ...]) -> set[str]:
    """Levels with every stage replaced by its classes: ids."""
    vocabulary = catalog.vocabularies.get("levels")
    terms = vocabulary.terms if vocabulary else ()
    found: set[str] = set()
    for level in levels:
        found |= {term.id for term in terms if term.broader == level} or {level}
    return found
