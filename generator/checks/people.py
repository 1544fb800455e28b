"""Rules about people: nobody is published by accident, nobody is named without consent (152-ФЗ), no text tells of a few
children that can be recognised."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.checks.cached_answers import kept_of_source
from generator.checks.place import error, warning, without_repeats
from generator.documents.comments import comment_texts
from generator.documents.sources import Loc, Source
from generator.documents.strict_yaml import Position
from generator.problems import WARNING, Problem
from generator.records.common import Consent, Person
from generator.records.organizations import Organization
from generator.records.walking import marked_values

_OF_ORGANISATION = "уберите; общие контакты организации пишутся в её записи, в поле contacts"
_NEVER = "уберите: такие сведения о человеке не публикуются"
#: kind of private data -> what it is, what to do
PRIVATE_WORDS = {
    "phone": ("телефон", _OF_ORGANISATION),
    "email": ("личная электронная почта", _OF_ORGANISATION),
    "profile": (
        "личная страница в соцсети или мессенджере",
        "уберите; страница организации пишется в её записи, в поле links",
    ),
    "snils": ("СНИЛС", _NEVER),
    "inn": ("ИНН человека", _NEVER),
    "passport": ("серия и номер паспорта", _NEVER),
    "card": ("номер банковской карты", _NEVER),
    "birthday": ("дата рождения", _NEVER),
    "home": ("домашний адрес", _NEVER),
}
#: fields that hold numbers of registers: the schema knows what they are
_CODES = ("oktmo", "inn", "ogrn")
#: of an organisation, which has them as its own
_CONTACTS = ("phone", "email", "home")
#: a comment that nobody has written
_FOR_EDITORS = "# yaml-language-server:"
#: groups of fields that tell of works and of people by name
_NAMING = frozenset({"sources", "source", "synthesis", "consent"})


def no_personal_data_in_text(catalog: Catalog) -> Iterator[Problem]:
    """No phone, private mail, number of a document, birthday or home address in any field of a record, a page or a
    list of terms. What check digits, the shape or a word beside it make sure is an error, the rest a warning."""
    for source, loc, value, found in private_data_in_records(catalog):
        if _is_public(source, loc, found):
            continue
        what, hint = PRIVATE_WORDS[found.kind]
        at = position_within(source, loc, value, found.start)
        if found.sure:
            yield source.problem(loc, "personal-data", f"в тексте {what}", hint, at=at)
        else:
            message = f"похоже, в тексте {what}"
            yield source.problem(loc, "maybe-personal-data", message, hint, at=at, severity=WARNING)


def personal_data_in_unread(raw: str, path: str) -> Iterator[Problem]:
    """What check digits, the shape or a word beside it make sure, in a file that is not read as a record: what is
    wrong with its form must not hide it. Contacts of an organisation may be its own, an office may have a telephone."""
    for number, line in enumerate(raw.split("\n"), 1):
        for found in text.personal_data(line):
            may_be_public = (found.kind == "phone" and not _is_mobile(found)) or (
                path.startswith("data/organizations/") and found.kind in _CONTACTS
            )
            if found.sure and not may_be_public:
                what, hint = PRIVATE_WORDS[found.kind]
                yield Problem(path, number, found.start + 1, "", "personal-data", f"в тексте {what}", hint, source=line)


def no_people_in_comments(catalog: Catalog) -> Iterator[Problem]:
    """Nobody stands in the comments of a file either: readers of the site do not see them, whoever opens the base does.
    What is sure is an error, what looks like a person a warning."""
    for source in catalog.sources.values():
        for line, column, kind, sure in _in_comments(source):
            at = Position(line, column)
            hint = "уберите: примечания видят все, кто открывает файл базы"
            if kind == "name":
                message = "похоже, в примечании назван человек"
                yield source.problem((), "name-in-text", message, hint, at=at, severity=WARNING)
            elif sure:
                yield source.problem((), "personal-data", f"в примечании {PRIVATE_WORDS[kind][0]}", hint, at=at)
            else:
                message = f"похоже, в примечании {PRIVATE_WORDS[kind][0]}"
                yield source.problem((), "maybe-personal-data", message, hint, at=at, severity=WARNING)


@kept_of_source
def _in_comments(source: Source) -> Iterator[tuple[int, int, str, bool]]:
    """What of people stands in the comments of a file: line, column, kind, whether it is sure."""
    if not _may_have_comments(source.text):
        return
    its = source.folder == "organizations"
    for comment in dict.fromkeys(comment_texts(source)):
        data = [
            one for one in text.personal_data(comment) if not (its and one.kind in _CONTACTS and not _is_mobile(one))
        ]
        found = [(one.start, one.kind, one.sure) for one in data]
        found += [(start, "name", False) for start, _ in text.find_names(comment, cited_works(source))]
        lines = [n for n, row in enumerate(source.lines, 1) if found and row.endswith(comment)]
        for start, kind, sure in found:
            for line in lines:
                yield line, len(source.lines[line - 1]) - len(comment) + start + 1, kind, sure


def _may_have_comments(written: str) -> bool:
    """Asked of every file: looking for one character is ten times faster than an expression."""
    at = written.find("#")
    while at >= 0:
        if not written[at - 1 : at].strip() and not written.startswith(_FOR_EDITORS, at):
            return True
        at = written.find("#", at + 1)
    return False


def names_in_texts(catalog: Catalog) -> Iterator[Problem]:
    """A name belongs into the field ``name`` of a person, with consent: in a role it is an error, what looks like one
    in another text a warning. Authors of works that the record cites and persons of history are none."""
    for source, loc, value, start, name in names_in_records(catalog):
        at = position_within(source, loc, value, start)
        if loc[-1] == "role":
            hint = "оставьте только должность или роль; имя пишут в поле name и только с согласием"
            yield source.problem(loc, "name-in-role", "вместо должности стоит имя человека", hint, at=at)
        else:
            hint = "напишите вместо имени роль («методист района»); если это автор книги, укажите её в sources"
            message = "похоже, в тексте назван человек"
            if text.find_pupils(name):
                message = "похоже, в тексте назван ученик: имя рядом с классом"
                hint = "уберите имя: «один из учеников», «ученица 3 класса»; о детях пишут так, чтобы их не узнали"
            yield source.problem(loc, "name-in-text", message, hint, at=at, severity=WARNING)


def private_data_in_records(catalog: Catalog) -> Iterator[tuple[Source, Loc, str, text.PrivateData]]:
    """Everything of a person that stands in a text, an organisation's own contacts too: file, field, text, find."""
    for source in catalog.sources.values():
        for loc, value, found in _of_people(source):
            if isinstance(found, text.PrivateData):
                yield source, loc, value, found


