"""Law 16: whatever is made anew after a change, and whatever is left as it was, is what a clean build makes."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from edited_base import EditedBase, walk
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from generator import files, pages, site
from generator.catalog import Catalog
from generator.pages import LazyPage, by_term, environment, reuse, sheets
from generator.pages.digests import Digests
from generator.pages.reuse import PageCache
from generator.publish import preview as previewing
from generator.publish.mkdocs_plugin import NothingBuilt
from generator.publish.preview import Preview
from generator.settings import Settings


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], EditedBase]:
    """Make a base that changes, and its templates with it."""

    def make(seed: int) -> EditedBase:
        base = EditedBase(tmp_path / f"base-{seed}", seed)
        monkeypatch.setattr(files, "templates_dir", lambda: base.templates)
        return base

    return make


def test_pages_and_files_are_those_of_a_clean_build(edited: Callable[[int], EditedBase]) -> None:
    """Two changes that reach far (a practice gets another name, a term another word); `make hostile` makes hundreds."""
    assert walk(edited(17), 2) == []


def rendered(base: EditedBase, memory: PageCache | None = None) -> dict[str, str]:
    found, _ = site.check(base.root, base.settings)
    if memory:
        memory.begin()
    return {page.path: page.text for page in site.build_pages(found, base.settings, memory=memory)}


#: what is left out -> a change of which only that tells, and a page that shows it
FORGOTTEN: dict[str, tuple[Callable[[EditedBase], None], str]] = {
    "what templates ask": (lambda base: base.change("practices/parnoe", status="draft"), "about.md"),
    "what views hold": (lambda base: base.change("practices/parnoe", problem="Другое."), "practices/parnoe.md"),
    "what all pages share": (lambda base: base.set(site_name="Другая"), "practices/parnoe.md"),
}


@pytest.mark.parametrize("forgotten", FORGOTTEN)
def test_a_forgotten_dependency_would_be_seen(
    edited: Callable[[int], EditedBase], monkeypatch: pytest.MonkeyPatch, forgotten: str
) -> None:
    """The red twin: each of the three things by which a page is known tells of a change that the others do not."""
    change, page = FORGOTTEN[forgotten]
    base, whole, broken = edited(1), PageCache(), PageCache()
    before = rendered(base, whole)
    if forgotten == "what templates ask":
        monkeypatch.setattr(reuse.TemplateQuestions, "answered_alike", lambda *_: True)
    elif forgotten == "what views hold":
        monkeypatch.setattr(Digests, "_add_fields", lambda *_: None)
    else:
        monkeypatch.setattr(environment, "common_digest", lambda *_: "")
    rendered(base, broken)
    change(base)
    clean = rendered(base)
    assert clean[page] != before[page]
    assert rendered(base, broken)[page] == before[page]
    monkeypatch.undo()
    monkeypatch.setattr(files, "templates_dir", lambda: base.templates)
    assert rendered(base, whole) == clean


def lists_of_practices(base: EditedBase) -> dict[str, LazyPage]:
    pages_now = {page.path: page for page in site.prepare(base.root, base.settings, lazy_texts=True).pages}
    return {path: page for path, page in pages_now.items() if re.match(r"practices/(po/|index\.md)", path)}


def lists_anew(base: EditedBase, **fields: Any) -> list[str]:
    """The pages with lists of practices that are laid out anew after a change of one practice."""
    traces = {path: page.traced()[1] for path, page in lists_of_practices(base).items()}
    assert len(traces) > 3
    base.change("practices/parnoe", **fields)
    return [
        path for path, page in lists_of_practices(base).items() if not (trace := traces[path]) or not page.is_as(trace)
    ]


def test_a_word_in_a_long_text_lays_no_list_out_anew(edited: Callable[[int], EditedBase]) -> None:
    base = edited(3)
    assert lists_anew(base, problem="Другое.") == []
    assert "practices/index.md" in lists_anew(base, title="Другое")


def test_a_list_that_shows_a_long_text_would_be_seen(edited: Callable[[int], EditedBase]) -> None:
    """The red twin: what ``InList`` leaves out, no template may show."""
    base, memory = edited(3), PageCache()
    template = base.own_templates() / "term_list.md.j2"
    template.write_text(
        template.read_text("utf-8") + '\n{{ records[0].problem if kind == "practices" and records }}\n', "utf-8"
    )
    assert rendered(base, memory) == rendered(base)
    base.change("practices/parnoe", problem="Другое.")
    made, clean = rendered(base, memory), rendered(base)
    assert any(made[path] != text for path, text in clean.items() if path.startswith("practices/po/"))


class Looked:
    """A catalog that tells what is taken from it while a template runs and nobody writes it down."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog, self.is_running, self.is_noted, self.taken = catalog, False, False, set[str]()

    def __getattr__(self, name: str) -> Any:
        # These are in `common_digest`, and records are asked for by what is written down.
        free = ("today", "site", "small_group", "without", "vocabularies", "label", "records")
        if self.is_running and not self.is_noted and name not in free:
            self.taken.add(name)
        return getattr(self.catalog, name)


