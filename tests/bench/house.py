"""The numbers of the house: how large it is, and how many files one must visit to follow one input to its output.

``python -m tests.bench.house`` prints them, ``--files`` names the files of each journey too. A journey is taken for
real on the mini base; a file counts as entered when a function of it runs. What is loaded on the way does not count.

Goals: one practice enters at most 12 files from the catalog to its Markdown, one Word file at most 25 in all. The last
column says how many of them are rules: each looks at the record by itself, and nobody has to follow them in a row.
"""

from __future__ import annotations

import argparse
import ast
import datetime as dt
import importlib.util
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from generator import catalog, checks
from generator.channels.office import document_out, importing, sandbox
from generator.documents import sources
from generator.pages import by_term, environment, linked_data, views
from generator.records import reading, validating
from generator.settings import Settings
from tests.support import PROJECT, copy_of_mini

GENERATOR = PROJECT / "generator"
SETTINGS = Settings(build_date=dt.date(2026, 5, 28))
RECORD = "practices/parnoe"
RULES = "checks/"


class Journey(NamedTuple):
    """The files entered, in order of the first visit, how many functions, and how often the file changed."""

    files: tuple[str, ...]
    functions: int
    changes: int


def travelled(work: Callable[[], Any]) -> Journey:
    """What ``work`` enters of the generator while it runs in this thread."""
    visits: list[tuple[str, str]] = []

    def visit(frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_name != "<module>" and code.co_filename.startswith(f"{GENERATOR}/"):
            visits.append((code.co_filename, code.co_qualname))

    sys.setprofile(visit)
    try:
        work()
    finally:
        sys.setprofile(None)
    files = [Path(name).relative_to(GENERATOR).as_posix() for name, _ in visits]
    changes = sum(one != other for one, other in pairwise(files))
    return Journey(tuple(dict.fromkeys(files)), len(set(visits)), changes)


def journeys(folder: Path) -> Iterator[tuple[str, Journey]]:
    """The hops of one practice and the import of one Word file, each with its name; ``folder`` is empty."""
    root = copy_of_mini(folder / "base")
    path = f"data/{RECORD}.yml"
    source = sources.read(root / path, path)[0]
    loaded, _ = reading.load(root)
    found = catalog.build(loaded, SETTINGS.build_date)
    record = found.shown[RECORD]
    templates = environment.create_templates(found, SETTINGS, by_term.all_term_lists(found))

    def page() -> str:
        shown = templates.render("practices.md.j2", f"{RECORD}.md", record=record, **views.view_of(found, record))
        return shown + str(linked_data.block(found, SETTINGS, f"{RECORD}.md", record, ""))

    # First, while nothing has been remembered: what is cached is entered once only.
    yield "one practice: catalog to Markdown", travelled(page)
    base = importing.open_base(root, SETTINGS)
    filled = _written(base, folder / "one.docx")
    sandbox.CAN_FORK = False  # the child process would be out of sight
    yield "one .docx: import", travelled(lambda: importing.run(base, [filled]))
    yield "one practice: file to data", travelled(lambda: sources.read(root / path, path))
    yield "one practice: data to record", travelled(lambda: validating.parse(source))
    yield "mini base: catalog", travelled(lambda: catalog.build(loaded, SETTINGS.build_date))
    yield "mini base: checks", travelled(lambda: list(checks.run(found)))


def _written(base: importing.Base, path: Path) -> Path:
    """The practice as a filled Word form, under another title: a new record."""
    answers = {**base.catalog.sources[RECORD].data, "title": "Чтение парами на каждом уроке"}
    path.write_bytes(document_out.document_template(base.layouts["practice"], answers))
    return path


def measures() -> Iterator[tuple[str, str]]:
    """Name and value of everything that is counted without running the generator."""
    paths = sorted(GENERATOR.rglob("*.py"))
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    lines = [path.read_text(encoding="utf-8").count("\n") for path in paths]
    doors = {path.relative_to(GENERATOR).parts[0].removesuffix(".py") for path in paths} - {"__init__", "__main__"}
    yield "lines of Python", f"{sum(lines):,}"
    yield "files", str(len(paths))
    yield "longest file", f"{max(lines)} lines"
    yield "doors (entries of generator/)", str(len(doors))
    names = Counter(name for tree in trees.values() for name in public_names(tree))
    yield "public names defined in two modules", f"{sum(n > 1 for n in names.values())} of {len(names)}"
    length, where = max((length, f"{path.stem}.{name}") for path in paths for name, length in functions(trees[path]))
    yield "longest function", f"{length} lines, {where}"
    yield "errors that mypy finds", mypy_errors()


def public_names(tree: ast.Module) -> set[str]:
    """Functions and classes that a module defines for others."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    return {node.name for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")}


def functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every function with its length in lines, its docstring counted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def mypy_errors() -> str:
    """How many, or that mypy is not there."""
    if importlib.util.find_spec("mypy") is None:
        return "mypy is not installed"
    command = [sys.executable, "-m", "mypy", "generator"]
    text = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=False).stdout
    found = re.search(r"Found (\d+) errors?", text)
    return found[1] if found else "0"


def main() -> int:
    """Print the numbers; 0 always: they are to be read, the goals are held by whoever changes the house."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.house", description=__doc__.partition("\n")[0])
    parser.add_argument("--files", action="store_true", help="name the files of each journey")
    options = parser.parse_args()
    for name, value in measures():
        print(f"{name:38} {value}")
    print(f"\n{'files, functions, changes of file, rules':38}")
    with tempfile.TemporaryDirectory() as folder:
        for name, journey in journeys(Path(folder)):
            rules = sum(file.startswith(RULES) for file in journey.files)
            print(f"{name:38} {len(journey.files):3} {journey.functions:4} {journey.changes:6} {rules:3}")
            if options.files:
                print("".join(f"    {file}\n" for file in journey.files), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
