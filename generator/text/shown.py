"""A text as a reader sees it, each character with its place in what was written.

A phone is a phone whether half of it is bold, escaped, an entity, in full-width digits or has a character of no width
inside.  So every search in a text uses this reading of it.  It goes a little further than the page:
marks of emphasis are taken out of plain fields too, where they would show.  ``theme/mkdocs/assets/form/shown.js`` is
the same for the form.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape


@dataclass(frozen=True)
class VisibleText:
    """What shows: ``text``, and for every character of it where its spelling starts and ends in the source."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the source of what stands at [start:end] of ``text``."""
        return self.starts[start], self.ends[end - 1]


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
_BLOCK_START = re.compile(r"[-+*#|]|\d{1,9}[.)][ ]")
_HEX = re.compile(r"%([2-7][0-9A-Fa-f])")
_DASHES = dict.fromkeys("‐‑‒⁃−﹘﹣－➖˗", "-")
_BLANKS = dict.fromkeys("\u115f\u1160\u2800\u3164\uffa0\t\u0085\u2028\u2029", " ")


def visible_texts(source: str) -> list[VisibleText]:
    """The reading of a text, first of its words, then of the address and the title of each of its links."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    links: list[VisibleText] = []
    done = 0

    def copied(until: int) -> None:
        parts.append(source[done:until])
        starts.extend(range(done, until))
        ends.extend(range(done + 1, until + 1))

    for token in _TOKEN.finditer(source):
        copied(token.start())
        done = token.end()
        for character in _shown(token):
            parts.append(character)
            starts.append(token.start())
            ends.append(token.end())
        for name in ("address", "title"):
            if token[name]:
                links.append(_address(token[name], token.start(name)))
    copied(len(source))
    return [VisibleText("".join(parts), starts, ends), *links]


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
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    while position < len(text):
        encoded = _HEX.match(text, position)
        length = 3 if encoded else 1
        parts.append(chr(int(encoded[1], 16)) if encoded else text[position])
        starts.append(at + position)
        ends.append(at + position + length)
        position += length
    return VisibleText("".join(parts), starts, ends)


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
