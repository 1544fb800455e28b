"""Pages of tracks, courses, diagnostics, documents and terms, on a small real base that each test changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from small_base import PRACTICE, Write, writer


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return writer(tmp_path / "base")


# --- tracks, courses, diagnostics -------------------------------------------------------------------------------------


def test_a_track_leads_on_by_its_steps(write: Write) -> None:
    pages = write()
    steps = pages.section("tracks/trek", "Этапы и шаги")
    assert "../../events/seminar/" in steps
    assert "впереди" in steps
    assert "Подумать" in steps
    assert "tracks/trek" in pages.section("courses/kurs", "В какие треки входит")
    assert "tracks/trek" in pages.section("events/seminar", "Кто сюда направляет")


def test_enrolment_is_what_the_source_gives(write: Write) -> None:
    rows = write().section("tracks/trek", "Сколько участников")
    assert "<td>24</td><td>нет данных</td><td>почти все</td>" in rows
    assert "нет данных" in write({"tracks/trek": {"enrolment": None}}).section("tracks/trek", "Сколько участников")


def test_a_course_says_what_is_not_given(write: Write) -> None:
    page = write().read("courses/kurs")
    assert "Объём не указано" in page
    assert "В федеральном реестре программ неизвестно" in page
    given = write({"courses/kurs": {"hours": "72", "federal_register": "yes"}}).read("courses/kurs")
    assert "Объём 72 часа" in given
    assert "В федеральном реестре программ да" in given


def test_a_course_is_proof_of_its_measure(write: Write) -> None:
    assert "programmes/put/#m-2" in write().section("courses/kurs", "Что подтверждает в дорожных картах")


def test_sessions_of_a_course_by_the_build_date(write: Write) -> None:
    sessions = write().section("courses/kurs", "Когда проходит")
    assert re.search("февраль 2026.*прошло.*октябрь 2026.*впереди", sessions, re.S)
    pages = write({"courses/kurs": {"valid_to": "2026-03"}})
    assert "Курс закончился. Последний срок — март 2026 г." in pages.read("courses/kurs")
    assert "октябрь" not in pages.text("courses/kurs")


def test_diagnostics_are_a_paper_form(write: Write) -> None:
    pages = write()
    page = pages.text("diagnostics/proba")
    assert page.index("<strong>добровольна</strong>") < page.index("## ")
    assert "<script" not in page
    assert "<input" not in page
    form = pages.section("diagnostics/proba", "Утверждения")
    methods, ict = form.split("### ")[1:]
    assert re.findall(r'<th scope="row">(Умею .*?)</th>', methods) == ["Умею объяснить", "Умею проверить"]
    assert re.findall(r'<th scope="row">(Умею .*?)</th>', ict) == ["Умею найти"]
    assert re.findall(r'm-form__point">(\d)<', ict) == ["0", "1", "2"]
    assert "из 4" in methods
    assert "из 2" in ict


def test_diagnostics_advise_practices_of_the_area(write: Write) -> None:
    better = {**PRACTICE, "title": "Измеренный приём", "mechanism": "Потому.",
              "outcomes": [{"what": "доля", "before": "0.2", "after": "0.6", "n": "30",
                            "instrument": "лист"}]}  # fmt: skip
    pages = write({"practices/priem": PRACTICE, "practices/izmerennyi": better,
                   "practices/chernovik": {**PRACTICE, "title": "Черновик", "status": "draft"},
                   "practices/demo-priem": {**PRACTICE, "title": "Демо", "demo": True}})  # fmt: skip
    methods, ict = pages.section("diagnostics/proba", "Что подсказывает результат").split("### ")[1:]
    assert "Если сумма меньше 3 из 4" in methods
    assert "courses/kurs" in methods
    assert methods.index("practices/izmerennyi") < methods.index("practices/priem")
    assert "demo-priem" not in methods
    assert "chernovik" not in methods
    assert "Отдельного совета для этой области нет." in ict
    assert "в базе пока нет" in ict


def test_a_practice_that_the_advice_names_is_not_named_twice(write: Write) -> None:
    advice = [{"area": "methods", "below": 3, "text": "Начните.", "records": ["practices/priem"]}]
    pages = write({"diagnostics/proba": {"advice": advice}, "practices/priem": PRACTICE})
    methods = pages.section("diagnostics/proba", "Что подсказывает результат").split("### ")[1]
    assert methods.count("practices/priem") == 1
    assert "в базе пока нет" not in methods


# --- documents and terms ----------------------------------------------------------------------------------------------


def test_a_document_shows_its_requisites(write: Write) -> None:
    pages = write()
    page = pages.read("documents/prikaz")
    for words in ("Номер 47/1", "Дата 26 февраля 2025 г.", "Кто издал ГБОУ ИРК", "Действует ли не проверено"):
        assert words in page
    assert "Открыть текст документа" in page
    assert "Действует ли действует (проверено 1 мая 2026 г.)" in pages.read("documents/novyi")
    assert "ссылки на текст в базе нет" in pages.read("documents/novyi")


def test_a_repealed_document_leads_to_its_successor(write: Write) -> None:
    pages = write({"documents/prikaz": {"in_force": "no", "repealed_by": "novyi"}})
    page = pages.text("documents/prikaz")
    assert page.index("Документ больше не действует") < page.index('<dl class="m-facts">')
    assert '<a href="../novyi/">Новый приказ</a>' in page
    assert "../prikaz/" in pages.section("documents/novyi", "Какие документы он заменил")
    assert "Пока ни одна запись" in pages.section("documents/novyi", "Кто на него ссылается")


def test_a_document_knows_who_rests_on_it(write: Write) -> None:
    values = {"territory": "districts/raion", "period": "2025", "source": {"document": "prikaz"},
              "values": [{"indicator": "dolia", "value": "0.5"}]}  # fmt: skip
    pages = write({
        "indicators/dolia": {"title": "Доля", "type": "share", "unit": "%", "legal_basis": ["prikaz"]},
        "values/raion-2025": values,
        "terms/tiutor": {"sources": [{"document": "prikaz"}]},
        "terms/demo-slovo": {"title": "Демо", "definition": "Нет.", "demo": True, "sources": [{"document": "prikaz"}]},
    })  # fmt: skip
    cited = pages.section("documents/prikaz", "Кто на него ссылается")
    assert re.findall(r"^### (.*)", cited, re.M) == [
        "Программы и дорожные карты", "Показатели", "Значения показателей", "Ресурсные центры", "Словарь"
    ]  # fmt: skip
    assert "утверждена этим документом" in cited
    assert "правовое основание" in cited
    assert "решение о статусе" in cited
    assert '<a href="../../districts/raion/">Район: 2025</a>' in cited, "values have no page of their own"
    assert "demo-slovo" not in cited


def test_terms_are_related_both_ways(write: Write) -> None:
    pages = write()
    assert "Говорят ещё маршрут" in pages.read("terms/trek")
    assert "../tiutor/" in pages.section("terms/trek", "Связанные термины")
    assert "../trek/" in pages.section("terms/tiutor", "Связанные термины")
