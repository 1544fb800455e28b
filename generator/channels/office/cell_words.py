"""Choices as people write them: in another case or number, shortened, in everyday words («математике», «русс. яз.»,
«онлайн»). Taken only where one value can have been meant."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

from generator import text
from generator.channels.office.names import normalize_title

#: what says that there is nothing
NOTHING = {
    "нет", "-", "–", "—", "н/д", "нет данных", "не указано", "не известно", "неизвестно", "не требуется", "отсутствует"
}  # fmt: skip


def option_meant(options: Sequence[tuple[str, str]], raw: str) -> str | None:
    """The one value whose label has the same words in other forms, or is shortened so, or that everyday words mean.

    ``blank/cell-words.js`` does the same in the reader's browser."""
    wanted = normalize_title(raw)
    meant = {value for value, _ in options if wanted in everyday().get(value, ())}
    if meant:
        return meant.pop() if len(meant) == 1 else None
    stems = _stems(wanted)
    found = {value for value, label in options if stems and _stems(normalize_title(label)) == stems}
    if not found and "." in raw:
        found = {value for value, label in options if _is_short_for(raw, label)}
    return found.pop() if len(found) == 1 else None


def says_nothing(raw: str) -> bool:
    """Return True for «нет», a dash and the like in a cell where something else is asked."""
    return normalize_title(raw) in NOTHING or raw.strip().casefold() in NOTHING


def _stems(raw: str) -> list[str]:
    return [text.stem(word) for word in re.findall(r"\w+", raw)]


def _is_short_for(raw: str, label: str) -> bool:
    """«русс. яз.» for «Русский язык»: each word begun, in order, none left over."""
    parts = re.findall(r"\w+", normalize_title(raw))
    words = re.findall(r"\w+", normalize_title(label))
    return len(parts) == len(words) and all(
        len(part) > 1 and word.startswith(part) for part, word in zip(parts, words, strict=True)
    )


@cache
def everyday() -> Mapping[str, frozenset[str]]:
    """By value of a list the words, as ``normalize_title`` has them, that mean it beside its label."""
    raw = yaml.load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return {value: frozenset(map(normalize_title, words)) for value, words in raw.items()}
