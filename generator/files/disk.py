"""What a disk does for us: a file whole or not at all, two folders exchanged in one step, what is told is kept.

Nothing here knows what the files hold. ``OSError`` goes up to the command, which says it in Russian
(:func:`describe_os_error`).
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
    import msvcrt

TEMPORARY = ".metodoteka-tmp"
"""The end of the name of a file that is being written; a killed run leaves it, :func:`sweep` takes it away."""

WORK = ".metodoteka-build"
"""The end of the name of a folder in which something is made before it takes its place."""

OWNER = "owner.lock"
"""The lock in a folder of work."""
_UMASK = os.umask(0)
os.umask(_UMASK)
FILE_MODE = 0o666 & ~_UMASK
"""The rights of a file that is written here: those that everything of this person has."""
_swept: set[Path] = set()


class FileFault(Exception):
    """A file or folder is not as it must be; the text is Russian and meant for the person at the terminal."""


# --- one file --------------------------------------------------------------------------------------------------------


def replace_content(path: Path, data: bytes, *, kept: bool = True) -> None:
    """Replace ``path`` by ``data``, whole or not at all; with ``kept`` it is on the disk when this returns (fsync)."""
    with _beside(path, data, kept=kept) as temporary:
        os.replace(temporary, path)
    if kept:
        sync_folder(path.parent)


def put_new(path: Path, data: bytes) -> None:
    """The same for a file that must not be there yet (``FileExistsError``).

    A second name for the finished file is the one way that both is atomic and never overwrites; a disk without hard
    links (FAT, some network disks) gets a look before the rename.
    """
    with _beside(path, data, kept=True) as temporary:
        try:
            os.link(temporary, path)
            os.unlink(temporary)
        except FileExistsError:
            raise
        except OSError:
            if os.path.lexists(path):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
            os.replace(temporary, path)
    sync_folder(path.parent)


@contextlib.contextmanager
def _beside(path: Path, data: bytes, *, kept: bool) -> Iterator[str]:
    """A file beside ``path`` with ``data`` in it, ours by a lock until the block ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.parent not in _swept:
        _swept.add(path.parent)
        sweep(path.parent)
    handle, temporary = _temporary(path.parent)
    stream = os.fdopen(handle, "wb")
    try:
        stream.write(data)
        stream.flush()
        if kept:
            os.fsync(stream.fileno())
        if not fcntl:  # Windows renames no open file
            stream.close()
        os.chmod(temporary, FILE_MODE)  # mkstemp gives 600, which a web server could not read
        yield temporary
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    finally:
        with contextlib.suppress(OSError):  # a full disk has been told by the flush
            stream.close()


def _temporary(folder: Path) -> tuple[int, str]:
    """An open and locked file of our own; a sweeper that came between the making and the locking has unlinked it."""
    while True:
        handle, name = tempfile.mkstemp(prefix=".", suffix=TEMPORARY, dir=folder)
        if not fcntl:
            return handle, name
        with contextlib.suppress(OSError):  # a disk without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle, name
        os.close(handle)


# --- what killed runs left -------------------------------------------------------------------------------------------


def sweep(folder: Path) -> None:
    """Remove what killed runs left in ``folder`` itself: half-written files and folders of work.

    Only names of ours, and only those that no process holds: a writer keeps a lock, which the system lets go when the
    process dies. On a disk without locks nobody can tell, and everything stays.
    """
    with contextlib.suppress(OSError):
        for entry in list(os.scandir(folder)):
            if not entry.name.startswith(".") or entry.is_symlink():
                continue
            if entry.name.endswith(TEMPORARY) and entry.is_file():
                _sweep_file(entry.path)
            elif entry.name.endswith(WORK) and os.path.isfile(os.path.join(entry.path, OWNER)):
                with contextlib.suppress(FileFault, OSError), working(Path(entry.path)) as work:
                    tidy(work, folder / entry.name[1 : -len(WORK)])


def sweep_base(root: Path) -> None:
    """:func:`sweep` in a knowledge base: its own folder, ``data`` and ``content`` with everything below them."""
    sweep(root)
    for top in ("data", "content"):
        for folder, _, _ in os.walk(root / top):
            sweep(Path(folder))


