"""What the tests share: the mini base (one record of every kind, no problems) and the flag that rewrites expectations."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
MINI = PROJECT / "tests" / "mini"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write what the code gives now into goldens and case files")


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    return request.config.getoption("--rewrite")


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A copy of the mini base with the real vocabularies and the real mkdocs.yml."""
    return copy_of_mini(tmp_path / "base")


def copy_of_mini(root: Path) -> Path:
    shutil.copytree(MINI, root)
    shutil.copytree(PROJECT / "data" / "vocabularies", root / "data" / "vocabularies")
    shutil.copy(PROJECT / "mkdocs.yml", root / "mkdocs.yml")
    return root


def same_as_file(text: str, path: Path, rewrite: bool) -> None:
    """Compare with a golden file; with ``--rewrite`` write it instead."""
    if rewrite:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    expected = path.read_text(encoding="utf-8") if path.is_file() else f"(no {path.name}: run pytest --rewrite)"
    assert text == expected
