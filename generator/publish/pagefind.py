"""A running Pagefind: it gets pages one after another and gives an index of them.

Pagefind walks a folder in the order in which the disk lists it, and the index depends on that order; it also writes
half a file to a full disk and says nothing. So it gets the pages one by one, sorted, and gives the files back through
the same pipe (``--service``, the protocol of its Python and Node packages: JSON in base64, a comma after each message,
https://pagefind.app/docs/py-api/). A request does not wait for the answer to the one before: one by one the same takes
thirty times longer. The pipe stays open until the last answer: the program ends as soon as it is closed.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import subprocess
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pagefind_bin import get_executable

_AHEAD = 100
"""Pages that Pagefind has been given and has not read yet: it holds each of them whole."""
_CHUNK = "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE"


class NotIndexed(Exception):
    """Pagefind could not make the index; the text is Russian and meant for the terminal."""


def page_request(name: str, text: str) -> bytes:
    """What :meth:`Pagefind.give` sends for the page at ``name`` with this HTML."""
    page = {"type": "AddFile", "index_id": 0, "file_path": name, "url": None, "file_contents": text}
    return _message(zlib.crc32(name.encode()), page)  # the number comes back with the answer, and nobody asks for it


class Pagefind:
    """The program, started. Every method raises :class:`NotIndexed`; :meth:`close` ends it at any time."""

    def __init__(self, not_searched: Sequence[str], chunk: int) -> None:
        """``not_searched`` are selectors of what is left out, ``chunk`` the bytes of words in one file of the index."""
        pipe = subprocess.PIPE
        try:
            self._child = subprocess.Popen(
                [str(get_executable()), "--service"], env={**os.environ, _CHUNK: str(chunk)},
                stdin=pipe, stdout=pipe, stderr=pipe,
            )  # fmt: skip
        except OSError as fault:
            raise NotIndexed(f"Не удалось запустить Pagefind, который строит поиск: {fault}.") from fault
        self.given = 0
        """How many pages it got."""
        self._ended = False
        self._complaints: list[bytes] = []
        self._answers: list[dict[str, bytes] | NotIndexed] = []
        self._room = threading.Semaphore(_AHEAD)
        self._helpers = [threading.Thread(target=work, daemon=True) for work in (self._listen, self._hear)]
        for helper in self._helpers:
            helper.start()
        config = {"exclude_selectors": list(not_searched), "force_language": "ru"}
        self._send(_message(0, {"type": "NewIndex", "config": config}))

    def give(self, request: bytes) -> None:
        """Let it read one more page (:func:`page_request`)."""
        while not self._room.acquire(timeout=1) and self._helpers[0].is_alive():
            pass
        self.given += 1
        self._send(request)

    def end(self) -> None:
        """There are no more pages: it makes the index while others work."""
        if self._ended:
            return
        self._ended = True
        self._send(_message(0, {"type": "GetFiles", "index_id": 0}))
        with contextlib.suppress(OSError):
            assert self._child.stdin
            self._child.stdin.flush()

    def files(self) -> dict[str, bytes]:
        """Wait for the files of the index, by path."""
        self.end()
        self._helpers[0].join()
        answer = self._answers.pop() if self._answers else None
        if isinstance(answer, dict):
            return answer  # whole, and nothing else is wanted; others may hold the pipe by whose end it would end
        self._child.kill()
        self._helpers[1].join(10)
        if answer is not None:
            raise answer
        text = b"".join(self._complaints).decode("utf-8", "replace").strip()
        raise NotIndexed(f"Pagefind не смог построить поиск по сайту:\n{text}")

    def close(self) -> None:
        """End the program, whatever it does."""
        self._child.kill()
        self._child.wait()
        for helper in self._helpers:
            helper.join(10)
        for pipe in (self._child.stdin, self._child.stdout, self._child.stderr):
            with contextlib.suppress(OSError):
                assert pipe
                pipe.close()

    def _send(self, message: bytes) -> None:
        assert self._child.stdin
        with contextlib.suppress(OSError, ValueError):  # it died: the answers say so
            self._child.stdin.write(message)

    def _hear(self) -> None:
        assert self._child.stderr
        self._complaints.append(self._child.stderr.read())

    def _listen(self) -> None:
        try:
            if files_given := self._answered(self._room.release):
                self._answers.append(files_given)
        except NotIndexed as fault:
            self._answers.append(fault)
            self._child.kill()  # whoever waits to write to it must not wait for ever

    def _answered(self, read: Callable[[], None]) -> dict[str, bytes] | None:
        """The files that it gave when it had read all the pages; None when it stopped before. ``read`` is called for
        every page that it has read."""
        taken = 0
        for answer in _messages(self._child.stdout):
            if answer["type"] == "Error":
                raise NotIndexed(f"Pagefind не смог построить поиск по сайту:\n{answer.get('message')}")
            if answer["type"] == "IndexedFile":
                taken += 1
                read()
            if answer["type"] == "GetFiles":
                if taken != self.given:
                    raise NotIndexed(f"Pagefind прочитал {taken} страниц из {self.given}.")
                return {file["path"]: base64.b64decode(file["content"]) for file in answer["files"]}
        return None


def _message(number: int, payload: Mapping[str, Any]) -> bytes:
    message = json.dumps({"message_id": number, "payload": payload}, ensure_ascii=False)
    return base64.b64encode(message.encode()) + b","


def _messages(pipe: Any) -> Iterator[dict[str, Any]]:
    begun: list[bytes] = []
    while piece := pipe.read1(1 << 20):
        *ends, rest = piece.split(b",")
        for end in ends:
            message = b"".join([*begun, end])
            begun = []
            try:
                yield json.loads(base64.b64decode(message))["payload"]
            except (ValueError, KeyError, TypeError):
                raise NotIndexed(f"Pagefind ответил непонятно: {message[:200]!r}") from None
        begun.append(rest)
