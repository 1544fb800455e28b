"""Addresses that were published lead on: of a record or a term with a former name, its page and all that lies below it.

A page at a former address sends the reader on. A program does not follow such a page, so what programs ask for again
and again (a calendar, a feed, the record as data) lies at the former address too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from generator import text
from generator.catalog import Catalog
from generator.pages import linker
from generator.records import PAGED

#: what programs fetch, and files that a link from elsewhere may name
_FETCHED = (".atom", ".csv", ".docx", ".ics", ".json", ".xlsx", ".xml")


def at_former_addresses(
    catalog: Catalog, pages: Iterable[str], files: Collection[str], read: Callable[[str], bytes]
) -> dict[str, bytes]:
    """What stands at every former address, by path, sorted: ``pages`` are the paths of the Markdown pages of the site,
    ``files`` those of what lies beside them, which ``read`` gives. Something that is there already stays."""
    names = _former_names(catalog)
    if not names:
        return {}
    sheets = (path.removesuffix("/index.html") for path in files if path.endswith("/index.html"))
    addresses = {_address(path) for path in pages} | set(sheets)
    found = {
        f"{old}/index.html": _redirect(catalog, old, address).encode()
        for address in sorted(addresses)
        for old in _former(address, names)
        if old not in addresses
    }
    for path in files:
        if path.endswith(_FETCHED):
            found |= {old: read(path) for old in _former(path, names) if old not in files}
    return dict(sorted(found.items()))


def _address(path: str) -> str:
    return path.removesuffix(".md").removesuffix("/index")


def _former_names(catalog: Catalog) -> Mapping[str, list[str]]:
    """``kind/id`` and ``list/term`` that the site shows -> what each was called before."""
    names: dict[str, list[str]] = defaultdict(list)
    for old, new in sorted(catalog.aliases.items()):
        if new in catalog.shown and new not in catalog.origins and new.split("/")[0] in PAGED:
            names[new].append(old.partition("/")[2])
    for name, vocabulary in catalog.vocabularies.items():
        for term in vocabulary.terms:
            if term.aliases:
                names[f"{name}/{term.id}"] += term.aliases
    return names


def _former(path: str, names: Mapping[str, list[str]]) -> Iterator[str]:
    """The former addresses of ``path``: with each of its names, where it has several, one at a time."""
    parts = path.split("/")
    # The booklet of an area is the one place where a term is not below the name of its list.
    lists = ["areas" if part == "buklet" else part for part in parts]
    for position, (above, part) in enumerate(zip(lists, parts[1:], strict=False), 1):
        stem, dot, ending = part.partition(".")
        for old in names.get(f"{above}/{stem}", ()):
            below = (_renamed(one, stem, old) for one in parts[position + 1 :])
            yield "/".join([*parts[:position], old + dot + ending, *below])


def _renamed(part: str, its_id: str, old: str) -> str:
    """A file called after the record in whose folder it lies, by the former name: ``dvoe/dvoe.docx``,
    ``dvoe/dvoe-razdat.docx``."""
    is_own = part.startswith((f"{its_id}.", f"{its_id}-")) and "." in part
    return old + part.removeprefix(its_id) if is_own else part


def _redirect(catalog: Catalog, old: str, new: str) -> str:
    target = linker.relative_url(f"{old}.md", f"{new}.md")
    record = catalog.shown.get(new)
    title = text.escape_html(catalog.title_of(record) if record else text.tr("открыть"))
    moved, language = text.tr("Страница переехала"), text.current_language_code()
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
        f"<title>{moved}</title>"
        f'<meta name="robots" content="noindex"><link rel="canonical" href="{target}">'
        f'<meta http-equiv="refresh" content="0; url={target}"></head>'
        f'<body><p>{moved}: <a href="{target}">{title}</a></p></body></html>\n'
    )
