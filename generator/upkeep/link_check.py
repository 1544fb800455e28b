"""Do the links to other sites still open? A polite check with a memory; never part of a build.

One question at a time to a site and a pause between two, a few sites side by side. ``HEAD`` first, ``GET`` where a site
does not answer that. A site that refuses robots (401, 403, 429) has neither opened nor failed.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit

import requests

from generator.records.link_memory import LinkStatus

AGENT = "Metodoteka-link-check/1.0"
ARCHIVE = "https://archive.org/wayback/available?url="
PAUSE = 1.0  # seconds between two questions to one site
PATIENCE = 20  # seconds for an answer
SIDE_BY_SIDE = 6  # sites
FRESH = dt.timedelta(days=6)  # a link that opened since is not asked again

_REFUSED = (401, 403, 405, 406, 429, 451, 999)  # after GET too: told to robots, not to readers
_TRY_GET = (*_REFUSED, 400, 404, 501, 503)


@dataclass(frozen=True)
class Answer:
    """What a site said: ``opened``, ``refused`` or ``failed``, in words, and the new address after a permanent move."""

    state: str
    words: str
    moved: str = ""


def check_links(
    urls: Iterable[str],
    memory: Mapping[str, LinkStatus],
    today: dt.date,
    ask: Callable[[str], Answer],
    *,
    everything: bool = False,
    pause: float = PAUSE,
    progress: Callable[[int, int], None] = lambda done, count: None,
) -> dict[str, LinkStatus]:
    """The memory after asking for ``urls``; addresses that nobody links to any more are dropped.

    A link that opened within six days is not asked again (``everything`` asks anyway), and one day makes one strike,
    however often the check runs. ``progress`` hears how many of how many are done.
    """
    urls = list(urls)
    wanted = [url for url in urls if everything or not _is_fresh(memory.get(url), today)]
    by_site = defaultdict(list)
    for url in wanted:
        by_site[urlsplit(url).netloc.lower()].append(url)
    answers: dict[str, Answer] = {}

    def one_site(of_site: list[str]) -> None:
        for number, url in enumerate(of_site):
            time.sleep(pause if number else 0)
            answers[url] = ask(url)
            progress(len(answers), len(wanted))

    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        list(pool.map(one_site, by_site.values()))
    return {url: remembered(memory.get(url), answers.get(url), today) for url in urls}


def remembered(before: LinkStatus | None, answer: Answer | None, today: dt.date) -> LinkStatus:
    """What the memory holds after an answer; None for a link that was not asked."""
    before = before or LinkStatus(today)
    if answer is None:
        return before
    if answer.state == "opened":
        return LinkStatus(today, answer.words, opened=today, moved=answer.moved)
    if answer.state == "refused":
        return replace(before, checked=today, answer=answer.words)
    again = before.strikes and before.checked == today
    return replace(
        before,
        checked=today,
        answer=answer.words,
        strikes=before.strikes + (0 if again else 1),
        since=before.since or today,
    )


def with_archived(links: Mapping[str, LinkStatus], copy_of: Callable[[str], str]) -> dict[str, LinkStatus]:
    """The same with the address of a copy for every dead link that has none yet."""
    return {
        url: replace(link, archived=copy_of(url)) if link.is_dead and not link.archived else link
        for url, link in links.items()
    }


class Web:
    """Asks real sites. ``private`` lets it ask addresses of this computer and of its own network, for trying it out:
    a record comes from a stranger and must not make us knock on inner doors."""

    def __init__(self, *, private: bool = False, archive: str = ARCHIVE, contact: str = ""):
        self._private = private
        self._archive = archive
        self._session = requests.Session()
        self._session.headers["User-Agent"] = f"{AGENT} (+{contact})" if contact else AGENT
        self._session.max_redirects = 6

    def ask(self, url: str) -> Answer:
        """Open ``url`` as a reader would, without taking the page."""
        try:
            answer = self._open("HEAD", url)
            if answer.status_code in _TRY_GET:
                answer = self._open("GET", url)
        except requests.TooManyRedirects:
            return Answer("failed", "бесконечная переадресация")
        except requests.exceptions.SSLError:
            return Answer("failed", "сертификат сайта недействителен")
        except requests.Timeout:
            return Answer("failed", f"сайт не ответил за {PATIENCE} секунд")
        except (requests.RequestException, UnicodeError, OSError):
            return Answer("failed", "сайт не найден или не отвечает")
        code = answer.status_code
        if code in _REFUSED:
            return Answer("refused", f"сайт не пускает программы (код {code})")
        if code >= 400:
            return Answer("failed", "страницы нет" if code in (404, 410) else f"сайт отвечает ошибкой {code}")
        return Answer("opened", "открывается", _moved(url, answer))

    def copy_of(self, url: str) -> str:
        """The address of the nearest copy that the web archive has, or nothing."""
        try:
            answer = self._session.get(self._archive + quote(url, safe=""), timeout=PATIENCE)
            copy = answer.json()["archived_snapshots"]["closest"]["url"]
        except (requests.RequestException, ValueError, KeyError, TypeError):
            return ""
        return copy if isinstance(copy, str) and copy.startswith(("http://", "https://")) else ""

    def _open(self, method: str, url: str) -> requests.Response:
        """Follow redirects one by one, so that each host is looked at before it is asked."""
        before: list[requests.Response] = []
        while True:
            if not self._private and is_inner(urlsplit(url).hostname or ""):
                raise requests.ConnectionError("an address of an inner network")
            answer = self._session.request(method, url, timeout=PATIENCE, allow_redirects=False, stream=True)
            answer.close()
            if not answer.is_redirect:
                answer.history = before
                return answer
            before.append(answer)
            if len(before) > self._session.max_redirects:
                raise requests.TooManyRedirects
            url = requests.compat.urljoin(url, answer.headers["Location"])


def _moved(url: str, answer: requests.Response) -> str:
    """The final address when every step on the way there was a permanent redirect (301, 308)."""
    final = answer.url.partition("#")[0]
    for_good = answer.history and all(step.status_code in (301, 308) for step in answer.history)
    return final if for_good and final.rstrip("/") != url.rstrip("/") else ""


def is_inner(host: str) -> bool:
    """Return True for a host of this computer or of its own network."""
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False  # asking will say that there is no such site
    return any(not ipaddress.ip_address(str(address).partition("%")[0]).is_global for address in found)


def _is_fresh(link: LinkStatus | None, today: dt.date) -> bool:
    return link is not None and not link.strikes and link.opened is not None and today - link.opened < FRESH
