"""How a base looks: what is wrong with footer, fonts, home page, colours and templates is told with what to write."""

from __future__ import annotations

import re
from pathlib import Path

import jinja2
import pytest
from test_settings_told import LEAST

from generator import cli, files, pages, site
from generator.pages.template_faults import TemplateFault, frame_fault
from generator.problems import Problem
from generator.settings import Settings, colours, look, overrides


@pytest.fixture
def base(tmp_path: Path) -> Path:
    for name in ("data", "content", "theme/assets/stylesheets", "theme/assets/fonts"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


def told(root: Path, option: str = "", more: str = "") -> list[Problem]:
    plugins = f"plugins: [metodoteka: {{{option}}}]" if option else "plugins: [metodoteka]"
    text = LEAST.replace("plugins: [metodoteka]", plugins).replace("font: false}", "font: false, custom_dir: theme}")
    (root / "mkdocs.yml").write_text(text + more, "utf-8")
    return site.check(root, Settings())[1]


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("footer: {txet: Служба}", "возможно, text"),
        ("footer: {links: [{title: Управление}]}", "links, строка 1: нужны title и url"),
        ("footer: {links: [{title: Управление, url: example org}]}", "links, строка 1"),
        ("footer: Служба", "не строки вида «имя: значение»: напишите, например: footer: {text: "),
        ("home: [figurs]", "имелось в виду figures"),
        ("home: [news, news]", "назван дважды"),
        ("home: news", "не список: напишите, например: home: [difficulties, news"),
        ("fonts: {text: assets/fonts/a.woff2}", "license: SIL OFL 1.1"),
        ("fonts: {text: assets/fonts/net.woff2, license: OFL}", "файла theme/assets/fonts/net.woff2 нет"),
        ("fonts: {text: https://example.org/a.woff2, license: OFL}", "text: assets/fonts/imia.woff2"),
        ("fonts: {head: assets/fonts/a.woff2, license: OFL}", "не WOFF2"),
        ("fonts: {head: assets/fonts/b.woff2, license: OFL}", "весит 121 КБ"),
        ("lead: [Строка]", "не строка"),
    ],
)
def test_a_wrong_setting_of_the_look_is_told(option: str, said: str, base: Path) -> None:
    (base / "theme" / "assets" / "fonts" / "a.woff2").write_bytes(b"OTTO")
    (base / "theme" / "assets" / "fonts" / "b.woff2").write_bytes(b"wOF2" + bytes(look.MOST_OF_A_FONT + 1000))
    found = [f"{one.message}: {one.hint}" for one in told(base, option) if one.is_error]
    assert any(said in one for one in found), found


def test_right_settings_are_right(base: Path) -> None:
    (base / "theme" / "assets" / "fonts" / "a.woff2").write_bytes(b"wOF2")
    assert told(base, "fonts: {text: assets/fonts/a.woff2, license: OFL}, home: [news], footer: {text: Служба}") == []


def test_a_colour_that_cannot_be_read_is_told_and_what_is_told_can_be(base: Path) -> None:
    css = base / "theme" / "assets" / "stylesheets" / "okraska.css"
    css.write_text(
        "/* --m-link: #fff */\n:root { --m-brand: #e0a000;\n  --m-link: #0b5d66 }\n"
        '[data-md-color-scheme="slate"] { --m-link: #12535a; --m-accent: #fff; }\n'
    )
    more = "extra_css: [assets/stylesheets/okraska.css]\n"
    found = told(base, more=more)
    assert [(one.code, one.line, one.field) for one in found] == [
        ("config-setting", 2, "--m-brand"), ("config-setting", 4, "--m-link"),
    ]  # fmt: skip
    text = css.read_text()
    for one, was in zip(found, ("--m-brand: #e0a000", "--m-link: #12535a"), strict=True):
        text = text.replace(was, one.hint.removeprefix("напишите "))
    css.write_text(text)
    assert told(base, more=more) == []
    assert round(colours.contrast((0, 0, 0), (255, 255, 255))) == 21


def test_a_template_that_ours_has_left_behind_is_told_until_it_is_compared(base: Path, monkeypatch, capsys) -> None:
    assert told(base) == []
    assert cli.main(["--root", str(base), "override", "home.md.j2"]) == 0
    capsys.readouterr()
    assert cli.main(["--root", str(base), "override", "partials/footer.html"]) == 0
    assert "custom_dir" not in capsys.readouterr().out, "the settings name the folder already"
    assert told(base) == []
    ours = overrides.product_template
    monkeypatch.setattr(overrides, "product_template", lambda path: (its := ours(path)) and its + "\n<!-- new -->")
    found = told(base)
    assert [(one.path, one.code) for one in found] == [
        ("templates/home.md.j2", "stale-template"), ("theme/partials/footer.html", "stale-template"),
    ]  # fmt: skip
    capsys.readouterr()
    assert cli.main(["--root", str(base), "override", "home.md.j2", "--diff"]) == 0
    assert "-<!-- new -->" in capsys.readouterr().out
    assert cli.main(["--root", str(base), "override", "home.md.j2", "--seen"]) == 0
    assert [one.path for one in told(base)] == ["theme/partials/footer.html"]


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("{% if record %}x", "проверьте endif"),
        ("{% if %}x{% endif %}", "чего-то не хватает"),
        ("{{ record.title|netfiltra }}", "фильтра «netfiltra» нет"),
        ("{{ record.title.upper( }}", "знак «}» не на своём месте"),
        ("{% zzz %}", "команды «zzz» нет"),
    ],
)
def test_a_template_that_cannot_be_read_is_told_by_the_check_with_its_line(base: Path, added: str, said: str) -> None:
    (base / "templates").mkdir()
    (base / "templates" / "svoia-chast.j2").write_text(f"Своё\n\n{added}\n", "utf-8")
    (found,) = told(base)
    assert (found.path, found.line, found.code) == ("templates/svoia-chast.j2", 3, "broken-template")
    assert said in found.message
    (base / "templates" / "svoia-chast.j2").write_text("Своё\n\n{{ nikto_ne_sprosit }}\n", "utf-8")
    assert told(base) == []


