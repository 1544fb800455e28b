"""Links to other sites: a real server on loopback that fails in every way, and the memory between checks."""

from __future__ import annotations

import datetime as dt
import html
import http.server
import itertools
import json
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from look import listening

from generator import cli, site
from generator.records import link_memory
from generator.records.link_memory import LinkStatus
from generator.settings import Settings
from generator.upkeep import link_check

DAY = dt.date(2026, 5, 28)
RECORD = """\
title: Лист вопросов
summary: Ученики пишут вопрос.
status: published
areas: [methods]
problem: Вопросов не задают.
results: |
  Первая строка.

  Подробнее [в статье]({base}gone#chast) и {base}ok
steps:
  - title: Раздать листы
conditions:
  internet: none
sources:
  - title: Книга
    link: {base}gone
"""


@pytest.fixture
def server() -> Iterator[tuple[str, list[tuple[str, str, float]]]]:
    """An address, and what was asked of it: (method, path, when)."""
    asked: list[tuple[str, str, float]] = []

    class Site(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def _answer(self) -> None:
            asked.append((self.command, self.path, time.monotonic()))
            path = self.path.partition("?")[0]
            codes = {"/gone": 404, "/busy": 503, "/robots": 403, "/moved": 301, "/aside": 302, "/loop": 301}
            code = codes.get(path, 200)
            if path == "/nohead":
                code = 501 if self.command == "HEAD" else 200
            body = b""
            if path == "/archive":
                url = unquote(self.path.partition("url=")[2])
                found = {"archived_snapshots": {"closest": {"url": f"https://archive.example/{url}"}}}
                body = json.dumps(found).encode()
            self.send_response(code)
            if path in ("/moved", "/aside", "/loop"):
                self.send_header("Location", {"/loop": "/loop"}.get(path, "/ok"))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body if self.command == "GET" else b"")

        do_HEAD = do_GET = _answer

    with listening(Site) as server:
        yield f"http://127.0.0.1:{server.server_port}/", asked


@pytest.mark.parametrize(
    ("path", "state", "words"),
    [
        ("ok", "opened", "открывается"),
        ("nohead", "opened", "открывается"),
        ("moved", "opened", "открывается"),
        ("aside", "opened", "открывается"),
        ("gone", "failed", "страницы нет"),
        ("busy", "failed", "сайт отвечает ошибкой 503"),
        ("robots", "refused", "сайт не пускает программы (код 403)"),
        ("loop", "failed", "бесконечная переадресация"),
    ],
)
def test_what_a_site_says(server, path: str, state: str, words: str) -> None:
    answer = link_check.Web(private=True).ask(server[0] + path)
    assert (answer.state, answer.words) == (state, words)
    assert answer.moved == (server[0] + "ok" if path == "moved" else "")


def test_a_site_that_is_not_there(server) -> None:
    assert link_check.Web(private=True).ask("http://127.0.0.1:9/").state == "failed"
    assert link_check.Web().ask("http://nikogo-net.invalid/").state == "failed"


def test_a_record_cannot_make_us_knock_on_inner_doors(server) -> None:
    base, asked = server
    assert link_check.Web().ask(base + "ok").state == "failed"
    assert asked == []
    assert link_check.Web(private=True).ask(base + "ok").state == "opened", "the red twin: the door is there"


def test_one_site_is_asked_one_question_at_a_time_with_a_pause(server) -> None:
    base, asked = server
    urls = [f"{base}ok?{number}" for number in range(4)]
    link_check.check_links(urls, {}, DAY, link_check.Web(private=True).ask, pause=0.2)
    times = [when for _, _, when in asked]
    assert len(times) == 4
    assert all(later - earlier >= 0.2 for earlier, later in itertools.pairwise(times))


def test_three_strikes_on_different_days_make_a_dead_link() -> None:
    failed = link_check.Answer("failed", "страницы нет")
    link, states = None, []
    for day in (0, 0, 7, 7, 14):
        link = link_check.remembered(link, failed, DAY + dt.timedelta(days=day))
        states.append((link.strikes, link.is_dead))
    assert states == [(1, False), (1, False), (2, False), (2, False), (3, True)]
    assert (link.since, link.answer) == (DAY, "страницы нет")


