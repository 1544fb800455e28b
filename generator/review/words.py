"""A change in words: two states of a record become sentences that a methodist would say, not a difference of lines.

Labels come from the models. Members of a list are matched by what they are (their title, number, indicator), then by
what they say, never by their position: a step put in front does not change all the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic import BaseModel

from generator.indicators import is_small
from generator.records import Record
from generator.records.scalars import RichText
from generator.records.walking import group_in, slots
from generator.review.shown import LONGEST, Names, alike, bag, called, figure, quoted, value
from generator.text import join

MOSTLY_NEW = 0.5  # a text that keeps fewer of its words than this counts as rewritten
_SHOWN_MEMBERS = 3
_MOST_COMPARED = 900  # pairs of members: a list of thousands is compared by identity only


@dataclass(frozen=True)
class Said:
    """A sentence, and sentences that explain it."""

    text: str
    under: tuple[str, ...] = ()


class Noun(NamedTuple):
    """What a member of a list is called: «шаг», «шаги», and the ending of its gender (``m``, ``f``, ``n``)."""

    one: str
    many: str
    gender: str
    numbered: bool = False


#: field -> its member; other lists are named by their label
_NOUNS = {
    "steps": Noun("шаг", "шаги", "m", True),
    "stages": Noun("этап", "этапы", "m", True),
    "phases": Noun("этап", "этапы", "m", True),
    "measures": Noun("мероприятие", "мероприятия", "n", True),
    "statements": Noun("утверждение", "утверждения", "n", True),
    "sources": Noun("источник", "источники", "m"),
    "authors": Noun("автор", "авторы", "m"),
    "attachments": Noun("материал", "материалы", "m"),
    "materials": Noun("материал", "материалы", "m"),
    "outcomes": Noun("измеренный результат", "измеренные результаты", "m"),
    "synthesis": Noun("обзор исследований", "обзоры исследований", "m"),
    "awards": Noun("награда", "награды", "f"),
    "links": Noun("ссылка", "ссылки", "f"),
    "criteria": Noun("критерий", "критерии", "m"),
    "targets": Noun("целевое значение", "целевые значения", "n"),
    "minimums": Noun("нормативный минимум", "нормативные минимумы", "m"),
    "terms": Noun("термин", "термины", "m"),
    "responsible": Noun("ответственный", "ответственные", "m"),
    "progress": Noun("отчёт о ходе", "отчёты о ходе", "m"),
    "proof": Noun("подтверждение", "подтверждения", "n"),
    "basis": Noun("основание", "основания", "n"),
    "plans": Noun("план", "планы", "m"),
    "sessions": Noun("поток", "потоки", "m"),
    "winners": Noun("победитель", "победители", "m"),
    "acts": Noun("правовой акт", "правовые акты", "m"),
    "vertical": Noun("уровень вертикали", "уровни вертикали", "m"),
    "tasks": Noun("задача", "задачи", "f"),
    "aliases": Noun("прежний адрес", "прежние адреса", "m"),
}
_ENDINGS = {"m": "", "f": "а", "n": "о", "many": "ы"}

#: fields by which two members are surely the same, the surest first
_IDENTITY = (
    "indicator", "title", "what", "criterion", "number", "year", "period", "occurrence", "document", "url",
    "link", "record", "organization", "association", "level", "area", "role", "text", "group", "state", "date", "when",
)  # fmt: skip


def verb(stem: str, gender: str) -> str:
    """«добавлен», «добавлена», «добавлено», «добавлены»: the short participle for a gender or ``many``."""
    return (stem if gender == "m" else stem.replace("ён", "ен")) + _ENDINGS[gender]


def of(before: BaseModel, after: BaseModel, names: Names) -> list[Said]:
    """What differs between two states of the same record or group of fields, in the order of the fields."""
    said: list[Said] = []
    for name, info in type(after).model_fields.items():
        old, new = getattr(before, name), getattr(after, name)
        if name in ("id", "path") or old == new:
            continue
        label = (info.title or name)[:1].lower() + (info.title or name)[1:]
        if name == "values" and isinstance(after, Record):
            said += _values(before, after, names)
        elif isinstance(old, tuple) or isinstance(new, tuple):
            is_group = group_in(info.annotation) is not None
            said += (_groups if is_group else _words)(type(after), name, label, old or (), new or (), names)
        elif isinstance(old, BaseModel) and isinstance(new, BaseModel):
            said += [Said(f"{label}: {inner.text}", inner.under) for inner in of(old, new, names)]
        elif isinstance(old or new, BaseModel):
            under = tuple(_facts(old or new, names))
            said.append(Said(f"{'убрано' if new is None else 'добавлено'}: {label}", under))
        else:
            said.append(Said(_single(type(after), name, label, old, new, names)))
    return said


def _single(model: type[BaseModel], name: str, label: str, old: Any, new: Any, names: Names) -> str:
    if name == "name":  # of a person: never repeated
        return f"{label}: " + ("названо" if old is None else "убрано" if new is None else "изменено")
    if any(isinstance(marker, RichText) for slot in slots(model) if slot.name == name for marker in slot.markers):
        long = any(said is not None and (len(said) > LONGEST or "\n" in said.strip()) for said in (old, new))
        if old is not None and new is not None and long:
            share = 1 - alike(bag(old), bag(new))
            much = "переписан больше чем наполовину" if share > 1 - MOSTLY_NEW else f"слов изменено: {_percent(share)}"
            return f"изменён текст «{label}» ({much})"
    if old is None:
        return f"{label}: добавлено {value(model, name, new, names)}"
    if new is None:
        return f"{label}: убрано (было {value(model, name, old, names)})"
    was, now = value(model, name, old, names), value(model, name, new, names)
    return f"{label}: было {was} → стало {now}" if was[0] == "«" else f"{label}: {was} → {now}"


def _percent(share: float) -> str:
    return f"{max(1, round(share * 100))}\u00a0%"


def _words(model: type[BaseModel], name: str, label: str, old: tuple, new: tuple, names: Names) -> Iterator[Said]:
    """A list of single values: what came and what went."""
    added = [value(model, name, one, names) for one in new if one not in old]
    removed = [value(model, name, one, names) for one in old if one not in new]
    parts = [f"добавлено {_several(added)}"] if added else []
    parts += [f"убрано {_several(removed)}"] if removed else []
    yield Said(f"{label}: " + ("; ".join(parts) or "изменён порядок или повторы"))


def _several(members: Sequence[str]) -> str:
    rest = len(members) - 5
    return ", ".join(members[:5]) + (f" и ещё {rest}" if rest > 0 else "")


def _values(before: Record, after: Record, names: Names) -> Iterator[Said]:
    """Figures by indicator: «доля прошедших диагностику, 2025: 40 из 268 → 52 из 268»."""
    own = [{one.indicator: one for one in record.values} for record in (before, after)]
    for its_id in dict.fromkeys([*own[0], *own[1]]):
        old, new = (side.get(its_id) for side in own)
        if old == new:
            continue
        indicator = names.after.get("indicators", its_id) or names.before.get("indicators", its_id)
        title = indicator.title if indicator else its_id
        if any(_is_kept_back(indicator, record, side, names) for record, side in ((before, old), (after, new))):
            what = "убрано" if new is None else "добавлено" if old is None else "изменено"
            yield Said(f"{title}, {after.period}: значение небольшой группы {what}")
            continue
        was, now = figure(indicator, old), figure(indicator, new)
        note = ("пояснение изменено",) if old and new and old.note != new.note else ()
        if was == now and old and new:
            yield Said(f"{title}, {after.period}: {note[0] if note else 'запись числа изменена'} ({now})")
        else:
            gone = " (строка убрана)" if new is None else ""
            yield Said(f"{title}, {after.period}: {was} → {now}{gone}", note)


def _is_kept_back(indicator: Record | None, record: Record, value: Any, names: Names) -> bool:
    """True for a figure that the site hides, or would: the comment under a change is as public as a page."""
    if indicator is None or value is None:
        return False
    if value.suppressed or is_small(indicator, value.denominator):
        return True
    return any(
        reading.hidden and reading.record is not None and reading.record.key == record.key
        for catalog in (names.before, names.after)
        for reading in catalog.readings.get(indicator.id, ())
    )


class _Pair(NamedTuple):
    old: int
    new: int


def _groups(model: type[BaseModel], name: str, label: str, old: tuple, new: tuple, names: Names) -> Iterator[Said]:
    """A list of groups of fields: members that came, went, changed or changed places."""
    noun = _NOUNS.get(name)
    pairs = _matched(old, new)
    added = [n for n in range(len(new)) if n not in {pair.new for pair in pairs}]
    removed = [n for n in range(len(old)) if n not in {pair.old for pair in pairs}]
    changed = [pair for pair in pairs if old[pair.old] != new[pair.new]]
    for stem, where, members in (("добавлен", added, new), ("убран", removed, old)):
        if where:
            yield _came_or_went(stem, noun, label, [(_number(members, n, noun), members[n]) for n in where], names)
    if changed:
        yield _changed(noun, label, [(_number(new, p.new, noun), old[p.old], new[p.new]) for p in changed], names)
    order = [pair.new for pair in sorted(pairs)]
    if order != sorted(order):
        yield Said(f"{noun.many if noun else label}: изменён порядок")


def _came_or_went(stem: str, noun: Noun | None, label: str, members: list, names: Names) -> Said:
    titles = [f"{number} {called(item, names)}".strip() for number, item in members]
    if noun is None:
        return Said(f"{label}: {verb(stem, 'n')} {_several(titles)}")
    if len(members) == 1:
        return Said(f"{verb(stem, noun.gender)} {noun.one} {titles[0]}".strip())
    if len(members) <= _SHOWN_MEMBERS:
        return Said(f"{verb(stem, 'many')} {noun.many} {join(titles)}")
    if noun.numbered:
        return Said(f"{verb(stem, 'many')} {noun.many} {join([number for number, _ in members])}", tuple(titles))
    return Said(f"{verb(stem, 'many')} {noun.many} ({len(members)})", tuple(titles))


def _changed(noun: Noun | None, label: str, members: list, names: Names) -> Said:
    under = []
    for number, old, new in members:
        inner = "; ".join(said.text for said in of(old, new, names))
        it = f"{noun.one} {number}" if number else ""
        under.append(f"{it} {called(new, names)}: {inner}".strip())
    if noun is None:
        return Said(f"{label}: изменено", tuple(under))
    if noun.numbered:
        which = join([number for number, _, _ in members])
    else:
        which = join([called(new, names) for _, _, new in members]) if len(members) <= _SHOWN_MEMBERS else ""
    if len(members) == 1:
        return Said(f"{verb('изменён', noun.gender)} {noun.one} {which}", tuple(under))
    return Said(f"{verb('изменён', 'many')} {noun.many} {which or f'({len(members)})'}", tuple(under))


def _number(members: tuple, position: int, noun: Noun | None) -> str:
    """The number people know a member by: its own, or its place."""
    own = getattr(members[position], "number", None)
    return str(own if own is not None else position + 1) if noun and noun.numbered else ""


def _matched(old: tuple, new: tuple) -> list[_Pair]:
    """Which member of the older list is which of the newer one: the same, of the same identity, of like words."""
    left, right, pairs = list(range(len(old))), list(range(len(new))), []

    def take(same: Any) -> None:
        waiting: dict[Any, list[int]] = {}
        for n in right:
            key = same(new[n])
            if key is not None:
                waiting.setdefault(key, []).append(n)
        for n in [*left]:
            key = same(old[n])
            if key is not None and waiting.get(key):
                pairs.append(_Pair(n, waiting[key].pop(0)))
                left.remove(n)
                right.remove(pairs[-1].new)

    take(repr)
    if hasattr((old or new)[0], "id"):  # of a vocabulary: another id is another term
        take(lambda item: item.id)
        return sorted(pairs)
    for name in _IDENTITY:
        if left and right and hasattr(old[0], name):
            take(lambda item, name=name: getattr(item, name, None))
    bags = {n: bag(new[n]) for n in right}
    for n in [*left] if len(left) * len(right) <= _MOST_COMPARED else ():
        mine = bag(old[n])
        best = max(right, key=lambda m: alike(mine, bags[m]), default=None)
        if best is not None and alike(mine, bags[best]) > MOSTLY_NEW:
            pairs.append(_Pair(n, best))
            right.remove(best)
    return sorted(pairs)


def _facts(group: BaseModel, names: Names) -> Iterator[str]:
    """The filled fields of a group, a line each."""
    for name, info in type(group).model_fields.items():
        said = getattr(group, name)
        if said is None or said == () or name in ("id", "path", "name"):
            continue
        members = said if isinstance(said, tuple) else (said,)
        yield f"{info.title}: {_several([value(type(group), name, one, names) for one in members])}"


__all__ = ["MOSTLY_NEW", "Names", "Noun", "Said", "of", "quoted", "verb"]
