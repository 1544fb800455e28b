"""Is this really the Office file it says it is, and can it be opened without harm? Asked before any parser sees it.

An Office file is a zip of XML. It may be a bomb (435 kilobytes that unfold to 300 megabytes and are read happily), hold
macros, be locked by a password, be another format under a new name, or be broken. Each of these is one Russian
sentence with what to do. Sizes are counted by unfolding, never taken from what the file says about itself.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from generator.channels.office.file_formats import (
    DO_NOT_OPEN,
    FILE_STARTS,
    FORMAT_NAMES,
    MAIN_PARTS,
    MAX_OFFICE_BYTES,
    MAX_UNPACKED_BYTES,
    OTHER_FORMATS,
    OTHER_KINDS,
    REFUSALS,
    TABLE_FORMATS,
    Refused,
    broken_file,
    how_to_save_as,
    refusal,
    refuse_other_start,
    refuse_other_suffix,
    under_another_name,
)
from generator.documents import folders
from generator.files.paths import shell_word

MAX_PARSED_BYTES = 60_000_000  # of the parts that parsers turn into objects
MAX_PARTS = 3_000
MAX_RATIO = 300  # a part that unfolds more than this is no text of a person; sheets reach about 40
_RATIO_COUNTS_FROM = 5_000_000
MAX_STRING_BYTES = 2_000_000_000  # cells with a text times the longest text: each cell gets a copy of it
MAX_ROWS, MAX_COLUMNS = 20_000, 400
#: what the form of the site takes beside these limits: a telephone has less memory, and nobody waits for it
MAX_PAGE_BYTES = 5_000_000  # of the parts that a page turns into objects; 200 rows have about one million
MAX_DEPTH = 200  # elements inside one another; lxml stops at 256, files of Word reach about 30

_ROW = re.compile(rb"<(?:\w+:)?row\b(?:[^>]*?\br\s*=\s*[\"'](\d{1,20}))?")
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])(?:[^>]*?\br\s*=\s*[\"']([A-Za-z]{1,20})(\d{1,20})[\"'])?")
_HIDDEN_ADDRESS = re.compile(rb"<(?:\w+:)?c(?=\s)[^>]*&")  # an address written in other characters than its own
#: parsers make room for as many things as a part says it has
_FALSE_COUNT = re.compile(rb"<[^<>]{0,250}?\b(?:uniqueC|c)ount\s*=\s*[\"'](?!\d{1,7}[\"'])[^<>\"']*[\"']")
_TOO_MANY = 20_000_000  # cells
_OVERLAP = 300  # longer than the beginning of any tag that is looked for


def read_validated(path: Path) -> bytes:
    """The bytes of an .xlsx or .docx that may be parsed. Raises ``Refused`` for everything else, also for what cannot
    be opened at all."""
    suffix = path.suffix.lower()
    if path.name.startswith(("~$", ".~lock.")):
        raise Refused(
            "office-lock",
            "это служебный файл, который Office держит рядом с открытым документом",
            "укажите сам документ, без «~$» в начале имени; если он открыт, сначала закройте его",
        )
    data = _bytes(path)
    refuse_other_suffix(path, suffix, data)
    refuse_other_start(data, suffix)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _refuse_parts(archive, suffix)
            _refuse_other_kind(archive, suffix)
            _refuse_unfolded(archive, suffix)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError):
        raise broken_file(suffix) from None
    return data


def lying_in(folder: Path, named: str) -> tuple[str, bytes] | None:
    """The name and the bytes of the file of this folder that somebody has named: with or without its ending, quotes,
    capitals; None where there is none, or two. Links are not followed, and no name leads out of the folder."""
    wanted = unicodedata.normalize("NFC", named.strip(" «»\"'“”„\t.")).casefold()
    found = {path.name: path for path in folders.ordinary_files(folder) if wanted in _spellings(path.name)}
    whole = {name: path for name, path in found.items() if wanted == _spellings(name)[0]} or found
    if len(whole) != 1:
        return None
    ((name, path),) = whole.items()
    if path.stat().st_size > MAX_OFFICE_BYTES:
        raise Refused(
            "office-large", f"файл «{name}» больше {MAX_OFFICE_BYTES // 1_000_000} МБ", "сохраните его поменьше"
        )
    return name, path.read_bytes()


def _spellings(name: str) -> tuple[str, str]:
    folded = unicodedata.normalize("NFC", name).casefold()
    return folded, folded.rpartition(".")[0]


def for_page() -> dict[str, object]:
    """What the form of the site needs to look at a file as this module does: ``limits``; by which bytes (``main``,
    ``kinds``, ``starts``) and names (``others``) files are told apart; the sentences of refusals (``said``, ``save``).
    """
    return {
        "limits": {
            "file": MAX_OFFICE_BYTES,
            "unpacked": MAX_UNPACKED_BYTES,
            "parsed": MAX_PAGE_BYTES,
            "parts": MAX_PARTS,
            "ratio": MAX_RATIO,
            "ratioFrom": _RATIO_COUNTS_FROM,
            "rows": MAX_ROWS,
            "columns": MAX_COLUMNS,
            "depth": MAX_DEPTH,
        },
        "main": {suffix: mark.decode() for suffix, mark in MAIN_PARTS.items()},
        "kinds": [[mark.decode(), text] for mark, text in OTHER_KINDS.items()],
        "starts": [[start.decode("latin-1"), what, hint] for start, what, hint in FILE_STARTS],
        "others": OTHER_FORMATS,
        "tables": sorted(TABLE_FORMATS),
        "said": REFUSALS,
        "save": {suffix: how_to_save_as(suffix) for suffix in FORMAT_NAMES},
    }


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Refused(
                "office-folder",
                "это папка, а не файл",
                f"укажите файлы, например: metodoteka import {shell_word(Path(path.name))}/*.xlsx",
            )
        if path.stat().st_size > MAX_OFFICE_BYTES:
            raise refusal("office-large")
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused("office-missing", "такого файла нет", "проверьте имя и папку") from None
    except PermissionError:
        raise Refused(
            "office-no-access",
            "файл не открывается: он занят другой программой или у вас нет прав на него",
            "закройте файл в Excel или Word и повторите; если он лежит в чужой папке, скопируйте его к себе",
        ) from None
    except OSError as fault:
        message = f"файл не читается: {fault.strerror}"
        raise Refused("office-unreadable", message, "скопируйте его к себе и повторите") from None


def _refuse_parts(archive: zipfile.ZipFile, suffix: str) -> None:
    """What the list of parts tells before anything is unfolded."""
    parts = archive.infolist()
    names = [part.filename for part in parts]
    lower = {name.casefold() for name in names}
    if "mimetype" in lower and "content.xml" in lower:
        kind = archive.read("mimetype")[:200] if "mimetype" in names else b""
        is_text = b"opendocument.text" in kind or (b"spreadsheet" not in kind and suffix == ".docx")
        what = f"это {'документ LibreOffice (.odt)' if is_text else 'таблица LibreOffice (.ods)'} под новым именем"
        raise Refused("office-renamed", what, how_to_save_as(".docx" if is_text else ".xlsx"))
    if len(parts) > MAX_PARTS or len(lower) != len(names) or any(map(_is_unsafe, names)):
        raise refusal("office-forged")
    if any(part.flag_bits & 1 for part in parts):
        raise refusal("office-password")
    if any(name.rpartition("/")[2] in ("vbaproject.bin", "vbadata.xml") or "/activex/" in name for name in lower):
        raise _macros(suffix)
    if any(name.startswith("xl/externallinks/") for name in lower):
        raise refusal("office-external")
    if "[content_types].xml" not in lower:
        raise refusal("office-archive")


def _refuse_unfolded(archive: zipfile.ZipFile, suffix: str) -> None:
    """Unfold every part once, a piece at a time, and count; look into those that parsers will read."""
    total = parsed = longest = 0
    sheets: list[_Sheet] = []
    for part in archive.infolist():
        size = 0
        sheet = _Sheet()
        last_end = 0
        for window, new in _windows(archive, part):
            size += new
            total += new
            if total > MAX_UNPACKED_BYTES or (
                size > _RATIO_COUNTS_FROM and size > MAX_RATIO * max(part.compress_size, 1)
            ):
                raise _bomb()
            if not part.filename.endswith((".xml", ".rels")):
                continue
            if b"<!DOCTYPE" in window or b"<!ENTITY" in window or window[:2] in (b"\xff\xfe", b"\xfe\xff"):
                raise refusal("office-doctype")
            if _FALSE_COUNT.search(window):
                raise Refused(
                    "office-forged", "файл неверно говорит о том, сколько в нём ячеек или текстов", DO_NOT_OPEN
                )
            if part.filename.startswith("xl/worksheets/"):
                sheet.see(window)
            if part.filename == "xl/sharedStrings.xml":
                for found in re.finditer(rb"</(?:\w+:)?si>", window):
                    longest = max(longest, size - len(window) + found.start() - last_end)
                    last_end = size - len(window) + found.start()
        if size != part.file_size:  # it lies about itself
            raise _bomb()
        parsed += size if part.filename.endswith(".xml") else 0
        sheets.append(sheet)
    strings = sum(sheet.strings for sheet in sheets)
    if parsed > MAX_PARSED_BYTES or strings * longest > MAX_STRING_BYTES or any(sheet.is_too_large for sheet in sheets):
        if suffix == ".docx":
            message = f"в документе слишком много текста: больше {MAX_PARSED_BYTES // 1_000_000} мегабайт"
            raise Refused("office-large", message, "разделите документ на несколько файлов")
        raise Refused(
            "office-large",
            f"на листе слишком много строк или столбцов (пределы: {MAX_ROWS} и {MAX_COLUMNS})",
            "выделите и удалите пустые строки и столбцы за таблицей, сохраните файл; если записей правда столько, "
            "разделите их на несколько файлов",
        )


def _windows(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """The unfolded part in pieces, each with the end of the one before, and how many of its bytes are new."""
    whole = copy(part)
    whole.file_size = MAX_UNPACKED_BYTES + 1  # what the file says of itself would end the reading early
    left = b""
    with archive.open(whole) as stream:
        while piece := stream.read(1 << 18):
            window = left + piece
            yield window, len(piece)
            left = window[-_OVERLAP:]


@dataclass
class _Sheet:
    """How large a sheet is: parsers keep room for every cell up to the last one, empty ones too."""

    rows: int = 0
    columns: int = 0
    bare: int = 0
    strings: int = 0

    def see(self, window: bytes) -> None:
        """Take in a piece of the sheet. A tag that lies in two pieces may count twice, which does no harm."""
        rows = _ROW.findall(window)
        cells = set(_CELL.findall(window))
        self.rows = max(self.rows, len(rows), *(int(number or 0) for number in rows))
        self.rows = max(self.rows, *(int(number or 0) for _, number in cells), 0)
        self.columns = max(self.columns, *(_column(letters.upper()) for letters, _ in cells), 0)
        self.bare += sum(not letters for letters, _ in _CELL.findall(window)) if (b"", b"") in cells else 0
        self.bare += _TOO_MANY if _HIDDEN_ADDRESS.search(window) else 0
        self.strings += window.count(b't="s"') + window.count(b"t='s'")

    @property
    def is_too_large(self) -> bool:
        return self.rows > MAX_ROWS or self.columns > MAX_COLUMNS or self.bare * max(self.rows, 1) > _TOO_MANY


def _refuse_other_kind(archive: zipfile.ZipFile, suffix: str) -> None:
    with archive.open("[Content_Types].xml") as stream:
        content_types = stream.read(1_000_000)
    if b"macroEnabled" in content_types:
        raise _macros(suffix)
    if MAIN_PARTS[suffix] not in content_types:
        if other := next((kind for kind in FORMAT_NAMES if MAIN_PARTS[kind] in content_types), ""):
            raise under_another_name(other, suffix)
        own = FORMAT_NAMES[suffix]
        what = next((text for mark, text in OTHER_KINDS.items() if mark in content_types), f"не «{own}»")
        raise Refused("office-renamed", f"это {what}", how_to_save_as(suffix))


def _macros(suffix: str) -> Refused:
    return refusal("office-macros", suffix)


def _bomb() -> Refused:
    return refusal("office-bomb")


def _is_unsafe(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in name.split("/")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
