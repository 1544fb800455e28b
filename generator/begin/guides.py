"""The guides for the keeper of a base, which come with the program: a new base has no guides of its own."""

from __future__ import annotations

import re

import yaml

from generator import files
from generator.documents import front_matter, sources
from generator.problems import nearest

#: name of the guide -> the file is ``content/guides/<name>.md`` of the product
GUIDES = ("nastroika-saita", "opublikovat-bazu")
_PICTURE = re.compile(r"(?m)^!\[([^\]]*)\]\([^)]*\)$")


def guide_titles() -> dict[str, str]:
    """The guides by name, with what each is called."""
    return {name: _parts(name)[0] for name in GUIDES}


def guide_text(name: str) -> str:
    """A guide to read in a terminal: its Markdown, with words for pictures."""
    title, body = _parts(name)
    body = _PICTURE.sub(r"[Рисунок: \1]", body)
    return f"# {title}\n\n{body}\n"


def guide_meant(written: str) -> str:
    """The name of the guide that is called so, by its name or its title; empty for none."""
    titles = {title.casefold(): name for name, title in guide_titles().items()}
    known = {**titles, **{name: name for name in GUIDES}}
    plain = written.casefold().strip().removesuffix(".md").strip('«»" ')
    return known.get(plain) or known.get(nearest(plain, known) or "", "")


def _parts(name: str) -> tuple[str, str]:
    lines = sources.own_text(files.guides_dir() / f"{name}.md").split("\n")
    parts = front_matter.split_fields(lines)
    assert parts, name
    fields = yaml.safe_load("\n".join(lines[number - 1] for number in parts.fields))
    return str(fields["title"]), parts.body
