"""Nothing on a sheet is lost: every cell is read into a field, was printed by the blank, or is told with its words.

People write where there is room: beside the white cells of a card, above the headings, into the column that counts
itself, on the sheet with the rules, into a box over the cells.
"""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from generator.catalog import Catalog
from generator.channels.office import typed
from generator.channels.office.filled import FilePlace, Remark
from generator.channels.office.layout import (
    CARD_HEADINGS,
    EXAMPLE,
    INSTRUCTIONS,
    KEY,
    LINK_KEY,
    NUMBER_KEY,
    REMARKS,
    WorkbookLayout,
    card_hint,
    instruction_lines,
)
from generator.channels.office.names import normalize_title
from generator.channels.office.tables import SheetGrid, SheetTable
from generator.problems import WARNING
from generator.records.programmes import Indicator
from generator.records.scalars import short

_MANY = 4  # values of the example in a row: fewer may be meant
_MOST_QUOTED = 120
_MOST = 20  # remarks of a sheet
_ALIKE = 0.8  # of the characters of a rule: then it is that rule, as another version prints it
_OF_REMARKS = 5  # columns of the sheet with remarks
_BEFORE = re.compile(r".+, \d{4}\S*")  # what an indicator was, as ``prefill`` prints it
_HINT = "если это ответ, перенесите его в белую клетку под нужным заголовком; если нет, сотрите"
_CODES = re.compile(r'&(?:"[^"]*"|[A-Z]|\d+)')  # of pages, dates, fonts in a running title
_EDGES = " \t*:.,;–—-"
_Cell = tuple[int, int]


def with_answers_beside(table: SheetTable) -> tuple[SheetTable, list[Remark]]:
    """A card with the answers that were written beside an empty white cell, where there is one such text in the row;
    and where they were taken from."""
    if not table.sheet.card:
        return table, []
    remarks, beside = [], {}
    found = [(at, words) for at, words in _of_card(table) if at[0] in table.columns]
    for row, column in table.columns.items():
        its = [(at, words) for at, words in found if at[0] == row]
        if len(its) == 1 and typed.is_empty(table.page.cell(row, table.value_column)):
            at, words = its[0]
            beside[row] = words if isinstance(table.page.cell(*at), str) else table.page.cell(*at)
            message = f"белая клетка «{column.heading}» пуста, ответ взят рядом с ней: «{short(words)}»"
            remarks.append(
                Remark(table.page.place(*at), message, "проверьте, туда ли он попал", "beside-answer", WARNING)
            )
    return replace(table, beside=beside), remarks


def account_remarks(
    pages: Sequence[SheetGrid],
    tables: Sequence[SheetTable],
    catalog: Catalog | None,
    known: Set[str],
    with_formula: Set[tuple[str, int, int]],
) -> Iterator[Remark]:
    """What no field took. ``known`` are the names by which rows of lists find their records, ``with_formula`` the cells
    with a formula."""
    given = given_texts(catalog)
    for table in tables:
        cells = list(_of_card(table) if table.sheet.card else _of_table(table, given, known, with_formula))
        yield from _remarks(table.page, [(at, words) for at, words in cells if at[0] not in table.beside])
        if not table.sheet.card:
            yield from _filled_examples(table)
            yield from _left_examples(table)
    for page in pages:
        if page.name == INSTRUCTIONS and tables:
            yield from _remarks(page, _beside_rules(page, tables[0].layout))
        elif page.name == REMARKS:
            yield from _remarks(page, _beside_remarks(page))


def _remarks(page: SheetGrid, found: Iterator[tuple[_Cell, str]] | Sequence[tuple[_Cell, str]]) -> Iterator[Remark]:
    cells = list(found)
    for (row, column), words in cells[:_MOST]:
        yield Remark(page.place(row, column), f"это не прочитано: «{short(words)}»", _HINT, "unread-cell", WARNING)
    if len(cells) > _MOST:
        (row, column), _ = cells[_MOST]
        message = f"на листе «{page.name}» таких клеток ещё {len(cells) - _MOST}"
        yield Remark(page.place(row, column), message, _HINT, "unread-cell", WARNING)


def _filled(page: SheetGrid) -> Iterator[tuple[_Cell, str]]:
    for row, cells in enumerate(page.grid):
        for column, raw in enumerate(cells):
            if not typed.is_empty(raw) and not (isinstance(raw, str) and KEY.fullmatch(raw.strip())):
                yield (row, column), str(raw).strip()


def _of_card(table: SheetTable) -> Iterator[tuple[_Cell, str]]:
    printed = [*CARD_HEADINGS]
    for field in table.sheet.columns:
        printed += [f"{field.heading} *", field.heading, card_hint(field)]
    for (row, column), words in _filled(table.page):
        is_answer = row in table.columns and column == table.value_column
        if not is_answer and (rest := _rest(words, printed)) and not (column == 0 and words.isdigit()):
            yield (row, column), rest


def _rest(words: str, printed: Collection[str]) -> str:
    """What stands before or behind the longest of the ``printed`` texts that the words begin or end with."""
    text = " ".join(words.split())
    for one in sorted({" ".join(one.split()) for one in printed if one}, key=len, reverse=True):
        if text.casefold().startswith(one.casefold()) and not text[len(one) : len(one) + 1].isalnum():
            return text[len(one) :].strip(_EDGES)
        if text.casefold().endswith(one.casefold()) and not text[: -len(one)][-1:].isalnum():
            return text[: -len(one)].strip(_EDGES)
    return text


