"""How templates are built."""

from __future__ import annotations

from generator import files
from generator.records import KINDS

CARDS = files.templates_dir() / "cards"


def test_what_a_card_says_is_named_after_its_kind() -> None:
    """A card without such a file says nothing of its own, so a slip in the name of one would go unseen."""
    found = {path.name.removesuffix(".md.j2") for path in CARDS.iterdir()}
    assert found <= set(KINDS)
    assert {"practices", "events", "regions", "districts"} <= found


def test_lines_of_cards_are_short() -> None:
    for path in CARDS.iterdir():
        assert max(map(len, path.read_text("utf-8").splitlines())) <= 160, path.name
