"""The facts of the five documents are in the records, and nothing is said about real places that no document says."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from shipped_base import checked
from support import PROJECT

from generator import catalog as catalogs
from generator import text
from generator.catalog import Catalog
from generator.records.practices import Practice, minutes_of, steps_by_time
from generator.settings import Settings

SEEDS = {
    "tsel-9-krasnodarskii-krai", "kontseptsiia-kuibyshevskii-raion", "proekt-dvizhenie-vverkh",
    "statia-metodicheskoe-soprovozhdenie", "vystuplenie-ermakovskii-raion",
}  # fmt: skip


@pytest.fixture(scope="module")
def base() -> Catalog:
    found, problems = checked(Settings())
    assert [p for p in problems if p.is_error] == []
    return found


def real(base: Catalog, kind: str) -> tuple:
    return base.listed(kind)


def test_three_regions_and_two_districts(base: Catalog) -> None:
    assert {r.id for r in real(base, "regions")} == {"krasnodarskii-krai", "rostovskaia-oblast", "krasnoiarskii-krai"}
    districts = {"kuibyshevskii-rostovskaia-oblast", "ermakovskii-krasnoiarskii-krai"}
    assert {r.id for r in real(base, "districts")} == districts


def test_every_document_is_cited(base: Catalog) -> None:
    assert {r.target.removeprefix("documents/") for r in base.references if r.target.startswith("documents/")} >= SEEDS


#: number -> term of the 31 measures of «Движение вверх», from the source roadmap
#: (data/documents/proekt-dvizhenie-vverkh.yml)
TERMS = {
    **dict.fromkeys((1, 8, 9), "2019-02"), 25: "2019-05..2019-06", 26: "2019-06",
    **dict.fromkeys((5, 10, 11, 12), "yearly 03"), 6: "yearly 04", 13: "yearly 03..04", 14: "yearly 04..05",
    15: "yearly 06..07", **dict.fromkeys((16, 17, 18, 19, 22), "yearly 08"), 24: "yearly 01", 27: "yearly 09",
    28: "yearly 08..09", **dict.fromkeys((3, 4, 20, 21, 23), "always"), 2: "by-plan",
    **dict.fromkeys((7, 29, 30, 31), "by-schedule"),
}  # fmt: skip
#: number -> how many responsible parties the source names
PARTIES = {
    3: 3, 16: 2, 17: 2, 20: 2, 22: 2, 23: 3, 24: 2, 27: 4, 28: 3, 29: 2, 30: 4, 31: 4,
}  # fmt: skip


def test_all_31_measures_with_their_terms_and_responsible_parties(base: Catalog) -> None:
    measures = base.get("programmes", "dvizhenie-vverkh").roadmap.measures
    assert {m.number.whole: str(m.when) for m in measures} == TERMS
    assert {m.number.whole: len(m.responsible) for m in measures} == {n: PARTIES.get(n, 1) for n in TERMS}


def test_nobody_is_called_late_without_a_report(base: Catalog) -> None:
    states = {o.state for found in base.roadmaps["dvizhenie-vverkh"].values() for o in found}
    assert states == {"no-data"}


def test_stages_overlap_as_the_source_has_it(base: Catalog) -> None:
    stages = base.get("programmes", "dvizhenie-vverkh").stages
    assert [(str(s.start), str(s.end)) for s in stages] == [
        ("2019-01", "2019-07"), ("2019-08", "2021-08"), ("2021-08", "2021-12"),
    ]  # fmt: skip


def test_eight_indicators_four_with_the_targets_of_the_programme(base: Catalog) -> None:
    targets = {
        (str(t.value), t.comparator, t.base) for i in real(base, "indicators") for t in i.targets
        if t.scope == "programmes/dvizhenie-vverkh"
    }  # fmt: skip
    assert len(real(base, "indicators")) == 8
    assert targets == {
        ("0.7", "at-least", "known"), ("0.8", "up-to", "known"), ("0.75", "up-to", "known"),
        ("0.3", "at-least", "unknown"),
    }  # fmt: skip


def test_no_figure_about_a_real_place_that_nobody_published(base: Catalog) -> None:
    real_scopes = {r.key for kind in ("regions", "districts", "programmes", "organizations") for r in real(base, kind)}
    assert [v.id for v in base.all_shown("values") if v.territory in real_scopes] == []
    shown = [x for i in real(base, "indicators") for x in base.readings.get(i.id, ()) if x.value is not None]
    assert [x for x in shown if x.origin != "computed"] == []


@pytest.mark.parametrize(
    ("field", "count"),
    [
        ("contradictions", 5),
        ("tasks", 7),
        ("principles", 5),
        ("expected_results", 6),
        ("acts", 4),
        ("links", 5),
        ("indicators", 4),
    ],
)
def test_kuibyshevsky_district_is_whole(base: Catalog, field: str, count: int) -> None:
    assert len(getattr(base.get("districts", "kuibyshevskii-rostovskaia-oblast"), field)) >= count


def test_kuibyshevsky_vertical_has_four_levels(base: Catalog) -> None:
    district = base.get("districts", "kuibyshevskii-rostovskaia-oblast")
    assert [v.level for v in district.vertical] == ["federal", "regional", "municipal", "school"]


def test_krasnodar_rests_on_four_positions_and_takes_five_things_into_account(base: Catalog) -> None:
    region = base.get("regions", "krasnodarskii-krai")
    assert (len(region.principles), len(region.considerations)) == (4, 5)


def test_ermakovsky_district_and_its_tracks(base: Catalog) -> None:
    district = base.get("districts", "ermakovskii-krasnoiarskii-krai")
    assert (len(district.priorities), len(district.criteria)) == (3, 3)
    tracks = [t for t in real(base, "tracks") if t.territory and "krasnoiarskii" in t.territory]
    assert len(tracks) == 3
    conference = base.get("events", "aprelskaia-konferentsiia-7-ermakovskii-raion")
    assert (str(conference.start), conference.edition) == ("--04", 7)


def test_five_areas_of_diagnosis_and_three_kinds_of_education(base: Catalog) -> None:
    diagnostics = base.get("diagnostics", "piat-oblastei")
    assert len({s.area for s in diagnostics.statements}) == 5
    assert [t.id for t in base.vocabularies["education-kinds"].terms] == ["formal", "non-formal", "informal"]


def test_real_practices_come_from_the_literature(base: Catalog) -> None:
    practices = real(base, "practices")
    assert len(practices) >= 30
    for practice in practices:
        assert practice.sources, practice.id
        assert not practice.outcomes, f"{practice.id}: local outcomes belong to demonstration practices"
        assert not base.linked(practice, "replications.practice"), practice.id


#: subjects for which a practice of their own was missing longest
OWN = (
    "geometriia", "veroiatnost-i-statistika", "muzyka", "izobrazitelnoe-iskusstvo", "trud", "fizicheskaia-kultura",
    "obzr", "literaturnoe-chtenie", "nemetskii-iazyk", "informatika", "okruzhaiushchii-mir",
)  # fmt: skip


@pytest.mark.parametrize("subject", OWN)
def test_a_subject_has_a_practice_of_its_own_that_can_be_run(base: Catalog, subject: str) -> None:
    """Written for it (it comes first, beside two others at most), with a sheet that a pupil, pair or group gets, with
    times that fit together, and with a source that can be looked up."""
    found = [p for p in real(base, "practices") if p.subjects[:1] == (subject,) and len(p.subjects) <= 3]
    ready = [
        p for p in found
        if any(sheet.copies != "teacher" and sheet.answers for sheet in p.handouts)
        and all(step.when and step.minutes for step in p.steps)
        and any(source.link for source in p.sources)
        and "Честно о доказательствах" in (p.mechanism or "")
    ]  # fmt: skip
    assert ready, [p.id for p in found]
    for practice in ready:
        lesson = sum(step.minutes for step in practice.steps if step.when == "lesson")
        promised = float(practice.conditions.carry_hours) * 60
        assert abs(lesson - promised) <= promised / 4, practice.id


#: length -> SHA-256 of the stems of that length; the documents name these people, the repository does not
PRIVATE = {
    9: {"890e88eded4e9494189a3512cfea1d9f4f280e906e83180a53f0e77a5276f43b"},
    8: {"49ba7f47540972a5803b1925c300d7370ed6d4bf290694ebb934ab57ea5e48dc"},
    7: {"5d6f51b6c68ecdf4c4f78602aeb3022ed8dde5cc13182cec0ae9b7326e7562ba"},
}


def named(text: str, private: dict[int, set[str]]) -> int:
    """How many different words of ``text`` begin with a stem of ``private``, in whatever case and ending."""
    words = {word.replace("ё", "е") for word in re.findall("[а-яё]{7,}", text.casefold())}
    stems = {(size, word[:size]) for word in words for size in private if len(word) >= size}
    return sum(hashlib.sha256(stem.encode()).hexdigest() in private[size] for size, stem in stems)


def written() -> Iterator[Path]:
    """Every text file that is kept in the repository: records, pages, program, theme, tests and what lies on top."""
    for folder in ("content", "data", "generator", "tests", "theme"):
        for path, folders, names in os.walk(PROJECT / folder):
            folders[:] = [name for name in folders if name not in ("node_modules", "__pycache__")]
            yield from (Path(path, name) for name in names)
    yield from (path for path in PROJECT.iterdir() if path.is_file() and path.name != ".git")


def test_no_name_of_a_private_person_of_the_documents() -> None:
    texts = {path: path.read_bytes().decode("utf-8", "ignore") for path in written()}
    assert len(texts) > 500
    assert [path.relative_to(PROJECT).as_posix() for path, text in texts.items() if named(text, PRIVATE)] == []


def test_a_name_is_found_in_any_case_and_ending() -> None:
    private = {7: {hashlib.sha256("придума".encode()).hexdigest()}}
    assert [named(text, private) for text in ("доклад ПРИДУМАНОВОЙ", "«Придуманов»")] == [1, 1]
    assert [named(text, private) for text in ("придумка", "непридуманный", "нет")] == [0, 0, 0]


def test_the_demonstration_shows_every_level_state_and_status(base: Catalog) -> None:
    demo = [p.id for p in base.listed("practices", demo=True)]
    assert {base.evidence[i].level for i in demo} == {"d0", "d1", "d2", "d3", "d4", "d5"}
    maturity = {"described", "reviewed", "recommended", "replicated", "not-recommended"}
    assert {base.maturity[i] for i in demo} == maturity
    states = {o.state for found in base.roadmaps["demo-programma"].values() for o in found}
    assert states >= {"done", "under-way", "not-begun", "late"}
    statuses = {r.status for i in base.listed("indicators", demo=True) for r in base.readings.get(i.id, ())}
    assert statuses >= {"reached", "on-the-way", "behind", "no-data"}
    assert any(r.contradiction is not None for i in base.listed("indicators", demo=True) for r in base.readings[i.id])
    assert any(r.hidden for i in base.listed("indicators", demo=True) for r in base.readings[i.id])


def test_the_setting_leaves_nothing_of_the_demonstration() -> None:
    found, _ = checked(Settings(demo=False))
    assert isinstance(found, catalogs.Catalog)
    assert [key for key, record in found.shown.items() if record.demo] == []


#: What steps and hours of a shipped practice may differ by, both ways (a stricter times_agree in checks/claims.py)
QUARTER = 1.25


def times_apart(record: Practice) -> list[str]:
    """Where the steps of a shipped practice and its hours differ by more than a quarter, or a step has no time."""
    hours = record.conditions
    if not any(step.when for step in record.steps):
        pairs = {"всё": (minutes_of(record.steps), hours.prepare_hours + hours.carry_hours)}
    else:
        times = steps_by_time(record.steps)
        pairs = {
            time: (minutes_of(times.get(time, ())), given)
            for time, given in (("before", hours.prepare_hours), ("lesson", hours.carry_hours))
        }
    found = [f"{record.id}: {step.title}" for step in record.steps if len(pairs) > 1 and not step.when]
    for what, (minutes, given) in pairs.items():
        told = float(given or 0) * 60
        if minutes and told and not told / QUARTER <= minutes <= told * QUARTER:
            found.append(f"{record.id}, {what}: {minutes} и {told:.0f}")
    return found


def test_shipped_practices_take_the_time_they_promise(base: Catalog) -> None:
    practices = [record for record in real(base, "practices") if not record.demo]
    assert len(practices) > 40
    assert [line for record in practices for line in times_apart(record)] == []


def test_a_practice_that_promises_less_is_seen(base: Catalog) -> None:
    record = base.get("practices", "mozaika")
    shorter = record.conditions.model_copy(update={"carry_hours": record.conditions.carry_hours / 2})
    assert times_apart(record.model_copy(update={"conditions": shorter})) == ["mozaika, lesson: 50 и 27"]


def names_of(title: str) -> str:
    """What a step calls a sheet by: its title up to the subject, without quotation marks."""
    return re.sub("[«»„“]", "", re.split("[:,?«]", title)[0]).strip().casefold()


def test_shipped_practices_carry_sheets_that_their_steps_name(base: Catalog) -> None:
    practices = [record for record in real(base, "practices") if not record.demo]
    unnamed = [
        f"{record.id}: {sheet.title}"
        for record in practices
        for sheet in record.handouts
        if not any(
            names_of(sheet.title) in re.sub("[«»„“]", "", material).casefold()
            for step in record.steps
            for material in step.materials
        )
    ]
    assert unnamed == []
    for_pupils = [r for r in practices if any(sheet.copies != "teacher" for sheet in r.handouts)]
    assert len(for_pupils) >= 30


def test_no_line_of_a_shipped_sheet_is_lost(base: Catalog) -> None:
    """A line for an answer is a run of low lines, which Markdown could read as a rule; within a line it is a blank."""
    lost = [
        f"{record.id}: {sheet.title}"
        for record in real(base, "practices")
        for sheet in record.handouts
        if sheet.text.count("_") != text.render(sheet.text).count("&#95;")
    ]
    assert lost == []
    assert text.render("Время ____–____").count("&#95;") == 8
    assert text.render("до\n\n____\n\nпосле").count("&#95;") != 4  # red twin
