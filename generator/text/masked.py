"""A text that may travel: what of a person was found in it is covered, sign for sign, so that columns stay true.

The one place where anything private is made unreadable, for every printer: logs, reviews, remarks in files, lists of
people. Of a name the first letters stay, so that whoever has the file knows which one is meant and nobody else does.
"""

import re

from generator.text.names import names
from generator.text.private import personal_data

COVER = "•"


def masked(said: str, *, with_names: bool = True) -> str:
    """``said`` with every letter and digit of what ``personal_data`` finds covered, and of names all but the first
    letters: «Звоните • (•••) •••-••-••», «И•••••• М. П.». As long as ``said``; masked twice is masked once."""
    for found in personal_data(said):
        said = said[: found.start] + covered(said[found.start : found.end]) + said[found.end :]
    if with_names:
        for start, name in names(said):
            said = said[:start] + covered_name(name) + said[start + len(name) :]
    return said


def covered(said: str) -> str:
    """A private number or address without its letters and digits: «• (•••) •••-••-••»."""
    return re.sub(r"\w", COVER, said)


def covered_name(name: str) -> str:
    """What is known to be a name, with the first letter of each word only: «И•••••• М. П.»."""
    return re.sub(r"(?<=\w)\w", COVER, name)
