"""Documents in the form of the site: looked into on the device as ``attach`` looks into them, handed over in an
archive alone, freed of their authors where they arrive."""

from __future__ import annotations

import base64
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from form_page import FORM, Scripts, field, form
from looks import violations
from playwright.sync_api import Browser, Page, expect
from support import copy_of_mini
from test_form_ports import SETTINGS
from test_record_documents import REFUSED, odt, sheet
from word_files import saved

from generator import cli, site
from generator.channels.office import safety
from generator.files.media import handouts
from generator.text.private import PUBLIC_MAIL

pytestmark = pytest.mark.browser

LOOK = """async (m, [files, rules, safety, more]) => {
  const out = [];
  for (const [name, base64] of files) {
    const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
    try {
      out.push([(await m.looked(new File([bytes], name), rules, safety, more)).name, ""]);
    } catch (fault) {
      if (!(fault instanceof m.NotTaken)) throw fault;
      out.push(["", fault.message]);
    }
  }
  return out;
}"""


@pytest.fixture(scope="module")
def scripts(browser: Browser) -> Iterator[Scripts]:
    with Scripts.open(browser, FORM) as opened:
        yield opened


def looked(scripts: Scripts, files: list[tuple[str, bytes]]) -> list[list[str]]:
    rules = json.loads(json.dumps(handouts.faults_for_page()))
    more = {"letters": {"л": "l", "и": "i", "с": "s", "т": "t"}, "mail": sorted(PUBLIC_MAIL)}
    sent = [(name, base64.b64encode(data).decode()) for name, data in files]
    return scripts.call("document-file.js", LOOK, [sent, rules, json.loads(json.dumps(safety.for_page())), more])


def test_the_page_refuses_what_the_command_refuses(scripts: Scripts) -> None:
    files = [(suffix, make()) for suffix, make, _ in REFUSED.values()]
    right = [(".docx", saved(sheet())), (".odt", odt(""))]
    large = (".docx", b"PK" + b"0" * handouts.MOST_BYTES)
    found = looked(scripts, [(f"Лист{suffix}", data) for suffix, data in [*files, large, *right]])
    for (suffix, data), (name, told) in zip([*files, large], found, strict=False):
        faults = [one for one in handouts.faults(suffix, data) if one.is_sure]
        assert faults and not name, suffix
        damaged = re.search("внутри|повреждён", faults[0].message)
        properties = [one for one in faults if "metodoteka attach" in one.hint]  # taken out on entry, not refused
        for one in faults:
            assert one in properties or one.message in told or (damaged and "повреждён" in told), (one, told)
    assert [bool(re.fullmatch(r"list-[0-9a-f]{8}\.(?:docx|odt)", name)) for name, _ in found[-2:]] == [True, True], (
        found[-2:]
    )


def test_a_document_not_freed_yet_goes_by_closed_ways_alone(scripts: Scripts) -> None:
    """Neither into a forge nor, by «Поделиться», anywhere: by letter where there is an address, else by hand."""
    look = """(m, all) => all.map(([way, mail, hasDocuments]) => {
      navigator.share = () => Promise.resolve();
      const issue = { forge: "github", at: "https://forge.example/new", form: ["a", "b"], names: ["c", "d"] };
      const submit = { way, mail, new: "https://forge.example/file", issue };
      const parcel = { name: "x.zip", pictures: [], hasDocuments };
      const made = m.panel({ submit, path: "data/practices/x.yml", text: "title: X", title: "X", parcel, done() {} });
      return [made.textContent, [...made.querySelectorAll("a")].map((link) => link.href).join(" ")];
    })"""
    ways = [(way, mail, True) for way in ("issue", "github", "gitea") for mail in ("", "m@example.org")]
    for (way, mail, _), (words, links) in zip(ways, scripts.call("send.js", look, ways), strict=True):
        assert "forge.example" not in links and "Поделиться" not in words, way
        assert "посылают закрытым путём" in words and ("mailto:" in links) == bool(mail)
    ((words, links),) = scripts.call("send.js", look, [("issue", "", False)])
    assert "forge.example" in links and "Поделиться" in words, "the red twin: pictures alone"


@pytest.mark.slow
def test_a_document_goes_with_the_record_and_loses_its_author(visit: Callable[..., Page], tmp_path: Path) -> None:
    (tmp_path / "Лист урока.docx").write_bytes(saved(sheet()))
    page = visit("predlozhit/praktika/", 360)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    field(form(page), "Название").fill("Лист на каждом столе")
    field(page, "Коротко").fill("Проба файлов.")
    field(page, "Название шага").fill("Раздать")
    page.get_by_role("button", name="Добавить: материал").click()
    assert not [address for address in asked if "document-f" in address], "what nobody needs is not loaded"
    field(page, "Название материала").fill("Лист наблюдения")
    expect(field(page, "Чей материал")).to_be_hidden()
    field(page, "Файл записи").set_input_files(tmp_path / "Лист урока.docx")
    expect(page.locator(".m-form")).to_contain_text("имя автора и сведения о файле уберёт программа приёма")
    field(page, "Чей материал").select_option("unknown")
    page.get_by_role("button", name="Проверить и отправить").click()
    expect(page.locator(".m-form__summary")).to_contain_text("права на материал неизвестны")
    field(page, "Чей материал").select_option("own")
    page.reload()
    form(page)
    expect(page.locator(".m-form__picture")).to_contain_text("list-uroka-")  # the draft keeps it
    assert violations(page, within=".m-field--frame:has(.m-form__picture)") == []
    page.get_by_role("button", name="Проверить и отправить").click()
    with page.expect_download() as loading:
        page.locator(".m-form__send").get_by_role("button", name="Скачать файл").first.click()
    assert loading.value.suggested_filename == "list-na-kazhdom-stole.zip"
    assert all(one.startswith("GET ") for one in asked), "nothing is sent by the page"
    loading.value.save_as(tmp_path / "list.zip")
    with zipfile.ZipFile(tmp_path / "list.zip") as archive:
        assert sum(one.startswith("content/files/practices/") for one in archive.namelist()) == 1
    root = copy_of_mini(tmp_path / "base")
    assert cli.main(["--root", str(root), "import", str(tmp_path / "list.zip")]) == 0
    found, problems = site.check(root, SETTINGS)
    assert not [one for one in problems if one.is_error and "list" in one.path], problems
    (material,) = found.records["practices/list-na-kazhdom-stole"].attachments
    data = (root / "content/files/practices/list-na-kazhdom-stole" / material.file).read_bytes()
    assert material.rights == "own" and not list(handouts.faults(".docx", data)), "freed of its author"
