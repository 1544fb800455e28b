"""Records as text: how the form writes one or several into a letter, a message or a file, and how they are read there.

Several records stand one after another, before each a line that says its file, after the last one three dots (to YAML
these are documents of one stream, so any YAML reader can take them apart)::

    --- # data/organizations/shkola-5.yml
    # yaml-language-server: $schema=../schemas/organizations.json
    title: Школа № 5
    --- # data/practices/vopros-na-vykhode.yml
    ...
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple

from generator.problems import ERROR, WARNING, suggest
from generator.records import KINDS
from generator.records.scalars import is_id, short

#: records that one text may bring: a record and the organisations that it names
MAX_SENT = 10
_BEGINS = re.compile(r"---(?:\s+#\s*(?:data/)?(?P<kind>[^\s/]+)/(?P<id>[^\s/]+?)\.(?:yml|yaml|md))?\s*")
_ENDS = re.compile(r"\.\.\.\s*|(?:```|~~~)\s*\w*\s*")
_FIELD = re.compile(r"[a-z_]+:(?:\s|$)")
_FIELDS = frozenset(name for model in KINDS.values() for name in model.model_fields)
_SIGNATURE = re.compile(
    r"--\s*$|с уважением|с наилучшими|отправлено (?:с|из)\b|sent from\b|best regards", re.IGNORECASE
)
_ODD_SPACE = re.compile("^[ \u00a0]*(?:- *[ \u00a0]+)*(?:[a-z_]+:[ \u00a0]+)?")
#: how the text of one record begins, and each record of several
SCHEMA_LINE, RECORD_LINE = "# yaml-language-server: $schema=", "--- # data/"
_SCHEMA = re.compile(r"#\s*yaml-language-server:.*/(?P<kind>[\w-]+)\.json\s*")
_HOW = (
    "запись начинается строкой «--- # data/practices/imia-zapisi.yml», под ней — поля; такой текст даёт форма на сайте"
)


class SentRecord(NamedTuple):
    """One record of a text: its kind, its id (empty where the text does not say it), the text of its file, and the line
    at which that begins."""

    kind: str
    id: str
    text: str
    line: int = 1


@dataclass(frozen=True)
class SentFault:
    """What is wrong with a text before anybody reads the records in it."""

    line: int
    message: str
    hint: str
    severity: str = ERROR

    @property
    def is_error(self) -> bool:
        return self.severity == ERROR


def join_submission(records: Iterable[SentRecord]) -> str:
    """Several records as one text. The form writes the same (``joined`` in ``several.js``)."""
    return "".join(f"--- # data/{one.kind}/{one.id}.yml\n{one.text.rstrip()}\n" for one in records) + "...\n"


def parse_submission(text: str) -> tuple[list[SentRecord], list[SentFault]]:
    """The records of a text that somebody sent, in their order, and what is wrong with it. Never raises.

    The text is that of one record as its file has it (the comment of its schema says the kind, nothing the id), or of
    several (``join_submission``), or of several put one below the other. A greeting before them, a signature or the
    fence of a piece of code after them are left out and told as a warning. What programs for mail do to a text is
    undone where no line moves by it: no-break spaces of an indent, signs of quoting. The fields of a record are not
    looked into: ``check_proposals`` does that.
    """
    rows = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    pieces, around = _pieces([with_plain_indent(row) for row in _unquoted(rows)])
    records: list[SentRecord] = []
    faults: list[SentFault] = []
    for piece in pieces:
        wrong = _fault(piece, records)
        if wrong:
            faults.append(wrong)
        else:
            records.append(SentRecord(piece.kind, piece.id, "\n".join(piece.rows).rstrip() + "\n", piece.line))
    if not pieces:
        faults.append(SentFault(1, "в тексте нет записи", _HOW))
    elif around and records:
        faults.append(
            SentFault(around[0], "текст вокруг записей не прочитан", "если он часть записи, внесите его в неё", WARNING)
        )
    return records, faults


@dataclass
class _Piece:
    """The lines of one record: ``line`` is the number of the first, kind and id are empty where nobody says them."""

    line: int
    kind: str
    id: str
    rows: list[str] = field(default_factory=list)


def with_plain_indent(row: str) -> str:
    """The row with spaces where a program for mail has put no-break spaces before the words, after a dash or a
    colon."""
    return _ODD_SPACE.sub(lambda found: found[0].replace("\u00a0", " "), row)


def is_signature(row: str) -> bool:
    """Return whether programs for mail, or people, begin what stands below a letter with such a row."""
    return bool(_SIGNATURE.match(row))


def holds_no_field(rest: Iterable[str]) -> bool:
    """Return whether no field of a record is among the rows that are left: what is left is a signature."""
    return not any((found := _FIELD.match(row)) and found[0].rstrip(": \t") in _FIELDS for row in rest)


def _unquoted(rows: list[str]) -> list[str]:
    """The rows of a letter in which records are there only as quoted ones, without the signs of quoting."""
    while not any(row.startswith((SCHEMA_LINE, RECORD_LINE)) for row in rows):
        bare = [re.sub("^> ?", "", row) for row in rows]
        if bare == rows:
            break
        rows = bare
    return rows


def _pieces(lines: list[str]) -> tuple[list[_Piece], list[int]]:
    """The records of the lines, and the numbers of those lines with words that belong to none."""
    pieces: list[_Piece] = []
    around: list[int] = []
    now: _Piece | None = None
    for number, row in enumerate(lines, 1):
        schema = _SCHEMA.fullmatch(row)
        if begins := _BEGINS.fullmatch(row):
            now = _Piece(number + 1, begins["kind"] or "", begins["id"] or "")
            pieces.append(now)
        elif _ENDS.fullmatch(row):
            now = None
        elif now is not None and is_signature(row) and holds_no_field(_of_record(lines[number:])):
            now = None
            around.append(number)
        elif schema and (now is None or _has_fields(now)):
            now = _Piece(number, schema["kind"], "", [row])
            pieces.append(now)
        elif now is not None:
            now.kind = now.kind or (schema["kind"] if schema else "")
            now.rows.append(row)
        elif row.strip():
            around.append(number)
    # A bare «---» without fields under it is a line that somebody drew.
    drawn = [piece for piece in pieces if not piece.kind and not any(map(_FIELD.match, piece.rows))]
    around += [piece.line for piece in drawn if _has_fields(piece)]
    return [piece for piece in pieces if piece not in drawn], around


def _of_record(rows: Iterable[str]) -> Iterator[str]:
    """The rows up to the next record."""
    return takewhile(lambda row: not _BEGINS.fullmatch(row) and not _SCHEMA.fullmatch(row), rows)


def _has_fields(piece: _Piece) -> bool:
    return any(row.strip() and not row.startswith("#") for row in piece.rows)


def _fault(piece: _Piece, before: list[SentRecord]) -> SentFault | None:
    line = piece.line
    if not piece.kind:
        return SentFault(line, "не сказано, что это за запись", _HOW)
    if piece.kind not in KINDS:
        hint = suggest(piece.kind, KINDS, example="виды записей — папки в data/: " + ", ".join(KINDS))
        return SentFault(line, f"записей вида «{short(piece.kind)}» не бывает", hint)
    if not _has_fields(piece):
        return SentFault(line, "под именем файла нет полей записи", _HOW)
    if len(before) == MAX_SENT:
        return SentFault(line, f"в одном тексте больше {MAX_SENT} записей", "пришлите остальные отдельно")
    if piece.id and not is_id(piece.id):
        message = f"«{short(piece.id)}» не годится в имя файла"
        return SentFault(line, message, "нужны латинские строчные буквы, цифры и дефисы, до 80 знаков")
    if piece.id and any((piece.kind, piece.id) == (one.kind, one.id) for one in before):
        return SentFault(line, f"запись {piece.kind}/{piece.id} стоит в тексте два раза", "оставьте одну из них")
    return None
