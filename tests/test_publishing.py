"""Publishing a record: the state changes and nothing else, and what is wrong is said before it does."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import yaml
from review_base import commit, edit, git, push_to_server, repository, write
from support import PROJECT

from generator import cli
from generator.upkeep import published_addresses

PRACTICE = "data/practices/parnoe.yml"
TERM = "data/terms/para.yml"
TEXT = """# yaml-language-server: $schema=../schemas/terms.json
title: Пара   # вслух

# почему так: см. журнал
status:   'review'  # ждёт
definition: Двое за одной партой.
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch) -> Path:
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    root = repository(tmp_path / "base", {TERM: TEXT, "data/terms/bez.yml": TEXT.replace("status:   'review'", "#")})
    edit(root, {PRACTICE: {"status: published": "status: review"}})
    commit(root)
    push_to_server(root)
    return root


def run(root: Path, *words: str) -> int:
    return cli.main(["--root", str(root), "publish", *words])


def server(root: Path) -> Path:
    return root.parent / "server.git"


def test_only_the_state_changes(root: Path) -> None:
    assert run(root, "practices/parnoe", TERM, "data/terms/bez") == 0
    assert (root / TERM).read_text("utf-8") == TEXT.replace("'review'", "published")
    assert git(root, "diff", "--stat=200", "--", PRACTICE).count("1 insertion") == 1
    added = (root / "data/terms/bez.yml").read_text("utf-8")
    assert "status: published" in added
    assert "# почему так: см. журнал" in added
    assert cli.main(["--root", str(root), "check"]) == 0


def test_a_record_that_lacks_something_holds_all_back(root: Path, capsys) -> None:
    edit(root, {PRACTICE: {"summary: Опытный": "body: Опытный"}})
    before = git(root, "status", "--porcelain"), (root / PRACTICE).read_bytes()
    assert run(root, "practices/parnoe", "terms/para") == 1
    said = capsys.readouterr().err
    assert "no-summary" in said
    assert f"{PRACTICE}:1:1" in said
    assert (git(root, "status", "--porcelain"), (root / PRACTICE).read_bytes()) == before


def test_what_is_there_already_and_what_is_not(root: Path, capsys) -> None:
    assert run(root, "organizations/shkola-a") == 0
    assert "Публиковать нечего" in capsys.readouterr().out
    assert run(root, "terms/net") == 1
    assert run(root) == 1
    assert run(root, "terms/para", "--request", "x") == 1
    assert run(root, "terms/para", "--dry-run") == 0
    assert git(root, "status", "--porcelain") == ""


# --- the branch of a request -----------------------------------------------------------------------------------------


@pytest.fixture
def request_of(root: Path) -> str:
    """A request with a finished record, a draft and a program of its own; its commit."""
    git(root, "switch", "--quiet", "--create", "novoe")
    more = {"data/terms/novyi.yml": "title: Новый\nstatus: review\ndefinition: Недавний.\n"}
    more |= {"data/terms/chern.yml": "title: Черновой\nstatus: draft\ndefinition: Недописанный.\n"}
    write(root, more | {"sitecustomize.py": "open('ran', 'w')", "generator/__init__.py": "open('ran', 'w')"})
    made = commit(root)
    git(root, "push", "--quiet", "origin", "novoe")
    git(root, "switch", "--quiet", "main")
    return made


def test_the_records_of_a_request_are_published_in_its_branch(root: Path, request_of: str, capsys) -> None:
    assert run(root, "--request", "novoe", "--at", request_of) == 0
    said = capsys.readouterr().out
    assert "Оставлено черновиком: «Черновой»" in said
    changed = git(server(root), "diff", "--unified=0", request_of, "novoe").splitlines()
    assert [line for line in changed if line[:1] in "+-" and line[:2] not in ("++", "--")] == [
        "-status: review",
        "+status: published",
    ]
    assert git(server(root), "log", "-1", "--format=%s", "novoe").strip() == "data: опубликовано: «Новый»"
    assert git(root, "status", "--porcelain") == ""
    assert not (root / "ran").exists()
    assert run(root, "--request", "novoe") == 0
    assert "Публиковать нечего" in capsys.readouterr().out


def test_a_request_changed_since_it_was_looked_at_is_not_published(root: Path, request_of: str, capsys) -> None:
    before = git(server(root), "show-ref")
    assert run(root, "--request", "novoe", "--at", "0" * 40) == 1
    assert "Посмотрите новое" in capsys.readouterr().err
    assert git(server(root), "show-ref") == before


def test_a_request_with_errors_is_not_published(root: Path, request_of: str, capsys) -> None:
    git(root, "switch", "--quiet", "novoe")
    write(root, {"data/terms/wrong.yml": "title: Неверный\nstatus: review\n"})
    commit(root)
    git(root, "push", "--quiet", "origin", "novoe")
    git(root, "switch", "--quiet", "main")
    before = git(server(root), "show-ref")
    assert run(root, "--request", "novoe") == 1
    assert "data/terms/wrong.yml" in capsys.readouterr().err
    assert git(server(root), "show-ref") == before


