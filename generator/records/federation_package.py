"""What one base hands to another: the manifest of its signed package, and the lock that says which were taken in.

Pure. A manifest is a stranger's text: what is not exactly of this shape is refused with a Russian sentence. The lock
names each manifest by its digest, the manifest each of its files, so that a build believes nothing else that lies in
the folder of packages.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from generator import text
from generator.records.scalars import is_id

FORMAT_OF_PACKAGE = "metodoteka-federation/1"
#: beside the open data on a site: what it hands on, and its signature
MANIFEST_NAME = "federation.json"
SIGNATURE_NAME = f"{MANIFEST_NAME}.sig"
#: the folder of packages that a base hands on for others, and of demonstration records
HANDED_ON_FOLDER, DEMO_FOLDER_NAME = "bazy", "demo"

MEGABYTE = 1024 * 1024
MOST_OF_MANIFEST = 256 * 1024
MOST_OF_FILE = 32 * MEGABYTE
MOST_FILES, MOST_HANDED_ON = 100, 400
LONGEST_BASE_NAME = 30
KEY_SIGN = "ed25519:"

_PLAIN_NAME = re.compile(r"[a-z][a-z_-]{0,40}\.json")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class WrongPackage(ValueError):
    """A manifest or a lock is not as it must be; the text is Russian."""


@dataclass(frozen=True)
class PackageFile:
    """A file of a package: its plain name, its size in bytes, SHA-256, and whether it holds demonstration records."""

    name: str
    size: int
    digest: str
    demo: bool = False

    @property
    def path(self) -> str:
        """Where it lies, from the folder of the manifest."""
        return f"{DEMO_FOLDER_NAME}/{self.name}" if self.demo else self.name


@dataclass(frozen=True)
class HandedOn:
    """The package of another base that comes along unchanged: what this base calls it, by which key it is signed, and
    the digest of its manifest."""

    name: str
    key: str
    digest: str


@dataclass(frozen=True)
class Manifest:
    """What a base says of its package. ``serial`` only rises; ``signed`` is the day of the copy."""

    title: str
    url: str
    contact: str
    serial: int
    signed: dt.date
    key: str
    files: tuple[PackageFile, ...]
    handed_on: tuple[HandedOn, ...] = ()


@dataclass(frozen=True)
class LockedBase:
    """A package that was taken in: under which name, from where, signed by which key, which one (``manifest`` and
    ``signature`` are digests). ``demo`` says that the demonstration records came too; ``through`` names the base that
    handed it on."""

    name: str
    address: str
    key: str
    serial: int
    signed: dt.date
    manifest: str
    signature: str
    demo: bool = False
    through: str = ""


def digest_of_bytes(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def is_digest(name: str) -> bool:
    """Return True for a SHA-256 in hexadecimal: the name of a file of a package that was taken in."""
    return bool(_DIGEST.fullmatch(name))


def is_base_name(name: object) -> bool:
    """Return True for what a base may be called: an id, short enough to stand before the ids of its records."""
    return isinstance(name, str) and is_id(name) and len(name) <= LONGEST_BASE_NAME


def key_bytes(key: str) -> bytes | None:
    """The 32 bytes of a public key as people hand it on, ``ed25519:…``; None for anything else."""
    try:
        raw = base64.b64decode(key.removeprefix(KEY_SIGN), validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if key.startswith(KEY_SIGN) and len(raw) == 32 and key == key_text(raw) else None


def key_text(raw: bytes) -> str:
    """A public key as people hand it on."""
    return KEY_SIGN + base64.b64encode(raw).decode("ascii")


def dump_manifest(manifest: Manifest) -> bytes:
    """The bytes that are signed: JSON, a file on a line."""
    head = {"format": FORMAT_OF_PACKAGE} | {
        name: str(value) if isinstance(value, dt.date) else value
        for name, value in asdict(manifest).items()
        if name not in ("files", "handed_on")
    }
    rows = {
        "files": [asdict(one) for one in manifest.files],
        "handed_on": [asdict(one) for one in manifest.handed_on],
    }
    return (_in_lines(head, rows) + "\n").encode()


def parse_manifest(data: bytes) -> Manifest:
    """The manifest in ``data``; raises :class:`WrongPackage`."""
    found = _mapping(data)
    version = found.get("format")
    if version != FORMAT_OF_PACKAGE:
        shown = text.visible(str(version))[:40]
        raise WrongPackage(f"формат «{shown}», а эта Методотека знает {FORMAT_OF_PACKAGE}: обновите её или ту базу")
    files = tuple(_file(one) for one in _rows(found, "files", MOST_FILES))
    handed_on = tuple(_handed_on(one) for one in _rows(found, "handed_on", MOST_HANDED_ON))
    for named in ([one.path for one in files], [one.name for one in handed_on]):
        if len(set(named)) < len(named):
            raise WrongPackage("одно имя названо в описи дважды")
    return Manifest(
        _line(found, "title"),
        _site(found),
        _contact(found),
        _whole_number(found, "serial", 1),
        _day(found, "signed"),
        _key(found),
        files,
        handed_on,
    )


def dump_lock(bases: Iterable[LockedBase]) -> str:
    """The text of the lock: sorted, a base on a line, so that a change is a line in a comparison."""
    rows = [
        {name: str(value) if isinstance(value, dt.date) else value for name, value in asdict(one).items() if value}
        for one in sorted(bases, key=lambda one: one.name)
    ]
    return _in_lines({"format": FORMAT_OF_PACKAGE}, {"bases": rows}) + "\n"


def parse_lock(data: bytes) -> tuple[LockedBase, ...]:
    """The bases of a lock by name; raises :class:`WrongPackage`."""
    found = _mapping(data)
    if found.get("format") != FORMAT_OF_PACKAGE:
        raise WrongPackage(f"формат не тот, нужен {FORMAT_OF_PACKAGE}")
    bases = tuple(_locked(one) for one in _rows(found, "bases", MOST_HANDED_ON * 10))
    if len({one.name for one in bases}) < len(bases):
        raise WrongPackage("одна база названа дважды")
    return bases


def _in_lines(head: Mapping[str, Any], rows: Mapping[str, Iterable[Any]]) -> str:
    parts = [f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in head.items()]
    for name, its in rows.items():
        lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in its)
        parts.append(f"{json.dumps(name)}: [\n{lines}\n]" if lines else f"{json.dumps(name)}: []")
    return "{" + ",\n".join(parts) + "}"


# --- the shape of what a stranger wrote ------------------------------------------------------------------------------


def _mapping(data: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise WrongPackage("это не JSON в кодировке UTF-8") from None
    if not isinstance(found, dict):
        raise WrongPackage("это не опись пакета")
    return found


def _rows(found: Mapping[str, Any], name: str, most: int) -> list[Mapping[str, Any]]:
    rows = found.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise WrongPackage(f"{name}: здесь нужен список")
    if len(rows) > most:
        raise WrongPackage(f"{name}: строк {len(rows)}, а больше {most} не бывает")
    return rows


def _line(found: Mapping[str, Any], name: str, most: int = 300) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > most or text.visible(value) != value:
        raise WrongPackage(f"{name}: здесь нужна строка до {most} знаков, без скрытых знаков")
    return text.normalize(value.strip())


def _site(found: Mapping[str, Any]) -> str:
    url = _line(found, "url", 500)
    if not _is_address(url) or not url.endswith("/"):
        raise WrongPackage("url: здесь нужен адрес сайта с / на конце")
    return url


def _contact(found: Mapping[str, Any]) -> str:
    contact = _line(found, "contact", 500)
    if not _is_address(contact) and not re.fullmatch(r"mailto:[^\s@?&<>\"']+@[^\s@?&<>\"']+\.[^\s@?&<>\"']+", contact):
        raise WrongPackage("contact: здесь нужен адрес страницы или mailto:")
    return contact


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("https", "http") and bool(parts.hostname) and not parts.username
        good = good and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return good and not re.search(r"[\s<>\"'`{}|\\^]", url)


def _whole_number(found: Mapping[str, Any], name: str, least: int) -> int:
    value = found.get(name)
    if type(value) is not int or not least <= value < 2**53:
        raise WrongPackage(f"{name}: здесь нужно целое число")
    return value


def _day(found: Mapping[str, Any], name: str) -> dt.date:
    try:
        return dt.date.fromisoformat(str(found.get(name)))
    except ValueError:
        raise WrongPackage(f"{name}: здесь нужен день, например 2026-11-29") from None


def _key(found: Mapping[str, Any]) -> str:
    key = found.get("key")
    if not isinstance(key, str) or key_bytes(key) is None:
        raise WrongPackage("key: здесь нужен открытый ключ вида ed25519:…")
    return key


def _digest(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not is_digest(value):
        raise WrongPackage(f"{name}: здесь нужна сумма SHA-256")
    return value


def _name(found: Mapping[str, Any]) -> str:
    name = found.get("name")
    if not isinstance(name, str) or not is_base_name(name):
        raise WrongPackage(f"«{text.visible(str(name))[:60]}» — не имя базы")
    return name


def _file(found: Mapping[str, Any]) -> PackageFile:
    name = found.get("name")
    if not isinstance(name, str) or not _PLAIN_NAME.fullmatch(name) or name == MANIFEST_NAME:
        raise WrongPackage(
            f"имя файла «{text.visible(str(name))[:60]}» не годится: нужно простое имя вида practices.json"
        )
    size = _whole_number(found, "size", 0)
    if size > MOST_OF_FILE:
        raise WrongPackage(f"{name}: {size // MEGABYTE} МБ, а больше {MOST_OF_FILE // MEGABYTE} МБ в файле не бывает")
    return PackageFile(name, size, _digest(found, "digest"), found.get("demo") is True)


def _handed_on(found: Mapping[str, Any]) -> HandedOn:
    return HandedOn(_name(found), _key(found), _digest(found, "digest"))


def _locked(found: Mapping[str, Any]) -> LockedBase:
    through = found.get("through", "")
    if through and not is_base_name(through):
        raise WrongPackage("through: здесь нужно имя базы")
    return LockedBase(
        _name(found),
        _line(found, "address", 500),
        _key(found),
        _whole_number(found, "serial", 1),
        _day(found, "signed"),
        _digest(found, "manifest"),
        _digest(found, "signature"),
        found.get("demo") is True,
        str(through),
    )
