"""The one room that writes: safe paths, write-if-changed, the swap of a finished site; and where our own files lie.

Nothing here knows about records or about the engine. Every folder given by a caller is trusted, every path *inside* it
(it may come from a record's id or from a file of a contributor) is checked by :func:`safe_relative` first.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from generator.documents import folders
from generator.files import disk
from generator.files.disk import FULL, FileFault, describe_os_error, size_in_words, size_of, sweep_base
from generator.files.git_command import GitCommand, GitFault
from generator.files.hard_links import write_or_link
from generator.files.paths import RESERVED, clashes, is_reserved, normalize_path, safe_relative, shell_word, unsafe
from generator.files.shipped import (
    guides_dir,
    installed_wheel,
    locale_dir,
    site_settings,
    templates_dir,
    theme_dir,
    vocabularies_dir,
)
from generator.files.spool import Spool, Spooled

__all__ = [
    "ASSET_SUFFIXES", "FULL", "MANIFEST", "RESERVED", "FileFault", "GitCommand", "GitFault", "Spool", "Spooled",
    "Unpublishable", "Written", "alone_in", "asset_bytes", "assets", "clashes", "create_file", "create_secret",
    "describe_os_error", "guides_dir", "installed_wheel", "is_reserved", "locale_dir", "move", "normalize_path",
    "publishable", "refuse_full", "refuse_irreplaceable", "replacing", "safe_relative", "scratch", "shell_word",
    "site_settings", "size_in_words", "size_of", "sweep_base", "templates_dir", "theme_dir", "tree", "unsafe",
    "vocabularies_dir", "write_if_changed", "write_or_link", "write_together", "write_tree",
]  # fmt: skip

MANIFEST = ".metodoteka-files"
"""The list of what :func:`write_tree` wrote: only these files are ever replaced or removed."""

# What a page may show or offer for download. Nothing that a browser would run: no HTML, SVG, scripts or styles.
ASSET_SUFFIXES = frozenset(
    ".avif .csv .docx .gif .ics .jpeg .jpg .json .mp3 .mp4 .odp .ods .odt .ogg .pdf .png .pptx .txt .webm .webp .xlsx"
    " .zip".split()
)


@dataclass(frozen=True)
class Written:
    """What :func:`write_tree` did: sorted relative paths."""

    changed: tuple[str, ...]
    removed: tuple[str, ...]


# --- what may be published -------------------------------------------------------------------------------------------


_SAFE_NAME = "переименуйте: строчные латинские буквы, цифры и дефисы, не длиннее 100 знаков"


@dataclass(frozen=True)
class Unpublishable:
    """A file of ``content/`` that must not go to the site: its path below the folder, why, and what to do."""

    name: str
    code: str
    message: str
    hint: str


def assets(folder: Path) -> dict[str, Path]:
    """The files beside the texts of ``content/`` that go to the site as they are: relative path -> file. Raises
    :class:`FileFault` with every one that must not (:func:`publishable`)."""
    found, faults = publishable(folders.walk_folder(folder))
    if faults:
        raise FileFault(
            f"Эти файлы из папки «{folder.name}» опубликовать нельзя:\n"
            + "\n".join(f"  {fault.name}: {fault.message}" for fault in faults)
        )
    return found


def publishable(entries: Iterable[folders.FolderEntry]) -> tuple[dict[str, Path], list[Unpublishable]]:
    """The files beside the texts among what lies in ``content/`` (``folders.walk_folder``), by relative path, and those
    that must not be published: a link, an unsafe name, a type that is not on the list. Markdown is left out: it becomes
    pages elsewhere."""
    found: dict[str, Path] = {}
    faults = []
    for entry in entries:
        suffix = entry.path.suffix
        if trouble := folders.fault(entry, entry.name):
            code = trouble.code
            faults.append(Unpublishable(entry.name, code, trouble.message, trouble.hint))
        elif why := unsafe(entry.name):
            faults.append(Unpublishable(entry.name, "bad-file-name", why, _SAFE_NAME))
        elif suffix == ".md":
            continue
        elif suffix.lower() in (".md", ".markdown", ".mdown", ".mkdn", ".mkd"):
            message = f"страницы кончаются на .md, файл «{suffix}» никто не прочтёт"
            name = PurePosixPath(entry.name).stem
            faults.append(Unpublishable(entry.name, "content-file", message, f"переименуйте в {name}.md"))
        elif suffix.lower() not in ASSET_SUFFIXES:
            message = f"файлы «{suffix or entry.path.name}» не публикуются"
            allowed = ", ".join(sorted(one[1:] for one in ASSET_SUFFIXES))
            hint = f"уберите файл из content/ или сохраните в другом виде; можно: {allowed}"
            faults.append(Unpublishable(entry.name, "content-file", message, hint))
        else:
            found[entry.name] = entry.path
    return found, faults


def asset_bytes(folder: Path, name: str) -> bytes:
    """The bytes of one of the files beside the texts of ``content/``; none where it cannot be read."""
    try:
        return (folder / safe_relative(name)).read_bytes()
    except OSError:
        return b""


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder``, hidden ones too: relative path -> content. Python's leavings are left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


# --- writing ---------------------------------------------------------------------------------------------------------


def write_if_changed(path: Path, data: bytes | str, *, kept: bool = True) -> bool:
    """Put ``data`` (text: UTF-8) into ``path``, whole or not at all; True when the file was not already so.

    It is on the disk before this returns; with ``kept=False`` the system may take its time (many files, which are
    easily made again).
    """
    data = data.encode() if isinstance(data, str) else data
    with contextlib.suppress(OSError):
        if path.read_bytes() == data and not path.is_symlink():
            return False
    disk.replace_content(path, data, kept=kept)
    return True


def create_file(path: Path, data: bytes | str) -> None:
    """A new file, whole or not at all; one that is there already stays as it is (:class:`FileFault`)."""
    try:
        disk.put_new(path, data.encode() if isinstance(data, str) else data)
    except FileExistsError:
        raise FileFault(f"Файл {path} уже есть, он не изменён.") from None


def create_secret(path: Path, data: bytes) -> None:
    """A new file that nobody but its owner may read; one that is there already stays as it is (:class:`FileFault`)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise FileFault(f"Файл {path} уже есть, он не изменён.") from None
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def refuse_full(folder: Path) -> None:
    """Raise :class:`FileFault` for a folder that holds something."""
    if os.path.lexists(folder) and not (folder.is_dir() and not any(folder.iterdir())):
        raise FileFault(f"Папка {folder} не пустая. Укажите новую или пустую папку.")


