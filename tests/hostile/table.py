"""The table of the trials. What is measured already is kept and not measured again: a run that was stopped goes on."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from unittest import mock

PROJECT = Path(__file__).resolve().parent.parent.parent
KEPT = PROJECT / "build" / "hostile.json"
DAY = "1780000000"
"""28 May 2026, the ``SOURCE_DATE_EPOCH`` of all trials; who calls a trial sets it and takes it back."""
VERDICTS = {True: "held", False: "FAULT", None: "not tried"}
sys.path.insert(0, str(PROJECT / "tests"))


@dataclass(frozen=True)
class Row:
    """One goal: what is wanted, what came out, whether that is it (None: not tried here, ``measured`` says why)."""

    goal: str
    measured: str
    held: bool | None


def progress(text: str) -> None:
    """Say on the error stream how far a long trial is: the table is printed a trial at a time."""
    print(f"  … {text}", file=sys.stderr, flush=True)


def trials() -> dict[str, Callable[[], Iterator[Row]]]:
    """The trials by name, in order of length."""
    names = "texts yaml_suite archives people outputs documents filled placements same_bytes incremental builds kills"
    names += " full_disk office payloads browser thousand"
    return {name: import_module(f"tests.hostile.{name}").rows for name in names.split()}


def main(words: list[str]) -> int:
    """Print the table for the trials named (default: all); 1 when one did not hold."""
    asked = _asked(words)
    if asked.sample:
        from tests.hostile import incremental, kills, placements

        kills.MOST = placements.FILES = 4
        incremental.WALKS, incremental.STEPS = 1, 3
        os.environ["METODOTEKA_DISKS"] = "6"
    kept = {} if asked.anew or asked.sample or not KEPT.is_file() else json.loads(KEPT.read_text("utf-8"))
    state = _state()
    kept = kept if kept.get("state") == state else {"state": state}
    print("goal | measured | verdict", "--- | --- | ---", sep="\n")
    held = True
    for name, rows in trials().items():
        if asked.trial and name not in asked.trial:
            continue
        if name not in kept:
            with mock.patch.dict(os.environ, SOURCE_DATE_EPOCH=DAY):
                kept[name] = [asdict(row) for row in rows()]
            KEPT.parent.mkdir(exist_ok=True)
            KEPT.write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
        for row in kept[name]:
            print(f"{row['goal']} | {row['measured']} | {VERDICTS[row['held']]}", flush=True)
            held &= row["held"] is not False
    return int(not held)


def _asked(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description="Long trials, and what they found.")
    parser.add_argument("trial", nargs="*", choices=[*trials(), []], help="run only these")
    parser.add_argument("--anew", action="store_true", help="do not take over what was tried at this commit")
    parser.add_argument("--sample", action="store_true", help="a short look whether the trials themselves work")
    return parser.parse_args(words)


def _state() -> str:
    """What the results belong to: the commit, or nothing when the tree has changes of its own."""
    run = [["git", "rev-parse", "HEAD"], ["git", "status", "--porcelain", "--untracked-files=no"]]
    head, changes = (
        subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, check=False).stdout.strip() for words in run
    )
    return head if head and not changes else f"changed {os.getpid()}"
