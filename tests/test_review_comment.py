"""The comment: a review of a hostile change is dead text, and the trusted job posts nothing else."""

from __future__ import annotations

import html
import importlib.util
import io
import json
import lzma
import random
import re
import stat
import struct
import subprocess
import sys
import threading
import zipfile
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import cmarkgfm
import html5lib
import pytest
from review_base import repository, write
from support import PROJECT

from generator import cli
from generator.catalog.differences.describe import ChangeLine
from generator.problems import ERROR, MAX_ALIKE, NOTICE, WARNING, Problem
from generator.upkeep.review import ChangeReview, markdown
from generator.upkeep.review.changes import RecordChange
from generator.upkeep.review.programs import decides_what_runs

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


def review_of(text: str) -> ChangeReview:
    """A review in which every text of the change is this one."""
    problems = [
        Problem(f"data/practices/{text}.yml", 3, 1, text, "code", text, text, severity, text)
        for severity in (ERROR, WARNING, NOTICE)
    ]
    change = RecordChange(f"data/{text}", text, text, (ChangeLine(text, (text, text)),))
    return ChangeReview("0" * 40, (change,), tuple(problems[:2]), tuple(problems[2:]), 1, 1)


def rendered(text: str):
    """The comment as GitHub's own parser renders it, raw HTML let through, as a tree."""
    options = cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE
    return html5lib.parse(cmarkgfm.github_flavored_markdown_to_html(text, options=options), namespaceHTMLElements=False)


def tags(text: str) -> set[str]:
    return {node.tag for node in rendered(text).iter() if isinstance(node.tag, str)}


OURS = {"html", "head", "body", "h3", "p", "strong", "details", "summary", "ul", "li", "code", "ins", "del"}


@pytest.mark.parametrize("raw", HOSTILE, ids=ascii)
def test_no_text_of_a_change_comes_alive(raw: str) -> None:
    text = markdown.as_markdown(review_of(raw)).encode("utf-8", "replace").decode()
    assert tags(text) <= OURS
    assert list(comment.faults(text)) == []


@pytest.mark.parametrize("raw", HOSTILE, ids=ascii)
def test_no_text_comes_alive_between_the_marks_of_a_change(raw: str) -> None:
    """Also where a mark falls into the middle of an address or a mention."""
    raw = raw[:400]
    middle = len(raw) // 2
    rows = (f"а [−{raw}−][+{raw}+] б", f"[+{raw[:middle]}+]{raw[middle:]}", f"{raw[:1]}[−{raw[1:]}−]{raw}")
    change = RecordChange("data/x", "x", "изменено", tuple(ChangeLine(row, (row,)) for row in rows))
    text = markdown.as_markdown(ChangeReview("0" * 40, (change,), (), (), 0, 1)).encode("utf-8", "replace").decode()
    assert tags(text) <= OURS and "<ins>" in text
    assert list(comment.faults(text)) == []


