"""The answer to an issue that brings a record: what was understood, what to mend, what happens next.

The same comment is renewed at every edit. All of it is inert (``text.inert``): whatever a title holds, nothing is
mentioned, linked or drawn. ``.ci/intake.py`` holds a finished text to these forms before it is posted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from generator import text
from generator.channels.intake import Taken, TakenRecord
from generator.channels.intake_remarks import IntakeRemark
from generator.problems import ERROR, NOTICE
from generator.records import KINDS
from generator.text import escaped

INTAKE_MARKER = "<!-- metodoteka-intake -->"
"""The first line, by which the comment is found again."""
#: of a member: then the program makes the branch and the request
ACCEPTING_LABEL = "принять"
#: to whom a record without the role of an author is credited
ANONYMOUS_AUTHOR = "автор обращения"
MOST_CHARACTERS = 20_000
_MOST_REMARKS = 60
_TITLE = 120

_RIGHT = (
    "**Запись можно принять.** Её посмотрит тот, кто ведёт базу: "
    f"метка «{ACCEPTING_LABEL}» создаст запрос. На сайте до этого ничего не меняется."
)
_WRONG = (
    "**Сначала нужно исправить.** Исправьте текст записи в этом же обращении — «Изменить» (Edit) в его меню — и "
    "сохраните: проверка пройдёт заново, новое обращение не нужно."
)
_NOTHING = (
    "**Записи в обращении не видно.** Заполните форму на сайте, скопируйте её текст и вставьте его в это обращение."
)
_PEOPLE = (
    "**В обращении похоже на личные данные, а его видят все.** Сейчас же уберите их: измените обращение. Прежний текст "
    "остаётся в истории правок: откройте «изменено» (edited) над обращением и удалите прежнюю версию, а где этого "
    "нельзя — попросите того, кто ведёт базу, удалить обращение. Что именно написано, здесь не повторяется. Записи с "
    "именами присылают закрытым путём, который назвал методист: письмом, в папку или в закрытое хранилище."
)
_FILES = (
    "**Файлы здесь не принимаются, и никто их не открывал.** В файле Word или Excel, на снимке бывают имена, дети и "
    "сведения об авторе, а обращение видят все. Удалите вложение: измените обращение и уберите ссылку на файл, а "
    "прежнюю версию — из истории правок. Ссылка на файл может открываться и потом: попросите того, кто ведёт базу, "
    "удалить файл на площадке. Запись пришлите текстом формы, а файл, если он нужен, — закрытым путём, который назвал "
    "методист: письмом, в папку или в закрытое хранилище."
)


def as_answer(taken: Taken) -> str:
    """The whole comment in Russian, at most ``MOST_CHARACTERS`` characters; what does not fit is counted."""
    head = [INTAKE_MARKER, "### Ответ на обращение", ""]
    head += [row for one in _verdicts(taken) for row in (one, "")]
    rows = [_record(one) for one in taken.records]
    return _fitted("\n".join([*head, *rows]), list(_remarks(taken)))


def as_result(taken: Taken) -> dict[str, Any]:
    """What a job without rights hands to the one that may write: the ``answer``, the ``title`` of a request and the
    role of its ``author`` (words and signs of a sentence, nothing that a forge reads), the ``files`` by their paths,
    none while something has to be mended."""
    titles = [KINDS[one.kind].label[0] + (f" «{one.title}»" if one.title else "") for one in taken.records
              if one.path or not taken.is_right]  # fmt: skip
    return {
        "answer": as_answer(taken),
        "title": _plain(", ".join(titles)) if taken.is_right else "",
        "author": (_plain(taken.author) if taken.is_right else "") or ANONYMOUS_AUTHOR,
        "files": dict(taken.texts or {}),
    }


def _plain(words: str) -> str:
    kept = re.sub(r"[^\w «»—–,.()№-]|_", " ", text.clean(words))
    return text.cut_inside(" ".join(kept.split()), _TITLE)


def _verdicts(taken: Taken) -> Iterator[str]:
    if taken.names_people:
        yield _PEOPLE
    if taken.has_files:
        yield _FILES
    if taken.is_right:
        yield _RIGHT
    elif taken.records or any(one.severity == ERROR for one in taken.remarks):
        yield _WRONG
    else:
        yield _NOTHING


def _record(one: TakenRecord) -> str:
    kind = KINDS[one.kind].label[0]
    hidden = any(remark.about_people for remark in one.remarks)
    title = "название не показано" if hidden else f"«{escaped(one.title, _TITLE)}»" if one.title else "без названия"
    wrong = sum(remark.stops for remark in one.remarks)
    verdict = text.plural(wrong, "замечание", "замечания", "замечаний") if wrong else "замечаний нет"
    path = f", файл <code>{escaped(one.path)}</code>" if one.path and not hidden and not wrong else ""
    return f"- **{escaped(text.upper_first(kind))}** {title}: {escaped(verdict)}{path}"


def _remarks(taken: Taken) -> Iterator[str]:
    yield from map(_row, _ordered(taken.remarks))
    for number, record in enumerate(taken.records, 1):
        of = f"запись {number}: " if len(taken.records) > 1 else ""
        yield from (_row(one, of) for one in _ordered(record.remarks))


def _ordered(remarks: Iterable[IntakeRemark]) -> list[IntakeRemark]:
    return sorted(remarks, key=lambda one: (not one.stops, one.severity == NOTICE))


def _row(one: IntakeRemark, of: str = "") -> str:
    words = f"{one.message}; как исправить: {one.hint}" if one.hint else one.message
    lead = "" if one.stops else "обратите внимание: "
    return f"- {escaped(of + one.place)} — {lead}{escaped(words, 600)}"


def _fitted(head: str, rows: list[str]) -> str:
    """The head with as many remarks as fit."""
    if not rows:
        return head + "\n"
    out = f"{head}\n\n<details open><summary>Замечания ({len(rows)})</summary>\n\n"
    shown: list[str] = []
    room = MOST_CHARACTERS - len(out) - 200
    for row in rows[:_MOST_REMARKS]:
        if len(row) + 1 > room:
            break
        room -= len(row) + 1
        shown.append(row)
    if len(shown) < len(rows):
        shown.append(f"- и ещё {len(rows) - len(shown)}")
    return out + "\n".join(shown) + "\n\n</details>\n"
