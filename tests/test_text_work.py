"""No text of a contributor makes the pipeline work more than in proportion to its length.

The texts are in the manner of the pathological cases of public Markdown parsers: one short thing, repeated. What is
compared is the work that each doubling adds (tests/counted_work.py), never seconds.
"""

from __future__ import annotations

import re
import sys
from functools import partial

import counted_work
import pytest

from generator import text
from generator.channels.office import parties

MODULES = [module for name, module in sorted(sys.modules.items()) if name.startswith("generator.text")]

#: what is repeated up to the wanted length; with a tuple: before, repeated, after
REPEATED: dict[str, str | tuple[str, str, str]] = {
    "headings": "# а\n",
    "headings of every level": "###### а\n",
    "underlined headings": "a\n=\n",
    "underlined by hyphens": "а\n-\n",
    "headings in quotes": "> # а\n",
    "headings in a list": "- # а\n",
    "open brackets": "[",
    "closed brackets": "]",
    "brackets in brackets": ("[" * 20, "[a](b)", "]" * 20),
    "links": "[a](b) ",
    "links without an end": "[a](b",
    "links with angle brackets": "[a](<b",
    "links with a title without an end": '[a](b "',
    "links to dangerous addresses": "[a](javascript:x) ",
    "references": "[a][b] ",
    "definitions": "[a]: b\n",
    "definitions of one line": "[a]: ",
    "definitions without an end": "[a\n",
    "definitions in quotes": "> [a]: b\n",
    "definitions in lists": "- 1. + [a]: b\n",
    "spaces before a definition": (" ", " ", "[a]"),
    "pictures": "![a](b.png) ",
    "pictures in pictures": "![",
    "backslashes before a picture": ("", "\\", "![a](b)"),
    "stars": "*",
    "emphasis without an end": "**a ",
    "emphasis": "*a* ",
    "emphasis of both kinds": "*a __b ",
    "stars and letters": "a**b",
    "underscores": "_a ",
    "tildes": "~~a ",
    "backticks": "`",
    "backticks of every length": "`a``b```c",
    "code": "`а` ",
    "fences": "```\n",
    "fences with words": "```слово слово\nа\n```\n",
    "tags": "<b>",
    "blocks of HTML": "<p>а\n\n",
    "tags after signs": ("1. " * 8, "<p>", ""),
    "closing tags": "</b>",
    "tags without an end": "<a ",
    "tags with an attribute without an end": '<a b="',
    "comments": "<!-- а -->",
    "comments without an end": "<!-- ",
    "comments of hyphens": ("<!", "-", ""),
    "instructions": "<? ",
    "declarations": "<!A ",
    "character data": "<![CDATA[ ",
    "automatic links": "<https://a> ",
    "automatic links without an end": "<https://",
    "letters to nobody": "<a@",
    "bare addresses": "https://a.ru/ ",
    "schemes": "https://",
    "brackets in an address": ("https://a.ru/", "(", ""),
    "stops after an address": ("https://a.ru/a", ".", " "),
    "entities": "&amp;",
    "entities without an end": "&#1",
    "entities of invisible signs": "&#x202E;",
    "ampersands": "&",
    "quotes of blocks": "> ",
    "quotes": "> а\n",
    "lists": "- а\n",
    "lists in lists": "- ",
    "numbered lists": "1. а\n",
    "tables": ("| а | б |\n|---|---|\n", "| 1 | 2 |\n", ""),
    "tables with more cells": ("| а | б |\n|---|---|\n", "| 1 | 2 | 3 |\n", ""),
    "rows of bars": "|",
    "a wide table": "a|",
    "hyphens": "-",
    "rules": "---\n",
    "straight quotes": '"',
    "quoted words": '"а" ',
    "quotes without an end": '"а ',
    "quotes in quotes": "«",
    "short words": "в ",
    "numbers and hyphens": "1-2-",
    "ranges": "1-2 ",
    "dashes": " - ",
    "initials": "А. А. ",
    "capitals": "А",
    "names": "Иванова Мария Петровна ",
    "names without an end": "Иванова-",
    "phones": "8 999 ",
    "phones with brackets": "+7 (9",
    "digits": "8",
    "mail": "a@",
    "mail names": "a.",
    "mail domains": ("a@", "a.", ""),
    "one word": "я",
    "one Latin word": "a",
    "spaces": (" ", " ", "x"),
    "tabs": "\t",
    "line ends": "\n",
    "line ends of Windows": "а\r\n",
    "spaces at the ends of lines": "а  \n",
    "backslashes": "\\",
    "zero signs": "\x00",
    "signs of direction": "\u202e",
    "accents": "и\u0306",
    "surrogates of emoji": "😀",
}


