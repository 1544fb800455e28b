"""How long a reader waits for an answer on a slow line, and how much the page jumps meanwhile.

``python tests/time_search.py SITE`` prints seconds on slow 3G (400 kbit/s, 400 ms, a processor four times slower): from
Enter on an opened page of the search, and from Enter in the field of the home page with nothing in the cache. Seconds
are told and never asserted: they are of this computer.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from look import launched
from playwright.sync_api import Browser, Page
from weigh import counting

LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER = 4
#: a word, a phrase, filters, a long question
QUESTIONS = ("наставник", "домашка", "математика 6 класс без проектора", "дети не умеют объяснять решение задачи")

#: layout shifts that no touch or key has just caused, summed: https://web.dev/articles/cls (one window is all we need)
SHIFTS = """() => {
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts += one.value;
  }).observe({ type: "layout-shift", buffered: true });
}"""


def slow(page: Page) -> None:
    """Throttle the page from now on."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def answered(page: Page, question: str) -> None:
    page.wait_for_selector(f'.m-search[data-answered="{question}"]', timeout=60_000)


def cold(browser: Browser, base: str, question: str) -> tuple[float, float]:
    """Seconds from Enter on the home page to the answer, nothing in the cache but that page; and the shifts."""
    with browser.new_context(viewport={"width": 360, "height": 640}, reduced_motion="reduce") as context:
        page = context.new_page()
        page.add_init_script(f"({SHIFTS})()")
        page.goto(base, wait_until="networkidle")
        slow(page)
        page.fill("#m-ask", question)
        start = time.monotonic()
        page.press("#m-ask", "Enter")
        page.wait_for_url("**/poisk/?q=*", wait_until="commit", timeout=60_000)
        answered(page, question)
        seconds = time.monotonic() - start
        page.wait_for_timeout(300)
        return seconds, page.evaluate("window.shifts")


def opened(browser: Browser, base: str, question: str) -> tuple[float, float]:
    """Seconds from Enter on the opened page of the search, and the shifts."""
    with browser.new_context(viewport={"width": 360, "height": 640}, reduced_motion="reduce") as context:
        page = context.new_page()
        page.add_init_script(f"({SHIFTS})()")
        page.goto(f"{base}poisk/", wait_until="networkidle")
        slow(page)
        page.evaluate("text => { document.querySelector('.m-search input').value = text }", question)
        start = time.monotonic()
        page.press(".m-search input", "Enter")
        answered(page, question)
        seconds = time.monotonic() - start
        page.wait_for_timeout(300)
        return seconds, page.evaluate("window.shifts")


def lines(browser: Browser, site: Path) -> list[str]:
    found = []
    with counting(site) as (base, _):
        for name, way in (("opened page", opened), ("cold, from the home page", cold)):
            for question in QUESTIONS:
                seconds, shifts = way(browser, base, question)
                found.append(f"slow 3G, {name}: «{question}» {seconds:.1f} s, CLS {shifts:.3f}")
    return found


if __name__ == "__main__":
    with launched() as chromium:
        for line in lines(chromium, Path(sys.argv[1])):
            print(line)
