"""The list of codes: what every problem means, in a methodist's words, with a wrong and a right example.

A code is a stable identifier: it stays when the words change, so that a link or a search from years ago still leads to
the explanation. Pages, the terminal and the forge take them from here; ``tests/test_codes.py`` holds the list to the
code base (every code that is given has an entry) and runs every example through the real checks.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.problems import ERROR, PAGES
from generator.problems.codes import fields, figures, links, people, pictures, reading
from generator.problems.codes.code import Code

GROUPS: Mapping[str, tuple[Code, ...]] = {
    "Файлы и папки": reading.FILES,
    "Запись не читается": reading.YAML,
    "Поля": fields.FIELDS,
    "Тексты": fields.TEXTS,
    "Люди": people.PEOPLE,
    "Картинки и рисунки": pictures.PICTURES,
    "Ссылки и списки терминов": links.LINKS,
    "Даты": links.DATES,
    "Дорожная карта": figures.ROADMAPS,
    "Показатели": figures.NUMBERS,
    "Что утверждает запись": figures.CLAIMS,
}
CODES: Mapping[str, Code] = {code.code: code for group in GROUPS.values() for code in group}

#: addresses of the site: the list and a page for every code
ADDRESSES = frozenset({PAGES} | {f"{PAGES}/{code}" for code in CODES})


def as_text(code: Code) -> str:
    """The explanation for a terminal."""
    what = "ошибка" if code.severity == ERROR else "предупреждение"
    parts = [f"{code.title} [{code.code}], {what}", code.means, f"Как исправить. {code.mend}"]
    if code.wrong:
        parts += [f"Неверно{f' ({code.path})' if code.path else ''}:\n{_indented(code.wrong)}"]
        parts += [f"Верно:\n{_indented(code.right)}"]
    return "\n\n".join(parts)


def shown(example: str) -> str:
    """An example as a person can see it: a tab is an arrow, another sign that nobody sees is a dot."""
    return "".join("→ " if sign == "\t" else sign if sign.isprintable() or sign == "\n" else "·" for sign in example)


def _indented(example: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in shown(example).split("\n"))


__all__ = ["ADDRESSES", "CODES", "GROUPS", "Code", "as_text", "shown"]