def test_the_branch_of_another_copy_is_told_line_by_line(root: Path, request_of: str, capsys) -> None:
    git(root, "push", "--quiet", "origin", ":novoe")
    before = git(server(root), "show-ref")
    assert run(root, "--request", request_of) == 0
    line = "data/terms/novyi.yml, строка 2: вместо «status: review» напишите «status: published»"
    assert line in capsys.readouterr().out
    assert git(server(root), "show-ref") == before
    assert run(root, "--request", "net-takoi") == 1


# --- the list of addresses -------------------------------------------------------------------------------------------


def listed(root: Path, branch: str) -> str:
    return git(server(root), "show", f"{branch}:data/addresses.txt")


def push_addresses(root: Path) -> int:
    return cli.main(["--root", str(root), "addresses", "--push"])


def test_published_addresses_go_to_the_main_branch_once(root: Path, capsys) -> None:
    assert push_addresses(root) == 0
    assert "organizations/shkola-a\n" in listed(root, "main")
    before = git(server(root), "rev-parse", "main")
    assert git(server(root), "log", "-1", "--format=%s", "main").strip().endswith("[skip ci]")
    assert push_addresses(root) == 0
    assert git(server(root), "rev-parse", "main") == before


def test_an_address_that_the_list_on_the_server_has_is_kept(root: Path) -> None:
    git(root.parent, "clone", "--quiet", "server.git", "other")
    write(root.parent / "other", {"data/addresses.txt": "# x\npractices/inaia\n"})
    commit(root.parent / "other")
    git(root.parent / "other", "push", "--quiet")
    assert push_addresses(root) == 0
    assert "# x\npractices/inaia\n" in listed(root, "main")


def test_the_notes_in_the_lists_stay_above_their_addresses(root: Path) -> None:
    lists = {"data/addresses.txt": "# адрес в приказе\n# не менять\norganizations/shkola-b\n# конец\n",
             "data/first-published.txt": "# по протоколу\norganizations/shkola-a 2024-05-06\n"}  # fmt: skip
    write(root, lists)
    for _ in range(2):
        assert cli.main(["--root", str(root), "addresses"]) == 0
        addresses, days = ((root / path).read_text("utf-8") for path in lists)
        assert "\n# адрес в приказе\n# не менять\norganizations/shkola-b\n" in addresses and addresses.endswith(
            "# конец\n"
        )
        assert addresses.startswith("# Опубликованные") and addresses.count("Опубликованные адреса") == 1
        assert "\n# по протоколу\norganizations/shkola-a 2024-05-06\n" in days
        assert "organizations/shkola-a\n" in addresses, "what was not in the list"


def test_where_the_main_branch_is_protected_a_request_waits_and_is_not_doubled(root: Path, capsys) -> None:
    hook = server(root) / "hooks" / "update"
    hook.write_text('#!/bin/sh\n[ "$1" != refs/heads/main ] || { echo "GH006: Protected branch" >&2; exit 1; }\n')
    hook.chmod(0o755)
    main = git(server(root), "rev-parse", "main")
    for _ in range(2):
        assert push_addresses(root) == 0
        assert "ждёт в запросе" in capsys.readouterr().out
    assert git(server(root), "rev-parse", "main") == main
    assert "organizations/shkola-a\n" in listed(root, published_addresses.BRANCH)
    assert git(server(root), "rev-list", "--count", f"main..{published_addresses.BRANCH}").strip() == "1"


# --- the job behind the label, its last step as the forge would run it ------------------------------------------------


@pytest.mark.parametrize(("forge", "fork"), [(".github", False), (".forgejo", True)])
def test_the_step_of_the_job(root: Path, request_of: str, forge: str, fork: bool, tmp_path: Path) -> None:
    for name in (".venv", ".ci"):
        (root / name).symlink_to(PROJECT / name)
    git(server(root), "update-ref", "refs/pull/7/head", request_of)
    if fork:
        git(root, "push", "--quiet", "origin", ":novoe")
    workflow = yaml.load((PROJECT / forge / "workflows" / "publish-records.yml").read_text("utf-8"), yaml.CSafeLoader)
    (job,) = workflow["jobs"].values()
    env = {"SERVER": "https://forge.example", "TOKEN": "x", "REPOSITORY": "iro/baza", "NUMBER": "7", "BASE": "main"}
    env |= {"HEAD_REPOSITORY": "chuzhaia/baza" if fork else "iro/baza", "HEAD_BRANCH": "novoe", "HEAD_SHA": request_of}
    env |= {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary"), "METODOTEKA_SITE_URL": ""}
    done = subprocess.run(
        ["bash", "-e", "-c", job["steps"][-1]["run"]], cwd=root, env=os.environ | env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    said = done.stdout if forge == ".forgejo" else (tmp_path / "summary").read_text("utf-8")
    assert ("вместо «status: review» напишите" in said) == fork
    assert all(line.startswith("    ") for line in said.splitlines())
    if not fork:
        assert "status: published" in git(server(root), "show", "novoe:data/terms/novyi.yml")
