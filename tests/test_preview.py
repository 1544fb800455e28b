"""What is on the screen after a save: first the page that is asked for, never one of another save, the rest behind."""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jinja2
import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from support import MINI_DAY, copy_of_mini, without_codes
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch
from watchdog.observers.polling import PollingEmitter, PollingObserver

from generator import files
from generator.problems import WARNING, Problem, as_text
from generator.publish import file_watcher, live_server, search_index
from generator.publish import preview as previewing
from generator.publish.background import BackgroundWork, Turn
from generator.publish.new_remarks import NewRemarks
from generator.publish.preview import NothingBuilt, Preview
from generator.publish.search_renewal import SearchInTurn

# --- work behind the page ---------------------------------------------------------------------------------------------


class Work:
    """Pages «a», «b», «c» and the files «1», «2», made one by one when the test lets them."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.made: list[str] = []
        self.said: list[Any] = []
        self.closed_in: list[threading.Thread] = []
        self._lets = threading.Semaphore(0)

    def let(self, count: int) -> None:
        for _ in range(count):
            self._lets.release()

    def make(self, name: str) -> None:
        self.begun.append(name)
        assert self._lets.acquire(timeout=20)
        self.made.append(name)

    def turn(self, pages: str = "abc") -> Turn:
        def rest() -> Iterator[str]:
            try:
                for name in "12":
                    self.make(name)
                    yield name
            finally:
                self.closed_in.append(threading.current_thread())

        makers: dict[str, Callable[[], object]] = {name: lambda name=name: self.make(name) for name in pages}  # type: ignore[misc]

        def closing() -> Iterator[str]:
            self.made.append("at the end")
            yield "404"

        return Turn(
            makers,
            rest(),
            {"1", "2"}.__contains__,
            closing(),
            {"404"}.__contains__,
            lambda: self.said.append("done"),
            self.said.append,
        )


def in_thread(call: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=call, daemon=True)
    thread.start()
    return thread


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def test_what_is_asked_for_is_made_first_and_waited_for() -> None:
    work, behind = Work(), BackgroundWork()
    behind.begin(work.turn())
    until(lambda: work.begun == ["a"])
    waiting = in_thread(lambda: behind.wait_for("c"))
    until(lambda: behind._wanted == ["c"])
    assert waiting.is_alive()
    work.let(2)
    waiting.join(20)
    assert work.made == ["a", "c"] and not behind.is_done
    behind.wait_for("elsewhere")  # a file of the theme: nobody makes it
    work.let(3)
    behind.wait_for("2")
    behind.wait()
    assert work.made == ["a", "c", "b", "1", "2", "at the end"]
    assert work.said == ["done"]


def test_a_file_beside_the_pages_is_made_before_them_when_somebody_waits_for_it() -> None:
    work, behind = Work(), BackgroundWork()
    behind.begin(work.turn())
    until(lambda: work.begun == ["a"])
    waiting, to_the_end = in_thread(lambda: behind.wait_for("2")), in_thread(lambda: behind.wait_for("404"))
    until(lambda: len(behind._wanted) == 2)
    work.let(3)
    waiting.join(20)
    assert work.made == ["a", "1", "2"] and to_the_end.is_alive(), "what tells of all pages comes when they are there"
    work.let(2)
    to_the_end.join(20)
    assert work.made == ["a", "1", "2", "b", "c", "at the end"]
    behind.wait()


def test_another_save_gives_up_what_is_left_and_nobody_waits_for_ever() -> None:
    first, second, behind = Work(), Work(), BackgroundWork()
    behind.begin(first.turn())
    waiting = in_thread(lambda: behind.wait_for("1"))
    first.let(4)
    until(lambda: "2" in first.begun)
    first.let(1)
    behind.pause()
    waiting.join(20)
    behind.begin(second.turn("a"))
    second.let(3)
    behind.wait()
    assert second.said == ["done"] and first.said == []
    assert sorted(first.made) == ["1", "2", "a", "b", "c"]
    assert first.closed_in == second.closed_in, "in the thread that began it, which has set what is its own"


def test_what_cannot_be_made_is_told_and_lets_everybody_go() -> None:
    work, behind, fault = Work(), BackgroundWork(), OSError("full")

    def fail() -> None:
        raise fault

    turn = work.turn("")
    turn.pages["a"] = fail
    behind.begin(turn)
    behind.wait_for("a", "1")
    behind.wait()
    assert work.said == [fault]


def test_a_pause_holds_everything_until_it_goes_on() -> None:
    work, behind = Work(), BackgroundWork()
    behind.pause()
    behind.begin(work.turn("a"))  # a save that went well
    work.let(1)
    behind.wait_for("a")
    until(lambda: work.begun == ["a", "1"])
    work.let(1)
    behind.pause()
    work.let(5)
    time.sleep(0.05)
    assert work.begun == work.made == ["a", "1"]
    behind.resume()  # a save that was refused: the one before goes on
    behind.wait()
    assert work.made == ["a", "1", "2", "at the end"]


# --- what is told of a save -------------------------------------------------------------------------------------------


def test_a_save_tells_what_it_brings_and_only_counts_what_was_there() -> None:
    def warning(path: str, line: int, message: str = "слишком коротко") -> Problem:
        return Problem(path, line, 1, "summary", "short", message, severity=WARNING)

    wrong = Problem("data/practices/c.yml", 1, 1, "", "yaml-syntax", "скобка не закрыта")
    remarks = NewRemarks()

    def told(*found: Problem) -> str:
        return remarks.report(found).replace("\xa0", " ")

    a, b = warning("data/practices/a.yml", 2), warning("data/practices/b.yml", 2)
    assert told() == ""
    assert told(a, b) == as_text([a, b])
    moved = replace(a, line=5)
    assert told(moved, b) == "2 прежних предупреждения, все: metodoteka check"
    other = warning("data/practices/b.yml", 2, "названия нет")
    assert told(moved, b, other) == f"{as_text([other])}\nИ 2 прежних предупреждения, все: metodoteka check"
    assert told(wrong) == as_text([wrong]), "nothing is known of what was there"
    assert told(moved, b, other) == "3 прежних предупреждения, все: metodoteka check"
    assert told(b) == "1 прежнее предупреждение, все: metodoteka check\nИсправлено: 2 предупреждения."
    assert told(b, a) == f"{as_text([a])}\nИ 1 прежнее предупреждение, все: metodoteka check", "it is back"


# --- the search behind the page ---------------------------------------------------------------------------------------


def test_the_search_waits_while_a_save_is_read(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<html><title>Дом</title><article data-m-searched="Дом">Слово</article></html>'
    )
    index = tmp_path / search_index.INDEX_HEAD
    search = SearchInTurn(lambda: None)
    with search.paused():
        search.renew(tmp_path)
        time.sleep(0.3)
        assert not index.exists()
    search.wait()
    assert index.exists()


# --- the site on the screen -------------------------------------------------------------------------------------------

HERE = "http://127.0.0.1:8000/"
PAGE = "practices/parnoe/index.html"
RECORD = "data/practices/parnoe.yml"
A_DOWNLOAD = "dannye/v1/practices.csv"


def mkdocs_site(base: Path, out: Path) -> None:
    mkdocs_build(load_config(config_file=str(base / "mkdocs.yml"), site_dir=str(out), site_url=HERE))


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path, Preview]]:
    """A base, the folder of its site, the preview of it; whoever changes it writes what no other test asks for."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SOURCE_DATE_EPOCH", MINI_DAY)
        folder = tmp_path_factory.mktemp("preview")
        base, preview = without_codes(copy_of_mini(folder / "base")), Preview()
        with previewing.remembering(preview):
            mkdocs_site(base, folder / "live")
        yield base, folder / "live", preview
        preview.finish()


