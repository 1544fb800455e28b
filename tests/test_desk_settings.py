"""The editor's desk before any browser: who gets it, under which policy, with which fields."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from shipped_base import shipped_catalog
from support import PROJECT

from generator import cli
from generator.channels import desk
from generator.publish import assets, gate
from generator.records import KINDS
from generator.settings import Desk, Settings, desk_of

ADMIN = PROJECT / "theme" / "mkdocs" / "admin"
CASES = yaml.load((PROJECT / "tests" / "cases" / "desk" / "settings.yml").read_text("utf-8"), yaml.CSafeLoader)
LOCAL = Settings(desk=Desk("local"), build_date=dt.date(2026, 11, 22))
GITHUB = Desk("github", repo="a/b", base_url="https://login.example.org", api_root="https://api.github.com")


@pytest.fixture(scope="module")
def configuration() -> dict[str, Any]:
    return desk.configuration(shipped_catalog(), LOCAL)


# --- settings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_mkdocs_yml_may_say(case: dict[str, Any]) -> None:
    if "wrong" in case:
        with pytest.raises(ValueError) as fault:
            desk_of(case["desk"])
        assert str(fault.value).split("\n") == case["wrong"]
    else:
        backend = desk.backend(desk_of(case["desk"]))
        assert {name: part for name, part in backend.items() if name != "commit_messages"} == case["backend"]
        assert re.search("connect-src ([^;]*);", desk.policy(desk_of(case["desk"])))[1] == case["talks with"]


@pytest.mark.parametrize(("its", "said"), [(GITHUB, True), (Desk("local"), False)])
def test_the_desk_says_that_editors_sign_in_abroad(its: Desk, said: bool) -> None:
    page = desk.files(shipped_catalog(), replace(LOCAL, desk=its))[0].data.decode()
    assert ("Вход через зарубежную службу (GitHub)" in page) is said


def test_a_wrong_setting_stops_the_command_with_all_reasons(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = (mini / "mkdocs.yml").read_text("utf-8")
    wrong = written.replace("  - metodoteka:\n", "  - metodoteka:\n      desk: {backend: gitlab, repos: a/b}\n")
    (mini / "mkdocs.yml").write_text(wrong, "utf-8")
    assert cli.main(["--root", str(mini), "build"]) == 1
    text = capsys.readouterr().err
    assert "стол редактора" in text
    assert all(part in text for part in ("repos: такой настройки нет", "repo: без этого", "app_id: без этого"))
    assert not (mini / "site").exists()


def test_without_a_setting_there_is_no_desk(built_mini: Path) -> None:
    assert not (built_mini / "admin").exists()
    assert "admin" not in (built_mini / "_headers").read_text("utf-8")


def test_the_folder_of_pages_carries_the_desk_only_where_it_is_set(mini: Path, tmp_path: Path) -> None:
    assert cli.main(["--root", str(mini), "pages", "--out", str(tmp_path / "without")]) == 0
    assert not (tmp_path / "without" / "overrides" / "admin").exists()
    written = (mini / "mkdocs.yml").read_text("utf-8")
    (mini / "mkdocs.yml").write_text(
        written.replace("  - metodoteka:\n", "  - metodoteka:\n      desk: {backend: local}\n"), "utf-8"
    )
    assert cli.main(["--root", str(mini), "pages", "--out", str(tmp_path / "with")]) == 0
    assert (tmp_path / "with" / "overrides" / "admin" / "vendor" / "decap-cms.js").is_file()
    assert (tmp_path / "with" / "docs" / "admin" / "index.html").is_file()
    assert "/admin/*" in (tmp_path / "with" / "docs" / "_headers").read_text("utf-8")


# --- the policy ------------------------------------------------------------------------------------------------------


def page_with(policy: str) -> str:
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}"><script src="desk.js"></script>'


@pytest.mark.parametrize(
    ("path", "policy", "fault"),
    [
        ("admin/index.html", desk.policy(GITHUB), ""),
        ("admin/index.html", desk.policy(GITHUB).replace("'unsafe-eval'", "'unsafe-eval' *"), "должна быть такой"),
        ("admin/index.html", desk.policy(Desk("local")), "должна быть такой"),
        ("admin/other.html", desk.policy(GITHUB), "чужие скрипты: 'unsafe-eval'"),
        ("about/index.html", desk.policy(GITHUB), "чужие стили: 'unsafe-inline'"),
    ],
    ids=["its own", "looser", "of another forge", "beside it", "elsewhere"],
)
def test_the_gate_lets_the_policy_of_the_desk_pass_on_its_page_only(
    tmp_path: Path, path: str, policy: str, fault: str
) -> None:
    (tmp_path / path).parent.mkdir()
    (tmp_path / path).write_text(page_with(policy), "utf-8")
    found = gate.site_errors(tmp_path, [path], desk.policies(Settings(desk=GITHUB)))
    assert any(fault in text for text in found) if fault else found == []


def test_without_a_desk_no_page_may_have_its_policy(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(page_with(desk.policy(GITHUB)), "utf-8")
    assert gate.site_errors(tmp_path, ["index.html"], desk.policies(Settings())) != []


def test_the_headers_say_the_same_as_the_page_in_a_block_of_their_own() -> None:
    text = assets.headers_file([PROJECT / "theme" / "mkdocs"], LOCAL)["_headers"].decode()
    blocks = dict(re.findall(r"^(/\S+)\n((?:  .*\n)+)", text, re.MULTILINE))
    policies = {path: re.findall(r"^  Content-Security-Policy: (.*)$", block, re.M) for path, block in blocks.items()}
    assert policies["/admin/*"] == [f"{desk.policy(LOCAL.desk)}; frame-ancestors 'none'"]
    assert "  ! Content-Security-Policy\n" in blocks["/admin/*"]
    assert "unsafe" not in policies["/*"][0]
    assert assets.headers_file([PROJECT / "theme" / "mkdocs"], Settings()) == {}


# --- the configuration -----------------------------------------------------------------------------------------------


def flat(fields: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for field in fields:
        yield field
        yield from flat([*field.get("fields", []), *([field["field"]] if "field" in field else [])])


def test_every_kind_has_its_fields_and_asks_for_what_the_model_asks_for(configuration: dict[str, Any]) -> None:
    collections = {found["name"]: found for found in configuration["config"]["collections"]}
    for kind, model in KINDS.items():
        fields = {field["name"]: field for field in collections[kind]["fields"]}
        assert fields.keys() == model.model_fields.keys() - {"id", "path", "marks"}, "the base has no lists of its own"
        asked = {name for name, field in fields.items() if field["required"]}
        assert asked == {name for name, info in model.model_fields.items() if info.is_required()} - {"id", "path"} | {
            "status"
        }
        assert collections[kind]["folder"] == f"data/{kind}"
        assert collections[kind]["identifier_field"] in asked
    assert collections["practices-md"]["create"] is False


def test_an_editor_reads_russian(configuration: dict[str, Any]) -> None:
    for collection in configuration["config"]["collections"]:
        for field in flat(collection["fields"]):
            assert re.search("[а-яё]", field["label"], re.I), field
            assert re.search("[а-яё]", field.get("pattern", ["", "я"])[1]), field
            assert "data/" not in field.get("hint", ""), field
            for option in field.get("options", []):
                assert re.search("[а-яё]", option["label"], re.I), field


def test_nested_lists_are_open_and_every_choice_has_its_list(configuration: dict[str, Any]) -> None:
    for collection in configuration["config"]["collections"]:
        for field in flat(collection["fields"]):
            if field["widget"] == "list":
                assert field["collapsed"] is False
            if field["widget"] == "select":
                assert field.get("options") or field["options_from"] in configuration["options"], field


def test_what_is_not_published_can_be_chosen_too(configuration: dict[str, Any]) -> None:
    labels = dict(configuration["options"]["practices"])
    assert any("(демо, черновик)" in label for label in labels.values())


def test_the_page_is_found_by_no_search_and_says_so(configuration: dict[str, Any]) -> None:
    files = {file.path: file.data for file in desk.files(shipped_catalog(), LOCAL)}
    page = files["admin/index.html"].decode()
    assert '<meta name="robots" content="noindex">' in page
    assert "data-m-searched" not in page
    assert gate.POLICY.search(page)[1] == desk.policy(LOCAL.desk)
    assert json.loads(files["admin/config.json"]) == json.loads(json.dumps(configuration))


# --- what is not ours ------------------------------------------------------------------------------------------------


def test_files_of_others_are_those_that_the_list_names() -> None:
    text = (ADMIN / "vendor" / "VERSIONS.txt").read_text("utf-8")
    for name, its_hash in re.findall(r"^(\S+\.js) .*\n  ([0-9a-f]{64})$", text, re.MULTILINE):
        assert hashlib.sha256((ADMIN / "vendor" / name).read_bytes()).hexdigest() == its_hash
    named = {"VERSIONS.txt", "decap-cms.js", "decap-cms.LICENSE.txt", "decap-cms.js.LICENSE.txt"}
    assert {path.name for path in (ADMIN / "vendor").iterdir()} == named


def test_the_reader_of_yaml_is_the_one_that_its_list_names() -> None:
    folder = PROJECT / "theme" / "mkdocs" / "assets" / "shared" / "vendor"
    ((name, its_hash),) = re.findall(
        r"^(\S+\.js) [^\0]*?\n  ([0-9a-f]{64})$", (folder / "VERSIONS.txt").read_text("utf-8"), re.MULTILINE
    )
    assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == its_hash
    assert {path.name for path in folder.iterdir()} == {"VERSIONS.txt", "js-yaml.js", "js-yaml.LICENSE.txt"}


def test_the_lock_of_npm_names_no_registry() -> None:
    lock = json.loads((PROJECT / "tests" / "npm" / "package-lock.json").read_text("utf-8"))
    assert all("resolved" not in package for package in lock["packages"].values())
    server = lock["packages"]["node_modules/decap-server"]
    assert server["integrity"].startswith("sha512-")
    guide = (PROJECT / "content" / "guides" / "nastroika-saita.md").read_text("utf-8")
    assert f"npx decap-server@{server['version']}" in guide
