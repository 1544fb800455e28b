"""One public name, one meaning: what is imported by name is found by name.

``cases/public-names.yml`` lists the names that stand in several modules today, with how many. The list only shrinks:
a name that is not on it, or stands in more modules, fails; so does a line that is no longer true, until it is taken off
or lowered (``pytest --rewrite`` does that, and never adds).
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import yaml
from support import PROJECT

LISTED = PROJECT / "tests" / "cases" / "public-names.yml"

#: functions that a room offers under the same name on purpose, called with it before them: ``add`` a module's
#: commands to the command line, the ``files`` it publishes, ``main`` of a command, ``parse`` a text, ``read`` a file of
#: its format, ``render`` what it lays out, ``run`` all of it, the ``view`` of a page that is no record's
PROTOCOL = {"add", "files", "main", "parse", "read", "render", "run", "view"}

#: words that say of a value only that somebody said it: a name has to tell what it is (an answer, a remark, a label)
VAGUE = {"heard", "said", "spoken", "told", "unsaid", "untold"}

_HEAD = """\
# Public names of functions, classes and constants that several modules of generator/ define, and how many of them.
# The list only shrinks: rename a function, take its line off.
"""


def public(path: Path) -> Iterator[tuple[str, bool]]:
    """The public names that a module defines itself, each with whether it is a class."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        names: list[str] = []
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names = [node.name]
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]
        yield from ((name, isinstance(node, ast.ClassDef)) for name in names if not name.startswith("_"))


def named(path: Path) -> Iterator[tuple[str, int]]:
    """Every name that a module gives to something, private and local ones too, with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                yield node.name, node.lineno
            case ast.alias():
                yield node.asname or "", node.lineno
            case ast.arg() | ast.keyword():
                yield node.arg or "", node.lineno
            case ast.Name(ctx=ast.Store()):
                yield node.id, node.lineno
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr, node.lineno


def vague_names(folder: Path) -> list[str]:
    """The names below ``folder`` that one of the :data:`VAGUE` words stands in."""
    return sorted(
        f"{path.name}:{line}: {name}"
        for path in folder.rglob("*.py")
        for name, line in named(path)
        if VAGUE.intersection(name.lower().split("_"))
    )


def collisions(folder: Path) -> dict[str, int]:
    """Name -> in how many modules below ``folder`` it stands, where that is more than one and no protocol."""
    found = Counter(
        name
        for path in folder.rglob("*.py")
        for name, is_class in set(public(path))
        if is_class or name not in PROTOCOL
    )
    return {name: number for name, number in sorted(found.items()) if number > 1}


def listed() -> dict[str, int]:
    return yaml.load(LISTED.read_text(encoding="utf-8"), yaml.CSafeLoader) or {}


def test_no_name_gets_a_second_meaning(rewrite: bool) -> None:
    now, known = collisions(PROJECT / "generator"), listed()
    if rewrite:
        left = {name: min(number, known[name]) for name, number in now.items() if name in known}
        LISTED.write_text(_HEAD + yaml.safe_dump(left, allow_unicode=True), encoding="utf-8")
        known = left
    more = {name: number for name, number in now.items() if number > known.get(name, 1)}
    assert more == {}, "choose another name: this one has a meaning elsewhere"
    fewer = {name: number for name, number in known.items() if number > now.get(name, 1)}
    assert fewer == {}, "take these off the list: pytest tests/test_public_names.py --rewrite"


def test_the_protocol_is_short_and_used() -> None:
    assert len(PROTOCOL) <= 8
    times = Counter(name for path in (PROJECT / "generator").rglob("*.py") for name, _ in set(public(path)))
    assert [name for name in sorted(PROTOCOL) if times[name] < 2] == [], "no longer a protocol"


def test_a_second_definition_is_seen(tmp_path: Path) -> None:
    """The red twin, for every way to define a name; imports and private names are no definitions."""
    (tmp_path / "one.py").write_text("def shown(): ...\nclass read: ...\nLIMIT = 1\n_own = 1\nA, B = 1, 2\n", "utf-8")
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "two.py").write_text(
        "async def shown(): ...\nclass read: ...\nLIMIT: int = 2\n_own = 1\nB = 3\nfrom one import A\ndef add(): ...\n",
        "utf-8",
    )
    (tmp_path / "three.py").write_text("def add(): ...\n", "utf-8")
    assert collisions(tmp_path) == {"B": 2, "LIMIT": 2, "read": 2, "shown": 2}


def test_names_tell_what_a_thing_is() -> None:
    assert vague_names(PROJECT / "generator") == [], "name it by what it is: an answer, a remark, a label, a heading"


def test_a_vague_name_is_seen(tmp_path: Path) -> None:
    """The red twin, wherever a name may stand; what only looks like one is none."""
    (tmp_path / "one.py").write_text(
        "class Told: ...\ndef is_said(heard): ...\nself.spoken = call(told=1)\nuntold: int = 1\n_SAID = retold = 2\n",
        "utf-8",
    )
    names = [one.rpartition(" ")[2] for one in vague_names(tmp_path)]
    assert sorted(names) == ["Told", "_SAID", "heard", "is_said", "spoken", "told", "untold"]
