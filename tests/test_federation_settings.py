"""A pull that is killed, and what the settings and the lock say of other bases."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
from pathlib import Path

import federated
import kill_points
import pytest
import yaml
from federated import LOCK, OF_A_SCHOOL, Base
from support import PROJECT

from generator.records import federation_package as package
from generator.settings.federation import federation_of
from generator.upkeep.federation import fetching, pulling, signing

school, district = federated.school, federated.district

# --- a run that is killed -------------------------------------------------------------------------------------------


def test_a_pull_that_is_killed_leaves_a_base_that_builds(district: Base, school: Base, tmp_path: Path) -> None:
    """At every touch of the disk: what the lock names is whole, before or after."""
    assert district.run("pull") == 0
    school.write({"events/otkrytye-uroki": {**OF_A_SCHOOL["events/otkrytye-uroki"], "title": "Другое название"}})
    school.publish(11)
    kept = tmp_path / "kept"
    subprocess.run(["cp", "-a", district.root, kept], check=True)

    def run() -> None:
        with contextlib.redirect_stdout(open(os.devnull, "w")):
            pulled = pulling.pull(district.root, federation_of(district.listed), fetching.Fetcher(district.root))
            pulling.keep(district.root, pulled)

    count = kill_points.touches(run)
    assert count > 10
    titles = set()
    for number in range(1, count + 1, 2):
        subprocess.run(["rm", "-rf", district.root], check=True)
        subprocess.run(["cp", "-a", kept, district.root], check=True)
        child = os.fork()
        if child == 0:
            kill_points.die_at(number)
            with contextlib.suppress(BaseException):
                run()
            os._exit(0)
        os.waitpid(child, 0)
        found, problems = district.whole()
        assert [one.message for one in problems if one.is_error] == [], number
        titles.add(found.records["events/otkrytye-uroki"].title)
    assert titles == {"День открытых уроков", "Другое название"}


# --- the settings ---------------------------------------------------------------------------------------------------

GOOD = {
    "name": "kamskii",
    "from": "https://kamskii.example.org/dannye/v1/federation.json",
    "key": package.key_text(b"1" * 32),
}


@pytest.mark.parametrize(
    ("changed", "because"),
    [
        ({"name": None}, "нет имени"),
        ({"name": "Камский район"}, "не годится"),
        ({"name": "a" * 31}, "не годится"),
        ({"key": None}, "нет ключа"),
        ({"key": "AAAA"}, "не ключ"),
        ({"key": "ed25519:AAAA"}, "не ключ"),
        ({"key": GOOD["key"].rstrip("=")}, "не ключ"),
        ({"from": ""}, "откуда брать"),
        ({"from": "http://example.org/federation.json"}, "https://"),
        ({"from": "file:///etc/passwd"}, "https://"),
        ({"from": "https://user:word@example.org/federation.json"}, "https://"),
        ({"from": "ftp://example.org/x"}, "https://"),
        ({"demo": "да"}, "true или false"),
        ({"kluch": "x"}, "настройки «kluch» нет"),
    ],
)
def test_a_wrong_line_of_the_settings_is_told_with_what_to_write(
    changed: dict, because: str, district: Base, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ValueError, match=because):
        federation_of([{**GOOD, **changed}])
    district.listed = [{**GOOD, **changed}]
    district.write_settings()
    told = [one for one in district.whole()[1] if one.field == "federation" and one.code == "config-setting"]
    assert told and because in told[0].message and "{name: kamskii" in told[0].hint
    assert district.run("pull") == 1
    assert because in capsys.readouterr().err


def test_a_good_line_of_the_settings() -> None:
    (one,) = federation_of([GOOD])
    assert (one.name, one.demo, one.handed_on) == ("kamskii", False, False)
    assert federation_of([{**GOOD, "from": "http://127.0.0.1:8000/federation.json"}])
    assert federation_of([{**GOOD, "from": "../kamskii/site/dannye/v1/federation.json"}])
    for wrong in ([GOOD, GOOD], {"name": "x"}, ["x"], "x"):
        with pytest.raises(ValueError):
            federation_of(wrong)


def test_a_lock_that_was_edited_is_told(district: Base) -> None:
    assert district.run("pull") == 0
    good = (district.root / LOCK).read_text("utf-8")
    for wrong in ("", "[]", good.replace("metodoteka-federation/1", "x"), good.replace('"shkola"', '"../x"')):
        (district.root / LOCK).write_text(wrong, "utf-8")
        assert "federation-lock" in {one.code for one in district.whole()[1]}, wrong
        assert district.run("pull") == 1
    (district.root / LOCK).write_text(good, "utf-8")
    assert district.run("pull") == 0


@pytest.mark.parametrize(
    "change", [('"serial": 10', '"serial": 9'), ('"signed": "2026-11-28"', '"signed": "2026-11-29"')]
)
def test_the_lock_says_what_the_manifest_says(change: tuple[str, str], district: Base) -> None:
    """A number that somebody lowered would let an older package in."""
    assert district.run("pull") == 0
    good = (district.root / LOCK).read_text("utf-8")
    (district.root / LOCK).write_text(good.replace(*change), "utf-8")
    assert "federation-package" in {one.code for one in district.whole()[1]}
    assert district.run("pull") == 0
    assert (district.root / LOCK).read_text("utf-8") == good


def test_the_lock_is_no_stray_file_and_a_line_a_base(district: Base) -> None:
    assert district.run("pull") == 0
    rows = (district.root / LOCK).read_text("utf-8").splitlines()
    assert sum('"name"' in row for row in rows) == 1
    assert "unknown-file" not in {one.code for one in district.whole()[1]}


# --- the guide ------------------------------------------------------------------------------------------------------


def test_the_lines_of_the_guide_are_settings_that_work() -> None:
    guide = (PROJECT / "content" / "guides" / "opublikovat-bazu.md").read_text("utf-8")
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)]
    lists = [block["federation"] for block in blocks if "federation" in block]
    assert [len(federation_of(one)) for one in lists] == [2, 1]
    assert lists[1][0]["handed_on"] is True


def test_a_forge_signs_with_a_secret(school: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text of the key, or the path of a file, in one variable."""
    for told in (school.key_file.read_text("utf-8"), str(school.key_file)):
        monkeypatch.setenv(signing.KEY_VARIABLE, told)
        assert school.run("sign", str(school.site)) == 0
    monkeypatch.setenv(signing.KEY_VARIABLE, "no\nkey")
    assert school.run("sign", str(school.site)) == 1
    monkeypatch.delenv(signing.KEY_VARIABLE)
    assert school.run("sign", str(school.site)) == 1
