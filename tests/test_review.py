"""The command ``review`` under real git: what it compares, what it refuses, what it never runs, and its formats."""

from __future__ import annotations

import html
import json
import os
import subprocess
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest
from review_base import commit, edit, git, repository, write
from support import PROJECT, copy_of_mini

from generator import cli
from generator.upkeep.review.git import compare

SCHEMA = PROJECT / "tests/npm/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
PRACTICE = "data/practices/parnoe.yml"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return repository(tmp_path / "base")


@pytest.fixture(autouse=True)
def same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")  # 18 November 2026


def review(root: Path, *words: str, base: str = "main") -> int:
    return cli.main(["--root", str(root), "review", "--base", base, *words])


def out(root: Path, capsys: pytest.CaptureFixture, *words: str, base: str = "main") -> str:
    review(root, *words, base=base)
    return capsys.readouterr().out


def on_a_branch(root: Path) -> None:
    git(root, "switch", "--quiet", "--create", "правка")


def replication(organization: str) -> str:
    return (
        f"practice: parnoe\norganization: {organization}\nowner: {organization}\nterritory: districts/severnyi\n"
        "date: 2026-04\nresult: worked\nstatus: published\n"
        f"outcomes: [{{what: доля, before: 0.1, after: 0.5, n: 20, instrument: лист {organization}}}]\n"
    )


def test_a_branch_with_replications_raises_the_evidence_of_a_practice_it_does_not_touch(
    base: Path, capsys: pytest.CaptureFixture
) -> None:
    author_wrote = (base / PRACTICE).read_bytes()
    assert "Д2 — измерена автором" in page_of_the_practice(base)
    on_a_branch(base)
    write(base, {f"data/replications/parnoe-{who}.yml": replication(who) for who in ("institut", "shkola-b")})
    commit(base)
    text = out(base, capsys)
    assert "доказанность практики «Парное наставничество»: Д2 → Д3, потому что результат повторили" in text
    assert "файл практики не меняется; отвечает за неё «Школа А»" in text
    assert "речь о чужой практике «Парное наставничество»" in text
    assert (base / PRACTICE).read_bytes() == author_wrote
    capsys.readouterr()

    # Merged, the page of the practice says so without a change of its file.
    git(base, "switch", "--quiet", "main")
    git(base, "merge", "--quiet", "--no-edit", "правка")
    now = page_of_the_practice(base)
    assert "Д3 — повторена с результатом" in now and "Д2 — измерена автором" not in now


def page_of_the_practice(root: Path) -> str:
    """What the page of the practice says, as words."""
    assert cli.main(["--root", str(root), "pages", "--out", str(root.parent / "pages")]) == 0
    return html.unescape((root.parent / "pages" / "docs" / "practices" / "parnoe.md").read_text(encoding="utf-8"))


def test_an_expert_review_changes_the_maturity_and_never_the_evidence(base: Path, capsys) -> None:
    on_a_branch(base)
    (base / "data/replications/parnoe-shkola-b.yml").unlink()
    commit(base, "без применения")
    (base / "data/reviews/parnoe-institut.yml").unlink()
    text = out(base, capsys, base="правка")
    assert "зрелость практики «Парное наставничество»: рекомендована → описана, потому что экспертизы: было 1" in text
    assert "доказанность" not in text


def test_only_what_the_branch_did_is_told_when_main_went_on(base: Path, capsys) -> None:
    on_a_branch(base)
    edit(base, {PRACTICE: {"cost: free": "cost: low"}})
    commit(base)
    git(base, "switch", "--quiet", "main")
    edit(base, {PRACTICE: {"title: Парное наставничество": "title: Совсем другое название"}})
    commit(base)
    text = out(base, capsys, "--head", "правка")
    assert "затраты" in text
    assert "название" not in text


def test_what_is_not_committed_yet_counts_and_what_git_ignores_does_not(base: Path, capsys) -> None:
    write(base, {".gitignore": "data/practices/taina.yml\n"})
    commit(base)
    write(base, {"data/practices/taina.yml": "title: Тайна\n", "data/practices/novaia.yml": "title: Новая\n"})
    edit(base, {PRACTICE: {"cost: free": "cost: low"}})
    text = out(base, capsys)
    assert "новая практика «Новая»" in text and "затраты" in text
    assert "Тайна" not in text


def test_a_base_in_a_folder_of_a_larger_repository(tmp_path: Path, capsys) -> None:
    copy_of_mini(tmp_path / "repo" / "база")
    write(tmp_path / "repo", {"прочее.txt": "было"})
    git(tmp_path / "repo", "init", "--quiet", "--initial-branch=main")
    commit(tmp_path / "repo")
    edit(tmp_path / "repo" / "база", {PRACTICE: {"cost: free": "cost: low"}})
    write(tmp_path / "repo", {"прочее.txt": "стало"})
    text = out(tmp_path / "repo" / "база", capsys)
    assert f"{PRACTICE}: изменена практика" in text
    assert "прочее.txt" not in text


