"""A contributor's text without any protection, as plain Markdown puts it into a page, and what a browser does with it.

``python tests/unprotected.py`` asks the browser again and rewrites ``tests/cases/gate/runs.jsonl``: the texts of
``tests/corpus/hostile.jsonl`` whose page runs something or fetches from elsewhere (half an hour under load).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import markdown

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Route

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "corpus" / "hostile.jsonl"
RUNS = HERE / "cases" / "gate" / "runs.jsonl"
SITE = "http://site.test/"

#: focus and press everything, but follow no link
POKE = """() => {
  for (const one of document.querySelectorAll('*')) {
    try { one.focus?.() } catch {}
    for (const name of ['mouseover', 'mouseenter', 'pointerover', 'wheel', 'keydown', 'toggle'])
      one.dispatchEvent(new Event(name, {bubbles: true}))
    const address = String(one.href?.baseVal ?? one.href ?? 'javascript:')
    if (/^javascript:/i.test(address))
      try { one.click ? one.click() : one.dispatchEvent(new MouseEvent('click', {bubbles: true})) } catch {}
  }
}"""


def read(path: Path) -> list[str]:
    """The texts of a file with one JSON string a line."""
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def page(body: str, head: str = "") -> str:
    """A whole page with this HTML in it."""
    head = f"<meta charset=utf-8>{head}<title>x</title>"
    return f"<!doctype html><html lang=ru><head>{head}</head><body>{body}</body></html>"


def unprotected(text: str) -> str:
    """The page that plain Markdown makes of a text."""
    html = markdown.markdown(text, extensions=["tables", "attr_list", "md_in_html"])
    return page(html.encode("utf-8", "replace").decode())


def that_run(pages: Iterable[str]) -> Iterator[bool]:
    """For every page, whether Chromium runs anything of it or fetches from another host."""
    return map(bool, what_happens(pages))


def what_happens(pages: Iterable[str]) -> Iterator[list[str]]:
    """For every page, what Chromium does of it: «runs …» for each script and dialog, «fetches …» for other hosts."""
    from look import launched

    with launched() as browser:
        for source in pages:
            yield _of_page(browser, source)


def _of_page(browser: Browser, source: str) -> list[str]:
    from playwright.sync_api import Error

    context = browser.new_context()
    tab = context.new_page()
    happened: list[str] = []

    def answer(route: Route) -> None:
        address = route.request.url
        if address == SITE:
            route.fulfill(body=source, content_type="text/html; charset=utf-8")
            return
        if not address.startswith(SITE):
            happened.append(f"fetches {address}")
        route.abort()

    def parsed(event: dict) -> None:
        # what the test itself asks has no address; the browser's own page of an error follows an address not answered
        if event["url"] and "__playwright" not in event["url"] and not event["url"].startswith("chrome-error:"):
            happened.append(f"runs {event['url']}")

    def asked(dialog: Dialog) -> None:
        happened.append(f"runs {dialog.type}")
        dialog.dismiss()

    tab.route("**/*", answer)
    tab.on("dialog", asked)
    debugger = context.new_cdp_session(tab)
    debugger.on("Debugger.scriptParsed", parsed)
    debugger.send("Debugger.enable")
    try:
        tab.goto(SITE, wait_until="load", timeout=10_000)
        tab.evaluate(POKE)
        tab.wait_for_timeout(60)
    except Error:
        pass  # a page that goes away or never ends loading; what happened is noted
    context.close()
    return happened


if __name__ == "__main__":
    texts = read(CORPUS)
    found = [text for text, runs in zip(texts, that_run(map(unprotected, texts)), strict=True) if runs]
    RUNS.write_text("".join(json.dumps(text) + "\n" for text in found), "utf-8")
    print(f"{len(found)} of {len(texts)} run or fetch")
