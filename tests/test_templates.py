"""How templates are built."""

from __future__ import annotations

import re

from generator import files
from generator.records import KINDS, PAGED

CARDS = files.templates_dir() / "cards"
PICTURES = files.theme_dir() / "assets" / "images" / "kinds"
ICONS = files.theme_dir() / "assets" / "stylesheets" / "cards.css"


def test_what_a_card_says_is_named_after_its_kind() -> None:
    """A card without such a file says nothing of its own, so a slip in the name of one would go unseen."""
    found = {path.name.removesuffix(".md.j2") for path in CARDS.iterdir()}
    assert found <= set(KINDS)
    assert {"practices", "events", "regions", "districts"} <= found


def test_lines_of_cards_are_short() -> None:
    for path in CARDS.iterdir():
        assert max(map(len, path.read_text("utf-8").splitlines())) <= 160, path.name


def test_every_kind_with_a_picture_has_its_icon(rewrite: bool) -> None:
    """A kind without one gets the picture of documents."""
    named = [name for name in (*PAGED, "guides") if (PICTURES / f"{name}.svg").is_file()]
    lines = [f'.m-icon--{name} {{ --m-icon: url("../images/kinds/{name}.svg"); }}\n' for name in named]
    text = ICONS.read_text("utf-8")
    if rewrite:
        block = re.compile(r"(?:^\.m-icon--.*\n)+", re.MULTILINE)
        ICONS.write_text(block.sub(lambda _: "".join(lines), text, count=1), "utf-8")
        text = ICONS.read_text("utf-8")
    assert re.findall(r"^\.m-icon--.*\n", text, re.MULTILINE) == lines
    assert '.m-icon {\n  --m-icon: url("../images/kinds/documents.svg");' in text
