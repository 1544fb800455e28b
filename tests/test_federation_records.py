"""Records of other bases: read like any record, a stranger's text; one thing stays one, own records stay."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from federated import DISTRICT, EVENT, OF_A_SCHOOL, REGION, SCHOOL, TODAY, begun
from hypothesis import given, settings
from hypothesis import strategies as st
from support import copy_of_mini

from generator import site
from generator.catalog import build
from generator.checks import foreign_records
from generator.exports.open_files import open_files
from generator.records import KINDS, reading
from generator.records import federation_package as package
from generator.records.joined_reading import ForeignBase, foreign_base
from generator.records.joining import Joined
from generator.settings import Settings

KEY = package.key_text(b"0" * 32)
HERE = Settings(build_date=TODAY, site_url="https://raion.example.org/")
Row = dict[str, Any]


@cache
def own() -> reading.Loaded:
    """The base of a district, as it is read."""
    with TemporaryDirectory() as folder:
        base = begun(
            Path(folder), "raion", "База района", {"regions/novyi-krai": REGION, "districts/kamskii": DISTRICT}
        )
        return reading.load(base.root)[0]


def packed(files: dict[str, Any], name: str = "shkola") -> ForeignBase:
    """A package of these files (rows of a kind, or a whole file), read as it came."""
    contents: dict[str, bytes] = {}
    listed = []
    for path, its in files.items():
        told = its if isinstance(its, bytes) else json.dumps(_file(path, its), ensure_ascii=False).encode()
        digest = package.digest_of_bytes(told)
        contents[digest] = told
        plain = path.removeprefix("demo/")
        listed.append(package.PackageFile(plain, len(told), digest, demo=path.startswith("demo/")))
    url = f"https://{name}.example.org/"
    manifest = package.Manifest("База школы", url, f"mailto:m@{name}.ru", 1, TODAY, KEY, tuple(listed))
    locked = package.LockedBase(name, "x", KEY, 1, TODAY, "0" * 64, "0" * 64, demo=True)
    return foreign_base(locked, manifest, contents.get)


def _file(path: str, its: Any) -> Any:
    return {"version": "v1", "records": its} if isinstance(its, list) else its


def rows(records: dict[str, Row]) -> dict[str, list[Row]]:
    """The files of these records, by their address."""
    files: dict[str, list[Row]] = {}
    for key, fields in records.items():
        kind, its_id = key.split("/")
        row = {"id": its_id, "kind": kind, "url": "https://elsewhere.example.org/", "status": "published", **fields}
        files.setdefault(f"{kind}.json", []).append(row)
    return files


def joined(*bases: ForeignBase, base: reading.Loaded | None = None) -> Joined:
    return foreign_records.let_in(base or own(), bases, partial(site._catalog, settings=HERE))


def came(made: Joined) -> set[str]:
    return set(made.loaded.origins)


def told(made: Joined, code: str) -> str:
    return "\n".join(one.message for one in made.problems if one.code == code)


OF_SCHOOL = OF_A_SCHOOL


# --- there and back ---------------------------------------------------------------------------------------------------


def test_open_data_become_the_records_they_were(tmp_path: Path) -> None:
    """Every kind of the mini base. What does not travel: names, former addresses, pictures, what nobody measured."""
    root = copy_of_mini(tmp_path / "base")
    there = Settings(build_date=TODAY, site_url="https://mini.example.org/")
    theirs = site.check(root, there)[0]
    files = {
        file.path.removeprefix("dannye/v1/"): file.data
        for file in open_files(theirs, there)
        if file.path.endswith(".json") and file.path.startswith("dannye/v1/") and "/schemas/" not in file.path
        and not file.path.endswith("datapackage.json")
    }  # fmt: skip
    found = packed(files, "mini")
    assert found.left_out == ()
    made = joined(found, base=reading.Loaded(vocabularies=dict(theirs.vocabularies)))
    assert made.problems == []
    public = {key for key, one in theirs.records.items() if one.is_public and one.kind != "values"}
    assert came(made) >= public
    differing = {
        (key, name)
        for key in public
        for name in type(theirs.records[key]).model_fields
        if name != "path" and getattr(theirs.records[key], name) != getattr(made.loaded.records[key], name)
    }
    assert differing == {
        ("practices/parnoe", "aliases"), ("practices/parnoe", "authors"), ("events/aprel", "timezone"),
        ("events/konkurs-2025", "timezone"), ("replications/parnoe-shkola-b", "title"),
        ("reviews/parnoe-institut", "title"),
    }  # fmt: skip
    assert [one.name for one in made.loaded.records["practices/parnoe"].authors] == [None, None]
    (values,) = [one for one in made.loaded.records.values() if one.kind == "values"]
    (own_values,) = [one for one in theirs.records.values() if one.kind == "values"]
    assert (values.territory, values.period, values.values) == (
        own_values.territory,
        own_values.period,
        own_values.values,
    )


def test_hidden_figures_come_as_hidden_and_counted_ones_stay() -> None:
    indicator = {"title": "Доля педагогов", "type": "share", "unit": "%", "summary": "Сколько.", "aggregation": "none"}
    row = {"indicator": "dolia", "scope": "districts/kamskii", "period": "2025", "origin": "declared"}
    figures = [
        {**row, "state": "known", "value": 0.75, "numerator": 45, "denominator": 60, "source_title": "Отчёт"},
        {**row, "period": "2024", "state": "hidden"},
        {**row, "period": "2023", "state": "known", "value": 0.5, "origin": "summed"},
        {**row, "period": "2022", "state": "no-data"},
        {**row, "period": "2021", "state": "known", "value": "много"},
    ]
    made = joined(packed(rows({**OF_SCHOOL, "indicators/dolia": indicator}) | {"indicator_values.json": figures}))
    found = {str(one.period): one.values[0] for one in made.loaded.records.values() if one.kind == "values"}
    assert {period: (one.numerator, one.suppressed) for period, one in found.items()} == {
        "2025": (45, False), "2024": (None, True),
    }  # fmt: skip
    assert "2021" in told(made, "joined-left-out")


# --- one thing, one record --------------------------------------------------------------------------------------------


def test_the_same_territory_and_organization_are_one_whatever_they_are_called() -> None:
    theirs = {
        "regions/krai": {**REGION, "title": "Край Новый"},
        "districts/kamskii-mr": {**DISTRICT, "title": "Камский муниципальный район", "region": "krai"},
        "organizations/shkola-1": {**SCHOOL, "territory": "districts/kamskii-mr"},
        "events/otkrytye-uroki": {**EVENT, "territory": "districts/kamskii-mr"},
    }
    made = joined(packed(rows(theirs)))
    assert came(made) == {"organizations/shkola-1", "events/otkrytye-uroki"}
    assert made.loaded.records["events/otkrytye-uroki"].territory == "districts/kamskii"
    assert made.loaded.records["districts/kamskii"].title == "Камский район", "the own record wins"
    assert {(one.theirs, one.here) for one in made.same} == {
        ("regions/krai", "regions/novyi-krai"), ("districts/kamskii-mr", "districts/kamskii"),
    }  # fmt: skip
    second = packed(rows({"organizations/drugoe-imia": {**SCHOOL, "title": "МБОУ СОШ", "territory": None}}), "vtoraia")
    again = joined(packed(rows(theirs)), second)
    assert ("organizations/drugoe-imia", "organizations/shkola-1") in {(one.theirs, one.here) for one in again.same}


def test_what_only_has_the_same_name_gets_another_and_references_follow() -> None:
    first = packed(rows(OF_SCHOOL), "pervaia")
    other = {**SCHOOL, "title": "Другая школа", "inn": "7830002293"}
    second = packed(rows({**OF_SCHOOL, "organizations/shkola-1": other}), "vtoraia")
    made = joined(first, second)
    assert came(made) >= {"organizations/shkola-1", "organizations/vtoraia-shkola-1", "events/vtoraia-otkrytye-uroki"}
    assert made.loaded.records["events/vtoraia-otkrytye-uroki"].organizer == "vtoraia-shkola-1"
    origin = made.loaded.origins["events/vtoraia-otkrytye-uroki"]
    assert (origin.id, origin.page) == ("otkrytye-uroki", "https://vtoraia.example.org/events/otkrytye-uroki/")
    assert "organizations/shkola-1 → organizations/vtoraia-shkola-1" in " ".join(made.notes)


def test_no_address_of_the_site_and_no_former_one_of_an_own_record_is_taken(tmp_path: Path) -> None:
    district = {**DISTRICT, "aliases": ["staryi"]}
    base = begun(tmp_path, "raion", records={"regions/novyi-krai": REGION, "districts/kamskii": district})
    theirs = {
        "regions/novyi-krai": REGION,
        "districts/staryi": {**DISTRICT, "title": "Старый район", "oktmo": "57700000"},
        "events/index": {**EVENT, "territory": "districts/staryi", "organizer": None},
    }
    made = joined(packed(rows(theirs)), base=reading.load(base.root)[0])
    assert came(made) == {"districts/shkola-staryi", "events/shkola-index"}
    assert made.loaded.records["events/shkola-index"].territory == "districts/shkola-staryi"


def test_what_did_not_travel_is_left_out_of_the_record_or_with_it() -> None:
    theirs = {
        **OF_SCHOOL,
        "events/bez-serii": {
            **EVENT, "series": "net-takoi", "fulfils": [{"programme": "net", "measure": "1"}], "type": "contest",
            "contest": {"winners": [{"practice": "net", "place": "лауреат"}, {"organization": "shkola-1"}]},
            "sources": [{"document": "net", "page": "5"}, {"document": "net", "title": "Отчёт"}],
        },
        "replications/o-nichem": {
            "practice": "net-takoi", "organization": "shkola-1", "territory": "districts/kamskii", "date": "2026-03",
            "result": "worked",
        },
        "documents/prikaz": {"title": "Приказ", "type": "order", "summary": "О чём.", "repealed_by": "net-takogo"},
    }  # fmt: skip
    made = joined(packed(rows(theirs)))
    event = made.loaded.records["events/bez-serii"]
    assert (event.series, event.fulfils) == (None, ())
    assert [one.organization for one in event.contest.winners] == ["shkola-1"]
    assert [(one.title, one.document) for one in event.sources] == [("Отчёт", None)]
    assert "replications/o-nichem" not in came(made)
    assert "replications/o-nichem (названное в ней не пришло" in told(made, "joined-left-out")


def test_what_refers_to_a_record_that_is_left_out_goes_without_it() -> None:
    school = {**SCHOOL, "contacts": {"phone": "+7 912 000-00-00"}, "functions": ["тел. +7 912 123-45-67"]}
    made = joined(packed(rows({**OF_SCHOOL, "organizations/shkola-1": school})))
    assert "organizations/shkola-1" not in came(made)
    assert made.loaded.records["events/otkrytye-uroki"].organizer is None


def test_organizations_in_a_circle_do_not_come() -> None:
    circle = {
        "organizations/a": {**SCHOOL, "title": "А", "inn": None, "parent": "b"},
        "organizations/b": {**SCHOOL, "title": "Б", "inn": None, "parent": "a"},
    }
    made = joined(packed(rows({**OF_SCHOOL, **circle})))
    assert not {"organizations/a", "organizations/b"} <= came(made)
    whole = build(made.loaded, TODAY)
    assert whole.find("organizations/shkola-1")


def test_terms() -> None:
    lists = {
        "event-kinds": {"title": "Виды", "terms": [
            {"id": "pedsovet-novyi", "label": "Педсовет по-новому"},
            {"id": "seminar", "label": "Большой семинар"},
            {"id": "hidden", "label": "Скры\u202eтый"},
        ]},
    }  # fmt: skip
    theirs = {
        **OF_SCHOOL,
        "events/novyi": {**EVENT, "type": "pedsovet-novyi"},
        "events/neizvestnyi": {**EVENT, "type": "takogo-net"},
        "events/skrytyi": {**EVENT, "type": "hidden"},
    }
    made = joined(packed(rows(theirs) | {"vocabularies.json": {"version": "v1", "vocabularies": lists}}))
    assert {"events/novyi", "events/otkrytye-uroki"} <= came(made)
    assert not {"events/neizvestnyi", "events/skrytyi"} & came(made)
    assert made.loaded.vocabularies["event-kinds"].by_id["pedsovet-novyi"].label == "Педсовет по-новому"
    assert "pedsovet-novyi" not in own().vocabularies["event-kinds"].by_id, "the own list is another object"
    assert "там «Большой семинар»" in " ".join(made.notes)


# --- strangers --------------------------------------------------------------------------------------------------------


HOSTILE: dict[str, Row] = {
    "a script": {"summary": "ok", "outcome": {"note": "Текст <script>alert(1)</script>"}},
    "a link that runs": {"outcome": {"note": "[нажмите](javascript:alert(1))"}},
    "a line turned about": {"title": "Урок \u202eкорУ"},
    "a control character": {"title": "Урок\u0007"},
    "a tab": {"outcome": {"note": "а\tб"}},
    "marks of a merge": {"outcome": {"note": "<<<<<<< HEAD\nа\n=======\nб\n>>>>>>> x"}},
    "a huge record": {"outcome": {"note": "а" * 300_000}},
    "a long title": {"title": "а" * 301},
    "a list for a text": {"title": ["а"]},
    "a group for a text": {"title": {"а": "б"}},
    "a text for a group": {"contest": "да"},
    "a number for a list": {"links": 5},
    "no title": {"title": None},
    "a day that never was": {"start": "2026-02-31"},
    "a clock that is none": {"timezone": "Europe/Nowhere"},
    "a draft": {"status": "draft"},
    "an invented record among real ones": {"demo": True},
    "a telephone": {"place": "у Марины, +7 912 345-67-89"},
    "a passport": {"outcome": {"note": "паспорт 65 04 123456"}},
    "an address that is none": {"links": [{"title": "Сайт", "url": "file:///etc/passwd"}]},
    "deep": {"links": json.loads("[" * 60 + "]" * 60)},
    "deeper": {"links": json.loads("[" * 500 + "]" * 500)},
    "deep where nobody looks": {"unknown": json.loads('{"a":' * 500 + "1" + "}" * 500)},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_record_is_left_out_and_told_and_the_others_come(name: str) -> None:
    made = joined(packed(rows({**OF_SCHOOL, "events/chuzhoe": {**EVENT, **HOSTILE[name]}})))
    assert came(made) == {"organizations/shkola-1", "events/otkrytye-uroki"}
    assert "events/chuzhoe" in told(made, "joined-left-out")
    assert "mailto:m@shkola.ru" in made.problems[0].hint


def test_the_record_of_these_tests_comes_when_nothing_is_wrong_with_it() -> None:
    """The red twin of the list above."""
    event = {**EVENT, "title": "Чужое", "outcome": {"note": "Всё хорошо"}}
    made = joined(packed(rows({**OF_SCHOOL, "events/chuzhoe": event})))
    assert "events/chuzhoe" in came(made) and made.problems == []


@pytest.mark.parametrize("its_id", ["../x", "a/b", "", "A", "а", ".", None, ["x"], "x" * 81, "con.yml"])
def test_an_id_is_never_a_path(its_id: Any) -> None:
    files = rows(OF_SCHOOL)
    files["events.json"].append({**EVENT, "id": its_id, "status": "published"})
    made = joined(packed(files))
    assert came(made) == {"organizations/shkola-1", "events/otkrytye-uroki"}
    assert "не идентификатор" in told(made, "joined-left-out")


def test_a_name_never_crosses_even_with_a_consent() -> None:
    consent = {"given": "2026-01-10", "document": "журнал", "categories": ["name"], "resource": "сайт школы"}
    head = {"role": "директор", "name": "Имярек Демонстрационный", "consent": consent}
    made = joined(packed(rows({**OF_SCHOOL, "organizations/shkola-1": {**SCHOOL, "head": head}})))
    found = made.loaded.records["organizations/shkola-1"].head
    assert (found.role, found.name, found.consent) == ("директор", None, None)
    assert "Имярек" not in repr(made.loaded.sources["organizations/shkola-1"])


def test_what_only_looks_like_a_name_is_told() -> None:
    event = {**EVENT, "outcome": {"note": "Вела Мария Ивановна Петрова."}}
    made = joined(packed(rows({**OF_SCHOOL, "events/otkrytye-uroki": event})))
    assert "events/otkrytye-uroki" in came(made)
    assert "events/otkrytye-uroki" in told(made, "joined-personal")


def test_files_and_pages_of_a_record_are_links_to_its_base() -> None:
    note = "[Школа](organizations/shkola-1), [руководство](guides/urok/#a), [район](districts/kamskii)."
    materials = [{"title": "Лист", "file": "list.docx", "rights": "own"}]
    event = {**EVENT, "outcome": {"note": note, "materials": materials}, "aliases": ["prezhnee"]}
    made = joined(packed(rows({**OF_SCHOOL, "events/otkrytye-uroki": event})))
    found = made.loaded.records["events/otkrytye-uroki"]
    assert made.problems == []
    assert found.outcome.note == (
        "[Школа](organizations/shkola-1), [руководство](https://shkola.example.org/guides/urok/#a), "
        "[район](districts/kamskii)."
    )
    assert str(found.outcome.materials[0].url) == "https://shkola.example.org/files/events/otkrytye-uroki/list.docx"
    assert (found.outcome.materials[0].file, found.aliases) == (None, ())


def test_the_page_of_a_record_is_on_the_site_of_its_base() -> None:
    """Whatever address a row tells."""
    made = joined(packed(rows(OF_SCHOOL)))
    assert made.loaded.origins["events/otkrytye-uroki"].page == "https://shkola.example.org/events/otkrytye-uroki/"


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe\x00", b"[" * 100_000, b'{"version": "v2", "records": []}',
        b'{"version": "v1"}', b'{"version": "v1", "records": {"a": 1}}',
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_told_and_the_others_come(data: bytes) -> None:
    made = joined(packed({**rows(OF_SCHOOL), "practices.json": data}))
    assert came(made) == {"organizations/shkola-1", "events/otkrytye-uroki"}
    assert "practices.json" in told(made, "joined-left-out")


def test_a_mark_of_bytes_and_a_field_of_a_newer_version_do_no_harm() -> None:
    files = rows({**OF_SCHOOL, "events/otkrytye-uroki": {**EVENT, "new_field": {"a": 1}}})
    data = b"\xef\xbb\xbf" + json.dumps({"version": "v1", "records": files["events.json"]}).encode()
    made = joined(packed({**files, "events.json": data}))
    assert "events/otkrytye-uroki" in came(made) and made.problems == []


def test_demonstration_records_keep_apart() -> None:
    files = rows(OF_SCHOOL)
    demo = [{**EVENT, "id": "primer", "status": "published", "demo": True}]
    made = joined(packed({**files, "demo/events.json": demo}))
    assert made.loaded.records["events/primer"].demo
    wrong = joined(packed({**files, "demo/events.json": [{**demo[0], "demo": False}]}))
    assert "events/primer" not in came(wrong)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=6,
)


@given(
    name=st.sampled_from([*sorted(KINDS["events"].model_fields), "kind", "url", "first_published", "evidence_level"]),
    value=ANYTHING,
)
@settings(max_examples=120)
def test_whatever_stands_in_a_record_the_base_is_read(name: str, value: Any) -> None:
    """It comes, or it is left out and told; the own records and the others of that base are as they were."""
    row = {**EVENT, "id": "chuzhoe", "status": "published", name: value}
    files = rows(OF_SCHOOL)
    files["events.json"].append(row)
    made = joined(packed(files))
    assert {"organizations/shkola-1", "events/otkrytye-uroki"} <= came(made)
    assert {key: made.loaded.records[key] for key in own().records} == own().records
    assert len(came(made)) == 3 or told(made, "joined-left-out") or row.get("base")


@given(data=st.binary(max_size=60) | ANYTHING.map(lambda it: json.dumps(it, allow_nan=True).encode()))
def test_whatever_a_manifest_or_a_lock_is_it_is_read_or_refused(data: bytes) -> None:
    for read in (package.parse_manifest, package.parse_lock):
        with contextlib.suppress(package.WrongPackage):
            read(data)


@pytest.mark.parametrize(
    ("there", "has_answer"),
    [
        ({"title": "Камский муниципальный район"}, True),
        ({"title": "Камский муниципальный район", "oktmo": "57000001"}, True),
        ({"title": "город Камск", "type": "city"}, False),
        ({"title": "Заречный район"}, False),
    ],
    ids=lambda one: one.get("title", "") if isinstance(one, dict) else "",
)
def test_a_territory_that_may_be_here_under_another_name_is_told(there: Row, has_answer: bool) -> None:
    """Two bases call a district by two names and no number: it would stand, and count, twice."""
    region = {key: its for key, its in OF_SCHOOL.items() if key.startswith("regions/")}
    district = {**DISTRICT, "oktmo": None, **there}
    row = {key: value for key, value in district.items() if value is not None}
    here = own()
    plain = {
        key: record.model_copy(update={"oktmo": None}) if record.kind == "districts" else record
        for key, record in here.records.items()
    }
    made = joined(packed(rows({**region, "districts/inoi": row})), base=replace(here, records=plain))
    assert ("districts/inoi" in told(made, "joined-alike")) is has_answer
    assert "districts/inoi" in came(made)


PRACTICE: Row = {
    "title": "Разбор урока", "summary": "Два учителя разбирают урок.", "problem": "Трудно.", "idea": "Смотреть вдвоём.",
    "mechanism": "Видно со стороны.", "results": "Учитель видит.", "steps": [{"title": "Смотреть"}],
    "conditions": {"internet": "none"}, "rights": "own", "sources": [{"title": "Книга"}],
    "authors": [{"role": "учитель", "organization": "shkola-1"}], "owner": "shkola-1",
}  # fmt: skip


@pytest.mark.parametrize(
    ("other", "has_answer"),
    [({"title": "Урок вдвоём"}, True), ({"idea": "Другая мысль."}, False), ({"demo": True}, False)],
    ids=["same", "other idea", "demo"],
)
def test_what_two_other_bases_tell_twice_is_told(other: Row, has_answer: bool) -> None:
    """Both are shown and counted here, and neither can be mended here."""
    one = packed(rows({**OF_SCHOOL, "practices/razbor": PRACTICE}))
    files = rows({**OF_SCHOOL, "practices/vdvoem": {**PRACTICE, **other}})
    folder = "demo/" if "demo" in other else ""
    two = packed({(folder if "practices" in name else "") + name: its for name, its in files.items()}, "druga")
    made = joined(one, two)
    assert {"practices/razbor", "practices/vdvoem"} <= came(made)
    assert ("practices/vdvoem" in told(made, "joined-doubtful")) is has_answer


# --- the own base -----------------------------------------------------------------------------------------------------


def test_nothing_elsewhere_makes_an_own_record_wrong_and_none_can_lean_on_it(tmp_path: Path) -> None:
    """An own record is checked alone: what another base withdraws never stops this one's build."""
    school = begun(tmp_path, "shkola")
    school.publish()
    leaning = {"events/svoe": {**EVENT, "title": "Своё", "organizer": "shkola-1"}}
    base = begun(tmp_path, "raion", records={"regions/novyi-krai": REGION, "districts/kamskii": DISTRICT, **leaning})
    base.lists(school)
    alone = site.check(base.root, base.settings)[1]
    assert {one.code for one in alone if one.is_error} == {"unknown-reference"}
    assert base.run("pull") == 0
    assert [one for one in base.whole()[1] if one.path == "data/events/svoe.yml"] == alone


def test_a_package_is_as_old_as_it_says() -> None:
    made = joined(packed(rows(OF_SCHOOL)))
    (base,) = made.loaded.joined_bases
    assert (base.signed, base.title, base.contact) == (dt.date(2026, 11, 28), "База школы", "mailto:m@shkola.ru")