def titled(base: Path, title: str) -> None:
    text = (base / RECORD).read_text("utf-8")
    first = next(line for line in text.split("\n") if line.startswith("title: "))
    (base / RECORD).write_text(text.replace(first, f"title: {title}"), "utf-8")


def holding_rest(patched: pytest.MonkeyPatch) -> threading.Event:
    """Let no file beside the pages be made before the event."""
    goes_on, make = threading.Event(), Preview._rest

    def rest(*args: Any) -> Any:
        assert goes_on.wait(60)
        return (yield from make(*args))

    patched.setattr(Preview, "_rest", rest)
    return goes_on


def test_the_page_that_is_looked_at_is_there_before_the_rest(
    shown: tuple[Path, Path, Preview], monkeypatch: pytest.MonkeyPatch
) -> None:
    base, live, preview = shown
    goes_on = holding_rest(monkeypatch)
    downloaded = (live / A_DOWNLOAD).read_bytes()
    titled(base, "Раньше всех")
    assert preview.renewed()
    preview.wait_for(PAGE)
    assert "Раньше всех" in (live / PAGE).read_text("utf-8")
    preview.wait_for("assets/stylesheets/metodoteka.css")  # of the theme: it is as it was
    assert not preview.behind.is_done and (live / A_DOWNLOAD).read_bytes() == downloaded
    waiting = in_thread(lambda: preview.wait_for(A_DOWNLOAD))
    not_there = in_thread(lambda: preview.wait_for("practices/novaia/zapis.json"))
    time.sleep(0.05)
    assert waiting.is_alive() and not_there.is_alive()
    goes_on.set()
    waiting.join(60)
    assert "Раньше всех" in (live / A_DOWNLOAD).read_text("utf-8")
    preview.wait()


