"""A filled blank read in the browser is what ``import`` makes of it, or the place that is not read is named.

The scripts run in an empty page; the cases are those of the Office files themselves.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import excel_features
import pytest
import test_office_typed
import word_features
import yaml
from blank_files import PageReader
from form_page import FORM, Scripts
from PIL import Image
from playwright.sync_api import Browser
from support import PROJECT, copy_of_mini

from generator.channels.office import document_out, importing, names, number_formats, workbook_out
from generator.channels.office.importing import Base
from generator.channels.office.interpret import interpret_entry
from generator.channels.office.parties import Parties
from generator.settings import Settings

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.office]

SETTINGS = Settings(build_date=dt.date(2026, 5, 28))
OFFICE = PROJECT / "tests" / "cases" / "office"
CASES = yaml.safe_load((OFFICE / "typed.yml").read_text("utf-8"))
FORMS = ["practice", "event", "replication", "values", "review"]


@pytest.fixture(scope="module")
def scripts(browser: Browser) -> Iterator[Scripts]:
    with Scripts.open(browser, FORM) as found:
        yield found


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return importing.open_base(copy_of_mini(tmp_path_factory.mktemp("blank") / "base"), SETTINGS)


def plain(value: Any) -> Any:
    """Data as JSON has it: texts, lists, mappings."""
    return json.loads(json.dumps(value))


def by_import(its: Base, suffix: str, data: bytes) -> tuple[list[dict], list[str]]:
    """The records that ``import`` reads, and its messages."""
    filled = importing.OFFICE_FORMATS[suffix].read(data, its)
    known = names.index_names(its.catalog)
    read = [interpret_entry(its.questions(one.kind), one, known, Parties(its.catalog, False)) for one in filled.entries]
    told = [remark.message for remark in [*filled.remarks, *(one for _, more in read for one in more)]]
    return [plain(entry.data) for entry, _ in read], told


@pytest.mark.parametrize("form", FORMS)
def test_every_shipped_record_is_read_from_its_blank(form: str, scripts: Scripts) -> None:
    its = importing.open_base(PROJECT, SETTINGS)
    layout = its.layouts[form]
    reader = PageReader(scripts, form, its.catalog, SETTINGS)
    records = [record for record in its.catalog.records.values() if record.kind == layout.form.kind]
    records = records[:: -(-len(records) // 10)]
    files = [
        (record.id, document_out.document_template(layout, its.catalog.sources[record.key].data)) for record in records
    ]
    wrong = {}
    for (name, data), found in zip(files, reader.read(files), strict=True):
        entries, told = by_import(its, ".docx", data)
        if found.get("entries") != entries or found["unread"] or found["notes"] or found["doubts"]:
            wrong[name] = (entries, found, told)
    assert wrong == {}


def test_what_word_can_do_is_read_as_by_import_or_named(scripts: Scripts, base: Base) -> None:
    cases = yaml.safe_load((OFFICE / "word-features.yml").read_text("utf-8"))
    template = document_out.document_template(base.layouts["practice"])
    files = [(case["what"], word_features.document(template, case)) for case in cases]
    wrong, named = {}, set()
    for (what, data), found in zip(
        files, PageReader(scripts, "practice", base.catalog, SETTINGS).read(files), strict=True
    ):
        entries, told = by_import(base, ".docx", data)
        if found["unread"]:
            named.add(what)
            continue
        if found["entries"] != entries or bool(told) > bool(found["notes"]):
            wrong[what] = (entries, told, found)
    assert wrong == {}
    assert len(named) <= 25, f"what people do every day is read, not only named: {named}"


def test_what_excel_can_do_is_read_as_by_import_or_named(scripts: Scripts, base: Base, tmp_path: Path) -> None:
    cases = yaml.safe_load((OFFICE / "excel-features.yml").read_text("utf-8"))
    named: set[str] = set()
    picture = tmp_path / "p.png"
    Image.new("RGB", (8, 8)).save(picture)
    wrong = {}
    for form in sorted({excel_features.form_of(case) for case in cases}):
        its = [case for case in cases if excel_features.form_of(case) == form]
        template = workbook_out.workbook_template(base.layouts[form], SETTINGS.build_date)
        files = [(case["what"], excel_features.workbook(template, case, picture)) for case in its]
        for (what, data), found in zip(
            files, PageReader(scripts, form, base.catalog, SETTINGS).read(files), strict=True
        ):
            entries, told = by_import(base, ".xlsx", data)
            if found["unread"]:
                named.add(what)
                continue
            own = [one for one in found["problems"] if not one.startswith("steps:")]
            said = found["notes"] or found["doubts"] or own
            if (found["entries"] != entries and not (told and said)) or (told and not said):
                wrong[what] = (entries, told, found)
    assert wrong == {}
    assert len(named) <= 23, f"what people do every day is read, not only named: {named}"


def test_boxes_are_understood_as_by_import(scripts: Scripts) -> None:
    labels = ["Математика", "История", "Литература", "Русский язык", "Русский язык и литература"]
    cases = yaml.safe_load((OFFICE / "ticks.yml").read_text("utf-8"))
    call = "(m, [cases, labels]) => cases.map(({ lines }) => m.ticked(lines, labels))"
    found = scripts.call("blank/word-ticks.js", call, [cases, labels])
    for case, one in zip(cases, found, strict=True):
        assert one["answers"] == case["answers"], case
        assert [doubt["serious"] for doubt in one["doubts"]] == (
            [case.get("serious", False)] if "doubt" in case else []
        )
        assert all(case["doubt"] in doubt["message"] for doubt in one["doubts"]), case


def test_what_people_type_into_cells_is_understood_as_by_import_or_told(scripts: Scripts, base: Base) -> None:
    wrong = {}
    for form in FORMS:
        rows = [(case, typed) for case in CASES if case["field"].startswith(f"{form}.") for typed in case["typed"]]
        paths = [case["field"].removeprefix(f"{form}.") for case, _ in rows]
        answers = [given(path, typed, case) for path, (case, typed) in zip(paths, rows, strict=True)]
        read = PageReader(scripts, form, base.catalog, SETTINGS).understand(answers)
        for path, (case, typed), found in zip(paths, rows, read, strict=True):
            if found is None:
                continue
            value = test_office_typed.found(found["values"], path)
            told = [*found["doubts"], *found["problems"]]
            if ("told" in case and not told) or ("told" not in case and value != case["record"]):
                wrong[case["field"], typed] = (case.get("record", case.get("told")), value, told)
    assert wrong == {}


def given(path: str, typed: str, case: dict[str, Any]) -> dict[str, Any]:
    """The answers of a case as the cells of a workbook hold them."""
    kind, _, text = typed.partition(" ")
    value: Any = typed.replace("_x000D_\n", "\n")  # the reader of cells has done that
    if kind == "!date":
        serial = (dt.datetime.fromisoformat(text) - number_formats.EPOCHS[False]) / dt.timedelta(days=1)
        value = {"number": serial, "code": "dd.mm.yyyy hh:mm" if "T" in text else "dd.mm.yyyy"}
    elif kind in ("!cell", "!number"):
        number, _, code = text.partition(" ")
        value = {"number": float(number), "code": code or number_formats.GENERAL}
    data = test_office_typed.laid(path, value)
    for member in data.get("outcomes", ()) if "unit" in case else ():
        member["unit"] = case["unit"]
    return data
