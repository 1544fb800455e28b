"""What pages say to machines: the right type of every kind, true addresses, and no way out of the script element."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import html5lib
import pytest
from markdown import Markdown

from generator import site as contents
from generator.pages import linked_data
from generator.records.times import Moment
from generator.settings import Settings

TODAY = dt.date(2026, 5, 28)
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]></ScRiPt ><img src=x onerror=alert(1)>",
    "a\u2028b\u2029c",
    "{{ 7*7 }} {% raw %} {: .x } {#id}",
    "&lt;/script&gt; &quot;",
    '\\" \\u003c/script> \\',
    "`код` **жирно** [ссылка](javascript:alert(1))",
    "\x7f\u00a0\ud7ff",
]


def graph(text: str) -> list[dict]:
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return json.loads(data)["@graph"]


def json_ld_of(mini: Path, address: str, **options) -> list[dict]:
    site = contents.prepare(mini, Settings(build_date=TODAY, **options), lazy_texts=True, lazy_files=True)
    return graph(next(page.text for page in site.pages if page.path == f"{address}.md"))


TYPES = {
    "practices/parnoe": "LearningResource",
    "events/aprel": "EducationEvent",
    "series/konkurs": "EventSeries",
    "organizations/institut": "EducationalOrganization",
    "centers/tsentr": "EducationalOrganization",
    "associations/molodye": "Organization",
    "indicators/diagnostika": "Dataset",
    "regions/oblast": "AdministrativeArea",
    "courses/kurs": "Course",
    "documents/prikaz-1": "Legislation",
    "terms/nastavnichestvo": "DefinedTerm",
    "tracks/trek": "Article",
}


def test_every_kind_has_its_type_and_every_page_its_crumbs(mini: Path) -> None:
    site = contents.prepare(mini, Settings(build_date=TODAY, site_url="https://example.org/baza/"))
    graphs = {page.path.removesuffix(".md"): graph(page.text) for page in site.pages}
    assert {address: graphs[address][1]["@type"] for address in TYPES} == TYPES
    assert [path for path, found in graphs.items() if found[0]["@type"] != "BreadcrumbList"] == []


def test_crumbs_lead_from_home_to_the_page_with_absolute_addresses(mini: Path) -> None:
    crumbs, practice = json_ld_of(mini, "practices/parnoe", site_url="https://example.org/baza")
    assert [(i["position"], i["name"], i["item"]) for i in crumbs["itemListElement"]] == [
        (1, "Главная", "https://example.org/baza/"),
        (2, "Практики", "https://example.org/baza/practices/"),
        (3, "Парное наставничество", "https://example.org/baza/practices/parnoe/"),
    ]
    assert practice["url"] == "https://example.org/baza/practices/parnoe/"
    assert practice["timeRequired"] == "PT75M"
    assert practice["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert practice["dateModified"] == "2026-01-10"


def test_without_a_site_address_links_are_relative_to_the_page(mini: Path) -> None:
    crumbs, _ = json_ld_of(mini, "practices/parnoe")
    assert [item["item"] for item in crumbs["itemListElement"]] == ["../../", "../", "./"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026", "2026"),
        ("2026-04", "2026-04"),
        ("2026-04-17", "2026-04-17"),
        ("2026-04-17 15:00", "2026-04-17T15:00+03:00"),
        ("--04", None),
    ],
)
def test_a_date_is_as_precise_as_its_record(written: str, expected: str | None) -> None:
    assert linked_data.iso_moment(Moment.parse(written), "Europe/Moscow") == expected


def test_what_is_invented_is_not_told_to_machines(mini: Path) -> None:
    path = mini / "data" / "practices" / "razobrannye-primery.md"
    path.write_text(path.read_text("utf-8").replace("title:", "demo: true\ntitle:", 1), "utf-8")
    assert [thing["@type"] for thing in json_ld_of(mini, "practices/razobrannye-primery")] == ["BreadcrumbList"]


def test_empty_values_are_left_out() -> None:
    assert linked_data.dumps({"a": None, "b": "", "c": [None, {"d": None}], "e": 0, "f": False}) == '{"e":0,"f":false}'


@pytest.mark.parametrize("words", HOSTILE)
def test_no_title_gets_out_of_the_script_element(words: str) -> None:
    element = linked_data.json_ld({"name": words, "list": [words]})
    page = Markdown(extensions=["attr_list", "tables", "toc"]).convert(f"# x\n\nтекст\n\n{element}\n")
    document = html5lib.parse(page, namespaceHTMLElements=False)
    (script,) = document.iter("script")
    assert json.loads(script.text) == {"name": words, "list": [words]}
    assert [e.tag for e in document.iter() if e.tag in ("img", "code", "strong")] == []


def test_red_twin_plain_json_lets_a_title_out() -> None:
    element = f'<script type="application/ld+json">{json.dumps({"name": HOSTILE[0]})}</script>'
    document = html5lib.parse(element, namespaceHTMLElements=False)
    assert len(list(document.iter("script"))) == 2


def test_a_hostile_record_stays_inside_its_page(mini: Path) -> None:
    path = mini / "data" / "practices" / "parnoe.yml"
    title = json.dumps("</script><script>alert(1)</script>")
    path.write_text(
        re.sub(r"^title:.*$", lambda _: f"title: {title}", path.read_text("utf-8"), count=1, flags=re.M), "utf-8"
    )
    assert json_ld_of(mini, "practices/parnoe")[1]["name"] == "</script><script>alert(1)</script>"
