"""A git server over HTTP with a password for pushing: git's own, behind the smallest web server."""

from __future__ import annotations

import base64
import contextlib
import os
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from look import listening


@contextlib.contextmanager
def serving(folder: Path, login: str, token: str, reader: str = "") -> Iterator[str]:
    """Serve the repositories of ``folder``; whoever has the token may push, everybody may read; ``reader`` is the token
    of somebody who is known, but may only read. The address of the folder."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            given = self.headers.get("Authorization", "").partition(" ")[2]
            words = {who: base64.b64encode(f"{login}:{who}".encode()).decode() for who in (token, reader)}
            if "git-receive-pack" in self.path and given != words[token]:
                self.send_response(403 if reader and given == words[reader] else 401)
                self.send_header("WWW-Authenticate", 'Basic realm="git"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            env = {"GIT_PROJECT_ROOT": str(folder), "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path}
            env |= {"QUERY_STRING": query, "REQUEST_METHOD": self.command, "REMOTE_USER": login}
            env |= {"CONTENT_TYPE": self.headers.get("Content-Type", "")}
            env |= {"HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", "")}
            env |= {"GIT_PROTOCOL": self.headers.get("Git-Protocol", ""), "REMOTE_ADDR": "127.0.0.1"}
            body = self._body()
            done = subprocess.run(["git", "http-backend"], env=os.environ | env, input=body, capture_output=True)
            head, _, answer = done.stdout.partition(b"\r\n\r\n")
            fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
            self.send_response(int(fields.pop("Status", "200 OK").split()[0]))
            for name, value in fields.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_POST = do_GET

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding") != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            found = b""
            while size := int(self.rfile.readline(), 16):
                found += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return found

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    with listening(Handler) as server:
        yield f"http://127.0.0.1:{server.server_port}"
