"""A review as a comment under a pull request: a short summary first, everything else folded, nothing of it alive.

What comes from the change is a stranger's text in the mouth of a robot that people trust: it is written as
``text.inert`` says. Lines of our own are the only ones that begin with a character. ``.ci/comment.py`` holds a finished
text to the same rules before it is posted.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.catalog.differences.excerpts import MARKED
from generator.problems import ERROR, NOTICE, WARNING, Problem, Rest, shortened
from generator.text import escaped, harmless_line, referenced
from generator.upkeep.review import ChangeReview
from generator.upkeep.review.changes import RecordChange
from generator.upkeep.review.printed import LOOK_FIRST, problem_sentence, summary_line

COMMENT_MARKER = "<!-- metodoteka-review -->"
"""The first line, by which the comment is found again."""
LIMIT = 65_000
"""Characters. GitHub accepts 65,536 in one comment, others more; the rest is for the line that the trusted job adds."""

LEGEND = "Зачёркнуто — убранное, подчёркнуто — добавленное."

_LONGEST_ROW = 2000  # of one sentence about a change
_MOST_LINES = (80, 40, 20, 10, 5, 2, 0)  # of one change
_TAIL = 300  # room for what closes the text
_Row = tuple[str, int]
"""A line (with those below it) and how many problems or changes it stands for."""
_JOINER = "\u2060"


def mark_changes(text: str) -> str:
    """The same for a sentence about a change: what went is struck, what came is underlined."""
    out, at, line, joiner = "", 0, harmless_line(text, _LONGEST_ROW), referenced(_JOINER)
    for found in MARKED.finditer(line):
        tag, words = ("del", found["gone"]) if found["gone"] is not None else ("ins", found["came"])
        # The joiners keep two halves from becoming an address or a mention when they stand side by side.
        out += f"{referenced(line[at : found.start()])}<{tag}>{joiner}{referenced(words)}</{tag}>{joiner}"
        at = found.end()
    return out + referenced(line[at:])


def as_markdown(review: ChangeReview) -> str:
    """The whole comment, at most ``LIMIT`` characters; what does not fit is counted («и ещё 7»)."""
    groups = [(LOOK_FIRST.rstrip(":"), _remarks(review.first))] if review.first else []
    changes = [(_change(change), 1) for change in review.changes]
    by_severity = {severity: _remarks(problem for problem in review.rest if problem.severity == severity)
                   for severity in (ERROR, NOTICE, WARNING)}  # fmt: skip
    for title, found in (
        ("Исправить", by_severity[ERROR]),
        ("Что меняется", changes),
        ("Посмотреть проверяющему", by_severity[NOTICE]),
        ("Предупреждения", by_severity[WARNING]),
    ):
        groups += [(title, found)] if found else []
    head = [COMMENT_MARKER, "### Обзор изменения", "", f"**{_verdict(review)}** {escaped(summary_line(review))}", ""]
    if not review.changes:
        head += ["Записи и страницы не меняются." if review.files else "Ничего не меняется.", ""]
    if any("<ins>" in row or "<del>" in row for row, _ in changes):
        head += [LEGEND, ""]
    return _fitted("\n".join(head), groups)


def _verdict(review: ChangeReview) -> str:
    if review.failed:
        return "Сначала нужно исправить ошибки."
    return "Ошибок нет, решает проверяющий."


def _fitted(head: str, groups: list[tuple[str, list[_Row]]]) -> str:
    out = head
    for position, (title, rows) in enumerate(groups):
        is_open = position == 0 or groups[position - 1][0] == LOOK_FIRST.rstrip(":")
        rest = sum(stands_for for _, stands_for in rows)
        opened = f"<details{' open' if is_open else ''}><summary>{title} ({rest})</summary>\n\n"
        # Every group keeps a fair part of what is left, so that a long list does not hide the next heading.
        room = (LIMIT - len(out) - _TAIL) // (len(groups) - position) - len(opened) - 1
        shown: list[str] = []
        for row, (_, stands_for) in zip(_shortened([row for row, _ in rows], room), rows, strict=True):
            if len(row) + 1 > room:
                break
            room -= len(row) + 1
            shown.append(row)
            rest -= stands_for
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


def _change(change: RecordChange) -> str:
    rows = [f"- **{escaped(change.what)}** — <code>{escaped(change.path)}</code>"]
    for text in change.details:
        rows += [f"  - {mark_changes(text.text)}", *(f"    - {mark_changes(under)}" for under in text.under)]
    return "\n".join(rows)


def _remarks(problems: Iterable[Problem]) -> list[_Row]:
    return [(_remark(one), one.count if isinstance(one, Rest) else 1) for one in shortened(problems)]


def _remark(one: Problem | Rest) -> str:
    if isinstance(one, Rest):
        return f"- <code>{escaped(one.path)}</code>: {escaped(one.summary)}"
    line = f", строка {one.line}" if one.line else ""
    return f"- <code>{escaped(one.path)}</code>{line}: {escaped(problem_sentence(one))}"
