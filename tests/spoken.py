"""A base that speaks another language."""

from __future__ import annotations

from pathlib import Path


def speaks(root: Path, code: str) -> Path:
    settings = root / "mkdocs.yml"
    said = settings.read_text(encoding="utf-8").replace(
        "  - metodoteka:\n", f"  - metodoteka:\n      language: {code}\n"
    )
    settings.write_text(said, encoding="utf-8")
    return root
