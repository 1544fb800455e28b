"""A missing or wrong setting is told as what it is, by `check` and by `build`, with the line to write."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig

from generator import publish, site
from generator.problems import Problem
from generator.publish import configured
from generator.publish.mkdocs_plugin import Options
from generator.settings import Settings, contact, needed
from generator.settings.forge import edit_address
from generator.settings.options import PLUGIN_OPTIONS

LEAST = """site_name: База района
docs_dir: content
theme: {name: material, language: ru, font: false}
markdown_extensions: [attr_list]
plugins: [metodoteka]
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "content").mkdir()
    return tmp_path


def told(root: Path, text: str) -> list[Problem]:
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    return [one for one in site.check(root, Settings())[1] if one.path == "mkdocs.yml"]


def test_the_least_settings_that_are_shown_are_enough(base: Path) -> None:
    assert needed.MISSING_FILE.endswith(LEAST.replace("База", "Методическая база").strip())
    assert told(base, LEAST) == []
    assert configured.settings(base).site_name == "База района"


THEME = "{name: material, language: ru, font: false}"


def instead(line: str, other: str = "") -> str:
    """The least settings with one line told otherwise, or not at all."""
    name = line.partition(":")[0]
    return "".join(other if one.startswith(name + ":") else one for one in LEAST.splitlines(keepends=True))


def theme(written: str) -> str:
    return instead("theme", f"theme: {written}\n")


def option(written: str) -> str:
    return instead("plugins", f"plugins: [metodoteka: {{{written}}}]\n")