def test_names_of_files_with_cyrillic_quotes_and_line_feeds(base: Path, capsys) -> None:
    names = [
        'data/practices/"приём".yml',
        "data/practices/при\nём.yml",
        "Кто «там»?.txt",
        "-rf",
        "data/practices/a'b.yml",
    ]
    write(base, dict.fromkeys(names, "title: Приём\n"))
    assert review(base, "--format", "json") == 1
    found = json.loads(capsys.readouterr().out)
    told = {problem["path"] for problem in found["remarks"] + found["look"]}
    assert {names[0], names[1], names[4]} <= told
    assert "-rf, Кто «там»?.txt" in " ".join(problem["message"] for problem in found["look"])


def test_a_name_that_is_no_text_is_told_all_the_same(base: Path, capsys) -> None:
    (base / os.fsdecode(b"data/practices/\xef\xf0.yml")).write_text("title: Приём\n", encoding="utf-8")
    assert review(base, "--format", "text", "--format", "sarif", "--out", "-", "--out", str(base / "r.sarif")) == 1
    assert "data/practices/⟨U+DCEF⟩⟨U+DCF0⟩.yml" in capsys.readouterr().out


@pytest.mark.parametrize("place", ["data/practices/ssylka.yml", "data/practices", "content/ssylka.md"])
def test_a_link_in_the_change_is_an_error_and_is_not_followed(base: Path, place: str, capsys, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "tainyi-fail.yml").write_text("title: Тайна соседней папки\n", encoding="utf-8")
    on_a_branch(base)
    if (base / place).is_dir():
        git(base, "rm", "-r", "--quiet", place)
        (base / place).symlink_to(secret)
    else:
        (base / place).symlink_to(secret / "tainyi-fail.yml")
    for _ in ("as a folder", "as a commit"):
        assert review(base) == 1
        text = capsys.readouterr().out
        assert f"{place}: ошибка: файл оказался ссылкой на другое место" in text
        assert "Тайна соседней папки" not in text and "tainyi-fail" not in text
        commit(base)


def test_nothing_of_the_repository_is_run(base: Path, tmp_path: Path) -> None:
    """Hooks, filters of differences, text conversions and monitors that a repository names stay asleep; the red twin is
    git itself, which runs them."""
    marks = tmp_path / "marks"
    marks.mkdir()
    spy = tmp_path / "spy"
    spy.write_text(f'#!/bin/sh\ntouch "{marks}/$(basename "$0")-$$"\ncat "$1" 2>/dev/null\nexit 0\n')
    spy.chmod(0o755)
    for name, value in {
        "diff.external": spy, "core.fsmonitor": spy, "core.pager": spy, "diff.spy.textconv": spy,
        "diff.spy.command": spy, "core.hooksPath": tmp_path / "hooks",
    }.items():  # fmt: skip
        git(base, "config", name, str(value))
    (tmp_path / "hooks").mkdir()
    (tmp_path / "hooks" / "post-index-change").symlink_to(spy)
    write(base, {".gitattributes": "*.yml diff=spy\n"})
    edit(base, {PRACTICE: {"cost: free": "cost: low"}})
    compare(base, "main")
    assert list(marks.iterdir()) == []
    subprocess.run(["git", "diff"], cwd=base, capture_output=True, check=False)
    assert list(marks.iterdir()) != []


def test_the_folder_and_its_index_stay_as_they_are(base: Path) -> None:
    edit(base, {PRACTICE: {"cost: free": "cost: low"}})
    before = {path: path.read_bytes() for path in base.rglob("*") if path.is_file()}
    review(base)
    assert {path: path.read_bytes() for path in base.rglob("*") if path.is_file()} == before


# --- what cannot be compared -----------------------------------------------------------------------------------------


def refused(root: Path, capsys: pytest.CaptureFixture, base: str = "main") -> str:
    assert review(root, base=base) == 2
    text = capsys.readouterr()
    assert text.out == ""
    return text.err


@pytest.mark.parametrize("name", ["net-takoi", "--output=x", "main..main", "$(touch x)", ""])
def test_an_unknown_branch(base: Path, name: str, capsys) -> None:
    assert cli.main(["--root", str(base), "review", f"--base={name}"]) == 2
    text = capsys.readouterr().err
    assert f"git не знает «{name}»" in text and "git branch --all" in text
    assert not (base / "x").exists()


