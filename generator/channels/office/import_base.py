"""The base that files are imported into, with the forms as they lie in workbooks and documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.catalog import Catalog
from generator.catalog.forms.questions import Form, Question, asked
from generator.channels.checked_base import CheckedBase
from generator.channels.office import column_memory, layout
from generator.channels.office.document_plan import form_with_newcomers
from generator.channels.office.plans import AS_THE_TABLE_SAYS, ReadAs
from generator.records.reading import ReadCache
from generator.settings import Settings

_NO_FORM = {"programmes": (
    "title", "short_title", "summary", "owner", "territory", "approved_by", "approved_on", "term", "goal", "tasks",
    "expected_results", "resident", "relevance", "roadmap", "sources",
), "series": ("title", "summary", "type", "when", "territory", "organizer", "audience")}  # fmt: skip


@dataclass(frozen=True)
class Base:
    """What files are read against: the base, and the forms as they lie in workbooks."""

    checked: CheckedBase
    catalog: Catalog
    layouts: Mapping[str, layout.WorkbookLayout]
    wanted: ReadAs = AS_THE_TABLE_SAYS

    @property
    def root(self) -> Path:
        """The folder of the base."""
        return self.checked.root

    @property
    def settings(self) -> Settings:
        """What the base is set to."""
        return self.checked.settings

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


def open_base(root: Path, settings: Settings, memory: ReadCache | None = None) -> Base:
    """The base that files are imported into. Wrong records in it do not hinder, they are left out. ``memory`` is what
    was read of it before."""
    checked = CheckedBase(root, settings, memory or ReadCache())
    found = checked.state().catalog
    layouts = {name: layout.layout(name, found.vocabularies, found) for name in layout.FORMS}
    return Base(checked, found, layouts, ReadAs(columns=column_memory.load_memory(root)))
