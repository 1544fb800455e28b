"""Office files for tests: templates filled in the way a person does, and saved by LibreOffice."""

from __future__ import annotations

import atexit
import functools
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from generator.channels.office.layout import EXAMPLE, KEY

Row = Mapping[str, Any]


def fill(path: Path, out: Path, sheets: Mapping[str, Iterable[Row]], cards: Mapping[str, Row] | None = None) -> Path:
    """Write rows (values by field path) under the example of the sheets of a template, and the answers of cards."""
    book = openpyxl.load_workbook(path)
    for name, rows in sheets.items():
        page = book[name]
        columns = keys(page)
        first = 4 if page["A3"].value == EXAMPLE else 3
        for at, row in enumerate(rows):
            for field, value in row.items():
                page.cell(first + at, columns[field]).value = value
    for name, answers in (cards or {}).items():
        rows = {KEY.fullmatch(str(cell.value))[3]: cell.row for cell in book[name]["A"] if is_key(cell.value)}
        for field, value in answers.items():
            book[name].cell(rows[field], 3).value = value
    book.save(out)
    return out


def keys(page: Worksheet) -> dict[str, int]:
    """The columns of a sheet by the field that their hidden key names."""
    return {KEY.fullmatch(str(cell.value))[3]: cell.column for cell in page[1] if is_key(cell.value)}


def is_key(value: Any) -> bool:
    """True for what stands in the hidden row of keys."""
    return isinstance(value, str) and KEY.fullmatch(value) is not None


@functools.cache
def _profile() -> str:
    """One profile for all files of a worker: to begin a new one takes longer than to save a file. Two programs at once
    cannot share it."""
    folder = tempfile.mkdtemp(prefix="metodoteka-office-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return f"-env:UserInstallation={Path(folder).as_uri()}"


def saved_by_libreoffice(*paths: Path, suffix: str = "xlsx") -> None:
    """Save the files once more with a real spreadsheet program, in place."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", "--headless", _profile(), "--convert-to", suffix, "--outdir", f"{folder}/out"]
        done = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, timeout=900, check=False)
        for path in paths:
            fresh = Path(folder) / "out" / f"{path.stem}.{suffix}"
            assert fresh.is_file(), done.stdout + done.stderr
            shutil.copy(fresh, path.with_suffix(f".{suffix}"))
