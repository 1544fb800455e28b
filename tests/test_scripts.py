"""Every script of the site is one that an old telephone can read: Safari 14.1 (2021), and browsers of its time.

A script with one sign that the browser does not know is refused as a whole, so a single look-behind in one module takes
the form away from everybody whose Safari is older than 16.4.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from support import PROJECT

THEME = PROJECT / "theme" / "mkdocs"
PARSE = PROJECT / "tests" / "npm" / "parse.mjs"
#: the edition of the language that Safari 14.1 reads whole
LEVEL = 2021
#: the editor's desk is for few people and Decap's own scripts ask for more; it waits for its settings at the top
DESK = THEME / "admin"


def refused(level: int, *paths: Path) -> list[str]:
    """What the scripts have that a browser of the level does not, as «name:line: what»."""
    command = ["node", str(PARSE), str(level), *map(str, paths)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    return [f"{Path(one['path']).name}:{one['line']}: {one['said']}" for one in json.loads(done.stdout)]


def ours() -> list[Path]:
    return [path for path in sorted(THEME.rglob("*.js")) if "vendor" not in path.parts]


def test_our_scripts_are_read_by_old_browsers() -> None:
    of_desk = [path for path in ours() if DESK in path.parents]
    assert len(of_desk) > 2
    assert refused(LEVEL, *(path for path in ours() if path not in of_desk)) == []
    assert refused(2022, *of_desk) == []


def test_scripts_of_others_are_known_for_what_they_ask() -> None:
    """Marked tries whether the browser has look-behind; tests/test_form_preview.py runs it in one that has not."""
    vendor = [path for path in sorted(THEME.rglob("*.js")) if "vendor" in path.parts]
    assert [path.name for path in vendor] == [
        "decap-cms.js", "fflate.js", "marked.js", "snowball-russian.js", "js-yaml.js",
    ]  # fmt: skip
    assert [path.name for path in vendor if re.search(r"\(\?<[=!]", path.read_text("utf-8"))] == ["marked.js"]
    assert {line.rpartition(": ")[2] for line in refused(2022, vendor[2])} == {"look-behind", "at", "hasOwn"}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("x = /(?<!a)b/;", "look-behind"),
        ('x = new RegExp("(?<=a)b");', "look-behind"),
        ("class A { #own = 1; }", "Unexpected character '#' (1:10)"),
        ("await x;", "Cannot use keyword 'await' outside an async function (1:0)"),
        ("x = [1].at(-1);", "at"),
        ("x = /a/v;", "Invalid regular expression flag (1:5)"),
    ],
)
def test_red_twin_what_old_browsers_refuse_is_seen(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "x.js"
    path.write_text(text, "utf-8")
    assert refused(LEVEL, path) == [f"x.js:1: {what}"]


# --- how scripts are built --------------------------------------------------------------------------------------------

MEASURE = PROJECT / "tests" / "npm" / "measure.mjs"
#: lines of a function, and of a file
LONGEST, LONGEST_FILE = 60, 310


def functions(*paths: Path) -> list[dict]:
    command = ["node", str(MEASURE), *map(str, paths)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout)


def too_long(found: list[dict]) -> list[str]:
    return [f"{Path(one['path']).name}:{one['line']}: {one['name']}, {one['lines']} lines"
            for one in found if one["lines"] > LONGEST]  # fmt: skip


def makers(*paths: Path) -> list[str]:
    """What makes an element of a name that it is given: the sign of an element builder, however it is called."""
    pattern = re.compile(r"\bcreateElement\(\s*[^\"'`\s]")
    return [path.name for path in paths for _ in pattern.findall(path.read_text("utf-8"))]


def test_functions_and_files_are_short() -> None:
    assert too_long(functions(*ours())) == []
    assert {path.name: n for path in ours() if (n := len(path.read_text("utf-8").splitlines())) > LONGEST_FILE} == {}


def test_shared_helpers_are_defined_once() -> None:
    """Builders of elements, counted words and formats of numbers stand in ``assets/shared`` alone."""
    shared = sorted((THEME / "assets" / "shared").glob("*.js"))
    names = {one["name"] for one in functions(*shared) if one["own"]}
    assert {"h", "button", "number", "plural"} <= names
    others = functions(*(path for path in ours() if path not in shared))
    assert [f"{Path(one['path']).name}: {one['name']}" for one in others if one["own"] and one["name"] in names] == []
    assert makers(*ours()) == [shared[0].name]
    spelled = re.compile(r"Intl\.(?:PluralRules|NumberFormat)|toLocaleString")
    assert [path.name for path in ours() if spelled.search(path.read_text("utf-8"))] == []


def test_red_twin_long_functions_and_second_builders_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "x.js"
    body = "  now();\n" * LONGEST
    path.write_text(f"(() => {{\n  const long = () => {{\n{body}  }};\n}})();\n", "utf-8")
    assert too_long(functions(path)) == [f"x.js:2: long, {LONGEST + 2} lines"]
    assert [one["own"] for one in functions(path)] == [True]
    path.write_text("function make(tag) { return document.createElement(tag); }", "utf-8")
    assert makers(path) == ["x.js"]
