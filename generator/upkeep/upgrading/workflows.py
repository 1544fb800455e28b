"""The workflows that ``init`` made: those that their keeper left as they were follow the product."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from generator import begin
from generator.documents import sources
from generator.upkeep.upgrading.change import Change


def changes_of_workflows(root: Path) -> Iterator[Change]:
    """The workflows of the base whose text is one that an earlier version made; of one that was changed by hand it is
    said that there is a newer one."""
    made = {path: digest for digest, path in _lines(root)}
    for forge in begin.PLATFORMS:
        for path, text in begin.workflow_texts(forge).items():
            written = _text(root / path)
            if path not in made or written is None or written == text:
                continue
            if begin.digest_of(written) == made[path]:
                yield Change(path, text, ("обновлён: таким его теперь создаёт metodoteka init",))
            else:
                message = "изменён вами и не тронут; нынешний образец — у базы, которую создаст metodoteka init"
                yield Change(path, written, (message,), by_hand=True)


def remembered_text(root: Path, written: Mapping[str, str | None]) -> str | None:
    """The text of ``begin.MADE_WORKFLOWS`` after these files were written; None where the base has none."""
    if _text(root / begin.MADE_WORKFLOWS) is None:
        return None
    now = {path: digest for digest, path in _lines(root)}
    now |= {path: begin.digest_of(text) for path, text in written.items() if path in now and text is not None}
    return begin.made_text(now)


def _lines(root: Path) -> list[list[str]]:
    rows = (row.split(maxsplit=1) for _, row in sources.read_list(root / begin.MADE_WORKFLOWS))
    return [row for row in rows if len(row) == 2]


def _text(path: Path) -> str | None:
    try:
        return sources.own_text(path)
    except (OSError, UnicodeDecodeError):
        return None
