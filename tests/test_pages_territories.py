"""Pages of regions, districts, programmes and indicators, on a small real base that each test changes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import html5lib
import markdown
import pytest
from small_base import PRACTICE, Pages, Write, writer

from generator.pages.views import indicators as views

HOSTILE = """<b onclick="x">1</b> **ж** [с](javascript:1) {{ 7*7 }} {% x %} | "к" 'о' &amp; # {#i} `c` _к_ 1. x"""
RAION, SOSED = "districts/raion", "districts/sosed"
SHARE = {"title": "Доля", "type": "share", "unit": "%", "numerator": "обученные", "denominator": "все учителя"}
NUMBER = {"title": "Уроки", "type": "number", "unit": "уроков", "aggregation": "sum"}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return writer(tmp_path / "base")


def values(territory: str, period: str, *lines: dict[str, Any], **more: Any) -> dict[str, dict[str, Any]]:
    """One file of values, as a change to the base."""
    its_id = f"{territory.split('/')[1]}-{period.replace('/', '-').lower()}"
    known = {"territory": territory, "period": period, "values": list(lines), "source": {"title": f"Отчёт {period}"}}
    return {f"values/{its_id}": {**known, "summary": None, **more}}


def part(numerator: int, denominator: int, indicator: str = "dolia", **more: Any) -> dict[str, Any]:
    return {"indicator": indicator, "numerator": numerator, "denominator": denominator, **more}


def target(value: float, period: str = "2027", **more: Any) -> dict[str, Any]:
    return {"period": period, "comparator": "at-least", "value": value, **more}


def full(write: Write) -> Pages:
    """A base in which every part of the four pages has something to show."""
    return write({
        "regions/krai": {"acts": [{"document": "prikaz"}, {"title": "о службах"}], "goal": "Помочь каждому"},
        RAION: {"resident": "Учителю помогают.", "contradictions": ["Одно и другое"], "indicators": ["dolia"],
                "statistics": [{"year": 2025, "schools": 4, "source": {"title": "Сборник"}}],
                "clusters": [{"year": 2025, "level": "базовый"}]},
        "indicators/dolia": {**SHARE, "aggregation": "ratio-of-sums", "small_group": 5, "legal_basis": ["prikaz"],
                             "minimums": [{"period": "2024", "value": 0.3, "document": "prikaz"}],
                             "targets": [target(0.7, scope="programmes/put", wording="не менее 70 %")]},
        "practices/priem": {**PRACTICE, "territory": RAION},
        **values(RAION, "2025", part(45, 60), as_of="2025-12-31"),
        **values(RAION, "2024", part(20, 60)),
    })  # fmt: skip


PAGES = ("regions/krai", RAION, "programmes/put", "indicators/dolia")


def made(page: str) -> str:
    """The page as the site engine makes it of the Markdown."""
    return markdown.markdown(page.split("---\n", 2)[2], extensions=["attr_list", "md_in_html", "tables", "toc"])


# --- all four ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", PAGES)
def test_the_page_is_valid_html(write: Write, address: str) -> None:
    text = full(write).text(address)
    html5lib.HTMLParser(strict=True).parseFragment(made(text))
    ids = re.findall(r'\bid="([^"]+)"', made(text))
    assert len(ids) == len(set(ids))
    links = set(re.findall(r'href="#([^"]+)"', text))
    assert links <= set(ids), "a link within the page leads nowhere"


@pytest.mark.parametrize("address", PAGES)
def test_same_base_same_bytes(write: Write, address: str) -> None:
    assert full(write).text(address) == full(write).text(address)


def test_hostile_titles_stay_text(write: Write) -> None:
    pages = write({
        address: {**full_fields, "title": f"{HOSTILE} {address}"}
        for address, full_fields in {
            "regions/krai": {}, RAION: {"indicators": ["dolia"], "goal": HOSTILE}, "programmes/put": {},
            "indicators/dolia": {**SHARE, "unit": HOSTILE, "targets": [target(0.7, scope="programmes/put", wording=HOSTILE)]},
            **values(RAION, "2025", part(45, 60, note=HOSTILE)),
        }.items()
    })  # fmt: skip
    for address in PAGES:
        page = html5lib.parse(made(pages.text(address)), namespaceHTMLElements=False)
        assert [e.tag for e in page.iter() if "onclick" in e.attrib] == []
        assert ["".join(e.itertext()) for e in page.iter("h1")] == [f"{HOSTILE} {address}"]


