"""The base that files are imported into, with the forms as they lie in workbooks and documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator import catalog
from generator.catalog import Catalog
from generator.catalog.forms.questions import Form, Question, asked
from generator.channels.office import column_memory, layout
from generator.channels.office.document_plan import form_with_newcomers
from generator.channels.office.plans import AS_THE_TABLE_SAYS, ReadAs
from generator.records import reading
from generator.settings import Settings

_NO_FORM = {"programmes": (
    "title", "short_title", "summary", "owner", "territory", "approved_by", "approved_on", "term", "goal", "tasks",
    "expected_results", "resident", "relevance", "roadmap", "sources",
), "series": ("title", "summary", "type", "when", "territory", "organizer", "audience")}  # fmt: skip


@dataclass(frozen=True)
class Base:
    """What files are read against: the base, and the forms as they lie in workbooks."""

    root: Path
    settings: Settings
    catalog: Catalog
    layouts: Mapping[str, layout.WorkbookLayout]
    wanted: ReadAs = AS_THE_TABLE_SAYS

    @property
    def forms(self) -> dict[str, Form]:
        """The forms by name, as documents ask them."""
        return {name: form_with_newcomers(its) for name, its in self.layouts.items()}

    def questions(self, kind: str) -> tuple[Question, ...]:
        """What may be filled in of a kind of record."""
        if kind in _NO_FORM:
            return asked(kind, _NO_FORM[kind], self.catalog.vocabularies, self.catalog)
        newcomers = (one for its in self.layouts.values() for one in its.newcomers)
        return next(one.questions for one in (*self.layouts.values(), *newcomers) if one.form.kind == kind)


def open_base(root: Path, settings: Settings) -> Base:
    """The base that files are imported into. Wrong records in it do not hinder, they are left out."""
    found = catalog.build(reading.load(root)[0], settings.build_date, site=settings.site_url)
    layouts = {name: layout.layout(name, found.vocabularies, found) for name in layout.FORMS}
    return Base(root, settings, found, layouts, ReadAs(columns=column_memory.load_memory(root)))
