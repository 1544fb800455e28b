"""A search index of our own, for what a reader has with him: the sections taken along, and the чемоданчик.

It is read by ``theme/mkdocs/assets/offline/engine.js``. A part of it is one JSON file: ``pages`` (path, title,
summary, kind, 1 for a demonstration), ``stems`` (sorted, separated by spaces) and for every stem its ``postings``:
numbers in base 36, one for each page that has it, (step from the page before) * 30 + field * 10 + how often. A field is
2 for the title, 1 for the summary and what else a page is about, 0 for the rest.

What of a page is searched, Pagefind is told in the same way (``searched``). A word is stemmed by Snowball's algorithm
for Russian, here and in the browser.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from generator.publish import search_index, searched

TITLE_FIELD, ABOUT_FIELD, TEXT_FIELD = 2, 1, 0
_BASE, _MOST = 30, 9
_MARK = re.compile(r'<article [^>]*?data-m-kind="([^"]*)"( data-m-demo)?')
_WORD = re.compile(r"[^\W_]+")
_RUSSIAN = re.compile("[а-я]")
_LEFT_OUT = ", ".join((*search_index.NOT_SEARCHED, "script", "style", "[data-pagefind-ignore]"))
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class IndexedPage(NamedTuple):
    """A page as the index knows it: path (``practices/mozaika/``), title, summary, kind, whether it is a demonstration,
    and its stems with the numbers of their places («урок 25»: field * 10 + how often), separated by spaces: there may
    be ten thousand of such pages."""

    path: str
    title: str
    about: str
    kind: str
    demo: bool
    stems: str


def indexed_page(name: str, page: str, filters: Mapping[str, str]) -> IndexedPage | None:
    """The finished page at ``name`` (``practices/mozaika/index.html``) for the index; None for one that is not
    searched. ``filters`` as ``searched.words_of_filters`` gives them."""
    mark = _MARK.search(page)
    if not mark:
        return None
    tree = LexborHTMLParser(_article(searched.as_searched(name, page, filters)))
    own = [node.text() for node in tree.css(f'[data-pagefind-meta="{searched.SEARCH_FACETS}"]')]
    for node in tree.css(_LEFT_OUT):
        node.decompose()
    heading = tree.css_first("h1")
    title = _line(heading.text()) if heading else ""
    if heading:
        heading.decompose()
    summary = tree.css_first(f'[data-pagefind-meta="{searched.ABOUT}"]')
    about = [node.text(separator=" ") for node in tree.css("[data-pagefind-meta]")]
    stems: dict[str, int] = {}
    for field, texts in (
        (TITLE_FIELD, [title]),
        (ABOUT_FIELD, [*about, *own]),
        (TEXT_FIELD, [tree.text(separator=" ")]),
    ):
        for word, count in Counter(word for one in texts for word in _words_of(one)).items():
            stem = stem_of(word)
            known = stems.setdefault(stem, field * 10)
            stems[stem] = min(known + count, known // 10 * 10 + _MOST)
    return IndexedPage(
        name.removesuffix("index.html"), title, _line(summary.text()) if summary else "",
        html.unescape(mark[1]), bool(mark[2]), " ".join(f"{stem} {place}" for stem, place in stems.items()),
    )  # fmt: skip


def stems_of(text: str) -> list[str]:
    """The stems of the words of a text, as ``stemOf`` of ``engine.js`` has them."""
    return [stem_of(word) for word in _words_of(text)]


def _words_of(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).lower().replace("ё", "е"))


@cache
def stem_of(word: str) -> str:
    """The stem of a word in small letters without ё; what has no Russian letter stays as it is."""
    return str(_stemmer().stemWord(word)) if _RUSSIAN.search(word) else word


def index_part(pages: Iterable[IndexedPage]) -> str:
    """The file of the index for these pages; the same pages give the same bytes in any order."""
    ordered = sorted(pages, key=lambda page: page.path)
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, page in enumerate(ordered):
        words = iter(page.stems.split())
        for stem, place in zip(words, words, strict=True):
            found[stem].append(number * _BASE + int(place))
    stems = sorted(found)
    made = {
        "pages": [[page.path, page.title, page.about, page.kind, int(page.demo)] for page in ordered],
        "stems": " ".join(stems),
        "postings": [_postings(found[stem]) for stem in stems],
    }
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n"


def _postings(found: Sequence[int]) -> str:
    """Pages of a stem with the places in them, in order -> the same with the step from the page before."""
    return " ".join(_base36(here - before + before % _BASE) for before, here in pairwise([0, *found]))


def kinds_of_parts(parts: Sequence[Sequence[IndexedPage]]) -> dict[str, list[str]]:
    """Kind -> the ids of its pages in these parts, real ones and demonstrations, as ``kinds`` of ``engine.js`` has
    them."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for number, pages in enumerate(parts):
        for place, page in enumerate(sorted(pages, key=lambda page: page.path)):
            found.setdefault(page.kind, ([], []))[page.demo].append(f"{number}-{place}")
    return {kind: [" ".join(ids) for ids in its] for kind, its in found.items()}


@cache
def _stemmer() -> Any:
    import snowballstemmer  # it loads the stemmers of thirty languages

    return snowballstemmer.stemmer("russian")


def _article(page: str) -> str:
    begin = page.find("<article ")
    return page[begin : page.find("</article>", begin)] + "</article>"


def _line(text: str) -> str:
    return " ".join(text.split())


@cache
def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
