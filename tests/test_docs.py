"""Documentation under test: commands, targets and the specimen that people are shown are the real ones."""

from __future__ import annotations

import argparse
import importlib
import re
from pathlib import Path

import pytest
from support import PROJECT, ask_each
from test_layers import GENERATOR, ROOMS

from generator import cli, settings
from generator.begin import settings_text
from generator.catalog.forms import scaffold
from generator.channels import desk
from generator.pages import certificates, coverage, editors, form
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
SETTINGS = (PROJECT / "content" / "guides" / "nastroika-saita.md").read_text(encoding="utf-8")


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


def test_every_setting_is_in_the_guide() -> None:
    """The options of the plugin, of ``submit`` and of ``desk`` (the local server is for trying it out)."""
    for option, _ in Options._schema:
        assert f"| `{option}` |" in SETTINGS
    for option in (*settings._SUBMIT_OPTIONS, *settings.Desk.__dataclass_fields__):
        assert option == "server" or re.search(rf"^ +{option}: |`{option}`", SETTINGS, re.MULTILINE), option
    for way in settings.SUBMIT_CHANNELS:
        assert way in SETTINGS


def test_the_guide_names_the_places_of_colours_that_init_writes() -> None:
    """``:root`` alone is weaker than what the engine says of the light scheme."""
    written = settings_text.colours("#1a5f7a").replace(",\n", ", ")
    named = re.findall(r"`([^`]*\[data-md-color-scheme=[^`]*)`", SETTINGS)
    assert named and all(f"{one} {{" in written for one in named)


GUIDES = tuple(sorted((PROJECT / "content").rglob("*.md")))
#: what engineers read
ENGINEERS = (GENERATOR / "README.md", *sorted((GENERATOR / "decisions").glob("*.md")))
TEXTS = {
    path.relative_to(PROJECT).as_posix(): path.read_text(encoding="utf-8")
    for path in (PROJECT / "README.md", CONTRIBUTING, *GUIDES, *ENGINEERS)
}
#: what stands in the texts as an address of the site, and is one
ADDRESSES = (
    {
        form.FORM_FOLDER,
        editors.EDITORS_PAGE.split("/")[0],
        coverage.COVERAGE_PAGE.split("/")[0],
        desk.DESK_FOLDER,
        certificates.CERTIFICATE_FOLDER,
        "poisk",
    }
    | {f"{form.FORM_FOLDER}/{name}" for name in form.FORM_ADDRESSES.values()}
    | codes.CODE_ADDRESSES
)


@pytest.mark.parametrize("name", TEXTS)
def test_commands_of_the_texts_exist_with_their_options(name: str) -> None:
    text = re.findall(r"metodoteka ((?!db\b)[a-z]+)([^`\n]*)", without_prose(TEXTS[name]))
    known = commands()
    for command, rest in text:
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
    documented = set(re.findall(r"`make ([a-z]+)|^make ([a-z]+)", "\n".join(TEXTS.values()), re.MULTILINE))
    targets = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    assert {one or other for one, other in documented} <= targets
    assert {target for target in targets if f"`make {target}`" not in README} == set(), "the README lists all of them"


def groups(model: type[Model], seen: set[type[Model]]) -> set[type[Model]]:
    for field in fields(model).values():
        if field.group is not None and field.group not in seen:
            seen.add(field.group)
            groups(field.group, seen)
    return seen


def test_every_field_has_a_russian_label() -> None:
    def check(name: str, group: type[Model]) -> None:
        silent = [field for field, info in group.model_fields.items() if field not in ("id", "path") and not info.title]
        assert silent == [], name

    found = {group for model in (*KINDS.values(), Vocabulary, ContentPage) for group in groups(model, {model})}
    ask_each(sorted((f"{group.__module__}.{group.__qualname__}", group) for group in found), check)


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
    for path in (PROJECT / "README.md", CONTRIBUTING, PROJECT / "CHANGELOG.md", PROJECT / "mkdocs.yml", *ENGINEERS):
        assert not re.search(r"/home/|/work/|/root/|C:\\\\Users", path.read_text(encoding="utf-8")), Path(path).name


# --- what engineers read ----------------------------------------------------------------------------------------------

#: a token that is a path of the repository; `<kind>` and `<function>` stand for any name
_PATH = re.compile(r"`((?:generator|tests|theme|data|content|\.ci|\.github)/[^`\s]*)`")
_LINK = re.compile(r"\]\((?!https?:)([^)\s#]*)(#[^)\s]*)?\)")


