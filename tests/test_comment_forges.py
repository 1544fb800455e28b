"""The comment at a forge: which one is renewed, what is told of a change of the program, no token leaves the job."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from review_base import repository, write
from review_job import FORGED, GOOD, HOSTILE, OURS, SCRIPT, comment, packed, rendered, tags
from support import PROJECT

from generator import cli
from generator.upkeep.review import markdown
from generator.upkeep.review.programs import decides_what_runs


class Forge:
    """A forge on this machine that answers the few calls and remembers what was sent."""

    def __init__(self, answers: dict):
        self.sent: list[tuple[str, str, dict]] = []
        self.tokens: dict[str, str | None] = {}
        forge = self

        class Handler(BaseHTTPRequestHandler):
            def _any(self):
                path = self.path.split("?")[0]
                forge.tokens[path] = self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN")
                size = int(self.headers.get("Content-Length") or 0)
                if size:
                    forge.sent.append((self.command, path, json.loads(self.rfile.read(size))))
                answer = answers.get(self.path) or answers.get(path, [] if self.command == "GET" else {})
                if isinstance(answer, str):
                    self.send_response(302)
                    self.send_header("Location", answer)
                    self.end_headers()
                    return
                raw = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(200)
                self.end_headers()
                self.wfile.write(raw)

            do_GET = do_POST = do_PATCH = do_PUT = _any

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()


def run(way: str, answers: dict, env: dict[str, str], into: str) -> tuple[subprocess.CompletedProcess, Forge]:
    """The script as the job runs it, against a real server."""
    forge = Forge(answers)
    answers |= {path: forge.url + there for path, there in answers.items() if isinstance(there, str)}
    try:
        done = subprocess.run(
            [sys.executable, str(SCRIPT), way], env=env | {into: forge.url}, capture_output=True, text=True, timeout=60
        )
    finally:
        forge.stop()
    return done, forge


SHA = "a" * 40
GITHUB = {
    "GITHUB_REPOSITORY": "base/kb", "GITHUB_TOKEN": "secret", "RUN_ID": "7", "HEAD_SHA": SHA,
    "HEAD_REPOSITORY": "stranger/kb", "HEAD_BRANCH": "main", "GITHUB_SERVER_URL": "https://forge.example",
}  # fmt: skip


RECORDS = ("data/practices/parnoe.yml", "content/guides/iom.md")


def github_answers(archive: bytes, comments: tuple = (), sha: str = SHA, files: tuple[str, ...] = RECORDS) -> dict:
    head = {"sha": sha, "repo": {"full_name": "stranger/kb"}}
    artifacts = [{"id": 5, "name": "review", "expired": False, "size_in_bytes": len(archive)}]
    return {
        "/repos/base/kb/pulls": [{"number": 12, "head": head}],
        "/repos/base/kb/pulls/12/files": [{"filename": path} for path in files],
        "/repos/base/kb/actions/runs/7/artifacts": {"artifacts": artifacts},
        "/repos/base/kb/actions/artifacts/5/zip": "/blob",
        "/blob": archive,
        "/repos/base/kb/issues/12/comments": list(comments),
    }


def test_github_gets_a_new_comment_and_no_token_leaves_it() -> None:
    done, forge = run("github", github_answers(packed({"review.md": GOOD.encode()})), GITHUB, "GITHUB_API_URL")
    assert done.returncode == 0, done.stderr
    ((method, path, body),) = forge.sent
    assert (method, path) == ("POST", "/repos/base/kb/issues/12/comments")
    assert body["body"].startswith(GOOD) and "https://forge.example/base/kb/actions/runs/7" in body["body"]
    assert forge.tokens["/blob"] is None
    assert forge.tokens["/repos/base/kb/actions/artifacts/5/zip"] == "Bearer secret"


def test_github_renews_its_own_comment_and_no_other() -> None:
    others = (
        {"id": 1, "body": f"{markdown.COMMENT_MARKER} подделка", "user": {"login": "stranger"}},
        {"id": 2, "body": f"{markdown.COMMENT_MARKER}\nстарое", "user": {"login": "github-actions[bot]"}},
    )
    done, forge = run("github", github_answers(packed({"review.md": GOOD.encode()}), others), GITHUB, "GITHUB_API_URL")
    assert done.returncode == 0, done.stderr
    assert [sent[:2] for sent in forge.sent] == [("PATCH", "/repos/base/kb/issues/comments/2")]


def test_github_says_that_a_forged_review_is_not_shown() -> None:
    forged = packed({"review.md": FORGED["mention"].encode()})
    done, forge = run("github", github_answers(forged), GITHUB, "GITHUB_API_URL")
    assert done.returncode == 1
    assert "Обзор не показан" in forge.sent[0][2]["body"] and "@admin" not in forge.sent[0][2]["body"]


OLD = ({"id": 2, "body": f"{markdown.COMMENT_MARKER}\nстарое", "user": {"login": "github-actions[bot]"}},)


def posted(answers: dict) -> str:
    """What the trusted job writes under the request."""
    _, forge = run("github", answers, GITHUB, "GITHUB_API_URL")
    ((_, _, body),) = forge.sent
    return body["body"]


FORGED_BY_ITS_PROGRAM = (
    f"{markdown.COMMENT_MARKER}\n### Обзор изменения\n\n**Ошибок нет, решает проверяющий.** Замечаний нет&#46;\n\n"
    "<details open><summary>Что меняется (1)</summary>\n\n"
    "- **исправлена опечатка в практике** — <code>data&#47;practices&#47;parnoe&#46;yml</code>\n"
    "\n</details>\n"
)
PROGRAM = (
    ".ci/comment.py", ".github/workflows/review.yml", ".forgejo/workflows/review.yml", ".gitlab-ci.yml", "Makefile",
    "requirements.lock", "requirements-test.lock", "pyproject.toml", "generator/upkeep/review/markdown.py",
    "mkdocs.yml", "theme/mkdocs/main.html", "tests/npm/package.json", "tests/conftest.py", ".gitattributes",
    ".gitmodules",
    "setup.py", "GNUmakefile", "content/x.js", "content/x.html", "data/practices/x.py", "generator/data/x.yml",
    "GENERATOR/x.py", "kb/mkdocs.yml", "theme/data/x.yml", "sitecustomize.py", "Dockerfile", ".vscode/tasks.json",
    "uv.lock", ".metodoteka/federation/0a1b",
    "generator", "theme", "MKDOCS.YML",
)  # fmt: skip
NO_PROGRAM = (
    *RECORDS, "-rf",
    "data/addresses.txt", "data/links.json", "data/schemas/terms.json", "content/guides/kartinki/x.png",
    "README.md", "LICENSE", "LICENSE-CONTENT.txt", "CHANGELOG.md", "data/practices/при\nём.yml", "kb/data/terms/x.yml",
    "data/terms/x.docx", ".editorconfig", "kb/content/about.md", "data/generator/x.yml", "content/theme/about.md",
)  # fmt: skip


@pytest.mark.parametrize("path", PROGRAM)
def test_a_change_of_the_program_is_told_before_its_own_review(path: str) -> None:
    """By the forge's list of files, so that a program that praises itself does not get through as a good review."""
    forged = packed({"review.md": FORGED_BY_ITS_PROGRAM.encode()})
    assert comment.decoded(FORGED_BY_ITS_PROGRAM.encode()), "what it writes has the form of a review"
    text = posted(github_answers(forged, files=(*RECORDS, path)))
    heading, words = text.split("\n")[1], "".join(rendered(text).itertext()).replace("\u2060", "")
    assert heading == comment.NOT_TRUSTED == "### Запрос меняет саму программу, обзору не верить"
    assert path in words and words.index("обзору не верить") < words.index("Ошибок нет")
    assert "<details><summary>Обзор, который сделала программа из этого запроса" in text
    assert tags(text) <= OURS | {"a"} and decides_what_runs(path)


