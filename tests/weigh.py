"""Bytes over the wire: a server that compresses and caches as ``_headers`` of the site says, and counts what it sends.

``python tests/weigh.py SITE`` prints what a first visit of a practice page weighs, and the next practice page after it.
"""

from __future__ import annotations

import gzip
import hashlib
import http.server
import mimetypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path

from look import BROWSER_FLAGS, chromium
from playwright.sync_api import sync_playwright

Sent = list[tuple[str, int]]

#: what is the engine's; everything else below assets/ is ours
ENGINE = ("assets/javascripts/bundle.*", "assets/stylesheets/main.*", "assets/stylesheets/palette.*")
COMPRESSED = (".html", ".css", ".js", ".svg", ".json", ".txt", ".xml")


def caching(folder: Path, address: str) -> str:
    """What ``_headers`` says of caching this address; pages are asked for anew."""
    found, pattern = "no-cache", ""
    for line in (folder / "_headers").read_text("utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            pattern = line.strip()
        elif line.strip().startswith("Cache-Control:") and fnmatch(address, pattern):
            found = line.split(":", 1)[1].strip()
    return found


@contextmanager
def counting(folder: Path) -> Iterator[tuple[str, Sent]]:
    """The site at a loopback address, and the growing list of (path, bytes of headers and body)."""
    sent: Sent = []

    class Counting(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            address = self.path.partition("?")[0]
            target = folder / address.strip("/")
            target = target / "index.html" if target.is_dir() else target
            status = 200 if target.is_file() else 404
            body = target.read_bytes() if status == 200 else b""
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if status == 200 and self.headers.get("If-None-Match") == tag:
                status, body = 304, b""
            headers = {
                "Content-Type": mimetypes.guess_type(target.name)[0] or "application/octet-stream",
                "Cache-Control": caching(folder, address),
                "ETag": tag,
            }
            if target.suffix in COMPRESSED and body:
                body = gzip.compress(body, 6, mtime=0)
                headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            weight = sum(map(len, self._headers_buffer)) + 2 + len(body)
            self.end_headers()
            self.wfile.write(body)
            sent.append((address.strip("/"), weight))

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counting)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", sent
    finally:
        server.shutdown()
        server.server_close()


def practices(folder: Path) -> tuple[str, str]:
    """The two heaviest pages of practices."""
    found = [p for p in (folder / "practices").glob("*/index.html") if b'http-equiv="refresh"' not in p.read_bytes()]
    heaviest = sorted(found, key=lambda p: (-len(gzip.compress(p.read_bytes(), 6, mtime=0)), p.parent.name))
    return f"practices/{heaviest[1].parent.name}/", f"practices/{heaviest[0].parent.name}/"


def weigh(folder: Path) -> tuple[Sent, Sent]:
    """What is sent at a first visit of a practice page, and for another one after it."""
    first, second = practices(folder)
    with counting(folder) as (base, sent), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=BROWSER_FLAGS)
        page = browser.new_context().new_page()
        page.goto(base + first, wait_until="networkidle")
        count = len(sent)
        page.goto(base + second, wait_until="networkidle")
        browser.close()
    return sent[:count], sent[count:]


def ours(sent: Sent) -> Sent:
    """Our own styles, scripts and pictures among what was sent."""
    return [(path, weight) for path, weight in sent
            if path.startswith("assets/") and not any(fnmatch(path, name) for name in ENGINE)]  # fmt: skip


def total(sent: Sent) -> int:
    return sum(weight for _, weight in sent)


def told(first: Sent, second: Sent) -> list[str]:
    """The figures in words, kilobytes of 1,000 bytes."""
    return [
        f"first visit of a practice page: {total(first) / 1000:.1f} KB over the wire (at most 110)",
        f"of it our own styles, scripts and pictures: {total(ours(first)) / 1000:.1f} KB (at most 25)",
        f"another practice page after it: {total(second) / 1000:.1f} KB (at most 12)",
    ]


if __name__ == "__main__":
    visits = weigh(Path(sys.argv[1]))
    for path, weight in visits[0]:
        print(f"{weight:8} {path}")
    print(*told(*visits), sep="\n")