def _sweep_file(path: str) -> None:
    with contextlib.suppress(OSError):
        if not fcntl:
            os.unlink(path)  # Windows lets nobody remove a file that is open
            return
        with open(path, "r+b") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(path)


# --- folders ---------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def working(work: Path, busy: str = "В эту папку уже идёт другая сборка. Дождитесь её окончания.") -> Iterator[Path]:
    """The folder ``work`` for this process alone; it is gone when the block ends.

    Raises :class:`FileFault` when another process has it (in the words of ``busy``) or the disk knows no locks.
    """
    while True:
        work.mkdir(parents=True, exist_ok=True)
        try:
            stream = (work / OWNER).open("a+b")
        except FileNotFoundError:
            continue  # its last owner has just removed it
        with stream:
            _lock(stream, work, busy)
            if not _is_same(stream, work / OWNER):
                continue
            try:
                yield work
            finally:
                _remove_work(work)
        if not fcntl:  # Windows keeps a file that is open: the lock and its folder can only go now
            _remove_work(work)
        return


def _remove_work(work: Path) -> None:
    if not (work / "old").exists():  # a site that was moved aside and could not come back is not ours to lose
        shutil.rmtree(work, ignore_errors=True)


def _lock(stream, work: Path, busy: str) -> None:
    try:
        if fcntl:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
    except OSError as fault:
        if fault.errno in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
            raise FileFault(busy) from None
        raise FileFault(
            f"Диск с папкой {work.parent} не умеет защищать файлы от двух программ сразу ({fault.strerror}). "
            "Укажите папку на диске этого компьютера."
        ) from None


def _is_same(stream, path: Path) -> bool:
    try:
        there, held = os.stat(path), os.fstat(stream.fileno())
    except FileNotFoundError:
        return False
    return (there.st_dev, there.st_ino) == (held.st_dev, held.st_ino)


def tidy(work: Path, out: Path) -> None:
    """Bring back an old folder that was moved aside and not replaced; remove everything else but the lock."""
    if (work / "old").exists() and not out.exists():
        os.rename(work / "old", out)
    for name in ("new", "old"):
        if (work / name).exists():
            shutil.rmtree(work / name)


def take_place(new: Path, old: Path, aside: Path) -> None:
    """``new`` stands where ``old`` was, and that is on the disk when this returns; what was there is removed later.

    In one step, so that there is no moment without ``old``, where the system can exchange two folders (Linux on its
    own disks, macOS). Where it cannot (Windows, some network disks) ``old`` goes to ``aside`` first and comes back if
    the second rename fails; a run that is killed between the two is put right by the next one (:func:`tidy`).
    """
    sync_tree(new)
    if not old.exists():
        os.rename(new, old)
    elif not exchange(new, old):
        os.rename(old, aside)
        try:
            os.rename(new, old)
        except BaseException:
            os.rename(aside, old)
            raise
    sync_folder(old.parent)


def exchange(one: Path, other: Path) -> bool:
    """Swap two names in one step; False where the system or the disk cannot.

    Linux: renameat2(2) with RENAME_EXCHANGE, https://man7.org/linux/man-pages/man2/rename.2.html; macOS: renamex_np
    with RENAME_SWAP (rename(2) of macOS). Both flags are 2.
    """
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            done = library.renamex_np(os.fsencode(one), os.fsencode(other), ctypes.c_uint(2))
        else:
            here = -100  # AT_FDCWD
            done = library.renameat2(here, os.fsencode(one), here, os.fsencode(other), ctypes.c_uint(2))
    except (AttributeError, TypeError, OSError):  # Windows, or a C library without the call
        return False
    if done == 0:
        return True
    code = ctypes.get_errno()
    # EXDEV: one of the two lies in another layer of an overlay; two renames may or may not work there and say so.
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EXDEV):
        return False
    raise OSError(code, os.strerror(code), str(other))


