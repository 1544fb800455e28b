"""Calendars and feeds, read by independent programs: nothing is promised that the records do not say."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import feed_rules
import feedparser
import pytest
import yaml
from dateutil.rrule import rrulestr
from icalendar import Calendar
from lxml import etree
from playwright.sync_api import Browser
from small_base import BASE, Write, writer
from support import PROJECT

from generator import exports, pages
from generator import site as load_site
from generator.exports import feeds
from generator.pages import open_data, redirects
from generator.settings import Settings

SITE = "https://example.org/baza/"
RAION = "districts/raion"
SEMINAR = BASE["events/seminar"]
VSTRECHA = {**SEMINAR, "title": "Встреча", "registration": None}
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return writer(tmp_path / "base")


def files_of(write: Write, changes: dict[str, Any] | None = None, site: str = "") -> dict[str, bytes]:
    found = replace(write(changes).catalog, site=site)
    files = {file.path: file.data for file in exports.all_files(found, Settings(build_date=found.today))}
    return files if site else files | redirects.at_former_addresses(found, (), files, files.__getitem__)


def events_of(data: bytes) -> dict[str, Any]:
    """The entries of a calendar by their uid; every line is as the grammar has it."""
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    read = Calendar.from_ical(data)
    assert [entry.errors for entry in read.walk()] == [[] for _ in read.walk()]
    assert len(read.subcomponents) > 0, "the grammar asks for a component, however empty a calendar is"
    return {str(entry["UID"]): entry for entry in read.walk("VEVENT")}


def entry_of(write: Write, **fields: Any) -> Any:
    files = files_of(write, {"events/vstrecha": {**VSTRECHA, **fields}})
    return events_of(files["districts/raion/kalendar.ics"]).get("events-vstrecha@metodoteka")


# --- calendars --------------------------------------------------------------------------------------------------------


def test_an_hour_is_told_by_the_clock_of_its_place(write: Write) -> None:
    base = {"regions/krai": {"timezone": "Asia/Krasnoyarsk"}}
    entry = events_of(files_of(write, base)["districts/raion/kalendar.ics"])["events-seminar@metodoteka"]
    start, end = entry["DTSTART"].dt, entry["DTEND"].dt
    assert start == dt.datetime(2026, 6, 10, 15, 0, tzinfo=ZoneInfo("Asia/Krasnoyarsk"))
    assert end - start == dt.timedelta(hours=2)
    assert (str(entry["LOCATION"]), str(entry["STATUS"])) == ("актовый зал, Район", "CONFIRMED")
    assert "Организатор: Институт развития края" in str(entry["DESCRIPTION"])


@pytest.mark.parametrize(
    ("start", "end", "first", "after", "said"),
    [
        ("2026-06-10", None, "2026-06-10", "2026-06-11", ""),
        ("2026-06-10", "2026-06-12", "2026-06-10", "2026-06-13", ""),
        ("2026-06-10 15:00", "2026-06-12", "2026-06-10", "2026-06-13", ""),
        ("2026-02", None, "2026-02-01", "2026-03-01", " (день не назван)"),
        ("2026-05", "2026-06", "2026-05-01", "2026-07-01", " (точные дни не названы)"),
    ],
)
def test_a_term_is_as_exact_as_the_record(
    write: Write, start: str, end: str, first: str, after: str, said: str
) -> None:
    entry = entry_of(write, start=start, end=end)
    assert [entry["DTSTART"].dt.isoformat(), entry["DTEND"].dt.isoformat()] == [first, after]
    assert str(entry["SUMMARY"]) == f"Встреча{said}"
    assert str(entry["TRANSP"]) == ("TRANSPARENT" if said else "OPAQUE")


@pytest.mark.parametrize("start", ["2026", "--04"])
def test_what_has_no_month_or_no_year_is_left_out_and_counted(write: Write, start: str) -> None:
    assert entry_of(write, start=start, end=None) is None
    files = files_of(write, {"events/vstrecha": {**VSTRECHA, "start": start, "end": None}})
    assert "events/vstrecha/kalendar.ics" not in files
    read = Calendar.from_ical(files["districts/raion/kalendar.ics"])
    assert "1 срок" in str(read["X-WR-CALDESC"])


def test_a_cancelled_event_stays_and_says_so(write: Write) -> None:
    before, after = entry_of(write, updated="2026-05-01"), entry_of(write, updated="2026-05-20", state="cancelled")
    assert str(after["STATUS"]) == "CANCELLED"
    assert str(after["SUMMARY"]) == "Отменено: Встреча"
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert str(entry_of(write, state="postponed")["STATUS"]) == "TENTATIVE"


def test_a_renamed_event_and_district_keep_what_people_subscribed_to(write: Write) -> None:
    moved = {"events/vstrecha": {**VSTRECHA, "aliases": ["prezhnii"], "updated": "2026-05-20"},
             RAION: {"aliases": ["staryi-raion"]}}  # fmt: skip
    files = files_of(write, moved)
    assert files["districts/staryi-raion/kalendar.ics"] == files["districts/raion/kalendar.ics"]
    assert "events-prezhnii@metodoteka" in events_of(files["districts/raion/kalendar.ics"])
    former, present = (feedparser.parse(files[f"districts/{one}/novosti.atom"]) for one in ("staryi-raion", "raion"))
    assert [entry.title for entry in former.entries] == [entry.title for entry in present.entries] == ["Встреча"]
    assert former.feed.link == present.feed.link


def test_a_calendar_is_there_before_anything_stands_in_it(write: Write) -> None:
    files = files_of(write, {"events/seminar": {**SEMINAR, "territory": None}})
    assert events_of(files["districts/raion/kalendar.ics"]) == {}


@pytest.mark.parametrize("published", [True, False])
def test_a_list_that_became_empty_keeps_its_page_and_nothing_lies_beside_no_page(write: Write, published: bool) -> None:
    found = replace(write().catalog, addresses=[(1, "subjects/khimiia")] if published else [])
    made = {page.path: page for page in pages.lazy_pages(found, Settings(build_date=found.today))}
    files = {file.path: file.data for file in exports.all_files(found, Settings(build_date=found.today))}
    beside = {path.rpartition("/")[0] for path in files if "/po/subjects/" in path}
    assert {"practices/po/subjects/khimiia", "events/po/subjects/khimiia"} & beside == (
        {"practices/po/subjects/khimiia", "events/po/subjects/khimiia"} if published else set()
    )
    assert all(f"{folder}.md" in made for folder in beside)
    if published:
        page = made["practices/po/subjects/khimiia.md"].text
        assert "пока ничего нет" in page
        assert "noindex: true" in page
        assert "feeds: true" in page
        assert "practices/po/subjects/index.md" in made
        assert "Сейчас в нём нет ни одного мероприятия." in made["events/po/subjects/khimiia.md"].text
        assert events_of(files["events/po/subjects/khimiia/kalendar.ics"]) == {}


def test_what_comes_every_year_is_a_rule_without_the_editions_that_are_known(write: Write) -> None:
    found = events_of(files_of(write)["series/konkurs/kalendar.ics"])
    assert {"events-konkurs-2025@metodoteka", "events-konkurs-2026@metodoteka"} < set(found)
    (rule,) = [entry for uid, entry in found.items() if "pravilo" in uid]
    start = dt.datetime.combine(rule["DTSTART"].dt, dt.time())
    days = {one.date() for one in rrulestr(rule["RRULE"].to_ical().decode(), dtstart=start)}
    left_out = {one.dt for one in (rule["EXDATE"] if isinstance(rule["EXDATE"], list) else [rule["EXDATE"]])
                for one in one.dts}  # fmt: skip
    assert sorted(days - left_out) == [dt.date(2027, 9, 1)], "to the end of the programme, 2027-12"


def test_a_stage_and_a_roadmap(write: Write) -> None:
    files = files_of(write)
    found = events_of(files["events/konkurs-2025/kalendar.ics"])
    assert str(found["events-konkurs-2025-etap-1@metodoteka"]["SUMMARY"]).startswith("Приём работ: Конкурс 2025 года")
    plan = events_of(files["programmes/put/kalendar.ics"])
    assert set(plan) == {"programmes-put-1@metodoteka", "programmes-put-2@metodoteka"}, "«по плану» has no term"
    rule = plan["programmes-put-1@metodoteka"]
    days = list(rrulestr(rule["RRULE"].to_ical().decode(), dtstart=dt.datetime.combine(rule["DTSTART"].dt, dt.time())))
    assert [day.year for day in days] == [2025, 2026, 2027]
    assert "ректор — Институт развития края" in str(rule["DESCRIPTION"])


def test_what_comes_every_year_in_a_programme_without_an_end_has_none_either(write: Write) -> None:
    files = files_of(write, {"programmes/put": {"term": {"start": "2025-01"}}})
    plan = events_of(files["programmes/put/kalendar.ics"])["programmes-put-1@metodoteka"]
    series = events_of(files["series/konkurs/kalendar.ics"])
    (rule,) = [entry for uid, entry in series.items() if "pravilo" in uid]
    assert [(one["RRULE"]["FREQ"], "UNTIL" in one["RRULE"]) for one in (plan, rule)] == [(["YEARLY"], False)] * 2


def test_a_stage_of_a_contest_has_a_calendar_of_its_own(write: Write) -> None:
    """Its entry is the one of the event; a cancelled contest says so there too; a stage without a term has none."""
    stages = [{"when": "2026-09-01..2026-09-25", "title": "Приём работ"}, {"when": "by-plan", "title": "Финал"},
              {"when": "2026-05-10", "title": "Объявление"}]  # fmt: skip
    contest = {"contest": {"stages": stages}, "state": "cancelled", "updated": "2026-05-20"}
    base = write({"events/konkurs-2026": contest})
    files = {file.path: file.data for file in exports.all_files(base.catalog, Settings())}
    (only,) = events_of(files["events/konkurs-2026/etap-1.ics"]).values()
    whole = events_of(files["events/konkurs-2026/kalendar.ics"])
    assert only == whole["events-konkurs-2026-etap-1@metodoteka"]
    assert (str(only["STATUS"]), only["DTEND"].dt) == ("CANCELLED", dt.date(2026, 9, 26))
    assert "events/konkurs-2026/etap-2.ics" not in files
    page = base.text("events/konkurs-2026")
    assert "В календарь: Приём работ" in page
    assert page.count("etap-") == 1, "the day of the third one, in this month, is over"
    assert "etap-1.ics" not in base.text("events/konkurs-2025"), "the stage of last year is over"


def test_a_stage_that_comes_every_year_is_a_rule(write: Write) -> None:
    """A year whose edition names no stages of its own keeps that of the series."""
    contest = {"contest": {"stages": [{"when": "yearly 08..09", "title": "Экспертиза"}]}}
    files = files_of(write, {"series/konkurs": contest})
    (rule,) = events_of(files["series/konkurs/etap-1.ics"]).values()
    assert str(rule["UID"]) == "series-konkurs-etap-1-pravilo-1@metodoteka"
    start = dt.datetime.combine(rule["DTSTART"].dt, dt.time())
    days = [one.date() for one in rrulestr(rule["RRULE"].to_ical().decode(), dtstart=start)]
    assert days == [dt.date(year, 8, 1) for year in (2025, 2026, 2027)]
    assert rule["EXDATE"].dts[0].dt == dt.date(2025, 8, 1), "the edition of 2025 has stages"


def test_invented_events_stand_beside_invented_districts_only(write: Write) -> None:
    files = files_of(write, {"events/vymysel": {**SEMINAR, "demo": True, "subjects": ["matematika"]}})
    assert [path for path, data in files.items() if path.endswith(".ics") and b"vymysel" in data] == [
        "events/vymysel/kalendar.ics"
    ]


def test_words_cannot_leave_their_line(write: Write) -> None:
    evil = "Встреча; BEGIN:VEVENT, \\n конец"
    entry = entry_of(write, title=evil)
    assert str(entry["SUMMARY"]) == evil


# --- feeds ------------------------------------------------------------------------------------------------------------


def test_an_atom_feed_has_all_that_the_standard_asks(write: Write) -> None:
    """RFC 4287, 4.1.1 and 4.1.2; and what feedparser makes of it."""
    files = files_of(
        write, {RAION: {"updated": "2026-05-03"}, "events/seminar": {**SEMINAR, "updated": "2026-05-20"}}, SITE
    )
    feeds = {path: data for path, data in files.items() if path.endswith(".atom")}
    assert {"novosti.atom", "events/novosti.atom", "districts/raion/novosti.atom"} < set(feeds)
    seen: dict[str, str] = {}
    for path, data in feeds.items():
        root = etree.fromstring(data)
        for element in (root, *root.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(element.findall(ATOM + name)) == 1, (path, name)
        assert root.find(f"{ATOM}author/{ATOM}name").text
        assert root.find(f"{ATOM}link[@rel='self']").get("href") == SITE + path
        its = root.findtext(f"{ATOM}id")
        assert seen.setdefault(its, path) == path
        read = feedparser.parse(data)
        assert not read.bozo, read.get("bozo_exception")
    read = feedparser.parse(feeds["districts/raion/novosti.atom"])
    assert [entry.title for entry in read.entries] == ["Семинар", "Район"]
    assert read.entries[0].link == f"{SITE}events/seminar/"
    assert read.feed.updated == "2026-05-20T00:00:00Z"


RED = yaml.safe_load((PROJECT / "tests/cases/feeds.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def right_feeds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    its = writer(tmp_path_factory.mktemp("feeds") / "base")
    changes = {"events/seminar": {**SEMINAR, "updated": "2026-05-20"}, "districts/raion": {"updated": "2026-05-03"}}
    files = files_of(its, changes, SITE)
    return {path: files[path] for path in open_data.FEED_FILES}


@pytest.mark.parametrize("case", RED, ids=[f"{one['case']} {one['put'][:12]}" for one in RED])
def test_a_mistake_of_the_public_cases_is_seen_in_our_feed(case: dict[str, str], right_feeds: Any) -> None:
    right_feed = right_feeds["novosti.atom"].decode()
    assert feed_rules.atom_faults(right_feed.encode(), f"{SITE}novosti.atom") == []
    broken = re.sub(case["find"], case["put"], right_feed, count=0 if "feed(" in case["find"] else 1)
    assert broken != right_feed
    assert case["rule"] in feed_rules.atom_faults(broken.encode(), f"{SITE}novosti.atom")


@pytest.mark.parametrize(
    ("member", "value"),
    [("version", "1.1"), ("title", None), ("items", None), ("feed_url", "novosti.json"), ("home_page_url", "/"),
     ("authors", [{}]), ("items.id", ""), ("items.url", "priem/"), ("items.content_text", None),
     ("items.date_modified", "2026-05-20"), ("items.tags", [1])],
)  # fmt: skip
def test_a_mistake_is_seen_in_our_json_feed(right_feeds: dict[str, bytes], member: str, value: Any) -> None:
    data = right_feeds["novosti.json"]
    assert feed_rules.json_faults(data, f"{SITE}novosti.json") == []
    feed = json.loads(data)
    name = member.removeprefix("items.")
    (feed["items"][0] if "." in member else feed)[name] = value
    assert feed_rules.json_faults(json.dumps(feed).encode(), f"{SITE}novosti.json") == [member]


def test_every_feed_of_the_shipped_base_keeps_the_rules() -> None:
    found = replace(load_site.check(PROJECT, Settings(build_date=dt.date(2026, 11, 29)))[0], site=SITE)
    made = {one.path: one.data for one in feeds.feed_files(found, Settings(site_url=SITE))}
    assert len(made) > 100
    for path, data in made.items():
        faults = feed_rules.atom_faults if path.endswith(".atom") else feed_rules.json_faults
        assert faults(data, SITE + path) == [], path


def test_both_feeds_say_the_same(write: Write) -> None:
    files = files_of(write, {"events/seminar": {**SEMINAR, "updated": "2026-05-20"}}, SITE)
    for path in (path for path in files if path.endswith("novosti.json")):
        told = json.loads(files[path])
        read = feedparser.parse(files[path.replace(".json", ".atom")])
        assert told["version"] == "https://jsonfeed.org/version/1.1"
        assert told["feed_url"] == SITE + path
        its = [(item["id"], item["url"], item["title"], item["date_modified"]) for item in told["items"]]
        assert its == [(entry.id, entry.link, entry.title, entry.updated) for entry in read.entries]


def test_new_is_what_was_published_on_the_day_of_its_change(write: Write, tmp_path: Path) -> None:
    changes = {"events/seminar": {**SEMINAR, "updated": "2026-05-20"}, "documents/prikaz": {"updated": "2026-05-20"}}
    found = write(changes).catalog
    days = {"events/seminar": dt.date(2026, 5, 20), "documents/prikaz": dt.date(2025, 1, 1)}
    found = replace(found, first_published=days)
    files = {file.path: file.data for file in exports.all_files(found, Settings())}
    said = {entry.title: entry.summary for entry in feedparser.parse(files["novosti.atom"]).entries}
    assert said["Семинар"].startswith("Новое.")
    assert said["Приказ"].startswith("Изменено.")


def test_what_has_no_day_of_a_change_is_stamped_with_the_day_of_the_build(write: Write) -> None:
    (entry,) = events_of(files_of(write, {"events/vstrecha": VSTRECHA})["events/vstrecha/kalendar.ics"]).values()
    assert entry["DTSTAMP"].dt.date() == write().catalog.today
    assert not {"LAST-MODIFIED", "SEQUENCE"} & set(entry)


def test_a_feed_does_not_know_the_day_of_the_build(write: Write) -> None:
    """Nor does a calendar, but for the stamp of what has no day of a change."""

    def feeds(today: dt.date) -> dict[str, bytes]:
        found = write({"events/seminar": {**SEMINAR, "updated": "2026-05-20"}}, today=today).catalog
        made = exports.all_files(found, Settings(build_date=today))
        its = {file.path: file.data for file in made if file.path.endswith((".atom", ".ics", "novosti.json"))}
        return {path: data.replace(f"DTSTAMP:{today:%Y%m%d}T".encode(), b"") for path, data in its.items()}

    assert feeds(dt.date(2026, 5, 28)) == feeds(dt.date(2027, 5, 28))


# --- pages lead to them -----------------------------------------------------------------------------------------------


def test_pages_name_their_calendars_and_feeds(built: Path) -> None:
    for page, kinds in {
        "": ["atom", "feed+json"],
        "events": ["atom", "feed+json", "calendar"],
        "districts/kuibyshevskii-rostovskaia-oblast": ["atom", "feed+json", "calendar"],
        "practices/po/subjects/matematika": ["atom", "feed+json"],
        "programmes/dvizhenie-vverkh": ["calendar"],
    }.items():
        head = (built / page / "index.html").read_text("utf-8").partition("<body")[0]
        links = [link for link in etree.HTML(head).iter("link") if "alternate" in link.get("rel", "").split()]
        assert [link.get("type").split("/")[1].removesuffix("+xml") for link in links] == kinds, page
        assert all((built / page / link.get("href")).is_file() for link in links)


@pytest.mark.browser
def test_the_address_of_a_calendar_is_copied_with_a_button(browser: Browser, mini_url: str) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto(f"{mini_url}districts/severnyi/")
        page.get_by_text("Подписаться", exact=True).click()
        page.get_by_role("button", name="Скопировать адрес календаря").click()
        page.get_by_role("button", name="Адрес скопирован").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.endswith("/districts/severnyi/kalendar.ics")


def test_the_shipped_files_are_read_by_others(built: Path) -> None:
    calendars = sorted(built.rglob(open_data.CALENDAR_FILE))
    assert len(calendars) > 50
    assert sum(len(events_of(path.read_bytes())) for path in calendars) > 100
    for path in built.rglob("novosti.atom"):
        assert not feedparser.parse(path.read_bytes()).bozo, path
