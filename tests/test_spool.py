"""Files beside the pages wait on the disk while a site is made; what waits is what was put there."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import files, site
from generator.pages import SpooledFile
from generator.publish import configured


def test_each_piece_comes_back_as_it_was(tmp_path: Path) -> None:
    pieces = [b"", b"one", "два".encode(), bytes(100_000)]
    with files.Spool(tmp_path) as spool:
        kept = [spool.put(piece) for piece in pieces]
        assert [one.read() for one in reversed(kept)] == pieces[::-1]
        assert [one.size for one in kept] == [len(piece) for piece in pieces]
        assert not list(tmp_path.iterdir())
    with pytest.raises(ValueError):
        kept[1].read()


def test_a_site_has_the_same_files_from_the_disk_as_from_memory(mini: Path, tmp_path: Path) -> None:
    settings = configured.settings(mini)
    held = {file.path: file.data for file in site.prepare(mini, settings, lazy_texts=True).files}
    with files.Spool(tmp_path) as spool:
        waiting = site.prepare(mini, settings, lazy_texts=True, spool=spool).files
        assert {file.path: file.data for file in waiting} == held
        assert sum(isinstance(file, SpooledFile) for file in waiting) > len(waiting) * 0.8