def write_tree(folder: Path, wanted: Mapping[str, bytes | str], *, only_new: bool = False) -> Written:
    """Make ``folder`` hold ``wanted`` (relative path -> content): write what changed, remove what we wrote before.

    With ``only_new`` the folder has to be missing or empty, or hold nothing but what an earlier run wrote.

    Files that are not in our manifest belong to someone else: they stay, and one that stands where ours should be
    stops everything before the first byte is written (:class:`FileFault`).
    """
    for path in wanted:
        safe_relative(path)
    if pairs := clashes(wanted):
        raise FileFault("Два файла с одним именем: " + ", ".join(f"{a} и {b}" for a, b in pairs))

    ours = _manifest(folder)
    if only_new and folder.is_dir() and set(os.listdir(folder)) - {MANIFEST, *(path.split("/")[0] for path in ours)}:
        raise FileFault(f"Папка {folder} не пустая. Укажите новую или пустую папку.")
    _refuse_foreign(folder, wanted, ours)
    folder.mkdir(parents=True, exist_ok=True)
    # Before the files: a run that is killed half-way still knows which files were its own.
    write_if_changed(folder / MANIFEST, _listing({*ours, *wanted}))
    changed = [path for path, data in sorted(wanted.items()) if write_if_changed(folder / path, data, kept=False)]
    removed = [path for path in sorted(ours - set(wanted)) if remove_file(folder, path)]
    if changed:
        disk.sync_tree(folder)
    write_if_changed(folder / MANIFEST, _listing(wanted))
    return Written(tuple(changed), tuple(removed))


