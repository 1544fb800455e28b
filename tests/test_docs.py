"""Documentation under test: commands, targets and the specimen that people are shown are the real ones."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest
from support import PROJECT

from generator import cli, settings
from generator.channels import desk
from generator.forms import scaffold
from generator.pages import certificates, editors, form, spots
from generator.problems import codes
from generator.publish.mkdocs_plugin import Options
from generator.records import KINDS
from generator.records.common import Model
from generator.records.content import ContentPage
from generator.records.fields import fields
from generator.records.reading import load_vocabularies
from generator.records.vocabularies import Vocabulary

README = (PROJECT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = PROJECT / "CONTRIBUTING.md"


def commands() -> dict[str, argparse.ArgumentParser]:
    parser = cli.parser()
    (subparsers,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    return subparsers.choices


@pytest.mark.parametrize("name", commands())
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"`metodoteka {name}" in README


def test_the_readme_names_no_command_that_does_not_exist() -> None:
    named = set(re.findall(r"metodoteka (?:--root ПАПКА )?([a-z]+)", README)) - {"db"}
    assert named <= set(commands())


@pytest.mark.parametrize("name", commands())
def test_every_option_has_help(name: str) -> None:
    for action in commands()[name]._actions:
        assert action.help, f"{name}: {action.dest}"


def test_every_setting_is_in_the_readme() -> None:
    """The options of the plugin, of ``submit`` and of ``desk`` (the local server is for trying it out)."""
    for option, _ in Options._schema:
        assert f"| `{option}` |" in README
    for option in (*settings._SUBMIT_OPTIONS, *settings.Desk.__dataclass_fields__):
        assert option == "server" or re.search(rf"^ +{option}: |`{option}`", README, re.MULTILINE), option
    for way in settings.WAYS:
        assert way in README


GUIDES = tuple(sorted((PROJECT / "content").rglob("*.md")))
TEXTS = {
    path.relative_to(PROJECT).as_posix(): path.read_text(encoding="utf-8")
    for path in (PROJECT / "README.md", CONTRIBUTING, *GUIDES)
}
#: what stands in the texts as an address of the site, and is one
ADDRESSES = (
    {form.FOLDER, editors.PATH.split("/")[0], spots.PATH.split("/")[0], desk.FOLDER, certificates.FOLDER, "poisk"}
    | {f"{form.FOLDER}/{name}" for name in form.ADDRESSES.values()}
    | codes.ADDRESSES
)


@pytest.mark.parametrize("name", TEXTS)
def test_commands_of_the_texts_exist_with_their_options(name: str) -> None:
    said = re.findall(r"metodoteka ((?!db\b)[a-z]+)([^`\n]*)", without_prose(TEXTS[name]))
    known = commands()
    for command, rest in said:
        assert command in known, f"{name}: metodoteka {command}"
        options = set(re.findall(r"(?<!\S)--[a-z-]+", rest.split("#")[0]))
        assert options <= set(known[command]._option_string_actions), f"{name}: metodoteka {command}{rest}"


def without_prose(text: str) -> str:
    """Only what stands as code: between back quotes or in a fenced block, without the global options of a command."""
    code = re.findall(r"^ *```.*?^ *```|`[^`\n]+`", text, re.DOTALL | re.MULTILINE)
    return re.sub(r"(metodoteka(?:\.exe)?) --root \S+", r"\1", "\n".join(code))


@pytest.mark.parametrize("name", TEXTS)
def test_addresses_of_the_site_in_the_texts_exist(name: str) -> None:
    assert set(re.findall(r"`/([a-z][a-z/-]*?)/`", TEXTS[name])) <= ADDRESSES


def test_what_contributing_tells_to_press_is_on_some_screen() -> None:
    """Words in bold guillemets are buttons and links: the templates, scripts or the desk have them."""
    folders = ("theme/pages", "theme/mkdocs/assets/form", "theme/mkdocs/admin", "generator/channels/desk")
    screens = "".join(
        path.read_text(encoding="utf-8")
        for folder in folders
        for path in (PROJECT / folder).rglob("*")
        if path.suffix in (".j2", ".js", ".py") and "vendor" not in path.parts
    )
    told = re.findall(r"\*\*«([^»]+)»\*\*", " ".join(TEXTS["CONTRIBUTING.md"].split()))
    assert len(told) >= 8
    assert [words for words in told if words not in screens] == []


def test_files_that_contributing_names_are_there() -> None:
    text = TEXTS["CONTRIBUTING.md"]
    named = set(re.findall(r"`((?:generator|tests|theme|data|\.ci|\.github|content)/[\w./-]*)`", text))
    links = re.findall(r"\]\((?!https?:|#)([^)\s]+)\)(?!`)", text)  # not those that stand as an example of a link
    named |= {link.partition("#")[0] for link in links}
    assert len(named) > 20
    assert [name for name in sorted(named) if not (PROJECT / name).exists()] == []


def test_every_make_target_of_the_documents_exists() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    documented = set(re.findall(r"`make ([a-z]+)|^make ([a-z]+)", README + TEXTS["CONTRIBUTING.md"], re.MULTILINE))
    targets = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    assert {one or other for one, other in documented} <= targets
    assert {target for target in targets if f"`make {target}`" not in README} == set(), "the README lists all of them"


def groups(model: type[Model], seen: set[type[Model]]) -> set[type[Model]]:
    for field in fields(model).values():
        if field.group is not None and field.group not in seen:
            seen.add(field.group)
            groups(field.group, seen)
    return seen


ALL_GROUPS = sorted(
    {group for model in (*KINDS.values(), Vocabulary, ContentPage) for group in groups(model, {model})},
    key=lambda group: (group.__module__, group.__qualname__),
)


@pytest.mark.parametrize("group", ALL_GROUPS, ids=lambda g: f"{g.__module__}.{g.__name__}")
def test_every_field_has_a_russian_label(group: type[Model]) -> None:
    silent = [name for name, info in group.model_fields.items() if name not in ("id", "path") and not info.title]
    assert silent == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_in_the_guide_or_the_readme_by_its_folder(kind: str) -> None:
    assert KINDS[kind].heading
    assert all(KINDS[kind].label)


def test_contributing_shows_the_specimen_that_the_command_makes(rewrite: bool) -> None:
    vocabularies = load_vocabularies(PROJECT)[0]
    specimen = scaffold.specimen("practices", vocabularies)
    text = CONTRIBUTING.read_text(encoding="utf-8")
    if rewrite:
        text = re.sub(r"```yaml\n.*?```\n", lambda _: f"```yaml\n{specimen}```\n", text, flags=re.DOTALL)
        CONTRIBUTING.write_text(text, encoding="utf-8")
    assert f"```yaml\n{specimen}```" in text, "run: .venv/bin/python -m pytest --rewrite tests/test_docs.py"


def test_texts_name_no_place_of_this_machine() -> None:
    for path in (PROJECT / "README.md", CONTRIBUTING, PROJECT / "CHANGELOG.md", PROJECT / "mkdocs.yml"):
        assert not re.search(r"/home/|/work/|/root/|C:\\\\Users", path.read_text(encoding="utf-8")), Path(path).name
