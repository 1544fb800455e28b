"""Post the review of a proposed change as one comment that is renewed, never repeated.

Runs in the trusted job: it has a token that may write, so it runs nothing of the change and believes nothing that the
change could have made. The review comes as an artefact of a job in which a stranger's code ran; here it is data: one
file of one name and a limited size, held to the few forms that ``metodoteka review --format markdown`` writes
(``faults``). Which request the comment belongs to is asked from the forge by the commit of the run, not read from the
artefact.

The review is made by the program as the change leaves it. So this script asks the forge itself which files the change
touches, and when one of them decides what runs the comment begins with saying that the review is not to be trusted.

Usage: ``comment.py github`` | ``comment.py gitlab`` | ``comment.py check FILE``. Needs nothing but Python 3.11.
"""

from __future__ import annotations

import html
import io
import json
import os
import re
import stat
import sys
import unicodedata
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

MARK = "<!-- metodoteka-review -->"
FILE = "review.md"
ARTIFACT = "review"
MOST_CHARACTERS = 65_000
MOST_BYTES = 4 * MOST_CHARACTERS
MOST_ARCHIVE = MOST_BYTES + 4096
NOT_SHOWN = (
    f"{MARK}\n### Обзор изменения\n\nОбзор не показан: файл обзора не такой, каким его пишет команда review. "
    "Прежде чем смотреть журнал проверки, посмотрите, не меняет ли запрос саму программу.\n"
)
STALE = (
    f"{MARK}\n### Обзор изменения\n\nОбзора последней правки нет: проверка остановилась раньше. Прежний обзор к ней не "
    "относится; смотрите журнал проверки.\n"
)
NOT_TRUSTED = "### Запрос меняет саму программу, обзору не верить"
_MOST_NAMED = 20
_MOST_FILES = 3000  # GitHub lists no more of one request

_TAGS = re.compile(r"<details(?: open)?>|</?summary>|</details>|</?code>|</?ins>|</?del>")
_MARKED = re.compile(r"<(ins|del)>[^<\n]*</\1>")
_REFERENCE = re.compile(r"&#(\d{2,7});")
#: the only lines that a review does not make of the change: another verdict or heading is somebody else's
_OWN = (
    "### Обзор изменения",
    "Записи и страницы не меняются.",
    "Ничего не меняется.",
    "Зачёркнуто — убранное, подчёркнуто — добавленное.",
    NOT_SHOWN.rstrip("\n").split("\n")[-1],
)
_VERDICT = r"\*\*(?:Сначала нужно исправить ошибки|Ошибок нет, решает проверяющий)\.\*\* .*"
_GROUP = r"(?:Сначала посмотрите|Исправить|Что меняется|Посмотреть проверяющему|Предупреждения) \(\d+\)"
_LINES = re.compile(
    rf"(?:{'|'.join(map(re.escape, _OWN))}|{_VERDICT}|(?:  ){{0,2}}- .*"
    rf"|<details(?: open)?><summary>{_GROUP}</summary>|</details>)?"
)
# Signs of our own sentences; everything else of a stranger's text is a character reference.
_RAW = re.compile(r"(?m:^### |^(?:  ){0,2}- )|[^\W_]|[ \n«»—–…,;?№„“”→()]|\*\*|\.(?=[ *\n])|:(?= )")
# What forges make alive after rendering: mentions, references, quick links, addresses, e-mail.
_ALIVE = re.compile(r"[@#!$%~&^:](?=[^\s\u2060])|\bwww\.(?!\u2060)|\bGH-(?!\u2060)", re.IGNORECASE)


class Refused(Exception):
    """The artefact is not what the review writes; the text says why."""


# --- the artefact as data --------------------------------------------------------------------------------------------


