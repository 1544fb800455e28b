"""What a program can fix in a file written by hand, without guessing.

``canonical_form`` brings a record to its canonical form and keeps the comments. ``fixing`` fixes what is certain:
characters that do not belong there (``characters``), what the rules know to write instead (``Problem.replacement``) and
what no single rule can know (``certain_fixes``); ``values_in_text`` finds the values in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from generator import files
from generator.channels.fixes.canonical_form import FOLDERS
from generator.documents import file_names, folders, sources

TEXT_SUFFIXES = (".yml", ".md")


def fixable(root: Path, named: Sequence[Path]) -> dict[str, str]:
    """The texts of the base below ``named`` (none: all): the path each should have -> the path it has. They differ
    where it is certain how a file should be named and nothing is in the way."""
    found: dict[str, str] = {}
    for folder in FOLDERS:
        paths = sources.files_of(root, folder)
        taken = {
            files.normalize_path(PurePosixPath(path).stem)
            for path in paths
            if PurePosixPath(path).suffix in TEXT_SUFFIXES
        }
        for path in paths:
            right = _renamed(path)
            free = files.normalize_path(PurePosixPath(right).stem) not in taken or files.normalize_path(
                right
            ) == files.normalize_path(path)
            if PurePosixPath(right).suffix in TEXT_SUFFIXES and (right == path or (free and right not in found)):
                found[right] = path
    found |= {path: path for path in sources.content_pages(folders.walk_folder(root / "content"))}
    return {
        right: path
        for right, path in found.items()
        if not named or any((root / path).is_relative_to(one) for one in named)
    }


def _renamed(path: str) -> str:
    """The path that a file of records should have where that is certain, else the path it has."""
    folder, _, name = path.rpartition("/")
    right = file_names.right_name(name) if file_names.surely_named(name) else None
    return f"{folder}/{right}" if right else path


def chosen(root: Path, named: Sequence[Path]) -> list[str]:
    """The records and vocabularies of the base below ``named`` (whole paths; none: all), as paths from the root."""
    return [
        path
        for folder in FOLDERS
        for path in sources.files_of(root, folder)
        if PurePosixPath(path).suffix in TEXT_SUFFIXES
        and (not named or any((root / path).is_relative_to(one) for one in named))
    ]
