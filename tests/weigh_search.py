"""How many bytes the search costs a visitor: counted by the server of ``weigh.py``, headers and all.

``python tests/weigh_search.py SITE`` prints the first search and the next ones on a built site.
"""

from __future__ import annotations

import sys
from pathlib import Path

from look import launched
from playwright.sync_api import Browser, Page
from weigh import counting, total

#: the first one has a slip on purpose: the list of words is loaded too
QUERIES = ("наставнк", "чтение", "обратная связь", "ИОМ", "диагностика", "математика")


def search(page: Page, query: str) -> None:
    """Type the question into the open dialog and wait until the answer stands there."""
    page.fill(".m-search-dialog input", query)
    page.wait_for_selector(f'.m-search-dialog .m-search[data-answered="{query}"]', timeout=60_000)


def weigh(browser: Browser, site: Path) -> dict[str, int]:
    """Question -> bytes over the wire because of it; the first one loads the search itself."""
    weights: dict[str, int] = {}
    with counting(site) as (base, sent), browser.new_page() as page:
        page.goto(f"{base}practices/", wait_until="networkidle")
        page.keyboard.press("/")
        before = len(sent)
        for query in QUERIES:
            search(page, query)
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(300)  # texts of the last results arrive after the answer
            weights[query] = total(sent[before:])
            before = len(sent)
    return weights


def as_text(weights: dict[str, int], most: tuple[int, int] = (130, 40)) -> str:
    """One line: the first search, then the next ones, kilobytes of 1,000 bytes, with the most that each may be."""
    first, *rest = weights.items()
    return (
        f"first search («{first[0]}») {first[1] / 1000:.0f} KB over the wire (at most {most[0]}); the next: "
        + ", ".join(f"«{query}» {size / 1000:.0f}" for query, size in rest)
        + f" (at most {most[1]})"
    )


if __name__ == "__main__":
    with launched() as chromium:
        print(as_text(weigh(chromium, Path(sys.argv[1]))))
