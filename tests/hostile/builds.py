"""Builds in unfriendly places: two at once, a disk that is read-only, SIGTERM at any moment, ``out`` a symlink."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.hostile import commands
from tests.hostile.table import Row

TERMINATED = 6
"""Moments at which a build gets SIGTERM."""


def rows() -> Iterator[Row]:
    """One row for each place."""
    from support import copy_of_mini

    with tempfile.TemporaryDirectory(prefix="hostile-") as made:
        base = copy_of_mini(Path(made) / "base")
        commands.run(base, "build")
        yield _two_at_once(base)
        yield _read_only(base)
        yield _terminated(base)
        yield _symlink(base, Path(made) / "elsewhere")


def _leftovers(base: Path) -> list[str]:
    return [name for name in os.listdir(base) if "metodoteka-" in name]


def _two_at_once(base: Path) -> Row:
    """The second is told in Russian and changes nothing; the first is done as if alone."""
    from generator import files

    before = files.tree(base / "site")
    words = commands.words_for(base, "build")
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    both = [subprocess.Popen(words, cwd=base, env=commands.environment(), **pipes) for _ in range(2)]
    parts = [one.communicate()[0].decode("utf-8", "replace") for one in both]
    ends = sorted(one.returncode for one in both)
    told = any("другая сборка" in one for one in parts)
    same = files.tree(base / "site") == before and not _leftovers(base)
    held = same and ((ends == [0, 1] and told) or ends == [0, 0])
    return Row("two builds at once: one site, the second is told", f"ends {ends}, told {told}, site whole {same}", held)


def _read_only(base: Path) -> Row:
    from generator import files

    goal = "a read-only disk: told in Russian, nothing changes"
    if not shutil.which("unshare"):
        return Row(goal, "no unshare here", None)
    before = files.tree(base)
    script = f'mount --bind "{base}" "{base}" && mount -o remount,ro,bind "{base}" && cd "{base}" && "$@"'
    inside = ("unshare", "--mount", *(["--map-root-user"] if os.geteuid() else []), "sh", "-c", script, "sh")
    status, text = commands.run(base, "build", before=inside)
    if "permission denied" in text.lower() and "Методотека" not in text and "unshare" in text:
        return Row(goal, f"no right to mount: {text[-100:]}", None)
    held = (
        status == 1 and "Traceback" not in text and any("а" <= character <= "я" for character in text.splitlines()[-1])
    )
    return Row(goal, f"ends {status}: {text.strip().splitlines()[-1][:120]}", held and files.tree(base) == before)


def _terminated(base: Path) -> Row:
    """After each end the site is whole; one more build clears what is left."""
    from generator import files

    before = files.tree(base / "site")
    started = time.monotonic()
    commands.run(base, "build")
    whole_run = time.monotonic() - started
    chance, faults, ends = random.Random(8), [], []
    for _ in range(TERMINATED):
        process = subprocess.Popen(
            commands.words_for(base, "build"), cwd=base, env=commands.environment(),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(whole_run * chance.uniform(0.1, 0.95))
        process.send_signal(signal.SIGTERM)
        ends.append(process.wait())
        faults += [] if files.tree(base / "site") == before else ["the site is not whole"]
    status, _ = commands.run(base, "build")
    faults += _leftovers(base) or ([] if status == 0 else ["the next build fails"])
    measured = f"{TERMINATED} moments, ends {ends}: {'; '.join(faults) or 'the site whole, the next build clears'}"
    return Row("SIGTERM: the site is whole, the next build leaves nothing", measured, not faults)


def _symlink(base: Path, elsewhere: Path) -> Row:
    from generator import files

    shutil.copytree(base / "site", elsewhere / "site")
    (base / "out").symlink_to(elsewhere / "site")
    status, _ = commands.run(base, "build", "--out", "out")
    kept = (base / "out").is_symlink() and files.tree(elsewhere / "site") == files.tree(base / "site")
    return Row(
        "out is a symlink: the link stays, its folder is the new site",
        f"ends {status}, kept {kept}",
        kept and not status,
    )
