"""Bytes over the wire: a server that compresses and caches as ``_headers`` of the site says, and counts what it sends.

``python tests/weigh.py SITE`` prints what a first visit of a practice page weighs, and the next practice page after it.
"""

from __future__ import annotations

import gzip
import hashlib
import http.server
import mimetypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from look import launched, listening
from playwright.sync_api import Browser


class Answer(NamedTuple):
    """One answer of the server: bytes of its headers (as HTTP/1.1 writes them) and of its body as sent."""

    path: str
    head: int
    body: int


Sent = list[Answer]

#: what is the engine's; everything else below assets/ is ours
ENGINE = ("assets/javascripts/bundle.*", "assets/stylesheets/main.*", "assets/stylesheets/palette.*")
#: a server compresses these
COMPRESSED = (".html", ".css", ".js", ".svg", ".json", ".txt", ".xml")


def weights(folder: Path, address: str) -> dict[str, str]:
    """The headers that ``_headers`` gives this address, later lines over earlier ones; pages are asked for anew."""
    found, pattern = {"Cache-Control": "no-cache"}, ""
    for line in (folder / "_headers").read_text("utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            pattern = line.strip()
        elif line.strip() and fnmatch(address, pattern) and not line.startswith("#"):
            name, _, value = line.strip().partition(": ")
            found[name] = value
    return found


@contextmanager
def counting(folder: Path) -> Iterator[tuple[str, Sent]]:
    """The site at a loopback address, and the growing list of what it has answered."""
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
                "ETag": tag,
            } | weights(folder, address)
            if target.suffix in COMPRESSED and body:
                body = gzip.compress(body, 6, mtime=0)
                headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            head = sum(map(len, self._headers_buffer)) + 2
            sent.append(Answer(address.strip("/"), head, len(body)))
            self.end_headers()
            self.wfile.write(body)

    with listening(Counting) as server:
        yield f"http://127.0.0.1:{server.server_port}/", sent


def practices(folder: Path) -> tuple[str, str]:
    """The two heaviest pages of practices."""
    found = [p for p in (folder / "practices").glob("*/index.html") if b'http-equiv="refresh"' not in p.read_bytes()]
    heaviest = sorted(found, key=lambda p: (-len(gzip.compress(p.read_bytes(), 6, mtime=0)), p.parent.name))
    return f"practices/{heaviest[1].parent.name}/", f"practices/{heaviest[0].parent.name}/"


def weigh(browser: Browser, folder: Path) -> tuple[Sent, Sent]:
    """What is sent at a first visit of a practice page, and for another one after it."""
    first, second = practices(folder)
    with counting(folder) as (base, sent), browser.new_page() as page:
        page.goto(base + first, wait_until="networkidle")
        count = len(sent)
        page.goto(base + second, wait_until="networkidle")
    return sent[:count], sent[count:]


def ours(sent: Sent) -> Sent:
    """Our own styles, scripts and pictures among what was sent."""
    return [one for one in sent
            if one.path.startswith("assets/") and not any(fnmatch(one.path, name) for name in ENGINE)]  # fmt: skip


def bodies(sent: Sent) -> int:
    """Bytes of the files themselves, compressed."""
    return sum(answer.body for answer in sent)


def total(sent: Sent) -> int:
    """Bytes over the wire: headers and bodies."""
    return bodies(sent) + sum(answer.head for answer in sent)


def told(first: Sent, second: Sent) -> list[str]:
    """The figures in words, kilobytes of 1,000 bytes."""
    return [
        f"first visit of a practice page: {total(first) / 1000:.1f} KB over the wire (at most 110)",
        f"of it our own styles, scripts and pictures: {bodies(ours(first)) / 1000:.1f} KB (at most 25)",
        f"another practice page after it: {total(second) / 1000:.1f} KB (at most 12),"
        f" of it headers {(total(second) - bodies(second)) / 1000:.1f}",
    ]


if __name__ == "__main__":
    with launched() as chromium:
        visits = weigh(chromium, Path(sys.argv[1]))
    for path, head, body in visits[0]:
        print(f"{head + body:8} {path}")
    print(*told(*visits), sep="\n")
