"""What a program can mend in a file written by hand, without guessing.

``spelling`` brings a record to its one spelling and keeps the comments.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from generator import sources
from generator.mending.spelling import FOLDERS

SUFFIXES = (".yml", ".md")


def chosen(root: Path, named: Sequence[Path]) -> list[str]:
    """The records and vocabularies of the base below ``named`` (whole paths; none: all), as paths from the root."""
    return [
        path
        for folder in FOLDERS
        for path in sources.files_of(root, folder)
        if PurePosixPath(path).suffix in SUFFIXES
        and (not named or any((root / path).is_relative_to(one) for one in named))
    ]
