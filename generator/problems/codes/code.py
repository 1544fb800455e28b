"""One code of a problem, explained: what an entry of the list of codes holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import dedent

from generator.problems import ERROR


@dataclass(frozen=True)
class Code:
    """What a problem of this code means, in a methodist's words, with an example of the mistake and of its mend.

    ``on`` is the file of the examples: ``kind/id`` (or a whole path). Where the mini base of the tests has that record
    the examples are only the fields that differ, elsewhere the whole file. Without ``on`` an example lists files of a
    base, one a line. ``also`` are other files that the example needs. ``tests/test_codes.py`` runs all of them.
    """

    code: str
    title: str
    means: str
    mend: str
    on: str = ""
    wrong: str = ""
    right: str = ""
    severity: str = ERROR
    also: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("wrong", "right"):
            object.__setattr__(self, name, dedent(getattr(self, name)).strip("\n"))

    @property
    def path(self) -> str:
        """The file of the examples, from the root of the base; empty where they list files."""
        if not self.on or self.on.startswith(("data/", "content/")) or self.on == "mkdocs.yml":
            return self.on
        return f"data/{self.on}.yml"
