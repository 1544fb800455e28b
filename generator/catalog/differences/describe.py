"""A change in words: two states of a record become sentences that a methodist would say, not a difference of lines.

Labels come from the models. Members of a list are matched by what they are (their title, number, indicator), then by
what they say, never by their position: a step put in front does not change all the others. A text shows its changed
places, new text shows its words; what does not fit is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from generator.catalog.computed.disclosure import is_few
from generator.catalog.computed.indicators import is_small
from generator.catalog.differences import excerpts, invisible
from generator.catalog.differences.matching import MOSTLY_NEW, matched, moved
from generator.catalog.differences.shown import (
    MAX_QUOTED,
    TitleLookup,
    alike,
    bag,
    called,
    figure,
    format_value,
    free_text,
    quoted,
)
from generator.records import Record
from generator.records.choices import Noun
from generator.records.fields import fields
from generator.records.practices import Outcome
from generator.records.programmes import Indicator, Values
from generator.text import join

_SHOWN_MEMBERS = 3
_MOST_MEMBERS = 20  # single values of a list told one by one
_MOST_OF_RECORD = 6000  # characters of the words of a new record


@dataclass(frozen=True)
class ChangeLine:
    """A sentence, and sentences that explain it."""

    text: str
    under: tuple[str, ...] = ()


_ENDINGS = {"m": "", "f": "а", "n": "о", "many": "ы"}


def verb(stem: str, gender: str) -> str:
    """«добавлен», «добавлена», «добавлено», «добавлены»: the short participle for a gender or ``many``."""
    return (stem if gender == "m" else stem.replace("ён", "ен")) + _ENDINGS[gender]


def describe_changes(before: BaseModel, after: BaseModel, names: TitleLookup) -> list[ChangeLine]:
    """What differs between two states of the same record or group of fields, in the order of the fields."""
    lines: list[ChangeLine] = []
    if not isinstance(after, Record) and (old_id := getattr(before, "id", "")) != (new_id := getattr(after, "id", "")):
        lines.append(ChangeLine(f"идентификатор: {old_id} → {new_id}"))
    for name, field in fields(type(after)).items():
        old, new = getattr(before, name), getattr(after, name)
        if name in ("id", "path") or old == new:
            continue
        label = _label(field.label)
        if name in _OF_FEW and (_is_of_few(before, names) or _is_of_few(after, names)):
            lines.append(ChangeLine(f"{label}: изменено, чисел о нескольких людях здесь нет"))
        elif isinstance(before, Values) and isinstance(after, Values) and name == "values":
            lines += _values(before, after, names)
        elif isinstance(old, tuple) or isinstance(new, tuple):
            lines += (_groups if field.group else _words)(type(after), name, label, old or (), new or (), names)
        elif isinstance(old, BaseModel) and isinstance(new, BaseModel):
            lines += [ChangeLine(f"{label}: {inner.text}", inner.under) for inner in describe_changes(old, new, names)]
        elif isinstance(old or new, BaseModel):
            under = tuple(_facts(old or new, names))
            lines.append(ChangeLine(f"{'убрано' if new is None else 'добавлено'}: {label}", under))
        else:
            lines.append(_single(type(after), name, label, old, new, names))
    return lines


def describe_new(record: BaseModel, names: TitleLookup) -> list[ChangeLine]:
    """The words of a new record or page, field by field; what is beyond the limit is named and counted."""
    lines: list[ChangeLine] = []
    room, left, count = _MOST_OF_RECORD, [], 0
    for name, field in fields(type(record)).items():
        its = getattr(record, name)
        if its in (None, ()) or name in ("id", "path", "title", "status", "demo", "updated", "license", "aliases"):
            continue
        for one in _new_field(record, name, _label(field.label), its, names):
            size = len(one.text) + sum(map(len, one.under))
            if size <= room:
                lines.append(one)
                room -= size
            else:
                left += [] if field.label in left else [field.label]
                count += size
    if left:
        these = join([f"«{title}»" for title in left])
        lines.append(ChangeLine(f"не поместилось сюда: {these} (знаков: {count}) — прочитайте в файле"))
    return lines


def _new_field(record: BaseModel, name: str, label: str, its: Any, names: TitleLookup) -> Iterator[ChangeLine]:
    noun = fields(type(record))[name].noun
    if name == "values" and isinstance(record, Record):
        for one in its:
            indicator = names.after.one(Indicator, one.indicator)
            kept = _is_kept_back(indicator, record, one, names)
            shown = "число о нескольких людях, здесь его нет" if kept else figure(indicator, one)
            yield ChangeLine(f"{indicator.title if indicator else one.indicator}: {shown}")
    elif isinstance(its, tuple) and isinstance(its[0], BaseModel):
        for n, one in enumerate(its):
            number = _number(its, n, noun)
            what = f"{noun.one} {number}".strip() if noun else label
            yield ChangeLine(
                f"{what} {called(one, names)}".strip(), tuple(_facts(one, names, besides=called(one, names)))
            )
    elif isinstance(its, BaseModel):
        yield ChangeLine(label, tuple(_facts(its, names)))
    else:
        members = its if isinstance(its, tuple) else (its,)
        yield ChangeLine(f"{label}: {_several([_whole(type(record), name, one, names) for one in members])}")


def _label(title: str) -> str:
    return title[:1].lower() + title[1:]


def _single(model: type[BaseModel], name: str, label: str, old: Any, new: Any, names: TitleLookup) -> ChangeLine:
    if name == "name":  # of a person: never repeated
        return ChangeLine(f"{label}: " + ("названо" if old is None else "убрано" if new is None else "изменено"))
    if isinstance(old, str) and isinstance(new, str) and free_text(model, name, new) is not None:
        return _text(model, name, label, old, new)
    if old is None:
        return ChangeLine(f"{label}: добавлено {_whole(model, name, new, names)}")
    if new is None:
        return ChangeLine(f"{label}: убрано (было {_whole(model, name, old, names)})")
    was, now = format_value(model, name, old, names), format_value(model, name, new, names)
    if was == now:  # two records with one title, a figure that differs beyond what is shown
        was, now = f"{was} ({old})", f"{now} ({new})"
    return ChangeLine(f"{label}: было {was} → стало {now}" if was[0] == "«" else f"{label}: {was} → {now}")


def _text(model: type[BaseModel], name: str, label: str, old: str, new: str) -> ChangeLine:
    """A text that differs: short ones side by side, of longer ones the changed places; never two equal halves."""
    if hidden := invisible.explained(old, new):
        return ChangeLine(f"{label}: {hidden}")
    was, now = free_text(model, name, old) or "", free_text(model, name, new) or ""
    if was == now:
        return ChangeLine(
            f"{label}: изменилось только то, что здесь скрыто (телефон, адрес или имя): посмотрите в файле"
        )
    if max(len(was), len(now)) <= MAX_QUOTED:
        return ChangeLine(f"{label}: было {quoted(was)} → стало {quoted(now)}")
    share = 1 - alike(bag(was), bag(now))
    is_new = share > 1 - MOSTLY_NEW
    rows = excerpts.trim_common_ends(was, now) if is_new else excerpts.changed(was, now)
    if not _is_rich(model, name):
        return ChangeLine(f"{label}: {rows[0]}") if len(rows) == 1 else ChangeLine(f"{label}: изменено", tuple(rows))
    much = "переписан больше чем наполовину" if is_new else f"слов изменено: {_percent(share)}"
    return ChangeLine(f"изменён текст «{label}» ({much})", tuple(rows))


def _is_rich(model: type[BaseModel], name: str) -> bool:
    return fields(model)[name].is_rich


def _whole(model: type[BaseModel], name: str, raw: Any, names: TitleLookup) -> str:
    """A value with all of its words, however many a field may hold; of a very long text the rest is counted."""
    words = free_text(model, name, raw)
    return (
        format_value(model, name, raw, names)
        if words is None
        else f"«{excerpts.clipped(words, excerpts.MAX_NEW_TEXT)}»"
    )


def _percent(share: float) -> str:
    return f"{max(1, round(share * 100))}\u00a0%"


def _words(
    model: type[BaseModel], name: str, label: str, old: tuple[Any, ...], new: tuple[Any, ...], names: TitleLookup
) -> Iterator[ChangeLine]:
    """A list of single values: what came, what went, and which text is another one now."""
    came = [one for one in new if one not in old]
    gone = [one for one in old if one not in new]
    is_text = bool(came and gone) and free_text(model, name, came[0]) is not None
    pairs = matched(gone, came) if is_text else []
    for pair in pairs:
        yield _text(model, name, label, gone[pair.old], came[pair.new])
    added = [_whole(model, name, one, names) for n, one in enumerate(came) if n not in {p.new for p in pairs}]
    removed = [_whole(model, name, one, names) for n, one in enumerate(gone) if n not in {p.old for p in pairs}]
    parts = [f"добавлено {_several(added)}"] if added else []
    parts += [f"убрано {_several(removed)}"] if removed else []
    if parts or not pairs:
        yield ChangeLine(f"{label}: " + ("; ".join(parts) or "изменён порядок или повторы"))


def _several(members: Sequence[str]) -> str:
    rest = len(members) - _MOST_MEMBERS
    return ", ".join(members[:_MOST_MEMBERS]) + (f" и ещё {rest} (смотрите файл)" if rest > 0 else "")


def _values(before: Values, after: Values, names: TitleLookup) -> Iterator[ChangeLine]:
    """Figures by indicator: «доля прошедших диагностику, 2025: 40 из 268 → 52 из 268»."""
    own = [{one.indicator: one for one in record.values} for record in (before, after)]
    for its_id in dict.fromkeys([*own[0], *own[1]]):
        old, new = (side.get(its_id) for side in own)
        if old == new:
            continue
        indicator = names.after.one(Indicator, its_id) or names.before.one(Indicator, its_id)
        title = indicator.title if indicator else its_id
        if any(_is_kept_back(indicator, record, side, names) for record, side in ((before, old), (after, new))):
            what = "убрано" if new is None else "добавлено" if old is None else "изменено"
            yield ChangeLine(f"{title}, {after.period}: значение небольшой группы {what}")
            continue
        was, now = figure(indicator, old), figure(indicator, new)
        note = ("пояснение изменено",) if old and new and old.note != new.note else ()
        if was == now and old and new:
            yield ChangeLine(f"{title}, {after.period}: {note[0] if note else 'запись числа изменена'} ({now})")
        else:
            gone = " (строка убрана)" if new is None else ""
            yield ChangeLine(f"{title}, {after.period}: {was} → {now}{gone}", note)


def _is_kept_back(indicator: Indicator | None, record: Record, value: Any, names: TitleLookup) -> bool:
    """Return True for a figure that the site hides, or would: the comment under a change is as public as a page."""
    if indicator is None or value is None:
        return False
    if value.suppressed or is_small(indicator, value.denominator, names.after.small_group):
        return True
    return any(
        reading.hidden and reading.record is not None and reading.record.key == record.key
        for catalog in (names.before, names.after)
        for reading in catalog.readings.get(indicator.id, ())
    )


#: fields of a measured result that could point at somebody where there are few people
_OF_FEW = ("before", "after", "n", "comparison")


def _is_of_few(group: BaseModel, names: TitleLookup) -> bool:
    """Return True for a measured result whose numbers the site does not show."""
    return isinstance(group, Outcome) and is_few(group, names.after.small_group)


def _groups(
    model: type[BaseModel], name: str, label: str, old: tuple[Any, ...], new: tuple[Any, ...], names: TitleLookup
) -> Iterator[ChangeLine]:
    """A list of groups of fields: members that came, went, changed or changed places."""
    noun = fields(model)[name].noun
    pairs = matched(old, new)
    added = [n for n in range(len(new)) if n not in {pair.new for pair in pairs}]
    removed = [n for n in range(len(old)) if n not in {pair.old for pair in pairs}]
    changed = [pair for pair in pairs if old[pair.old] != new[pair.new]]
    for stem, where, members in (("добавлен", added, new), ("убран", removed, old)):
        if where:
            yield _came_or_went(stem, noun, label, [(_number(members, n, noun), members[n]) for n in where], names)
    if changed:
        yield _changed(noun, label, [(_number(new, p.new, noun), old[p.old], new[p.new]) for p in changed], names)
    if order := moved(pairs):
        rows = [f"{called(new[p.new], names)}: место {p.old + 1} → {p.new + 1}".lstrip(": ") for p in order]
        rows[_MOST_MEMBERS:] = [f"и ещё {len(rows) - _MOST_MEMBERS}"] if len(rows) > _MOST_MEMBERS else []
        yield ChangeLine(f"{noun.many if noun else label}: изменён порядок", tuple(rows))


def _came_or_went(stem: str, noun: Noun | None, label: str, members: list[Any], names: TitleLookup) -> ChangeLine:
    titles = [f"{number} {called(item, names)}".strip() for number, item in members]
    words: list[str] = []
    for title, (_, item) in zip(titles, members, strict=True):
        facts = list(_facts(item, names, besides=called(item, names)))
        words += facts if len(members) == 1 else [f"{title} — {fact}" for fact in facts]
    if noun is None:
        return ChangeLine(f"{label}: {verb(stem, 'n')} {_several(titles)}", tuple(words))
    if len(members) == 1:
        return ChangeLine(f"{verb(stem, noun.gender)} {noun.one} {titles[0]}".strip(), tuple(words))
    if len(members) <= _SHOWN_MEMBERS:
        return ChangeLine(f"{verb(stem, 'many')} {noun.many} {join(titles)}", tuple(words))
    which = join([number for number, _ in members]) if noun.numbered else f"({len(members)})"
    bare = [title for title in titles if not any(row.startswith(f"{title} — ") for row in words)]
    return ChangeLine(f"{verb(stem, 'many')} {noun.many} {which}", (*bare, *words))


def _changed(noun: Noun | None, label: str, members: list[Any], names: TitleLookup) -> ChangeLine:
    under = []
    for number, old, new in members:
        it = f"{noun.one if noun and number else ''} {number} {called(new, names)}".strip()
        inner = describe_changes(old, new, names)
        if short := "; ".join(text.text for text in inner if not text.under):
            under.append(f"{it}: {short}")
        for text in inner:
            under += [f"{it}: {text.text}: {row}" for row in text.under]
    if noun is None:
        return ChangeLine(f"{label}: изменено", tuple(under))
    if noun.numbered:
        which = join([number for number, _, _ in members])
    else:
        which = join([called(new, names) for _, _, new in members]) if len(members) <= _SHOWN_MEMBERS else ""
    if len(members) == 1:
        return ChangeLine(f"{verb('изменён', noun.gender)} {noun.one} {which}", tuple(under))
    return ChangeLine(f"{verb('изменён', 'many')} {noun.many} {which or f'({len(members)})'}", tuple(under))


def _number(members: tuple[Any, ...], position: int, noun: Noun | None) -> str:
    """The number people know a member by: its own, or its place."""
    own = getattr(members[position], "number", None)
    return str(own if own is not None else position + 1) if noun and noun.numbered else ""


def _facts(group: BaseModel, names: TitleLookup, besides: str = "") -> Iterator[str]:
    """The filled fields of a group, a line each, however deep; what it is called by (``besides``) is not repeated."""
    for name, field in fields(type(group)).items():
        text = getattr(group, name)
        if text is None or text == () or name in ("id", "path", "name"):
            continue
        if name in _OF_FEW and _is_of_few(group, names):
            continue
        members = text if isinstance(text, tuple) else (text,)
        if isinstance(members[0], BaseModel):
            for one in members:
                yield from (f"{field.label} — {inner}" for inner in _facts(one, names))
            continue
        is_shown = besides and [format_value(type(group), name, one, names) for one in members] == [besides]
        if is_shown and len(str(text)) <= MAX_QUOTED:
            continue
        yield f"{field.label}: {_several([_whole(type(group), name, one, names) for one in members])}"


__all__ = ["MOSTLY_NEW", "ChangeLine", "TitleLookup", "describe_changes", "describe_new", "quoted", "verb"]
