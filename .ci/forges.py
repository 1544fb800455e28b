"""The forges that bring records as issues: what ``intake.py`` asks and tells them, the same words for each.

GitHub and Gitea or Forgejo tell one issue at a time by an event; GitLab is asked by a schedule. Needs nothing but
Python 3.11.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import urllib.error
import urllib.parse
from datetime import UTC, datetime, timedelta
from pathlib import Path

import comment

HEADING = "### Текст записи"
LABEL = "принять"
MARK = "<!-- metodoteka-intake -->"
MOST_ISSUES = 20  # of one author in a day: more is no methodist
MOST_SCHEDULED = 50  # issues that one scheduled run looks at


def is_record(issue: dict) -> bool:
    """Return whether an issue brings a record: it has the heading of our form."""
    return HEADING in (issue.get("body") or issue.get("description") or "")


class _Api(comment._Forge):
    """The forge's API, whose answers to what is sent are read, too."""

    def send(self, method: str, path: str, body: dict) -> dict:
        raw = comment._request(f"{self._base}/{path}", self._headers, method=method, body=body, most=1_000_000)
        return json.loads(raw or b"{}")

    def delete(self, path: str) -> None:
        comment._request(f"{self._base}/{path}", self._headers, method="DELETE", most=1_000_000)


def _made(api: _Api, path: str, wanted: dict, address: str) -> str:
    """The address of what was made there; "" where the forge refuses: its settings may forbid it."""
    try:
        return str(api.send("POST", path, wanted)[address])
    except urllib.error.HTTPError as error:
        print(f"Площадка не создала запрос: ответ {error.code}", file=sys.stderr)
        return ""


class Events:
    """GitHub, and Gitea or Forgejo: one issue at a time, told by an event, with APIs that answer nearly alike."""

    def __init__(self, name: str, env: dict[str, str]):
        self.name, self.env = name, env
        self.event = json.loads(Path(env["GITHUB_EVENT_PATH"]).read_text("utf-8"))
        self.number = int(self.event["issue"]["number"])
        self.repository = env["GITHUB_REPOSITORY"]
        self._repo = f"repos/{self.repository}"
        scheme = "Bearer" if name == "github" else "token"
        headers = {"Authorization": f"{scheme} {env['TOKEN']}", "Accept": "application/json"}
        self.api = _Api(env["GITHUB_API_URL"], headers)

    def issue(self) -> dict:
        return self.api.get(f"{self._repo}/issues/{self.number}")

    def of_author_today(self) -> int:
        """How many issues with a record the author of this one has opened in a day."""
        day = datetime.now(UTC) - timedelta(days=1)
        since = day.strftime("%Y-%m-%dT%H:%M:%SZ")
        author = str(self.event["issue"]["user"]["login"])
        whose = {"creator": author} if self.name == "github" else {"created_by": author, "type": "issues"}
        size = {"per_page": 100} if self.name == "github" else {"limit": 50}
        found = self.api.get(f"{self._repo}/issues", state="all", since=since, **whose, **size)
        return sum(is_record(one) and _moment(one["created_at"]) >= day for one in found)

    def labelled(self) -> tuple[bool, str]:
        """Whether this event sets our label, and who did that."""
        label = self.event.get("label") or {}
        names = [one.get("name") for one in self.event["issue"].get("labels") or ()]
        # Gitea and older Forgejo say only that the labels have changed.
        sets = label.get("name") == LABEL if label else LABEL in names
        is_event = self.event.get("action") in ("labeled", "label_updated")
        return is_event and sets, str((self.event.get("sender") or {}).get("login") or "")

    def may_write(self, who: str) -> bool:
        """Whether the forge itself says that this person may write to the repository."""
        if not re.fullmatch(r"[\w.-]{1,100}", who):
            return False
        said = self.api.get(f"{self._repo}/collaborators/{urllib.parse.quote(who)}/permission")
        return said.get("permission") in ("admin", "write", "owner")

    def answer(self) -> dict | None:
        """Our own comment under the issue."""
        path = f"{self._repo}/issues/{self.number}/comments"
        # Gitea and Forgejo give all of them at once.
        every = self.api.pages(path) if self.name == "github" else self.api.get(path)
        robot = self._robot()
        mine = [one for one in every if (one.get("body") or "").startswith(MARK) and one["user"]["login"] == robot]
        return mine[0] if mine else None

    def _robot(self) -> str:
        """The account that our token writes as."""
        return "github-actions[bot]" if self.name == "github" else str(self.api.get("user")["login"])

    def write_answer(self, text: str) -> None:
        old = self.answer()
        if old is None:
            self.api.send("POST", f"{self._repo}/issues/{self.number}/comments", {"body": text})
        elif old["body"].strip() != text.strip():
            self.api.send("PATCH", f"{self._repo}/issues/comments/{int(old['id'])}", {"body": text})

    def take_label_off(self) -> None:
        issue = self.issue()
        found = [one for one in issue.get("labels") or () if one.get("name") == LABEL]
        if found:
            key = urllib.parse.quote(LABEL) if self.name == "github" else str(int(found[0]["id"]))
            self.api.delete(f"{self._repo}/issues/{self.number}/labels/{key}")

    def request(self, branch: str, title: str, text: str) -> str:
        """The address of the request for the branch, made where there is none yet; "" where the forge refuses."""
        into = str(self.event["repository"]["default_branch"])
        ours = {"head": f"{self.repository.split('/')[0]}:{branch}"} if self.name == "github" else {}
        listed = self.api.get(f"{self._repo}/pulls", state="open", **ours)
        same = [one for one in listed if (one.get("head") or {}).get("ref") == branch]
        wanted = {"title": title, "body": text, "head": branch, "base": into}
        return str(same[0]["html_url"]) if same else _made(self.api, f"{self._repo}/pulls", wanted, "html_url")

    def compare_address(self, branch: str) -> str:
        server, into = self.env["GITHUB_SERVER_URL"], self.event["repository"]["default_branch"]
        return f"{server}/{self.repository}/compare/{into}...{branch}" + ("?expand=1" if self.name == "github" else "")

    def git_login(self) -> dict[str, str]:
        """What git needs to push, in its environment only: nothing of it stays in a file."""
        server = self.env["GITHUB_SERVER_URL"].rstrip("/")
        login = base64.b64encode(f"x-access-token:{self.env['TOKEN']}".encode()).decode()
        return _config(f"http.{server}/.extraheader", f"AUTHORIZATION: basic {login}")


