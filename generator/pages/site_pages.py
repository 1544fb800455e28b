"""The pages of a site that belong to no record: listings, forms, hand-written pages and those that are made."""

from __future__ import annotations

import posixpath

from generator.catalog import Catalog
from generator.pages import consents, coverage, editors, form, joined, offline, open_data, route, statements
from generator.problems import PAGES, codes

#: pages of the site itself -> the kind of records without which they show nothing
_OWN_PAGES = {
    coverage.COVERAGE_PAGE: "practices",
    editors.EDITORS_PAGE: "",
    open_data.OPEN_DATA_PAGE: "",
    route.ROUTE_PAGE: "diagnostics",
}


def pages_without_record(catalog: Catalog) -> dict[str, str]:
    """Address -> Markdown path of listings, hand-written pages, forms, meanings of messages. What a person wrote by
    hand goes before what is made."""
    of_joined = [joined.JOINED_FOLDER] if catalog.joined_bases else []
    folders = (
        *catalog.paged,
        *of_joined,
        "guides",
        form.FORM_FOLDER,
        PAGES,
        *(posixpath.dirname(path) for path, kind in _OWN_PAGES.items() if kind not in catalog.without),
    )
    forms = (form.page_path(name).removesuffix(".md") for name in catalog.forms)
    taken = offline.OFFLINE_PAGE.removesuffix(".md")
    leaves = (
        taken,
        "kabinet",
        *(path.removesuffix(".md") for path in statements.STATEMENTS),
        *codes.CODE_ADDRESSES,
        *forms,
        *(sheet.address for sheet in consents.CONSENT_SHEETS),
    )
    return {
        "": "index.md",
        "index": "index.md",
        **{address: f"{address}.md" for address in leaves},
        **{address: f"{address}/index.md" for address in folders},
        **{address: f"{address}.md" for address in catalog.content},
    }
