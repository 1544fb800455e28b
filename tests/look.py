"""Screenshots of every page kind for a person to look at, at 360 and 1280 px, light and dark.

``make look``, or ``python tests/look.py SITE OUT [PART]``: SITE is a built site, OUT a folder for the PNG files, PART
limits the kinds to those whose name contains it. The server listens on loopback only and ends with the run.
"""

from __future__ import annotations

import functools
import http.server
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

#: What Playwright switches off itself (one list takes the place of another), then what nobody sees without a window:
#: the list under the address field is a page with a process of its own, drawn for every new context: half of its time.
WITHOUT = [
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin", "OptimizationHints", "NetworkTimeServiceQuerying",
    "AimEnabled", "PreconnectToSearch",
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup",
    "SpareRendererForSitePerProcess", "MultipleSpareRPHs",  # a process kept ready for a site that no test opens
]  # fmt: skip
BROWSER_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--in-process-gpu",  # what draws needs no process of its own: a twentieth less
    "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", f"--disable-features={','.join(WITHOUT)}",
]  # fmt: skip


#: The same engine without what draws windows: a third less of the processor. It keeps no screen awake, and its letters
#: may lie a little otherwise, so pictures for people and a few tests take the whole browser.
SHELL = "chromium-headless-shell"


def chromium() -> str | None:
    """The browser on this computer, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), None)


def light_chromium() -> str | None:
    """The browser without windows where it is there, else the whole one."""
    return shutil.which(SHELL) or chromium()


def started(playwright: Playwright, program: str | None) -> Browser:
    """The browser, without a window."""
    return playwright.chromium.launch(executable_path=program, args=BROWSER_FLAGS)


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium without a window; a thread has one of them at a time."""
    with sync_playwright() as playwright:
        browser = started(playwright, chromium())
        yield browser
        browser.close()


@contextmanager
def listening(handler: Callable[..., http.server.BaseHTTPRequestHandler]) -> Iterator[http.server.ThreadingHTTPServer]:
    """A server on a free port of the loopback that lets ``handler`` answer."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder at a loopback address of its own."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with listening(functools.partial(Quiet, directory=str(folder))) as server:
        yield f"http://127.0.0.1:{server.server_port}/"


def specimens(site: Path) -> dict[str, str]:
    """One page of every kind: name -> address; the longest page of a kind shows most."""
    found = {"home": "", "about": "about/", "guides": "guides/", "404": "404.html"}
    for folder in sorted(index.parent for index in site.glob("*/index.html") if index.parent.name != "assets"):
        pages = [p for p in folder.glob("*/index.html") if b'http-equiv="refresh"' not in p.read_bytes()[:400]]
        found[f"{folder.name}-list"] = f"{folder.name}/"
        if pages:
            longest = max(pages, key=lambda p: (p.stat().st_size, p.parent.name))
            found[folder.name] = f"{folder.name}/{longest.parent.name}/"
    return {name: address for name, address in found.items() if (site / address).exists()}


def more(site: Path) -> dict[str, str]:
    """What a specimen of every kind does not show: sheets for print, and pages that depend on a question."""
    sheets = {"card": "practices/*/kartochka", "booklet": "practices/buklet/*", "poster": "districts/*/afisha",
              "roadmap-sheet": "programmes/*/list-a4", "consent": "soglasie/*"}  # fmt: skip
    found = {name: max(site.glob(f"{folder}/index.html"), key=lambda p: (p.stat().st_size, p.as_posix()), default=None)
             for name, folder in sheets.items()}  # fmt: skip
    asked = {
        "catalogue-chosen": "practices/?subjects=matematika&fit=offline",
        "catalogue-empty": "practices/?subjects=khimiia&levels=preschool&fit=small&evidence=d4",
        "search-answer": "poisk/?q=наставнк",
    }
    made = {name: f"{page.parent.relative_to(site).as_posix()}/" for name, page in found.items() if page}
    return made | {name: address for name, address in asked.items() if (site / address.split("/")[0]).is_dir()}


def main(site: Path, out: Path, only: str = "") -> None:
    """Write ``OUT/<kind>-<width>-<scheme>.png`` for every kind (or those whose name contains ``only``)."""
    out.mkdir(parents=True, exist_ok=True)
    pages = {name: address for name, address in {**specimens(site), **more(site)}.items() if only in name}
    with served(site) as base, launched() as browser:
        for width, height in ((360, 740), (1280, 900)):
            for scheme in ("light", "dark"):
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
                )
                page = context.new_page()
                for name, address in pages.items():
                    page.goto(base + address, wait_until="networkidle")
                    page.screenshot(path=out / f"{name}-{width}-{scheme}.png", full_page=True)
                context.close()
    print(f"Снимков: {len(pages) * 4}, папка: {out.resolve()}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
