"""A review as a comment under a pull request: a short summary first, everything else folded, nothing of it alive.

What comes from the change is a stranger's text in the mouth of a robot that people trust. So every sign that Markdown,
HTML or a forge could read is written as a character reference, and after the signs that forges themselves turn into
mentions and links after rendering (``@name``, ``#12``, ``!3``, ``~label``, ``https://``) stands a word joiner, which
nobody sees. Lines of our own are the only ones that begin with a sign. ``.ci/comment`` holds a finished text to the
same rules before it is posted.
"""

from __future__ import annotations

import re

from generator.differences.excerpts import MARKED
from generator.problems import ERROR, NOTICE, WARNING, Problem
from generator.review import Review
from generator.review.changes import Change
from generator.review.printed import FIRST, problem_sentence, summary

MARK = "<!-- metodoteka-review -->"
"""The first line, by which the comment is found again."""
LIMIT = 65_000
"""Characters. GitHub accepts 65,536 in one comment, others more; the rest is for the line that the trusted job adds."""

LEGEND = "Зачёркнуто — убранное, подчёркнуто — добавленное."

_LONGEST = 400  # of one text from the change, before escaping
_LONGEST_ROW = 2000  # of one sentence about a change
_MOST_LINES = (80, 40, 20, 10, 5, 2, 0)  # of one change
_TAIL = 300  # room for what closes the text
_JOINER = "\u2060"
_PLAIN = re.compile(r"[^\w\s«»—–…,;?№„“”→]|_")
_CALLS = re.compile(r"[@#!$%~&^:]|(?<=\bwww)\.|(?<=\bGH)-", re.IGNORECASE)


def escaped(said: str, most: int = _LONGEST) -> str:
    """A text of the change as a piece of one Markdown line that shows exactly these words and does nothing."""
    return _referenced(_harmless(said, most))


def marked(said: str) -> str:
    """The same for a sentence about a change: what went is struck, what came is underlined."""
    out, at, line, joiner = "", 0, _harmless(said, _LONGEST_ROW), _referenced(_JOINER)
    for found in MARKED.finditer(line):
        tag, words = ("del", found["gone"]) if found["gone"] is not None else ("ins", found["came"])
        # The joiners keep two halves from becoming an address or a mention when they stand side by side.
        out += f"{_referenced(line[at : found.start()])}<{tag}>{joiner}{_referenced(words)}</{tag}>{joiner}"
        at = found.end()
    return out + _referenced(line[at:])


def _harmless(said: str, most: int) -> str:
    line = "".join(sign if sign.isprintable() else " " if sign.isspace() else "·" for sign in said)
    line = " ".join(line.split()) or "(пусто)"
    if len(line) > most:
        line = line[: most - 1] + "…"
    return _CALLS.sub(lambda found: found[0] + _JOINER, line)


def _referenced(line: str) -> str:
    return _PLAIN.sub(lambda sign: f"&#{ord(sign[0])};", line)


def as_markdown(review: Review) -> str:
    """The whole comment, at most ``LIMIT`` characters; what does not fit is counted («и ещё 7»)."""
    groups = [(FIRST.rstrip(":"), list(map(_remark, review.first)))] if review.first else []
    told = [_change(change) for change in review.changes]
    by_severity = {severity: [_remark(problem) for problem in review.rest if problem.severity == severity]
                   for severity in (ERROR, NOTICE, WARNING)}  # fmt: skip
    for title, found in (
        ("Исправить", by_severity[ERROR]),
        ("Что меняется", told),
        ("Посмотреть проверяющему", by_severity[NOTICE]),
        ("Предупреждения", by_severity[WARNING]),
    ):
        groups += [(title, found)] if found else []
    head = [MARK, "### Обзор изменения", "", f"**{_verdict(review)}** {escaped(summary(review))}", ""]
    if not review.changes:
        head += ["Записи и страницы не меняются." if review.files else "Ничего не меняется.", ""]
    if any("<ins>" in row or "<del>" in row for row in told):
        head += [LEGEND, ""]
    return _fitted("\n".join(head), groups)


def _verdict(review: Review) -> str:
    if review.failed:
        return "Сначала нужно исправить ошибки."
    return "Ошибок нет, решает проверяющий."


def _fitted(head: str, groups: list[tuple[str, list[str]]]) -> str:
    out = head
    for position, (title, rows) in enumerate(groups):
        is_open = position == 0 or groups[position - 1][0] == FIRST.rstrip(":")
        opened = f"<details{' open' if is_open else ''}><summary>{title} ({len(rows)})</summary>\n\n"
        # Every group keeps a fair part of what is left, so that a long list does not hide the next heading.
        room = (LIMIT - len(out) - _TAIL) // (len(groups) - position) - len(opened) - 1
        shown: list[str] = []
        for row in _shortened(rows, room):
            if len(row) + 1 > room:
                break
            room -= len(row) + 1
            shown.append(row)
        rest = len(rows) - len(shown)
        shown += [f"- и ещё {rest}"] if rest else []
        out += "\n" + opened + "\n".join(shown) + "\n\n</details>\n"
    return out


def _shortened(rows: list[str], room: int) -> list[str]:
    """The rows with as many lines each as lets all of them be seen: one large change does not push out the others."""
    for most in _MOST_LINES:
        shorter = [_first_lines(row, most) for row in rows]
        if sum(map(len, shorter)) + len(shorter) <= room:
            return shorter
    return shorter


def _first_lines(row: str, most: int) -> str:
    lines = row.split("\n")
    if len(lines) - 1 <= most:
        return row
    return "\n".join([*lines[: most + 1], f"  - не показано строк: {len(lines) - 1 - most}, смотрите журнал проверки"])


def _change(change: Change) -> str:
    rows = [f"- **{escaped(change.what)}** — <code>{escaped(change.path)}</code>"]
    for said in change.details:
        rows += [f"  - {marked(said.text)}", *(f"    - {marked(under)}" for under in said.under)]
    return "\n".join(rows)


def _remark(problem: Problem) -> str:
    line = f", строка {problem.line}" if problem.line else ""
    return f"- <code>{escaped(problem.path)}</code>{line}: {escaped(problem_sentence(problem))}"
