"""The catalogue: what filters count against a count by hand, its weight, and lists by term that need no script."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import posixpath
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from shipped_base import prepared, shipped_pages
from support import copy_of_mini

from generator import catalog, files, pages, site
from generator.begin.sample import generate_base
from generator.pages import by_term, coverage, environment, listings
from generator.pages.facets import FacetValue
from generator.pages.views import practices
from generator.records.reading import load
from generator.settings import Settings

TODAY = dt.date(2026, 11, 22)
STAGES = {"primary": range(1, 5), "basic": range(5, 10), "secondary": range(10, 12)}


def sample(folder: Path, records: int) -> catalog.Catalog:
    """A generated base of so many practices; everything in it is demonstration."""
    files.write_tree(folder, generate_base(records, 1, files.vocabularies_dir()))
    return catalog.build(load(folder)[0], TODAY)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> catalog.Catalog:
    return sample(tmp_path_factory.mktemp("sample"), 150)


@pytest.fixture(scope="module")
def shipped() -> catalog.Catalog:
    return prepared().catalog


def columns(found: catalog.Catalog, kind: str) -> dict:
    made = {file.path: file.data for file in pages.catalogues(found)}
    return json.loads(made[f"{kind}/katalog.json"])


def classes(practice) -> set[str]:
    """Stages and classes by hand, from what the words mean: «5 класс» is in the basic school and the reverse."""
    text = set(practice.levels)
    for stage, grades in STAGES.items():
        own = {f"grade-{n}" for n in grades}
        text |= own if stage in practice.levels else set()
        text |= {stage} if own & set(practice.levels) else set()
    return text


@pytest.mark.parametrize("which", ["generated", "shipped"])
def test_a_class_implies_its_stage_and_the_reverse(which: str, request: pytest.FixtureRequest) -> None:
    found = request.getfixturevalue(which)
    made = columns(found, "practices")
    facet = next(f for f in made["facets"] if f["k"] == "levels")
    for its_id, own in zip(made["ids"], facet["r"], strict=True):
        assert {facet["v"][n][0] for n in own} == classes(found.get("practices", its_id)), its_id


def test_every_listed_record_is_in_once_real_ones_first(shipped: catalog.Catalog) -> None:
    for kind in ("practices", "events", "associations", "centers", "organizations"):
        made = columns(shipped, kind)
        real, demo = ({r.id for r in shipped.listed(kind, demo=d)} for d in (False, True))
        assert set(made["ids"][: made["real"]]) == real
        assert set(made["ids"][made["real"] :]) == demo
        assert len(made["ids"]) == len(real) + len(demo)
        assert all(len(facet["r"]) == len(made["ids"]) for facet in made["facets"])


def test_synthesis_and_local_evidence_are_two_axes(shipped: catalog.Catalog) -> None:
    made = columns(shipped, "practices")
    assert [f["k"] for f in made["facets"] if f["k"] in ("evidence", "synthesis")] == ["evidence", "synthesis"]
    reviewed = next(f for f in made["facets"] if f["k"] == "synthesis")
    for its_id, own in zip(made["ids"], reviewed["r"], strict=True):
        assert ("yes" in {reviewed["v"][n][0] for n in own}) == bool(shipped.get("practices", its_id).synthesis)


def test_nobody_said_is_neither_met_nor_refused(shipped: catalog.Catalog) -> None:
    made = columns(shipped, "practices")
    names = [key for key, _ in made["fit"]["v"]]
    for its_id, met, unsaid in zip(made["ids"], made["fit"]["r"], made["fit"]["u"], strict=True):
        internet = shipped.get("practices", its_id).conditions and shipped.get("practices", its_id).conditions.internet
        offline = names.index("offline")
        assert (offline in met, offline in unsaid) == (internet in ("none", "helpful"), internet is None)


def test_the_same_records_give_the_same_bytes(generated: catalog.Catalog) -> None:
    assert pages.catalogues(generated) == pages.catalogues(generated)


def test_what_comes_before_the_plain_listing_is_light(tmp_path: Path, record_property) -> None:
    """The issue: opening the catalogue of 1,000 practices takes at most 60 KB more over the wire. Its index grows
    evenly, 35 bytes a practice, so 400 may have 36 KB; `make hostile` counts 1,000 (``tests/hostile/thousand.py``)."""
    found = sample(tmp_path, 400)
    packed = {file.path: len(gzip.compress(file.data, 9, mtime=0)) for file in pages.catalogues(found)}
    theme = files.theme_dir() / "assets"
    names = (
        "javascripts/catalogue.js",
        "catalogue/choice.js",
        "catalogue/panel.js",
        "shared/ui.js",
        "stylesheets/catalogue.css",
    )
    own = {name: len(gzip.compress((theme / name).read_bytes(), 9, mtime=0)) for name in names}
    texts = [size for path, size in packed.items() if path.startswith("practices/katalog-")]
    first = packed["practices/katalog.json"] + sum(own.values())
    record_property(
        "figure",
        f"catalogue of 400 practices, gzip: index {packed['practices/katalog.json']} B + script and styles "
        f"{sum(own.values())} B = {first} B; texts of 20 cards {max(texts)} B at most",
    )
    assert first <= 36_000
    assert max(texts) <= 4_000


def test_a_filter_that_tells_no_practices_apart_is_marked(shipped: catalog.Catalog) -> None:
    """By the records as they are: nearly all have the value, or hardly any."""
    made = columns(shipped, "practices")
    real = made["real"]

    def is_idle(values: list[list[int]]) -> bool:
        shares = [many / real for many in Counter(n for own in values[:real] for n in own).values()]
        return all(share > 0.9 or share < 0.05 for share in shares)

    assert {f["k"]: "w" in f for f in made["facets"]} == {f["k"]: is_idle(f["r"]) for f in made["facets"]}
    assert "w" not in next(f for f in made["facets"] if f["k"] == "subjects")
    for n, (key, _) in enumerate(made["fit"]["v"]):
        assert (n in made["fit"]["w"]) == is_idle([[n] if n in met else [] for met in made["fit"]["r"]]), key


@pytest.mark.parametrize(
    ("levels", "text"),
    [
        ([], ""),
        (["primary"], "1–4\u00a0классы"),
        (["grade-4", "basic", "secondary"], "4–11\u00a0классы"),
        (["grade-1", "grade-3", "grade-4"], "1, 3–4\u00a0классы"),
        (["grade-5"], "5\u00a0класс"),
        (["basic", "grade-5"], "5–9\u00a0классы"),
        (["secondary", "vocational"], "10–11\u00a0классы, среднее профессиональное образование"),
        (["preschool"], "дошкольное образование"),
    ],
)
def test_classes_are_told_in_short(shipped: catalog.Catalog, levels: list[str], text: str) -> None:
    assert practices.classes(shipped, levels) == text


# --- lists by term -------------------------------------------------------------------------------------------------


def test_ready_lists_stand_in_their_style_on_every_page_of_a_listing() -> None:
    """Also behind the first page, which has no filters, and where there is nothing to filter yet."""
    made = {path: text for path, text in shipped_pages().items() if '<nav class="m-by"' in text}
    assert "practices/stranitsa/2.md" in made
    assert [path for path, text in made.items() if not re.search(r"^styles: \[.*catalogue", text, re.MULTILINE)] == []


def test_every_term_with_records_has_a_page_and_no_other(shipped: catalog.Catalog) -> None:
    made = shipped_pages().keys()
    areas = {area for demo in (False, True) for p in shipped.listed("practices", demo=demo) for area in p.areas}
    assert {p for p in made if p.startswith("practices/po/areas/")} == {
        "practices/po/areas/index.md", *(f"practices/po/areas/{area}.md" for area in areas)
    }  # fmt: skip
    assert {"practices/po/levels/grade-5.md", "events/po/event-kinds/conference.md"} <= made


def test_a_term_list_holds_exactly_its_records(shipped: catalog.Catalog) -> None:
    for one in by_term.term_lists_of_kind(shipped, "practices")["levels"]:
        listed = [p for demo in (False, True) for p in shipped.listed("practices", demo=demo)]
        assert {r.id for r in one.records} == {p.id for p in listed if one.id in classes(p)}, one.id
        assert one.real == sum(not r.demo for r in one.records)


def test_a_long_list_is_cut_into_pages_and_what_only_suits_it_too(
    shipped: catalog.Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many practices suit a subject, no page is heavier than others, and the link at the top leads to them."""
    monkeypatch.setattr(by_term, "PAGE_SIZE", 3)
    monkeypatch.setattr(by_term, "SUITED_SIZE", 5)
    lists = by_term.term_lists_of_kind(shipped, "practices")
    one = next(one for one in lists["subjects"] if len(one.records) > 3 and len(one.suited) > 5)
    templates = environment.create_templates(shipped, Settings(), {"practices": lists})
    made = [
        (path, view)
        for _, path, view in by_term.term_pages(shipped, "practices", lists)
        if view.get("one") == one.summary
    ]
    assert [record for _, view in made for record in view["records"]] == list(one.records)
    assert [record for _, view in made for record in view["suited"]] == list(one.suited)
    assert all(len(view["records"]) <= 3 and len(view["suited"]) <= 5 for _, view in made)
    for path, view in made:
        text = templates.render("term_list.md.j2", path, **view)
        assert ("{#podkhodiat-i-drugie}" in text) == bool(view["suited"])
        link = re.search(r'href="([^"]*)#podkhodiat-i-drugie"', text)
        assert link
        address = posixpath.normpath(f"{path.removesuffix('.md')}/{link[1]}")
        assert next(view for path, view in made if path.removesuffix(".md") == address)["suited"]
        assert '<nav class="m-pager"' in text