@pytest.mark.parametrize("path", ["templates/svoia-chast.j2", "theme/partials/footer.html"])
def test_a_template_of_either_folder_that_nobody_can_read_is_told_by_the_check(base: Path, path: str, capsys) -> None:
    (base / path).parent.mkdir(parents=True, exist_ok=True)
    for written, code in (("Своё\n{% if %}\n".encode(), "broken-template"), ("Своё\n".encode("cp1251"), "encoding")):
        (base / path).write_bytes(written)
        (found,) = [one for one in told(base) if one.code != "stale-template"]
        assert (found.path, found.code) == (path, code)
    if path.startswith("theme"):
        assert cli.main(["--root", str(base), "override", "partials/footer.html", "--diff"]) == 1
        assert "UTF-8" in capsys.readouterr().err


def test_a_template_of_the_frame_is_told_with_its_line_when_a_page_is_made(tmp_path: Path) -> None:
    path = tmp_path / "theme" / "partials" / "footer.html"
    path.parent.mkdir(parents=True)
    path.write_text("Своё\n{{ rekord.title }}\n", "utf-8")
    its = jinja2.Environment(loader=jinja2.FileSystemLoader(tmp_path / "theme")).get_template("partials/footer.html")
    with pytest.raises(jinja2.UndefinedError) as raised:
        its.render()
    assert frame_fault(raised.value, tmp_path) == "theme/partials/footer.html, строка 2: имени «rekord» здесь нет"
    path.write_text("Своё\n{{ 1 / 0 }}\n", "utf-8")
    its = jinja2.Environment(loader=jinja2.FileSystemLoader(tmp_path / "theme")).get_template("partials/footer.html")
    with pytest.raises(ZeroDivisionError) as other:
        its.render()
    assert frame_fault(other.value, tmp_path) == "theme/partials/footer.html, строка 2: division by zero"
    assert frame_fault(other.value, tmp_path / "elsewhere") is None
    assert frame_fault(ValueError("x"), tmp_path) is None


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("{{ neznaiu }}", "имени «neznaiu» здесь нет"),
        ("{{ record.net }}", "поля или макроса «net»"),
        ('{% include "net.md.j2" %}', "шаблона «net.md.j2» нет"),
        ("{{ 1 / 0 }}", "division by zero"),
    ],
)
def test_what_only_a_page_shows_of_a_template_is_told_with_its_line(
    mini: Path, tmp_path: Path, added: str, said: str
) -> None:
    found, _ = site.check(mini, Settings())
    ours = (files.templates_dir() / "terms.md.j2").read_text("utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "terms.md.j2").write_text(f"{ours}\n{added}\n", "utf-8")
    line = ours.count("\n") + 2
    with pytest.raises(TemplateFault, match=f"templates/terms.md.j2, строка {line}: .*{re.escape(said)}"):
        pages.render(found, Settings(templates=str(tmp_path / "templates")))
    if "neznaiu" in added:  # one that lies deeper is named whole: cards/practices.md.j2 is not practices.md.j2
        (tmp_path / "templates" / "terms.md.j2").write_text(ours, "utf-8")
        (tmp_path / "templates" / "cards").mkdir()
        (tmp_path / "templates" / "cards" / "practices.md.j2").write_text(added, "utf-8")
        with pytest.raises(files.FileFault, match=r"templates/cards/practices\.md\.j2, строка 1"):
            pages.render(found, Settings(templates=str(tmp_path / "templates")))


def test_templates_that_nobody_knows_of_are_told(base: Path, capsys) -> None:
    (base / "templates").mkdir()
    (base / "templates" / "hom.md.j2").write_text("x")
    (base / "templates" / "svoia-chast.j2").write_text("x")
    (base / "templates" / "search.md.j2").write_bytes((files.templates_dir() / "search.md.j2").read_bytes())
    found = told(base)
    assert [one.path for one in found] == ["templates/hom.md.j2", "templates/search.md.j2"]
    assert "home.md.j2" in found[0].hint and "--seen" in found[1].hint
    assert cli.main(["--root", str(base), "override", "hom.md.j2"]) == 2
    assert cli.main(["--root", str(base), "override", "search.md.j2"]) == 1
    assert cli.main(["--root", str(base), "override", "guides.md.j2", "--seen"]) == 1
    assert "home.md.j2" in capsys.readouterr().err
