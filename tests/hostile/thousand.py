"""The promises of weight on a base of 1,000 practices: ``tests/test_weight_many.py`` at the size they are given for."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

from tests.hostile.table import PROJECT, Row

PRACTICES = 1000


def rows() -> Iterator[Row]:
    """One row: what the tests have measured, and whether all of them passed."""
    words = [sys.executable, "-m", "pytest", "-q", "tests/test_weight_many.py"]
    variables = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    variables |= {"METODOTEKA_PRACTICES": str(PRACTICES)}
    done = subprocess.run(words, cwd=PROJECT, env=variables, capture_output=True, text=True, check=False)
    figures = [
        line.partition(": ")[2] for line in done.stdout.splitlines() if line.startswith(f"{PRACTICES} practices:")
    ]
    measured = "; ".join(figures) or done.stdout[-300:].replace("\n", " ")
    yield Row(f"a base of {PRACTICES} practices: weights and use within their limits", measured, done.returncode == 0)
