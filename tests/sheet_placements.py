"""Words put where people put them in a workbook: into any cell of a blank, and beside the cells."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
from openpyxl.comments import Comment

from generator.channels.office.layout import KEY


def written(template: bytes, dice: random.Random, words: list[str]) -> tuple[bytes, Mapping[str, str]]:
    """The file with each of the ``words`` somewhere in it, and how each was put there."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    how = {}
    for word in words:
        page = dice.choice([page for page in book.worksheets if page.sheet_state == "visible"])
        put = dice.choice(list(WAYS))
        how[word] = f"{put}: {page.title} {WAYS[put](page, dice, word)}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), how


def _empty(page: Any, dice: random.Random, word: str) -> str:
    places = [(row, column) for row in range(1, page.max_row + 4) for column in range(1, page.max_column + 3)]
    cell = page.cell(*dice.choice([at for at in places if page.cell(*at).value is None]))
    cell.value = word
    return cell.coordinate


def _behind(page: Any, dice: random.Random, word: str) -> str:
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    cell = dice.choice([cell for cell in cells if not KEY.fullmatch(str(cell.value))])
    cell.value = (
        f"{cell.value} {word}" if isinstance(cell.value, str) and str(cell.value)[:1] not in ("", "=") else word
    )
    return cell.coordinate


def _above(page: Any, dice: random.Random, word: str) -> str:
    row = dice.randint(1, 2)
    page.insert_rows(row)
    page.cell(row, dice.randint(1, 3)).value = word
    return "above"


def _margin(page: Any, dice: random.Random, word: str) -> str:
    cell = page.cell(dice.randint(2, page.max_row), dice.randint(1, page.max_column))
    cell.comment = Comment(word, "Завуч")
    return cell.coordinate


def _sheet(page: Any, dice: random.Random, word: str) -> str:
    page.parent.create_sheet(f"Лист{len(page.parent.worksheets)}").cell(2, 2).value = word
    return ""


def _running(page: Any, dice: random.Random, word: str) -> str:
    page.oddHeader.left.text = f"{page.oddHeader.left.text or ''} {word}"
    return ""


#: how words get into a workbook
WAYS: Mapping[str, Callable[[Any, random.Random, str], str]] = {
    "in an empty cell": _empty, "in another empty cell": _empty, "behind the words of a cell": _behind,
    "above everything": _above, "in a remark": _margin, "on a new sheet": _sheet, "in a running title": _running,
}  # fmt: skip
