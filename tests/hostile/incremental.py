"""Hundreds of changes one after another: after each, what was made anew and what was left are a clean build's."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from tests.hostile.table import Row, progress

WALKS, STEPS = 12, 40


def rows() -> Iterator[Row]:
    """One row: how many changes were made and the first differences from a clean build."""
    from edited_base import EditedBase, walk

    from generator import files

    found: list[str] = []
    for seed in range(100, 100 + WALKS):
        progress(f"incremental: walk {seed}")
        with tempfile.TemporaryDirectory(prefix="hostile-") as made:
            base = EditedBase(Path(made) / "base", seed)
            with mock.patch.object(files, "templates_dir", lambda its=base: its.templates):
                found += [f"walk {seed}: {one}" for one in walk(base, STEPS)[:8]]
    measured = f"{WALKS} walks of {STEPS} changes: {'; '.join(found) or '0 differ'}"
    yield Row("incremental equals clean", measured, not found)
