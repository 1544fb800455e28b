"""A sample of the long trials (``python -m tests.hostile``): they work, and what they try holds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import PROJECT

sys.path.insert(0, str(PROJECT))

from tests.hostile import archives, corpora, documents, filled, full_disk, kills, office, outputs, table, yaml_suite

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a process of its own for every moment"),
]


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", table.DAY)


def may_mount() -> bool:
    """Whether a disk of memory can be had here: Linux, and root or user namespaces."""
    if sys.platform != "linux" or not shutil.which("unshare"):
        return False
    words = ["unshare", "--mount", *(["--map-root-user"] if os.geteuid() else []), "true"]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("name", ["new", "fix"])
def test_a_command_that_dies_anywhere_leaves_whole_files(tmp_path: Path, monkeypatch, name: str) -> None:
    monkeypatch.setattr(kills, "MOST", 3)
    monkeypatch.setattr(kills, "BY_HAND", 4)
    trial = next(one for one in kills._trials(tmp_path) if one.name == name)
    tried, faults = kills._tried(trial, tmp_path / "tried")
    assert faults == []
    assert tried > 5


@pytest.mark.skipif(not may_mount(), reason="no right to mount a disk of memory")
def test_a_full_disk_never_ends_in_done(monkeypatch) -> None:
    monkeypatch.setenv("METODOTEKA_DISKS", "4")
    rows = list(full_disk.rows())
    assert [row for row in rows if not row.held] == []


def test_what_is_measured_is_not_measured_again(tmp_path: Path, monkeypatch, capsys) -> None:
    asked = []

    def rows():
        asked.append(1)
        yield table.Row("goal", "7 of 7", held=True)

    monkeypatch.setattr(table, "trials", lambda: {"one": rows})
    monkeypatch.setattr(table, "KEPT", tmp_path / "kept.json")
    monkeypatch.setattr(table, "_state", lambda: "the same commit")
    assert table.main([]) == table.main(["one"]) == 0
    assert len(asked) == 1
    assert "goal | 7 of 7 | held" in capsys.readouterr().out
    assert table.main(["--anew"]) == 0
    assert len(asked) == 2


def test_a_collection_that_is_not_here_is_told_and_is_no_fault(monkeypatch) -> None:
    monkeypatch.delenv("METODOTEKA_CORPORA", raising=False)
    for row in [*yaml_suite.rows(), *office.rows()]:
        assert row.held is None and "git clone" in row.measured
    assert corpora.texts() == ([], list(corpora.OF_TEXTS))


def test_mutated_archives_are_answered(monkeypatch) -> None:
    monkeypatch.setattr(archives, "TRIED", 1200)
    assert [row for row in archives.rows() if not row.held] == []


def test_a_word_that_is_a_formula_does_not_run_in_any_table(tmp_path: Path) -> None:
    assert outputs.tried(("＝1+1",), tmp_path).held


def test_a_word_that_is_a_field_code_stays_a_word_in_a_document(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(documents, "TEMPLATES", {"replication": ()})
    monkeypatch.setattr(documents, "RECORDS", {"practice": "parnoe"})
    row = documents.tried([documents.FIELDS[:7]], tmp_path)
    assert row.held, row.measured


def test_long_cells_are_answered_shortly(tmp_path: Path, monkeypatch) -> None:
    from support import copy_of_mini

    monkeypatch.setattr(filled, "TEMPLATES", {"event": ()})
    row = filled.tried(copy_of_mini(tmp_path / "base"), "docx", {"long": filled.ODD["long"]}, tmp_path)
    assert row.held, row.measured


def test_red_twin_a_field_and_a_picture_from_elsewhere_are_seen(tmp_path: Path) -> None:
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    document = docx.Document()
    document.save(tmp_path / "plain.docx")
    paragraph = document.add_paragraph("слово")
    paragraph._p.append(OxmlElement("w:fldSimple", {qn("w:instr"): "DDEAUTO cmd"}))
    document.part.relate_to("http://example.com/a.dotm", "attachedTemplate", is_external=True)
    document.save(tmp_path / "active.docx")
    found = documents.active(tmp_path / "active.docx") - documents.active(tmp_path / "plain.docx")
    assert set(found) == {"fldSimple in word/document.xml", "outside http://example.com/a.dotm"}
    assert "слово" in documents.words(tmp_path / "active.docx")


def test_a_template_with_odd_signs_is_answered(tmp_path: Path, monkeypatch) -> None:
    from support import copy_of_mini

    monkeypatch.setattr(filled, "TEMPLATES", {"event": ()})
    row = filled.tried(copy_of_mini(tmp_path / "base"), "docx", {"signs": filled.ODD["signs"]}, tmp_path)
    assert row.held, row.measured
