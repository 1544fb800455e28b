"""The real base as a real site: every link leads somewhere, the HTML is valid, every page says what it is."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import html5lib
import pytest
from look import specimens

pytestmark = pytest.mark.slow


def broken_links(folder: Path) -> list[str]:
    """Links inside the site, anchors included, that lead nowhere (lychee, offline)."""
    lychee = Path(sys.executable).with_name("lychee")
    done = subprocess.run(
        [lychee, "--offline", "--no-progress", "--include-fragments", "--index-files", "index.html", "--format", "json",
         "--root-dir", folder, folder],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    report = json.loads(done.stdout)
    assert report["total"] > 0
    return [f"{page}: {link['url']}" for page, links in report["error_map"].items() for link in links]


def test_no_link_of_the_site_is_broken(built: Path) -> None:
    assert broken_links(built) == []


def test_red_twin_a_broken_link_and_a_broken_anchor_are_found(built: Path, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    shutil.copy(built / "404.html", tmp_path / "a" / "b.html")
    (tmp_path / "index.html").write_text('<a href="a/net.html">x</a> <a href="a/b.html#net">y</a>', encoding="utf-8")
    found = " ".join(broken_links(tmp_path))
    assert "net.html" in found
    assert "b.html#net" in found


#: parse errors that come from Material itself and stay, with the reason (an entry that is not needed is an error too)
UPSTREAM: dict[str, str] = {}


def faults(path: Path) -> Iterator[str]:
    """Parse errors by the HTML standard, doubled ids, pictures without a text, headings that skip a level."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    document = parser.parse(path.read_text(encoding="utf-8"))
    for (line, _), code, _ in parser.errors:
        if code not in UPSTREAM:
            yield f"{line}: {code}"
    elements = [e for e in document.iter() if isinstance(e.tag, str)]
    ids = Counter(e.attrib["id"] for e in elements if "id" in e.attrib)
    yield from (f"id twice: {name}" for name, times in ids.items() if times > 1)
    yield from ("img without alt" for e in elements if e.tag == "img" and "alt" not in e.attrib)
    levels = [int(e.tag[1]) for e in elements if re.fullmatch("h[1-6]", e.tag)]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} headings of the first level"
    yield from (f"h{b} after h{a}" for a, b in pairwise(levels) if b > a + 1)


def test_html_is_valid_on_every_page_kind(built: Path) -> None:
    wrong = {}
    for name, address in specimens(built).items():
        path = built / address / "index.html" if not address.endswith(".html") else built / address
        if found := list(faults(path)):
            wrong[name] = found[:5]
    assert wrong == {}


def test_red_twin_bad_html_is_found(tmp_path: Path) -> None:
    page = tmp_path / "x.html"
    page.write_text(
        '<!doctype html><html lang="ru"><title>x</title><h1 id="a">a</h1><h3 id="a">b</h3>'
        '<p><div>c</div></p></b><img src="x">',
        encoding="utf-8",
    )
    found = " ".join(faults(page))
    assert [f for f in ("unexpected-end-tag", "id twice", "img without alt", "h3 after h1") if f not in found] == []


def test_every_page_has_a_title_and_a_description_of_its_own(built: Path) -> None:
    titles: Counter[str] = Counter()
    for path in built.rglob("index.html"):
        source = path.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' in source:
            continue
        titles[re.search(r"<title>(.*?)</title>", source, re.DOTALL)[1].strip()] += 1
        assert re.search(r'<meta name="description" content="[^"]{10,}"', source), path
    assert [title for title, times in titles.items() if times > 1] == []


def test_the_roadmap_page_has_31_rows_and_calls_nobody_late(built: Path) -> None:
    page = (built / "programmes" / "dvizhenie-vverkh" / "index.html").read_text(encoding="utf-8")
    assert [n for n in range(1, 40) if f'id="m-{n}"' in page] == list(range(1, 32))
    assert "просрочено" not in page
    own = page[page.index('id="dorozhnaia-karta"') : page.index('id="istochniki"')]
    text = re.sub(r"<svg.*?</svg>", "", own, flags=re.S)
    assert text.count("нет данных") == 1, "said once for the whole roadmap, not once for every term"
