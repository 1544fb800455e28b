"""What people have said of the columns of their tables, remembered in the base (``data/columns.yml``) for the next file
with the same headings; reviewed as any other change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from generator.channels.office.column_questions import KnownColumns, shape_of
from generator.channels.office.columns_file import COLUMNS_FILE, ROLES_BY_LABEL, columns_problems
from generator.channels.office.headings import COLUMN_MEANINGS, heading_key
from generator.problems import Problem


def load_memory(root: Path) -> KnownColumns:
    """What is remembered; nothing where the file is missing or damaged (:func:`memory_faults`)."""
    return KnownColumns(remembered=parse_memory(raw) if (raw := _text(root)) else {})


def memory_faults(root: Path) -> list[Problem]:
    """What is wrong with the file, none where it is whole or not there."""
    try:
        return list(columns_problems((root / COLUMNS_FILE).read_bytes()))
    except OSError:
        return []


def renewed(root: Path, explained: Iterable[tuple[Sequence[str], Mapping[str, str]]]) -> dict[str, str]:
    """The new text of the file by its path, with what was said of these headings; nothing where it says so already, and
    where it is damaged: a person mends it, and nothing of it gets lost."""
    if memory_faults(root):
        return {}
    before = raw = _text(root)
    for labels, meanings in explained:
        raw = with_table(raw, labels, meanings)
    return {COLUMNS_FILE: raw} if raw != before else {}


def _text(root: Path) -> str:
    try:
        raw = (root / COLUMNS_FILE).read_text(encoding="utf-8")
        parse_memory(raw)
    except (OSError, ValueError):
        return ""
    return raw


def parse_memory(raw: str) -> dict[frozenset[str], dict[str, str]]:
    """The text of ``data/columns.yml``: roles by ``heading_key`` for each set of headings. Raises ValueError for a text
    that ``dump_memory`` did not write."""
    try:
        tables = yaml.safe_load(raw)["tables"]
        return {
            shape_of(one["headings"]): {
                heading_key(name): ROLES_BY_LABEL[means] for name, means in one["means"].items()
            }
            for one in tables
        }
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as fault:
        raise ValueError(str(fault)) from fault


def with_table(raw: str, labels: Sequence[str], meanings: Mapping[str, str]) -> str:
    """The text of ``data/columns.yml`` with what was said of the headings of one table: sorted, so that a change is a
    few lines in a comparison."""
    tables: list[dict[str, Any]] = yaml.safe_load(raw)["tables"] if raw else []
    kept = [one for one in tables if shape_of(one["headings"]) != shape_of(labels)]
    means = {label: COLUMN_MEANINGS[meanings[heading_key(label)]] for label in labels if heading_key(label) in meanings}
    kept.append({"headings": [label for label in labels if label], "means": means})
    kept.sort(key=lambda one: one["headings"])
    lines = ["# Что в столбцах чужих таблиц: пишет metodoteka import, когда столбцы объяснил человек.", "tables:"]
    for one in kept:
        lines.append(f"  - headings: {_flow(one['headings'])}")
        lines.append("    means:")
        lines += [f"      {_quoted(name)}: {_quoted(value)}" for name, value in one["means"].items()]
    return "\n".join(lines) + "\n"


def _flow(names: Sequence[str]) -> str:
    return "[" + ", ".join(map(_quoted, names)) + "]"


def _quoted(value: str) -> str:
    return "'" + " ".join(value.split()).replace("'", "''") + "'"
