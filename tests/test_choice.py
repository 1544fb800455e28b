"""What answers to a choice and in which order, reckoned in the browser and by hand: reviews, unsaid conditions, sorts.

The other facets are counted by hand in test_catalogue_counts.py, through the panel of filters.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from look import served
from playwright.sync_api import Browser, Page
from shipped_base import shipped_catalog

from generator import catalog, files, pages
from generator.begin.sample import generate_base
from generator.records.reading import load

pytestmark = pytest.mark.browser

TODAY = dt.date(2026, 11, 22)
BASES = ("shipped", "generated")


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, catalog.Catalog]:
    folder = tmp_path_factory.mktemp("generated")
    files.write_tree(folder, generate_base(120, 1, files.vocabularies_dir()))
    return {
        "shipped": shipped_catalog(),
        "generated": catalog.build(load(folder)[0], TODAY),
    }


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder: Path = tmp_path_factory.mktemp("choice")
    (folder / "index.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
    for script in ("catalogue/choice.js", "shared/ui.js"):
        (folder / script).parent.mkdir()
        (folder / script).write_bytes((files.theme_dir() / "assets" / script).read_bytes())
    with served(folder) as url:
        page = browser.new_page()
        page.goto(url)
        yield page


def chosen(page: Page, found: catalog.Catalog, query: str) -> tuple[list[str], str]:
    """The ids that the browser finds, in their order, and the address it makes of the choice."""
    made = next(f.data for f in pages.catalogues(found) if f.path == "practices/katalog.json")
    return page.evaluate(
        """async ([data, query]) => {
          const its = await import("/catalogue/choice.js");
          const catalogue = its.prepare(data);
          const state = its.read(catalogue, query);
          const ids = its.sorted(catalogue, its.count(catalogue, state).results, state).map((i) => data.ids[i]);
          return [ids, its.query(catalogue, state)];
        }""",
        [json.loads(made), query],
    )


def everything(found: catalog.Catalog) -> list:
    return [*found.listed("practices"), *found.listed("practices", demo=True)]


def reviewed(practice) -> set[str]:
    """The second axis, by hand: what published reviews say in months; that there is no effect, in either measure."""
    text = set()
    for item in practice.synthesis:
        months = item.months
        if months is None:
            text.add("none" if item.effect_size is not None and item.effect_size <= 0 else "other")
        else:
            text.add("high" if months > 4 else "some" if months > 0 else "none")
    return text | {"yes"} if practice.synthesis else {"no"}


@pytest.mark.parametrize("which", BASES)
@pytest.mark.parametrize("values", [("yes",), ("no",), ("high",), ("some", "none"), ("high", "no")])
def test_published_reviews_are_found_as_by_hand(page: Page, bases, which: str, values: tuple[str, ...]) -> None:
    found = bases[which]
    expected = {p.id for p in everything(found) if reviewed(p) & set(values)}
    present = {v for p in everything(found) for v in reviewed(p)}
    assert which == "generated" or set(values) <= present
    ids, _ = chosen(page, found, f"?synthesis={','.join(values)}&demo=1")
    if present & set(values):  # a value that no record has is no filter
        assert set(ids) == expected


@pytest.mark.parametrize("which", BASES)
@pytest.mark.parametrize("query", ["size=25", "hours=1", "fit=small", "size=8&hours=2&fit=offline"])
def test_what_nobody_has_said_fits_only_when_asked_for(page: Page, bases, which: str, query: str) -> None:
    found = bases[which]
    asked = dict(part.split("=") for part in query.split("&"))

    def fits(practice, unsaid: bool) -> bool:
        c = practice.conditions
        tests = {
            "size": lambda n: unsaid if c is None or c.class_size_min is c.class_size_max is None
            else (c.class_size_min or 0) <= int(n) <= (c.class_size_max or 999),
            "hours": lambda n: unsaid if c is None or c.prepare_hours is None else c.prepare_hours <= float(n),
            "fit": lambda name: {
                "small": lambda: unsaid if c is None or c.small_school is None else c.small_school != "no",
                "offline": lambda: unsaid if c is None or c.internet is None else c.internet != "required",
            }[name](),
        }  # fmt: skip
        return all(tests[key](value) for key, value in asked.items())

    for unsaid in (False, True):
        ids, _ = chosen(page, found, f"?{query}&demo=1{'&unknown=1' if unsaid else ''}")
        assert set(ids) == {p.id for p in everything(found) if fits(p, unsaid)}, unsaid


Key = Callable[[catalog.Catalog, object], float | None]
ORDERS: dict[str, Key] = {
    "newest": lambda found, p: -p.updated.toordinal() if p.updated else None,
    "evidence": lambda found, p: -int(found.evidence[p.id].level[1:]),
    "replicated": lambda found, p: (
        -len({r.organization for r in found.linked(p, "replications.practice") if r.result == "worked"})
    ),
    "preparation": lambda found, p: p.conditions.prepare_hours if p.conditions else None,
}


@pytest.mark.parametrize("which", BASES)
@pytest.mark.parametrize("order", ORDERS)
def test_every_order_is_the_one_by_hand(page: Page, bases, which: str, order: str) -> None:
    found = bases[which]
    ids, _ = chosen(page, found, f"?sort={order}&demo=1")
    parts = [ORDERS[order](found, found.get("practices", its_id)) for its_id in ids]
    known = [value for value in parts if value is not None]
    assert len(ids) == len(everything(found))
    assert known == sorted(known)
    assert parts[: len(known)] == known, "what nobody has said stands at the end"
    assert len(set(known)) > 1 or which == "shipped"


@pytest.mark.parametrize(
    "query",
    [
        "?subjects=matematika,fizika&levels=grade-5&fit=small,offline&size=20&hours=1.5&unknown=1&demo=1&sort=newest",
        "?areas=assessment",
        "",
    ],
)
def test_an_address_read_and_written_is_the_same(page: Page, bases, query: str) -> None:
    assert chosen(page, bases["shipped"], query)[1] == query
