"""A filled blank read in the browser is what ``import`` makes of it, or the place that is not read is named.

The scripts run in an empty page; the cases are those of the Office files themselves.
"""

from __future__ import annotations

import copy
import datetime as dt
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import docx
import excel_features
import pytest
import sheet_placements
import test_excel_features
import test_office_typed
import word_features
import word_placements
import yaml
from blank_files import PageReader, laid_in_sheets
from form_page import FORM, Scripts
from office_files import fill, saved_by_libreoffice
from PIL import Image
from playwright.sync_api import Browser
from support import PROJECT, copy_of_mini
from word_files import COPIED_STEPS, COPIES, answer_cell, saved, type_in

from generator.channels.office import (
    document_body,
    document_out,
    importing,
    names,
    number_formats,
    prefill,
    workbook_out,
)
from generator.channels.office.importing import Base
from generator.channels.office.interpret import interpret_entry
from generator.channels.office.parties import Parties
from generator.records.common import Record
from generator.settings import Settings

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.office]

SETTINGS = Settings(build_date=dt.date(2026, 5, 28))
OFFICE = PROJECT / "tests" / "cases" / "office"
CASES = yaml.load((OFFICE / "typed.yml").read_text("utf-8"), yaml.CSafeLoader)
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
    filled = importing.OFFICE_FORMATS[suffix].read(data, its, "")
    known = names.index_names(its.catalog)
    read = [interpret_entry(its.questions(one.kind), one, known, Parties(its.catalog, False)) for one in filled.entries]
    told = [remark.message for remark in [*filled.remarks, *(one for _, more in read for one in more)]]
    return [plain(entry.data) for entry, _ in read], told


@pytest.fixture(scope="module")
def shipped() -> Base:
    return importing.open_base(PROJECT, SETTINGS)