@pytest.mark.parametrize("raw", ["[ссылка](https://evil.example)", "<img src=x>", "www.evil.example", "| а |\n|-|"])
def test_without_the_escaping_the_same_texts_come_alive(raw: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The red twin of the test above."""
    monkeypatch.setattr(markdown, "escaped", lambda text: text)
    text = markdown.as_markdown(review_of(f"а\n\n{raw}\n"))
    assert tags(text) - OURS
    assert list(comment.faults(text)) != []


def test_what_is_shown_are_the_words_themselves() -> None:
    message = "Урок «5–7»: 40 %, a_b*c & <b> [1] (x) №3"
    text = markdown.as_markdown(review_of(message))
    shown = "".join(rendered(text).itertext()).replace("\u2060", "")
    assert shown.count(message) >= 8


def test_a_large_review_fits_and_counts_the_rest() -> None:
    many = tuple(Problem(f"data/practices/n{n}.yml", n, 1, "title", "code", "слово, " * 60, "") for n in range(3000))
    changes = tuple(RecordChange(f"data/practices/n{n}.yml", f"n{n}", f"новая практика «{n}»") for n in range(3000))
    text = markdown.as_markdown(ChangeReview("0" * 40, changes, many, (), 0, 3000))
    assert len(text) <= markdown.LIMIT < 65_536
    assert text.count("- и ещё ") == 2
    assert "Исправить (3000)" in text and "Что меняется (3000)" in text
    assert list(comment.faults(text)) == []


def test_many_equal_remarks_of_one_file_are_one_line_and_counted() -> None:
    many = [Problem("data/terms/a.yml", n, 1, "definition", "text-lost", "не видно", "") for n in range(3000)]
    look = [Problem("data/terms/a.yml", n, 1, "", "review-status", "посмотрите", severity=NOTICE) for n in range(90)]
    other = Problem("data/terms/b.yml", 1, 1, "", "other", "другое", "")
    text = markdown.as_markdown(ChangeReview("0" * 40, (), (*many, other), tuple(look), 0, 2))
    assert "Исправить (3001)" in text and "Посмотреть проверяющему (90)" in text, "the counts are of all"
    assert len(re.findall(r"^- .*a&#46;yml.*", text, re.MULTILINE)) == 2 * (MAX_ALIKE + 1)
    assert re.search("и ещё 2.?950 таких же", html.unescape(text)) and "другое" in text
    assert list(comment.faults(text)) == []


def test_one_large_change_does_not_push_out_the_others() -> None:
    rows = tuple(ChangeLine(f"поле {n}: " + "слово, " * 200) for n in range(400))
    changes = [RecordChange("data/a.yml", "a", "новая практика «Большая»", rows)]
    changes += [
        RecordChange(f"data/b{n}.yml", f"b{n}", f"изменена практика «{n}»", (ChangeLine(f"поле {n}"),))
        for n in range(90)
    ]
    text = markdown.as_markdown(ChangeReview("0" * 40, tuple(changes), (), (), 0, 91))
    assert len(text) <= markdown.LIMIT and all(f"практика «{n}»" in text for n in range(90))
    assert "не показано строк: 3" in text and list(comment.faults(text)) == []


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
    "no-mark": GOOD.removeprefix(markdown.COMMENT_MARKER),
    "bidi": GOOD + "\n- а\u202eб",
    "bidi-as-entity": GOOD + "\n- а&#8238;б",
    "newline-as-entity": GOOD + "\n- а&#10;/merge",
    "letters-as-entities": GOOD + "\n- &#119;ww",
    "long": GOOD + "\n- слово" * 20_000,
    "other-verdict": GOOD.replace("Сначала нужно исправить ошибки.", "Ошибок нет, можно принимать."),
    "second-verdict": GOOD + "\n**Ошибок нет, можно принимать.**",
    "sentence": GOOD + "\nПринимайте без опасений.",
    "other-heading": GOOD + "\n### Проверено",
    "other-group": GOOD + "\n<details><summary>Проверено (1)</summary>\n\n</details>",
    "unclosed-mark": GOOD + "\n- <ins>слово",
    "nested-marks": GOOD + "\n- <ins><del>слово</del></ins>",
    "closed-mark": GOOD + "\n- слово</del>",
    "mark-around-an-address": GOOD + "\n- www<ins>&#46;evil&#46;example</ins>",
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_review_is_refused(name: str) -> None:
    with pytest.raises(comment.Refused):
        comment.decoded(FORGED[name].encode())


def test_the_refusal_and_a_good_review_are_good_reviews() -> None:
    assert comment.decoded(GOOD.encode()) == GOOD
    assert list(comment.faults(comment.NOT_SHOWN)) == []


def packed(
    entries: dict[str, bytes], mode: int = 0o644, kind: int = stat.S_IFREG, method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (kind | mode) << 16
            info.compress_type = method
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
    "bzip2": packed({"review.md": GOOD.encode()}, method=zipfile.ZIP_BZIP2),
    "lzma": packed({"review.md": GOOD.encode()}, method=zipfile.ZIP_LZMA),
}


@pytest.mark.parametrize("name", BAD_ARCHIVES)
def test_an_archive_that_is_not_the_review_is_refused(name: str) -> None:
    with pytest.raises(comment.Refused):
        comment.unpacked(BAD_ARCHIVES[name])


def test_a_broken_archive_is_an_answer_and_never_a_traceback() -> None:
    """2,000 archives with bytes changed, cut out, doubled or put in, of every way to pack: each is read or refused."""
    rng = random.Random(8)
    whole = [
        packed({"review.md": GOOD.encode()}, method=method)
        for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    ]
    refused = 0
    for n in range(2000):
        raw = bytearray(whole[n % len(whole)])
        ends = (len(raw) - 120, len(raw)) if n % 3 else (0, len(raw))  # the directory at the end is where it hurts
        for _ in range(rng.randrange(1, 6)):
            at = rng.randrange(*ends) % len(raw)
            match rng.randrange(4):
                case 0:
                    raw[at] = rng.choice((0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)))
                case 1:
                    del raw[at : at + rng.randrange(1, 9)]
                case 2:
                    raw[at:at] = rng.randbytes(rng.randrange(1, 9))
                case 3:
                    raw[at : at + 4] = rng.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f"))
        text, status = comment._judged(bytes(raw), packed=True)
        assert (text == comment.NOT_SHOWN) if status else (text == GOOD)
        refused += status
    assert 1500 < refused < 2000


@pytest.mark.parametrize("error", [zlib.error, lzma.LZMAError, struct.error, MemoryError, UnicodeError, KeyError])
def test_whatever_the_library_stumbles_over_is_refused(error: type, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise error("сломано")

    archive = packed({"review.md": GOOD.encode()})
    monkeypatch.setattr(comment.zipfile.ZipFile, "open", stumble)
    with pytest.raises(comment.Refused):
        comment.unpacked(archive)


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