def names_in_records(catalog: Catalog) -> Iterator[tuple[Source, Loc, str, int, str]]:
    """What looks like a name in a text that may hold none: file, field, text, place in it, name."""
    for source in catalog.sources.values():
        for loc, value, found in _of_people(source):
            if not isinstance(found, text.PrivateData):
                yield source, loc, value, *found


@kept_of_source
def _of_people(source: Source) -> Iterator[tuple[Loc, str, text.PrivateData | tuple[int, str]]]:
    """What of people stands in the texts of a file: private data, and names where none belong (place, name)."""
    for loc, value in all_texts(source.data):
        if text.is_bare(value):
            continue
        for found in text.personal_data(value) if loc[-1] not in _CODES else ():
            yield loc, value, found
        if may_name(loc):
            continue
        names = text.find_names(value, cited_works(source))
        for name in names:
            yield loc, value, name
        for start, end in text.find_pupils(value):
            if not any(start <= at < end for at, _ in names):
                yield loc, value, (start, value[start:end])


def names_need_consent(catalog: Catalog) -> Iterator[Problem]:
    """A name is published only under a valid consent for this site: none ever given is an error, one that ran out or
    is for another resource a warning, and the role is shown instead."""
    for owner in catalog.own_records:
        for found in marked_values(owner, Person):
            if not found.value.name:
                continue
            consent = found.value.consent
            if consent is None or "name" not in consent.categories:
                yield error(
                    catalog,
                    owner,
                    (*found.loc, "name"),
                    "no-consent",
                    text.sentence("no_consent"),
                    "уберите имя (роль останется) или заполните consent: given, document, categories, resource"
                    if consent is None
                    else "уберите имя (роль останется) или добавьте name в categories, если согласие дано и на имя",
                )
                continue
            if not consent.valid_on(catalog.today):
                yield warning(
                    catalog,
                    owner,
                    (*found.loc, "consent", _ends_it(consent, catalog.today)),
                    "consent-expired",
                    f"на {text.date(catalog.today)} согласие не действует: вместо имени показывается роль",
                    "проверьте даты согласия, получите новое или уберите имя",
                )
            if not consent.covers(catalog.site):
                yield warning(
                    catalog,
                    owner,
                    (*found.loc, "consent", "resource"),
                    "consent-elsewhere",
                    "согласие дано для другого ресурса: вместо имени роль"
                    if catalog.site
                    else "согласие дано для сайта с адресом, а свой адрес база не знает: вместо имени роль",
                    "получите согласие на публикацию на этом сайте или уберите имя"
                    if catalog.site
                    else "укажите адрес сайта в mkdocs.yml (site_url)",
                )


def _ends_it(consent: Consent, day: dt.date) -> str:
    """The field of a consent because of which it is not valid on ``day``."""
    if consent.withdrawn is not None and consent.withdrawn <= day:
        return "withdrawn"
    return "until" if consent.until is not None and consent.until < day else "given"


def contacts_have_a_source(catalog: Catalog) -> Iterator[Problem]:
    """Public contacts of a real organisation come from somewhere: its site or another source, so that they can be
    checked and nobody's own phone slips in."""
    for owner in catalog.own_of(Organization):
        if owner.contacts and owner.is_public and not owner.demo and not owner.site and not owner.sources:
            yield warning(
                catalog,
                owner,
                ("contacts",),
                "contacts-without-source",
                "не сказано, откуда взяты контакты организации",
                "укажите сайт организации (site) или источник (sources), где они опубликованы",
            )


