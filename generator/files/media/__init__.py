"""Files beside the texts of ``content/``: known by their bytes, published without what their makers left in them.

A name says nothing about a file: a page called ``shema.png`` would run.  So every file is looked at by what it is,
``check`` and ``build`` alike.  Pictures go out without places, dates, cameras, comments and thumbnails, pixel for pixel
the same; a document that names its author is told to whoever put it there.

kinds      what the bytes must be for every ending
pictures   JPEG, PNG, WebP and GIF without what is not the picture
measures   how large a JPEG or PNG is
reencode   a picture of a record made ready once, on entry
documents  who is named inside Word, Excel and PDF files
handouts   a document of a record freed once on entry of its author, and what keeps one from being published
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from generator import files, text
from generator.files.media import documents, handouts, kinds, measures, pictures
from generator.problems import ERROR, WARNING, Problem

MAX_MEDIA_BYTES = 20 * 1024 * 1024
#: pictures of records: their folder, and what ``records.pictures`` promises of them
_OF_RECORDS, RECORD_BYTES, RECORD_SIDE = "files/", 300 * 1024, 1600
_TEXTS = (".csv", ".txt", ".json", ".ics")


def problems(folder: Path, names: Iterable[str]) -> list[Problem]:
    """What is wrong with the files of ``content/`` that would be published, sorted by path.

    ``names`` are their paths below ``folder``; names and places are looked at elsewhere (``files.publishable``), this
    is about the bytes.
    """
    found = (problem for name in names for problem in _examined(name, folder / name)[0])
    return sorted(replace(problem, path=f"{folder.name}/{problem.path}") for problem in found)


def finished(assets: Mapping[str, Path]) -> dict[str, bytes]:
    """The files that go out with other bytes than they have: pictures without what is not the picture.

    Raises ``files.FileFault`` for a file with a problem that ``problems`` calls an error.
    """
    out: dict[str, bytes] = {}
    wrong = []
    for name, path in assets.items():
        problems, data = _examined(name, path)
        wrong += [f"{name}: {problem.message}" for problem in problems if problem.is_error]
        if data is not None:
            out[name] = data
    if wrong:
        raise files.FileFault("Эти файлы опубликовать нельзя:\n" + "\n".join(f"  {one}" for one in wrong))
    return out


def _examined(name: str, path: Path) -> tuple[list[Problem], bytes | None]:
    size = path.stat().st_size
    if size > MAX_MEDIA_BYTES:
        message = f"файл слишком большой: {size // 1024} КБ при пределе {MAX_MEDIA_BYTES // 1024} КБ"
        return [_whole(name, "too-large", message, "сожмите его или дайте ссылкой")], None
    return examine(name, path.read_bytes())


def examine(name: str, data: bytes) -> tuple[list[Problem], bytes | None]:
    """The problems of one file (``path`` is its name), and its bytes as they go out where those are others.

    Pure; the same bytes give the same bytes on every machine.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if name.startswith(_OF_RECORDS):
        return list(_ready(name, suffix, data)), None
    name_problems = [_whole(name, "personal-data", "в имени файла личные сведения", "переименуйте файл")
            for found in text.personal_data(name) if found.sure]  # fmt: skip
    if found := kinds.mismatch(suffix, data):
        return [*name_problems, _whole(name, "file-kind", found.message, found.hint)], None
    if suffix in pictures.PICTURE_SUFFIXES:
        try:
            clean = pictures.without_traces(data)
        except pictures.Broken as broken:
            hint = "откройте картинку и сохраните её заново в том же виде"
            return [*name_problems, _whole(name, "file-kind", str(broken), hint)], None
        return name_problems, clean if clean != data else None
    return [*name_problems, *_complaints(name, suffix, data), *_named(name, suffix, data)], None


def _ready(name: str, suffix: str, data: bytes) -> Iterator[Problem]:
    """What keeps the file of a record from being published as it is: it was made ready once, on entry."""
    if suffix in handouts.DOCUMENT_SUFFIXES:
        for fault in handouts.faults(suffix, data):
            yield _whole(name, "document-file", fault.message, fault.hint, ERROR if fault.is_sure else WARNING)
        return
    hint = "положите картинку командой metodoteka picture: она её подготовит"
    if len(data) > RECORD_BYTES:
        message = f"картинка записи весит {-(-len(data) // 1024)} КБ при пределе {RECORD_BYTES // 1024} КБ"
        yield _whole(name, "picture-file", message, hint)
    elif suffix not in measures.SUFFIXES:
        return  # what no record may name is not published
    elif found := kinds.mismatch(suffix, data):
        yield _whole(name, "file-kind", found.message, found.hint)
    else:
        try:
            clean = pictures.without_traces(data)
        except pictures.Broken as broken:
            yield _whole(name, "file-kind", str(broken), "откройте картинку и сохраните её заново в том же виде")
            return
        size = measures.size(data)
        if size is None or max(size) > RECORD_SIDE:
            message = f"картинка записи больше {RECORD_SIDE} точек по длинной стороне или повёрнута пометкой"
            yield _whole(name, "picture-file", message, hint)
        elif clean != data:
            yield _whole(name, "picture-file", "в картинке остались сведения о съёмке или программе", hint)


def _complaints(name: str, suffix: str, data: bytes) -> Iterator[Problem]:
    """What of a person stands in a text that is offered for download. The line is not quoted."""
    raw = data.decode("utf-8-sig", "replace") if suffix in _TEXTS else ""
    for found in text.personal_data(raw):
        line = raw.count("\n", 0, found.start) + 1
        column = found.start - raw.rfind("\n", 0, found.start)
        if found.sure:
            yield Problem(
                name, line, column, "", "personal-data", "в файле личные сведения о человеке", "уберите их из файла"
            )
        else:
            yield Problem(
                name, line, column, "", "maybe-personal-data", "похоже, в файле личные сведения о человеке",
                "если это так, уберите их из файла", WARNING,
            )  # fmt: skip


def _named(name: str, suffix: str, data: bytes) -> Iterator[Problem]:
    for trace in documents.metadata_traces(suffix, data):
        severity = ERROR if trace.is_person else WARNING
        yield _whole(name, "file-author", trace.message, trace.hint, severity)


def _whole(name: str, code: str, message: str, hint: str, severity: str = ERROR) -> Problem:
    return Problem(name, 0, 0, "", code, message, hint, severity)


__all__ = ["MAX_MEDIA_BYTES", "examine", "finished", "problems"]
