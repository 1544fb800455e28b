"""A review as a comment under a pull request: a short summary first, everything else folded, nothing of it alive.

What comes from the change is a stranger's text in the mouth of a robot that people trust. So every sign that Markdown,
HTML or a forge could read is written as a character reference, and after the signs that forges themselves turn into
mentions and links after rendering (``@name``, ``#12``, ``!3``, ``~label``, ``https://``) stands a word joiner, which
nobody sees. Lines of our own are the only ones that begin with a sign. ``.ci/comment`` holds a finished text to the
same rules before it is posted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.problems import ERROR, NOTICE, WARNING, Problem
from generator.review import Review
from generator.review.changes import Change
from generator.review.printed import sentence, summary

MARK = "<!-- metodoteka-review -->"
"""The first line, by which the comment is found again."""
LIMIT = 65_000
"""Characters. GitHub accepts 65,536 in one comment, others more; the rest is for the line that the trusted job adds."""

_LONGEST = 400  # of one text from the change, before escaping
_TAIL = 300  # room for what closes the text
_JOINER = "\u2060"
_PLAIN = re.compile(r"[^\w\s«»—–…,;?№„“”→]|_")
_CALLS = re.compile(r"[@#!$%~&^:]|(?<=\bwww)\.|(?<=\bGH)-", re.IGNORECASE)


def escaped(said: str) -> str:
    """A text of the change as a piece of one Markdown line that shows exactly these words and does nothing."""
    line = "".join(sign if sign.isprintable() else " " if sign.isspace() else "·" for sign in said)
    line = " ".join(line.split()) or "(пусто)"
    if len(line) > _LONGEST:
        line = line[: _LONGEST - 1] + "…"
    line = _CALLS.sub(lambda found: found[0] + _JOINER, line)
    return _PLAIN.sub(lambda sign: f"&#{ord(sign[0])};", line)


def as_markdown(review: Review) -> str:
    """The whole comment, at most ``LIMIT`` characters; what does not fit is counted («и ещё 7»)."""
    groups = [
        (title, len(found), list(map(_remark, found)))
        for title, severity in (("Исправить", ERROR), ("Посмотреть проверяющему", NOTICE), ("Предупреждения", WARNING))
        if (found := [problem for problem in review.all_problems if problem.severity == severity])
    ]
    if review.changes:
        told = list(map(_change, review.changes))
        groups.insert(1 if review.failed else 0, ("Что меняется", len(told), told))
    head = [MARK, "### Обзор изменения", "", f"**{_verdict(review)}** {escaped(summary(review))}", ""]
    if not review.changes:
        head += ["Записи и страницы не меняются." if review.files else "Ничего не меняется.", ""]
    return _fitted("\n".join(head), groups)


def _verdict(review: Review) -> str:
    if review.failed:
        return "Сначала нужно исправить ошибки."
    return "Ошибок нет, решает проверяющий."


def _fitted(head: str, groups: list[tuple[str, int, list[str]]]) -> str:
    out = head
    for position, (title, count, rows) in enumerate(groups):
        opened = f"<details{' open' if position == 0 else ''}><summary>{title} ({count})</summary>\n\n"
        # Every group keeps a fair part of what is left, so that a long list does not hide the next heading.
        room = (LIMIT - len(out) - _TAIL) // (len(groups) - position) - len(opened) - 1
        shown: list[str] = []
        for row in rows:
            if len(row) + 1 > room:
                break
            room -= len(row) + 1
            shown.append(row)
        rest = len(rows) - len(shown)
        shown += [f"- и ещё {rest}"] if rest else []
        out += "\n" + opened + "\n".join(shown) + "\n\n</details>\n"
    return out


def _change(change: Change) -> str:
    rows = [f"- **{escaped(change.what)}** — <code>{escaped(change.path)}</code>"]
    rows += _limited(
        (f"  - {escaped(said.text)}", *(f"    - {escaped(under)}" for under in said.under)) for said in change.details
    )
    return "\n".join(rows)


def _limited(groups: Iterable[Iterable[str]], most: int = 40) -> Iterator[str]:
    """The first lines; one record may not fill the whole comment."""
    rows = [row for group in groups for row in group]
    yield from rows[:most]
    if len(rows) > most:
        yield f"  - и ещё {len(rows) - most}"


def _remark(problem: Problem) -> str:
    line = f", строка {problem.line}" if problem.line else ""
    return f"- <code>{escaped(problem.path)}</code>{line}: {escaped(sentence(problem))}"
