"""Which format a file really has, by its name and by how it begins, and the sentences in which one is refused."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from pathlib import Path

MAX_OFFICE_BYTES = 30_000_000  # of the file itself
MAX_UNPACKED_BYTES = 120_000_000  # of all its parts; a filled template of 200 rows has about one million
_PROGRAMS = {".xlsx": "Excel", ".docx": "Word"}
FORMAT_NAMES = {".xlsx": "Книга Excel (.xlsx)", ".docx": "Документ Word (.docx)"}
MAIN_PARTS = {
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
TABLE_FORMATS = {".csv", ".tsv", ".xls", ".ods", ".xlsb", ".xlsm", ".xltx"}
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # files of Office before 2007
#: how files begin whatever they are called, and what they are; with what to do where saving anew does not help
FILE_STARTS = (
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
OTHER_KINDS = {
    b"presentationml": "презентация PowerPoint",
    b"wordprocessingml.template": "шаблон Word (.dotx)",
    b"spreadsheetml.template": "шаблон Excel (.xltx)",
    b"sheet.binary": "двоичная книга Excel (.xlsb)",
}
_FORM = "заполните форму: metodoteka template practice --format xlsx"
#: what somebody may have sent instead of a document: archives of other programs, presentations, files of Apple
UNREAD_FORMATS = (".rar", ".7z", ".pptx", ".ppt", ".odp", ".pages", ".numbers")
#: files that hold something else than tables and texts, and what to do with them
_OF_OTHER_WAYS = (
    ((".eml", ".msg"), "это письмо", "сохраните из него приложенный файл; или положите письмо .eml в папку и возьмите "
     "его оттуда: metodoteka inbox ПАПКА"),
    ((".md",), "это запись с длинным текстом", "положите её в папку data на место прежней и проверьте: metodoteka "
     "check"),
    ((".rar", ".7z", ".gz", ".tar"), "это архив", "распакуйте его и укажите файлы по одному"),
    ((".png", ".jpg", ".jpeg", ".heic", ".gif", ".webp"), "это картинка", "пришлите сам документ, а не его снимок; "
     "картинку к записи выбирают в форме на сайте"),
    ((".pptx", ".ppt", ".odp"), "это презентация", "перенесите текст в бланк: metodoteka template practice --format "
     "docx"),
)  # fmt: skip
DO_NOT_OPEN = "не открывайте его, если он пришёл от незнакомого; попросите прислать файл заново"
#: what is told by more than one way in: message, hint; {save} stands for how to save the file anew
REFUSALS = {
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
        DO_NOT_OPEN,
    ),
    "office-doctype": ("внутри файла есть то, чего Excel и Word не пишут (DOCTYPE)", DO_NOT_OPEN),
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


class Refused(Exception):
    """A file that must not be read: ``message`` what is wrong, ``hint`` what to do, ``code`` as in problems."""

    def __init__(self, code: str, message: str, hint: str):
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def broken_file(suffix: str) -> Refused:
    """What is told of a file whose insides cannot be read."""
    return refusal("office-broken", suffix)


def refusal(code: str, suffix: str = ".docx") -> Refused:
    """A refusal whose sentences stand above."""
    message, hint = REFUSALS[code]
    given = {"office-archive": "office-renamed", "office-doctype": "office-forged"}.get(code, code)
    return Refused(given, message, hint.format(save=how_to_save_as(suffix)))


def refuse_other_suffix(path: Path, suffix: str, data: bytes) -> None:
    """Raise ``Refused`` for a file whose name says that it is none of ours."""
    if suffix in FORMAT_NAMES:
        return
    if suffix in (".doc", ".xls", ".rtf") and (real := _really(data)):
        raise under_another_name(real, suffix)
    if suffix in (".doc", ".xls") and data and not data.startswith(_OLD):
        what, hint = _format_by_start(data, "документа" if suffix == ".doc" else "книги")
        raise Refused("office-renamed", f"это {what}", hint or how_to_save_as(".xlsx" if suffix == ".xls" else ".docx"))
    if suffix == ".pdf":
        raise Refused("office-format", OTHER_FORMATS[suffix], "пришлите исходный документ Word (.docx) или " + _FORM)
    if suffix in OTHER_FORMATS:
        kind = ".xlsx" if suffix in TABLE_FORMATS else ".docx"
        raise Refused("office-format", OTHER_FORMATS[suffix], how_to_save_as(kind))
    for suffixes, what, hint in _OF_OTHER_WAYS:
        if suffix in suffixes:
            raise Refused("office-format", f"файлы «{suffix}» не принимаются: {what}", hint)
    wanted = "нужны .xlsx, .docx или файл формы с сайта: .yml, .txt, .zip"
    raise Refused("office-format", f"файлы «{suffix or path.name}» не принимаются, {wanted}", _FORM)


def _really(data: bytes) -> str:
    """``.docx`` or ``.xlsx`` for bytes that are such a file whatever it is called, else empty."""
    if not data.startswith(b"PK"):
        return ""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open("[Content_Types].xml") as stream:
            content_types = stream.read(1_000_000)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError, OSError, RuntimeError):
        return ""
    return next((kind for kind in FORMAT_NAMES if MAIN_PARTS[kind] in content_types), "")


def under_another_name(real: str, suffix: str) -> Refused:
    """What is told of an Office file that is called ``suffix`` and is really another one."""
    hint = f"верните файлу окончание {real} (сейчас {suffix}) и пришлите его ещё раз"
    return Refused("office-renamed", f"это «{FORMAT_NAMES[real]}» под чужим именем", hint)


def refuse_other_start(data: bytes, suffix: str) -> None:
    """Raise ``Refused`` for bytes that begin as no Office file of today does."""
    if not data:
        raise refusal("office-empty")
    if data.startswith(_OLD):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise refusal("office-password")
        is_text = "WordDocument".encode("utf-16-le") in data
        old = "Word (.doc)" if is_text else "Excel (.xls)"
        message = f"это старый формат {old} под новым именем"
        raise Refused("office-renamed", message, how_to_save_as(".docx" if is_text else ".xlsx"))
    if not data.startswith(b"PK"):
        named = "книги" if suffix == ".xlsx" else "документа"
        what, hint = _format_by_start(data, named)
        raise Refused("office-renamed", f"это {what}", hint or how_to_save_as(suffix))


def _format_by_start(data: bytes, named: str) -> tuple[str, str]:
    """What a file that is no Office file really is, and what to do where saving it anew does not help."""
    for start, what, hint in FILE_STARTS:
        if data.startswith(start):
            return f"{what} под именем {named}", hint
    start = data[:300].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<!doctype", b"<table")):
        return f"веб-страница под именем {named} (так выгружают некоторые программы)", ""
    if start.startswith(b"<?xml"):
        return f"файл XML или веб-страница под именем {named} (так выгружают некоторые программы)", ""
    return "файл другого формата под чужим именем", ""


def how_to_save_as(suffix: str) -> str:
    """How to make a file of this kind out of one of another."""
    how = f"сохраните его как «{FORMAT_NAMES[suffix]}» (Файл — Сохранить как)"
    return f"откройте файл в {_PROGRAMS[suffix]} или LibreOffice и {how}"
