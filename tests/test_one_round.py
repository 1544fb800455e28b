"""All remarks come in one round for a file written by hand, too: a wrong shape hides nothing and brings nothing else.

Every record of the mini base gets an owner that nobody has, a phone, a dead link and dates in the wrong order; then one
field after another is broken. What is told is the mistake of shape and what is told of the record without it: neither
more (a remark that only follows) nor less (a remark that would come in the second round).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from support import MINI, copy_of_mini

from generator import catalog, checks, site
from generator.channels import submissions
from generator.channels.fixes import fixing
from generator.checks import gaps
from generator.problems import Problem
from generator.records import KINDS, reading
from generator.records.reading import Loaded
from generator.settings import Settings

DAY = Settings(build_date=dt.date(2026, 11, 22))
RECORDS = sorted(path.relative_to(MINI).as_posix() for path in MINI.glob("data/*/*") if path.parent.name in KINDS)
FAULTS = {
    "owner": "nikogo-takogo-net",
    "summary": "Звоните 8 (912) 000-12-34.",
    "body": "См. [страницу](practices/takoi-net).",
    "updated": "2027-03-01",
    "review_by": "2027-02-01",
}
WANTED = {"unknown-reference", "personal-data", "dead-link", "dates-order"}


@cache
def mini() -> tuple[Loaded, list[Problem]]:
    with TemporaryDirectory() as folder:
        return reading.load(copy_of_mini(Path(folder) / "base"))


def built(loaded: Loaded) -> catalog.Catalog:
    return catalog.build(loaded, DAY.build_date)


def told(key: str, data: dict[str, Any], *, supposing: bool = True) -> tuple[list[Problem], list[Problem]]:
    """What is said of the mini base when the record at ``key`` holds ``data``: of its shape, and by the rules."""
    before, _ = mini()
    loaded = replace(
        before,
        records={name: record for name, record in before.records.items() if name != key},
        sources={name: source for name, source in before.sources.items() if name != key},
        broken=set(before.broken),
    )
    written = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    shape = submissions.lay(loaded, fixing._Written(f"data/{key}.yml", written))
    return shape, gaps.examined(loaded, shape, built)[1] if supposing else checks.run(built(loaded))


def same(problems: list[Problem]) -> set[tuple[str, str, str, str]]:
    """Problems wherever they stand: a line less moves all that follow."""
    return {(one.path, one.field, one.code, one.message) for one in problems}


def key_of(path: str) -> str:
    return path.removeprefix("data/").rpartition(".")[0]


def faulty(path: str) -> dict[str, Any]:
    return dict(mini()[0].sources[key_of(path)].data) | FAULTS


def broken(data: dict[str, Any], model: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The record with one field broken, and how."""
    yield "unknown key", data | {"nevedomoe": "что-то"}
    for name, info in model.model_fields.items():
        if name not in data or name in FAULTS:
            continue
        yield f"{name}: wrong type", data | {name: "слово" if isinstance(data[name], dict) else {"zzz": "слово"}}
        if info.is_required():
            yield f"{name}: missing", {other: value for other, value in data.items() if other != name}


def inside(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The record with something broken in the first group of a list."""
    for name, value in data.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield f"{name}[1]: unknown key", data | {name: [value[0] | {"nevedomoe": "1"}, *value[1:]]}
            inner = next(iter(value[0]))
            wrong = [value[0] | {inner: {"zzz": "1"}}, *value[1:]]
            yield f"{name}[1].{inner}: wrong type", data | {name: wrong}


@pytest.mark.parametrize("path", RECORDS)
def test_a_wrong_shape_hides_nothing_and_brings_nothing(path: str) -> None:
    key, data = key_of(path), faulty(path)
    shape, rest = told(key, data)
    assert shape == []
    assert {one.code for one in rest} >= WANTED
    whole = same(rest)
    differs = {}
    for what, wrong in (*broken(data, KINDS[key.split("/")[0]]), *inside(data)):
        shape, rest = told(key, wrong)
        assert shape, what
        if same(rest) != whole:
            differs[what] = {"hidden": whole - same(rest), "brought": same(rest) - whole}
    assert differs == {}


def test_without_supposing_the_rest_waits_for_the_shape() -> None:
    """The red twin: rules that see whole records only."""
    data = faulty("data/practices/parnoe.yml") | {"steps": "сначала одно, потом другое"}
    shape, rest = told("practices/parnoe", data, supposing=False)
    assert shape
    assert not {"unknown-reference", "dead-link", "dates-order"} & {one.code for one in rest}


def test_check_and_fix_tell_the_same_of_a_file_on_the_disk(tmp_path: Path) -> None:
    """A wrong record, a page that is wrong and one that links to it: nobody is told that the wrong ones do not exist,
    and what is wrong beside the shape is told now."""
    root = copy_of_mini(tmp_path / "base")
    lines = "".join(f"{name}: {value!r}\n" for name, value in FAULTS.items())
    path = "data/practices/novaia.yml"
    (root / path).write_text(f"title: Новая\nidea:\n  zzz: Звоните 8 (912) 000-12-35\n{lines}", "utf-8")
    (root / "content/guides/slomana.md").write_text(
        "---\ntitle: Без summary\n---\n[сюда](practices/novaia), [мимо](practices/mimo), 8 (912) 000-12-36\n", "utf-8"
    )
    (root / "content/about.md").write_text(
        "---\ntitle: О базе\nsummary: Проба.\n---\nСм. [страницу](guides/slomana).\n", "utf-8"
    )
    found = site.check(root, DAY)[1]
    codes = sorted(one.code for one in found if one.path == path)
    assert codes == [
        "bad-type",
        "dates-order",
        "day-ahead",
        "dead-link",
        "personal-data",
        "personal-data",
        "unknown-reference",
    ]
    told_of_page = sorted(one.code for one in found if one.path == "content/guides/slomana.md")
    assert told_of_page == ["dead-link", "missing-field", "personal-data"]
    assert [one for one in found if one.path == "content/about.md"] == []
    assert sorted(one.code for one in fixing.fix_files(root, DAY, {path: path}).left) == codes


def test_a_field_whose_name_is_misspelt_is_read_as_it_was_meant(tmp_path: Path) -> None:
    root = copy_of_mini(tmp_path / "base")
    path = "data/practices/novaia.yml"
    (root / path).write_text("title: Новая\nstatis: draft\nlevls: слово\nterrytory: districts/netu\n", "utf-8")
    found = [one for one in site.check(root, DAY)[1] if one.path == path]
    assert sorted((one.line, one.code) for one in found) == [
        (2, "unknown-field"), (3, "bad-type"), (3, "unknown-field"), (4, "unknown-field"), (4, "unknown-reference")
    ]  # fmt: skip


def test_what_may_stand_under_an_unknown_name_is_not_asked_for(tmp_path: Path) -> None:
    """Neither in the record itself (a text that slipped to the right) nor in another that needs it."""
    root = copy_of_mini(tmp_path / "base")
    (root / "data/programmes/novaia.yml").write_text(
        "title: Новая\nterm: {start: 2024-01, end: 2026-12}\ndorozhnaia_karta_plan:\n  measures: []\n", "utf-8"
    )
    (root / "data/events/novoe.yml").write_text(
        "title: Новое\ntype: seminar\nstart: 2026-12\nfulfils: [{programme: novaia, measure: 9}]\n", "utf-8"
    )
    found = [one for one in site.check(root, DAY)[1] if "nov" in one.path]
    assert [(one.path, one.code) for one in found] == [("data/programmes/novaia.yml", "unknown-field")]
