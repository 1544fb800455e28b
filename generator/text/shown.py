"""A text as a reader sees it, each character with its place in what was written.

A phone is a phone whether half of it is bold, escaped, an entity, in full-width digits or has a character of no width
inside.  So every search in a text uses this reading of it.  It goes a little further than the page:
marks of emphasis are taken out of plain fields too, where they would show.  ``theme/mkdocs/assets/form/shown.js`` is
the same for the form.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from operator import itemgetter
from typing import NamedTuple


class _Piece(NamedTuple):
    """A stretch of what shows, from the position ``at`` on, and where it is spelled in the source: character for
    character where it is ``copied``, else every character of it by all of [start:end]."""

    at: int
    start: int
    end: int
    copied: bool


@dataclass(frozen=True)
class VisibleText:
    """What shows: ``text``, and of which pieces of the source it is made, in order."""

    text: str
    pieces: Sequence[_Piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the source of what stands at [start:end] of ``text``."""
        return self._spelled(start)[0], self._spelled(end - 1)[1]

    def _spelled(self, position: int) -> tuple[int, int]:
        at, start, end, copied = self.pieces[bisect_right(self.pieces, position, key=itemgetter(0)) - 1]
        return (start + position - at, start + position - at + 1) if copied else (start, end)


_ENTITY = r"&(?:\#\d{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});"
_TOKEN = re.compile(
    rf"""
      (?P<escape>\\(?=[!-/:-@\[-`{{-~\n]))
    | (?P<entity>{_ENTITY})
    | \]\([ ]?<?(?P<address>[^\s()<>]{{1,500}})>?(?P<title>[ \n]+"[^"]{{0,300}}")?[ ]?\)   # the end of a link
    | (?P<mark>\]\[[^\[\]\n]{{0,99}}\]|!?\[(?![ ]?(?:at|dot|собак|точка))|\]|[*`~]+
        |</?[A-Za-z][A-Za-z0-9]{{0,12}}(?:\s[^<>]{{0,200}})?/?>)
    | (?P<under>_+)
    | (?P<line>\n[ \t>]*(?:\n[ \t>]*)*)
    | (?P<rare>[^ -~\n\u00a0\u0400-\u04ff«»—–„“”…№])
    """,
    re.VERBOSE | re.IGNORECASE,
)  # fmt: skip
#: with one of these every token begins, and few characters of a text are any of them
_FIRST = re.compile(r"[^ \"#-%'-)+-;=?-Z^a-z{|}\u00a0\u0400-\u04ff«»—–„“”…№]")
#: those of tokens that are more than the end of a line
_FIRST_OF_MARKS = re.compile(_FIRST.pattern.replace("[^", r"[^\n", 1))
_BLOCK_START = re.compile(r"[-+*#|]|\d{1,9}[.)][ ]")
_HEX = re.compile(r"%([2-7][0-9A-Fa-f])")
_DASHES = dict.fromkeys("‐‑‒⁃−﹘﹣－➖˗", "-")
_BLANKS = dict.fromkeys("\u115f\u1160\u2800\u3164\uffa0\t\u0085\u2028\u2029", " ")


def has_marks(source: str) -> bool:
    """False for a text of which all shows as it is written, but for the ends of its lines."""
    return _FIRST_OF_MARKS.search(source) is not None


def visible_texts(source: str) -> list[VisibleText]:
    """The reading of a text, first of its words, then of the address and the title of each of its links."""
    if not _FIRST.search(source):
        return [VisibleText(source, [_Piece(0, 0, len(source), True)])]
    parts: list[str] = []
    pieces: list[_Piece] = []
    links: list[VisibleText] = []
    done = length = 0
    for token in _tokens(source):
        start, end = token.span()
        for piece, copied in ((source[done:start], True), (_shown(token), False)):
            if piece:
                parts.append(piece)
                pieces.append(_Piece(length, done, start, True) if copied else _Piece(length, start, end, False))
                length += len(piece)
        done = end
        for name in ("address", "title"):
            if token[name]:
                links.append(_address(token[name], token.start(name)))
    pieces.append(_Piece(length, done, len(source), True))
    return [VisibleText("".join(parts) + source[done:], pieces), *links]


def _tokens(source: str) -> Iterator[re.Match[str]]:
    done = 0
    for first in _FIRST.finditer(source):
        if first.start() >= done and (token := _TOKEN.match(source, first.start())):
            done = token.end()
            yield token


def _shown(token: re.Match[str]) -> str:
    source, kind, text = token.string, token.lastgroup, token[0]
    if kind == "entity":
        return "".join(map(_plain_character, unescape(text)))
    if kind == "under":
        before, after = source[token.start() - 1 : token.start()], source[token.end() : token.end() + 1]
        return text if before.isalnum() and after.isalnum() else ""
    if kind == "line":
        return "\n" if text.count("\n") > 1 or _BLOCK_START.match(source, token.end()) else " "
    return _plain_character(text) if kind == "rare" else ""


def _address(text: str, at: int) -> VisibleText:
    parts: list[str] = []
    pieces: list[_Piece] = []
    done = length = 0
    for encoded in _HEX.finditer(text):
        start, end = encoded.span()
        parts += text[done:start], chr(int(encoded[1], 16))
        pieces.append(_Piece(length, at + done, at + start, True))
        length += start - done
        pieces.append(_Piece(length, at + start, at + end, False))
        length += 1
        done = end
    pieces.append(_Piece(length, at + done, at + len(text), True))
    return VisibleText("".join(parts) + text[done:], pieces)


def _plain_character(character: str) -> str:
    """The character as people read it: digits of any script as 0-9, every hyphen and minus as «-», nothing for what has
    no width of its own."""
    if character in _DASHES or character in _BLANKS:
        return _DASHES.get(character) or _BLANKS[character]
    kind = unicodedata.category(character)
    if kind == "Nd":
        return str(unicodedata.digit(character))
    if kind in ("Cf", "Cc", "Cn", "Co", "Me") or (kind == "Mn" and character not in "\u0306\u0308"):
        return " " if character == "\n" else ""
    return " " if kind == "Zs" else unicodedata.normalize("NFKC", character)
