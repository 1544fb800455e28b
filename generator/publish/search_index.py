"""The search index: files beside the pages of which the browser loads those that a question needs.

``assets/search/index.json`` is loaded first. It names the pages only by their numbers, in the order of their paths:
``runs`` tells their kinds («3 64 1 12»: twice the place in ``kinds``, one more for demonstrations, and how many pages
follow of it), ``texts`` the files with what an answer shows of ``group`` pages each, ``first`` the first stem of every
file of ``words``. These files stand in ``assets/search/index/`` under the digest of what they hold, so a browser may
keep them for ever, and a file of another build is never taken for one of this.

A file of words has ``stems`` (sorted, separated by spaces) and for every stem its ``postings``: for each page that has
it a number in base 36, (step from the page before) * 30 + field * 10 + how often, and one more figure for the window
in which it stands first (``search_pages.IndexedPage``). A file of texts has for every page path, title, summary, base
and its first words. What a reader takes along is the same in one file (``index_part``), without the first words.

It is read by ``theme/mkdocs/assets/search/search-shelf.js``.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from generator import files
from generator.publish import scanning
from generator.publish.search_pages import IndexedPage, indexed_page, words_of_filters

INDEX_HEAD, INDEX_FOLDER = "assets/search/index.json", "assets/search/index"
INDEX_FILES = (INDEX_HEAD, f"{INDEX_FOLDER}/")
"""How the paths of all files of the index begin."""
_BASE = 30
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_DIGEST = 10
"""Letters of a digest in a name, 50 bits: of the files of one index two are alike once in a hundred million sites.
Small letters only: some disks know no others."""
_SMALLEST, _LARGEST, _A_PAGE = 4_000, 16_000, 4
"""Characters of words in one file. More files make a longer list of them, which the first question pays for: so their
size grows with the site (``tests/weigh_search.py`` prints what a question costs)."""
_GROUPS = 4_000
"""Files of texts at most; a site with more pages has several in each."""


class NotIndexed(Exception):
    """There is nothing to search, or the index that lies on the disk is not whole; the message is Russian."""


def make_index(
    site_dir: Path, last: scanning.LastScan | None = None, wait: scanning.Wait = lambda: None
) -> dict[str, scanning.Scanned]:
    """Make the search index of the finished site in ``site_dir``: of the pages that say so, or of all where none does.
    The same pages give the same bytes, on any disk; those that ``last`` remembers are not read anew. ``wait`` is called
    before each page is read. Out: what is known of its files, by their paths.

    Raises :class:`NotIndexed`, also when what lies on the disk in the end is not a whole index, and OSError when the
    disk refuses.
    """
    names = [name for name in scanning.files_of_site(site_dir) if name.endswith(".html")]
    scanned = scanning.scan_files(site_dir, names, last or scanning.LastScan(), wait=wait)
    made = write_index(site_dir, pages_to_find(site_dir, scanned))
    if broken := index_errors(site_dir):
        raise NotIndexed("Поиск по сайту построен не целиком:\n" + "\n".join(f"  {fault}" for fault in broken[:20]))
    return made


def pages_to_find(site_dir: Path, scanned: Mapping[str, scanning.Scanned]) -> list[IndexedPage]:
    """The pages among these files that say that they are searched, or all where none does: another engine made them."""
    if pages := scanning.indexed_pages(scanned.values()):
        return pages
    filters = words_of_filters(site_dir)
    names = (name for name in scanned if name.endswith(".html"))
    return [indexed_page(name, (site_dir / name).read_text("utf-8"), filters) for name in names]


def write_index(
    site_dir: Path, pages: Sequence[IndexedPage], last_site: Path | None = None
) -> dict[str, scanning.Scanned]:
    """Lay the index of these pages into the site; what lay there of another one goes. ``last_site`` is the one in whose
    place this one is made, unseen. Out: what is known of its files, by their paths: of a large site they are too many
    to be held.

    Raises :class:`NotIndexed` where there are no pages, and OSError when the disk refuses.
    """
    if not pages:
        raise NotIndexed(f"Поиск не построен: в папке {site_dir} нет страниц.")
    made = {}
    for name, data in _index_files(sorted(pages, key=lambda page: page.path)):
        if last_site:
            files.write_or_link(site_dir / name, data, last_site / name)
        else:
            files.write_if_changed(site_dir / name, data, kept=False)
        made[name] = scanning.scan_bytes(data)
    there = site_dir / INDEX_FOLDER
    for path in sorted(there.iterdir()):  # a live preview makes the index again and again in the same folder
        if f"{INDEX_FOLDER}/{path.name}" not in made:
            files.remove_file(there, path.name)
    return made


def index_part(pages: Iterable[IndexedPage]) -> str:
    """The index of these pages in one file; the same pages give the same bytes in any order."""
    ordered = sorted(pages, key=lambda page: page.path)
    postings = _postings(ordered)
    stems = sorted(postings, key=_order)
    made = _kinds(ordered) | {
        "pages": [[page.path, page.title, page.about, page.base] for page in ordered],
        "stems": " ".join(stems),
        "postings": [postings[stem] for stem in stems],
    }
    return _json(made)


def index_errors(site_dir: Path) -> list[str]:
    """What is wrong with the index that lies in ``site_dir``, in Russian: every file that its list names has to be
    there with the bytes that its name says, and no other."""
    try:
        head = json.loads((site_dir / INDEX_HEAD).read_bytes())
        named = {name for its in ("texts", "words") for name in _cut(head[its], _DIGEST)}
    except (OSError, ValueError, KeyError, TypeError) as fault:
        return [f"оглавление поиска не читается ({fault})"]
    there = {path.stem: path for path in (site_dir / INDEX_FOLDER).glob("*.json")}
    found = [f"{name}.json: файла нет" for name in sorted(named - there.keys())]
    found += [f"{name}.json: нет в оглавлении поиска" for name in sorted(there.keys() - named)]
    return found + [
        f"{name}.json: файл испорчен"
        for name, path in sorted(there.items())
        if name in named and _digest(path.read_bytes()) != name
    ]


# --- the files -------------------------------------------------------------------------------------------------------


def _index_files(ordered: Sequence[IndexedPage]) -> Iterator[tuple[str, bytes]]:
    """Every file as soon as it is made; the list, which names the others, at the end."""
    group = -(-len(ordered) // _GROUPS)
    texts, words, firsts = [], [], []
    for at in range(0, len(ordered), group):
        its = [[page.path, page.title, page.about, page.base, page.text] for page in ordered[at : at + group]]
        data = _json(its).encode()
        texts.append(_digest(data))
        yield _named(texts[-1]), data
    for stems, postings in _cut_by_size(_postings(ordered), max(_SMALLEST, min(_LARGEST, len(ordered) * _A_PAGE))):
        data = _json({"stems": " ".join(stems), "postings": postings}).encode()
        firsts.append(stems[0])
        words.append(_digest(data))
        yield _named(words[-1]), data
    its_list = {"group": group, "texts": "".join(texts), "first": " ".join(firsts), "words": "".join(words)}
    yield INDEX_HEAD, _json(_kinds(ordered) | its_list).encode()


def _named(digest: str) -> str:
    return f"{INDEX_FOLDER}/{digest}.json"


def _kinds(ordered: Iterable[IndexedPage]) -> dict[str, Any]:
    """``kinds`` and ``runs`` of these pages."""
    kinds: dict[str, int] = {}
    runs: list[int] = []
    for (kind, demo), its in groupby(ordered, key=lambda page: (page.kind, page.demo)):
        runs += (kinds.setdefault(kind, len(kinds)) * 2 + demo, sum(1 for _ in its))
    return {"kinds": list(kinds), "runs": " ".join(map(str, runs))}


def _postings(ordered: Iterable[IndexedPage]) -> dict[str, str]:
    """Every stem of these pages -> its postings."""
    found: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    for number, page in enumerate(ordered):
        triples = iter(page.stems.split())
        for stem, place, window in zip(triples, triples, triples, strict=True):
            step = number - last.get(stem, 0)
            last[stem] = number
            found.setdefault(stem, []).append(_posting(step * _BASE + int(place), int(window)))
    return {stem: " ".join(codes) for stem, codes in found.items()}


def _cut_by_size(postings: Mapping[str, str], size: int) -> Iterator[tuple[list[str], list[str]]]:
    """Stems in their order with their postings, in files of about ``size`` characters."""
    stems: list[str] = []
    length = 0
    for stem in sorted(postings, key=_order):
        its = len(stem) + len(postings[stem])
        if stems and length + its > size:
            yield stems, [postings[one] for one in stems]
            stems, length = [], 0
        stems.append(stem)
        length += its
    yield stems, [postings[one] for one in stems]


def _order(stem: str) -> bytes:
    """Stems in the order in which a browser compares them."""
    return stem.encode("utf-16-be", "surrogatepass")


def _digest(data: bytes) -> str:
    return base64.b32encode(hashlib.sha256(data).digest()).decode().lower()[:_DIGEST]


def _cut(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def _json(made: Any) -> str:
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n"


@lru_cache(maxsize=1 << 16)  # most are of words that stand on many pages; all of them took more than the index
def _posting(number: int, window: int) -> str:
    digits = _DIGITS[window]
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits
