"""What `pull` does not believe: changed bytes, other keys, hostile manifests. Every refusal has its red twin: the
same pull of the untouched package takes it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path

import federated
import pytest
from federated import NOW, OF_A_SCHOOL, Base, begun, refused
from look import served

from generator.records import federation_package as package
from generator.settings import build_date
from generator.upkeep.federation import ages, signing

school, district = federated.school, federated.district


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
        return list(ages.age_notices(district.root, build_date()))

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
