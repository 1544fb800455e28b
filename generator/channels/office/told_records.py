"""A record that is not written yet, in words: what a person sees before an import writes anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.catalog.forms.questions import Question
from generator.pages import labels
from generator.records.scalars import short
from generator.records.times import Moment, When

_MOST_MEASURES = 3
_LONGEST = 100


def describe_record(data: Mapping[str, Any], questions: Sequence[Question], catalog: Catalog) -> list[str]:
    """The main fields of a record by their labels: «Начало: сентябрь 2026 г.»; of a list of groups their number."""
    return [f"{question.label}: {value}" for question in questions if (value := _value(question, data, catalog))]


def _value(question: Question, data: Mapping[str, Any], catalog: Catalog) -> str:
    raw = data.get(question.name)
    if raw in (None, "", [], {}) or question.name == "title":
        return ""
    if question.path == "roadmap":
        return "; ".join(_measures(raw.get("measures", ())))
    if isinstance(raw, list):
        words = [_one(question, one, catalog) for one in raw]
        return ", ".join(words) if all(words) else str(len(raw))
    return short(_one(question, raw, catalog), _LONGEST)


def _one(question: Question, raw: Any, catalog: Catalog) -> str:
    if isinstance(raw, Mapping):
        return ""
    if question.references:
        key = str(raw) if len(question.references) > 1 else f"{question.references[0]}/{raw}"
        record = catalog.find(key)
        return catalog.title_of(record) if record else str(raw)
    if question.options:
        return dict(question.options).get(str(raw), str(raw))
    if question.pattern == f"^(?:{When.pattern})$":
        return labels.format_when(When.parse(str(raw)))
    if question.pattern == f"^(?:{Moment.pattern})$":
        return labels.format_moment(Moment.parse(str(raw)))
    return str(raw)


def _measures(measures: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield text.plural(len(measures), "мероприятие", "мероприятия", "мероприятий")
    for one in measures[:_MOST_MEASURES]:
        when = labels.format_when(When.parse(str(one["when"]))) if one.get("when") else "срок не понят"
        yield f"№ {one.get('number')} «{short(str(one.get('title', '')), 50)}» — {when}"
