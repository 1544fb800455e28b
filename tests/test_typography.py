"""Russian typography, words, numbers, dates, and what of a text is of a person.

Data: corpus/phones.txt, corpus/private.txt, and what only looks like them.
"""

import datetime
import html as html_module
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from text_cases import CORPUS, TANGLES, quick

from generator import text
from generator.text import identifiers
from generator.text import shown as reading

N = "\u00a0"
TYPOGRAPHY = [
    ('"слово"', "«слово»"),
    ('Он сказал: "да".', "Он сказал: «да»."),
    ('"книга "Мир" и война"', f"«книга „Мир“ и{N}война»"),
    ('«школа "Успех"»', "«школа „Успех“»"),
    ('"а" и "б"', f"«а» и{N}«б»"),
    ('("в скобках")', f"(«в{N}скобках»)"),
    ('<em>"слово"</em> и <b>"</b>два"', f"<em>«слово»</em> и{N}<b>«</b>два»"),
    ('без пары " знак', f'без{N}пары " знак'),
    ('"открыта и не закрыта', f'"открыта и{N}не{N}закрыта'),
    ('<p>"раз</p><p>два"</p>', '<p>"раз</p><p>два"</p>'),
    ("Урок - это работа", f"Урок{N}— это работа"),
    ("Урок — это", f"Урок{N}— это"),
    ("учебно-методический", "учебно-методический"),
    ("10 - 3 = 7", "10 - 3 = 7"),
    ("5 - хорошо", f"5{N}— хорошо"),
    ("- начало", "- начало"),
    ("в школе и на уроке не был", f"в{N}школе и{N}на{N}уроке не{N}был"),
    ("В школе", f"В{N}школе"),
    ("и в <em>школе</em>", f"и{N}в{N}<em>школе</em>"),
    ("в\nшколе", f"в{N}школе"),
    ("слов в", "слов в"),
    ("ив наклонилась", "ив наклонилась"),
    ("5 классов, 70 %, 3 000 руб.", f"5{N}классов, 70{N}%, 3 000{N}руб."),
    ("№ 5, § 12", f"№{N}5, §{N}12"),
    ("1 сентября 2026 г.", f"1{N}сентября 2026{N}г."),
    ("в 2026 г. Урок в г. Москве", f"в{N}2026{N}г. Урок в{N}г.{N}Москве"),
    ("с. 5, рис. 2", f"с.{N}5, рис.{N}2"),
    ("и т. д., т. е. так", f"и{N}т.{N}д., т.{N}е. так"),
    ("А. С. Пушкин, Ушинский К. Д.", f"А.{N}С.{N}Пушкин, Ушинский{N}К.{N}Д."),
    ("5-7 классы, 2019-2021", f"5–7{N}классы, 2019–2021"),
    ("1,5-2 часа", f"1,5–2{N}часа"),
    ("7-5", "7-5"),
    ("№ 5-7 и ГОСТ 7-2018", f"№{N}5-7 и{N}ГОСТ 7-2018"),
    ("ГОСТ Р 52872-2019, 273-ФЗ", "ГОСТ Р 52872-2019, 273-ФЗ"),
    ("2026-09-01, 8-800-555-35-35", "2026-09-01, 8-800-555-35-35"),
    ("978-5-89415-123-4, 1994-5639-2018", "978-5-89415-123-4, 1994-5639-2018"),
    ("https://site.ru/5-7?a=1-2", "https://site.ru/5-7?a=1-2"),
    ('<code>"x" - 5-7 в y</code>', '<code>"x" - 5-7 в y</code>'),
    ('<pre><code>в "x"</code></pre>', '<pre><code>в "x"</code></pre>'),
    ('<a href="a - b" title=\'"в x"\'>"x"</a>', '<a href="a - b" title=\'"в x"\'>«x»</a>'),
    ("a &lt; b &amp;amp; &quot;c&quot;", "a &lt; b &amp;amp; «c»"),
    ("<!-- в \"x\" - y -->", "<!-- в \"x\" - y -->"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), TYPOGRAPHY)
def test_typography(before, after):
    assert text.typograph(before) == after
    assert text.typograph(after) == after


TYPED = st.lists(
    st.sampled_from(['"', "«", "»", "„", "“", " ", "-", "—", "–", "5", "12", "в", "не", "слово", "А.", "т.", "д.", "№"])
    | st.sampled_from(["<em>", "</em>", "<p>", "</p>", "<code>", "</code>", "<br>", "%", ",", ".", "(", ")", N, "\n"]),
    max_size=30,
).map("".join)


