"""A third language, made by a translator alone: nothing on a page is Russian but what people wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages import pofile
from form_page import visits
from look import served
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser
from spoken import speaks
from support import MINI_DAY, copy_of_mini, without_codes

from generator import cli, text
from generator.settings.languages.messages import PARTS

#: a language whose months are Latin and which Material has no words for
PSEUDO = "mi"


def pseudo(message: str) -> str:
    """A made-up translation: the Russian words in Latin letters and in brackets, names and tags as they are."""
    latin = str.maketrans({**text.TRANSLITERATION, **{k.upper(): v for k, v in text.TRANSLITERATION.items()}})
    pieces = re.split(f"({PARTS.pattern})", message)
    return "⟦" + "".join(piece if n % 2 else piece.translate(latin) for n, piece in enumerate(pieces)) + "⟧"


@pytest.fixture(scope="session")
def pseudo_site(once_a_run: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The mini base whose translator has given every message a made-up translation: ``base`` and ``site``."""

    def make(folder: Path) -> None:
        root = without_codes(copy_of_mini(folder / "base"))  # those pages stay Russian
        assert cli.main(["--root", str(root), "locale", PSEUDO]) == 0
        path = root / "locale" / f"{PSEUDO}.po"
        with path.open("rb") as stream:
            catalogue = pofile.read_po(stream, locale=PSEUDO)
        for message in catalogue:
            if message.id:
                one = message.id if isinstance(message.id, str) else message.id[0]
                forms = (pseudo(one),) * catalogue.num_plurals
                message.string = pseudo(one) if isinstance(message.id, str) else forms
        with path.open("wb") as stream:
            pofile.write_po(stream, catalogue)
        speaks(root, PSEUDO)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SOURCE_DATE_EPOCH", MINI_DAY)
            assert cli.main(["--root", str(root), "build", "--out", str(folder / "site")]) == 0

    return once_a_run("pseudo", make)


#: pages for methodists and keepers, and texts of people, which stay Russian: see content/guides/nastroika-saita.md
RUSSIAN_PAGES = re.compile(
    r"(?:predlozhit|zamechaniia|redaktsiia|soglasie|dostupnost|personalnye-dannye|guides/.|about)|.*/spravka/"
)
READ_ALOUD = ("aria-label", "title", "alt", "placeholder", "content", "label")
_JOINTS = re.compile("[⟦⟧«»—:/(),.]")
_CYRILLIC = re.compile("[а-яё][а-яё0-9 ]*[а-яё]|[а-яё]")


def normal(words: str) -> str:
    return re.sub(r"[^а-яёa-z0-9]+", " ", words.lower().replace("ё", "е")).strip()


class Content:
    """What people have written in a base: records, lists of terms, texts, settings."""

    def __init__(self, root: Path) -> None:
        files = [*(root / "data").rglob("*.*"), *(root / "content").rglob("*.md"), root / "mkdocs.yml"]
        self.words = f" {normal(' '.join(path.read_text(encoding='utf-8') for path in files))} "

    def strange(self, shown: str) -> bool:
        """Whether Russian words on a page are nobody's."""
        parts = (part for whole in _JOINTS.split(shown) for part in _CYRILLIC.findall(normal(whole)))
        return any(f" {part.strip()} " not in self.words for part in parts)


def said_on(page: str) -> Iterator[str]:
    """The texts of a page, those that are read aloud among them, outside of rich texts of people."""
    tree = LexborHTMLParser(page)
    for node in tree.css("script, style, .m-rich"):
        node.decompose()
    for node in tree.root.traverse(include_text=True) if tree.root else ():
        if node.tag == "-text":
            yield node.text_content or ""
        else:
            yield from (node.attributes[name] or "" for name in READ_ALOUD if name in node.attributes)


@pytest.mark.slow
def test_a_page_says_nothing_in_russian_but_what_people_wrote(pseudo_site: Path) -> None:
    content, found = Content(pseudo_site / "base"), {}
    for path in sorted((pseudo_site / "site").rglob("*.html")):
        name = path.relative_to(pseudo_site / "site").as_posix()
        if RUSSIAN_PAGES.match(name):
            continue
        page = path.read_text(encoding="utf-8")
        assert f'lang="{PSEUDO}"' in page[:400], name
        for words in said_on(page):
            if content.strange(words):
                found[" ".join(words.split())] = name
    assert found == {}, "wrap these in `text.tr`, or add them to what .ci/words.py reads"


@pytest.mark.slow
def test_the_search_finds_russian_words_below_a_foreign_frame(pseudo_site: Path) -> None:
    stems = [json.loads(path.read_bytes()) for path in (pseudo_site / "site" / "assets" / "search" / "index").iterdir()]
    words = {stem for part in stems if isinstance(part, dict) for stem in part["stems"].split()}
    assert {"учител", "урок"} <= words


@pytest.mark.slow
@pytest.mark.browser
def test_what_scripts_say_is_translated_too(pseudo_site: Path, browser: Browser) -> None:
    content = Content(pseudo_site / "base")
    strange: dict[str, str] = {}
    with served(pseudo_site / "site") as url, visits(browser, url) as visit:
        for address, waited in (
            ("practices/", ".m-catalogue__results"),
            ("practices/?subjects=matematika&size=500&hours=0", ".m-catalogue__results .m-empty"),
            ("poisk/?q=наставничество", ".m-search__list a"),
            ("poisk/?q=777888", ".m-search__status:has-text('⟦'), .m-search__note:has-text('⟦')"),
            ("kabinet/", ".m-own h2"),
            ("marshrut/", ".m-route button"),
            ("bez-interneta/", "article h1"),
            ("practices/parnoe/#urok", ".m-lesson button"),
        ):
            page = visit(address, width=360)
            page.locator(waited).first.wait_for()
            shown = page.evaluate(_SHOWN, list(READ_ALOUD))
            strange |= {" ".join(words.split()): address for words in shown if content.strange(words)}
    assert strange == {}


_SHOWN = """(names) => {
  const found = [];
  const skipped = ".m-rich, .m-search__text, .m-search__title, script, style";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
  for (let node = walker.currentNode; node; node = walker.nextNode()) {
    const element = node.nodeType === 3 ? node.parentElement : node;
    if (element.closest?.(skipped)) continue;
    if (node.nodeType === 3) found.push(node.data);
    else if (node.nodeType === 1) found.push(...names.map((name) => node.getAttribute(name) ?? ""));
  }
  return found;
}"""
