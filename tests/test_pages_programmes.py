"""Pages of indicators and programmes: what is promised, what is known, and what nobody said."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from figures_base import NUMBER, RAION, SHARE, SOSED, part, put, roadmap, target, values
from small_base import Pages, Write, writer


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return writer(tmp_path / "base")


# --- the page of an indicator -----------------------------------------------------------------------------------------


def test_the_definition_says_what_is_divided_by_what(write: Write) -> None:
    words = write({"indicators/dolia": {**SHARE, "denominator": None}}).read("indicators/dolia")
    assert "Числитель: что считают обученные" in words
    assert "Знаменатель: от чего источник не говорит" in words
    assert "Как часто источник не говорит" in words
    assert "Целевых значений источники не называют." in words
    assert "Нет данных: значений никто не опубликовал." in words


def test_where_nobody_published_a_figure_the_goal_stands_all_the_same(write: Write) -> None:
    fields = {**SHARE, "targets": [target(0.7, scope="programmes/put")], "territories": ["regions/krai"]}
    words = write({"indicators/dolia": fields}).read("indicators/dolia")
    assert "Край — нет данных не менее 70 % (2027 год) нет данных нет данных" in words


def test_targets_are_said_with_their_comparator_and_the_words_of_the_source(write: Write) -> None:
    targets = [
        target(0.7, "2025", scope="programmes/put", wording="не менее 70 % от числа"),
        target(0.8, "2026", comparator="up-to"),
        target(0.3, "2027", base="unknown", wording="не менее чем в 30 %"),
    ]
    words = write({"indicators/dolia": {**SHARE, "targets": targets}}).read("indicators/dolia")
    assert "2025 год Программа «Путь» не менее 70 % «не менее 70 % от числа»" in words
    assert "2026 год для всех до 80 % —" in words
    assert "2027 год для всех не менее 30 %; источник не говорит, от чего «не менее чем в 30 %»" in words


@pytest.mark.parametrize(("direction", "words"), [("up", "не менее 25 %"), ("down", "не более 25 %")])
def test_a_norm_is_a_bound_from_the_right_side(write: Write, direction: str, words: str) -> None:
    norm = {"minimums": [{"period": "2024", "value": 0.25}], "direction": direction}
    assert f"2024 год и дальше: {words}" in write({"indicators/dolia": {**SHARE, **norm}}).read("indicators/dolia")


def test_a_target_of_an_unknown_base_is_compared_with_nothing(write: Write) -> None:
    goal = {"targets": [target(0.3, base="unknown")]}
    pages = write({"indicators/dolia": {**SHARE, **goal}, **values(RAION, "2026", part(45, 60))})
    page = pages.text("indicators/dolia")
    assert "с целью не сравнить" in page
    assert "достигнут<" not in page
    assert "--m-chart-target" not in page, "nor is it drawn beside the value"


def test_a_region_is_summed_from_what_its_districts_have(write: Write) -> None:
    fields = {**SHARE, "aggregation": "ratio-of-sums", "territories": [RAION, SOSED]}
    pages = write({
        "indicators/dolia": fields,
        SOSED: {"title": "Сосед", "type": "municipal-district", "region": "krai"},
        **values(RAION, "2025", part(45, 60)),
    })  # fmt: skip
    words = pages.read("indicators/dolia")
    assert "Край 2025 год 75 % 45 из 60 сумма: по данным 1 из 2 районов" in words
    assert "Сосед — нет данных" in words
    assert words.index("Край 2025") < words.index("Район 2025") < words.index("Сосед —")


def test_a_number_keeps_its_unit_and_a_zero_is_a_value(write: Write) -> None:
    pages = write({"indicators/uroki": NUMBER, **values(RAION, "2025-H1", {"indicator": "uroki", "value": 0})})
    assert "Район первое полугодие 2025 г. 0 уроков" in pages.read("indicators/uroki")
    assert "I пол. 2025 — 0." in pages.text("indicators/uroki").replace("\u00a0", " ")


def test_a_source_is_named_once_with_all_its_records(write: Write) -> None:
    same = {"source": {"title": "Один отчёт"}}
    pages = write({
        "indicators/dolia": SHARE,
        **values(RAION, "2024", part(20, 60), **same),
        **values(RAION, "2025", part(45, 60), **same),
    })  # fmt: skip
    section = pages.section("indicators/dolia", "Значения")
    assert section.count("Один отчёт") == 1
    assert "2 записи значений" in section
    assert "источник 2" not in section


def test_demonstration_values_stand_apart(write: Write) -> None:
    pages = write({
        "indicators/dolia": {**SHARE, "aggregation": "ratio-of-sums"},
        "districts/demo-raion": {"title": "Выдуманный", "type": "municipal-district", "region": "krai", "demo": True},
        **values(RAION, "2025", part(45, 60)),
        **values("districts/demo-raion", "2025", part(1, 60), demo=True),
        **values("regions/krai", "2024", part(59, 60), demo=True),
    })  # fmt: skip
    words = pages.read("indicators/dolia")
    assert words.index("Район 2025") < words.index("Демонстрационные территории") < words.index("Выдуманный 2025")
    assert "по данным 1 из 1 района" in words, "the demonstration district is no part of the sum"
    assert "59 из 60" not in words + pages.read("regions/krai"), "an invented figure of a real territory is never shown"


# --- programmes -------------------------------------------------------------------------------------------------------


def rows(pages: Pages) -> dict[str, list[str]]:
    """Rows of the roadmap table: number -> words of its cells."""
    body = pages.section("programmes/put", "Дорожная карта")
    found = re.findall(r'<tr id="m-(\d+)"[^>]*>(.*?)</tr>', body, re.S)
    cells = {n: re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for n, row in found}
    return {n: [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", c)).strip() for c in row] for n, row in cells.items()}


@pytest.mark.parametrize(
    ("when", "term", "states"),
    [
        ("2025-02", "февраль 2025 г.", "нет отчёта"),
        ("2025-05..2025-06", "май – июнь 2025 г.", "нет отчёта"),
        ("yearly 03", "ежегодно, март",
         "нет отчёта: 2, не начато: 1 март 2025 — нет отчёта март 2026 — нет отчёта март 2027 — не начато"),
        ("yearly 12..02", "ежегодно, декабрь – февраль",
         "нет отчёта: 2, не начато: 2 декабрь 2024 – февраль 2025 — нет отчёта "
         "декабрь 2025 – февраль 2026 — нет отчёта "
         "декабрь 2026 – февраль 2027 — не начато декабрь 2027 – февраль 2028 — не начато"),
        ("always", "постоянно", "нет данных"),
        ("by-plan", "по отдельному плану", "нет данных"),
        ("by-schedule", "по отдельному графику", "нет данных"),
    ],
)  # fmt: skip
def test_the_six_shapes_of_a_term(write: Write, when: str, term: str, states: str) -> None:
    row = rows(put(write, {"title": "Дело", "when": when}, reported_on="2025-01-20"))["3"]
    assert row == ["3", "Дело", term, "ректор ( ИРК )", states, "нет данных"]
    silent = put(write, {"title": "Дело", "when": when}, reported_on=None)
    assert rows(silent)["3"] == ["3", "Дело", term, "ректор ( ИРК )", "—"], "without a report there is no state to show"


def test_without_a_report_no_data_is_said_once(write: Write) -> None:
    section = put(write, {"title": "Дело", "when": "yearly 03"}, reported_on=None).section(
        "programmes/put", "Дорожная карта"
    )
    drawing = section[section.index("<svg") : section.index("</svg>")]
    assert section.replace(drawing, "").count("нет данных") == 1
    assert "просрочено" not in section


def test_with_a_report_each_occurrence_has_its_state_and_proof(write: Write) -> None:
    proof = [{"record": "events/konkurs-2025"}, {"link": "https://example.org/otchet", "title": "отчёт"}]
    done = {"occurrence": "2025-03", "state": "done", "date": "2025-03-20", "note": "вовремя", "proof": proof}
    row = rows(put(write, {"title": "Дело", "when": "yearly 03", "progress": [done]}))["3"]
    assert row[4] == (
        "выполнено: 1, просрочено: 1, не начато: 1 март 2025 — выполнено март 2026 — просрочено март 2027 — не начато"
    )
    assert row[5] == "2 подтверждения март 2025: 20 марта 2025 г. Конкурс 2025 года ; отчёт ; вовремя"


def test_a_note_and_an_event_that_is_to_come_prove_nothing(write: Write) -> None:
    held = {"number": 1, "title": "Провести конкурс", "when": "2026-03", "progress": [
                {"state": "not-begun", "note": "перенесли"}]}  # fmt: skip
    told = write({"programmes/put": {"roadmap": roadmap(held, reported_on="2026-05-01")}})
    assert rows(told)["1"][5].startswith("слова отчёта, 3 записи базы перенесли ещё в базе:")


def test_a_measure_names_what_fulfils_it_once(write: Write) -> None:
    pages = write()
    assert rows(pages)["1"][5] == "3 записи базы в базе: Конкурс , Конкурс 2026 года , Центр чтения"
    named = {"number": 1, "title": "Провести конкурс", "when": "2025-09", "progress": [
                {"state": "done", "proof": [{"record": "events/konkurs-2026"}]}]}  # fmt: skip
    told = write({"programmes/put": {"roadmap": roadmap(named, reported_on="2026-10-01")}}, dt.date(2026, 10, 2))
    assert rows(told)["1"][5] == "1 подтверждение, 2 записи базы Конкурс 2026 года ещё в базе: Конкурс , Центр чтения"


def test_measures_can_be_linked_to(write: Write) -> None:
    page = write().text("programmes/put")
    assert re.findall(r'<tr id="(m-\d+)"', page) == ["m-1", "m-2", "m-3"]


def test_the_years_count_what_falls_due_in_them(write: Write) -> None:
    winter = {"title": "Стажировки", "when": "yearly 12..02"}
    section = put(write, winter, {"title": "Совет", "when": "always"}, reported_on=None).read("programmes/put")
    # with the contest of every September and the courses of March 2026 from the base
    assert "2025 2 2026 3 2027 2 2028 1 без даты" in section


def test_stages_may_overlap(write: Write) -> None:
    stages = [{"title": "Основной", "start": "2025-01", "end": "2025-08", "note": "учим"},
              {"title": "Итоги", "start": "2025-08", "end": "2027-12"}]  # fmt: skip
    words = write({"programmes/put": {"stages": stages}}).read("programmes/put")
    assert "Основной январь – август 2025 г. учим Итоги август 2025 г. – декабрь 2027 г. —" in words


def test_a_programme_without_an_end_says_so(write: Write) -> None:
    stages = [{"title": "Первый", "start": "2025-01", "end": "2025-08"}, {"title": "Дальше", "start": "2025-09"}]
    measures = ({"title": "Наставники", "when": "2025-03.."}, {"title": "Смотр", "when": "yearly 10"})
    pages = write({"programmes/put": {"term": {"start": "2025-01"}, "stages": stages, "roadmap": roadmap(*measures)}})
    words = pages.read("programmes/put")
    assert "Срок с января 2025 г., бессрочно" in words
    assert "срок прошёл" not in words
    assert "Первый январь – август 2025 г. Дальше с сентября 2025 г." in words
    assert rows(pages)["3"][2:5] == ["с марта 2025 г.", "ректор ( ИРК )", "не начато"]
    assert rows(pages)["4"][4].startswith("просрочено: 1, не начато: 2 октябрь 2025 — просрочено октябрь 2026 —")
    now = pages.section("programmes/put", "Дорожная карта").partition("Дальше:")[0]
    assert 'Наставники</a> <span class="m-muted">с марта 2025' in now.replace("\u00a0", " ")
    assert "с января 2025 г., бессрочно" in pages.read("regions/krai")


def test_goals_without_values_are_no_data(write: Write) -> None:
    goals = [target(0.7, scope="programmes/put"), target(0.3, "2026", scope="programmes/put", base="unknown",
                                                         wording="не менее чем в 30 %")]  # fmt: skip
    words = write({"indicators/dolia": {**SHARE, "targets": goals}}).read("programmes/put")
    assert "Доля не менее 70 % 2027 год нет данных нет данных нет данных" in words
    assert "не менее 30 %; источник не говорит, от чего 2026 год; в источнике: «не менее чем в 30 %»" in words


def test_a_goal_is_judged_by_itself_and_by_the_nearest_value(write: Write) -> None:
    """The region has an easier target of its own: that one is reached, the programme's is not."""
    goals = [target(0.5, "2025", scope="regions/krai"), target(0.9, "2025", scope="programmes/put")]
    pages = write({
        "indicators/dolia": {**SHARE, "targets": goals},
        **values("regions/krai", "2024", part(30, 60)),
        **values("regions/krai", "2025", part(45, 60)),
    })  # fmt: skip
    section = pages.section("programmes/put", "Цели и значения")
    assert "<b>75 %</b>" in section
    assert "2025 год, <a" in section
    assert "отстаёт" in section
    assert "достигнут" in pages.section("regions/krai", "Показатели")


def test_the_passport_names_the_act_and_its_state(write: Write) -> None:
    basis = [{"document": "novyi", "note": "статья 47"}]
    pages = write({"programmes/put": {"basis": basis}, "documents/prikaz": {"in_force": "no"}})
    words = pages.read("programmes/put")
    assert "Чем утверждена Приказ не действует" in words
    assert "Новый приказ — статья 47" in words


def test_a_programme_without_a_roadmap_has_no_roadmap_section(write: Write) -> None:
    bare = write({"programmes/put": {"roadmap": None}, "centers/tsentr": {"cycle": [], "programme": None},
                  "associations/umo": {"plan": []}, "series/konkurs": {"fulfils": []},
                  "events/konkurs-2026": {"fulfils": []}})  # fmt: skip
    assert "## Дорожная карта" not in bare.text("programmes/put")
