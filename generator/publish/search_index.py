"""The search index: Pagefind reads the finished pages and lays its index beside them, under ``assets/pagefind``.

Only pages whose frame says ``data-pagefind-body`` (``theme/mkdocs/main.html``) are read: drafts, archived records,
redirects, the 404 page and further pages of a listing do not say it.
"""

from __future__ import annotations

import gzip
import html
import json
import os
import re
import subprocess
from pathlib import Path

from pagefind_bin import get_executable

from generator import files

BUNDLE = "assets/pagefind"
KINDS = "assets/search/kinds.json"
_MARK = re.compile(r'<article [^>]*?data-m-kind="([^"]*)"( data-m-demo)?')
#: parts of a page that say nothing about it, or say it about another page
NOT_SEARCHED = (
    ".headerlink", ".m-banner", ".m-cards", ".m-crumbs", ".m-facts dt", ".m-history", ".m-pager", ".m-subnav",
)  # fmt: skip
#: Pagefind writes its own user interfaces too; ours needs none of them
_NOT_NEEDED = (
    "pagefind-component-ui.css", "pagefind-component-ui.js", "pagefind-highlight.js", "pagefind-modular-ui.css",
    "pagefind-modular-ui.js", "pagefind-ui.css", "pagefind-ui.js", "wasm.unknown.pagefind",
)  # fmt: skip


#: Bytes of words in one file of the index, before compression. With Pagefind's own 20,000 a question at 1,000 practices
#: costs a phone 25-35 KB a word, with 6,000 it costs 6-10 (tests/weigh_search.py). Pagefind calls the variable
#: unstable: a version that does not know it makes larger files, and the test of the bytes says so.
_CHUNK = {"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": "6000"}


class NotIndexed(Exception):
    """Pagefind could not make the index; the text is Russian and meant for the terminal."""


def make_index(site_dir: Path) -> None:
    """Make the search index of the finished site in ``site_dir``. The same pages give the same bytes.

    Raises :class:`NotIndexed`.
    """
    command = [
        str(get_executable()), "--silent", "--site", str(site_dir), "--output-subdir", BUNDLE,
        "--force-language", "ru", "--exclude-selectors", ", ".join(NOT_SEARCHED),
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command,
            env={**os.environ, **_CHUNK},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as fault:
        raise NotIndexed(f"Не удалось запустить Pagefind, который строит поиск: {fault}.") from fault
    if done.returncode or not (site_dir / BUNDLE / "pagefind.js").is_file():
        said = (done.stderr or done.stdout).strip()
        raise NotIndexed(f"Pagefind не смог построить поиск по сайту:\n{said}")
    files.prune(site_dir / BUNDLE, _NOT_NEEDED)
    listing = json.dumps(_by_kind(site_dir), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    files.write_if_changed(site_dir / KINDS, listing + "\n")


def _by_kind(site_dir: Path) -> dict[str, list[str]]:
    """Kind -> ids of Pagefind's results in it, separated by spaces: real records, then demonstration ones.

    Pagefind's own filters would do, but their files differ from build to build (values in the order of a hash map,
    https://github.com/Pagefind/pagefind/issues/638), and a result does not say which of them it has.
    """
    found: dict[str, tuple[list[str], list[str]]] = {}
    for fragment in sorted((site_dir / BUNDLE / "fragment").glob("*.pf_fragment")):
        page = json.loads(gzip.decompress(fragment.read_bytes()).removeprefix(b"pagefind_dcd"))
        source = (site_dir / page["url"].strip("/") / "index.html").read_text("utf-8")
        if mark := _MARK.search(source):
            found.setdefault(html.unescape(mark[1]), ([], []))[bool(mark[2])].append(fragment.stem)
    return {kind: [" ".join(ids) for ids in groups] for kind, groups in found.items()}
