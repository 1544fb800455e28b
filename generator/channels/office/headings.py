"""Which column of a plan is what: the words over it compared with a vocabulary (``headings.yml``), whatever their
endings and order. What the words do not say, a person may (``--columns``, the sheet «Столбцы»), or a shape that was
explained before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from generator import text

#: what a column may be, as people choose it
COLUMN_MEANINGS = {
    "number": "номер", "title": "мероприятие", "when": "срок", "when_end": "окончание срока",
    "responsible": "ответственные", "result": "результат",
    "section": "раздел", "note": "примечание", "context": "дополнить примечание", "": "не переносить",
}  # fmt: skip
_LONGEST = 90  # characters of a heading
_MORE_WORDS = 2  # that the heading of a column of a lesson may say
_FILLERS = {"и", "или", "по", "на", "для", "за", "о", "об", "в", "с", "к", "от", "до", "п", "пп"}


@dataclass(frozen=True)
class Columns:
    """Columns by their role: a position for each role of one column, several for ``context``; ``unknown`` are positions
    with words that say nothing, ``left_out`` those that hold marks of the paper («Отметка о выполнении»)."""

    roles: Mapping[int, str]
    context: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()
    left_out: tuple[int, ...] = ()

    @property
    def named(self) -> set[str]:
        """The roles that are there."""
        return set(self.roles.values())


def read_columns(labels: Sequence[str], meanings: Mapping[str, str] | None = None) -> Columns:
    """What the columns under ``labels`` are. ``meanings`` gives the role of a heading that a person has explained, by
    :func:`heading_key`; it goes before the vocabulary."""
    fitting = [_roles(label, meanings or {}) for label in labels]
    roles: dict[int, str] = {}
    for at, found in enumerate(fitting):
        if found and found[0] in _SINGLE and found[0] not in roles.values():
            roles[_surest(labels, [at, *(n for n in range(at + 1, len(labels)) if fitting[n][:1] == found[:1])])] = (
                found[0]
            )
    for instead in ("title_else", "title_last"):
        fits = [at for at, found in enumerate(fitting) if instead in found and roles.get(at) != "when"]
        if "title" not in roles.values() and fits:
            roles[fits[0]] = "title"
    rest = [at for at in range(len(labels)) if at not in roles and labels[at].strip()]
    context = tuple(
        at
        for at in rest
        if fitting[at][:1] != ["place_of_record"]
        and {"context", "title_else", "title_last", *_SINGLE} & set(fitting[at])
    )
    left_out = tuple(at for at in rest if at not in context and {"place_of_record", ""} & set(fitting[at]))
    return Columns(roles, context, tuple(at for at in rest if at not in context and at not in left_out), left_out)


def _surest(labels: Sequence[str], places: Sequence[int]) -> int:
    """Of columns that may be the same, the first whose heading says exactly that and nothing more; else the first."""
    role = (_roles(labels[places[0]], {}) or [""])[0]
    exact = [at for at in places if _stems(labels[at]) in _vocabulary("headings").get(role, ())]
    return (exact or list(places))[0]


def read_bank_columns(labels: Sequence[str]) -> dict[int, str]:
    """What the columns of a bank of practices are (``bank_headings.yml``): a role for each column that has one."""
    roles: dict[int, str] = {}
    for at, label in enumerate(labels):
        found = _roles(label, {}, "bank_headings")
        role = next((one for one in found if one not in roles.values()), "")
        if role and role != "not_taken":
            roles[at] = role
    return roles


@lru_cache(maxsize=20_000)
def read_words(label: str, vocabulary: str, *, certain: bool = True) -> str:
    """The role in a part of ``lesson_words.yml`` whose phrase the label is, but for words that do not count; empty for
    none. Where it is not ``certain``, the label may say a few words more."""
    if len(label) > _LONGEST:
        return ""
    wanted = _stems(label) - _lesson_words("aside")["aside"][0] or _stems(label)
    phrases = _lesson_words(vocabulary)
    same = [role for role, found in phrases.items() if wanted in found]
    first = frozenset(_words(label)[:1])
    # «Этап, время» and «Время этапа» are the same words: the first one says what the column is.
    exact = next((role for role in same if first in phrases[role]), "") or next(iter(same), "")
    if exact or certain or not wanted:
        return exact
    sizes = {role: max((len(one) for one in found if one <= wanted), default=0) for role, found in phrases.items()}
    best = max(sizes, key=lambda role: sizes[role], default="")
    return best if best and sizes[best] and sizes[best] + _MORE_WORDS >= len(wanted) else ""


@cache
def _lesson_words(part: str) -> Mapping[str, tuple[frozenset[str], ...]]:
    raw = yaml.load(Path(__file__).with_name("lesson_words.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    aside = frozenset().union(*map(_stems, raw["aside"]))
    if part == "aside":
        return {part: (aside,)}
    return {role: tuple(_stems(one) - aside or _stems(one) for one in found) for role, found in raw[part].items()}


def is_number(label: str) -> bool:
    """Return True for the heading of a column that only counts its rows."""
    return _stems(label) in _vocabulary("headings")["number"]


def heading_key(label: str) -> str:
    """A heading by which it is known again: its words without endings, in order of the alphabet."""
    return " ".join(sorted(_stems(label)))


def meaning(raw: str) -> str | None:
    """The role that a person means by «срок» or «Ответственные»; None for anything else. «Не переносить» is empty."""
    wanted = _stems(raw)
    exact = next((role for role, label in COLUMN_MEANINGS.items() if wanted == _stems(label)), None)
    if exact is not None:
        return exact
    return next((role for role in _roles(raw, {}) if role in COLUMN_MEANINGS), None)


def headings_for_page() -> dict[str, Any]:
    """What the page of a form knows columns by (``blank/headings.js``): the stems of each phrase of both vocabularies
    by role, roles of one column, words that say nothing, the longest heading, an ending of a word."""
    return {
        **{
            name: {role: [sorted(stems) for stems in phrases] for role, phrases in _vocabulary(name).items()}
            for name in ("headings", "bank_headings")
        },
        "single": _SINGLE,
        "fillers": sorted(_FILLERS),
        "longest": _LONGEST,
        "ending": text.ENDING,
        "kept": text.SHORTEST_STEM,
    }


def bank_roles() -> dict[str, str]:
    """What a column of a bank of practices may be, and what people call it: the first phrase of each role."""
    raw = yaml.load(Path(__file__).with_name("bank_headings.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return {role: phrases[0] for role, phrases in raw.items()}


_SINGLE = ("number", "title", "when", "when_end", "responsible", "result", "section", "note")


def _roles(label: str, meanings: Mapping[str, str], vocabulary: str = "headings") -> list[str]:
    """The roles that a heading may have, best first."""
    if len(re.sub(r"\([^()]*\)", "", label)) > _LONGEST or not label.strip():
        return []
    wanted = _stems(label)
    if (explained := meanings.get(" ".join(sorted(wanted)))) is not None:
        return [explained]
    found: dict[str, float] = {}
    for role, phrases in _vocabulary(vocabulary).items():
        best = max((len(stems) for stems in phrases if stems <= wanted), default=0)
        if best and best * 2 >= len(wanted) - 1:  # a long heading is not known by one word of it
            exact = any(stems == wanted for stems in phrases)
            found[role] = best + exact * 0.5
    first = _first_word(label)
    return sorted(
        found, key=lambda role: (-found[role], role not in _SINGLE, first not in _all_stems(role, vocabulary))
    )


def _first_word(label: str) -> str:
    return next(iter(_words(label)), "")


def _all_stems(role: str, vocabulary: str) -> set[str]:
    return set().union(*_vocabulary(vocabulary)[role])


@cache
def _vocabulary(name: str) -> Mapping[str, tuple[frozenset[str], ...]]:
    raw = yaml.load(Path(__file__).with_name(f"{name}.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return {role: tuple(frozenset(_stems(phrase)) for phrase in phrases) for role, phrases in raw.items()}


def _stems(label: str) -> frozenset[str]:
    return frozenset(_words(label))


def _words(label: str) -> list[str]:
    raw = (
        re.sub(r"\([^()]*\)", " ", label.lower().replace("ё", "е"))
        if re.sub(r"\([^()]*\)", "", label).strip()
        else label
    )
    raw = raw.replace("ф.и.о", "фио").replace("*", " ")
    raw = re.sub(r"(?<=\w)-\s+(?=\w)", "", raw)  # parted at the end of a line
    if re.fullmatch(r"\W*(?:№|n)\W*(?:п\W*п)?\W*", raw.strip()):
        return ["№"]
    found = [text.stem(word) for word in re.findall(r"\w+|№", raw) if word not in _FILLERS]
    return found or re.findall(r"\w+", raw)
