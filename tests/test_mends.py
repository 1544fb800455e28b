"""The mend that a remark offers works when it is followed literally.

A case ``cases/mends/*.yml`` lays files over the mini base. ``told`` is what ``check`` says of them (``pytest
--rewrite`` writes it; then read it as a methodist would). Then every mend is followed: a replacement is put into the
file at the told place by a machine; ``by_hand`` are the files of a person who did what the words say (null: no such
file any more), and the names they must have taken from the hint; what «metodoteka fix» promises, it does. Each time the
next ``check`` no longer complains of it.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml
from support import copy_of_mini

from generator import site
from generator.channels import fixes
from generator.channels.fixes import fixing, values_in_text
from generator.documents import sources
from generator.problems import ERROR, Problem
from generator.records.reading import ReadCache
from generator.settings import Settings

CASES = sorted((Path(__file__).parent / "cases" / "mends").glob("*.yml"))
DAY = Settings(build_date=dt.date(2026, 11, 22))
#: the same base lies under every case: what has been read of it is not read again
READ = ReadCache()


def check(root: Path) -> list[Problem]:
    return sorted(site.check(root, DAY, READ)[1])


def lay(root: Path, files: dict[str, str | None]) -> None:
    for name, written in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if written is None:
            path.unlink()
            if not any(path.parent.iterdir()):
                path.parent.rmdir()
        else:
            path.write_text(written, "utf-8")


def of(path: str, problem: Problem) -> bool:
    """True for a problem with a file, or with a folder above it."""
    return path == problem.path or path.startswith(f"{problem.path}/")


def same(problem: Problem) -> tuple[str, str, str]:
    """A complaint wherever it stands now: mended lines move."""
    return problem.path, problem.code, problem.message


def at_its_line(problem: Problem) -> tuple[str, int, str, str]:
    return problem.path, problem.line, problem.code, problem.message


def replaced(written: str, problem: Problem) -> str:
    """The text with the offered replacement, at its place: a value or a name, else the rest of the line."""
    source = sources.parse(written, problem.path)[0]
    known = values_in_text.ends(source, written) if source else {}
    place = (problem.line, problem.column)
    line = written.split("\n")[problem.line - 1]
    return values_in_text.replace_values(
        written, {place: problem.replacement}, {place: known.get(place, len(line) + 1)}
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_mend_followed_literally_mends(path: Path, tmp_path: Path, rewrite: bool) -> None:
    case = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    root = copy_of_mini(tmp_path / "base")
    lay(root, case["files"])
    found = [problem for problem in check(root) if any(of(name, problem) for name in case["files"])]
    if rewrite:
        head = path.read_text("utf-8").split("told: |")[0]
        rows = "".join(f"  {row}\n" for row in map(in_words, found))
        path.write_text(f"{head}told: |\n{rows}", "utf-8")
        case["told"] = rows.replace("\n  ", "\n").removeprefix("  ")
    assert [in_words(problem) for problem in found] == case["told"].splitlines()
    assert found

    offered = [problem for problem in found if problem.replacement is not None]
    for problem in offered:
        lay(root, {problem.path: replaced(case["files"][problem.path], problem)})
        assert at_its_line(problem) not in map(at_its_line, check(root))
        lay(root, {problem.path: case["files"][problem.path]})

    if certain := [problem for problem in found if problem.certain]:
        again = copy_of_mini(tmp_path / "fixed")
        lay(again, case["files"])
        paths = fixes.fixable(again, [again / name for name in case["files"]])  # the others are as they should be
        mended = fixing.fix_files(again, DAY, paths)
        lay(again, {paths[name]: None for name in mended.texts if paths[name] != name} | mended.texts)
        left = {same(problem) for problem in check(again)}
        assert [problem for problem in certain if same(problem) in left] == []

    by_hand = case.get("by_hand", {})
    for name in by_hand.keys() - case["files"].keys():
        hints = " ".join(problem.hint for problem in found)
        assert Path(name).name in hints or f"{Path(name).parent.as_posix()}/" in hints, "the hint names the file"
    lay(root, by_hand)
    if by_hand:
        errors = [problem for problem in found if problem.severity == ERROR]
        assert [problem for problem in errors if same(problem) in map(same, check(root))] == []
    assert offered or by_hand or certain, "nothing was followed: write what a person does into by_hand"


def in_words(problem: Problem) -> str:
    by_fix = " | fix" if problem.certain else ""
    return f"{problem.path}:{problem.line}:{problem.column} {problem.code}: {problem.message} | {problem.hint}{by_fix}"
