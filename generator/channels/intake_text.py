"""What stands in an issue: the text of the record, the words around it, and files that were attached.

Pure, and about the text only: nothing in it is followed, downloaded or taken for a path. The three forges put the
answers to an issue form one below the other, each under a heading of our own; a person may also paste the record alone,
with or without the marks of a piece of code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: the heading over the record in the forms of all forges (``.github/ISSUE_TEMPLATE`` and the others, ``send.js``): by
#: it the workflows know an issue that brings a record
RECORD_HEADING = "### Текст записи"
#: characters of an issue that are read; GitHub takes no more
MAX_ISSUE = 65_536

#: never indented: deeper it is code inside a text of the record
_FENCE = re.compile(r"(?:`{3,}|~{3,})[^`]*")
_FORGE_FILE = re.compile(
    r"github\.com/user-attachments/|user-images\.githubusercontent\.com/|github\.com/[\w.-]+/[\w.-]+/(?:files|assets)/\d"
    r"|/uploads/[0-9a-f]{32}/|/attachments/[0-9a-f]{8}-[0-9a-f]{4}-",
    re.IGNORECASE,
)
_OFFICE_FILE = re.compile(
    r"(?:https?://|\]\()\S*\.(?:docx?|docm|dotx?|xlsx?|xlsm|xlsb|odt|ods|rtf|pptx?|odp|pdf|zip|rar|7z|jpe?g|png|gif|webp"
    r"|heic|mp4|mov|mp3)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class IssueText:
    """An issue taken apart: ``record`` is the text of the record or the records, empty where there is none, ``line``
    the line of the issue at which it begins; ``around`` are all other lines with their numbers; ``has_files`` says that
    files were attached."""

    record: str
    line: int
    around: tuple[tuple[int, str], ...]
    has_files: bool


def take_apart(body: str) -> IssueText:
    """The parts of the text of an issue. Never raises."""
    lines = body.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first, last = _record_lines(lines)
    around = tuple((number, row) for number, row in enumerate(lines, 1) if not first < number <= last)
    # A record may lead to a document of its own; a file lying on the forge itself was attached to the issue.
    attached = any(_OFFICE_FILE.search(row) for _, row in around) or _FORGE_FILE.search(body) is not None
    return IssueText("\n".join(lines[first:last]).strip("\n"), first + 1, around, attached)


def _record_lines(lines: list[str]) -> tuple[int, int]:
    """The lines [first:last] that hold the record: below our heading, in the marks of code, or all of them."""
    heading = next((at for at, row in enumerate(lines) if row.strip() == RECORD_HEADING), None)
    first = 0 if heading is None else heading + 1
    last = len(lines)
    if heading is not None:
        last = next((at for at in range(first, last) if lines[at].startswith("### ")), last)
    opened = next((at for at in range(first, last) if _FENCE.fullmatch(lines[at])), None)
    if opened is None:
        return first, last
    mark = lines[opened].strip()[:3]
    closed = next((at for at in range(opened + 1, len(lines)) if _closes(lines[at], mark)), len(lines))
    return opened + 1, closed


def _closes(row: str, mark: str) -> bool:
    return row.startswith(mark) and not row.strip().strip(mark[0])
