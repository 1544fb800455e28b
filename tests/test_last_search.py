"""What is remembered of the search index gives the index that is made without it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from test_joined_index import a_site

from generator import files
from generator.files import packed
from generator.publish import search_index
from generator.publish.last_search import LastSearch

WORD = "синхрофазотрон"


def index(site: Path, last: LastSearch | None = None) -> tuple[dict[str, bytes], int]:
    """The files of a fresh index, and how many Pagefinds were started for it."""
    shutil.rmtree(site / "assets", ignore_errors=True)
    started = []
    whole = search_index.Pagefind

    class Counted(whole):  # type: ignore[misc,valid-type]
        def __init__(self, *about: object) -> None:
            started.append(self)
            super().__init__(*about)

    search_index.Pagefind = Counted  # type: ignore[misc]
    try:
        search_index.make_index(site, last)
    finally:
        search_index.Pagefind = whole  # type: ignore[misc]
    return files.tree(site / "assets"), len(started)


@pytest.fixture
def indexed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A site of six parts whose index is remembered, and where."""
    monkeypatch.setattr(search_index, "_MOST", 10)
    site, place = a_site(tmp_path / "site", 60), tmp_path / "cache" / "known.search"
    _, started = index(site, LastSearch(place))
    assert started >= 6
    return site, place


def change(site: Path) -> None:
    page = site / "p0033" / "index.html"
    page.write_text(page.read_text("utf-8").replace("</p>", f" {WORD}</p>"), "utf-8")


def test_one_page_costs_its_own_part(indexed: tuple[Path, Path]) -> None:
    site, place = indexed
    change(site)
    made, started = index(site, LastSearch(place))
    assert started == 1
    assert made == index(site)[0]
    assert len([*place.iterdir()]) == len({*place.iterdir()}) >= 6
    assert index(site, LastSearch(place)) == (made, 1), "what lies beside the words comes from Pagefind itself"


def test_a_page_more_and_a_page_less_move_nothing(indexed: tuple[Path, Path]) -> None:
    site, place = indexed
    shutil.copytree(site / "p0033", site / "p0033a")
    shutil.rmtree(site / "p0002")
    made, _ = index(site, LastSearch(place))
    assert made == index(site)[0]


def test_a_part_that_is_known_by_names_alone_would_be_seen(
    indexed: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The red twin: who does not ask for the bytes of a page gets the words that it had."""
    site, place = indexed
    monkeypatch.setattr(search_index, "digest", lambda *about: packed.digest(*about[::3]) if about[2:] else "")
    index(site, LastSearch(place))
    change(site)
    assert index(site, LastSearch(place))[0] != index(site)[0]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "half": lambda old: old[: len(old) // 2],
    "another program": lambda old: old.replace(b'"shared": "', b'"shared": "0', 1),
    "one byte": lambda old: old[: len(old) // 2] + bytes([old[len(old) // 2] ^ 1]) + old[len(old) // 2 + 1 :],
    "other bytes": lambda old: old[: old.index(b"\n") + 1] + bytes(len(old) - old.index(b"\n") - 1),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_damaged_costs_time_only(indexed: tuple[Path, Path], damage: str) -> None:
    site, place = indexed
    wanted, _ = index(site)
    for path in place.iterdir():
        path.write_bytes(DAMAGE[damage](path.read_bytes()))
    made, started = index(site, LastSearch(place))
    assert made == wanted
    assert started >= 6
    assert index(site, LastSearch(place, clean=True))[1] >= 6
