"""Who is named in the properties of a document that is offered for download: told, never repeated."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from generator import text

_ZIPPED = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp")
_AUTHOR = re.compile(
    r"<(?:dc:creator|cp:lastModifiedBy|meta:initial-creator|Manager)(?:\s[^>]*)?>([^<]{1,200})</", re.IGNORECASE
)
_MARKED = re.compile(
    r"(?:w:author|w15:author|\bname)=\"([^\"]{1,200})\"|<dc:creator>([^<]{1,200})<|<author>([^<]{1,200})<"
)
_PROPERTIES = ("docProps/core.xml", "docProps/app.xml", "meta.xml")
_DISCUSSIONS = re.compile(
    r"word/(?:comments|people|document)\w*\.xml|xl/(?:comments\d*|persons/\w+)\.xml|ppt/commentAuthors\.xml"
)
#: words that name a program or nobody in particular
_NOBODY = re.compile(
    r"microsoft|office|word|excel|windows|libreoffice|openoffice|python|docx|openpyxl|xlsxwriter|writer|pypdf|pdf"
    r"|методотека|metodoteka|admin\w{0,10}|администратор|user|пользователь|учитель|школа|кабинет|неизвестн\w{1,4}|автор"
    r"|author|unknown|[\d_]+",
    re.IGNORECASE,
)
_MOST = 8 * 1024 * 1024  # bytes that are looked at of one part
_MOST_PARTS = 2_000
_WORD = "Word и Excel: Файл → Сведения → Поиск проблем → Инспектор документов → удалить свойства и личные сведения"
_PDF = "сохраните PDF заново из документа, у которого в свойствах не указан автор"


@dataclass(frozen=True)
class MetadataTrace:
    """Somebody named inside: what is said of it, what to do, and whether it is a person for sure."""

    message: str
    hint: str
    is_person: bool


def metadata_traces(suffix: str, data: bytes) -> Iterator[MetadataTrace]:
    """What the properties, comments and changes of a document name, each sort once. Never raises for what is inside."""
    if suffix == ".pdf":
        yield from _found("в свойствах PDF записан автор", _PDF, _pdf_authors(data))
    elif suffix in _ZIPPED:
        properties, marked = [], []
        for name, part in _parts(data):
            if name in _PROPERTIES:
                properties += [html.unescape(one) for one in _AUTHOR.findall(part)]
            else:
                marked += [html.unescape("".join(one)) for one in _MARKED.findall(part) if "author" in part]
        yield from _found("в свойствах файла записан автор", _WORD, properties)
        yield from _found("в файле примечания или правки с именами", _WORD, [one for one in marked if _is_name(one)])


def _found(message: str, hint: str, found: list[str]) -> Iterator[MetadataTrace]:
    parts = [one.strip() for one in found if not _is_nobody(one)]
    if parts:
        yield MetadataTrace(message, hint, any(map(_is_name, parts)))


def _is_name(raw: str) -> bool:
    two = re.fullmatch(r"\s*[А-ЯЁ][а-яё-]+\s+[А-ЯЁ][а-яё-]+\s*|\s*[A-Z][a-z]+\s+[A-Z][a-z]+\s*", raw)
    return bool(text.find_names(raw) or (two and not _is_nobody(raw)))


def _is_nobody(raw: str) -> bool:
    return all(_NOBODY.fullmatch(word) for word in re.findall(r"\w+", raw))


def _parts(data: bytes) -> Iterator[tuple[str, str]]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        for name in archive.namelist()[:_MOST_PARTS]:
            if name in _PROPERTIES or _DISCUSSIONS.fullmatch(name):
                with archive.open(name) as stream:
                    yield name, stream.read(_MOST).decode("utf-8", "replace")
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, OSError, EOFError):
        return


_PDF_AUTHOR = re.compile(rb"/Author\s*(?:\(((?:[^()\\]|\\.){1,400})\)|<([0-9A-Fa-f\s]{2,800})>)", re.DOTALL)
_XMP = re.compile(rb"<dc:creator>.{0,200}?<rdf:li[^>]*>([^<]{1,200})<", re.DOTALL)
_STREAM = re.compile(rb"/Type\s*/(?:ObjStm|Metadata)\b.{0,400}?stream\r?\n", re.DOTALL)


def _pdf_authors(data: bytes) -> list[str]:
    found = []
    for part in (data, *_unfolded(data)):
        for literal, hexadecimal in _PDF_AUTHOR.findall(part):
            digits = re.sub(rb"\s", b"", hexadecimal).decode()
            raw = bytes.fromhex(digits + "0" * (len(digits) % 2)) if digits else literal
            raw = re.sub(rb"\\([0-7]{3})", lambda m: bytes([int(m[1], 8) & 255]), raw)
            raw = re.sub(rb"\\(.)", rb"\1", raw, flags=re.DOTALL)
            encoding = "utf-16" if raw[:2] in (b"\xfe\xff", b"\xff\xfe") else "utf-8"
            found.append(raw.decode(encoding, "replace"))
        found += [one.decode("utf-8", "replace") for one in _XMP.findall(part)]
    return [html.unescape(one) for one in found]


def _unfolded(data: bytes) -> Iterator[bytes]:
    """Compressed objects and metadata of a PDF, no more than is needed to see an author."""
    left = 8 * _MOST
    for match in _STREAM.finditer(data):
        try:
            part = zlib.decompressobj().decompress(memoryview(data)[match.end() :], min(_MOST, left))
        except zlib.error:
            continue
        yield part
        left -= len(part)
        if left <= 0:
            return