#: settings, the one that is told, what is said of it, what to write
WRONG = {
    "no theme": (instead("theme"), "theme", "не названа тема", f"theme: {THEME}"),
    "other theme": (theme("{name: mkdocs}"), "theme", "тема «mkdocs» не годится", "только строку name: name: material"),
    "theme in Russian": (theme("materialnaya"), "theme", "не установлена", f"theme: {THEME}"),
    "theme not there": (theme("{name: materialz}"), "theme", "не установлена", "name: material"),
    "fonts of others": (theme("{name: material}"), "theme", "шрифты берутся с чужого сайта", "font: false"),
    "name alone": (theme("material"), "theme", "шрифты", "font: false"),
    "language": (theme("{name: material, language: tt, font: false}"), "language", "языка «tt»", "language: ru"),
    "no extension": (instead("markdown_extensions"), "markdown_extensions", "attr_list", ": [attr_list]"),
    "other": (instead("markdown_extensions", "markdown_extensions: [tables]\n"), "markdown_extensions", "attr_list",
              "строку: - attr_list"),
    "no plugin": (instead("plugins", "plugins: [search]\n"), "plugins", "плагин metodoteka", "строку: - metodoteka"),
    "no plugins": (instead("plugins"), "plugins", "не включён плагин", "plugins: [metodoteka]"),
    "option": (option("demos: true"), "demos", "у плагина metodoteka нет", "«demo»"),
    "no flag": (option("demo: может"), "demo", "«может»", "demo: true"),
    "no number": (option("small_group: пять"), "small_group", "«пять» — не целое число", "small_group: 5"),
    "yes is no number": (option("small_group: yes"), "small_group", "не целое число", "small_group: 5"),
    "number": (option("small_group: 1"), "small_group", "слишком мало", "small_group: 5"),
    "words": (option("lead: [a]"), "lead", "не строка", "lead: "),
    "zone of a number": (option("timezone: 0"), "timezone", "не строка", "timezone: Europe/Moscow"),
    "language of two": (option("language: [en]"), "language", "не строка", "language: ru"),
    "no list": (option("federation: {}"), "federation", "не список", "federation: "),
    "kinds": (option("without: events"), "without", "не список", "without: [programmes"),
    "no rows": (instead("plugins", "plugins: [metodoteka: demo]\n"), "metodoteka", "«demo» вместо строк", "format: 2"),
    "zone": (option("timezone: Азия/Омск"), "timezone", "«Азия/Омск» нет", "timezone: Asia/Omsk"),
    "clock": (option("timezone: UTC+6"), "timezone", "«UTC+6» нет", "timezone: Asia/Omsk"),
    "contact": (option("contact: {mail: нет}"), "contact", "не адрес электронной почты", "исправьте"),
    "contact alone": (option("contact: a@example.org"), "contact", "не строки вида", "Настройка сайта"),
    "desk": (option("desk: {backend: git}"), "desk", "стол не знает", "исправьте"),
    "abroad": (option("desk: {backend: local, abroad: иногда}"), "desk", "не да и не нет", "исправьте"),
    "submit": (option("submit: {way: почта}"), "submit", "не бывает", "исправьте"),
    "no folder said": (instead("docs_dir"), "docs_dir", "не сказано", "docs_dir: content"),
    "other folder": (instead("docs_dir", "docs_dir: docs\n"), "docs_dir", "в папке content", "docs_dir: content"),
    "no name": (instead("site_name"), "site_name", "у сайта нет названия", "site_name: "),
    "address": (LEAST + "site_url: example.org\n", "site_url", "«example.org» — не адрес", "https://"),
    "repository": (LEAST + "repo_url: git@example.org:a/b\n", "repo_url", "не адрес", "https://"),
    "page": (LEAST + "nav: [index.md, {О базе: about.md}]\n", "nav", "названа страница about.md", "content/about.md"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_each_is_told_as_what_it_is(name: str, base: Path) -> None:
    text, setting, message, hint = WRONG[name]
    found = told(base, text)
    assert [(one.field, one.severity) for one in found] == [(setting, "error")]
    assert message in found[0].message and hint in found[0].hint
    if setting != "nav":  # the page may be made: `check` comes before the engine
        with pytest.raises(publish.NotPublished, match=r"mkdocs\.yml"):
            configured.settings(base)


@pytest.mark.parametrize("line", ["lead: Привет", "timezone: Asia/Omsk", "contact: {mail: a@example.org}", "demo: no"])
def test_a_setting_of_the_plugin_on_the_first_level_is_told_with_its_line(line: str, base: Path) -> None:
    name = line.partition(":")[0]
    (found,) = told(base, f"{LEAST}{line}\n")
    assert (found.field, found.line, found.severity) == (name, 6, "warning")
    mend = found.hint.rpartition("напишите ")[2]
    assert told(base, instead("plugins", f"plugins: [{mend}]\n")) == []
    (found,) = told(base, f"{option('drafts: false')}{line}\n")
    mend = found.hint.rpartition("строку ")[2]
    assert told(base, option(f"drafts: false, {mend}")) == []


def test_an_empty_setting_is_none(base: Path) -> None:
    for name in set(PLUGIN_OPTIONS) - {"format"}:
        assert told(base, option(f"{name}: ")) == []
        configured.settings(base)


def test_the_zone_that_is_shown_is_that_of_the_only_region(base: Path) -> None:
    (base / "data" / "regions").mkdir()
    region = base / "data" / "regions" / "tomskaia-oblast.yml"
    region.write_text("title: Томская область\ntype: oblast\n", "utf-8")
    shown = {zone: told(base, option(f"timezone: {zone}"))[0].hint for zone in ("Нет/Нету", "UTC+7", "UTC+6")}
    assert {zone: hint.rpartition(" ")[2] for zone, hint in shown.items()} == {
        "Нет/Нету": "Asia/Tomsk", "UTC+7": "Asia/Tomsk", "UTC+6": "Asia/Omsk"
    }  # fmt: skip


FILES = "{name: material, language: ru, font: false, logo: assets/images/znak.svg, favicon: assets/images/favicon.svg"


def test_files_that_are_not_there_are_told_with_the_place_to_put_them(base: Path) -> None:
    text = instead("theme", f"theme: {FILES}}}\nextra_css: [assets/nash.css]\n")
    found = told(base, text)
    assert [(one.field, one.severity) for one in found] == [("logo", "warning"), ("extra_css", "warning")]
    for one in found:  # the mends, followed literally
        path = base / one.hint.split("сюда: ")[1].split(",")[0]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", "utf-8")
    assert [one.hint for one in told(base, text)] == ["напишите в theme: custom_dir: theme"] * 2
    assert told(base, text.replace(FILES, f"{FILES}, custom_dir: theme")) == []


def test_a_misspelt_setting_is_a_warning_and_an_unknown_one_is_for_somebody_else(base: Path) -> None:
    found = told(base, LEAST + "site_ulr: x\nx-ours: 1\n")
    assert [(one.field, one.severity, one.hint) for one in found] == [
        ("site_ulr", "warning", "возможно, имелось в виду «site_url»")
    ]


def test_a_page_of_the_navigation_that_is_not_there_may_be_a_slip(base: Path) -> None:
    (base / "content" / "about.md").write_text("# О базе\n", "utf-8")
    assert "в виду about.md" in told(base, LEAST + "nav: [index.md, {О базе: abuot.md}]\n")[0].hint


def test_the_check_tells_as_the_build_does_that_nobody_can_be_asked(base: Path) -> None:
    found = told(base, LEAST + "site_url: https://example.org/\n")
    assert [one.field for one in found] == ["contact"]
    assert f"{found[0].message}. {found[0].hint}.".casefold() == contact.MISSING.casefold()
    assert told(base, LEAST + "site_url: https://example.org/\nrepo_url: https://github.com/a/b\n") == []


OWN = "repo: o/b, base_url: https://git.example.org, app_id: x"
HELPER = "repo: o/b, base_url: https://vkhod.netlify.app"


@pytest.mark.parametrize(
    ("desk", "through"),
    [
        (f"backend: github, {HELPER}", "GitHub, Netlify"),
        ("backend: gitlab, repo: o/b, app_id: x", "GitLab.com"),
        ("backend: forgejo, repo: o/b, base_url: https://codeberg.org, app_id: x", "Codeberg"),
        (f"backend: github, {HELPER}, abroad: true", ""),
        (f"backend: forgejo, {OWN}", ""),
        (f"backend: gitlab, {OWN}", ""),
        ("backend: forgejo, repo: o/b, base_url: https://mygithub.com.example.org, app_id: x", ""),
    ],
)
def test_signing_in_abroad_is_told_until_the_keeper_has_said_so(base: Path, desk: str, through: str) -> None:
    found = told(base, option(f"desk: {{{desk}}}"))
    assert [(one.field, one.severity) for one in found] == ([("desk", "warning")] if through else [])
    if through:
        assert f"зарубежную службу ({through})" in found[0].message
        mended = option(f"desk: {{{desk}, abroad: true}}")
        assert "abroad: true" in found[0].hint and told(base, mended) == []


def test_a_setting_that_stands_twice_is_told(base: Path) -> None:
    found = told(base, LEAST + "site_dir: a\nsite_dir: b\n")
    assert [(one.field, one.line, one.severity) for one in found] == [("site_dir", 7, "warning")]


def test_a_frame_in_another_language_is_a_warning(base: Path) -> None:
    found = told(base, theme("{name: material, language: en, font: false}"))
    assert [(one.field, one.severity) for one in found] == [("language", "warning")]
    assert "plugins: metodoteka: language: en" in found[0].hint


@pytest.mark.parametrize(
    ("nav", "said"),
    [
        ("nav: [index.md, {События: }]", "раздел «События» пуст"),
        ("nav: [index.md, {События: []}]", ""),
        ("nav: index.md", "«nav» — не список страниц"),
        ("nav: [index.md, {События: 5}]", "«События» — не список страниц"),
        ("nav: {Главная: index.md}", "страницы записаны без «- »"),
        ("nav: [index.md, {События: {Все: index.md}}]", ""),
        ("nav: [index.md, {События: {Все: }}]", "раздел «Все» пуст"),
        ("nav: [index.md, {А: index.md, Б: index.md}]", "в одной строке nav сразу А, Б"),
        ("nav: [index.md, ]\n", ""),
        ("nav: [index.md, 5]", "строка без страницы"),
        ("nav: [index.md, {Раздел: [index.md, {Ещё: index.md}]}, {Сайт: 'https://example.org/'}]", ""),
    ],
)
def test_a_navigation_that_the_engine_would_refuse_is_told(base: Path, nav: str, said: str) -> None:
    """Who takes the last page out of a section is told of the section, and not by the engine in English."""
    found = told(base, f"{LEAST}{nav}\n")
    assert [one.line for one in found] == ([6] if said else [])
    assert not said or said in found[0].message
    if not said:
        configured.settings(base)
    else:
        with pytest.raises(publish.NotPublished, match=r"mkdocs\.yml:6:") as refused:
            configured.settings(base)
        assert said in str(refused.value), "a build says it in the same words"


def test_a_build_tells_of_options_and_of_the_navigation_at_once(base: Path) -> None:
    text = f"{LEAST}nav: index.md\n".replace("plugins: [metodoteka]", "plugins: [metodoteka: {demo: 7}]")
    (base / "mkdocs.yml").write_text(text, "utf-8")
    with pytest.raises(publish.NotPublished) as refused:
        configured.settings(base)
    assert "demo: «7»" in str(refused.value) and "не список страниц" in str(refused.value)


def test_all_pages_that_are_made_may_stand_in_the_navigation(base: Path) -> None:
    pages = (
        "index.md, practices/index.md, guides/index.md, belye-piatna.md, redaktsiia.md, predlozhit/index.md, poisk.md"
    )
    assert told(base, f"{LEAST}nav: [{pages}, https://example.org/x.md, zamechaniia/index.md]\n") == []


def test_without_the_file_the_lines_to_write_are_shown(base: Path) -> None:
    with pytest.raises(publish.NotPublished, match="metodoteka init"):
        configured.settings(base)


def test_what_may_be_said_is_what_the_plugin_and_mkdocs_know() -> None:
    of_the_plugin = {name: getattr(one, "option", one)._type for name, one in Options()._schema}
    assert {name: one.type for name, one in PLUGIN_OPTIONS.items()} == of_the_plugin
    assert {name for name, _ in MkDocsConfig()._schema} <= set(needed._OF_MKDOCS)


@pytest.mark.parametrize(
    ("repo", "written", "found"),
    [
        ("https://codeberg.org/a/b", "edit/main/", "_edit/main/"),
        ("https://gitlab.com/a/b", "edit/main/", "-/edit/main/"),
        ("https://github.com/a/b", "_edit/dev/", "edit/dev/"),
        ("https://github.com/a/b", "edit/main/", "edit/main/"),
        ("https://git.example.org/a/b", "edit/main/", "edit/main/"),
        ("https://codeberg.org/a/b", "src/branch/main/", "src/branch/main/"),
    ],
)
def test_editing_leads_to_the_page_of_the_forge_that_is_used(repo: str, written: str, found: str) -> None:
    assert edit_address(repo, written) == found
