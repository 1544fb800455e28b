"""Plain helpers that several test modules import; fixtures are in conftest.py."""

from __future__ import annotations

import shutil
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
MINI = PROJECT / "tests" / "mini"


def copy_of_mini(root: Path) -> Path:
    """The mini base (one record of every kind, no problems) with the real vocabularies and the real mkdocs.yml."""
    shutil.copytree(MINI, root)
    shutil.copytree(PROJECT / "data" / "vocabularies", root / "data" / "vocabularies")
    shutil.copy(PROJECT / "mkdocs.yml", root / "mkdocs.yml")
    return root


def same_as_file(text: str, path: Path, rewrite: bool) -> None:
    """Compare with a golden file; with ``rewrite`` write it instead."""
    if rewrite:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    expected = path.read_text(encoding="utf-8") if path.is_file() else f"(no {path.name}: run pytest --rewrite)"
    assert text == expected