@pytest.mark.parametrize(
    ("number", "pages", "shown"),
    [
        (1, 1, ""),
        (2, 3, "1 2 3"),
        (1, 9, "1 2 3 4 5 6 7 8 9"),
        (1, 10, "1 2 3 … 10"),
        (5, 10, "1 2 3 4 5 6 7 … 10"),
        (6, 11, "1 … 4 5 6 7 8 … 11"),
        (1667, 1667, "1 … 1665 1666 1667"),
    ],
)
def test_a_pager_names_the_ends_and_what_is_near(number: int, pages: int, shown: str) -> None:
    links = listings.pager_links([str(n) for n in range(1, pages + 1)], number)
    assert " ".join("…" if link is None else link[1] for link in links) == shown
    assert all(str(link[0]) == link[1] for link in links if link)


def test_a_card_in_the_list_of_a_subject_names_it_first(shipped: catalog.Catalog) -> None:
    made = shipped_pages()
    for its_id in ("matematika", "khimiia", "angliiskii-iazyk"):
        lines = re.findall(r"<span data-subjects>(.*?)</span>", made[f"practices/po/subjects/{its_id}.md"])
        named = [p for p in shipped.listed("practices") if its_id in p.subjects]
        label = shipped.label("subjects", its_id)
        assert sum(line.startswith(label) for line in lines) >= len(named) > 2, its_id
    late = next(p for p in shipped.listed("practices") if len(p.subjects) > 4)
    assert practices.card_facts(shipped, late)["subjects"] == list(late.subjects)
    assert practices.card_facts(shipped, late, late.subjects[4])["subjects"][0] == late.subjects[4]