def begin(preview: Preview, base: Path, live: Path) -> None:
    with previewing.remembering(preview):
        preview.begin(load_config(config_file=str(base / "mkdocs.yml"), site_dir=str(live), site_url=HERE))


def begun(base: Path, live: Path) -> Preview:
    preview = Preview()
    begin(preview, base, live)
    return preview


def differing(base: Path, live: Path, clean: Path) -> list[str]:
    """What differs from a clean build."""
    mkdocs_site(base, clean)
    made, wanted = files.tree(live), files.tree(clean)
    return sorted(path for path in made.keys() | wanted.keys() if made.get(path) != wanted.get(path))


def test_a_site_is_shown_before_it_is_made_and_becomes_that_of_a_clean_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A save comes before all of it is there; the link to a file that is made later is right at once; pages that are
    made between two files speak their own language."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MINI_DAY)
    base, live = without_codes(copy_of_mini(tmp_path / "base")), tmp_path / "live"
    settings = base / "mkdocs.yml"
    settings.write_text(
        settings.read_text("utf-8").replace("      demo: true", "      language: en\n      demo: true"), "utf-8"
    )
    goes_on = holding_rest(monkeypatch)
    preview = begun(base, live)
    assert not (live / "events" / "index.html").exists()
    preview.wait_for("practices/index.html")
    assert 'href="../dannye/' in (live / "practices" / "index.html").read_text("utf-8")
    assert (live / "assets" / "stylesheets" / "metodoteka.css").is_file()
    titled(base, "Раньше всех")
    assert preview.renewed(), "nobody has to wait until everything is made anew"
    preview.wait_for(PAGE)
    assert "Раньше всех" in (live / PAGE).read_text("utf-8")
    searching = in_thread(lambda: preview.wait_for(search_index.INDEX_HEAD))
    time.sleep(0.05)
    assert searching.is_alive()
    goes_on.set()
    searching.join(60)
    assert (live / search_index.INDEX_HEAD).is_file()
    preview.wait()
    assert differing(base, live, tmp_path / "clean") == []
    assert '<html lang="en"' in (live / PAGE).read_text("utf-8")
    preview.finish()


def test_a_page_whose_template_does_not_work_says_so_and_the_others_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MINI_DAY)
    base, live = without_codes(copy_of_mini(tmp_path / "base")), tmp_path / "live"
    (base / "templates").mkdir()
    template = base / "templates" / "regions.md.j2"
    template.write_text("# {{ record.net_takogo.nazvanie }}\n", "utf-8")
    make = Preview._through_the_engine

    def through_the_engine(preview: Preview, its: previewing.MadeSite, path: str) -> None:
        if path == "about.md":
            raise ValueError("какая-то ошибка")
        make(preview, its, path)

    monkeypatch.setattr(Preview, "_through_the_engine", through_the_engine)
    preview = begun(base, live)
    preview.wait()
    page = (live / "regions" / "oblast" / "index.html").read_text("utf-8")
    assert "Страница не собрана" in page and "templates/regions.md.j2, строка 1" in page
    assert "<h1" in (live / PAGE).read_text("utf-8")
    told = [record.getMessage() for record in caplog.records if "templates/regions.md.j2" in record.getMessage()]
    assert len(told) == 1, "once"
    traced = [record.getMessage() for record in caplog.records if record.exc_info]
    assert traced == ["Сайт обновлён не весь. какая-то ошибка"], "of a template without a traceback"
    assert "Страница не собрана" in (live / "about" / "index.html").read_text("utf-8"), "whatever is wrong with a page"
    assert (live / A_DOWNLOAD).is_file() and (live / "404.html").is_file()
    template.unlink()
    assert not preview.renewed(), "all anew"
    preview.finish()