def _config(name: str, value: str) -> dict[str, str]:
    return {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": name, "GIT_CONFIG_VALUE_0": value}


class Project:
    """One issue of a GitLab project; GitLab starts no pipeline for an issue, so a schedule goes through them."""

    name = "gitlab"

    def __init__(self, env: dict[str, str], issue: dict | None = None):
        self.env = env
        self.api = _Api(env["CI_API_V4_URL"], {"PRIVATE-TOKEN": env["METODOTEKA_INTAKE_TOKEN"]})
        self._project = f"projects/{int(env['CI_PROJECT_ID'])}"
        self._found = issue or {}
        self.number = int(issue["iid"]) if issue else 0

    def waiting(self) -> list[Project]:
        """The open issues that bring a record, newest change first."""
        asked = {"state": "opened", "order_by": "updated_at", "per_page": 100, "in": "description"}
        listed = self.api.get(f"{self._project}/issues", search=HEADING.removeprefix("### "), **asked)
        found = [one for one in listed if is_record(one)]
        return [Project(self.env, one) for one in found if not _too_many(found, one)][:MOST_SCHEDULED]

    def issue(self) -> dict:
        found = self.api.get(f"{self._project}/issues/{self.number}")
        state = "open" if found["state"] == "opened" else "closed"
        return {"title": found["title"], "body": found["description"], "state": state}

    def labelled(self) -> tuple[bool, str]:
        """Whether the issue has our label, and the number of the user who set it last, after our answer."""
        if LABEL not in (self._found.get("labels") or ()):
            return False, ""
        events = self.api.get(f"{self._project}/issues/{self.number}/resource_label_events", per_page=100)
        ours = [one for one in events if (one.get("label") or {}).get("name") == LABEL and one.get("action") == "add"]
        answer = self.answer()
        newest = max(ours, key=lambda one: int(one["id"]), default=None)
        # A label that is older than the answer was set on another text.
        if newest is None or answer is None or _moment(newest["created_at"]) < _moment(answer["updated_at"]):
            return True, ""
        return True, str(int(newest["user"]["id"]))

    def may_write(self, who: str) -> bool:
        if not who.isdigit():
            return False
        try:
            said = self.api.get(f"{self._project}/members/all/{who}")
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return False
            raise
        return int(said.get("access_level") or 0) >= 30 and said.get("state") == "active"  # 30: Developer

    def answer(self) -> dict | None:
        me = self.api.get("user")["id"]
        notes = self.api.pages(f"{self._project}/issues/{self.number}/notes", sort="asc")
        mine = [one for one in notes if one["body"].startswith(MARK) and one["author"]["id"] == me]
        return mine[0] if mine else None

    def write_answer(self, text: str) -> None:
        old, path = self.answer(), f"{self._project}/issues/{self.number}/notes"
        if old is None:
            self.api.send("POST", path, {"body": text})
        elif old["body"].strip() != text.strip():
            self.api.send("PUT", f"{path}/{int(old['id'])}", {"body": text})

    def take_label_off(self) -> None:
        self.api.send("PUT", f"{self._project}/issues/{self.number}", {"remove_labels": LABEL})

    def request(self, branch: str, title: str, text: str) -> str:
        listed = self.api.get(f"{self._project}/merge_requests", state="opened", source_branch=branch)
        if not listed:
            into = self.env["CI_DEFAULT_BRANCH"]
            wanted = {"source_branch": branch, "target_branch": into, "title": title, "description": text}
            return _made(self.api, f"{self._project}/merge_requests", wanted, "web_url")
        return str(listed[0]["web_url"])

    def compare_address(self, branch: str) -> str:
        query = urllib.parse.urlencode({"merge_request[source_branch]": branch})
        return f"{self.env['CI_PROJECT_URL']}/-/merge_requests/new?{query}"

    def git_login(self) -> dict[str, str]:
        login = base64.b64encode(f"oauth2:{self.env['METODOTEKA_INTAKE_TOKEN']}".encode()).decode()
        return _config(f"http.{self.env['CI_SERVER_URL'].rstrip('/')}/.extraheader", f"AUTHORIZATION: basic {login}")


def _too_many(found: list[dict], one: dict) -> bool:
    """Whether the author of an issue has brought more than a day's share, this one not among the first."""
    day = datetime.now(UTC) - timedelta(days=1)
    same = [int(other["iid"]) for other in found
            if other["author"]["id"] == one["author"]["id"] and _moment(other["created_at"]) >= day]  # fmt: skip
    return int(one["iid"]) in sorted(same)[MOST_ISSUES:]


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written.replace("Z", "+00:00"))
