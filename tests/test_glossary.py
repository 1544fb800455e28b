"""Words explained in place: forms are found, the first use only, never where a word is something else already."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from shipped_base import shipped_pages

from generator import catalog, text
from generator.catalog import Catalog
from generator.pages import listings
from generator.pages.glossary import Explained, GlossaryIndex
from generator.records.learning import Glossary
from generator.records.reading import Loaded


def term(title: str, *synonyms: str) -> SimpleNamespace:
    return SimpleNamespace(id=text.slug(title), title=title, synonyms=synonyms, summary="Что это.")


WORDS = GlossaryIndex(
    [
        term("Наставничество", "шефство"),
        term("Педагог-наставник"),
        term("Дорожная карта", "план мероприятий"),
        term("Аттестация", "категория"),
        term("Практика"),
        term("Центр мастерства", "ЦНППМ"),
    ]
)


def marked(html: str, here: str = "practices/x.md") -> list[str]:
    return re.findall(r"<button[^>]*>([^<]*)</button>", Explained(WORDS, here).mark(html))


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("<p>О наставничестве и опыте.</p>", ["наставничестве"]),
        ("<p>Без наставничества нельзя; наставничество важно.</p>", ["наставничества"]),  # the first use only
        ("<p>По дорожной\u00a0карте и плану мероприятий.</p>", ["дорожной\u00a0карте"]),
        ("<p>Педагогам-наставникам и ЦНППМ.</p>", ["Педагогам-наставникам", "ЦНППМ."]),
        ("<p>Педагог-наставник из ЦНППМ.</p>", ["Педагог-наставник", "ЦНППМ."]),
        ("<p>цнппм — не сокращение.</p>", []),
        ("<p>Это другая категория людей: шефство на практике.</p>", []),  # common words of one's own are no terms
        ("<p>дорожная, карта</p>", []),  # two words with a comma between are not the term
        ("<p>дорожная <em>карта</em></p>", []),
        ('<p><a href="#">наставничество</a>, <code>наставничество</code></p><h3>Наставничество</h3>', []),
        ('<p title="наставничество">слово</p>', []),
    ],
)
def test_what_is_marked(raw: str, found: list[str]) -> None:
    assert marked(raw) == found


@pytest.mark.parametrize("raw", ["наставничество", "(наставничество),", "&#42;наставничество&#42;", "«ЦНППМ»; ЦНППМ."])
def test_nothing_but_the_button_is_added(raw: str) -> None:
    html = f"<p>Опыт &amp; {raw} &#42;как&#42; дело</p>"
    assert re.sub(r"</?button[^>]*>", "", Explained(WORDS, "practices/x.md").mark(html)) == html


def test_signs_stay_with_the_word_they_touch() -> None:
    html = Explained(WORDS, "practices/x.md").mark("<p>Опыт («ЦНППМ») и наставничество.</p>")
    assert re.sub(r"<button[^>]*>|</button>", "|", html) == ("<p>Опыт |(«ЦНППМ»)| и |наставничество.|</p>")


@pytest.mark.parametrize("here", ["terms/x.md", "practices/index.md", "practices/x/kartochka.md", "about.md"])
def test_pages_that_explain_nothing(here: str) -> None:
    assert marked("<p>наставничество</p>", here) == []


@pytest.mark.parametrize(
    "forms",
    [
        ("наставничество", "наставничества", "наставничеству", "наставничеством", "наставничестве"),
        ("дорожная", "дорожной", "дорожную", "дорожные", "дорожных", "дорожными"),
        ("стажировка", "стажировки", "стажировке", "стажировку", "стажировкам"),
        ("учитель", "учителя", "учителю", "учителем", "учителей", "учителями"),
        ("ёлка", "елки"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({text.stem(form) for form in forms}) == 1


def test_different_words_keep_different_stems() -> None:
    words = ["практика", "практичный", "трек", "карта", "карточка", "показатель", "показательный"]
    assert len({text.stem(word) for word in words}) == len(words)


def glossary(titles: list[str]) -> Catalog:
    records = [
        Glossary.model_validate({"id": f"t{n}", "path": f"data/terms/t{n}.yml", "status": "published", "title": title,
                             "definition": "Что это."})
        for n, title in enumerate(titles)
    ]  # fmt: skip
    return catalog.build(Loaded({one.key: one for one in records}, {}, {}, {}, set()), dt.date(2026, 11, 22))


def test_a_glossary_has_letters_to_jump_to() -> None:
    titles = [f"{letter}{n}" for letter in "АБЕЁЭЯ" for n in range(12)] + ["«Ящик»", "3D-печать", "Web-квест"]
    first, second = (view for _, view in listings.listing_pages(glossary(titles), "terms"))
    assert first["letters"] == second["letters"]
    assert first["letters"] == {
        "W": ("terms/stranitsa/2.md", "bukva-w"),
        "А": ("terms/index.md", "bukva-a"), "Б": ("terms/index.md", "bukva-b"),
        "Е": ("terms/index.md", "bukva-e"), "Э": ("terms/index.md", "bukva-e-2"),
        "Я": ("terms/stranitsa/2.md", "bukva-ia"),
    }  # fmt: skip
    sizes = [(title, len(members)) for title, members in first["groups"]]
    assert sizes == [("", 1), ("А", 12), ("Б", 12), ("Е", 24), ("Э", 11)]
    assert [(title, len(members)) for title, members in second["groups"]] == [("Э", 1), ("Я", 13), ("W", 1)]


def test_a_short_glossary_has_none() -> None:
    ((_, view),) = listings.listing_pages(glossary(["Анкета", "Балл"]), "terms")
    assert (view["letters"], [title for title, _ in view["groups"]]) == ({}, [""])


def test_each_letter_leads_to_its_heading() -> None:
    page = shipped_pages()["terms/index.md"]
    links = re.findall(r'<li><a href="[^"]*#(bukva-[a-z0-9-]+)">(.)</a></li>', page)
    headings = re.findall(r"^## (.) \{ #(bukva-[a-z0-9-]+) \}$", page, re.MULTILINE)
    assert len(headings) > 10
    assert headings == [(letter, anchor) for anchor, letter in links]
