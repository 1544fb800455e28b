"""Rules about what refers to what: references, terms, identifiers, addresses, links in texts."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from generator import text
from generator.catalog import Catalog, Reference
from generator.checks import texts
from generator.checks.lists import circle_in_words, circle_of, is_broken
from generator.checks.place import error, warning
from generator.documents.sources import Loc
from generator.problems import Problem, certainly, nearest
from generator.records import KINDS, OFFERS, Record, Vocabulary, record_lookup
from generator.records.common import Dated
from generator.records.events import Event, Series
from generator.records.fields import label_of
from generator.records.numbering import MeasureNumber
from generator.records.organizations import Center
from generator.records.programmes import Programme
from generator.records.scalars import TermOf, short
from generator.records.territories import Territory
from generator.records.vocabularies import MARKS, VocabularyTerm
from generator.records.walking import marked_values
from generator.records.wording import letter_in

_SHOWN_TERMS = 12
_GUESSES = 3
_ALIKE = 0.7


def references_exist(catalog: Catalog) -> Iterator[Problem]:
    """A reference names an existing record of the right kind; a former id still works, with a warning."""
    for reference in catalog.references:
        if reference.target in catalog.records or reference.target in catalog.broken:
            continue
        if reference.target in catalog.aliases:
            now = catalog.aliases[reference.target]
            yield warning(
                catalog,
                reference.owner,
                reference.loc,
                "former-id",
                f"у записи {reference.target} новый идентификатор",
                write=now if len(reference.marker.kinds) > 1 else now.split("/")[1],
            )
            continue
        yield error(
            catalog,
            reference.owner,
            reference.loc,
            "unknown-reference",
            f"записи {reference.target} нет",
            _record_meant(catalog, reference),
        )


def _record_meant(catalog: Catalog, reference: Reference) -> str:
    """A hint for a reference to nothing: the record of the nearest id, or of the same id among other kinds."""
    kind, _, its_id = reference.target.partition("/")
    if kind in catalog.without:
        return f"записей {kind} в этой базе нет: сотрите здесь это имя или уберите {kind} из without в mkdocs.yml"
    if was := _was_there(catalog, reference.target):
        return was
    before = "" if len(reference.marker.kinds) == 1 else f"{kind}/"
    names = record_lookup.names_of(catalog.records.values())
    other = next((f"{k}/{its_id}" for k in reference.marker.kinds if f"{k}/{its_id}" in catalog.records), None)
    if other is None and (guess := record_lookup.nearest_match(its_id, (kind,), names)):
        other = before + guess.partition("/")[2]
    if other:
        return f"возможно, имелось в виду «{other}»"
    alike = ", ".join(f"«{before}{one}»" for one in record_lookup.alike_ids(its_id, kind, catalog.records))
    look = f"есть похожие: {alike}; выберите из них" if alike else f"проверьте имена файлов в data/{kind}/"
    return f"{look} или заведите запись: metodoteka new {kind} {its_id}"


def _was_there(catalog: Catalog, address: str) -> str:
    """A hint for the address of a record that was published and is gone: no slip of the pen, its file was renamed or
    removed by hand. Empty for any other."""
    if address not in (published for _, published in catalog.addresses):
        return ""
    its_id = address.rpartition("/")[2]
    return (
        f"такая запись была опубликована: верните её файл; если вы дали ему другое имя, впишите в новый файл aliases: "
        f"[{its_id}] (или верните прежнее имя и переименуйте командой metodoteka rename: она исправит и это место)"
    )


def terms_exist(catalog: Catalog) -> Iterator[Problem]:
    """A term is in its vocabulary; a former id and a term out of date work, with a warning."""
    for record in catalog.own_records:
        for found in marked_values(record, TermOf):
            vocabulary = catalog.vocabularies.get(found.marker.vocabulary)
            its_list = found.value.partition("/")[0] if found.marker.vocabulary == MARKS else ""
            if vocabulary is None or is_broken(catalog, its_list):
                continue  # the missing or broken list is a problem of its own
            term = vocabulary.by_id.get(found.value)
            if term is None:
                write = certain_term(found.value, vocabulary)
                yield error(
                    catalog,
                    record,
                    found.loc,
                    "unknown-term",
                    f"в списке «{vocabulary.title}» нет «{short(found.value)}»{letter_in(found.value, write)}",
                    _term_meant(found.value, vocabulary),
                    write=write,
                )
            elif term.id != found.value:
                yield warning(
                    catalog,
                    record,
                    found.loc,
                    "former-term",
                    f"термин «{found.value}» теперь называется «{term.label}»",
                    write=term.id,
                )
            elif term.valid_to and term.valid_to < catalog.today:
                yield warning(
                    catalog,
                    record,
                    found.loc,
                    "expired-term",
                    f"термин «{term.label}» больше не действует",
                    "выберите действующий: " + vocabulary.where,
                )


def _term_meant(given: str, vocabulary: Vocabulary) -> str:
    """A hint for a word outside a list: the term of the nearest id, label or synonym, else what the list has."""
    by_word = {word: term for term in vocabulary.terms for word in _words_of(term)}
    by_word |= {term.id: term for term in vocabulary.terms}
    parts = [by_word.get(part.strip().casefold()) for part in re.split(r"[;/,]| и ", given)]
    if len(parts) < 2 or not all(parts):
        parts = [vocabulary.by_id.get(part) for part in given.split()]
    if len(parts) < 2 or not all(parts):
        parts = [vocabulary.by_id.get(one) for one in _classes(given)]
    if len(parts) > 1 and all(parts):
        return record_lookup.several_values([part.id for part in parts if part])
    if parts and all(parts) and (only := parts[0]):
        return f"возможно, имелось в виду «{only.id}» ({only.label})"
    with_word = [t for t in vocabulary.terms if given.strip().casefold() in re.findall(r"[\w-]+", t.label.casefold())]
    near = difflib.get_close_matches(given.casefold(), by_word, n=1, cutoff=_ALIKE)
    near = [one for one in near if re.findall(r"\d+", one) == re.findall(r"\d+", given)]
    if guesses := with_word or [by_word[one] for one in near]:
        return "возможно, имелось в виду " + " или ".join(f"«{one.id}» ({one.label})" for one in guesses[:_GUESSES])
    terms = [f"{t.id} ({t.label})" for t in vocabulary.terms[:_SHOWN_TERMS]]
    rest = f" … весь список: {vocabulary.where}" if len(vocabulary.terms) > _SHOWN_TERMS else ""
    return "можно: " + ", ".join(terms) + rest


def _classes(given: str) -> list[str]:
    """The ids of the classes that a number or a span means: «5–7 классы», «6», «6 кл.»; empty for anything else."""
    found = re.fullmatch(r"(\d{1,2})(?: ?[-–—] ?(\d{1,2}))?(?: ?кл(?:асс\w*|\.)?)?", given.strip().casefold())
    if found is None:
        return []
    return [f"grade-{number}" for number in range(int(found[1]), int(found[2] or found[1]) + 1)]


def certain_term(given: str, vocabulary: Vocabulary) -> str | None:
    """The id of the only term that a word can mean: its id (also with letters that only look Latin), label or
    synonym."""
    if (latin := text.in_latin(given.strip()).casefold()) in vocabulary.by_id:
        return vocabulary.by_id[latin].id
    words: dict[str, set[str]] = {}
    for term in vocabulary.terms:
        for word in _words_of(term):
            words.setdefault(word, set()).add(term.id)
    word = certainly(given.casefold(), words) or ""
    # «grade-22» differs from «grade-2» by one sign and is no slip of it.
    meant = words.get(word, set()) if re.findall(r"\d+", word) == re.findall(r"\d+", given) else set()
    return next(iter(meant)) if len(meant) == 1 else None


def _words_of(term: VocabularyTerm) -> Iterator[str]:
    """By what a term is known: its ids, its label and synonyms, and the ids that these would make: somebody remembers
    «matematika» where the list says `matem` by now."""
    for word in (term.label, *term.synonyms):
        yield word.casefold()
        yield text.slug(word)
    yield from (term.id.casefold(), *(alias.casefold() for alias in term.aliases))


def identifiers_are_unique(catalog: Catalog) -> Iterator[Problem]:
    """Within a kind no former id is the id of another record or its former id (file systems ignore case, and so do
    we)."""
    for model in KINDS.values():
        records = catalog.own_of(model)
        renamed = [record for record in records if record.aliases]
        owners: dict[str, str] = {record.id.casefold(): record.path for record in records} if renamed else {}
        for record in renamed:
            for position, alias in enumerate(record.aliases):
                other = owners.get(alias.casefold())
                if other:
                    own = "это и есть нынешний идентификатор записи, или он записан дважды"
                    both = "; если это одна запись, а файлов два (переименование отменили), сотрите лишний файл"
                    yield error(
                        catalog,
                        record,
                        ("aliases", position),
                        "duplicate-id",
                        f"идентификатор «{alias}» уже занят" + (f": {other}" if other != record.path else ""),
                        "уберите его отсюда" + (f": {own}" if other == record.path else both),
                    )
                owners[alias.casefold()] = record.path


def no_circles(catalog: Catalog) -> Iterator[Problem]:
    """Nobody is part of themselves: organisations in organisations, practices on practices, acts repealing acts; no
    territory succeeds itself."""
    for kind, name in (("organizations", "parent"), ("practices", "based_on"), ("documents", "repealed_by")):
        ups: dict[str, tuple[str, ...]] = {}
        for record in catalog.own_of(KINDS[kind]):
            value = getattr(record, name)
            named = value if isinstance(value, tuple) else (value,) if value else ()
            ups[record.id] = tuple(target.id for its_id in named if (target := catalog.get(kind, its_id)))
        for its_id in ups:
            if circle := circle_of(its_id, ups):
                yield error(catalog, catalog.records[f"{kind}/{its_id}"], (name,), "circle", *circle_in_words(circle))
    territories = [one for one in catalog.own_records if isinstance(one, Territory)]
    heirs = {one.key: tuple(heir.key for a in one.successors if (heir := catalog.find(a))) for one in territories}
    for one in territories:
        if circle := circle_of(one.key, heirs):
            yield error(catalog, one, ("successors",), "circle", *circle_in_words(circle))


def measures_exist(catalog: Catalog) -> Iterator[Problem]:
    """A measure that an event, a series or a centre's cycle or plan names is in the roadmap of that programme."""
    for record in catalog.own_records:
        for loc, programme_id, number in _measures_of(record):
            programme = catalog.one(Programme, programme_id)
            if programme is None:
                continue
            numbers = [m.number for m in programme.roadmap.measures] if programme.roadmap else []
            if number not in numbers:
                yield error(
                    catalog,
                    record,
                    loc,
                    "unknown-measure",
                    f"мероприятия № {number} в дорожной карте «{programme.title}» нет",
                    f"в ней номера с {min(numbers)} по {max(numbers)}" if numbers else "у программы нет дорожной карты",
                )


