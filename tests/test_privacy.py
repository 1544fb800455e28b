"""Who is named and how a name is taken out: on a copy of the mini base, with the real command and real git."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_history import git

from generator import cli
from generator.documents import sources
from generator.upkeep import privacy

RECORD = """\
# yaml-language-server: $schema=../schemas/practices.json
title: Лист вопросов
summary: Ученики пишут вопрос до объяснения.
status: published
updated: 2026-05-01
# почему так: договорились на объединении
steps:
  - title: Раздать листы
    text: |
      Так начинала Мария Выдуманная на своих уроках; придумала это Выдуманной Марии коллега.
problem: Вопросов не задают.
results: Вопросы есть.
conditions:
  internet: none
areas: [methods]
authors:
  - role: учитель химии # главное
    name: Мария Выдуманная
    consent:
      given: 2026-01-10
      document: журнал 1, запись 2
      # срок назначила школа
      categories: [name]
      resource: сайт «Методотека»
      until: 2027-01-10
    organization: shkola-a
  - role: методист
sources:
  - title: Книга
    authors: Иной А.
"""


@pytest.fixture
def base(mini: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")  # 28 May 2026
    (mini / "data/practices/list.yml").write_text(RECORD, encoding="utf-8")
    return mini


def run(*words: object) -> int:
    return cli.main([str(word) for word in words])


def test_the_report_names_people_their_consent_and_whether_it_shows(base: Path, capsys) -> None:
    assert run("--root", base, "privacy", "report", "--format", "json") == 0
    found = {one["name"]: one for one in json.loads(capsys.readouterr().out)["people"]}
    assert found["Мария Выдуманная"]["consent"].replace("\u00a0", " ") == "согласие действует до 10 января 2027 г."
    assert found["Мария Выдуманная"]["is_shown"] is True
    assert found["Мария Выдуманная"]["line"] == 18


def test_forgetting_takes_name_and_consent_out_and_leaves_all_else(base: Path, capsys) -> None:
    assert run("--root", base, "privacy", "forget", "выдуманная", "мария") == 0
    after = (base / "data/practices/list.yml").read_text("utf-8")
    start, end = RECORD.index("    name: Мария"), RECORD.index("    organization: shkola-a")
    assert after == RECORD[:start] + RECORD[end:]
    text = capsys.readouterr().out
    assert "data/practices/list.yml:18: учитель химии" in text
    assert text.count("steps[1].text") == 2, "texts are pointed at, in either order and any case, and not touched"
    assert "историю репозитория: здесь она недоступна" in text
    assert run("--root", base, "check", base / "data/practices/list.yml") == 0
    assert run("--root", base, "privacy", "forget", "Мария", "Выдуманная") == 1, "only the texts are left"


def test_a_name_in_a_comment_is_found_too(base: Path, capsys) -> None:
    path = base / "data/districts/severnyi.yml"
    path.write_text("# Спросить Марию\u00a0Выдуманную\n" + path.read_text("utf-8"), "utf-8")
    cli.main(["--root", str(base), "privacy", "forget", "Мария", "Выдуманная"])
    assert "data/districts/severnyi.yml:1: примечание: # Спросить Марию Выдуманную" in capsys.readouterr().out


def test_a_dry_run_changes_nothing(base: Path, capsys) -> None:
    assert run("--root", base, "privacy", "forget", "--dry-run", "Мария Выдуманная") == 0
    assert (base / "data/practices/list.yml").read_text("utf-8") == RECORD
    assert "Будет убрано:" in capsys.readouterr().out


def test_fields_on_one_line_are_spelled_anew_unless_a_comment_would_be_lost(base: Path, capsys) -> None:
    flow = (
        "title: Лист\nauthors:\n  - {role: учитель, name: Мария Выдуманная, consent: {given: 2026-01-10, "
        "document: журнал, categories: [name], resource: сайт}}\n"
    )
    path = base / "data/practices/list.yml"
    path.write_text(flow, encoding="utf-8")
    assert run("--root", base, "privacy", "forget", "Мария Выдуманная") == 0
    assert sources.parse(path.read_text("utf-8"), "data/practices/list.yml")[0].data["authors"] == [{"role": "учитель"}]
    path.write_text("# важно\n" + flow, encoding="utf-8")
    assert run("--root", base, "privacy", "forget", "Мария Выдуманная") == 1
    assert path.read_text("utf-8") == "# важно\n" + flow
    assert "Уберите сами" in capsys.readouterr().out


def test_two_people_are_not_taken_for_one(base: Path, capsys) -> None:
    other = RECORD.replace("Мария Выдуманная", "Ольга Выдуманная")
    (base / "data/practices/list-2.yml").write_text(other, encoding="utf-8")
    assert run("--root", base, "privacy", "forget", "Выдуманная") == 1
    assert "Ольга Выдуманная" in capsys.readouterr().err
    assert (base / "data/practices/list.yml").read_text("utf-8") == RECORD


def test_what_git_keeps_is_said_with_a_number(base: Path, capsys) -> None:
    git(base, "init")
    git(base, "add", ".")
    git(base, "commit", "-m", "data: first")
    assert run("--root", base, "privacy", "forget", "Мария Выдуманная") == 0
    assert "имя есть в 1\u00a0сохранённой версии" in capsys.readouterr().out


def test_nobody_of_that_name(base: Path, capsys) -> None:
    assert run("--root", base, "privacy", "forget", "Пётр Несуществующий") == 1
    assert "в записях не найдено, ничего не изменено" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["", "…", "123"])
def test_a_name_without_letters_matches_nobody(name: str) -> None:
    one = privacy.NamedPerson("practices/x", "x", 1, (), "роль", "Мария", "", True, False)
    assert privacy.matching([one], name) == ()
