"""What would change in a record, in words: for a person who has to say yes or no."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator import text
from generator.questions import Question
from generator.records.scalars import short

_LONG = 80


def differences(questions: Sequence[Question], old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """A line for each answer that differs; ``old`` and ``new`` are plain data of one record."""
    pairs = [(question, old.get(question.name), new.get(question.name)) for question in questions]
    return [line for question, before, after in pairs for line in _of(question, before, after, "")]


def _of(question: Question, old: Any, new: Any, within: str) -> Iterator[str]:
    label = f"{within}{question.label}"
    if _same(old, new):
        return
    if question.widget == "group":
        for inner in question.questions:
            yield from _of(inner, (old or {}).get(inner.name), (new or {}).get(inner.name), f"{label} — ")
    elif question.widget == "groups":
        yield f"«{label}»: {_lists(old or [], new or [])}"
    elif question.widget == "text" or len(str(old or "") + str(new or "")) > 2 * _LONG:
        yield f"«{label}»: " + ("добавлен текст" if not old else "текст убран" if not new else "текст изменён")
    else:
        yield f"«{label}»: было «{_said(question, old)}», станет «{_said(question, new)}»"


def _lists(old: Sequence[Any], new: Sequence[Any]) -> str:
    """«было 5, станет 6; изменены 2 и 3»: members are compared by position, those added at the end count as new."""
    said = [f"было {len(old)}, станет {len(new)}"] if len(old) != len(new) else []
    changed = [str(at) for at, (one, other) in enumerate(zip(old, new, strict=False), 1) if not _same(one, other)]
    if changed:
        shown = text.join(changed) if len(changed) < 12 else f"{len(changed)} строк"
        said.append(("изменены " if len(changed) > 1 else "изменена строка ") + shown)
    return "; ".join(said)


def _said(question: Question, value: Any) -> str:
    if value in (None, "", []):
        return "пусто"
    labels = dict(question.options)
    values = value if isinstance(value, list) else [value]
    return short("; ".join(labels.get(str(one), str(one)) for one in values), _LONG)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Mapping) or isinstance(other, Mapping):
        one, other = one or {}, other or {}
        return all(_same(one.get(name), other.get(name)) for name in {*one, *other})
    if isinstance(one, list) or isinstance(other, list):
        one, other = one or [], other or []
        return len(one) == len(other) and all(map(_same, one, other))
    return str(one or "").strip() == str(other or "").strip()
