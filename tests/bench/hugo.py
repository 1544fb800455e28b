"""The fastest engine that people use, over the same records: the floor of the work.

``hugo_peer`` is a small Hugo site. It makes one page of every record, with all its fields as headings, lists and
Markdown, listings in pages of 100, lists by subject, level, area and form, replications and related practices on the
page of a practice. It has no search, no sheets for paper, no checks, nothing is sanitised.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from tests.bench.fresh import Run, run

_PEER = Path(__file__).parent / "hugo_peer"
_OLDEST = 0, 156
"""The first Hugo that the site is for: it makes pages of data (content adapters) and knows ``hugo.Data``."""


def hugo_found(named: str | None) -> str | None:
    """The program that ``named`` is, or the ``hugo`` of this computer, where it is new enough; else None."""
    program = shutil.which(named or "hugo")
    if not program:
        return None
    said = subprocess.run([program, "version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"\bv(\d+)\.(\d+)", said)
    return program if version and (int(version[1]), int(version[2])) >= _OLDEST else None


def by_hugo(program: str, base: Path, folder: Path, records: int) -> Run:
    """Its build of the base, into ``folder``. Raises ValueError when that is less than a page a record."""
    shutil.copytree(_PEER, folder / "peer")
    (folder / "peer" / "data").symlink_to(base / "data")
    made = folder / "made"
    taken = run("--quiet", "--source", folder / "peer", "--destination", made, program=program)
    pages = sum(1 for _ in made.rglob("index.html"))
    if pages < records:
        raise ValueError(f"{program}: {pages} страниц из {records} записей")
    return taken
