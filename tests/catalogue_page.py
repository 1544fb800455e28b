"""Filters of the catalogue in a browser: what a page says, and a count by hand."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kept_pages import one_visit
from look import served
from playwright.sync_api import Browser, Page
from shipped_base import checked

from generator import catalog, files, pages
from generator.begin.sample import generate_base
from generator.records.reading import load
from generator.settings import Settings
from tests.test_catalogue import classes

Trait = Callable[[catalog.Catalog, object], set[str]]


def places(found: catalog.Catalog, practice) -> set[str]:
    own = {practice.territory, *(r.territory for r in found.linked(practice, "replications.practice"))} - {None}
    return own | {f"regions/{found.find(key).region}" for key in own if key.startswith("districts/")}


BROAD = "suits without naming it"


def above(found: catalog.Catalog, ids) -> set[str]:
    """The subjects that a practice names and the broader ones."""
    terms = found.vocabularies["subjects"].terms
    return {*ids, *(t.broader for t in terms if t.id in ids and t.broader)}


def suited(found: catalog.Catalog, practice) -> set[str]:
    """The subjects that a practice suits and does not name: all of them, or those inside of what it names."""
    terms = found.vocabularies["subjects"].terms
    if not practice.subjects:
        return {t.id for t in terms}
    return {t.id for t in terms if t.broader in practice.subjects} - above(found, practice.subjects)


def cautions(found: catalog.Catalog, practice) -> set[str]:
    """What speaks against a practice, by hand: experts, published reviews, what was measured, those who tried."""
    told = [r for r in found.listed("replications", demo=True) if r.practice == practice.id]
    measured = [o for one in (practice, *told) for o in one.outcomes if None not in (o.before, o.after)]
    better = [(o.before - o.after if o.direction == "down" else o.after - o.before) > 0 for o in measured]
    gains = [s.effect_size if s.months is None else s.months for s in practice.synthesis]
    gains = [gain for gain in gains if gain is not None]
    against = {
        "not-recommended": found.maturity[practice.id] == "not-recommended",
        "no-gain": gains and max(gains) <= 0,
        "no-better": better and not any(better),
        "failed": told and all(r.result == "did-not-work" for r in told),
    }
    return {key for key, holds in against.items() if holds} or {"nothing"}


#: what a practice answers to, by hand and not by generator/pages/facets.py
BY_HAND: dict[str, Trait] = {
    "subjects": lambda found, p: above(found, p.subjects) if p.subjects else {"any"},
    "levels": lambda found, p: classes(p),
    "areas": lambda found, p: set(p.areas),
    "forms": lambda found, p: set(p.forms),
    "education": lambda found, p: {
        t.belongs_to.split("/")[1] for t in found.vocabularies["forms"].terms if t.id in p.forms and t.belongs_to
    },
    "place": places,
    "evidence": lambda found, p: {found.evidence[p.id].level},
    "maturity": lambda found, p: {found.maturity[p.id]},
    "caution": cautions,
    "fit": lambda found, p: {
        name
        for name, met in (
            ("simple", p.conditions and p.conditions.equipment
             and set(p.conditions.equipment) <= {"none", "paper", "whiteboard"}),
            ("sheets", p.handouts),
            ("small", p.conditions and p.conditions.small_school in ("suits", "with-changes")),
            ("offline", p.conditions and p.conditions.internet in ("none", "helpful")),
            ("no-projector", p.conditions and p.conditions.equipment
             and not {"projector", "interactive-board"} & set(p.conditions.equipment)),
        )
        if met
    },
}  # fmt: skip


def fits(practice, size: int | None, hours: float | None) -> bool:
    """Conditions with a number, by hand: what nobody has said does not fit."""
    c = practice.conditions
    if size is not None and not (
        c and (c.class_size_min, c.class_size_max) != (None, None)
        and (c.class_size_min or 0) <= size <= (c.class_size_max or 999)
    ):  # fmt: skip
        return False
    return hours is None or bool(c and c.prepare_hours is not None and c.prepare_hours <= hours)


def by_hand(found: catalog.Catalog, practices: list, choice: dict) -> tuple[int, dict[tuple[str, str], int]]:
    """How many practices answer to the choice, and how many would for every value of every facet."""

    def passes(practice, but: str = "") -> bool:
        for key, values in choice.items():
            if key in ("size", "hours", but):
                continue
            met = values & (BY_HAND[key](found, practice) | (suited(found, practice) if key == "subjects" else set()))
            if not (met == values if key == "fit" else met):
                return False
        return fits(practice, choice.get("size"), choice.get("hours"))

    counts: dict[tuple[str, str], int] = {}
    for practice in practices:
        for key, trait in BY_HAND.items():
            for value in trait(found, practice):
                wanted = passes(practice, but="" if key == "fit" else key)
                counts[key, value] = counts.get((key, value), 0) + wanted
        for value in suited(found, practice):
            key = ("subjects", value, BROAD)
            counts[key] = counts.get(key, 0) + passes(practice, but="subjects")
    return sum(map(passes, practices)), counts


def address(choice: dict) -> str:
    parts = [f"{key}={','.join(sorted(v)) if isinstance(v, set) else v}" for key, v in choice.items()]
    return "?" + "&".join(parts)


def choices(found: catalog.Catalog, practices: list, times: int) -> Iterator[dict]:
    """Repeatable random choices, from one filter to five, with numbers now and then."""
    rng = random.Random(7)
    present = {key: sorted({v for p in practices for v in trait(found, p)}) for key, trait in BY_HAND.items()}
    for _ in range(times):
        keys = rng.sample([key for key in present if present[key]], rng.randint(1, 4))
        choice: dict = {key: set(rng.sample(present[key], min(len(present[key]), rng.randint(1, 3)))) for key in keys}
        if rng.random() < 0.3:
            choice["size"] = rng.randint(3, 32)
        if rng.random() < 0.3:
            choice["hours"] = rng.choice([0.5, 1, 2, 4])
        yield choice


def counted(page: Page) -> tuple[int, dict[tuple[str, str], int]]:
    """What the page says: the number found, and the number beside every value."""
    page.wait_for_selector(".m-catalogue--on")
    text = page.evaluate("""() => ({
        found: document.querySelector('.m-catalogue__count').textContent,
        values: [...document.querySelectorAll('.m-facet__value input[value]')].filter((box) => box.value !== 'on')
          .map((box) => [box.name, box.value, box.closest('label').querySelector('.m-facet__n').textContent]),
    })""")
    number = int(re.search(r"\d+", text["found"])[0])
    values = {}
    for name, value, n in text["values"]:
        if name != "synthesis":
            own, _, broad = n.partition(" + ")
            values |= {(name, value): int(own), (name, value, BROAD): int(broad or 0)}
    return number, values


def texts_are_there(page: Page) -> None:
    """The texts of the cards that are shown come after the cards."""
    page.wait_for_function(
        "[...document.querySelectorAll('.m-catalogue .m-cards > .m-card')]"
        ".every((one) => one.querySelector('.m-card__meta'))"
    )


def opened(page: Page, to: str) -> None:
    """The catalogue at an address: where it is there already, the choice comes to it as «Back» brings one."""
    if page.url.partition("?")[0] == to.partition("?")[0]:
        page.wait_for_selector(".m-catalogue--on")
        script = "to => { history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')); }"
        page.evaluate(script, to)
    else:
        page.goto(to)


def differences(page: Page, folder: str, found: catalog.Catalog, practices: list, times: int) -> list[str]:
    wrong = []
    for choice in choices(found, practices, times):
        opened(page, folder + address(choice))
        number, values = counted(page)
        expected, per_value = by_hand(found, practices, choice)
        if number != expected:
            wrong.append(f"{address(choice)}: {number} instead of {expected}")
        wrong += [
            f"{address(choice)}: {key} says {n} instead of {per_value.get(key, 0)}"
            for key, n in values.items()
            if n != per_value.get(key, 0)
        ]
    return wrong


@pytest.fixture(scope="module")
def shipped(built: Path) -> Iterator[tuple[str, catalog.Catalog]]:
    with served(built) as url:
        yield url, checked(Settings())[0]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, catalog.Catalog]]:
    """A generated base of 200 practices: its catalogue file and the script, on a bare page."""
    folder = tmp_path_factory.mktemp("generated")
    files.write_tree(folder / "base", generate_base(200, 1, files.vocabularies_dir()))
    found = catalog.build(load(folder / "base")[0], dt.date(2026, 11, 22))
    made = {f"site/{f.path}": f.data for f in pages.catalogues(found) if f.path.startswith("practices/")}
    for script in ("javascripts/catalogue.js", "catalogue/choice.js", "catalogue/panel.js", "shared/ui.js"):
        made[f"site/assets/{script}"] = (files.theme_dir() / "assets" / script).read_bytes()
    made["site/practices/index.html"] = (
        b'<!doctype html><meta charset="utf-8"><title>x</title>'
        b'<script src="../assets/javascripts/catalogue.js" defer></script>'
        b'<div data-catalogue="katalog.json"></div><ul class="m-cards"></ul><div data-catalogue-end></div>'
    )
    files.write_tree(folder / "out", made)
    with served(folder / "out" / "site") as url:
        yield folder / "out" / "site", url, found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with one_visit(browser, "", 1280, 900) as page:
        yield page
