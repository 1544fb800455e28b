"""A text as a reader sees it, each sign with its place in what was written.

A phone is a phone whether half of it is bold, escaped, an entity, in full-width digits or has a sign of no width
inside.  So whoever looks for something in a text looks at this reading of it.  It goes a little further than the page:
marks of emphasis are taken out of plain fields too, where they would show.  ``theme/mkdocs/assets/form/shown.js`` is
the same for the form.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape


@dataclass(frozen=True)
class Shown:
    """What shows: ``text``, and for every sign of it where its spelling starts and ends in the source."""

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


def shown(source: str) -> list[Shown]:
    """The reading of a text, first of its words, then of the address and the title of each of its links."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    links: list[Shown] = []
    done = 0

    def copied(until: int) -> None:
        parts.append(source[done:until])
        starts.extend(range(done, until))
        ends.extend(range(done + 1, until + 1))

    for token in _TOKEN.finditer(source):
        copied(token.start())
        done = token.end()
        for sign in _shown(token):
            parts.append(sign)
            starts.append(token.start())
            ends.append(token.end())
        for name in ("address", "title"):
            if token[name]:
                links.append(_address(token[name], token.start(name)))
    copied(len(source))
    return [Shown("".join(parts), starts, ends), *links]


def _shown(token: re.Match[str]) -> str:
    source, kind, said = token.string, token.lastgroup, token[0]
    if kind == "entity":
        return "".join(map(_plain_sign, unescape(said)))
    if kind == "under":
        before, after = source[token.start() - 1 : token.start()], source[token.end() : token.end() + 1]
        return said if before.isalnum() and after.isalnum() else ""
    if kind == "line":
        return "\n" if said.count("\n") > 1 or _BLOCK_START.match(source, token.end()) else " "
    return _plain_sign(said) if kind == "rare" else ""


def _address(said: str, at: int) -> Shown:
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    while position < len(said):
        encoded = _HEX.match(said, position)
        length = 3 if encoded else 1
        parts.append(chr(int(encoded[1], 16)) if encoded else said[position])
        starts.append(at + position)
        ends.append(at + position + length)
        position += length
    return Shown("".join(parts), starts, ends)


def _plain_sign(sign: str) -> str:
    """The sign as people read it: digits of any script as 0-9, every hyphen and minus as «-», nothing for what has no
    width of its own."""
    if sign in _DASHES or sign in _BLANKS:
        return _DASHES.get(sign) or _BLANKS[sign]
    kind = unicodedata.category(sign)
    if kind == "Nd":
        return str(unicodedata.digit(sign))
    if kind in ("Cf", "Cc", "Cn", "Co", "Me") or (kind == "Mn" and sign not in "\u0306\u0308"):
        return " " if sign == "\n" else ""
    return " " if kind == "Zs" else unicodedata.normalize("NFKC", sign)
