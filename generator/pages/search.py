"""What the search of the site knows besides the pages: words that mean the same, and words to guess a slip from.

Pagefind indexes the finished pages and knows Russian word forms. It does not know that «ИОМ» is «индивидуальный
образовательный маршрут» or that «наставнк» is a slip. Both come from the base itself, as two small files that the
browser loads with the first search (``synonyms.json``) and when little was found (``words.txt``). Files and not hidden
words in the pages: excerpts stay clean, and a synonym finds a page that merely mentions the other word.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from generator.catalog import Catalog
from generator.pages import File
from generator.records import PAGED
from generator.records.vocabularies import VocabularyTerm

SYNONYMS = "assets/search/synonyms.json"
WORDS = "assets/search/words.txt"

#: lists whose terms a reader may have in mind when he types one of their synonyms
SEARCHED = (
    "areas", "association-kinds", "audiences", "document-kinds", "education-kinds", "equipment", "event-kinds", "forms",
    "levels", "organization-kinds", "subjects",
)  # fmt: skip
#: lists where a synonym is another name of the same thing («дети» — «ребёнок»), not a part of it («сочинение»)
EQUAL = ("audiences",)
MOST = 4
"""So many other words for one: every one of them is a search more, and bytes for a phone."""

_WORD = re.compile(r"[а-яё]{4,}")


def files(catalog: Catalog) -> tuple[File, ...]:
    """The two files of the search, made from what is shown. Sorted, hence the same bytes for the same records."""
    meanings = json.dumps(synonyms(catalog), ensure_ascii=False, separators=(",", ":"))
    return (
        File(SYNONYMS, (meanings + "\n").encode()),
        File(WORDS, "".join(f"{word}\n" for word in words(catalog)).encode()),
    )


def synonyms(catalog: Catalog) -> dict[str, list[str]]:
    """What else to look for: a word or phrase -> others, the best one first, all in small letters and without ё.

    Members of a glossary term and of the lists in ``EQUAL`` find each other; in the other lists a synonym finds the
    label, but a label does not find its synonyms: they are narrower, and the pages carry the label.
    """
    found: dict[str, list[str]] = {}

    def add(word: str, others: Iterable[str]) -> None:
        kept = found.setdefault(word, [])
        kept += [other for other in others if other != word and other not in kept]

    for term in catalog.all_shown("terms"):
        names = list(dict.fromkeys(folded(name) for name in (term.title, *term.synonyms)))
        for name in names:
            add(name, names)
    for name in SEARCHED:
        vocabulary = catalog.vocabularies.get(name)
        for term in vocabulary.terms if vocabulary else ():
            label, others = folded(term.label), [folded(synonym) for synonym in term.synonyms]
            for other in others:
                add(other, (label, *others) if name in EQUAL else (label,))
            if name in EQUAL:
                add(label, others)
    return {word: others[:MOST] for word, others in sorted(found.items()) if others}


def words(catalog: Catalog) -> list[str]:
    """Words of titles, summaries and vocabularies, the most frequent first: of two guesses the first one is better."""
    counts: Counter[str] = Counter()
    for text in _texts(catalog):
        counts.update(_WORD.findall(text.lower()))
    return sorted(counts, key=lambda word: (-counts[word], word))


def folded(text: str) -> str:
    """Small letters, е for ё, one space: how a query and a synonym meet."""
    return " ".join(text.lower().replace("ё", "е").split())


def _texts(catalog: Catalog) -> Iterator[str]:
    for kind in PAGED:
        for record in catalog.all_shown(kind):
            if record.status != "archived":
                yield from (catalog.title_of(record), record.summary or "", *getattr(record, "synonyms", ()))
    for page in catalog.content.values():
        yield from (page.title, page.summary)
    for name in SEARCHED:
        vocabulary = catalog.vocabularies.get(name)
        for term in vocabulary.terms if vocabulary else ():
            yield from _names(term)


def _names(term: VocabularyTerm) -> Iterator[str]:
    yield from (term.label, *term.synonyms)