@contextlib.contextmanager
def scratch(wanted: Mapping[str, bytes | Path | int]) -> Iterator[Path]:
    """A folder for as long as it is needed, with the files of a tree that a stranger named: relative path -> content, a
    file to copy, or the size of a file too large to hold (it is laid out empty, of that size).

    A path that leads outside or that this system cannot hold is left out. Nothing becomes a link or may be run.
    """
    with tempfile.TemporaryDirectory(prefix="metodoteka-") as made:
        root = Path(made).resolve()
        for name, content in wanted.items():
            parts = name.split("/")
            if any(part in ("", ".", "..") for part in parts) or any(
                character in name for character in ("\0", "\\", ":")
            ):
                continue
            with contextlib.suppress(OSError, ValueError):
                path = root.joinpath(*parts)
                path.parent.mkdir(parents=True, exist_ok=True)
                if isinstance(content, bytes):
                    path.write_bytes(content)
                elif isinstance(content, int):
                    with path.open("xb") as file:
                        file.truncate(content)
                else:
                    shutil.copyfile(content, path, follow_symlinks=False)
        yield root


def write_together(
    folder: Path, texts: Mapping[str, str], added: Mapping[str, bytes] = MappingProxyType({})
) -> list[str]:
    """Put texts (relative path -> text) into ``folder``, and files ``added`` where there is none of their name yet; the
    paths that were new or changed, sorted.

    All of them are written aside first and then take their places one after another, each whole or not at all. A run
    that is killed leaves nothing half-written; what it left aside is cleared by the next run. Raises
    :class:`FileFault` for a path that leads out of the folder, and OSError when the disk refuses.
    """
    wanted = {path: text.encode() for path, text in texts.items()}
    wanted |= {path: data for path, data in added.items() if not os.path.lexists(folder / path)}
    for path in wanted:
        safe_relative(path)
        if not (folder / path).parent.resolve().is_relative_to(folder.resolve()):
            raise FileFault(f"Папка для файла {path} — ссылка за пределы базы.")
    changed = []
    with disk.working(folder / f".import{disk.WORK}") as work:
        aside = work / "new"
        shutil.rmtree(aside, ignore_errors=True)
        for path, data in sorted(wanted.items()):
            with contextlib.suppress(OSError):
                if (folder / path).read_bytes() == data:
                    continue
            (aside / path).parent.mkdir(parents=True, exist_ok=True)
            (aside / path).write_bytes(data)
            changed.append(path)
        if changed:
            disk.sync_tree(aside)
        for path in changed:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            os.replace(aside / path, folder / path)
        for parent in sorted({(folder / path).parent for path in changed}):
            disk.sync_folder(parent)
    return changed


@contextlib.contextmanager
def alone_in(folder: Path, busy: str) -> Iterator[None]:
    """Work in ``folder`` that two programs must not do at once; raises :class:`FileFault` with ``busy`` for the second.
    The system lets the folder go when its process dies."""
    with disk.working(folder / f".alone{disk.WORK}", busy):
        yield


def _manifest(folder: Path) -> set[str]:
    try:
        lines = (folder / MANIFEST).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return set()
    return {safe_relative(line) for line in lines if line and not line.startswith("#")}


def _listing(paths: Iterable[str]) -> str:
    return "# Эти файлы созданы командой metodoteka, она же их обновляет и удаляет.\n" + "".join(
        f"{path}\n" for path in sorted(paths)
    )


