"""Bases that are joined: what a package may be, what `pull` believes, and that nothing is ever half taken in.

Every refusal has its red twin: the same pull of the untouched package takes it.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import json
import os
import re
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import kill_points
import pytest
import yaml
from federated import NOW, OF_A_SCHOOL, TODAY, Base, begun, whole_tree
from look import served
from support import PROJECT

from generator import site
from generator.begin import new_base
from generator.begin.wishes import Wishes
from generator.documents import folders
from generator.records import federation_package as package
from generator.settings import build_date
from generator.settings.federation import federation_of
from generator.upkeep.federation import ages, fetching, pulling, signing

LOCK = package.LOCK_FILE


@pytest.fixture
def school(tmp_path: Path) -> Base:
    base = begun(tmp_path, "shkola")
    base.publish(10)
    return base


@pytest.fixture
def district(tmp_path: Path, school: Base) -> Base:
    own = {key: OF_A_SCHOOL[key] for key in ("regions/novyi-krai", "districts/kamskii")}
    base = begun(tmp_path, "raion", "База района", own)
    base.lists(school)
    return base


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


def refused(district: Base, because: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`pull` fails with this reason and changes nothing."""
    before = whole_tree(district.root)
    assert district.run("pull") == 1
    assert because in capsys.readouterr().err
    assert whole_tree(district.root) == before


def resigned(school: Base, change: Callable[[dict], object]) -> None:
    """A manifest that the owner of the key has signed, whatever it says."""
    path = school.package / package.MANIFEST_NAME
    told = json.loads(path.read_bytes())
    change(told)
    data = json.dumps(told, ensure_ascii=False).encode()
    path.write_bytes(data)
    key = signing.read_key(school.key_file, school.root)
    (school.package / package.SIGNATURE_NAME).write_bytes(base64.b64encode(key.sign(data)) + b"\n")


