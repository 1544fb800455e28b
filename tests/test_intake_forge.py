"""From an issue to a request on GitHub, Forgejo and GitLab: the jobs as the workflows run them, real HTTP, real git.

The forge is ``forge_server`` (its docstring says why and after what it is made).
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from forge_server import ROBOT, ForgeServer, ForgeState
from review_base import git as run_git
from review_base import repository
from support import PROJECT
from test_issue_intake import PIECES, PLANTS, RECORD, issue, shown

from generator import cli
from generator.records import reading

SCRIPT = PROJECT / ".ci" / "intake.py"
sys.path.insert(0, str(SCRIPT.parent))
_spec = importlib.util.spec_from_file_location("ci_intake", SCRIPT)
ci = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(ci)


def git(root: Path, *words: str) -> str:
    return run_git(root, *words).strip()


BRANCH = "predlozhenie/obrashchenie-12"
FILE = "data/practices/list-voprosov.yml"
FORGES = ("github", "gitea", "gitlab")


class Job:
    """The folder in which the jobs of one forge run: a clone of the base, the program, the forge's state."""

    def __init__(self, folder: Path, base: Path, name: str, body: str):
        self.bare, self.here, self.folder = folder / "base.git", folder / "clone", folder
        subprocess.run(["git", "clone", "--quiet", "--bare", str(base), str(self.bare)], check=True)
        subprocess.run(["git", "clone", "--quiet", str(self.bare), str(self.here)], check=True)
        program = self.here / ".venv" / "bin" / "metodoteka"
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -m generator "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        self.state = ForgeState(name, body)
        self.server = ForgeServer(self.state)
        self.told = ""

    def env(self) -> dict[str, str]:
        url = self.server.url
        ours = {
            "TOKEN": "secret-token", "GITHUB_API_URL": url, "GITHUB_SERVER_URL": url, "GITHUB_REPOSITORY": "base/kb",
            "GITHUB_EVENT_PATH": str(self.folder / "event.json"), "GITHUB_OUTPUT": str(self.folder / "output"),
            "HANDED_OVER": str(self.folder / "handed.json"), "CI_API_V4_URL": url, "CI_PROJECT_ID": "3",
            "METODOTEKA_INTAKE_TOKEN": "secret-token", "CI_DEFAULT_BRANCH": "main", "CI_PROJECT_URL": f"{url}/base/kb",
            "CI_SERVER_URL": url,
        }  # fmt: skip
        return {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB", "CI"))} | ours

    def run(self, *words: str) -> int:
        done = subprocess.run(
            [sys.executable, str(SCRIPT), *words],
            cwd=self.here,
            env=self.env(),
            capture_output=True,
            text=True,
            timeout=120,
        )
        self.told += done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.returncode

    def event(self, action: str, sender: str = "author", label: str = "") -> None:
        told = self.server.event(action, sender, label)
        (self.folder / "event.json").write_text(json.dumps(told), encoding="utf-8")

    def look(self, event: Path, result: Path) -> None:
        """The job without rights."""
        assert cli.main(["--root", str(self.here), "intake", "--event", str(event), "--result", str(result)]) in (0, 1)

    def opened(self, action: str = "opened") -> int:
        """The text is checked and answered, as after opening and each edit."""
        if self.state.name == "gitlab":
            return self.scheduled()
        self.event(action)
        self.look(self.folder / "event.json", self.folder / "handed.json")
        return self.run("answer", self.state.name)

    def scheduled(self) -> int:
        """One run of GitLab's schedule."""
        for old in (self.folder / "found").glob("*"):
            old.unlink()
        assert self.run("fetch", "gitlab", str(self.folder / "found")) == 0
        for event in (self.folder / "found").glob("*.json"):
            self.look(event, event.with_suffix(".result"))
        return self.run("answer", "gitlab", str(self.folder / "found"))

    def labelled(self, who: str = "keeper", *, look: bool = True) -> int:
        """Somebody sets the label, and its run comes to an end."""
        self.state.labels.append("принять")
        self.state.labelled_by = who
        if self.state.name == "gitlab":
            return self.scheduled()
        self.event("labeled" if self.state.name == "github" else "label_updated", who, "принять")
        if look:
            self.look(self.folder / "event.json", self.folder / "handed.json")
        return self.run("accept", self.state.name)

    def branches(self) -> str:
        return git(self.bare, "branch", "--format=%(refname:short)")

    def comment(self) -> str:
        ((who, said),) = self.state.comments
        assert who == ROBOT[self.state.name]
        return shown(said)


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("seed") / "base")


