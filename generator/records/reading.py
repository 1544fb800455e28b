"""A folder -> everything that is read of a base: records, pages, lists, registers, and what is wrong with any of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from generator import files
from generator.documents import folders, sources
from generator.documents.file_memory import FileCache
from generator.documents.sources import WHOLE_FILE, Source
from generator.problems import WARNING, Problem, suggest
from generator.records import (
    KINDS,
    VOCABULARIES,
    Record,
    Vocabulary,
    link_memory,
    own_list_fields,
    record_lookup,
)
from generator.records.closed_periods import CLOSED_FILE, ClosedFigure, ClosedPeriods
from generator.records.content import ContentPage
from generator.records.joined import JoinedBase, Origin
from generator.records.link_memory import LinkStatus
from generator.records.partial_records import STAND_INS, PartialRecord, apply_replacements, partial_record
from generator.records.validating import validate
from generator.records.vocabularies import MARKS, in_one_list, laid_over, with_marks, with_own_terms

ADDRESS_REGISTER = "data/addresses.txt"
FIRST_PUBLISHED = "data/first-published.txt"
#: where the source of the closed periods is found
CLOSED = "closed-periods"
_TITLES = ("title", "short_title")


@dataclass
class Loaded:
    """Everything that could be read: records by ``kind/id``, vocabularies by name, hand-written pages by address.

    ``links`` is what is remembered of links to other sites (``link_memory``), ``assets`` are the files beside the pages
    of ``content/`` by their paths below it.

    ``first_published`` says on which day a record was published first, by its address
    (``data/first-published.txt``), ``closed`` are the figures of closed periods (``data/closed-periods.yml``).

    ``addresses`` are the published addresses that must not vanish (``data/addresses.txt``: line number, ``kind/id``).
    ``sources`` tell where each came from: by the record's address, ``vocabularies/<name>`` or ``content/<address>``;
    files of a wrong shape are there too, as far as they are YAML.

    ``broken`` are the addresses of files that exist but are wrong (of pages: below ``content/``), former addresses
    included where they could be read, so that nobody is told that they do not exist; of lists
    ``vocabularies/<name>``.

    ``origins`` are those of ``records`` that come from other bases, ``joined_bases`` these bases; :func:`load` reads
    the own ones only.
    """

    records: dict[str, Record] = field(default_factory=dict)
    vocabularies: dict[str, Vocabulary] = field(default_factory=dict)
    content: dict[str, ContentPage] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    addresses: list[tuple[int, str]] = field(default_factory=list)
    links: dict[str, LinkStatus] = field(default_factory=dict)
    assets: tuple[str, ...] = ()
    first_published: dict[str, dt.date] = field(default_factory=dict)
    closed: tuple[ClosedFigure, ...] = ()
    origins: dict[str, Origin] = field(default_factory=dict)
    joined_bases: tuple[JoinedBase, ...] = ()


class ReadCache:
    """What was read last time: a file with the same bytes is neither parsed nor validated again; ``of_files`` is what
    files said in an earlier run."""

    def __init__(self, of_files: FileCache | None = None) -> None:
        self.files = sources.ParsedFiles(of_files)
        self._valid: dict[str, tuple[Source, Any]] = {}

    def let_go(self) -> None:
        """Forget all of it."""
        self.files = sources.ParsedFiles()
        self._valid.clear()

    def validated(
        self, model: type[BaseModel], source: Source, names: record_lookup.KnownTitles | None = None
    ) -> tuple[Any, list[Problem]]:
        """:func:`validate`, which says the same of the same file where nothing is wrong (else other records matter)."""
        known = self._valid.get(source.path)
        if known and known[0] is source:
            return known[1], []
        record, problems = validate(model, source, names)
        if record is not None and not problems:
            self._valid[source.path] = source, record
        return record, problems


def load(root: Path, memory: ReadCache | None = None) -> tuple[Loaded, list[Problem]]:
    """Read ``root/data`` whole. Never raises for what is in the files; every problem of every file is returned.
    ``memory`` is what was read last time."""
    memory = memory or ReadCache()
    loaded = Loaded()
    problems = [*folders.linked(root, "data", "content"), *_unknown_folders(root), *sources.stray_files(root)]
    loaded.vocabularies, its_sources, trouble = load_vocabularies(root, memory)
    loaded.sources |= its_sources
    problems += trouble
    of_lists = {Path(problem.path).stem for problem in trouble if problem.is_error}
    loaded.broken |= {f"vocabularies/{name}" for name in of_lists if name not in loaded.vocabularies}
    read_folders = {kind: sources.read_folder(root, kind, memory.files) for kind in KINDS}
    names = {
        f"{kind}/{source.stem}": [text for title in _TITLES if isinstance(text := source.data.get(title), str)]
        for kind, (found, _) in read_folders.items()
        for source in found
    }
    for its_list in loaded.vocabularies.values():
        names |= {record_lookup.address_of_term(its_list.id, term.id): [term.label] for term in its_list.terms}
    for kind, (found, trouble) in read_folders.items():
        problems += trouble
        loaded.broken |= {f"{kind}/{Path(problem.path).stem}" for problem in trouble if problem.is_error}
        for source in found:
            record, trouble = memory.validated(KINDS[source.folder], source, names)
            problems += [own_list_fields.marks_meant(one, source, loaded.vocabularies) for one in trouble]
            if record is None:
                loaded.broken |= {f"{kind}/{its_id}" for its_id in (source.stem, *_former_ids(source))}
                loaded.sources.setdefault(f"{kind}/{source.stem}", source)
            elif record.key in loaded.records:
                other = loaded.sources[record.key].path
                problems.append(
                    source.problem(
                        (),
                        "duplicate-id",
                        f"запись с таким именем уже есть: {other}",
                        "оставьте один файл или переименуйте этот",
                        at=WHOLE_FILE,
                    )
                )
            else:
                loaded.records[record.key] = record
                loaded.sources[record.key] = source
    entries = folders.walk_folder(root / "content")
    found, trouble = sources.read_content(root, entries, memory.files)
    problems += trouble
    loaded.broken |= {
        problem.path.removeprefix("content/").removesuffix(".md") for problem in trouble if problem.is_error
    }
    for source in found:
        page, trouble = memory.validated(ContentPage, source)
        problems += trouble
        loaded.sources[f"content/{source.folder}"] = source
        if page:
            loaded.content[page.address] = page
        else:
            loaded.broken.add(source.folder)
    assets, unpublishable = files.publishable(entries)
    loaded.assets = tuple(assets)
    for it in unpublishable:
        code = it.code
        problems.append(Problem(f"content/{it.name}", 0, 0, "", code, it.message, it.hint))
    conflict = sources.conflict(root, ADDRESS_REGISTER, "верны обе половины: сотрите только строки с метками")
    if conflict:
        problems.append(conflict)
    else:
        loaded.addresses = sources.read_list(root / ADDRESS_REGISTER)
    loaded.links, trouble = load_links(root)
    problems += trouble
    loaded.first_published, trouble = load_first_published(root)
    problems += trouble
    loaded.closed, trouble = _load_closed(root, loaded)
    problems += trouble
    return loaded, problems


def load_first_published(root: Path) -> tuple[dict[str, dt.date], list[Problem]]:
    """On which day each record was published first, and what of the list cannot be read."""
    if conflict := sources.conflict(root, FIRST_PUBLISHED, "верны обе половины: сотрите только строки с метками"):
        return {}, [conflict]
    return days_in(sources.read_list(root / FIRST_PUBLISHED))


def days_in(rows: Iterable[tuple[int, str]]) -> tuple[dict[str, dt.date], list[Problem]]:
    """The lines of the list, «practices/parnoe 2026-11-22», with their numbers; of an address the earliest day
    holds."""
    found: dict[str, dt.date] = {}
    problems = []
    for line, row in rows:
        address, _, day = row.partition(" ")
        try:
            when = dt.date.fromisoformat(day.strip())
        except ValueError:
            message = "в строке должны быть адрес записи и день: practices/parnoe 2026-11-22"
            hint = "исправьте строку или сотрите её: metodoteka addresses допишет её сегодняшним днём"
            problems.append(
                Problem(FIRST_PUBLISHED, line, 1, "", "first-published-unreadable", message, hint, source=row)
            )
            continue
        found[address] = min(when, found.get(address, when))
    return found, problems


def _load_closed(root: Path, loaded: Loaded) -> tuple[tuple[ClosedFigure, ...], list[Problem]]:
    path = root / CLOSED_FILE
    if not folders.is_ordinary(path):
        return (), []
    source, problems = sources.read(path, CLOSED_FILE)
    if source is None:
        return (), problems
    found, trouble = validate(ClosedPeriods, source)
    loaded.sources[CLOSED] = source
    return (found.figures if found else ()), [*problems, *trouble]


def load_vocabularies(
    root: Path, memory: ReadCache | None = None
) -> tuple[dict[str, Vocabulary], dict[str, Source], list[Problem]]:
    """The lists of ``root/data/vocabularies`` by name, their sources by ``vocabularies/<name>``, and what is wrong."""
    memory = memory or ReadCache()
    lists: dict[str, Vocabulary] = {}
    its_sources: dict[str, Source] = {}
    found, problems = sources.read_folder(root, "vocabularies", memory.files, _parsed_once)
    for source in found:
        if wrong := _unknown_list(source):
            problems.append(wrong)
            continue
        vocabulary, trouble = parse_vocabulary(source)
        problems += trouble
        its_sources[f"vocabularies/{source.stem}"] = source
        if vocabulary:
            lists[source.stem] = vocabulary
    named = {source.stem for source in found} | {Path(problem.path).stem for problem in problems}
    lists |= {name: _product_list(name)[1] for name in VOCABULARIES if name not in named}
    return with_marks(dict(sorted(lists.items()))), its_sources, problems


def _unknown_list(source: Source) -> Problem | None:
    """A file that is neither an addition to a list of the product nor, by its ``kinds``, a list of the base's own."""
    name, is_ours = source.stem, "kinds" in source.data
    if name in VOCABULARIES or (is_ours and name not in (MARKS, *KINDS)):
        return None
    if is_ours:
        message = f"имя «{name}» занято: так называется {'поле записей' if name == MARKS else 'вид записей'}"
        hint = f"назовите файл иначе, например {name}-bazy.yml"
    else:
        message = f"списка «{name}» у Методотеки нет"
        meant = suggest(name, VOCABULARIES, example="списки Методотеки: " + ", ".join(VOCABULARIES))
        hint = f"{meant}. Если это список самой базы, допишите в него строку kinds: [practices] — для каких он записей"
    return source.problem((), "unknown-vocabulary", message, hint, at=WHOLE_FILE)