@given(value=TYPED | TANGLES)
@quick
def test_typography_is_idempotent_and_changes_only_signs(value):
    is_html = "<" in value and "&" not in value and "<!--" not in value
    html = value if is_html else html_module.escape(value, quote=False)
    once = text.typograph(html)
    assert text.typograph(once) == once
    assert re.findall(r"<[^>]*>", once) == re.findall(r"<[^>]*>", text.typograph(once))

    def letters(fragment: str) -> str:
        return re.sub(r'[\s"«»„“–—-]', "", html_module.unescape(fragment))

    assert letters(once) == letters(html.replace("\ufdd0", "").replace("\ufdd1", "").replace("\ufdd2", ""))


# Words, numbers, dates


@pytest.mark.parametrize(
    ("value", "slug"),
    [
        ("Парное наставничество", "parnoe-nastavnichestvo"),
        ("Съезд юных хранителей: щука, цапля и ёж!", "sieezd-iunykh-khranitelei-shchuka-tsaplia-i-ezh"),
        ("Мой район — Краснодарский край", "moi-raion-krasnodarskii-krai"),
        ("5–7 классы, 2025/26", "5-7-klassy-2025-26"),
        ("STEM и AT&T", "stem-i-at-t"),
        ("Объявление №1", "obieiavlenie-no1"),
        ("й и и\u0306", "i-i-i"),
        ("&quot;", "quot"),
        ("ЦНППМ", "tsnppm"),
    ],
)
def test_slug(value, slug):
    assert text.slug(value) == slug
    assert text.heading_slug(value, "_") == slug.replace("-", "_")


def test_slug_is_never_empty_and_fits_a_file_name():
    assert text.slug("«—»") == text.slug("«—»")
    assert re.fullmatch(r"razdel-[0-9a-f]{8}", text.slug("«—»"))
    assert text.slug("«—»") != text.slug("…")
    assert text.slug("") == "razdel-e3b0c442"
    long = text.slug("Методическое сопровождение " * 20)
    assert len(long) <= 100
    assert long.endswith(("soprovozhdenie", "metodicheskoe"))


@given(st.text(max_size=60))
@quick
def test_any_slug_is_ascii_kebab_case(value):
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text.slug(value))


@pytest.mark.parametrize(
    ("n", "result"),
    [
        *((0, "0 практик"), (1, "1 практика"), (2, "2 практики"), (4, "4 практики"), (5, "5 практик")),
        *((11, "11 практик"), (12, "12 практик"), (21, "21 практика"), (22, "22 практики"), (111, "111 практик")),
        *((1001, f"1{N}001 практика"), (12345, f"12{N}345 практик"), (Decimal("1.5"), "1,5 практики")),
    ],
)
def test_plural(n, result):
    head, _, word = result.rpartition(" ")
    assert text.plural(n, "практика", "практики", "практик") == f"{head}{N}{word}"


@pytest.mark.parametrize(
    ("shown", "unit", "nominative", "genitive"),
    [
        ("1", "уроков", "урок", "урока"),
        ("64", "уроков", "урока", "уроков"),
        ("111", "уроков", "уроков", "уроков"),
        (f"1{N}521", "консультаций", "консультация", "консультации"),
        ("71,0", "баллов", "балла", "балла"),
        ("0", "часов", "часов", "часов"),
        ("1", "человек", "человек", "человека"),
        ("2", "человек", "человека", "человек"),
        ("−21", "лет", "год", "года"),
        ("21", "разобранных уроков", "разобранных уроков", "разобранных уроков"),
    ],
)
def test_a_unit_fits_its_number(shown, unit, nominative, genitive):
    assert text.in_unit(shown, unit) == f"{shown} {nominative}"
    assert text.in_unit(shown, unit, of=True) == f"{shown} {genitive}"


