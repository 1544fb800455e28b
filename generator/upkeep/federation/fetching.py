"""The files of packages, from the net or a folder: never more bytes than allowed, never for longer, and from nowhere
else than where the settings point.

What answers there is a stranger: it may never end, answer drop by drop, send us on to an address of the inner network,
or send a kilobyte that unpacks into a gigabyte.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests

from generator import text
from generator.documents import folders
from generator.records.federation_package import MEGABYTE
from generator.settings.federation import is_loopback, is_on_net, wrong_address
from generator.upkeep.link_check import is_inner

_AGENT = "Metodoteka-pull/1.0"
_PATIENCE = 20  # seconds for a connection, and for each piece of an answer
_LONGEST = 120  # seconds for a file
_REDIRECTS = 5
_GONE = (404, 410)
_PIECE = 64 * 1024
DEFAULT_LIMIT = 200
"""Megabytes that one run may bring."""


class NotFetched(Exception):
    """A file could not be had; the text is Russian."""


class NotThere(NotFetched):
    """There is no such file, though its place answers."""


class TooLarge(NotFetched):
    """The file goes on beyond what it may have."""


class Fetcher:
    """Brings files, ``limit`` bytes in all. Paths count from ``root``."""

    def __init__(
        self, root: Path, limit: int = DEFAULT_LIMIT * MEGABYTE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._root, self._left, self._limit, self._clock = root, limit, limit, clock
        self._session = requests.Session()
        # Packed answers could unpack into anything.
        self._session.headers.update({"User-Agent": _AGENT, "Accept-Encoding": "identity"})

    def manifest(self, address: str, most: int) -> tuple[bytes, str]:
        """The bytes at ``address`` and where they really were: the other files lie beside them. Raises
        :class:`NotFetched`."""
        if is_on_net(address):
            return self._from_net(address, most)
        path = self._root / Path(address).expanduser()
        return self._from_disk(path, most), str(path)

    def beside(self, manifest: str, path: str, most: int) -> bytes:
        """A file beside a manifest, by its path from there (checked already); ``most`` bytes of it."""
        if is_on_net(manifest):
            return self._from_net(urljoin(manifest, path), most)[0]
        return self._from_disk(Path(manifest).parent / path, most)

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise NotFetched(
                f"за один раз берётся не больше {self._limit // MEGABYTE} МБ; если столько и нужно, повторите с ключом "
                f"--limit {self._limit // MEGABYTE * 2}"
            )

    def _from_disk(self, path: Path, most: int) -> bytes:
        if not folders.is_ordinary(path):  # a link may lead to anything that this computer has
            raise NotThere(f"файла нет: {path}")
        size = path.stat().st_size
        if size > most:
            raise _too_large(path.name, most)
        self._spend(size)
        try:
            return folders.read_whole(path)
        except OSError:
            raise NotFetched(f"файл не читается: {path}") from None

    def _from_net(self, address: str, most: int) -> tuple[bytes, str]:
        try:
            answer, where = self._opened(address)
            with answer:
                return self._read(answer, where, most), where
        except requests.exceptions.SSLError:
            raise NotFetched(f"сертификат сайта недействителен: {address}") from None
        except requests.Timeout:
            raise NotFetched(f"сайт не ответил за {_PATIENCE} секунд: {address}") from None
        except (requests.RequestException, UnicodeError, OSError):
            raise NotFetched(f"сайт не найден или не отвечает: {address}") from None

    def _opened(self, address: str) -> tuple[requests.Response, str]:
        """Follow redirects one by one: each may lead only to where an address of the settings could."""
        where = address
        for _ in range(_REDIRECTS + 1):
            if wrong := wrong_address(where):
                raise NotFetched(f"адрес {where[:200]} не годится: {wrong}")
            answer = self._session.get(where, timeout=_PATIENCE, allow_redirects=False, stream=True)
            if not answer.is_redirect:
                if answer.status_code != 200:
                    answer.close()
                    fault = NotThere if answer.status_code in _GONE else NotFetched
                    raise fault(f"сайт отвечает кодом {answer.status_code}: {where}")
                return answer, where
            answer.close()
            there = urljoin(where, answer.headers.get("Location", ""))
            _refuse_inner(where, there)
            where = there
        raise NotFetched(f"бесконечная переадресация: {address}")

    def _read(self, answer: requests.Response, where: str, most: int) -> bytes:
        if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise NotFetched(f"сайт прислал сжатый ответ, которого не просили: {where}")
        until = self._clock() + _LONGEST
        read = bytearray()
        for piece in answer.iter_content(_PIECE):
            read += piece
            self._spend(len(piece))
            if len(read) > most:
                raise _too_large(where, most)
            if self._clock() > until:
                raise NotFetched(f"файл идёт дольше {_LONGEST} секунд: {where}")
        return bytes(read)


def _too_large(name: str, most: int) -> TooLarge:
    return TooLarge(f"файл больше {text.number(most)} байт, дальше он не читается: {name}")


def _refuse_inner(where: str, there: str) -> None:
    """A site of the net must not send us to a door of our own network."""
    here, host = urlsplit(where).hostname or "", urlsplit(there).hostname or ""
    if host != here and (is_loopback(host) or is_inner(host)) and not is_loopback(here):
        raise NotFetched(f"сайт {here} отсылает на адрес внутренней сети: {there[:200]}")
    if is_loopback(here) and not is_loopback(host):
        raise NotFetched(f"этот компьютер отсылает на другой адрес: {there[:200]}")