def test_one_page_that_cannot_be_made_takes_no_other_with_it(
    shown: tuple[Path, Path, Preview], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    base, live, preview = shown
    make = Preview._through_the_engine

    def refuse(its: Preview, made: Any, path: str) -> None:
        if path == "practices/parnoe.md":
            raise ValueError("чего-то нет")
        make(its, made, path)

    monkeypatch.setattr(Preview, "_through_the_engine", refuse)
    titled(base, "Не собирается")
    assert preview.renewed()
    preview.wait()
    assert "чего-то нет" in (live / PAGE).read_text("utf-8")
    assert "Не собирается" in (live / "practices" / "index.html").read_text("utf-8")
    assert [one.exc_info is not None for one in caplog.records if "чего-то нет" in one.getMessage()] == [True]
    monkeypatch.undo()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MINI_DAY)
    assert not preview.renewed(), "the next save makes everything anew"
    begin(preview, base, live)
    preview.wait()
    assert "Не собирается" in (live / PAGE).read_text("utf-8")


def test_saves_that_come_before_the_rest_is_made_leave_the_site_of_the_last(
    shown: tuple[Path, Path, Preview], tmp_path: Path
) -> None:
    """Law 16: each is interrupted at another place, and one is refused."""
    base, live, preview = shown
    whole = (base / RECORD).read_text("utf-8")
    for number, page in enumerate(("", "index.html", PAGE, A_DOWNLOAD)):
        titled(base, f"Правка {number}")
        assert preview.renewed()
        preview.wait_for(page or "assets/x")
    (base / RECORD).write_text("title: [", "utf-8")
    with pytest.raises(NothingBuilt):
        preview.renewed()
    preview.wait_for(PAGE)
    assert "Правка 3" in (live / PAGE).read_text("utf-8")
    (base / RECORD).write_text(whole, "utf-8")
    titled(base, "Последняя")
    assert preview.renewed()
    preview.wait()
    assert differing(base, live, tmp_path / "clean") == []


def test_the_red_twin_a_page_that_was_only_begun_must_not_count_as_made(
    shown: tuple[Path, Path, Preview], monkeypatch: pytest.MonkeyPatch
) -> None:
    base, live, preview = shown
    titled(base, "Начатая")
    monkeypatch.setattr(preview.behind, "begin", lambda _: None)
    assert preview.renewed()
    monkeypatch.undo()
    its = preview._site
    assert its
    reused_page, its.texts = its.texts, dict(its.plugin.pages)
    assert preview.renewed()
    preview.wait()
    assert "Начатая" not in (live / PAGE).read_text("utf-8")
    its.texts = reused_page
    assert preview.renewed()
    preview.wait()
    assert "Начатая" in (live / PAGE).read_text("utf-8")


def test_a_page_is_made_anew_when_a_file_that_its_links_lead_to_comes_or_goes(
    shown: tuple[Path, Path, Preview],
) -> None:
    base, live, preview = shown
    about = base / "content" / "ssylka.md"
    about.write_text("---\ntitle: Ссылка\nsummary: О ссылке.\norder: 9\nupdated: 2026-01-10\n---\n\nТекст.\n", "utf-8")
    preview.renewed()
    preview.wait()
    its = preview._site
    assert its
    asked = its.files.asked
    asked["ssylka.md"] = {"dannye/v1/net-takogo.csv": True, "index.md": True}
    (live / "ssylka" / "index.html").write_text("as it was", "utf-8")
    titled(base, "Со ссылкой")
    assert preview.renewed()
    preview.wait()
    assert "Текст." in (live / "ssylka" / "index.html").read_text("utf-8")


def test_what_is_asked_of_the_server_is_of_the_last_save(
    shown: tuple[Path, Path, Preview], capsys: pytest.CaptureFixture[str]
) -> None:
    base, live, preview = shown
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(live))
    server.watch(str(base / "content"))
    live_server.showing(server, preview, base / "mkdocs.yml", lambda: pytest.fail("all anew"))

    def answer(path: str) -> str:
        told: list[str] = []
        found = server.get_app()({"PATH_INFO": path}, lambda status, _: told.append(status))  # type: ignore[arg-type]
        return f"{told[0]} {b''.join(found).decode()}"  # type: ignore[arg-type]

    titled(base, "Спрошено")
    whole = (base / RECORD).read_bytes()
    server.builder()
    page = answer("/practices/parnoe/")
    assert page.startswith("200") and "Спрошено" in page and "livereload(" in page
    assert "Content-Security-Policy" not in page
    assert answer("/practices/parnoe").startswith("302")
    assert "Спрошено" in answer(f"/{A_DOWNLOAD}")
    assert all(answer(path).startswith("404") for path in ("/net/takogo", "/practices/\0/", "/\0.css", "/" + "a" * 300))
    (base / RECORD).write_text("title: [", "utf-8")
    server.builder()
    assert "прежний остался" in capsys.readouterr().err and "Спрошено" in answer("/practices/parnoe/")
    (base / RECORD).write_bytes(whole)
    server.builder()
    preview.wait()


