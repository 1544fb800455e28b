"""The code that Jinja makes of the templates of the product: to make it takes longer than to lay out a small base.

A process holds what it has made or read. Between processes the code lies where Python puts what it has made of the
module beside it, and under the rules of that: ``PYTHONDONTWRITEBYTECODE`` and ``PYTHONPYCACHEPREFIX`` hold, a folder
where nothing may be written is done without. So it needs no more trust than the program itself: who could write there
could write the modules' own code too. The templates of a base are never kept, since a stranger's change may bring them.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType

import jinja2
from jinja2.bccache import Bucket

from generator.documents import folders
from generator.files import disk
from generator.files.packed import digest, program_digest
from generator.text.language import Language

_HELD: dict[tuple[str, str], CodeType] = {}


class CompiledTemplates(jinja2.BytecodeCache):
    """What was made of templates, by name, place and text. It must hold for any catalog, and Jinja works out
    ``"guides/iom" is on_site`` while it makes the code unless the test or filter asks for the context: those that know
    a catalog do (``environment._of_catalog``)."""

    def __init__(self, language: Language | None, kept: Sequence[Path]) -> None:
        """``kept`` are the folders whose templates are remembered between processes; filters may work out words of
        ``language`` while the code is made."""
        self._language = language
        self._kept = [f"{folder.as_posix()}/" for folder in kept]

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """As of any cache; it tells where to put the code, or that it is not to be put anywhere."""
        its = super().get_cache_key(name, filename)
        is_kept = filename is not None and Path(filename).as_posix().startswith(tuple(self._kept))
        return f"{self._language.code if self._language else ''}{its}.{'kept' if is_kept else ''}"

    def get_source_checksum(self, source: str) -> str:
        """Of the text and of whatever else the code depends on."""
        return digest(program_digest(), self._language.digest if self._language else "", source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Look in this process, then on the disk; what is cut or strange there is as good as nothing."""
        bucket.code = _HELD.get((bucket.key, bucket.checksum))
        if bucket.code is None and (place := _place(bucket.key)):
            try:
                bucket.bytecode_from_string(folders.read_whole(place))
            except Exception:  # a pickle that is cut may raise anything
                bucket.reset()
            if bucket.code is not None:
                _HELD[bucket.key, bucket.checksum] = bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Hold what was made, and leave it to the next process."""
        if bucket.code is None:
            return
        _HELD[bucket.key, bucket.checksum] = bucket.code
        if not sys.dont_write_bytecode and (place := _place(bucket.key)):
            with contextlib.suppress(OSError):
                disk.replace_content(place, bucket.bytecode_to_string(), kept=False)


def _place(key: str) -> Path | None:
    name, _, kept = key.partition(".")
    if not kept:
        return None
    try:
        return Path(cache_from_source(__file__)).with_suffix("") / name
    except NotImplementedError:  # an interpreter that keeps no code
        return None
