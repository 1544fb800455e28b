"""The packages of other bases are taken in: fetched, held to their signatures, and named in the lock.

Everything of a base is in memory and found good before the first byte of it is written. Files are written under their
digests, so that nothing that the present lock names is touched; the lock is replaced last and whole. A run that is
killed at any moment leaves the base as it was.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator import files
from generator.documents import folders
from generator.records.federation_package import (
    HANDED_ON_FOLDER,
    LONGEST_BASE_NAME,
    MANIFEST_NAME,
    MOST_OF_MANIFEST,
    SIGNATURE_NAME,
    HandedOn,
    LockedBase,
    Manifest,
    PackageFile,
    WrongPackage,
    digest_of_bytes,
    dump_lock,
    is_digest,
    parse_lock,
    parse_manifest,
)
from generator.records.joined import LOCK_FILE
from generator.records.joined_reading import package_bytes, package_manifest, wanted_files
from generator.settings.federation import ListedBase
from generator.upkeep.federation.fetching import Fetcher, NotFetched, NotThere, TooLarge
from generator.upkeep.federation.signing import is_signed_by

_MOST_OF_SIGNATURE = 1024
_KEPT = "пакет не принят"
_WHOLE_ADDRESS = "нужен полный адрес …/dannye/v1/federation.json"
_AGAIN = "может быть, базу сейчас обновляют: повторите позже"


class NotPulled(Exception):
    """A package was refused; the text is Russian and says why."""


@dataclass(frozen=True)
class TakenBase:
    """A package found good: its line in the lock, its files by digest."""

    locked: LockedBase
    manifest: Manifest
    content: Mapping[str, bytes]


@dataclass
class Pulled:
    """What a run found: packages that are good, what is wrong with the others (name -> why), what the lock held before
    and which of it nobody asked about."""

    before: Mapping[str, LockedBase]
    taken: list[TakenBase] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    untouched: frozenset[str] = frozenset()

    @property
    def lock(self) -> tuple[LockedBase, ...]:
        """The lock after the run: a base that failed stays as it was, with those that it hands on."""
        now = {one.locked.name: one.locked for one in self.taken}
        stays = self.failed.keys() | self.untouched
        kept = [one for name, one in self.before.items() if name not in now and {name, one.through} & stays]
        return (*now.values(), *kept)


def read_lock(root: Path) -> dict[str, LockedBase]:
    """The bases of the lock by name. Raises :class:`files.FileFault` for one that cannot be read."""
    path = root / LOCK_FILE
    if not folders.is_ordinary(path):
        return {}
    try:
        return {one.name: one for one in parse_lock(folders.read_whole(path))}
    except WrongPackage as fault:
        raise files.FileFault(f"Файл {LOCK_FILE} не читается: {fault}. Сотрите его и повторите.") from None


def pull(
    root: Path,
    listed: Sequence[ListedBase],
    fetcher: Fetcher,
    own_site: str = "",
    *,
    locked: bool = False,
    only: str = "",
    say: Callable[[str], None] = lambda _: None,
) -> Pulled:
    """Ask for the package of every base. ``locked``: exactly those that the lock names; ``only``: one base, the others
    stay as they are; ``own_site``: a package of this address is our own. Writes nothing (:func:`keep`)."""
    before = read_lock(root)
    others = frozenset(name for name, one in before.items() if only and only not in (name, one.through))
    pulled = Pulled(before, untouched=others)
    run = _Pulling(root, listed, fetcher, own_site, locked, pulled)
    for one in listed:
        if only in ("", one.name):
            say(f"Спрашиваем базу «{one.name}»: {one.address}")
            run.listed_base(one)
    return pulled


def keep(root: Path, pulled: Pulled) -> None:
    """Write what was found good, then the lock, then take away files that it does not name any more. Raises
    :class:`files.FileFault` while another run does the same."""
    folder = root / folders.PACKAGES_FOLDER
    if not pulled.taken and not pulled.before:
        return
    with files.alone_in(folder, "Записи других баз уже берёт другая команда. Подождите, пока она закончит."):
        _write(root, folder, pulled)


def _write(root: Path, folder: Path, pulled: Pulled) -> None:
    if pulled.taken:
        # The folder is no part of the base, whatever its .gitignore says.
        files.write_if_changed(folder / ".gitignore", "*\n")
    for taken in pulled.taken:
        for digest, data in taken.content.items():
            files.write_if_changed(folder / digest, data)
    named = pulled.lock
    if named or pulled.before:
        files.write_if_changed(root / LOCK_FILE, dump_lock(named))
    wanted = {digest for one in named for digest in _digests(root, one)}
    for path in folders.ordinary_files(folder) if folders.is_own_folder(folder) else ():
        if path.name not in wanted and is_digest(path.name):
            files.remove_file(folder, path.name)


def _digests(root: Path, one: LockedBase) -> set[str]:
    manifest = package_manifest(root, one)
    its = {it.digest for it in wanted_files(manifest, one.demo)} if manifest else set()
    return {one.manifest, one.signature, *its}


@dataclass
class _Pulling:
    root: Path
    listed: Sequence[ListedBase]
    fetcher: Fetcher
    own_site: str
    locked: bool
    pulled: Pulled
    seen: set[str] = field(default_factory=set)  # keys

    def listed_base(self, one: ListedBase) -> None:
        """The package of a base of the settings, and those that it hands on where they are wanted."""
        wanted = LockedBase(one.name, one.address, one.key, 0, dt.date.min, "", "", one.demo)
        try:
            with _in_words_of_a_keeper(f"адрес не тот ({_WHOLE_ADDRESS})"):
                data, where = self.fetcher.manifest(one.address, MOST_OF_MANIFEST)
            taken = self._package(wanted, data, where, "")
        except (NotPulled, NotFetched, WrongPackage) as fault:
            self.pulled.failed[one.name] = str(fault)
            # Under another name too: without its number in the lock the next run would take the older package.
            self.pulled.untouched |= {it.name for it in self.pulled.before.values() if it.key == one.key}
            return
        self.pulled.taken.append(taken)
        for other in taken.manifest.handed_on if one.handed_on else ():
            self._second_hand(one, other, where)

    def _second_hand(self, by: ListedBase, one: HandedOn, where: str) -> None:
        """A package that a base hands on, signed by its own key, for which that base vouches. One that is listed
        itself, that came already or that is our own is not taken."""
        if one.key in self.seen or any(it.key == one.key for it in self.listed):
            return
        self.seen.add(one.key)
        name = f"{by.name}-{one.name}"[:LONGEST_BASE_NAME].strip("-")
        wanted = LockedBase(name, by.address, one.key, 0, dt.date.min, "", "", False, by.name)
        folder = f"{HANDED_ON_FOLDER}/{one.name}/"
        try:
            if name in {*(it.name for it in self.listed), *(it.locked.name for it in self.pulled.taken)}:
                raise NotPulled(f"имя «{name}» уже занято другой базой: запишите эту в mkdocs.yml под своим именем")
            with _in_words_of_a_keeper("её пакета нет у той базы, которая его передаёт"):
                data = self.fetcher.beside(where, folder + MANIFEST_NAME, MOST_OF_MANIFEST)
            if digest_of_bytes(data) != one.digest:
                raise NotPulled(f"опись не та, что названа базой «{by.name}»: {_KEPT}")
            taken = self._package(wanted, data, where, folder)
        except (NotPulled, NotFetched, WrongPackage) as fault:
            self.pulled.failed[name] = f"её передаёт база «{by.name}»: {fault}"
            return
        if taken.manifest.url != self.own_site:
            self.pulled.taken.append(taken)

    def _package(self, wanted: LockedBase, data: bytes, where: str, folder: str) -> TakenBase:
        """The package whose manifest is ``data``; its files lie in ``folder`` from ``where``."""
        with _in_words_of_a_keeper(f"адрес не тот ({_WHOLE_ADDRESS})"):
            signature = self.fetcher.beside(where, folder + SIGNATURE_NAME, _MOST_OF_SIGNATURE)
        # Nothing of the manifest is believed, or even parsed, before its signature holds.
        if not is_signed_by(wanted.key, data, signature):
            raise NotPulled(
                f"подпись не сходится с ключом: {_KEPT}. Спросите хозяина базы, не сменил ли он ключ; новый принимайте "
                "только от него самого"
            )
        manifest = parse_manifest(data)
        if manifest.key != wanted.key:
            raise NotPulled(f"в описи назван другой ключ: {_KEPT}")
        found = replace(
            wanted,
            serial=manifest.serial,
            signed=manifest.signed,
            manifest=digest_of_bytes(data),
            signature=digest_of_bytes(signature),
        )
        # By its key: a base that is called otherwise now is the same one.
        before = next((it for it in self.pulled.before.values() if it.key == found.key), None)
        _refuse_older(found, before, self.locked)
        content = {found.manifest: data, found.signature: signature}
        for its in wanted_files(manifest, wanted.demo):
            known = package_bytes(self.root, its.digest)
            content[its.digest] = self._file(its, where, folder) if known is None else known
        return TakenBase(found, manifest, content)

    def _file(self, its: PackageFile, where: str, folder: str) -> bytes:
        other = NotPulled(f"файл {its.path} не тот, что подписан: {_KEPT}; {_AGAIN}")
        try:
            got = self.fetcher.beside(where, folder + its.path, its.size)
        except TooLarge:  # the manifest says how long it is: not one byte more is read
            raise other from None
        except NotThere as fault:
            raise NotPulled(f"{fault}, а в подписанной описи он есть: {_KEPT}; {_AGAIN}") from None
        if len(got) != its.size or digest_of_bytes(got) != its.digest:
            raise other
        return got


@contextlib.contextmanager
def _in_words_of_a_keeper(otherwise: str) -> Iterator[None]:
    """A manifest or a signature that is not there: a build takes the signature away, so most often nobody has signed
    since."""
    try:
        yield
    except NotThere as fault:
        raise NotPulled(
            f"{fault}. База не подписана после последней сборки или {otherwise}; попросите её хозяина выполнить "
            "metodoteka sign"
        ) from None
    except TooLarge as fault:
        raise NotPulled(f"{fault}. Это не опись пакета и не подпись: {_WHOLE_ADDRESS}") from None


def _refuse_older(found: LockedBase, before: LockedBase | None, locked: bool) -> None:
    """Raise :class:`NotPulled` for a package that is older than what was taken, for another one of the same number,
    and with ``locked`` for any other."""
    now = f"номер {found.serial} от {found.signed}"
    if before is None:
        if locked:
            raise NotPulled(f"в {LOCK_FILE} этой базы нет: выполните metodoteka pull")
        return
    was = f"номер {before.serial} от {before.signed}"
    if locked and found.manifest != before.manifest:
        raise NotPulled(
            f"база отдаёт {now}, а в {LOCK_FILE} записан {was}, его там больше нет: новый возьмёт metodoteka pull"
        )
    if found.serial < before.serial:
        raise NotPulled(f"пришёл {now}, а взят уже {was}: {_KEPT}, иначе вернулось бы отозванное")
    if found.serial == before.serial and found.manifest != before.manifest:
        raise NotPulled(
            f"под тем же номером {found.serial} пришло другое: {_KEPT}; хозяин базы должен подписать заново"
        )
