"""Work handed out to the processes of a Dask cluster, on this machine or on others.

The one module that knows ``dask.distributed``, which is loaded only when somebody names a scheduler. Dask hands plain
pickles about: whoever can reach a scheduler can run anything on its workers. So an address of the open net is refused
unless it is ``tls://``.
"""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import socket
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from generator.files.packed import digest
from generator.publish import NotPublished
from generator.publish.faults import in_lines

if TYPE_CHECKING:
    from distributed import Client, Security

_CONNECTING = 5
_PATIENCE = 20
"""Seconds in which a scheduler has to answer, and after which we look whether anybody is still at work."""
_AHEAD = 3
"""Shares on their way for each process: results are taken in order and must not pile up."""
_START = "dask worker {} --nthreads 1"


class DaskCluster:
    """The processes behind one scheduler."""

    def __init__(self, client: Client, address: str) -> None:
        self._client, self._address = client, address
        self._executor = client.get_executor(pure=False)
        self.processes = sorted(client.nthreads())
        self.ahead = _AHEAD * len(self.processes)

    @property
    def machines(self) -> set[str]:
        """Names of the machines that the processes run on."""
        return {urlsplit(process).hostname or process for process in self.processes}

    def asked(self, question: Callable[[], Any]) -> dict[str, Any]:
        """What every process answers, by its address; what went wrong there in the place of the answer."""
        return self._client.run(question, on_error="return")

    def given(self, common: Any, name: bytes) -> Any:
        """Something that all shares need, for :meth:`hand_out`. It goes to a process once; ``name`` says which it is.
        The scheduler keeps it: a process that comes later, or in the place of one that died, gets it too."""
        with warnings.catch_warnings(action="ignore"):  # «sending large graph»: once in a build, and on purpose
            return self._client.submit(_same, common, key=f"metodoteka-{digest(name)}")

    def hand_out(self, make: Callable[..., Any], *share: Any) -> Callable[[], Any]:
        """Let a process make a share; out: a function that waits for what it made. A process that dies is no loss:
        the scheduler gives its share to another, three times.

        That function raises :class:`NotPublished` when nobody is left who could make it, and what ``make`` raises.
        """
        future: Future[Any] = self._executor.submit(make, *share)
        return lambda: self._waited(future)

    def _waited(self, future: Future[Any]) -> Any:
        from distributed import KilledWorker

        while True:
            try:
                return future.result(_PATIENCE)
            except KilledWorker:
                raise NotPublished(
                    f"Кластер {self._address}: процессы, которые делали одну и ту же часть страниц, завершились один "
                    "за другим. Скорее всего, им не хватило памяти: дайте каждому больше (ключ --memory-limit команды "
                    "dask worker) или соберите на этой машине, без ключа --scheduler."
                ) from None
            except CancelledError:
                raise NotPublished(self._gone) from None
            except TimeoutError:
                if not future.done() and not self._anybody():
                    raise NotPublished(self._gone) from None

    def _anybody(self) -> bool:
        try:
            return bool(self._client.nthreads())
        except (OSError, RuntimeError):
            return False

    @property
    def _gone(self) -> str:
        return (
            f"Кластер {self._address} пропал во время сборки: диспетчер не отвечает или рабочих процессов больше нет. "
            "Запустите их и повторите."
        )


@contextlib.contextmanager
def joined_cluster(address: str) -> Iterator[DaskCluster]:
    """The cluster whose scheduler is at ``address``. Raises :class:`NotPublished` when there is none that could work.

    Threads run meanwhile: no process may be forked.
    """
    _refuse_address(address)
    try:
        from distributed import Client, Security
    except ImportError:
        raise NotPublished(
            'Для ключа --scheduler нужен Dask, а он не установлен. Установите: pip install "metodoteka[cluster]"'
        ) from None
    security = Security()  # what Dask's own settings of this machine say
    if address.startswith("tls:"):
        _refuse_without_certificates(address, security)
    with contextlib.ExitStack() as leaving:
        leaving.enter_context(_quiet())
        try:
            with warnings.catch_warnings(action="ignore"):  # differing versions are told by whoever asks for them
                client = leaving.enter_context(
                    Client(address, timeout=_CONNECTING, security=security, set_as_default=False)
                )
        except (OSError, RuntimeError):
            raise NotPublished(
                f"Диспетчер кластера не отвечает по адресу {address}. Запустите его командой dask scheduler и возьмите "
                "адрес, который она напечатает."
            ) from None
        if not client.nthreads():
            raise NotPublished(
                f"У диспетчера {address} нет ни одного рабочего процесса. Запустите их на машинах, которые помогут: "
                f"{_START.format(address)}"
            )
        yield DaskCluster(client, address)


def _refuse_without_certificates(address: str, security: Security) -> None:
    fault = ""
    try:
        if security.get_connection_args("client").get("ssl_context"):
            return
    except OSError as its:  # a file that is not there, or is no certificate
        fault = f" ({its})"
    raise NotPublished(
        f"К диспетчеру {address} не подключиться: на этой машине нужны те же сертификаты, что у него. Назовите их в "
        f"настройках Dask, distributed.comm.tls{fault}; как — в руководстве, раздел «Большая база»."
    )


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """What Dask says while a process comes or goes is nothing that a keeper could act on."""
    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in ("distributed", "tornado")]
    speaking = [logger for logger in map(logging.getLogger, names) if not logger.disabled]
    for logger in speaking:
        logger.disabled = True
    try:
        yield
    finally:
        for logger in speaking:
            logger.disabled = False


def _same(common: Any) -> Any:
    return common


def _refuse_address(address: str) -> None:
    its = urlsplit(address)
    try:
        is_whole = its.scheme in ("tcp", "tls") and its.hostname and its.port
    except ValueError:  # no number
        is_whole = False
    if not is_whole:
        raise NotPublished(
            f"«{address}» — не адрес диспетчера. Напишите его так, как печатает команда dask scheduler: "
            "tcp://10.0.0.5:8786, с шифрованием tls://10.0.0.5:8786"
        )
    if its.scheme == "tcp" and (outside := _of_open_net(its.hostname or "")):
        raise NotPublished(
            in_lines(
                f"Адрес {address} — в открытой сети ({outside}), а по tcp:// записи идут без шифрования, и каждый, кто "
                "до диспетчера дотянется, может запустить на ваших машинах что угодно.",
                ["возьмите адрес закрытой сети (10.…, 172.16.…, 192.168.…, VPN) или tls:// с сертификатами"],
            )
        )


def _of_open_net(host: str) -> str:
    """The address of the open net that a name leads to; empty for one of a closed net and for a name that leads
    nowhere, which is told when nobody answers."""
    try:
        found = {str(its[4][0]).partition("%")[0] for its in socket.getaddrinfo(host, None)}
    except OSError:
        return ""
    return next((one for one in sorted(found) if ipaddress.ip_address(one).is_global), "")