@pytest.mark.parametrize(
    ("value", "digits", "result"),
    [
        (0, None, "0"),
        (7, None, "7"),
        (1234, None, f"1{N}234"),
        (1234567, None, f"1{N}234{N}567"),
        (-5, None, "−5"),
        (0.1 + 0.2, None, "0,3"),
        (12.50, None, "12,5"),
        (Decimal("12.50"), None, "12,5"),
        (Decimal("100"), None, "100"),
        (Decimal("1E+3"), None, f"1{N}000"),
        (1234.5, 2, f"1{N}234,50"),
        (2.675, 2, "2,68"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (-0.4, 0, "0"),
        (1e6, None, f"1{N}000{N}000"),
    ],
)
def test_number(value, digits, result):
    assert text.number(value, digits) == result


def test_not_a_number_is_refused():
    for value in (float("nan"), float("inf"), Decimal("NaN")):
        with pytest.raises(ValueError, match="не число"):
            text.number(value)


def test_percent():
    assert text.percent(0.7) == f"70{N}%"
    assert text.percent(Decimal("0.125"), 1) == f"12,5{N}%"
    assert text.percent(0.285) == f"29{N}%"
    assert text.percent(1) == f"100{N}%"


def test_dates():
    def day(*value: int) -> datetime.date:
        return datetime.date(*value)

    def spaced(value: str) -> str:
        return value.replace(N, " ")

    assert text.date(day(2026, 9, 1)) == f"1{N}сентября 2026{N}г."
    assert spaced(text.date_range(day(2026, 9, 1), day(2026, 9, 3))) == "1–3 сентября 2026 г."
    assert spaced(text.date_range(day(2026, 9, 28), day(2026, 10, 3))) == "28 сентября – 3 октября 2026 г."
    assert spaced(text.date_range(day(2025, 12, 28), day(2026, 1, 3))) == "28 декабря 2025 г. – 3 января 2026 г."
    assert spaced(text.date_range(day(2026, 9, 1), day(2026, 9, 1))) == "1 сентября 2026 г."
    assert spaced(text.month(2019, 3)) == "март 2019 г."
    assert spaced(text.months(2019, 5, 2019, 6)) == "май – июнь 2019 г."
    assert spaced(text.months(2019, 12, 2020, 1)) == "декабрь 2019 г. – январь 2020 г."
    assert spaced(text.months(2019, 5, 2019, 5)) == "май 2019 г."
    assert [text.month_name(month) for month in (1, 5, 8)] == ["январь", "май", "август"]


@pytest.mark.parametrize(
    "ordered",
    [
        ["ёж", "ежевика", "ель", "жук"],
        ["2 класс", "10 класс", "Абакан", "Ялта", "Excel"],
        ["все", "всё", "всегда"],
        ["Армавир", "«Бук»", "в школе", "Вагон"],
        ["школа", "Школа 2", "школа № 10", "школьник"],
        ["ива", "йод", "кот"],
        ["", "1", "а", "z"],
    ],
)
def test_collate(ordered):
    backwards = ordered[::-1]
    assert sorted(backwards, key=text.collate) == ordered


def test_join():
    assert text.join([]) == ""
    assert text.join(["а"]) == "а"
    assert text.join(["а", "б"]) == "а и б"
    assert text.join(("а", "б", "в")) == "а, б и в"


# Personal data


def cases(name: str) -> list[str]:
    lines = (CORPUS / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("line", cases("phones.txt"))
def test_phones_and_private_addresses_are_found(line):
    """The part between ⟦ and ⟧ is what must be found, and nothing else."""
    marked = re.findall("⟦(.*?)⟧", line)
    value = re.sub("[⟦⟧]", "", line)
    found = text.personal_data(value)
    assert [f.text for f in found] == marked
    assert all(value[f.start : f.end] == f.text for f in found)
    assert all(f.kind == ("email" if "@" in f.text else "phone") for f in found)


@pytest.mark.parametrize("line", cases("phones-not.txt"))
def test_look_alikes_are_not_phones(line):
    assert text.personal_data(line) == []


@pytest.mark.parametrize("line", cases("private.txt"))
def test_what_is_of_a_person_is_found_as_it_shows(line):
    """`kind | text`: the part between ⟦ and ⟧ is found, and nothing else; `?` after the kind when it is not sure."""
    kind, _, raw = line.partition(" | ")
    raw = raw.replace("⏎", "\n")
    value = re.sub("[⟦⟧]", "", raw)
    found = text.personal_data(value)
    assert [f.text for f in found] == re.findall("⟦(.*?)⟧", raw, re.DOTALL)
    assert all(value[f.start : f.end] == f.text for f in found)
    assert {(f.kind, f.sure) for f in found} == {(kind.rstrip("?"), not kind.endswith("?"))}


@pytest.mark.parametrize("line", cases("private-not.txt"))
def test_look_alikes_of_private_data_are_left_alone(line):
    assert text.personal_data(line.replace("⏎", "\n")) == []


@pytest.mark.parametrize(("digits", "good"), [("11223344595", True), ("11223344596", False), ("00100199800", False)])
def test_control_number_of_snils(digits, good):
    assert identifiers.is_snils(digits) is good


@pytest.mark.parametrize(("digits", "good"), [("500100732259", True), ("500100732258", False), ("500100732249", False)])
def test_control_digits_of_a_personal_inn(digits, good):
    assert identifiers.is_personal_inn(digits) is good


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_the_reading_of_a_text_keeps_its_places(value):
    words, *links = reading.visible_texts(value)
    for part in (words, *links):
        spans = [part.span(at, at + 1) for at in range(len(part.text))]
        assert all(0 <= start < end <= len(value) for start, end in spans)
        assert spans == sorted(spans)
    assert len(text.masked(value)) == len(value)
