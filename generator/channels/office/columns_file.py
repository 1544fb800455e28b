"""Is ``data/columns.yml`` whole: what people have said of the columns of their tables, as ``column_memory`` writes it.

Light, so that the check of a base looks at it without the readers of Office files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from generator.channels.office.headings import COLUMN_MEANINGS
from generator.problems import WARNING, Problem

COLUMNS_FILE = "data/columns.yml"
#: «срок» -> ``when``
ROLES_BY_LABEL = {label: role for role, label in COLUMN_MEANINGS.items()}
_MEND = "исправьте это место или верните прежний файл: git checkout -- data/columns.yml"


def columns_problems(raw: bytes) -> Iterator[Problem]:
    """What is wrong with the file, the first of each entry; nothing for a whole one."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield _problem(1, "файл не в кодировке UTF-8")
        return
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        yield _problem(mark.line + 1 if mark else 1, "файл не читается: непарная кавычка, скобка или сбитый отступ")
        return
    tables = data.get("tables") if isinstance(data, Mapping) else None
    if not isinstance(tables, list):
        yield _problem(1, "в файле нет списка «tables»: его пишет metodoteka import")
        return
    for number, one in enumerate(tables, 1):
        yield from _of_table(number, one, text.split("\n"))


def _of_table(number: int, one: Any, lines: list[str]) -> Iterator[Problem]:
    headings = one.get("headings") if isinstance(one, Mapping) else None
    means = one.get("means") if isinstance(one, Mapping) else None
    if not (isinstance(headings, list) and all(isinstance(name, str) for name in headings)):
        yield _problem(_line(lines, "headings", number), f"у таблицы {number} нет списка заголовков «headings»")
    elif not isinstance(means, Mapping) or not all(isinstance(part, str) for pair in means.items() for part in pair):
        yield _problem(_line(lines, "headings", number), f"у таблицы {number} не сказано, что в столбцах: «means»")
    else:
        for name, meaning in means.items():
            if meaning not in ROLES_BY_LABEL:
                at = next((at for at, line in enumerate(lines, 1) if name in line and meaning in line), 1)
                known = ", ".join(f"«{label}»" for label in ROLES_BY_LABEL)
                yield _problem(at, f"столбец «{name}»: «{meaning}» не понято", f"можно: {known}")


def _line(lines: list[str], word: str, number: int) -> int:
    found = [at for at, line in enumerate(lines, 1) if line.strip(" -").startswith(f"{word}:")]
    return found[number - 1] if number <= len(found) else 1


def _problem(line: int, message: str, hint: str = _MEND) -> Problem:
    return Problem(COLUMNS_FILE, line, 1, "", "columns-unreadable", message, hint, WARNING)
