"""Pictures of the real screens: the texts, the list of the script and the files say the same, and the script works."""

from __future__ import annotations

import re
from pathlib import Path

import pictures
import pytest
from look import served
from PIL import Image
from playwright.sync_api import Browser
from support import PROJECT

from generator import site
from generator.checks import links
from generator.pages import form
from generator.publish.finished import with_picture_sizes
from generator.settings import Settings

TEXTS = (PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *sorted((PROJECT / "content").rglob("*.md")))
NAMED = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
LISTED = {f"{name}.png" for names in pictures.PICTURES.values() for name in names}


def shown() -> list[tuple[Path, str, Path]]:
    """Text, alternative words and file of every picture in the texts."""
    return [
        (text, words, (text.parent / place).resolve())
        for text in TEXTS
        for words, place in NAMED.findall(text.read_text("utf-8"))
    ]


def unmade(places: list[Path]) -> list[str]:
    """Pictures that are not there or that the script does not make."""
    return [str(place) for place in places if not place.is_file() or place.name not in LISTED]


def test_every_picture_of_the_texts_is_there_and_made_by_the_script() -> None:
    assert len(shown()) >= len(LISTED)
    assert unmade([place for _, _, place in shown()]) == []


def test_red_twin_a_picture_that_nobody_makes_is_found(tmp_path: Path) -> None:
    (tmp_path / "sam.png").write_bytes(b"")
    lost = pictures.TARGET / "net-takoi.png"
    assert unmade([tmp_path / "sam.png", lost]) == [str(tmp_path / "sam.png"), str(lost)]


def test_every_picture_that_is_made_is_shown_to_somebody() -> None:
    assert {path.name for path in pictures.TARGET.iterdir()} == LISTED
    assert {place.name for _, _, place in shown()} == LISTED


@pytest.mark.parametrize(("text", "words", "place"), shown(), ids=lambda it: getattr(it, "name", ""))
def test_every_picture_has_words(text: Path, words: str, place: Path) -> None:
    """Those who do not see it learn the same: a sentence, not a name."""
    assert len(words) >= 30, f"{text.name}: {place.name}"


def test_pictures_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in pictures.TARGET.iterdir()}
    assert {name: size for name, size in sizes.items() if size > pictures.LARGEST} == {}
    assert sum(sizes.values()) <= pictures.TOGETHER


def test_a_picture_that_is_too_large_is_refused(tmp_path: Path) -> None:
    noise = Image.effect_noise((1000, 1000), 90)
    with pytest.raises(SystemExit, match="Покажите меньшую часть"):
        pictures.keep(tmp_path, "shum", noise)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.browser
def test_the_script_still_finds_its_way_through_the_forms(browser: Browser, built: Path, tmp_path: Path) -> None:
    """The group that the guides need most; `make pictures` runs all of them."""
    with served(built) as site:
        pictures.form(browser, site, tmp_path)
    assert {path.stem for path in tmp_path.iterdir()} == set(pictures.PICTURES["form"])
    for path in tmp_path.iterdir():
        with Image.open(path) as made, Image.open(pictures.TARGET / path.name) as kept:
            assert abs(made.width - kept.width) <= 40, f"{path.name} looks different: run make pictures"


# --- on the site ------------------------------------------------------------------------------------------------------


def test_a_picture_carries_its_size(built: Path) -> None:
    page = (built / "guides" / "kak-predlozhit-praktiku" / "index.html").read_text("utf-8")
    found = re.findall(r'<img src="\.\./kartinki/([\w-]+)\.png"([^>]*)>', page)
    assert found
    for name, attributes in found:
        with Image.open(pictures.TARGET / f"{name}.png") as picture:
            assert f'width="{picture.width}" height="{picture.height}"' in attributes
        assert 'loading="lazy"' in attributes
        assert (built / "guides" / "kartinki" / f"{name}.png").is_file()


@pytest.mark.parametrize("content", [b"", b"\x89PNG", b"GIF89a" + bytes(40)])
def test_a_file_that_is_no_png_gets_no_size(tmp_path: Path, content: bytes) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(content)
    page = '<img src="../a.png" alt="x">'
    assert with_picture_sizes(page, "guides/x.md", {"guides/a.png": picture}) == page


def test_texts_may_lead_to_every_form(mini: Path, built: Path) -> None:
    """The rule for links and the pages know the same forms."""
    forms = {f"{form.FORM_FOLDER}/{name}" for name in form.FORM_ADDRESSES.values()}
    known = links.site_addresses(site.check(mini, Settings())[0])
    assert forms == {address for address in known if address.startswith(f"{form.FORM_FOLDER}/")}
    page = (built / "guides" / "pokazateli-i-dorozhnaia-karta" / "index.html").read_text("utf-8")
    assert 'href="../../predlozhit/pokazateli/"' in page
