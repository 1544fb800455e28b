"""The site shown on this computer, made anew with every change of a record, a text or the theme."""

from __future__ import annotations

import errno
import gc
import logging
import re
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.exceptions import MkDocsException

from generator import files
from generator.channels import desk as desks
from generator.publish import NotPublished, engine_log
from generator.publish import preview as previewing
from generator.publish.configured import PLUGIN, read_config, written_settings

_RUSSIAN = {
    "Building documentation...": "Собираем сайт…",
    "Detected file changes": "Файлы изменились.",
    "Reloading browsers": "Готово: страница в браузере обновится сама.",
    "Serving on": "Сайт открыт по адресу {url} Остановить: Ctrl+C.",
    "Shutting down...": "Остановлено.",
}


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
    url = f"http://{host}:{port}/"
    options: dict[str, Any] = {name: value for name, value in (("demo", demo), ("drafts", drafts)) if value is not None}
    if desk:
        options["desk"] = {"backend": "local"}
        say(f"Стол редактора: {url}{desks.DESK_FOLDER}/ (пишет в эту папку через decap-server на этом компьютере).")

    class _InRussian(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = re.sub(r"^\[[\d:]+\] ", "", record.getMessage())
            if record.levelno >= logging.WARNING:
                say(message)
            for start, russian in _RUSSIAN.items():
                if message.startswith(start):
                    say(russian.format(url=url))

    with engine_log.handling(_InRussian(), logging.INFO), previewing.remembering(previewing.Preview(_collect)):
        try:
            mkdocs_serve(
                config_file=str(root / "mkdocs.yml"),
                dev_addr=f"{host}:{port}",
                plugins=_with_options(written_settings(root / "mkdocs.yml")["plugins"], options),
                # The address of the published site would put the preview under a folder of its own.
                site_url=url,
            )
        except OSError as fault:
            raise NotPublished(_not_served(fault, host, port)) from fault
        except MkDocsException as fault:
            raise NotPublished(str(fault)) from fault


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
        return f"Адреса {host} у этого компьютера нет. Уберите ключ --host или напишите --host 127.0.0.1"
    if fault.errno in (errno.EACCES, errno.EPERM) and not fault.filename:
        return f"Порт {port} открыть нельзя: порты до 1024 отданы системе. Укажите другой: --port 8000"
    return f"Сайт не показан. {files.describe_os_error(fault)}"


def _with_options(written: Any, options: Mapping[str, Any]) -> dict[str, Any]:
    """The ``plugins`` of ``mkdocs.yml`` with options of ours replaced.

    As a mapping: MkDocs takes the entries of a list apart while it reads them, the next rebuild would find nothing.
    """
    if not isinstance(written, dict):
        written = dict((item, {}) if isinstance(item, str) else next(iter(item.items())) for item in written)
    return written | {PLUGIN: {**(written[PLUGIN] or {}), **options}}
