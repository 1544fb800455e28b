"""Law 16: whatever is made anew after a change, and whatever is left as it was, is what a clean build makes."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from edited_base import EditedBase
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from generator import files, site
from generator.pages import environment, reuse
from generator.pages.reuse import PageMemory
from generator.publish import preview as previewing
from generator.publish.mkdocs_plugin import NothingBuilt
from generator.publish.preview import Preview

STEPS = int(os.environ.get("METODOTEKA_STEPS", "6"))
SEEDS = [int(seed) for seed in os.environ.get("METODOTEKA_SEEDS", "2").split()]


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], EditedBase]:
    """Make a base that changes, with templates of its own."""

    def make(seed: int) -> EditedBase:
        base = EditedBase(tmp_path / f"base-{seed}", seed)
        monkeypatch.setattr(files, "templates_dir", lambda: base.templates)
        return base

    return make


def differences(base: EditedBase, memory: PageMemory) -> list[str] | None:
    """The pages and files that differ from a clean build; None where both refuse the base."""
    incremental = site.prepare(base.root, base.settings, memory=memory)
    clean = site.prepare(base.root, base.settings)
    assert incremental.problems == clean.problems
    if clean.failed:
        return None
    made = {one.path: one.text for one in incremental.pages} | {one.path: one.data for one in incremental.files}
    wanted = {one.path: one.text for one in clean.pages} | {one.path: one.data for one in clean.files}
    return sorted(path for path in made.keys() | wanted.keys() if made.get(path) != wanted.get(path))


def walk(base: EditedBase, steps: int) -> list[str]:
    """Change the base ``steps`` times; the first differences, with what was done."""
    memory = PageMemory()
    differences(base, memory)
    for _ in range(steps):
        base.step()
        found = differences(base, memory)
        if found is None:
            base.take_back()
        elif found:
            return [*found[:5], *base.done]
    return []


@pytest.mark.parametrize("seed", SEEDS)
def test_pages_and_files_are_those_of_a_clean_build(edited: Callable[[int], EditedBase], seed: int) -> None:
    assert walk(edited(seed), STEPS) == []


def rendered(base: EditedBase, memory: PageMemory | None = None) -> dict[str, str]:
    found, _ = site.check(base.root, base.settings)
    if memory:
        memory.begin()
    return {page.path: page.text for page in site.build_pages(found, base.settings, memory=memory)}


#: what is left out -> a change of which only that tells, and a page that shows it
FORGOTTEN: dict[str, tuple[Callable[[EditedBase], None], str]] = {
    "what templates ask": (lambda base: base.change("practices/parnoe", status="draft"), "about.md"),
    "what views hold": (lambda base: base.change("practices/parnoe", problem="Другое."), "practices/parnoe.md"),
    "what all pages share": (lambda base: base.set(site_name="Другая"), "index.md"),
}


@pytest.mark.parametrize("forgotten", FORGOTTEN)
def test_a_forgotten_dependency_would_be_seen(
    edited: Callable[[int], EditedBase], monkeypatch: pytest.MonkeyPatch, forgotten: str
) -> None:
    """The red twin: each of the three things by which a page is known tells of a change that the others do not."""
    change, page = FORGOTTEN[forgotten]
    base, whole, broken = edited(1), PageMemory(), PageMemory()
    before = rendered(base, whole)
    if forgotten == "what templates ask":
        monkeypatch.setattr(reuse.TemplateQuestions, "answered_alike", lambda *_: True)
    elif forgotten == "what views hold":
        monkeypatch.setattr(reuse.Digests, "_of_object", lambda self, value, names: type(value).__qualname__)
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


# --- the site on the screen -------------------------------------------------------------------------------------------

HERE = "http://127.0.0.1:8000/"
#: what changes some pages, what changes all of them
ONE_BY_ONE = "added renamed page text status page_gone".split()
ALL_ANEW = ("named",)


def through_the_engine(base: EditedBase, out: Path) -> None:
    """What plain `mkdocs build` does, for the address of a preview."""
    mkdocs_build(load_config(config_file=str(base.root / "mkdocs.yml"), site_dir=str(out), site_url=HERE))


def show(base: EditedBase, preview: Preview, out: Path) -> bool:
    """Bring the preview in ``out`` up to date, as `serve` does; whether that was done page by page."""
    base.write_settings()
    os.environ["SOURCE_DATE_EPOCH"] = str(int(dt.datetime.combine(base.settings.build_date, dt.time(12)).timestamp()))
    page_by_page = preview.renewed()
    if not page_by_page:
        with previewing.remembering(preview):
            through_the_engine(base, out)
    preview.search.renew(out)
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
    preview.search.wait()
    through_the_engine(base, tmp_path / "clean")
    made, wanted = files.tree(live), files.tree(tmp_path / "clean")
    assert sorted(path for path in made.keys() | wanted.keys() if made.get(path) != wanted.get(path)) == [], base.done
    assert "taken back" not in base.done[:6]
    for way in ALL_ANEW:
        base.step(way)
        assert not show(base, preview, live), f"{way}: all pages share it"
