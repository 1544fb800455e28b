"""Two builds of one small site, and a server that changes from one to the other while a reader looks."""

from __future__ import annotations

import http.server
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from look import listening
from support import copy_of_mini

from generator import site
from generator.publish import building
from generator.settings import Settings

#: what every page of a build shows of itself: in its HTML, by its style sheet, by its script, by a script loaded later
MARKS = {
    ".html": '<meta name="build" content="{}">',
    "metodoteka.css": "\n:root {{ --build: {}; }}\n",
    "first.js": "\ndocument.documentElement.dataset.build = '{}';\n",
    "ui.js": "\nexport const build = '{}';\n",
}
READ = """async (root) => {
  const module = await import(new URL("assets/shared/ui.js", root)).then((its) => its.build, (fault) => `refused`);
  return [
    document.querySelector('meta[name="build"]')?.content,
    getComputedStyle(document.documentElement).getPropertyValue("--build").trim(),
    document.documentElement.dataset.build,
    module,
  ];
}"""


def marked(built: Path, out: Path, name: str, base: Path) -> Path:
    """A copy of the finished site in which everything says ``name``, with lists and worker of its own."""
    shutil.copytree(built, out)
    for path in out.rglob("*"):
        mark = MARKS.get(path.suffix) or MARKS.get(path.name)
        if path.is_file() and mark:
            text = path.read_text("utf-8")
            said = mark.format(name)
            path.write_text(text.replace("</head>", f"{said}</head>", 1) if path.suffix == ".html" else text + said)
    catalog, _ = site.check(base, Settings())
    building.search_and_offer(out, catalog)
    return out


def two_builds(built: Path, folder: Path) -> tuple[Path, Path]:
    """«one» and «two»."""
    base = copy_of_mini(folder / "base")
    return tuple(marked(built, folder / name, name, base) for name in ("one", "two"))  # type: ignore[return-value]


@dataclass
class Server:
    """A folder at a loopback address below a path of its own; ``folder`` may change, ``is_down`` lets nobody in,
    ``down_after`` so many requests neither."""

    folder: Path
    url: str = ""
    is_down: bool = False
    asked: int = 0
    down_after: int = 0


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """The folder at ``…/baza/``, as a site in a folder of another one."""
    its = Server(folder)

    class Handler(http.server.SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            self.directory = str(its.folder)
            return super().translate_path(path.removeprefix("/baza"))

        def do_GET(self) -> None:
            its.asked += 1
            late = its.down_after and its.asked > its.down_after
            if its.is_down or late or not self.path.startswith("/baza/"):
                self.close_connection = True
                self.connection.close()
            else:
                del self.headers["If-Modified-Since"]  # in seconds: two builds of one second would look the same
                super().do_GET()

        def log_message(self, *_: object) -> None:
            pass

        def log_error(self, *_: object) -> None:
            pass

    with listening(Handler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        its.url = f"http://127.0.0.1:{server.server_port}/baza/"
        yield its
