"""What a build takes over from the last site is what it would have made, and nothing that others have written there."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import small_site
from small_site import a_site

from generator import files, publish
from generator import site as contents
from generator.files import packed
from generator.pages import Page
from generator.publish import building, last_build, search_index
from generator.publish.unchanged import CACHE_VARIABLE

root = small_site.root

ONE = Page(
    "practices/a.md", "# А\n\n[Вторая](b.md) [шаги](b.md#shagi)\n\n<img src=\"../../images/scheme.png\" alt=''>\n"
)
TWO = Page("practices/b.md", "---\nupdated: '2025-09-01'\n---\n\n# Б\n\n## Шаги {#shagi}\n\nТекст.\n")
Build = Callable[..., int]


@pytest.fixture
def build(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Build:
    """Build the small site with these pages; how many were taken over."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))

    def do(*pages: Page, clean: bool = False, site: contents.Site | None = None) -> int:
        said: list[str] = []
        building.build_site(root, root / "site", site or a_site(*pages), said.append, clean=clean)
        return sum(int(line.rpartition(": ")[2].rstrip(".")) for line in said if line.startswith("Не изменилось"))

    return do


def manifest(tmp_path: Path) -> Path:
    return next((tmp_path / "cache").glob("*.pages"))


def clean_site(root: Path, build: Build, *pages: Page) -> dict[str, bytes]:
    """What a clean build of the same pages gives, beside the one that stands there."""
    built = files.tree(root / "site")
    build(*pages, clean=True)
    whole = files.tree(root / "site")
    assert built == whole
    return whole


def test_only_what_changed_is_made(root: Path, build: Build) -> None:
    assert build(ONE, TWO) == 0
    assert build(ONE, TWO) == 6
    changed = Page(TWO.path, TWO.text.replace("Текст", "Другой текст").replace("2025", "2026"))
    assert build(ONE, changed) == 5
    site = clean_site(root, build, ONE, changed)
    assert "Другой текст".encode() in site["practices/b/index.html"]
    assert b"2026-09-01" in site["sitemap.xml"]


def test_a_clean_build_takes_nothing(build: Build) -> None:
    assert build(ONE, TWO) == 0
    assert build(ONE, TWO, clean=True) == 0


def test_what_somebody_wrote_into_the_site_is_never_taken_over(root: Path, build: Build) -> None:
    build(ONE, TWO)
    page = root / "site" / "practices" / "a" / "index.html"
    page.write_bytes(page.read_bytes().replace("А".encode(), "Я".encode()))
    (root / "site" / "practices" / "b" / "index.html").unlink()
    assert build(ONE, TWO) == 4
    clean_site(root, build, ONE, TWO)


def test_what_is_as_it_was_is_not_written_again(root: Path, build: Build) -> None:
    site = root / "site"
    build(ONE, TWO)
    before = {path: (site / path).stat().st_ino for path in files.tree(site)}
    build(ONE, Page(TWO.path, TWO.text.replace("Текст", "Другой текст")))
    written = {path for path in files.tree(site) if before.get(path) != (site / path).stat().st_ino}
    assert "practices/b/index.html" in written
    assert "practices/a/index.html" not in written
    assert not [path for path in written if path.startswith(f"{search_index.INDEX_FOLDER}/") and path in before]
    assert all((site / path).stat().st_nlink == 1 for path in files.tree(site)), "the old site has gone"


def test_a_site_that_is_not_published_leaves_the_old_one_as_it_was(root: Path, build: Build) -> None:
    build(ONE, TWO)
    before = files.tree(root / "site")
    with pytest.raises(publish.NotPublished):
        build(Page(ONE.path, ONE.text + "\n[нет](net.md)\n"), TWO)
    assert files.tree(root / "site") == before


def test_a_link_to_a_page_that_is_gone_is_told(root: Path, build: Build) -> None:
    build(ONE, TWO)
    before = files.tree(root / "site")
    with pytest.raises(publish.NotPublished, match=r"b\.md"):
        build(ONE)
    assert files.tree(root / "site") == before


