"""Our own templates filled in with what nobody expects: hostile texts, formulas, cells of every type."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl

from tests.hostile import children, documents, table
from tests.hostile.office import unprintable
from tests.hostile.outputs import FORMULAS, TEMPLATES
from tests.hostile.table import Row

NOT_IN_XML = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")
SECONDS = 20
"""CPU seconds that one file may take."""
MOST_SAID = 40_000
"""Characters of one answer."""
_LONG = "слово " * 6000
_DAYS = (dt.date(1900, 1, 1), dt.datetime(9999, 12, 31), dt.time(1))
ODD: dict[str, list[Any]] = {
    "formulas": [*FORMULAS, "=1/0", "=A1", "=Missing!A1"],
    "types": [True, False, 0, -1, 1e300, 1.5, *_DAYS],
    "signs": ["\u202eтекст", "а\u200bб", "\x85", "\ufeff", "\ue000", "\U000e0041", "e\u0301" * 50, "_x001B_[31m"],
    "long": [_LONG, "х" * 32_000, "\n" * 500, "- " * 5000, "> " * 5000, "[" * 9000],
}
"""Kind of odd thing -> its values, put into the cells by turns."""


def rows() -> Iterator[Row]:
    """One row for workbooks and one for documents."""
    import unprotected
    from support import copy_of_mini

    texts = [one for one in unprotected.read(unprotected.CORPUS) if not NOT_IN_XML.search(one)]
    kinds = ODD | {"payloads": texts[:290], "more payloads": texts[290:]}
    with tempfile.TemporaryDirectory(prefix="hostile-") as made:
        base = copy_of_mini(Path(made) / "base")
        for suffix in ("xlsx", "docx"):
            yield tried(base, suffix, kinds, Path(made))


def tried(base: Path, suffix: str, kinds: dict[str, list[Any]], folder: Path) -> Row:
    """Fill each template with each kind of odd things and import it: an answer to each, no sign steers the screen."""
    from generator import cli
    from generator.channels.office.importing import SUFFIX  # loaded once, so that no child need do it

    faults, count, read, slowest = [], 0, 0, (0.0, "")
    for name, words in TEMPLATES.items():
        empty = folder / f"{name}.{suffix}"
        line = ["--root", str(base), "template", name, "--format", suffix, "--out", str(empty), *words]
        if children.call(lambda line=line: cli.main(line)).status:
            continue  # not every template has both formats
        for kind, values in kinds.items():
            path = folder / f"{name}-{kind.replace(' ', '-')}.{suffix}"
            (_workbook if suffix == "xlsx" else _document)(empty, path, values)
            more = ["--dry-run", "--out-remarks", str(folder / "out"), str(path)]
            line = ["--root", str(base), "import", "--update", *more]
            done = children.call(lambda line=line: cli.main(line), SECONDS)
            count += 1
            slowest = max(slowest, (done.seconds, path.name))
            table.progress(f"filled: {count} {path.name}, {done.seconds:.1f} s")
            read += done.status == 0
            if done.broke or not done.output.strip():
                faults.append(f"{path.name}: {done.output.strip().splitlines()[-1:] or done.status}")
            elif characters := unprintable(done.output):
                faults.append(f"{path.name}: prints {characters}")
            elif len(done.output) > MOST_SAID:
                faults.append(f"{path.name}: prints {len(done.output)} characters")
            copy = folder / "out" / f"{path.stem}{SUFFIX}{path.suffix}"
            if suffix == "docx" and copy.exists() and (new := _added(path, copy)):
                faults.append(f"{copy.name}: {new}")
    measured = f"{count} files, {read} without a remark, at most {slowest[0]:.1f} s CPU ({slowest[1]}): "
    measured += "; ".join(faults[:5]) or "0 uncaught, no sign printed raw"
    return Row(
        f"our templates filled with odd things ({suffix}): an answer to each, {SECONDS} s, {MOST_SAID} characters",
        measured,
        not faults and count > 0,
    )


def _added(path: Path, copy: Path) -> list[str]:
    """What the copy with the remarks does and the file itself does not: a remark quotes what somebody wrote."""
    return sorted(kind for kind in documents.active(copy) - documents.active(path) if "comments" not in kind)


def _workbook(empty: Path, out: Path, values: list[Any]) -> None:
    book = openpyxl.load_workbook(empty)
    turn = 0
    for page in (one for one in book if one.sheet_state == "visible"):
        for row in range(3, 12):
            for column in range(1, min(page.max_column, 40) + 1):
                with contextlib.suppress(AttributeError):  # a cell inside a merged one
                    page.cell(row, column).value = values[turn % len(values)]
                turn += 1
    book.save(out)


def _document(empty: Path, out: Path, values: list[Any]) -> None:
    import docx

    document = docx.Document(str(empty))
    turn = 0
    for one in document.tables:
        for row in one.rows:
            for cell in row.cells[1:]:
                turn += 1
                with contextlib.suppress(IndexError):  # a cell of nothing but controls
                    cell.paragraphs[-1].add_run(str(values[turn % len(values)]))
    document.save(str(out))
