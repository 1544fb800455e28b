"""What a site says of itself: how accessible it is, and what personal data it holds; whom to write to about both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.settings import Settings

#: path of the page -> its template and title
STATEMENTS = {
    "dostupnost.md": ("accessibility.md.j2", "Доступность сайта"),
    "personalnye-dannye.md": ("personal_data.md.j2", "Персональные данные"),
}


def statement_pages(settings: Settings) -> Iterator[tuple[str, str, dict[str, Any], str]]:
    """(template, path, view, title) of each."""
    for path, (template, title) in STATEMENTS.items():
        yield template, path, {"contact": settings.contact, "desk": settings.desk is not None}, title
