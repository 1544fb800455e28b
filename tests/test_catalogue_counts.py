"""Filters in a real browser: counts against a count by hand."""

from __future__ import annotations

import catalogue_page
import pytest
from catalogue_page import differences
from playwright.sync_api import Page

generated, page, shipped = catalogue_page.generated, catalogue_page.page, catalogue_page.shipped


pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_counts_of_a_generated_base_are_those_by_hand(generated, page: Page) -> None:
    _, url, found = generated
    practices = list(found.listed("practices", demo=True))
    assert len(practices) > 150
    assert differences(page, url + "practices/", found, practices, 40) == []


def test_counts_of_the_shipped_base_are_those_by_hand(shipped, page: Page) -> None:
    url, found = shipped
    practices = list(found.listed("practices"))
    assert differences(page, url + "practices/", found, practices, 25) == []


def test_red_twin_a_script_that_ands_values_of_a_facet_is_found_out(generated, page: Page) -> None:
    folder, url, found = generated
    script = folder / "assets/catalogue/choice.js"
    right = script.read_text(encoding="utf-8")
    wrong = right.replace("facet.r[i].some((n) => set.has(n))", "[...set].every((n) => facet.r[i].includes(n))")
    assert wrong != right
    script.write_text(wrong, encoding="utf-8")
    try:
        assert differences(page, url + "practices/", found, list(found.listed("practices", demo=True)), 10) != []
    finally:
        script.write_text(right, encoding="utf-8")