def faults(text: str, *, mark: str = MARK, lines: re.Pattern[str] = _LINES) -> Iterator[str]:
    """Why a text may not be posted: everything in it that is not of the forms a review consists of (of ``lines`` behind
    the first one, ``mark``)."""
    if len(text) > MOST_CHARACTERS:
        yield f"текст длиннее {MOST_CHARACTERS} знаков"
        return
    if not text.startswith(f"{mark}\n"):
        yield "в первой строке нет метки обзора"
    body = text.removeprefix(f"{mark}\n")
    for number, line in enumerate(body.split("\n"), 2):
        if not lines.fullmatch(line):
            yield f"строка {number} не такая, как строки обзора"
        if re.search(r"</?(?:ins|del)>", _MARKED.sub("", line)):
            yield f"строка {number}: отметка о правке не закрыта"
    bare = _TAGS.sub("", body)
    for code in map(int, _REFERENCE.findall(bare)):
        if code < 32 or 127 <= code < 160 or code > 0x10FFFF or (chr(code).isalnum() and code < 128):
            yield f"ссылка на знак с номером {code}"
    left = _RAW.sub("", _REFERENCE.sub("", bare))
    if left:
        yield f"знаки, которых в обзоре не бывает: {sorted(set(left))}"
    shown = re.sub(r"^### ", "", html.unescape(bare), flags=re.MULTILINE)
    if hidden := {character for character in shown if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs")} - {
        "\n",
        "\u2060",
    }:
        yield f"невидимые знаки: {sorted(map(ord, hidden))}"
    if alive := _ALIVE.search(shown):
        yield f"упоминание или ссылка, которую оживит площадка: {alive[0]!r}"
    if text.count("<details") != text.count("</details>"):
        yield "свёрнутые части не закрыты"


def decoded(raw: bytes) -> str:
    """The text of the review, or :class:`Refused` with every reason."""
    if len(raw) > MOST_BYTES:
        raise Refused(f"файл больше {MOST_BYTES} байт")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused("файл не в UTF-8") from error
    if wrong := list(dict.fromkeys(faults(text))):
        raise Refused("; ".join(wrong[:20]))
    return text


def unpacked(archive: bytes) -> bytes:
    """The one file of the artefact, read in memory; :class:`Refused` for any other archive."""
    if len(archive) > MOST_ARCHIVE:
        raise Refused(f"архив больше {MOST_ARCHIVE} байт")
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as packed:
            entries = packed.infolist()
            if len(entries) != 1:
                raise Refused("в архиве должен быть один файл")
            entry = entries[0]
            if entry.filename != FILE or entry.is_dir() or entry.flag_bits & 1:
                raise Refused(f"в архиве «{entry.filename[:60]}», а должен быть {FILE}")
            mode = entry.external_attr >> 16
            if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
                raise Refused("в архиве ссылка, а не файл")
            if entry.file_size > MOST_BYTES:
                raise Refused(f"файл больше {MOST_BYTES} байт")
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise Refused("архив сжат способом, которым его не сжимает площадка")
            with packed.open(entry) as file:
                return file.read(MOST_BYTES + 1)
    except Refused:
        raise
    except Exception as error:  # a stranger's bytes: whatever the library stumbles over, it is no review
        raise Refused(f"архив не открывается ({type(error).__name__})") from error


# --- what the change is, by the forge's own list ---------------------------------------------------------------------

# The same lines stand in generator/upkeep/review/programs.py; tests/test_comment_forges.py compares them word by word.
_FOLDERS = re.compile(
    r"(?:.*/)?(?:\.github|\.gitlab|\.forgejo|\.gitea|\.ci|\.circleci|\.devcontainer|\.vscode|\.idea|\.metodoteka|generator"
    r"|theme|tests|scripts|bin|hooks)/.*",
    re.DOTALL,
)
_BASE = re.compile(r"(?:.*/)?(?:data|content)/.*", re.DOTALL)
_CODE = re.compile(
    r".*\.(?:py[cdiwx]?|so|dll|exe|jar|wasm|[cm]?js|jsx|tsx?|vue|x?html?|xht|css|s[ac]ss|j2|jinja2?|toml|cfg|ini|lock"
    r"|sh|bash|zsh|fish|ps1|bat|cmd|php|pl|rb|lua|go|rs|java|mk|pth)",
    re.DOTALL,
)
_HARMLESS = re.compile(
    r"(?:.*/)?(?:[^/]*\.(?:md|txt|rst|png|jpe?g|gif|webp|svg|pdf|docx?|xlsx?|pptx?|odt|ods|csv)|[^/.]+"
    r"|\.editorconfig|\.gitignore|\.mailmap)",
    re.DOTALL,
)
_NAMES = re.compile(
    r"(?:.*/)?(?:(?:requirements|constraints|cmakelists|sitecustomize|usercustomize)[^/]*|(?:gnu)?makefile|procfile"
    r"|justfile|[^/.]+file|build|generator|theme|tests|data|content|scripts|bin|hooks)",
    re.DOTALL,
)


