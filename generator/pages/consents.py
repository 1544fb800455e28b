"""Sheets on which a person agrees to be named or shown: printed, signed and kept by the organisation, never sent here.

A consent to spread personal data is a document of its own (152-ФЗ, article 9 as changed by 156-ФЗ of 24.06.2025, in
force since 1 September 2025; article 10.1); what it has to say is listed by order 18 of Roskomnadzor of 24.02.2021. A
name and a picture are two purposes, so they are two sheets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.records.common import Consent
from generator.records.fields import fields

CONSENT_FOLDER = "soglasie"


@dataclass(frozen=True)
class ConsentSheet:
    """What one sheet is about: its ``name`` in the address, its title, the ``categories`` of data (values of
    ``Consent.categories``), what for, and what the person says of the record."""

    name: str
    title: str
    categories: tuple[str, ...]
    purpose: str
    about: str

    @property
    def address(self) -> str:
        """Where it lies on the site."""
        return f"{CONSENT_FOLDER}/{self.name}"


CONSENT_SHEETS = (
    ConsentSheet(
        "imia",
        "Согласие автора: имя и должность",
        ("name", "position"),
        "назвать автора методической практики на её странице, в справке о публикации и в ссылке на практику",
        "Практика (название)",
    ),
    ConsentSheet(
        "snimok",
        "Согласие взрослого: снимок",
        ("photo",),
        "показать снимок на странице методической практики, чтобы было видно, как её проводят",
        "Практика и что на снимке",
    ),
)


def consent_sheets() -> Iterator[tuple[str, dict[str, Any]]]:
    """(folder of the sheet below the site, what it shows) of every sheet."""
    labels = fields(Consent)["categories"].labels
    for sheet in CONSENT_SHEETS:
        yield sheet.address, {"sheet": sheet, "categories": [labels[one] for one in sheet.categories]}
