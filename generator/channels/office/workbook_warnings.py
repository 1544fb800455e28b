"""What a workbook says by its look, told at the place: struck out, hidden, noted beside, shown otherwise than stored.

Nothing of it is dropped in silence. Where only a person can say what is meant (what is hidden), the record waits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.channels.office import formatting, typed, workbook_traps
from generator.channels.office.filled import FilePlace, Remark
from generator.channels.office.number_formats import DisplayedNumber
from generator.channels.office.tables import SheetGrid, SheetTable, column_letters, takes_link
from generator.problems import WARNING
from generator.records.scalars import short

_SHOW = {
    "row": "покажите строки (выделите те, что над ними и под ними, правая кнопка — «Показать»; фильтр: Данные — "
    "Очистить)",
    "column": "покажите столбец (выделите соседние столбцы, правая кнопка — «Показать»)",
    "sheet": "покажите лист (правая кнопка на названии любого листа — «Показать»)",
}
_DECIDE = "{show} и внесите файл ещё раз; если это не нужно, удалите скрытое"


def look_remarks(
    tables: Sequence[SheetTable], pages: Sequence[SheetGrid], unread: Sequence[workbook_traps.Unread]
) -> Iterator[Remark]:
    """Remarks on everything that the tables show, on what is noted on other sheets, and on the cells that could not be
    read."""
    for page in pages:
        if all(table.page.name != page.name for table in tables):
            yield from _noted(page)
    for table in tables:
        yield from _hidden(table)
        yield from _struck(table)
        yield from _shown(table)
        yield from _beside(table)
    yield from _unread(tables, unread)


# --- hidden ----------------------------------------------------------------------------------------------------------


def _hidden(table: SheetTable) -> Iterator[Remark]:
    page, look = table.page, table.page.look
    filled = [
        (row, at, column)
        for row, at, column in table.cells
        if table.is_content(column.path) and not typed.is_empty(page.cell(row, at))
    ]
    if look.hidden:
        if filled:
            message = "лист скрыт, а на нём есть заполненные строки: программа не знает, нужны ли они"
            yield _to_decide(FilePlace(f"лист «{page.name}»", (page.name, 1, 1)), message, "sheet", "hidden-sheet")
        return
    rows = sorted({row for row, _, _ in filled if row in look.rows})
    for _, run in groupby(enumerate(rows), lambda pair: pair[1] - pair[0]):
        found = [row for _, row in run]
        which = f"строка {found[0] + 1} скрыта" if len(found) == 1 else f"строки {found[0] + 1}–{found[-1] + 1} скрыты"
        message = f"{which} (вручную или фильтром): программа не знает, нужно ли то, чего на листе не видно"
        yield _to_decide(page.place(found[0]), message, "row", "hidden-rows")
    columns = {at: column for row, at, column in filled if at in look.columns and row not in look.rows}
    for at, column in columns.items() if not table.sheet.card else ():
        message = f"столбец «{column.heading}» ({column_letters(at)}) скрыт, а в нём есть значения"
        yield _to_decide(page.place(max(table.first - 1, 0), at), message, "column", "hidden-column")


def _to_decide(place: FilePlace, message: str, what: str, code: str) -> Remark:
    return Remark(place, message, _DECIDE.format(show=_SHOW[what]), code)


# --- struck out ------------------------------------------------------------------------------------------------------


def _struck(table: SheetTable) -> Iterator[Remark]:
    page, look = table.page, table.page.look
    for row, cells in groupby(table.cells, lambda cell: cell[0]):
        row_cells = list(cells)
        struck = [(row, at) for _, at, _ in row_cells if (row, at) in look.struck]
        is_whole = len(struck) > 1 and not any(
            table.is_content(column.path) and not typed.is_empty(page.cell(row, at)) for _, at, column in row_cells
        )
        if is_whole:
            words = "; ".join(look.struck[at] for at in struck)
            message = f"строка зачёркнута и не перенесена: «{short(words)}»"
            hint = "если она нужна, снимите зачёркивание; если нет, удалите строку, и замечание исчезнет"
            yield Remark(page.place(row), message, hint, "struck-out", WARNING)
            continue
        for at in struck:
            yield formatting.struck(page.place(*at), look.struck[at])


# --- shown otherwise -------------------------------------------------------------------------------------------------


def _shown(table: SheetTable) -> Iterator[Remark]:
    page, look = table.page, table.page.look
    for row, at, column in table.cells:
        raw, place = page.cell(row, at), page.place(row, at)
        if characters := look.unknown.get((row, at)):
            message = f"не прочитан знак особого шрифта ({characters}): как он выглядит, из файла не узнать"
            yield Remark(place, message, "впишите этот знак обычным шрифтом или словом", "unknown-sign")
        if isinstance(raw, DisplayedNumber):
            yield from _otherwise(raw, place)
            if look.from_1904 and column.question and typed.is_day(column.question) and typed.is_serial(raw):
                day = typed.as_typed_text(raw.moment)
                message = f"число {raw.typed} прочитано как {day}: эта книга считает дни с 1904 года"
                hint = "проверьте день; надёжнее вписать дату: 01.09.2026"
                yield Remark(place, message, hint, "serial-date", WARNING)


def _otherwise(raw: DisplayedNumber, place: FilePlace) -> Iterator[Remark]:
    if raw.kind == "hidden" and raw.stored:
        message = f"в ячейке записано «{short(raw.stored)}», но её формат этого не показывает: значение не прочитано"
        hint = "выберите для ячейки формат «Общий»; если значение не нужно, сотрите его"
        yield Remark(place, message, hint, "hidden-value")
    elif raw.stored and raw.typed.startswith("("):
        message = f"в ячейке видно «{raw.typed}», а записано {raw.stored}: прочитано {raw.typed.strip('()')}"
        hint = f"если это число с минусом, выберите формат «Общий» и впишите {raw.stored}"
        yield Remark(place, message, hint, "shown-otherwise", WARNING)
    elif raw.stored:
        message = f"в ячейке видно «{raw.typed}», а записано {raw.stored}: прочитано то, что видно"
        hint = "если нужно точнее, увеличьте в ячейке число знаков после запятой или выберите формат «Общий»"
        yield Remark(place, message, hint, "shown-otherwise", WARNING)


# --- beside the values -----------------------------------------------------------------------------------------------


def _noted(page: SheetGrid) -> Iterator[Remark]:
    for at, words in sorted(page.look.notes.items()):
        text = short(re.sub(r"^\[Threaded comment\].*?Comment:\s*", "", words, flags=re.DOTALL), 120)
        message = f"у ячейки примечание, оно не переносится: «{text}»"
        hint = "если это важно для записи, впишите это в ячейку; если нет, ничего менять не нужно"
        yield Remark(page.place(*at), message, hint, "cell-note", WARNING)


def _beside(table: SheetTable) -> Iterator[Remark]:
    page, look = table.page, table.page.look
    yield from _noted(page)
    read = {(row, at): column for row, at, column in table.cells}
    for at, target in sorted(look.links.items()):
        if at in read and not _is_kept(page.cell(*at), target) and not takes_link(read[at], page.cell(*at), target):
            message = "за словами в ячейке спрятана ссылка, она не переносится"
            hint = "впишите адрес ссылки словами: https://…"
            yield Remark(page.place(*at), message, hint, "cell-link", WARNING)


def _is_kept(raw: object, target: str) -> bool:
    text = str(raw).strip()
    return bool(text) and (text in target or target.rstrip("/").endswith(text.rstrip("/")) or target in text)


# --- not read --------------------------------------------------------------------------------------------------------


def _unread(tables: Sequence[SheetTable], unread: Sequence[workbook_traps.Unread]) -> Iterator[Remark]:
    for one in unread:
        table = next((table for table in tables if table.page.name == one.sheet), None)
        if table is None or (one.row, one.column) not in {(row, at) for row, at, _ in table.cells}:
            continue
        place = table.page.place(one.row, one.column)
        if one.what == "error":
            message, hint = "в ячейке ошибка вместо значения", "исправьте формулу или впишите значение"
            yield Remark(place, message, hint, "cell-error")
        else:
            message = "в ячейке формула, а её результата в файле нет"
            hint = "откройте файл в Excel или LibreOffice и сохраните его или впишите значение вместо формулы"
            yield Remark(place, message, hint, "formula-not-counted")
