"""How the file of a record is called, and what a wrong name should have been."""

from __future__ import annotations

import re

from generator.text import in_latin, slug

_LONGEST_NAME = 80
_COPY = re.compile(r"\(\d+\)|копия|copy|~|\.orig|\.bak|^(?:readme|license)", re.IGNORECASE)


def right_name(name: str) -> str | None:
    """The name that the file of a record should have, by the name it has («Мой урок.yml.txt» -> «moi-urok.yml»); None
    for a file that is no text."""
    stem, suffix = name, ""
    while (found := re.fullmatch(r"(.+)\.(ya?ml|md|txt)", stem, re.IGNORECASE)) is not None:
        stem, suffix = found[1], ".md" if "md" in (found[2].lower(), suffix[1:]) else ".yml"
    if not suffix and "." in name:
        return None
    shown = in_latin(stem)  # «рraktika» with a Russian letter
    text = shown if shown.isascii() and re.search("[A-Za-z]", stem) else stem
    return slug(text)[:_LONGEST_NAME].strip("-") + (suffix or ".yml")


def surely_named(name: str) -> bool:
    """False for what may be a copy of another record («урок (1).yml», «урок — копия.yml») or no record at all."""
    return bool(re.search(r"\.(?:ya?ml|md)(?:\.txt)?$", name, re.IGNORECASE)) and not _COPY.search(name)
