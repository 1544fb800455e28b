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

from generator.documents import folders
from generator.files.paths import shell_word

MAX_OFFICE_BYTES = 30_000_000  # of the file itself
MAX_UNPACKED_BYTES = 120_000_000  # of all its parts; a filled template of 200 rows has about one million
MAX_PARSED_BYTES = 60_000_000  # of the parts that parsers turn into objects
MAX_PARTS = 3_000
MAX_RATIO = 300  # a part that unfolds more than this is no text of a person; sheets reach about 40
_RATIO_COUNTS_FROM = 5_000_000
MAX_STRING_BYTES = 2_000_000_000  # cells with a text times the longest text: each cell gets a copy of it
MAX_ROWS, MAX_COLUMNS = 20_000, 400
#: what the form of the site takes beside these limits: a telephone has less memory, and nobody waits for it
MAX_PAGE_BYTES = 5_000_000  # of the parts that a page turns into objects; 200 rows have about one million
MAX_DEPTH = 200  # elements inside one another; lxml stops at 256, files of Word reach about 30

_PROGRAMS = {".xlsx": "Excel", ".docx": "Word"}
_NAMES = {".xlsx": "Книга Excel (.xlsx)", ".docx": "Документ Word (.docx)"}
_MAIN = {
    ".xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    ".docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
}
OTHER_FORMATS = {
    ".csv": "это таблица в виде текста (.csv)",
    ".tsv": "это таблица в виде текста (.tsv)",
    ".xls": "это старый формат Excel (.xls)",
    ".doc": "это старый формат Word (.doc)",
    ".ods": "это таблица LibreOffice (.ods)",
    ".odt": "это документ LibreOffice (.odt)",
    ".rtf": "это документ RTF",
    ".xlsb": "это двоичная книга Excel (.xlsb)",
    ".xlsm": "в файлах .xlsm бывают макросы, такие файлы не принимаются",
    ".docm": "в файлах .docm бывают макросы, такие файлы не принимаются",
    ".xltx": "это шаблон Excel (.xltx)",
    ".dotx": "это шаблон Word (.dotx)",
    ".pdf": "из PDF таблицы надёжно не читаются",
}
_TABLES = {".csv", ".tsv", ".xls", ".ods", ".xlsb", ".xlsm", ".xltx"}
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # files of Office before 2007
#: how files begin whatever they are called, and what they are; with what to do where saving anew does not help
_STARTS = (
    (b"%PDF", "документ PDF", "пришлите исходный документ Word (.docx) или книгу Excel (.xlsx): из PDF таблицы надёжно "
     "не читаются"),
    (b"{\\rtf", "документ RTF", ""),
    (b"\x89PNG", "картинка (PNG)", "пришлите сам документ, а не его снимок"),
    (b"\xff\xd8\xff", "картинка (JPEG)", "пришлите сам документ, а не его снимок"),
    (b"GIF8", "картинка (GIF)", "пришлите сам документ, а не его снимок"),
    (b"Rar!", "архив RAR", "распакуйте его и укажите файлы по одному"),
    (b"7z\xbc\xaf", "архив 7-Zip", "распакуйте его и укажите файлы по одному"),
    (b"\x1f\x8b", "архив gzip", "распакуйте его и укажите файлы по одному"),
    (b"MZ", "программа Windows", "не открывайте её; попросите прислать документ заново"),
)  # fmt: skip
_KINDS = {
    b"presentationml": "презентация PowerPoint",
    b"wordprocessingml.template": "шаблон Word (.dotx)",
    b"spreadsheetml.template": "шаблон Excel (.xltx)",
    b"sheet.binary": "двоичная книга Excel (.xlsb)",
}
_FORM = "заполните форму: metodoteka template practice --format xlsx"
_STRANGER = "не открывайте его, если он пришёл от незнакомого; попросите прислать файл заново"
#: what is told by more than one way in: message, hint; {save} stands for how to save the file anew
_SAID = {
    "office-broken": (
        "файл повреждён: он скачан или скопирован не до конца",
        "скачайте или скопируйте файл заново; если не помогло, {save}",
    ),
    "office-empty": ("файл пуст: в нём 0 байт", "сохраните его заново из Excel или Word и повторите"),
    "office-password": (
        "файл закрыт паролем",
        "снимите пароль (Файл — Сведения — Защита — Зашифровать с использованием пароля, очистите поле) "
        "и сохраните файл",
    ),
    "office-macros": ("в файле есть макросы, такие файлы не принимаются", "{save}"),
    "office-external": (
        "в файле есть ссылки на другие книги: значения в нём могут быть не теми, что вы видите",
        "разорвите связи (Данные — Изменить связи — Разорвать связь) и сохраните файл",
    ),
    "office-archive": ("это архив, а не документ Office", "распакуйте его и укажите файлы по одному"),
    "office-forged": (
        "файл устроен не так, как делает Excel или Word (слишком много частей, повторы или пути наружу)",
        _STRANGER,
    ),
    "office-doctype": ("внутри файла есть то, чего Excel и Word не пишут (DOCTYPE)", _STRANGER),
    "office-large": (
        f"файл больше {MAX_OFFICE_BYTES // 1_000_000} мегабайт",
        "уберите из файла картинки и лишнее; заполненная форма занимает меньше мегабайта",
    ),
    "office-bomb": (
        f"маленький файл разворачивается больше чем в {MAX_UNPACKED_BYTES // 1_000_000} мегабайт: так устроены файлы, "
        "которые портят работу программ",
        "не открывайте его, если он пришёл от незнакомого; если файл ваш, перенесите ответы в новый бланк",
    ),
}
_ROW = re.compile(rb"<(?:\w+:)?row\b(?:[^>]*?\br\s*=\s*[\"'](\d{1,20}))?")
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])(?:[^>]*?\br\s*=\s*[\"']([A-Za-z]{1,20})(\d{1,20})[\"'])?")
_HIDDEN_ADDRESS = re.compile(rb"<(?:\w+:)?c(?=\s)[^>]*&")  # an address written in other characters than its own
#: parsers make room for as many things as a part says it has
_FALSE_COUNT = re.compile(rb"<[^<>]{0,250}?\b(?:uniqueC|c)ount\s*=\s*[\"'](?!\d{1,7}[\"'])[^<>\"']*[\"']")
_TOO_MANY = 20_000_000  # cells
_OVERLAP = 300  # longer than the beginning of any tag that is looked for


class Refused(Exception):
    """A file that must not be read: ``message`` what is wrong, ``hint`` what to do, ``code`` as in problems."""

    def __init__(self, code: str, message: str, hint: str):
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


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
    _refuse_other_suffix(path, suffix, data)
    _refuse_other_start(data, suffix)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _refuse_parts(archive, suffix)
            _refuse_other_kind(archive, suffix)
            _refuse_unfolded(archive, suffix)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError):
        raise broken(suffix) from None
    return data


