"""The files to fill in: what the command ``template`` writes and what the site offers are the same bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from generator.catalog import Catalog
from generator.channels.office import document_out, layout, prefill, workbook_out
from generator.channels.office.layout import WorkbookLayout
from generator.pages.form import BLANKS, Blank
from generator.settings import Settings

#: how a file of each format is made of a layout, on a given day
MADE: dict[str, Callable[[WorkbookLayout, dt.date], bytes]] = {
    "xlsx": workbook_out.workbook_template,
    "docx": lambda its, today: document_out.document_template(its),
}
#: the files made last, by everything they depend on: a live preview makes the site again and again, the forms are the
#: same (0.8 s of a rebuild, measured)
_kept: dict[str, tuple[Blank, ...]] = {}


def made(catalog: Catalog, settings: Settings) -> tuple[Blank, ...]:
    """A file of every form in every format for the site, in the order of the forms. What is not shown on the site is
    not offered in their lists."""
    layouts = [begun(layout.layout(name, catalog.vocabularies, catalog), catalog) for name in BLANKS]
    key = repr((settings.build_date, layouts))
    if key not in _kept:
        _kept.clear()
        _kept[key] = tuple(
            Blank(its.form.name, its.form.title, suffix, make(its, settings.build_date))
            for its in layouts
            for suffix, make in MADE.items()
        )
    return _kept[key]


def begun(
    its: WorkbookLayout, catalog: Catalog, *, territory: str = "", period: str = "", programme: str = ""
) -> WorkbookLayout:
    """The form with what the base knows already: the indicators (of ``territory``, an address, for ``period``), the
    measures of ``programme``, an id."""
    if its.form.name == "values":
        its = prefill.for_territory(its, catalog, territory, period)
    return prefill.for_programme(its, catalog, programme) if programme else its
