"""The picture of the site for links in messengers: ``python tests/brand.py`` makes it of ``tests/brand.html``.

It is committed (``theme/mkdocs/assets/images/metodoteka.png``): building the site needs no browser.
"""

from __future__ import annotations

import sys
from pathlib import Path

from look import BROWSER_FLAGS, chromium
from playwright.sync_api import sync_playwright

SOURCE = Path(__file__).with_name("brand.html")
PICTURE = Path(__file__).parent.parent / "theme/mkdocs/assets/images/metodoteka.png"
SIZE = (1200, 630)  # what Open Graph readers show without cutting


def draw(target: Path) -> None:
    """Write the picture to ``target``."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=BROWSER_FLAGS)
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        page.goto(SOURCE.as_uri())
        page.screenshot(path=target)
        browser.close()


if __name__ == "__main__":
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE)
