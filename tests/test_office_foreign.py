"""Tables that are none of our forms are told at once; a plan with the columns of a roadmap is one."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
from support import copy_of_mini

from generator.channels.office import importing, workbook_in, workbook_look
from generator.settings import Settings

SETTINGS = Settings(build_date=dt.date(2026, 5, 28))
FOREIGN = {
    "смета": ["№ п/п", "Шифр", "Наименование работ", "Ед. изм.", "Кол-во", "Цена", "Итого"],
    "расписание": ["Время", "Понедельник", "Вторник", "Среда"],
    "циклограмма": ["Месяц", "Мероприятие", "Участники", "Форма"],
    "опись": ["Название", "Примечание", "Инвентарный номер"],
    "учёт": ["№", "Примечание", "Подпись"],
    "мониторинг": ["ФИО", "Класс", "Балл", "Итог"],
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> importing.Base:
    return importing.open_base(copy_of_mini(tmp_path_factory.mktemp("foreign") / "base"), SETTINGS)


def book(*rows: list) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", FOREIGN)
def test_a_table_of_ones_own_is_no_form(name: str, base: importing.Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_look, "read", lambda *_: pytest.fail("a foreign book costs the fast reader only"))
    rows = [[f"{name} {at}", *["слово"] * (len(FOREIGN[name]) - 1)] for at in range(300)]
    filled = workbook_in.read(book([name.capitalize()], FOREIGN[name], *rows), base.layouts)
    assert filled.entries == () and [remark.code for remark in filled.remarks] == ["not-a-form"]
    assert "не похож на бланк" in filled.remarks[0].message and "metodoteka template" in filled.remarks[0].hint


def test_two_headings_or_a_key_make_it_a_form(base: importing.Base) -> None:
    """The red twin: the same table with headings of a form is read."""
    filled = workbook_in.read(book(["Название", "Коротко"], ["Лист вопросов", "Дети спрашивают."]), base.layouts)
    assert [entry.data["title"] for entry in filled.entries] == ["Лист вопросов"]
    filled = workbook_in.read(book(["practice@1:title"], ["Как зовётся"], ["Лист вопросов"]), base.layouts)
    assert [entry.data["title"] for entry in filled.entries] == ["Лист вопросов"]


def test_a_plan_with_measures_terms_and_parties_is_read(base: importing.Base, tmp_path: Path) -> None:
    """As events, because it says «План РМО»; as a roadmap where a person says so."""
    path = tmp_path / "план.xlsx"
    path.write_bytes(book(["План РМО"], ["№", "Мероприятие", "Срок", "Ответственные"],
                          [1, "Семинар", "сентябрь 2026", "Руководитель РМО"]))  # fmt: skip
    (told,) = importing.run(base, [path], dry_run=True)
    assert [(one.entry.kind, one.fate) for one in told.results] == [("events", "created")]
    (told,) = importing.run(base, [path], dry_run=True, kind="roadmap")
    assert [one.entry.kind for one in told.results] == ["programmes"]
    assert "whose-roadmap" in {remark.code for remark in told.remarks}
