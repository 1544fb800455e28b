"""What lies in the folder and belongs to no record: pictures and notes by themselves, folders. It is left as it is, and
the keeper is told once: somebody may have meant it for a record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from generator.channels.office.file_formats import MAX_OFFICE_BYTES
from generator.documents import folders
from generator.upkeep.inbox import archives, journal
from generator.upkeep.inbox.journal import Journal

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".heic", ".heif", ".bmp", ".tif", ".tiff", ".svg"})
_PICTURE = (
    "картинка лежит отдельно, и неизвестно, к какой она записи: возьмите её вместе с файлом формы в одном архиве .zip "
    "или положите к готовой записи командой metodoteka picture"
)
_WORDS = "в тексте нет записи из формы: прочтите и ответьте автору"
_FOLDER = "папки внутри не разбираются: переложите файлы из неё сюда"
_OTHER = "такие файлы не читаются: если в нём запись, попросите прислать её бланком или формой сайта"


def passed_over(
    folder: Path, known: Journal, types: frozenset[str], unfinished: tuple[str, ...]
) -> Iterator[tuple[str, str, str]]:
    """The name, a hash to remember it by, and why it is not taken, of everything that was not told yet. ``types``
    are the ends of names that are looked at or taken apart, ``unfinished`` those of files still being copied."""
    for path in folders.visible_entries(folder):
        suffix = path.suffix.lower()
        if path.name.startswith((archives.ANSWER, archives.HELD)):
            continue
        if folders.is_own_folder(path):
            mark, why = f"folder {path.name}".encode(), _FOLDER
        elif not folders.is_ordinary(path) or suffix in types or path.name.lower().endswith(unfinished):
            continue
        else:
            its = path.stat()
            small = its.st_size <= MAX_OFFICE_BYTES
            mark = folders.read_whole(path) if small else f"{path.name} {its.st_size}".encode()
            if suffix == ".txt" and small and archives.holds_record(mark):
                continue
            why = _PICTURE if suffix in _PICTURES else _WORDS if suffix == ".txt" else _OTHER
        its_hash = hashlib.sha256(mark).hexdigest()
        if its_hash not in known and not journal.is_ours(known, its_hash):
            yield path.name, its_hash, why
