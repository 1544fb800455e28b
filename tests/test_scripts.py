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


def said(level: int, *paths: Path) -> list[str]:
    """What the scripts have that a browser of the level does not, as «name:line: what»."""
    command = ["node", str(PARSE), str(level), *map(str, paths)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    return [f"{Path(one['path']).name}:{one['line']}: {one['said']}" for one in json.loads(done.stdout)]


def ours() -> list[Path]:
    return [path for path in sorted(THEME.rglob("*.js")) if "vendor" not in path.parts]


def test_our_scripts_are_read_by_old_browsers() -> None:
    of_desk = [path for path in ours() if DESK in path.parents]
    assert len(of_desk) > 2
    assert said(LEVEL, *(path for path in ours() if path not in of_desk)) == []
    assert said(2022, *of_desk) == []


def test_scripts_of_others_are_known_for_what_they_ask() -> None:
    """Marked tries whether the browser has look-behind; tests/test_form_preview.py runs it in one that has not."""
    vendor = [path for path in sorted(THEME.rglob("*.js")) if "vendor" in path.parts]
    assert [path.name for path in vendor] == ["decap-cms.js", "js-yaml.js", "marked.js"]
    assert [path.name for path in vendor if re.search(r"\(\?<[=!]", path.read_text("utf-8"))] == ["marked.js"]
    assert {line.rpartition(": ")[2] for line in said(2022, vendor[-1])} == {"look-behind", "at", "hasOwn"}


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
    assert said(LEVEL, path) == [f"x.js:1: {what}"]