@pytest.fixture(autouse=True)
def loaded_once(seed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the jobs without rights read is the same base in every clone, so it is read once."""
    load = reading.load
    monkeypatch.setattr(reading, "load", lambda root, memory=None: _loaded(load, seed))


@cache
def _loaded(load: Callable, seed: Path) -> tuple:
    return load(seed)


@pytest.fixture
def job(tmp_path: Path, seed: Path, request: pytest.FixtureRequest):
    made = Job(tmp_path, seed, getattr(request, "param", "github"), issue())
    yield made
    made.server.stop()


on_each_forge = pytest.mark.parametrize("job", FORGES, indirect=True)


@on_each_forge
def test_an_accepted_issue_becomes_a_branch_and_a_request_that_a_mended_one_completes(job: Job) -> None:
    assert job.opened() == 0
    assert "Запись можно принять" in job.comment() and job.branches() == "main"
    assert job.labelled() == 0
    assert git(job.bare, "show", f"{BRANCH}:{FILE}").startswith("# yaml-language-server")
    assert git(job.bare, "diff", "--name-only", "main", BRANCH) == FILE
    assert git(job.bare, "log", "-1", "--format=%an|%s", BRANCH) == "автор обращения|data: запись из обращения 12"
    (made,) = job.state.requests
    assert made["title"] == "Обращение 12: практика «Лист вопросов»"
    assert "Closes #12" in (made.get("body") or made.get("description")), "the issue is closed when it is accepted"
    assert job.state.labels == [], "the label waits for nobody: another text needs another one"
    assert "Запрос создан" in job.comment() and job.server.url in job.comment()
    assert "secret-token" not in job.told + git(job.here, "config", "--list")

    first = git(job.bare, "rev-parse", BRANCH)
    job.state.body = issue(RECORD.replace("Лист вопросов", "Лист вопросов и ответов"))
    job.opened("edited")
    assert git(job.bare, "rev-parse", BRANCH) == first, "an edit alone changes nothing"
    job.labelled()
    assert git(job.bare, "rev-parse", f"{BRANCH}~1") == first
    assert git(job.bare, "diff", "--name-only", "main", BRANCH) == "data/practices/list-voprosov-i-otvetov.yml"
    assert len(job.state.requests) == 1


@on_each_forge
def test_a_label_of_somebody_who_may_not_write_does_nothing(job: Job) -> None:
    job.opened()
    before = list(job.state.comments)
    job.state.sent.clear()
    assert job.labelled("stranger") == 0
    assert job.branches() == "main" and job.state.requests == [] and job.state.comments == before
    assert job.state.sent == [], "nothing at all is written"


@on_each_forge
def test_a_label_accepts_only_the_text_that_was_answered(job: Job) -> None:
    """The author edits after the check and before the label: the text of that moment has been seen by nobody."""
    job.opened()
    job.state.body = issue(RECORD.replace("Лист вопросов", "Совсем другое"))
    assert job.labelled() == 0
    assert job.branches() == "main" and job.state.requests == [] and job.state.labels == []
    assert "Метка снята: она стояла не на том тексте" in job.comment()
    job.opened("edited")
    assert "Метка снята" not in job.comment()
    job.labelled()
    assert BRANCH in job.branches()


def test_a_label_that_lay_there_while_the_text_was_edited_is_taken_off(job: Job) -> None:
    """Its own run may have been passed over for that of the edit."""
    job.opened()
    job.state.labels.append("принять")
    job.state.body = issue(RECORD.replace("Лист вопросов", "Совсем другое"))
    job.opened("edited")
    assert job.state.labels == [] and job.branches() == "main"


def test_an_edit_while_the_job_runs_is_not_accepted_either(job: Job) -> None:
    job.opened()
    job.event("labeled", "keeper", "принять")
    job.look(job.folder / "event.json", job.folder / "handed.json")
    job.state.labels.append("принять")
    job.state.body = issue(RECORD + "# ещё\n")
    assert job.run("accept", "github") == 0
    assert job.branches() == "main" and "не на том тексте" in job.told


@pytest.mark.parametrize("job", ["gitlab"], indirect=True)
def test_a_label_that_is_older_than_the_answer_was_set_on_another_text(job: Job) -> None:
    job.opened()
    job.state.labelled_before_answer = True
    job.labelled()
    assert job.branches() == "main" and job.state.labels == [] and "Метка снята" in job.comment()


def test_without_the_hash_the_edited_text_would_be_accepted(
    tmp_path: Path, seed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The red twin: the same job that compares nothing."""
    job = Job(tmp_path, seed, "github", issue())
    try:
        job.opened()
        job.state.body = issue(RECORD.replace("Лист вопросов", "Совсем другое"))
        job.state.labels.append("принять")
        job.event("labeled", "keeper", "принять")
        job.look(job.folder / "event.json", job.folder / "handed.json")
        for name, value in job.env().items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(job.here)
        monkeypatch.setattr(ci, "hash_of", lambda body: "0" * 64)
        monkeypatch.setattr(ci, "_answers", lambda told, body: True)
        monkeypatch.setattr(ci, "accepts", lambda told, body: True)
        assert ci.main(["accept", "github"]) == 0
        assert BRANCH in job.branches()
    finally:
        job.server.stop()


def test_a_reviewers_commit_on_the_branch_is_not_undone(job: Job, tmp_path: Path) -> None:
    job.opened()
    job.labelled()
    git(job.here, "fetch", "--quiet", "origin", BRANCH)
    git(job.here, "checkout", "--quiet", "-b", "review", "FETCH_HEAD")
    path = job.here / FILE
    path.write_text(path.read_text("utf-8").replace("minutes: 5", "minutes: 7"), encoding="utf-8")
    git(job.here, "commit", "--quiet", "-am", "рецензент: минуты")
    git(job.here, "push", "--quiet", "origin", f"review:{BRANCH}")
    git(job.here, "checkout", "--quiet", "main")
    theirs = git(job.bare, "rev-parse", BRANCH)
    job.state.body = issue(RECORD.replace("minutes: 5", "minutes: 9"))
    job.opened("edited")
    assert job.labelled() == 1
    assert git(job.bare, "rev-parse", BRANCH) == theirs
    assert "ветку создать не удалось" in job.comment() and job.state.labels == []


def test_a_wrong_record_is_not_accepted_by_any_label(job: Job) -> None:
    job.state.body = issue(RECORD.replace("minutes: 5", "minutes: пять"))
    job.opened()
    assert job.labelled() == 0
    assert job.branches() == "main" and "есть что исправить" in job.comment() and job.state.labels == []


def test_a_forge_that_forbids_requests_gives_the_address_to_open_one(job: Job) -> None:
    job.state.refuses = {"POST /repos/base/kb/pulls"}
    job.opened()
    assert job.labelled() == 0
    assert BRANCH in job.branches() and f"compare/main...{BRANCH}" in job.comment()


def test_a_closed_issue_is_left_alone(job: Job) -> None:
    job.opened()
    job.state.state = "closed"
    assert job.labelled() == 0
    assert job.branches() == "main"


def test_another_account_cannot_forge_the_answer(job: Job) -> None:
    """A stranger's comment with our mark and the right hash counts for nothing."""
    digest = hashlib.sha256(issue().encode()).hexdigest()
    job.state.comments.append(("author", f"{ci.MARK}\n<!-- text {digest} right -->"))
    assert job.labelled() == 0
    assert job.branches() == "main" and job.state.labels == []


@pytest.mark.parametrize("job", ["github", "gitea"], indirect=True)
def test_many_issues_of_one_author_in_a_day_wait_for_a_person(job: Job) -> None:
    job.event("opened")
    for others, said in ((ci.MOST_ISSUES - 1, "go=yes"), (ci.MOST_ISSUES, "go=no")):
        job.state.others = others
        assert job.run("limit", job.state.name) == 0
        assert (job.folder / "output").read_text("utf-8").splitlines()[-1] == said


GOOD = {"answer": f"{ci.MARK}\n### Ответ на обращение\n\n**Запись можно принять.** Да.\n", "title": "практика «x»",
        "author": "учитель", "files": {FILE: "title: x\n"}}  # fmt: skip
FORGED = {
    "a mention": {"answer": f"{GOOD['answer']}\n- @admin\n"},
    "a link": {"answer": f"{GOOD['answer']}\n- https://evil.example\n"},
    "a picture": {"answer": f"{GOOD['answer']}\n![](x)\n"},
    "another verdict": {"answer": f"{ci.MARK}\n### Ответ на обращение\n\n**Уже принято.** Да.\n"},
    "a mark of a text": {"answer": f"{GOOD['answer']}\n<!-- text {'0' * 64} right -->\n"},
    "a program": {"files": {"generator/x.py": "x"}},
    "a way out": {"files": {"data/practices/../../.github/workflows/x.yml": "x"}},
    "a workflow": {"files": {".github/workflows/x.yml": "x"}},
    "an absolute path": {"files": {"/etc/passwd.yml": "x"}},
    "no text": {"files": {FILE: 1}},
    "a title that does something": {"title": "@admin #1 <img>"},
    "an author with mail": {"author": "x <a@b.example>"},
    "no JSON object": None,
    "too large": {"files": {FILE: "x" * (ci.MOST_BYTES + 1)}},
}


@pytest.mark.parametrize("what", FORGED)
def test_what_the_job_without_rights_hands_over_is_data(what: str) -> None:
    forged = FORGED[what]
    raw = json.dumps(GOOD | forged if forged is not None else []).encode()
    assert ci.handed_over(json.dumps(GOOD).encode()) == GOOD
    with pytest.raises(ci.Refused):
        ci.handed_over(raw)


def test_a_forged_hand_over_is_neither_posted_nor_made(job: Job) -> None:
    job.opened()
    (job.folder / "handed.json").write_text(json.dumps(GOOD | FORGED["a workflow"]), encoding="utf-8")
    assert job.labelled(look=False) == 1
    assert job.branches() == "main"
    (job.folder / "handed.json").write_text(json.dumps(GOOD | FORGED["a mention"]), encoding="utf-8")
    assert job.run("answer", "github") == 1
    assert "@admin" not in job.comment() and "Ответа нет" in job.comment()


def test_every_answer_of_the_program_is_of_the_forms_that_are_posted(job: Job, seed: Path) -> None:
    from generator.channels.intake import take_issue
    from generator.channels.intake_answer import as_answer
    from generator.settings import Settings

    for body in (
        issue(),
        "",
        issue(RECORD + "x: '@a'\n"),
        issue(after="\n[a](/uploads/" + "0" * 32 + "/a.docx)\n"),
        PLANTS["phone"],
    ):
        assert list(ci.answer_faults(as_answer(take_issue(seed, Settings(), body, "")))) == []


def test_nothing_planted_is_in_anything_that_the_jobs_write(job: Job, capsys) -> None:
    """Comments, requests, logs, names of branches, messages of commits."""
    everywhere = "; ".join(PLANTS.values())
    quoted = json.dumps(everywhere, ensure_ascii=False)
    job.state.title = f"Запись: {everywhere}"
    job.state.body = issue(
        RECORD.replace("Лист вопросов", quoted) + f"idea: {quoted}\n{quoted}: x\nkontakt: {quoted}\n# {everywhere}\n",
        before=f"<!-- {everywhere} -->\n{everywhere}\n",
    )
    job.opened()
    job.labelled()
    job.opened("edited")
    assert "личные данные" in job.comment() and job.branches() == "main" and job.state.requests == []
    written = json.dumps(job.state.sent, ensure_ascii=False) + job.told + "".join(capsys.readouterr())
    written += git(job.bare, "log", "--all", "--format=%an %ae %s %b %D")
    pieces = set(PIECES.findall(everywhere.replace("\u200b", ""))) - {"12"}  # the number of the issue, too
    assert {piece for piece in pieces if piece in shown(written)} == set()


@pytest.mark.parametrize("words", [(), ("answer",), ("answer", "bitbucket"), ("accept", "gitlab", "x")])
def test_usage_of_the_script(words: tuple[str, ...]) -> None:
    done = subprocess.run([sys.executable, str(SCRIPT), *words], capture_output=True, text=True)
    assert done.returncode == 2 and "Использование" in done.stderr
