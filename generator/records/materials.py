"""Documents that a record carries itself: where they stand in it, whose they are, what keeps them from being shown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel

from generator import text
from generator.documents.sources import Loc
from generator.records.common import EMPLOYER, LICENSED, UNKNOWN_RIGHTS, Attachment, Record
from generator.records.fields import groups
from generator.records.pictures import FOLDER


def materials_of(record: BaseModel, loc: Loc = ()) -> Iterator[tuple[Loc, Attachment]]:
    """(place, material) of every material of a record, in the order of its fields."""
    if isinstance(record, Attachment):
        yield loc, record
    for name in _ways(type(record)):
        value: Any = getattr(record, name)
        if isinstance(value, tuple):
            for at, one in enumerate(value):
                yield from materials_of(one, (*loc, name, at))
        elif value is not None:
            yield from materials_of(value, (*loc, name))


@cache
def _ways(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a model that hold materials or lead on to some."""
    return tuple(name for name, group in groups(model).items() if group is Attachment or _ways(group))


def material_path(record: Record, material: Attachment) -> str:
    """Where its file lies below ``content``, and on the site."""
    return f"{FOLDER}/{record.key}/{material.file}"


def is_offered(material: Attachment) -> bool:
    """Return whether the file of a material may be published: everything about its rights is said."""
    return material.file is not None and material.rights is not None and not any(material_faults(material))


def material_faults(material: Attachment) -> Iterator[tuple[str, str, str]]:
    """(field, what is wrong, what to do) of where a material is and of the rights of its file."""
    if material.file is None:
        if material.url is None:
            yield "url", text.sentence("material_nowhere"), "добавьте url — адрес, где он лежит открыто"
        return
    if material.rights == UNKNOWN_RIGHTS:
        yield "file", text.sentence("material_rights_unknown"), "уберите file и оставьте ссылку url"
    if material.rights == EMPLOYER and not material.permission:
        hint = "добавьте permission: номер и место хранения разрешения"
        yield "permission", text.sentence("picture_no_permission"), hint
    if material.rights == LICENSED:
        if not material.license:
            yield "license", text.sentence("material_no_license"), "добавьте license, например CC BY 4.0"
        if not material.url:
            yield "url", text.sentence("material_no_source"), "добавьте url — адрес страницы, где он опубликован"
