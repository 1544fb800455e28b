"""The picture of the site for links in messengers: ``python tests/brand.py`` makes it of ``tests/brand.html``.

It is committed (``theme/mkdocs/assets/images/metodoteka.png``): building the site needs no browser.
"""

from __future__ import annotations

import sys
from pathlib import Path

from look import launched
from playwright.sync_api import Browser

SOURCE = Path(__file__).with_name("brand.html")
PICTURE = Path(__file__).parent.parent / "theme/mkdocs/assets/images/metodoteka.png"
SIZE = (1200, 630)  # what Open Graph readers show without cutting


def draw(browser: Browser, target: Path) -> None:
    """Write the picture to ``target``."""
    with browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}) as page:
        page.goto(SOURCE.as_uri())
        page.screenshot(path=target)


if __name__ == "__main__":
    with launched() as chromium:
        draw(chromium, Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE)
