"""Which records a change touches: older and newer states brought together, and what happened to each in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from generator.catalog import Catalog
from generator.catalog.differences import ChangeLine, describe_changes, describe_new
from generator.catalog.differences.describe import verb
from generator.catalog.differences.shown import TitleLookup, alike, bag, quoted, redact
from generator.records import KINDS, Record, Vocabulary
from generator.records.fields import fields, label_of
from generator.upkeep.review.git import ChangedFile
from generator.upkeep.review.partly_read import PartlyRead, partly_read

_SAME_TEXT = 0.7  # a new file that shares this many words with a deleted one of its kind is that one renamed
_MOST_COMPARED = 200
_WRONG = "с ошибкой, замечание ниже"


@dataclass(frozen=True)
class Touched:
    """A record, vocabulary or page before and after the change; None on the side where it is not (or cannot be read).

    ``key`` is the newer address, ``old_key`` the older one; ``path`` is the file where it stands now, or stood.
    ``partly`` is what can be read of a side that is wrong in places: it is told of, and no rule looks at it.
    """

    key: str
    old_key: str
    path: str
    before: Any
    after: Any
    readable: bool = True
    partly: PartlyRead | None = None

    @property
    def is_record(self) -> bool:
        return isinstance(self.after or self.before, Record)

    @property
    def renamed(self) -> bool:
        return self.key != self.old_key

    @property
    def kept(self) -> bool:
        """Return whether the former address still leads to the record."""
        return not self.renamed or self.old_key.split("/")[1] in self.after.aliases


@dataclass(frozen=True)
class RecordChange:
    """What happened to one record: a headline and what it consists of."""

    path: str
    key: str
    what: str
    details: tuple[ChangeLine, ...] = ()


def touched(files: Sequence[ChangedFile], before: Catalog, after: Catalog) -> list[Touched]:
    """Everything of the base that the files of a change are, sorted by path; renamed records as one."""
    states: dict[str, Touched] = {}
    for entry in files:
        key = key_of(entry.path)
        if key is None:
            continue
        old, new = _find(before, key), _find(after, key)
        path = new.path if new is not None else entry.path
        if key in states and entry.status == "D":
            path = states[key].path  # one record moved from .yml to .md
        partly = None
        if new is None and entry.status != "D":
            partly = partly_read(after, key, old)
        elif old is None and new is not None:
            partly = partly_read(before, key, new)
        states[key] = Touched(key, key, path, old, new, not _is_broken(after, key, entry, new), partly)
    return sorted(_joined(states), key=lambda one: one.path)


def key_of(path: str) -> str | None:
    """The address of the record, vocabulary or page that a file is; None for other files."""
    parts = PurePosixPath(path)
    if parts.suffix not in (".yml", ".md"):
        return None
    if parts.parts[0] == "content":
        return parts.with_suffix("").as_posix() if parts.suffix == ".md" else None
    folder = parts.parts[1] if len(parts.parts) == 3 and parts.parts[0] == "data" else ""
    return f"{folder}/{parts.stem}" if folder in KINDS or folder == "vocabularies" else None


def _find(catalog: Catalog, key: str) -> Any:
    folder, _, name = key.partition("/")
    if folder == "content":
        return catalog.content.get(name)
    return catalog.vocabularies.get(name) if folder == "vocabularies" else catalog.records.get(key)


def _is_broken(after: Catalog, key: str, entry: ChangedFile, new: Any) -> bool:
    return new is None and (key in after.broken or entry.status != "D")


def _joined(states: dict[str, Touched]) -> Iterator[Touched]:
    """A deleted and a new record of one kind that are the same one under another name become one."""
    gone = [one for one in states.values() if one.after is None and one.readable and isinstance(one.before, Record)]
    came = [one for one in states.values() if one.before is None and isinstance(one.after, Record)]
    taken: set[str] = set()
    bags = {one.key: bag(one.after) for one in came}
    for old in gone:
        others = [new for new in came if new.key not in taken and new.after.kind == old.before.kind]
        new = next((new for new in others if old.before.id in new.after.aliases), None) or _most_alike(
            old, others[:_MOST_COMPARED], bags
        )
        if new is not None:
            taken |= {old.key, new.key}
            yield Touched(new.key, old.key, new.path, old.before, new.after)
    yield from (one for key, one in states.items() if key not in taken)


def _most_alike(old: Touched, others: list[Touched], bags: Mapping[str, Counter[str]]) -> Touched | None:
    mine = bag(old.before)
    scored = [(alike(mine, bags[new.key]), new) for new in others]
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best if score >= _SAME_TEXT else None


def describe_record_changes(found: Sequence[Touched], names: TitleLookup) -> list[RecordChange]:
    """What happened to every touched record, in words."""
    return [RecordChange(one.path, one.key, *_described(one, names)) for one in found]


def _described(one: Touched, names: TitleLookup) -> tuple[str, tuple[ChangeLine, ...]]:
    if one.partly is not None:
        return _described_in_part(one, one.partly, names)
    if not one.readable:
        return "файл не читается как запись: замечания к нему ниже", ()
    if one.after is None and one.before is None:
        return "удалён файл, который и раньше не читался", ()
    if one.after is None:
        return f"{_participle('удалён', one.before)} {headline(one.before, names.before)}", ()
    if one.before is None:
        what = f"{_new(one.after)} {headline(one.after, names.after)}"
        return what, (*_about(one.after), *describe_new(one.after, names))
    details = describe_changes(one.before, one.after, names)
    if one.renamed:
        kept = "прежний адрес сохранён в aliases" if one.kept else "прежний адрес НЕ сохранён"
        moved = f"{one.old_key.split('/')[1]} → {one.key.split('/')[1]}; {kept}"
        details = [line for line in details if not line.text.startswith("прежние идентификаторы: добавлено")]
        what = f"{_participle('переименован', one.after)} {headline(one.after, names.after)}: {moved}"
        return what, tuple(details)
    what = f"{_participle('изменён', one.after)} {headline(one.after, names.after)}"
    return what, tuple(details) or (ChangeLine("изменён только вид текста, смысл прежний"),)


def _described_in_part(one: Touched, partly: PartlyRead, names: TitleLookup) -> tuple[str, tuple[ChangeLine, ...]]:
    """What differs between a state that is whole and what can be read of the other, or all that can be read of a new
    file."""
    if one.before is None and one.after is None:
        named = "title" not in partly.gaps and getattr(partly.record, "title", None)
        which = headline(partly.record, names.after) if named else f"{headline_word(partly.record)} {one.key}"
        words = (*_about(partly.record, partly.gaps), *describe_new(partly.record, names))
        return f"{_new(partly.record)} {which}", (*words, ChangeLine(f"{_WRONG}: {', '.join(partly.gaps)}"))
    is_mended = one.after is not None
    old, new = (partly.record, one.after) if is_mended else (one.before, partly.record)
    where = ", ".join(partly.gaps)
    wrong = f"было с ошибкой, теперь читается: {where}" if is_mended else f"{_WRONG}: {where}"
    what = f"{_participle('изменён', new)} {headline(new, names.after if is_mended else names.before)}"
    return what, (*describe_changes(old, new, names), *([ChangeLine(wrong)] if where else ()))


def headline(one: Any, catalog: Catalog) -> str:
    """«практика «Парное наставничество»», «список «Школьные предметы»», «страница «О базе»»."""
    if isinstance(one, Record) and not one.title:
        return f"{headline_word(one)}: {catalog.title_of(one)}"
    return f"{headline_word(one)} {quoted(redact(one.title))}"


def gender(one: Any) -> str:
    """The gender of what a record is called, by the ending of the word: ``m``, ``f`` or ``n``."""
    word = headline_word(one).split()[0]
    return {"а": "f", "я": "f", "о": "n", "е": "n"}.get(word[-1], "m")


def headline_word(one: Any) -> str:
    """What a record, a vocabulary or a hand-written page is called: «практика», «список», «страница»."""
    if isinstance(one, Record):
        return one.label[0]
    return "список" if isinstance(one, Vocabulary) else "страница"


def _participle(stem: str, one: Any) -> str:
    return verb(stem, gender(one))


def _new(one: Any) -> str:
    return {"m": "новый", "f": "новая", "n": "новое"}[gender(one)]


def _about(record: Any, gaps: Collection[str] = ()) -> Iterator[ChangeLine]:
    """The few facts of a new record that a reviewer wants at once."""
    if not isinstance(record, Record) or "status" in gaps:
        return
    hidden = "" if record.is_public else "; на сайте появится, когда станет «опубликовано» (status: published)"
    yield ChangeLine(f"состояние: {label_of(record, 'status')}{hidden}")
    counted = [
        f"{field.label.lower()}: {len(members)}"
        for name, field in fields(type(record)).items()
        if name not in ("aliases",) and isinstance(members := getattr(record, name), tuple) and members
    ]
    if counted:
        yield ChangeLine("; ".join(counted))
