"""An understood entry becomes a proposal: which record of the base it is, what its data will be, what it is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from generator import text
from generator.catalog import Catalog, differences
from generator.catalog.forms.questions import Question
from generator.channels.office.filled import FilledEntry, Remark
from generator.channels.office.kept_as_written import carry_comments
from generator.channels.office.names import NameIndex, Unclear, normalize_title
from generator.channels.office.workbook_in import NAMED
from generator.channels.submissions import Proposal, demonstrations, new_id
from generator.documents import comments, sources
from generator.documents.sources import Loc
from generator.problems import WARNING
from generator.records import KINDS, formatter, validating
from generator.records.common import Attachment
from generator.records.complete import FIRST_STATUS
from generator.records.fields import fields
from generator.records.numbering import MeasureNumber, read_number

#: lists that are completed by an import and never cut: by which field, the first that is filled, their members are the
#: same
_MERGED = {
    ("values", "values"): ("indicator",),
    ("programmes", "roadmap", "measures"): ("number",),
    ("practices", "pictures"): ("file", "source"),  # what a reviewer has put there stays
}
#: lists that an import replaces, but for what those who keep the base have put into a member of the same name
_FILLED_BY_KEEPERS = {
    ("practices", "attachments"): ("title", [name for name, its in fields(Attachment).items() if not its.is_asked])
}
#: what an import never takes away from a record that exists, although people may not fill it in
_KEPT = ("status", "updated", "demo", "license", "aliases")


@dataclass(frozen=True)
class Proposed:
    """An entry with the proposal made of it. ``old`` is the data of the record it is about, empty for a new one;
    ``changes`` say in words what would differ."""

    entry: FilledEntry
    proposal: Proposal | None
    old: Mapping[str, Any]
    changes: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def unread(self) -> set[Loc]:
        """Where in the record something stood that could not be read."""
        return {_counterpart(self.entry.kind, loc, self.entry.data, self.proposal.data) for loc in self.entry.unread}

    def place_of(self, loc: Loc) -> Loc:
        """Where in the entry a place of the record is; a completed list may hold its members in another order."""
        return _counterpart(self.entry.kind, loc, self.proposal.data, self.entry.data)

    @property
    def is_new(self) -> bool:
        """Return whether no record of the base is meant."""
        return not self.old

    @property
    def is_unchanged(self) -> bool:
        """Return whether the record says all of this already."""
        return bool(self.old) and not self.changes


def proposed(
    entries: Sequence[tuple[FilledEntry, Sequence[Remark]]],
    where: Sequence[str],
    questions: Callable[[str], Sequence[Question]],
    catalog: Catalog,
    names: NameIndex,
    ids: Mapping[int, str],
) -> list[Proposed]:
    """A proposal for every entry, in order.

    ``where`` says for a person where each stands, ``ids`` are the names that entries with a title have got already (by
    position). An entry that cannot be told from another, or from two records, has no proposal and says why.
    """
    out: list[Proposed] = []
    seen: dict[tuple, str] = {}
    taken = {*catalog.records, *catalog.broken, *catalog.aliases}
    taken |= {f"{entries[at][0].kind}/{its_id}" for at, its_id in ids.items()}
    for at, (entry, remarks) in enumerate(entries):
        same = identity(entry)
        if same in seen:
            message = f"такая запись уже есть: {seen[same]}"
            out.append(_without(entry, remarks, message, "оставьте одну из них"))
            continue
        if same:
            seen[same] = where[at]
        try:
            key = existing(entry, catalog, names)
        except Unclear as unclear:
            out.append(_without(entry, remarks, unclear.message, unclear.hint))
            continue
        made = _made(entry, key, questions(entry.kind), catalog, ids.get(at, ""), taken)
        if made.proposal:
            taken.add(made.proposal.key)
        out.append(replace(made, remarks=(*remarks, *made.remarks)))
    return out


def identity(entry: FilledEntry) -> tuple:
    """By what two entries are one record; empty where too little is filled in to say."""
    parts = [normalize_title(str(entry.data.get(name) or "")) for name in KINDS[entry.kind].same_by]
    if entry.id or NAMED in entry.data:
        return (entry.kind, entry.id or entry.data[NAMED])
    return (entry.kind, *parts) if all(parts) else ()


def existing(entry: FilledEntry, catalog: Catalog, names: NameIndex) -> str:
    """The address of the record that an entry is about, empty for a new one. Raises ``Unclear`` when it may be several
    or when the record it names is not there."""
    if entry.id:
        key = f"{entry.kind}/{entry.id}"
        if key not in catalog.records:
            raise Unclear(f"записи {key} в базе больше нет", "возьмите новый шаблон и перенесите в него написанное")
        return _kept_here(key, catalog)
    if raw := entry.data.get(NAMED):
        return _kept_here(names.key(str(raw), (entry.kind,)), catalog)
    same = identity(entry)
    title = normalize_title(str(entry.data.get("title") or ""))
    ids = names.ids.get(entry.kind, {}).get(title, ()) if title and "title" in KINDS[entry.kind].same_by else ()
    candidates = [f"{entry.kind}/{its}" for its in ids] or [
        record.key
        for record in catalog.own_records
        if record.kind == entry.kind and record.same_by != ("title",) and not title
    ]
    known = [record for key in candidates if (record := catalog.records.get(key)) and catalog.is_own(record)]
    found = [record.key for record in known if _identity_of(record) == same]
    if len(found) > 1:
        both = ", ".join(sorted(found))
        raise Unclear("в базе несколько таких записей: " + both, "исправьте нужную из них в её файле")
    return found[0] if found else ""


def _kept_here(key: str, catalog: Catalog) -> str:
    """The address of a record that may be changed here; raises ``Unclear`` for one of a joined base."""
    if origin := catalog.origins.get(key):
        where = f": {origin.page}" if origin.page else ""
        raise Unclear(f"запись {key} ведёт база «{origin.base.title}»", f"исправьте её там{where}")
    return key


def _identity_of(record: Any) -> tuple:
    parts = [normalize_title(str(getattr(record, name) or "")) for name in record.same_by]
    return (record.kind, *parts)


def _made(
    entry: FilledEntry, key: str, questions: Sequence[Question], catalog: Catalog, its_id: str, taken: set[str]
) -> Proposed:
    data = {name: value for name, value in entry.data.items() if name != NAMED}
    today = catalog.today.isoformat()
    if not key:
        taken_ids = {one.partition("/")[2] for one in taken if one.startswith(f"{entry.kind}/")}
        its_id = its_id or new_id(entry.kind, data, taken_ids)
        new = {"status": FIRST_STATUS, **data, "updated": today}
        named = next(demonstrations(questions, data, catalog), "")
        new |= {"demo": True} if named else {}
        remarks = (_as_demonstration(entry, catalog.title_of(catalog.records[named])),) if named else ()
        return Proposed(entry, Proposal(entry.kind, its_id, new), {}, (), remarks)
    source = catalog.sources[key]
    is_page, its_id = source.body is not None, key.partition("/")[2]
    was = {name: value for name, value in source.data.items() if not (is_page and name == "body")}
    was = formatter.unended(was)
    old = formatter.filled(was) or {}
    new = _laid(was, {name: value for name, value in data.items() if name not in _KEPT}, (entry.kind,))
    changes = words_of_change(catalog, Proposal(entry.kind, its_id, was), Proposal(entry.kind, its_id, new))
    if changes:
        new = {**new, "updated": today}
    notes = carry_comments(comments.read_comments(source), was, new)
    proposal = Proposal(entry.kind, its_id, new, notes, source.body)
    return Proposed(entry, proposal, old, changes, tuple(_left(entry, old)))


def words_of_change(catalog: Catalog, old: Proposal, new: Proposal) -> tuple[str, ...]:
    """What the proposal changes in the record, in the words of a review; empty when it says the same."""
    before, after = (validating.parse(source)[0] if (source := sources.parse(one.text, one.path)[0]) else None
                     for one in (old, new))  # fmt: skip
    if before is None or after is None:
        return () if old.text == new.text else ("в новом виде запись не читается: смотрите замечания",)
    raw = differences.describe_changes(before, after, differences.TitleLookup(catalog, catalog))
    return tuple(row for one in raw for row in (one.text, *(f"  {under}" for under in one.under)))


def _as_demonstration(entry: FilledEntry, named: str) -> Remark:
    message = f"запись помечена как демонстрационная: в ней названа демонстрационная запись «{named}»"
    hint = "если вы не пробуете, а вносите настоящую запись, выберите настоящую"
    return Remark(entry.place, message, hint, "made-demo", WARNING)


def _left(entry: FilledEntry, old: Mapping[str, Any]) -> Iterator[Remark]:
    """A roadmap that names fewer measures than the base holds: the others are not taken away, and that is said."""
    roadmap = entry.data.get("roadmap")
    if not isinstance(roadmap, Mapping) or not isinstance(old.get("roadmap"), Mapping):
        return
    now = {str(measure.get("number")) for measure in roadmap.get("measures", ())}
    left = [str(one["number"]) for one in old["roadmap"].get("measures", ()) if str(one["number"]) not in now]
    if left:
        message = f"в файле нет мероприятий, которые есть в базе: № {', '.join(left)}; они оставлены как есть"
        hint = "если мероприятие отменено, попросите того, кто ведёт базу, убрать его"
        yield Remark(entry.nearest(("roadmap", "measures")), message, hint, "measures-left", WARNING)


def _laid(old: Any, new: Any, path: tuple[str, ...]) -> Any:
    """``new`` over ``old``: groups field by field, lists as a whole but for those that are completed. What nobody
    filled in stays."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return {**old, **{name: _laid(old.get(name), value, (*path, name)) for name, value in new.items()}}
    by = _MERGED.get(path)
    if by and isinstance(old, list) and isinstance(new, list):
        fresh = dict(zip(_known_by(new, by), new, strict=True))
        kept = [_with_roles_kept(one, fresh.pop(name, {})) for name, one in zip(_known_by(old, by), old, strict=True)]
        return _in_order(by, [*kept, *fresh.values()])
    if isinstance(old, list) and isinstance(new, list) and path in _FILLED_BY_KEEPERS:
        name, kept_fields = _FILLED_BY_KEEPERS[path]
        known = {one.get(name): {its: one[its] for its in kept_fields if its in one} for one in old}
        return [{**known.get(one.get(name), {}), **one} for one in new]
    return new