def made(name: str, size: int) -> str:
    """A text of about ``size`` characters; never more than ``size``."""
    before, repeated, after = REPEATED[name] if isinstance(REPEATED[name], tuple) else ("", REPEATED[name], "")
    return before + repeated * max(1, (size - len(before) - len(after)) // len(repeated)) + after


FUNCTIONS = {
    "render": text.render,
    "losses": text.losses,
    "losses of a page": partial(text.losses, page=True),
    "links": text.links,
    "images": text.images,
    "sections": partial(text.sections, images=True),
    "strip": text.strip,
    "typograph": text.typograph,
    "plain": text.plain,
    "html": text.escape_html,
    "personal_data": text.personal_data,
    "names": text.find_names,
    "stem": text.stem,
    "guillemets": text.guillemets,
    "slug": text.slug,
    "heading_slug": lambda value: text.heading_slug(value, "-"),
    "collate": text.collate,
}

LINEAR = 2.6
"""Exactly 2 in theory; whole repetitions and the cut of nesting make it wobble."""


@pytest.mark.parametrize("name", REPEATED)
def test_twice_the_text_is_twice_the_work(name: str) -> None:
    slow = {}
    for function, run in FUNCTIONS.items():
        found = counted_work.growth(run, partial(made, name), 80, MODULES)
        if found > LINEAR:  # a loop with a limit is quadratic up to the limit
            found = counted_work.growth(run, partial(made, name), 1_500, MODULES)
        if found > LINEAR:
            slow[function] = round(found, 1)
    assert slow == {}


def from_every_letter(value: str) -> object:
    """How the dot at the end of a party was once looked for."""
    return re.search(r"(?:\w{4,}|[А-ЯЁA-Z]{2,}|[»)\d])\.$", value)


def test_the_end_of_a_long_cell_of_office_is_read_in_linear_time() -> None:
    modules = [parties, sys.modules[__name__]]
    assert counted_work.growth(parties.without_stop, lambda size: "х" * size, 300, modules) <= LINEAR
    assert counted_work.growth(from_every_letter, lambda size: "х" * size, 300, modules) > 3.5, "the red twin"
    for raw in ("А. В.", "и др.", "Ректор.", "ИРО.", "«Лицей».", "п. 5.", ".слово ;"):
        assert bool(from_every_letter(raw)) == (parties.without_stop(raw) == raw[:-1])


def walking_from_the_start(value: str) -> list[int]:
    """What `losses` once did for every heading."""
    return [value.count("\n", 0, at) for at in range(0, len(value), 4)]


SLOW = re.compile(r"(?:a+)+b")
LATE = re.compile(r"a*b")


@pytest.mark.parametrize("function", [walking_from_the_start, lambda value: LATE.search("a" * len(value))])
def test_red_twin_quadratic_work_is_seen(function) -> None:
    assert counted_work.growth(function, partial(made, "headings"), 160, [*MODULES, sys.modules[__name__]]) > 3.5


def test_red_twin_exponential_steps_are_seen() -> None:
    steps = counted_work.Steps(SLOW)
    counts = []
    for length in (8, 9, 10):
        steps.count = 0
        steps.scan("a" * length, 0, length, how="match")
        counts.append(steps.count)
    assert counts[2] > 1.8 * counts[1] > 3.2 * counts[0]
