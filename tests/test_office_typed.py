"""What people type into cells, held to a table: understood in one way only, or told what to write instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml
from support import ask_each, copy_of_mini

from generator.catalog.forms.questions import Question
from generator.channels.office import importing, normalize, number_formats
from generator.channels.office.filled import FilePlace, FilledEntry
from generator.channels.office.importing import Base
from generator.channels.office.interpret import interpret_entry
from generator.channels.office.names import NameIndex, Unclear, index_names
from generator.channels.office.parties import Parties
from generator.settings import Settings

CASES = yaml.load((Path(__file__).parent / "cases" / "office" / "typed.yml").read_text("utf-8"), yaml.CSafeLoader)
ROWS = [(case, typed) for case in CASES for typed in case["typed"]]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    root = copy_of_mini(tmp_path_factory.mktemp("typed") / "base")
    return importing.open_base(root, Settings(build_date=dt.date(2026, 5, 28)))


def held(typed: str) -> object:
    """The text, or what a workbook shows: «!cell 0.45 0%» is a number with its format, «!number …» one without,
    «!date …» a date with all its parts."""
    kind, _, text = typed.partition(" ")
    if kind == "!date":
        day = dt.datetime.fromisoformat(text)
        serial = (day - number_formats.EPOCHS[False]) / dt.timedelta(days=1)
        return number_formats.display_number(serial, "dd.mm.yyyy hh:mm" if "T" in text else "dd.mm.yyyy")
    if kind in ("!cell", "!number"):
        number, _, code = text.partition(" ")
        return number_formats.display_number(float(number), code or number_formats.GENERAL)
    return typed


def laid(path: str, value: object) -> dict:
    """Nested data with the value at a dotted path, lists of groups having one member."""
    name, _, rest = path.partition(".")
    if not rest:
        return {name: value}
    inner = laid(rest, value)
    return {name: [inner] if name in ("steps", "outcomes", "measures", "criteria") else inner}


def found(data: object, path: str) -> object:
    for name in path.split("."):
        data = data[0] if isinstance(data, list) else data
        data = data.get(name) if isinstance(data, dict) else None
    return data


@pytest.mark.parametrize("field", {case["field"]: case for case in CASES})
def test_what_is_typed_is_understood_or_told(field: str, base: Base) -> None:
    known = index_names(base.catalog), Parties(base.catalog)
    rows = [(case, typed) for case, typed in ROWS if case["field"] == field]
    ask_each(rows, lambda case, typed: is_understood_or_told(case, typed, base, *known))


def is_understood_or_told(case: dict, typed: str, base: Base, known: NameIndex, parties: Parties) -> None:
    form, _, path = case["field"].partition(".")
    kind = base.layouts[form].form.kind
    data = laid(path, held(typed))
    if "unit" in case:
        data["outcomes"][0]["unit"] = case["unit"]
    filled = FilledEntry(kind, data, FilePlace("строка 4"))
    entry, remarks = interpret_entry(base.questions(kind), filled, known, parties)
    text = found(entry.data, path)
    if "told" in case:
        assert text is None
        assert case["told"] in f"{remarks[0].message}; {remarks[0].hint}"
    else:
        assert (text, [remark.message for remark in remarks]) == (case["record"], [])
        if "gets_unit" in case:
            assert entry.data["outcomes"][0]["unit"] == case["gets_unit"]


def test_a_title_of_two_records_is_told_with_both(base: Base) -> None:
    twice = index_names(base.catalog, [("organizations", "shkola-a-drugaia", "Школа А")])
    with pytest.raises(Unclear) as unclear:
        twice.key("Школа А", ("organizations",))
    assert "не одна запись" in unclear.value.message
    assert "organizations/shkola-a (" in unclear.value.hint and "organizations/shkola-a-drugaia (" in unclear.value.hint


@pytest.mark.parametrize("text", ["Так:\n\n- раз\n- два", "1. раз\n2. два", "Абзац.\n\nЕщё *один*.", "а\\\nб"])
def test_what_is_markdown_already_stays(text: str) -> None:
    assert normalize.to_markdown(text) == text


def every(questions: Iterable[Question]) -> Iterable[Question]:
    for question in questions:
        yield question
        yield from every(question.questions)


def test_nothing_typed_brings_the_reader_down(base: Base) -> None:
    """Any value a spreadsheet can hold, in any field: an answer or a remark, never an error of the program."""
    strange = ["", " ", "=1+1", "\x00", "😀", "x" * 40_000, "1e999", float("inf"), -0.0, 10**20, True, None]
    strange += [
        number_formats.display_number(serial, code)
        for serial in (0, 1.5, -1, 59, 2958465.9, 1e15, 0.1)
        for code in ("General", "dd.mm.yyyy", "mmm yy", "0%", "[h]:mm", ";;;", "# ?/?", "0.0E+00", '0" ч"')
    ]
    strange += ["[[a]](b)", "–", ";;;", ",", "%", "12:30"]
    tried = 0
    known = index_names(base.catalog)
    for layout in base.layouts.values():
        questions = base.questions(layout.form.kind)
        for question in every(layout.questions):
            for raw in strange if question.widget not in ("group", "groups") else ():
                entry = FilledEntry(layout.form.kind, laid(question.path, raw), FilePlace("строка 4"))
                _, remarks = interpret_entry(questions, entry, known, Parties(base.catalog))
                tried += all(remark.message and remark.place.label for remark in remarks)
    assert tried > 1000
