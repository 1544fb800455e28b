"""The site shown on this computer, made anew with every change of a record, a text or the theme."""

from __future__ import annotations

import contextlib
import errno
import gc
import ipaddress
import logging
import re
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer

from generator import files
from generator.channels import desk as desks
from generator.pages.template_faults import frame_fault
from generator.publish import NotPublished, configured, engine_log
from generator.publish import preview as previewing
from generator.publish.configured import read_config
from generator.publish.last_reading import load_read_cache, save_read_cache
from generator.publish.read_ahead import read_ahead

_RUSSIAN = {
    "Detected file changes": "Файлы изменились.",
    "Reloading browsers": "Готово: страница в браузере обновится сама.",
    "Serving on": "Сайт открыт по адресу {url} Остановить: Ctrl+C.",
    "An error happened": "Сайт не обновлён. Пока ошибка не исправлена, страницы не открываются.",
}
_NO_ADDRESS = "Адреса {host} у этого компьютера нет. Уберите ключ --host или напишите --host 127.0.0.1"
_AS_BEFORE = "Страницы в браузере прежние. Исправьте и сохраните: они обновятся сами."


def _is_address(host: str) -> bool:
    """Return whether MkDocs takes the host: a number of the network, or this computer by its name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return True


def serve(
    root: Path,
    say: Callable[[str], None],
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    demo: bool | None = None,
    drafts: bool | None = None,
    desk: bool = False,
) -> None:
    """Show the site with live reload on changes of records, texts and theme, until Ctrl+C; with ``desk`` the editor's
    desk too, which writes through a ``decap-server`` on this computer.

    A wrong record while serving is reported and the last good site stays on the screen (see ``mkdocs_plugin``).
    """
    root = root.resolve()
    read_config(root)
    if not 0 < port < 65_536:
        raise NotPublished(f"Порта {port} не бывает: нужно число от 1 до 65535, например --port 8000")
    if not _is_address(host):
        raise NotPublished(_NO_ADDRESS.format(host=host))
    url = f"http://{host}:{port}/"
    options: dict[str, Any] = {name: value for name, value in (("demo", demo), ("drafts", drafts)) if value is not None}
    if desk:
        options["desk"] = {"backend": "local"}
        say(f"Стол редактора: {url}{desks.DESK_FOLDER}/ (пишет в эту папку через decap-server на этом компьютере).")

    faults: set[str] = set()

    class _InRussian(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = re.sub(r"^\[[\d:]+\] ", "", record.getMessage())
            if message.startswith("Detected file changes"):
                faults.clear()
            if message.startswith("Error building page"):  # the same template makes many pages
                fault, reason = sys.exc_info()[1], message.partition("': ")[2]
                if reason in faults or (isinstance(fault, Exception) and frame_fault(fault, root)):
                    return  # told before, or by the preview in words
                faults.add(reason)
            russian = next((its for start, its in _RUSSIAN.items() if message.startswith(start)), None)
            if russian and preview.is_refused and message.startswith("Reloading"):
                say(_AS_BEFORE)
            elif russian or record.levelno >= logging.WARNING:
                say(russian.format(url=url) if russian else message)

    def done() -> None:
        _collect()
        if preview.is_begun:
            preview.is_begun = False
            say("Собраны все страницы и поиск.")

    preview = previewing.Preview(options, done)
    with engine_log.handling(_InRussian(), logging.INFO), previewing.remembering(preview):
        try:
            _show(root / "mkdocs.yml", preview, host, port, say)
        except MkDocsException as fault:
            raise NotPublished(str(fault)) from fault
        except Exception as fault:
            words = frame_fault(fault, root)  # before OSError: a template that is not there is one too
            if words is None and isinstance(fault, OSError):
                words = _not_served(fault, host, port)
            if words is None:
                raise
            raise NotPublished(words) from fault


def _show(settings: Path, preview: previewing.Preview, host: str, port: int, say: Callable[[str], None]) -> None:
    """As ``mkdocs.commands.serve``, but pages are made when they are asked for, so that the first one is there as soon
    as the records are read (``Preview.begin``). With another plugin, which may ask for all pages, the engine makes
    them before the first is shown."""
    with _ended_by_signals(), tempfile.TemporaryDirectory(prefix="mkdocs_", ignore_cleanup_errors=True) as folder:
        # The address of the published site would put the preview under a folder of its own.
        options = {"site_dir": folder, "dev_addr": f"{host}:{port}", "site_url": f"http://{host}:{port}/"}

        def build(read: MkDocsConfig | None = None) -> None:
            say("Собираем сайт…")
            its = read or load_config(str(settings), **options)
            if configured.asks_nobody_else(its):
                preview.begin(its)
                gc.freeze()  # no garbage yet: the collector need not walk through it while pages are made
            else:
                mkdocs_build(its, serve_url=options["site_url"])

        def error_page(code: int) -> bytes | None:
            path = Path(folder, f"{code}.html")
            return path.read_bytes() if path.is_file() else None

        _refuse_busy(host, port)
        config = load_config(str(settings), **options)
        config.plugins.on_startup(command="serve", dirty=False)
        server = LiveReloadServer(build, host, port, folder)
        server.error_handler = error_page
        try:
            with _knowing_what_was_read(settings.parent, preview):
                build(config)
            for path in (config.docs_dir, str(settings)):
                server.watch(path)
            server = config.plugins.on_serve(server, config=config, builder=build)
            for path in config.watch:
                server.watch(path)
            try:
                server.serve()
            except KeyboardInterrupt:
                say("Остановлено.")
            finally:
                server.shutdown()
        finally:
            preview.finish()
            config.plugins.on_shutdown()


@contextlib.contextmanager
def _knowing_what_was_read(root: Path, preview: previewing.Preview) -> Iterator[None]:
    """What an earlier run read of the base need not be read again for the first site; afterwards the preview knows all
    files by itself."""
    read = preview.memory.read = load_read_cache(root)
    read_ahead(root, read)
    try:
        yield
        save_read_cache(root, read)
    finally:
        read.files.memory = None


def _refuse_busy(host: str, port: int) -> None:
    """Raise OSError where the server could not begin: told before the records are read, not after."""
    if sys.platform == "win32":  # there a port that is taken may be bound once more
        return
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server itself
        probe.bind(address)


@contextlib.contextmanager
def _ended_by_signals() -> Iterator[None]:
    """A terminal that is closed, and ``kill``, end the block as Ctrl+C does: a site in the folder for temporary files
    would stay there for ever."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    is_main = threading.current_thread() is threading.main_thread()
    ending = [one for one in numbers if is_main and signal.getsignal(one) is signal.SIG_DFL]  # nohup: it is ignored
    for number in ending:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number in ending:
            signal.signal(number, signal.SIG_DFL)


def _collect() -> None:
    """Take away the garbage of former saves, and let the collector pass over what is left: it would hold everybody up
    while it walks through all records and pages (seconds at 10,000 practices, several times in each save)."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _not_served(fault: OSError, host: str, port: int) -> str:
    """Why the site is not shown: the address, or the disk on which it is made."""
    if fault.errno == errno.EADDRINUSE:
        return f"Порт {port} занят другой программой. Укажите другой: --port {port + 1}"
    if fault.errno == errno.EADDRNOTAVAIL or isinstance(fault, socket.gaierror):
        return _NO_ADDRESS.format(host=host)
    if fault.errno in (errno.EACCES, errno.EPERM) and not fault.filename:
        return f"Порт {port} открыть нельзя: порты до 1024 отданы системе. Укажите другой: --port 8000"
    return f"Сайт не показан. {files.describe_os_error(fault)}"
