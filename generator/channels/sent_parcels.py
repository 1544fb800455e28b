"""A record with its pictures in one .zip, as the form of the site gives it (``parcel.js``): laid out as in the base.

Nothing of the archive becomes a path: names of another shape are left out and told, sizes are bounded before a part is
unfolded, and the pictures are still those of a stranger (``sent_files`` encodes them anew).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

from generator.channels.sent_text import MAX_SENT, SentRecord
from generator.files.media import MAX_MEDIA_BYTES

_RECORD = re.compile(r"data/(?P<kind>[a-z-]{1,40})/(?P<id>[a-z0-9-]{1,80})\.yml")
_PICTURE = re.compile(
    r"content/files/(?P<kind>[a-z-]{1,40})/(?P<id>[a-z0-9-]{1,80})/(?P<name>[a-z0-9-]{1,80}\.[a-z]{3,4})"
)
_MOST_PARTS = 60
_TEXT_BYTES = 1_000_000
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError, OSError
)  # fmt: skip


class NotOpened(Exception):
    """The archive is no parcel of the form or cannot be read; the text is Russian."""


@dataclass(frozen=True)
class SentParcel:
    """The records of an archive, their pictures by record (``kind/id``) and name, and the names of what was left
    out."""

    records: tuple[SentRecord, ...]
    pictures: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    left: tuple[str, ...] = ()


def is_parcel(data: bytes) -> bool:
    """Return whether the bytes are an archive with a record in the place of one."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return any(_RECORD.fullmatch(name) for name in archive.namelist())
    except _UNREADABLE:
        return False


def open_parcel(data: bytes) -> SentParcel:
    """The parts of an archive that the form has made. Raises :class:`NotOpened`."""
    if not is_parcel(data):
        raise NotOpened("в архиве нет записи, какую даёт форма сайта")
    records: list[SentRecord] = []
    pictures: dict[str, dict[str, bytes]] = {}
    left: list[str] = []
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = [one for one in archive.infolist() if not one.is_dir()]
            if len(parts) > _MOST_PARTS:
                raise NotOpened(f"в архиве больше {_MOST_PARTS} файлов")
            for part in parts:
                if its := _RECORD.fullmatch(part.filename):
                    text = _bounded(archive, part, _TEXT_BYTES).decode("utf-8")
                    records.append(SentRecord(its["kind"], its["id"], text.removeprefix("\ufeff")))
                elif its := _PICTURE.fullmatch(part.filename):
                    beside = pictures.setdefault(f"{its['kind']}/{its['id']}", {})
                    beside[its["name"]] = _bounded(archive, part, MAX_MEDIA_BYTES)
                else:
                    left.append(part.filename)
    except _UNREADABLE:
        raise NotOpened("архив повреждён или закрыт паролем") from None
    if len(records) > MAX_SENT:
        raise NotOpened(f"в архиве больше {MAX_SENT} записей")
    return SentParcel(tuple(records), pictures, tuple(left))


def _bounded(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    with archive.open(part) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise NotOpened("файл в архиве слишком велик")
    return data
