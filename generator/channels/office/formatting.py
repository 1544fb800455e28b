"""Formatting that carries meaning, as plain characters: 10 with a raised 2 is 10², never 102.

Word and Excel call the same functions, so that both give the same text. What Unicode has as a raised or lowered
character of its own (its block "Superscripts and Subscripts", U+2070 to U+209F, with ¹²³ of Latin-1) is written with
it; everything else as ``^(…)`` and ``_(…)``. What is struck out is left out and told, see :func:`struck`.
"""

from __future__ import annotations

import re

from generator.channels.office.filled import FilePlace, Remark
from generator.problems import WARNING
from generator.records.scalars import short

#: characters, and the same raised or lowered
SPELLED = {
    "raised": ("0123456789+-−–=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁱⁿ"),
    "lowered": ("0123456789+-−–=()aeoxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ"),
}
_RAISED, _LOWERED = (str.maketrans(*SPELLED[way]) for way in ("raised", "lowered"))
_CUT = re.compile(r"([\^_])\(([^()]*)\)\1\(")
_DEGREES = {"о", "О", "o", "O", "°", "º", "˚"}


def raised(words: str, before: str = "") -> str:
    """``words`` that stand raised behind ``before``: «2» is «²», «n+1» is «ⁿ⁺¹», «вх» is «^(вх)»; a small letter o or
    a nought that people raise before a C («20оС») is a degree sign, which is what it looks like."""
    if words.strip() in _DEGREES and (not before or before[-1:].isdigit() or before[-1:].isspace()):
        return words.replace(words.strip(), "°")
    return _spelled(words, _RAISED, "^")


def lowered(words: str) -> str:
    """``words`` that stand lowered: «2» is «₂», «вх» is «_(вх)»."""
    return _spelled(words, _LOWERED, "_")


def joined_levels(words: str) -> str:
    """A raised (or lowered) word that was cut into runs as one: «^(в)^(х)» is «^(вх)». What is lowered and what is
    raised behind it stay two: «_(i)^(j)»."""
    before = ""
    while before != words:
        before, words = words, _CUT.sub(r"\1(\2", words)
    return words


def _spelled(words: str, table: dict[int, int], character: str) -> str:
    """Spaces and quotes at the edges stay on the line: people raise a little more than they mean."""
    core = words.strip()
    if not core:
        return words
    at = words.index(core)
    fits = all(ord(one) in table for one in core)
    text = core.translate(table) if fits else f"{character}({core})"
    return words[:at] + text + words[at + len(core) :]


def struck(place: FilePlace, words: str) -> Remark:
    """What is told of words that are struck out: they were left out, and how to have them if they are meant."""
    return Remark(
        place,
        f"зачёркнутое не перенесено: «{short(words)}»",
        "если это нужно, снимите зачёркивание; если нет, удалите зачёркнутое, и замечание исчезнет",
        "struck-out",
        WARNING,
    )
