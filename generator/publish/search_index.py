"""The search index: Pagefind reads the finished pages and lays its index beside them, under ``assets/pagefind``.

Only pages whose frame says ``data-pagefind-body`` (``theme/mkdocs/main.html``) are read: drafts, archived records,
redirects, the 404 page and further pages of a listing do not say it.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from pagefind_bin import get_executable

from generator import files

BUNDLE = "assets/pagefind"
#: parts of a page that say nothing about it, or say it about another page
NOT_SEARCHED = (
    ".headerlink", ".m-banner", ".m-cards", ".m-crumbs", ".m-facts dt", ".m-history", ".m-pager", ".m-subnav",
)  # fmt: skip
#: Pagefind writes its own user interfaces too; ours needs none of them
_NOT_NEEDED = (
    "pagefind-component-ui.css", "pagefind-component-ui.js", "pagefind-highlight.js", "pagefind-modular-ui.css",
    "pagefind-modular-ui.js", "pagefind-ui.css", "pagefind-ui.js", "wasm.unknown.pagefind",
)  # fmt: skip


#: bytes of words in one file of the index, before compression. With Pagefind's own 20,000 a question at 1,000 practices
#: costs a phone 25-35 KB a word, with 6,000 it costs 6-10 (tests/weigh_search.py). Pagefind calls the variable unstable:
#: a version that does not know it makes larger files, and the test of the bytes says so.
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
