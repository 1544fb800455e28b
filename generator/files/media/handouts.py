"""A document that a record carries, to be given out and changed: Word, Excel, PowerPoint, LibreOffice.

Once on entry it is freed of who wrote it and of thumbnails (:func:`freed`); a build only looks (:func:`faults`). What
runs, what asks other computers, what hides in it and what people wrote to each other in it is refused, not mended: only
its author can say what of it was meant to be seen.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from generator import text
from generator.files.media import documents, kinds, pictures

DOCUMENT_SUFFIXES = frozenset((".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"))
MOST_BYTES = 2 * 1024 * 1024
_MOST_UNFOLDED, _MOST_PARTS, _MOST_PART = 40_000_000, 1_500, 20_000_000
_DAY = (2020, 1, 1, 0, 0, 0)  # of every part: when somebody saved it is nobody's business
_INSPECTOR = "в Word и Excel: Файл → Сведения → Поиск проблем → Инспектор документов"
_RUNS = re.compile(r"vbaproject|vbadata|/activex/|/ctrlprops/|macrosheets|^basic/|^scripts/|\.bin$")
_INSIDE = re.compile(r"/embeddings/|/oleobject|^object \d|/externallinks/|^_xmlsignatures/|/media/.*\.(?:svg|emz|wmz)$")
_THUMBNAIL = re.compile(r"^(?:docprops/thumbnail\.\w+|thumbnails/.*)$")
_MEDIA = re.compile(r"(?:/media/|^pictures/).*\.(?:png|jpe?g|gif|webp)$")
_EXTERNAL = re.compile(r"<Relationship\b[^>]*TargetMode=\"External\"[^>]*>")
_TEMPLATE = re.compile(r"<Relationship\b[^>]*/attachedTemplate\"[^>]*/>")
_FETCHES = re.compile(
    r"\b(?:DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|WEBSERVICE)\b\s*[\"(\\]|xlink:href=\"(?:https?|file|//)"
)
_SCRIPT = re.compile(r"<script:event-listener|<office:script>.+</office:script>", re.DOTALL)
_COMMENTS = re.compile(
    r"<w:comment\s|<comment\s|<p:cm\b|<p15?:threadedComment|<threadedComment|<office:annotation[\s>]"
)
_CHANGED = re.compile(r"<w:(?:ins|del|moveFrom|moveTo)\s|<text:changed-region|<revisions\b")
_HIDDEN = re.compile(r"<sheet\b[^>]*\bstate=\"(?:hidden|veryHidden)\"|<w:vanish\s*/>|<p:sld\b[^>]*\bshow=\"0\"")
_BREAK = re.compile(r"</(?:w:p|a:p|si|text:p|text:h)>|<(?:w:br|w:tab|w:cr)\b[^>]*>")
_EMPTY_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.'
    'org/package/2006/metadata/core-properties"/>'
)
_EMPTY_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/'
    'officeDocument/2006/extended-properties"/>'
)
_EMPTY_OWN = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/'
    'officeDocument/2006/custom-properties"/>'
)
_EMPTY_META = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:'
    'office:1.0" office:version="1.2"><office:meta/></office:document-meta>'
)
_EMPTIED = {
    "docprops/core.xml": _EMPTY_CORE,
    "docprops/app.xml": _EMPTY_APP,
    "docprops/custom.xml": _EMPTY_OWN,
    "meta.xml": _EMPTY_META,
}
#: what may not be in a document: by the names of its parts, and by the words of their XML
_BY_NAME = (
    (_RUNS, "в файле макросы или элементы, которые запускаются", "сохраните его без макросов"),
    (
        _INSIDE,
        "внутри файла другой файл, чертёж или связь с другой книгой",
        "вставьте нужное обычным текстом или картинкой",
    ),
)
_OUTSIDE = ("файл сам обращается к другим адресам или файлам", "разорвите связи и вставьте картинки в сам документ")
_BY_WORDS = (
    (_SCRIPT, *_BY_NAME[0][1:]),
    (_COMMENTS, "в файле примечания", f"удалите их: {_INSPECTOR}"),
    (_CHANGED, "в файле исправления в режиме рецензирования", "примите или отклоните их: Рецензирование → Принять все"),
    (_HIDDEN, "в файле скрытый текст, лист или слайд", "покажите его или удалите: скрытое прочтут все"),
)
_PERSONAL = ("в тексте файла телефон, почта или другие личные сведения", "уберите их из файла")
_BROKEN = ("файл повреждён или закрыт паролем", "откройте его и сохраните заново без пароля")
_PDF = "PDF не очистить от имён надёжно: дайте документ Word (.docx) или ссылку"
_OTHER = "можно: " + ", ".join(sorted(one[1:] for one in DOCUMENT_SUFFIXES)) + "; остальное — ссылкой"
_NOT_CARRIED, _LARGE = "файлы «{kind}» записи не несут", "файл весит {size} КБ при пределе {limit} КБ"
_SMALLER = "уменьшите картинки в нём или дайте ссылку"
_READ_PARTS = re.compile(
    r"word/(?:document|header|footer|footnotes|endnotes)|xl/(?:sharedstrings|worksheets)|ppt/|content\.xml"
)


class NotFreed(Exception):
    """The document cannot be carried; the text is Russian, a line for each reason."""


@dataclass(frozen=True)
class DocumentFault:
    """What keeps a document from being published, and what to do; ``is_sure`` is False for what a person has to
    judge."""

    message: str
    hint: str
    is_sure: bool = True


def brought_document(path: Path) -> bytes:
    """:func:`freed` of a file that somebody brings. Raises :class:`NotFreed`, OSError."""
    if not path.is_file():
        raise NotFreed(f"Файла {path} нет.")
    if path.stat().st_size > MOST_BYTES:
        raise NotFreed(f"Файл больше {MOST_BYTES // 2**20} МБ. Уменьшите картинки в нём или дайте ссылку.")
    return freed(path.suffix.lower(), path.read_bytes())


def freed(suffix: str, data: bytes) -> bytes:
    """The document without its properties, thumbnails and what cameras wrote into its pictures. Raises
    :class:`NotFreed` with everything that is to be mended in it first."""
    if broken := list(_unfoldable(suffix, data)):
        raise NotFreed(_lines(broken))
    parts = _parts(data)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for info, content in parts:
            lower = info.filename.lower()
            if _THUMBNAIL.match(lower):
                continue
            part = zipfile.ZipInfo(info.filename, _DAY)
            part.compress_type = zipfile.ZIP_STORED if lower == "mimetype" else zipfile.ZIP_DEFLATED
            made.writestr(part, _freed_part(lower, content))
    if left := [one for one in faults(suffix, out.getvalue()) if one.is_sure]:
        raise NotFreed(_lines(left))
    return out.getvalue()


def _freed_part(lower: str, content: bytes) -> bytes:
    if lower in _EMPTIED:
        return _EMPTIED[lower].encode()
    if _MEDIA.search(lower):
        try:
            return pictures.without_traces(content)
        except pictures.Broken:
            return content
    if lower.endswith(("people.xml", "commentauthors.xml")):
        return re.sub(rb"<(\w+:person|p:cmAuthor)\b.*?(?:/>|</\1>)", b"", content, flags=re.DOTALL)
    if lower.endswith(".rels"):
        words = _TEMPLATE.sub("", content.decode("utf-8", "replace"))
        return re.sub(r"<Relationship\b[^>]*/thumbnail\"[^>]*/>", "", words).encode()
    if lower == "word/settings.xml":
        return re.sub(rb"<w:attachedTemplate\b[^>]*/>", b"", content)
    if lower == "meta-inf/manifest.xml":
        return re.sub(rb"<manifest:file-entry\b[^>]*\"Thumbnails/[^>]*/>", b"", content)
    return content


def faults(suffix: str, data: bytes) -> Iterator[DocumentFault]:
    """Everything that keeps a document from being published as it is, each sort once. Pure."""
    broken = list(_unfoldable(suffix, data))
    yield from broken
    if broken:
        return
    parts = [(info.filename.lower(), content) for info, content in _parts(data)]
    names = [name for name, _ in parts]
    for pattern, message, hint in _BY_NAME:
        if any(map(pattern.search, names)):
            yield DocumentFault(message, hint)
    texts = {name: content.decode("utf-8", "replace") for name, content in parts if name.endswith((".xml", ".rels"))}
    yield from _of_texts(texts)
    for trace in documents.metadata_traces(suffix, data):
        yield DocumentFault(trace.message, "уберите командой metodoteka attach")
    if any(map(_THUMBNAIL.match, names)) or any(_has_traces(name, content) for name, content in parts):
        hint = "уберите командой metodoteka attach"
        yield DocumentFault("в файле остались миниатюра или сведения о съёмке", hint)
    yield from _of_people(" ".join(_shown_words(name, words) for name, words in texts.items()))


def faults_for_page() -> dict[str, Any]:
    """What the form of the site looks for in a document before it is sent (``document-file.js``): limits, patterns with
    what is said of each. Names in properties and pictures it leaves to :func:`freed`."""
    outside = r"<Relationship\b(?![^>]*/(?:hyperlink|attachedTemplate)\")[^>]*TargetMode=\"External\"[^>]*>"
    return {
        "kinds": sorted(DOCUMENT_SUFFIXES),
        "most": MOST_BYTES,
        "parts": _MOST_PARTS,
        "unfolded": _MOST_UNFOLDED,
        "names": [[pattern.pattern, message, hint] for pattern, message, hint in _BY_NAME],
        "words": [
            *([pattern, *_OUTSIDE] for pattern in (outside, _FETCHES.pattern)),
            *([pattern.pattern, message, hint] for pattern, message, hint in _BY_WORDS),
        ],
        "read": _READ_PARTS.pattern,
        "breaks": _BREAK.pattern,
        "said": {
            "pdf": (_NOT_CARRIED, _PDF),
            "other": (_NOT_CARRIED, _OTHER),
            "large": (_LARGE, _SMALLER),
            "personal": _PERSONAL,
            "broken": _BROKEN,
        },
    }


def _of_texts(texts: dict[str, str]) -> Iterator[DocumentFault]:
    everything = list(texts.values())
    outside = [link for words in everything for link in _EXTERNAL.findall(words) if '/hyperlink"' not in link]
    if outside or any(_FETCHES.search(words) for words in everything):
        yield DocumentFault(*_OUTSIDE)
    for pattern, message, hint in _BY_WORDS:
        if any(pattern.search(words) for words in everything):
            yield DocumentFault(message, hint)


def _of_people(words: str) -> Iterator[DocumentFault]:
    found = text.personal_data(words)
    if any(one.sure for one in found):
        yield DocumentFault(*_PERSONAL)
    elif found:
        yield DocumentFault("похоже, в тексте файла личные сведения", "если это так, уберите их", is_sure=False)
    if text.find_names(words):
        hint = "если это не автор книги и не историческое лицо, напишите роль"
        yield DocumentFault("похоже, в тексте файла назван человек", hint, is_sure=False)


def _unfoldable(suffix: str, data: bytes) -> Iterator[DocumentFault]:
    """What keeps the parts of a document from being looked at."""
    if suffix not in DOCUMENT_SUFFIXES:
        yield DocumentFault(_NOT_CARRIED.format(kind=suffix), _PDF if suffix == ".pdf" else _OTHER)
    elif len(data) > MOST_BYTES:
        yield DocumentFault(
            _LARGE.format(size=-(-len(data) // 1024), limit=MOST_BYTES // 1024),
            _SMALLER,
        )
    elif found := kinds.mismatch(suffix, data):
        yield DocumentFault(found.message, found.hint)
    else:
        try:
            parts = _parts(data)
        except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, OSError, EOFError):
            yield DocumentFault(*_BROKEN)
            return
        if any(b"<!DOCTYPE" in content[:2000] for info, content in parts if info.filename.endswith(".xml")):
            yield DocumentFault("файл устроен не так, как их делают программы", "откройте его и сохраните заново")


def _parts(data: bytes) -> list[tuple[zipfile.ZipInfo, bytes]]:
    """Every part unfolded, no more than a document of this size may hold. Raises what ``zipfile`` does, ValueError for
    one that unfolds too far."""
    out, left = [], _MOST_UNFOLDED
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [one for one in archive.infolist() if not one.is_dir()]
        if len(members) > _MOST_PARTS or any(".." in PurePosixPath(one.filename).parts for one in members):
            raise ValueError("too many parts")
        for info in members:
            with archive.open(info) as stream:
                content = stream.read(min(left, _MOST_PART) + 1)
            left -= len(content)
            if left < 0 or len(content) > _MOST_PART:
                raise ValueError("too large")
            out.append((info, content))
    return out


def _has_traces(name: str, content: bytes) -> bool:
    if not _MEDIA.search(name):
        return False
    try:
        return pictures.without_traces(content) != content
    except pictures.Broken:
        return False


def _shown_words(name: str, words: str) -> str:
    """The words of a part that people read."""
    if not _READ_PARTS.match(name):
        return ""
    return re.sub(r"<[^>]*>", "", _BREAK.sub("\n", words))


def _lines(found: list[DocumentFault]) -> str:
    return "\n".join(f"{one.message[:1].upper()}{one.message[1:]}. Что сделать: {one.hint}." for one in found)