@pytest.mark.parametrize("path", NO_PROGRAM, ids=ascii)
def test_records_texts_and_pictures_are_no_program(path: str) -> None:
    assert comment.warning([path]) == "" and not decides_what_runs(path)


def test_a_former_name_counts_and_a_list_that_is_not_whole_does_too() -> None:
    good = packed({"review.md": GOOD.encode()})
    answers = github_answers(good)
    answers["/repos/base/kb/pulls/12/files"] = [{"filename": "data/a/x.yml", "previous_filename": "generator/x.py"}]
    assert comment.NOT_TRUSTED in posted(answers)
    for files in ([], {"message": "Server Error"}, [{"filename": "data/a/x.yml"}] * 100, b"<html>"):
        answers["/repos/base/kb/pulls/12/files"] = files  # the forge here gives the same hundred again and again
        text = posted(answers)
        assert text.split("\n")[1] == comment.NOT_TRUSTED and "не назвала все файлы" in text


def test_both_sides_know_what_decides_what_runs() -> None:
    ours = (PROJECT / "generator/upkeep/review/programs.py").read_text(encoding="utf-8")
    block = ours.split("# --- the same lines stand in .ci/comment.py ---\n")[1].split("# --- until here ---")[0].strip()
    assert block in SCRIPT.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["generator/@admin.py", "theme/<img src=x>.html", "generator/[x](https://e.example)"])