def records_of(its: Base, form: str, most: int) -> list[Record]:
    """Some of the records that the form makes, from all over the list."""
    found = [record for record in its.catalog.records.values() if record.kind == its.layouts[form].form.kind]
    return found[:: -(-len(found) // most)]


def same(its: Base, reader: PageReader, suffix: str, files: Sequence[tuple[str, bytes]]) -> dict[str, Any]:
    """The files of which the page reads something else than ``import``, or of which it has something to say."""
    wrong = {}
    for (name, data), found in zip(files, reader.read(files), strict=True):
        entries, told = by_import(its, suffix, data)
        if found.get("entries") != entries or found["unread"] or found["notes"] or found["doubts"]:
            wrong[name] = (entries, found, told)
    return wrong


@pytest.mark.parametrize("form", FORMS)
def test_shipped_records_are_read_from_their_blanks(form: str, scripts: Scripts, shipped: Base) -> None:
    reader = PageReader(scripts, form, shipped.catalog, SETTINGS)
    files = [
        (record.id, document_out.document_template(shipped.layouts[form], shipped.catalog.sources[record.key].data))
        for record in records_of(shipped, form, 5)
    ]
    assert same(shipped, reader, ".docx", files) == {}


def test_what_libreoffice_has_saved_is_read(scripts: Scripts, shipped: Base, tmp_path: Path) -> None:
    """One record of each form, in Word and in Excel, saved once more by a program of another maker."""
    for form in FORMS:
        (record, *_) = records_of(shipped, form, 3)
        data, layout = plain(shipped.catalog.sources[record.key].data), shipped.layouts[form]
        (tmp_path / f"{form}.docx").write_bytes(document_out.document_template(layout, data))
        (tmp_path / "empty.xlsx").write_bytes(workbook_out.workbook_template(layout, SETTINGS.build_date))
        fill(tmp_path / "empty.xlsx", tmp_path / f"{form}.xlsx", *laid_in_sheets(layout, data))
    for suffix in ("docx", "xlsx"):
        saved_by_libreoffice(*(tmp_path / f"{form}.{suffix}" for form in FORMS), suffix=suffix)
        for form in FORMS:
            reader = PageReader(scripts, form, shipped.catalog, SETTINGS)
            files = [(form, (tmp_path / f"{form}.{suffix}").read_bytes())]
            assert same(shipped, reader, f".{suffix}", files) == {}, (form, suffix)
            assert reader.read(files)[0]["entries"] != [], (form, suffix)


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_a_file_that_came_back_with_remarks_is_read_without_them(
    suffix: str, scripts: Scripts, base: Base, tmp_path: Path
) -> None:
    layout, data = base.layouts["practice"], {"title": "Проба", "owner": "нет такой", "idea": "Мысль"}
    path = tmp_path / f"a.{suffix}"
    if suffix == "docx":
        path.write_bytes(document_out.document_template(layout, data))
    else:
        path.write_bytes(workbook_out.workbook_template(layout, SETTINGS.build_date))
        fill(path, path, *laid_in_sheets(layout, data))
    (result,) = importing.run(base, [path], dry_run=True, remarks_to=tmp_path / "back")
    reader = PageReader(scripts, "practice", base.catalog, SETTINGS)
    (found,) = reader.read([(path.name, result.remarked.read_bytes())])
    assert found["entries"] == [data]
    assert (found["unread"], found["notes"], found["doubts"]) == ([], [], [])
    assert [one for one in found["problems"] if "нет такой" in one]


def test_words_in_the_table_of_remarks_are_told(scripts: Scripts, base: Base, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(document_out.document_template(base.layouts["practice"], {"title": "Проба", "owner": "нет такой"}))
    (result,) = importing.run(base, [path], dry_run=True, remarks_to=tmp_path / "back")
    document = docx.Document(result.remarked)
    document.tables[-1].rows[1].cells[2].paragraphs[0].add_run(" Отвечает школа А")
    reader = PageReader(scripts, "practice", base.catalog, SETTINGS)
    (found,) = reader.read([(path.name, saved(document))])
    (note,) = found["notes"]
    assert "вы писали в таблице замечаний" in note and "Отвечает школа А" in note


@pytest.mark.parametrize("fill", COPIES)
def test_a_table_of_steps_that_was_copied_is_read_once(fill: Callable, scripts: Scripts, base: Base) -> None:
    document = docx.Document(io.BytesIO(document_out.document_template(base.layouts["practice"], {"title": "Проба"})))
    fill(document)
    (found,) = PageReader(scripts, "practice", base.catalog, SETTINGS).read([("a.docx", saved(document))])
    assert found["entries"] == [{"title": "Проба", "steps": COPIED_STEPS}]
    assert (found["unread"], found["doubts"]) == ([], [])
    assert len(found["notes"]) == 1 + (fill is COPIES[-1])
    assert all("прочитано один раз: «Раз», «Два»" in one for one in found["notes"])


def test_two_authors_of_whom_there_is_the_role_alone_stay_two(scripts: Scripts, base: Base) -> None:
    """A table for one author more is a copy of the first; two teachers may say the same of themselves."""
    document = docx.Document(io.BytesIO(document_out.document_template(base.layouts["practice"], {"title": "Проба"})))
    table = next(one for one in document.tables if len(one.rows) > 1 and "Роль" in one.rows[1].cells[0].text)
    table.rows[1].cells[1].text = "учитель"
    table._tbl.addnext(copy.deepcopy(table._tbl))
    (found,) = PageReader(scripts, "practice", base.catalog, SETTINGS).read([("a.docx", saved(document))])
    assert found["entries"] == [{"title": "Проба", "authors": [{"role": "учитель"}] * 2}]
    assert found["notes"] == []


def test_a_document_in_the_strict_spelling_and_under_other_names_is_read(scripts: Scripts, shipped: Base) -> None:
    (record, *_) = records_of(shipped, "practice", 3)
    usual = document_out.document_template(shipped.layouts["practice"], shipped.catalog.sources[record.key].data)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(usual)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.endswith((".xml", ".rels")):
                for strict, transitional in document_body._USUAL:
                    content = content.replace(
                        b"http://schemas.openxmlformats.org/" + transitional, document_body._STRICT + strict
                    )
                content = content.replace(b"word/document.xml", b"word/document2.xml")
            name = part.filename.replace("word/document.xml", "word/document2.xml")
            new.writestr(name.replace("document.xml.rels", "document2.xml.rels"), content)
    reader = PageReader(scripts, "practice", shipped.catalog, SETTINGS)
    strict, plainly = reader.read([("strict.docx", out.getvalue()), ("usual.docx", usual)])
    assert strict == plainly and strict["entries"]


def test_pictures_of_a_blank_are_told_and_their_words_are_read(scripts: Scripts, base: Base) -> None:
    """The form takes pictures from the device alone: what a blank holds of them is asked for, nothing else is lost."""
    data = {"title": "Проба", "pictures": [{"file": "doska.png", "alt": "Доска", "title": "Наша доска"}]}
    named = document_out.document_template(base.layouts["practice"], data)
    document = docx.Document(io.BytesIO(document_out.document_template(base.layouts["practice"], {"title": "Проба"})))
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    cell = answer_cell(document, "Файл")
    cell.paragraphs[0].add_run().add_picture(io.BytesIO(picture.getvalue()))
    type_in(answer_cell(document, "Картинка словами"), "Доска")
    answer_cell(document, "В чём идея").paragraphs[0].add_run("Мысль").add_picture(io.BytesIO(picture.getvalue()))
    reader = PageReader(scripts, "practice", base.catalog, SETTINGS)
    by_name, inside = reader.read([("a.docx", named), ("b.docx", saved(document))])
    assert by_name["entries"] == [{"title": "Проба", "pictures": [{"alt": "Доска", "title": "Наша доска"}]}]
    (doubt,) = by_name["doubts"]
    assert "«doska.png»: выберите этот файл в форме" in doubt
    assert inside["entries"] == [{"title": "Проба", "idea": "Мысль", "pictures": [{"alt": "Доска"}]}]
    assert inside["unread"] == []
    assert [one.partition(": ")[0] for one in inside["notes"]] == ["вопрос «В чём идея»", "вопрос «Файл»"]
    assert all("картинка не переносится; выберите её в форме, в разделе «Картинки»" in one for one in inside["notes"])


def test_what_word_can_do_is_read_as_by_import_or_named(scripts: Scripts, base: Base) -> None:
    """The case says what ``import`` makes of it (tests/test_word_features.py)."""
    cases = yaml.load((OFFICE / "word-features.yml").read_text("utf-8"), yaml.CSafeLoader)
    template = document_out.document_template(base.layouts["practice"])
    files = [(case["what"], word_features.document(template, case)) for case in cases]
    read = PageReader(scripts, "practice", base.catalog, SETTINGS).read(files)
    named = {case["what"] for case, found in zip(cases, read, strict=True) if found["unread"]}
    wrong = {
        case["what"]: (case, found)
        for case, found in zip(cases, read, strict=True)
        if case["what"] not in named
        and (found["entries"][0].get("idea") != case.get("becomes") or bool(case.get("told")) > bool(found["notes"]))
    }
    assert wrong == {}
    assert len(named) <= 26, f"what people do every day is read, not only named: {named}"


def test_what_excel_can_do_is_read_as_by_import_or_named(scripts: Scripts, base: Base, tmp_path: Path) -> None:
    """The case says what ``import`` makes of it (tests/test_excel_features.py)."""
    cases = yaml.load((OFFICE / "excel-features.yml").read_text("utf-8"), yaml.CSafeLoader)
    named: set[str] = set()
    picture = tmp_path / "p.png"
    Image.new("RGB", (8, 8)).save(picture)
    wrong = {}
    for form in sorted({excel_features.form_of(case) for case in cases}):
        its = [case for case in cases if excel_features.form_of(case) == form]
        template = workbook_out.workbook_template(base.layouts[form], SETTINGS.build_date)
        files = [(case["what"], excel_features.workbook(template, case, picture)) for case in its]
        for case, found in zip(its, PageReader(scripts, form, base.catalog, SETTINGS).read(files), strict=True):
            if found["unread"]:
                named.add(case["what"])
                continue
            values = [test_excel_features.answer(entry, excel_features.field_of(case)) for entry in found["entries"]]
            own = [one for one in found["problems"] if not one.startswith("steps:")]
            said = found["notes"] or found["doubts"] or own
            if (values != [case["becomes"]] and not (case.get("told") and said)) or (case.get("told") and not said):
                wrong[case["what"]] = (case, found)
    assert wrong == {}
    assert len(named) <= 23, f"what people do every day is read, not only named: {named}"


@pytest.mark.parametrize("form", FORMS)
def test_words_anywhere_arrive_or_are_told(form: str, scripts: Scripts, base: Base) -> None:
    """What no field takes is named with its words, as by ``import`` (tests/test_word_account.py)."""
    sheets = base.layouts[form] if form != "values" else prefill.for_territory(base.layouts[form], base.catalog, "", "")
    blanks = [
        (".docx", word_placements, document_out.document_template(base.layouts[form])),
        (".xlsx", sheet_placements, workbook_out.workbook_template(sheets, SETTINGS.build_date)),
    ]
    reader = PageReader(scripts, form, base.catalog, SETTINGS)
    for suffix, placements, template in blanks:
        files, how = [(f"empty{suffix}", template)], [{}]
        for seed in range(6):
            dice = random.Random(f"{form} {seed}")
            words = [f"ъслово{chr(1072 + at)}" for at in range(dice.choice([1, 1, 3]))]
            data, placed = placements.written(template, dice, words)
            files.append((f"{seed}{suffix}", data))
            how.append(placed)
        empty, *read = reader.read(files)
        assert (empty["unread"], empty["notes"], empty["doubts"]) == ([], [], []), (form, suffix)
        lost = {(seed, word): way for seed, (found, placed) in enumerate(zip(read, how[1:], strict=True))
                for word, way in placed.items() if word not in json.dumps(found, ensure_ascii=False)}  # fmt: skip
        assert lost == {}, (form, suffix)


def test_boxes_are_understood_as_by_import(scripts: Scripts) -> None:
    labels = ["Математика", "История", "Литература", "Русский язык", "Русский язык и литература"]
    cases = yaml.load((OFFICE / "ticks.yml").read_text("utf-8"), yaml.CSafeLoader)
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
