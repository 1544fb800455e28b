"""The recipes of ``generator/README.md`` are true: a kind and a closed list are added to a copy of the project.

What a person writes lies in ``cases/additions``. It touches the files that the recipe lists and no other, and then the
copy has everything that people meet: pages, cards, filters, forms, Office files, desk, schemas, blanks, sample.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import MINI_DAY, PROJECT

from generator.records import KINDS

README = (PROJECT / "generator" / "README.md").read_text("utf-8")
CASES = PROJECT / "tests" / "cases" / "additions"
#: what a person may have to touch, at most
MOST = {"kind": 7, "field": 3}
#: runs the commands of the copy one after the other, in one program: each line is a command, its status is printed
_RUN = """
import json, pathlib, sys
import generator
from generator import cli, site
from generator.channels.desk import collections
from generator.settings import Settings
assert generator.__file__.startswith(sys.argv[1]), generator.__file__
for words in json.loads(sys.argv[2]):
    status = cli.main(words)
    print("STATUS", words[2], status, flush=True)
found = site.check(pathlib.Path(words[1]), Settings())[0]
desk = list(collections.collections_of_kind("podcasts", found))
pathlib.Path("desk.json").write_text(json.dumps(desk, default=str), "utf-8")
"""


def by_hand(recipe: str) -> list[str]:
    """The paths of the numbered list of a recipe, as patterns."""
    part = README.partition(f"\n### {recipe}\n")[2].partition("\n### ")[0]
    steps = re.findall(r"^\d\. `([^`]+)` — (.*(?:\n   .*)*)", part, re.MULTILINE)
    return [path for path, text in steps if "not for a closed list" not in text]


def edits(name: str) -> list[dict[str, str]]:
    return yaml.load((CASES / f"{name}.yml").read_text("utf-8"), yaml.CSafeLoader)


def listed(path: str, patterns: list[str]) -> list[str]:
    """Which lines of a recipe name the file."""
    return [
        one
        for one in patterns
        if re.fullmatch(re.sub(r"<\w+>", r"[\\w-]+", one) + (".+" if one[-1] == "/" else ""), path)
    ]


@pytest.mark.parametrize(("name", "recipe"), [("kind", "A kind"), ("field", "A field")])
def test_the_recipe_lists_the_files_that_are_touched(name: str, recipe: str) -> None:
    patterns, touched = by_hand(recipe), {edit["file"] for edit in edits(name)}
    assert len(touched) <= MOST[name]
    assert len(patterns) <= MOST[name]
    assert [path for path in sorted(touched) if not listed(path, patterns)] == []
    assert [one for one in patterns if not any(listed(path, [one]) for path in touched)] == [], "nobody had to touch it"


def test_contributing_says_how_many_files_it_takes() -> None:
    message = " ".join((PROJECT / "CONTRIBUTING.md").read_text("utf-8").split())
    assert f"with a closed list takes {MOST['field']} files by hand" in message
    assert f"[a kind](generator/README.md#a-kind) takes {MOST['kind']};" in message


def test_red_twin_a_file_that_no_recipe_names_is_seen() -> None:
    assert listed("generator/pages/linked_data.py", by_hand("A kind")) == []
    assert listed("generator/records/podcasts.py", by_hand("A kind"))


@dataclass(frozen=True)
class Copy:
    """A copy of the project with the additions, what its commands said and the pages they wrote."""

    root: Path
    said: str

    def page(self, path: str) -> str:
        return (self.root / "out" / "docs" / path).read_text("utf-8")

    def data(self, path: str) -> Any:
        return json.loads(self.page(path))

    def file(self, path: str) -> str:
        return (self.root / "tests" / "mini" / path).read_text("utf-8")


def write(root: Path, edit: dict[str, str]) -> None:
    path = root / edit["file"]
    if "after" not in edit:
        assert not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(edit["text"], "utf-8")
        return
    before, line, rest = path.read_text("utf-8").partition(edit["after"] + "\n")
    assert line, f"{edit['file']} has no line {edit['after']}"
    path.write_text(before + line + edit["text"] + rest, "utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    root = tmp_path_factory.mktemp("copy")
    base = root / "tests" / "mini"
    for folder in ("generator", "tests/mini", "data/vocabularies"):
        shutil.copytree(PROJECT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PROJECT / "theme", root / "theme", ignore=shutil.ignore_patterns("vendor"))
    shutil.copy(PROJECT / "mkdocs.yml", root)
    for edit in (edit for name in MOST for edit in edits(name) if "specimens" not in edit["file"]):
        write(root, edit)
    shutil.copytree(root / "data" / "vocabularies", base / "data" / "vocabularies")
    shutil.copy(root / "mkdocs.yml", base)
    commands = [
        ["check"],
        ["schema"],
        ["pages", "--out", str(root / "out")],
        ["template", "podcast", "--out", str(root / "podcast.xlsx")],
        ["new", "podcasts", "novyi"],
        ["sample", "--records", "1", "--out", str(root / "sample")],
    ]
    words = json.dumps([["--root", str(base), *command] for command in commands])
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(root), words],
        cwd=root,
        env={"PYTHONPATH": str(root), "SOURCE_DATE_EPOCH": MINI_DAY, "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return Copy(root, done.stdout + done.stderr)


def test_every_command_does_its_work(copy: Copy) -> None:
    done = re.findall(r"^STATUS (\w+) (\d+)$", copy.said, re.MULTILINE)
    assert done == [(name, "0") for name in ("check", "schema", "pages", "template", "new", "sample")], copy.said


def test_a_record_has_its_page_with_everything(copy: Copy) -> None:
    page = copy.page("podcasts/o-nastavnikakh.md")
    for words in ("# О наставниках", "до получаса", "Методика преподавания", "<em>договориться</em>"):
        assert words in page
    assert '<a href="../../organizations/institut/">' in page  # what a reference leads to, without a view of its own
    assert '"@type":"PodcastEpisode"' in page
    assert '"name":"Подкасты"' in page  # the crumb


def test_its_listing_has_a_card_filters_lists_by_term_and_the_form(copy: Copy) -> None:
    listing = copy.page("podcasts/index.md")
    assert "# Подкасты" in listing
    assert re.search(r'<p class="m-card__title"><a href="o-nastavnikakh/">О наставниках</a></p>', listing)
    assert "Два учителя рассказывают" in listing
    assert 'data-catalogue="katalog.json"' in listing
    assert '<a class="m-action" href="../predlozhit/podkast/">Предложить подкаст</a>' in listing
    assert "О наставниках" in copy.page("podcasts/po/areas/methods.md")
    catalogue = copy.data("podcasts/katalog.json")
    assert {facet["k"]: [v[1] for v in facet["v"]] for facet in catalogue["facets"]} == {
        "length": ["до получаса"], "areas": ["Методика преподавания"],
    }  # fmt: skip
    assert copy.data("podcasts/katalog-1.json")["o-nastavnikakh"][0].startswith("Два учителя")


def test_search_and_navigation_know_the_kind(copy: Copy) -> None:
    assert "Подкасты" in copy.page("poisk.md")
    assert "podcasts/index.md" in (copy.root / "out" / "mkdocs.yml").read_text("utf-8")
    assert "наставниках" in copy.page("assets/search/words.txt")


def test_people_send_it_by_form_in_excel_and_in_word(copy: Copy) -> None:
    questions = copy.data("predlozhit/podkast/voprosy.json")
    length = next(q for section in questions["sections"] for q in section["questions"] if q["n"] == "length")
    assert length["o"] == [["short", "до получаса"], ["long", "дольше получаса"]]
    assert "Расскажите, о чём разговор" in copy.page("predlozhit/index.md")
    assert "дольше получаса" in copy.page("predlozhit/podkast.md")
    for name in ("xlsx", "docx"):
        assert (copy.root / "out" / "docs" / "predlozhit" / "blanki" / f"podkast.{name}").stat().st_size > 5000
    assert (copy.root / "podcast.xlsx").stat().st_size > 5000


def test_the_desk_the_schema_and_a_new_record_offer_its_fields(copy: Copy) -> None:
    desk = json.loads((copy.root / "desk.json").read_text("utf-8"))
    assert [(one["name"], one["label"]) for one in desk] == [("podcasts", "Подкасты")]
    (length,) = (field for field in desk[0]["fields"] if field["name"] == "length")
    assert [option["label"] for option in length["options"]] == ["до получаса", "дольше получаса"]
    schema = json.loads(copy.file("data/schemas/podcasts.json"))
    assert schema["properties"]["length"]["x-labels"] == {"short": "до получаса", "long": "дольше получаса"}
    assert "## Длительность (обязательно). Можно: short — до получаса; long — дольше" in copy.file(
        "data/podcasts/novyi.yml"
    )


def test_a_sample_has_records_of_it(copy: Copy) -> None:
    found = sorted((copy.root / "sample" / "data" / "podcasts").iterdir())
    assert [path.name for path in found] == ["obrazets-podcasts-0001.yml", "obrazets-podcasts-0002.yml"]
    assert "length: long" in found[1].read_text("utf-8")


def test_a_closed_list_is_read_everywhere_after_three_edits(copy: Copy) -> None:
    labels = {"quiet": "тишина", "talk": "разговор в парах"}
    assert "<dt>Шум в классе</dt><dd>разговор в парах</dd>" in copy.page("practices/parnoe.md")
    schema = json.loads(copy.file("data/schemas/practices.json"))
    assert schema["properties"]["noise"]["anyOf"][0]["x-labels"] == labels
    questions = [
        q for section in copy.data("predlozhit/praktika/voprosy.json")["sections"] for q in section["questions"]
    ]
    assert [dict(q["o"]) for q in questions if q["n"] == "noise"] == [labels]
    facets = {facet["k"]: [v[1] for v in facet["v"]] for facet in copy.data("practices/katalog.json")["facets"]}
    assert facets["noise"] == ["разговор в парах"]
    assert {"subjects", "evidence"} <= facets.keys(), "beside those that practices have anyway"
    assert copy.data("practices/parnoe/zapis.json")["noise"] == "talk"


# --- who still asks of which kind a record is -------------------------------------------------------------------------

#: a question such as ``record.kind == "events"`` or ``kind in ("regions", …)``
_ASKED = re.compile(r"\bkind (?:==|!=|in|not in) \(?\"(?:" + "|".join(KINDS) + r")\"")
#: file -> how many such questions are left, each about what the file is for; a smaller number is welcome
LEFT = yaml.load((CASES / "kinds-asked.yml").read_text("utf-8"), yaml.CSafeLoader)


def test_what_a_kind_is_stands_on_its_class_and_nobody_asks() -> None:
    """A chain of such questions is a place that a new kind would have to be written into."""
    found = {
        path.relative_to(PROJECT).as_posix(): len(_ASKED.findall(path.read_text("utf-8")))
        for folder in ("generator", "theme/pages")
        for path in sorted((PROJECT / folder).rglob("*"))
        if path.suffix in (".py", ".j2")
    }
    assert {path: number for path, number in found.items() if number > LEFT.get(path, 0)} == {}


def test_red_twin_a_question_about_the_kind_is_seen() -> None:
    assert _ASKED.search('{% if record.kind in ("practices", "terms") %}')
    assert not _ASKED.search("if kind in PAGED:")
