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
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.problems import ERROR, WARNING, suggest
from generator.records import KINDS
from generator.records.scalars import is_id, short

#: records that one text may bring: a record and the organisations that it names
MAX_SENT = 10
_BEGINS = re.compile(r"---(?:\s+#\s*(?:data/)?(?P<kind>[^\s/]+)/(?P<id>[^\s/]+?)\.(?:yml|yaml|md))?\s*")
_ENDS = re.compile(r"\.\.\.\s*|(?:```|~~~)\s*\w*\s*")
_FIELD = re.compile(r"[a-z_]+:(?:\s|$)")
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
    several (``join_submission``). A greeting before them, a signature or the fence of a piece of code after the three
    dots are left out and told as a warning. The fields of a record are not looked into: ``check_proposals`` does that.
    """
    pieces, around = _pieces(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"))
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
        elif now is None and schema:
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
