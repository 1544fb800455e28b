"""Every figure on a page leads in at most two clicks to the records that it was computed from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

pytestmark = pytest.mark.slow
KINDS = ("regions", "districts", "programmes", "indicators")
#: pages whose records a figure is counted from
COUNTED = ("practices", "events", "programmes", "replications")


class Page:
    """A page of the built site: its figures, each with the part of the page that tells of it. A chart draws what the
    table beside it says."""

    def __init__(self, site: Path, path: str):
        self.path = path
        html = (site / path / "index.html").read_text("utf-8")
        self.root = html5lib.parse(html, namespaceHTMLElements=False)
        self.above = {child: parent for parent in self.root.iter() for child in parent}
        self.ids = {element.get("id"): element for element in self.root.iter() if element.get("id")}

    def figures(self) -> Iterator[Element]:
        for element in self.root.iter():
            classes = (element.get("class") or "").split()
            said = element.get("data-label") == "Значение" or "m-multiples__value" in classes
            if said and next(element.iter("b"), None) is not None:
                yield self.above[element]
            elif "m-answer__figures" in classes:
                yield from element.iter("li")
            elif "m-whole" in classes:
                yield element

    def links(self, part: Element) -> list[str]:
        """The pages and places of the site that a part leads to."""
        found = []
        for link in part.iter("a"):
            address = link.get("href") or ""
            if address.startswith("#"):
                found.append(address)
            elif not re.match("[a-z]+:", address):
                steps = [*self.path.split("/"), *address.partition("#")[0].split("/")]
                found.append("/".join(resolved(steps)))
        return found

    def told_by(self, part: Element) -> str:
        """The name of the table that a row stands in, else the words of the part."""
        one: Element | None = part
        while one is not None:
            if one.get("aria-label"):
                return one.get("aria-label") or ""
            one = self.above.get(one)
        return words(part)

    def names_records(self, place: str) -> bool:
        """Whether a numbered source names the files of the figures that rest on it."""
        source = self.ids.get(place.removeprefix("#"))
        return source is not None and "data/values/" in words(source)


def words(part: Element) -> str:
    return " ".join("".join(part.itertext()).split()).removesuffix("#")


def resolved(steps: list[str]) -> list[str]:
    found: list[str] = []
    for step in steps:
        if step == "..":
            found.pop()
        elif step not in ("", "."):
            found.append(step)
    return found


def leads(page: Page, part: Element) -> bool:
    """One click: to a record that was counted, or to the source that names the record with the figure."""
    return any(
        page.names_records(link) if link.startswith("#") else link.split("/")[0] in COUNTED and link.count("/") == 1
        for link in page.links(part)
    )


@pytest.fixture(scope="module")
def read(built: Path):
    return cache(lambda path: Page(built, path))


def test_every_figure_leads_to_its_records(built: Path, read) -> None:
    titles = {
        path.parent.name: words(next(read(f"indicators/{path.parent.name}").root.iter("h1")))
        for path in built.glob("indicators/*/index.html")
    }
    tried, lost = 0, []
    for kind in KINDS:
        for path in sorted(built.glob(f"{kind}/*/index.html")):
            page = read(f"{kind}/{path.parent.name}")
            for part in page.figures():
                tried += 1
                if not leads(page, part) and not any(
                    _leads_on(read, link, titles, page, part) for link in page.links(part)
                ):
                    lost.append((page.path, words(part)[:120]))
    assert lost == []
    assert tried > 100


def _leads_on(read, link: str, titles: dict[str, str], page: Page, part: Element) -> bool:
    """The second click: the page behind the link tells the same figure, and leads to its records."""
    if link.startswith("#") or link.split("/")[0] not in KINDS or link.count("/") != 1:
        return False
    other = read(link)
    about = [one.split("/")[1] for one in (page.path, *page.links(part), link) if one.startswith("indicators/")]
    named = {titles[its_id] for its_id in about} | {page.told_by(part).removesuffix(": значения")}
    return any(
        (other.path.startswith("indicators/") or any(title in other.told_by(one) for title in named))
        and leads(other, one)
        for one in other.figures()
    )


def test_every_number_of_the_home_page_leads_to_a_list(built: Path, read) -> None:
    home = Page(built, ".")
    numbers = [one for one in home.root.iter("b") if re.fullmatch(r"[\d\s]+.*", words(one))]
    for number in numbers:
        one = number
        while one.tag not in ("a", "li", "body"):
            one = home.above[one]
        assert one.tag == "a" or next(one.iter("a"), None) is not None, words(number)
    assert len(numbers) > 5


def test_a_list_by_term_counts_the_demonstration_ones_that_suit_apart(built: Path) -> None:
    """«Подходят и другие: 26 и ещё демонстрационных: 3» as they stand below, and as home and the filter count."""
    seen = 0
    for folder in sorted((built / "practices" / "po" / "subjects").iterdir()):
        page = Page(built, str(folder.relative_to(built))) if (folder / "index.html").exists() else None
        heading = page.ids.get("podkhodiat-i-drugie") if page else None
        if heading is None:
            continue
        around = list(page.above[heading])
        marks = ["демо" in words(item) for item in next(e for e in around[around.index(heading) :] if e.tag == "ul")]
        said = re.search(r"Подходят и другие: (\d+)(?: и ещё демонстрационных: (\d+))?", words(page.root))
        assert [int(n or 0) for n in said.groups()] == [marks.count(False), marks.count(True)], folder.name
        seen += marks.count(True)
    assert seen, "no demonstration practice suits any subject"


def test_the_walk_can_lose_its_way(built: Path, tmp_path: Path) -> None:
    """Red twin: the same page with its numbered sources gone."""
    path = "indicators/demo-dolia-diagnostika"
    html = (built / path / "index.html").read_text("utf-8")
    (tmp_path / path).mkdir(parents=True)
    (tmp_path / path / "index.html").write_text(html.replace('id="istochnik-', 'id="nikuda-'), "utf-8")
    page = Page(tmp_path, path)
    assert not any(leads(page, part) for part in page.figures())
