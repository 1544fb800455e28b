"""Sheets for paper in a folder that a browser can open; the engine is not needed for them."""

from __future__ import annotations

import shutil
from pathlib import Path

from support import PROJECT

from generator import files, pages
from generator.catalog import Catalog
from generator.settings import Settings


def laid_out(found: Catalog, settings: Settings, out: Path) -> Path:
    """The sheets and catalogues of a base with the theme's assets."""
    made = [*pages.print_sheets(found, settings), *pages.catalogues(found)]
    files.write_tree(out, {file.path: file.data for file in made})
    shutil.copytree(PROJECT / "theme" / "mkdocs" / "assets", out / "assets", dirs_exist_ok=True)
    return out
