"""What the last build into a folder left of use: finished pages whose text is the same go to the new site as they are.

The manifest says of every page which text it was made of, what that text was made of (``pages.reuse.Trace``: where it
is the same, the text need not be laid out), and what must be known of it without reading it again. It is a line of
JSON, which says where each page stands behind it, and packed JSON of every page, read when the page is asked for. It
lies outside the site, in the cache of whoever builds (``unchanged.cache_path``): losing it costs time only. A page
is taken over when its text, everything that all pages share and every file that its links asked for are as they were,
and its file in the old site is byte for byte the one that was made: what somebody has written into the site by hand is
never taken for ours.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.files.packed import digest, names_and_bytes, program_digest, read_packed, write_packed
from generator.pages.reuse import Trace
from generator.publish import configured

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation


class Remembered(NamedTuple):
    """What is known of a page: digests of its text and of its file, front matter, anchors (separated by NUL), links to
    anchors (page -> anchor -> as written), the files its links asked for: path -> whether it was there, and what its
    text was made of, where that can be told."""

    text: str
    html: str
    meta: dict[str, Any]
    anchors: str
    links: dict[str, dict[str, str]]
    asked: dict[str, bool]
    trace: Trace | None = None

    @property
    def is_plain(self) -> bool:
        """Whether JSON gives the front matter back as it is: it has no dates, and names that are texts only."""
        try:
            return bool(json.loads(json.dumps(self.meta)) == self.meta)
        except (TypeError, ValueError):
            return False

    @property
    def written(self) -> bytes:
        """The same for the manifest (:func:`page_read`)."""
        return zlib.compress(json.dumps(self, default=str, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)


def page_read(written: bytes) -> Remembered:
    """What was written. Raises ValueError for anything else."""
    try:
        return _remembered(*json.loads(zlib.decompress(written).decode("utf-8", "surrogatepass")))
    except (zlib.error, TypeError, RecursionError) as fault:
        raise ValueError(str(fault)) from fault


_PASSED = "\0passed"
"""Where the manifest has what the gate passed; no file has such a path."""


class LastBuild:
    """The pages of the last build, by the paths of their files in the site ``out``, and what the gate has ``passed`` of
    other files (``gate.InspectedFile.mark``)."""

    def __init__(self, out: Path, manifest: Path | None, shared: str, *, clean: bool) -> None:
        """``shared`` is :func:`shared_by_all` now; without ``manifest`` nothing is remembered, and when the build is to
        be ``clean`` nothing is found."""
        self._out, self._manifest, self._shared = out, manifest, shared
        self._is_clean = clean
        self._pages: dict[str, bytes] = read_packed(manifest, shared) if manifest and not clean else {}
        self.passed = frozenset(self._pages.pop(_PASSED, b"").decode("ascii", "replace").split())

    @property
    def is_kept(self) -> bool:
        """Whether this build is remembered for the next one."""
        return self._manifest is not None

    def place(self, path: str) -> Path | None:
        """Where the file at ``path`` may lie from the last build."""
        return None if self._is_clean else self._out / path

    def known(self, path: str) -> Remembered | None:
        """What is known of the file at ``path``."""
        try:
            return page_read(self._pages[path])
        except (KeyError, ValueError):
            return None

    def written(self, path: str) -> bytes:
        """``Remembered.written`` of what was :meth:`known`."""
        return self._pages[path]

    def find(self, path: str, known: Remembered | None, text: str, is_there: Callable[[str], bool]) -> bytes | None:
        """The file at ``path``, of which that is ``known``, as it may go to the new site; None when it has to be made.
        ``text`` is the :func:`digest` of the page, ``is_there`` tells of a file of the engine whether it has it."""
        if known is None or known.text != text:
            return None
        if any(is_there(asked) is not was for asked, was in known.asked.items()):
            return None
        try:
            data = (self._out / path).read_bytes()
        except OSError:
            return None
        return data if digest(data) == known.html else None

    def keep(self, pages: Mapping[str, bytes], passed: Iterable[str] = ()) -> None:
        """Write down what the site that stands in ``out`` now was made of (``Remembered.written``), and what has
        ``passed``; a disk that refuses costs nothing else."""
        if self._manifest:
            write_packed(self._manifest, self._shared, {**pages, _PASSED: " ".join(sorted(passed)).encode()})


def shared_by_all(config: MkDocsConfig, nav: Navigation, pictures: Mapping[str, Path]) -> str:
    """A digest of whatever a page is made of beside its own text: the program and what it is built on, the settings,
    the theme, the menu, the pictures of ``content/``."""
    theme = [folder.rglob("*.html") for folder in configured.theme_dirs(config)]
    names = [config.site_name, config.site_url, config.site_description, config.repo_url, config.copyright]
    settings = json.dumps([names, config.extra, config.markdown_extensions, config.mdx_configs], default=repr)
    menu = [f"{page.url} {page.title}" for page in nav.pages]
    marks = [f"{name} {path.stat().st_size} {path.stat().st_mtime_ns}" for name, path in sorted(pictures.items())]
    return digest(
        program_digest(), settings, *menu, *marks, Path(config.config_file_path).read_bytes(),
        *(data for found in theme for data in names_and_bytes(found)),
    )  # fmt: skip


def _remembered(text: Any, html: Any, meta: Any, anchors: Any, links: Any, asked: Any, trace: Any) -> Remembered:
    kinds = (text, str), (html, str), (meta, dict), (anchors, str), (links, dict), (asked, dict)
    if not all(isinstance(value, kind) for value, kind in kinds):
        raise TypeError("not a page")
    return Remembered(text, html, meta, anchors, links, asked, trace_read(*trace) if trace else None)


def trace_read(shown: Any, asked: Any, answers: Any) -> Trace:
    """A trace as JSON gives it back. Raises TypeError for anything else."""
    texts = [shown, answers, *(one for question in asked for one in question)]
    if not all(isinstance(one, str) for one in texts):
        raise TypeError("not a trace")
    return Trace(shown, tuple(map(tuple, asked)), answers)
