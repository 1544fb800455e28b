"""What is remembered of the pages that are taken along is what a look at them says."""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from support import copy_of_mini

from generator import files, site
from generator.catalog import Catalog
from generator.files import packed
from generator.pages import reuse
from generator.pages.reuse import KeptFiles
from generator.publish import building, search_index
from generator.publish.scanning import LastScan
from generator.settings import Settings

PAGE = "practices/parnoe/index.html"


@pytest.fixture
def offered(built_mini: Path, tmp_path: Path) -> tuple[Path, Path, Catalog]:
    """A finished site that was offered once, where that is remembered, and its catalogue."""
    out, place = tmp_path / "site", tmp_path / "cache" / "known.looks"
    shutil.copytree(built_mini, out)
    catalog, _ = site.check(copy_of_mini(tmp_path / "base"), Settings())
    offer(out, catalog, LastScan(place))
    return out, place, catalog


def offer(out: Path, catalog: Catalog, last: LastScan) -> None:
    """The index and what can be taken along, as a build makes them of the finished pages."""
    building.search_and_offer(out, catalog, last=last)


def change(out: Path) -> None:
    page = out / PAGE
    page.write_text(page.read_text("utf-8").replace("</article>", "<p>Синхрофазотрон</p></article>"), "utf-8")


def both(out: Path, catalog: Catalog, last: LastScan) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What is offered with what is remembered, and without."""
    offer(out, catalog, last)
    made = files.tree(out)
    offer(out, catalog, LastScan())
    return made, files.tree(out)


def test_a_changed_page_is_looked_at_again(offered: tuple[Path, Path, Catalog]) -> None:
    out, place, catalog = offered
    before = files.tree(out)
    change(out)
    made, clean = both(out, catalog, LastScan(place))
    assert made == clean
    changed = [name for name, data in made.items() if data != before.get(name)]
    assert search_index.INDEX_HEAD in changed, "the word is found on the site"
    assert any("offline/poisk" in name for name in changed), "and in what is taken along"


def taken_along(out: Path, catalog: Catalog, kept: KeptFiles | None) -> dict[str, bytes]:
    """The indexes of what is taken along."""
    building.search_and_offer(out, catalog, kept=kept)
    return {name: data for name, data in files.tree(out).items() if "offline/poisk" in name}


def test_the_index_of_what_is_taken_along_comes_from_the_last_site(
    offered: tuple[Path, Path, Catalog], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, _, catalog = offered
    first = KeptFiles({}, dict[str, bytes]().__getitem__)
    before = taken_along(out, catalog, first)
    again = KeptFiles(first.now, before.__getitem__)
    assert taken_along(out, catalog, again) == before
    assert again.taken == len(before) > 0
    change(out)
    changed = KeptFiles(first.now, before.__getitem__)
    assert taken_along(out, catalog, changed) == taken_along(out, catalog, None) != before
    monkeypatch.setattr(reuse, "digest_of_texts", lambda _: "the same")
    first = KeptFiles({}, dict[str, bytes]().__getitem__)
    before = taken_along(out, catalog, first)
    page = out / PAGE
    page.write_text(page.read_text("utf-8").replace("Синхрофазотрон", "Телескоп"), "utf-8")
    blind = taken_along(out, catalog, KeptFiles(first.now, before.__getitem__))
    assert blind == before, "the red twin: who does not say what it is made of gets the words of before"
    assert blind != taken_along(out, catalog, None)


def test_what_is_remembered_of_other_bytes_would_be_seen(
    offered: tuple[Path, Path, Catalog], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The red twin: who does not ask for the digest offers the words of the page as it was."""
    out, place, catalog = offered
    change(out)
    find = LastScan.find
    last = LastScan(place)
    monkeypatch.setattr(last, "find", lambda name, mark, filters: find(last, name, _mark_of(last, name), filters))
    made, clean = both(out, catalog, last)
    assert made != clean


def _mark_of(last: LastScan, name: str) -> str:
    return json.loads(zlib.decompress(last._known[name]))[0] if name in last._known else ""


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "half": lambda old: old[: len(old) // 2],
    "pickle": lambda _: b"\x80\x04pickle",
    "another program": lambda old: old.replace(packed.program_digest().encode(), b"0" * 64),
    "other words": lambda old: old[: old.index(b"\n") + 1] + bytes(len(old) - old.index(b"\n") - 1),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_damaged_costs_time_only(offered: tuple[Path, Path, Catalog], damage: str) -> None:
    out, place, catalog = offered
    whole = place.read_bytes()
    assert LastScan(place)._known
    place.write_bytes(DAMAGE[damage](whole))
    made, clean = both(out, catalog, LastScan(place))
    assert made == clean
    assert place.read_bytes() == whole
    assert not LastScan(place, clean=True)._known
