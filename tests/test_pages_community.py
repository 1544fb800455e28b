"""Pages of organisations, associations, centres, series and events, on a small real base that each test changes."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import html5lib
import markdown
import pytest
from small_base import BASE, PRACTICE, Write, writer

KINDS = "organizations associations centers series events tracks courses diagnostics documents terms".split()

HOSTILE = """<b onclick="x">1</b> **ж** [с](javascript:1) {{ 7*7 }} {% x %} | "к" 'о' &amp; # {#i} `c` _к_ 1. x"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return writer(tmp_path / "base")


# --- every kind -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [address for address in BASE if address.split("/")[0] in KINDS])
def test_every_kind_has_its_pages(write: Write, address: str) -> None:
    assert f"# {BASE[address]['title']}" in write().read(address)


def shown(text: str) -> Any:
    """The page as the site engine makes it of the Markdown."""
    made = markdown.markdown(text.split("---\n", 2)[2], extensions=["attr_list", "md_in_html", "tables", "toc"])
    return html5lib.parse(made, namespaceHTMLElements=False)


def test_a_hostile_title_stays_text(write: Write) -> None:
    """The heading of every kind and every link to it read exactly as the title, and no tag comes of it."""
    titles = {address: f"{HOSTILE} {address}" for address in BASE}
    pages = write({address: {"title": title} for address, title in titles.items()})
    for address in (address for address in BASE if address.split("/")[0] in KINDS):
        page = shown(pages.text(address))
        assert [e.tag for e in page.iter() if "onclick" in e.attrib or e.tag == "b"] == []
        assert ["".join(e.itertext()) for e in page.iter("h1")] == [titles[address]]
    linked = {"".join(e.itertext()) for e in shown(pages.text("organizations/shkola")).iter("a")}
    assert {titles["associations/umo"], titles["centers/tsentr"], titles["events/konkurs-2025"]} <= linked


def test_red_twin_the_same_title_unescaped_is_markup() -> None:
    assert [e.tag for e in shown(f"---\n---\n# {HOSTILE}\n").iter() if e.tag == "b"] == ["b"]


def test_an_empty_section_is_not_printed(write: Write) -> None:
    page = write().text("organizations/kafedra")
    assert re.findall(r"^## .*", page, re.M) == ["## Кого спросить {#kogo-sprosit}"]


def test_a_person_is_named_while_the_consent_lasts(write: Write) -> None:
    consent = {"given": "2025-01-01", "document": "журнал", "categories": ["name"], "resource": "сайт"}
    chair = {"role": "председатель совета", "name": "Имярек Примерный"}
    named = write({"associations/umo": {"chair": {**chair, "consent": {**consent, "until": "2026-12-31"}}}})
    assert "Имярек Примерный, председатель совета" in named.read("associations/umo")
    expired = write({"associations/umo": {"chair": {**chair, "consent": {**consent, "until": "2026-05-27"}}}})
    assert "Имярек" not in expired.text("associations/umo")
    assert "Кто ведёт председатель совета" in expired.read("associations/umo")


# --- organisations and associations -----------------------------------------------------------------------------------


def test_an_organisation_shows_its_facts_and_its_place(write: Write) -> None:
    pages = write()
    page = pages.read("organizations/institut")
    for words in ("В составе Министерство края", "ИНН 7707083893", "ОГРН 1027700132195", "info@example.org", "Город"):
        assert words in page
    assert 'href="tel:&#43;78630000000"' in pages.text("organizations/institut")
    assert "Кафедра" in pages.section("organizations/institut", "Из чего состоит")
    place = pages.section("organizations/institut", "Место в системе")
    assert "../../districts/raion/" in place
    assert "региональный уровень: учит методистов" in place
    assert "общее руководство" in place


def test_an_organisation_answers_for_measures_in_its_roles(write: Write) -> None:
    duties = write().section("organizations/institut", "За что отвечает в дорожных картах")
    assert '<a href="../../programmes/put/#m-1">№ 1. Провести конкурс</a>' in duties
    assert "роль: ректор, проректор" in duties
    assert "#m-2" in duties
    assert "#m-3" not in duties


