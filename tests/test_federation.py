"""Bases that are joined: what a package may be, what `pull` believes, and that nothing is ever half taken in.

Every refusal has its red twin: the same pull of the untouched package takes it.
"""

from __future__ import annotations

import base64
import stat
import subprocess
import sys
from pathlib import Path

import federated
import pytest
from federated import LOCK, OF_A_SCHOOL, TODAY, Base, begun, whole_tree
from support import PROJECT

from generator import site
from generator.begin import new_base
from generator.begin.wishes import Wishes
from generator.documents import folders
from generator.records import federation_package as package

school, district = federated.school, federated.district

# --- one whole way ---------------------------------------------------------------------------------------------------


def test_three_bases_from_a_school_to_a_region(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The commands as people give them. The region takes the district with what that one took from the school."""
    places = {key: OF_A_SCHOOL[key] for key in ("regions/novyi-krai", "districts/kamskii")}
    school = begun(tmp_path, "shkola", "База школы")
    district = begun(tmp_path, "raion", "База района", places)
    region = begun(tmp_path, "krai", "База края", {"regions/novyi-krai": OF_A_SCHOOL["regions/novyi-krai"]})
    district.lists(school)
    region.lists(district, handed_on=True)

    school.publish()
    assert school.run("sign", str(school.site), "--key", str(school.key_file), "--serial", "5") == 0
    assert district.run("pull") == 0
    district.publish()
    assert district.run("sign", str(district.site), "--key", str(district.key_file), "--serial", "7") == 0
    assert "С пакетами других баз: shkola" in capsys.readouterr().out
    assert region.run("pull") == 0

    found, problems = region.whole()
    assert [one for one in problems if one.is_error] == []
    bases = {one.name: (one.title, one.through) for one in found.joined_bases}
    assert bases == {"raion": ("База района", ""), "raion-shkola": ("База школы", "raion")}
    event = found.records["events/otkrytye-uroki"]
    origin = found.origin_of(event)
    assert origin is not None and not found.is_own(event)
    assert (origin.base.name, origin.base.serial, origin.page) == (
        "raion-shkola",
        5,
        f"{school.url}events/otkrytye-uroki/",
    )
    assert found.origin_of(found.records["districts/kamskii"]).base.name == "raion"
    assert found.is_own(found.records["regions/novyi-krai"])

    # The school withdraws its event: with the next pulls it is gone from both.
    school.write({"events/otkrytye-uroki": None})
    school.publish(6)
    assert district.run("pull") == 0
    assert "Мероприятия: отозвано 1 (otkrytye-uroki)" in capsys.readouterr().out
    district.publish(8)
    assert "events/otkrytye-uroki" not in district.whole()[0].records
    assert region.run("pull") == 0
    assert "events/otkrytye-uroki" not in region.whole()[0].records
    assert "organizations/shkola-1" in region.whole()[0].records


def test_a_base_without_others_is_as_before(school: Base, capsys: pytest.CaptureFixture[str]) -> None:
    own, problems = site.check(school.root, school.settings)
    found, all_problems = school.whole()
    assert (found.records, found.origins, found.joined_bases) == (own.records, {}, ())
    assert problems == all_problems
    before = whole_tree(school.root)
    assert school.run("pull") == 0
    assert "брать нечего" in capsys.readouterr().out
    assert whole_tree(school.root) == before


def test_nothing_of_the_build_loads_the_library_of_signatures_or_the_net() -> None:
    code = (
        "import sys, generator.site, generator.publish.building, generator.cli.check_command, generator.exports\n"
        "sys.exit(','.join(n for n in ('cryptography', 'requests') if n in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_lock_pins_what_is_built_and_brings_it_again(
    district: Base, school: Base, capsys: pytest.CaptureFixture[str]
) -> None:
    assert district.run("pull") == 0
    cache = district.root / folders.PACKAGES_FOLDER
    for path in cache.iterdir():
        path.unlink()
    (problem,) = [one for one in district.whole()[1] if one.is_error]
    assert problem.code == "federation-package" and "если база с тех пор не подписала новый" in problem.hint
    assert district.run("pull", "--locked") == 0
    assert [one for one in district.whole()[1] if one.is_error] == []
    school.publish(11)
    for path in cache.iterdir():
        path.unlink()
    assert district.run("pull", "--locked") == 1, "the base gives another package by now"
    assert "его там больше нет: новый возьмёт metodoteka pull" in capsys.readouterr().err
    assert district.run("pull") == 0


def test_a_changed_file_of_a_package_is_not_believed(district: Base) -> None:
    assert district.run("pull") == 0
    events = next(
        path for path in (district.root / folders.PACKAGES_FOLDER).iterdir() if "открытых".encode() in path.read_bytes()
    )
    events.write_bytes(events.read_bytes().replace("открытых".encode(), "закрытых".encode()))
    found, problems = district.whole()
    assert "federation-package" in {one.code for one in problems}
    assert "events/otkrytye-uroki" not in found.records


def test_what_the_settings_and_the_lock_say_is_told_when_it_differs(district: Base, school: Base) -> None:
    def told() -> set[tuple[str, str]]:
        return {(one.code, one.severity) for one in district.whole()[1] if one.code.startswith("federation")}

    assert told() == {("federation-not-pulled", "error")}
    assert district.run("pull") == 0
    assert told() == set()
    district.listed[0]["demo"] = True
    district.write_settings()
    assert told() == {("federation-not-pulled", "error")}
    district.listed = []
    district.write_settings()
    assert told() == {("federation-not-listed", "warning")}
    assert district.run("pull") == 0
    assert told() == set()
    assert list((district.root / folders.PACKAGES_FOLDER).glob("?" * 64)) == []


def test_one_base_that_fails_stops_no_other(tmp_path: Path, district: Base, school: Base) -> None:
    other = begun(tmp_path, "drugaia", "Другая школа", {"regions/novyi-krai": OF_A_SCHOOL["regions/novyi-krai"]})
    other.publish()
    district.lists(other)
    assert district.run("pull") == 0
    (school.package / package.MANIFEST_NAME).unlink()
    other.write({"terms/urok": {"title": "Урок", "definition": "Занятие.", "summary": "Занятие."}})
    other.publish(2**32)
    assert district.run("pull") == 1
    found = district.whole()[0]
    assert "terms/urok" in found.records, "the other one came"
    assert "events/otkrytye-uroki" in found.records, "what was taken of the first stays"


def test_only_one_base_and_a_trial(district: Base, school: Base, tmp_path: Path) -> None:
    before = whole_tree(district.root)
    assert district.run("pull", "--dry-run") == 0
    assert whole_tree(district.root) == before
    assert district.run("pull") == 0
    other = begun(tmp_path, "drugaia", "Другая школа", {"regions/novyi-krai": OF_A_SCHOOL["regions/novyi-krai"]})
    other.publish()
    district.lists(other)
    school.publish(20)
    assert district.run("pull", "--base", "drugaia") == 0
    serials = {one.name: one.serial for one in package.parse_lock((district.root / LOCK).read_bytes())}
    assert serials["shkola"] == 10 and len(serials) == 2
    assert district.run("pull", "--base", "net-takoi") == 1


# --- the key -------------------------------------------------------------------------------------------------------


def test_a_key_is_its_owners_alone_and_never_in_a_published_folder(
    school: Base, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stat.S_IMODE(school.key_file.stat().st_mode) == 0o600
    before = school.key_file.read_bytes()
    assert school.run("sign", "--new-key", str(school.key_file)) == 1
    assert school.key_file.read_bytes() == before, "a key is never overwritten"
    for folder in ("content", "data", "site", "content/files"):
        assert school.run("sign", "--new-key", str(school.root / folder / "my.key")) == 1
        assert "публикуются" in capsys.readouterr().err


def test_a_key_inside_a_base_is_made_only_where_git_ignores_it(
    school: Base, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever git would carry away is not even made; the mend, followed literally, works."""
    inside = school.root / "my.key"
    ignored = new_base(Wishes(), "metodoteka", TODAY)[".gitignore"]
    (school.root / ".gitignore").write_text(ignored, "utf-8")
    for base in (school, begun(tmp_path, "other")):  # no repository yet: nobody knows what git will ignore
        assert base.run("sign", "--new-key", str(inside)) == 1
        assert "вне базы" in capsys.readouterr().err and not inside.exists()
    subprocess.run(["git", "init", "--quiet", str(school.root)], check=True)
    (school.root / ".gitignore").write_text("/site/\n", "utf-8")
    assert school.run("sign", "--new-key", str(inside)) == 1
    assert "*.key" in capsys.readouterr().err and not inside.exists()
    (school.root / ".gitignore").write_text(ignored, "utf-8")
    assert school.run("sign", "--new-key", str(inside)) == 0
    assert school.run("sign", "--new-key", str(school.root / "my.txt")) == 1, "the red twin"
    subprocess.run(["git", "-C", str(school.root), "add", "."], check=True)
    staged = subprocess.run(["git", "-C", str(school.root), "ls-files"], check=True, capture_output=True, text=True)
    assert ".gitignore" in staged.stdout and "my." not in staged.stdout


@pytest.mark.parametrize("content", ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key_is_told(content: str, school: Base, capsys: pytest.CaptureFixture[str]) -> None:
    path = school.root.parent / "x.key"
    path.write_text(content, "utf-8")
    assert school.run("sign", str(school.site), "--key", str(path)) == 1
    assert "нет закрытого ключа" in capsys.readouterr().err


def test_other_programs_can_look_at_a_signature(school: Base, tmp_path: Path) -> None:
    """Ed25519 over the bytes of the manifest, the private key PKCS #8: nothing of our own."""
    signature = tmp_path / "raw.sig"
    signature.write_bytes(base64.b64decode((school.package / package.SIGNATURE_NAME).read_bytes()))
    public = subprocess.run(
        ["openssl", "pkey", "-in", school.key_file, "-pubout", "-out", tmp_path / "pub.pem"], capture_output=True
    )
    if public.returncode:
        pytest.skip("this openssl knows no Ed25519")
    words = ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", str(tmp_path / "pub.pem")]
    words += ["-in", str(school.package / package.MANIFEST_NAME), "-sigfile", str(signature)]
    assert subprocess.run(words, capture_output=True).returncode == 0


def test_a_site_that_others_could_not_refer_to_is_not_signed(school: Base, capsys: pytest.CaptureFixture[str]) -> None:
    settings = (school.root / "mkdocs.yml").read_text("utf-8")
    (school.root / "mkdocs.yml").write_text(settings.replace(f"site_url: {school.url}\n", ""), "utf-8")
    assert school.run("sign", str(school.site), "--key", str(school.key_file)) == 1
    assert "site_url" in capsys.readouterr().err
    assert school.run("sign", str(school.root), "--key", str(school.key_file)) == 1
    assert "metodoteka build" in capsys.readouterr().err


# --- what is refused ------------------------------------------------------------------------------------------------
# --- the net --------------------------------------------------------------------------------------------------------
