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
#: words that stand before the surname of whoever is that: «учитель Примерова»
_OF_PEOPLE = re.compile(
    r"(?:^|[\s,;(—–])(?:ректор|проректор|директор|завед|завуч|руководител|начальник|председател|заместител|декан|куратор"
    r"|методист|специалист|учител|педагог|координатор|тьютор|наставник|эксперт|воспитател|психолог|логопед|секретар"
    r"|библиотекар|ответственн|исполнител|(?:зав|зам|отв|исп)(?=[.: ]|$))\w*\.?:?$",
    re.IGNORECASE,
)
#: a word with a capital, and an initial behind it; what ends like that is hardly anything but a surname
_BARE = re.compile(r"([А-ЯЁ][а-яё]{2,30}(?:-[А-ЯЁ][а-яё]{2,30})?)(\s+[А-ЯЁ]\.)?(?![\w-])")
_ENDINGS = "(?:ов|ев|ёв|ин|ын)(?:а|у|ым|е|ой)?|енко|(?:чу|щу|[^аеиоу]ю)к|дзе|швили"
_SURELY = re.compile(rf"(?:{_ENDINGS})$")
_WITH_ROLE = re.compile(rf"(?:{_ENDINGS}|(?:ск|цк)(?:ий|ого|ому|им|ая|ой)|[ая]н(?:а|у|ом)?|[ыи]х)$")
NO_SURNAMES = tuple(
    "админ община дружина старшина ростов псков саратов тамбов азов серпухов киров чехов королев королёв пушкин "
    "данилов калинин свердлов орган ветеран".split()
)
#: the same for the page of a form (``blank/surnames.js``)
SURNAMES = {
    "of": _OF_PEOPLE, "bare": _BARE, "surely": _SURELY, "with_role": _WITH_ROLE, "role": ROLE_WORDS,
}  # fmt: skip
_RESPONSIBLE = re.compile(r"\b(?:отв(?:етственн\w{2,4})?|исп(?:олнител\w{1,2})?)(?:\.|:|\b)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class PersonInCell:
    """A person in a cell: ``shown`` is the name so that whoever wrote it knows which one is meant and nobody else
    does, ``role`` what stands beside it, empty where nothing does; ``is_bare`` that it is a surname alone, which may
    be something else."""

    shown: str
    role: str
    is_bare: bool = False


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
            for start, end, _ in reversed(found):
                rest = f"{rest[:start]}, {rest[end:]}"
            rest = _tidy(rest)
            yield (
                rest,
                [
                    PersonInCell(text.covered_name(part[start:end].strip()), rest, is_bare)
                    for start, end, is_bare in found
                ],
            )


def person_remark(person: PersonInCell, place: FilePlace, example: str) -> Remark:
    """What is told of a person in the column of those who are responsible; ``example`` is an organisation."""
    message = f"названо имя человека ({person.shown}), оно не перенесено: имена публикуют только с согласия"
    if person.is_bare:
        message = f"похоже на фамилию ({person.shown}), она не перенесена: имена публикуют только с согласия"
    if person.role:
        hint = f"записано без имени: «{short(person.role)}»; сотрите имя, и замечание исчезнет"
        return Remark(place, message, hint, "name-left-out", WARNING)
    hint = "напишите вместо имени должность" + (f", например: «методист — {example}»" if example else "")
    if person.is_bare:
        hint += "; если это место или организация, допишите, что это: «школа …», «г. …»"
    return Remark(place, message, hint, "name-left-out")


def _found(part: str) -> list[tuple[int, int, bool]]:
    """Where names stand, and whether one is a surname alone. «Методист Анна Сергеевна» begins with a role, which
    stays."""
    out = []
    for start, name in text.find_names(part):
        end = start + len(name)
        while (word := re.match(r"[\w-]+\s+(?=\S)", part[start:end])) and ROLE_WORDS.match(word[0]):
            start += word.end()
        if re.search(r"\s", part[start:end].strip()) or "." in part[start:end]:
            out.append((start, end, False))
    bare = (one.span() for one in _BARE.finditer(part) if _is_surname(part, one))
    out += [
        (start, end, True) for start, end in bare if not any(start < last and first < end for first, last, _ in out)
    ]
    return sorted(out)


def _is_surname(part: str, found: re.Match[str]) -> bool:
    """«Примерова», «учитель Примерова», «Примерова С.»: a surname that stands for somebody, between signs or behind
    the role. «Городской центр» and «г. Ростов» are none."""
    word, initial = found[1].lower(), found[2]
    before, after = part[: found.start()].rstrip(), part[found.end() :].lstrip()
    inside = part[found.start() - 1 : found.start()] if found.start() else ""
    if word in NO_SURNAMES or ROLE_WORDS.match(word) or inside.isalnum() or inside in ("-", "«"):
        return False
    has_role = bool(_OF_PEOPLE.search(before))
    is_parted = not before or before[-1] in ",(—–:" or re.search(r"(?:^|\s)и$", before) is not None
    is_last = not after or after[0] in ",.)(—–:-" or re.match(r"и\s+[А-ЯЁ]", after) is not None
    if not (is_last and (has_role or is_parted)):
        return False
    return (_WITH_ROLE if has_role or initial else _SURELY).search(word) is not None


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
