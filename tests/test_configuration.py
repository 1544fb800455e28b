"""``mkdocs.yml`` is looked at before MkDocs reads it: what would run something is refused and does not run."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer
from mkdocs.utils import yaml_load
from support import PROJECT, copy_of_mini

from generator import cli, publish
from generator.publish import configured
from generator.publish.mkdocs_plugin import MetodotekaPlugin
from generator.settings import configuration

TAG = "site_name: !!python/object/apply:os.mkdir ['{mark}']\n"
HOSTILE = {
    "apply": TAG,
    "new": "site_name: !!python/object/new:os.mkdir ['{mark}']\n",
    "name": "site_name: !!python/name:os.mkdir ''\n",
    "module": "site_name: !!python/module:os ''\n",
    "whole tag": "site_name: !<tag:yaml.org,2002:python/object/apply:os.mkdir> ['{mark}']\n",
    "shorthand": "%TAG !p! tag:yaml.org,2002:python/object/\n---\nsite_name: !p!apply:os.mkdir ['{mark}']\n",
    "in a list": "extra:\n  - - a: {{b: !!python/object/apply:os.mkdir ['{mark}']}}\n",
    "as a key": "? !!python/object/apply:os.mkdir ['{mark}']\n: x\n",
    "inside ENV": "site_name: !ENV [A, !!python/object/apply:os.mkdir ['{mark}']]\n",
    "behind an anchor": "a: &x {{b: !!python/object/apply:os.mkdir ['{mark}']}}\nextra: *x\n",
    "before an error": "site_name: !!python/object/apply:os.mkdir ['{mark}']\nnav: [\n",
    "other document": "site_name: x\n---\nextra: !!python/object/apply:os.mkdir ['{mark}']\n",
    "hooks": "hooks: [content/hook.py]\n",
    "hooks by merge": "a: &x {{hooks: [content/hook.py]}}\n<<: *x\n",
    "inherit": "INHERIT: content/more.yml\n",
    "extension": "markdown_extensions: [content.evil]\n",
    "extension with options": "markdown_extensions: [toc, content.evil: {{a: 1}}]\n",
    "extensions as a mapping": "markdown_extensions: {{content.evil: {{}}}}\n",
    "templates in the base": "theme: {{name: material, custom_dir: content/theme}}\n",
    "templates elsewhere": "theme: {{name: material, custom_dir: theme/../../theme}}\n",
    "cycle": "a: &a [*a]\n",
    "deep": "[" * 5000,
    "secret": "site_name: !ENV [X, GITHUB_TOKEN]\n",
    "secret alone": "site_name: !ENV DEPLOY_KEY\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_would_run_something_is_told_with_its_place_and_does_not_run(name: str, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    found = configuration.check_settings_text(HOSTILE[name].format(mark=mark))
    assert found and all(problem.is_error and problem.hint and problem.code.startswith("config-") for problem in found)
    assert found[0].line or name in ("cycle", "deep")
    assert not mark.exists()


@pytest.mark.parametrize("name", ["apply", "whole tag", "shorthand", "in a list", "inside ENV", "behind an anchor"])
def test_the_loader_of_mkdocs_runs_it(name: str, tmp_path: Path) -> None:
    """The red twin."""
    mark = tmp_path / "ran"
    yaml_load(HOSTILE[name].format(mark=mark))
    assert mark.is_dir()


@pytest.mark.parametrize(
    "text",
    [
        'site_url: !ENV [METODOTEKA_SITE_URL, ""]\nsite_name: !ENV [NAME, База]\nextra: {x: !ENV {A: 1}}\n',
        "markdown_extensions:\n  - attr_list\n  - pymdownx.snippets: {base_path: !relative $config_dir}\n",
        "theme: {name: material, custom_dir: theme/own}\nhooks: []\nextra: {a: 2026-01-01, b: 1.5, c: ~}\n",
        "x: &x [1, 2]\ny: *x\n",
        "\ufeffsite_name: x\n",
        "",
    ],
)
def test_ordinary_settings_are_not_touched(text: str) -> None:
    assert configuration.check_settings_text(text) == []


def test_our_own_settings_are_fine() -> None:
    assert configuration.check_settings(PROJECT) == []


@pytest.fixture
def hostile(tmp_path: Path) -> tuple[Path, Path]:
    """A base whose settings make a folder when they are read, and that folder."""
    root, mark = copy_of_mini(tmp_path / "base"), tmp_path / "ran"
    path = root / "mkdocs.yml"
    text = path.read_text("utf-8").replace("site_name: Методотека\n", TAG.format(mark=mark), 1)
    path.write_text(text, "utf-8")
    return root, mark


@pytest.mark.parametrize("words", [["check"], ["build"], ["pages", "--out", "../pages"], ["serve"]], ids=lambda w: w[0])
def test_no_command_runs_it_and_each_says_where_it_stands(words: list[str], hostile, capsys) -> None:
    root, mark = hostile
    assert cli.main(["--root", str(root), *words]) == 1
    message = "".join(capsys.readouterr())
    assert "mkdocs.yml:4:12: ошибка: метка «!!python/object/apply:os.mkdir»" in message and "уберите метку" in message
    assert not mark.exists()
    # The red twin: without the look before, the same file runs.
    with pytest.raises(Exception):  # noqa: B017 - MkDocs says that a name must be a text, after it has run
        load_config(str(root / "mkdocs.yml"))
        raise ValueError
    assert mark.is_dir()


def test_a_preview_does_not_read_it_anew(hostile, capsys, tmp_path: Path) -> None:
    """While the site is shown, MkDocs reads the settings again for every change."""
    root, mark = hostile
    built: list[str] = []

    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path / "site"))
    plugin = MetodotekaPlugin()
    plugin.config_file = str(root / "mkdocs.yml")
    server = plugin.on_serve(server, config=None, builder=lambda: built.append("built"))
    server.builder()
    assert built == [] and "метка «!!python" in capsys.readouterr().err and not mark.exists()
    (root / "mkdocs.yml").write_text((PROJECT / "mkdocs.yml").read_text("utf-8"), "utf-8")
    server.builder()
    assert built == ["built"]


def test_a_wrong_file_is_told_by_check_and_stops_a_build(tmp_path: Path) -> None:
    root = copy_of_mini(tmp_path / "base")
    for raw in (b"site_name: [", "site_name: Имя".encode("cp1251"), b"#" * 300_000):
        (root / "mkdocs.yml").write_bytes(raw)
        (problem,) = configuration.check_settings(root)
        assert problem.code == "config-yaml" and problem.hint
        with pytest.raises(publish.NotPublished, match=r"mkdocs\.yml"):
            configured.settings(root)
    (root / "mkdocs.yml").unlink()
    assert configuration.check_settings(root) == []


# --- the address of the site is read without the engine ---------------------------------------------------------------

#: what a site cannot be without (``settings.needed``)
NEEDED = "site_name: x\ndocs_dir: content\ntheme: {name: material, font: false}\nmarkdown_extensions: [attr_list]\n"
ADDRESSES = {
    "written": "site_url: https://example.org/baza/",
    "without the end": "site_url: https://example.org/baza",
    "a host": "site_url: https://example.org",
    "with a query": "site_url: https://example.org/baza?a=1",
    "in quotes": "site_url: 'https://пример.рф/'",
    "behind an anchor": "extra: &x {a: https://example.org/a/}\nsite_url: !ENV [NOWHERE_TOLD, https://example.org/b]",
    "in a merge": "x: &x {site_url: https://example.org/}\n<<: *x",
    "environment": "site_url: !ENV WHERE_IT_IS",
    "environment, second": "site_url: !ENV [NOWHERE_TOLD, WHERE_IT_IS, 'https://example.org/else/']",
    "environment, else": "site_url: !ENV [NOWHERE_TOLD, 'https://example.org/else/']",
    "environment, empty": "site_url: !ENV [NOWHERE_TOLD, '']",
    "environment, a number": "site_url: !ENV A_NUMBER",
    "not told": "extra: {}",
    "empty": "site_url: ''",
    "nothing": "site_url:",
    "no scheme": "site_url: example.org",
    "a number": "site_url: 5",
    "a list": "site_url: [https://example.org/]",
    "no host": "site_url: 'https:///baza/'",
    "no brackets": "site_url: 'https://[::1/'",
    "runs something": "hooks: [x.py]\nsite_url: https://example.org/",
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_address_of_the_site_is_what_mkdocs_reads(name: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("WHERE_IT_IS", "https://example.org/from-outside")
    monkeypatch.setenv("A_NUMBER", "5")
    monkeypatch.delenv("NOWHERE_TOLD", raising=False)
    (tmp_path / "content").mkdir()
    mkdocs_yml = tmp_path / "mkdocs.yml"
    mkdocs_yml.write_text(f"\ufeff{NEEDED}plugins: [metodoteka]\n{ADDRESSES[name]}\n", "utf-8")
    try:
        its_address = configured.settings(tmp_path).site_url
    except (publish.NotPublished, ValueError):  # ValueError: MkDocs lets it through
        its_address = ""
    assert configuration.site_url(tmp_path) == its_address
    assert bool(its_address) == (list(ADDRESSES).index(name) < 10)


def test_the_address_of_our_own_site_is_read(tmp_path: Path) -> None:
    assert configuration.site_url(PROJECT) == configured.settings(PROJECT).site_url
    assert configuration.site_url(tmp_path) == "", "no settings at all"


def test_a_mistake_elsewhere_hides_no_address(tmp_path: Path) -> None:
    """The consents of a base are checked against its address, whatever else of the settings MkDocs refuses."""
    (tmp_path / "mkdocs.yml").write_text("site_url: https://example.org/\nplugins: [unknown]\n", "utf-8")
    with pytest.raises(publish.NotPublished):
        configured.settings(tmp_path)
    assert configuration.site_url(tmp_path) == "https://example.org/"


GROUPS = {
    "as a list": ("plugins:\n  - metodoteka:\n      small_group: 7", 7),
    "as a mapping": ("plugins:\n  metodoteka:\n    small_group: 10", 10),
    "not told": ("plugins: [metodoteka]", 5),
    "told to another": ("plugins:\n  - search:\n      small_group: 7\n  - metodoteka", 5),
    "cannot be": ("plugins:\n  - metodoteka:\n      small_group: 1", 5),
    "no number": ("plugins:\n  - metodoteka:\n      small_group: true", 5),
}


@pytest.mark.parametrize("name", GROUPS)
def test_the_least_group_that_is_shown_is_what_the_plugin_is_told(name: str, tmp_path: Path) -> None:
    lines, expected = GROUPS[name]
    (tmp_path / "content").mkdir()
    (tmp_path / "mkdocs.yml").write_text(f"{NEEDED}{lines}\n", "utf-8")
    assert configuration.least_group(tmp_path) == expected
    try:
        assert configured.settings(tmp_path).small_group == expected
    except publish.NotPublished:
        assert name in ("cannot be", "no number")


def test_the_clock_of_a_base_is_one_that_exists(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    settings = NEEDED + "plugins:\n  - metodoteka:\n      timezone: %s\n"
    (tmp_path / "mkdocs.yml").write_text(settings % "Asia/Omsk", "utf-8")
    assert configuration.timezone(tmp_path) == configured.settings(tmp_path).timezone == "Asia/Omsk"
    (tmp_path / "mkdocs.yml").write_text(settings % "Омск", "utf-8")
    with pytest.raises(publish.NotPublished, match="часового пояса «Омск» нет"):
        configured.settings(tmp_path)
