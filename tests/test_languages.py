"""The frame of the site in another language: what is translated, by whom, and what a translator cannot break."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from babel.messages import pofile
from form_page import visits
from look import served
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser
from small_base import PRACTICE, writer
from support import MINI_DAY, PROJECT, copy_of_mini

from generator import cli, pages, text
from generator.pages import catalogue
from generator.publish.speech import UI_SCRIPT, speaking_scripts
from generator.settings import Settings, languages, needed
from generator.settings.languages.messages import PARTS, fault_of
from generator.settings.languages.scripts import script_messages, translated_script, with_numbers_of
from generator.settings.languages.templates import template_messages, translated_template
from generator.text.language import Language, speaking

CASES = PROJECT / "tests" / "cases" / "languages"
THEME = PROJECT / "theme"
MADE_ON = dt.date(2026, 5, 28)
ENGLISH = languages.language("en", (str(THEME / "locale" / "en.po"),))


def cases(name: str) -> list[Any]:
    found = yaml.safe_load((CASES / f"{name}.yml").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["about"]) for case in found]


def nothing(*_: str) -> None:
    return None


# --- what stands in templates and scripts -----------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("templates"))
def test_a_template_is_said_in_another_language(case: dict[str, Any]) -> None:
    says, counted = template_messages(case["template"])
    assert says == case["says"]
    assert counted == [tuple(pair) for pair in case.get("counted", [])]
    assert translated_template(case["template"], case["words"].get) == case["shown"]


@pytest.mark.parametrize("case", cases("scripts"))
def test_a_script_is_said_in_another_language(case: dict[str, Any]) -> None:
    says, counted = script_messages(case["script"])
    assert says == case["says"]
    assert counted == [tuple(pair) for pair in case.get("counted", [])]
    forms = case.get("forms", {})
    made = translated_script(case["script"], case.get("words", {}).get, lambda one, _: forms.get(one))
    assert made == case["shown"]


def templates() -> Iterator[Path]:
    yield from sorted((THEME / "pages").rglob("*.j2"))
    yield from sorted((THEME / "mkdocs").rglob("*.html"))


def test_what_has_no_translation_stays_as_it_is() -> None:
    for path in templates():
        source = path.read_text(encoding="utf-8")
        assert translated_template(source, nothing) == source, path
    for name, source in speaking_scripts([THEME / "mkdocs"]):
        assert translated_script(source, nothing, nothing) == source, name


def test_numbers_of_the_scripts_are_those_of_the_language() -> None:
    assert ENGLISH
    made = with_numbers_of((THEME / "mkdocs" / UI_SCRIPT).read_text(encoding="utf-8"), ENGLISH)
    assert "return Number((n != 1));" in made
    with pytest.raises(LookupError):
        with_numbers_of("export const nothing = 1;", ENGLISH)


# --- the catalogues ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def words() -> ModuleType:
    spec = importlib.util.spec_from_file_location("words", PROJECT / ".ci" / "words.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_list_of_messages_is_up_to_date(words: ModuleType) -> None:
    told = (THEME / "locale" / languages.TEMPLATE_FILE).read_bytes()
    assert words.written(words.template()) == told, "make locale brings it up to date"


def test_english_has_every_message_and_no_other(words: ModuleType) -> None:
    english = words.read(THEME / "locale" / "en.po")
    assert words.missing(english) == []
    assert {m.id for m in english} == {m.id for m in words.template()}, "make locale brings it up to date"


def test_every_english_translation_is_shown() -> None:
    with (THEME / "locale" / "en.po").open("rb") as stream:
        for message in pofile.read_po(stream):
            for wanted, given in languages._pairs(message.id, message.string):
                assert not message.id or fault_of(wanted, given) == "", wanted


@pytest.mark.parametrize(
    ("message", "translation", "fault"),
    [
        ("Показано {n} из {all}", "of {all}, {n}", ""),
        ("Показано {n}", "shown", "нет {n}"),
        ("Показано {n}", "{n} {config}", "лишнее: {config}"),
        ("<a>Да</a>", "<a>yes</a>", ""),
        ("<a>Да</a>", "</a>yes<a>", "знаки <…> закрыты не в том порядке"),
        ("Да", "yes <script>alert(1)</script>", "лишнее: <script>, </script>"),
        ("Да", "{{ settings.desk }}", "скобки { } и < > бывают только там, где они есть в русском тексте"),
        ("Да", "<img src=x onerror=y>", "скобки { } и < > бывают только там, где они есть в русском тексте"),
        ("Да", "{% raw %}", "скобки { } и < > бывают только там, где они есть в русском тексте"),
    ],
)
def test_a_translation_is_words_and_never_markup(message: str, translation: str, fault: str) -> None:
    assert fault_of(message, translation) == fault


def po(code: str, rule: str, *entries: str) -> str:
    head = f'msgid ""\nmsgstr ""\n"Language: {code}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    return head + f'"Plural-Forms: {rule};\\n"\n\n' + "\n\n".join(entries) + "\n"


def entry(message: str, translation: str) -> str:
    return f'msgid "{message}"\nmsgstr "{translation}"'


def own(root: Path, code: str, content: str) -> Language:
    (root / "locale").mkdir(exist_ok=True)
    (root / "locale" / f"{code}.po").write_text(content, encoding="utf-8")
    made = languages.language(code, languages.catalogue_files(root, code))
    assert made
    return made


def test_the_catalogue_of_a_base_adds_to_ours_and_goes_before_it(tmp_path: Path) -> None:
    rule = "nplurals=2; plural=(n != 1)"
    made = own(tmp_path, "en", po("en", rule, entry("Найти", "Go and find"), entry("Наше слово", "A word of ours")))
    assert made.messages["Найти"] == "Go and find"
    assert made.messages["Наше слово"] == "A word of ours"
    assert made.messages["Главная"] == "Home"


def test_a_translation_that_would_be_markup_is_left_out_and_told(tmp_path: Path) -> None:
    content = po("tt", "nplurals=1; plural=0", entry("Найти", "<script>x</script>"), entry("Главная", "Баш бит"))
    made = own(tmp_path, "tt", content)
    assert made.messages == {"Главная": "Баш бит"}
    (told,) = languages.bad_translations(tmp_path, "tt")
    assert (told.path, told.line) == ("locale/tt.po", 7)
    assert "<script>" in told.message


@pytest.mark.parametrize("content", ["msgid Найти\n", po("tt", "nplurals=1; plural=__import__('os')", "")])
def test_a_broken_catalogue_is_told_and_not_run(tmp_path: Path, content: str) -> None:
    with pytest.raises(languages.BadCatalogue, match=r"locale/tt\.po"):
        own(tmp_path, "tt", content)


# --- words, numbers, dates --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "english", "polish"),
    [(1, "1~practice", "1~a"), (2, "2~practices", "2~b"), (21, "21~practices", "21~c"), (5, "5~practices", "5~c"),
     (Decimal("1.5"), "1.5~practices", "1,5~c"), (1234, "1,234~practices", "1~234~b")],
)  # fmt: skip
def test_counted_words_by_the_rule_of_the_catalogue(
    tmp_path: Path, n: int | Decimal, english: str, polish: str
) -> None:
    rule = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)"
    forms = 'msgid "практика"\nmsgid_plural "практик"\nmsgstr[0] "a"\nmsgstr[1] "b"\nmsgstr[2] "c"'
    slavic = own(tmp_path, "pl", po("pl", rule, forms))
    for language, expected in ((ENGLISH, english), (slavic, polish)):
        with speaking(language):
            assert text.plural(n, "практика", "практики", "практик") == expected.replace("~", "\u00a0")


def test_dates_and_shares_are_those_of_the_language() -> None:
    day = dt.date(2026, 9, 1)
    with speaking(ENGLISH):
        assert text.date(day) == "September 1, 2026"
        assert text.month(2019, 3) == "March 2019"
        assert text.percent(Decimal("0.705"), 1) == "70.5%"
        assert text.number(Decimal("-1234.50")) == "−1,234.5"
        assert re.fullmatch(r"May\W+June 2019", text.months(2019, 5, 2019, 6))
        assert text.language_name("tt") == "Tatar"
    assert text.date(day) == "1\u00a0сентября 2026\u00a0г."
    assert text.language_name("tt") == "татарский"


def test_a_language_nobody_has_counted_for_gets_russian_dates(tmp_path: Path) -> None:
    made = own(tmp_path, "xx", po("xx", "nplurals=1; plural=0", entry("Найти", "Xx")))
    with speaking(made):
        assert text.tr("Найти") == "Xx"
        assert text.plural(2, "практика", "практики", "практик") == "2\u00a0практики"
        assert "сентябр" in text.date(dt.date(2026, 9, 1))


# --- the setting and the command --------------------------------------------------------------------------------------


def speaks(root: Path, code: str) -> Path:
    settings = root / "mkdocs.yml"
    said = settings.read_text(encoding="utf-8").replace(
        "  - metodoteka:\n", f"  - metodoteka:\n      language: {code}\n"
    )
    settings.write_text(said, encoding="utf-8")
    return root


def test_a_language_that_is_not_there_is_told_and_the_mend_works(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = speaks(copy_of_mini(tmp_path / "base"), "tt")
    (told,) = needed.needed(root)
    assert "Есть: ru, en" in told.hint
    command = re.search(r"metodoteka (locale tt)", told.hint)
    assert command
    assert cli.main(["--root", str(root), *command[1].split()]) == 0
    assert "переведено 0 из" in capsys.readouterr().out
    assert list(needed.needed(root)) == []


def test_a_language_that_comes_with_the_product_begins_with_its_translations(tmp_path: Path, capsys) -> None:
    root = copy_of_mini(tmp_path / "base")
    assert cli.main(["--root", str(root), "locale", "en"]) == 0
    told = capsys.readouterr().out
    assert "приходит с Методотекой" in told and "своего файла не нужно" in told
    done, whole = map(int, re.search(r"переведено (\d+) из (\d+)", told).groups())
    assert done == whole > 0
    assert list(languages.bad_translations(root, "en")) == []


def test_a_catalogue_that_is_made_again_keeps_what_was_translated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy_of_mini(tmp_path / "base")
    own(root, "tt", po("tt", "nplurals=1; plural=0", entry("Найти", "Табарга"), entry("Прежнее", "Элекке")))
    assert cli.main(["--root", str(root), "locale", "tt"]) == 0
    said = capsys.readouterr().out
    assert "переведено 1 из" in said
    assert "Больше не нужны: 1" in said
    before = (root / "locale" / "tt.po").read_bytes()
    assert b"Plural-Forms: nplurals=1; plural=0" in before
    assert cli.main(["--root", str(root), "locale", "tt"]) == 0
    assert (root / "locale" / "tt.po").read_bytes() == before


@pytest.mark.parametrize("code", ["ru", "татарский", "../tt"])
def test_what_is_no_language_is_told(tmp_path: Path, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    root = copy_of_mini(tmp_path / "base")
    assert cli.main(["--root", str(root), "locale", code]) == 1
    assert "tt — татарский" in capsys.readouterr().err
    assert not (root / "locale").exists()


# --- a third language, made by a translator alone ---------------------------------------------------------------------


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
        root = copy_of_mini(folder / "base")
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


# --- pages that stay Russian ------------------------------------------------------------------------------------------


def test_a_page_that_stays_russian_is_russian_whole_and_says_so(tmp_path: Path) -> None:
    found = writer(tmp_path / "base")({"practices/chislo": {**PRACTICE, "title": "Число дня"}}).catalog
    with speaking(ENGLISH):
        made = {page.path: page.text for page in pages.render(found, Settings(build_date=MADE_ON, language="en"))}
    form = made["predlozhit/praktika.md"]
    assert 'lang: "ru"' in form.partition("\n---\n")[0]
    assert "Математика" in form
    assert "Mathematics" not in form
    assert re.search(r"около\s\d+\sминут", made["predlozhit/index.md"].replace("&nbsp;", " "))
    assert "minutes" not in made["predlozhit/index.md"]
    practice = made["practices/chislo.md"]
    assert "lang:" not in practice.partition("\n---\n")[0]
    assert "Steps" in practice


# --- a record that is not Russian -------------------------------------------------------------------------------------


def test_a_record_in_another_language_says_so_on_its_page(tmp_path: Path) -> None:
    own = {**PRACTICE, "title": "Парлы остазлык", "lang": "tt", "problem": '"Сүз" - 5 минут'}
    pages = writer(tmp_path / "base")({"practices/tatarcha": own})
    page = pages.text("practices/tatarcha")
    assert 'lang: "tt"' in page
    assert "Язык: татарский" in page
    assert '<div class="m-rich" lang="tt">' in page
    assert "«Сүз»" not in page, "Russian typography is for Russian"


def test_the_catalogue_gets_a_filter_for_languages_where_a_record_has_one(tmp_path: Path) -> None:
    write = writer(tmp_path / "base")
    without = catalogue.index(catalog := write().catalog, "practices", catalogue.ordered(catalog, "practices"))
    assert "lang" not in [facet["k"] for facet in without["facets"]]
    own = {**PRACTICE, "title": "Парлы остазлык", "lang": "tt"}
    catalog = write({"practices/tatarcha": own}).catalog
    (facet,) = (
        facet
        for facet in catalogue.index(catalog, "practices", catalogue.ordered(catalog, "practices"))["facets"]
        if facet["k"] == "lang"
    )
    assert (facet["t"], facet["v"]) == ("Язык", [["tt", "татарский", -1]])
