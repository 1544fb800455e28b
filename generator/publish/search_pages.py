"""A finished page as the search knows it: what it is about, its words, and what an answer shows of it.

What of a page is searched stands here and nowhere on the page: a reader's bytes stay as they are. Only pages whose
frame says ``data-m-searched`` (``theme/mkdocs/main.html``) are searched: drafts, archived records, redirects, the 404
page and further pages of a listing do not say it.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.pages import search
from generator.pages.catalogue import CATALOGUE

_TITLE, _ABOUT, _TEXT = 2, 1, 0
_MOST = 9
"""How often a stem stands on a page is told up to here."""
_WINDOW, _WINDOWS = 4, 36
"""Words of one window, and how many windows are told apart (``IndexedPage.stems``)."""
_SHOWN_WORDS = 180
"""Words of a page that an answer carries to the reader: the excerpt is made of them; of what stands further down the
summary is told."""
_SEARCHED = "data-m-searched"
_KIND, _DEMO = "data-m-kind", "data-m-demo"
_WORD = re.compile(r"[^\W_]+")
_RUSSIAN = re.compile("[а-я]")
_MARKED = re.compile(rf"<article [^>]*{_SEARCHED}")
_BODIES = ("<article ", "<article>", "<main", "<body")
#: parts of a page that say nothing about it, or say it about another page
_LEFT_OUT = ", ".join((
    ".headerlink", ".m-actions", ".m-banner", ".m-cards", ".m-cite", ".m-crumbs", ".m-empty", ".m-facts dt",
    ".m-glance dt", ".m-glance__wide", ".m-history", ".m-jump", ".m-lesson__ways", ".m-origin", ".m-pager",
    ".m-steps__done", ".m-subnav", "nav", "noscript", "script", "style", "svg", "template", "[data-m-unsearched]",
))  # fmt: skip
_ORIGIN = re.compile(r'<p class="m-origin">.*?<a [^>]*>(.*?)</a>', re.DOTALL)
#: titles of related practices say nothing of this one, nor does what is said of every level of evidence
_OF_OTHERS = re.compile(
    r'<h2 id="(?:dalshe|dokazannost)".*?(?=<h2 |<details |<div class="m-history"|</article>)', re.DOTALL
)
#: the box of facts: found like any words, but an excerpt of it («до 28 учеников, принтер: нужен») tells nobody anything
_FACTS = re.compile(r'<dl class="m-glance".*?</dl>', re.DOTALL)
#: words that a guide quotes are somebody else's: they are found on the page that says them itself, and only shown here.
#: Until then they stand between two signs that are on no page.
_QUOTE = re.compile("«([^«»<>]{3,160})»")
_OPENED, _CLOSED = "\ue000", "\ue001"
_QUOTED = re.compile(f"{_OPENED}[^{_CLOSED}]*{_CLOSED}")
_QUOTES = str.maketrans({_OPENED: "«", _CLOSED: "»"})
#: where a block ends stands a full stop in an excerpt; the sign is on no page
_END = "\N{SYMBOL FOR RECORD SEPARATOR}"
_BLOCK_END = re.compile(r"(?=</(?:p|li|h[1-6]|dt|dd|td|th|div|figcaption|blockquote|summary)>)")
_ENDS = re.compile(rf"([.,:;!?…—]?)(?: ?{_END})+")
_LOOSE_MARK = re.compile(r" ([,.;:!?…»)\]])|([«(\[]) ")


class IndexedPage(NamedTuple):
    """A page as the index knows it: path (``practices/mozaika/``), title, summary, the base that it comes from (""
    where it is of this one), kind, whether it is a demonstration, its first words, and its stems.

    ``stems`` is one text, since there may be ten thousand of such pages: «урок 25 7» says of a stem its place
    (field * 10 + how often; of a title, how much of it the stem is) and the window of words, modulo ``_WINDOWS``, in
    which it stands first: stems of one window, or of two that follow one another, stand close together.
    """

    path: str
    title: str
    about: str
    base: str
    kind: str
    demo: bool
    text: str
    stems: str


def says_searched(page: str) -> bool:
    """Whether the finished page says that it is to be found."""
    return _SEARCHED in page


def indexed_page(name: str, page: str, filters: Mapping[str, str]) -> IndexedPage:
    """The finished page at ``name`` (``practices/mozaika/index.html``) for the index. ``filters`` as
    :func:`words_of_filters` gives them."""
    article = _article(page)
    origin = _ORIGIN.search(article)
    tree = LexborHTMLParser(_without_others(name, article))
    frame = tree.css_first("article") or tree.body
    assert frame is not None  # a parsed document has a body
    marks = frame.attributes
    for node in tree.css(_LEFT_OUT):
        node.decompose()
    heading = tree.css_first("h1")
    title = _line(heading.text()) if heading else ""
    if heading:
        heading.decompose()
    summary, trouble = tree.css_first("p.m-lead"), _trouble(tree)
    about = [node.text(separator=" ") for node in (summary, trouble) if node]
    text = tree.text(separator=" ")
    places = _places(_own_words(title), [_own_words(one) for one in (*about, filters.get(name, ""))], _own_words(text))
    return IndexedPage(
        path=name.removesuffix("index.html"),
        title=title.translate(_QUOTES),
        about=_line(summary.text()).translate(_QUOTES) if summary else "",
        base=html.unescape(origin[1]) if origin else "",
        kind=marks.get(_KIND) or "",
        demo=_DEMO in marks,
        text=_shown(text.translate(_QUOTES)),
        stems=places,
    )


def _places(title: str, about: list[str], text: str) -> str:
    """``IndexedPage.stems`` of these texts."""
    places: dict[str, int] = {}
    first: dict[str, int] = {}
    at = 0
    fields = [(_TITLE, title, True), *((_ABOUT, part, False) for part in about), (_TEXT, text, True)]
    for field, one, is_read in fields:
        stems = stems_of(one)
        for stem, often in Counter(stems).items():
            known = places.setdefault(stem, field * 10)
            places[stem] = min(known + often, known // 10 * 10 + _MOST)
        if is_read:
            first = dict(zip(reversed(stems), range(at + len(stems) - 1, at - 1, -1), strict=True)) | first
            at += len(stems)
    triples = []
    for stem, place in places.items():
        if place >= _TITLE * 10:
            place = _TITLE * 10 + _of_title(place % 10, first[stem], title)
        triples.append(f"{stem} {place} {first.get(stem, 0) // _WINDOW % _WINDOWS}")
    return " ".join(triples)


def _of_title(often: int, at: int, title: str) -> int:
    """How much of a title its word at the place ``at`` is, 1 to 9: a word is more of a short title than of a long one,
    and more at its beginning than at its end."""
    return max(1, min(_MOST, round(often * 20 / max(len(title), 20) + 4 * (1 - at / len(_WORD.findall(title))))))


def stems_of(text: str) -> list[str]:
    """The stems of the words of a text, as ``stemOf`` of ``search-stems.js`` has them."""
    folded = unicodedata.normalize("NFC", text).lower().replace("ё", "е")
    return [stem_of(word) for word in _WORD.findall(folded)]


@cache
def stem_of(word: str) -> str:
    """The stem of a word in small letters without ё; what has no Russian letter stays as it is."""
    return str(_stemmer().stemWord(word)) if _RUSSIAN.search(word) else word


@cache
def _stemmer() -> Any:
    import snowballstemmer  # it loads the stemmers of thirty languages

    return snowballstemmer.stemmer("russian")


# --- what of the page is read ----------------------------------------------------------------------------------------


def _article(page: str) -> str:
    """The part of the page that is its own: what our frame marks, else what the frame of another engine does."""
    marked = _MARKED.search(page)
    begin = marked.start() if marked else next((at for opening in _BODIES if (at := page.find(opening)) >= 0), 0)
    end = page.find("</article>", begin)
    return page[begin : end + len("</article>")] if end >= 0 else page[begin:]


def _without_others(name: str, article: str) -> str:
    """The article without what speaks of other pages, its box of facts at the end."""
    rest = _OF_OTHERS.sub("", article)
    if facts := _FACTS.search(rest):
        rest = rest.replace(facts[0], "", 1).replace("</article>", f"{facts[0]}</article>", 1)
    if name.startswith("guides/") and name != "guides/index.html":
        rest = _QUOTE.sub(rf"{_OPENED}\1{_CLOSED}", rest)
    return _BLOCK_END.sub(_END, rest)


def _own_words(text: str) -> str:
    """A text without what it quotes."""
    return _QUOTED.sub(" ", text)


def _trouble(tree: LexborHTMLParser) -> LexborNode | None:
    """The difficulty that a practice answers."""
    heading = tree.css_first("h2#zatrudnenie")
    node = heading.next if heading else None
    while node is not None and node.tag == "-text":
        node = node.next
    return node if node is not None and "m-rich" in (node.attributes.get("class") or "") else None


def _shown(text: str) -> str:
    """The first words of a text, its punctuation where it belongs."""
    line = _LOOSE_MARK.sub(r"\1\2", " ".join(text.split()))
    ended = _ENDS.sub(lambda end: end[1] or ".", line)
    return " ".join(ended.split()[:_SHOWN_WORDS])


def _line(text: str) -> str:
    return " ".join(text.replace(_END, "").split())


# --- the words of the filters ----------------------------------------------------------------------------------------


def words_of_filters(site_dir: Path) -> dict[str, str]:
    """Page -> the words by which the index knows its filters, read from the catalogues that lie on the site.

    So the search and the filters of a listing cannot disagree: both come from the same file.
    """
    found: dict[str, str] = {}
    for path in sorted(site_dir.glob(f"*/{CATALOGUE}")):
        kind, data = path.parent.name, json.loads(path.read_text("utf-8"))
        for number, its_id in enumerate(data["ids"]):
            known = (facet for facet in data["facets"] if search.is_searched(kind, facet["k"]))
            own = [word for facet in known for word in _words(kind, facet, number)]
            met = data["fit"]["r"][number] if "fit" in data else ()
            own += [search.filter_token(kind, "fit", data["fit"]["v"][n][0]) for n in met]
            own += [search.FOR_TEACHERS for facet in data["facets"] if facet["k"] == "education" and facet["r"][number]]
            found[f"{kind}/{its_id}/index.html"] = " ".join(own)
    return found


def _words(kind: str, facet: Mapping[str, Any], number: int) -> list[str]:
    """The words of one facet of one record: values that it names, and those that it suits without naming them."""
    own = [search.filter_token(kind, facet["k"], facet["v"][n][0]) for n in facet["r"][number]]
    suited = facet["s"][number] if "s" in facet else ()
    return own + [search.filter_token(kind, facet["k"], facet["v"][n][0], suits=True) for n in suited]
