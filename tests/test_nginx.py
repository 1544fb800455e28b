"""The settings of nginx in the keepers’ guide on nginx itself: the site in a folder of another one."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import PROJECT

GUIDE = PROJECT / "content/guides/opublikovat-bazu.md"
FOLDER = "metodika"


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture(scope="module")
def address(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """nginx with the block of the guide; only the port and the folder are this computer's."""
    root = tmp_path_factory.mktemp("nginx")
    (root / "www").mkdir()
    (root / "www" / FOLDER).symlink_to(built)
    port = _free_port()
    block = re.search(r"```nginx\n(server \{.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert block, "the guide has lost its settings"
    server = block[1].replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/srv/www", str(root / "www"))
    program = _program()
    places = "".join(
        f"{name}_temp_path {root}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    settings = root / "nginx.conf"
    settings.write_text(
        f"daemon off; pid {root}/pid; error_log {root}/error.log; worker_processes 1;\n"
        f"{'user root;' if os.geteuid() == 0 else ''} events {{}}\nhttp {{ access_log off; {places}\n{server}\n}}\n",
        "utf-8",
    )
    tried = subprocess.run(
        [program, "-t", "-q", "-c", str(settings), "-e", str(root / "error.log")], capture_output=True
    )
    assert (tried.returncode, tried.stderr) == (0, b""), "a keeper sees no warning"
    running = subprocess.Popen([program, "-c", str(settings), "-e", str(root / "error.log")])
    try:
        _wait_for(port, running, root / "error.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(10)


def test_the_settings_of_a_forge_are_settings_too(tmp_path: Path) -> None:
    (block,) = re.findall(r"```nginx\n +(server \{.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; events {{}}\nhttp {{ access_log off;\n{block}\n}}\n", "utf-8"
    )
    words = ["-t", "-q", "-c", tmp_path / "nginx.conf", "-e", tmp_path / "error.log"]
    tried = subprocess.run([_program(), *words], capture_output=True)
    assert (tried.returncode, tried.stderr) == (0, b"")


def _program() -> str:
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    assert program, "bash .ci/nginx installs it"
    return program


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(port: int, running: subprocess.Popen, log: Path) -> None:
    for _ in range(200):
        assert running.poll() is None, log.read_text("utf-8")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("nginx does not answer")


def ask(url: str) -> Answer:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    try:
        with urllib.request.urlopen(request) as answer:
            return Answer(answer.status, dict(answer.headers), answer.read())
    except urllib.error.HTTPError as refused:
        return Answer(refused.code, dict(refused.headers), refused.read())


def text_of(answer: Answer) -> str:
    body = gzip.decompress(answer.body) if answer.headers.get("Content-Encoding") == "gzip" else answer.body
    return body.decode("utf-8")


def test_the_site_lies_in_a_folder_and_says_when_a_page_is_not_there(address: str) -> None:
    home = ask(f"{address}/{FOLDER}/")
    assert (home.status, home.headers["Content-Encoding"]) == (200, "gzip")
    assert home.headers["X-Content-Type-Options"] == "nosniff"
    assert ask(f"{address}/{FOLDER}/practices").status == 200, "led on to the folder"
    lost = ask(f"{address}/{FOLDER}/praktiki/mozaika/")
    assert lost.status == 404 and "Методотека" in text_of(lost)
    bare = ask(f"{address}/{FOLDER}/assets/")
    assert bare.status == 403 and "Методотека" in text_of(bare), "a folder without a page of its own"
    assert "Referrer-Policy" in ask(f"{address}/{FOLDER}/sw.js").headers


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("novosti.atom", "application/atom+xml"),
        ("manifest.webmanifest", "application/manifest+json"),
        ("dannye/v1/metodoteka.sqlite", "application/vnd.sqlite3"),
        ("dannye/v1/practices.csv", "text/csv"),
        ("sitemap.xml", "text/xml"),
    ],
)
def test_files_are_what_they_are(address: str, path: str, kind: str) -> None:
    found = ask(f"{address}/{FOLDER}/{path}")
    assert (found.status, found.headers["Content-Type"].split(";")[0]) == (200, kind)


@pytest.mark.parametrize(
    "path",
    [
        "dannye/v1/practices.json",
        "practices/katalog.json",
        "events/kalendar.ics",
        "novosti.atom",
        "dannye/v1/practices.xlsx",
    ],
)
def test_pages_of_other_sites_may_read_the_files(address: str, path: str) -> None:
    found = ask(f"{address}/{FOLDER}/{path}")
    assert (found.status, found.headers["Access-Control-Allow-Origin"]) == (200, "*")
    assert found.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_is_not_opened_to_other_sites_and_a_lost_file_says_so(address: str) -> None:
    assert "Access-Control-Allow-Origin" not in ask(f"{address}/{FOLDER}/").headers
    lost = ask(f"{address}/{FOLDER}/dannye/v1/net.json")
    assert lost.status == 404 and "Методотека" in text_of(lost)


def test_what_never_changes_is_kept_and_the_worker_is_asked_for(address: str, built: Path) -> None:
    script = next((built / "assets/javascripts").glob("*.js")).relative_to(built).as_posix()
    assert "immutable" in ask(f"{address}/{FOLDER}/{script}").headers["Cache-Control"]
    assert ask(f"{address}/{FOLDER}/sw.js").headers["Cache-Control"] == "no-cache"
