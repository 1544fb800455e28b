"""How templates are built."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from collections import Counter
from pathlib import Path

from jinja2 import utils
from jinja2.defaults import DEFAULT_FILTERS, DEFAULT_TESTS

from generator import catalog, files, pages
from generator.pages import environment
from generator.records import KINDS, PAGED
from generator.records.reading import load
from generator.settings import Settings

CARDS = files.templates_dir() / "cards"
PICTURES = files.theme_dir() / "assets" / "images" / "kinds"
#: what is still long; this list only shrinks. The policy is one line because the header of the web server is one.
LONG_LINES = {"mkdocs/partials/policy.html": 1}
ICONS = files.theme_dir() / "assets" / "stylesheets" / "cards.css"


def test_what_a_card_says_is_named_after_its_kind() -> None:
    """A card without such a file says nothing of its own, so a slip in the name of one would go unseen."""
    found = {path.name.removesuffix(".md.j2") for path in CARDS.iterdir()}
    assert found <= set(KINDS)
    assert {"practices", "events", "regions", "districts"} <= found


def long_lines(folder: Path) -> Counter[str]:
    """How many lines of more than 160 characters the templates in the folder have, by path; short ones are left out."""
    found: Counter[str] = Counter()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".j2", ".html"):
            longer = sum(len(line) > 160 for line in path.read_text("utf-8").splitlines())
            found[path.relative_to(folder).as_posix()] += longer
    return +found


def test_lines_of_templates_are_short() -> None:
    """Logic stands on its own lines: a template is read by whoever mends the page that it makes."""
    assert long_lines(files.templates_dir().parent) == LONG_LINES


def test_a_long_line_is_found(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "page.md.j2").write_text(f"{'ы' * 160}\n{'ы' * 161}\n", "utf-8")
    (tmp_path / "page.html").write_text("ы" * 160, "utf-8")
    assert long_lines(tmp_path) == {"deep/page.md.j2": 1}


def test_one_macro_writes_a_row_of_facts() -> None:
    """A row written by hand in a page would soon differ from the others."""
    by_hand = {path.name for path in files.templates_dir().rglob("*.j2") if "<dt>" in path.read_text("utf-8")}
    assert by_hand == {"macros.md.j2"}


def test_every_kind_with_a_picture_has_its_icon(rewrite: bool) -> None:
    """A kind without one gets the picture of documents."""
    named = [name for name in (*PAGED, "guides") if (PICTURES / f"{name}.svg").is_file()]
    lines = [f'.m-icon--{name} {{ --m-icon: url("../images/kinds/{name}.svg"); }}\n' for name in named]
    text = ICONS.read_text("utf-8")
    if rewrite:
        block = re.compile(r"(?:^\.m-icon--.*\n)+", re.MULTILINE)
        ICONS.write_text(block.sub(lambda _: "".join(lines), text, count=1), "utf-8")
        text = ICONS.read_text("utf-8")
    assert re.findall(r"^\.m-icon--.*\n", text, re.MULTILINE) == lines
    assert '.m-icon {\n  --m-icon: url("../images/kinds/documents.svg");' in text


# --- compiled once in a process ---------------------------------------------------------------------------------------

DAY = Settings(build_date=dt.date(2026, 5, 28))


def home_of(base: Path) -> str:
    found = catalog.build(load(base)[0], DAY.build_date)
    return next(page.text for page in pages.lazy_pages(found, DAY) if page.path == "index.md")


def test_what_one_base_has_is_not_remembered_for_the_next(mini: Path) -> None:
    """`serve` renders again in the same process: a guide that comes or goes is linked to or not."""
    guide = mini / "content" / "guides" / "dlia-uchitelia.md"
    without = home_of(mini)
    guide.write_text("---\ntitle: Для учителя\nsummary: Для учителя.\n---\nТекст.\n", "utf-8")
    assert 'href="guides/dlia-uchitelia/"' not in without
    assert 'href="guides/dlia-uchitelia/"' in home_of(mini)
    guide.unlink()
    assert home_of(mini) == without


def bound_to_a_base(compiled: dict[str, object]) -> list[str]:
    """Those that know a catalog and may yet be worked out while a template is compiled."""
    builtin = {*DEFAULT_FILTERS.values(), *DEFAULT_TESTS.values()}
    ours = ((name, one) for name, one in compiled.items() if one not in builtin)
    knows = ((name, one) for name, one in ours if inspect.ismethod(one) or getattr(one, "__closure__", None))
    return [name for name, one in knows if getattr(one, "jinja_pass_arg", None) is not utils._PassArg.context]


def test_what_knows_a_base_is_asked_when_a_page_is_rendered(mini: Path) -> None:
    found = catalog.build(load(mini)[0], DAY.build_date)
    made = environment.create_templates(found, DAY)._environment
    assert bound_to_a_base({**made.filters, **made.tests}) == []
    careless = {"title": found.title_of, "there": lambda one: found.find(one), "size": len}
    assert bound_to_a_base(careless) == ["title", "there"]