_LISTS: dict[str, tuple[Source, Source | None, Vocabulary | None, list[Problem]]] = {}
"""Path -> what was parsed last (``_parsed_once``), the product's list below it, and what came of the two."""


def parse_vocabulary(source: Source) -> tuple[Vocabulary | None, list[Problem]]:
    """One file of ``data/vocabularies`` -> the list as the base has it, laid over that of the product unless the file
    is a whole list; or what is wrong with the file."""
    below, product = _list_below(source)
    known = _LISTS.get(source.path)
    if known is None or known[0] is not source or known[1] is not below:
        data = laid_over(source.data, below.data) if below else source.data
        found, problems = validate(Vocabulary, replace(source, data=data))
        known = _LISTS[source.path] = source, below, found and _as_one_list(found, source, product), problems
    return known[2], [*known[3]]


def partial_vocabulary(source: Source, fill: Callable[[PartialRecord], Vocabulary]) -> Vocabulary | None:
    """The list of a file that is wrong in places, as the base would have it; ``fill`` says what stands in its gaps.
    None where the file is no list at all."""
    below, product = _list_below(source)
    data = laid_over(source.data, below.data) if below else source.data
    right, _ = apply_replacements(replace(source, data=data), parse_vocabulary(source)[1])
    found = partial_record(right, STAND_INS[0])
    return _as_one_list(fill(found), source, product) if found.record else None