def _of_table(
    table: SheetTable, given: Set[str], known: Set[str], with_formula: Set[tuple[str, int, int]]
) -> Iterator[tuple[_Cell, str]]:
    page, head = table.page, max(table.first - 1, 0)
    read = {row for row, _ in table.rows}
    examples = {row for row in range(table.first, len(page.grid)) if table.is_example(row)}
    wide = {at for (row, at), _ in _filled(page) if row > head}
    for (row, at), words in _filled(page):
        asked = table.columns.get(at)
        if row < head or (row == head and asked is None and at not in wide):
            yield (row, at), words
        elif row == head and asked is not None:
            rest = _rest(words, [f"{asked.heading} *", asked.heading])
            if rest and rest != words:  # another name of the column is no answer
                yield (row, at), rest
        elif row <= head or asked is None:
            continue  # a heading, or told with its column
        elif asked.path == NUMBER_KEY:
            names_it = table.layout.link == NUMBER_KEY and not table.sheet.group and row in read
            rest = _rest(words, [EXAMPLE])
            if re.search(r"[^\W\d_]{3}", rest) and not names_it:
                yield (row, at), rest
        elif row in examples:
            rest = "" if table.is_content(asked.path) else _rest(words, [asked.example])  # told as a whole, else
            if rest:
                yield (row, at), rest
        elif asked.path == LINK_KEY:
            if row not in read and normalize_title(words) not in known:
                yield (row, at), words
        elif asked.path == "values.indicator":
            if row not in read and words not in asked.options:
                yield (row, at), words
        elif asked.path == "=share":
            if (page.name, row, at) not in with_formula:
                yield (row, at), words
        elif asked.path.startswith("=") and not _BEFORE.fullmatch(words) and (rest := _rest(words, given)):
            yield (row, at), rest


def given_texts(catalog: Catalog | None) -> Set[str]:
    """What blanks print of indicators."""
    found = catalog.all_of(Indicator) if catalog else ()
    return {str(words) for one in found for words in (one.unit, one.numerator, one.denominator) if words}


def _beside_rules(page: SheetGrid, layout: WorkbookLayout) -> Iterator[tuple[_Cell, str]]:
    rules = [layout.form.title, *instruction_lines(layout)]
    for at, words in _filled(page):
        rest = _rest(words, rules)
        if rest and not (rest == words and any(_alike(words, rule) for rule in rules)):
            yield at, rest


def _alike(words: str, rule: str) -> bool:
    compared = difflib.SequenceMatcher(None, words, rule)
    return compared.real_quick_ratio() > _ALIKE and compared.quick_ratio() > _ALIKE and compared.ratio() > _ALIKE


def _beside_remarks(page: SheetGrid) -> Iterator[tuple[_Cell, str]]:
    """What was written beside our remarks, as people answer them."""
    return (one for one in _filled(page) if one[0][1] >= _OF_REMARKS)


def unread_sheets(pages: Sequence[SheetGrid]) -> Iterator[Remark]:
    """What is told of sheets of somebody's own book from which nothing was taken."""
    for page in pages:
        if words := "; ".join(words for _, words in _filled(page)):
            message = f"лист «{page.name}» не прочитан: «{short(words, _MOST_QUOTED)}»"
            hint = "нужное перенесите в таблицу плана; если ничего не нужно, ничего и не меняйте"
            yield Remark(page.place(0, 0), message, hint, "unknown-sheet", WARNING)


def running_titles(parts: Mapping[str, bytes]) -> Iterator[Remark]:
    """Words at the head and foot of printed sheets, by the name of the sheet."""
    for name, part in parts.items():
        found = re.findall(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>(.*?)</", part, re.DOTALL)
        words = " ".join(_CODES.sub(" ", html.unescape(one.decode())) for one in found)
        text = " ".join(words.replace(" из ", " ").split())
        if re.search(r"[^\W\d_]{3}", text):
            message = f"колонтитул листа не читается: «{short(text)}»"
            yield Remark(FilePlace(f"лист «{name}»", (name, 1, 1)), message, _HINT, "sheet-running", WARNING)


# --- examples that somebody wrote over ------------------------------------------------------------------------------


def _left_examples(table: SheetTable) -> Iterator[Remark]:
    """Somebody took the word «пример» away and wrote over a part of the example: the rest of it is not theirs."""
    page, row = table.page, table.first
    own = {column: page.cell(row, at) for at, column in table.columns.items() if table.is_content(column.path)}
    values = {column: str(raw).strip() for column, raw in own.items() if not typed.is_empty(raw)}
    left = [column for column, raw in values.items() if raw == column.example]
    if table.sheet.rows or table.is_example(row) or len(left) < _MANY or len(left) == len(values):
        return
    words = "; ".join(f"{column.heading}: {values[column]}" for column in left)
    message = f"в строке остались значения примера: «{short(words, _MOST_QUOTED)}»"
    yield Remark(page.place(row), message, "сотрите то, что не о вашей записи", "left-example", WARNING)


def _filled_examples(table: SheetTable) -> Iterator[Remark]:
    """Somebody wrote over the example and left the word: the row is not read, and that is said."""
    page = table.page
    for row in range(table.first, len(page.grid)):
        own = [
            str(raw).strip()
            for at, column in table.columns.items()
            if table.is_content(column.path) and not typed.is_empty(raw := page.cell(row, at))
            and normalize_title(str(raw)) != normalize_title(column.example)
        ]  # fmt: skip
        if own and table.is_example(row):
            yield Remark(
                page.place(row, 0),
                "строка помечена словом «пример» и не прочитана, а в ней есть ваши значения: "
                f"«{short('; '.join(own), _MOST_QUOTED)}»",
                "если это ваша запись, сотрите слово «пример» в столбце «№»",
                "filled-example",
            )
