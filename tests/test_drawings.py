"""Drawings made of words: every type is drawn, says what it shows, and is legible on a phone in light, dark and in the
colours of the system."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from shipped_base import shipped_catalog
from support import PROJECT

from generator.pages import drawings
from generator.records.drawings import DRAWING_TYPES, LIMITS, Drawing, drawing_faults

WORD = "общеобразовательнопросветительскиймыслью"


def fullest(kind: str) -> Drawing:
    """A drawing that uses every limit to the last letter."""
    rows, cells, letters = LIMITS[kind]
    columns = rows if kind == "scale" else cells if kind in ("seating", "board", "sheet") else 1
    word = WORD[: max(4, letters // columns)]
    row = {
        "circle": "АБ " * 15 + "АБ",
        "bars": f"{word} | {word}=10" + " | 1=1" * (cells - 2),
        "timeline": f"{word} | {word} {word}",
        "links": f"{word} {word} | {word} {word} | {word}",
        "scale": f"{word} | {word}=50 | {word}=55 | {word}=100",
        "cycle": f"{word} {word}",
    }.get(kind, " | ".join([f"{word} {word}"] * cells))
    kept = [row, "в середине круга"][:rows] if kind == "circle" else [row] * rows
    return Drawing(type=kind, title="Что видно", alt="Что где.", parts=[{"title": "САМОСТОЯТЕЛЬНО " * 5, "rows": kept}])


@pytest.mark.parametrize("kind", DRAWING_TYPES.labels)
def test_every_type_is_drawn_and_told(kind: str) -> None:
    drawing = fullest(kind)
    assert list(drawing_faults(drawing)) == []
    figure = str(drawings.drawing_figure(drawing, "risunok-1"))
    assert "\n\n" not in figure, "a blank line would end the block of HTML"
    root = ElementTree.fromstring(figure)
    svg = root.find("svg")
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "risunok-1-t risunok-1-d"
    assert [svg.find("title").text, svg.find("desc").text] == ["Что видно", "Что где."]
    assert not re.search(r"#[0-9a-f]{3,6}\b(?!;)|rgb\(|\sstyle=|<script", figure), "colours come from the page"


TAGS = set("figure figcaption svg title desc g rect circle path text".split())


@pytest.mark.parametrize("row", ["", "|", " | | ", "=", "а=", "=5 | =5", "<b> & \"'", "а" * 300])
@pytest.mark.parametrize("kind", DRAWING_TYPES.labels)
def test_nothing_that_a_person_writes_breaks_the_drawing(kind: str, row: str) -> None:
    """The check complains of such rows; the maker of drawings stands all the same."""
    drawing = Drawing.model_construct(
        type=kind,
        title="т",
        alt="а",
        step=None,
        parts=[drawings.recorded.DrawingPart.model_construct(title=None, rows=(row,))],
    )
    root = ElementTree.fromstring(str(drawings.drawing_figure(drawing, "r")))
    assert {one.tag for one in root.iter()} <= TAGS, "what is written is text, never markup"
    ElementTree.fromstring(str(drawings.drawing_figure(drawing.model_copy(update={"parts": ()}), "r")))


def test_at_least_fifteen_shipped_practices_have_a_drawing() -> None:
    drawn = [practice for practice in shipped_catalog().all_shown("practices") if practice.drawings]
    assert len(drawn) >= 15
    for practice in drawn:
        for drawing in practice.drawings:
            assert len(drawing.alt) > 40, "the words say as much as the drawing"
            assert drawing.alt != drawing.title


PAGE = """<!doctype html><html lang="ru" dir="ltr"><head><meta name="viewport" content="width=device-width">
<title>р</title><style>%s</style></head><body data-md-color-scheme="%s" style="padding:8px">
<main class="md-typeset" style="padding:8px">%s</main></body></html>"""


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_words_stay_inside_and_large_enough_on_a_phone(browser, scheme: str) -> None:
    css = (PROJECT / "theme/mkdocs/assets/stylesheets/metodoteka.css").read_text(encoding="utf-8")
    figures = "".join(str(drawings.drawing_figure(fullest(kind), f"r-{kind}")) for kind in DRAWING_TYPES.labels)
    figures += f'<ol class="m-steps"><li><h3>Шаг</h3>{drawings.drawing_figure(fullest("cycle"), "r-step")}</li></ol>'
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.set_content(PAGE % (css, scheme, figures))
    outside = page.evaluate(
        """() => [...document.querySelectorAll("svg text")].filter(text => {
            const it = text.getBoundingClientRect(), all = text.ownerSVGElement.getBoundingClientRect();
            const aside = it.left < all.left - 1 || it.right > all.right + 1;
            return aside || it.top < all.top - 1 || it.bottom > all.bottom + 3;
        }).map(text => text.closest("figure").id + ": " + text.textContent)"""
    )
    assert outside == []
    scale = page.evaluate("Math.min(...[...document.querySelectorAll('svg')].map(svg => svg.getScreenCTM().a * 14))")
    assert scale >= 12, "letters smaller than 12 pixels"
    context.close()