def _list_below(source: Source) -> tuple[Source | None, Vocabulary | None]:
    """The list of the product that a file of the base adds to; nothing below a whole list and one of the base's own."""
    is_alone = source.stem not in VOCABULARIES or _says_whole(source)
    return (None, None) if is_alone else _product_list(source.stem)


def _as_one_list(found: Vocabulary, source: Source, product: Vocabulary | None) -> Vocabulary:
    if product:
        return in_one_list(found, product, bool(source.data.get("terms")))
    return with_own_terms(found.model_copy(update={"whole": True}) if found.is_own else found, found.terms)


def product_terms(name: str) -> frozenset[str]:
    """The ids of a list as it comes with the product; none of a list that only a base has."""
    return frozenset(term.id for term in _product_list(name)[1].terms) if name in VOCABULARIES else frozenset()


def _says_whole(source: Source) -> bool:
    return str(source.data.get("whole")).strip().lower() in ("true", "yes", "да")


def _product_list(name: str) -> tuple[Source, Vocabulary]:
    """A list as it comes with the product."""
    return _product_list_of(sources.own_text(files.vocabularies_dir() / f"{name}.yml"), name)


@lru_cache(maxsize=64)
def _product_list_of(text: str, name: str) -> tuple[Source, Vocabulary]:
    source = _parsed_once(text, f"data/vocabularies/{name}.yml")[0]
    found, problems = validate(Vocabulary, source) if source else (None, [])
    if source is None or found is None:
        raise files.FileFault(f"Список «{name}», который поставляется вместе с Методотекой, повреждён: {problems}")
    return source, with_own_terms(found.model_copy(update={"whole": False}), ())


