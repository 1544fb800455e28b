"""A text that may travel: what of a person was found in it is covered, character for character, so that columns stay
true.

The one place where anything private is made unreadable, for every printer: logs, reviews, remarks in files, lists of
people. Of a name the first letters stay, so that whoever has the file knows which one is meant and nobody else does.
"""

import re

from generator.text.names import find_names
from generator.text.private import personal_data

COVER = "•"


def masked(text: str, *, with_names: bool = True) -> str:
    """``text`` with every letter and digit of what ``personal_data`` finds covered, and of names all but the first
    letters: «Звоните • (•••) •••-••-••», «И•••••• М. П.». As long as ``text``; masked twice is masked once."""
    for found in personal_data(text):
        text = text[: found.start] + covered(text[found.start : found.end]) + text[found.end :]
    if with_names:
        for start, name in find_names(text):
            text = text[:start] + covered_name(name) + text[start + len(name) :]
    return text


def covered(text: str) -> str:
    """A private number or address without its letters and digits: «• (•••) •••-••-••»."""
    return re.sub(r"\w", COVER, text)


def covered_name(name: str) -> str:
    """What is known to be a name, with the first letter of each word only: «И•••••• М. П.»."""
    return re.sub(r"(?<=\w)\w", COVER, name)
