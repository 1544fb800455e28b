"""A finished page in fewer bytes is the same page: what is shown, what is pre-formatted, what an address says."""

from __future__ import annotations

import gzip
import html
from pathlib import Path

import pytest
from look import served
from playwright.sync_api import Browser, Page
from support import MINI_DAY, copy_of_mini

from generator import cli
from generator.publish import mkdocs_plugin, shares
from generator.publish.minify import minify


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<ul>\n    <li>\n      Раз\n    </li>\n\n  </ul>", "<ul><li>Раз</li></ul>"),
        ("<p>Слово   за\tсловом</p>", "<p>Слово за словом</p>"),
        ("<span> а </span> <b>б</b>", "<span> а </span> <b>б</b>"),
        ("<pre>a\n    b</pre>  <i>c</i>", "<pre>a\n    b</pre> <i>c</i>"),
        ('<a href="https&#58;&#47;&#47;a&#46;ru" title="два  пробела">1&#46;5</a>',
         '<a href="https://a.ru" title="два  пробела">1.5</a>'),
        ("а&nbsp;&nbsp; б\u00a0\u00a0в", "а&nbsp;&nbsp; б\u00a0\u00a0в"),
        ('<script type="a/b">{"a":  "&#46;"}</script>', '<script type="a/b">{"a":  "&#46;"}</script>'),
    ],
)  # fmt: skip
def test_what_is_left_of_a_page(before: str, after: str) -> None:
    assert minify(before) == after
    assert minify(after) == after


@pytest.mark.parametrize(
    "text", ["&amp;#46;", "&#38;#46;", "&&#35;46;", "&#60;b&#62;", "&#123;&#123;", "a&#61;&#34;", "&lt&#59;"]
)
def test_no_sign_becomes_another(text: str) -> None:
    """What looks like markup, a template or a second reference stays what it was."""
    assert html.unescape(minify(text)) == html.unescape(text)
    assert "{{" not in minify(text)
    assert "<b" not in minify(text)


# --- in a browser -----------------------------------------------------------------------------------------------------

SEEN = """() => [document.body.innerText, [...document.querySelectorAll('*')].map((e) => [
    e.tagName, [...e.attributes].map((a) => `${a.name}=${a.value}`).join(' '),
    e.matches('pre, textarea') && e.textContent])]"""


@pytest.fixture(scope="module")
def both(built_mini: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The mini base built twice: as it goes public, and as the engine left it."""
    base = copy_of_mini(tmp_path_factory.mktemp("small") / "base")
    whole = base.parent / "whole"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", MINI_DAY)
        patch.setattr(mkdocs_plugin, "minify", str)
        patch.setattr(shares, "can_be_shared", lambda _: False)
        assert cli.main(["--root", str(base), "build", "--out", str(whole)]) == 0
    return {"small": built_mini, "whole": whole}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    """Without the site's scripts: they would be at work on the page while it is looked at."""
    return browser.new_page(viewport={"width": 1280, "height": 900}, java_script_enabled=False)


@pytest.mark.slow
@pytest.mark.browser
def test_a_browser_sees_the_same_pages(both: dict[str, Path], page: Page) -> None:
    """Two pages of every kind, the longest: the others differ in words only."""
    kinds: dict[str, list[str]] = {}
    for path in sorted(both["whole"].glob("*/*/index.html"), key=lambda path: -path.stat().st_size):
        if b'http-equiv="refresh"' not in path.read_bytes()[:400]:
            kinds.setdefault(path.parts[-3], []).append(path.parent.relative_to(both["whole"]).as_posix())
    addresses = ["practices", "about", *(address for its in kinds.values() for address in its[:2])]
    assert len(kinds) > 15
    seen: dict[str, list] = {address: [] for address in addresses}
    for folder in both.values():
        with served(folder) as base:
            for address in addresses:
                page.goto(f"{base}{address}/")
                seen[address].append(page.evaluate(SEEN))
    assert [address for address, (one, other) in seen.items() if one != other] == []


@pytest.mark.browser
def test_red_twin_spaces_between_words_that_are_cut_are_seen(page: Page) -> None:
    seen = []
    for markup in ("<p><b>один</b> <i>два</i></p>", "<p><b>один</b><i>два</i></p>"):
        page.set_content(markup)
        seen.append(page.evaluate(SEEN))
    assert seen[0] != seen[1]


@pytest.mark.slow
def test_the_frame_loses_its_indentation(both: dict[str, Path]) -> None:
    name = "practices/parnoe/index.html"
    whole, light = ((both[way] / name).read_bytes() for way in ("whole", "small"))
    assert len(gzip.compress(light)) < 0.96 * len(gzip.compress(whole))
    assert minify(light.decode()) == light.decode()
