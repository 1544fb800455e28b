"""Types: records, the catalogue and the rules hold what ``mypy --strict`` asks, the rest of the generator the usual;
the modules that do not yet are on the list of ``pyproject.toml``, and the list only gets shorter."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from mypy import api

ROOT = Path(__file__).resolve().parent.parent
SETTINGS: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]
#: how many modules with errors there may be: a smaller number is welcome, a larger one is not
LEFT = 61

#: proves that errors are found: a function without types, and what the base of all records does not have
_WRONG = """\
from generator.catalog import Catalog

def untyped(record):
    return record

def areas(catalog: Catalog) -> list[str]:
    return [area for record in catalog.records.values() for area in record.areas]
"""


def _listed() -> list[str]:
    return [name for part in SETTINGS["overrides"] if part.get("ignore_errors") for name in part["module"]]


def _settings(strict: str) -> str:
    """The settings with nothing left out of sight; the module ``strict`` is held to what records are held to."""
    sections = [("mypy", {name: value for name, value in SETTINGS.items() if name not in ("files", "overrides")})]
    for part in SETTINGS["overrides"]:
        if not part.get("ignore_errors"):
            modules = [*part["module"], *([strict] if "disallow_untyped_defs" in part else [])]
            flags = {name: value for name, value in part.items() if name != "module"}
            sections += [(f"mypy-{','.join(modules)}", flags)]
    return "\n".join(f"[{head}]\n" + "".join(f"{n} = {v}\n" for n, v in flags.items()) for head, flags in sections)


def _module(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def test_only_listed_modules_have_errors_and_all_of_them_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("MYPY_CONFIG_FILE_DIR", str(ROOT))  # mypy sets it and leaves it behind
    (tmp_path / "wrong_types.py").write_text(_WRONG, "utf-8")
    (tmp_path / "mypy.ini").write_text(_settings("wrong_types"), "utf-8")
    options = ["--config-file", str(tmp_path / "mypy.ini"), "--cache-dir", str(ROOT / ".mypy_cache" / "tests")]
    text, fault, _ = api.run([*options, "--no-error-summary", "generator", str(tmp_path / "wrong_types.py")])
    assert not fault
    errors: dict[str, list[str]] = {}
    for line in text.splitlines():
        path, _, rest = line.partition(":")
        if ": error: " in line:
            errors.setdefault(_module(path.replace("\\", "/")), []).append(rest)
    wrong = errors.pop(next(name for name in errors if name.endswith("wrong_types")))
    assert [line.rpartition("[")[2] for line in wrong] == ["no-untyped-def]", "attr-defined]"]
    new = {name: lines for name, lines in errors.items() if name not in _listed()}
    assert not new, "\n".join(f"{name}: {line}" for name, lines in new.items() for line in lines)
    assert set(_listed()) <= errors.keys(), "take them off the list of pyproject.toml, they have no errors any more"


def test_the_list_only_gets_shorter() -> None:
    listed = _listed()
    assert listed == sorted(set(listed))
    assert len(listed) == LEFT, "write the smaller number into this test" if len(listed) < LEFT else "mend the types"
    strict = ("generator.records", "generator.catalog", "generator.checks")
    assert not [name for name in listed if f"{name}.".startswith(tuple(f"{one}." for one in strict))]
