"""What a reader takes along, made from the finished site: the lists of files with their digests, and the worker.

``assets/offline/build.json`` names the sections and, with their digests, the lists of files; a list has a line for each
file: digest, bytes, path. The digest of ``build.json`` is the name of the build and stands in ``sw.js``. So whoever has
``sw.js`` of a build can tell of every file whether it is of that build (``theme/mkdocs/assets/offline/store.js``). The
weights of the sections are written into the page that offers them.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator import files, text
from generator.catalog import Catalog
from generator.pages import offline as offered
from generator.publish import search_index
from generator.publish.finished import html_path
from generator.publish.scanning import Scanned, indexed_pages, scan_bytes, short_digest

if TYPE_CHECKING:
    from generator.pages.reuse import KeptFiles
    from generator.publish.search_pages import IndexedPage

OFFLINE_FOLDER = "assets/offline"
BUILD_LIST, WORKER_FILE, OFFERED_PAGE = f"{OFFLINE_FOLDER}/build.json", "sw.js", html_path(offered.OFFLINE_PAGE)
PACK = "chemodanchik.zip"
_COMMON = "common"
MACHINES = r"dannye/(?!index\.html$)|(?:.*/)?(?:zapis\.json|novosti\.json|spisok\.csv|[^/]*\.atom)$"
"""Open data and feeds: files for programs, which nobody reads without a net."""
_NEVER = re.compile(
    rf"{MACHINES}|admin/|zamechaniia/|sw\.js$|_headers$|404\.html$|sitemap\.|{PACK}$|{OFFLINE_FOLDER}/(?:build\.json|poisk-[^/]*|[^/]*\.txt)$"
    r"|(?:.*/)?\."
)
"""Not taken: the editor's desk, what is for those who write records, open data and feeds, and what no page asks for."""
_ALWAYS = re.compile(
    r"assets/(?!search/index|form/(?!vendor/fflate\.)|route/|images/(?:app-|metodoteka\.png))"
    rf"|index\.html$|poisk/|kabinet/|{OFFERED_PAGE}$|manifest\."
)
"""What every page needs: styles, scripts, signs; the home page, the search and the page of what was taken."""
_PACK_PLACE = re.compile(r"<p data-pack>.*?</p>", re.DOTALL)
_WEIGHT = re.compile(r'(<span [^>]*data-weight="([^"]+)"[^>]*>)[^<]*(</span>)')


def can_be_taken(name: str) -> bool:
    """Whether the file at this path of a site can be taken along."""
    return not _NEVER.match(name)


def offer(
    site_dir: Path,
    catalog: Catalog,
    scanned: Mapping[str, Scanned],
    pack: bytes = b"",
    kept: KeptFiles | None = None,
) -> dict[str, int]:
    """Write the lists, the worker and the weights for the site that lies in ``site_dir``; ``scanned`` are the files
    that can be taken (:func:`can_be_taken`), ``pack`` is the чемоданчик of the same site, to be offered there, ``kept``
    are the files of the last one. Out: bytes of the files that were written anew, by path. Nothing for a site without
    the page that offers them."""
    if OFFERED_PAGE not in scanned:
        return {}
    scanned = dict(sorted(scanned.items()))
    shares, sections = _shares(scanned, catalog), offered.offline_sections(catalog)
    made = dict(_indexes(scanned, shares, kept))
    scanned |= {name: scan_bytes(content.encode()) for name, content in made.items()}
    page = _with_pack((site_dir / OFFERED_PAGE).read_text("utf-8"), len(pack))
    scanned[OFFERED_PAGE] = scan_bytes(page.encode())
    while (written := _weighed(page, _weights(scanned, shares, sections))) != page:  # its own bytes count too
        page = written
        scanned[OFFERED_PAGE] = scan_bytes(page.encode())
    lists = {name: _lines(scanned, its) for name, its in shares.items()}
    described = _build(lists, _weights(scanned, shares, sections), sections, catalog.today)
    build = json.dumps(described, ensure_ascii=False, indent=1) + "\n"
    if pack:
        files.write_if_changed(site_dir / PACK, pack, kept=False)
    made |= {OFFERED_PAGE: page, BUILD_LIST: build, WORKER_FILE: worker(short_digest(build.encode()))}
    made |= {f"{OFFLINE_FOLDER}/{name}.txt": lines for name, lines in lists.items()}
    for name, content in made.items():
        files.write_if_changed(site_dir / name, content, kept=False)
    return {name: len(content.encode()) for name, content in made.items()} | ({PACK: len(pack)} if pack else {})


def megabytes(count: int) -> str:
    """«2,1 МБ»: megabytes of a million bytes, rounded up."""
    return text.tr("{n}\u00a0МБ", n=text.number(max(0.1, math.ceil(count / 100_000) / 10)))


