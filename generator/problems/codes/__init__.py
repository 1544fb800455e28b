"""The list of codes: what every problem means, in a methodist's words, with a wrong and a right example.

A code is a stable identifier: it stays when the words change, so that a link or a search from years ago still leads to
the explanation. The words are the YAML files of this folder, one for each group of codes; pages, the terminal and the
forge take them from here. ``tests/test_codes.py`` holds the list to the code base (every code that is given has an
entry) and runs every example through the real checks.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.problems import ERROR, PAGES


@dataclass(frozen=True)
class Code:
    """What a problem of this code means, in a methodist's words, with an example of the mistake and of its fix.

    ``on`` is the file of the examples: ``kind/id`` (or a whole path). Where the mini base of the tests has that record
    the examples are only the fields that differ, elsewhere the whole file. Without ``on`` an example lists files of a
    base, one a line. ``also`` are other files that the example needs. ``tests/test_codes.py`` runs all of them.
    """

    code: str
    title: str
    means: str
    fix: str
    on: str = ""
    wrong: str = ""
    right: str = ""
    severity: str = ERROR
    also: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The file of the examples, from the root of the base; empty where they list files."""
        if not self.on or self.on.startswith(("data/", "content/")) or self.on == "mkdocs.yml":
            return self.on
        return f"data/{self.on}.yml"


def read_group(text: str) -> tuple[str, tuple[Code, ...]]:
    """The title of a group and its codes, from the text of its YAML file.

    Every value is taken as written: ``no`` and ``2025`` are text. Raises yaml.YAMLError where the text is no YAML,
    KeyError without ``group`` or ``codes``, TypeError for an entry with a field that :class:`Code` has not or without
    one that it needs.
    """
    found = yaml.load(text, _Loader)
    return found["group"], tuple(Code(**_without_last_newline(entry)) for entry in found["codes"])


_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
#: the files of the groups, in the order in which people see them
_FILES = (
    "files",
    "yaml",
    "fields",
    "texts",
    "people",
    "pictures",
    "links",
    "dates",
    "roadmaps",
    "contests",
    "standing",
    "indicators",
    "claims",
    "federation",
)


def _without_last_newline(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An example is a block of lines, and the last of them ends in the file."""
    return {name: value.strip("\n") if name in ("wrong", "right") else value for name, value in entry.items()}


def _text(name: str) -> str:
    """The text of a file beside this module, wherever the package lies."""
    found = pkgutil.get_data(__name__, f"{name}.yml")
    assert found is not None, "a loader of packages that keeps no data"
    return found.decode("utf-8")


GROUPS: Mapping[str, tuple[Code, ...]] = dict(map(read_group, map(_text, _FILES)))
CODES: Mapping[str, Code] = {code.code: code for group in GROUPS.values() for code in group}

#: addresses of the site: the list and a page for every code
CODE_ADDRESSES = frozenset({PAGES} | {f"{PAGES}/{code}" for code in CODES})


def explain_code(code: Code) -> str:
    """The explanation for a terminal."""
    what = "ошибка" if code.severity == ERROR else "предупреждение"
    parts = [f"{code.title} [{code.code}], {what}", code.means, f"Как исправить. {code.fix}"]
    if code.wrong:
        parts += [f"Неверно{f' ({code.path})' if code.path else ''}:\n{_indented(code.wrong)}"]
        parts += [f"Верно:\n{_indented(code.right)}"]
    return "\n\n".join(parts)


def visible_example(example: str) -> str:
    """An example as a person can see it: a tab is an arrow, another character that nobody sees is a dot."""
    return "".join(
        "→ " if character == "\t" else character if character.isprintable() or character == "\n" else "·"
        for character in example
    )


def _indented(example: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in visible_example(example).split("\n"))