def _measures_of(record: Record) -> Iterator[tuple[Loc, str, MeasureNumber]]:
    """The measures that a record names: where, of which programme, the number."""
    if isinstance(record, Event | Series):
        for n, fulfilled in enumerate(record.fulfils):
            yield ("fulfils", n, "measure"), fulfilled.programme, fulfilled.measure
    elif isinstance(record, Center) and record.programme:
        dated: list[tuple[Loc, Dated]] = [(("cycle", n), item) for n, item in enumerate(record.cycle)]
        for m, plan in enumerate(record.plans):
            dated += [(("plans", m, "items", n), item) for n, item in enumerate(plan.items)]
        for at, item in dated:
            if item.measure is not None:
                yield (*at, "measure"), record.programme, item.measure


def texts_link_to_pages(catalog: Catalog) -> Iterator[Problem]:
    """A link inside a text leads to another site by its full address, or to an existing page of this one
    (`kind/id`)."""
    pages: set[str] = set()
    for owner in texts.owners(catalog):
        for loc, href, line, column in texts.links_of(owner):
            if urlsplit(href).scheme or href.startswith("#"):
                continue
            pages = pages or site_addresses(catalog)
            target = address_of_link(href)
            if target in pages or catalog.aliases.get(target) in pages or target in catalog.broken:
                continue
            message = f"ссылка «{href}» никуда не ведёт"
            hint = _was_there(catalog, target) or _page_meant(target, pages)
            yield error(catalog, owner, loc, "dead-link", message, hint, line=line, column=column)


