"""The comment: a review of a hostile change is dead text, and the trusted job posts nothing else."""

from __future__ import annotations

import importlib.util
import io
import json
import stat
import subprocess
import sys
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import cmarkgfm
import html5lib
import pytest
from review_base import repository, write
from support import PROJECT

from generator import cli
from generator.differences.describe import Said
from generator.problems import ERROR, NOTICE, WARNING, Problem
from generator.review import Review, markdown
from generator.review.changes import Change

SCRIPT = PROJECT / ".ci" / "comment.py"
_spec = importlib.util.spec_from_file_location("comment", SCRIPT)
comment = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(comment)

HOSTILE = [
    "@admin посмотри", "слово @org/team", "#12", "GH-12", "owner/repo#5", "!3", "~bug", '~"два слова"', "%milestone",
    "&5", "$1", "https://evil.example/x", "http://evil.example", "www.evil.example", "a@evil.example", "ftp://evil.example",
    "[ссылка](https://evil.example)", "![](https://evil.example/p.png)", "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>", "<!-- скрыто", "--> <b>", "</details>", "</code>", "<details>", "`код`", "```\nблок",
    "**жирно**", "_курсив_", "~~нет~~", "# Заголовок", "- список", "1. список", "1) список", "> цитата",
    "| а | б |\n|-|-|", "слово\n/close", "/merge", "\n\n/assign @me", "&lt;b&gt;", "&#64;admin", "&amp;#64;",
    "\\@admin", ":smile:", "[ ] дело", "[^1]", "[x]: https://evil.example", "$$x$$", "\u202eтекст", "а\u200bб",
    "\u2060@admin", "mailto:a@evil.example",
    "xmpp:a@evil.example", "<https://evil.example>", "<a@evil.example>", "deadbeef" * 5, "===", "---", "***", "  ",
    "javascript:alert(1)", "\ud800", "\x1b[31m", "a" * 5000, "![[x]]", "{{7*7}}", "${{ github.token }}",
]  # fmt: skip


def review_of(said: str) -> Review:
    """A review in which every text of the change is this one."""
    problems = [
        Problem(f"data/practices/{said}.yml", 3, 1, said, "code", said, said, severity, said)
        for severity in (ERROR, WARNING, NOTICE)
    ]
    change = Change(f"data/{said}", said, said, (Said(said, (said, said)),))
    return Review("0" * 40, (change,), tuple(problems[:2]), tuple(problems[2:]), 1, 1)


def rendered(text: str):
    """The comment as GitHub's own parser renders it, raw HTML let through, as a tree."""
    options = cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE
    return html5lib.parse(cmarkgfm.github_flavored_markdown_to_html(text, options=options), namespaceHTMLElements=False)


def tags(text: str) -> set[str]:
    return {node.tag for node in rendered(text).iter() if isinstance(node.tag, str)}


OURS = {"html", "head", "body", "h3", "p", "strong", "details", "summary", "ul", "li", "code"}


@pytest.mark.parametrize("said", HOSTILE, ids=ascii)
def test_no_text_of_a_change_comes_alive(said: str) -> None:
    text = markdown.as_markdown(review_of(said)).encode("utf-8", "replace").decode()
    assert tags(text) <= OURS
    assert list(comment.faults(text)) == []


