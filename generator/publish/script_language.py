"""The frame that MkDocs makes in another language: what ``mkdocs.yml`` names, and the scripts of the theme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.settings.languages.scripts import translated_script, with_numbers_of
from generator.text.language import Language

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

#: the script in which the rules of counted words and of numbers stand
UI_SCRIPT = "assets/shared/ui.js"
_SPEAKS = re.compile(r"assets/(?!form/|.*/vendor/)")
"""Where the scripts of readers lie; forms and the desk are for methodists and stay Russian."""
_SILENT = frozenset(
    ("assets/route/word.js", "assets/route/tables.js", "assets/search/search.js", "assets/search/search-index.js",
     "assets/search/search-question.js", "assets/search/search-stems.js", "assets/search/search-words.js")
)  # fmt: skip
"""Scripts whose Russian words are not said to anybody: they know the letters and forms of Russian, or fill in a file of
Word that is Russian."""


def is_translatable(name: str) -> bool:
    """Whether the script at ``name``, a path below the theme, says something to readers."""
    return name.endswith(".js") and bool(_SPEAKS.match(name)) and name not in _SILENT


def translated_scripts(theme_dirs: Sequence[Path], language: Language) -> dict[str, bytes]:
    """The scripts of the theme that differ in this language, by path. ``theme_dirs`` come in MkDocs' order, the first
    one that has a file wins."""
    found: dict[str, bytes] = {}
    for name, source in translatable_scripts(theme_dirs):
        translated = translated_script(source, language.messages.get, lambda one, _: language.plurals.get(one))
        if name == UI_SCRIPT:
            translated = with_numbers_of(translated, language)
        if translated != source:
            found[name] = translated.encode()
    return found


def translatable_scripts(theme_dirs: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """The scripts that say something to readers, with their texts."""
    seen: set[str] = set()
    for folder in theme_dirs:
        for path in sorted((folder / "assets").rglob("*.js")):
            name = path.relative_to(folder).as_posix()
            if name not in seen and is_translatable(name):
                seen.add(name)
                yield name, path.read_text("utf-8")


def translate_settings(config: MkDocsConfig, language: Language) -> None:
    """Say in this language what the settings name: the menu, the choice of light and dark, the permanent links."""
    config.theme["language"] = language.code
    config.nav = _named(config.nav, language)
    for palette in config.theme.get("palette") or ():
        if isinstance(palette, dict) and (toggle := palette.get("toggle")):
            toggle["name"] = language.messages.get(toggle.get("name", ""), toggle.get("name", ""))
    for name in ("copyright", "site_description"):
        if written := config.get(name):
            config[name] = language.messages.get(" ".join(written.split()), written)
    for extension in config.mdx_configs.values():
        if title := extension.get("permalink_title"):
            extension["permalink_title"] = language.messages.get(title, title)


def _named(nav: Any, language: Language) -> Any:
    if isinstance(nav, list):
        return [_named(one, language) for one in nav]
    if isinstance(nav, dict):
        return {language.messages.get(str(title), title): _named(inner, language) for title, inner in nav.items()}
    return nav
