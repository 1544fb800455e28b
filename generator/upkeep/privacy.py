"""People in the records: who is named and under which consent, and how a name is taken out again (152-ФЗ, articles 9,
10.1 and 21). Pure: the caller writes what ``remove_person`` gives.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator import text
from generator.catalog import Catalog
from generator.checks import people as people_rules
from generator.documents import sources
from generator.documents.comments import comment_texts
from generator.documents.sources import Loc, Source
from generator.problems import dotted
from generator.records import formatter
from generator.records.common import Person
from generator.records.pictures import ADULTS, Picture, waits_for
from generator.records.walking import of_type

#: how far apart the words of one name may stand in a text, in characters
_NEAR = 40


@dataclass(frozen=True)
class NamedPerson:
    """Somebody whose name stands in a person field: the record's file and line, the role, the name, and the state of
    the consent in Russian words."""

    key: str
    path: str
    line: int
    loc: Loc
    role: str
    name: str
    consent: str
    is_shown: bool
    demo: bool


@dataclass(frozen=True)
class Mention:
    """A place in free text that seems to name a person, or holds a phone or a private address."""

    path: str
    line: int
    field: str
    excerpt: str


def people(catalog: Catalog) -> tuple[NamedPerson, ...]:
    """Everybody who is named in a person field, real people first, then by file and line."""
    return tuple(sorted(_people(catalog), key=lambda one: (one.demo, one.path, one.line)))


def _people(catalog: Catalog) -> Iterator[NamedPerson]:
    for record in catalog.own_records:
        key, source = record.key, catalog.sources[record.key]
        for found in of_type(record, Person):
            person = found.value
            if person.name:
                line = source.place((*found.loc, "name")).line
                shown = record.is_public and person.shown_name(catalog.today, catalog.site) is not None
                yield NamedPerson(key, record.path, line, found.loc, person.role, person.name,
                            consent_words(person, catalog.today, catalog.site), shown, record.demo)  # fmt: skip


def consent_words(person: Person, today: dt.date, site: str = "") -> str:
    """«согласие действует до 8 февраля 2028 г.» and the other states a consent may be in on a day."""
    consent = person.consent
    if consent is None:
        return "согласия нет"
    if consent.withdrawn is not None and consent.withdrawn <= today:
        return f"согласие отозвано {text.date(consent.withdrawn)}"
    if "name" not in consent.categories:
        return "согласие не на имя"
    if not consent.covers(site):
        return "согласие дано для другого ресурса"
    if today < consent.given:
        return f"согласие начнёт действовать {text.date(consent.given)}"
    if consent.until is None:
        return "согласие действует до отзыва"
    verb = "действует до" if today <= consent.until else "закончилось"
    return f"согласие {verb} {text.date(consent.until)}"


@dataclass(frozen=True)
class CarriedPicture:
    """A picture that waits, or on which people can be seen: its record's file and line, the name of its file, what it
    waits for (empty for nothing), how many consents there are."""

    key: str
    path: str
    line: int
    file: str
    waits: str
    consents: int
    demo: bool


def carried_pictures(catalog: Catalog) -> tuple[CarriedPicture, ...]:
    """Pictures of people, and those that are not shown yet, by file and line."""
    return tuple(sorted(_pictures(catalog), key=lambda one: (one.demo, one.path, one.line)))


def _pictures(catalog: Catalog) -> Iterator[CarriedPicture]:
    for record in catalog.own_records:
        key = record.key
        carried: tuple[Picture, ...] = getattr(record, "pictures", ())
        for at, picture in enumerate(carried):
            waits = waits_for(picture, catalog.today, catalog.site)
            if picture.file and (waits or picture.people == ADULTS):
                line = catalog.sources[key].place(("pictures", at)).line
                yield CarriedPicture(key, record.path, line, picture.file, waits, len(picture.consents), record.demo)


def private_data(catalog: Catalog) -> tuple[Mention, ...]:
    """Phones, private mail, numbers of documents and the like in every text, sources and contacts included; what was
    found is not repeated."""
    return tuple(
        replace(trace, excerpt=text.masked(trace.excerpt))
        for source, loc, value, found in people_rules.private_data_in_records(catalog)
        for trace in (_trace(source, loc, value, found.start, found.end),)
    )


def name_mentions(catalog: Catalog) -> tuple[Mention, ...]:
    """What looks like a person's name in a text, as ``check`` sees it."""
    return tuple(
        _trace(source, loc, value, start, start + len(name))
        for source, loc, value, start, name in people_rules.names_in_records(catalog)
    )


