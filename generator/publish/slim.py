"""A page over the wire: the same document in fewer bytes.

The engine's frame is half indentation, and ``text.plain`` writes every character that Markdown could take for its own
as a number. Both are right up to the engine and dead weight behind it: a practice page has 12 KB of the reader's
connection.
"""

from __future__ import annotations

import re

# Left as they stand: text whose white space is seen, and what is no markup at all.
_KEPT = re.compile(r"<(script|style|pre|textarea)\b.*?</\1>", re.IGNORECASE | re.DOTALL)
# A tag (attribute values are not touched but for the numbers) or a run of white space.
_TAG_OR_SPACE = re.compile(r"""<[!/a-z](?:[^>"']|"[^"]*"|'[^']*')*>|\s{2,}|\t""", re.IGNORECASE)
# No quote, no bracket of a tag, no brace (the gate looks for template characters), and neither & # ; nor a letter or
# digit:
# none of these can begin, end or lengthen another reference.
_NUMBERS = {f"&#{ord(sign)};": sign for sign in " !()*+,-./:=?@[]_|~"}
# At the inner edge of a block white space is never shown (between two blocks it may be: their style can be inline).
_BLOCK = "article|body|d[dlt]|div|footer|form|h[1-6r]|head|header|li|main|nav|ol|p|section|t(?:able|body|[dhr]|head)|ul"
_EDGE = re.compile(rf"""(<(?:{_BLOCK})\b(?:[^>"']|"[^"]*"|'[^']*')*>)[ \n]|[ \n](?=</(?:{_BLOCK})>)""", re.IGNORECASE)
_NUMBER = re.compile("|".join(map(re.escape, _NUMBERS)))


def slim(page: str) -> str:
    """The HTML with every run of white space as one character (a line break if it had one), none at the inner edges of
    blocks, and plain characters as themselves.

    ``pre``, ``textarea``, scripts and styles stay as they are. The browser makes the same tree of it but for white
    space that it does not show.
    """
    parts, end = [], 0
    for kept in _KEPT.finditer(page):
        parts += [_shorter(page[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join([*parts, _shorter(page[end:])])


def _shorter(markup: str) -> str:
    markup = _EDGE.sub(lambda edge: edge[1] or "", _TAG_OR_SPACE.sub(_one_character, markup))
    return _NUMBER.sub(lambda number: _NUMBERS[number[0]], markup)


def _one_character(found: re.Match[str]) -> str:
    if found[0][0] == "<":
        return found[0]
    # \s knows more spaces than HTML does: a no-break space is a character that is seen.
    return re.sub(r"[ \t\n\r\f]{2,}|\t", lambda run: "\n" if "\n" in run[0] else " ", found[0])
