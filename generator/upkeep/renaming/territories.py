"""A territory ends: it is joined to another, or parted among several. What was there stays in its years; what lives on
follows to the successor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.catalog import Catalog
from generator.checks.place import source_of
from generator.checks.standing import outliving
from generator.records.common import TERRITORY
from generator.records.scalars import is_id
from generator.records.territories import Territory
from generator.upkeep.renaming.edits import Edit, changed_lines, rewrite
from generator.upkeep.renaming.fields import rewritten_record
from generator.upkeep.renaming.naming import NotRenamed, Renamed, same_name_message
from generator.upkeep.renaming.places import Place


def join_territories(catalog: Catalog, joined: Sequence[str], into: str, last: dt.date | None) -> Renamed:
    """Each of the territories exists until ``last`` (None: the day that its record names) and ``into`` succeeds it;
    what outlives it names ``into``. Raises :class:`NotRenamed`."""
    heir = _territory(catalog, into, joined[0], into)
    out = Renamed({})
    for address in dict.fromkeys(joined):
        ended = _territory(catalog, address, address, into)
        if ended.key == heir.key:
            raise NotRenamed(same_name_message(ended.key))
        day = _last_day(ended, last)
        found = rewrite(_outliving_places(catalog, out, ended, day), heir.key)
        out = Renamed(out.texts | found.texts, {}, out.edits + found.edits, out.left + found.left)
        its = _ended(catalog, out, ended, day, [heir.key])
        out = replace(out, texts=out.texts | its.texts, edits=out.edits + its.edits)
    return out


def part_territory(catalog: Catalog, address: str, into: Sequence[str], last: dt.date | None) -> Renamed:
    """The territory exists until ``last`` and several succeed it. To which of them a school or a practice belongs only
    a person knows: these places are ``left``. Raises :class:`NotRenamed`."""
    ended, heirs = _territory(catalog, address), list(dict.fromkeys(_territory(catalog, one).key for one in into))
    if ended.key in heirs:
        raise NotRenamed(
            f"Территория {ended.key} не может наследовать самой себе: если часть осталась под прежним названием, "
            "заведите для неё новую запись или не заканчивайте прежнюю"
        )
    day = _last_day(ended, last)
    left = [_as_left(place) for place in _outliving_places(catalog, Renamed({}), ended, day)]
    return replace(_ended(catalog, Renamed({}), ended, day, heirs), left=tuple(sorted(left)))


def _territory(catalog: Catalog, address: str, extra: str = "", kept: str = "") -> Territory:
    """The territory at the address; of other records two of which are one, ``extra`` is the one that goes."""
    record = catalog.find(address)
    if record is not None and not isinstance(record, Territory):
        both = f"{extra or address} {kept or f'{record.kind}/ДРУГАЯ'}"
        raise NotRenamed(
            f"{address} — не территория и не термин списка, а объединять и делить можно только их. Две записи об одном "
            f"сводят так: metodoteka replace {both} заменит ссылки; потом "
            "удалите файл лишней, а её имя допишите в aliases другой: прежний адрес поведёт туда. Если лишняя нужна, "
            "оставьте файл и напишите в нём status: archived, тогда aliases не нужны"
        )
    if not isinstance(record, Territory):
        kind, _, its_id = address.partition("/")
        known = kind in TERRITORY and is_id(its_id)
        hint = f"Завести: metodoteka new {kind} {its_id}" if known else "Территории называют так: districts/severnyi"
        raise NotRenamed(f"Записи {address} среди районов и регионов нет. {hint}")
    return record


def _last_day(ended: Territory, last: dt.date | None) -> dt.date:
    if ended.valid_to is not None and last not in (None, ended.valid_to):
        raise NotRenamed(
            f"В записи {ended.key} уже сказано, что территория существует до {ended.valid_to}. Уберите ключ --last или "
            "исправьте valid_to"
        )
    day = ended.valid_to or last
    if day is None:
        raise NotRenamed(f"Назовите последний день, в который {ended.key} ещё существует: --last 2026-12-31")
    return day


def _outliving_places(catalog: Catalog, out: Renamed, ended: Territory, day: dt.date) -> Iterator[Place]:
    for reference in outliving(catalog, ended, day):
        source = source_of(catalog, reference.owner)
        if source.path in out.texts:  # two joined territories in one record
            raise NotRenamed(
                f"Запись {reference.owner.key} называет сразу несколько этих территорий: объедините их по одной"
            )
        yield Place(source, reference.loc, reference.target)


def _ended(catalog: Catalog, out: Renamed, ended: Territory, day: dt.date, heirs: Sequence[str]) -> Renamed:
    """The record of the territory with its last day and who succeeds it."""
    successors = [*ended.successors, *(heir for heir in heirs if heir not in ended.successors)]
    changes = {"valid_to": str(day), "successors": successors}
    source = catalog.sources[ended.key]
    if source.path in out.texts:
        raise NotRenamed(f"Запись {ended.key} меняется дважды: объедините территории по одной")
    text = rewritten_record(source, ended.kind, changes)
    return Renamed({source.path: text}, {}, changed_lines(source, text))


def _as_left(place: Place) -> Edit:
    line = place.source.place(place.loc).line
    return Edit(place.source.path, line, place.source.lines[line - 1].strip(), "")