def test_a_name_of_a_file_does_not_come_alive_in_the_warning(path: str) -> None:
    text = comment.combined(GOOD, comment.warning([path]))
    assert tags(text) <= OURS
    assert path in "".join(rendered(text).itertext()).replace("\u2060", "")
    assert comment._ALIVE.search("".join(rendered(comment.warning([path])).itertext())) is None


def test_an_old_review_does_not_stay_as_if_it_were_of_this_change() -> None:
    """The check stopped earlier, or its archive is broken: the former comment is renewed, not left alone."""
    answers = github_answers(packed({"review.md": GOOD.encode()}), OLD)
    answers["/repos/base/kb/actions/runs/7/artifacts"] = {"artifacts": []}
    assert posted(answers).startswith(comment.STALE)
    broken = bytearray(packed({"review.md": GOOD.encode()}))
    broken[60:80] = b"\xff" * 20
    assert posted(github_answers(bytes(broken), OLD)).startswith(comment.NOT_SHOWN)
    gone = github_answers(b"", OLD)
    gone["/repos/base/kb/actions/artifacts/5/zip"] = "http://127.0.0.1:9/"
    done, forge = run("github", {**gone, "/blob": b""}, GITHUB, "GITHUB_API_URL")
    assert done.returncode == 1 and forge.sent[0][2]["body"].startswith(comment.NOT_SHOWN)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("case", ["newer commit", "no artefact"])
def test_github_says_nothing_where_there_is_nothing_to_say(case: str) -> None:
    answers = github_answers(packed({"review.md": GOOD.encode()}), sha="b" * 40 if case == "newer commit" else SHA)
    if case == "no artefact":
        answers["/repos/base/kb/actions/runs/7/artifacts"] = {"artifacts": []}
    done, forge = run("github", answers, GITHUB, "GITHUB_API_URL")
    assert done.returncode == 0, done.stderr
    assert forge.sent == []


def gitlab_posted(files: tuple[str, ...], **of_request: str) -> str:
    env = {"CI_PROJECT_ID": "3", "METODOTEKA_COMMENT_TOKEN": "secret"}
    pipeline = {"id": 8, "project_id": 4, "sha": SHA}
    answers = {
        "/user": {"id": 77},
        "/projects/3/merge_requests": [{"iid": 1}, {"iid": 2}],
        "/projects/3/merge_requests/1": {"iid": 1, "sha": SHA, "head_pipeline": pipeline, **of_request},
        "/projects/3/merge_requests/2": {"iid": 2, "sha": "b" * 40, "head_pipeline": pipeline},
        "/projects/3/merge_requests/1/diffs": [{"new_path": path, "old_path": path} for path in files],
        "/projects/4/pipelines/8/jobs": [{"id": 9, "name": "review"}, {"id": 10, "name": "preview"}],
        "/projects/4/jobs/9/artifacts/review.md": GOOD.encode(),
        "/projects/3/merge_requests/1/notes": [
            {"id": 6, "body": f"{markdown.COMMENT_MARKER}\nстарое", "author": {"id": 77}}
        ],
    }
    done, forge = run("gitlab", answers, env, "CI_API_V4_URL")
    assert done.returncode == 0, done.stderr
    assert [sent[:2] for sent in forge.sent] == [("PUT", "/projects/3/merge_requests/1/notes/6")]
    return forge.sent[0][2]["body"]


def test_gitlab_comments_on_each_open_request_with_a_review() -> None:
    assert gitlab_posted(RECORDS) == GOOD


def test_gitlab_says_what_changes_the_program() -> None:
    assert gitlab_posted((*RECORDS, "Makefile")).split("\n")[1] == comment.NOT_TRUSTED
    assert gitlab_posted(RECORDS, changes_count="1000+").split("\n")[1] == comment.NOT_TRUSTED


def test_usage() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True)
    assert done.returncode == 2 and "Использование" in done.stderr


def test_a_hostile_change_under_real_git_becomes_a_review_that_the_trusted_job_accepts(tmp_path, capsys) -> None:
    root = repository(tmp_path / "base")
    hostile = {f"data/practices/h{n}.yml": raw for n, raw in enumerate(HOSTILE)}
    for path, raw in hostile.items():
        quoted = json.dumps(raw.encode("utf-8", "ignore").decode() or "x")
        fields = "".join(f"{name}: {quoted}\n" for name in ("title", "summary", "problem", "license"))
        text = f"{fields}sources: [{{title: {quoted}}}]\n"
        write(root, {path: text})
    write(
        root,
        {"content/guides/<img src=x>@admin.md": "---\ntitle: '[x](https://evil.example)'\nsummary: '@a'\n---\nx\n"},
    )
    assert cli.main(["--root", str(root), "review", "--base", "main", "--format", "markdown"]) == 1
    text = capsys.readouterr().out
    assert tags(text) <= OURS
    assert comment.decoded(text.encode()) == text