def test_what_nobody_wrote_has_no_section(write: Write) -> None:
    headings = re.findall(r"^## ([^{\n]*)", write({RAION: {"vertical": None, "leads": None}}).text(RAION), re.M)
    assert [h.strip() for h in headings] == [
        "Паспорт", "Показатели", "Программы и дорожные карты", "Мероприятия", "Практики",
        "Сообщества и ресурсные центры", "Организации",
    ]  # fmt: skip


# --- regions and districts --------------------------------------------------------------------------------------------


def test_a_resident_reads_plain_words_first(write: Write) -> None:
    page = full(write).text(RAION)
    assert page.index("Учителю помогают.") < page.index("## Паспорт") < page.index("## Зачем это нужно")


def test_the_passport_says_what_is_not_known(write: Write) -> None:
    passport = write().section(RAION, "Паспорт")
    assert '<a href="../../regions/krai/">Край</a>' in passport
    assert "<dt>ОКТМО</dt><dd>нет данных</dd>" in passport


def test_a_merged_district_leads_to_its_successor_and_back(write: Write) -> None:
    pages = write({
        RAION: {"valid_to": "2025-12-31", "successors": [SOSED]},
        SOSED: {"title": "Сосед", "type": "municipal-district", "region": "krai"},
        "programmes/put": {"term": {"start": "2026-01", "end": "2027-12"}},
    })  # fmt: skip
    page = pages.read(RAION)
    assert "Этой территории больше нет. Существовала до 31 декабря 2025 г. Теперь это Сосед." in page
    assert "Программа «Путь»" not in page, "the programme began after the district had ended"
    assert "Что вошло в состав Район" in pages.read(SOSED)


def test_the_vertical_goes_from_the_country_to_the_school(write: Write) -> None:
    levels = ["school", "federal", "municipal", "regional"]
    vertical = [{"level": level, "subjects": [{"title": f"Группа {level}", "role": "роль"}]} for level in levels]
    section = write({RAION: {"vertical": vertical}}).section(RAION, "Кто за что отвечает")
    assert re.findall(r"### (\w+) уровень", section) == ["Федеральный", "Региональный", "Муниципальный", "Школьный"]
    assert section.index("Группа federal") < section.index("Группа school")


def test_subjects_are_linked_with_roles_and_functions(write: Write) -> None:
    section = write().section(RAION, "Кто за что отвечает")
    assert '<a href="../../organizations/institut/">Институт развития края</a>' in section
    assert '<a href="../../associations/umo/">Совет края</a>' in section
    assert "учит методистов" in section
    assert "<li>Ведёт курсы</li>" in section


def test_a_repealed_act_says_so(write: Write) -> None:
    acts = {"regions/krai": {"acts": [{"document": "prikaz"}, {"title": "о службах"}]}}
    assert "не действует" not in write(acts).section("regions/krai", "Документы и ссылки")
    repealed = {"documents/prikaz": {"in_force": "no", "repealed_by": "novyi"}}
    section = write({**acts, **repealed}).section("regions/krai", "Документы и ссылки")
    assert '">Приказ</a> <span class="m-badge m-badge--repealed">не действует</span>' in section
    assert "Новый приказ" in section
    assert "о службах" in section


def test_practices_born_here_and_applied_here(write: Write) -> None:
    replication = {"practice": "priem", "organization": "institut", "territory": "regions/krai", "date": "2026-03",
                   "result": "did-not-work", "summary": None}  # fmt: skip
    pages = write({"practices/priem": {**PRACTICE, "territory": RAION}, "replications/raz": replication})
    assert "Родились здесь" in pages.section(RAION, "Практики")
    assert "Применили здесь" not in pages.section(RAION, "Практики")
    assert "не получилось Приём Институт развития края, март 2026 г." in pages.read("regions/krai")


def test_events_ahead_and_over(write: Write) -> None:
    assert "### Впереди" in write().section(RAION, "Мероприятия")
    later = write(today=dt.date(2026, 7, 1)).section(RAION, "Мероприятия")
    assert "Объявленных мероприятий нет" in later
    assert "### Уже прошли" in later