@pytest.mark.parametrize("said", ["[ссылка](https://evil.example)", "<img src=x>", "www.evil.example", "| а |\n|-|"])
def test_without_the_escaping_the_same_texts_come_alive(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The red twin of the test above."""
    monkeypatch.setattr(markdown, "escaped", lambda text: text)
    text = markdown.as_markdown(review_of(f"а\n\n{said}\n"))
    assert tags(text) - OURS
    assert list(comment.faults(text)) != []


def test_what_is_shown_are_the_words_themselves() -> None:
    said = "Урок «5–7»: 40 %, a_b*c & <b> [1] (x) №3"
    text = markdown.as_markdown(review_of(said))
    shown = "".join(rendered(text).itertext()).replace("\u2060", "")
    assert shown.count(said) >= 8


def test_a_large_review_fits_and_counts_the_rest() -> None:
    many = tuple(Problem(f"data/practices/n{n}.yml", n, 1, "title", "code", "слово, " * 60, "") for n in range(3000))
    changes = tuple(Change(f"data/practices/n{n}.yml", f"n{n}", f"новая практика «{n}»") for n in range(3000))
    text = markdown.as_markdown(Review("0" * 40, changes, many, (), 0, 3000))
    assert len(text) <= markdown.LIMIT < 65_536
    assert text.count("- и ещё ") == 2
    assert "Исправить (3000)" in text and "Что меняется (3000)" in text
    assert list(comment.faults(text)) == []


GOOD = markdown.as_markdown(review_of("обычный текст"))
FORGED = {
    "mention": GOOD + "\n- @admin",
    "mention-as-entity": GOOD + "\n- &#64;admin",
    "reference": GOOD + "\n- &#35;12",
    "link": GOOD + "\n- [x](https://evil.example)",
    "address": GOOD + "\n- https://evil.example",
    "address-as-entities": GOOD + "\n- https&#58;&#47;&#47;evil&#46;example",
    "www": GOOD + "\n- www&#46;evil&#46;example",
    "mail": GOOD + "\n- a&#64;evil&#46;example",
    "html": GOOD + "\n- <img src=x>",
    "picture": GOOD + "\n- ![](x)",
    "quick-action": GOOD + "\n/merge",
    "heading": GOOD + "\n# Слово",
    "code": GOOD + "\n    код",
    "unclosed": GOOD + "\n<details><summary>Слово</summary>",
    "no-mark": GOOD.removeprefix(markdown.MARK),
    "bidi": GOOD + "\n- а\u202eб",
    "bidi-as-entity": GOOD + "\n- а&#8238;б",
    "newline-as-entity": GOOD + "\n- а&#10;/merge",
    "letters-as-entities": GOOD + "\n- &#119;ww",
    "long": GOOD + "\n- слово" * 20_000,
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_review_is_refused(name: str) -> None:
    with pytest.raises(comment.Refused):
        comment.decoded(FORGED[name].encode())


def test_the_refusal_and_a_good_review_are_good_reviews() -> None:
    assert comment.decoded(GOOD.encode()) == GOOD
    assert list(comment.faults(comment.NOT_SHOWN)) == []


def packed(entries: dict[str, bytes], mode: int = 0o644, kind: int = stat.S_IFREG) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (kind | mode) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


BAD_ARCHIVES = {
    "no-archive": b"hello",
    "empty": packed({}),
    "two-files": packed({"review.md": b"a", "other.md": b"b"}),
    "other-name": packed({"comment.md": GOOD.encode()}),
    "path": packed({"../review.md": GOOD.encode()}),
    "folder": packed({"review.md/": b""}),
    "link": packed({"review.md": b"/etc/passwd"}, kind=stat.S_IFLNK),
    "bomb": packed({"review.md": b"a" * 50_000_000}),
    "large-archive": b"x" * (comment.MOST_ARCHIVE + 1),
    "half": packed({"review.md": GOOD.encode()})[:-30],
}


@pytest.mark.parametrize("name", BAD_ARCHIVES)
def test_an_archive_that_is_not_the_review_is_refused(name: str) -> None:
    with pytest.raises(comment.Refused):
        comment.unpacked(BAD_ARCHIVES[name])


def test_the_good_archive_is_read() -> None:
    assert comment.unpacked(packed({"review.md": GOOD.encode()})) == GOOD.encode()


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


def github_answers(archive: bytes, comments: tuple = (), sha: str = SHA) -> dict:
    head = {"sha": sha, "repo": {"full_name": "stranger/kb"}}
    artifacts = [{"id": 5, "name": "review", "expired": False, "size_in_bytes": len(archive)}]
    return {
        "/repos/base/kb/pulls": [{"number": 12, "head": head}],
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
        {"id": 1, "body": f"{markdown.MARK} подделка", "user": {"login": "stranger"}},
        {"id": 2, "body": f"{markdown.MARK}\nстарое", "user": {"login": "github-actions[bot]"}},
    )
    done, forge = run("github", github_answers(packed({"review.md": GOOD.encode()}), others), GITHUB, "GITHUB_API_URL")
    assert done.returncode == 0, done.stderr
    assert [sent[:2] for sent in forge.sent] == [("PATCH", "/repos/base/kb/issues/comments/2")]


def test_github_says_that_a_forged_review_is_not_shown() -> None:
    forged = packed({"review.md": FORGED["mention"].encode()})
    done, forge = run("github", github_answers(forged), GITHUB, "GITHUB_API_URL")
    assert done.returncode == 1
    assert "Обзор не показан" in forge.sent[0][2]["body"] and "@admin" not in forge.sent[0][2]["body"]


@pytest.mark.parametrize("case", ["newer commit", "no artefact"])
def test_github_says_nothing_where_there_is_nothing_to_say(case: str) -> None:
    answers = github_answers(packed({"review.md": GOOD.encode()}), sha="b" * 40 if case == "newer commit" else SHA)
    if case == "no artefact":
        answers["/repos/base/kb/actions/runs/7/artifacts"] = {"artifacts": []}
    done, forge = run("github", answers, GITHUB, "GITHUB_API_URL")
    assert done.returncode == 0, done.stderr
    assert forge.sent == []


def test_gitlab_comments_on_each_open_request_with_a_review() -> None:
    env = {"CI_PROJECT_ID": "3", "METODOTEKA_COMMENT_TOKEN": "secret"}
    pipeline = {"id": 8, "project_id": 4, "sha": SHA}
    answers = {
        "/user": {"id": 77},
        "/projects/3/merge_requests": [{"iid": 1}, {"iid": 2}],
        "/projects/3/merge_requests/1": {"iid": 1, "sha": SHA, "head_pipeline": pipeline},
        "/projects/3/merge_requests/2": {"iid": 2, "sha": "b" * 40, "head_pipeline": pipeline},
        "/projects/4/pipelines/8/jobs": [{"id": 9, "name": "review"}, {"id": 10, "name": "preview"}],
        "/projects/4/jobs/9/artifacts/review.md": GOOD.encode(),
        "/projects/3/merge_requests/1/notes": [{"id": 6, "body": f"{markdown.MARK}\nстарое", "author": {"id": 77}}],
    }
    done, forge = run("gitlab", answers, env, "CI_API_V4_URL")
    assert done.returncode == 0, done.stderr
    assert [sent[:2] for sent in forge.sent] == [("PUT", "/projects/3/merge_requests/1/notes/6")]
    assert forge.sent[0][2]["body"] == GOOD


def test_usage() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True)
    assert done.returncode == 2 and "Использование" in done.stderr


def test_a_hostile_change_under_real_git_becomes_a_review_that_the_trusted_job_accepts(tmp_path, capsys) -> None:
    root = repository(tmp_path / "base")
    hostile = {f"data/practices/h{n}.yml": said for n, said in enumerate(HOSTILE)}
    for path, said in hostile.items():
        quoted = json.dumps(said.encode("utf-8", "ignore").decode() or "x")
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
