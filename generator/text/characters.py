"""Characters that a text of ours does not keep: invisible ones, private-use ones, letters in another normal form.

Pure, and the same on every way in: files, the form of the site (its port is held to ``tests/cases/characters.yml``),
Word and Excel. What is harmless is dropped on reading (:func:`normalize`), what can deceive is an error, what is
certain about it can be fixed (:func:`clean`).

Sources: Unicode TR 36 "Security Considerations" and UAX 9 (bidirectional controls), UAX 15 (normal forms), UTS 39,
section 5.4 (no more than four accents on a letter), UTS 51 (joiners, variation selectors and tags of emoji).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

HIDDEN, DECOMPOSED, FORBIDDEN, BREAK, UNKNOWN, PILED = "hidden decomposed forbidden break unknown piled".split()
#: dropped or composed on reading, so that nobody has to wait for a person; told all the same
HARMLESS = frozenset({HIDDEN, DECOMPOSED})

_NO_EMOJI = "\\s\x00-\x7f\u00a0-\u052f\u2000-\u206f\u2116"
_NO_SIGN = "\\sA-Za-z\u00c0-\u052f\ufe0e\ufe0f"
_NONCHARACTERS = "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF))
# Soft hyphen, grapheme joiner, zero-width space, word joiner, invisible operators; then the joiners and selectors that
# emoji and other scripts are made with, which are hidden where they stand beside a letter of ours, a space or nothing.
_NO_WIDTH, _JOINERS, _SELECTORS = "\u00ad\u034f\u180e\u200b\u2060-\u2064", "\u200c\u200d", "\ufe0e\ufe0f"
_BREAKS = "\x0b\x0c\x85\u2028\u2029"
# C0 but TAB and line ends, DEL; bidirectional marks, embeddings, overrides, isolates; blank letters of Hangul; a
# BOM inside; annotations between lines; tags; selectors of other scripts; codes that no text may have.
_DECEIVING = (
    "\x00-\x08\x0e-\x1f\x7f\u061c\u115f\u1160\u200e\u200f\u202a-\u202e\u2066-\u206f\u3164\ufdd0-\ufdef"
    f"\ufe00-\ufe0d\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff{_NONCHARACTERS}"
)
# The controls of C1 that a wrong encoding leaves behind, private use, half a surrogate pair, what a program writes
# for a letter that it has lost or a picture that it has left out.
_MEANINGLESS = "\x80-\x84\x86-\x9f\ue000-\uf8ff\ufffc\ufffd\ud800-\udfff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_CHARACTERS = re.compile(
    "(?P<flag>\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)"  # of a part of a country: legal
    f"|(?P<hidden>[{_NO_WIDTH}]|(?<![^{_NO_EMOJI}])[{_JOINERS}]|[{_JOINERS}](?![^{_NO_EMOJI}])"
    f"|(?<![^{_NO_SIGN}])[{_SELECTORS}])"
    f"|(?P<break>\r\n?|[{_BREAKS}])|(?P<forbidden>[{_DECEIVING}])|(?P<unknown>[{_MEANINGLESS}])"
)
#: all of them without what stands beside them: asked before the longer question
_SUSPECT = re.compile(f"[\r{_NO_WIDTH}{_JOINERS}{_SELECTORS}{_BREAKS}{_DECEIVING}{_MEANINGLESS}]")
#: letters of Europe, signs and quotes of print, arrows, signs of mathematics, dingbats: nothing to say of any text of
#: them (tests/test_short_ways.py asks about each)
_USUAL = re.compile(
    "[\t\n -~\u00a0-\u00ac\u00ae-\u00ff\u0401\u0410-\u044f\u0451\u2010-\u2027\u2030-\u205e\u2070\u2071\u2074-\u208e"
    "\u2090-\u209c\u20a0-\u20bf\u2116\u2122\u2190-\u22ff\u2500-\u27bf]*"
)


class Character(NamedTuple):
    """A character that does not belong: where it begins and ends in the text (from 0), of what kind it is, and what
    stands there once it is fixed (None: only a person knows)."""

    at: int
    end: int
    kind: str
    instead: str | None


def characters(text: str, *, line_end: str = " ") -> list[Character]:
    """Every character that does not belong into ``text``, in order.

    ``hidden`` and ``decomposed`` are harmless (:func:`normalize` fixes them); ``forbidden`` can deceive a reader or a
    machine; ``break`` ends a line unseen (``line_end`` is what it becomes); ``unknown`` was a character of some font or
    encoding; ``piled`` are more than four accents on one letter.
    """
    if _USUAL.fullmatch(text):
        return []
    instead = {HIDDEN: "", FORBIDDEN: "", BREAK: line_end}
    alphabet = "".join(sorted(set(text)))
    found = [
        Character(match.start(), match.end(), kind, instead.get(kind))
        for match in (_CHARACTERS.finditer(text) if _SUSPECT.search(alphabet) else ())
        if (kind := match.lastgroup or "") in (*instead, UNKNOWN)
    ]
    return sorted([*found, *(_piled(text, alphabet) or _decomposed(text))])


def normalize(text: str) -> str:
    """``text`` as search, comparison and readers need it: composed (NFC), without hidden characters that mean nothing.
    What can deceive stays, to be told. Applying it twice gives the same as once."""
    return _corrected(text, [one for one in characters(text) if one.kind in HARMLESS], normalize)


def clean(text: str, *, line_end: str = "\n") -> str:
    """:func:`normalize`, and all else that is certain: forbidden characters go, unseen ends of lines become
    ``line_end``. Signs of private use stay: the checks tell them. Applying it twice gives the same as once."""
    found = [one for one in characters(text, line_end=line_end) if one.instead is not None]
    return _corrected(text, found, lambda now: clean(now, line_end=line_end))


def visible(text: str) -> str:
    """``text`` for a terminal or a log: nothing in it moves the cursor, changes colours or turns the line about.

    Line feeds, tabs and emoji stay, any other character that nobody sees is a middle dot."""
    if _USUAL.fullmatch(text):
        return text
    dotted = _replaced(text, [one._replace(instead="·") for one in characters(text) if one.kind != DECOMPOSED])
    kept = "\n\t\u200c\u200d\ufe0e\ufe0f"  # inside emoji: the others are dots by now
    return "".join(
        c if c in kept or c.isprintable() or unicodedata.category(c) in ("Zs", "Cf") else "·" for c in dotted
    )


def code_point(character: str) -> str:
    """``U+202E``; of several characters the first."""
    return f"U+{ord(character[0]):04X}"


def _corrected(text: str, found: list[Character], again: Callable[[str], str]) -> str:
    """What stood on both sides of a character that went may be one letter, or a character that goes, now: hence
    ``again``."""
    return again(_replaced(text, found)) if found else text


def _replaced(text: str, found: Iterable[Character]) -> str:
    out: list[str] = []
    done = 0
    for one in found:
        if one.at >= done:
            out += text[done : one.at], one.instead or ""
            done = one.end
    return "".join(out) + text[done:]


def _piled(text: str, alphabet: str) -> list[Character]:
    """The runs of more than four accents, of all that combine with what stands before them; ``alphabet`` are the
    characters of the text, each once."""
    accents = "".join(filter(unicodedata.combining, alphabet))
    found = re.finditer(f"[{accents}]{{5,}}", text) if accents else ()
    return [Character(match.start(), match.end(), PILED, None) for match in found]


def _decomposed(text: str) -> Iterator[Character]:
    """The letters that are not in NFC: «й» and «ё» as macOS writes them, a letter and an accent behind it."""
    if unicodedata.is_normalized("NFC", text):
        return
    starts = [match.start() for match in _letters().finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        now = unicodedata.normalize("NFC", text[start:end])
        if now != text[start:end]:
            yield Character(start, end, DECOMPOSED, now)


@cache
def _accents() -> str:
    """All characters that combine with what stands before them, as the inside of a character class; vowels and finals
    of Hangul and the vowel signs of Indic scripts compose too."""
    codes = [c for c in range(0x300, 0x1F000) if unicodedata.combining(chr(c)) or _composes(chr(c))]
    return "".join(map(chr, codes))


def _composes(character: str) -> bool:
    return "\u1161" <= character <= "\u11ff" or unicodedata.category(character) == "Mc"


@cache
def _letters() -> re.Pattern[str]:
    return re.compile(f"[^{_accents()}]|^", re.DOTALL)
