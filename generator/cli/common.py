"""What commands share: the base they work on, how problems are counted and told, and how long it takes."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from generator import files, problems, publish, text
from generator.settings import Settings, configuration

PROBLEM_WORDS = {
    problems.ERROR: ("ошибка", "ошибки", "ошибок"),
    problems.WARNING: ("предупреждение", "предупреждения", "предупреждений"),
}


class SafeStream:
    """A stream of the terminal that shows what is printed and obeys nothing of it: whatever a record, a file's name or
    a title holds moves no cursor, changes no colours and turns no line about. The one place for all commands."""

    def __init__(self, stream: TextIO):
        self._stream = stream

    def write(self, printed: str) -> int:
        """Print with a dot for every character that nobody sees."""
        self._stream.write(text.visible(printed))
        return len(printed)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def base_folder(options: argparse.Namespace) -> Path:
    """The folder of the base; raises NotPublished where it is none."""
    root = options.root.resolve()
    if not (root / "data").is_dir():
        raise publish.NotPublished(
            f"В папке {root} нет папки data: это не база знаний. Укажите папку: metodoteka --root ПАПКА …"
        )
    return root


def called_again(options: argparse.Namespace) -> str:
    """How this program is called again for the same base: the head of a command that a person is told to run."""
    return "metodoteka" if options.root == Path() else f"metodoteka --root {files.shell_word(options.root)}"


def settings_for_checks(root: Path) -> Settings:
    """The settings that the checks depend on: the site's own address, which consents are given for, the smallest
    group that is shown, the clock of the base and the kinds that it does without. Without ``mkdocs.yml``, or with a
    wrong one, the records are checked all the same."""
    return Settings(
        remarks=configuration.plugin_options(configuration.read_settings(root) or {}).get("remarks") is not False,
        site_url=configuration.site_url(root),
        small_group=configuration.least_group(root),
        timezone=configuration.timezone(root),
        without=configuration.without(root),
    )


def resolve_paths(root: Path, paths: Sequence[Path], *, may_be_gone: bool = False) -> list[Path]:
    """The files and folders a person named, whole: they count from the current folder, then from the base. Raises
    NotPublished for one that does not exist, unless it ``may_be_gone``."""
    found = []
    for path in paths:
        full = path.resolve() if path.resolve().is_relative_to(root) else (root / path).resolve()
        if not full.exists() and not (may_be_gone and full.is_relative_to(root)):
            raise publish.NotPublished(f"Нет такого файла или папки: {path}")
        found.append(full)
    return found


def report_problems(found: Sequence[problems.Problem]) -> int:
    """Tell every problem on the error stream; the exit status that follows from them."""
    print(problems.as_text(found), file=sys.stderr)
    print(count_problems(found), file=sys.stderr)
    return int(problems.failed(found))


def count_problems(found: Sequence[problems.Problem]) -> str:
    """«Найдено: 2 ошибки, 1 предупреждение.»"""
    parts = [
        text.plural(count, *words)
        for severity, words in PROBLEM_WORDS.items()
        if (count := sum(p.severity == severity for p in found))
    ]
    return ("Найдено: " + ", ".join(parts) + ".") if parts else "Замечаний нет."


_started = time.monotonic()


def say(message: str) -> None:
    """A line of progress with the seconds since the start."""
    print(f"[{time.monotonic() - _started:5.1f} с] {message}", flush=True)


def why_off(root: Path, kind: str) -> str:
    """Why there are no records of the kind in this base; empty where there may be."""
    if kind not in configuration.without(root):
        return ""
    from generator.records import KINDS  # takes a while to load, and the list of commands needs no kinds

    return f"записей «{KINDS[kind].heading}» в этой базе нет, вид {kind} выключен строкой without в mkdocs.yml"
