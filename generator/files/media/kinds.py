"""What the bytes of a file must be for its ending, whatever it is called."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass

_OFFICE = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}
_OPEN = {".odt": "text", ".ods": "spreadsheet", ".odp": "presentation"}
_TEXTS = (".csv", ".txt", ".json", ".ics")
_BEGIN: dict[str, re.Pattern[bytes]] = {
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".jpeg": re.compile(rb"\xff\xd8\xff"),
    ".gif": re.compile(rb"GIF8[79]a"),
    ".webp": re.compile(rb"RIFF.{4}WEBPVP8", re.DOTALL),
    ".avif": re.compile(rb".{4}ftyp(?:avif|avis|mif1)", re.DOTALL),
    ".pdf": re.compile(rb"%PDF-[12]\."),
    ".mp3": re.compile(rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]"),
    ".mp4": re.compile(rb".{4}ftyp", re.DOTALL),
    ".ogg": re.compile(rb"OggS"),
    ".webm": re.compile(rb"\x1a\x45\xdf\xa3"),
    ".zip": re.compile(rb"PK(?:\x03\x04|\x05\x06)"),
}
#: what the beginning of a file may be instead: (pattern, what it is, its ending)
_IS = (
    (
        re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|script|iframe)\b", re.I | re.S),
        "страница HTML",
        "",
    ),
    (
        re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE svg[^>]*>\s*)?<svg\b", re.I | re.S),
        "рисунок SVG",
        "",
    ),
    *((pattern, f"файл {suffix[1:].upper()}", suffix) for suffix, pattern in _BEGIN.items() if suffix != ".jpeg"),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "старый файл Word или Excel", ""),
    (re.compile(rb"(?:MZ|\x7fELF|#!)"), "программа", ""),
)
_LOOKED_AT = 4096
_SCRIPT = re.compile(r"<\s*(?:script|iframe|svg|html|body)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Mismatch:
    """What a file is instead of what it is called, and what to do, in Russian."""

    message: str
    hint: str


def mismatch(suffix: str, data: bytes) -> Mismatch | None:
    """None when the bytes are what the ending promises. Pure."""
    if not data:
        return Mismatch("файл пуст", "положите файл заново или уберите его")
    if suffix in _TEXTS:
        return _text(suffix, data)
    if suffix in _OFFICE or suffix in _OPEN:
        return _office(suffix, data)
    if suffix in _BEGIN and not _BEGIN[suffix].match(data[:64]):
        return _other(suffix, data)
    if suffix == ".avif" and re.search(rb"Exif|mime|xml ", data[:65536]):
        return Mismatch(
            "в картинке AVIF записаны сведения о съёмке, убрать их программа не умеет", "сохраните её как PNG или JPEG"
        )
    if suffix == ".mp4" and re.search(rb"\xa9xyz|com\.apple\.quicktime\.location|loci", data):
        return Mismatch("в видео записано место съёмки", "сохраните видео заново без сведений о месте или уберите его")
    return None


def _other(suffix: str, data: bytes) -> Mismatch:
    for pattern, what, right in _IS:
        if pattern.match(data[:_LOOKED_AT]):
            hint = f"переименуйте: имя кончается на {right}" if right else "уберите файл: такие файлы не публикуются"
            return Mismatch(f"имя кончается на «{suffix}», а внутри {what}", hint)
    return Mismatch(f"имя кончается на «{suffix}», а внутри что-то другое", "сохраните файл заново в нужном виде")


def _text(suffix: str, data: bytes) -> Mismatch | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if b"\0" in data[:_LOOKED_AT]:
            return _other(suffix, data)
        return Mismatch("файл записан не в UTF-8", "откройте его в редакторе и сохраните в кодировке UTF-8")
    if "\0" in text or _SCRIPT.search(text[:_LOOKED_AT]):
        return (
            _other(suffix, data)
            if not _SCRIPT.search(text[:_LOOKED_AT])
            else Mismatch(
                f"имя кончается на «{suffix}», а внутри страница HTML", "уберите файл: такие файлы не публикуются"
            )
        )
    if suffix == ".json":
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return Mismatch("файл не читается как JSON", "исправьте его или уберите")
    if suffix == ".ics" and not text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        return Mismatch("файл не читается как календарь", "сохраните его из календаря заново или уберите")
    return None


def _office(suffix: str, data: bytes) -> Mismatch | None:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return _other(suffix, data)
    lower = [name.lower() for name in names]
    if any(name.endswith("vbaproject.bin") for name in lower):
        return Mismatch("в файле макросы", "сохраните его без макросов")
    if suffix in _OFFICE and _OFFICE[suffix] not in names:
        return Mismatch(f"имя кончается на «{suffix}», а внутри другое", "сохраните файл заново в нужном виде")
    if suffix in _OPEN and not re.search(
        rb"mimetypeapplication/vnd\.oasis\.opendocument\." + _OPEN[suffix].encode(), data[:200]
    ):
        return Mismatch(f"имя кончается на «{suffix}», а внутри другое", "сохраните файл заново в нужном виде")
    return None
