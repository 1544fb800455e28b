"""An older base becomes one of the present format: its records, settings, lists and workflows, each change shown.

The format is a number in ``mkdocs.yml`` (``plugins: metodoteka: format``); a base that says none is of the first one.
What changed from one format to the next is a line of ``_STEPS``: a function of all files of the base, pure, that yields
changes. Fields with a new name are no step: the models know the former one (``Record.former``), whenever it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from generator.documents import sources
from generator.records import KINDS, reading, schemas
from generator.records.validating import former_fields
from generator.settings import configuration, needed
from generator.upkeep.upgrading import format_line, list_copies, workflows
from generator.upkeep.upgrading.change import Change

#: the format that a step begins with -> what it changes
_STEPS: Mapping[int, Callable[[Path], Iterator[Change]]] = {1: list_copies.changes_of_lists}


class NotUpgraded(ValueError):
    """Why nothing was changed, in Russian."""


def format_of(root: Path) -> int:
    """The format of a base; raises :class:`NotUpgraded` where it cannot be told."""
    data = configuration.read_settings(root)
    if data is None:
        raise NotUpgraded("Файла mkdocs.yml нет, или он не читается: подробно скажет metodoteka check.")
    written = configuration.plugin_options(data).get("format", 1)
    if type(written) is not int or written < 1:
        raise NotUpgraded(f"В mkdocs.yml format: {written!s:.20} — не номер формата. Сотрите строку и повторите.")
    if written > needed.FORMAT:
        raise NotUpgraded(
            f"База записана в формате {written}, а эта Методотека знает {needed.FORMAT}: обновите программу "
            "(pip install --upgrade -r requirements.txt)."
        )
    return written


def upgraded_files(root: Path) -> list[Change]:
    """Everything that an upgrade of the base in ``root`` changes, a file once, sorted by path; nothing where it is of
    the present format. Raises :class:`NotUpgraded`."""
    found: dict[str, Change] = {}
    for number in range(format_of(root), needed.FORMAT):
        for one in _STEPS[number](root):
            found[one.path] = one
    for one in (*_renamed(root, found), *workflows.changes_of_workflows(root)):
        found[one.path] = one
    if format_of(root) < needed.FORMAT:
        line = format_line.change(sources.own_text(root / configuration.SETTINGS_FILE), needed.FORMAT)
        found[line.path] = line
    return [found[path] for path in sorted(found)]


def refreshed_schemas(root: Path) -> dict[str, str]:
    """The schemas that an editor needs to know the present fields, by path, where they differ from those of the base;
    asked after the changes are written. Before, those are missing that only the changes of lists make."""
    wanted = schemas.all_schemas(reading.load_vocabularies(root)[0])
    return {path: text for path, text in wanted.items() if not _is_text(root / path, text)}


def _is_text(path: Path, text: str) -> bool:
    try:
        return sources.own_text(path) == text
    except (OSError, UnicodeDecodeError):
        return False


def _renamed(root: Path, done: Mapping[str, Change]) -> Iterator[Change]:
    """Records with fields that are called otherwise now."""
    for kind, model in KINDS.items():
        for source in sources.read_folder(root, kind)[0]:
            lines, notes = list(source.lines), []
            for loc, new in former_fields(model, source.data):
                at, old = source.key(loc), str(loc[-1])
                line = lines[at.line - 1]
                lines[at.line - 1] = f"{line[: at.column - 1]}{new}{line[at.column - 1 + len(old) :]}"
                notes.append(f"строка {at.line}: {old} → {new}")
            if notes and source.path not in done:
                yield Change(source.path, "\n".join(lines), tuple(notes))
