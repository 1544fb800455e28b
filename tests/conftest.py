"""Fixtures of all tests, and the flag that rewrites expectations."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import MINI, PROJECT, copy_of_mini, same_as_file

__all__ = ["MINI", "PROJECT", "copy_of_mini", "same_as_file"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write what the code gives now into goldens and case files")


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    return request.config.getoption("--rewrite")


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A copy of the mini base in a folder of its own."""
    return copy_of_mini(tmp_path / "base")
