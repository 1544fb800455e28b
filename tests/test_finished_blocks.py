"""Finished HTML that goes round the Markdown pass comes out as if it had gone through it."""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import cli
from generator.publish.finished_blocks import anchors, put_back, set_aside

EXTENSIONS = ["attr_list", "tables", "toc"]

PIECES = [
    "## Этапы {#etapy}",
    "### Заголовок",
    "Абзац с <b>жирным</b> и [ссылкой](a.md).",
    "- первое\n- второе",
    "    код с отступом\n    <div>не разметка</div>",
    "| а | б |\n|---|---|\n| 1 | 2 |",
    "<div>простой</div>",
    '<div class="a"><div>вложенный</div>\n\n<p>после пустой строки</p>\n</div>',
    "<p>один</p>\n<p>другой</p>",
    "<ol>\n<li>пункт</li>\n</ol>\nтекст сразу за блоком",
    "<div>незакрытый",
    "<section>лишний</section></section>",
    "<p>Абзац</p> хвост той же строки",
    "<details><summary>Ещё</summary>\n\n**не Markdown**\n\n</details>",
    "<!-- заметка -->",
    '<script type="application/ld+json">{"a": "<div>"}</script>',
    "<dl><div><dt>Время</dt><dd>5 &amp; 6 &#42;</dd></div></dl>",
    "<nav>\n```\n</nav>",
    "```\n<div>в коде</div>\n\n<p>там же</p>\n```",
    "~~~\n<div>в коде</div>\n~~~",
    '<div popover id="slovo">слово</div>\n<div popover id="dva">два</div>',
    "> цитата\n\n<div>за цитатой</div>",
    "<span>строчный</span>",
    "<p>пустая строка\n\nвнутри</p>",
    "<table><tr><td>a</td></tr></table>",
]


def through(page: str) -> str:
    return markdown.Markdown(extensions=EXTENSIONS).convert(page)


def round_about(page: str) -> str:
    rest, blocks = set_aside(page)
    return put_back(through(rest), blocks)


@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=6), ends=st.sampled_from(["", "\n", "\n\n"]))
@settings(max_examples=60, deadline=None)
def test_any_order_of_pieces_comes_out_the_same(pieces: list[str], ends: str) -> None:
    page = ends + "\n\n".join(pieces) + ends
    assert round_about(page) == through(page)


def test_pages_of_every_kind_come_out_the_same(mini: Path, tmp_path: Path) -> None:
    assert cli.main(["--root", str(mini), "pages", "--out", str(tmp_path / "pages")]) == 0
    lengths = []
    docs = tmp_path / "pages" / "docs"
    for path in {path.parent: path for path in sorted(docs.rglob("*.md"))}.values():  # one of each folder
        page = re.sub(r"\A---\n.*?\n---\n", "", path.read_text("utf-8"), flags=re.DOTALL)
        assert round_about(page) == through(page), path
        lengths.append((len(page), len(set_aside(page)[0])))
    assert len(lengths) > 20
    assert sum(left for _, left in lengths) < sum(whole for whole, _ in lengths) / 3, "the pass has little left to do"


@pytest.mark.parametrize("page", ['<div data-aside="0"></div>', '<p>а</p>\n\n<div data-aside="0"></div>\n'])
def test_a_page_cannot_ask_for_the_block_of_another(page: str) -> None:
    assert set_aside(page) == (page, [])


def test_anchors_of_blocks_are_known_to_the_engine() -> None:
    assert anchors(['<div id="a"><a name="b"></a></div>', "<p>нет</p>"]) == {"a", "b"}
