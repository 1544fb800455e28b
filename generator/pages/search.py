"""What the search of the site knows besides the pages: words that mean the same, filters, diagnoses, and slips.

The index of the finished pages (``publish.search_index``) knows Russian word forms. It does not know that «ИОМ» is
«индивидуальный образовательный маршрут», that «математика 6 класс» names two filters, or that «наставнк» is a slip. All
of it comes from the base itself, as two small files: ``meanings.json`` is loaded with the first search, ``words.txt``
when a word of the question is unknown. Files and not hidden words in the pages: excerpts stay clean, and a synonym
finds a page that merely mentions the other word.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator.catalog import Catalog
from generator.pages import File, catalogue
from generator.pages.facets import OF_BASE, Facet, facets_of
from generator.pages.translating import translated_term
from generator.records import KINDS, PAGED
from generator.records.vocabularies import VocabularyTerm
from generator.text import stem
from generator.text.language import tr

MEANINGS = "assets/search/meanings.json"
WORDS = "assets/search/words.txt"

#: lists whose terms a reader may have in mind when he types one of their synonyms
SEARCHED = (
    "everyday-words", "areas", "association-kinds", "audiences", "diagnoses", "document-kinds", "education-kinds",
    "equipment", "event-kinds", "forms", "levels", "organization-kinds", "subjects",
)  # fmt: skip
#: lists where a synonym says another thing, or a narrower one, than the label: it counts less than the word itself
_LOOSE = (
    "areas", "association-kinds", "document-kinds", "education-kinds", "equipment", "event-kinds", "forms", "levels",
    "organization-kinds", "subjects",
)  # fmt: skip
#: lists where an abbreviation is the thing itself («ИРО» — «институт развития образования»), unlike other synonyms
_SHORT = ("association-kinds", "document-kinds", "education-kinds", "organization-kinds")
#: lists where a synonym is another name of the same thing («дети» — «ребёнок»), not a part of it («сочинение»)
EQUAL = ("audiences", "diagnoses")
_CALLED_BY_LETTERS = ("organizations", "associations")
#: topics that no page of the base is about
ABSENT = "absent-topics"
#: the term of ``diagnoses`` that is no question for later: the note says what to do now
DANGER = "danger"
#: other words for one: every one of them is a search more, and bytes for a phone
MAX_SYNONYMS = 4

#: facets by which the search can narrow its answer, by kind; the rest would say little about a question
FILTERS = {"practices": ("subjects", "levels", "areas", "forms"), "events": ("type",)}
#: vocabularies where a synonym is as good as the label: a filter is offered for it too
PLAIN = ("event-kinds", "levels")
#: kinds of events whose synonyms are words of plans: in a question they say other things («подготовка к экзамену»,
#: «анализ урока»)
_OF_PLANS = ("expertise", "monitoring", "task")
#: lists where a form of another label is no synonym: «чтение» is not asked for conferences that are called «чтения»
_OF_WAYS = ("event-kinds", "forms")

#: How much a page of a kind weighs: a teacher's words mean practices first, forms, guides and legal acts last. Who
#: types «приказ» or «доля» means a document or an indicator.
_WEIGHTS = {
    "practices": 1.2,
    "terms": 1.15,
    "series": 1.2,
    "events": 1.05,
    "diagnostics": 1.05,
    "programmes": 1.0,
    "courses": 1.0,
    "tracks": 0.95,
    "associations": 0.95,
    "centers": 0.95,
    "districts": 0.95,
    "regions": 0.95,
    "organizations": 0.9,
    "documents": 0.8,
    "indicators": 0.8,
    "replications": 0.75,
    "reviews": 0.6,
}
_GUIDES, _SECTIONS = ("Руководства", 0.75), ("Разделы сайта", 0.75)
#: words that ask for a kind, beside its name: whole lists by the name of the vocabulary, and words that stand in none
_ASKED_BY = {"events": "event-kinds", "series": "event-kinds", "documents": "document-kinds"}
_ASKED = {
    "terms": ("что такое", "что значит", "что означает", "определение"),
    "documents": ("закон", "приказ", "распоряжение", "постановление", "ФЗ", "нацпроект"),
    "indicators": ("доля", "охват", "процент"),
    "districts": ("район",),
    "regions": ("край", "область", "регион"),
    "programmes": ("дорожная карта", "программа развития"),
    "courses": ("курсы", "повышение квалификации"),
    "organizations": ("институт", "министерство", "методическая служба", "методкабинет", "ИРО"),
    "associations": ("МО", "ШМО", "РМО", "методобъединение", "ассоциация", "сообщество"),
}

_WORD = re.compile(r"[а-яё]{4,}")


def files(catalog: Catalog) -> tuple[File, ...]:
    """The two files of the search, made from what is shown. Sorted, hence the same bytes for the same records."""
    everything = synonyms(catalog)
    close = synonyms(catalog, [name for name in SEARCHED if name not in _LOOSE])
    for _, term in _terms(catalog, _SHORT):
        for short in filter(str.isupper, term.synonyms):
            its = close.get(normalize_query(short), [])
            close[normalize_query(short)] = list(dict.fromkeys([*its, normalize_query(term.label)]))[:MAX_SYNONYMS]
    for short, name in initials(catalog).items():
        close[short] = list(dict.fromkeys([name, *close.get(short, ())]))[:MAX_SYNONYMS]
    loose = {word: [o for o in others if o not in close.get(word, ())] for word, others in everything.items()}
    meanings = {
        "synonyms": _grouped(close),
        "broader": _grouped({word: others for word, others in loose.items() if others}),
        "filters": filters(catalog),
        "care": care(catalog),
        "danger": care(catalog, DANGER),
        "absent": absent(catalog),
        "kinds": kinds(catalog),
    }
    made = json.dumps(meanings, ensure_ascii=False, separators=(",", ":"))
    return (
        File(MEANINGS, (made + "\n").encode()),
        File(WORDS, "".join(f"{word}\n" for word in search_words(catalog)).encode()),
    )


def _grouped(meanings: dict[str, list[str]]) -> list[list[str]]:
    """``[others, words]`` for words with the same others, each joined by ``|``: fewer bytes than a dictionary."""
    found: dict[str, list[str]] = {}
    for word, others in meanings.items():
        found.setdefault("|".join(others), []).append(word)
    return [[others, "|".join(words)] for others, words in found.items()]


def synonyms(catalog: Catalog, lists: Sequence[str] = SEARCHED) -> dict[str, list[str]]:
    """What else to look for: a word or phrase -> others, the best one first, all in small letters and without ё.

    Members of a glossary term and of the lists in ``EQUAL`` find each other; in the other lists a synonym finds the
    label, but a label does not find its synonyms: they are narrower, and the pages carry the label. ``lists`` are the
    vocabularies that are asked besides the glossary.
    """
    found: dict[str, list[str]] = {}

    def add(word: str, others: Iterable[str]) -> None:
        kept = found.setdefault(word, [])
        kept += [other for other in others if other != word and other not in kept]

    # What is said in school of a thing comes first: somebody has written it for this very question.
    for _, term in _terms(catalog, [name for name in lists if name == "everyday-words"]):
        for other in term.synonyms:
            add(normalize_query(other), [normalize_query(term.label)])
    for term in catalog.all_shown("terms"):
        names = list(dict.fromkeys(normalize_query(name) for name in (term.title, *term.synonyms)))
        for name in names:
            add(name, names)
    ways = _stemmed_labels(catalog, _OF_WAYS)
    for name, term in _terms(catalog, lists):
        label, others = normalize_query(term.label), [normalize_query(synonym) for synonym in term.synonyms]
        if name in _OF_WAYS:
            others = [other for other in others if ways.get(_stemmed(other), other) in (other, label)]
        for other in others:
            add(other, (label, *others) if name in EQUAL else (label,))
        if name in EQUAL:
            add(label, others)
        if name == "diagnoses" and term.belongs_to:
            area = normalize_query(catalog.label(*term.belongs_to.split("/")))
            for other in (label, *others):
                found[other] = [*found[other][: MAX_SYNONYMS - 1], area]
    return {word: others[:MAX_SYNONYMS] for word, others in sorted(found.items()) if others}


def filters(catalog: Catalog) -> list[list[Any]]:
    """What of a question may become a filter: ``[kind, facet, value, label, names]`` for every value of a facet.

    ``names`` are the words that say exactly this value (its label, what it is called in school, a condition in words);
    for them a filter is offered. Its other synonyms are narrower: by them, which lead to its label, pages that
    answer to it only stand higher.
    """
    school: dict[str, list[str]] = {}
    everyday = catalog.vocabularies.get("everyday-words")
    for term in everyday.terms if everyday else ():
        school.setdefault(term.belongs_to or term.id, []).extend(term.synonyms)
    found: list[list[Any]] = []
    others = _stemmed_labels(catalog, SEARCHED)
    for kind in catalog.paged:
        for facet in searched_facets(catalog, kind):
            vocabulary = catalog.vocabularies[facet.vocabulary]
            for term in vocabulary.terms:
                own = f"{vocabulary.id}/{term.id}"
                names = [term.label, *school.get(own, ()), *_plain_synonyms(vocabulary.id, term, others)]
                found.append([kind, facet.key, term.id, translated_term(term.label), _folded(names)])
    for key, label, _ in catalogue.FIT_CONDITIONS if "practices" in catalog.kinds else ():
        found.append(["practices", "fit", key, tr(label), _folded([label, *school.get(key, ())])])
    return found


def _plain_synonyms(vocabulary: str, term: VocabularyTerm, labels: Mapping[str, str]) -> list[str]:
    """Synonyms that say exactly the term; of events those that say no other thing in a question."""
    if vocabulary != "event-kinds":
        return list(term.synonyms) if vocabulary in PLAIN else []
    own = normalize_query(term.label)
    return [s for s in term.synonyms if term.id not in _OF_PLANS and labels.get(_stemmed(s), own) == own]


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", normalize_query(text)))


def _stemmed(words: str) -> str:
    return " ".join(stem(word) for word in re.findall(r"\w+", normalize_query(words)))


def _stemmed_labels(catalog: Catalog, lists: Sequence[str]) -> dict[str, str]:
    """The forms of all labels of the lists made equal -> the label."""
    return {_stemmed(term.label): normalize_query(term.label) for _, term in _terms(catalog, lists)}


def searched_facets(catalog: Catalog, kind: str) -> list[Facet]:
    """By what the search can narrow its answer among the pages of a kind."""
    return [one for one in facets_of(catalog, kind) if is_searched(kind, one.key)]


def is_searched(kind: str, key: str) -> bool:
    """Return whether the search can narrow its answer by this facet of a kind."""
    return key in FILTERS.get(kind, ()) or key.startswith(OF_BASE)


def initials(catalog: Catalog) -> dict[str, str]:
    """What the first letters of a name say: «рмк» -> «районный методический кабинет»."""
    found: dict[str, set[str]] = {}
    for kind in _CALLED_BY_LETTERS:
        for record in catalog.all_shown(kind):
            words = re.findall(r"[а-яё]+", normalize_query(catalog.title_of(record)))
            for count in (3, 4, 5):
                if len(words) >= count and all(len(word) > 2 for word in words[:count]):
                    found.setdefault("".join(word[0] for word in words[:count]), set()).add(" ".join(words[:count]))
    return {short: names.pop() for short, names in sorted(found.items()) if len(names) == 1}


def care(catalog: Catalog, term_id: str = "") -> list[str]:
    """Words of diagnoses, or of one of them: to a question with one the search first says whom to ask. Abbreviations
    stay in capital letters: they are not words with forms («РАС» is not «раса»)."""
    vocabulary = catalog.vocabularies.get("diagnoses")
    terms = [term for term in (vocabulary.terms if vocabulary else ()) if term_id in ("", term.id)]
    names = [name for term in terms for name in (term.label, *term.synonyms)]
    return sorted({name if name.isupper() else normalize_query(name) for name in names})


def absent(catalog: Catalog) -> list[list[str]]:
    """Topics that people ask for and no page is about, told as such before the nearest: ``[label, advice, *names]``.

    A name that stands in the title of a page, as words of their own («ИИ» is not in «биографии»), is none any more: the
    vocabulary need not be tended when one is written.
    """
    titles = [catalog.title_of(one) for kind in PAGED for one in catalog.all_shown(kind) if not one.demo]
    titles += [page.title for page in catalog.content.values()]
    written = "".join(f" {_words(title)} |" for title in titles)
    found = []
    for _, term in _terms(catalog, [ABSENT]):
        names = [name for name in _folded([term.label, *term.synonyms]) if f" {_words(name)} " not in written]
        if names:
            found.append([term.label, term.description or "", *names])
    return found


def kinds(catalog: Catalog) -> dict[str, list[Any]]:
    """Heading of a kind -> [how much its pages weigh, words that ask for it]."""
    found: dict[str, list[Any]] = {}
    for kind, weight in ((kind, weight) for kind, weight in _WEIGHTS.items() if kind not in catalog.without):
        vocabulary = catalog.vocabularies.get(_ASKED_BY.get(kind, ""))
        listed = [term.label for term in vocabulary.terms] if vocabulary else []
        found[tr(KINDS[kind].heading)] = [weight, _folded([KINDS[kind].label[0], *_ASKED.get(kind, ()), *listed])]
    return found | {tr(name): [weight, []] for name, weight in (_GUIDES, _SECTIONS)}


def filter_token(kind: str, facet: str, value: str, *, suits: bool = False) -> str:
    """The word by which the index knows the pages of a filter; nobody types it. ``suits``: without naming the value."""
    return "zz" + re.sub(r"[^a-z0-9]", "", f"{kind}{facet}{value}".lower()) + ("zs" if suits else "")


#: the word by which the index knows practices that teachers learn by: a question of a lesson asks for the others first
FOR_TEACHERS = "zzpracticesforteachers"


def search_words(catalog: Catalog) -> list[str]:
    """Words of titles, summaries and vocabularies, the most frequent first: of two guesses the first one is better."""
    counts: Counter[str] = Counter()
    for text in _texts(catalog):
        counts.update(_WORD.findall(text.lower()))
    return sorted(counts, key=lambda word: (-counts[word], word))


def normalize_query(text: str) -> str:
    """Small letters, е for ё, one space: how a query and a synonym meet."""
    return " ".join(text.lower().replace("ё", "е").split())


def _folded(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(normalize_query(name) for name in names))


def _texts(catalog: Catalog) -> Iterator[str]:
    for kind in PAGED:
        for record in catalog.all_shown(kind):
            if record.status != "archived":
                yield from (catalog.title_of(record), record.summary or "", *getattr(record, "synonyms", ()))
    for page in catalog.content.values():
        yield from (page.title, page.summary)
    for _, term in _terms(catalog, SEARCHED):
        yield from (term.label, *term.synonyms)


def _terms(catalog: Catalog, lists: Iterable[str]) -> Iterator[tuple[str, VocabularyTerm]]:
    """Every term of the lists with the name of its list."""
    for name in lists:
        vocabulary = catalog.vocabularies.get(name)
        for term in vocabulary.terms if vocabulary else ():
            yield name, term
