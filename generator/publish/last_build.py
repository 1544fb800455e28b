"""What the last build into a folder left of use: finished pages whose text is the same go to the new site as they are.

The manifest says of every page which text it was made of and what must be known of it without reading it again. It
lies outside the site, in the cache of whoever builds (``unchanged.place_of_memory``): losing it costs time only. A page
is taken over when its text, everything that all pages share and every file that its links asked for are as they were,
and its file in the old site is byte for byte the one that was made: what somebody has written into the site by hand is
never taken for ours.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import generator
from generator import files
from generator.publish import configured

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation

_FORMAT = 1
_PACKAGES = ("mkdocs", "mkdocs-material", "markdown", "jinja2", "markupsafe", "selectolax", "pyyaml")


class Remembered(NamedTuple):
    """What is known of a page: digests of its text and of its file, front matter, anchors (separated by NUL), links to
    anchors (page -> anchor -> as written), and the files its links asked for: path -> whether it was there."""

    text: str
    html: str
    meta: dict[str, Any]
    anchors: str
    links: dict[str, dict[str, str]]
    asked: dict[str, bool]


class LastBuild:
    """The pages of the last build, by the paths of their files in the site ``out``."""

    def __init__(self, out: Path, manifest: Path | None, shared: str, *, clean: bool) -> None:
        """``shared`` is :func:`shared_by_all` now; without ``manifest`` nothing is remembered, and when the build is to
        be ``clean`` nothing is found."""
        self._out, self._manifest, self._shared = out, manifest, shared
        self._pages: Mapping[str, Remembered] = _read(manifest, shared) if manifest and not clean else {}

    def find(self, path: str, text: str, is_there: Callable[[str], bool]) -> tuple[bytes, Remembered] | None:
        """The file at ``path`` as it may go to the new site and what is known of it; None when it has to be made.
        ``text`` is the :func:`digest` of the page, ``is_there`` tells of a file of the engine whether it has it."""
        known = self._pages.get(path)
        if known is None or known.text != text:
            return None
        if any(is_there(asked) is not was for asked, was in known.asked.items()):
            return None
        try:
            data = (self._out / path).read_bytes()
        except OSError:
            return None
        return (data, known) if digest(data) == known.html else None

    def keep(self, pages: Mapping[str, Remembered]) -> None:
        """Write down what the site that stands in ``out`` now was made of; a disk that refuses costs nothing else."""
        if self._manifest:
            plain = {path: page for path, page in pages.items() if _is_plain(page.meta)}
            kept = {"format": _FORMAT, "shared": self._shared, "pages": plain}
            with contextlib.suppress(OSError):
                files.write_if_changed(self._manifest, json.dumps(kept, ensure_ascii=True), kept=False)


def digest(*parts: bytes | str) -> str:
    """One digest of all ``parts``."""
    sha = hashlib.sha256()
    for part in parts:
        data = part.encode(errors="surrogatepass") if isinstance(part, str) else part
        sha.update(len(data).to_bytes(8, "big") + data)
    return sha.hexdigest()


def shared_by_all(config: MkDocsConfig, nav: Navigation, pictures: Mapping[str, Path]) -> str:
    """A digest of whatever a page is made of beside its own text: the program and what it is built on, the settings,
    the theme, the menu, the pictures of ``content/``."""
    code = Path(generator.__file__).parent
    theme = [folder.rglob("*.html") for folder in configured.theme_dirs(config)]
    versions = [f"{name} {metadata.version(name)}" for name in _PACKAGES]
    said = [config.site_name, config.site_url, config.site_description, config.repo_url, config.copyright]
    settings = json.dumps([said, config.extra, config.markdown_extensions, config.mdx_configs], default=repr)
    menu = [f"{page.url} {page.title}" for page in nav.pages]
    marks = [f"{name} {path.stat().st_size} {path.stat().st_mtime_ns}" for name, path in sorted(pictures.items())]
    return digest(
        sys.version, settings, *versions, *menu, *marks, Path(config.config_file_path).read_bytes(),
        *_contents(code.rglob("*.py")), *(data for found in theme for data in _contents(found)),
    )  # fmt: skip


def _contents(paths: Iterable[Path]) -> Iterable[bytes]:
    for path in sorted(paths):
        yield str(path).encode()
        yield path.read_bytes()


def _read(manifest: Path, shared: str) -> dict[str, Remembered]:
    """What is remembered; nothing when it is not whole, of another version, or of a site that shared other things."""
    try:
        kept = json.loads(manifest.read_bytes())
        if kept["format"] != _FORMAT or kept["shared"] != shared:
            return {}
        return {path: _remembered(*fields) for path, fields in kept["pages"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _is_plain(meta: dict[str, Any]) -> bool:
    """Whether JSON gives it back as it is: it has no dates, and names that are texts only."""
    try:
        return bool(json.loads(json.dumps(meta)) == meta)
    except (TypeError, ValueError):
        return False


def _remembered(text: Any, html: Any, meta: Any, anchors: Any, links: Any, asked: Any) -> Remembered:
    kinds = (text, str), (html, str), (meta, dict), (anchors, str), (links, dict), (asked, dict)
    if not all(isinstance(value, kind) for value, kind in kinds):
        raise TypeError("not a page")
    return Remembered(text, html, meta, anchors, links, asked)
