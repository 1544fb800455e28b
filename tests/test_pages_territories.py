"""Pages of regions and districts with their figures, on a small real base that each test changes; and what all four
pages of figures have in common."""

from __future__ import annotations

import datetime as dt
import html
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import html5lib
import markdown
import pytest
from figures_base import NUMBER, RAION, SHARE, SOSED, part, roadmap, target, values
from small_base import PRACTICE, Pages, Write, writer
from support import PROJECT

from generator import pages
from generator.checks import figures
from generator.pages.views import indicators
from generator.settings import Settings, languages
from generator.text.language import using_language

HOSTILE = """<b onclick="x">1</b> **ж** [с](javascript:1) {{ 7*7 }} {% x %} | "к" 'о' &amp; # {#i} `c` _к_ 1. x"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return writer(tmp_path / "base")


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
            "indicators/dolia": {**SHARE, "unit": HOSTILE, "numerator": HOSTILE,
                                 "targets": [target(0.7, scope="programmes/put", wording=HOSTILE)]},
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
        "Паспорт", "Кого спросить", "Показатели", "Программы и дорожные карты", "Мероприятия", "Практики",
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
    assert "О практиках районов рассказано на их страницах" in pages.read("regions/krai"), "they are counted above"
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
    assert '<a href="../../indicators/dolia/">Доля</a> <span class="m-badge m-badge--no-data">' in section
    assert "<svg" not in section
    assert "0 %" not in section


def test_a_value_shows_its_parts_its_source_and_its_chart(write: Write) -> None:
    pages = full(write)
    section = pages.section(RAION, "Показатели")
    assert '2025 год: <b>75 %</b> <span class="m-muted">45 из 60</span>' in section
    assert "Цели: 2027 год — не менее 70 %" in section
    assert "2024 — 33 %, норматив: не менее 30 %; 2025 — 75 %, норматив: не менее 30 %; 2027 — нет данных" in section
    assert '<a href="#istochnik-1">источник 1</a>' in section
    assert "на 31 декабря 2025 г." in section
    assert "data/values/raion-2025.yml" in section


def contradicted(write: Write, declared: tuple[int, int] = (5, 6), as_of: str = "2025-12-31") -> Pages:
    """Half of the practices had been replicated in March 2025; the district declares another share."""
    replication = {"practice": "priem", "organization": "chuzhaia", "territory": "regions/okrug", "date": "2025-03",
                   "result": "worked", "summary": None}  # fmt: skip
    return write({
        "regions/okrug": {"title": "Округ", "type": "krai"},
        "organizations/chuzhaia": {"title": "Чужая школа", "type": "school", "level": "school",
                                   "territory": "regions/okrug"},
        "practices/priem": {**PRACTICE, "territory": RAION, "since": "2024"},
        "practices/drugoi": {**PRACTICE, "title": "Другой приём", "territory": RAION, "since": "2024-09"},
        "replications/raz": replication,
        "indicators/dolia": {**SHARE, "computed": "practices-replicated", "territories": [RAION]},
        **values(RAION, "2025", part(*declared), **({"as_of": as_of} if as_of else {})),
    })  # fmt: skip


@pytest.mark.parametrize(
    ("declared", "as_of", "against"),
    [
        ((1, 2), "", None),  # counted at the end of the period
        ((0, 2), "", "0.5"),
        ((0, 2), "2025-02-01", None),  # counted before the practice was replicated
        ((1, 2), "2025-02-01", "0"),
    ],
)
def test_a_declared_value_is_held_against_the_records_of_its_own_day(
    write: Write, declared: tuple[int, int], as_of: str, against: str | None
) -> None:
    found = contradicted(write, declared, as_of).catalog
    (reading,) = (reading for reading in found.readings["dolia"] if reading.origin == "declared")
    assert (reading.contradiction is None) == (against is None)
    assert against is None or reading.contradiction == Decimal(against)
    told = [problem.code for problem in figures.declared_agrees_with_computed(found)]
    assert told == (["contradiction"] if against else []), "the check says what the page says"


@pytest.mark.parametrize("address", [RAION, "indicators/dolia"])
def test_a_declared_value_against_the_records_is_shown_with_both_numbers(write: Write, address: str) -> None:
    words = contradicted(write).read(address)
    assert "заявлено 83 % (5 из 6) по записям базы 50 % числа расходятся" in words
    assert '<details class="m-more" open>' in contradicted(write).text(RAION), "it must not hide in a folded table"


@pytest.mark.parametrize(
    ("computed", "changes"),
    [
        ("practices-replicated", {"practices/priem": {**PRACTICE, "territory": RAION, "since": "2026-01"}}),
        ("events-held", {"events/seminar": {"start": "2026-02-10 15:00", "end": "2026-02-10 17:00",
                                            "registration": None}}),
        ("roadmap-done", {"programmes/put": {"territory": RAION}}),
    ],
)  # fmt: skip
def test_a_computed_value_names_the_records_it_counts(write: Write, computed: str, changes: dict) -> None:
    shape = {**NUMBER, "aggregation": "none"} if computed == "events-held" else SHARE
    fields = {**shape, "computed": computed, "territories": [RAION]}
    pages = write({"indicators/dolia": fields, **changes})
    reading = pages.catalog.readings["dolia"][-1]
    assert [r.key for r in reading.counted] == [*changes]
    if computed != "roadmap-done":  # a share of dated occurrences, not of programmes
        assert len(reading.counted) == (reading.denominator or reading.value)
    assert re.search(r"вычислено по записям базы( позже срока: 1)? из записей: 1", pages.read("indicators/dolia"))


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
    assert "data/values/raion-2025.yml" not in pages.read("indicators/dolia"), "the file holds the number"
    assert "data/values/sosed-2025.yml" in pages.read("indicators/dolia")


def test_a_sum_that_would_give_a_hidden_value_away_is_hidden_too(write: Write) -> None:
    pages = small(write, part(20, 40))
    words = pages.read("indicators/dolia") + pages.read("regions/krai")
    assert "21 из 44" not in words
    assert "иначе из суммы узнается скрытое значение района" in words


def test_a_long_list_stops_short_and_says_so(write: Write) -> None:
    many = {f"practices/priem-{n}": {**PRACTICE, "title": f"Приём {n}", "territory": RAION} for n in range(42)}
    section = write(many).section(RAION, "Практики")
    assert section.count("../../practices/priem-") == 40
    assert "Показаны 40 из 42" in section


@pytest.mark.parametrize("most_charts", [0, 6])
def test_a_long_table_of_figures_holds_the_latest_of_each_place(
    write: Write, monkeypatch: pytest.MonkeyPatch, most_charts: int
) -> None:
    """In a region of sixty districts five years would be most of a megabyte; a district's page holds all of its own."""
    years = (RAION, "2023"), (RAION, "2024"), (SOSED, "2024"), (SOSED, "2025")
    of_years = [values(place, year, part(n, 60)) for n, (place, year) in enumerate(years, 41)]
    neighbour = {"title": "Сосед", "type": "municipal-district", "region": "krai"}
    records = {key: fields for one in of_years for key, fields in one.items()}
    base = write({"indicators/dolia": SHARE, SOSED: neighbour, **records})
    monkeypatch.setattr(indicators, "MAX_CHARTS", most_charts)
    whole = html.unescape(base.text("indicators/dolia"))
    monkeypatch.setattr(indicators, "MAX_LINES", 3)
    short = html.unescape(base.text("indicators/dolia"))
    rows = re.compile(r'<td data-label="Период">(\d+)')
    assert sorted(rows.findall(whole)) == ["2023", "2024", "2024", "2025"] and "последнее значение" not in whole
    assert sorted(rows.findall(short)) == ["2024", "2025"] and "В таблице последнее значение каждой" in short
    assert "41 из 60" in base.read(RAION)