@pytest.mark.parametrize("name", [package.MANIFEST_NAME, package.SIGNATURE_NAME])
def test_no_byte_of_the_manifest_or_its_signature_can_be_changed(
    name: str, district: Base, school: Base, capsys: pytest.CaptureFixture[str]
) -> None:
    path = school.package / name
    good = path.read_bytes()
    for at in range(0, len(good) - 1, max(1, len(good) // 9)):
        path.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        refused(district, "подпись не сходится", capsys)
    for changed in (b"", good[:-20], good + b" " if name == package.MANIFEST_NAME else b"AAAA" + good):
        path.write_bytes(changed)
        refused(district, "подпись не сходится", capsys)
    path.write_bytes(good)
    assert district.run("pull") == 0


def test_no_byte_of_a_file_can_be_changed(district: Base, school: Base, capsys: pytest.CaptureFixture[str]) -> None:
    path = school.package / "events.json"
    good = path.read_bytes()
    for changed in (
        good.replace(b"2026-10-10", b"2026-10-11"),
        good[:-1],
        b"",
        good + b" ",
        good.replace(b",", b"; ", 1),
    ):
        path.write_bytes(changed)
        refused(district, "events.json не тот, что подписан", capsys)
    path.write_bytes(good)
    assert district.run("pull") == 0


def test_an_unsigned_package_and_one_of_another_key(
    district: Base, school: Base, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signature = school.package / package.SIGNATURE_NAME
    good = signature.read_bytes()
    signature.unlink()
    refused(district, "Её записей здесь нет", capsys)
    signature.write_bytes(good)
    signing.new_key(tmp_path / "thief.key", school.root)
    thief = signing.read_key(tmp_path / "thief.key", school.root)
    signing.sign_site(school.site, school.root, thief, school.settings, NOW, 99)
    refused(district, "подпись не сходится", capsys)


@pytest.mark.parametrize("name", [package.MANIFEST_NAME, package.SIGNATURE_NAME, "events.json"])
def test_what_a_build_took_away_is_told_with_who_can_mend_it(
    name: str, district: Base, school: Base, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder and a site alike; the records that were taken stay, and that is said."""
    assert district.run("pull") == 0
    told = (
        ("обновляют",) if name == "events.json" else ("попросите её хозяина выполнить metodoteka sign", "/dannye/v1/")
    )
    if name == "events.json":
        school.write({"events/otkrytye-uroki": {**OF_A_SCHOOL["events/otkrytye-uroki"], "title": "Другое название"}})
        school.publish(11)
    (school.package / name).unlink()
    for words in (*told, "Прежние её записи остаются"):
        refused(district, words, capsys)
    with served(school.site) as url:
        district.lists(school, f"{url}dannye/v1/federation.json")
        for words in ("кодом 404", *told, "Прежние её записи остаются"):
            refused(district, words, capsys)


def test_a_package_never_gets_older(district: Base, school: Base, capsys: pytest.CaptureFixture[str]) -> None:
    old = {path.name: path.read_bytes() for path in school.package.glob("*.json*")}
    school.write({"events/otkrytye-uroki": None})
    school.publish(11)
    assert district.run("pull") == 0
    for name, data in old.items():
        (school.package / name).write_bytes(data)
    refused(district, "иначе вернулось бы отозванное", capsys)
    assert "events/otkrytye-uroki" not in district.whole()[0].records


def test_another_name_makes_no_package_younger(
    district: Base, school: Base, capsys: pytest.CaptureFixture[str]
) -> None:
    assert district.run("pull") == 0
    school.publish(9)
    district.listed[0]["name"] = "shkola-1"
    district.write_settings()
    assert district.run("pull") == 1
    assert "иначе вернулось бы отозванное" in capsys.readouterr().err
    assert district.run("pull") == 1, "the number is remembered"
    school.publish(11)
    assert district.run("pull") == 0
    assert [one.name for one in district.whole()[0].joined_bases] == ["shkola-1"]


def test_a_new_key_is_taken_from_the_settings_only(
    district: Base, school: Base, capsys: pytest.CaptureFixture[str]
) -> None:
    assert district.run("pull") == 0
    school.key_file.unlink()
    signing.new_key(school.key_file, school.root)
    school.publish(12)
    refused(district, "подпись не сходится", capsys)
    district.lists(school)
    assert district.run("pull") == 0
    assert "ключ этой базы теперь другой" in capsys.readouterr().out


def test_one_number_is_one_package(district: Base, school: Base, capsys: pytest.CaptureFixture[str]) -> None:
    assert district.run("pull") == 0
    school.write({"events/otkrytye-uroki": None})
    school.publish(10)
    refused(district, "под тем же номером", capsys)
    school.publish(11)
    assert district.run("pull") == 0


HOSTILE_MANIFESTS: dict[str, tuple[Callable[[dict], object], str]] = {
    "another format": (lambda it: it.update(format="metodoteka-federation/2"), "обновите её"),
    "no format": (lambda it: it.pop("format"), "формат"),
    "a path up": (lambda it: it["files"][0].update(name="../../mkdocs.json"), "не годится"),
    "a folder": (lambda it: it["files"][0].update(name="a/practices.json"), "не годится"),
    "an absolute path": (lambda it: it["files"][0].update(name="/etc/passwd"), "не годится"),
    "a path of Windows": (lambda it: it["files"][0].update(name="..\\x.json"), "не годится"),
    "no data": (lambda it: it["files"][0].update(name="sw.js"), "не годится"),
    "the manifest itself": (lambda it: it["files"][0].update(name="federation.json"), "не годится"),
    "a file without end": (lambda it: it["files"][0].update(size=2**40), "больше"),
    "a size below nothing": (lambda it: it["files"][0].update(size=-1), "целое число"),
    "a size in words": (lambda it: it["files"][0].update(size="12"), "целое число"),
    "a size of true": (lambda it: it["files"][0].update(size=True), "целое число"),
    "one file twice": (lambda it: it["files"].append(it["files"][0]), "дважды"),
    "files without end": (lambda it: it.update(files=[it["files"][0]] * 101), "не бывает"),
    "no digest": (lambda it: it["files"][0].update(digest="../x"), "SHA-256"),
    "a title that turns the line": (lambda it: it.update(title="База \u202e школы"), "скрытых"),
    "a title without end": (lambda it: it.update(title="Б" * 301), "300"),
    "a site that runs": (lambda it: it.update(url="javascript:alert(1)//"), "url"),
    "a site with quotes": (lambda it: it.update(url='https://a.example.org/"onclick="x/'), "url"),
    "a contact that runs": (lambda it: it.update(contact="data:text/html,x"), "contact"),
    "a serial of none": (lambda it: it.update(serial=0), "serial"),
    "a serial beyond": (lambda it: it.update(serial=2**60), "serial"),
    "no day": (lambda it: it.update(signed="вчера"), "signed"),
    "another key": (lambda it: it.update(key=package.key_text(b"0" * 32)), "другой ключ"),
    "not a list": (lambda it: it.update(files={"name": "a"}), "список"),
    "a base with a path": (
        lambda it: it.update(handed_on=[{"name": "../x", "key": it["key"], "digest": "0" * 64}]),
        "не имя базы",
    ),
}


@pytest.mark.parametrize("name", HOSTILE_MANIFESTS)
def test_a_signed_manifest_is_a_strangers_text_all_the_same(
    name: str, district: Base, school: Base, capsys: pytest.CaptureFixture[str]
) -> None:
    change, because = HOSTILE_MANIFESTS[name]
    resigned(school, change)
    refused(district, because, capsys)


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000, b'{"format": NaN}'])
def test_a_manifest_that_is_none(data: bytes, district: Base, school: Base, capsys: pytest.CaptureFixture[str]) -> None:
    (school.package / package.MANIFEST_NAME).write_bytes(data)
    key = signing.read_key(school.key_file, school.root)
    (school.package / package.SIGNATURE_NAME).write_bytes(base64.b64encode(key.sign(data)))
    refused(district, "не взята", capsys)


def test_the_manifest_of_the_tests_is_taken_when_nobody_touches_it(district: Base, school: Base) -> None:
    """The red twin of the list above: signed by the same hand and unchanged, it comes."""
    resigned(school, lambda it: None)
    assert district.run("pull") == 0


def test_a_link_in_the_folder_of_a_package_leads_nowhere(
    district: Base, school: Base, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = school.package / "events.json"
    (tmp_path / "elsewhere.json").write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere.json")
    refused(district, "файла нет", capsys)


def test_what_is_handed_on_is_signed_by_its_own_base(
    tmp_path: Path, district: Base, school: Base, capsys: pytest.CaptureFixture[str]
) -> None:
    """The district vouches for a key; it cannot change a word of the school."""
    region = begun(tmp_path, "krai", "База края", {"regions/novyi-krai": OF_A_SCHOOL["regions/novyi-krai"]})
    region.lists(district, handed_on=True)
    assert district.run("pull") == 0
    district.publish(1)
    below = district.package / package.HANDED_ON_FOLDER / "shkola"
    manifest = json.loads((below / package.MANIFEST_NAME).read_bytes())
    forged = (below / package.MANIFEST_NAME).read_bytes().replace("База школы".encode(), "База школь".encode())
    (below / package.MANIFEST_NAME).write_bytes(forged)
    resigned(district, lambda it: it["handed_on"][0].update(digest=package.digest_of_bytes(forged)))
    assert manifest["title"] == "База школы"
    assert region.run("pull") == 1
    assert "подпись не сходится" in capsys.readouterr().err
    assert [one.name for one in region.whole()[0].joined_bases] == ["raion"]
    district.sign(2)
    assert region.run("pull") == 0
    assert [one.name for one in region.whole()[0].joined_bases] == ["raion", "raion-shkola"]


def test_it_is_told_why_a_school_is_gone(
    tmp_path: Path, district: Base, school: Base, capsys: pytest.CaptureFixture[str]
) -> None:
    """The keeper of the region forgot a word of a line, or the district gave the school up: two different mends."""
    assert district.run("pull") == 0
    district.publish(1)
    region = begun(tmp_path, "krai", "База края", {"regions/novyi-krai": OF_A_SCHOOL["regions/novyi-krai"]})
    region.lists(district, handed_on=True)
    assert region.run("pull") == 0
    region.lists(district)
    (problem,) = [one for one in region.whole()[1] if one.code == "federation-not-listed"]
    assert "в строке той нет handed_on: true" in problem.message
    assert region.run("pull") == 0
    assert "База «raion-shkola» убрана" in (told := capsys.readouterr().out)
    assert "в строке raion нет handed_on: true" in told
    region.lists(district, handed_on=True)
    assert region.run("pull") == 0
    district.listed = []
    district.write_settings()
    assert district.run("pull") == 0
    assert "базы «shkola» нет в настройке federation" in capsys.readouterr().out
    district.publish(2)
    assert region.run("pull") == 0
    assert "база «raion» её больше не передаёт" in capsys.readouterr().out


def test_only_what_is_shown_is_counted(district: Base, school: Base, capsys: pytest.CaptureFixture[str]) -> None:
    assert district.run("pull", "--dry-run") == 0
    told = capsys.readouterr().out
    assert "Мероприятия: новых 1" in told and "Регионы:" not in told, "the region is here already"
    assert "не взято: regions/novyi-krai" in told
    assert district.run("pull") == 0
    event = OF_A_SCHOOL["events/otkrytye-uroki"]
    school.write({"events/otkrytye-uroki": {**event, "status": "archived"}})
    school.publish(11)
    capsys.readouterr()
    assert district.run("pull") == 0
    told = capsys.readouterr().out
    assert "Мероприятия: убрано в архив 1 (otkrytye-uroki)" in told and "изменилось" not in told
    school.write({"events/otkrytye-uroki": event})
    school.publish(12)
    assert district.run("pull") == 0
    assert "Мероприятия: изменилось 1" in capsys.readouterr().out


def test_a_pull_that_nobody_repeats_is_noticed(
    district: Base, school: Base, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def on(day: int) -> list[str]:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1764374400 + day * 86400))
        return list(ages.told_ages(district.root, build_date()))

    assert on(0) == []
    assert district.run("pull") == 0
    assert on(7) == []
    assert "взяты 70\u00a0дней назад" in on(70)[0] and "metodoteka pull" in on(70)[0]
    problems = district.whole()[1]
    assert not [one for one in problems if one.code.startswith("federation")], "age is no problem of the base"
    assert district.run("pull") == 0, "the school has nothing new: it was asked all the same"
    assert on(70) == []
    on(79)
    (school.package / package.MANIFEST_NAME).unlink()
    refused(district, "остаются (взяты 9\u00a0дней назад)", capsys)
    assert len(on(79)) == 1


def test_who_signs_is_told_to_sign_what_came(
    district: Base, school: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("METODOTEKA_CACHE", str(tmp_path / "cache"))
    asked = "Соберите и подпишите"
    assert district.run("pull") == 0
    assert asked not in capsys.readouterr().out, "this base has never signed"
    district.publish(1)
    assert district.run("sign", str(district.site), "--key", str(district.key_file)) == 0
    assert district.run("pull") == 0
    assert asked not in capsys.readouterr().out, "nothing new"
    school.publish(11)
    for _ in range(2):
        assert district.run("pull") == 0
        assert asked in capsys.readouterr().out, "until it is done"
    (district.package / package.MANIFEST_NAME).unlink()
    (district.package / package.SIGNATURE_NAME).unlink()
    assert district.run("pull") == 0
    assert asked in capsys.readouterr().out, "built and not signed"
    assert district.run("sign", str(district.site), "--key", str(district.key_file)) == 0
    assert district.run("pull") == 0
    assert asked not in capsys.readouterr().out


def test_a_base_never_takes_itself_back(tmp_path: Path, district: Base, school: Base) -> None:
    """The school lists the district, which hands the school on."""
    assert district.run("pull") == 0
    district.publish()
    school.lists(district, handed_on=True)
    assert school.run("pull") == 0
    assert [one.name for one in school.whole()[0].joined_bases] == ["raion"]


# --- the net --------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def answering(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """A server on the loopback that answers as it likes."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with contextlib.suppress(OSError):
                answer(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def test_a_package_comes_over_the_net(district: Base, school: Base) -> None:
    with served(school.site) as url:
        district.lists(school, f"{url}dannye/v1/federation.json")
        assert district.run("pull") == 0
        assert district.run("pull", "--locked") == 0
    assert "events/otkrytye-uroki" in district.whole()[0].records
    before = whole_tree(district.root)
    assert district.run("pull") == 1, "the server is gone"
    assert whole_tree(district.root) == before


def head(handler: BaseHTTPRequestHandler, code: int = 200, **fields: str) -> None:
    handler.send_response(code)
    for name, value in fields.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()


def endless(handler: BaseHTTPRequestHandler) -> None:
    head(handler)
    while True:
        handler.wfile.write(b" " * 65536)


def packed(handler: BaseHTTPRequestHandler) -> None:
    head(handler, Content_Encoding="gzip")
    handler.wfile.write(gzip.compress(b" " * 50_000_000))


def round_and_round(handler: BaseHTTPRequestHandler) -> None:
    head(handler, 302, Location="/dannye/v1/federation.json")


def to_a_file(handler: BaseHTTPRequestHandler) -> None:
    head(handler, 302, Location="file:///etc/passwd")


def to_http(handler: BaseHTTPRequestHandler) -> None:
    head(handler, 302, Location="http://example.org/federation.json")


def to_elsewhere(handler: BaseHTTPRequestHandler) -> None:
    head(handler, 302, Location="https://192.168.1.1/federation.json")


def missing(handler: BaseHTTPRequestHandler) -> None:
    head(handler, 404)


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    head(handler, Content_Length="1000")
    handler.wfile.write(b"{}")


def no_answer(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x00\xff\r\n\r\n")


def broken_chunks(handler: BaseHTTPRequestHandler) -> None:
    handler.protocol_version = "HTTP/1.1"
    head(handler, Transfer_Encoding="chunked")
    handler.wfile.write(b"5\r\n{}\r\nzz\r\n")


@pytest.mark.parametrize(
    ("answer", "because"),
    [
        (endless, "Это не опись пакета"),
        (packed, "сжатый ответ"),
        (round_and_round, "бесконечная переадресация"),
        (to_a_file, "не взята"),
        (to_http, "не взята"),
        (to_elsewhere, "отсылает"),
        (missing, "не подписана после последней сборки"),
        (cut_off, "не отвечает"),
        (no_answer, "не отвечает"),
        (broken_chunks, "не отвечает"),
    ],
    ids=lambda it: getattr(it, "__name__", None),
)
def test_a_hostile_server(
    answer: Callable, because: str, district: Base, school: Base, capsys: pytest.CaptureFixture[str]
) -> None:
    with answering(answer) as url:
        district.lists(school, f"{url}dannye/v1/federation.json")
        refused(district, because, capsys)


def test_an_answer_in_chunks_is_whole(tmp_path: Path) -> None:
    def in_chunks(handler: BaseHTTPRequestHandler) -> None:
        handler.protocol_version = "HTTP/1.1"
        head(handler, Transfer_Encoding="chunked", Connection="close")
        handler.wfile.write(b"4\r\nabcd\r\n2\r\nef\r\n0\r\n\r\n")

    with answering(in_chunks) as url:
        assert fetching.Fetcher(tmp_path).manifest(url, 6)[0] == b"abcdef"
        with pytest.raises(fetching.NotFetched, match="больше 5 байт"):
            fetching.Fetcher(tmp_path).manifest(url, 5)


def test_an_answer_drop_by_drop_ends(tmp_path: Path) -> None:
    """Each piece comes in time, the file never: the clock of the whole file stops it."""
    times = iter(range(0, 10_000, 30))

    def slow(handler: BaseHTTPRequestHandler) -> None:
        head(handler)
        for _ in range(200):
            handler.wfile.write(b" " * 65536)

    with answering(slow) as url, pytest.raises(fetching.NotFetched, match="идёт дольше"):
        fetching.Fetcher(tmp_path, clock=lambda: next(times)).manifest(url, 10**9)
    with answering(slow) as url:  # the red twin: a quick clock lets it through
        assert len(fetching.Fetcher(tmp_path, clock=lambda: 0.0).manifest(url, 10**9)[0]) == 200 * 65536


def test_a_run_brings_no_more_than_it_may(district: Base, school: Base, capsys: pytest.CaptureFixture[str]) -> None:
    fetcher = fetching.Fetcher(district.root, limit=1000)
    pulled = pulling.pull(district.root, _listed(district), fetcher)
    assert "--limit" in pulled.failed["shkola"]
    assert not pulling.pull(district.root, _listed(district), fetching.Fetcher(district.root)).failed


def _listed(base: Base):
    return federation_of(base.listed)


def test_a_site_of_the_net_does_not_send_us_to_an_inner_door(tmp_path: Path) -> None:
    for there in ("https://127.0.0.1/x", "https://localhost/x", "https://10.0.0.1/x", "https://[::1]/x"):
        with pytest.raises(fetching.NotFetched, match="внутренней сети"):
            fetching._refuse_inner("https://baza.example.org/federation.json", there)
    fetching._refuse_inner("https://baza.example.org/federation.json", "https://baza.example.org/v1/federation.json")


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
            pulled = pulling.pull(district.root, _listed(district), fetching.Fetcher(district.root))
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
