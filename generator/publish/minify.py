"""A page over the wire: the same document in fewer bytes.

The engine's frame is half indentation, and ``text.plain`` writes every character that Markdown could take for its own
as a number. Both are right up to the engine and dead weight behind it: a practice page has 12 KB of the reader's
connection.
"""

from __future__ import annotations

import re

# Left as they stand: text whose white space is seen, and what is no markup at all.
_KEPT = re.compile(r"<(script|style|pre|textarea)\b.*?</\1>", re.IGNORECASE | re.DOTALL)
# Attribute values are not touched but for the numbers. What a repetition has taken it never gives back (the
# alternatives begin with different characters, so it could not match then either): tags are most of a page.
_ATTRIBUTES = r"""[^>"']*+(?:(?:"[^"]*+"|'[^']*+')[^>"']*+)*+"""
ANY_TAG = re.compile(rf"<[!/a-zA-Z]{_ATTRIBUTES}>")
# \s knows more spaces than HTML does: a no-break space is a character that is seen.
_RUN = re.compile(r"[ \t\n\r\f]{2,}|\t")
_TAG_OR_RUN = re.compile(rf"{ANY_TAG.pattern}|{_RUN.pattern}")
# No quote, no bracket of a tag, no brace (the gate looks for template characters), and neither & # ; nor a letter or
# digit:
# none of these can begin, end or lengthen another reference.
_NUMBERS = {f"&#{ord(sign)};": sign for sign in " !()*+,-./:=?@[]_|~"}
# At the inner edge of a block white space is never shown (between two blocks it may be: their style can be inline).
# Tags are written small here: to take both cases would take twice the time. Two expressions, since the engine jumps to
# what it begins with when that is always the same.
_BLOCK = "article|body|d[dlt]|div|footer|form|h[1-6r]|head|header|li|main|nav|ol|p|section|t(?:able|body|[dhr]|head)|ul"
_OPENED = re.compile(rf"(<(?:{_BLOCK})\b{_ATTRIBUTES}>)[ \n]")
_CLOSING = [re.compile(rf"{space}</(?=(?:{_BLOCK})>)") for space in (" ", "\n")]
_NUMBER = re.compile("|".join(map(re.escape, _NUMBERS)))


def minify(page: str) -> str:
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
    # Few tags have such a run inside, and each that is looked at costs a call.
    if _RUN.search("\0".join(ANY_TAG.findall(markup))):
        markup = _TAG_OR_RUN.sub(_one_character, markup)
    else:
        markup = _without_runs(markup)
    markup = _OPENED.sub(lambda opened: opened[1], markup)
    for before in _CLOSING:
        markup = before.sub("</", markup)
    return _NUMBER.sub(lambda number: _NUMBERS[number[0]], markup)


def _without_runs(text: str) -> str:
    """``_RUN.sub(_one_character, text)``; where only spaces and line ends stand, in half the time."""
    if "\t" in text or "\r" in text or "\f" in text:
        return _RUN.sub(_one_character, text)
    while "  " in text:
        text = text.replace("  ", " ")
    text = text.replace(" \n", "\n").replace("\n ", "\n")
    while "\n\n" in text:
        text = text.replace("\n\n", "\n")
    return text


def _one_character(found: re.Match[str]) -> str:
    run = found[0]
    if run[0] == "<":
        return run
    return "\n" if "\n" in run else " "