def test_documents_are_found_by_the_name_of_their_issuer(write: Write) -> None:
    other = {"title": "Чужой", "type": "order", "issuer": "ГБОУ ИРКУТ", "territory": "regions/krai"}
    pages = write({"documents/chuzhoi": other})
    issued = pages.section("organizations/institut", "Изданные документы")
    assert "documents/prikaz" in issued
    assert "documents/chuzhoi" not in issued


def test_what_an_organisation_did_is_linked_from_its_page(write: Write) -> None:
    pages = write({
        "practices/priem": PRACTICE,
        "replications/r": {"practice": "priem", "organization": "institut", "territory": "districts/raion",
                           "date": "2026-03", "result": "did-not-work"},
        "reviews/e": {"practice": "priem", "organization": "institut", "date": "2026-04", "verdict": "with-changes"},
    })  # fmt: skip
    assert "practices/priem" in pages.section("organizations/shkola", "Практики, которые здесь создали")
    assert "не получилось" in pages.section("organizations/institut", "Что применили у себя")
    assert "с доработкой" in pages.section("organizations/institut", "Проведённые экспертизы")
    assert "лауреат, номинация «Урок»" in pages.section("organizations/shkola", "Победы в конкурсах")
    assert "участвует" in pages.section("organizations/shkola", "Сообщества")
    assert "centers/tsentr" in pages.section("organizations/shkola", "Ресурсные центры на её базе")


def test_an_association_links_its_plan_to_the_roadmap_and_to_events(write: Write) -> None:
    pages = write()
    assert '(<a href="../../programmes/put/#m-1">мероприятие № 1</a>)' in pages.section("associations/umo", "План")
    assert "events/konkurs-2026" in pages.section("associations/umo", "Мероприятия по этому плану")
    assert "#m-3" in pages.section("associations/umo", "В дорожных картах")


def test_a_measure_is_not_linked_when_two_programmes_may_be_meant(write: Write) -> None:
    second = {**BASE["programmes/put"], "title": "Другая"}
    second["roadmap"] = {"measures": [{**m, "responsible": [{"role": "кто-то"}], "progress": []}
                                      for m in second["roadmap"]["measures"]]}  # fmt: skip
    first = {**BASE["programmes/put"]["roadmap"]}
    first["measures"] = [*first["measures"][:2], {**first["measures"][2], "responsible": [{"role": "совет"}]}]
    pages = write({"programmes/put": {"roadmap": first}, "programmes/drugaia": second})
    assert "#m-1" not in pages.section("associations/umo", "План")


# --- centres ----------------------------------------------------------------------------------------------------------


def test_a_center_tells_its_status_and_how_it_came_about(write: Write) -> None:
    pages = write()
    assert "Статус статус присвоен июнь 2024 г." in pages.read("centers/tsentr")
    history = pages.section("centers/tsentr", "История статуса")
    assert "../../documents/prikaz/" in history
    assert "../../events/seminar/" in history
    assert history.index("подана заявка") < history.index("статус присвоен")


def test_a_status_of_tomorrow_is_not_yet_the_status(write: Write) -> None:
    history = [{"state": "granted", "date": "2024-06"}, {"state": "prolonged", "date": "2026-06-20"}]
    change = {"centers/tsentr": {"status_history": history}}
    assert "Статус статус присвоен июнь 2024 г." in write(change).read("centers/tsentr")
    assert "Статус статус продлён 20 июня" in write(change, dt.date(2026, 6, 20)).read("centers/tsentr")


def test_a_withdrawn_status_is_said_at_the_top(write: Write) -> None:
    history = [{"state": "granted", "date": "2024-06"}, {"state": "withdrawn", "date": "2026-01", "note": "по просьбе"}]
    page = write({"centers/tsentr": {"status_history": history}}).read("centers/tsentr")
    assert page.index("Статус снят: январь 2026 г.") < page.index("На базе организации")


def test_no_status_is_no_data(write: Write) -> None:
    assert "Статус нет данных" in write({"centers/tsentr": {"status_history": None}}).read("centers/tsentr")


def test_only_what_returns_every_year_is_called_yearly(write: Write) -> None:
    pages = write()
    yearly = pages.section("centers/tsentr", "Годовой цикл")
    assert "Экспертиза работ" in yearly
    assert "#m-1" in yearly
    assert "Разработать положение" not in yearly
    assert "Открытые уроки" not in yearly
    assert "февраль 2025 г." in pages.section("centers/tsentr", "Один раз")
    assert "Открытые уроки" in pages.section("centers/tsentr", "Весь год и по отдельному плану")


