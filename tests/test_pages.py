"""Hop 5 on the mini base: pages as goldens, the same bytes twice, and plain text that stays plain text on a real
site."""

from __future__ import annotations

import datetime as dt
import html
import re
from pathlib import Path

import html5lib
import pytest
import yaml
from shipped_base import checked, shipped_catalog
from support import PROJECT, copy_of_mini, same_as_file, without_codes

from generator import cli, site
from generator.records import KINDS, PAGED
from generator.records.reading import load
from generator.records.scalars import PlainText
from generator.records.walking import field_path, of_type
from generator.settings import Settings

GOLDENS = PROJECT / "tests" / "goldens"
DAY = Settings(build_date=dt.date(2026, 5, 28), edit_base="https://example.org/edit/")
EPOCH = "1780000000"  # the same day

HOSTILE = """<b data-hostile="1">%s</b> **ж** [с](javascript:1) {{ 7*7 }} {%% x %%} | "к" 'о' &amp; # {#i} `c` _к_"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> site.Site:
    its = site.prepare(copy_of_mini(tmp_path_factory.mktemp("pages") / "base"), DAY)
    assert not its.problems
    return its


@pytest.fixture(scope="module")
def pages(made: site.Site) -> dict[str, str]:
    return {page.path: page.text for page in made.pages}


GOLDEN_PAGES = sorted(
    ["index.md", "about.md", "guides/index.md", "practices/index.md", "events/index.md"]
    + [f"{kind}/{path.stem}.md" for kind in PAGED for path in sorted((PROJECT / "tests/mini/data" / kind).glob("*.*"))
       if path.stem != "chernovik"]
)  # fmt: skip


@pytest.mark.parametrize("path", GOLDEN_PAGES)
def test_page(path: str, pages: dict[str, str], rewrite: bool) -> None:
    same_as_file(pages[path], GOLDENS / path, rewrite)


def test_no_golden_is_left_over() -> None:
    assert {p.relative_to(GOLDENS).as_posix() for p in GOLDENS.rglob("*.md")} == set(GOLDEN_PAGES)


def test_a_draft_has_no_page_and_no_link(pages: dict[str, str]) -> None:
    """The page of the editors names what waits for them, and leads to the file."""
    waiting = pages["redaktsiia/index.md"]
    assert "data/practices/chernovik.yml" in html.unescape(waiting)
    assert "practices/chernovik/" not in html.unescape(waiting)
    others = {path: text for path, text in pages.items() if text != waiting}
    assert not any("chernovik" in path or "Черновик практики" in text for path, text in others.items())


def test_drafts_are_shown_on_request_with_a_banner(mini: Path) -> None:
    shown = site.prepare(mini, Settings(drafts=True), lazy_texts=True)
    (draft,) = (page for page in shown.pages if page.path == "practices/chernovik.md")
    assert "Она ещё не опубликована" in draft.text


def test_every_kind_has_a_listing(pages: dict[str, str]) -> None:
    assert {f"{kind}/index.md" for kind in PAGED} <= pages.keys()


def test_same_input_same_bytes(mini: Path, made: site.Site) -> None:
    again = site.prepare(mini, DAY)
    assert again.pages == made.pages
    assert again.files == made.files


def test_a_wrong_record_leaves_nothing_to_publish(mini: Path) -> None:
    (mini / "data" / "terms" / "x.yml").write_text("title: а\ndefinition: б\nstatus: нет\n", encoding="utf-8")
    refused = site.prepare(mini, DAY)
    assert refused.failed
    assert (refused.pages, refused.files) == ((), ())


def test_a_former_address_leads_on(made: site.Site) -> None:
    (redirect,) = (file for file in made.files if file.path == "practices/staroe-imia/index.html")
    assert b'content="0; url=../parnoe/"' in redirect.data


def test_without_demonstration_records_nothing_of_them_is_left() -> None:
    without = Settings(demo=False)
    assert any("/demo-" in key for key in shipped_catalog().shown)
    made = site.build_pages(checked(without)[0], without)
    others = [page for page in made if not page.path.startswith("zamechaniia/")]  # a code says "demo" itself
    assert others
    assert not any("demo-" in page.path or "(demo-" in page.text or "/demo-" in page.text for page in others)


# --- plain text on a real site ---------------------------------------------------------------------------------------

#: plain fields that no page shows, with the reason
NOT_SHOWN = {
    "practices.authors.consent.document": "where the consent is kept is for the editors",
    "practices.authors.consent.resource": "what the consent was given for is for the editors",
    "values.license": "values have no page of their own",
}


def hostile_base(root: Path) -> dict[str, str]:
    """The mini base with a hostile text in every plain field; field -> one of the texts put there."""
    without_codes(copy_of_mini(root))
    loaded, problems = load(root)
    assert not problems
    put: dict[str, str] = {}
    for key, record in loaded.records.items():
        source = loaded.sources[key]
        for number, found in enumerate(of_type(record, PlainText)):
            value = HOSTILE % f"{record.kind}-{record.id}-{number}"
            target = source.data
            for part in found.loc[:-1]:
                target = target[part]
            if found.loc[-1] == "timezone" or field_path(found.loc) == "drawings.parts.rows":
                continue  # a row of a drawing has limits of its own: tests/test_drawings.py writes hostile ones
            target[found.loc[-1]] = value
            if record.is_public:
                put[f"{record.kind}.{field_path(found.loc)}"] = value
        filled = {name: value for name, value in source.data.items() if value is not None}
        dumped = yaml.safe_dump(filled, allow_unicode=True, width=10_000)
        (root / source.path).with_suffix(".yml").write_text(dumped, encoding="utf-8")
        if source.path.endswith(".md"):
            (root / source.path).unlink()
    return put


def texts_and_marks(folder: Path) -> tuple[str, list[str]]:
    """All text of all pages with single spaces, and the tags that carry the hostile mark (there must be none)."""
    texts, marks = [], []
    for path in sorted(folder.rglob("*.html")):
        document = html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)
        for element in document.iter():
            if not isinstance(element.tag, str):
                continue
            followed = "".join(element.attrib.get(name, "") for name in ("href", "src", "action"))
            if "data-hostile" in element.attrib or "javascript:" in followed:
                marks.append(f"{path.name}: <{element.tag}>")
            if element.tag == "meta":
                texts.append(element.attrib.get("content", ""))
        texts.append("".join(document.itertext()))
    return re.sub(r"\s+", " ", "\n".join(texts)), marks


@pytest.mark.slow
def test_plain_fields_come_out_exactly_and_never_as_markup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    root = tmp_path / "base"
    put = hostile_base(root)
    assert cli.main(["--root", str(root), "build"]) == 0
    shown, marks = texts_and_marks(root / "site")
    assert marks == []
    lost = {field for field, value in put.items() if value not in shown}
    assert lost - NOT_SHOWN.keys() == set(), "these fields are shown changed, or not at all"


@pytest.mark.slow
def test_red_twin_the_same_texts_unescaped_do_become_markup(tmp_path: Path) -> None:
    import markdown

    page = tmp_path / "index.html"
    unescaped = f"# {HOSTILE % 'x'}\n\n{HOSTILE % 'y'}\n"
    page.write_text(markdown.markdown(unescaped, extensions=["attr_list"]), encoding="utf-8")
    assert texts_and_marks(tmp_path)[1] != []


def test_every_kind_is_in_the_mini_base() -> None:
    assert {path.name for path in (PROJECT / "tests/mini/data").iterdir()} == set(KINDS)
