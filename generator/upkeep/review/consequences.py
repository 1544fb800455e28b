"""What a change does to others: evidence and maturity of practices, figures that the records give."""

from __future__ import annotations

from collections.abc import Iterator

from generator import catalog
from generator.catalog import Catalog
from generator.catalog.computed import evidence
from generator.catalog.differences.shown import format_figure, quoted
from generator.problems import Problem
from generator.records import Record
from generator.records.organizations import Organization
from generator.records.practices import Practice, Replication, Review
from generator.records.reading import Loaded
from generator.upkeep.review.case import Case, of_file

_MOST = 20  # figures told of one by one
#: fields of an organisation by which it belongs together with others
_TYING = ("parent", "inn", "ogrn", "type", "territory")


def evidence_and_maturity(case: Case) -> Iterator[Problem]:
    """Evidence and maturity are computed, so whoever raises or lowers them by a record of their own should be seen to:
    before, after and the reason, and whose practice it is. A record that is not published yet is judged as if it
    were."""
    planned = _as_published(case)
    for key, practice in sorted(case.after.records.items()):
        if not isinstance(practice, Practice):
            continue
        old = _former(case, key)
        now = list(_moves(case.before, case.after, old, practice))
        later = [] if now or planned is case.after else _moves(case.before, planned, old, practice)
        for code, sentence in now:
            yield _at(case, practice, code, sentence + _leaning_on(case, practice))
        for code, sentence in later:
            yield _at(case, practice, code, sentence + " (когда новые записи опубликуют)" + _leaning_on(case, practice))


def _leaning_on(case: Case, practice: Practice) -> str:
    """Organisations of this change on which the evidence of a practice leans: one that was made for it, or cut off from
    the author's, is no stranger."""
    asked = {r.organization for r in case.after.referring(Replication, practice, "practice")}
    asked |= {r.organization for r in case.after.referring(Review, practice, "practice")}
    asked |= {one.after.organization for one in case.touched if isinstance(one.after, Replication | Review)}
    asked |= {outcome.organization for outcome in practice.outcomes if outcome.organization}
    asked |= {person.organization for person in practice.authors if person.organization}
    found = []
    for one in case.touched:
        if isinstance(one.after, Organization) and one.after.id in asked:
            was = one.before if isinstance(one.before, Organization) else None
            if was is None:
                found.append(f"{quoted(one.after.title)} появилась этой же правкой")
            elif any(getattr(was, name) != getattr(one.after, name) for name in _TYING):
                found.append(f"у {quoted(one.after.title)} эта же правка меняет, куда она входит")
    return f"; проверьте: {', '.join(found)}" if found else ""


def _moves(before: Catalog, after: Catalog, old: Record | None, new: Record) -> Iterator[tuple[str, str]]:
    """(code, sentence) for evidence and maturity that differ."""
    yield from _evidence(before, after, old, new)
    yield from _maturity(before, after, old, new)


def _former(case: Case, key: str) -> Record | None:
    moved = next((one.old_key for one in case.touched if one.key == key), key)
    return case.before.records.get(moved)


def _evidence(before: Catalog, after: Catalog, old: Record | None, new: Record) -> Iterator[tuple[str, str]]:
    now = after.evidence[new.id]
    was = before.evidence[old.id] if old else None
    if was is None:
        if now.level not in ("d0", "d1"):
            yield (
                "review-evidence",
                f"новая практика {quoted(new.title)} сразу получает уровень {_level(after, now.level)}, потому что "
                + "; ".join(map(str, now.reasons[1:])),
            )
        return
    if was.level == now.level:
        return
    order = evidence.LEVELS.index
    if order(now.level) > order(was.level):
        why = "; ".join(str(reason) for reason in now.reasons if reason not in was.reasons)
    else:
        kept = {str(reason) for reason in now.reasons}
        lost = "; ".join(str(reason) for reason in was.reasons if str(reason) not in kept)
        why = "; ".join(filter(None, (f"больше не держится: {lost}", f"теперь не хватает: {now.next_step}")))
    yield (
        "review-evidence",
        f"доказанность практики {quoted(new.title)}: {_level(after, was.level)} → {_level(after, now.level)}, "
        f"потому что {why}",
    )


def _maturity(before: Catalog, after: Catalog, old: Record | None, new: Record) -> Iterator[tuple[str, str]]:
    was = before.maturity[old.id] if old else None
    now = after.maturity[new.id]
    if was is not None and was != now:
        labels = f"{before.label('maturity', was).lower()} → {after.label('maturity', now).lower()}"
        why = _why(before, after, old, new)
        yield "review-maturity", f"зрелость практики {quoted(new.title)}: {labels}, потому что {why}"