def test_one_opening_forgives_and_a_refusal_says_nothing() -> None:
    twice = LinkStatus(DAY, "страницы нет", strikes=2, since=DAY)
    later = DAY + dt.timedelta(days=7)
    refused = link_check.remembered(twice, link_check.Answer("refused", "не пускает"), later)
    assert (refused.strikes, refused.since) == (2, DAY)
    opened = link_check.remembered(twice, link_check.Answer("opened", "открывается"), later)
    assert (opened.strikes, opened.since, opened.opened) == (0, None, later)


def test_what_opened_this_week_is_not_asked_again_and_what_nobody_links_to_is_dropped() -> None:
    asked: list[str] = []

    def ask(url: str) -> link_check.Answer:
        asked.append(url)
        return link_check.Answer("opened", "открывается")

    memory = {"https://a.example/": LinkStatus(DAY, opened=DAY), "https://old.example/": LinkStatus(DAY, opened=DAY)}
    urls = ["https://a.example/", "https://b.example/"]
    found = link_check.check_links(urls, memory, DAY + dt.timedelta(days=5), ask)
    assert asked == ["https://b.example/"]
    assert set(found) == set(urls)
    link_check.check_links(urls, memory, DAY + dt.timedelta(days=6), ask, pause=0)
    assert "https://a.example/" in asked


def test_the_memory_is_read_back_as_written() -> None:
    links = {
        "https://б.example/я": LinkStatus(DAY, "нет", 2, DAY, None, "", ""),
        "https://a.example/": LinkStatus(DAY, opened=DAY),
    }
    assert link_memory.parse(link_memory.dump(links)) == links
    for wrong in ("", "[]", "{}", '{"links": {"a": {}}}', '{"links": {"a": {"checked": "вчера"}}}', '{"links": 5}'):
        with pytest.raises(ValueError):
            link_memory.parse(wrong)


# --- the command, and what becomes of it on the site ----------------------------------------------------------------


def checked(root: Path, base: str, day: int) -> int:
    words = ["--root", root, "links", "--private", "--pause", 0, "--archive", f"{base}archive?url=", "--all"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(1_780_000_000 + day * 86_400))
        return cli.main([str(word) for word in words])


def test_a_dead_link_is_told_with_its_place_and_shown_with_a_copy(mini: Path, server, capsys) -> None:
    base, _ = server
    (mini / "data/practices/list.yml").write_text(RECORD.format(base=base), encoding="utf-8")
    for other in [*mini.rglob("*.yml"), *mini.rglob("*.md")]:  # the other links of the mini base lead to the real world
        if other.parent.name != "vocabularies" and other.name != "list.yml":
            other.write_text(other.read_text("utf-8").replace("https://", f"{base}ok?"), encoding="utf-8")
    assert [checked(mini, base, day) for day in (0, 7, 14)] == [0, 0, 1]
    text = capsys.readouterr().out
    assert f"data/practices/list.yml:9: {base}gone" in text
    assert f"копия в архиве: https://archive.example/{base}gone" in text
    made = site.prepare(mini, Settings(build_date=dt.date(2026, 6, 12)), lazy_texts=True)
    shown = ("practices/list.md", "redaktsiia/index.md", "practices/parnoe.md")
    pages = {page.path: plain(page.text) for page in made.pages if page.path in shown}
    assert "ссылка не открывается с 28 мая 2026 г." in pages["practices/list.md"]
    assert f"{base}gone — страницы нет, копия: https://archive.example/" in pages["redaktsiia/index.md"]
    assert "не открывается" not in pages["practices/parnoe.md"]


def test_a_spoilt_memory_is_a_warning_not_a_stop(mini: Path) -> None:
    (mini / "data/links.json").write_text("{", encoding="utf-8")
    made = site.prepare(mini, Settings(build_date=DAY))
    assert [p.code for p in made.problems if p.path == "data/links.json"] == ["links-unreadable"]
    assert not made.failed


def plain(page: str) -> str:
    return html.unescape(page).replace("\u00a0", " ")
