"""What is translated: words with ``{names}`` for what is put into them and ``<a>…</a>`` for what is marked in them."""

from __future__ import annotations

import re
from collections import Counter

#: a text that somebody has to translate has letters of the Russian alphabet
RUSSIAN_LETTERS = re.compile("[А-Яа-яЁё]")
#: in a message: what is put in, and the tags
PARTS = re.compile(r"\{\w+\}|</?\w+>")
_STRAY = re.compile(r"<[^<>]*>|[{}<>]")


def needs_translation(words: str) -> bool:
    """Whether a text is one to be translated."""
    return RUSSIAN_LETTERS.search(words) is not None


def fault_of(message: str, translation: str) -> str:
    """What is wrong with a translation, in Russian; nothing where nothing is. A translator is a stranger to the
    program: what he writes can be words, never markup or a piece of a template of his own."""
    wanted, given = Counter(PARTS.findall(message)), Counter(PARTS.findall(translation))
    if lacking := [*(wanted - given)]:
        return f"нет {', '.join(lacking)}"
    if more := [*(given - wanted)]:
        return f"лишнее: {', '.join(more)}"
    if _raw(translation) != _raw(message):
        return "скобки { } и < > бывают только там, где они есть в русском тексте"
    return "" if _is_closed(translation) or not _is_closed(message) else "знаки <…> закрыты не в том порядке"


def _raw(words: str) -> list[str]:
    """Markup that is neither a name nor a tag of ours: it has to stay as it is."""
    return sorted(_STRAY.findall(PARTS.sub("", words)))


def _is_closed(translation: str) -> bool:
    opened: list[str] = []
    for part in PARTS.findall(translation):
        if part.startswith("</"):
            if not opened or opened.pop() != part[2:-1]:
                return False
        elif part.startswith("<"):
            opened.append(part[1:-1])
    return not opened
