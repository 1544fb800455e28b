"""People in the column of those who are responsible: a name goes into a record only with consent, a role always.

«Иванова М. П., руководитель РМО» is the role «руководитель РМО»; a name alone says nothing that may be published.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator import text
from generator.channels.office.filled import FilePlace, Remark
from generator.problems import WARNING
from generator.records.scalars import short

#: words that begin a responsible party, as stems: heads of something, and everybody else
LEADING = "ректор проректор директор заведующ зав руководител начальник председател заместител зам декан глав".split()
_OTHERS = (
    "куратор методист специалист учител педагог координатор тьютор наставник эксперт член представител секретар "
    "кафедр отдел отделен управлен центр институт школ сектор лаборатор служб совет объединен ассоциац комисси групп "
    "администрац министерств департамент комитет иро цнппм рмо умо мо оо тмс"
).split()
ROLE_WORDS = re.compile(rf"(?:{'|'.join(LEADING + _OTHERS)})\w*\.?", re.IGNORECASE)
_RESPONSIBLE = re.compile(r"\b(?:отв(?:етственн\w{2,4})?|исп(?:олнител\w{1,2})?)(?:\.|:|\b)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class PersonInCell:
    """A person in a cell: ``shown`` is the name so that whoever wrote it knows which one is meant and nobody else
    does, ``role`` what stands beside it, empty where nothing does."""

    shown: str
    role: str


def split_people(lines: Sequence[str], is_known: Callable[[str], bool]) -> Iterator[tuple[str, list[PersonInCell]]]:
    """The lines of a cell, cut at «;», each without the people in it, and these people. What ``is_known`` as a record
    of the base is left alone, though it may bear a name."""
    for line in _rejoined(lines):
        for part in line.split(";"):
            found = [] if is_known(part.strip()) else _found(part)
            if not found:
                yield part, []
                continue
            rest = part
            for start, end in reversed(found):
                rest = f"{rest[:start]}, {rest[end:]}"
            rest = _tidy(rest)
            yield rest, [PersonInCell(text.covered_name(part[start:end].strip()), rest) for start, end in found]


def person_remark(person: PersonInCell, place: FilePlace, example: str) -> Remark:
    """What is told of a person in the column of those who are responsible; ``example`` is an organisation."""
    message = f"названо имя человека ({person.shown}), оно не перенесено: имена публикуют только с согласия"
    if person.role:
        hint = f"записано без имени: «{short(person.role)}»; сотрите имя, и замечание исчезнет"
        return Remark(place, message, hint, "name-left-out", WARNING)
    hint = "напишите вместо имени должность" + (f", например: «методист — {example}»" if example else "")
    return Remark(place, message, hint, "name-left-out")


def _found(part: str) -> list[tuple[int, int]]:
    """Where names stand. «Методист Анна Сергеевна» begins with a role, which stays."""
    out = []
    for start, name in text.find_names(part):
        end = start + len(name)
        while (word := re.match(r"[\w-]+\s+(?=\S)", part[start:end])) and ROLE_WORDS.match(word[0]):
            start += word.end()
        if re.search(r"\s", part[start:end].strip()) or "." in part[start:end]:
            out.append((start, end))
    return out


def _rejoined(lines: Sequence[str]) -> Iterator[str]:
    """A name that the width of the column cut in two is put together."""
    kept = ""
    for line in lines:
        if kept and re.search(r"(?:^|\s)[А-ЯЁ][а-яё]+$", kept) and re.match(r"[А-ЯЁ]\.", line):
            kept += f" {line}"
            continue
        if kept:
            yield kept
        kept = line
    if kept:
        yield kept


def _tidy(rest: str) -> str:
    rest = re.sub(r"\(\s*,?\s*\)", "", _RESPONSIBLE.sub("", rest))
    rest = re.sub(r"\(\s*,\s*", "(", re.sub(r"\s*,\s*\)", ")", rest))
    rest = re.sub(r"\s*(?:,\s*[-–—:]?\s*)+", ", ", re.sub(r"\s*[-–—:]\s*(?=,|$)", "", rest)).strip(" ,-–—:")
    return rest[1:-1] if re.fullmatch(r"\([^()]*\)", rest) else rest