def test_the_plan_of_a_center_knows_whether_its_period_runs(write: Write) -> None:
    assert "Период идёт." in write().section("centers/tsentr", "Планы работы")
    assert "Период закончился." in write(today=dt.date(2026, 9, 1)).section("centers/tsentr", "Планы работы")


# --- series and events ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("--04", None, "апрель (год не назван)"),
        ("2026", None, "2026 год"),
        ("2026-06", None, "июнь 2026 г."),
        ("2026-06-10", "2026-06-12", "10–12 июня 2026 г."),
        ("2026-06-10 15:00", "2026-06-10 17:00", "10 июня 2026 г., 15:00–17:00, по московскому времени"),
    ],
)
def test_a_date_is_as_precise_as_its_source(write: Write, start: str, end: str | None, words: str) -> None:
    page = write({"events/seminar": {"start": start, "end": end, "registration": None}}).read("events/seminar")
    assert f"Когда {words}" in page
    assert ("времени" in page) == (":" in start)


def test_hours_elsewhere_say_how_far_they_are_from_moscow(write: Write) -> None:
    page = write({"events/seminar": {"timezone": "Asia/Krasnoyarsk"}}).read("events/seminar")
    assert "15:00–17:00, по местному времени (Красноярск, МСК+4; по московскому 11:00–13:00)" in page


def test_hours_that_are_yesterday_in_moscow_say_the_day(write: Write) -> None:
    times = {"start": "2026-06-10 02:00", "end": "2026-06-10 08:30", "timezone": "Asia/Vladivostok"}
    page = write({"events/seminar": times}).read("events/seminar")
    assert "МСК+7; по московскому 9 июня 2026 г., 19:00 — 10 июня 2026 г., 01:30)" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "Омск, МСК+3"),
        ({"districts/severnyi": {"timezone": "Asia/Chita"}}, "Чита, МСК+6"),
        ({"events/seminar": {"timezone": "Europe/Samara"}}, "Самара, МСК+1"),
    ],
    ids=["of-the-region", "of-the-district", "its-own"],
)
def test_hours_are_by_the_clock_of_the_place(write: Write, change: dict, words: str) -> None:
    region = {"title": "Омская область", "type": "oblast", "status": "published", "timezone": "Asia/Omsk"}
    district = {"title": "Северный", "type": "municipal-district", "region": "omskaia", "status": "published"}
    base = {"regions/omskaia": region, "districts/severnyi": district | change.get("districts/severnyi", {})}
    event = {"territory": "districts/severnyi"} | change.get("events/seminar", {})
    pages = write({**base, "events/seminar": event})
    assert f"по местному времени ({words};" in pages.read("events/seminar")
    assert "Время МСК+3" in pages.read("regions/omskaia")


@pytest.mark.parametrize(
    ("start", "today", "state"),
    [
        ("2026-06-10", "2026-06-09", "впереди"),
        ("2026-06-10", "2026-06-10", "идёт"),
        ("2026-06-10", "2026-06-11", "прошло"),
        ("2026-06", "2026-06-11", "в этом месяце"),
        ("2026", "2026-06-11", "в этом году"),
        ("2026", "2027-01-01", "прошло"),
    ],
)
def test_an_event_is_ahead_or_over_by_the_build_date(write: Write, start: str, today: str, state: str) -> None:
    change = {"events/seminar": {"start": start, "end": None, "registration": None}}
    page = write(change, dt.date.fromisoformat(today)).read("events/seminar")
    assert re.search(rf"Когда [^В]*? {state} ", page)


def test_of_an_unknown_year_nothing_is_said(write: Write) -> None:
    change = {"events/seminar": {"start": "--04", "end": None, "registration": None}}
    assert not re.search("прошло|впереди|идёт", write(change).read("events/seminar"))


def test_a_cancelled_event_says_so_first_and_takes_nobody(write: Write) -> None:
    cancelled = {"events/seminar": {"state": "cancelled"}, "centers/tsentr": {"status_history": None}}
    pages = write(cancelled)
    page = pages.read("events/seminar")
    assert page.index("Мероприятие отменено.") < page.index("Когда 10 июня")
    assert "Записаться" not in page
    assert "прошло" not in write(cancelled, dt.date(2027, 1, 1)).read("events/seminar")
    assert "отменено" in pages.section("organizations/institut", "Мероприятия")


