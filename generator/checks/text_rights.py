"""A rule about whose the text of a record is."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import Catalog
from generator.checks.place import error
from generator.problems import Problem
from generator.records.text_rights import text_faults


def texts_have_rights(catalog: Catalog) -> Iterator[Problem]:
    """A published text that was written at work has the permission of the organisation; somebody else's names its
    licence and where it was taken from. What is not published yet may still learn it."""
    for record in catalog.own_records:
        if record.is_public:
            for name, message, hint in text_faults(record):
                yield error(catalog, record, (name,), "text-rights", message, hint)
