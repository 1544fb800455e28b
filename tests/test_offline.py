"""The site taken along: what is offered and how large it is, and that a page never shows two builds at once."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from two_builds import READ, Server, serving, two_builds

from generator.publish import offline

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def builds(once_a_run, built_mini: Path) -> tuple[Path, Path]:
    folder = once_a_run("two-builds", lambda folder: two_builds(built_mini, folder))
    return folder / "one", folder / "two"


@contextmanager
def visited(browser: Browser, folder: Path) -> Iterator[tuple[BrowserContext, Server]]:
    with serving(folder) as server, browser.new_context(base_url=server.url) as context:
        yield context, server


def opened(context: BrowserContext, address: str = "") -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def taken(context: BrowserContext, section: str = "practices", said: str = "Готово") -> Page:
    """The page of the offer, once the section was taken or refused."""
    page = opened(context, "bez-interneta/")
    box = page.locator(f'[data-section="{section}"] input')
    box.check()
    page.get_by_role("button", name="Взять с собой").click()
    expect(page.locator("[data-offline-told]")).to_contain_text(said)
    return page


def seen(page: Page, server: Server) -> set[str]:
    """Of which builds a page shows anything."""
    return set(page.evaluate(READ, server.url))


def updated(page: Page) -> None:
    """Let the browser look for a new build, and wait until it has come or was given up."""
    page.evaluate(
        """async () => {
          const its = await navigator.serviceWorker.getRegistration();
          await its.update().catch(() => {});
          const worker = its.installing;
          if (!worker) return;
          await new Promise((done) => worker.addEventListener("statechange", () =>
            ["activated", "redundant"].includes(worker.state) && done()));
        }"""
    )


# --- what is offered -------------------------------------------------------------------------------------------------


def test_the_lists_name_every_file_of_a_section_with_its_bytes(builds: tuple[Path, Path]) -> None:
    site = builds[0]
    build = json.loads((site / offline.BUILD_LIST).read_text("utf-8"))
    page = (site / offline.OFFERED_PAGE).read_text("utf-8")
    for section in build["sections"]:
        names: dict[str, int] = {}
        for name in ("common", *section["lists"]):
            data = (site / offline.OFFLINE_FOLDER / f"{name}.txt").read_bytes()
            assert offline.short_digest(data) == build["lists"][name]
            for line in data.decode().splitlines():
                mark, size, path = line.split(" ", 2)
                content = (site / (path + "index.html" if path.endswith("/") or not path else path)).read_bytes()
                assert (offline.short_digest(content), len(content)) == (mark, int(size))
                names[path] = len(content)
        assert sum(names.values()) == section["bytes"]
        assert f'data-weight="{section["id"]}">{offline.megabytes(section["bytes"])}<' in page
        first = section.get("page")
        assert first is None or first in names
    assert {one["id"]: one.get("page") for one in build["sections"]}["vse"] == ""
    assert offline.short_digest((site / offline.BUILD_LIST).read_bytes()) in (site / offline.WORKER_FILE).read_text(
        "utf-8"
    )


@pytest.mark.parametrize(
    ("section", "pages"),
    [
        ("subject-matematika", ["po/subjects/matematika", r"[\w-]+/kartochka"]),
        ("level-basic", ["po/levels/basic", "po/levels/grade-5", "po/levels/grade-9", "parnoe", r"[\w-]+/kartochka"]),
    ],
)
def test_a_section_has_its_lists_and_practices_with_their_cards(
    builds: tuple[Path, Path], section: str, pages: list[str]
) -> None:
    lines = (builds[0] / offline.OFFLINE_FOLDER / f"{section}.txt").read_text("utf-8")
    for page in pages:
        assert re.search(rf" practices/{page}/$", lines, re.MULTILINE), page
    assert "admin/" not in (builds[0] / offline.OFFLINE_FOLDER / "vse.txt").read_text("utf-8")


# --- taken, read, thrown away ----------------------------------------------------------------------------------------


def test_nothing_is_kept_unasked(browser: Browser, builds: tuple[Path, Path]) -> None:
    with visited(browser, builds[0]) as (context, _):
        page = opened(context, "bez-interneta/")
        expect(page.get_by_role("button", name="Взять с собой")).to_be_visible()
        assert page.evaluate("caches.keys()") == []
        assert page.evaluate("navigator.serviceWorker.getRegistration()") is None
        for strange in ("//example.org/practices/", "javascript:alert(1)"):
            page.goto(f"bez-interneta/?net={strange}")
            expect(page.get_by_role("button", name="Взять с собой")).to_be_visible()
            expect(page.locator("[data-offline-absent]")).to_be_hidden()


def test_what_was_taken_opens_without_net_and_what_was_not_says_so(browser: Browser, builds: tuple[Path, Path]) -> None:
    with visited(browser, builds[0]) as (context, server):
        taken(context, "subject-matematika")
        server.is_down = True
        page = opened(context, "practices/parnoe/")
        assert seen(page, server) == {"one"}
        page.goto("practices/po/subjects/matematika/")
        assert seen(page, server) == {"one"}
        page.goto("practices/?subjects=matematika")
        page.locator("[data-offline-absent]").get_by_role("link", name="Математика").click()
        expect(page).to_have_url(f"{server.url}practices/po/subjects/matematika/")
        page.goto("indicators/")
        expect(page.locator("[data-offline-absent]")).to_contain_text("нет среди взятого")
        expect(page.locator("[data-offline-state]")).to_contain_text("Математика")
        server.is_down = False
        page.get_by_role("link", name="откройте её ещё раз").click()
        expect(page).to_have_url(f"{server.url}indicators/")


def test_all_of_it_goes_with_one_press(browser: Browser, builds: tuple[Path, Path]) -> None:
    with visited(browser, builds[0]) as (context, _):
        page = taken(context, "guides")
        expect(page.locator("[data-offline-state]")).to_have_text(
            re.compile(r"^Взято с собой: Руководства. Занято на устройстве: [\d,]+\sМБ. Сайт собран .+г.$")
        )
        page.get_by_role("button", name="Убрать взятое").click()
        expect(page.locator("[data-offline-told]")).to_contain_text("Сохранённые практики и заметки остались")
        assert page.evaluate("caches.keys()") == []
        assert page.evaluate("navigator.serviceWorker.getRegistration()") is None


# --- two builds ------------------------------------------------------------------------------------------------------


def test_an_open_page_keeps_its_build_and_the_next_one_is_new(browser: Browser, builds: tuple[Path, Path]) -> None:
    one, two = builds
    with visited(browser, one) as (context, server):
        taken(context).close()
        old = opened(context, "practices/parnoe/")
        server.folder = two
        updated(old)
        new = opened(context, "practices/parnoe/")
        assert seen(new, server) == {"two"}
        assert seen(old, server) == {"one"}, "what it loads now is of its own build too"
        server.is_down = True
        new.goto("practices/")
        assert seen(new, server) == {"two"}
        old.reload()
        assert seen(old, server) == {"two"}
        for _ in range(20):
            old.goto("practices/razobrannye-primery/")
            if len(kept := [name for name in old.evaluate("caches.keys()") if not name.endswith("state")]) == 1:
                break
            old.wait_for_timeout(500)
        assert len(kept) == 1, "the old build is gone when nobody reads it"


def half_updated(builds: tuple[Path, Path], out: Path) -> Path:
    """A server in the middle of an update: the new lists, and some files of the old build."""
    shutil.copytree(builds[1], out)
    for name in ("assets/shared/ui.js", "assets/stylesheets/metodoteka.css"):
        shutil.copy(builds[0] / name, out / name)
    return out


def test_a_file_of_another_build_stops_the_update_and_the_old_build_stays_whole(
    browser: Browser, builds: tuple[Path, Path], tmp_path: Path
) -> None:
    with visited(browser, builds[0]) as (context, server):
        taken(context).close()
        page = opened(context, "practices/parnoe/")
        server.folder = half_updated(builds, tmp_path / "half")
        updated(page)
        page.goto("practices/parnoe/")
        assert seen(page, server) == {"one"}
        server.folder = builds[1]
        updated(page)
        page.goto("practices/parnoe/")
        assert seen(page, server) == {"two"}


def test_who_takes_from_a_half_updated_site_is_told(
    browser: Browser, builds: tuple[Path, Path], tmp_path: Path
) -> None:
    with visited(browser, half_updated(builds, tmp_path / "half")) as (context, server):
        page = taken(context, "guides", said="Сайт сейчас обновляется")
        server.folder = builds[1]
        page.get_by_role("button", name="Взять с собой").click()
        expect(page.locator("[data-offline-told]")).to_contain_text("Готово")


def test_what_was_interrupted_goes_on_where_it_stopped(browser: Browser, builds: tuple[Path, Path]) -> None:
    with visited(browser, builds[0]) as (context, server):
        server.down_after = 80
        page = taken(context, said="Нет связи")
        assert seen(page, server) == {"one"}
        lists = [
            (builds[0] / offline.OFFLINE_FOLDER / f"{name}.txt").read_text("utf-8") for name in ("common", "practices")
        ]
        files = len("".join(lists).splitlines())
        server.down_after, server.asked = 0, 0
        page.get_by_role("button", name="Взять с собой").click()
        expect(page.locator("[data-offline-told]")).to_contain_text("Готово")
        assert server.asked < files - 30


def test_a_full_device_keeps_what_it_had(browser: Browser, builds: tuple[Path, Path]) -> None:
    with visited(browser, builds[0]) as (context, server):
        page = taken(context, "guides")
        used = page.evaluate("navigator.storage.estimate().then((its) => its.usage)")
        context.new_cdp_session(page).send(
            "Storage.overrideQuotaForOrigin", {"origin": server.url.removesuffix("/baza/"), "quotaSize": used + 200_000}
        )
        page.locator('[data-section="vse"] input').check()
        page.get_by_role("button", name="Взять с собой").click()
        expect(page.locator("[data-offline-told]")).to_contain_text("не хватило места")
        server.is_down = True
        page.goto("guides/")
        assert seen(page, server) == {"one"}


def test_red_twin_a_worker_that_does_not_compare_mixes_two_builds(
    browser: Browser, builds: tuple[Path, Path], tmp_path: Path
) -> None:
    trusting = "&& await digest(bytes) === mark) return kept"
    half = half_updated(builds, tmp_path / "half")
    for name in (offline.WORKER_FILE, f"{offline.OFFLINE_FOLDER}/store.js"):
        code = (half / name).read_text("utf-8")
        assert trusting in code
        (half / name).write_text(code.replace(trusting, ") return kept"), encoding="utf-8")
    with visited(browser, half) as (context, server):
        taken(context).close()
        assert seen(opened(context, "practices/parnoe/"), server) == {"one", "two"}


def test_red_twin_a_worker_that_forgets_which_build_a_page_is_of_mixes_two(
    browser: Browser, builds: tuple[Path, Path], tmp_path: Path
) -> None:
    forgetful = shutil.copytree(builds[1], tmp_path / "two")
    code = (forgetful / offline.WORKER_FILE).read_text("utf-8")
    assert "bound.build, event.request.url" in code
    (forgetful / offline.WORKER_FILE).write_text(
        code.replace("bound.build, event.request.url", "BUILD, event.request.url")
    )
    with visited(browser, builds[0]) as (context, server):
        taken(context).close()
        old = opened(context, "practices/parnoe/")
        server.folder = forgetful
        updated(old)
        assert seen(old, server) == {"one", "two"}


# --- search ----------------------------------------------------------------------------------------------------------


def test_search_without_net_finds_word_forms_among_what_was_taken(browser: Browser, builds: tuple[Path, Path]) -> None:
    with visited(browser, builds[0]) as (context, server):
        taken(context, "level-basic")
        server.is_down = True
        page = opened(context, "practices/?levels=grade-5,grade-1&hours=2")
        ready = page.locator("[data-offline-absent] p").last
        expect(ready).to_have_text("Среди взятого есть готовый список: 5 класс.")
        page.goto("poisk/?q=наставником")
        hits = page.locator(".m-search__list a")
        expect(hits.first).to_be_visible(timeout=60_000)
        addresses = hits.evaluate_all("all => all.map((one) => one.pathname)")
        assert "/baza/practices/parnoe/" in addresses
        hits.first.click()
        page.wait_for_url(lambda address: "/poisk/" not in address)
        assert seen(page, server) == {"one"}
