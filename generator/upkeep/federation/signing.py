"""A finished site becomes a package for other bases: a manifest of its open data, signed with the key of the base.

Ed25519 (RFC 8032) by ``cryptography``; the private key is an ordinary PKCS #8 file, so that other programs can read it.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from generator import files
from generator.documents import folders
from generator.files import FileFault
from generator.pages import open_data
from generator.records import PAGED
from generator.records.federation_package import (
    HANDED_ON_FOLDER,
    MANIFEST_NAME,
    SIGNATURE_NAME,
    HandedOn,
    Manifest,
    PackageFile,
    WrongPackage,
    digest_of_bytes,
    dump_manifest,
    key_bytes,
    key_text,
    parse_lock,
    parse_manifest,
)
from generator.records.joined import LOCK_FILE
from generator.records.joined_reading import package_bytes, wanted_files
from generator.settings import Settings
from generator.settings.configuration import SETTINGS_FILE

KEY_VARIABLE = "METODOTEKA_SIGN_KEY"
#: folders of a base whose files are published
_PUBLISHED = ("content", "data", "theme", "site", "templates")
_NAMES = (*(f"{kind}.json" for kind in PAGED), f"{open_data.FIGURES}.json", open_data.VOCABULARIES_FILE)
#: how a list of no records begins (``exports.data_json.json_list``)
_NOTHING, _HEAD = b'"count":0,', 400
_UNREADABLE = (
    "В {where} нет закрытого ключа Ed25519. Новый создаёт metodoteka sign --new-key ФАЙЛ; прежний лежит в вашей "
    "копии ключа"
)


@dataclass(frozen=True)
class SignedPackage:
    """What was written into the site: the manifest, and where it lies."""

    manifest: Manifest
    path: Path


def new_key(path: Path, root: Path) -> str:
    """A new key in ``path``, which only its owner may read; the public key. Raises :class:`FileFault` for a file that
    is there already, for a folder that is published, and inside a base unless git ignores the file."""
    _refuse_published(path, root)
    _refuse_unignored(path, root)
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    files.create_secret(path, pem)
    return public_key(key)


def read_key(path: Path, root: Path) -> Ed25519PrivateKey:
    """The key in ``path``. Raises :class:`FileFault`, also where the key lies in a folder that is published."""
    _refuse_published(path, root)
    try:
        return _key_in(folders.read_whole(path), f"файле {path}")
    except FileNotFoundError:
        raise FileFault(f"Файла с ключом нет: {path}. Новый создаёт metodoteka sign --new-key ФАЙЛ") from None


def key_of_environment(root: Path) -> Ed25519PrivateKey | None:
    """The key that a forge keeps as a secret, itself or (GitLab) the path of its file; None where there is none."""
    text = os.environ.get(KEY_VARIABLE, "").strip()
    if not text:
        return None
    return _key_in(text.encode() + b"\n", f"переменной {KEY_VARIABLE}") if "\n" in text else read_key(Path(text), root)


def _key_in(pem: bytes, where: str) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise FileFault(_UNREADABLE.format(where=where))
    return key


def public_key(key: Ed25519PrivateKey) -> str:
    """The public key as it is given to others."""
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return key_text(raw)


def is_signed_by(key: str, data: bytes, signature: bytes) -> bool:
    """Return True when ``signature``, as a package has it (Base64 and a line break), is that of ``data`` by ``key``."""
    raw = key_bytes(key)
    try:
        Ed25519PublicKey.from_public_bytes(raw or b"").verify(base64.b64decode(signature.strip(), validate=True), data)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def sign_site(
    site: Path, root: Path, key: Ed25519PrivateKey, settings: Settings, now: dt.datetime, serial: int = 0
) -> SignedPackage:
    """Write the manifest of the open data of ``site`` and its signature beside them, with the packages of other bases
    that ``root`` has taken in. ``serial`` is the number of the package, the seconds of ``now`` without one. Raises
    :class:`FileFault`."""
    folder = site / open_data.DATA_FOLDER
    if not folders.is_ordinary(folder / open_data.VOCABULARIES_FILE):
        raise FileFault(f"В папке {site} нет открытых данных ({open_data.DATA_FOLDER}). Сначала: metodoteka build")
    if not settings.site_url or not settings.contact.ask:
        raise FileFault(
            "Другим базам нужен адрес этой (они ссылаются на её страницы) и контакт (кого спросить об отозванном). "
            "Напишите в mkdocs.yml site_url: https://… и под plugins: metodoteka: contact: {mail: …}"
        )
    others = dict(_handed_on(root))
    manifest = Manifest(
        settings.site_name,
        settings.site_url.rstrip("/") + "/",
        settings.contact.ask,
        serial or int(now.timestamp()),
        now.date(),
        public_key(key),
        tuple(_package_files(folder)),
        tuple(one for one, _ in others.values()),
    )
    data = dump_manifest(manifest)
    try:
        parse_manifest(data)  # what others would refuse is told here
    except WrongPackage as fault:
        raise FileFault(f"Такой пакет другие базы не возьмут: {fault}") from None
    files.write_if_changed(folder / MANIFEST_NAME, data)
    files.write_if_changed(folder / SIGNATURE_NAME, _signature(key, data))
    for name, (_, its_files) in others.items():
        for path, content in its_files.items():
            files.write_if_changed(folder / HANDED_ON_FOLDER / name / path, content)
    return SignedPackage(manifest, folder / MANIFEST_NAME)


def _signature(key: Ed25519PrivateKey, data: bytes) -> bytes:
    return base64.b64encode(key.sign(data)) + b"\n"


def _package_files(folder: Path) -> Iterator[PackageFile]:
    for demo in (False, True):
        for name in _NAMES:
            one = PackageFile(name, 0, "", demo)
            if folders.is_ordinary(folder / one.path):
                data = folders.read_whole(folder / one.path)
                if _NOTHING in data[:_HEAD]:
                    continue  # a kind without records: nobody has to ask for it
                yield PackageFile(name, len(data), digest_of_bytes(data), demo)


def _handed_on(root: Path) -> Iterator[tuple[str, tuple[HandedOn, Mapping[str, bytes]]]]:
    """The packages that were taken in, each as it came: name -> its line in the manifest, its files."""
    if not folders.is_ordinary(root / LOCK_FILE):
        return
    missing = f"Пакеты других баз не целы. Сначала: metodoteka pull --locked (список: {LOCK_FILE})"
    try:
        locked = parse_lock(folders.read_whole(root / LOCK_FILE))
    except WrongPackage as fault:
        raise FileFault(f"Файл {LOCK_FILE} не читается: {fault}. Сотрите его и выполните metodoteka pull") from None
    for one in locked:
        manifest, signature = package_bytes(root, one.manifest), package_bytes(root, one.signature)
        if manifest is None or signature is None:
            raise FileFault(missing)
        parsed = parse_manifest(manifest)
        content = {MANIFEST_NAME: manifest, SIGNATURE_NAME: signature}
        for its in wanted_files(parsed, demo=False):  # at second hand nobody needs invented records
            data = package_bytes(root, its.digest)
            if data is None:
                raise FileFault(missing)
            content[its.path] = data
        yield one.name, (HandedOn(one.name, one.key, one.manifest), content)


def _refuse_published(path: Path, root: Path) -> None:
    where = path.resolve()
    inside = [folder for folder in _PUBLISHED if where.is_relative_to((root / folder).resolve())]
    if inside:
        raise FileFault(
            f"Закрытый ключ нельзя держать в папке {inside[0]}: её файлы публикуются. Положите его вне базы, например "
            f"{Path.home() / 'metodoteka.key'}"
        )


def _refuse_unignored(path: Path, root: Path) -> None:
    where = path.resolve()
    is_inside = any(folder == root.resolve() or _is_base(folder) for folder in where.parents)
    if not is_inside or path.exists():  # what is there already is refused by the one that writes
        return
    files.create_secret(path, b"")  # git tells only of a file that is there
    is_safe = _is_below_git(where.parent) and not is_in_repository(path)
    files.remove_file(where.parent, where.name)
    if not is_safe:
        elsewhere = files.shell_word(Path.home() / "metodoteka.key")
        raise FileFault(
            "Закрытый ключ нельзя создать в папке базы: git add записал бы его вместе с ней. Положите его вне базы: "
            f"metodoteka sign --new-key {elsewhere}. Если ему место здесь, сначала допишите в "
            ".gitignore базы строку *.key и назовите файл с .key на конце"
        )


def _is_base(folder: Path) -> bool:
    return folders.is_ordinary(folder / SETTINGS_FILE) and folders.is_own_folder(folder / "data")


def _is_below_git(folder: Path) -> bool:
    try:
        files.GitCommand(folder)
    except FileFault:
        return False
    return True


def is_in_repository(path: Path) -> bool:
    """Return True for a key that the next commit could carry away: git sees the file and does not ignore it."""
    try:
        git = files.GitCommand(path.resolve().parent)
    except FileFault:
        return False
    words = ("ls-files", "--cached", "--others", "--exclude-standard", "--", path.resolve().name)
    return bool(git.attempt(*words).stdout)