def find_mentions(catalog: Catalog, name: str) -> tuple[Mention, ...]:
    """Places in free texts, sources and comments included, where all words of ``name`` stand near each other in any
    case form."""
    pattern = _near(_words(name))
    in_texts = (
        _trace(source, loc, value, *found.span())
        for source, loc, value in _texts(catalog)
        for found in pattern.finditer(_with_plain_e(value))
    )
    in_comments = (
        Mention(source.path, number, "примечание", " ".join(comment.split()))
        for source in catalog.sources.values()
        if "#" in source.text
        for comment in dict.fromkeys(comment_texts(source))
        if pattern.search(_with_plain_e(comment))
        for number in source.fields
        if source.lines[number - 1].rstrip().endswith(comment)
    )
    return (*in_texts, *in_comments)


def _with_plain_e(value: str) -> str:
    return value.replace("ё", "е").replace("Ё", "Е")


def matching(named: Iterable[NamedPerson], name: str) -> tuple[NamedPerson, ...]:
    """Those whose name holds every word of ``name``; order, case and ё/е do not matter."""
    wanted = set(_words(name))
    return tuple(one for one in named if wanted and wanted <= set(_words(one.name)))


def remove_person(source: Source, locs: Sequence[Loc]) -> str | None:
    """The text of a record's file without the name and the consent of the people at ``locs``; their roles stay.

    Lines are taken out, so comments and spelling of the rest stay as they are. Where that does not lead to exactly the
    wanted data (``{role: …, name: …}`` on one line), the record is spelled anew, unless it holds comments that would be
    lost: then None, and a person has to do it.
    """
    gone = [(*loc, name) for loc in locs for name in ("name", "consent") if (*loc, name) in source.keys]
    wanted = _without(source.data, gone)
    lines = list(source.lines)
    for loc in sorted(gone, key=lambda loc: -source.keys[loc].line):
        first = source.keys[loc].line - 1
        column = source.keys[loc].column - 1
        after = first + 1
        while after < len(lines) and (not lines[after].strip() or _indent(lines[after]) > column):
            after += 1
        while after > first + 1 and not lines[after - 1].strip():
            after -= 1
        lines[first:after] = [lines[first][:column].rstrip()] if lines[first][:column].strip() else []
    after_text = "\n".join(lines)
    if _reads_as(after_text, source.path, wanted):
        return after_text
    spelled = formatter.render(source.folder, wanted)
    comments = [line for line in lines if line.lstrip().startswith("#") and "yaml-language-server" not in line]
    if comments or source.body is not None or not _reads_as(spelled, source.path, wanted):
        return None
    return spelled


def _reads_as(raw: str, path: str, wanted: dict) -> bool:
    again, problems = sources.parse(raw, path)
    return again is not None and not problems and _same(again.data, wanted)


def _same(one, other) -> bool:
    """Equal data, but for the line feed at the end of a text."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, str) and isinstance(other, str):
        return one.removesuffix("\n") == other.removesuffix("\n")
    return one == other


def _without(data, gone: Iterable[Loc], loc: Loc = ()):
    gone = set(gone)
    if isinstance(data, dict):
        return {name: _without(part, gone, (*loc, name)) for name, part in data.items() if (*loc, name) not in gone}
    if isinstance(data, list):
        return [_without(part, gone, (*loc, position)) for position, part in enumerate(data)]
    return data


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _texts(catalog: Catalog) -> Iterator[tuple[Source, Loc, str]]:
    """Every text of every record, page and list of terms with its place; names in person fields are not free text."""
    for key, source in catalog.sources.items():
        record = catalog.records.get(key)
        people_at = {(*found.loc, "name") for found in of_type(record, Person)} if record else set()
        for loc, value in people_rules.all_texts(source.data):
            if loc not in people_at:
                yield source, loc, value


def _trace(source: Source, loc: Loc, value: str, start: int, end: int) -> Mention:
    line = source.place(loc, value.count("\n", 0, start) + 1, start - value.rfind("\n", 0, start)).line
    excerpt = " ".join(value[max(0, start - 30) : end + 30].split())
    return Mention(source.path, line, dotted(loc), excerpt)


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", name.casefold().replace("ё", "е"))


def _near(words: Sequence[str]) -> re.Pattern[str]:
    """The words in either order with other endings: «Мария Иванова» finds «Ивановой Марии»."""
    forms = [rf"\b{re.escape(word[:-2] if len(word) > 4 else word[:-1] or word)}\w*" for word in words[:3]]
    orders = [forms, forms[::-1]] if len(forms) > 1 else [forms]
    return re.compile("|".join(rf"\W.{{0,{_NEAR}}}?".join(order) for order in orders), re.IGNORECASE)
