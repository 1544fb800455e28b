"""Office files for tests: templates filled in the way a person does, and saved by LibreOffice."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import tempfile
import time
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


def saved_by_libreoffice(*paths: Path, suffix: str = "xlsx") -> None:
    """Save the files once more with a real spreadsheet program, in place."""
    with tempfile.TemporaryDirectory() as folder:
        converted(*paths, to=suffix, folder=Path(folder))
        for path in paths:
            shutil.copy(Path(folder) / f"{path.stem}.{suffix}", path.with_suffix(f".{suffix}"))


def converted(*paths: Path, to: str, folder: Path) -> None:
    """Save the files with LibreOffice in another format (what its ``--convert-to`` understands), in a folder."""
    command = ["soffice", "--headless", _open_office(), "--convert-to", to, "--outdir", str(folder)]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, timeout=900, check=False)
    for path in paths:
        assert (folder / f"{path.stem}.{to.partition(':')[0]}").is_file(), done.stdout + done.stderr


#: the folder of the office that is open for this worker, and its process
_opened: list[tuple[Path, subprocess.Popen]] = []


def _open_office() -> str:
    """The profile of an office that stays open for all files of a worker, as long as a text is open in it: to start it
    costs twenty times as much as to save a small file. A program that is called with the same profile hands its work
    over."""
    if not _opened:
        folder = Path(tempfile.mkdtemp(prefix="metodoteka-office-"))
        atexit.register(_shut_office)
        (folder / "open.txt").write_text("x")
        command = ["soffice", "--headless", "--norestore", "--nologo", _profile(folder), str(folder / "open.txt")]
        silent = subprocess.DEVNULL
        _opened.append((folder, subprocess.Popen(command, stdin=silent, stdout=silent, stderr=silent)))
    folder, process = _opened[0]
    until = time.monotonic() + 300
    while not (folder / ".~lock.open.txt#").exists():
        assert process.poll() is None and time.monotonic() < until, "LibreOffice does not open"
        time.sleep(0.05)
    if process.poll() is None:
        return _profile(folder)
    _shut_office()  # it has crashed
    return _open_office()


def _profile(folder: Path) -> str:
    return f"-env:UserInstallation={(folder / 'profile').as_uri()}"


def _shut_office() -> None:
    while _opened:
        folder, process = _opened.pop()
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)