def missing_places(text: str, folder: Path) -> list[str]:
    """Paths and links of a document in ``folder`` that lead nowhere, anchors included."""
    lost = [place for place in _PATH.findall(text) if not any(PROJECT.glob(re.sub("<[a-z]+>", "*", place.rstrip("/"))))]
    for link, anchor in _LINK.findall(text):
        target = folder / link if link else None
        if target and not target.exists():
            lost.append(link)
        elif anchor and anchor[1:] not in anchors(target.read_text("utf-8") if target else text):
            lost.append(link + anchor)
    return lost


def anchors(text: str) -> set[str]:
    """The ids that a forge gives the headings of a Markdown text."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", ENGINEERS, ids=lambda path: path.stem)
def test_what_engineers_are_told_to_open_is_there(path: Path) -> None:
    assert missing_places(path.read_text("utf-8"), path.parent) == []


def test_red_twin_a_place_that_is_not_there_is_found() -> None:
    text = "`generator/nowhere.py` [x](nowhere.md) [y](#no-such-part) `theme/pages/<kind>.nothing` `tests/`\n# Part one"
    assert missing_places(f"{text}\n[z](#part-one)", GENERATOR) == [
        "generator/nowhere.py", "theme/pages/<kind>.nothing", "nowhere.md", "#no-such-part",
    ]  # fmt: skip


def test_commands_that_engineers_type_exist_with_their_options() -> None:
    """``python -m generator COMMAND`` is ``metodoteka COMMAND``."""
    typed = re.findall(
        r"python -m generator ([a-z]+)([^`\n]*)", "\n".join(path.read_text("utf-8") for path in ENGINEERS)
    )
    assert len(typed) >= 2
    for command, rest in typed:
        options = set(re.findall(r"(?<!\S)--[a-z-]+", rest))
        assert options <= set(commands()[command]._option_string_actions), f"{command}{rest}"


def test_the_rooms_stand_in_the_order_of_the_house() -> None:
    table = TEXTS["generator/README.md"].partition("## The rooms")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == [room for room in ROOMS if not room.startswith("__")]


def test_the_six_hops_are_functions_at_their_places() -> None:
    rows = re.findall(
        r"^\| (\d) \| `\w+\.(\w+)` \| `generator/([\w/]+)\.py`", TEXTS["generator/README.md"], re.MULTILINE
    )
    assert [number for number, _, _ in rows] == list("123456")
    for _, function, place in rows:
        module = importlib.import_module("generator." + place.replace("/", ".").removesuffix(".__init__"))
        assert callable(getattr(module, function))


#: a name in a recipe that has to stay what it is -> where it is defined
NAMED = {
    "RULES": "checks/__init__.py", "VIEWS": "pages/views/__init__.py", "_all": "pages/__init__.py",
    "all_files": "exports/__init__.py", "KINDS": "records/__init__.py",
    "_OWN": "checks/links.py", "URGENT_CODES": "upkeep/review/attention.py",
    "decides_what_runs": "upkeep/review/programs.py", "Proposal": "channels/submissions.py",
    "VOCABULARIES": "records/vocabularies.py",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_names_of_the_recipes_are_defined_where_they_say(name: str) -> None:
    assert f"`{name}`" in "".join(TEXTS[path.relative_to(PROJECT).as_posix()] for path in ENGINEERS)
    code = (GENERATOR / NAMED[name]).read_text("utf-8")
    assert re.search(rf"^(?:def |class )?{name}\b", code, re.MULTILINE)


def test_every_law_that_is_cited_can_be_looked_up() -> None:
    """Numbers of laws in docstrings lead to ``generator/README.md``."""
    laws = TEXTS["generator/README.md"].partition("## The laws of the house")[2].partition("\n## ")[0]
    numbers = [int(number) for number in re.findall(r"^(\d+)\. \*\*", laws, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    cited = {
        int(number)
        for folder in ("generator", "tests", "theme/pages")
        for path in (PROJECT / folder).rglob("*")
        if path.suffix in (".py", ".j2") and "node_modules" not in path.parts
        for number in re.findall(r"\blaw (\d+)", path.read_text("utf-8"))
    }
    assert cited
    assert cited <= set(numbers)


def test_every_decision_is_in_the_list() -> None:
    """Each has its number, its three parts and a line in ``generator/README.md``."""
    records = ENGINEERS[1:]
    assert [path.name[:4] for path in records] == [f"{number:04}" for number in range(1, len(records) + 1)]
    for path in records:
        text = path.read_text("utf-8")
        assert text.startswith(f"# {path.name[:4]}. ")
        assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
        assert f"(decisions/{path.name})" in TEXTS["generator/README.md"]
