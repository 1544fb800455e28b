"""Answer an issue that brings a record, and make the request when a member of the forge says so.

Runs in the trusted jobs, from the main branch. The text of an issue is a stranger's: it is read from the file of the
event, never put into a command. Who parses it is another job, without any right to write (``metodoteka intake``); what
that hands over is data here: one JSON file of a limited size, an answer held to the few forms that the program writes
(``answer_faults``), files that are records and nothing else.

A label accepts exactly the text that was checked. The answer carries the hash of that text; a label is acted on only
when the hash of the issue as it is now is the same, when whoever set it may write to the repository (asked from the
forge, not read from the event), and then it is taken off. So a text that was edited afterwards waits for another label.

Usage: ``intake.py limit|answer|accept github|gitea`` (an event), ``intake.py fetch|answer gitlab FOLDER`` (a schedule).
Needs nothing but Python 3.11; ``accept`` runs the program's own ``metodoteka intake --propose`` for git.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import comment
from forges import LABEL, MARK, MOST_ISSUES, Events, Project, is_record

FILE = "intake.json"
MOST_BYTES = 1_000_000
_HASH = re.compile(r"<!-- text ([0-9a-f]{64}) (right|wrong) -->")
_PATH = re.compile(r"data/[a-z]{3,30}/[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?\.yml")
_PLAIN = re.compile(r"[\w «»—–,.…()№-]{1,200}")

_SAID = (
    "Запись можно принять",
    "Сначала нужно исправить",
    "Записи в обращении не видно",
    "Файлы здесь не принимаются, и никто их не открывал",
    "В обращении похоже на личные данные, а его видят все",
)
_LINES = re.compile(
    rf"(?:### Ответ на обращение|\*\*(?:{'|'.join(_SAID)})\.\*\* .*|- .*"
    r"|<details open><summary>Замечания \(\d+\)</summary>|</details>)?"
)
NOT_SHOWN = (
    f"{MARK}\n### Ответ на обращение\n\n**Ответа нет.** Проверка остановилась. "
    "Тому, кто ведёт базу: посмотрите её журнал.\n"
)
CHANGED = (
    "**Метка снята: она стояла не на том тексте, на который дан ответ.** "
    "Прочитайте ответ на нынешний текст и поставьте метку ещё раз."
)
NOT_RIGHT = "**Метка снята: в обращении есть что исправить.** Запрос не создан."
NO_RIGHT = "Метку поставил не тот, кто может писать в репозиторий: ничего не сделано."
STOPPED = "**Метка снята: ветку создать не удалось.** Причина — в журнале процесса «Приём обращений»."


class Refused(Exception):
    """What the job without rights handed over is not what it writes; the text says why and quotes nothing."""


# --- what the job without rights hands over ---------------------------------------------------------------------------


def answer_faults(answer: str) -> Iterator[str]:
    """Why an answer may not be posted."""
    yield from comment.faults(answer, mark=MARK, lines=_LINES)


def handed_over(raw: bytes) -> dict:
    """The answer, the title of a request, its author and its files; :class:`Refused` for anything else."""
    if len(raw) > MOST_BYTES:
        raise Refused(f"файл больше {MOST_BYTES} байт")
    try:
        found = json.loads(raw.decode("utf-8"))
        answer, title, author, files = (found[name] for name in ("answer", "title", "author", "files"))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused(f"файл не читается ({type(error).__name__})") from None
    if not all(isinstance(one, str) for one in (answer, title, author)) or not isinstance(files, dict):
        raise Refused("в файле не то, что пишет программа")
    if wrong := list(dict.fromkeys(answer_faults(answer))):
        raise Refused(f"ответ не такой, каким его пишет программа: {len(wrong)} причин")
    if not all(_PATH.fullmatch(path) and isinstance(text, str) for path, text in files.items()) or len(files) > 20:
        raise Refused("среди файлов не записи")
    if files and not (_PLAIN.fullmatch(title) and _PLAIN.fullmatch(author)):
        raise Refused("название запроса не из слов")
    return {"answer": answer, "title": title, "author": author, "files": files}


def hash_of(body: str | None) -> str:
    """The mark of a text of an issue, however its lines end."""
    return hashlib.sha256((body or "").replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")).hexdigest()


def signed(answer: str, body: str | None, right: bool) -> str:
    """The answer with the mark of the text that it answers, which only this script writes."""
    return f"{answer.rstrip()}\n\n<!-- text {hash_of(body)} {'right' if right else 'wrong'} -->\n"


def accepts(comment_body: str, body: str | None) -> bool:
    """Return whether an answer of ours says that exactly this text may be accepted."""
    found = _HASH.search(comment_body)
    return found is not None and found[1] == hash_of(body) and found[2] == "right"


# --- what the jobs do -------------------------------------------------------------------------------------------------


def limit(forge: Events) -> int:
    """Say for the next steps whether the issue is looked at; many of one author in a day are not."""
    found = forge.event["issue"]
    many = forge.of_author_today() > MOST_ISSUES
    go = is_record(found) and found.get("state", "open") == "open" and not many
    if many:
        print("За сутки обращений от одного автора слишком много: это ждёт человека.")
    with Path(forge.env["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as out:
        out.write(f"go={'yes' if go else 'no'}\n")
    return 0


def answer(forge: Events | Project, body: str | None, raw: bytes) -> int:
    """Post or renew the one comment; an answer to another text than the present one is not posted."""
    try:
        found, status = handed_over(raw), 0
        text, right = found["answer"], bool(found["files"])
    except Refused as refused:
        print(f"Ответ не опубликован: {refused}", file=sys.stderr)
        text, right, status = NOT_SHOWN, False, 1
    now = forge.issue()
    if hash_of(now.get("body")) != hash_of(body):
        print("Обращение уже изменили: ответит следующая проверка.")
        return status
    if LABEL in [one.get("name") for one in now.get("labels") or ()]:
        forge.take_label_off()  # it was set on an earlier text
    forge.write_answer(signed(text, body, right))
    print(f"Ответ опубликован в обращении {forge.number}.")
    return status


def accept(forge: Events | Project, body: str | None, raw: bytes) -> int:
    """Make or complete the branch and the request of an issue that a member has labelled, and take the label off."""
    sets, who = forge.labelled()
    if not sets:
        return 0
    if who and not forge.may_write(who):
        print(NO_RIGHT)
        return 0
    now, told = forge.issue(), forge.answer()
    if now.get("state") != "open":
        print("Обращение закрыто: ничего не сделано.")
        return 0
    if told is None or not who or hash_of(now.get("body")) != hash_of(body) or not _answers(told, body):
        return _stop(forge, told, CHANGED)
    if not accepts(told["body"], body):
        return _stop(forge, told, NOT_RIGHT)
    try:
        found = handed_over(raw)
    except Refused as refused:
        print(f"Ничего не создано: {refused}", file=sys.stderr)
        return _stop(forge, told, STOPPED) or 1
    if not found["files"]:
        return _stop(forge, told, NOT_RIGHT)
    return _request_of(forge, told, found)


def _answers(told: dict, body: str | None) -> bool:
    found = _HASH.search(told["body"])
    return found is not None and found[1] == hash_of(body)


def _request_of(forge: Events | Project, told: dict, found: dict) -> int:
    branch = f"predlozhenie/obrashchenie-{forge.number}"
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / FILE
        result.write_text(json.dumps(found), encoding="utf-8")
        words = [".venv/bin/metodoteka", "intake", "--propose", str(result), "--number", str(forge.number)]
        # The program gets what git needs to push, and not the token by its name.
        kept = {name: value for name, value in os.environ.items() if "TOKEN" not in name}
        done = subprocess.run(words, env=kept | forge.git_login(), check=False)
    if done.returncode:
        return _stop(forge, told, STOPPED) or 1
    text = (
        f"Записи из обращения #{forge.number}. Предложил: {found['author']}.\n\nТекст проверен и принят меткой; "
        f"правка обращения сюда не попадёт, пока метку не поставят ещё раз.\n\nCloses #{forge.number}\n"
    )
    address = forge.request(branch, f"Обращение {forge.number}: {found['title']}"[:200], text)
    said = (
        f"**Запрос создан:** {address}" if address
        else f"**Ветка создана.** Площадка не дала создать запрос, откройте его сами: {forge.compare_address(branch)}"
    )  # fmt: skip
    forge.take_label_off()
    _append(forge, told, said)
    print(f"Ветка {branch} готова.")
    return 0


def _stop(forge: Events | Project, told: dict | None, why: str) -> int:
    print(re.sub(r"[*]", "", why))
    forge.take_label_off()
    if told is not None:
        _append(forge, told, why)
    return 0


def _append(forge: Events | Project, told: dict, said: str) -> None:
    """The answer with what became of it above the mark of the text."""
    body = re.sub(r"\n\*\*(?:Метка снята|Запрос создан|Ветка создана).*\n", "", told["body"])
    mark = _HASH.search(body)
    head = body[: mark.start()].rstrip() if mark else body.rstrip()
    forge.write_answer(f"{head}\n\n{said}\n\n{mark[0] if mark else ''}\n")


def _read_limited(path: Path) -> bytes:
    """What the job without rights handed over, from an ordinary file."""
    if path.is_symlink() or not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def fetch(env: dict[str, str], folder: Path) -> int:
    """Write the issues that a scheduled run has to look at, each as the event of the other forges."""
    folder.mkdir(parents=True, exist_ok=True)
    for forge in Project(env).waiting():
        issue, told = forge.issue(), forge.answer()
        if forge.labelled()[0] or told is None or not _answers(told, issue["body"]):
            (folder / f"{forge.number}.json").write_text(json.dumps({"issue": issue}), encoding="utf-8")
    return 0


def scheduled(env: dict[str, str], folder: Path) -> int:
    """Answer or accept every issue of ``fetch`` that the job without rights has looked at."""
    status = 0
    for forge in Project(env).waiting():
        event = folder / f"{forge.number}.json"
        if not event.is_file():
            continue
        body = json.loads(event.read_text("utf-8"))["issue"]["body"]
        raw = _read_limited(folder / f"{forge.number}.result")
        status |= accept(forge, body, raw) if forge.labelled()[0] else answer(forge, body, raw)
    return status


def main(arguments: list[str]) -> int:
    """Run one of the jobs; the exit status is 1 when something could not be done, 2 for usage."""
    env = dict(os.environ)
    try:
        match arguments:
            case ["limit" | "answer" | "accept" as what, "github" | "gitea" as name]:
                forge = Events(name, env)
                if what == "limit":
                    return limit(forge)
                job = {"answer": answer, "accept": accept}[what]
                return job(forge, forge.event["issue"].get("body"), _read_limited(Path(env["HANDED_OVER"])))
            case ["fetch" | "answer" as what, "gitlab", folder]:
                return {"fetch": fetch, "answer": scheduled}[what](env, Path(folder))
    except (OSError, ValueError, KeyError, TypeError) as error:
        # Only the kind of the error: its words may hold what somebody wrote.
        print(f"Площадка не ответила или ответила не то: {type(error).__name__}", file=sys.stderr)
        return 1
    print("Использование: intake.py limit|answer|accept github|gitea; fetch|answer gitlab ПАПКА", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
