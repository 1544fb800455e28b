"""What looks like a person's name in free text: for a reviewer's eye."""

from __future__ import annotations

import pytest

from generator import text


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Спасибо Ивановой М. П. за урок", ["Ивановой М. П."]),
        ("автор М.П. Иванова", ["М.П. Иванова"]),
        ("ведёт Иванова Мария Петровна", ["Иванова Мария Петровна"]),
        ("Марию Петровну спросили", ["Марию Петровну"]),
        ("с Петром Ильичом и Анной Ильиничной", ["Петром Ильичом", "Анной Ильиничной"]),
        ("Салтыков-Щедрин М. Е. и А. С. Пушкин", ["Салтыков-Щедрин М. Е.", "А. С. Пушкин"]),
    ],
)
def test_names_are_found(said: str, found: list[str]) -> None:
    assert [name for _, name in text.names(said)] == found
    assert all(said[start:].startswith(name) for start, name in text.names(said))


@pytest.mark.parametrize(
    "said",
    [
        "школа имени А. С. Макаренко",
        "школа им. Марии Петровны Ивановой",
        "ул. М. П. Ивановой, 5",
        "Ростовская область, Куйбышевский район",
        "Методическая служба Северного района",
        "Урок литературы: «Война и мир»",
        "На практике А. и Б. разошлись",
        "Первый вечер, второй день",
    ],
)
def test_what_only_looks_alike_is_left_alone(said: str) -> None:
    assert text.names(said) == []
