"""The files to fill in: what the command ``template`` writes and what the site offers are the same bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial

from generator.catalog import Catalog
from generator.catalog.forms.questions import Question
from generator.channels.office import layout, prefill
from generator.channels.office.layout import WorkbookLayout
from generator.pages.digests import Digests
from generator.pages.form import BLANKS, Blank, LazyBlank, blank_path
from generator.pages.reuse import KeptFiles, TemplateQuestions
from generator.pages.site_files import File
from generator.pages.watched import KeptGroups
from generator.settings import Settings
from generator.text.language import in_current_language


def _workbook(its: WorkbookLayout, today: dt.date) -> bytes:
    from generator.channels.office import workbook_out  # what makes files takes a while to load, and most are kept

    return workbook_out.workbook_template(its, today)


def _document(its: WorkbookLayout, _: dt.date) -> bytes:
    from generator.channels.office import document_out

    return document_out.document_template(its)


#: how a file of each format is made of a layout, on a given day
MADE: dict[str, Callable[[WorkbookLayout, dt.date], bytes]] = {"xlsx": _workbook, "docx": _document}
#: the files made last, by form and format, with everything they depend on: a live preview makes the site again and
#: again, most forms are the same (0.8 s of a rebuild, measured)
_kept: dict[tuple[str, str], tuple[str, Blank]] = {}


def made(
    catalog: Catalog, settings: Settings, kept: KeptFiles | None = None, groups: KeptGroups | None = None
) -> tuple[Blank, ...]:
    """A file of every form in every format for the site, in the order of the forms. What is not shown on the site is
    not offered in their lists; each is made when its bytes are asked for. ``kept`` is what lies in the last site,
    ``groups`` the files of a form there."""
    groups = groups or KeptGroups()

    def of_form(name: str) -> Mapping[str, bytes]:
        make = partial(_files_of_form, name=name, today=settings.build_date, kept=kept)
        return {file.path: file.data for file in groups.files(f"blanks: {name}", catalog, make)}

    made_once = cache(in_current_language(of_form))
    return tuple(
        LazyBlank(name, layout.TITLES[name], suffix, partial(_file_of, made_once, name, suffix))
        for name in offered_blanks(catalog)
        for suffix in MADE
    )


def _file_of(made_once: Callable[[str], Mapping[str, bytes]], name: str, suffix: str) -> bytes:
    return made_once(name)[blank_path(name, suffix)]


def _files_of_form(catalog: Catalog, name: str, today: dt.date, kept: KeptFiles | None) -> Iterator[File]:
    questions = TemplateQuestions(catalog, Digests())
    its = begun(layout.layout(name, catalog.vocabularies, catalog), catalog)

    def make(its: WorkbookLayout, suffix: str) -> bytes:
        its = _as_printed(its) if suffix == "docx" else its
        if kept is None:
            return MADE[suffix](its, today)
        path = blank_path(name, suffix)
        return kept.recall(path, (today, its), questions, lambda: {path: MADE[suffix](its, today)})[path]

    return (File(blank.path, blank.data) for blank in _of_form(its, today, make))


def _as_printed(its: WorkbookLayout) -> WorkbookLayout:
    """The layout with no more than an empty sheet of Word shows: no columns of a workbook, and no records where several
    may be named, for which Word has no list."""
    sections = (replace(one, questions=_printed(one.questions)) for one in its.form.sections)
    return replace(
        its,
        form=replace(its.form, sections=tuple(sections)),
        sheets=tuple(replace(sheet, columns=()) for sheet in its.sheets),
        questions=_printed(its.questions),
        newcomers=tuple(map(_as_printed, its.newcomers)),
    )


def _printed(asked: tuple[Question, ...]) -> tuple[Question, ...]:
    inner = (replace(one, questions=_printed(one.questions)) for one in asked)
    is_long = (bool(one.references and one.widget == "choices") for one in asked)
    return tuple(
        replace(one, options=(), demo=frozenset()) if long else one for one, long in zip(inner, is_long, strict=True)
    )


def offered_blanks(catalog: Catalog) -> tuple[str, ...]:
    """The names of the files to fill in that the base has: those of its forms, and the roadmap of its programmes."""
    return tuple(
        name for name in BLANKS if name in catalog.forms or (name == "roadmap" and "programmes" in catalog.kinds)
    )


def _of_form(its: WorkbookLayout, today: dt.date, make: Callable[[WorkbookLayout, str], bytes]) -> Iterator[Blank]:
    depends = repr((today, its))
    for suffix in MADE:
        known = _kept.get((its.form.name, suffix))
        if known is None or known[0] != depends:
            known = depends, Blank(its.form.name, its.form.title, suffix, make(its, suffix))
            _kept[its.form.name, suffix] = known
        yield known[1]


def begun(
    its: WorkbookLayout, catalog: Catalog, *, territory: str = "", period: str = "", programme: str = ""
) -> WorkbookLayout:
    """The form with what the base knows already: the indicators (of ``territory``, an address, for ``period``), the
    measures of ``programme``, an id."""
    if its.form.name == "values":
        its = prefill.for_territory(its, catalog, territory, period)
    return prefill.for_programme(its, catalog, programme) if programme else its