def test_a_link_to_a_heading_that_is_gone_is_told(build: Build) -> None:
    build(ONE, TWO)
    with pytest.raises(publish.NotPublished, match=r"b\.md#shagi"):
        build(ONE, Page(TWO.path, "# Б\n\nТекст.\n"))


@pytest.mark.parametrize(
    "change",
    [
        ("mkdocs.yml", lambda old: old.replace(b"\xd0\x9f\xd1\x80\xd0\xbe\xd0\xb1\xd0\xb0", b"X")),
        ("content/images/scheme.png", lambda old: old + b"\0"),
    ],
    ids=["settings", "picture"],
)
def test_what_all_pages_share_makes_them_all_anew(
    root: Path,
    build: Build,
    change: tuple[str, Callable[[bytes], bytes]],
) -> None:
    build(ONE, TWO)
    path = root / change[0]
    path.write_bytes(change[1](path.read_bytes()))
    os.utime(path, (1, 1))
    assert build(ONE, TWO) == 0
    clean_site(root, build, ONE, TWO)


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "half": lambda old: old[: len(old) // 2],
    "not JSON": lambda _: b"\x80\x04pickle",
    "a list": lambda _: b"[1]",
    "another version": lambda old: old.replace(b'"format": 2', b'"format": 1'),
    "other fields": lambda _: b'{"format": 2, "shared": "", "pages": {"a": [1]}}',
    "deep": lambda _: b"[" * 100_000,
    "without an end": lambda old: old[:-1],
    "other pages": lambda old: repacked(old, b"[1]"),
    "wrong kinds": lambda old: repacked(old, b"[1, 1, 1, 1, 1, 1, 1]"),
    "a deep page": lambda old: repacked(old, b"[" * 100_000),
    "not packed": lambda old: repacked(old, b"", lambda _: b"x"),
}


def repacked(old: bytes, content: bytes, pack: Callable[[bytes], bytes] = zlib.compress) -> bytes:
    """The manifest with this for every page."""
    head, page = json.loads(old.partition(b"\n")[0]), pack(content)
    places = {path: (n * len(page), (n + 1) * len(page)) for n, path in enumerate(head["pages"])}
    return json.dumps({**head, "pages": places}).encode() + b"\n" + page * len(places)


def test_a_damaged_or_foreign_manifest_costs_time_only(build: Build, tmp_path: Path) -> None:
    """One after another; each build leaves the manifest that the next one takes everything over from."""
    build(ONE, TWO)
    path = manifest(tmp_path)
    whole = path.read_bytes()
    for name, damage in DAMAGE.items():
        path.write_bytes(damage(whole))
        assert build(ONE, TWO) == 0, name
        assert path.read_bytes() == whole, f"{name}: the next build would not take everything over"
    assert build(ONE, TWO) == 6


def test_a_cache_that_cannot_be_written_costs_time_only(build: Build, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("no folder")
    assert build(ONE, TWO) == 0
    assert build(ONE, TWO) == 0


def test_front_matter_that_json_would_change_is_read_anew(build: Build) -> None:
    dated = Page("practices/c.md", "---\nupdated: 2025-09-01\n1: one\n---\n\n# В\n")
    assert build(dated) == 0
    assert build(dated) == 4


def test_the_manifest_holds_no_text_of_a_page(build: Build, tmp_path: Path) -> None:
    build(ONE, TWO)
    head, _, rest = manifest(tmp_path).read_bytes().partition(b"\n")
    places = [place for path, place in json.loads(head)["pages"].items() if path != last_build._PASSED]
    assert len(places) == 6
    assert not [place for place in places if "Текст" in zlib.decompress(rest[slice(*place)]).decode()]


def test_digests_of_parts_do_not_run_together() -> None:
    assert packed.digest("ab", "c") != packed.digest("a", "bc")
