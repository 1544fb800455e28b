"""What each page shows, gathered from the catalog: (catalog, record) -> names for the template.

Every kind gets what its references lead to and who refers to it; a kind whose page shows more has a function of its own
in ``VIEWS``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.catalog import Catalog
from generator.pages.views import community, comparison, growth, named, practices, programmes, territories
from generator.records import Record

VIEWS: dict[str, Callable[[Catalog, Any], dict[str, Any]]] = {
    "practices": practices.practice,
    "replications": practices.replication,
    "reviews": practices.review,
    "regions": territories.region,
    "districts": territories.district,
    "programmes": programmes.programme,
    "indicators": comparison.indicator,
    "organizations": community.organization,
    "associations": community.association,
    "centers": community.center,
    "series": community.series,
    "events": community.event,
    "tracks": growth.track,
    "courses": growth.course,
    "diagnostics": growth.diagnostics,
    "documents": growth.document,
    "terms": growth.term,
}


def of(catalog: Catalog, record: Record) -> dict[str, Any]:
    """The names that the template of the record's kind needs beside ``record`` itself."""
    shared = {"foot": named.foot(catalog, record), "territory": catalog.find(getattr(record, "territory", None))}
    return {**shared, **VIEWS.get(record.kind, named.by_references)(catalog, record)}
