"""Texts of the base that a table program would run as formulas, in every table that goes out: XLSX, CSV."""

from __future__ import annotations

import csv
import io
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import yaml

from tests.hostile import children
from tests.hostile.table import Row

FORMULAS = (
    '=HYPERLINK("http://example.org";"да")', "+1+1", "-2+3", "@SUM(1)", "|calc", "%0A=1", "＝1+1", "＋1", "－1",
    "＠SUM(1)", "\t=1+1", " =1+1", "=cmd|' /C calc'!A0", "'=1",
)  # fmt: skip
TEMPLATES = {
    "practice": (), "event": (), "replication": (), "review": (), "roadmap": ("--programme", "vverkh"),
    "values": ("--territory", "districts/severnyi", "--period", "2026"),
}  # fmt: skip


def rows() -> Iterator[Row]:
    """One row: cells read, formulas among them that an ordinary base does not have, CSV cells that begin like one."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as made:
        yield tried(FORMULAS, Path(made))


def tried(formulas: tuple[str, ...], folder: Path) -> Row:
    """Put each formula into every title and word of the base and read all tables that come out."""
    from support import copy_of_mini

    plain = _tables(copy_of_mini(folder / "plain"), folder / "plain-out")
    faults, cells = [], 0
    for number, formula in enumerate(formulas):
        base = copy_of_mini(folder / str(number))
        _put(base, formula)
        made = _tables(base, folder / f"{number}-out")
        for name, (count, found) in made.items():
            cells += count
            if new := found - plain[name][1]:
                faults.append(f"{formula!r} in {name}: {sorted(new)[:2]}")
        if made.keys() != plain.keys():
            faults.append(f"{formula!r}: {sorted(plain.keys() ^ made.keys())} is not made")
    goal = "tables out (XLSX, CSV), titles and words that are formulas: none of them runs"
    measured = (
        f"{len(formulas)} texts, {cells} cells of {len(plain)} kinds of files: {'; '.join(faults[:4]) or '0 run'}"
    )
    return Row(goal, measured, not faults and cells > 0)


def _put(base: Path, formula: str) -> None:
    """Begin every title and free word of the records and terms with the formula."""
    for path in sorted((base / "data").rglob("*.yml")):
        data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        for one in [data, *data.get("terms", ())]:
            for name in {"title", "label"} & one.keys():
                one[name] = f"{formula} {one[name]}"
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")


def _tables(base: Path, out: Path) -> dict[str, tuple[int, Counter]]:
    """File -> how many cells it has, and how many of them begin like each formula (of XLSX: are formulas)."""
    from generator import cli, site
    from generator.exports import all_files
    from generator.settings import Settings

    out.mkdir()
    found: dict[str, tuple[int, Counter]] = {}
    for name, words in TEMPLATES.items():
        path = out / f"{name}.xlsx"
        line = ["--root", str(base), "template", name, "--out", str(path), *words]
        if children.call(lambda line=line: cli.main(line)).status == 0:
            book = openpyxl.load_workbook(path)
            cells = [cell for page in book for row in page for cell in row if cell.value is not None]
            found[path.name] = len(cells), Counter(str(cell.value) for cell in cells if cell.data_type == "f")
    catalog, _ = site.check(base, Settings())
    for file in all_files(catalog, Settings()):
        if file.path.endswith(".csv"):
            table = list(
                csv.reader(io.StringIO(file.data.decode("utf-8-sig")), delimiter="," if "/v1/" in file.path else ";")
            )
            parts = [cell for row in table for cell in row]
            found[Path(file.path).name] = len(parts), Counter(filter(_begins_like_a_formula, parts))
    return found


def _begins_like_a_formula(cell: str) -> bool:
    return (
        unicodedata.normalize("NFKC", cell.strip()[:1]) in {*"=+-@|%"}
        and not cell.lstrip("-").replace(".", "", 1).isdigit()
    )