def lying_in(folder: Path, said: str) -> tuple[str, bytes] | None:
    """The name and the bytes of the file of this folder that somebody has named: with or without its ending, quotes,
    capitals; None where there is none, or two. Links are not followed, and no name leads out of the folder."""
    wanted = unicodedata.normalize("NFC", said.strip(" «»\"'“”„\t.")).casefold()
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


def broken(suffix: str) -> Refused:
    """What is told of a file whose insides cannot be read."""
    return _refused("office-broken", suffix)


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
        "main": {suffix: mark.decode() for suffix, mark in _MAIN.items()},
        "kinds": [[mark.decode(), text] for mark, text in _KINDS.items()],
        "starts": [[start.decode("latin-1"), what, hint] for start, what, hint in _STARTS],
        "others": OTHER_FORMATS,
        "tables": sorted(_TABLES),
        "said": _SAID,
        "save": {suffix: _save_as(suffix) for suffix in _NAMES},
    }


def _refused(code: str, suffix: str = ".docx") -> Refused:
    """A refusal whose sentences stand above."""
    message, hint = _SAID[code]
    given = {"office-archive": "office-renamed", "office-doctype": "office-forged"}.get(code, code)
    return Refused(given, message, hint.format(save=_save_as(suffix)))


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Refused(
                "office-folder",
                "это папка, а не файл",
                f"укажите файлы, например: metodoteka import {shell_word(Path(path.name))}/*.xlsx",
            )
        if path.stat().st_size > MAX_OFFICE_BYTES:
            raise _refused("office-large")
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


def _refuse_other_suffix(path: Path, suffix: str, data: bytes) -> None:
    if suffix in _NAMES:
        return
    if suffix in (".doc", ".xls", ".rtf") and (real := _really(data)):
        raise _under_another_name(real, suffix)
    if suffix in (".doc", ".xls") and data and not data.startswith(_OLD):
        what, hint = _told_by_start(data, "документа" if suffix == ".doc" else "книги")
        raise Refused("office-renamed", f"это {what}", hint or _save_as(".xlsx" if suffix == ".xls" else ".docx"))
    if suffix == ".pdf":
        raise Refused("office-format", OTHER_FORMATS[suffix], "пришлите исходный документ Word (.docx) или " + _FORM)
    if suffix in OTHER_FORMATS:
        raise Refused("office-format", OTHER_FORMATS[suffix], _save_as(".xlsx" if suffix in _TABLES else ".docx"))
    raise Refused(
        "office-format",
        f"файлы «{suffix or path.name}» не принимаются, нужны .xlsx и .docx",
        _FORM,
    )


