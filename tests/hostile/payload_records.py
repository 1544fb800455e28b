"""Records whose every free field is a hostile text: practices hold each text twice, other kinds take them by turns."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

STEPS = 20
"""Steps of one practice; each takes two plain texts and a rich one."""
MANY = 10
"""Texts of each list of the other kinds."""


class Text(str):
    """A text that was put into a record."""

    rich = False


class RichText(Text):
    """The same where Markdown is read."""

    rich = True


Take = Callable[[], Text]


def of_texts(texts: Sequence[str]) -> dict[tuple[str, str], dict]:
    """Kind and name -> record: every text in a plain field and in a rich one of a practice, and in a plain field of an
    event, an organisation, a programme, an indicator or a term."""
    records = {("practices", f"vrazhda-{n}"): one for n, one in enumerate(_until_all_is_taken(texts, [practice]))}
    others = {"events": event, "organizations": organization, "programmes": programme, "indicators": indicator,
              "terms": term}  # fmt: skip
    for number, record in enumerate(_until_all_is_taken(texts, list(others.values()), rich_too=False)):
        kind = list(others)[number % len(others)]
        records[kind, f"vrazhda-{kind}-{number}"] = record
    return records


def filler(number: int) -> str:
    """Words without any danger; no two are alike, because a list may refuse what it has twice."""
    return f"Обычные слова {number}"


_fillers = itertools.count(1_000_000)


def _until_all_is_taken(
    texts: Sequence[str], makers: Sequence[Callable[[Take, Take], dict]], rich_too: bool = True
) -> Iterator[dict]:
    plain, rich = iter(texts), iter(texts)
    left = {"plain": len(texts), "rich": len(texts) if rich_too else 0}

    def taking(kind: type[Text], source: Iterator[str], name: str) -> Take:
        def take() -> Text:
            left[name] -= 1
            return kind(next(source, None) or filler(next(_fillers)))

        return take

    take, take_rich = taking(Text, plain, "plain"), taking(RichText, rich, "rich")
    for maker in itertools.cycle(makers):
        if max(left.values()) <= 0:
            return
        yield maker(take, take_rich)


def practice(plain: Take, rich: Take) -> dict:
    steps = [{"title": plain(), "materials": [plain()], "text": rich()} for _ in range(STEPS)]
    return {
        "title": plain(), "summary": plain(), "status": "published", "updated": "2026-01-10", "areas": ["methods"],
        "problem": rich(), "results": rich(), "steps": steps, "conditions": {"internet": "none"},
        "authors": [{"role": plain()}], "sources": [{"title": "Книга"}],
    }  # fmt: skip


def event(plain: Take, rich: Take) -> dict:
    return {
        "title": plain(), "summary": plain(), "status": "published", "type": "contest", "start": "2025-09-10",
        "place": plain(), "registration": {"note": plain()}, "outcome": {"note": rich()},
        "contest": {"nominations": _several(plain), "criteria": _several(plain),
                    "winners": [{"practice": "parnoe", "nomination": plain(), "place": plain()}]},
        "links": [{"title": plain(), "url": "https://example.org/", "note": plain()}],
    }  # fmt: skip


def organization(plain: Take, rich: Take) -> dict:
    return {
        "title": plain(), "short_title": plain(), "summary": plain(), "status": "published", "type": "school",
        "level": "school", "territory": "districts/severnyi", "functions": _several(plain), "head": {"role": plain()},
    }  # fmt: skip


def programme(plain: Take, rich: Take) -> dict:
    measures = [
        {"number": n, "title": plain(), "when": "2024-02", "responsible": [{"role": plain()}], "note": plain(),
         "progress": [
             {"state": "done", "note": plain(), "proof": [{"record": "documents/prikaz-1", "title": plain()}]}]}
        for n in range(1, 4)
    ]  # fmt: skip
    return {
        "title": plain(), "summary": plain(), "status": "published", "resident": rich(), "relevance": rich(),
        "territory": "regions/oblast", "goal": plain(), "tasks": _several(plain), "expected_results": _several(plain),
        "institutions": _several(plain), "term": {"start": "2024-01", "end": "2026-12"},
        "stages": [{"title": plain(), "start": "2024-01", "end": "2026-12", "note": plain()}],
        "roadmap": {"reported_on": "2026-04-01", "measures": measures},
    }  # fmt: skip


def indicator(plain: Take, rich: Take) -> dict:
    targets = [
        {"period": str(2026 + n), "comparator": "at-least", "value": "0.7", "wording": plain()} for n in range(MANY)
    ]
    return {
        "title": plain(), "summary": plain(), "status": "published", "type": "share", "unit": "%",
        "numerator": plain(), "denominator": plain(), "aggregation": "ratio-of-sums", "targets": targets,
    }  # fmt: skip


def term(plain: Take, rich: Take) -> dict:
    return {"title": plain(), "status": "published", "definition": rich(), "synonyms": _several(plain),
            "sources": [{"document": "prikaz-1"}]}  # fmt: skip


def _several(plain: Take) -> list[Text]:
    return [plain() for _ in range(MANY)]


def cells(record: dict | list, above: tuple[str | int, ...] = ()) -> Iterator[tuple[dict | list, str | int, str]]:
    """The places of a record that still hold a hostile text: container, key, name of the field as problems say it."""
    from generator.problems import dotted

    for key, value in list(record.items() if isinstance(record, dict) else enumerate(record)):
        if isinstance(value, Text):
            yield record, key, dotted((*above, key))
        elif isinstance(value, dict | list):
            yield from cells(value, (*above, key))