def decides_what_runs(path: str) -> bool:
    """Return True for programs, their settings, the theme and every other kind of file that nobody knows; records,
    texts, pictures and documents run nothing."""
    path = path.casefold().replace("\\", "/")
    if path.startswith(("data/", "content/")):
        return bool(_CODE.fullmatch(path))
    if _FOLDERS.fullmatch(path) or _NAMES.fullmatch(path):
        return True
    return bool(_CODE.fullmatch(path)) if _BASE.fullmatch(path) else not _HARMLESS.fullmatch(path)


def warning(paths: Sequence[str] | None) -> str:
    """What stands above a review whose program the change itself has written; empty for a change of records and texts.

    ``paths`` are all files of the change as the forge lists them, None where it would not say.
    """
    if paths is None:
        return (
            f"{NOT_TRUSTED}\n\nПлощадка не назвала все файлы запроса, и не видно, меняет ли он саму программу. Пусть "
            "инженер посмотрит список файлов.\n"
        )
    mine = [path for path in paths if decides_what_runs(path)]
    if not mine:
        return ""
    rows = [f"- <code>{_shown(path)}</code>" for path in mine[:_MOST_NAMED]]
    rows += [f"- и ещё {len(mine) - _MOST_NAMED}"] if len(mine) > _MOST_NAMED else []
    return (
        f"{NOT_TRUSTED}\n\nЭти файлы решают, что запускается, а обзор делает программа из самого запроса: она может "
        "написать в нём что угодно. До слияния инженер читает их построчно:\n\n" + "\n".join(rows) + "\n"
    )


def combined(text: str, warned: str) -> str:
    """The comment: the review as it is, or below the warning and folded."""
    if not warned:
        return text
    body = text.removeprefix(f"{MARK}\n")
    folded = f"<details><summary>Обзор, который сделала программа из этого запроса</summary>\n\n{body}\n</details>\n"
    return f"{MARK}\n{warned}\n{folded}"


def _shown(path: str) -> str:
    """A file's name that shows as it is and does nothing: every sign but letters and digits as a reference."""
    line = "".join(character if character.isprintable() else "·" for character in path)
    line = line if len(line) <= 120 else f"{line[:60]}…{line[-59:]}"
    # A word joiner, which nobody sees, keeps forges from making mentions and links of it.
    line = re.sub(r"[@#!$%~&^:.-]", lambda found: found[0] + "\u2060", line)
    return re.sub(r"[^\w\s]|_", lambda character: f"&#{ord(character[0])};", line)


# --- the forges ------------------------------------------------------------------------------------------------------


class _Staying(urllib.request.HTTPRedirectHandler):
    """Redirections are not followed by themselves: the token must not travel to another host."""

    def redirect_request(self, *_):
        return None


_OPENER = urllib.request.build_opener(_Staying)


def _request(url: str, headers: dict[str, str], *, method: str = "GET", body: dict | None = None, most: int) -> bytes:
    """One request; at most ``most`` bytes of the answer. A redirection is followed once, without our headers."""
    data = None if body is None else json.dumps(body).encode()
    sent = headers | ({"Content-Type": "application/json"} if data else {})
    try:
        with _OPENER.open(urllib.request.Request(url, data, sent, method=method), timeout=60) as answer:
            return answer.read(most + 1)
    except urllib.error.HTTPError as error:
        there = error.headers.get("Location", "")
        if (
            method != "GET"
            or error.code not in (301, 302, 303, 307, 308)
            or not there.startswith(("https://", "http://"))
        ):
            raise
        with _OPENER.open(urllib.request.Request(there), timeout=60) as answer:
            return answer.read(most + 1)