def test_a_source_has_one_full_stop_and_a_cluster_its_year_in_the_language_of_the_site(write: Write) -> None:
    book = {"title": "Сборник за 2019–2021 гг.", "publisher": "Издательство", "year": 2021}
    base = write({RAION: {"clusters": [{"year": 2025, "level": "базовый"}], "sources": [book]}})
    shown = html.unescape(base.text(RAION)).replace("\xa0", " ")
    assert "гг. Издательство, 2021" in shown and "базовый, 2025 год<" in shown
    english = languages.language("en", (str(PROJECT / "theme" / "locale" / "en.po"),))
    with using_language(english):
        found = {page.path: page.text for page in pages.render(base.catalog, Settings(language="en"))}
    assert "базовый, 2025<" in html.unescape(found[f"{RAION}.md"])


def test_a_city_lacks_no_centre_and_an_empty_list_leads_to_the_form(write: Write) -> None:
    base = write({RAION: {"type": "city"}})
    assert "Административный центр" not in base.text(RAION) and "Административный центр" in base.text("regions/krai")
    listed = pages.render(base.catalog, Settings())
    empty = next(page.text for page in listed if page.path == "replications/index.md")
    assert "Здесь пока пусто" in empty and re.search(
        r'href="[^"]*predlozhit[^"]*">Предложите запись', html.unescape(empty)
    )
