"""What each page shows, gathered from the catalog: (catalog, record) -> names for the template.

Every kind gets what its references lead to and who refers to it; a kind whose page shows more has a function of its own
in ``VIEWS``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.catalog import Catalog
from generator.pages.views import community, comparison, learning, practices, programmes, references, territories
from generator.records import Record

VIEWS: dict[str, Callable[[Catalog, Any], dict[str, Any]]] = {
    "practices": practices.practice_view,
    "replications": practices.replication_view,
    "reviews": practices.review_view,
    "regions": territories.region_view,
    "districts": territories.district_view,
    "programmes": programmes.programme_view,
    "indicators": comparison.indicator_page_view,
    "organizations": community.organization_view,
    "associations": community.association_view,
    "centers": community.center_view,
    "series": community.series_view,
    "events": community.event_view,
    "tracks": learning.track_view,
    "courses": learning.course_view,
    "diagnostics": learning.diagnostics_view,
    "documents": learning.document_view,
    "terms": learning.term_view,
}


def view_of(catalog: Catalog, record: Record) -> dict[str, Any]:
    """The names that the template of the record's kind needs beside ``record`` itself."""
    shared = {"foot": references.foot(catalog, record), "territory": catalog.find(getattr(record, "territory", None))}
    return {**shared, **VIEWS.get(record.kind, references.by_references)(catalog, record)}