class _Forge:
    """The few calls that both forges answer alike."""

    def __init__(self, base: str, headers: dict[str, str]):
        self._base, self._headers = base.rstrip("/"), headers

    def get(self, path: str, **query: str | int):
        tail = f"?{urllib.parse.urlencode(query)}" if query else ""
        return json.loads(_request(f"{self._base}/{path}{tail}", self._headers, most=20_000_000))

    def pages(self, path: str, **query: str | int) -> Iterator[dict]:
        for page in range(1, _MOST_FILES // 100 + 1):
            found = self.get(path, per_page=100, page=page, **query)
            yield from found
            if len(found) < 100:
                return

    def bytes(self, path: str, most: int) -> bytes:
        return _request(f"{self._base}/{path}", self._headers, most=most)

    def send(self, method: str, path: str, body: dict) -> None:
        _request(f"{self._base}/{path}", self._headers, method=method, body=body, most=1_000_000)


def _judged(raw: bytes, packed: bool) -> tuple[str, int]:
    """What to post, and the exit status."""
    try:
        return decoded(unpacked(raw) if packed else raw), 0
    except Refused as refused:
        print(f"Обзор не опубликован: {refused}", file=sys.stderr)
        return NOT_SHOWN, 1


def _listed(forge: _Forge, path: str, names: Sequence[str]) -> list[str] | None:
    """The files of a request by the forge's own list, former names included; None when the list is empty or not
    whole."""
    try:
        found = list(forge.pages(path))
        paths = [one[name] for one in found for name in names if one.get(name)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"Список файлов запроса не получен: {error}", file=sys.stderr)
        return None
    return list(dict.fromkeys(map(str, paths))) if 0 < len(found) < _MOST_FILES else None


def _fetched(forge: _Forge, path: str, most: int, packed: bool) -> tuple[str, int]:
    """The review at an address of the forge, and the exit status; one that cannot be fetched is not shown."""
    try:
        return _judged(forge.bytes(path, most), packed)
    except (OSError, ValueError) as error:
        print(f"Обзор не опубликован: {error}", file=sys.stderr)
        return NOT_SHOWN, 1


def github(env: dict[str, str]) -> int:
    """Comment on the pull request whose newest commit the finished run checked."""
    api = _Forge(
        env["GITHUB_API_URL"],
        {"Authorization": f"Bearer {env['GITHUB_TOKEN']}", "Accept": "application/vnd.github+json"},
    )
    repository, run, commit = env["GITHUB_REPOSITORY"], int(env["RUN_ID"]), env["HEAD_SHA"]
    owner = env["HEAD_REPOSITORY"].split("/")[0]

    # The event names no request for a fork, so it is found by where the commit lies.
    def open_requests() -> list[int]:
        return [
            int(one["number"])
            for one in api.pages(f"repos/{repository}/pulls", state="open", head=f"{owner}:{env['HEAD_BRANCH']}")
            if one["head"]["sha"] == commit and (one["head"]["repo"] or {}).get("full_name") == env["HEAD_REPOSITORY"]
        ]

    requests = open_requests()
    if not requests:
        print("Открытого запроса с этой правкой нет: комментировать нечего.")
        return 0
    listed = api.get(f"repos/{repository}/actions/runs/{run}/artifacts", name=ARTIFACT, per_page=10)["artifacts"]
    artifacts = [one for one in listed if one["name"] == ARTIFACT and not one["expired"]]
    text, status = STALE, 0
    if artifacts:
        newest = max(artifacts, key=lambda one: one["id"])
        text, status = NOT_SHOWN, 1
        if newest["size_in_bytes"] <= MOST_ARCHIVE:
            archive = f"repos/{repository}/actions/artifacts/{int(newest['id'])}/zip"
            text, status = _fetched(api, archive, MOST_ARCHIVE, packed=True)
        else:
            print("Обзор не опубликован: архив слишком большой", file=sys.stderr)
    else:
        print("Обзора нет: проверка остановилась раньше. Смотрите её журнал.")
    log = f"{env['GITHUB_SERVER_URL']}/{repository}/actions/runs/{run}"
    tail = f"\n[Журнал проверки и собранный сайт для просмотра]({log})\n"
    files = {
        number: _listed(api, f"repos/{repository}/pulls/{number}/files", ("filename", "previous_filename"))
        for number in requests
    }
    for number in open_requests():  # the list belongs to this commit only if nothing came in between
        if number not in files:
            continue
        path = f"repos/{repository}/issues/{number}/comments"
        mine = [
            one for one in api.pages(path)
            if one["body"].startswith(MARK) and one["user"]["login"] == "github-actions[bot]"
        ]  # fmt: skip
        if not mine and not artifacts:
            continue
        body = combined(text, warning(files[number])) + tail
        if not mine:
            api.send("POST", path, {"body": body})
        elif mine[0]["body"].strip() != body.strip():
            api.send("PATCH", f"repos/{repository}/issues/comments/{int(mine[0]['id'])}", {"body": body})
        print(f"Обзор опубликован в запросе {number}.")
    return status


def gitlab(env: dict[str, str]) -> int:
    """Comment on every open merge request whose newest pipeline has a review."""
    api = _Forge(env["CI_API_V4_URL"], {"PRIVATE-TOKEN": env["METODOTEKA_COMMENT_TOKEN"]})
    project, status = f"projects/{int(env['CI_PROJECT_ID'])}", 0
    me = api.get("user")["id"]
    for listed in api.pages(f"{project}/merge_requests", state="opened"):
        one = api.get(f"{project}/merge_requests/{int(listed['iid'])}")
        pipeline = one.get("head_pipeline") or {}
        if not pipeline or pipeline["sha"] != one["sha"]:
            continue
        there = f"projects/{int(pipeline['project_id'])}"
        jobs = [job for job in api.pages(f"{there}/pipelines/{int(pipeline['id'])}/jobs") if job["name"] == ARTIFACT]
        path = f"{project}/merge_requests/{int(one['iid'])}/notes"
        mine = [note for note in api.pages(path) if note["body"].startswith(MARK) and note["author"]["id"] == me]
        try:
            raw = api.bytes(f"{there}/jobs/{max(int(job['id']) for job in jobs)}/artifacts/{FILE}", MOST_BYTES)
        except (OSError, ValueError):  # no such job, not finished yet, or nothing kept
            if not mine:
                continue
            text, wrong = STALE, 0
        else:
            text, wrong = _judged(raw, packed=False)
        status |= wrong
        files = _listed(api, f"{project}/merge_requests/{int(one['iid'])}/diffs", ("new_path", "old_path"))
        if api.get(f"{project}/merge_requests/{int(listed['iid'])}")["sha"] != one["sha"]:
            continue  # something came in between: the next run looks at it
        if str(one.get("changes_count") or "").endswith("+"):
            files = None  # the forge stops counting, and listing, there
        body = combined(text, warning(files))
        if not mine:
            api.send("POST", path, {"body": body})
        elif mine[0]["body"].strip() != body.strip():
            api.send("PUT", f"{path}/{int(mine[0]['id'])}", {"body": body})
        print(f"Обзор опубликован в запросе {one['iid']}.")
    return status


def main(arguments: list[str]) -> int:
    """Run one of the three ways; the exit status is 1 for a refused artefact, 2 for usage."""
    match arguments:
        case ["github" | "gitlab" as name]:
            try:
                return {"github": github, "gitlab": gitlab}[name](dict(os.environ))
            except (OSError, ValueError) as error:
                print(f"Площадка не ответила, обзор не опубликован: {error}", file=sys.stderr)
                return 1
        case ["check", name]:
            try:
                decoded(Path(name).read_bytes()[: MOST_BYTES + 1])
            except Refused as refused:
                print(refused, file=sys.stderr)
                return 1
            return 0
    print("Использование: comment.py github | gitlab | check ФАЙЛ", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
