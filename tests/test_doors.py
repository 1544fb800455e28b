"""One record through every door: the form, Excel, Word, the desk, a file typed by hand. All give the same bytes.

The cases are ``cases/doors``; ``--rewrite`` writes the file that the formatter makes of what Excel gave, the other
doors then have to agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import desk_page
import doors
import form_page
import pytest
import yaml
from desk_page import Desk
from doors import asked
from look import served
from office_files import saved_by_libreoffice
from playwright.sync_api import Browser, Page, expect
from support import PROJECT, copy_of_mini

from generator import cli
from generator.pages.form import FORM_ADDRESSES

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.office]

TODAY = "2026-05-28"
CASES = PROJECT / "tests" / "cases" / "doors"
RECORDS = {
    name: yaml.load((CASES / f"{name}.yml").read_text("utf-8"), yaml.CSafeLoader) for name in ("practice", "values")
}


@pytest.fixture(autouse=True, scope="module")
def today() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1779926400")  # 28 May 2026
        yield


def base_in(folder: Path) -> Path:
    """The small base and what the cases need beyond it."""
    root = copy_of_mini(folder)
    for path, text in RECORDS["values"]["base"].items():
        (root / path).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def port() -> int:
    """Where the desk of the site expects its server."""
    return desk_page.free_port()


@pytest.fixture(scope="module")
def root(today: None, once_a_run: Any, port: int, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small base with a desk, a repository; its site lies beside."""
    root = tmp_path_factory.mktemp("doors") / "base"
    desk_page.site_of(once_a_run, root, port)
    return root


@pytest.fixture(scope="module")
def site(root: Path) -> Iterator[str]:
    with served(root.parent / "site") as address:
        yield address


@pytest.fixture(scope="module")
def desk(root: Path, site: str, port: int, browser: Browser) -> Iterator[Desk]:
    with desk_page.serving(root, port), desk_page.signed_in(root, site, browser, TODAY) as its:
        yield its


@pytest.fixture
def visit(site: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    with form_page.visits(browser, site, TODAY) as at:
        yield at


@pytest.fixture(scope="module")
def office(root: Path) -> Path:
    """The folder with all filled files, saved once more by LibreOffice."""
    folder = root.parent / "office"
    folder.mkdir()
    fill = {
        "practice.xlsx": doors.in_workbook, "practice.docx": doors.in_document,
        "values.xlsx": doors.figures_in_workbook, "values.docx": doors.in_document,
    }  # fmt: skip
    for name, way in fill.items():
        form, suffix = name.split(".")
        empty = doors.template(root, form, suffix, folder / f"empty-{name}")
        answers = RECORDS[form]["answers"]
        if way is doors.in_document and form == "values":
            answers = {name: text for name, text in answers.items() if name not in ("territory", "period")}
        way(empty, folder / name, asked(root, form), answers)
    for suffix in ("xlsx", "docx"):
        saved_by_libreoffice(*(folder / f"{form}.{suffix}" for form in RECORDS), suffix=suffix)
    return folder


def same_and_right(case: Mapping[str, Any], path: str, text: str, folder: Path) -> None:
    """The file is the one of the case, the base takes it, and nothing is left to be put in order."""
    assert path == case["path"]
    assert text.split("\n") == case["file"].split("\n")
    root = base_in(folder)
    (root / path).write_text(text, encoding="utf-8")
    assert cli.main(["--root", str(root), "check", "--strict", str(root / path)]) == 0
    assert cli.main(["--root", str(root), "format", "--check", str(root / path)]) == 0


@pytest.mark.parametrize("form", RECORDS)
def test_the_form_of_the_site(form: str, root: Path, visit: Callable[..., Page], tmp_path: Path) -> None:
    case = RECORDS[form]
    if form == "practice":
        name, text = doors.by_form(visit("predlozhit/praktika/", 360), asked(root, form), case["answers"])
    else:
        name, text = doors.figures_by_form(visit("predlozhit/pokazateli/"), asked(root, form), case["answers"])
    same_and_right(case, f"{Path(case['path']).parent}/{name}", text, tmp_path / "base")


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
@pytest.mark.parametrize("form", RECORDS)
def test_files_of_excel_and_word(
    form: str, suffix: str, office: Path, tmp_path: Path, rewrite: bool, capsys: pytest.CaptureFixture
) -> None:
    case = RECORDS[form]
    mine = base_in(tmp_path / "mine")
    before = set(mine.rglob("*.yml"))
    assert cli.main(["--root", str(mine), "import", str(office / f"{form}.{suffix}")]) == 0
    (made,) = set(mine.rglob("*.yml")) - before
    text = made.read_text("utf-8")
    if rewrite and suffix == "xlsx":
        written = (CASES / f"{form}.yml").read_text("utf-8")
        block = "".join(f"  {line}\n" if line else "\n" for line in text.split("\n")[:-1])
        head = written[: re.search("^file: \\|\n", written, re.MULTILINE).end()]
        (CASES / f"{form}.yml").write_text(head + block, "utf-8")
    same_and_right(case, made.relative_to(mine).as_posix(), text, tmp_path / "base")


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
@pytest.mark.parametrize("form", RECORDS)
def test_a_filled_file_on_the_page_of_its_form(
    form: str, suffix: str, office: Path, visit: Callable[..., Page], tmp_path: Path
) -> None:
    """The files that LibreOffice has saved, read in the browser; nothing but its own scripts and lists is asked for."""
    case = RECORDS[form]
    page = form_page.form(visit(f"predlozhit/{FORM_ADDRESSES[form]}/", 360))
    asked_for: list[tuple[str, str | None]] = []
    page.on("request", lambda request: asked_for.append((request.method, request.post_data)))
    page.locator(".m-blank input[type=file]").set_input_files(office / f"{form}.{suffix}")
    expect(page.locator(".m-blank__said")).to_contain_text(f"из файла «{form}.{suffix}»; замечаний нет")
    name, text = form_page.sent_file(page)
    assert set(asked_for) <= {("GET", None)}
    same_and_right(case, f"{Path(case['path']).parent}/{name}", text, tmp_path / "base")


@pytest.mark.parametrize("form", RECORDS)
def test_the_desk(form: str, desk: Desk, tmp_path: Path) -> None:
    case = RECORDS[form]
    fill = {"practice": doors.at_desk, "values": doors.figures_at_desk}[form]
    fill(desk, case["answers"])
    name = Path(case["path"]).with_suffix("").as_posix().removeprefix("data/")
    desk.save(f"cms/{name}")
    same_and_right(case, case["path"], desk.file(f"cms/{name}", case["path"]), tmp_path / "base")


@pytest.mark.parametrize("form", RECORDS)
def test_a_file_typed_by_hand(form: str, tmp_path: Path) -> None:
    case = RECORDS[form]
    mine = base_in(tmp_path / "mine")
    same_and_right(case, case["path"], doors.by_hand(mine, case["path"], case["by hand"]), tmp_path / "base")
