"""The code of templates is made once and kept where Python keeps its own; that of a base is never kept."""

from __future__ import annotations

import sys
from pathlib import Path

import jinja2
import pytest

from generator import catalog
from generator.files import shipped
from generator.pages import compiled, environment
from generator.records.reading import Loaded
from generator.settings import Settings, build_date

PAGE = "own.md.j2"


@pytest.fixture
def compiled_now(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The names of templates whose code was made; nothing is remembered before the test."""
    made: list[str] = []
    really = jinja2.Environment.compile

    def counted(self: jinja2.Environment, source: str, name: str | None = None, *also: object) -> object:
        made.append(str(name))
        return really(self, source, name, *also)  # type: ignore[call-overload]

    monkeypatch.setattr(jinja2.Environment, "compile", counted)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "code"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(compiled, "_HELD", {})
    return made


def _page(templates: str = "") -> str:
    settings = Settings(build_date=build_date(), templates=templates)
    found = catalog.build(Loaded({}, {}, {}, {}, set()), settings.build_date)
    return environment.create_templates(found, settings).render(PAGE, "kabinet.md")


def _in_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_HELD", {})


def _kept(tmp_path: Path) -> list[Path]:
    return [one for one in (tmp_path / "code").rglob("*") if one.is_file()]


def test_the_next_process_makes_no_code(
    compiled_now: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = _page()
    assert PAGE in compiled_now
    assert len(_kept(tmp_path)) == len(compiled_now)
    compiled_now.clear()
    _in_another_process(monkeypatch)
    assert _page() == first
    assert compiled_now == []


@pytest.mark.parametrize("what", ["cut", "empty", "strange", "of another version"])
def test_what_is_wrong_on_the_disk_is_made_anew(
    what: str, compiled_now: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = _page()
    for file in _kept(tmp_path):
        data = file.read_bytes()
        file.write_bytes({"cut": data[:-100], "empty": b"", "strange": b"\x80" + data}.get(what, data))
    if what == "of another version":
        monkeypatch.setattr(compiled, "program_digest", lambda: "another")
    made = sorted(compiled_now)
    compiled_now.clear()
    _in_another_process(monkeypatch)
    assert _page() == first
    assert sorted(compiled_now) == made


def test_a_template_of_a_base_is_used_and_never_kept(
    compiled_now: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = tmp_path / "templates"
    own.mkdir()
    ours = (shipped.templates_dir() / PAGE).read_text("utf-8")
    (own / PAGE).write_text(f"{ours}\nСвоё\n", "utf-8")
    assert "Своё" in _page(str(own))
    assert "Своё" in _page(str(own))
    assert compiled_now.count(PAGE) == 1, "held in the process"
    assert not any("Своё".encode() in file.read_bytes() for file in _kept(tmp_path))
    _in_another_process(monkeypatch)
    assert "Своё" in _page(str(own))
    assert compiled_now.count(PAGE) == 2


def test_where_python_keeps_nothing_neither_do_templates(
    compiled_now: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert _page()
    assert _kept(tmp_path) == []


def test_a_folder_that_refuses_costs_nothing_else(compiled_now: list[str], tmp_path: Path) -> None:
    (tmp_path / "code").write_text("a file where the folder should be", "utf-8")
    assert _page()
    assert PAGE in compiled_now