def test_a_region_lists_its_districts_and_their_sums(write: Write) -> None:
    statistics = [{"year": 2025, "schools": 4, "teachers": 60, "source": {"title": "Сборник"}}]
    known_by_half = [{"year": 2025, "schools": 3, "source": {"title": "Сборник"}}]
    pages = write({
        RAION: {"statistics": statistics},
        SOSED: {"title": "Сосед", "type": "municipal-district", "region": "krai", "statistics": known_by_half},
        "districts/demo-raion": {"title": "Выдуманный", "type": "municipal-district", "region": "krai", "demo": True},
        "practices/priem": {**PRACTICE, "territory": RAION},
    })  # fmt: skip
    assert "Выдуманный" not in pages.read("regions/krai"), "a demonstration district never enters a real region"
    assert '<a href="../../districts/sosed/">Сосед</a>' in pages.section("regions/krai", "Районы")
    assert "Вместе о районах в базе: 1 практика, 1 организация, 1 мероприятие." in pages.read("regions/krai")
    row = "2025 7 60 сумма по районам; школы: по данным 2 из 2; педагоги: по данным 1 из 2"
    assert row in pages.read("regions/krai")


def test_a_published_figure_of_the_region_is_not_replaced_by_a_sum(write: Write) -> None:
    pages = write({
        "regions/krai": {"statistics": [{"year": 2025, "schools": 9, "source": {"title": "Край в цифрах"}}]},
        RAION: {"statistics": [{"year": 2025, "schools": 4, "source": {"title": "Сборник"}}]},
    })  # fmt: skip
    assert "2025 9 нет данных Край в цифрах" in pages.read("regions/krai")


def test_progress_is_counted_only_where_somebody_reports(write: Write) -> None:
    reported = write().section("regions/krai", "Программы и дорожные карты")
    assert "По отчёту на 1 мая 2026 г." in reported
    # the contest of 2025 is over, those of 2026 and 2027 are ahead, the courses are done, the council has no date
    assert re.findall(r'm-badge--([\w-]+)">[^<]*: (\d+)<', reported) == [
        ("done", "1"), ("not-begun", "2"), ("late", "1"), ("no-data", "1")
    ]  # fmt: skip
    assert '<svg viewBox="0 0 400 24" role="img"' in reported
    silent = write({"programmes/put": {"roadmap": roadmap(reported_on=None)}})
    assert "5 сроков; о ходе выполнения никто не отчитался" in silent.section(RAION, "Программы и дорожные карты")
    assert "просрочено" not in silent.text(RAION) + silent.text("programmes/put")


# --- indicators on a territory ----------------------------------------------------------------------------------------


def test_an_indicator_without_values_is_no_data_and_never_zero(write: Write) -> None:
    pages = write({"indicators/dolia": SHARE, RAION: {"indicators": ["dolia"]}})
    section = pages.section(RAION, "Показатели")
    assert '<a href="../../indicators/dolia/">Доля</a> <span class="m-badge m-badge--no-data">нет данных</span>' in section
    assert "<svg" not in section
    assert "0 %" not in section


def test_a_value_shows_its_parts_its_source_and_its_chart(write: Write) -> None:
    pages = full(write)
    section = pages.section(RAION, "Показатели")
    assert "2025 год: <b>75 %</b> <span class=\"m-muted\">45 из 60</span>" in section
    assert "Цели: 2027 год — не менее 70 %" in section
    assert "2024 — 33 %, норматив: не менее 30 %; 2025 — 75 %, норматив: не менее 30 %; 2027 — нет данных" in section
    assert '<a href="#istochnik-1">источник 1</a>' in section
    assert "на 31 декабря 2025 г." in section
    assert "data/values/raion-2025.yml" in section


def contradicted(write: Write) -> Pages:
    replication = {"practice": "priem", "organization": "ministerstvo", "territory": "regions/krai", "date": "2025-03",
                   "result": "worked", "summary": None}  # fmt: skip
    return write({
        "practices/priem": {**PRACTICE, "territory": RAION},
        "practices/drugoi": {**PRACTICE, "title": "Другой приём", "territory": RAION},
        "replications/raz": replication,
        "indicators/dolia": {**SHARE, "computed": "practices-replicated", "territories": [RAION]},
        **values(RAION, "2025", part(5, 6), as_of="2025-12-31"),
    })  # fmt: skip


@pytest.mark.parametrize("address", [RAION, "indicators/dolia"])
def test_a_declared_value_against_the_records_is_shown_with_both_numbers(write: Write, address: str) -> None:
    words = contradicted(write).read(address)
    assert "заявлено 83 % (5 из 6) по записям базы 50 % числа расходятся" in words
    assert "<details class=\"m-more\" open>" in contradicted(write).text(RAION), "it must not hide in a folded table"


