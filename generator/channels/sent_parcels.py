"""A record with its pictures in one .zip, as the form of the site gives it (``parcel.js``): laid out as in the base.

Nothing of the archive becomes a path: names of another shape are left out and told, sizes are bounded before a part is
unfolded, and the pictures are still those of a stranger (``sent_files`` encodes them anew).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from generator.channels.fixes.characters import decoded
from generator.channels.sent_text import MAX_SENT, SentRecord
from generator.files.media import MAX_MEDIA_BYTES
from generator.records import KINDS

_RECORD = re.compile(r"data/(?P<kind>[a-z-]{1,40})/(?P<id>[a-z0-9-]{1,80})\.yml")
_PICTURE = re.compile(
    r"content/files/(?P<kind>[a-z-]{1,40})/(?P<id>[a-z0-9-]{1,80})/(?P<name>[a-z0-9-]{1,80}\.[a-z]{3,4})"
)
#: somebody unpacked the archive, looked into it and packed the folder that came out
_FOLDER = re.compile(r"[^/]+/(?=(?:data|content)/)")
#: what systems put into archives by themselves
_OF_SYSTEMS = re.compile(r"^__MACOSX/|(?:^|/)(?:\.DS_Store|Thumbs\.db|desktop\.ini)$", re.IGNORECASE)
_MOST_PARTS = 60
_TEXT_BYTES = 1_000_000
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError, OSError
)  # fmt: skip


class NotOpened(Exception):
    """The archive is no parcel of the form or cannot be read; the text is Russian, and so is ``hint``."""

    def __init__(self, message: str, hint: str = "соберите архив заново: его даёт форма сайта") -> None:
        super().__init__(message)
        self.hint = hint


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
            return any(_record_of(name) for name in map(_place, archive.namelist()))
    except _UNREADABLE:
        return False


def open_parcel(data: bytes) -> SentParcel:
    """The parts of an archive that the form has made. Raises :class:`NotOpened`."""
    if not is_parcel(data):
        hint = "если в нём бланки Word или Excel, распакуйте его и внесите их; запись с картинками даёт форма сайта"
        raise NotOpened("в архиве нет записи, какую даёт форма сайта", hint)
    records: dict[str, SentRecord] = {}
    pictures: dict[str, dict[str, bytes]] = {}
    left: list[str] = []
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = [one for one in archive.infolist() if not one.is_dir()]
            if len(parts) > _MOST_PARTS:
                raise NotOpened(f"в архиве больше {_MOST_PARTS} файлов")
            for part in parts:
                place = _place(part.filename)
                if its := _record_of(place):
                    key = f"{its['kind']}/{its['id']}"
                    if key in records:
                        raise NotOpened(f"запись {key} лежит в архиве два раза: оставьте одну из них")
                    records[key] = SentRecord(its["kind"], its["id"], _text(_bounded(archive, part, _TEXT_BYTES), key))
                elif its := _PICTURE.fullmatch(place):
                    beside = pictures.setdefault(f"{its['kind']}/{its['id']}", {})
                    if its["name"] in beside:
                        raise NotOpened(f"файл {its['name']} лежит в архиве два раза: оставьте один из них")
                    beside[its["name"]] = _bounded(archive, part, MAX_MEDIA_BYTES)
                elif not _OF_SYSTEMS.search(part.filename):
                    left.append(part.filename)
    except _UNREADABLE:
        raise NotOpened("архив повреждён или закрыт паролем") from None
    if len(records) > MAX_SENT:
        raise NotOpened(f"в архиве больше {MAX_SENT} записей")
    stray = [
        f"content/files/{key}/{name}" for key in sorted(pictures.keys() - records.keys()) for name in pictures[key]
    ]
    return SentParcel(tuple(records.values()), pictures, (*left, *stray))


def _place(name: str) -> str:
    return _FOLDER.sub("", name.replace("\\", "/"), count=1)


def _record_of(place: str) -> re.Match[str] | None:
    found = _RECORD.fullmatch(place)
    return found if found and found["kind"] in KINDS else None


def _text(raw: bytes, key: str) -> str:
    text = decoded(raw)[0]  # an editor of Windows may have saved it in its own encoding and with its own ends of lines
    if text is None:
        raise NotOpened(f"запись {key} не читается: сохраните её в UTF-8")
    return text


def join_parcel(records: Iterable[SentRecord], pictures: Mapping[str, Mapping[str, bytes]]) -> bytes:
    """An archive as the form makes it, of records with ids and their pictures by record (``kind/id``) and name."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for one in records:
            key = f"{one.kind}/{one.id}"
            archive.writestr(zipfile.ZipInfo(f"data/{key}.yml"), one.text)  # of no day: the same bytes each time
            for name, data in pictures.get(key, {}).items():
                archive.writestr(zipfile.ZipInfo(f"content/files/{key}/{name}"), data)
    return out.getvalue()


def named_files(data: Mapping[str, Any]) -> set[str]:
    """What the groups of a record say: among it the names of its pictures and documents."""
    groups = [group for value in data.values() if isinstance(value, list) for group in value]
    values = [value for group in groups if isinstance(group, Mapping) for value in group.values()]
    return {value for value in values if isinstance(value, str)}


def may_be_named(name: str) -> bool:
    """Return whether a record of a parcel can name the file so."""
    return _PICTURE.fullmatch(f"content/files/x/x/{name}") is not None


def _bounded(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    with archive.open(part) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise NotOpened("файл в архиве слишком велик")
    return data
