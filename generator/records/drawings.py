"""Drawings of a practice told in words: who sits where, what stands on the board, what comes after what. The site draws
them (``pages.drawings``); their rows are a small notation that a person reads without learning it."""

import re
from collections.abc import Iterator
from typing import Annotated

from generator.records.choices import Noun, choices
from generator.records.common import Model, field, many, maybe
from generator.records.scalars import Integer, Plain

SEATING, CIRCLE, BOARD, SHEET, BARS = "seating", "circle", "board", "sheet", "bars"
CYCLE, TIMELINE, LINKS, SCALE = "cycle", "timeline", "links", "scale"
DRAWING_TYPES = choices(
    {
        SEATING: "рассадка за столами",
        CIRCLE: "рассадка в круг",
        BOARD: "доска",
        SHEET: "лист",
        BARS: "полоски и отрезки",
        CYCLE: "шаги по кругу",
        TIMELINE: "по времени",
        LINKS: "понятия и связи",
        SCALE: "линейки самооценки",
    }
)
#: type -> most rows of a part, most cells of a row, most letters of a word where it has the width for itself
LIMITS = {
    SEATING: (6, 4, 12),
    CIRCLE: (2, 1, 12),
    BOARD: (12, 5, 34),
    SHEET: (14, 5, 34),
    BARS: (6, 7, 34),
    CYCLE: (7, 1, 30),
    TIMELINE: (10, 2, 34),
    LINKS: (8, 3, 13),
    SCALE: (3, 4, 30),
}
MOST_SEATS = 16  # in a circle
_AMOUNT = re.compile(r"(.*)=\s*(\d{1,3})")


class DrawingPart(Model):
    title: Plain | None = maybe("Подпись части", "Если частей несколько: «было» и «стало»", example="Исходные группы")
    rows: tuple[Plain, ...] = many(
        "Строки рисунка",
        "Места и клетки отделяются чертой |. Рассадка: «А Б | В Г» — два стола; полоски: «Было | 12=12 | ещё 4=4»;"
        " по времени: «через неделю | три вопроса»; связи: «широта | определяет | тепло»;"
        " линейки: «Наклон | ученик=40 | учитель=70»",
        example=["1 1 1 | 2 2 2", "3 3 3 | 4 4 4"],
        noun=Noun("строка", "строки", "f"),
    )


class Drawing(Model):
    """A drawing that the site makes of words; none is sent as a picture."""

    type: Annotated[str, DRAWING_TYPES] = field("Что нарисовано", example="seating")
    title: Plain = field("Что видно на рисунке", "Встанет под ним", example="Эксперты сидят вместе, потом расходятся")
    alt: Plain = field(
        "Рисунок словами",
        "Для тех, кто его не видит: что где расположено",
        example="Сначала за каждым столом одинаковые номера, потом за каждым столом номера от 1 до 4.",
    )
    step: Integer | None = maybe("К какому шагу", "Номер шага; пусто — к идее", example=3, ge=1, le=100)
    parts: tuple[DrawingPart, ...] = many("Части рисунка", noun=Noun("часть", "части", "f"))


def cells(row: str) -> list[str]:
    """What stands between the bars of a row, without spaces at the edges."""
    return [cell.strip() for cell in row.split("|")]


def amount(cell: str) -> tuple[str, int | None]:
    """``ещё 4=12`` -> («ещё 4», 12): what is written on a piece and how long or how high it is; None: it is not
    said."""
    found = _AMOUNT.fullmatch(cell)
    return (found[1].strip(), int(found[2])) if found else (cell, None)


def drawing_faults(drawing: Drawing) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """(place in the drawing, what is wrong, what to write instead) of all that could not be read on a phone."""
    if not any(part.rows for part in drawing.parts):
        yield (), "рисунок пуст: строк в нём нет", "добавьте parts с rows, например: rows: [1 1 1 | 2 2 2]"
    most_rows, most_cells, most_letters = LIMITS[drawing.type]
    for at, part in enumerate(drawing.parts):
        if len(part.rows) > most_rows:
            hint = f"разделите рисунок на части (parts): в каждой до {most_rows}"
            yield ("parts", at, "rows"), f"строк {len(part.rows)}: на рисунке такого вида их до {most_rows}", hint
        for number, row in enumerate(part.rows):
            place = ("parts", at, "rows", number)
            found = cells(row)
            if len(found) > most_cells:
                message = f"в строке через черту стоит {len(found)}, а поместится {most_cells}"
                yield place, message, "уберите лишнее или перенесите его в следующую строку"
            else:
                # Rulers stand side by side, the cells of a row too; strips and moments have the whole width.
                shared = {SCALE: len(part.rows), SEATING: len(found), BOARD: len(found), SHEET: len(found)}
                most = max(4, most_letters // shared.get(drawing.type, 1))
                yield from ((place, *text) for text in _row_faults(drawing.type, number, found, most))


def _row_faults(kind: str, number: int, found: list[str], most: int) -> Iterator[tuple[str, str]]:
    wanted = {TIMELINE: (2, "когда | что"), LINKS: (3, "понятие | связь | понятие")}.get(kind)
    if wanted and len(found) != wanted[0]:
        yield "строка читается не так, как нужно рисунку этого вида", f"напишите так: {wanted[1]}"
        return
    if kind in (BARS, SCALE):
        like = "Было | 12=12 | ещё 4=4" if kind == BARS else "Наклон | ученик=40 | учитель=70"
        pieces = [amount(cell) for cell in found[1:]]
        if not pieces or any(size is None or (kind == SCALE and size > 100) for _, size in pieces):
            yield "в строке нет чисел, по которым рисуют", f"после подписи — части с числом до 100, например: {like}"
            return
        if kind == BARS and not sum(size or 0 for _, size in pieces):
            yield "длина полоски равна нулю", f"напишите длину, например: {like}"
        found = [found[0], *(words for words, _ in pieces)]
    if kind == CIRCLE and not number and len(found[0].split()) > MOST_SEATS:
        yield f"в круге больше {MOST_SEATS} мест", "покажите меньше мест: рисунку хватит восьми"
    for word in (word for cell in found for word in cell.split()):
        if len(word) > most:
            yield f"слово «{word}» не поместится", f"напишите короче: до {most} букв подряд"
            return
