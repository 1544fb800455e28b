"""For which year or school year a plan says it is: in its title, its name, above its table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from generator.text.dates import read_period

_SCHOOL = re.compile(r"(?<![0-9.])(20[0-9]{2}) ?[-/] ?((?:20)?[0-9]{2})(?![0-9.])")
_YEAR = re.compile(r"\b(?:на|за)(?: календарный)? (20[0-9]{2})(?![0-9./-])(?! ?[-/] ?[0-9])")
_MOST = 60  # texts from the beginning; the title of a plan stands there


def read_plan_period(texts: Iterable[str]) -> str:
    """The one period that the texts name, as ``Period`` writes it; empty for none and for several. A school year counts
    more than a year: the day of an approval has one too."""
    titles = [re.sub("[‐‑‒–—−]", "-", " ".join(one.lower().split())) for one in islice(texts, _MOST)]
    school = {f"{one[1]}-{one[2]}" for title in titles for one in _SCHOOL.finditer(title)}
    found = {its.write for one in school if (its := read_period(one)) and its.sure}
    if not found:
        found = {one[1] for title in titles for one in _YEAR.finditer(title)}
    return found.pop() if len(found) == 1 else ""
