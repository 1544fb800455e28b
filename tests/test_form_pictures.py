"""Pictures in the form of the site, on a telephone: made ready there, kept with the draft, handed over with it."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from form_page import field, form
from looks import in_look, violations
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from support import copy_of_mini
from test_record_pictures import photograph
from test_word_pictures import GPS, exif

from generator import cli
from generator import site as sites
from generator.files import media
from generator.files.media import measures
from generator.settings import Settings

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PHONE = 360


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photograph from a telephone that lay on its side, with the place where it was taken."""
    path = tmp_path_factory.mktemp("camera") / "Столы у окна.jpg"
    path.write_bytes(photograph(2400, 1200, exif=exif(6)))
    assert Image.open(path).getexif().get_ifd(GPS), "the red twin: the place is in what was chosen"
    return path


def with_picture(page: Page, path: Path) -> None:
    field(form(page), "Название").fill("Столы по четыре")
    field(page, "Коротко").fill("Проба картинок.")
    field(page, "Название шага").fill("Сесть")
    page.get_by_role("button", name="Добавить: картинка").click()
    field(page, "Файл").set_input_files(path)
    expect(page.locator(".m-form__picture canvas")).to_be_visible()


def handed_over(page: Page) -> dict[str, bytes]:
    """The parts of the one file that the person gets."""
    page.get_by_role("button", name="Проверить и отправить").click()
    with page.expect_download() as loading:
        page.locator(".m-form__send").get_by_role("button", name="Скачать файл").first.click()
    assert loading.value.suggested_filename == "stoly-po-chetyre.zip"
    with zipfile.ZipFile(loading.value.path()) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_picture_is_made_ready_on_the_device_and_goes_with_the_record(
    visit: Callable[..., Page], snapshot: Path, tmp_path: Path
) -> None:
    page = visit("predlozhit/praktika/", PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    form(page)
    assert not [address for address in asked if "picture-f" in address], "what nobody needs is not loaded"
    with_picture(page, snapshot)
    field(page, "Картинка словами").fill("Столы сдвинуты, людей нет.")
    field(page, "К какому шагу").fill("1")
    field(page, "Чья картинка").select_option("own")
    field(page, "Кто на картинке").select_option("nobody")
    page.reload()
    form(page)
    expect(page.locator(".m-form__picture canvas")).to_be_visible()  # the draft keeps it
    parts = handed_over(page)
    assert all(one.startswith("GET ") for one in asked), "nothing is sent by the page"
    (name,) = (name for name in parts if name.startswith("content/"))
    assert re.fullmatch(r"content/files/practices/stoly-po-chetyre/stoly-u-okna-[0-9a-f]{8}\.jpg", name)
    data = parts[name]
    assert not Image.open(io.BytesIO(data)).getexif()
    assert media.examine(name.removeprefix("content/"), data) == ([], None), "a build changes nothing of it"
    width, height = measures.size(data) or (0, 0)
    assert height == 2 * width <= media.RECORD_SIDE, "upright"
    root = copy_of_mini(tmp_path / "base")
    with zipfile.ZipFile(tmp_path / "stoly.zip", "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    assert cli.main(["--root", str(root), "import", str(tmp_path / "stoly.zip")]) == 0
    found, problems = sites.check(root, Settings(build_date=dt.date(2026, 5, 28)))
    assert not [one for one in problems if one.is_error and "stoly" in one.path], problems
    (picture,) = found.records["practices/stoly-po-chetyre"].pictures
    assert (picture.step, picture.rights) == (1, "own")
    assert (root / "content/files/practices/stoly-po-chetyre" / picture.file).is_file()


def test_what_may_not_be_published_is_told_before_it_is_sent(visit: Callable[..., Page], snapshot: Path) -> None:
    page = visit("predlozhit/praktika/", PHONE)
    with_picture(page, snapshot)
    field(page, "Чья картинка").select_option("unknown")
    page.get_by_role("button", name="Проверить и отправить").click()
    expect(page.locator(".m-form__summary")).to_contain_text("права на картинку неизвестны")
    page.get_by_role("button", name="Убрать картинку").click()
    expect(page.locator(".m-form__picture canvas")).to_have_count(0)
    expect(page.locator(".m-form__summary")).not_to_contain_text("права на картинку неизвестны")


def test_what_is_no_picture_is_told_and_not_taken(visit: Callable[..., Page], tmp_path: Path) -> None:
    page = form(visit("predlozhit/praktika/", PHONE))
    page.get_by_role("button", name="Добавить: картинка").click()
    path = tmp_path / "stol.jpg"
    path.write_bytes(b"<html><script>alert(1)</script>")
    field(page, "Файл").set_input_files(path)
    expect(page.get_by_text("Это не картинка PNG, JPEG")).to_be_visible()
    expect(page.locator(".m-form__picture canvas")).to_have_count(0)


def test_axe_finds_nothing_in_the_field(visit: Callable[..., Page], snapshot: Path) -> None:
    page = visit("predlozhit/praktika/", PHONE, color_scheme="light")
    with_picture(page, snapshot)
    page.locator(".m-form__picture").scroll_into_view_if_needed()
    within = ".m-field--frame:has(.m-form__picture)"
    assert violations(page, within=within) == []
    in_look(page, "dark")
    assert violations(page, "color-contrast", within=within) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


NEW_SCHOOL = "МБОУ СОШ № 77"


def field_of(place: Locator, label: str) -> Locator:
    return place.get_by_label(re.compile(f"^{label}")).first


def test_two_tabs_lose_neither_a_picture_nor_a_new_organisation(visit: Callable[..., Page], snapshot: Path) -> None:
    first = visit("predlozhit/praktika/", PHONE)
    with_picture(first, snapshot)
    first.locator(".m-field", has_text="Кто отвечает за запись").get_by_role("button", name="Моей организации").click()
    new = first.locator(".m-newcomer")
    field_of(new, "Название").fill(NEW_SCHOOL)
    field_of(new, "Вид организации").fill("школа")
    first.get_by_role("option", name="Школа", exact=True).click()
    field_of(new, "Уровень").select_option(label="Школьный")
    field_of(new, "Территория").fill("северн")
    first.get_by_role("option", name="Северный район").click()
    new.get_by_role("button", name="Добавить", exact=True).click()
    expect(field(first, "Кто отвечает за запись")).to_have_value(re.compile(NEW_SCHOOL))
    second = first.context.new_page()
    second.goto(first.url)
    form(second)
    expect(second.locator(".m-form__picture canvas")).to_be_visible()
    field(second, "Название").fill("Другая практика с той же картинкой")  # goes on as a draft of its own
    first.once("dialog", lambda dialog: dialog.accept())
    first.get_by_role("button", name="Удалить черновик").click()
    expect(field(first, "Название")).to_have_value("")
    first.wait_for_timeout(2500)
    second.reload()
    form(second)
    expect(second.locator(".m-form__picture canvas")).to_be_visible()
    expect(field(second, "Кто отвечает за запись")).to_have_value(re.compile(NEW_SCHOOL))


def test_a_draft_deleted_in_another_tab_stays_where_it_is_open(visit: Callable[..., Page], snapshot: Path) -> None:
    first = visit("predlozhit/praktika/", PHONE)
    with_picture(first, snapshot)
    second = first.context.new_page()
    second.goto(first.url)
    form(second)
    expect(second.locator(".m-form__picture canvas")).to_be_visible()
    first.once("dialog", lambda dialog: dialog.accept())
    first.get_by_role("button", name="Удалить черновик").click()
    expect(second.locator(".m-form__alert")).to_contain_text(
        "удалили в другой вкладке. То, что стоит здесь, сохранено снова"
    )
    first.wait_for_timeout(2500)
    second.reload()
    form(second)
    expect(field(second, "Название")).to_have_value("Столы по четыре")
    expect(second.locator(".m-form__picture canvas")).to_be_visible()
