"""One base built under many circumstances gives the same bytes: nothing of the machine gets into the site."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.hostile import commands
from tests.hostile.table import Row

#: name -> (folder of the base, programs that start the command, variables)
VARIATIONS: dict[str, tuple[str, tuple[str, ...], dict[str, str]]] = {
    "path with Cyrillic and a space": ("Мои базы/база 1", (), {}),
    "time zone": ("zone", (), {"TZ": "Pacific/Kiritimati"}),
    "language": ("language", (), {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}),
    "language C, no UTF-8": ("plain", (), {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "hash seed": ("seed", (), {"PYTHONHASHSEED": "12345"}),
    "umask": ("mask", ("sh", "-c", 'umask 077; exec "$@"', "sh"), {}),
    "no HOME, another user": ("home", (), {"HOME": "/nonexistent", "USER": "nobody", "LOGNAME": "nobody"}),
    "times of the files": ("times", (), {}),
    "one processor, low priority": ("slow", ("nice", "-n", "19", "taskset", "-c", "0"), {}),
    "another order of the folder (tmpfs)": ("memory", (), {}),
}


def rows() -> Iterator[Row]:
    """One row: the variations tried and the files that differ in each."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as made:
        yield tried(list(VARIATIONS), Path(made))


def tried(names: list[str], folder: Path) -> Row:
    """Build once plainly and once for each variation and compare every file."""
    from support import copy_of_mini

    from generator import files

    copy_of_mini(folder / "first")
    status, text = commands.run(folder / "first", "build")
    first = files.tree(folder / "first" / "site") if status == 0 else {}
    faults, skipped = [] if first else [f"not built: {text[-200:]}"], []
    for name in names:
        place, before, more = VARIATIONS[name]
        if before and not all(shutil.which(one) for one in {before[0], "taskset"} & {*before}):
            skipped.append(name)
            continue
        base = copy_of_mini(folder / place)
        if name == "times of the files":
            for path in base.rglob("*"):
                os.utime(path, (0, 0))
        out = [] if "tmpfs" not in name else ["--out", "out/site"]
        if out:
            (base / "out").mkdir()
            before = ("unshare", "--mount", *(["--map-root-user"] if os.geteuid() else []), "sh", "-c",
                      f'cd "{base}" && mount -t tmpfs tmpfs out && "$@" && cp -r out/site site', "sh")  # fmt: skip
            if not shutil.which("unshare"):
                skipped.append(name)
                continue
        status, text = commands.run(base, "build", *out, before=before, **more)
        now = files.tree(base / "site") if status == 0 else {}
        if "Operation not permitted" in text:
            skipped.append(name)
        elif differing := sorted(one for one in first.keys() | now.keys() if first.get(one) != now.get(one)):
            faults.append(f"{name}: {len(differing)} differ, {differing[:3]} {text[-150:] if status else ''}".strip())
        shutil.rmtree(base)
    measured = f"{len(names) - len(skipped)} variations, {len(first)} files: {'; '.join(faults) or '0 differ'}"
    return Row(
        "byte-identical whatever the machine",
        f"{measured}{'; not tried: ' if skipped else ''}{', '.join(skipped)}",
        not faults,
    )