def test_no_repository(tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "base" / "data").mkdir(parents=True)
    text = refused(tmp_path / "base", capsys)
    assert "не под управлением git" in text and "git init -b main" in text, "a base that init has begun has none yet"


def test_no_git(base: Path, capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(base))
    assert "Не найдена программа git" in refused(base, capsys)


def test_no_commit_yet(base: Path, capsys) -> None:
    git(base, "switch", "--quiet", "--orphan", "пустая")
    (base / "data").mkdir(exist_ok=True)
    assert "ещё нет ни одной правки" in refused(base, capsys)


def test_a_shallow_copy(base: Path, tmp_path: Path, capsys) -> None:
    on_a_branch(base)
    edit(base, {PRACTICE: {"cost: free": "cost: low"}})
    commit(base)
    git(tmp_path, "clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{base}", "copy")
    text = refused(tmp_path / "copy", capsys, base="origin/main")
    assert "git fetch --unshallow" in text and "fetch-depth: 0" in text


def test_no_common_ancestor(base: Path, capsys) -> None:
    git(base, "switch", "--quiet", "--orphan", "чужая")
    write(base, {"data/README.md": "x"})
    commit(base)
    assert "нет общего предка с «main»" in refused(base, capsys)


def test_files_and_formats_in_pairs(base: Path, capsys) -> None:
    assert review(base, "--format", "text", "--format", "json", "--out", "one") == 2
    assert "укажите --out для каждого --format" in capsys.readouterr().err


# --- exit status and formats -----------------------------------------------------------------------------------------


def test_exit_status(base: Path, capsys) -> None:
    assert review(base) == 0
    edit(base, {PRACTICE: {"cost: free": "cost: low"}})
    assert review(base) == 0, "something to look at is no error"
    edit(base, {PRACTICE: {"cost: low": "cost: vsio"}})
    assert review(base) == 1


@pytest.fixture
def bad(base: Path) -> Path:
    """A change with an error, a warning and things to look at; a file whose name needs escaping."""
    edit(base, {PRACTICE: {"cost: free": "cost: vsio", "review_by: 2027-01-10": "review_by: 2026-02-10"}})
    write(base, {"data/terms/слово & <b>.yml": "title: Слово\nstatus: draft\ndefinition: Звоните +7 900 123-45-67.\n"})
    return base


def test_github_annotations(bad: Path, capsys) -> None:
    text = out(bad, capsys, "--format", "github")
    assert f"::error file={PRACTICE},line=" in text
    assert f"::warning file={PRACTICE},line=6" in text
    assert f"::notice file={PRACTICE},line=" in text
    assert "123-45-67" not in text


def test_gitlab_report(bad: Path, capsys) -> None:
    report = json.loads(out(bad, capsys, "--format", "gitlab"))
    assert {one["severity"] for one in report} == {"major", "minor", "info"}
    for one in report:
        assert one.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert one["location"]["lines"]["begin"] >= 1
    assert len({one["fingerprint"] for one in report}) == len(report)
    assert "123-45-67" not in json.dumps(report)


def test_fingerprints_do_not_move_with_the_lines_above(bad: Path, capsys) -> None:
    def prints() -> dict[str, set[str]]:
        found = {}
        for one in json.loads(out(bad, capsys, "--format", "gitlab")):
            found.setdefault(one["check_name"], set()).add(one["fingerprint"])
        return found

    before = prints()
    edit(bad, {PRACTICE: {"title: Парное": "\n\n# заметка\ntitle: Парное"}})
    assert prints() == before


def test_sarif_fits_its_schema(bad: Path, capsys) -> None:
    log = json.loads(out(bad, capsys, "--format", "sarif"))
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.validate(log, schema)
    (run,) = log["runs"]
    assert {one["level"] for one in run["results"]} == {"error", "warning", "note"}
    for one in run["results"]:
        assert run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"]
    places = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]}
    assert "data/terms/слово & <b>.yml" in map(unquote, places)
    assert all(place.isascii() for place in places)
    log["runs"][0]["results"][0]["level"] = "blocker"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(log, schema)