def test_a_template_of_the_frame_that_does_not_work_is_told_without_a_traceback(tmp_path: Path, mini: Path) -> None:
    """The engine has emptied its folder by then: ``Abort`` lets it wait for the mend and prints the words alone."""

    def builder() -> None:
        jinja2.Environment(loader=jinja2.DictLoader({"partials/footer.html": "{{ a.b }}"})).get_template(
            "partials/footer.html"
        ).render()

    preview, server = Preview(), LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path))
    live_server.showing(server, preview, mini / "mkdocs.yml", builder)
    with pytest.raises(Abort, match="имени «a» здесь нет"):
        server.builder()
    assert preview.is_refused


# --- changes are noticed ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["both", "only told", "only looking"])
def test_a_change_is_noticed_once(tmp_path: Path, way: str) -> None:
    """By the system where it tells, by looking where it does not; what both notice is one change."""
    heard: list[str] = []
    handler = FileSystemEventHandler()
    handler.on_any_event = lambda event: heard.append(str(event.src_path))  # type: ignore[method-assign]
    looking, told = PollingObserver(timeout=0.05), Observer()
    silent = {"only told": looking, "only looking": told}.get(way)
    if silent:
        silent.schedule = lambda *_, **__: None  # type: ignore[method-assign, assignment]
    both = file_watcher._Both(looking, told)
    watched = tmp_path / "data"
    watched.mkdir()
    (watched / "a.yml").write_text("a")
    both.schedule(handler, str(watched), recursive=True)
    both.start()
    try:
        time.sleep(0.2)
        heard.clear()
        (watched / "a.yml").read_text()  # reading is no change
        for number in itertools.count():
            (watched / "a.yml").write_text(f"a{number}" * 10)
            until(lambda number=number: len(heard) > number)  # type: ignore[misc]
            time.sleep(0.2)
            if number == 2:
                break
        assert set(heard) == {str(watched / "a.yml")}
        assert len(heard) <= 6, "a write is at most two states: cut, and whole"
    finally:
        both.stop()
        both.join()


def test_the_red_twin_two_observers_alone_tell_of_everything_twice(tmp_path: Path) -> None:
    heard: list[FileSystemEvent] = []
    handler = FileSystemEventHandler()
    handler.on_any_event = heard.append  # type: ignore[method-assign, assignment]
    observers = PollingObserver(timeout=0.05), Observer()
    for observer in observers:
        observer.schedule(handler, str(tmp_path), recursive=True)
        observer.start()
    time.sleep(0.2)
    (tmp_path / "a.yml").write_text("a")
    (tmp_path / "a.yml").read_text()
    until(lambda: sum(event.event_type == "created" and not event.is_directory for event in heard) == 2)
    for observer in observers:
        observer.stop()
        observer.join()


def test_whoever_looks_long_rests_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look at twenty thousand files takes a third of a second: twice in each it would never end."""
    waited: list[float] = []
    clock = iter((0.0, 0.4, 10.0, 10.001, 20.0, 20.0))
    monkeypatch.setattr(file_watcher.time, "thread_time", lambda: next(clock))
    monkeypatch.setattr(PollingEmitter, "queue_events", lambda _, timeout: waited.append(timeout))
    emitter = file_watcher._PatientEmitter(queue.Queue(), ObservedWatch("/", recursive=True))  # type: ignore[arg-type]
    for _ in range(3):
        emitter.queue_events(0.5)
    assert waited == [0.5, 8.0, 0.5]


def test_a_page_of_the_menu_without_a_name_there_is_known() -> None:
    nav = [{"Главная": "index.md"}, "about.md", {"Ещё": ["a.md", {"Б": "b.md"}]}]
    assert previewing._unnamed_in_menu(nav) == {"about.md", "a.md"}
