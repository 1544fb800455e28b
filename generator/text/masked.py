"""A text that may travel: what of a person was found in it is covered, sign for sign, so that columns stay true."""

import re

from generator.text.names import names
from generator.text.private import personal_data

COVER = "•"


def masked(said: str, *, with_names: bool = True) -> str:
    """``said`` with every letter and digit of what ``personal_data`` finds covered, and of names all but the first
    letters: «Звоните • (•••) •••-••-••», «И•••••• М. П.». As long as ``said``."""
    for found in personal_data(said):
        said = _covered(said, found.start, found.end, r"\w")
    if with_names:
        for start, name in names(said):
            said = _covered(said, start, start + len(name), r"(?<=\w)\w")
    return said


def initials(name: str) -> str:
    """«И… М… П…»: enough to find a name in the file, too little to spread it."""
    return " ".join(part[0] + "…" if len(part) > 2 else part for part in name.split())


def _covered(said: str, start: int, end: int, what: str) -> str:
    return said[:start] + re.sub(what, COVER, said[start:end]) + said[end:]
