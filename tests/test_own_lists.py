"""A list of terms that the base has thought up: declared in a file, named by records in `marks`, and from there on
pages, in lists, filters, the search, forms, open data; everything of it follows from the file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from generator import cli, site
from generator.catalog.forms import questions, scaffold
from generator.channels import desk
from generator.channels.office import layout
from generator.exports.tables_of_kinds import tables
from generator.pages import catalogue, environment, search
from generator.problems import Problem
from generator.records import reading, schemas
from generator.records.vocabularies import MARKS
from generator.settings import Desk, Settings

LIST = """\
title: Направление
by: По направлениям
kinds: [practices, programmes]
terms:
  - id: agroklassy
    label: Агроклассы
    synonyms: [сельское хозяйство]
  - {id: inzhenernye, label: Инженерные классы, broader: agroklassy}
"""


def mark(base: Path, address: str, *marks: str) -> None:
    path = base / "data" / f"{address}.yml"
    path.write_text(path.read_text("utf-8").rstrip("\n") + f"\nmarks: [{', '.join(marks)}]\n", "utf-8")


@pytest.fixture
def base(mini: Path) -> Path:
    folder = mini / "data" / "vocabularies"
    folder.mkdir(exist_ok=True)
    (folder / "napravleniia.yml").write_text(LIST, "utf-8")
    return mini


def told(base: Path) -> list[Problem]:
    return [one for one in site.check(base, Settings())[1] if one.is_error]


def test_a_list_of_the_base_is_a_list_like_any_other(base: Path) -> None:
    lists = reading.load_vocabularies(base)[0]
    assert lists["napravleniia"].is_own and lists["napravleniia"].where == "data/vocabularies/napravleniia.yml"
    assert [(term.id, term.label) for term in lists[MARKS].terms] == [
        ("napravleniia/agroklassy", "Направление: Агроклассы"),
        ("napravleniia/inzhenernye", "Направление: Инженерные классы"),
    ]
    mark(base, "practices/parnoe", "napravleniia/agroklassy")
    assert told(base) == []


@pytest.mark.parametrize(
    ("address", "given", "code", "hint"),
    [
        ("practices/parnoe", "napravleniia/agroklasy", "unknown-term", "«napravleniia/agroklassy»"),
        ("practices/parnoe", "napravlenia/agroklassy", "unknown-term", "«napravleniia/agroklassy»"),
        ("practices/parnoe", "агроклассы", "unknown-term", "«napravleniia/agroklassy»"),
        ("terms/nastavnichestvo", "napravleniia/agroklassy", "unknown-mark", "допишите terms в kinds"),
    ],
)
def test_a_wrong_mark_is_told_with_what_was_meant(address: str, given: str, code: str, hint: str, base: Path) -> None:
    mark(base, address, given)
    found = told(base)
    assert [one.code for one in found] == [code] and hint in found[0].hint


@pytest.mark.parametrize(
    ("line", "code", "hint"),
    [
        (
            "napravleniia: [agroklassy, inzhenernye]",
            "unknown-field",
            ": marks: [napravleniia/agroklassy, napravleniia/inzhenernye]",
        ),
        ("napravleniia: пчёлы", "unknown-field", ": marks: [napravleniia/agroklassy]"),
        ("marks: {napravleniia: agroklassy}", "bad-type", ": marks: [napravleniia/agroklassy]"),
    ],
)
def test_a_list_that_is_written_as_a_field_is_told_with_the_line(line: str, code: str, hint: str, base: Path) -> None:
    path = base / "data" / "practices" / "parnoe.yml"
    whole = path.read_text("utf-8").rstrip("\n")
    path.write_text(f"{whole}\n{line}\n", "utf-8")
    (found,) = told(base)
    assert found.code == code and found.hint.endswith(hint)
    path.write_text(f"{whole}\n{hint[2:]}\n", "utf-8")
    assert told(base) == []


def test_marks_in_a_base_without_lists_of_its_own_are_told(mini: Path) -> None:
    mark(mini, "practices/parnoe", "napravleniia/agroklassy")
    assert [one.code for one in told(mini)] == ["unknown-mark"]


@pytest.mark.parametrize(
    ("name", "text", "code", "hint"),
    [
        ("subject", "title: Предметы\nterms: [{id: a, label: А}]\n", "unknown-vocabulary", "«subjects»"),
        ("moi", "title: Мой\nterms: [{id: a, label: А}]\n", "unknown-vocabulary", "kinds: [practices]"),
        ("marks", LIST, "unknown-vocabulary", "marks-bazy.yml"),
        ("practices", LIST, "unknown-vocabulary", "practices-bazy.yml"),
        ("moi", LIST.replace("programmes", "programs"), "own-list", "programmes"),
        ("moi", LIST.replace("[practices, programmes]", "[]"), "own-list", "kinds: [practices, events]"),
        ("subjects", "kinds: [practices]\nterms: [{id: a, label: А}]\n", "own-list", "сотрите строку"),
    ],
)
def test_a_wrong_list_is_told(name: str, text: str, code: str, hint: str, mini: Path) -> None:
    (mini / "data" / "vocabularies").mkdir(exist_ok=True)
    (mini / "data" / "vocabularies" / f"{name}.yml").write_text(text, "utf-8")
    found = told(mini)
    assert [one.code for one in found] == [code] and hint in found[0].hint


def test_a_broken_list_is_told_once_and_not_by_each_record(base: Path) -> None:
    (base / "data" / "vocabularies" / "napravleniia.yml").write_text(LIST.replace("title: Направление\n", ""), "utf-8")
    mark(base, "practices/parnoe", "napravleniia/agroklassy")
    assert [one.path for one in told(base)] == ["data/vocabularies/napravleniia.yml"]


def test_pages_lists_filters_search_and_data_know_it(base: Path) -> None:
    mark(base, "practices/parnoe", "napravleniia/agroklassy")
    found, _ = site.check(base, Settings())
    shown = {page.path: page for page in site.build_pages(found, Settings(), lazy_texts=True)}
    assert (
        '<dt>Направление</dt><dd><a href="../po/napravleniia/agroklassy/">Агроклассы</a>'
        in shown["practices/parnoe.md"].text
    )
    assert "Направление: Агроклассы" in shown["practices/index.md"].text
    assert "По направлениям" in shown["practices/index.md"].text
    assert "Агроклассы" in shown["practices/po/napravleniia/agroklassy.md"].text
    templates = environment.create_templates(found, Settings())
    files = dict(one for kind in found.paged for one in catalogue.files_of_kind(templates, found, kind))
    facets = {one["k"]: one for one in json.loads(files["practices/katalog.json"])["facets"]}
    assert facets["own-napravleniia"]["v"][0][:2] == ["agroklassy", "Агроклассы"]
    assert "own-napravleniia" in {facet for _, facet, *_ in search.filters(found)}
    assert search.is_searched("practices", "own-napravleniia") and not search.is_searched("practices", "place")
    table = tables(found, "practices")[0]
    row = next(row for row in table.rows if row[0] == "parnoe")
    at = table.table.header.index("marks_label")
    assert row[at - 1 : at + 1] == ("napravleniia/agroklassy", "Направление: Агроклассы")


def test_a_list_that_says_no_more_than_its_title_is_called_by_it(base: Path) -> None:
    path = base / "data" / "vocabularies" / "napravleniia.yml"
    deeper = LIST.replace("by: По направлениям\n", "") + "  - {id: it, label: ИТ-классы, broader: inzhenernye}\n"
    path.write_text(deeper, "utf-8")
    mark(base, "practices/parnoe", "napravleniia/it")
    shown = {page.path: page.text for page in site.build_pages(site.check(base, Settings())[0], Settings())}
    assert "\n# Практики: Направление\n" in shown["practices/po/napravleniia/index.md"]
    assert "\n# Практики. Направление: Агроклассы\n" in shown["practices/po/napravleniia/agroklassy.md"]


def test_the_command_shows_each_term_below_the_one_it_belongs_to(base: Path, capsys) -> None:
    path = base / "data" / "vocabularies" / "napravleniia.yml"
    path.write_text(LIST + "  - {id: it, label: ИТ-классы, broader: inzhenernye}\n", "utf-8")
    assert cli.main(["--root", str(base), "vocabulary", "napravleniia"]) == 0
    assert capsys.readouterr().out.split("\n")[1:3] == ["    inzhenernye — Инженерные классы", "        it — ИТ-классы"]


@pytest.mark.parametrize(
    ("asked", "status", "answer"),
    [
        ("Школьные предметы", 0, "— Математика"),
        ("Subjects", 0, "— Математика"),
        ("предметы", 2, "возможно, имелось в виду subjects (школьные предметы)"),
        ("aeras", 2, "возможно, имелось в виду areas (области компетенций)"),
        ("погода", 2, "в базе нет: есть absent-topics (темы, которых в базе пока нет), "),
    ],
)
def test_a_list_is_found_by_what_people_call_it(base: Path, capsys, asked: str, status: int, answer: str) -> None:
    assert cli.main(["--root", str(base), "vocabulary", asked]) == status
    assert answer in "".join(capsys.readouterr())


def test_what_may_not_be_chosen_by_has_no_filter_and_no_lists(base: Path) -> None:
    path = base / "data" / "vocabularies" / "napravleniia.yml"
    path.write_text(LIST.replace("kinds:", "filter: false\nkinds:"), "utf-8")
    mark(base, "practices/parnoe", "napravleniia/agroklassy")
    found, _ = site.check(base, Settings())
    shown = {page.path: page for page in site.build_pages(found, Settings(), lazy_texts=True)}
    assert "<dt>Направление</dt><dd>Агроклассы" in shown["practices/parnoe.md"].text
    assert not [name for name in shown if "napravleniia" in name]


def test_it_is_asked_where_it_is_for_the_kind_and_nowhere_else(base: Path, mini: Path) -> None:
    found, _ = site.check(base, Settings(desk=Desk("local")))
    lists = found.vocabularies
    asked = {name: {q.name: q for q in questions.form(name, lists, found).questions} for name in found.forms}
    assert [name for name, its in asked.items() if MARKS in its] == ["practice"]
    assert asked["practice"][MARKS].options[0] == ("napravleniia/agroklassy", "Направление: Агроклассы")
    columns = {one.path for sheet in layout.layout("practice", lists, found).sheets for one in sheet.columns}
    assert MARKS in columns
    config = desk.configuration(found, Settings(desk=Desk("local")))
    by_kind = {one["name"]: json.dumps(one, ensure_ascii=False) for one in config["config"]["collections"]}
    assert "napravleniia/agroklassy" in by_kind["practices"] and '"marks"' not in by_kind["terms"]
    assert MARKS in schemas.json_schema("practices", lists)["properties"]
    assert MARKS not in schemas.json_schema("terms", lists)["properties"]
    assert "\n# marks:" in scaffold.specimen("practices", lists) and "marks" not in scaffold.specimen("terms", lists)


def test_a_base_without_such_lists_has_nothing_of_it(mini: Path) -> None:
    found, _ = site.check(mini, Settings())
    assert MARKS not in found.vocabularies
    assert MARKS not in schemas.json_schema("practices", found.vocabularies)["properties"]
    assert MARKS not in tables(found, "practices")[0].table.header
    assert not [q for q in questions.every("practices", found.vocabularies) if q.name == MARKS]


def test_the_form_keeps_marks_and_a_renamed_term_is_renamed_in_them(base: Path, monkeypatch) -> None:
    mark(base, "practices/parnoe", "napravleniia/agroklassy", "napravleniia/inzhenernye")
    practice = base / "data" / "practices" / "parnoe.yml"
    assert cli.main(["--root", str(base), "format"]) == 0
    assert "\nmarks:" in practice.read_text("utf-8")
    assert cli.main(["--root", str(base), "rename", "napravleniia/agroklassy", "selskie-klassy"]) == 0
    assert "napravleniia/selskie-klassy" in practice.read_text("utf-8")
    assert "aliases: [agroklassy]" in (base / "data" / "vocabularies" / "napravleniia.yml").read_text("utf-8")
    assert (
        cli.main(["--root", str(base), "merge", "napravleniia/inzhenernye", "--into", "napravleniia/selskie-klassy"])
        == 0
    )
    text = practice.read_text("utf-8")
    assert "inzhenernye" not in text and text.count("napravleniia/selskie-klassy") == 1
    assert told(base) == []


def test_an_upgrade_leaves_the_list_alone(base: Path) -> None:
    before = shutil.copytree(base, base.parent / "before")
    cli.main(["--root", str(base), "upgrade"])
    path = Path("data") / "vocabularies" / "napravleniia.yml"
    assert (base / path).read_text("utf-8") == (before / path).read_text("utf-8")