def _why(before: Catalog, after: Catalog, old: Record, new: Record) -> str:
    """What came to or went from a practice: replications and reviews."""
    parts = []
    for kind, one in (("replications", "применения"), ("reviews", "экспертизы")):
        had = before.linked(old, f"{kind}.practice")
        has = after.linked(new, f"{kind}.practice")
        if [record for record in had if record not in has] or [record for record in has if record not in had]:
            parts.append(f"{one}: было {len(had)}, стало {len(has)}" if len(had) != len(has) else f"изменились {one}")
    return "; ".join(parts) or "изменились сведения о её авторах или организациях"


def _level(catalog: Catalog, level: str) -> str:
    """«Д2» of «Д2 — измерена автором»."""
    return catalog.label("evidence-levels", level).split(" — ")[0]


def _at(case: Case, practice: Practice, code: str, sentence: str) -> Problem:
    """At the record of the change that has to do with the practice, else at the practice itself; with its owner when
    the change does not touch the practice."""
    if any(one.key == practice.key for one in case.touched):
        return case.notice(practice, (), code, sentence)
    owner = quoted(case.names.record(f"organizations/{practice.owner}")) if practice.owner else "никто не назван"
    hint = f"файл практики не меняется; отвечает за неё {owner}"
    for one in case.touched:
        if getattr(one.after, "practice", None) == practice.id:
            return case.notice(one.after, ("practice",), code, sentence, hint)
        if one.after is None and getattr(one.before, "practice", None) == practice.id:
            return of_file(one.path, code, sentence, hint)
    return case.notice(practice, (), code, sentence, hint)


def _as_published(case: Case) -> Catalog:
    """The newer state with the touched records published that wait for it."""
    waiting = {one.key: one.after for one in case.touched if isinstance(one.after, Record) and not one.after.is_public}
    if not any(record.kind in ("replications", "reviews", "practices") for record in waiting.values()):
        return case.after
    published = {key: record.model_copy(update={"status": "published"}) for key, record in waiting.items()}
    now = case.after
    return catalog.build(
        Loaded(
            {**now.records, **published}, dict(now.vocabularies), dict(now.content), dict(now.sources), set(now.broken)
        ),
        now.today,
    )


def whose_practice(case: Case) -> Iterator[Problem]:
    """Who reports a replication or an expert review writes about somebody else's practice: its owner should know."""
    for one in case.touched:
        record = one.after if one.after is not None else one.before
        if getattr(record, "kind", "") not in ("replications", "reviews"):
            continue
        practice = case.after.get("practices", record.practice) or case.before.get("practices", record.practice)
        if practice is None or not practice.owner or practice.owner == record.owner:
            continue
        message = (
            f"речь о чужой практике {quoted(practice.title)}: за неё отвечает "
            f"{quoted(case.names.record(f'organizations/{practice.owner}'))}"
        )
        hint = "дайте ей знать; файл практики при этом не меняется"
        if one.after is not None:
            yield case.notice(record, ("practice",), "review-affects", message, hint)
        else:
            yield of_file(one.path, "review-affects", message, hint)


def figures_computed_anew(case: Case) -> Iterator[Problem]:
    """A figure that the site computes from the records follows them: before and after, so that nobody is surprised."""
    declared = {one.key for one in case.touched if getattr(one.after or one.before, "kind", "") == "values"}
    found = []
    for its_id, readings in sorted(case.after.readings.items()):
        indicator = case.after.get("indicators", its_id)
        old = {(reading.scope, reading.period): reading for reading in case.before.readings.get(its_id, ())}
        for reading in readings:
            was = old.get((reading.scope, reading.period))
            if was is None or was.value == reading.value or reading.hidden or was.hidden:
                continue
            if reading.record is not None and reading.record.key in declared:
                continue  # told as a change of the record itself
            found.append(
                f"{indicator.title}, {case.names.record(reading.scope)}, {reading.period}: "
                f"{format_figure(indicator, was.value)} → {format_figure(indicator, reading.value)}"
            )
    if found and case.touched:
        rest = f"; и ещё {len(found) - _MOST}" if len(found) > _MOST else ""
        message = "на сайте изменятся вычисленные показатели: " + "; ".join(found[:_MOST]) + rest
        causes = [one for one in case.touched if isinstance(one.after or one.before, Record)]
        yield of_file((causes or case.touched)[0].path, "review-figures", message)
