"""How many bytes the search costs a visitor: counted in a browser, over a server that compresses like a real one.

``python tests/weigh_search.py SITE`` prints the first search and the next ones on a built site.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from look import BROWSER_FLAGS, chromium
from playwright.sync_api import Page, sync_playwright

TEXT = (".html", ".css", ".js", ".json", ".txt", ".svg", ".xml")
#: the first one has a slip on purpose: the list of words is loaded too
QUERIES = ("наставнк", "чтение", "обратная связь", "ИОМ", "диагностика", "математика")


@contextmanager
def compressed(folder: Path) -> Iterator[str]:
    """The folder at a loopback address; texts are gzipped (Pagefind's own files are already)."""

    class Gzipped(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            if path.suffix not in TEXT or not path.is_file():
                super().do_GET()
                return
            data = gzip.compress(path.read_bytes(), 6, mtime=0)
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Gzipped, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def search(page: Page, query: str) -> None:
    """Type the question into the open dialog and wait until the answer stands there."""
    page.fill(".m-search-dialog input", query)
    page.wait_for_selector(f'.m-search-dialog .m-search[data-answered="{query}"]', timeout=30_000)


def weigh(site: Path) -> dict[str, int]:
    """Question -> bytes of bodies that came over the wire because of it; the first one loads the search itself."""
    weights: dict[str, int] = {}
    sizes: list[int] = []
    with compressed(site) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=BROWSER_FLAGS)
        page = browser.new_page()

        def count(request) -> None:
            size = request.sizes()["responseBodySize"]
            if not size and request.url.endswith("-worker.js"):  # the browser does not tell the size of a worker
                size = len(gzip.compress((site / request.url.removeprefix(base)).read_bytes(), 6))
            sizes.append(size)

        page.goto(f"{base}practices/", wait_until="networkidle")
        page.on("requestfinished", count)
        page.keyboard.press("/")
        for query in QUERIES:
            sizes.clear()
            search(page, query)
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(300)  # the count of the last answers arrives after the answers
            weights[query] = sum(sizes)
        browser.close()
    return weights


def as_text(weights: dict[str, int]) -> str:
    """One line: the first search, then the next ones."""
    first, *rest = weights.items()
    return f"первый поиск («{first[0]}») {first[1] / 1024:.0f} КБ; следующие: " + ", ".join(
        f"«{query}» {size / 1024:.0f}" for query, size in rest
    )


if __name__ == "__main__":
    print(as_text(weigh(Path(sys.argv[1]))))
