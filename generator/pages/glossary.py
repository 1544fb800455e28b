"""Terms explained in place: the first time a text of a page uses a word of the glossary, the word opens its meaning.

The word becomes a button that opens a popover (HTML's own, no script; a keyboard and a finger reach it, a pointer's
``title`` would not). The popovers stand at the end of the page. Nothing is touched inside links, code and headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from markupsafe import Markup

from generator import text
from generator.catalog import Catalog
from generator.records import KINDS, Record

#: kinds whose texts are written for people who may not know the words; a glossary's own pages need no help
EXPLAINED = frozenset(kind for kind, model in KINDS.items() if model.explains_terms)

_TAG = re.compile(r"(<[^>]*>)")
_WORD = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")
#: characters that touch a word: «», brackets, the full stop; entities are characters too
_SIGN = r"(?:[^\w\s<>&;]|&#?\w+;|;)"
_BEFORE, _AFTER = re.compile(f"{_SIGN}+$"), re.compile(f"{_SIGN}+")
_NAME = re.compile(r"</?([a-z][a-z0-9]*)")
_QUIET = frozenset(("a", "button", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "summary"))
_GAP = re.compile(r"[ \u00a0\n]+")

Name = tuple[str, ...]  # the stems of a term's words


class GlossaryIndex:
    """Every way to name a term of the base, found by the stem of its first word."""

    def __init__(self, terms: Iterable[Record]):
        self._by_first: dict[str, list[tuple[Name, bool, Record]]] = {}
        known: set[Name] = set()
        for term in terms:
            for words, is_abbreviation in _names(term):
                name = tuple(words if is_abbreviation else map(_stem, words))
                if name not in known:
                    known.add(name)
                    self._by_first.setdefault(_stem(words[0]), []).append((name, is_abbreviation, term))
        for names in self._by_first.values():
            names.sort(key=lambda found: -len(found[0]))  # «педагог-наставник» before «педагог»

    def at(self, words: list[re.Match[str]], start: int, node: str) -> tuple[Record, int] | None:
        """The term that begins with word ``start`` of a text, and how many words it takes."""
        for name, is_abbreviation, term in self._by_first.get(_stem(words[start][0]), ()):
            found = words[start : start + len(name)]
            raw = tuple(w[0] if is_abbreviation else _stem(w[0]) for w in found)
            if raw == name and all(_GAP.fullmatch(node, a.end(), b.start()) for a, b in pairwise(found)):
                return term, len(name)
        return None


class Explained:
    """The terms that one page has explained so far, in the order of their first use."""

    def __init__(self, glossary: GlossaryIndex, here: str):
        self._glossary = glossary
        kind, *rest = here.split("/")
        # A record's page, not a listing and not a sheet of paper.
        self._is_on = kind in EXPLAINED and len(rest) == 1 and rest != ["index.md"]
        self.terms: list[Record] = []

    def mark(self, html: str) -> str:
        """Finished HTML of a rich text with the terms in it that the page has not explained yet."""
        if not self._is_on or not html:
            return html
        out, quiet = [], 0
        for index, piece in enumerate(_TAG.split(html)):
            if index % 2:
                name = _NAME.match(piece)
                if name and name[1] in _QUIET:
                    quiet += -1 if piece.startswith("</") else 1
                out.append(piece)
            else:
                out.append(piece if quiet or not piece else "".join(self._marked(piece)))
        return "".join(out)

    def _marked(self, node: str) -> Iterator[str]:
        words = list(_WORD.finditer(node))
        done = at = 0
        while at < len(words):
            found = self._glossary.at(words, at, node)
            if not found or found[0] in self.terms:
                at += found[1] if found else 1
                continue
            term, count = found
            self.terms.append(term)
            start, end = words[at].start(), words[at + count - 1].end()
            # A browser may break a line before and after a button, and lays a long one out as a block: «( » and « .»
            # would stand alone, so the characters that touch the term go into it.
            before, after = _BEFORE.search(node, done, start), _AFTER.match(node, end)
            start, end = before.start() if before else start, after.end() if after else end
            button = f'<button type="button" class="m-term" popovertarget="{anchor(term)}">{node[start:end]}</button>'
            yield node[done:start]
            yield button
            done, at = end, at + count
        yield node[done:]


def _stem(word: str) -> str:
    """«педагогам-наставникам» -> «педагог-наставник»: both parts of a compound are declined."""
    return "-".join(map(text.stem, word.split("-")))


def anchor(term: Record) -> str:
    """The id of the popover of a term."""
    return f"slovo-{term.id}"


def build_glossary(catalog: Catalog) -> GlossaryIndex:
    """The glossary of a base: its listed terms (demonstration ones apart) that say in a line what they mean."""
    return GlossaryIndex(term for term in catalog.listed("terms") if term.summary)


def _names(term: Record) -> Iterator[tuple[list[str], bool]]:
    """The title, synonyms of several words, abbreviations.

    A synonym of one common word («категория» for «Аттестация») would mark many a place that means something else, and
    so would the words that the site itself calls its records by («на практике»).
    """
    for name in (term.title, *term.synonyms):
        words = _WORD.findall(name)
        if not words or " ".join(words) != " ".join(name.split()):
            continue
        is_abbreviation = len(words) == 1 and len(name) > 1 and name.isupper()
        is_title = name == term.title and name.lower() not in _OWN_WORDS
        if is_abbreviation or is_title or len(words) > 1:
            yield words, is_abbreviation


_OWN_WORDS = frozenset(model.label[0] for model in KINDS.values())


def popovers(explained: Explained, href) -> Markup:
    """What stands at the end of the page: the meaning of every explained term with a link to its page."""
    return Markup("\n").join(
        Markup(
            '<div popover id="{}" class="m-meaning" role="note" aria-label="{}"><p><b>{}</b> — {}</p>'
            '<p><a href="{}">{}</a></p></div>'
        ).format(
            anchor(term),
            Markup(text.plain(term.title)),
            Markup(text.plain(term.title)),
            Markup(text.plain(term.summary)),
            href(term),
            text.tr("Подробнее в словаре"),
        )
        for term in explained.terms
    )