@lru_cache(maxsize=64)
def _parsed_once(text: str, relative: str) -> tuple[Source | None, list[Problem]]:
    """The lists are more than half of what is read of a small base, and an import, an inbox and `serve` read the base
    several times in one process. Nobody writes into what is found."""
    return sources.parse(text, relative)


def load_links(root: Path) -> tuple[dict[str, LinkStatus], list[Problem]]:
    """What is remembered of links to other sites; a file that cannot be read is a warning and nothing is remembered."""
    path = root / link_memory.LINKS_FILE
    if not folders.is_ordinary(path):
        return {}, []
    if conflict := sources.conflict(root, link_memory.LINKS_FILE, "сотрите файл: metodoteka links создаст его заново"):
        return {}, [conflict]
    try:
        return link_memory.parse(sources.own_text(path)), []
    except (ValueError, OSError, RecursionError):  # brackets by the thousand are more than json can follow
        message, hint = "память о проверке ссылок не читается", "сотрите файл: metodoteka links создаст его заново"
        return {}, [Problem(link_memory.LINKS_FILE, 0, 0, "", "links-unreadable", message, hint, WARNING)]


def _unknown_folders(root: Path) -> Iterator[Problem]:
    known = (*KINDS, "vocabularies", "schemas")
    for folder in sources.data_folders(root):
        if folder not in known:
            yield Problem(
                f"data/{folder}",
                0,
                0,
                "",
                "unknown-folder",
                f"папки «{folder}» генератор не знает",
                f"перенесите её файлы в data/{kind}/ и уберите пустую папку"
                if (kind := record_lookup.folder(folder))
                else "перенесите её файлы в папку своего вида: " + ", ".join(KINDS),
            )


def _former_ids(source: Source) -> list[str]:
    """What a record that is wrong calls its former ids, as far as it can be told."""
    aliases = source.data.get("aliases")
    return [alias for alias in aliases if isinstance(alias, str)] if isinstance(aliases, list) else []
