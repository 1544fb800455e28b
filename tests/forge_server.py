"""A forge on this machine: real HTTP on the loopback, one issue, and what the jobs of the intake ask and send.

No Forgejo, Gitea or GitLab can be installed where these tests run (none is in the Debian, Python or npm registries), so
the paths and the shapes of the answers are those of the official descriptions of the APIs (docs.github.com/rest,
Forgejo's swagger, docs.gitlab.com/api), as far as ``.ci/intake.py`` uses them. git is real: a bare repository.
"""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

ROBOT = {"github": "github-actions[bot]", "gitea": "metodoteka-robot", "gitlab": "metodoteka-robot"}
NOW = "2026-11-29T06:00:00Z"


@dataclass
class ForgeState:
    """``comments`` are (author, text); ``rights`` login -> permission; ``labelled_by`` who set the label, and whether
    after the last answer; ``refuses`` are methods with paths that get 403; ``others`` further issues of the author."""

    name: str
    body: str
    title: str = "Запись: Лист вопросов"
    state: str = "open"
    labels: list[str] = field(default_factory=list)
    comments: list[tuple[str, str]] = field(default_factory=list)
    rights: dict[str, str] = field(default_factory=lambda: {"keeper": "write", "stranger": "read"})
    labelled_by: str = "keeper"
    labelled_before_answer: bool = False
    requests: list[dict] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    others: int = 0
    sent: list[tuple[str, str, Any]] = field(default_factory=list)


class ForgeServer:
    """Serves one :class:`ForgeState`; ``url`` is its address."""

    def __init__(self, state: ForgeState):
        server = self
        self.state = state

        class Handler(BaseHTTPRequestHandler):
            def _any(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(size)) if size else None
                parts = urlsplit(self.path)
                path = unquote(parts.path)
                if self.command != "GET":
                    state.sent.append((self.command, path, body))
                status, answer = server.answer(self.command, path, parse_qs(parts.query), body)
                raw = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _any

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method: str, path: str, query: dict, body: Any) -> tuple[int, Any]:
        if f"{method} {path}" in self.state.refuses:
            return 403, {"message": "forbidden"}
        made = self._gitlab if self.state.name == "gitlab" else self._events
        return made(method, path, query, body)

    # --- GitHub, Gitea and Forgejo ---

    def issue(self) -> dict:
        it = self.state
        return {
            "number": 12, "title": it.title, "body": it.body, "state": it.state, "user": {"login": "author"},
            "labels": [{"id": 7, "name": name} for name in it.labels], "created_at": _today(),
        }  # fmt: skip

    def event(self, action: str, sender: str = "author", label: str = "") -> dict:
        told = {"action": action, "issue": self.issue(), "sender": {"login": sender}}
        told["repository"] = {"default_branch": "main", "full_name": "base/kb"}
        return told | ({"label": {"name": label}} if label and self.state.name == "github" else {})

    def _events(self, method: str, path: str, query: dict, body: Any) -> tuple[int, Any]:
        it, repo = self.state, "/repos/base/kb"
        if path == "/user":
            return 200, {"login": ROBOT[it.name]}
        if path == f"{repo}/issues":
            return 200, [self.issue()] * (it.others + 1)
        if path == f"{repo}/issues/12":
            return 200, self.issue()
        if found := re.fullmatch(rf"{repo}/collaborators/(.+)/permission", path):
            return 200, {"permission": it.rights.get(found[1], "none"), "user": {"login": found[1]}}
        if path == f"{repo}/issues/12/comments":
            if method == "POST":
                it.comments.append((ROBOT[it.name], body["body"]))
                return 201, {}
            return 200, [{"id": n, "body": said, "user": {"login": who}} for n, (who, said) in enumerate(it.comments)]
        if found := re.fullmatch(rf"{repo}/issues/comments/(\d+)", path):
            it.comments[int(found[1])] = (ROBOT[it.name], body["body"])
            return 200, {}
        if method == "DELETE" and path in (f"{repo}/issues/12/labels/принять", f"{repo}/issues/12/labels/7"):
            it.labels.remove("принять")
            return 200, []
        if path == f"{repo}/pulls":
            if method == "POST":
                it.requests.append({"html_url": f"{self.url}/base/kb/pull/5", "head": {"ref": body["head"]}, **body})
                it.requests[-1]["head"] = {"ref": body["head"]}
                return 201, it.requests[-1]
            return 200, it.requests
        return 404, {"message": "Not Found"}

    # --- GitLab ---

    def _gitlab(self, method: str, path: str, query: dict, body: Any) -> tuple[int, Any]:
        it, project = self.state, "/projects/3"
        issue = {"iid": 12, "title": it.title, "description": it.body, "labels": it.labels, "author": {"id": 50},
                 "state": "opened" if it.state == "open" else "closed", "created_at": _today()}  # fmt: skip
        if path == "/user":
            return 200, {"id": 77}
        if path == f"{project}/issues":
            assert query["in"] == ["description"] and query["search"] == ["Текст записи"]
            return 200, [issue | {"iid": 12 - n} for n in range(it.others + 1)] if it.state == "open" else []
        if re.fullmatch(rf"{project}/issues/\d+", path):
            if method == "PUT" and body.get("remove_labels") in it.labels:
                it.labels.remove(body["remove_labels"])
            return 200, issue
        if path == f"{project}/issues/12/resource_label_events":
            when = "2026-11-29T05:00:00Z" if it.labelled_before_answer else "2026-11-29T07:00:00Z"
            user = {"id": {"keeper": 61, "stranger": 62}[it.labelled_by]}
            added = {"id": 9, "action": "add", "created_at": when, "label": {"name": "принять"}, "user": user}
            return 200, [added] if "принять" in it.labels else []
        if path == f"{project}/members/all/61":
            return 200, {"id": 61, "access_level": 30, "state": "active"}
        if path == f"{project}/members/all/62":
            return 404, {"message": "404 Not found"}
        if found := re.fullmatch(rf"{project}/issues/\d+/notes(?:/(\d+))?", path):
            if method == "POST":
                it.comments.append((ROBOT["gitlab"], body["body"]))
            elif method == "PUT":
                it.comments[int(found[1])] = (ROBOT["gitlab"], body["body"])
            ids = {ROBOT["gitlab"]: 77}
            return 200, [{"id": n, "body": said, "author": {"id": ids.get(who, 50)}, "updated_at": NOW}
                         for n, (who, said) in enumerate(it.comments)]  # fmt: skip
        if path == f"{project}/merge_requests":
            if method == "POST":
                it.requests.append({"web_url": f"{self.url}/base/kb/-/merge_requests/5", **body})
                return 201, it.requests[-1]
            return 200, it.requests
        return 404, {"message": "404 Not found"}


def _today() -> str:
    import datetime as dt

    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