def _in_order(by: Sequence[str], members: list[Any]) -> list[Any]:
    """Numbered members in the order of their numbers: a row that waited comes back to its place."""
    numbers = [read_number(str(one.get("number") or "")) for one in members] if by == ("number",) else []
    if not numbers or not all(numbers):
        return members
    return sorted(members, key=lambda one: MeasureNumber.parse(read_number(str(one["number"]))))


def _counterpart(kind: str, loc: Loc, one: Mapping[str, Any], other: Mapping[str, Any]) -> Loc:
    """The place of ``one`` in ``other``: members of lists that are completed are the same by their name. A member that
    the other does not have is told at the list."""
    for (its_kind, *path), by in _MERGED.items():
        size = len(path)
        if kind != its_kind or loc[:size] != tuple(path) or len(loc) <= size:
            continue
        here, there = (_at(data, path) for data in (one, other))
        names, others = (_known_by(members, by) for members in (here, there))
        at = loc[size]
        if names == others or not isinstance(at, int) or at >= len(names):
            return loc
        return (*path, others.index(names[at]), *loc[size + 1 :]) if names[at] in others else tuple(path)
    return loc


def _known_by(members: Sequence[Mapping[str, Any]], by: Sequence[str]) -> list[str]:
    """What each member is known by: the first of these fields that it has, else its place among those without one (new
    ones come behind those that the record has)."""
    nameless = count()
    return [next((str(one[name]) for name in by if one.get(name)), "") or f"#{next(nameless)}" for one in members]


