"""A certificate of publication («справка о публикации»): one sheet of A4 for the authors of a published practice.

It is made anew at every build, and only while the practice is published: the sheet's own address, which the QR code on
it leads to, confirms it or no longer exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from generator.catalog import Catalog
from generator.pages import charts
from generator.pages.environment import address_of
from generator.records import Record
from generator.settings import Settings

CERTIFICATE_FOLDER = "spravka"


def deserved(record: Record) -> bool:
    """Return True for a published practice that names its authors; an archived one or a draft has no certificate."""
    return record.kind == "practices" and record.status == "published" and bool(record.authors)


def all_of(catalog: Catalog, settings: Settings) -> Iterator[tuple[str, dict[str, Any]]]:
    """(folder of the sheet below the site, what it shows) of every certificate."""
    for practice in catalog.all_shown("practices"):
        if deserved(practice) and catalog.is_own(practice):
            yield f"{practice.key}/{CERTIFICATE_FOLDER}", certificate(catalog, settings, practice)


def certificate(catalog: Catalog, settings: Settings, record: Record) -> dict[str, Any]:
    """What one certificate says: the practice, its authors, the commit and the day of this version, and its address."""
    address = f"{address_of(settings, record)}{CERTIFICATE_FOLDER}/"
    code = (
        charts.qr_svg(f"qr-{CERTIFICATE_FOLDER}-{record.id}", address, f"QR-код: {address}")
        if settings.site_url
        else None
    )
    return {
        "record": record,
        "authors": [(author, catalog.get("organizations", author.organization)) for author in record.authors],
        "owner": catalog.get("organizations", record.owner),
        "version": catalog.history.versions.get(record.path),
        "address": address,
        "home": address_of(settings, record),
        "qr": Markup(code) if code else None,
    }
