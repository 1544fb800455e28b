"""A stranger's words inside Markdown of our own, where they show as they are and do nothing.

What a robot says under a request or an issue is read with trust. So every character that Markdown, HTML or a forge
could read is written as a character reference, and after the characters that forges themselves turn into mentions and
links after rendering (``@name``, ``#12``, ``!3``, ``~label``, ``https://``) stands a word joiner, which nobody sees.
``.ci/comment.py`` holds a finished text to the same rules before it is posted.
"""

import re

LONGEST_INERT = 400
"""Characters of one text before escaping."""

_JOINER = "\u2060"
_PLAIN = re.compile(r"[^\w\s«»—–…,;?№„“”→]|_")
_CALLS = re.compile(r"[@#!$%~&^:]|(?<=\bwww)\.|(?<=\bGH)-", re.IGNORECASE)


def escaped(text: str, most: int = LONGEST_INERT) -> str:
    """A text as a piece of one Markdown line that shows exactly these words and does nothing."""
    return referenced(harmless_line(text, most))


def harmless_line(text: str, most: int) -> str:
    """The text on one line of at most ``most`` characters that no forge makes a mention or a link of; Markdown still
    reads it."""
    line = "".join(character if character.isprintable() else " " if character.isspace() else "·" for character in text)
    line = " ".join(line.split()) or "(пусто)"
    if len(line) > most:
        line = line[: most - 1] + "…"
    return _CALLS.sub(lambda found: found[0] + _JOINER, line)


def referenced(line: str) -> str:
    """The line with every character that Markdown or HTML could read as a character reference."""
    return _PLAIN.sub(lambda character: f"&#{ord(character[0])};", line)
