"""Office files of a public collection through ``metodoteka import --update``: an answer to each, and no exception."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from tests.hostile import children, corpora
from tests.hostile.table import Row

SECONDS = 60
"""CPU seconds that one file may take."""
MEGABYTES = 600
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"


def rows() -> Iterator[Row]:
    """One row: files tried, uncaught exceptions or ends by a signal, the most time and memory of one file."""
    goal = f"office files of others, import --update: an answer within {SECONDS} s and {MEGABYTES} MB, nothing uncaught"
    paths = corpora.files("poi")
    if not paths:
        yield corpora.absent(goal, "poi")
        return
    with tempfile.TemporaryDirectory(prefix="hostile-") as made:
        faults, worst = imported(paths, Path(made))
    yield Row(goal, f"{len(paths)} files: {len(faults)} faults; {worst} {'; '.join(faults[:5])}".strip(), not faults)


def imported(paths: list[Path], folder: Path) -> tuple[list[str], str]:
    """Import each file into a copy of the mini base: what went wrong, and the worst figures of a single file."""
    from support import copy_of_mini

    from generator import cli

    base = copy_of_mini(folder / "base")
    import_module("generator.channels.office.importing")  # loaded once, so that no child need do it
    faults, slowest, largest = [], (0.0, ""), (0, "")
    for path in paths:
        words = ["--root", str(base), "import", "--update", "--out-remarks", str(folder / "remarks"), str(path)]
        done = children.call(lambda words=words: cli.main(words), SECONDS)
        slowest = max(slowest, (done.seconds, path.name))
        largest = max(largest, (done.megabytes, path.name))
        if done.broke:
            faults.append(f"{path.name}: {done.output.strip().splitlines()[-1:] or done.status}")
        elif done.megabytes > MEGABYTES:
            faults.append(f"{path.name}: {done.megabytes} MB")
        elif characters := unprintable(done.output):
            faults.append(f"{path.name}: prints {characters}")
        elif not done.output.strip():
            faults.append(f"{path.name}: no answer")
    return faults, f"at most {slowest[0]:.1f} s CPU ({slowest[1]}), {largest[0]} MB ({largest[1]})"


def unprintable(text: str) -> list[str]:
    """The signs in what a command printed that would steer a terminal or turn the text round."""
    steering = {
        character
        for character in text
        if (ord(character) < 32 and character not in "\n\t") or 127 <= ord(character) < 160
    }
    return sorted(f"U+{ord(character):04X}" for character in steering | (set(text) & set(TURNING)))
