"""The theme's files on the way to the site: what nobody needs stays behind, what pages load carries a mark."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pathspec

from generator.channels import desk as desks
from generator.publish import script_language
from generator.settings import Settings
from generator.settings.look import FONTS_FILE, Fonts
from generator.text.language import Language

UNUSED = (
    # Material's own search is off (no Russian word forms); browsers never ask for the maps of minified files.
    "/assets/javascripts/lunr/",
    "/assets/javascripts/workers/",
    "/assets/**/*.map",
    "/assets/images/favicon.png",
    # They go into sw.js (publish/offline.py) and into the чемоданчик (publish/pack.py).
    "/assets/offline/worker.js",
    "/assets/offline/classic.js",
)
"""What of Material is not published, in the notation of ``.gitignore`` (MkDocs' ``exclude_docs``)."""

_MARKED = ("javascripts", "stylesheets")


def unused(*, desk: bool) -> tuple[str, ...]:
    """What of the themes is not published, in the notation of ``.gitignore``; the 5 MB of the desk only with it."""
    return UNUSED if desk else (*UNUSED, f"/{desks.DESK_FOLDER}/")


def excluding(written: pathspec.gitignore.GitIgnoreSpec | None, *, desk: bool) -> pathspec.gitignore.GitIgnoreSpec:
    """``exclude_docs`` as its owner wrote it, and what of the themes nobody needs."""
    ours = pathspec.gitignore.GitIgnoreSpec.from_lines(unused(desk=desk))
    return written + ours if written else ours


def headers_file(theme_dirs: Sequence[Path], settings: Settings) -> dict[str, bytes]:
    """The file ``_headers`` with what it says about the editor's desk; nothing where the theme's own is right."""
    addition = desks.desk_headers(settings)
    found = next((folder / "_headers" for folder in theme_dirs if (folder / "_headers").is_file()), None)
    return {"_headers": found.read_bytes() + addition.encode()} if addition and found else {}


def made_files(theme_dirs: Sequence[Path], settings: Settings) -> dict[str, bytes]:
    """What the settings make beside the files of the theme: :func:`headers_file`, the style sheet of the fonts."""
    fonts = {FONTS_FILE: settings.fonts.css().encode()} if settings.fonts else {}
    return headers_file(theme_dirs, settings) | fonts


def fonts_mark(fonts: Fonts) -> dict[str, str]:
    """The mark of that style sheet, as :func:`digests` has them."""
    name = FONTS_FILE.removeprefix("assets/")
    return {name: hashlib.sha256(fonts.css().encode()).hexdigest()[:8]} if fonts else {}


def digests(theme_dirs: Sequence[Path], language: Language | None = None) -> dict[str, str]:
    """Our own scripts and styles below ``assets``: ``javascripts/first.js`` -> eight hexadecimal digits of its SHA-256.

    Pages name the file with this mark (``partials/asset.html``): browsers may then keep it for a year. ``theme_dirs``
    come in MkDocs' order, the first one that has a file wins. Scripts are those of the ``language``.
    """
    translated = script_language.translated_scripts(theme_dirs, language) if language else {}
    found: dict[str, str] = {}
    for folder in theme_dirs:
        for kind in _MARKED:
            for path in sorted((folder / "assets" / kind).rglob("*")):
                name = path.relative_to(folder / "assets").as_posix()
                if path.is_file() and name not in found:
                    found[name] = hashlib.sha256(translated.get(f"assets/{name}") or path.read_bytes()).hexdigest()[:8]
    return found