def _page_meant(target: str, pages: set[str]) -> str:
    """A hint for a link to nothing: the page of the same name, else the nearest one of the same kind."""
    name, kind = target.split("/")[-1], target.split("/")[0]
    same = [page for page in sorted(pages) if page.split("/")[-1] == name]
    alike = {page.split("/")[-1]: page for page in sorted(pages) if page.split("/")[0] == kind or "/" not in page}
    guess = same[0] if same else alike.get(nearest(name, alike) or "")
    if guess:
        return f"возможно, имелось в виду «{guess}»"
    return "пишите вид/идентификатор, например practices/parnoe-nastavnichestvo"


#: pages of the site itself
_CONSENTS = ("soglasie/imia", "soglasie/snimok")
_OWN = frozenset(
    (
        "guides",
        "bez-interneta",
        "dannye",
        "dostupnost",
        "personalnye-dannye",
        "predlozhit",
        "redaktsiia",
        *_CONSENTS,
    )
)


#: pages of the site that show nothing without a kind of records
_OF_A_KIND = {"belye-piatna": "practices", "marshrut": "diagnostics"}


def site_addresses(catalog: Catalog) -> set[str]:
    """What a text may link to: records with pages, listings, hand-written pages."""
    from generator.problems import codes  # reads its files on loading, and few texts have links

    records = {key for key, record in catalog.records.items() if record.kind in catalog.paged}
    forms = {f"predlozhit/{OFFERS[name][1].address}" for name in catalog.forms}
    own = {page for page, kind in _OF_A_KIND.items() if kind not in catalog.without}
    joined = {"bazy"} if catalog.joined_bases else set()
    return records | set(catalog.paged) | set(catalog.content) | _OWN | own | joined | forms | codes.CODE_ADDRESSES


