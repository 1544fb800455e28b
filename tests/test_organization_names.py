"""Two ways to write one organisation are told as such, by the program and by the form; others are not."""

from __future__ import annotations

import json

import pytest
import yaml
from form_page import FORM, Scripts
from playwright.sync_api import Browser
from support import PROJECT

from generator import text

CASES = yaml.load((PROJECT / "tests" / "cases" / "organization-names.yml").read_text("utf-8"), yaml.CSafeLoader)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['written']}--{case['title']}")
def test_the_program_says_it(case: dict) -> None:
    assert text.alike_organizations(case["written"], case["title"]) is case["alike"]
    assert text.alike_organizations(case["title"], case["written"]) is case["alike"]


@pytest.mark.slow
@pytest.mark.browser
def test_the_form_says_the_same(browser: Browser) -> None:
    words = json.loads(json.dumps(text.organization_words()))
    with Scripts.open(browser, FORM) as scripts:
        ask = "(module, [words, cases]) => cases.map((one) => module.alike(words)(one.written, one.title))"
        said = scripts.call("organization-names.js", ask, [words, CASES])
    assert said == [case["alike"] for case in CASES]
