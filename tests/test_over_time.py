"""One truth over time: what is counted as of a day, which territories make up a sum, what stands of a closed period."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import over_time
import pytest
from figures_base import NUMBER, RAION, SHARE, SOSED, part, target, values
from over_time import CLOSED, DATED, KRAI, NEIGHBOUR, again, day, readings
from small_base import PRACTICE, Pages, Write
from support import PROJECT

from generator import cli
from generator.catalog.computed import counting
from generator.pages.views.amounts import note_of
from generator.records.periods import Period
from generator.records.programmes import Indicator
from generator.settings import languages
from generator.text.language import using_language

write = over_time.write


# --- the roadmap: in time, late, no report ----------------------------------------------------------------------------

DONE = {"indicators/dolia": {**SHARE, "computed": "roadmap-done", "territories": [KRAI]}}


def measure(when: str, done: str | None = None, **more: Any) -> dict[str, Any]:
    progress = {"state": "done", **({"date": done} if done else {}), **more}
    return {"title": "Дело", "when": when, "progress": [progress] if done is not None or more else []}


def reported(write: Write, *measures: dict[str, Any], on: str = "2026-05-01", today: str = "2026-05-28") -> Pages:
    """A roadmap of these measures alone."""
    numbered = [{"number": n, "responsible": [{"role": "ректор"}], **one} for n, one in enumerate(measures, 1)]
    programme = {"roadmap": {"reported_on": on, "measures": numbered}}
    quiet = {"associations/umo": {"plan": None}, "series/konkurs": {"fulfils": None}, "centers/tsentr": {"cycle": None},
             "events/konkurs-2026": {"fulfils": None}, "events/konkurs-2025": {"contest": None}}  # fmt: skip
    return write({**DONE, "programmes/put": programme, **quiet}, today=day(today))


def test_done_five_weeks_late_is_no_measure_done_in_time(write: Write) -> None:
    pages = reported(write, measure("2026-01", "2026-01-31"), measure("2026-02", "2026-04-05"))
    reading = readings(pages)[KRAI, "2026"]
    assert (reading.numerator, reading.denominator) == (1, 2)
    assert "позже срока: 1" in reading.note_in_russian
    assert [o.state for found in pages.catalog.roadmaps["put"].values() for o in found] == ["done", "done-late"]
    assert "выполнено позже срока" in pages.read("programmes/put")
    english = languages.language("en", (str(PROJECT / "theme" / "locale" / "en.po"),))
    with using_language(english):
        said = note_of(pages.catalog, pages.catalog.one(Indicator, "dolia"), reading)
    assert said == "after the deadline: 1"


def test_a_term_that_names_its_day_ends_on_it(write: Write) -> None:
    pages = reported(write, measure("2026-02-10", "2026-02-20"), measure("2026-02-01..2026-02-20", "2026-02-20"))
    assert [o.state for found in pages.catalog.roadmaps["put"].values() for o in found] == ["done-late", "done"]


def test_done_without_a_day_is_not_known_to_be_in_time(write: Write) -> None:
    reading = readings(reported(write, measure("2026-01", "2026-01-15"), measure("2026-02", "", note="сделали")))
    assert (reading[KRAI, "2026"].numerator, reading[KRAI, "2026"].denominator) == (1, 2)
    assert "не сказано" in reading[KRAI, "2026"].note_in_russian


def test_the_share_stops_at_the_last_report_and_never_falls_because_nobody_wrote(write: Write, tmp_path: Path) -> None:
    measures = [measure("2026-01", "2026-01-31"), measure("2026-02"), *[measure(f"2026-{m:02}") for m in range(5, 12)]]
    told = readings(reported(write, *measures))[KRAI, "2026"]
    assert (told.numerator, told.denominator, told.as_of) == (1, 2, day("2026-05-01"))
    for today in ("2026-07-01", "2026-11-30", "2026-12-31", "2027-01-02", "2029-01-02"):
        later = readings(again(tmp_path, today))[KRAI, "2026"]
        assert (later.numerator, later.denominator, later.as_of) == (1, 2, day("2026-05-01")), today
        assert later.status in (told.status, "partial", "not-over", "no-target")
    pages = again(tmp_path, "2026-11-30")
    assert "нет отчёта, не считается: 6" in readings(pages)[KRAI, "2026"].note_in_russian
    states = [o.state for found in pages.catalog.roadmaps["put"].values() for o in found]
    assert states == ["done", "late", *["no-report"] * 6, "not-begun"], "what nobody reported on is not late"


def test_a_report_on_the_last_day_tells_of_that_day(write: Write, tmp_path: Path) -> None:
    """«Отчёт на 31 марта» says how it was in the evening: what was not done then is late on the first of April."""
    told = (measure("2026-03", "2026-03-31"), measure("2026-03"))
    assert (KRAI, "2026") in readings(reported(write, *told, on="2026-03-31", today="2026-04-01"))
    reading = readings(again(tmp_path, "2026-04-01"))[KRAI, "2026"]
    assert (reading.numerator, reading.denominator) == (1, 2)
    states = lambda pages: [o.state for found in pages.catalog.roadmaps["put"].values() for o in found]  # noqa: E731
    assert states(again(tmp_path, "2026-03-31")) == ["done", "not-begun"]
    assert states(again(tmp_path, "2026-04-01")) == ["done", "late"]


def test_a_declared_share_of_a_past_day_is_held_against_that_day(write: Write) -> None:
    """One of two on 31 March, when the second was done on 11 April; both would be wrong."""
    pages = reported(write, measure("2026-02", "2026-02-20"), measure("2026-03", "2026-04-11"))
    count = counting.counting(pages.catalog, "roadmap-done", pages.catalog.find(KRAI))
    march = count.at(Period(2026), day("2026-03-31"))
    assert march is not None
    assert (march.numerator, march.denominator, march.as_of) == (1, 2, day("2026-03-31"))


# --- practices: since when --------------------------------------------------------------------------------------------

SPREAD = {"indicators/dolia": {**SHARE, "computed": "practices-replicated", "territories": [RAION]}}


def practice(**more: Any) -> dict[str, Any]:
    return {**PRACTICE, "territory": RAION, **more}


REPEATED = {
    "regions/okrug": {"title": "Округ", "type": "krai"},
    "organizations/chuzhaia": {"title": "Чужая школа", "type": "school", "level": "school",
                               "territory": "regions/okrug"},
    "replications/raz": {"practice": "priem", "organization": "chuzhaia", "territory": "regions/okrug",
                         "date": "2025-03", "result": "worked", "summary": None},
}  # fmt: skip


def test_a_practice_added_later_changes_no_figure_of_the_past(write: Write) -> None:
    base = {**SPREAD, **REPEATED, "practices/priem": practice(since="2024"),
            **values(RAION, "2025", part(1, 1), as_of="2025-12-31")}  # fmt: skip
    before = readings(write(base))[RAION, "2025"]
    assert not before.disputed
    for more in ({"since": "2026-02"}, {}):
        later = write({**base, "practices/novyi": practice(title="Новый приём", **more)})
        assert not readings(later)[RAION, "2025"].disputed
        assert readings(later)[RAION, "2026"].denominator == 2


def test_without_a_word_of_its_own_a_practice_counts_from_the_day_the_base_remembers(
    write: Write, tmp_path: Path
) -> None:
    write({**SPREAD, "practices/priem": practice()})
    assert (RAION, "2025") not in readings(again(tmp_path, "2026-05-28"))
    (tmp_path / "base" / DATED).write_text("practices/priem 2025-06-01\n", encoding="utf-8")
    pages = again(tmp_path, "2026-05-28")
    assert readings(pages)[RAION, "2025"].denominator == 1
    assert (RAION, "2024") not in readings(pages)
    assert "без даты: 1, считаются со дня, когда база их впервые опубликовала" in pages.read("indicators/dolia")


def test_the_memory_is_kept_by_the_command_and_never_changed(write: Write, tmp_path: Path, capsys) -> None:
    write({**SPREAD, "practices/priem": practice()})
    path = tmp_path / "base" / DATED
    path.write_text("practices/priem 2020-06-01\n", encoding="utf-8")
    assert cli.main(["--root", str(tmp_path / "base"), "addresses"]) == 0
    told = path.read_text(encoding="utf-8")
    assert "practices/priem 2020-06-01\n" in told
    assert re.search(r"^courses/kurs \d{4}-\d\d-\d\d$", told, re.M)


# --- New Year ---------------------------------------------------------------------------------------------------------


def test_on_the_second_of_january_the_last_year_is_there_and_the_new_one_is_running(
    write: Write, tmp_path: Path
) -> None:
    aims = {"targets": [target(0.9, "2026"), target(0.95, "2027")]}
    aimed = {"indicators/dolia": {**SPREAD["indicators/dolia"], **aims}}
    two = {"practices/priem": practice(since="2024"), "practices/drugoi": practice(title="Другой", since="2024")}
    write({**aimed, **REPEATED, **two})
    pages = again(tmp_path, "2027-01-02")
    found = readings(pages)
    assert found[RAION, "2026"].value == found[RAION, "2025"].value
    assert found[RAION, "2027"].status == "not-over"
    words = pages.read("indicators/dolia")
    assert "2026 год 50 %" in words
    assert "год ещё идёт" in words


def test_a_new_year_without_a_report_has_no_figure_and_nobody_is_behind(write: Write, tmp_path: Path) -> None:
    reported(write, measure("2026-01", "2026-01-31"))
    reading = readings(again(tmp_path, "2027-01-02"))[KRAI, "2027"]
    assert (reading.value, reading.status) == (None, "not-over")


# --- closed periods ---------------------------------------------------------------------------------------------------


def test_what_was_written_of_a_closed_year_stands_when_its_records_change(write: Write, tmp_path: Path, capsys) -> None:
    root, base = tmp_path / "base", {**SPREAD, **REPEATED, "practices/priem": practice(since="2024")}
    write(base)
    assert cli.main(["--root", str(root), "close"]) == 0
    kept = (root / CLOSED).read_bytes()
    assert "districts/raion, 2025: dolia — 1 из 1" in capsys.readouterr().out
    assert cli.main(["--root", str(root), "close"]) == 0
    assert (root / CLOSED).read_bytes() == kept, "what is written never changes"
    write({**base, "practices/zabytyi": practice(title="Забытый", since="2025-02")})
    (root / CLOSED).write_bytes(kept)
    pages = again(tmp_path, "2026-12-28")
    reading = readings(pages)[RAION, "2025"]
    assert (reading.numerator, reading.denominator) == (1, 1)
    assert "по записям сейчас 1 из 2" in pages.read("indicators/dolia")
    assert readings(pages)[RAION, "2026"].denominator == 2


@pytest.mark.parametrize(("margin", "note"), [("  ", " # сверено с отчётом"), ("", "")])
def test_the_notes_beside_closed_figures_stay(margin: str, note: str, write: Write, tmp_path: Path) -> None:
    write({**SPREAD, **REPEATED, "practices/priem": practice(since="2023")})
    path = tmp_path / "base" / CLOSED
    assert cli.main(["--root", str(tmp_path / "base"), "close"]) == 0
    head, *rows = path.read_text("utf-8").split("  - indicator")  # all but the second are written anew
    its = f"  # исправлено: забыли школу\n  - indicator{rows[1]}".replace("    written:", "    # запись\n    written:")
    its = its.replace("as_of: ", "as_of:  ").rstrip("\n") + note + "\n  # конец списка\n"
    kept = "\n".join(row.replace("  ", margin, 1) if row.startswith("  ") else row for row in its.split("\n"))
    path.write_text(f"# Ведёт методист.\n{head}{kept}", "utf-8")
    assert cli.main(["--root", str(tmp_path / "base"), "close"]) == 0
    written = path.read_text("utf-8")
    assert kept.removesuffix(f"{margin}# конец списка\n") in written
    assert written.startswith("# Ведёт методист.\n") and written.count("# конец списка\n") == 1
    assert written.count("- indicator") == len(rows) > 2
    scopes = [row.split(": ")[1] for row in written.split("\n") if "scope:" in row]
    assert scopes == sorted(scopes)


def test_a_number_declared_later_does_not_push_a_closed_one_aside(write: Write, tmp_path: Path) -> None:
    folder = tmp_path / "base"
    row = {"indicator": "karta", "scope": "regions/krai", "period": "'2025'", "numerator": 2, "denominator": 4,
           "as_of": "2025-12-31", "written": "2026-01-12"}  # fmt: skip
    lines = "\n    ".join(f"{name}: {value}" for name, value in row.items())
    shape = {"indicators/karta": {**SHARE, "computed": "roadmap-done", "territories": ["regions/krai"]}}
    write({**shape, **values("regions/krai", "2025", part(3, 4, "karta"))})
    (folder / "data/closed-periods.yml").write_text(f"figures:\n  - {lines}\n", encoding="utf-8")
    pages = Pages(folder, dt.date(2026, 5, 28))
    (one,) = (r for r in pages.catalog.readings["karta"] if str(r.period) == "2025")
    assert (one.value, one.contradiction, one.against, one.disputed) == (
        Decimal("0.75"),
        Decimal("0.5"),
        "closed",
        True,
    )
    assert "записано при закрытии периода 50 % числа расходятся" in pages.read("regions/krai")


def test_a_year_whose_last_report_is_older_than_its_end_waits(write: Write, tmp_path: Path) -> None:
    reported(write, measure("2025-01", "2025-01-31"), measure("2025-12"), on="2025-11-01")
    assert cli.main(["--root", str(tmp_path / "base"), "close"]) == 0
    assert not (tmp_path / "base" / CLOSED).exists()


def test_a_running_period_is_not_closed(write: Write, tmp_path: Path) -> None:
    write({**SPREAD, "practices/priem": practice(since="2026-01")})
    assert cli.main(["--root", str(tmp_path / "base"), "close"]) == 0
    path = tmp_path / "base" / CLOSED
    assert not path.exists() or f"period: '{dt.date.today().year}'" not in path.read_text(encoding="utf-8")


# --- events -----------------------------------------------------------------------------------------------------------

HELD = {"indicators/dolia": {**NUMBER, "computed": "events-held", "territories": [KRAI, RAION, SOSED]}}


def event(start: str, territory: str = RAION, **more: Any) -> dict[str, Any]:
    return {"title": f"Встреча {start}", "type": "seminar", "start": start, "territory": territory, **more}


@pytest.mark.parametrize(
    ("also", "held"),
    [
        (event("2026-03-10"), 2),
        (event("2026-03-10", state="postponed"), 1),
        (event("2026-03-10", state="cancelled"), 1),
        (event("2026"), 1),
        (event("2026-04"), 2),
        (event("2026-05"), 1),  # may still be ahead
        (event("2026-05-20", end="2026-06-02"), 1),  # goes on
        (event("2025-12-30", end="2026-01-03"), 2),  # ended this year
    ],
    ids=["another", "postponed", "cancelled", "a year only", "a month that is over", "this month", "running", "turn"],
)
def test_only_what_was_held_counts(write: Write, also: dict[str, Any], held: int) -> None:
    pages = write({**HELD, **NEIGHBOUR, "events/odin": event("2026-02-10"), "events/drugoi": also})
    assert readings(pages)[RAION, "2026"].value == held


def test_a_region_has_its_own_events_and_those_of_its_districts(write: Write) -> None:
    own = {f"events/k{n}": event(f"2026-02-{n:02}", KRAI) for n in (1, 2, 3)}
    theirs = {f"events/r{n}": event(f"2026-03-{n:02}", (RAION, SOSED)[n % 2]) for n in range(1, 7)}
    pages = write({**HELD, **NEIGHBOUR, **own, **theirs})
    assert readings(pages)[KRAI, "2026"].value == 9
    assert len(readings(pages)[KRAI, "2026"].counted) == 9


def test_a_region_has_its_own_events_wherever_the_indicator_applies(write: Write) -> None:
    everywhere = {"indicators/dolia": {**NUMBER, "computed": "events-held"}}
    pages = write({**everywhere, "events/k": event("2026-02-01", KRAI), "events/r": event("2026-02-02")})
    assert readings(pages)[KRAI, "2026"].value == 2
    assert readings(pages)[RAION, "2026"].value == 1


def test_a_zero_from_the_records_does_not_call_itself_a_sum_of_districts(write: Write) -> None:
    words = write({**HELD, **NEIGHBOUR}).read("indicators/dolia")
    assert "значения районов" not in words
