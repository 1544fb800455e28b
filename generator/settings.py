"""What the site's owner decides in ``mkdocs.yml``, and the day the site speaks from."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field


def build_date() -> dt.date:
    """``SOURCE_DATE_EPOCH`` (seconds, UTC; https://reproducible-builds.org/specs/source-date-epoch/), else today.

    Raises ValueError when the variable is not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not epoch:
        return dt.date.today()
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"SOURCE_DATE_EPOCH должна быть числом секунд с 1970 года, а не «{epoch}»") from None


@dataclass(frozen=True)
class Settings:
    """``demo`` shows the demonstration records, ``drafts`` those that are not published yet; ``edit_base`` is the
    address under which a file of the base is edited in the browser (its path is added)."""

    demo: bool = True
    drafts: bool = False
    site_name: str = "Методотека"
    site_url: str = ""
    repo_url: str = ""
    edit_base: str = ""
    build_date: dt.date = field(default_factory=build_date)
