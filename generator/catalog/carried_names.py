"""Names of people do not come along with the records of another base: a consent is given for one resource.

A name stays only where the consent names this site by its address. «Сайт „Методотека“» is enough for the people of the
base that keeps the consent, and says nothing of a base that has taken the record over (152-ФЗ, статья 10.1).
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from generator.records import Record
from generator.records.common import Person
from generator.records.pictures import ADULTS, Picture
from generator.records.walking import of_type


def without_names(record: Record, site: str) -> Record:
    """The record without the names of those who have not agreed to be named on ``site``, and without pictures of
    people; the very same record where it has none."""
    people = (found.value for found in of_type(record, Person))
    pictures: tuple[Picture, ...] = getattr(record, "pictures", ())
    if not pictures and all(_may_come(person, site) for person in people):
        return record
    bare: Record = _bare(record, site)
    return bare


def _may_come(person: Person, site: str) -> bool:
    return not person.name or bool(person.consent and person.consent.names_site(site))


def _bare(value: Any, site: str) -> Any:
    if isinstance(value, tuple):
        return tuple(_bare(one, site) for one in value if not (isinstance(one, Picture) and one.people == ADULTS))
    if not isinstance(value, BaseModel):
        return value
    if isinstance(value, Person) and not _may_come(value, site):
        return value.model_copy(update={"name": None, "consent": None})
    inner = {name: getattr(value, name) for name in type(value).model_fields}
    changed = {name: now for name, was in inner.items() if (now := _bare(was, site)) is not was and now != was}
    return value.model_copy(update=changed) if changed else value