def contacts_can_be_used(catalog: Catalog) -> Iterator[Problem]:
    """A field of contacts holds one address or one number, by which one can be reached (warning): the page makes a link
    of it, and two organisations with the same one are known for one."""
    for owner in catalog.own_of(Organization):
        contacts = owner.contacts
        for name, value in (("email", contacts.email), ("phone", contacts.phone)) if contacts else ():
            if value and (found := _unusable(name, value)):
                yield warning(catalog, owner, ("contacts", name), "contact-unusable", *found)


def _unusable(name: str, value: str) -> tuple[str, str] | None:
    """What is wrong with a contact and what to do, None where nothing is."""
    if name == "email":
        if text.mail_addresses(value) == [value]:
            return None
        several = value.count("@") > 1
        hint = "оставьте один общий адрес" if several else "напишите адрес целиком и без пробелов: info@example.org"
        return ("здесь два адреса почты, а нужен один" if several else "это не адрес почты: письмо не дойдёт"), hint
    numbers = text.phone_numbers(value)
    if len(numbers) > 1:
        return "здесь два телефона, а нужен один", "оставьте общий номер; остальные назовите на странице из link"
    return None if numbers else ("по этому номеру не позвонить", "напишите номер с кодом: +7 (86300) 0-00-00")


def may_name(loc: Loc) -> bool:
    """Return True for fields in which names are right: cited works, and the people's own."""
    return loc[-1] in ("authors", "name") or not _NAMING.isdisjoint(loc)


def cited_works(source: Source) -> Iterator[str]:
    """The texts that say whose works a record or a page cites; looked for when they are asked for."""
    for loc, value in all_texts(source.data):
        if loc[-1] == "authors" or loc[0] == "sources":
            yield value


def _is_mobile(found: text.PrivateData) -> bool:
    return re.fullmatch(r"[78]?9\d{9}", re.sub(r"\D", "", found.text)) is not None


def _is_public(source: Source, loc: Loc, found: text.PrivateData) -> bool:
    """An organisation's own contacts; the telephone of a publisher in a source, unless it is a mobile one; and pages
    that may well be an organisation's where links have their place."""
    if source.folder == "organizations" and loc[0] == "contacts":
        return found.kind in _CONTACTS
    if found.kind == "phone":
        return loc[0] == "sources" and not _is_mobile(found)
    return found.kind == "profile" and not found.sure and bool({"url", "site", "link"} & set(loc))


def all_texts(data: dict[str, Any]) -> Iterator[tuple[Loc, str]]:
    """Every text of a file's plain data with its place, whatever the field."""
    found: list[tuple[Loc, str]] = []
    _gather(data, (), found)
    return iter(found)


def _gather(data: Any, loc: Loc, found: list[tuple[Loc, str]]) -> None:
    for name, part in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(part, str):
            found.append(((*loc, name), part))
        elif part:
            _gather(part, (*loc, name), found)


def position_within(source: Source, loc: Loc, value: str, at: int) -> Position:
    """The line and column of the character ``at`` of a text that stands in a field."""
    return source.place(loc, value.count("\n", 0, at) + 1, at - value.rfind("\n", 0, at))


# --- a few children ---------------------------------------------------------------------------------------------------


#: folder -> fields that tell what happened at a place that the record names, from how many children on
_NAMES_FEW = {
    "replications": {"title": 1, "summary": 1, "note": 1, "outcomes": 1},
    "practices": {"outcomes": 1, "results": 2},
    "reviews": {"note": 2},
    "values": {"values": 1},
    "events": {"outcome": 2},
}


def few_people_stay_hidden(catalog: Catalog) -> Iterator[Problem]:
    """Where a text tells what became of fewer children than the site shows figures of («решили двое из четырёх
    учеников»), they can be recognised: in a record that names the place, and wherever class and school stand beside
    it (warning). How many work together in a lesson points at nobody."""
    for source in catalog.sources.values():
        for loc, value, found in _texts_of_few(source):
            if found.number < catalog.small_group:
                message = f"детей меньше {catalog.small_group}: вместе с классом и школой их можно узнать"
                hint = "скажите без числа («несколько учеников», «почти все») или уберите класс и школу"
                at = position_within(source, loc, value, found.start)
                yield without_repeats(source.problem(loc, "few-people-in-text", message, hint, at=at, severity=WARNING))


@kept_of_source
def _texts_of_few(source: Source) -> Iterator[tuple[Loc, str, text.FewChildren]]:
    tells = _NAMES_FEW.get(source.folder, {})
    for loc, value in all_texts(source.data):
        least = tells.get(str(loc[0]))
        for found in text.find_few_of_a_school(value) if least is None else text.find_few_children(value):
            if found.number >= (least or 1):
                yield loc, value, found
