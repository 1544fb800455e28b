"""Packages that come over the net, and servers that answer as they like."""

from __future__ import annotations

import contextlib
import gzip
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import federated
import pytest
from federated import Base, refused, whole_tree
from look import listening, served

from generator.settings.federation import federation_of
from generator.upkeep.federation import fetching, pulling

school, district = federated.school, federated.district


@contextlib.contextmanager
def answering(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """A server on the loopback that answers as it likes."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with contextlib.suppress(OSError):
                answer(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with listening(Handler) as server:
        yield f"http://127.0.0.1:{server.server_port}/"


def test_a_package_comes_over_the_net(district: Base, school: Base) -> None:
    with served(school.site) as url:
        district.lists(school, f"{url}dannye/v1/federation.json")
        assert district.run("pull") == 0
        assert district.run("pull", "--locked") == 0
    assert "events/otkrytye-uroki" in district.whole()[0].records
    before = whole_tree(district.root)
    assert district.run("pull") == 1, "the server is gone"
    assert whole_tree(district.root) == before


def head(handler: BaseHTTPRequestHandler, code: int = 200, **fields: str) -> None:
    handler.send_response(code)
    for name, value in fields.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()


def endless(handler: BaseHTTPRequestHandler) -> None:
    head(handler)
    while True:
        handler.wfile.write(b" " * 65536)


def packed(handler: BaseHTTPRequestHandler) -> None:
    head(handler, Content_Encoding="gzip")
    handler.wfile.write(gzip.compress(b" " * 50_000_000))


def round_and_round(handler: BaseHTTPRequestHandler) -> None:
    head(handler, 302, Location="/dannye/v1/federation.json")


def to_a_file(handler: BaseHTTPRequestHandler) -> None:
    head(handler, 302, Location="file:///etc/passwd")


def to_http(handler: BaseHTTPRequestHandler) -> None:
    head(handler, 302, Location="http://example.org/federation.json")


def to_elsewhere(handler: BaseHTTPRequestHandler) -> None:
    head(handler, 302, Location="https://192.168.1.1/federation.json")


def missing(handler: BaseHTTPRequestHandler) -> None:
    head(handler, 404)


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    head(handler, Content_Length="1000")
    handler.wfile.write(b"{}")


def no_answer(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x00\xff\r\n\r\n")


def broken_chunks(handler: BaseHTTPRequestHandler) -> None:
    handler.protocol_version = "HTTP/1.1"
    head(handler, Transfer_Encoding="chunked")
    handler.wfile.write(b"5\r\n{}\r\nzz\r\n")


@pytest.mark.parametrize(
    ("answer", "because"),
    [
        (endless, "Это не опись пакета"),
        (packed, "сжатый ответ"),
        (round_and_round, "бесконечная переадресация"),
        (to_a_file, "не взята"),
        (to_http, "не взята"),
        (to_elsewhere, "отсылает"),
        (missing, "не подписана после последней сборки"),
        (cut_off, "не отвечает"),
        (no_answer, "не отвечает"),
        (broken_chunks, "не отвечает"),
    ],
    ids=lambda it: getattr(it, "__name__", None),
)
def test_a_hostile_server(
    answer: Callable, because: str, district: Base, school: Base, capsys: pytest.CaptureFixture[str]
) -> None:
    with answering(answer) as url:
        district.lists(school, f"{url}dannye/v1/federation.json")
        refused(district, because, capsys)


def test_an_answer_in_chunks_is_whole(tmp_path: Path) -> None:
    def in_chunks(handler: BaseHTTPRequestHandler) -> None:
        handler.protocol_version = "HTTP/1.1"
        head(handler, Transfer_Encoding="chunked", Connection="close")
        handler.wfile.write(b"4\r\nabcd\r\n2\r\nef\r\n0\r\n\r\n")

    with answering(in_chunks) as url:
        assert fetching.Fetcher(tmp_path).manifest(url, 6)[0] == b"abcdef"
        with pytest.raises(fetching.NotFetched, match="больше 5 байт"):
            fetching.Fetcher(tmp_path).manifest(url, 5)


def test_an_answer_drop_by_drop_ends(tmp_path: Path) -> None:
    """Each piece comes in time, the file never: the clock of the whole file stops it."""
    times = iter(range(0, 10_000, 30))

    def slow(handler: BaseHTTPRequestHandler) -> None:
        head(handler)
        for _ in range(200):
            handler.wfile.write(b" " * 65536)

    with answering(slow) as url, pytest.raises(fetching.NotFetched, match="идёт дольше"):
        fetching.Fetcher(tmp_path, clock=lambda: next(times)).manifest(url, 10**9)
    with answering(slow) as url:  # the red twin: a quick clock lets it through
        assert len(fetching.Fetcher(tmp_path, clock=lambda: 0.0).manifest(url, 10**9)[0]) == 200 * 65536


def test_a_run_brings_no_more_than_it_may(district: Base, school: Base, capsys: pytest.CaptureFixture[str]) -> None:
    fetcher = fetching.Fetcher(district.root, limit=1000)
    pulled = pulling.pull(district.root, _listed(district), fetcher)
    assert "--limit" in pulled.failed["shkola"]
    assert not pulling.pull(district.root, _listed(district), fetching.Fetcher(district.root)).failed


def _listed(base: Base):
    return federation_of(base.listed)


def test_a_site_of_the_net_does_not_send_us_to_an_inner_door(tmp_path: Path) -> None:
    for there in ("https://127.0.0.1/x", "https://localhost/x", "https://10.0.0.1/x", "https://[::1]/x"):
        with pytest.raises(fetching.NotFetched, match="внутренней сети"):
            fetching._refuse_inner("https://baza.example.org/federation.json", there)
    fetching._refuse_inner("https://baza.example.org/federation.json", "https://baza.example.org/v1/federation.json")
