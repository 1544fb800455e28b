"""Documentation under test: commands, targets and the specimen that people are shown are the real ones."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest
from support import PROJECT

from generator import cli, scaffold
from generator.records import KINDS
from generator.records.common import Model
from generator.records.content import ContentPage
from generator.records.reading import load_vocabularies
from generator.records.vocabularies import Vocabulary
from generator.records.walking import group_in

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


def test_every_make_target_of_the_documents_exists() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    documented = set(re.findall(r"make ([a-z]+)", README + CONTRIBUTING.read_text(encoding="utf-8")))
    assert documented <= set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))


def groups(model: type[Model], seen: set[type[Model]]) -> set[type[Model]]:
    for info in model.model_fields.values():
        inner = group_in(info.annotation)
        if inner is not None and inner not in seen:
            seen.add(inner)
            groups(inner, seen)
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
