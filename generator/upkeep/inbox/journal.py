"""What a folder of letters remembers: which files were taken, by their content, and where each of them went.

One small JSON file in the folder, written whole after each file. Only this computer ever reads it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from generator.channels.office.importing import SUFFIX
from generator.files import FileFault

JOURNAL = ".metodoteka-inbox.json"
_COPY = re.compile(r"\s*\(\d+\)$")  # what a browser or a mailbox adds to the name of a second file


@dataclass(frozen=True)
class TakenFile:
    """A file that was taken: its name, the branch it became ("" for none) with the paths of its records, how many
    remarks it has, what was laid beside it (name -> content's hash), and whether all of that is done."""

    name: str
    branch: str = ""
    paths: tuple[str, ...] = ()
    remarks: int = 0
    made: Mapping[str, str] = field(default_factory=dict)
    done: bool = False


Journal = dict[str, TakenFile]
"""Files by the hash of their content."""


def read_journal(text: str) -> Journal:
    """The journal as it was written; raises :class:`FileFault` for a file that is none."""
    try:
        raw: dict[str, Any] = json.loads(text)["files"]
        return {its_hash: TakenFile(**one | {"paths": tuple(one["paths"])}) for its_hash, one in raw.items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        raise FileFault(
            f"Журнал {JOURNAL} в этой папке испорчен. Переименуйте или удалите его: тогда все файлы будут взяты "
            "заново, а записи лягут в те же ветки."
        ) from None


def write_journal(journal: Journal) -> str:
    """The text of the file."""
    wanted = {"version": 1, "files": {its_hash: asdict(one) for its_hash, one in sorted(journal.items())}}
    return json.dumps(wanted, ensure_ascii=False, indent=1) + "\n"


def is_ours(journal: Journal, its_hash: str) -> bool:
    """Return True for a content that was laid there by us."""
    return any(its_hash in one.made.values() for one in journal.values())


def same_name(one: str, other: str) -> bool:
    """Return True for two names of one person's file: «карта.docx», «карта (1).docx», «карта — замечания.docx»."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    stem, _, suffix = name.casefold().rpartition(".")
    for _ in range(3):
        stem = _COPY.sub("", stem.removesuffix(SUFFIX.casefold())).strip()
    return f"{stem}.{suffix}"


def earlier(journal: Journal, name: str, paths: Sequence[str]) -> Iterator[TakenFile]:
    """Files taken before that this one may be a better version of, those with the same records first."""
    sent = [one for one in reversed(journal.values()) if one.branch]
    yield from (one for one in sent if set(one.paths) & set(paths))
    yield from (one for one in sent if not set(one.paths) & set(paths) and same_name(one.name, name))
