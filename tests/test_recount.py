"""Figures that resist: an independent recomputation agrees; order, neighbours and time alone change nothing."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import recount
from figures_base import NUMBER, SHARE, part, target, values
from small_base import PRACTICE, writer
from support import PROJECT

from generator import catalog, files, site
from generator.begin import sample
from generator.catalog import Catalog
from generator.exports import tables
from generator.problems import failed
from generator.records import reading
from generator.settings import Settings

TODAY = dt.date(2026, 11, 29)


def checked(root: Path, today: dt.date = TODAY) -> Catalog:
    found, problems = site.check(root, Settings(build_date=today))
    assert not failed(problems), [f"{p.path}:{p.line} {p.message}" for p in problems if p.is_error][:5]
    return found


def hostile(root: Path) -> Path:
    """A region in which districts end, begin, keep silent, have nobody to count, and declare what is not so."""
    districts = {
        f"districts/{name}": {"title": name, "type": "municipal-district", "region": "krai"} for name in "abvg"
    }
    districts["districts/v"] |= {"valid_to": "2024-12-31", "successors": ["districts/a"], "status": "archived"}
    districts["districts/g"] |= {"valid_from": "2025-01-01"}
    told = {}
    for year, lines in {
        "2024": {"a": (10, 20), "b": (8, 40), "v": (30, 60)},
        "2025": {"a": (45, 90), "b": (0, 0), "g": (7, 10)},
        "2026": {"a": (50, 90)},
    }.items():
        for name, (top, bottom) in lines.items():
            told |= values(f"districts/{name}", year, part(top, bottom), {"indicator": "uroki", "value": top * 2})
    told |= values("regions/krai", "2025", part(99, 100))
    happened = [
        ("2026-02-01", {}),
        ("2026-03-01", {"state": "postponed"}),
        ("2026", {}),
        ("2025-12-30", {"end": "2026-01-04"}),
    ]
    events = {
        f"events/e{n}": {"title": f"Встреча {n}", "type": "seminar", "start": start, "territory": "districts/a", **more}
        for n, (start, more) in enumerate(happened)
    }
    shape = {"aggregation": "ratio-of-sums", "targets": [target(0.5, "2026")]}
    indicators = {
        "indicators/dolia": {**SHARE, **shape},
        "indicators/uroki": NUMBER,
        "indicators/vstrechi": {**NUMBER, "title": "Встречи", "computed": "events-held",
                                "territories": ["regions/krai", "districts/a"]},
        "indicators/karta": {**SHARE, "title": "Карта", "computed": "roadmap-done", "territories": ["regions/krai"]},
    }  # fmt: skip
    often = ("quarter", "half-year", "school-year")
    for n, name in enumerate(often):
        its = {"periodicity": name, "territories": ["regions/krai", "districts/a"]}
        indicators[f"indicators/chasto-{n}"] = {**NUMBER, "title": name, "computed": "events-held", **its}
        indicators[f"indicators/praktiki-{n}"] = {**SHARE, "title": name, "computed": "practices-replicated", **its}
    writer(root)({**districts, **told, **events, **indicators, **strangers()}, today=TODAY)
    return root


def strangers() -> dict[str, dict]:
    """Practices of a school, and everybody who may or may not have applied them as a stranger."""
    school = {"type": "school", "level": "school", "territory": "districts/a"}
    organizations: dict[str, dict] = {
        "otdel": {"type": "education-department", "level": "municipal", "territory": "districts/a"},
        "avtor": {**school, "parent": "otdel", "inn": "7707083893"},
        "korpus": {**school, "territory": "districts/b", "inn": "7707083893"},
        "filial": {**school, "territory": "districts/b", "parent": "korpus"},
        "sestra": {**school, "parent": "otdel"},
        "sosed": school,
        "chuzhaia": {**school, "territory": "districts/b"},
        "eshche": {**school, "territory": "districts/g"},
        "nikto": {"type": "school", "level": "school"},
    }
    consent = {"given": "2025-01-10", "categories": ["name"], "document": "журнал № 1", "resource": "сайт «Методотека»"}
    by = {"authors": [{"role": "учитель", "organization": "avtor", "name": "Иван Ёлкин", "consent": consent}]}
    practices: dict[str, dict] = {
        "odna": {"since": "2024-05", **by},
        "chei-to": {"since": "2024", "authors": [{"role": "учитель"}]},
        "bez-daty": {**by, "owner": "chuzhaia"},
        "staraia": {"since": "2023-01-10", "status": "archived", **by},
    }
    told = [(practice, who, date, {}) for practice in practices for who in organizations
            for date in (("2025-02", "2025-11-03") if who in ("chuzhaia", "eshche") else ("2024-06",))]  # fmt: skip
    told += [
        ("odna", "eshche", "2024-08", {"result": "did-not-work"}),
        ("odna", "eshche", "2024-09", {"outcomes": [{"what": "хуже", "before": 5, "after": 3, "n": 20}]}),
        ("odna", "eshche", "2024-10", {"reporter": {"role": "учитель", "name": "иван  елкин", "consent": consent}}),
    ]
    applied = {
        f"replications/r{n}": {"practice": practice, "organization": who, "date": date, "result": "worked",
                               "territory": "districts/b", "summary": None, **more}
        for n, (practice, who, date, more) in enumerate(told)
    }  # fmt: skip
    return {
        **{f"organizations/{name}": {"title": name, **own} for name, own in organizations.items()},
        **{f"practices/{name}": {**PRACTICE, "title": name, "territory": "districts/a", **own}
           for name, own in practices.items()},
        **applied,
    }  # fmt: skip


@pytest.fixture(scope="module", params=["shipped", "sample", "hostile"])
def root(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "shipped":
        return PROJECT
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "hostile":
        return hostile(folder / "base")
    files.write_tree(folder / "base", sample.generate_base(400, 7, files.vocabularies_dir()))
    return folder / "base"


def published(found: Catalog) -> dict[recount.Key, dict[str, str]]:
    rows = {}
    for file in tables.indicators_csv(found):
        for row in csv.DictReader(io.StringIO(file.data.decode("utf-8-sig")), delimiter=";"):
            rows[file.path.split("/")[1], row["Вид и код территории"], row["Период"]] = row
    return rows


def test_of_all_who_applied_it_only_strangers_count(tmp_path: Path) -> None:
    """The red twin of the recomputation: with the ties of organisations left out it says another thing."""
    base = recount.Base(hostile(tmp_path / "base"))
    days = recount.recount_practices.applied_on(base.records, base.now, "practices/odna")
    assert sorted({(day.year, day.month) for day in days}) == [(2025, 2), (2025, 11)]
    for record in base.records.values():
        for name in ("parent", "inn"):
            record.pop(name, None)
    loose = recount.recount_practices.applied_on(base.records, base.now, "practices/odna")
    assert min(loose) == dt.date(2024, 6, 30)


def test_every_published_figure_is_found_again_in_the_raw_records(root: Path) -> None:
    found = checked(root)
    mine = {
        (i, s, recount.period_in_words(p)): f for (i, s, p), f in recount.figures(recount.Base(root), TODAY).items()
    }
    rows = published(found)
    compared = 0
    for key, row in rows.items():
        if "скрыто" in row["Значение"] or row["Значение"] == "нет данных":
            continue
        figure = mine[key]
        compared += 1
        if row["Числитель"]:
            assert (Fraction(row["Числитель"].replace(",", ".")), Fraction(row["Знаменатель"].replace(",", "."))) == (
                figure.top,
                figure.bottom,
            ), key
        if figure.empty:
            assert row["Значение"] == "некого считать", key
            continue
        shown = Fraction(row["Значение"].replace(",", ".")) / (100 if row["Единица"] == "%" else 1)
        assert figure.value is not None, key
        assert abs(shown - figure.value) <= Fraction(1, 200 if row["Единица"] == "%" else 2), key
        how = {"сумма по районам": "summed", "вычислено по записям базы": "computed"}.get(
            row["Как получено"], "declared"
        )
        assert how == figure.how, key
        if how == "summed":
            silent = {
                a for a in figure.missing if "скрыто" not in rows.get((key[0], a, key[2]), {}).get("Значение", "")
            }
            names = {found.title_of(found.records[a]) for a in silent}
            assert set(filter(None, row["Нет данных районов"].split("; "))) == names, key
    assert compared > 10
    missing = [k for k, f in mine.items() if k not in rows and (f.value is not None or f.empty)]
    assert [key for key in missing if key[1] in found.shown and f"indicators/{key[0]}" in found.shown] == []


def test_the_recomputation_can_disagree(tmp_path: Path) -> None:
    """Red twin: one numerator changed in the files after the tables were made."""
    base = hostile(tmp_path / "base")
    rows = published(checked(base))
    path = base / "data/values/a-2025.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("numerator: 45", "numerator: 46"), encoding="utf-8")
    mine = recount.figures(recount.Base(base), TODAY)
    assert Fraction(rows["dolia", "districts/a", "2025 год"]["Числитель"]) != mine["dolia", "districts/a", "2025"].top


def told(found: Catalog) -> dict[tuple[str, str, str], tuple]:
    return {
        (its_id, one.scope, str(one.period)): (
            one.value, one.numerator, one.denominator, one.status, one.hidden, one.parts, one.contradiction, one.digits,
        )
        for its_id, its in found.readings.items()
        for one in its
    }  # fmt: skip


def test_the_order_of_records_changes_no_figure(root: Path) -> None:
    loaded, _ = reading.load(root)
    expected = told(catalog.build(loaded, TODAY))
    for seed in range(2):
        keys = sorted(loaded.records)
        random.Random(seed).shuffle(keys)
        mixed = replace(loaded, records={key: loaded.records[key] for key in keys})
        assert told(catalog.build(mixed, TODAY)) == expected


def test_a_new_district_changes_no_figure_of_another(tmp_path: Path) -> None:
    base = hostile(tmp_path / "base")
    before = told(checked(base))
    district = "title: Новый\nsummary: Новый.\nstatus: published\ntype: municipal-district\nregion: krai\n"
    (base / "data/districts/iovyi.yml").write_text(district, encoding="utf-8")
    lines = "values:\n- {indicator: dolia, numerator: 30, denominator: 60}\n"
    figures = f"territory: districts/iovyi\nperiod: '2025'\nstatus: published\nsource: {{title: Отчёт}}\n{lines}"
    (base / "data/values/iovyi-2025.yml").write_text(figures, encoding="utf-8")
    after = told(checked(base))
    same = {key: figure for key, figure in before.items() if key[1].startswith("districts/")}
    assert {key: after[key] for key in same} == same


def test_time_alone_worsens_no_status(root: Path) -> None:
    """Whoever has reached or is on the way stays so; what becomes «отстаёт» was of a year that was not over."""
    loaded, _ = reading.load(root)
    good: dict[tuple, str] = {}
    for days in (0, 20, 33, 60, 200, 400, 1200):
        found = catalog.build(loaded, TODAY + dt.timedelta(days))
        for its_id, its in found.readings.items():
            for one in its:
                key = (its_id, one.scope, str(one.period))
                if key in good and one.period.last < found.today:
                    assert one.status == good[key] or one.origin == "computed", key
                if one.status in ("reached", "on-the-way") and one.period.last < found.today:
                    good[key] = one.status
                if one.record is not None and one.status == "behind":
                    assert one.known_on is None or one.known_on >= one.period.first, key
    assert good


def test_a_number_written_before_the_year_was_over_does_not_become_late_by_waiting(tmp_path: Path) -> None:
    write = writer(tmp_path / "base")
    aims = {"indicators/dolia": {**SHARE, "targets": [target(0.9, "2026")]}}
    file = values("districts/raion", "2026", part(45, 60), updated="2026-05-01")
    for today, status in ((dt.date(2026, 5, 28), "not-over"), (dt.date(2027, 1, 2), "partial"), (TODAY, "not-over")):
        (one,) = (r for r in write({**aims, **file}, today=today).catalog.readings["dolia"] if r.scope.startswith("d"))
        assert one.status == status


def test_sums_agree_at_every_level(root: Path) -> None:
    found = checked(root)
    for its_id, its in found.readings.items():
        cells = {(one.scope, one.period): one for one in its}
        for one in its:
            if one.origin != "summed" or one.numerator is None or one.parts is None or one.parts[0] != one.parts[1]:
                continue
            region = found.records[one.scope]
            parts = [
                cells[d.key, one.period]
                for d in found.linked(region, "districts.region")
                if (d.key, one.period) in cells
            ]
            assert sum(p.numerator or 0 for p in parts) >= one.numerator, (its_id, one.scope)
