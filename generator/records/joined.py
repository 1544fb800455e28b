"""Where a record of another base comes from (``federation:`` of ``mkdocs.yml``): its base, and its page there.

Such records are read, counted and searched together with the own ones and are never edited here. An own record has no
origin, and a base without ``federation:`` has none at all.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

LOCK_FILE = "data/federation.lock.json"


@dataclass(frozen=True)
class JoinedBase:
    """Another base as its last signed package names it.

    ``name`` is what the settings call it, ``url`` the address of its site with ``/`` at the end, ``contact`` whom to
    ask there (``https://…`` or ``mailto:…``); both may be empty. ``signed`` is the day of the copy: what was changed or
    withdrawn there later is not known here. ``through`` is the name of the base that handed it on, empty where its own
    address is in the settings.
    """

    name: str
    title: str
    url: str
    contact: str
    serial: int
    signed: dt.date
    through: str = ""


@dataclass(frozen=True)
class Origin:
    """The base of a record, the address of its page there (empty where the base has no address) and its id there,
    which differs from the id here where two bases gave the same one to different things. ``evidence_level`` and
    ``maturity`` are what a practice has there, where more is known of it than travels (numbers of a few people)."""

    base: JoinedBase
    page: str
    id: str
    evidence_level: str = ""
    maturity: str = ""
