"""Two texts told apart: the changed words with what stands around them, what nobody sees by its name, bounded work."""

from __future__ import annotations

import random
import unicodedata

import pytest

from generator.catalog.differences import excerpts, invisible
from generator.catalog.differences.excerpts import Hunk, changed, clipped, differing, trim_common_ends
from generator.catalog.differences.matching import Pair, moved
from generator.catalog.differences.shown import quoted

LONG = (
    "Два раза в неделю учитель обходит класс, переходя от угла к углу, и смотрит в тетради. Потом он садится и "
    "записывает, что увидел: кто начал сам, кто ждал подсказки, кто закончил раньше всех и помог соседу по парте."
)


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [
        ("в тетради", "в дневники", "«…углу, и смотрит в [−тетради−][+дневники+]. Потом он садится и…»"),
        (" и помог соседу по парте", "", "«…, кто закончил раньше всех [−и помог соседу по парте−].»"),
        ("тетради.", "тетради. Дайте детям 50 мг валерьянки.",
         "«…и смотрит в тетради. [+Дайте детям 50 мг валерьянки.+] Потом он садится и записывает…»"),
        ("Два раза в неделю", "Три дня в неделю", "«[−Два раза−][+Три дня+] в неделю учитель обходит класс…»"),
    ],
)  # fmt: skip
def test_the_changed_words_stand_between_their_neighbours(old: str, new: str, row: str) -> None:
    assert changed(LONG, LONG.replace(old, new)) == [row]


def test_a_change_anywhere_in_a_long_text_is_shown() -> None:
    """Also behind the ninetieth character, where both halves used to be cut and looked the same."""
    words = [f"слово{n}" for n in range(5000)]
    for at in (0, 1, 40, 2500, 4998, 4999):
        new = [*words[:at], "КУПИТЕ", "СЛОНОВ", *words[at + 1 :]]
        (row,) = changed(" ".join(words), " ".join(new))
        assert f"[−слово{at}−][+КУПИТЕ СЛОНОВ+]" in row
        assert len(row) < 200


def test_what_does_not_fit_is_counted_and_its_place_is_said() -> None:
    words = [f"слово{n}" for n in range(3000)]
    new = ["иное" if n % 100 == 50 else word for n, word in enumerate(words)]
    rows = changed(" ".join(words), " ".join(new))
    assert len(rows) == 13 and rows[-1] == "и ещё мест: 18 (слов добавлено: 18, убрано: 18) — смотрите файл"
    long = "много слов " * 1000
    (row,) = changed(LONG, LONG.replace("Потом", f"{long} Потом"))
    assert "здесь не показано знаков: 1" in row and "смотрите файл" in row and len(row) < 1200
    before, after = trim_common_ends("один два три " * 400, "пять шесть " * 900)
    assert "не показано знаков" in before and "не показано знаков" in after


def test_applying_what_was_found_gives_the_newer_text() -> None:
    rng = random.Random(8)
    for size, letters in ((12, 3), (60, 8), (400, 12), (3000, 900)):
        for _ in range(30):
            a = [f"с{rng.randrange(letters)}" for _ in range(size)]
            b = list(a)
            for _ in range(rng.randrange(1, 9)):
                at = rng.randrange(len(b))
                b[at : at + rng.randrange(3)] = [f"н{rng.randrange(letters)}" for _ in range(rng.randrange(3))]
            made, at = [], 0
            for one in differing(a, b):
                made += [*a[at : one.a0], *b[one.b0 : one.b1]]
                at = one.a1
            assert [*made, *a[at:]] == b


@pytest.mark.parametrize("letters", [1, 2, 7, 50, 10**6], ids=lambda n: f"{n} words")
def test_the_work_grows_with_the_text_and_no_faster(letters: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted: pairs of words that difflib is given."""
    work: list[int] = []
    real = excerpts.SequenceMatcher
    monkeypatch.setattr(
        excerpts, "SequenceMatcher", lambda _, a, b, **words: work.append(len(a) * len(b)) or real(_, a, b, **words)
    )
    for size in (2000, 4000, 8000, 16000):
        rng = random.Random(size)
        a = [str(rng.randrange(letters)) for _ in range(size)]
        b = [str(rng.randrange(letters)) if n % 9 == 0 else word for n, word in enumerate(a)]
        work.clear()
        differing(a, b)
        assert max(work, default=0) <= 10_000
        assert sum(work) <= 300_000 + 10_000


def test_without_the_bound_the_same_texts_would_be_compared_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """The red twin."""
    monkeypatch.setattr(excerpts, "_MOST_COMPARED", 10**9)
    monkeypatch.setattr(excerpts, "_MOST_WORK", 10**9)
    work: list[int] = []
    real = excerpts.SequenceMatcher
    monkeypatch.setattr(
        excerpts, "SequenceMatcher", lambda _, a, b, **words: work.append(len(a) * len(b)) or real(_, a, b, **words)
    )
    differing(["а", *"бв" * 200, "г"], ["г", *"вб" * 200, "а"])
    assert sum(work) > 100_000


def test_a_text_cannot_write_our_marks_nor_hide_its_characters() -> None:
    text = changed(LONG, LONG.replace("Потом", "[−старое−][+новое+] \u202eПотом\u200b"))[0]
    assert excerpts.MARKED.findall(text) and "[+новое" not in text and "[−старое" not in text
    assert "⟨U+202E⟩" in text and "⟨U+200B⟩" in text and text.isprintable()
    assert quoted("а\u202eб [+в+]") == "«а⟨U+202E⟩б [ +в+ ]»"
    assert clipped("«а»", 90) == "„а“"


NFD = unicodedata.normalize("NFD", "Ёлочный урок й")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("Ёлочный урок й", NFD, "записаны двумя знаками"),
        (NFD, "Ёлочный урок й", "записаны двумя знаками"),
        ("5 класс", "5\u00a0класс", "пробелы"),
        ("а  б\nв", "а б в", "пробелы"),
        ("урок", "у\u00adрок", "знаки без изображения"),
        ("урок", "урок\u200b", "знаки без изображения"),
        ("урок", "урок\uf0b7", "знаки без изображения"),
        ("Сетевая практика", "Сетевая прaктика", "в слове «прaктика»"),
        ("Мама", "Mама", "латинские буквы"),
    ],
)
def test_a_difference_that_nobody_sees_is_named(old: str, new: str, named: str) -> None:
    text = invisible.explained(old, new)
    assert text.startswith("изменились только невидимые знаки: ") and named in text


@pytest.mark.parametrize(("old", "new"), [("урок", "Урок"), ("е", "ё"), ("5-7", "5–7"), ("а", ""), ("не был", "был")])
def test_a_difference_that_can_be_seen_is_not_called_invisible(old: str, new: str) -> None:
    assert invisible.explained(old, new) == ""


def test_the_fewest_members_that_moved() -> None:
    assert moved([Pair(0, 1), Pair(1, 2), Pair(2, 3), Pair(3, 0)]) == [Pair(3, 0)]
    assert moved([Pair(0, 0), Pair(2, 1)]) == []
    assert differing([], ["а"]) == [Hunk(0, 0, 0, 1)]
