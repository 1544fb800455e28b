"""What the form computes in a browser is what Python computes: spelling, names, phones, times, complaints."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from form_page import FORM, Scripts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser
from pydantic_core import PydanticCustomError
from shipped_base import checked
from support import PROJECT, copy_of_mini

from generator import site, text
from generator.catalog.forms import questions
from generator.channels import submissions
from generator.channels.checked_base import CheckedBase
from generator.channels.submissions import Proposal
from generator.checks.people import all_texts, cited_works
from generator.documents import sources
from generator.pages import form as forms
from generator.problems import to_write
from generator.records import KINDS, formatter, periods, taken_names
from generator.records import times as moments
from generator.settings import Settings

pytestmark = pytest.mark.browser

CASES = Path(__file__).parent / "cases"
FORMAT = sorted((CASES / "format").glob("*.yml"))
CHECKS = sorted((CASES / "form").glob("*.yml"))
SETTINGS = Settings(build_date=dt.date(2026, 5, 28))


@pytest.fixture(scope="module")
def scripts(browser: Browser) -> Iterator[Scripts]:
    """With what the scripts know of names on the page: to hand it over costs more than what is asked with it."""
    with Scripts.open(browser, FORM) as opened:
        opened.call("person-names.js", "(m, lists) => { window.namesIn = m.finder(lists); }", text.name_lists())
        known = [text.slug_letters(), {kind: naming(kind) for kind in KINDS}]
        opened.call("record-name.js", "(m, known) => { window.namingKnown = known; }", known)
        yield opened


@pytest.fixture(scope="module")
def shipped() -> list[sources.Source]:
    return [source for kind in KINDS for source in sources.read_folder(PROJECT, kind)[0]]


def render(scripts: Scripts, records: list[tuple[str, Any]]) -> list[str]:
    """The texts that the browser makes of (kind, data)."""
    shapes = {kind: formatter.shape(kind) for kind, _ in records}
    return scripts.call(
        "record-text.js",
        "(m, [records, shapes]) => records.map(([k, d]) => m.render(k, d, shapes[k]))",
        [records, shapes],
    )


# --- the one spelling -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FORMAT, ids=lambda path: path.stem)
def test_a_record_has_the_spelling_of_the_case_table(scripts: Scripts, path: Path) -> None:
    case = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    assert render(scripts, [(case["kind"], case["data"])]) == [case["text"]]


def test_every_shipped_record_is_spelled_the_same(scripts: Scripts, shipped: list[sources.Source]) -> None:
    asked = {questions.kind_of(name) for name in questions.NAMES} | {"terms", "documents"}
    records = [(source.folder, source.data) for source in shipped if source.folder in asked]
    assert render(scripts, records) == [formatter.render(kind, data) for kind, data in records]


#: signs that both sides know: Python and the browser follow different editions of Unicode
TEXT = st.text(st.characters(codec="utf-8", max_codepoint=0x2FFF, exclude_categories=["Cn", "Co"]), max_size=30)
WORD = st.sampled_from(
    ["null", "Yes", "0x1F", "1_000", "12:30", "1e5", "-.inf", "a: b", "a #b", "#a", "a:", "- x", "a,b", "[x]", "№ 5",
     "2025-09-01", "2025", "true", "кавычка '", "хвост ", " начало", "a\nb", "a\n\n", "\n", "«ёлочки»", "…", "a:,b"]
)  # fmt: skip
SAID = TEXT | WORD | st.lists(WORD | TEXT, min_size=1, max_size=4).map("".join)


def of_shape(shape: Any) -> st.SearchStrategy:
    """Any value that a field of this shape may be given, right or wrong."""
    if isinstance(shape, dict):
        return st.fixed_dictionaries({}, optional={name: of_shape(part) for name, part in shape.items()})
    if isinstance(shape, list):
        return st.lists(of_shape(shape[0]), max_size=3)
    return SAID | st.sampled_from(["", "5", "-1.50", "007", "true", "false", "1,5"])


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data(), kind=st.sampled_from(["practices", "events", "replications", "values", "reviews"]))
def test_any_record_is_spelled_the_same(scripts: Scripts, data: st.DataObject, kind: str) -> None:
    record = data.draw(of_shape(formatter.shape(kind)))
    assert render(scripts, [(kind, record)]) == [formatter.render(kind, record)]


# --- names ------------------------------------------------------------------------------------------------------------


def naming(kind: str) -> dict[str, list[str]]:
    """What the scripts know of the names of a kind."""
    return {"claimed": sorted(taken_names.claimed(kind)), "naming": taken_names.naming(kind)}


def named(scripts: Scripts, cases: list[tuple[str, Any, list[str]]]) -> list[str]:
    return scripts.call(
        "record-name.js",
        "(m, cases) => { const [letters, of] = window.namingKnown;"
        " return cases.map(([k, d, taken]) => m.newId(k, d, { ...of[k], taken }, letters)); }",
        cases,
    )


def test_a_new_record_has_the_name_of_the_case_table(scripts: Scripts) -> None:
    cases = yaml.load((CASES / "ids.yml").read_text("utf-8"), yaml.CSafeLoader)
    assert named(scripts, [(c["kind"], c["data"], c["taken"]) for c in cases]) == [c["id"] for c in cases]


TITLE = st.text(
    st.sampled_from(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБЁЙЩЪЬЮЯіїєґ abcXYZ019 ,.'’`-–—«»„“№§°½²×éàñüßłŁøŠžαβωΩ…!?/()\u00a0\u0301"
    ),
    max_size=130,
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(titles=st.lists(TITLE, min_size=10, max_size=20))
def test_any_title_makes_the_same_name(scripts: Scripts, titles: list[str]) -> None:
    expected = {title: submissions.new_id("practices", {"title": title}) for title in titles}
    # Signs that leave nothing: the browser takes the word for the kind.
    asked = [title for title, name in expected.items() if not name.startswith("razdel-")]
    found = named(scripts, [("practices", {"title": title}, []) for title in asked])
    assert {one: got for one, got in zip(asked, found, strict=True) if got != expected[one]} == {}


# --- phones, times ----------------------------------------------------------------------------------------------------


def test_phones_and_private_mail_are_seen_alike(scripts: Scripts, shipped: list[sources.Source]) -> None:
    corpus = Path(__file__).parent / "corpus"
    parts = [
        line.replace("⏎", "\n").replace("⟦", "").replace("⟧", "")
        for name in ("phones", "phones-not", "private", "private-not")
        for line in (corpus / f"{name}.txt").read_text("utf-8").splitlines()
    ]
    parts += [json.loads(line) for line in (corpus / "hostile.jsonl").read_text("utf-8").splitlines()]
    parts += [json.dumps(source.data, ensure_ascii=False, default=str) for source in shipped]
    parts += ["почта ivanov@mail.ru и office@example.org", "пишите на Petrov.P@Yandex.ru, тел. 2-34-56"]
    look = "(m, [said, mail]) => said.map((t) => m.personalData(t, mail).map((f) => [f.kind, f.text, f.sure]))"
    found = scripts.call("private.js", look, [parts, sorted(forms.PUBLIC_MAIL)])
    expected = [[[one.kind, one.text, one.sure] for one in text.personal_data(line)] for line in parts]
    assert {line: got for line, got, want in zip(parts, found, expected, strict=True) if got != want} == {}
    assert sum(map(len, expected)) > 120


# --- names of people --------------------------------------------------------------------------------------------------

PEOPLE = yaml.load((CASES / "person-names.yml").read_text("utf-8"), yaml.CSafeLoader)


def people(scripts: Scripts, parts: list[tuple[str, list[str]]]) -> list[list[str]]:
    """The names that the script of the form finds in (text, texts with authors that are cited)."""
    return scripts.call("person-names.js", "(m, said) => said.map(([t, cited]) => window.namesIn(t, cited))", parts)


def people_of_python(parts: list[tuple[str, list[str]]]) -> list[list[str]]:
    return [[name for _, name in text.find_names(one, cited)] for one, cited in parts]


def test_names_of_people_are_seen_alike(scripts: Scripts, shipped: list[sources.Source]) -> None:
    parts = [(case["text"], case.get("cited", [])) for case in PEOPLE["found"]] + [(one, []) for one in PEOPLE["none"]]
    assert people(scripts, parts) == [case["found"] for case in PEOPLE["found"]] + [[] for _ in PEOPLE["none"]]
    corpus = Path(__file__).parent / "corpus"
    parts = [(json.loads(line), []) for line in (corpus / "hostile.jsonl").read_text("utf-8").splitlines()]
    parts += [
        (value, authors)
        for source in shipped
        for authors in ([], list(cited_works(source)))
        for _, value in all_texts(source.data)
    ]
    expected = people_of_python(parts)
    found = people(scripts, parts)
    assert {one: got for (one, _), got, want in zip(parts, found, expected, strict=True) if got != want} == {}
    assert sum(map(len, expected)) > 0


#: pieces of names and of what stands around them
NAMED = st.lists(
    st.sampled_from(
        ["Иванова", "Мария", "Петровна", "Петровичем", "М. П.", "А.С.", "Пушкин", "Лев", "Толстого", "ПРИМЕРОВА",
         "ПЕТРОВНЫ",
         "Роман", "Вчера", "По", "имени", "от имени", "им.", "им", "ул.", "улица", "премией", "// Журнал", "— М.:",
         "doi",
         "x", "-", ",", ".", "\n", "\n\n", "- ", "**", "_", "\u00a0", " ", "  ", "👩", "&nbsp;", "Магомед", "оглы",
         "Ёлкин-Семёнов", "Каренину", "Анну", "Наташа", "Ростова", "Ильинична", "Шевчук", "Павл", "Х"]
    )
    | st.just(" "),
    max_size=14,
).map("".join)  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.tuples(NAMED, st.lists(NAMED, max_size=1)), min_size=20, max_size=40))
def test_any_names_are_seen_alike(scripts: Scripts, parts: list[tuple[str, list[str]]]) -> None:
    found, expected = people(scripts, parts), people_of_python(parts)
    assert {one: (got, want) for (one, _), got, want in zip(parts, found, expected, strict=True) if got != want} == {}


# --- times ------------------------------------------------------------------------------------------------------------

DATES = [
    written
    for cases in yaml.load((CASES / "dates.yml").read_text("utf-8"), yaml.CSafeLoader).values()
    for case in cases
    for written in case["written"]
] + ["2025-02-30", "--04", "--13", "-04", "2025-04-17 25:00", "2025/27", "2999/00", "1899", "2025-09-01 ", "2023-02-29"]


@pytest.mark.parametrize("name", ["day", "moment", "period"])
def test_times_are_read_alike(scripts: Scripts, name: str) -> None:
    found = scripts.call("times.js", f"(m, said) => said.map((t) => m.{name}(t.trim()))", DATES)
    read = {"day": moments._day, "moment": moments.Moment.parse, "period": periods.Period.parse}[name]
    wrong = {}
    for raw, got in zip(DATES, found, strict=True):
        try:
            read(raw.strip())
            expected = None
        except PydanticCustomError as error:
            write = error.context["fix"]["write"]
            expected = (error.context["message"], to_write(write) if write else error.context["hint"])
        if (got and (got["message"], got["hint"])) != expected:
            wrong[raw] = (got, expected)
    assert wrong == {}


# --- complaints -------------------------------------------------------------------------------------------------------


def test_the_unit_of_a_figure_fits_its_number(scripts: Scripts) -> None:
    values, forms_of_unit = ["1", "22", "105", "1.5"], text.unit_forms("уроков")
    look = "(m, [values, forms]) => values.map((one) => m.told('', '', one, { forms, u: forms[2] }))"
    shown = scripts.call("figures.js", look, [values, forms_of_unit])
    assert [one.replace("\u00a0", " ") for one in shown] == ["1 урок", "22 урока", "105 уроков", "1,5 урока"]
    assert shown == [text.in_unit(text.number(Decimal(one)), "уроков").replace(" ", "\u00a0") for one in values]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory):
    """The mini base and what the browser knows of it."""
    root = copy_of_mini(tmp_path_factory.mktemp("form") / "base")
    catalog = site.check(root, SETTINGS)[0]
    files = dict(forms.list_files(catalog))
    lists = {Path(path).stem: json.loads(data) for path, data in files.items() if "/spiski/" in path}
    values = forms.known_values(catalog)
    known = {"figures": values["indicators"], "before": values["before"], "lists": text.name_lists()}
    return root, catalog, lists | known


#: the rules of a form, with those that only figures have and those that are fetched when alphabets meet or people are
#: named
CHECK = """async (m, [form, all, known]) => {
  known.foreign = (await import(new URL("alphabets.js", location.href))).foreignLetters;
  const names = await import(new URL("person-names.js", location.href));
  if (known.lists) known.names = { ...names, find: names.finder(known.lists) };
  const more = form.kind === "values" ? [(await import(new URL("figure-rules.js", location.href))).figures] : [];
  if (form.pictures) more.push((await import(new URL("picture-rules.js", location.href))).pictures);
  return all.map((data) => m.check(form, data, {...known, more}));
}"""


def asked_on_page(name: str, catalog: Any) -> questions.Form:
    return questions.form(name, catalog.vocabularies, catalog, documents=True)


def complaints(scripts: Scripts, base, name: str, data: Any) -> list[dict[str, str]]:
    _, catalog, known = base
    described = forms.description(asked_on_page(name, catalog), catalog, SETTINGS)
    return scripts.call("rules.js", CHECK, [described, [data], known])[0]


def cases() -> Iterator[Any]:
    for path in CHECKS:
        for case in yaml.load(path.read_text("utf-8"), yaml.CBaseLoader):  # every value is text, as in a form
            yield pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")


def by_field(found: Iterable[tuple[str, str]]) -> dict[str, str | list[str]]:
    """What is said of each field: a sentence, several as a list without order and repeats."""
    out: dict[str, set[str]] = {}
    for field, message in found:
        out.setdefault(field, set()).add(message)
    return {field: sorted(messages) if len(messages) > 1 else messages.pop() for field, messages in out.items()}


def in_order(expected: dict[str, str | list[str]]) -> dict[str, str | list[str]]:
    return {field: sorted(set(one)) if isinstance(one, list) else one for field, one in expected.items()}


@pytest.mark.parametrize(("form", "case"), list(cases()))
def test_the_form_complains_as_the_command_does(scripts: Scripts, base, form: str, case: dict) -> None:
    """``expect`` maps a field to what both say; ``form`` is what the form says instead, where the words of the command
    are about files; ``later`` is what only the check of the change can know; ``soft`` is advice of the form."""
    root = base[0]
    found = complaints(scripts, base, form, case["data"])
    hard = by_field((one["field"], one["message"]) for one in found if not one.get("soft"))
    assert hard == in_order(case["expect"] | case.get("form", {}))
    soft = by_field((one["field"], one["message"]) for one in found if one.get("soft"))
    assert soft == in_order(case.get("soft", {}))
    if "fix" in case:
        assert {one["field"]: one["fix"] for one in found if one["fix"]} == case["fix"]
    kind = questions.kind_of(form)
    proposal = Proposal(kind, "z-proba", case["data"] | {"status": "review"})
    told = submissions.check_proposals(CheckedBase(root, SETTINGS), [proposal])[1][proposal.key]
    errors = by_field((problem.field, problem.message) for problem in told if problem.is_error)
    assert errors == in_order(case["expect"] | case.get("later", {}))


def test_no_shipped_record_is_complained_about(scripts: Scripts) -> None:
    catalog = checked(SETTINGS)[0]
    known = {"figures": forms.known_values(catalog)["indicators"], "lists": text.name_lists()}
    wrong = {}
    for name in questions.NAMES:
        described = forms.description(asked_on_page(name, catalog), catalog, SETTINGS)
        kind = questions.kind_of(name)
        found = sources.read_folder(PROJECT, kind)[0]
        told = scripts.call("rules.js", CHECK, [described, [source.data for source in found], known])
        wrong |= {source.path: problems for source, problems in zip(found, told, strict=True) if problems}
        assert found
    assert wrong == {}


# --- characters, letters, pasted texts --------------------------------------------------------------------------------

CHARACTERS = yaml.load((CASES / "characters.yml").read_text("utf-8"), yaml.CSafeLoader)


def test_characters_are_cleaned_alike(scripts: Scripts) -> None:
    texts = [case["text"] for case in CHARACTERS["characters"]]
    look = "async (m, all) => { const {unclean} = await import('./rules.js');"
    look += " return all.map((t) => [m.clean(t), unclean(m.clean(t))[0]?.message]); }"
    found = scripts.call("characters.js", look, texts)
    assert [now for now, _ in found] == [case.get("clean", case["reads"]) for case in CHARACTERS["characters"]]
    told = [bool(message) for _, message in found]
    assert told == [bool({"unknown", "piled"} & set(case["found"])) for case in CHARACTERS["characters"]]


#: pieces that meet in pasted texts, so that what stands before and behind a sign is tried in every way
PIECES = st.lists(
    st.sampled_from(
        [*"йеё aЯ1.\n\t«—😀👨❤☎", "\u0301", "\u0306", "\u200d", "\ufe0f", "\u00ad", "\u202e", "\u2028", "\r\n",
         "\uf0b7", "\u200b", "\ufeff", "\U000e0041", "\U0001f3f4\U000e0067\U000e007f", "\u3164", "\x00", "\x85"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(PIECES, min_size=20, max_size=40))
def test_any_text_is_cleaned_alike(scripts: Scripts, texts: list[str]) -> None:
    found = scripts.call("characters.js", "(m, all) => all.map((t) => m.clean(t))", texts)
    assert {t: now for t, now in zip(texts, found, strict=True) if now != text.clean(t)} == {}


def test_letters_of_another_alphabet_are_seen_alike(scripts: Scripts, shipped: list[sources.Source]) -> None:
    texts = [case["text"] for case in CHARACTERS["foreign"]] + CHARACTERS["benign"]
    texts += [json.dumps(source.data, ensure_ascii=False, default=str) for source in shipped]
    look = "(m, all) => all.map((t) => m.foreignLetters(t).map((f) => [f.at, f.word, f.letter, f.alphabet, f.meant]))"
    found = scripts.call("alphabets.js", look, texts)
    expected = [
        [[one.at, one.word, one.letter, text.alphabet(one.letter), list(one.meant)] for one in text.foreign_letters(t)]
        for t in texts
    ]
    assert {t: got for t, got, want in zip(texts, found, expected, strict=True) if got != want} == {}
    assert [one[0][2:] for one in found[: len(CHARACTERS["foreign"])]] == [
        [case["letter"], case["alphabet"], case["meant"]] for case in CHARACTERS["foreign"]
    ]


LETTERED = st.text(st.sampled_from("ABCEHabcetoxywKЕеАоСсхWжшOО0123₂Ζο \\n-."), max_size=16)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(LETTERED, min_size=20, max_size=40))
def test_any_word_is_seen_alike(scripts: Scripts, texts: list[str]) -> None:
    look = "(m, all) => all.map((t) => m.foreignLetters(t).map((f) => [f.word, f.meant]))"
    found = scripts.call("alphabets.js", look, texts)
    expected = [[[one.word, list(one.meant)] for one in text.foreign_letters(t)] for t in texts]
    assert {t: (got, want) for t, got, want in zip(texts, found, expected, strict=True) if got != want} == {}


PASTED = yaml.load((CASES / "office" / "pasted-text.yml").read_text("utf-8"), yaml.CSafeLoader)


def test_a_text_pasted_from_word_becomes_what_the_way_of_word_makes_of_it(scripts: Scripts) -> None:
    cases = [case for case in PASTED if "form" in case.get("only", ["form"])]
    found = scripts.call("pasted.js", "(m, all) => all.map((t) => m.pasted(t))", [case["pasted"] for case in cases])
    assert {c["name"]: got for c, got in zip(cases, found, strict=True) if got != c["markdown"]} == {}
    again = scripts.call("pasted.js", "(m, all) => all.map((t) => m.pasted(t))", found)
    assert {c["name"]: got for c, got, was in zip(cases, again, found, strict=True) if got != was} == {}
