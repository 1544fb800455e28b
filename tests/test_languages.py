"""The frame of the site in another language: what is translated, by whom, and what a translator cannot break."""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from babel.messages import pofile
from small_base import PRACTICE, writer
from spoken import speaks
from support import PROJECT, copy_of_mini

from generator import cli, pages, text
from generator.pages import catalogue
from generator.publish.script_language import UI_SCRIPT, translatable_scripts
from generator.settings import Settings, languages, needed
from generator.settings.languages.messages import fault_of
from generator.settings.languages.scripts import script_messages, translated_script, with_numbers_of
from generator.settings.languages.templates import template_messages, translated_template
from generator.text.language import Language, using_language

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
    for name, source in translatable_scripts([THEME / "mkdocs"]):
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
        with using_language(language):
            assert text.plural(n, "практика", "практики", "практик") == expected.replace("~", "\u00a0")


def test_dates_and_shares_are_those_of_the_language() -> None:
    day = dt.date(2026, 9, 1)
    with using_language(ENGLISH):
        assert text.date(day) == "September 1, 2026"
        assert text.month(2019, 3) == "March 2019"
        assert text.percent(Decimal("0.705"), 1) == "70.5%"
        assert text.number(Decimal("-1234.50")) == "−1,234.5"
        assert re.fullmatch(r"May\W+June 2019", text.months(2019, 5, 2019, 6))
        assert text.language_name("tt") == "Tatar"
    assert text.date(day) == "1\u00a0сентября 2026\u00a0г."
    assert text.language_name("tt") == "татарский"


@pytest.mark.parametrize(("code", "name"), [("mhr", "лугово-марийский"), ("kjh", "хакасский"), ("yrk", "ненецкий")])
def test_languages_of_russia_that_the_tables_of_unicode_do_not_name_are_languages(code: str, name: str) -> None:
    assert text.is_language(code) and text.language_name(code) == name and text.language_code(name) == code
    assert not text.is_language("zz")


def test_a_language_nobody_has_counted_for_gets_russian_dates(tmp_path: Path) -> None:
    made = own(tmp_path, "xx", po("xx", "nplurals=1; plural=0", entry("Найти", "Xx")))
    with using_language(made):
        assert text.tr("Найти") == "Xx"
        assert text.plural(2, "практика", "практики", "практик") == "2\u00a0практики"
        assert "сентябр" in text.date(dt.date(2026, 9, 1))


# --- the setting and the command --------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("code", ["ru", "zz", "татарский", "../tt"])
def test_what_is_no_language_is_told(tmp_path: Path, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    root = copy_of_mini(tmp_path / "base")
    assert cli.main(["--root", str(root), "locale", code]) == 1
    assert "tt — татарский" in capsys.readouterr().err
    assert not (root / "locale").exists()


# --- pages that stay Russian ------------------------------------------------------------------------------------------


def test_a_page_that_stays_russian_is_russian_whole_and_says_so(tmp_path: Path) -> None:
    found = writer(tmp_path / "base")({"practices/chislo": {**PRACTICE, "title": "Число дня"}}).catalog
    with using_language(ENGLISH):
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


def test_links_inside_a_page_lead_to_names_that_are_the_same_in_every_language(tmp_path: Path) -> None:
    cited = {"sources": [{"title": "Книга", "year": 2020}]}
    found = writer(tmp_path / "base")({"practices/chislo": {**PRACTICE, **cited}, "programmes/put": cited}).catalog
    with using_language(ENGLISH):
        made = list(pages.render(found, Settings(build_date=MADE_ON, language="en")))
    links = {(page, name) for page in made for name in re.findall(r'href="#([^"]+)"', page.text)}
    assert {("practices/chislo.md", "istochniki"), ("programmes/put.md", "istochniki")} <= {
        (page.path, name) for page, name in links
    }
    assert not [(page.path, name) for page, name in links if not re.search(rf'(id="|{{#){name}["}}]', page.text)]


def test_a_reason_with_numbers_in_it_is_translated_around_them(tmp_path: Path) -> None:
    told = {"practice": "chislo", "organization": "shkola", "territory": "districts/raion", "status": "published",
            "date": "2026-03", "result": "did-not-work"}  # fmt: skip
    found = writer(tmp_path / "base")({"practices/chislo": PRACTICE, "replications/proba": told}).catalog
    with using_language(ENGLISH):
        made = {page.path: page.text for page in pages.render(found, Settings(build_date=MADE_ON, language="en"))}
    assert "it worked for 0 of 1 who told how they applied it" in made["practices/chislo.md"]


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