def demonstration_stays_apart(catalog: Catalog) -> Iterator[Problem]:
    """A real record never refers to a demonstration one, in a field or in a text (hand-written pages may)."""
    named: list[tuple[Record, Loc, Record | None, int, int]] = [
        (r.owner, r.loc, catalog.find(r.target), 0, 1) for r in catalog.references if not r.owner.demo
    ]
    for owner in (r for r in catalog.own_records if not r.demo):
        for loc, href, line, column in texts.links_of(owner):
            named.append((owner, loc, catalog.find(address_of_link(href)), line, column))
    for owner, loc, target, line, column in named:
        if target is not None and target.demo:
            yield error(
                catalog,
                owner,
                loc,
                "demo-reference",
                f"настоящая запись ссылается на демонстрационную «{catalog.title_of(target)}»",
                "уберите ссылку или пометьте запись: demo: true",
                line=line,
                column=column,
            )


def address_of_link(href: str) -> str:
    """The address ``kind/id`` that a link inside a text means."""
    return href.split("#")[0].strip("/").removesuffix(".md")


def addresses_stay(catalog: Catalog) -> Iterator[Problem]:
    """An address that was published once stays: its record is there and published or archived, or another record has it
    among its aliases; a term by which there was a list is in its vocabulary, or another term has it among its own."""
    broken = {key.split("/")[0] for key in catalog.broken}
    for line, address in catalog.addresses:
        vocabulary = catalog.vocabularies.get(address.split("/")[0])
        if vocabulary is not None:
            if address.partition("/")[2] not in vocabulary.by_id:
                message = f"список по термину {address} был опубликован, а термина больше нет"
                hint = "верните термин или впишите его прежний идентификатор в aliases преемника (metodoteka merge)"
                yield Problem("data/addresses.txt", line, 1, "", "vanished-address", message, hint, source=address)
            continue
        if is_broken(catalog, address.partition("/")[0]):
            continue  # without the mistake the term may be there
        record = catalog.find(address)
        off = address.split("/")[0] in catalog.without
        if record is None and address.split("/")[0] in broken:
            continue  # a record that cannot be read may have it among its aliases
        if address in catalog.broken or (record is not None and record.is_public and not off):
            continue
        message = f"страница {address} была опубликована, а записи больше нет"
        hint = (
            "верните файл (устаревшую запись пометьте status: archived) или впишите идентификатор в aliases преемника"
        )
        if record is not None:
            message = f"страница {address} была опубликована, а теперь её запись — {label_of(record, 'status')}"
            hint = "верните status: published; устаревшую запись пометьте status: archived"
        if record is not None and off:
            message = f"страница {address} была опубликована, а таких записей в базе больше нет (without)"
            hint = f"уберите {record.kind} из without в mkdocs.yml: адрес страницы остаётся навсегда"
        yield Problem("data/addresses.txt", line, 1, "", "vanished-address", message, hint, source=address)
