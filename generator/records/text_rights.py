"""Whose the text of a record is. The values are those of a picture (``pictures.RIGHTS``); a text with unknown rights is
nobody's to send, so that value is missing here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from generator.records.choices import choices
from generator.records.common import EMPLOYER, LICENSED, OWN, Record, maybe
from generator.records.pictures import RIGHTS
from generator.records.scalars import Plain

TEXT_RIGHTS = choices(
    {
        OWN: "написал тот, кто присылает",
        EMPLOYER: RIGHTS.labels[EMPLOYER],
        LICENSED: "чужой, под названной открытой лицензией",
    }
)

Rights = Annotated[str, TEXT_RIGHTS] | None
#: the fields that say it, for the ``sections`` of a form, and on which answer the second and the third are asked
RIGHTS_FIELDS = ("rights", "permission", "license")
RIGHTS_WHEN = {"permission": ("rights", (EMPLOYER,)), "license": ("rights", (LICENSED,))}


def rights() -> Any:
    """The field «Чей это текст»."""
    help = (
        "Написали вы сами — текст ваш. Написали на работе по заданию — он служебный, нужно разрешение организации. "
        "Чужой берут только под открытой лицензией; остальное перескажите своими словами и дайте ссылку"
    )
    return maybe("Чей это текст", help, example=OWN)


def permission() -> Plain | Any:
    """The field «Разрешение организации»."""
    help = "Номер и место хранения разрешения, для служебного текста"
    return maybe("Разрешение организации", help, example="приказ № 5, дело 01-07")


def text_faults(record: Record) -> Iterator[tuple[str, str, str]]:
    """(field, what is wrong, what to do) of the rights in the text of a record; nothing where it does not say whose it
    is."""
    rights = getattr(record, "rights", None)
    if rights == EMPLOYER and not getattr(record, "permission", None):
        hint = "добавьте permission: номер и место хранения разрешения"
        yield "permission", "текст служебный, а где хранится разрешение организации, не сказано", hint
    if rights == LICENSED and "license" not in record.model_fields_set:
        yield "license", "текст чужой, а под какой он лицензией, не сказано", "добавьте license, например CC BY-SA 4.0"
    if rights == LICENSED and not record.sources:
        yield "sources", "текст чужой, а откуда он, не сказано", "добавьте sources с названием и ссылкой"
