"""A finished page as Pagefind is to read it: what it is about is marked, what speaks of other pages is left out.

Nothing of this stands on the published page: a reader's bytes stay as they are. Pagefind reads attributes
(https://pagefind.app/docs/metadata/, https://pagefind.app/docs/indexing/): ``data-pagefind-meta`` makes a field whose
words weigh more, ``data-pagefind-ignore`` leaves an element out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.pages import search
from generator.pages.catalogue import CATALOGUE

#: the field of the summary and of the difficulty that a practice answers, and the field of the filters
ABOUT, SEARCH_FACETS = "about", "facets"
#: the field that names the base of a record of another one
BASE = "base"
_ORIGIN = re.compile(r'<p class="m-origin">.*?<a [^>]*>(.*?)</a>', re.DOTALL)
_LEAD = re.compile(r'<p class="m-lead"')
_DIFFICULTY = re.compile(r'(<h2 id="zatrudnenie".*?</h2>\s*<div class="m-rich")', re.DOTALL)
#: titles of related practices say nothing of this one, nor does what is said of every level of evidence
_OF_OTHERS = re.compile(
    r'<h2 id="(?:dalshe|dokazannost)".*?(?=<h2 |<details |<div class="m-history"|</article>)', re.DOTALL
)
#: the box of facts: found like any words, but an excerpt of it («до 28 учеников, принтер: нужен») tells nobody anything
_FACTS = re.compile(r'<dl class="m-glance".*?</dl>', re.DOTALL)
_TITLE = re.compile("<title>.*?</title>", re.DOTALL)
_TOLD = "data-pagefind-"
_BODY = re.compile(r"<article [^>]*data-pagefind-body[^>]*>")
#: words that a guide quotes are somebody else's: they are found on the page that says them itself
_QUOTE = re.compile("«[^«»<>]{3,160}»")


def as_searched(name: str, text: str, filters: Mapping[str, str]) -> str:
    """The text of the page at ``name`` (from the root of the site) for Pagefind; ``filters`` as
    :func:`words_of_filters` gives them."""
    body = _BODY.search(text)
    if not body:
        return text
    head, rest = _without_frame(text, body)
    rest = _LEAD.sub(rf'<p data-pagefind-meta="{ABOUT}" class="m-lead"', rest, count=1)
    rest = _DIFFICULTY.sub(r'\1 data-pagefind-meta="trouble"', rest, count=1)
    rest = _OF_OTHERS.sub("", rest)
    if facts := _FACTS.search(rest):
        rest = rest.replace(facts[0], "", 1).replace("</article>", f"{facts[0]}</article>", 1)
    if name.startswith("guides/") and name != "guides/index.html":
        rest = _QUOTE.sub(lambda quote: f"<span data-pagefind-ignore>{quote[0]}</span>", rest)
    if origin := _ORIGIN.search(rest):
        head += f'<p data-pagefind-ignore data-pagefind-meta="{BASE}">{origin[1]}</p>'
    if own := filters.get(name):
        head += f'<p data-pagefind-ignore data-pagefind-meta="{SEARCH_FACETS}">{own}</p>'
    return head + rest


def _without_frame(text: str, body: re.Match[str]) -> tuple[str, str]:
    """The page up to its article, and the rest of it: of the frame, two thirds of a page, only the title is told."""
    end = text.rfind("</article>") + len("</article>")
    if _TOLD in text[: body.start()] or _TOLD in text[end:]:  # a template of the base itself marks something there
        return text[: body.end()], text[body.end() :]
    title = _TITLE.search(text, 0, body.start())
    return f"<html><head>{title[0] if title else ''}</head><body>{body[0]}", f"{text[body.end() : end]}</body></html>"


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