def test_pages_of_codes_where_the_site_is_told_by_the_environment(bad: Path, capsys, monkeypatch) -> None:
    """And by nothing else: ``mkdocs.yml`` is part of the change. The comment that people trust carries no address."""
    edit(bad, {"mkdocs.yml": {'site_url: !ENV [METODOTEKA_SITE_URL, ""]': "site_url: https://evil.example/"}})
    forms = ("text", "github", "json", "gitlab", "sarif", "markdown")
    assert [form for form in forms if "zamechaniia" in out(bad, capsys, "--format", form)] == []
    monkeypatch.setenv("METODOTEKA_SITE_URL", "https://baza.example/kb/")
    page = "https://baza.example/kb/zamechaniia/unknown-term/"
    told = [form for form in forms if page in out(bad, capsys, "--format", form).replace("%3A", ":")]
    assert told == ["text", "github", "gitlab", "sarif"]
    (run,) = json.loads(out(bad, capsys, "--format", "sarif"))["runs"]
    assert {rule["helpUri"].split("/")[-2] for rule in run["tool"]["driver"]["rules"]} == {
        rule["id"] for rule in run["tool"]["driver"]["rules"]
    }
    assert "evil.example" not in out(bad, capsys, "--format", "text")
    assert "baza.example" not in out(bad, capsys, "--format", "markdown")


def test_several_formats_in_one_run(bad: Path, capsys) -> None:
    assert (
        review(bad, "--format", "text", "--format", "markdown", "--out", "-", "--out", str(bad.parent / "r" / "r.md"))
        == 1
    )
    assert "Исправить:" in capsys.readouterr().out
    markdown = (bad.parent / "r" / "r.md").read_text(encoding="utf-8")
    assert markdown.startswith("<!-- metodoteka-review -->\n### Обзор изменения\n")
    assert "Сначала нужно исправить ошибки" in markdown


FORMATS = ("text", "markdown", "github", "gitlab", "sarif", "json")


@pytest.fixture
def hidden_far_behind(base: Path) -> Path:
    """Something bad at the end of long texts, a phone in the middle of one, and settings that run something."""
    long = "Два раза за урок учитель обходит класс по кругу, смотрит в тетради и молча кладёт цветные фишки. " * 4
    bad = "Дайте детям 50 мг валерьянки. Купите фишки на fishki.shop. Тел. +7 900 123-45-67."
    write(base, {"data/practices/obkhod.yml": f"title: Обход\nowner: shkola-a\nproblem: {long}\nidea: {long}\n"})
    commit(base)
    edit(base, {"data/practices/obkhod.yml": {f"problem: {long}": f"problem: {long}{bad}"}})
    edit(base, {"mkdocs.yml": {"site_name: Методотека\n": "site_name: !!python/name:os.system\n"}})
    return base


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_shows_the_new_words_and_none_the_phone(hidden_far_behind: Path, form: str, capsys) -> None:
    text = out(hidden_far_behind, capsys, "--format", form)
    words = html.unescape(text).replace("\u2060", "")
    assert "50 мг валерьянки" in words and "fishki.shop" in words
    assert "123-45" not in words or form in ("text", "json"), "only the file's own line may hold it"
    assert "!!python/name:os.system" in words or form == "sarif"


def test_what_is_looked_at_first_comes_first(hidden_far_behind: Path, capsys) -> None:
    codes = ["review-runs", "review-health", "review-advert", "review-new-site"]
    found = json.loads(out(hidden_far_behind, capsys, "--format", "json"))
    first = list(dict.fromkeys(problem["code"] for problem in found["first"]))
    assert first == ["config-tag", *codes] or first == ["review-runs", "config-tag", *codes[1:]]
    text = out(hidden_far_behind, capsys, "--format", "text")
    assert text.startswith("Сначала посмотрите:\n") and text.index("review-advert") < text.index("Что меняется:")
    github = out(hidden_far_behind, capsys, "--format", "github").splitlines()
    assert all(f"title={code}" in "".join(github[: len(found["first"])]) for code in first)
    comment = out(hidden_far_behind, capsys, "--format", "markdown")
    assert comment.index("<summary>Сначала посмотрите (") < comment.index("<summary>Исправить (")
    assert "<ins>" in comment and "Зачёркнуто — убранное" in comment


def test_no_two_halves_of_a_change_look_the_same(base: Path, capsys) -> None:
    """Also where what differs is beyond what is shown: two organisations of one name, a phone in a text."""
    other = (base / "data/organizations/shkola-a.yml").read_text("utf-8")
    write(base, {"data/organizations/shkola-v.yml": other})
    commit(base)
    phone = "Звоните, тел. +7 900 123-45-67."
    edit(base, {PRACTICE: {"owner: shkola-a\n": "owner: shkola-v\n", "idea: Смотреть": f"idea: {phone} Смотреть"}})
    assert "было «Школа А» (shkola-a) → стало «Школа А» (shkola-v)" in out(base, capsys)
    commit(base)
    edit(base, {PRACTICE: {"123-45-67": "123-45-76"}})
    assert "изменилось только то, что здесь скрыто" in out(base, capsys)


def test_nothing_changed(base: Path, capsys) -> None:
    assert "ничего" in out(base, capsys)
    assert "Ничего не меняется." in out(base, capsys, "--format", "markdown")