def worker(build: str) -> str:
    """The service worker of a build: one classic script, since not every browser takes modules there."""
    folder = files.theme_dir() / OFFLINE_FOLDER
    store = re.sub(r"^export ", "", (folder / "store.js").read_text("utf-8"), flags=re.MULTILINE)
    its = re.sub(r"^import .*;\n", "", (folder / "worker.js").read_text("utf-8"), flags=re.MULTILINE)
    return f"const BUILD = {json.dumps(build)};\n\n{store}\n{its}"


def _indexes(
    scanned: Mapping[str, Scanned], shares: Mapping[str, list[str]], kept: KeptFiles | None
) -> Iterator[tuple[str, str]]:
    """The index of every share that has pages to find, as a file of the share; who takes everything has that of the
    site."""
    for its_id, names in shares.items():
        pages = indexed_pages(scanned[name] for name in names)
        if pages and its_id not in (_COMMON, offered.EVERYTHING):
            file = f"{OFFLINE_FOLDER}/poisk-{its_id}.json"
            names.append(file)
            make = partial(_index_of, pages)
            yield file, (kept.file(file, pages, make) if kept else make()).decode()


def _index_of(pages: Sequence[IndexedPage]) -> bytes:
    return search_index.index_part(pages).encode()


def _shares(scanned: Mapping[str, Scanned], catalog: Catalog) -> dict[str, list[str]]:
    """List -> the files that it names, sorted; what all pages need stands in one list only."""
    common = [name for name in scanned if _ALWAYS.match(name)]
    found = {_COMMON: common, offered.EVERYTHING: list(scanned)}
    by_folder = _by_folder(scanned)
    for share in offered.offline_shares(catalog):
        own = {name for folder in share.folders for name in by_folder.get(folder, ())}
        own |= {shown for name in own for shown in scanned[name].shows if shown in scanned}
        found[share.id] = sorted(own.difference(common))
    return found


def _by_folder(names: Iterable[str]) -> dict[str, list[str]]:
    """Every folder -> the files below it."""
    found: dict[str, list[str]] = {}
    for name in names:
        folder = posixpath.dirname(name)
        while folder:
            found.setdefault(folder, []).append(name)
            folder = posixpath.dirname(folder)
    return found


def _weights(
    scanned: Mapping[str, Scanned], shares: Mapping[str, list[str]], sections: Sequence[offered.OfflineSection]
) -> dict[str, int]:
    """Section -> bytes of all its files, with what every page needs."""
    common = {_COMMON: frozenset(shares[_COMMON])}
    taken = {one.id: common[_COMMON].union(*(shares[its] for its in one.shares)) for one in sections}
    return {its_id: sum(scanned[name].size for name in names) for its_id, names in (common | taken).items()}


def _with_pack(page: str, size: int) -> str:
    """The page with the way to the чемоданчик, where the site has one; ``size`` in bytes."""
    if not size:
        return page
    link = f'<a class="m-action m-action--main" href="../{PACK}" download>'
    link += text.tr("Скачать чемоданчик") + "</a>"
    return _PACK_PLACE.sub(lambda _: f"<p data-pack>{link} zip, {megabytes(size)}</p>", page)


def _weighed(page: str, weights: Mapping[str, int]) -> str:
    return _WEIGHT.sub(lambda place: f"{place[1]}{megabytes(weights[place[2]])}{place[3]}", page)


def _lines(scanned: Mapping[str, Scanned], names: Iterable[str]) -> str:
    """The lines of a list; a page is named by its address, which ends with a slash."""
    return "".join(
        f"{scanned[name].mark} {scanned[name].size} {re.sub(r'(?:^|(?<=/))index.html$', '', name)}\n" for name in names
    )


def _first_page(section: offered.OfflineSection, lists: Mapping[str, str]) -> dict[str, str]:
    """The address of the page to begin with; none where a small base has no such page."""
    page = f"{section.first}/" if section.first else ""
    named = any(f" {page}\n" in lists[name] for name in (_COMMON, *section.shares))
    return {"page": page} if named else {}


def _build(
    lists: Mapping[str, str],
    weights: Mapping[str, int],
    sections: Sequence[offered.OfflineSection],
    today: dt.date,
) -> dict[str, object]:
    return {
        "format": 1,
        "day": text.date(today),
        "common": weights[_COMMON],
        "lists": {name: short_digest(lines.encode()) for name, lines in lists.items()},
        "sections": [
            {"id": one.id, "title": one.title, "lists": list(one.shares), "bytes": weights[one.id]}
            | _first_page(one, lists)
            for one in sections
        ],
    }
