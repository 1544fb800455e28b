"""The catalogue of a base's own language: made for a translator, and brought up to date after a new version."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages import pofile
from babel.messages.catalog import Catalog

from generator import files
from generator.documents import folders
from generator.settings import languages
from generator.text import is_language

#: what gettext writes about the minute of writing, which would change the file each time
_TIMES = re.compile(rb'^"(?:POT-Creation|PO-Revision)-Date: .*\n', re.MULTILINE)
_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")


class OwnLanguage(NamedTuple):
    """A catalogue as it should be: its path from the root of the base, its text, how many messages it has, those that
    are translated, and those that the last version had and this one has not."""

    path: str
    data: bytes
    messages: int
    translated: int
    gone: int


def is_code(code: str) -> bool:
    """Whether this is the code of a language that there is (BCP 47): tt, be-Latn, pt-BR."""
    return _CODE.fullmatch(code) is not None and is_language(code)


def own_language(root: Path, code: str) -> OwnLanguage:
    """The catalogue of a language in the base at ``root`` with everything that this version says; what is translated
    stays, and a new one begins with the translations of the product. Raises ``languages.BadCatalogue`` for one that
    cannot be read."""
    name = f"{languages.OWN_FOLDER}/{code}.po"
    kept = root / name
    locale = code.replace("-", "_") if languages.has_dates(code) else None
    known = ((kept, name), (shipped := files.locale_dir() / f"{code}.po", shipped.name))
    if begun := next(((path, its) for path, its in known if folders.is_ordinary(path)), None):
        found = languages.read_catalogue(code, begun[1], folders.read_whole(begun[0]))
    else:
        found = Catalog(locale=locale, fuzzy=False, header_comment="")
    wanted = pofile.read_po(BytesIO(folders.read_whole(files.locale_dir() / languages.TEMPLATE_FILE)))
    found.update(wanted, no_fuzzy_matching=True)
    gone = len(found.obsolete)
    out = BytesIO()
    pofile.write_po(out, found, width=120, include_lineno=False)
    done = [message for message in found if message.id and not message.fuzzy and _is_translated(message.string)]
    return OwnLanguage(name, _TIMES.sub(b"", out.getvalue()), len(found), len(done), gone)


def _is_translated(words: object) -> bool:
    return all(words) if isinstance(words, tuple | list) else bool(words)