def _refuse_foreign(folder: Path, wanted: Mapping[str, bytes | str], ours: set[str]) -> None:
    base = folder.resolve()
    foreign = []
    for path, data in wanted.items():
        target = folder / path
        if not target.parent.resolve().is_relative_to(base):
            foreign.append(path)
        elif path not in ours and (target.exists() or target.is_symlink()):
            data = data.encode() if isinstance(data, str) else data
            if not target.is_file() or target.read_bytes() != data:
                foreign.append(path)
    if foreign:
        shown = "\n".join(f"  {path}" for path in sorted(foreign)[:10])
        raise FileFault(f"В папке {folder} уже есть чужие файлы с нужными именами:\n{shown}\nВыберите другую папку.")


def remove_file(folder: Path, path: str) -> bool:
    """Take away a file of ``folder``, and folders that it leaves empty; False when it is not there, or when a link
    leads outside."""
    target = folder / path
    if not target.parent.resolve().is_relative_to(folder.resolve()):
        return False
    try:
        target.unlink()
    except FileNotFoundError:
        return False
    for parent in target.relative_to(folder).parents[:-1]:
        with contextlib.suppress(OSError):  # not empty
            (folder / parent).rmdir()
    return True


def move(folder: Path, old: str, new: str) -> None:
    """Give a file of ``folder`` another name; raises :class:`FileFault` when that one is taken."""
    target = folder / safe_relative(new)
    # On a disk that ignores case the file itself stands at a name that differs in case only.
    if os.path.lexists(target) and not (target.exists() and target.samefile(folder / old)):
        raise FileFault(f"Файл {target} уже есть, {old} не переименован.")
    os.rename(folder / old, target)


# --- a folder that is built aside and put in place at once -----------------------------------------------------------


@contextlib.contextmanager
def replacing(out: Path, placed: Callable[[], object] = lambda: None) -> Iterator[Path]:
    """A fresh folder that takes the place of ``out`` when the block ends well; if it does not, ``out`` stays as it was.
    ``placed`` is called when it stands there, before the old one is removed: that takes a while.

    The folder stands beside ``out`` (renaming works inside one disk only) in ``.<name>.metodoteka-build``; how it takes
    its place is said in :func:`generator.files.disk.take_place`. What a killed run left there is put right by the next
    run: an old site that was already moved aside comes back. A lock, which the system lets go when its process dies,
    tells a dead run from a working one (:class:`FileFault`).
    """
    out = out.resolve()
    refuse_irreplaceable(out)
    with disk.working(_work(out)) as work:
        disk.tidy(work, out)
        fresh = work / "new"
        fresh.mkdir()
        try:
            yield fresh
            disk.take_place(fresh, out, aside=work / "old")
            placed()
        finally:
            disk.tidy(work, out)


def refuse_irreplaceable(out: Path) -> None:
    """Raise :class:`FileFault` when ``out`` could not be replaced as a whole: told before the work, not after it."""
    out = out.resolve()
    if out.exists() and not out.is_dir():
        raise FileFault(f"{out} — это файл, а нужна папка.")
    if out == out.parent:
        raise FileFault(f"{out} — весь диск, его нельзя заменить сайтом. Укажите папку: --out ПАПКА")
    if disk.is_mount_point(out):
        raise FileFault(
            f"Папка {out} — отдельный диск или том контейнера: её нельзя заменить целиком. "
            f"Укажите папку внутри неё: --out {out / 'site'}"
        )
    above = next(folder for folder in out.parents if folder.exists())
    if not above.is_dir():
        raise FileFault(f"{above} — это файл, а нужна папка.")
    if not os.access(above, os.W_OK | os.X_OK):
        raise FileFault(
            f"В папку {above} нельзя писать, а сайт собирают рядом с прежним. Дайте право на запись или укажите другую "
            "папку: --out ПАПКА"
        )
    work = _work(out)
    if work.exists() and not (work / disk.OWNER).is_file() and any(work.iterdir()):
        raise FileFault(f"Папка {work} нужна для сборки, но она чужая. Уберите её и повторите.")


def _work(out: Path) -> Path:
    return out.parent / f".{out.name}{disk.WORK}"
