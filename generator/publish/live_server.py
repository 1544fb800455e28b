"""The server of MkDocs shows a preview: what is asked for is that of the last save, what is wrong leaves the site as it
was."""

from __future__ import annotations

import posixpath
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import Abort, ConfigurationError

from generator import files, publish
from generator.channels import desk
from generator.pages.template_faults import frame_fault
from generator.publish import configured, file_watcher, gate
from generator.publish import preview as previewing
from generator.publish.preview import NothingBuilt, Preview
from generator.settings import languages, overrides

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

SHOWN_FOLDERS = ("data", overrides.THEME, overrides.TEMPLATES, languages.OWN_FOLDER)
"""The folders of a base, beside that of its texts, whose changes show; all but the first may come later."""
_QUIET = 0.05
"""Seconds without a change after which a save is over: programs write a file in several steps."""


def showing(
    server: LiveReloadServer, preview: Preview, settings: Path, builder: Callable[..., None]
) -> LiveReloadServer:
    """The ``server`` with changes noticed at once and made behind the page that is looked at; ``settings`` is
    ``mkdocs.yml``, ``builder`` makes the whole site."""
    server.builder = _rebuilding(server, preview, settings, builder)
    server.build_delay = _QUIET
    file_watcher.notice_at_once(server, settings.parent.resolve(), SHOWN_FOLDERS)
    _wait_for_what_is_asked(server, preview)
    shutdown = server.shutdown

    def stop(*args: Any, **options: Any) -> None:
        preview.finish()  # the folder of the site is taken away next
        shutdown(*args, **options)

    server.shutdown = stop  # type: ignore[method-assign]
    _watch_first(server, preview)
    if previewing.current() is preview and preview.behind.is_done:
        preview.search.renew(Path(server.root))  # the first build has left it to us
    return server


def _rebuilding(
    server: LiveReloadServer, preview: Preview, settings: Path, builder: Callable[..., None]
) -> Callable[[], None]:
    """Make only what a save changes, and keep the last good site on the screen while a record is wrong.

    After a failed rebuild MkDocs 1.6 lets every request wait until some rebuild succeeds. A rebuild that stopped
    before it touched the site is no reason to: say what is wrong and go on showing the old pages.
    """

    def rebuild() -> None:
        preview.is_refused = True
        try:
            configured.refuse_running(settings)  # MkDocs reads it anew for every rebuild
            if not preview.renewed():
                with previewing.remembering(preview):
                    builder()
                if preview.behind.is_done:
                    preview.search.renew(Path(server.root))
            preview.is_refused = False
        except (NothingBuilt, ConfigurationError, publish.NotPublished) as stopped:
            print(stopped, file=sys.stderr)
        except Exception as fault:
            if words := frame_fault(fault, settings.parent):  # a template that is not there is an OSError too
                raise Abort(words) from fault  # told without a traceback; the folder of the site is empty by now
            if not isinstance(fault, OSError):
                raise
            print(f"Сайт не обновлён. {files.describe_os_error(fault)}", file=sys.stderr)

    return rebuild


def _watch_first(server: LiveReloadServer, preview: Preview) -> None:
    """Make no page until the files are watched: whoever looks at twenty thousand files would wait for whoever makes
    pages after each of them."""
    start = server.observer.start

    def watched() -> None:
        start()
        preview.behind.resume()

    preview.behind.pause()
    server.observer.start = watched  # type: ignore[method-assign]


def _wait_for_what_is_asked(server: LiveReloadServer, preview: Preview) -> None:
    """Let every request wait until its file is that of the last save. A page is read again after that: a save may have
    come between, and the script in it must not know a later one than its text."""
    answer, inject, asked = server.serve_request, server._inject_js_into_html, threading.local()

    def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["PATH_INFO"] = environ["PATH_INFO"].replace("\0", "?")  # no file of any system is called so
        asked.path = _path_below(server.mount_path, environ["PATH_INFO"])
        if asked.path is not None:
            with server._epoch_cond:  # while everything is begun anew nothing is there that could be waited for
                server._epoch_cond.wait_for(lambda: server._visible_epoch == server._wanted_epoch)
            preview.wait_for(asked.path)
        return answer(environ, start_response)

    def with_script(page: bytes, epoch: int) -> bytes:
        if (path := getattr(asked, "path", None)) is not None:
            preview.wait_for(path)
            page = (Path(server.root) / path).read_bytes()
        # MkDocs writes its script for reloading into every page it shows, which the policy of the site forbids. The
        # editor's desk stays without: what it saves makes the site anew, and a reload would lose what is being written.
        return page if desk.DESK_MARKER in page else inject(gate.POLICY.sub("", page.decode(), count=1).encode(), epoch)

    server.set_app(serve)
    server._inject_js_into_html = with_script  # type: ignore[method-assign]


def _path_below(mount_path: str, asked: str) -> str | None:
    """The file of the site that a request asks for, as MkDocs' server finds it; None for what is no file."""
    path = asked.encode("latin-1").decode("utf-8", "ignore")
    if path.startswith("/livereload/") or not f"{path}/".startswith(mount_path):
        return None
    name = path[len(mount_path) :] + ("index.html" if path.endswith("/") else "")
    return posixpath.normpath(f"/{name}").lstrip("/")
