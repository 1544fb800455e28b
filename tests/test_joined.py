"""What a base shows, counts and hands on of the records of bases that it is joined with."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from figures_base import NUMBER, SHARE, part, values
from joined_base import OTHER_SCHOOL, SCHOOL, SITE, read_joined
from small_base import PRACTICE, TODAY

from generator import checks, exports, pages, site
from generator.catalog import Catalog
from generator.channels.office import proposing
from generator.checks.figures import figures_agree_across_bases
from generator.exports import word
from generator.pages import catalogue, editors, joined
from generator.settings import Settings
from generator.upkeep import privacy, published_addresses
from generator.upkeep.renaming import naming

SETTINGS = Settings(build_date=TODAY, site_url=SITE, site_name="База района", edit_base="https://forge.example/edit/")


OF_SCHOOL = {
    "practices/priem": PRACTICE | {"title": "Приём лицея", "aliases": ["bylo"]},
    "events/vecher": {"title": "Вечер лицея", "type": "seminar", "start": "2026-06-12", "territory": "districts/raion"},
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    own = {"practices/svoia": PRACTICE | {"title": "Своя практика"}}
    return read_joined(tmp_path_factory.mktemp("joined") / "raion", own, (SCHOOL, OF_SCHOOL))


@pytest.fixture(scope="module")
def shown(base: Catalog) -> dict[str, str]:
    return read_pages(base)


def read_pages(found: Catalog) -> dict[str, str]:
    return {page.path: html.unescape(page.text).replace("\u00a0", " ") for page in pages.render(found, SETTINGS)}


@pytest.fixture(scope="module")
def files(base: Catalog) -> dict[str, bytes]:
    return {file.path: file.data for file in site.build_files(base, SETTINGS)}


def test_the_page_says_whose_record_it_is_and_leads_there(shown: dict[str, str]) -> None:
    page = shown["practices/priem.md"]
    assert 'canonical: "https://litsei.example/practices/priem/"' in page
    assert re.search(r"Из базы <a [^>]*>«Лицей № 1»</a> \(по состоянию на 20 мая 2026 г\.\)", page), page[:1500]
    assert '<a href="https://litsei.example/practices/priem/" rel="noopener">' in page
    assert "// Лицей № 1 : [сайт]" in page and "URL: https://litsei.example/practices/priem/" in page


def test_what_only_its_own_base_can_offer_is_not_offered(shown: dict[str, str]) -> None:
    page, own = shown["practices/priem.md"], shown["practices/svoia.md"]
    for offer in ("Предложить правку", "zapis.json", "spravka/", "soglasie/imia", ".docx"):
        assert offer not in page
        assert offer in own or offer in ("soglasie/imia", ".docx"), "the twin: an own record has it"
    assert "Я применил(а) эту практику" in own and "Я применил(а)" not in page
    assert "https://litsei.example/practices/priem/#kto-primenil" in page, "who applied it tells the base that keeps it"
    assert "canonical:" not in own and "Из базы" not in own


def test_lists_say_which_records_are_of_another_base(shown: dict[str, str]) -> None:
    listing = shown["practices/index.md"]
    cards = {
        re.search(r'href="([^"]+)"', card)[1]: card for card in re.findall(r'<li class="m-card.*?</li>', listing, re.S)
    }
    assert "из базы «Лицей № 1»" in cards["priem/"] and "из базы" not in cards["svoia/"]


def test_the_catalogue_is_narrowed_by_base(base: Catalog, tmp_path: Path) -> None:
    def facet(found: Catalog) -> list[str]:
        made = catalogue.index(found, "practices", catalogue.ordered(found, "practices"))
        return [value[1] for one in made["facets"] if one["k"] == "base" for value in one["v"]]

    assert facet(base) == ["Лицей № 1", "Эта база"]
    assert facet(read_joined(tmp_path / "one", {"practices/svoia": PRACTICE})) == [], "one base is no choice"


def test_the_page_of_the_bases_says_what_is_here_and_whom_to_ask(base: Catalog, shown: dict[str, str]) -> None:
    page = shown[joined.JOINED_PAGE]
    (one,) = joined.summaries(base)
    assert (one.total, [(kind, n) for kind, n, _ in one.counts]) == (2, [("practices", 1), ("events", 1)])
    for words in ("Лицей № 1", "https://litsei.example/", "20 мая 2026", "mailto:sprosit@litsei.example", "dannye/"):
        assert words in page


def test_a_base_alone_says_nothing_of_bases(tmp_path: Path) -> None:
    found = read_joined(tmp_path / "one", {"practices/svoia": PRACTICE})
    made = read_pages(found)
    assert joined.JOINED_PAGE not in made
    assert not [
        path for path, text in made.items() if "m-origin" in text or "из базы «" in text or "canonical:" in text
    ]


# --- what goes out ---------------------------------------------------------------------------------------------------


def test_open_data_and_feeds_hold_own_records_only(
    base: Catalog, files: dict[str, bytes], shown: dict[str, str]
) -> None:
    mine = {path: data for path, data in files.items() if path.startswith("dannye/") or "novosti." in path}
    titles = [base.title_of(base.records[key]) for key in base.origins]
    assert {"Приём лицея", "Вечер лицея"} <= {*titles}
    held = {path: title for path, data in mine.items() for title in titles if title.encode() in data}
    assert mine and not held and not [path for path, data in mine.items() if b"priem" in data]
    assert "Своя практика".encode() in mine["dannye/v1/practices.csv"], "the twin"
    assert "practices/priem/zapis.json" not in files and "practices/svoia/zapis.json" in files
    assert "[Лицей № 1]" in shown["dannye/index.md"] or ">Лицей № 1</a>" in shown["dannye/index.md"]


def test_no_certificate_and_no_file_of_word(base: Catalog, files: dict[str, bytes]) -> None:
    made = {file.path for file in word.WordFiles(base, SETTINGS).all()}
    assert "practices/svoia/svoia.docx" in made and not [path for path in made if "priem" in path]
    assert "practices/svoia/spravka/index.html" in files and "practices/priem/spravka/index.html" not in files
    card = html.unescape(files["practices/priem/kartochka/index.html"].decode())
    assert "https://litsei.example/practices/priem/" in card and SITE not in card, (
        "a card leads to the base that keeps it"
    )


def test_a_calendar_has_the_entry_of_the_other_base(files: dict[str, bytes]) -> None:
    calendar = files["districts/raion/kalendar.ics"].decode().replace("\r\n ", "")
    assert "UID:events-vecher@litsei.example" in calendar and "https://litsei.example/events/vecher/" in calendar


def test_addresses_of_another_base_are_not_promised(base: Catalog, shown: dict[str, str]) -> None:
    assert not {"practices/priem", "events/vecher"} & published_addresses.published(base)
    assert "practices/svoia" in published_addresses.published(base)
    assert not [
        file.path for file in pages.redirect_files(base, pages.render(base, SETTINGS), ()) if "bylo" in file.path
    ]


def test_machines_are_told_of_a_record_by_its_own_base(shown: dict[str, str]) -> None:
    kinds = {
        path: {one["@type"] for one in json.loads(re.search(r"ld\+json\">(.*?)</script>", shown[path])[1])["@graph"]}
        for path in ("practices/priem.md", "practices/svoia.md")
    }
    assert kinds["practices/priem.md"] == {"BreadcrumbList"} and "LearningResource" in kinds["practices/svoia.md"]


# --- figures ---------------------------------------------------------------------------------------------------------

INDICATORS = {"indicators/dolia": SHARE | {"aggregation": "ratio-of-sums"}, "indicators/uroki": NUMBER}
SOSED = {"districts/sosed": {"title": "Сосед", "type": "municipal-district", "region": "krai"}}


def cell(found: Catalog, indicator: str, scope: str) -> Any:
    return next(one for one in found.readings[indicator] if one.scope == scope)


def test_a_sum_has_the_figures_of_every_base_once(tmp_path: Path) -> None:
    own = INDICATORS | SOSED | values("districts/raion", "2025", part(10, 20))
    there = INDICATORS | SOSED | values("districts/sosed", "2025", part(30, 40))
    found = read_joined(tmp_path / "krai", own, (SCHOOL, there))
    total = cell(found, "dolia", "regions/krai")
    assert (total.numerator, total.denominator, total.parts) == (40, 60, (2, 2))
    assert "из базы «Лицей № 1»" in read_pages(found)["indicators/dolia.md"]
    told = io.StringIO(exports.tables.values_csv(found, found.records["indicators/dolia"], {
        "districts/sosed": [cell(found, "dolia", "districts/sosed")]}).decode("utf-8-sig"))  # fmt: skip
    assert next(csv.DictReader(told, delimiter=";"))["Из базы"] == "Лицей № 1"


@pytest.mark.parametrize("own_says", [10, 12])
def test_two_bases_on_one_figure_are_no_sum(tmp_path: Path, own_says: int) -> None:
    own = INDICATORS | values("districts/raion", "2025", {"indicator": "uroki", "value": own_says})
    again = values("districts/raion", "2025", {"indicator": "uroki", "value": 12})
    there = INDICATORS | {"values/litsei-2025": again["values/raion-2025"]}
    found = read_joined(tmp_path / "krai", own, (SCHOOL, there))
    reading, total = cell(found, "uroki", "districts/raion"), cell(found, "uroki", "regions/krai")
    assert (reading.value, total.value) == (own_says, own_says), "the figure of this base is counted, and once"
    differs = own_says != 12
    assert reading.disputed is total.disputed is differs
    assert reading.contradiction == (Decimal(12) if differs else None)
    told = [problem.message for problem in figures_agree_across_bases(found)]
    assert told == (["здесь 10, а в базе «Лицей № 1» 12"] if differs else [])
    page = read_pages(found)["indicators/uroki.md"]
    assert ("в базе «Лицей № 1» <b>12 уроков</b>" in page) is differs


def test_of_two_joined_bases_the_first_is_counted(tmp_path: Path) -> None:
    def says(name: str, number: int) -> dict[str, Any]:
        line = values("districts/raion", "2025", {"indicator": "uroki", "value": number})["values/raion-2025"]
        return INDICATORS | {f"values/{name}": line}

    found = read_joined(tmp_path / "krai", INDICATORS, (SCHOOL, says("a", 5)), (OTHER_SCHOOL, says("b", 8)))
    reading = cell(found, "uroki", "districts/raion")
    assert (reading.value, reading.contradiction, reading.elsewhere.key) == (5, 8, "values/b")
    assert cell(found, "uroki", "regions/krai").value == 5


def test_a_small_group_of_another_base_stays_hidden(tmp_path: Path) -> None:
    own = INDICATORS | values("districts/raion", "2025", part(10, 20))
    few = values("districts/raion", "2025", part(1, 3))["values/raion-2025"]
    found = read_joined(tmp_path / "krai", own, (SCHOOL, INDICATORS | {"values/malo": few}))
    assert cell(found, "dolia", "districts/raion").contradiction is None


# --- never edited here -----------------------------------------------------------------------------------------------


def test_checks_and_editors_are_about_own_records(tmp_path: Path) -> None:
    unfinished = {"practices/plokhaia": PRACTICE | {"title": "Без срока", "since": "2031-01"}}
    found = read_joined(tmp_path / "raion", {}, (SCHOOL, unfinished))
    assert not [problem for problem in checks.run(found) if "plokhaia" in problem.path]
    tasks = editors.view(found, SETTINGS)["tasks"]
    assert tasks and not [due.record.key for task in tasks for due in task.due if not found.is_own(due.record)]
    mine = read_joined(tmp_path / "raion", unfinished)
    assert [due for task in editors.view(mine, SETTINGS)["tasks"] for due in task.due if due.record.id == "plokhaia"]


def test_nothing_that_writes_files_takes_them_for_its_own(base: Catalog) -> None:
    assert not [one.key for one in privacy.people(base) if not base.is_own(base.records[one.key])]
    with pytest.raises(naming.NotRenamed, match="ведёт база «Лицей № 1»"):
        naming.rename_all(base, "practices/priem", "drugoi")
    with pytest.raises(proposing.Unclear):
        proposing._kept_here("practices/priem", base)
    assert proposing._kept_here("practices/svoia", base) == "practices/svoia"