@pytest.mark.parametrize(
    ("computed", "changes"),
    [
        ("practices-replicated", {"practices/priem": {**PRACTICE, "territory": RAION}}),
        ("events-held", {"events/seminar": {"start": "2026-02-10 15:00", "end": "2026-02-10 17:00",
                                            "registration": None}}),
        ("roadmap-done", {"programmes/put": {"territory": RAION}}),
    ],
)  # fmt: skip
def test_a_computed_value_names_the_records_it_counts(write: Write, computed: str, changes: dict) -> None:
    fields = {**(SHARE if computed != "events-held" else NUMBER), "computed": computed, "territories": [RAION]}
    pages = write({"indicators/dolia": fields, **changes})
    (reading,) = pages.catalog.readings["dolia"]
    counted = views.counted(pages.catalog, pages.catalog.shown["indicators/dolia"], pages.catalog.shown[RAION], reading)
    assert [r.key for r in counted] == [*changes]
    if computed != "roadmap-done":  # a share of dated occurrences, not of programmes
        assert len(counted) == (reading.denominator or reading.value)
    assert "вычислено по записям базы из записей: 1" in pages.read("indicators/dolia")


def small(write: Write, neighbour: dict[str, Any]) -> Pages:
    return write({
        "indicators/dolia": {**SHARE, "aggregation": "ratio-of-sums", "small_group": 5},
        SOSED: {"title": "Сосед", "type": "municipal-district", "region": "krai"},
        **values(RAION, "2025", part(1, 4)),
        **values(SOSED, "2025", neighbour),
    })  # fmt: skip


def test_a_small_group_is_hidden_everywhere(write: Write) -> None:
    pages = small(write, part(20, 40))
    for address in (RAION, "indicators/dolia"):
        assert "скрыто: мало людей" in pages.read(address)
        assert "1 из 4" not in pages.read(address)
        assert "25 %" not in pages.read(address)


def test_a_sum_that_would_give_a_hidden_value_away_is_hidden_too(write: Write) -> None:
    pages = small(write, part(20, 40))
    words = pages.read("indicators/dolia") + pages.read("regions/krai")
    assert "21 из 44" not in words
    assert "иначе из суммы узнается скрытое значение района" in words


# --- the page of an indicator -----------------------------------------------------------------------------------------


def test_the_definition_says_what_is_divided_by_what(write: Write) -> None:
    words = write({"indicators/dolia": {**SHARE, "denominator": None}}).read("indicators/dolia")
    assert "Числитель: что считают обученные" in words
    assert "Знаменатель: от чего источник не говорит" in words
    assert "Как часто источник не говорит" in words
    assert "Целевых значений источники не называют." in words
    assert "Нет данных: значений никто не опубликовал." in words


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


def roadmap(*measures: dict[str, Any], reported_on: str | None = "2026-05-01") -> dict[str, Any]:
    by = {"responsible": [{"organization": "institut", "role": "ректор"}]}
    default = [
        {"number": 1, "title": "Провести конкурс", "when": "yearly 09", **by},
        {"number": 2, "title": "Курсы методистов", "when": "2026-03", **by},
        {"number": 3, "title": "Совет края", "when": "by-plan", **by},
    ]
    found = [{"number": n, **by, **m} for n, m in enumerate(measures, 1)] or default
    return {"measures": found, **({"reported_on": reported_on} if reported_on else {})}


def put(write: Write, *measures: dict[str, Any], **more: Any) -> Pages:
    return write({"programmes/put": {"roadmap": roadmap(*measures, **more)}})


