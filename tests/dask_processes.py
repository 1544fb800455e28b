"""A real scheduler and real workers of Dask on the loopback, as the guide starts them; nothing is shared with them but
the net. One of them can be told to die in the middle of its work, as when memory ends or a machine is switched off."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from support import PROJECT

#: loaded by every worker: the first that finds a mark takes it away and dies at the second share that it is asked for
_DYING = """
import os, signal
from generator.publish import far_pages

def dying(make):
    shares = []

    def make_or_die(common, paths):
        shares.append(paths)
        try:
            if len(shares) > 1:
                os.unlink({mark!r})
                os.kill(os.getpid(), signal.SIGKILL)
        except FileNotFoundError:
            pass
        return make(common, paths)

    return make_or_die

if far_pages.make_there.__name__ == "make_there":  # Dask reads this file twice
    far_pages.make_there = dying(far_pages.make_there)
"""


class Dask:
    """A scheduler; its workers are started one by one."""

    def __init__(self, folder: Path, leaving: contextlib.ExitStack) -> None:
        self.folder, self._leaving, self._started = folder, leaving, 0
        self._workers: list[subprocess.Popen[bytes]] = []
        self.mark = folder / "die"
        where = folder / "scheduler.json"
        self._start("scheduler", "--port", "0", "--scheduler-file", str(where), "--dashboard-address", "127.0.0.1:0")
        self.address = json.loads(_waited_for(where))["address"]

    def have(self, workers: int) -> None:
        """So many workers with this program, as many of those before as are still there: each costs some seconds."""
        self._workers = [worker for worker in self._workers if worker.poll() is None]
        while len(self._workers) > workers:
            self.end(self._workers[-1])
        self._wait()
        while len(self._workers) < workers:
            self.work()

    def work(self, program: Path = PROJECT) -> subprocess.Popen[bytes]:
        """Start a worker with the program that lies in a folder, and wait until the scheduler has it."""
        self._started += 1
        preload = self.folder / "dying.py"
        preload.write_text(_DYING.format(mark=str(self.mark)), "utf-8")
        worker = self._start(
            "worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--preload", str(preload),
            "--local-directory", str(self.folder / f"worker-{self._started}"), program=program,
        )  # fmt: skip
        self._workers.append(worker)
        self._wait()
        return worker

    def end(self, worker: subprocess.Popen[bytes]) -> None:
        """End a worker, and wait until the scheduler knows."""
        worker.kill()
        worker.wait()
        self._workers.remove(worker)
        self._wait()

    def _wait(self) -> None:
        """Wait until the scheduler has the workers that there are and no others."""
        from distributed import Client  # half a second, and every worker would load it with the list of tests

        with Client(self.address, set_as_default=False) as client:
            if self._workers:
                client.wait_for_workers(len(self._workers), timeout=120)
            while len(client.nthreads()) > len(self._workers):
                time.sleep(0.05)

    def _start(self, what: str, *options: str, program: Path = PROJECT) -> subprocess.Popen[bytes]:
        log = self._leaving.enter_context((self.folder / f"{what}-{self._started}.log").open("wb"))
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", what, "--host", "127.0.0.1", *options],
            cwd=self.folder, stdout=log, stderr=log, env={**_strange(), "PYTHONPATH": str(program)},
        )  # fmt: skip
        self._leaving.callback(process.wait)
        self._leaving.callback(process.kill)
        return process


def _strange() -> dict[str, str]:
    """The environment of a machine that knows nothing of the site."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("METODOTEKA_", "SOURCE_DATE"))}


@contextlib.contextmanager
def dask_started(folder: Path) -> Iterator[Dask]:
    """A scheduler without workers; what was started ends with the block."""
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as leaving:
        yield Dask(folder, leaving)


def _waited_for(path: Path) -> str:
    for _ in range(1200):
        with contextlib.suppress(FileNotFoundError):
            if text := path.read_text("utf-8"):
                return text
        time.sleep(0.05)
    raise AssertionError(f"no {path.name}: {[*path.parent.glob('*.log')]}")
