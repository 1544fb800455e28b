"""How a site that was not published is told: which disk, which lines."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator import files
from generator.publish import NotPublished


def in_lines(heading: str, lines: Iterable[str], most: int = 40) -> str:
    """``heading`` and below it each line once, indented; of very many the first ``most``."""
    lines = list(dict.fromkeys(lines))
    rest = [f"  … и ещё {len(lines) - most}"] if len(lines) > most else []
    return "\n".join([heading, *(f"  {line}" for line in lines[:most]), *rest])


@contextlib.contextmanager
def disk_errors_in_words(out: Path) -> Iterator[None]:
    """A full disk or a missing right is told in Russian, not with a traceback."""
    try:
        yield
    except OSError as fault:
        raise NotPublished(
            f"{describe_disk_error(fault, out, files.size_of(out))} Прежний сайт остался как был."
        ) from fault


def describe_disk_error(fault: OSError, place: Path, needed: int = 0) -> str:
    """What the disk at ``place`` refused, in Russian; ``needed`` are the bytes that a site takes."""
    text = files.describe_os_error(fault, place)
    if fault.errno in files.FULL and needed:
        # The new one is made beside the old one, and is about as large.
        text += f" Сайту нужно около {files.size_in_words(needed)}."
    return text