def is_mount_point(path: Path) -> bool:
    """Whether another disk (a container's volume) is mounted at ``path``: such a folder cannot be renamed.

    ``os.path.ismount`` does not see a folder of the same disk that is mounted there; Linux has the list (proc(5)).
    """
    if os.path.ismount(path):
        return True
    try:
        with open("/proc/self/mountinfo", "rb") as stream:
            places = [line.split()[4] for line in stream]
    except (OSError, IndexError):
        return False
    escaped = os.fsencode(path)
    for character in b"\\ \t\n":
        escaped = escaped.replace(bytes([character]), b"\\%03o" % character)
    return escaped in places


def sync_folder(folder: Path) -> None:
    """The names in ``folder`` are on the disk when this returns. Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as fault:
        if fault.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EROFS):  # disks that sync no folders
            raise
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Everything below ``folder`` is on the disk when this returns; raises OSError when the disk could not take it.

    Linux writes the whole disk out at once (syncfs(2): 0.02 s for a site of 1,180 files, where a call for each file
    took 0.3 s, measured); elsewhere file by file.
    """
    if sys.platform == "linux" and _syncfs(folder):
        return
    for place, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(place, name), "r+b") as stream:
                os.fsync(stream.fileno())
        sync_folder(Path(place))


def _syncfs(folder: Path) -> bool:
    try:
        call = ctypes.CDLL(None, use_errno=True).syncfs
    except (AttributeError, OSError):
        return False
    handle = os.open(folder, os.O_RDONLY)
    try:
        if call(handle) == 0:
            return True
        code = ctypes.get_errno()
        if code in (errno.ENOSYS, errno.EINVAL):
            return False
        raise OSError(code, os.strerror(code), str(folder))
    finally:
        os.close(handle)


# --- what is said ----------------------------------------------------------------------------------------------------

_EXPLANATIONS = {
    errno.ENOSPC: "На диске не осталось места",
    errno.EROFS: "Диск открыт только для чтения",
    errno.EACCES: "Нет права на запись",
    errno.EPERM: "Нет права на запись",
    errno.EIO: "Диск отвечает с ошибкой",
    errno.EBUSY: "Папка занята: это отдельный диск, том контейнера, или её держит другая программа",
    errno.ENAMETOOLONG: "Слишком длинное имя файла",
    errno.EMFILE: "Открыто слишком много файлов",
    errno.ENOENT: "Файла или папки не стало во время работы",
    errno.EFBIG: "Файл больше, чем позволяет система",
}
if hasattr(errno, "EDQUOT"):
    _EXPLANATIONS[errno.EDQUOT] = "Кончилось место, которое отведено вам на диске"
FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
"""The errors of a disk without space."""
_OF_WRITING = FULL | {errno.EROFS, errno.EFBIG}


def describe_os_error(fault: OSError, place: Path | None = None) -> str:
    """What the system refused, in a Russian sentence with the place; ``place`` where the error names none."""
    # A copy names the file it reads first; what is full or closed to writing is where the other one goes.
    name = (fault.filename2 if fault.errno in _OF_WRITING else None) or fault.filename
    path = Path(os.fsdecode(name)) if name else place
    text = _EXPLANATIONS.get(fault.errno or 0) or fault.strerror or str(fault)
    sentence = f"{text}: {path}." if path else f"{text}."
    if fault.errno in FULL:
        sentence += _free(path) + " Освободите место и повторите команду."
    return sentence


def _free(path: Path | None) -> str:
    while path and not path.exists() and path != path.parent:
        path = path.parent
    try:
        return f" Свободно {size_in_words(shutil.disk_usage(path).free)}." if path else ""
    except OSError:
        return ""


def size_in_words(count: int) -> str:
    """«21 МБ», «140 КБ»: a number of bytes as people say it, rounded up."""
    return f"{-(-count // 2**20)} МБ" if count >= 2**20 else f"{-(-count // 1024)} КБ"


def size_of(folder: Path) -> int:
    """Bytes of all files below ``folder``, which may be missing."""
    return sum(os.lstat(os.path.join(place, name)).st_size for place, _, names in os.walk(folder) for name in names)