def _really(data: bytes) -> str:
    """``.docx`` or ``.xlsx`` for bytes that are such a file whatever it is called, else empty."""
    if not data.startswith(b"PK"):
        return ""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open("[Content_Types].xml") as stream:
            content_types = stream.read(1_000_000)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError, OSError, RuntimeError):
        return ""
    return next((kind for kind in _NAMES if _MAIN[kind] in content_types), "")


def _under_another_name(real: str, suffix: str) -> Refused:
    hint = f"верните файлу окончание {real} (сейчас {suffix}) и пришлите его ещё раз"
    return Refused("office-renamed", f"это «{_NAMES[real]}» под чужим именем", hint)


def _refuse_other_start(data: bytes, suffix: str) -> None:
    if not data:
        raise _refused("office-empty")
    if data.startswith(_OLD):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _refused("office-password")
        is_text = "WordDocument".encode("utf-16-le") in data
        old = "Word (.doc)" if is_text else "Excel (.xls)"
        message = f"это старый формат {old} под новым именем"
        raise Refused("office-renamed", message, _save_as(".docx" if is_text else ".xlsx"))
    if not data.startswith(b"PK"):
        named = "книги" if suffix == ".xlsx" else "документа"
        what, hint = _told_by_start(data, named)
        raise Refused("office-renamed", f"это {what}", hint or _save_as(suffix))


def _told_by_start(data: bytes, named: str) -> tuple[str, str]:
    """What a file that is no Office file really is, and what to do where saving it anew does not help."""
    for start, what, hint in _STARTS:
        if data.startswith(start):
            return f"{what} под именем {named}", hint
    start = data[:300].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<!doctype", b"<table")):
        return f"веб-страница под именем {named} (так выгружают некоторые программы)", ""
    if start.startswith(b"<?xml"):
        return f"файл XML или веб-страница под именем {named} (так выгружают некоторые программы)", ""
    return "файл другого формата под чужим именем", ""


def _save_as(suffix: str) -> str:
    """How to make a file of this kind out of one of another."""
    how = f"сохраните его как «{_NAMES[suffix]}» (Файл — Сохранить как)"
    return f"откройте файл в {_PROGRAMS[suffix]} или LibreOffice и {how}"


def _refuse_parts(archive: zipfile.ZipFile, suffix: str) -> None:
    """What the list of parts tells before anything is unfolded."""
    parts = archive.infolist()
    names = [part.filename for part in parts]
    lower = {name.casefold() for name in names}
    if "mimetype" in lower and "content.xml" in lower:
        kind = archive.read("mimetype")[:200] if "mimetype" in names else b""
        is_text = b"opendocument.text" in kind or (b"spreadsheet" not in kind and suffix == ".docx")
        what = f"это {'документ LibreOffice (.odt)' if is_text else 'таблица LibreOffice (.ods)'} под новым именем"
        raise Refused("office-renamed", what, _save_as(".docx" if is_text else ".xlsx"))
    if len(parts) > MAX_PARTS or len(lower) != len(names) or any(map(_is_unsafe, names)):
        raise _refused("office-forged")
    if any(part.flag_bits & 1 for part in parts):
        raise _refused("office-password")
    if any(name.rpartition("/")[2] in ("vbaproject.bin", "vbadata.xml") or "/activex/" in name for name in lower):
        raise _macros(suffix)
    if any(name.startswith("xl/externallinks/") for name in lower):
        raise _refused("office-external")
    if "[content_types].xml" not in lower:
        raise _refused("office-archive")


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
                raise _refused("office-doctype")
            if _FALSE_COUNT.search(window):
                raise Refused("office-forged", "файл неверно говорит о том, сколько в нём ячеек или текстов", _STRANGER)
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
    if _MAIN[suffix] not in content_types:
        if other := next((kind for kind in _NAMES if _MAIN[kind] in content_types), ""):
            raise _under_another_name(other, suffix)
        what = next((text for mark, text in _KINDS.items() if mark in content_types), f"не «{_NAMES[suffix]}»")
        raise Refused("office-renamed", f"это {what}", _save_as(suffix))


def _macros(suffix: str) -> Refused:
    return _refused("office-macros", suffix)


def _bomb() -> Refused:
    return _refused("office-bomb")


def _is_unsafe(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in name.split("/")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
