"""What of Excel we read, keep, or tell: every row of the table in CONTRIBUTING.md is tried on a real workbook."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import excel_features
import openpyxl
import pytest
import yaml
from office_files import saved_by_libreoffice
from PIL import Image
from support import PROJECT, copy_of_mini

from generator.channels.office import importing, workbook_in, workbook_out
from generator.channels.office.interpret import interpret_entry
from generator.channels.office.names import index_names
from generator.channels.office.parties import Parties
from generator.settings import Settings

CASES = yaml.load((PROJECT / "tests/cases/office/excel-features.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
DAY = dt.date(2026, 5, 28)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> importing.Base:
    return importing.open_base(copy_of_mini(tmp_path_factory.mktemp("features") / "base"), Settings(build_date=DAY))


@pytest.fixture(scope="module")
def templates(base: importing.Base) -> dict[str, bytes]:
    return {name: workbook_out.workbook_template(base.layouts[name], DAY) for name in ("practice", "event")}


Workbook = Callable[[Mapping[str, Any]], bytes]


@pytest.fixture(scope="module")
def workbook(templates: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """The workbook of a case; each is made once."""
    picture = tmp_path_factory.mktemp("picture") / "a.png"
    Image.new("RGB", (8, 8)).save(picture)
    made: dict[str, bytes] = {}

    def get(case: Mapping[str, Any]) -> bytes:
        if case["what"] not in made:
            made[case["what"]] = excel_features.workbook(templates[excel_features.form_of(case)], case, picture)
        return made[case["what"]]

    return get


def answer(data: Any, path: str) -> Any:
    for name in path.split("."):
        data = data[0] if isinstance(data, list) else data
        data = data.get(name) if isinstance(data, Mapping) else None
    return data


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_it_is_kept_or_told(case: Mapping[str, Any], base, workbook: Workbook) -> None:
    judge(case, workbook(case), base)


def test_another_program_changes_nothing_of_it(base, templates: dict[str, bytes], tmp_path: Path) -> None:
    """A sample of the table, saved by LibreOffice first; a formula never counted is counted by it. To open and save one
    book takes it two seconds, so cases of several fields share a record."""
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    sample = [case for case in CASES if case["what"] != "формула без сохранённого результата"][::6]
    books = by_fields(sample)
    paths = []
    for at, cases in enumerate(books):
        paths.append(tmp_path / f"{at}.xlsx")
        template = templates[excel_features.form_of(cases[0])]
        paths[-1].write_bytes(excel_features.workbook_of(template, cases, tmp_path / "a.png"))
    saved_by_libreoffice(*paths)
    assert sum(map(len, books)) == len(sample) > len(books)
    for cases, path in zip(books, paths, strict=True):
        judge_all(cases, path.read_bytes(), base)


def by_fields(cases: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """The cases in as few books as possible: in each one form, and every field once."""
    books: list[list[Mapping[str, Any]]] = []
    for case in cases:
        its = excel_features.form_of(case), excel_features.field_of(case)
        for book in books:
            forms, fields = zip(
                *((excel_features.form_of(one), excel_features.field_of(one)) for one in book), strict=True
            )
            if its[0] == forms[0] and its[1] not in fields:
                book.append(case)
                break
        else:
            books.append([case])
    return books


def judge(case: Mapping[str, Any], data: bytes, base: importing.Base) -> None:
    """The answer, all remarks and no others, and whether the record waits."""
    judge_all([case], data, base)


def judge_all(cases: Sequence[Mapping[str, Any]], data: bytes, base: importing.Base) -> None:
    filled = workbook_in.read(data, base.layouts)
    remarks, held = [*filled.remarks], False
    values: list[Any] = [None] * len(cases)
    for entry in filled.entries:
        read, more = interpret_entry(
            base.questions(entry.kind), entry, index_names(base.catalog), Parties(base.catalog)
        )
        values = [answer(read.data, excel_features.field_of(case)) for case in cases]
        remarks, held = [*remarks, *more], held or entry.held
    parts = [remark.message.replace("\u00a0", " ") for remark in remarks]
    told = [words for case in cases for words in case.get("told", [])]
    assert values == [case["becomes"] for case in cases], parts
    for words in told:
        assert any(words in one for one in parts), parts
    assert len(parts) == len(told), "a remark that nobody expects"
    is_error = any(case.get("error", False) for case in cases)
    assert (held or any(remark.is_error for remark in remarks)) == is_error


def test_a_plain_reading_would_lose_much(workbook: Workbook) -> None:
    """The red twin: what openpyxl calls the value of a cell is not what a person sees."""
    lost = []
    for case in CASES:
        book = openpyxl.load_workbook(io.BytesIO(workbook(case)), data_only=True)
        field = excel_features.field_of(case)
        group = field.partition(".")[0]
        page = book[excel_features.SHEETS[group]] if group in excel_features.SHEETS else book.worksheets[1]
        if str(page.cell(excel_features.ROW, excel_features.keys(page)[field]).value) != str(case["becomes"]):
            lost.append(case["what"])
    assert len(lost) > 25 and {"верхний индекс", "зачёркнутые слова", "месяц (декабрь 2026, дек 26)"} <= set(lost)


def test_the_documentation_has_this_very_table() -> None:
    page = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (printed,) = re.findall(r"<!-- что из Excel -->\n\n(.*?)\n\n<!-- /что из Excel -->", page, re.DOTALL)
    assert printed == excel_features.table(CASES)
