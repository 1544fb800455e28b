"""Signs that do not belong into a text, and letters of another alphabet: ``cases/characters.yml`` on the functions that
every way in uses, their laws on any text, and their cost."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator import text

CASES = yaml.load((Path(__file__).parent / "cases" / "characters.yml").read_text("utf-8"), yaml.CSafeLoader)
ANY = st.text(
    st.one_of(
        st.sampled_from("и\u0306\u00ad\u200d\ufe0f\u202e\x1b\r\n\uf0b7\U0001f468aа \u0301\u115f\u1161"), st.characters()
    )
)


@pytest.mark.parametrize("case", CASES["characters"], ids=lambda case: ascii(case["text"]))
def test_signs_that_do_not_belong(case: dict) -> None:
    written = case["text"]
    assert [one.kind for one in text.characters(written)] == case["found"]
    assert text.normalize(written) == case["reads"]
    assert text.clean(written) == case.get("clean", case["reads"])
    if shown := case.get("shown"):
        assert text.visible(written) == shown


@pytest.mark.parametrize("case", CASES["foreign"], ids=lambda case: case["text"])
def test_letters_of_another_alphabet(case: dict) -> None:
    (found,) = text.foreign_letters(case["text"])
    assert (found.letter, text.alphabet(found.letter), list(found.meant)) == (
        case["letter"], case["alphabet"], case["meant"],
    )  # fmt: skip
    assert case["text"][found.letter_at] == case["letter"]


@pytest.mark.parametrize("line", CASES["benign"])
def test_what_is_mixed_on_purpose_is_left_alone(line: str) -> None:
    assert list(text.foreign_letters(line)) == []


@given(ANY)
def test_laws_of_any_text(written: str) -> None:
    """Reading and cleaning end: twice is once, nothing that can be mended is left, and letters stay."""
    reads, clean = text.normalize(written), text.clean(written)
    assert text.normalize(reads) == reads
    assert text.clean(clean) == clean == text.clean(reads)
    assert {one.kind for one in text.characters(reads)}.isdisjoint({"hidden", "decomposed"})
    assert {one.kind for one in text.characters(clean)} <= {"unknown", "piled"}
    letters = [c for c in unicodedata.normalize("NFC", written) if c.isalnum() and c not in "\u115f\u1160\u3164\uffa0"]
    assert len([c for c in clean if c.isalnum()]) <= len(letters)


@given(ANY)
def test_nothing_that_is_shown_moves_a_terminal(written: str) -> None:
    shown = text.visible(written)
    assert all(c in "\n\t" or unicodedata.category(c) not in ("Cc", "Co", "Cs", "Cn", "Zl", "Zp") for c in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\x1b")
