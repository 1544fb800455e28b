"""The order of the house: an import points to an earlier room; few rooms touch disk, MkDocs or Jinja2.

Templates lay out what they are given: they look nothing up."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jinja2
import pytest
from jinja2 import meta

from generator import catalog
from generator.pages import environment
from generator.records.reading import Loaded
from generator.settings import Settings

GENERATOR = Path(__file__).resolve().parent.parent / "generator"

#: the rooms in reading order; a room may import only from itself and from earlier ones
ROOMS = (
    "__init__",
    "text",
    "problems",
    "documents",
    "files",
    "records",
    "catalog",
    "settings",
    "checks",
    "pages",
    "exports",
    "channels",
    "begin",
    "site",
    "upkeep",
    "publish",
    "cli",
    "__main__",
)
ORDER = {name: position for position, name in enumerate(ROOMS)}

#: a library -> the only modules (or folders of modules) that may import it
MAY_IMPORT = {
    "mkdocs": {"publish"},
    "jinja2": {"pages"},
    "nh3": {"text"},
    "cmarkgfm": {"text"},
    "distributed": {"publish/cluster"},
    "selectolax": {"publish"},
    "frontmatter": {"documents/front_matter"},
    "segno": {"pages/charts"},
    "PIL": {"files/media/reencode"},
    "requests": {"upkeep/link_check", "upkeep/federation/fetching"},
    "cryptography": {"upkeep/federation/signing"},
    "subprocess": {"documents/history", "files/git_command"},  # git
    "openpyxl": {"channels/office"},
    "docx": {"channels/office"},
    "lxml": {"channels/office"},
    "python_calamine": {"channels/office"},
    "xlsxwriter": {"channels/office", "exports/workbooks"},
    "sqlite3": {"exports/database"},
}
#: calls that read or write a disk, and the modules that may make them; reading is for records, for files that people
#: filled in and for finished sites
READS = {"read_text", "read_bytes", "open", "iterdir", "rglob", "glob"}
WRITES = {"write_text", "write_bytes", "unlink", "rmtree", "rename", "mkdir", "rmdir", "replace_file", "copytree"}
MAY_READ = {
    "documents/folders",
    "documents/sources",
    "files",
    "channels/office",
    "publish",
    "upkeep/inbox/archives",
    "channels/sent_parcels",
}
MAY_WRITE = {"files"}
GROUPS = {"Model", "Record", "Territory", "Party"}


def modules() -> list[Path]:
    return sorted(GENERATOR.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(GENERATOR).parts[0].removesuffix(".py")


def is_in(path: Path, places: set[str]) -> bool:
    """Whether a module is one of ``places`` or lies in one."""
    name = path.relative_to(GENERATOR).with_suffix("").as_posix()
    return any(name == place or name.startswith(f"{place}/") for place in places)


@cache
def parsed(path: Path) -> ast.Module:
    """The tree of a module; nobody writes into it."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """What a module imports; a name that only annotations need (``if TYPE_CHECKING``) is no dependency."""
    needed = [
        node
        for node in parsed(path).body
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING" and not node.orelse)
    ]
    for node in (inner for outer in needed for inner in ast.walk(outer)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr, node.lineno
            elif isinstance(node.func, ast.Name):
                yield node.func.id, node.lineno


def test_an_import_points_to_an_earlier_room() -> None:
    rooms = {room_of(path) for path in modules()}
    assert rooms <= ORDER.keys(), "a new room: give it its place in ROOMS and in generator/__init__.py"
    wrong = []
    for path in modules():
        room, its_file = room_of(path), path.relative_to(GENERATOR)
        for name in imports(path):
            parts = name.split(".")
            if parts[0] == "generator" and len(parts) > 1 and parts[1] in ORDER and ORDER[parts[1]] > ORDER[room]:
                wrong.append(f"{its_file}: {room} must not import {name}")
            allowed = MAY_IMPORT.get(parts[0])
            if allowed is not None and not is_in(path, allowed):
                wrong.append(f"{its_file} must not import {parts[0]}")
    assert wrong == []


def test_only_the_right_rooms_touch_the_disk() -> None:
    wrong = []
    for path in modules():
        for call, line in calls(path):
            place = f"{path.relative_to(GENERATOR)}:{line}"
            if call in READS and not is_in(path, MAY_READ):
                wrong.append(f"{place} reads a disk: that is for {MAY_READ}")
            if call in WRITES and not is_in(path, MAY_WRITE):
                wrong.append(f"{place} writes to disk: that is for {MAY_WRITE}")
    assert wrong == []


def test_the_events_of_yaml_are_walked_in_one_place() -> None:
    """Reading, comments, the writer and mends share one walk over a record; ``mkdocs.yml`` is none."""
    walkers = {"yaml.parse", "yaml.scan", "yaml.compose"}
    found = {
        path.relative_to(GENERATOR).as_posix()
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if f"{node.value.id}.{node.attr}" in walkers
    }
    assert found == {"documents/strict_yaml.py", "settings/configuration.py"}


def test_a_room_stays_small_enough_to_read() -> None:
    lines = {path.relative_to(GENERATOR).as_posix(): path.read_text("utf-8").count("\n") for path in modules()}
    assert len(lines) > 400, "the walk has lost the modules"
    assert {name: many for name, many in lines.items() if many > 450} == {}, "split them along kinds"


def test_every_room_stands_in_the_map() -> None:
    described = (GENERATOR / "__init__.py").read_text(encoding="utf-8")
    rooms = {room_of(path) for path in modules()} - {"__init__", "__main__"}
    assert {room for room in rooms if f"``{room}``" not in described} == set()


def test_every_public_function_says_what_it_does() -> None:
    """Groups of fields are exempt: their fields carry Russian labels and help, which readers of the schema see."""
    silent = []
    for path in modules():
        for node in parsed(path).body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
                continue
            is_group = isinstance(node, ast.ClassDef) and {ast.unparse(base) for base in node.bases} & GROUPS
            if not is_group and not ast.get_docstring(node):
                silent.append(f"{path.relative_to(GENERATOR)}: {node.name}")
    assert silent == []


# --- templates lay out what views have found --------------------------------------------------------------------------

TEMPLATES = sorted((GENERATOR.parent / "theme" / "pages").glob("*.j2"))
EMPTY = catalog.build(Loaded({}, {}, {}, {}, set()), dt.date(2026, 11, 28))
#: the catalog, its look-ups and the kinds: a template that needs them lacks something in its view
LOOK_UPS = {"catalog", "find", "get", "dead", "term_of", "kinds"}


@cache
def templates() -> jinja2.Environment:
    return environment.create_templates(EMPTY, Settings(build_date=EMPTY.today))._environment


def look_ups(template: str) -> set[str]:
    """The names of look-ups that a template uses without having been given them by its view or by a loop."""
    return LOOK_UPS & meta.find_undeclared_variables(templates().parse(template))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_a_template_never_searches(path: Path) -> None:
    assert look_ups(path.read_text(encoding="utf-8")) == set(), "let the view find it and hand it over"


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('{{ m.a(get("organizations", record.owner)) }}', {"get"}),
        ("{% set target = find(address) %}{{ target }}", {"find"}),
        ("{% macro level(p) %}{{ catalog.evidence[p.id].level }}{% endmacro %}", {"catalog"}),
        ('{{ {"a": 1}.get(kind) }}{{ record.find }}', set()),
    ],
)
def test_the_search_of_a_template_is_seen(template: str, found: set[str]) -> None:
    assert look_ups(template) == found


def test_the_environment_hands_out_no_look_up() -> None:
    """Under no name: neither the catalog itself nor a method of it, but for the label of a term."""
    handed = templates().globals.items()
    assert [name for name, value in handed if getattr(value, "__self__", value) is EMPTY] == ["label"]
