"""The roadmap of a real Word table: every way in which hands and page breaks deform it; nothing is guessed."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import docx
import pytest
import yaml
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from support import PROJECT
from word_files import HEADINGS, measures, roadmap_document, roadmap_rows, saved, type_in

from generator.catalog.computed import roadmap
from generator.channels.office import document_body, document_in, importing, roadmap_parts, roadmap_table
from generator.channels.office.parties import Parties
from generator.settings import Settings

CASES = PROJECT / "tests" / "cases" / "office"
SETTINGS = Settings(build_date=dt.date(2026, 11, 22))


@pytest.fixture(scope="module")
def base() -> importing.Base:
    return importing.open_base(PROJECT, SETTINGS)


def table_of(rows: list[list[str]]) -> docx.document.Document:
    document = docx.Document()
    table = document.add_table(0, len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            type_in(cell, *words.split("\n"))
    return document


def read(document, base: importing.Base) -> roadmap_table.Measures:
    tables = document_body.open_document(document if isinstance(document, bytes) else saved(document)).tables
    return roadmap_table.read(roadmap_parts.roadmap_parts(tables), base.catalog)


def short(found: roadmap_table.Measures) -> list[tuple]:
    return [(row.get("number"), row.get("title"), row.get("when")) for row in found.rows]


HEAD = list(HEADINGS)


def test_the_whole_source_roadmap(base: importing.Base, tmp_path: Path) -> None:
    """31 measures, 62 occurrences, six shapes of term: what the file says is what the base holds, and the parties that
    the record knows better stay."""
    path = tmp_path / "дорожная карта.docx"
    path.write_bytes(roadmap_document(roadmap_rows(), pages=(7, 26), repeated=False))
    told = importing.run(base, [path], programme="dvizhenie-vverkh", dry_run=True)
    assert [(one.fate, one.changes) for one in told[0].results] == [("unchanged", ())]
    assert {remark.code for remark in told[0].remarks} == {"bare-role", "outside-tables"}
    programme = base.catalog.get("programmes", "dvizhenie-vverkh")
    assert len(programme.roadmap.measures) == len(measures()) == 31
    assert len({measure.when.shape for measure in programme.roadmap.measures}) == 7  # «план» and «график» are two words
    found = [o for m in programme.roadmap.measures for o in roadmap.of_measure(m, programme)]
    assert len(found) == 62


def test_a_term_that_was_changed_is_shown_and_waits(base: importing.Base, tmp_path: Path) -> None:
    """The red twin of the test above."""
    rows = [list(row) for row in roadmap_rows()]
    rows[0][2] = "Март 2019"
    path = tmp_path / "карта.docx"
    path.write_bytes(roadmap_document(rows))
    told = importing.run(base, [path], programme="dvizhenie-vverkh", dry_run=True)
    (result,) = told[0].results
    assert result.fate == "waits"
    assert result.changes[0] == "дорожная карта: изменено мероприятие 1"
    assert "2019-02 → 2019-03" in " ".join(result.changes)


def test_an_update_writes_the_roadmap_and_keeps_notes(tmp_path: Path) -> None:
    root = tmp_path / "base"
    shutil.copytree(PROJECT / "data", root / "data")
    shutil.copytree(PROJECT / "content", root / "content")
    shutil.copy(PROJECT / "mkdocs.yml", root)
    rows = [list(row) for row in roadmap_rows()]
    rows[0][2] = "Март 2019"
    path = tmp_path / "карта.docx"
    path.write_bytes(roadmap_document(rows))
    told = importing.run(
        importing.open_base(root, SETTINGS),
        [path],
        programme="dvizhenie-vverkh",
        may_change=lambda title, changes: True,
    )
    assert [one.fate for one in told[0].results] == ["changed"]
    file = "data/programmes/dvizhenie-vverkh.yml"
    before = yaml.load((PROJECT / file).read_text(encoding="utf-8"), yaml.CSafeLoader)
    after = yaml.load((root / file).read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert after["roadmap"]["measures"][0].pop("when") == "2019-03"
    assert before["roadmap"]["measures"][0].pop("when") == "2019-02"
    assert after.pop("updated") == SETTINGS.build_date and before.pop("updated")
    assert after == before


def test_a_new_programme_says_what_is_missing(base: importing.Base, tmp_path: Path) -> None:
    path = tmp_path / "карта.docx"
    path.write_bytes(roadmap_document(roadmap_rows()))
    told = importing.run(base, [path], dry_run=True, remarks_to=tmp_path / "out")
    assert [one.fate for one in told[0].results] == ["wrong"]
    parts = {remark.message for remark in told[0].remarks if remark.is_error}
    assert parts == {"дорожная карта прочитана (31\u00a0мероприятие), но не сказано, чья она"}
    (hint,) = [remark.hint for remark in told[0].remarks if remark.is_error]
    assert "--programme" in hint and "dvizhenie-vverkh — Прог" in hint and "название и срок" in hint
    assert told[0].remarked is not None


@pytest.mark.parametrize(
    "headings",
    [
        ("№ п/п", "Наименование мероприятия", "Срок исполнения", "Ответственный исполнитель"),
        ("№", "Содержание деятельности", "Сроки проведения", "Исполнители"),
        ("N", "Вид деятельности", "Период", "Ответственные лица"),
    ],
)
def test_headings_vary(headings: tuple[str, ...], base: importing.Base) -> None:
    found = read(table_of([list(headings), ["1", "Семинар", "Март 2026", "Ректор"]]), base)
    assert found.rows == [{"number": "1", "title": "Семинар", "when": "Март 2026", "responsible": ["Ректор"]}]


def test_columns_may_change_places_and_unknown_ones_are_told(base: importing.Base) -> None:
    head = ["Ответственные", "№", "Срок", "Ожидаемый результат", "Мероприятие"]
    found = read(table_of([head, ["Ректор", "1", "Март 2026", "Отчёт", "Семинар"]]), base)
    assert short(found) == [("1", "Семинар", "Март 2026")]
    assert found.rows[0]["result"] == "Отчёт"
    head = [*head[:3], "Отметка о выполнении", *head[4:]]
    found = read(table_of([head, ["Ректор", "1", "Март 2026", "да", "Семинар"]]), base)
    assert [r.message for r in found.remarks if r.code == "left-out-column"] == [
        "столбец «Отметка о выполнении» не переносится: такого поля на сайте нет"
    ]


def test_a_row_cut_by_a_page_break_is_one(base: importing.Base) -> None:
    rows = [HEAD, ["1", "Подготовка приказа об", "Март 2026", "Ректор"], ["", "утверждении плана", "", "Проректор"]]
    found = read(table_of(rows), base)
    assert found.rows == [
        {"number": "1", "title": "Подготовка приказа об утверждении плана", "when": "Март 2026",
         "responsible": ["Ректор", "Проректор"]}
    ]  # fmt: skip


def test_a_row_that_may_be_anything_is_told_and_not_joined(base: importing.Base) -> None:
    rows = [HEAD, ["1", "Семинар.", "Март 2026", "Ректор"], ["", "Работа с кадрами", "", ""],
            ["2", "Курсы", "Май 2026", "Ректор"]]  # fmt: skip
    found = read(table_of(rows), base)
    assert short(found) == [("1", "Семинар.", "Март 2026"), ("2", "Курсы", "Май 2026")]
    assert [(r.code, r.place.label) for r in found.remarks if r.code != "bare-role"] == [
        ("unclear-row", "таблица 1, строка 3")
    ]


def test_a_section_row_goes_with_its_measures(base: importing.Base) -> None:
    document = table_of([HEAD, ["", "", "", ""], ["1", "Семинар", "Март 2026", "Ректор"]])
    row = document.tables[0].rows[1]
    row.cells[0].merge(row.cells[3]).paragraphs[0].add_run("1. Организационный этап")
    found = read(document, base)
    assert short(found) == [("1", "Семинар", "Март 2026")]
    assert [row["section"] for row in found.rows] == ["1. Организационный этап"]


def test_a_repeated_heading_and_a_row_of_column_numbers_are_no_measures(base: importing.Base) -> None:
    rows = [HEAD, ["1", "2", "3", "4"], ["1", "Семинар", "Март 2026", "Ректор"], HEAD,
            ["2", "Курсы", "Май 2026", "Ректор"]]  # fmt: skip
    assert [row["number"] for row in read(table_of(rows), base).rows] == ["1", "2"]


def test_a_table_goes_on_with_its_heading_or_without(base: importing.Base) -> None:
    for repeated in (True, False):
        found = read(roadmap_document(roadmap_rows(), pages=(5, 20), repeated=repeated), base)
        assert [row["number"] for row in found.rows] == [str(n) for n in range(1, 32)]


def test_a_heading_of_two_rows(base: importing.Base) -> None:
    document = table_of([[*HEAD, "Примечание"], ["", "", "", "", ""], ["1", "Семинар", "Март 2026", "Ректор", "да"]])
    table = document.tables[0]
    for column in range(5):
        table.cell(0, column).merge(table.cell(1, column))
    assert short(read(document, base)) == [("1", "Семинар", "Март 2026")]


def test_a_term_merged_downwards_counts_for_every_row(base: importing.Base) -> None:
    document = table_of([HEAD, ["1", "Семинар", "Март 2026", "Ректор"], ["2", "Курсы", "", "Ректор"]])
    table = document.tables[0]
    table.cell(1, 2).merge(table.cell(2, 2))
    assert short(read(document, base)) == [("1", "Семинар", "Март 2026"), ("2", "Курсы", "Март 2026")]


def test_numbers_that_word_writes_itself(base: importing.Base) -> None:
    document = table_of([HEAD, ["", "Семинар", "Март 2026", "Ректор"], ["", "Курсы", "Май 2026", "Ректор"]])
    for row in document.tables[0].rows[1:]:
        row.cells[0].paragraphs[0].style = "List Number"
    assert short(read(document, base)) == [("1", "Семинар", "Март 2026"), ("2", "Курсы", "Май 2026")]


def test_without_a_column_of_numbers_they_are_counted_and_told(base: importing.Base) -> None:
    found = read(table_of([HEAD[1:], ["Семинар", "Март 2026", "Ректор"], ["Курсы", "Май 2026", "Ректор"]]), base)
    assert [row["number"] for row in found.rows] == ["1", "2"]
    assert "no-numbers" in {r.code for r in found.remarks}


def test_a_word_parted_at_the_end_of_a_line(base: importing.Base) -> None:
    """The base knows «сопровождение» and «научно-методический» from its titles, «бурямглоюнебокроет» it does not."""
    rows = [HEAD, ["1", "Сопрово-\nждение научно-\nметодических служб и бурямгло-\nюнебокроет", "Март 2026", "Ректор"]]
    found = read(table_of(rows), base)
    assert found.rows[0]["title"] == "Сопровождение научно-методических служб и бурямгло-юнебокроет"
    assert [r.message for r in found.remarks if r.code in ("joined-word", "unclear-hyphen")] == [
        "перенос убран: «Сопровождение»", "непонятно, дефис или перенос: «бурямгло-юнебокроет»"
    ]  # fmt: skip


def test_a_term_that_is_not_understood_is_told_at_its_cell(base: importing.Base, tmp_path: Path) -> None:
    rows = [HEAD, ["1", "Семинар", "как получится", "Ректор"]]
    path = tmp_path / "карта.docx"
    path.write_bytes(saved(table_of(rows)))
    told = importing.run(base, [path], programme="dvizhenie-vverkh", dry_run=True)
    found = [r for r in told[0].remarks if r.is_error]
    assert [(r.place.label, r.message) for r in found] == [
        ("таблица 1, строка 2, столбец «Срок»", "срок «как получится» не понятен")
    ]


def test_deleted_rows_are_gone(base: importing.Base) -> None:
    document = table_of([HEAD, ["1", "Семинар", "Март 2026", "Ректор"], ["2", "Курсы", "Май 2026", "Ректор"]])
    row = document.tables[0].rows[1]._tr
    row.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="А"/>'))
    assert short(read(document, base)) == [("2", "Курсы", "Май 2026")]


@pytest.mark.parametrize(
    "case", yaml.load((CASES / "parties.yml").read_text(encoding="utf-8"), yaml.CSafeLoader), ids=str
)
def test_responsible_parties(case: dict, base: importing.Base) -> None:
    parties = Parties(base.catalog)
    assert [party.data for party in parties.read(case["lines"])] == case["parties"]
    assert [person.shown for person in parties.people(case["lines"])] == case.get("people", [])


ROW = ["1", "Провести семинар", "Ноябрь 2026", "Ректор"]


def struck(row) -> None:
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            for run in paragraph.runs:
                run.font.strike = True


def test_a_struck_row_is_no_measure_and_is_told(base: importing.Base) -> None:
    document = table_of([HEAD, ROW, ["2", "Подготовить доклад", "Декабрь 2026", "Ректор"]])
    struck(document.tables[0].rows[2])
    found = document_in.read(saved(document), base.forms, base.catalog)
    assert [row["number"] for row in found.entries[0].data["roadmap"]["measures"]] == ["1"]
    told = [(one.code, one.place.label, one.message) for one in found.remarks if one.code == "struck-out"]
    message = "зачёркнутое не перенесено: «2 … Подготовить доклад … Декабрь 2026 … Ректор»"
    assert told == [("struck-out", "таблица 1, строка 3", message)]


def test_a_struck_row_in_the_middle_changes_no_number(base: importing.Base, tmp_path: Path) -> None:
    """The numbers of an approved plan are facts: the missing one is told, and nobody is asked to write another."""
    rows = [[str(number), f"Провести семинар {number}", "Ноябрь 2026", "Ректор"] for number in (1, 2, 3)]
    document = table_of([HEAD, *rows])
    struck(document.tables[0].rows[2])
    path = tmp_path / "plan.docx"
    path.write_bytes(saved(document))
    (result,) = importing.run(base, [path], dry_run=True)
    told = [(one.severity, one.message, one.hint) for one in result.remarks if one.code == "measure-number"]
    assert told == [(
        "warning",
        "после № 1 идёт № 3: мероприятия № 2 нет",
        "если его вычеркнули из утверждённого плана, оставьте номера как в документе; иначе допишите",
    )]  # fmt: skip


def test_a_struck_word_of_a_measure_is_told_at_its_cell(base: importing.Base) -> None:
    document = table_of([HEAD, ROW])
    document.tables[0].rows[1].cells[1].paragraphs[0].add_run(" не").font.strike = True
    found = document_in.read(saved(document), base.forms, base.catalog)
    assert found.entries[0].data["roadmap"]["measures"][0]["title"] == "Провести семинар"
    assert [one.place.label for one in found.remarks if one.code == "struck-out"] == ["таблица 1, строка 2, столбец 2"]


def numbered(document, cell, level: int) -> None:
    """Give the first paragraph of the cell a number that Word writes itself."""
    number = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="901"/></w:numPr>'
    cell.paragraphs[0]._p.get_or_add_pPr().append(parse_xml(number))


def test_numbers_of_several_levels_that_word_writes_itself(base: importing.Base) -> None:
    more = [["", "Издать сборник", "Декабрь 2026", "Ректор"], ["", "Обсудить", "Постоянно", "Ректор"]]
    document = table_of([HEAD, ["", *ROW[1:]], *more])
    lists = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, text in enumerate(("%1.", "%1.%2."))
    )
    lists.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="900">{levels}</w:abstractNum>'))
    lists.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="901"><w:abstractNumId w:val="900"/></w:num>'))
    for row, level in zip(document.tables[0].rows[1:], (0, 1, 0), strict=True):
        numbered(document, row.cells[0], level)
    assert [number for number, _, _ in short(read(document, base))] == ["1", "1.1", "2"]


@pytest.mark.parametrize("missing", ["Сроки", "Ответственные"])
def test_a_plan_without_a_column_is_no_roadmap_and_told_what_it_lacks(missing: str, base: importing.Base) -> None:
    """A postgraduate's plan: what is to be done and when, but nobody is responsible."""
    keep = [at for at, one in enumerate(HEAD) if one != missing]
    document = table_of([[row[at] for at in keep] for row in (HEAD, ROW, ["2", "Издать", "Декабрь 2026", "Ректор"])])
    found = document_in.read(saved(document), base.forms, base.catalog)
    assert found.entries == ()
    (told,) = found.remarks
    column = {"Сроки": "Срок"}.get(missing, missing)
    assert told.code == "not-a-form"
    assert f"нет столбца «{column}»" in told.message and "не похоже на бланк" in told.message


@pytest.mark.parametrize("demo", [False, True])
def test_the_mend_that_names_an_organisation_works_when_followed(demo: bool, base: importing.Base) -> None:
    """Of a demonstration programme too: its example is an organisation that such a programme may name."""
    parties = Parties(base.catalog, demo)
    (party,) = parties.read([f"Методист — {parties.example}"])
    assert set(party.data) == {"organization", "role"}
    other = Parties(base.catalog, not demo).example
    (party,) = parties.read([f"Ректор — {other}"])
    assert set(party.data) == {"role"} and party.elsewhere
