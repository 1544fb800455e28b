"""A new base with the look that the guide «Настройка сайта» shows: its examples, word for word."""

from __future__ import annotations

import re
from pathlib import Path

from support import PROJECT

from generator import cli

GUIDE = PROJECT / "content" / "guides" / "nastroika-saita.md"
_LIST = "# data/vocabularies/napravleniia.yml"


def examples() -> list[str]:
    """The blocks of YAML that the guide shows."""
    return re.findall(r"```yaml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)


def example(with_line: str) -> str:
    """The block that has the line."""
    (found,) = (one for one in examples() if re.search(rf"(?m)^{re.escape(with_line)}", one))
    return found


def begun(root: Path) -> Path:
    """The base in the new folder ``root``."""
    words = ("--region", "Пермский край", "--district", "Камский район", "--name", "Методика Камского района",
             "--mail", "metodist@example.org", "--colour", "#2f7d32", "--sections", "practices")  # fmt: skip
    assert cli.main(["init", str(root), *words]) == 0
    settings = (root / "mkdocs.yml").read_text("utf-8")
    settings = re.sub(r"(?m)^      without: .*\n", "", settings)
    said = "".join(f"      {line}\n" for line in (example("lead:") + example("fonts:")).splitlines())
    (root / "mkdocs.yml").write_text(settings.replace("      drafts:", f"{said}      drafts:", 1), "utf-8")
    (root / "theme" / "assets" / "fonts").mkdir(parents=True, exist_ok=True)
    (root / "theme" / "assets" / "fonts" / "golos.woff2").write_bytes(b"wOF2" + bytes(100))
    (root / "data" / "vocabularies").mkdir()
    (root / "data" / "vocabularies" / "napravleniia.yml").write_text(example(_LIST), "utf-8")
    practice = root / "data" / "practices" / "primer-praktiki.yml"
    mark = re.search(r"`(marks: \[[^`]*\])`", GUIDE.read_text("utf-8"))
    assert mark
    practice.write_text(practice.read_text("utf-8").rstrip("\n") + f"\n{mark[1]}\n", "utf-8")
    return root