def test_no_record_can_take_the_address_of_a_term_list(mini: Path) -> None:
    """«po» is a good id: its page lies at practices/po/, the lists two folders deeper."""
    fields = yaml.load((mini / "data/practices/parnoe.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    fields.pop("aliases")
    (mini / "data/practices/po.yml").write_text(yaml.safe_dump(fields, allow_unicode=True), encoding="utf-8")
    made = site.prepare(mini, Settings(build_date=dt.date(2026, 5, 28)), lazy_texts=True)
    assert not made.failed
    paths = [page.path for page in made.pages]
    assert "practices/po.md" in paths
    assert len(paths) == len(set(paths))


# --- the white-spot map ---------------------------------------------------------------------------------------------


def test_the_white_spot_map_counts_real_practices_only(shipped: catalog.Catalog) -> None:
    view = coverage.view(shipped)
    by_hand = Counter((subject, stage) for p in shipped.listed("practices") for subject in p.subjects or ("any",)
                      for stage in classes(p))  # fmt: skip
    plain = 0
    for row, cells in view["level_rows"]:
        for stage, cell in zip(view["stages"], cells, strict=True):
            named = {stage.id} if row.id == "any" else set(shipped.term("subjects", row.id).levels)
            taught = bool(named & {stage.id, *(f"grade-{n}" for n in STAGES.get(stage.id, ()))})
            assert bool(cell) == taught
            if cell and not any(t.broader == row.id for t in shipped.vocabularies["subjects"].terms):
                plain += 1
                assert cell[0].count == by_hand[row.id, stage.id], cell
    assert plain > 80
    assert view["empty"]["levels"] == sum(not c[0].count for _, cells in view["level_rows"] for c in cells if c) > 0


def test_a_narrower_subject_is_counted_only_where_it_is_named(shipped: catalog.Catalog) -> None:
    """A practice for mathematics is no practice about geometry, and there is no physics in the primary school."""
    rows = {row.id: dict(zip([s.id for s in view["stages"]], cells, strict=True))
            for view in [coverage.view(shipped)] for row, cells in view["level_rows"]}  # fmt: skip
    assert rows["fizika"]["primary"] == rows["khimiia"]["primary"] == rows["okruzhaiushchii-mir"]["secondary"] == []
    own = [p for p in shipped.listed("practices") if "veroiatnost-i-statistika" in p.subjects and "basic" in classes(p)]
    assert rows["veroiatnost-i-statistika"]["basic"][0].count == len(own) < rows["matematika"]["basic"][0].count
    assert rows["frantsuzskii-iazyk"]["basic"][0].count < rows["inostrannyi-iazyk"]["basic"][0].count
    assert rows["geometriia"]["basic"][0].count < rows["matematika"]["basic"][0].count


def test_a_stage_asks_only_for_the_classes_in_which_the_subject_is_taught(shipped: catalog.Catalog) -> None:
    """Chemistry of the fifth class is no gap, that of the eighth is one as long as no practice names it."""
    view = coverage.view(shipped)
    parts = {"algebra": "7–11 классы", "khimiia": "8–11 классы", "orkse": "4 класс", "nemetskii-iazyk": "2–11 классы"}
    assert parts.items() <= view["taught"].items()
    practices = shipped.listed("practices")
    partly = 0
    for row, cells in view["level_rows"]:
        for stage, cell in zip(view["stages"], cells, strict=True):
            if not cell or not cell[0].count or row.id == "any" or stage.id not in STAGES:
                continue
            named = set(shipped.term("subjects", row.id).levels)
            grades = [n for n in STAGES[stage.id] if {stage.id, f"grade-{n}"} & named]
            below = {row.id} | {t.id for t in shipped.vocabularies["subjects"].terms if t.broader == row.id}
            own = [classes(p) for p in practices if below & set(p.subjects)]
            gaps = [shipped.term("levels", f"grade-{n}") for n in grades if not any(f"grade-{n}" in o for o in own)]
            assert cell[0].missing == coverage.classes_label([FacetValue(t.id, t.label, t.broader) for t in gaps]), (
                row,
                stage,
            )
            partly += bool(gaps)
    assert partly == view["partly"] > 0


def test_a_subject_without_levels_is_taught_everywhere_and_a_stage_has_all_its_classes() -> None:
    levels = [
        FacetValue("basic", "Основная школа"),
        *(FacetValue(f"grade-{n}", f"{n} класс", "basic") for n in (5, 6)),
        FacetValue("club", "Кружок"),
        *(FacetValue(*one, "basic") for one in (("grade-9", "9 класс"), ("late", "Вечерний"))),
    ]
    assert coverage.taught_in((), levels) == levels
    assert coverage.taught_in(["basic"], levels) == [levels[0], levels[1], levels[2], levels[4], levels[5]]
    assert coverage.taught_in(["grade-6"], levels) == [levels[0], levels[2]]
    assert coverage.classes_label(levels) == "5–6, 9 классы, Вечерний"
    assert coverage.classes_label([levels[0], levels[1]]) == "5 класс"
    assert coverage.classes_label([levels[0], levels[3]]) == ""


def test_a_practice_for_classes_without_its_subject_fills_no_cell_and_is_named(tmp_path: Path) -> None:
    """Algebra of the third class and of the fifth: no cell of algebra counts them, the page says which they are."""
    root = copy_of_mini(tmp_path / "base")
    for name, levels in (("tretii", "[grade-3]"), ("piatyi", "[grade-5]"), ("sedmoi", "[grade-5, grade-7]")):
        text = f"{{title: {name}, status: published, owner: shkola-a, subjects: [algebra], levels: {levels}}}"
        (root / "data" / "practices" / f"{name}.yml").write_text(text, encoding="utf-8")
    view = coverage.view(catalog.build(load(root)[0], TODAY))
    algebra = next(cells for row, cells in view["level_rows"] if row.id == "algebra")
    cells = dict(zip((stage.id for stage in view["stages"]), algebra, strict=True))
    assert cells["primary"] == []
    assert [f.missing for f in cells["basic"]] == ["8–9 классы"]
    assert [f.count for f in cells["secondary"]] == [0]
    assert {record.id for record in view["untaught"]} == {"tretii", "piatyi"}
    base = catalog.build(load(root)[0], TODAY)
    page = next(p for p in pages.lazy_pages(base, Settings(build_date=TODAY)) if p.path == coverage.COVERAGE_PAGE)
    assert re.search(r"(?s)где его не изучают .*?>piatyi</a>,&#32;<a [^>]*>tretii</a>\.", page.text)
    (root / "data" / "practices" / "sedmoi.yml").unlink()
    view = coverage.view(catalog.build(load(root)[0], TODAY))
    algebra = next(cells for row, cells in view["level_rows"] if row.id == "algebra")
    assert [[f.count for f in cell] for cell in algebra[1:3]] == [[], [0]]


def test_what_suits_any_subject_is_found_under_each_told_apart(shipped: catalog.Catalog) -> None:
    practices = shipped.listed("practices")
    broad = {p.key for p in practices if not p.subjects}
    lists = {one.id: one for one in by_term.term_lists_of_kind(shipped, "practices")["subjects"]}
    for its_id in ("matematika", "khimiia", "fizika"):
        own = {p.key for p in practices if its_id in p.subjects}
        assert own <= {r.key for r in lists[its_id].records}
        assert broad == {r.key for r in lists[its_id].suited if not r.demo}, its_id
    mathematics = {p.key for p in practices if "matematika" in p.subjects and "geometriia" not in p.subjects}
    assert mathematics <= {r.key for r in lists["geometriia"].suited}
    assert not lists["any"].suited if "any" in lists else True


def test_demonstration_records_are_counted_only_where_nothing_else_is(
    generated: catalog.Catalog, shipped: catalog.Catalog
) -> None:
    """As the filters do: a base of nothing else shows them and says so."""
    assert coverage.view(generated)["demo"]
    assert coverage.view(generated)["empty"]["levels"] < coverage.view(generated)["cells"]["levels"]
    assert len(coverage.view(generated)["area_rows"]) == len(generated.listed("districts", demo=True)) > 0
    assert not coverage.view(shipped)["demo"]
    assert {row.id for row, _ in coverage.view(shipped)["area_rows"]} == {d.key for d in shipped.listed("districts")}


def test_an_empty_cell_says_so(shipped: catalog.Catalog) -> None:
    text = shipped_pages()[coverage.COVERAGE_PAGE]
    empty = coverage.view(shipped)["empty"]
    assert text.count('<td class="m-spots__empty">пусто</td>') == empty["levels"] + empty["areas"]
    never = sum(not cell for _, cells in coverage.view(shipped)["level_rows"] for cell in cells)
    assert text.count('<td class="m-spots__none">не изучается</td>') == never > 0
