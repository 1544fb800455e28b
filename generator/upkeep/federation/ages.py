"""On which day each base was asked last: so that a pull that nobody repeats is noticed.

The day lies beside the packages, not in the lock: it is of this computer, and a lock that changes every day would have
to be saved every day. Age is told and changes nothing (law 15). Nothing here loads the net or the library of
signatures: a build asks too.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator import files, text
from generator.documents import folders

_FILE = f"{folders.PACKAGES_FOLDER}/asked.json"
_OLD = 7  # days


def days_asked(root: Path) -> dict[str, dt.date]:
    """The day of the last answer by the name of the base; nothing where that cannot be read."""
    try:
        found = json.loads(folders.read_whole(root / _FILE))
        return {name: dt.date.fromisoformat(day) for name, day in found.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def remember_asked(root: Path, answered: Iterable[str], stay: Iterable[str], today: dt.date) -> None:
    """Note that the bases ``answered`` today; of the others those of ``stay`` keep their days."""
    known = days_asked(root)
    days = {name: known[name] for name in stay if name in known} | dict.fromkeys(answered, today)
    if days or known:
        rows = {name: str(day) for name, day in sorted(days.items())}
        files.write_if_changed(root / _FILE, json.dumps(rows, ensure_ascii=False) + "\n")


def age_notice(name: str, days: Mapping[str, dt.date], today: dt.date) -> str:
    """«взяты 70 дней назад»; empty for a young copy and for one whose day is not known."""
    age = (today - days[name]).days if name in days else 0
    return f"взяты {text.plural(age, 'день', 'дня', 'дней')} назад" if age > _OLD else ""


def age_notices(root: Path, today: dt.date) -> Iterator[str]:
    """A line for each base that nobody has asked for a while."""
    days = days_asked(root)
    for name in days:
        if age := age_notice(name, days, today):
            yield f"Записи базы «{name}» {age}. Что там нового и что отозвано, узнает metodoteka pull"
