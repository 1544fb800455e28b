"""Archives in a folder of letters: mailboxes give all attachments of a letter as one .zip."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Collection, Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath

from generator import files
from generator.channels.office.safety import MAX_OFFICE_BYTES
from generator.documents import folders

FROM_ARCHIVE = " — из архива "
"""Stands in the name of a file that was taken out of an archive."""
_MOST = 50
_KEPT = frozenset({".docx", ".xlsx", ".yml"})


def packed(folder: Path, known: Collection[str]) -> list[tuple[Path, str]]:
    """Archives that nobody has taken apart yet (``known`` are hashes), with their hashes."""
    found = []
    for path in folders.ordinary_files(folder):
        if path.suffix.lower() == ".zip" and path.stat().st_size <= MAX_OFFICE_BYTES:
            its_hash = hashlib.sha256(folders.read_whole(path)).hexdigest()
            if its_hash not in known:
                found.append((path, its_hash))
    return found


def unpacked(folder: Path, known: Collection[str]) -> Iterator[tuple[str, str, dict[str, bytes]]]:
    """Name, hash and files (name -> content) of every new archive. One that cannot be read yet (it is still being
    copied) is left for the next run; folders inside, other types and archives in archives are left out."""
    for path, its_hash in packed(folder, known):
        members: dict[str, bytes] = {}
        try:
            with zipfile.ZipFile(BytesIO(folders.read_whole(path))) as archive:
                for member in archive.infolist():
                    name = PurePosixPath(member.filename.replace("\\", "/")).name
                    suffix = PurePosixPath(name).suffix.lower()
                    if len(members) >= _MOST or suffix not in _KEPT or name.startswith((".", "~$")):
                        continue
                    with archive.open(member) as stream:
                        data = stream.read(MAX_OFFICE_BYTES + 1)
                    made = f"{name[: -len(suffix)][:60]}{FROM_ARCHIVE}{path.stem[:60]}{suffix}"
                    if len(data) <= MAX_OFFICE_BYTES and not files.unsafe(made):
                        members[made] = data
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError, OSError):
            continue
        yield path.name, its_hash, members