def test_a_postponed_event_says_so_first(write: Write) -> None:
    postponed = {"events/seminar": {"state": "postponed"}, "centers/tsentr": {"status_history": None}}
    page = write(postponed).read("events/seminar")
    assert page.index("Мероприятие перенесено.") < page.index("Когда 10 июня")


def test_registration_closes_after_its_last_day(write: Write) -> None:
    link = "https&#58;&#47;&#47;example&#46;org&#47;zapis"
    open_still = write(today=dt.date(2026, 6, 1))
    assert link in open_still.text("events/seminar")
    closed = write(today=dt.date(2026, 6, 2))
    assert link not in closed.text("events/seminar")
    assert "Запись закончилась; последний срок — 1 июня 2026 г." in closed.read("events/seminar")
    assert "<dt>Запись" not in write(today=dt.date(2026, 6, 11)).text("events/seminar")


def test_how_to_sign_up_is_no_data_when_nobody_says(write: Write) -> None:
    assert "Запись нет данных" in write({"events/seminar": {"registration": None}}).read("events/seminar")


def test_what_came_of_an_event(write: Write) -> None:
    after = dt.date(2026, 6, 11)
    assert "нет данных" in write(today=after).section("events/seminar", "Что получилось")
    outcome = {"participants": 64, "practices": ["priem"], "note": "**Спорили**.",
               "materials": [{"title": "Слайды", "url": "https://example.org/s"}]}  # fmt: skip
    told = write({"events/seminar": {"outcome": outcome}, "practices/priem": PRACTICE}, after)
    page = told.section("events/seminar", "Что получилось")
    for words in ("64", "<strong>Спорили</strong>", "Слайды", "practices/priem"):
        assert words in page


def test_a_contest_names_winners_rules_and_its_measure(write: Write) -> None:
    pages = write({"events/konkurs-2025": {"fulfils": [{"programme": "put", "measure": 1}]}})
    contest = pages.section("events/konkurs-2025", "Конкурс")
    for words in ("лауреат, номинация «Урок»", "organizations/shkola", "Ясность", "organizations/institut", "#m-1"):
        assert words in contest
    assert "6-й раз" in pages.read("events/konkurs-2025")
    assert "events/konkurs-2025" in pages.section("organizations/institut", "Конкурсы, где здесь оценивают работы")


def test_an_event_links_the_measure_it_fulfils_and_its_series(write: Write) -> None:
    pages = write()
    assert "programmes/put/#m-1" in pages.section("events/konkurs-2026", "Что выполняет в дорожных картах")
    assert "../konkurs-2025/" in pages.section("events/konkurs-2026", "Другие встречи этой серии")
    assert "Который раз 7-й раз" in pages.read("events/konkurs-2026")


def test_a_series_splits_its_editions_by_the_build_date(write: Write) -> None:
    editions = write().section("series/konkurs", "Когда проходит")
    ahead, before = editions.split("### Раньше")
    assert "konkurs-2026" in ahead
    assert "konkurs-2025" in before
    later = write(today=dt.date(2026, 10, 1)).section("series/konkurs", "Когда проходит")
    assert "Следующая дата ещё не объявлена." in later


def test_a_series_that_has_ended_announces_nothing(write: Write) -> None:
    change = {"series/konkurs": {"valid_from": "2019-02", "valid_to": "2026-04"}}
    pages = write(change)
    page = pages.read("series/konkurs")
    assert "Серия закончилась. Последний срок — апрель 2026 г." in page
    assert "Как повторялась ежегодно, сентябрь" in page
    assert "Срок февраль 2019 г. – апрель 2026 г." in page
    assert "konkurs-2026" not in pages.text("series/konkurs")
    assert "Следующая дата" not in page
    assert "Серия закончилась" not in write(change, dt.date(2026, 4, 30)).read("series/konkurs")


def test_a_series_of_a_finished_programme_does_not_pretend_to_run(write: Write) -> None:
    page = write(today=dt.date(2028, 1, 1)).read("series/konkurs")
    assert "Серию задумала программа Путь (январь 2025 г. – декабрь 2027 г.)" in page
    assert "По плану программы ежегодно, сентябрь" in page