def test_templates_take_from_the_catalog_only_what_is_written_down(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(build_date=dt.date(2026, 5, 28))
    catalog, _ = site.check(mini, settings)
    looked, noted = Looked(catalog), reuse.TemplateQuestions.noted

    def with_a_mark(self: reuse.TemplateQuestions, name: str, answer: Callable[..., Any]) -> Callable[..., Any]:
        def marked(*about: Any) -> Any:
            before, looked.is_noted = looked.is_noted, True
            try:
                return answer(*about)
            finally:
                looked.is_noted = before

        return noted(self, name, marked)

    monkeypatch.setattr(reuse.TemplateQuestions, "noted", with_a_mark)
    templates = environment.create_templates(looked, settings, by_term.all_term_lists(catalog), PageCache())
    templates._common()  # looks at what all pages share
    looked.is_running = True
    terms = by_term.all_term_lists(catalog)
    made = pages._all(templates, catalog, settings, terms, {}), pages._russian(templates, catalog, settings, ())
    for page in itertools.chain(*made):
        assert page.text
    for _ in itertools.chain(*(lay(catalog, settings, templates) for lay in (sheets.render, sheets.render_russian))):
        pass
    assert looked.taken == set()
    templates._environment.globals["title_of"] = looked.title_of
    templates._environment.from_string("{{ title_of(record) }}").render(record=catalog.shown["practices/parnoe"])
    assert looked.taken == {"title_of"}, "the red twin: a function that nobody has written down"


# --- the site on the screen -------------------------------------------------------------------------------------------

HERE = "http://127.0.0.1:8000/"
#: what changes some pages, what changes all of them
ONE_BY_ONE = "added renamed page text status page_gone".split()
ALL_ANEW = ("named",)


def through_the_engine(base: EditedBase, out: Path) -> None:
    """What plain `mkdocs build` does, for the address of a preview."""
    mkdocs_build(loaded(base, out))


def loaded(base: EditedBase, out: Path) -> MkDocsConfig:
    return load_config(config_file=str(base.root / "mkdocs.yml"), site_dir=str(out), site_url=HERE)


def renewed(base: EditedBase, preview: Preview) -> bool:
    """Bring the preview up to date page by page, where that is possible."""
    base.write_settings()
    os.environ["SOURCE_DATE_EPOCH"] = str(int(dt.datetime.combine(base.settings.build_date, dt.time(12)).timestamp()))
    return preview.renewed()


def show(base: EditedBase, preview: Preview, out: Path) -> bool:
    """Bring the preview in ``out`` up to date, as `serve` does; whether that was done page by page."""
    page_by_page = renewed(base, preview)
    if not page_by_page:
        with previewing.remembering(preview):
            preview.begin(loaded(base, out))
    return page_by_page


def test_the_preview_is_the_site_of_a_clean_build(
    edited: Callable[[int], EditedBase], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")  # put back afterwards
    base, preview, live = edited(5), Preview(), tmp_path / "live"
    assert not show(base, preview, live)
    for way in ONE_BY_ONE:
        base.step(way)
        try:
            assert show(base, preview, live), base.done
        except NothingBuilt:
            base.take_back()
    preview.wait()
    through_the_engine(base, tmp_path / "clean")
    made, wanted = files.tree(live), files.tree(tmp_path / "clean")
    assert sorted(path for path in made.keys() | wanted.keys() if made.get(path) != wanted.get(path)) == [], base.done
    assert "taken back" not in base.done[:6]
    for way in ALL_ANEW:
        base.step(way)
        assert not renewed(base, preview), f"{way}: all pages share it"
