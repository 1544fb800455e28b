"""Files beside the pages that the last build left in its site: blanks, files of Word and sheets for paper that would be
made again as they are go to the new site.

Like the manifest of the pages (``last_build``), what is known of them lies in the cache of whoever builds, as plain
JSON: one that is missing, cut, strange, or of another version of the program or of a library costs time only. What lies
in the site itself is taken only when it is byte for byte what was made.
"""

from __future__ import annotations

import contextlib
import json
from functools import partial
from pathlib import Path
from typing import Any

from generator import files
from generator.files.packed import program_digest
from generator.pages.reuse import KeptFiles, Trace
from generator.publish.last_build import trace_read

_FORMAT = 1


def kept_files(out: Path, list_of_files: Path | None, *, clean: bool) -> KeptFiles | None:
    """What the last build into ``out`` left; nothing of it when this one is to be ``clean``. None without a
    ``list_of_files``: then nobody asks next time either."""
    if list_of_files is None:
        return None
    return KeptFiles({} if clean else _read(list_of_files), partial(_lying, out))


def keep_files(kept: KeptFiles | None, list_of_files: Path | None) -> None:
    """Write down what the site that stands there now has; a disk that refuses costs nothing else."""
    if kept is None or list_of_files is None:
        return
    known = {"format": _FORMAT, "program": program_digest(), "files": kept.now}
    with contextlib.suppress(OSError):
        files.write_if_changed(list_of_files, json.dumps(known), kept=False)


def _lying(out: Path, path: str) -> bytes:
    return (out / files.safe_relative(path)).read_bytes()


def _read(list_of_files: Path) -> dict[str, tuple[Trace, dict[str, str]]]:
    try:
        known = json.loads(list_of_files.read_bytes())
        if known["format"] != _FORMAT or known["program"] != program_digest():
            return {}
        return {place: (trace_read(*trace), _digests(of)) for place, (trace, of) in known["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, files.FileFault):
        return {}


def _digests(written: Any) -> dict[str, str]:
    found = {files.safe_relative(path): digest for path, digest in written.items()}
    if not all(isinstance(digest, str) for digest in found.values()):
        raise TypeError("not a digest")
    return found
