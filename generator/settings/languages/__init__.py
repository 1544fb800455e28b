"""Other languages than Russian for the frame of the site: catalogues of gettext, read as their translators leave them.

``theme/locale/<code>.po`` comes with the product, ``locale/<code>.po`` of a base adds to it and goes before it. Nothing
is compiled: who saves the file in Poedit has translated the site. :mod:`templates` and :mod:`scripts` know what a
template and a script say, ``text.tr`` says what Python does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from gettext import c2py  # type: ignore[attr-defined]
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel import Locale
from babel.core import UnknownLocaleError
from babel.messages import pofile
from babel.messages.catalog import Catalog

from generator import files
from generator.documents import folders
from generator.settings.languages.messages import fault_of
from generator.text.language import NATIVE, Language

OWN_FOLDER = "locale"
TEMPLATE_FILE = "metodoteka.pot"


class BadCatalogue(ValueError):
    """A catalogue that cannot be read: ``path`` is the file from the root of the base, ``line`` the place in it."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path, self.line, self.message = path, line, message


class BadTranslation(NamedTuple):
    """A translation that is left out: where it stands and what is wrong with it."""

    path: str
    line: int
    message: str


def languages(root: Path) -> list[str]:
    """The codes of the languages in which the site of the base in ``root`` can speak, Russian first."""
    others = {path.stem for folder in _folders(root) for path in _catalogues(folder)}
    return [NATIVE, *sorted(others - {NATIVE})]


def catalogue_files(root: Path, code: str) -> tuple[str, ...]:
    """The catalogues of a language, the product's first; none for Russian and for a language that is not there."""
    if code == NATIVE:
        return ()
    return tuple(str(path) for folder in _folders(root) for path in _catalogues(folder) if path.stem == code)


def language(code: str, paths: tuple[str, ...]) -> Language | None:
    """The language of these catalogues, None for Russian. Raises :class:`BadCatalogue`."""
    return _made(code, tuple((path, folders.read_whole(Path(path))) for path in paths)) if paths else None


def bad_translations(root: Path, code: str) -> Iterator[BadTranslation]:
    """The translations of a base's own catalogue that are left out. Raises :class:`BadCatalogue`."""
    path = root / OWN_FOLDER / f"{code}.po"
    if path not in _catalogues(root / OWN_FOLDER):
        return
    name = f"{OWN_FOLDER}/{code}.po"
    for message in read_catalogue(code, name, folders.read_whole(path)):
        for wanted, given in _pairs(message.id, message.string):
            if message.id and given and not message.fuzzy and (fault := fault_of(wanted, given)):
                yield BadTranslation(name, message.lineno or 0, f"«{given[:60]}»: {fault}")


def has_dates(code: str) -> bool:
    """Whether the dates and numbers of a language are known."""
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _folders(root: Path) -> tuple[Path, Path]:
    return files.locale_dir(), root / OWN_FOLDER


def _catalogues(folder: Path) -> list[Path]:
    there = folders.ordinary_files(folder) if folders.is_own_folder(folder) else ()
    return [path for path in there if path.suffix == ".po"]


@lru_cache(maxsize=4)
def _made(code: str, texts: tuple[tuple[str, bytes], ...]) -> Language:
    messages: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    catalogue = Catalog(code if has_dates(code) else NATIVE)
    for path, data in texts:
        catalogue = read_catalogue(code, path, data)
        for message in catalogue:
            pairs = list(_pairs(message.id, message.string))
            if not message.id or message.fuzzy or not all(given for _, given in pairs):
                continue
            if any(fault_of(wanted, given) for wanted, given in pairs):
                continue
            messages[pairs[0][0]] = pairs[0][1]
            if isinstance(message.id, tuple | list):
                plurals[message.id[0]] = tuple(given for _, given in pairs)
    rule = catalogue.plural_expr
    digest = hashlib.sha256(b"\0".join(data for _, data in texts)).hexdigest()[:16]
    return Language(code, messages, plurals, _form_of(rule), rule, digest)


def _form_of(rule: str) -> Callable[[int], int]:
    """The form that a number takes, by the rule in the head of a catalogue, which the parser of Python reads: whatever
    passes it is an expression of numbers in JavaScript as well."""
    return c2py(rule)  # type: ignore[attr-defined, no-any-return]


def _pairs(message: str | Sequence[str], given: str | Sequence[str] | None) -> Iterator[tuple[str, str]]:
    """What is to be said and how it is said; every form of a counted word has to say what that for one says."""
    if isinstance(message, str):
        yield message, str(given or "")
    else:
        yield from ((message[0], one) for one in given or ("",))


def read_catalogue(code: str, name: str, data: bytes) -> Catalog:
    """The catalogue of a file; ``name`` is its path for people. Raises :class:`BadCatalogue`."""
    locale = code.replace("-", "_") if has_dates(code) else None
    try:
        found = pofile.read_po(BytesIO(data), locale=locale, abort_invalid=True)
        _form_of(found.plural_expr)
        return found
    except (pofile.PoFileError, UnicodeDecodeError, ValueError) as fault:
        line = getattr(fault, "lineno", 0) or 0
        raise BadCatalogue(name, line, "файл перевода записан с ошибкой: откройте и сохраните его в Poedit") from None