def _at(data: Mapping[str, Any], path: Sequence[str]) -> list[Any]:
    found: Any = data
    for part in path:
        found = found.get(part) if isinstance(found, Mapping) else None
    return [one if isinstance(one, Mapping) else {} for one in found] if isinstance(found, list) else []


def _without(entry: FilledEntry, remarks: Sequence[Remark], message: str, hint: str) -> Proposed:
    place = entry.nearest(("title",)) if ("title",) in entry.places else entry.place
    return Proposed(entry, None, {}, (), (*remarks, Remark(place, message, hint, "not-one-record")))


def _with_roles_kept(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """A member of a list completed by what was read: ``new`` over ``old``; a role that ``new`` names without an
    organisation is the party of ``old`` with the same role: the record may know in which organisation it is, the table
    of a roadmap does not."""
    known = {_words_of_role(party): party for party in old.get("responsible", ()) if party.get("role")}
    out = {**old, **new}
    if "when" in new and "when_wording" not in new and new["when"] != old.get("when"):
        out.pop("when_wording", None)  # the words of another term
    if "responsible" in new:
        raw = new["responsible"]
        out["responsible"] = [known.get(_words_of_role(one), one) if set(one) == {"role"} else one for one in raw]
    return out


def _words_of_role(party: Mapping[str, str]) -> frozenset[str]:
    """The words of a role without endings, order and «и»: «по научной и исследовательской», «по научно-
    исследовательской»."""
    return frozenset(text.stem(word) for word in re.findall(r"\w{3,}", party.get("role", "").lower()))
