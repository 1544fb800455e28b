"""Plain fields put into a Markdown page so that they come out as exactly the same text.

A numeric character entity is the only form that every position of every dialect leaves alone: backslashes are
shown inside raw HTML, and HTML escaping alone does not stop `*`, `[` or `{`.  Everything is therefore an entity
except what keeps a generated page readable by people and was proved harmless (tests/test_text.py).
"""

import re

_LETTER = "А-Яа-яЁё"
_WORD = f"0-9A-Za-z{_LETTER}"

# Anything but a letter or a digit, when it is one of those never safe or stands where it is not.
_RISKY = re.compile(
    rf"""
    [^{_WORD}](?:
      (?<=[^ \u00a0,.;:?()/«»„“—–№%…-])
    | (?<=[ \u00a0])(?:(?<!\S.)|(?!\S))                # a space at the edge or beside another: trimmed or collapsed
    | (?<=[.;:?)])(?<![{_LETTER}].)                    # "1. ", "1) " start lists; after a Russian letter they cannot
    | (?<=[;:])(?![ ])                                 # ":name:" is an emoji
    | (?<=-)(?:(?<![{_WORD}].)|(?![{_WORD}]))          # "- " starts a list, "---" a rule; inside a word it cannot
    | (?<=/)(?:(?<![{_LETTER}].)|(?![{_LETTER}]))      # "//" belongs to an address, "1/2" becomes one sign
    | (?<=\()(?:(?<![ ].)|(?![{_LETTER}0-9]))          # "](" is a link
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85]")
# HTML has no way to write these: control characters, lone surrogates, noncharacters.
_IMPOSSIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def plain(text: str) -> str:
    """Markdown source that shows `text`, literally, in any position of a page.

    In: text of a plain field.  Out: one line for a paragraph, list item, heading, table cell, link text, `**…**`,
    an attribute or the text of an HTML element.  Line breaks become spaces; a character that HTML cannot carry
    becomes U+FFFD; nothing else changes.  Raises nothing.
    """
    return escape_html(_BREAK.sub(" ", text))


def escape_html(text: str) -> str:
    """Text of an element or of a quoted attribute inside a raw HTML block of a Markdown page.

    The same entities as `plain` (the block is read once more by Markdown), but line breaks are kept, as entities:
    a blank line would end the block.
    """
    return _RISKY.sub(_entity, _IMPOSSIBLE.sub("\ufffd", text))
