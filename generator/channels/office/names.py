"""What people call records and terms: titles, short titles and labels to ids, never by guessing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from generator import text
from generator.catalog import DEMO_MARK, Catalog
from generator.catalog.forms.questions import newcomers_name
from generator.channels.office import percents
from generator.problems import nearest
from generator.records import KINDS, STUBS
from generator.records.fields import fields


class Unclear(Exception):
    """What a person wrote means nothing here, or several things; the texts are Russian and meant for that person."""

    def __init__(self, message: str, hint: str = "", code: str = "unclear-value"):
        super().__init__(message)
        self.message, self.hint, self.code = message, hint, code


@dataclass(frozen=True)
class NameIndex:
    """Titles of records: ``ids`` by kind and folded title, ``titles`` by address ``kind/id``; ``units`` of indicators
    by id, «доля» for those that are shares of one."""

    ids: Mapping[str, Mapping[str, Sequence[str]]]
    titles: Mapping[str, str]
    units: Mapping[str, str] = field(default_factory=dict)

    def key(self, written: str, kinds: Sequence[str]) -> str:
        """The address of the one record of ``kinds`` that ``written`` names: a title, an id or an address. Raises
        ``Unclear`` where there is none or where there are several."""
        raw = normalize_title(written)
        keys = {f"{kind}/{its_id}" for kind in kinds for its_id in self.ids.get(kind, {}).get(raw, ())}
        keys |= {key for key in (written, *(f"{kind}/{written}" for kind in kinds)) if key in self.titles}
        keys = {key for key in keys if key.partition("/")[0] in kinds}
        if len(keys) == 1:
            return keys.pop()
        if keys:
            both = ", ".join(f"{key} («{self.titles[key]}»)" for key in sorted(keys))
            raise Unclear(
                f"«{_short(written)}» — так называется не одна запись",
                f"напишите вместо названия имя нужной записи: {both}",
                "ambiguous-name",
            )
        raise Unclear(f"записи «{_short(written)}» в базе нет", self._meant(written, kinds), "unknown-name")

    def _meant(self, written: str, kinds: Sequence[str]) -> str:
        known = [title for key, title in self.titles.items() if key.partition("/")[0] in kinds]
        alike = (
            [title for title in known if text.alike_organizations(written, title)]
            if tuple(kinds) == ("organizations",)
            else []
        )
        guess = alike[0] if len(alike) == 1 else nearest(written, known)
        if guess is None:
            inside = [
                title
                for title in known
                if len(normalize_title(written)) > 4 and normalize_title(written) in normalize_title(title)
            ]
            guess = inside[0] if len(inside) == 1 else None
        message = f"возможно, имелось в виду «{guess}»" if guess else "выберите название из списка в этой ячейке"
        return f"{message}; если такой записи в базе ещё нет, {_how_to_add(kinds)}"


def _how_to_add(kinds: Sequence[str]) -> str:
    """What to do about a record that the base does not have."""
    kind = next((kind for kind in kinds if kind in STUBS), "")
    if not kind:
        return "попросите методиста её добавить"
    its_fields = fields(KINDS[kind])
    its = text.join([f"«{its_fields[name].label}»" for name in KINDS[kind].stub])
    return (
        f"добавьте её этим же файлом: в Excel — строкой на листе «{newcomers_name(kind)}», в Word — в таблице "
        f"«{newcomers_name(kind)}» в конце; заполните там {its}"
    )


def index_names(catalog: Catalog, proposed: Iterable[tuple[str, str, str]] = ()) -> NameIndex:
    """The names of all records of a base and of records that come with it (kind, id, title)."""
    ids: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    titles: dict[str, str] = {}
    rows = [
        (record.kind, record.id, catalog.title_of(record), getattr(record, "short_title", None) or "")
        for record in catalog.records.values()
    ]
    for kind, its_id, title, short in [*rows, *((*one, "") for one in proposed)]:
        titles[f"{kind}/{its_id}"] = title
        for name in {normalize_title(title), normalize_title(short)} - {""}:
            if its_id not in ids[kind][name]:
                ids[kind][name].append(its_id)
    indicators = catalog.listed("indicators") + catalog.listed("indicators", demo=True)
    units = {one.id: percents.SHARE if one.type == "share" else one.unit for one in indicators}
    return NameIndex(ids, titles, units)


@lru_cache(maxsize=1 << 14)  # headings and titles are compared with one another again and again
def normalize_title(raw: str) -> str:
    """The form in which two ways to write one name are equal: case, ё, quotes, dashes, spaces aside, and the mark of a
    demonstration record."""
    raw = raw.strip().casefold().removesuffix(DEMO_MARK.strip()).rstrip().replace("ё", "е")
    raw = re.sub("[«»„“”\"'’]", "", re.sub("[‐‑‒–—−]", "-", raw))
    return " ".join(re.sub(r"\s*-\s*", "-", raw).split()).rstrip(" .;,")


def _short(raw: str, limit: int = 80) -> str:
    return raw if len(raw) <= limit else raw[: limit - 1] + "…"


def listed(options: Iterable[str], most: int = 12) -> str:
    """«можно: …» for a hint, while the list is short enough to read."""
    options = list(options)
    return "можно: " + text.join([f"«{one}»" for one in options]) if 0 < len(options) <= most else ""
