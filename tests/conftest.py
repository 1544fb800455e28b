"""Fixtures of all tests, and the flag that rewrites expectations."""

from __future__ import annotations

import ast
import fcntl
import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import kept_pages
import kept_sites
import pytest
import scratch
from form_page import visits
from look import chromium as whole_program
from look import light_chromium, served, started
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from support import MINI, MINI_DAY, PROJECT, as_it_lies, copy_of_mini, same_as_file

from generator import cli

__all__ = ["MINI", "PROJECT", "copy_of_mini", "same_as_file"]

#: the addresses of sites that are served as long as a worker works
SHARED_SITES: list[str] = []

OnceARun = Callable[[str, Callable[[Path], None]], Path]


# What the command sets for itself before it loads MkDocs: here nothing is set by the first test that happens to do so.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
os.environ.setdefault("DISABLE_MKDOCS_2_WARNING", "true")
os.environ["METODOTEKA_CACHE"] = ""  # every build of a test is a clean one, and nothing is written at home
# The workers have all processors busy: a small site that two processes make costs half as much again. The shipped one
# is made by all of them (below), and tests/test_shares.py tries one process and four.
os.environ["METODOTEKA_WORKERS"] = "1"

# Containers often forbid compiled files. Every worker would compile all tests anew, and every command that tests start
# the whole program.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
scratch.use()

# The program and the tests stay in memory till the end of the run: looking through them for garbage again and again
# would take some hundredths of the time, and a tenth of it while tests are collected.
gc.set_threshold(20_000, 20, 20)

# The same examples in every run and no clock: a change fails for what it changes, not for luck or a busy machine.
hypothesis.settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("steady")

# What a page has to become is waited for, however busy the machine is; a green test waits no longer for it.
expect.set_options(timeout=60_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write what the code gives now into goldens and case files")


def pytest_configure(config: pytest.Config) -> None:
    """Whoever tries a few files again and again waits for a site only when it would be another one; a run of all tests
    builds everything."""
    if not hasattr(config, "workerinput"):
        few = config.args_source is pytest.Config.ArgsSource.ARGS and not {"tests", "tests/", "."} & set(config.args)
        os.environ[kept_sites.VARIABLE] = str(config.rootpath / ".pytest_cache" / "sites") if few else ""


#: The files that cost most, the longest first (half a minute of a processor or more).
LONGEST = [
    f"test_{name}.py"
    for name in (
        "install accessibility incremental accessibility_open own doors weight_many text search blank_reading desk "
        "offline cluster sheets search_answers office_import catalogue_browser form form_ports vision route hostile "
        "lesson"
    ).split()
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that drive browsers and office programs come first, the longest of all before them: one of them begun last
    would run alone at the end.

    `make test` tells xdist to keep this order (by itself it begins with the files that hold most tests).
    """
    long = {item.path for item in items if any(item.get_closest_marker(name) for name in ("browser", "office", "slow"))}
    place = {name: at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: (place.get(item.path.name, len(place)), item.path not in long))


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def environment_kept() -> Iterator[None]:
    """A variable that a test leaves behind (the day of the build) changes what the next files of its worker try."""
    before = os.environ._data.copy()  # as it lies there: to decode all of it costs a tenth of a small test
    yield
    if names := {name for name, _ in before.items() ^ os.environ._data.items()}:
        changed = {os.environ.decodekey(name) for name in names} - {"PYTEST_CURRENT_TEST", "NO_MKDOCS_2_WARNING"}
        assert not changed, f"the test leaves the environment changed: {sorted(changed)}"


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    return request.config.getoption("--rewrite")


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A copy of the mini base in a folder of its own."""
    return copy_of_mini(tmp_path / "base")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers; a worker has one."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all files of a worker: to start it costs more than most tests in it."""
    opened = started(playwright, light_chromium())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def browser(chromium: Browser) -> Iterator[Browser]:
    """Chromium for the tests of a file. Each opens a context of its own (nothing is remembered from one to the next);
    what a file leaves open is closed behind it, but for pages of the sites that all files look at."""
    yield chromium
    staying = kept_pages.SHELF.contexts(*SHARED_SITES)
    for context in chromium.contexts:
        if context not in staying:
            context.close()


@pytest.fixture(scope="module")
def whole_browser(playwright: Playwright, chromium: Browser) -> Iterator[Browser]:
    """Chromium as people have it, for the few tests that the one without windows cannot stand for (``look.SHELL``)."""
    if light_chromium() == whole_program():
        yield chromium
        return
    opened = started(playwright, whole_program())
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def once_a_run(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> Iterator[OnceARun]:
    """``once_a_run(name, make)``: a folder that the first worker in need of it fills, and that all only look at."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"shared-{testrun_uid}"
    shared.mkdir(exist_ok=True)
    made: dict[Path, dict[str, tuple[int, int]]] = {}

    def get(name: str, make: Callable[[Path], None]) -> Path:
        folder, mark = shared / name, shared / f"{name}.made"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not mark.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                mark.write_text(repr(as_it_lies(folder)), encoding="utf-8")
        made[folder] = ast.literal_eval(mark.read_text("utf-8"))
        return folder

    yield get
    for folder, before in made.items():
        assert as_it_lies(folder) == before, f"a test has written into what all share: {folder}"


@pytest.fixture(scope="session")
def built(once_a_run: OnceARun) -> Path:
    """The site of the shipped base, for all tests that only look at it."""

    @kept_sites.unless_changed("shipped", "data", "content")
    def make(folder: Path) -> None:
        assert cli.main(["--root", str(PROJECT), "build", "--out", str(folder / "site"), "--workers", "0"]) == 0

    return once_a_run("shipped", make) / "site"


@pytest.fixture(scope="session")
def built_url(built: Path) -> Iterator[str]:
    """The address at which the site of the shipped base is served."""
    with served(built) as url:
        SHARED_SITES.append(url)
        yield url


@pytest.fixture(scope="session")
def built_mini(once_a_run: OnceARun) -> Path:
    """The site of the mini base on 28 May 2026, for all tests that only look at it."""

    @kept_sites.unless_changed("mini", "tests/mini", "data/vocabularies")
    def make(folder: Path) -> None:
        root = copy_of_mini(folder / "base")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SOURCE_DATE_EPOCH", MINI_DAY)
            assert cli.main(["--root", str(root), "build", "--out", str(folder / "site")]) == 0

    return once_a_run("mini", make) / "site"


@pytest.fixture(scope="session")
def mini_url(built_mini: Path) -> Iterator[str]:
    """The address at which the site of the mini base is served."""
    with served(built_mini) as url:
        SHARED_SITES.append(url)
        yield url


@pytest.fixture
def visit(browser: Browser, mini_url: str) -> Iterator[Callable[..., Page]]:
    """Open pages of the mini site in contexts of their own; at the end the console must have been silent."""
    with visits(browser, mini_url) as at:
        yield at


def pytest_terminal_summary(terminalreporter) -> None:
    """Print what tests have measured (``record_property("figure", …)``) and what the run has cost: `make test` ends
    with it. What the run costs does not depend on how busy the machine is, as its minutes do."""
    reports = [report for group in ("passed", "failed") for report in terminalreporter.stats.get(group, ())]
    measured = [pair for report in reports for pair in getattr(report, "user_properties", ())]
    figures = [value for name, value in measured if name == "figure"]
    spent = os.times()  # of children that have ended: the workers, and whatever they started
    if spent.children_user > 1 or figures:
        terminalreporter.section("measured")
        for figure in figures:
            terminalreporter.write_line(str(figure))
        terminalreporter.write_line(f"the run: {sum(spent[:4]):.0f} s of CPU")
