"""The pages of a site made by the processes of a Dask cluster are those that this machine makes alone."""

from __future__ import annotations

import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from dask_processes import Dask, dask_started
from support import MINI_DAY, PROJECT, copy_of_mini

from generator import cli, files, site
from generator.publish import NotPublished, building, cluster, configured, far_pages, workers

DAY = pytest.MonkeyPatch.context


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    """A scheduler with two workers, none of which was forked from here."""
    with dask_started(tmp_path_factory.mktemp("dask")) as its:
        its.work()
        its.work()
        yield its


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small base with a picture and a setting from the environment."""
    root = copy_of_mini(tmp_path_factory.mktemp("far") / "base")
    return root


@pytest.fixture(autouse=True)
def _a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MINI_DAY)
    monkeypatch.setenv("METODOTEKA_SITE_URL", "https://baza.example.org/")
    monkeypatch.setattr(workers, "available", lambda: 4)


def built(base: Path, out: Path, hands: int = 1, scheduler: str = "") -> dict[str, bytes]:
    prepared = site.prepare(base, configured.settings(base), texts_later=True)
    assert not prepared.failed, prepared.problems
    building.build_site(base, out, prepared, lambda _: None, hands, scheduler=scheduler)
    return files.tree(out)