def rows(pages: Pages, tidy: Callable[[str], str] = str.strip) -> dict[str, list[str]]:
    """Rows of the roadmap table: number -> words of its cells."""
    body = pages.section("programmes/put", "Дорожная карта")
    found = re.findall(r'<tr id="m-(\d+)">(.*?)</tr>', body, re.S)
    cells = {n: re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for n, row in found}
    return {n: [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", c)).strip() for c in row] for n, row in cells.items()}


@pytest.mark.parametrize(
    ("when", "term", "states"),
    [
        ("2025-02", "февраль 2025 г.", "нет данных"),
        ("2025-05..2025-06", "май – июнь 2025 г.", "нет данных"),
        ("yearly 03", "ежегодно, март", "март 2025 — нет данных март 2026 — нет данных март 2027 — нет данных"),
        ("yearly 12..02", "ежегодно, декабрь – февраль",
         "декабрь 2024 – февраль 2025 — нет данных декабрь 2025 – февраль 2026 — нет данных "
         "декабрь 2026 – февраль 2027 — нет данных декабрь 2027 – февраль 2028 — нет данных"),
        ("always", "постоянно", "нет данных"),
        ("by-plan", "по отдельному плану", "нет данных"),
        ("by-schedule", "по отдельному графику", "нет данных"),
    ],
)  # fmt: skip
def test_the_six_shapes_of_a_term_without_a_report(write: Write, when: str, term: str, states: str) -> None:
    row = rows(put(write, {"title": "Дело", "when": when}, reported_on=None))["1"]
    assert row == ["1", "Дело", term, "ректор ( ИРК )", states, "нет данных"]


def test_with_a_report_each_occurrence_has_its_state_and_proof(write: Write) -> None:
    progress = [{"occurrence": "2025-03", "state": "done", "date": "2025-03-20", "note": "вовремя", "proof": [
                    {"record": "events/konkurs-2025"}, {"link": "https://example.org/otchet", "title": "отчёт"}]}]  # fmt: skip
    row = rows(put(write, {"title": "Дело", "when": "yearly 03", "progress": progress}))["1"]
    assert row[4] == "март 2025 — выполнено март 2026 — просрочено март 2027 — не начато"
    assert row[5] == "март 2025: 20 марта 2025 г. Конкурс 2025 года ; отчёт ; вовремя"


def test_a_measure_names_what_fulfils_it_once(write: Write) -> None:
    pages = write()
    assert rows(pages)["1"][5] == "в базе: Конкурс , Конкурс 2026 года , Центр чтения"
    named = {"number": 1, "title": "Провести конкурс", "when": "2025-09", "progress": [
                {"state": "done", "proof": [{"record": "events/konkurs-2026"}]}]}  # fmt: skip
    assert rows(put(write, named))["1"][5] == "Конкурс 2026 года ещё в базе: Конкурс , Центр чтения"


def test_measures_can_be_linked_to(write: Write) -> None:
    page = write().text("programmes/put")
    assert re.findall(r'<tr id="(m-\d+)">', page) == ["m-1", "m-2", "m-3"]


def test_the_years_count_what_falls_due_in_them(write: Write) -> None:
    winter = {"title": "Стажировки", "when": "yearly 12..02"}
    section = put(write, winter, {"title": "Совет", "when": "always"}, reported_on=None).read("programmes/put")
    assert "2025 1 нет данных 2026 1 нет данных 2027 1 нет данных 2028 1 нет данных без даты" in section


def test_stages_may_overlap(write: Write) -> None:
    stages = [{"title": "Основной", "start": "2025-01", "end": "2025-08", "note": "учим"},
              {"title": "Итоги", "start": "2025-08", "end": "2027-12"}]  # fmt: skip
    words = write({"programmes/put": {"stages": stages}}).read("programmes/put")
    assert "Основной январь – август 2025 г. учим Итоги август 2025 г. – декабрь 2027 г. —" in words


def test_goals_without_values_are_no_data(write: Write) -> None:
    goals = [target(0.7, scope="programmes/put"), target(0.3, "2026", scope="programmes/put", base="unknown",
                                                         wording="не менее чем в 30 %")]  # fmt: skip
    words = write({"indicators/dolia": {**SHARE, "targets": goals}}).read("programmes/put")
    assert "Доля не менее 70 % 2027 год нет данных нет данных нет данных" in words
    assert "не менее 30 %; источник не говорит, от чего 2026 год; в источнике: «не менее чем в 30 %»" in words


def test_a_goal_is_judged_by_itself_and_by_the_nearest_value(write: Write) -> None:
    """The region has an easier target of its own: that one is reached, the programme's is not."""
    goals = [target(0.5, "2026", scope="regions/krai"), target(0.9, "2026", scope="programmes/put")]
    pages = write({
        "indicators/dolia": {**SHARE, "targets": goals},
        **values("regions/krai", "2025", part(30, 60)),
        **values("regions/krai", "2026", part(45, 60)),
    })  # fmt: skip
    section = pages.section("programmes/put", "Цели и значения")
    assert "<b>75 %</b>" in section
    assert "2026 год, <a" in section
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
