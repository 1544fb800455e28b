"""From the first format: a base had a copy of every list of terms. What its keeper changed stays as an addition, the
rest comes from the product from now on."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator import files, text
from generator.documents import sources
from generator.documents.sources import Source
from generator.records import VOCABULARIES
from generator.records.formatter import render
from generator.records.schemas import VOCABULARY
from generator.upkeep.upgrading.change import Change

_MODELINE = re.compile(r"# yaml-language-server:")
_NOTE = re.compile(r"""^\s*#.*|\s#.*(?<!["'])$""")  # what ends in a quote may be a value
_TERMS = ("отличие", "отличия", "отличий")
_WHOLE = (
    "не тронут: список свой целиком (whole: true), а от списка Методотеки в нём {}: {}. Новых терминов он не получит. "
    "Чтобы получал, сотрите строку whole: true и термины, которые такие же, как в Методотеке; ненужные из её "
    "терминов назовите строкой without"
)
_ADDED = ("synonyms", "aliases")  # a file adds to them (``vocabularies.laid_over``)


def changes_of_lists(root: Path) -> Iterator[Change]:
    """The lists of the base that are copies of those of the product, as additions to them or gone."""
    for source in sources.read_folder(root, VOCABULARY)[0]:
        product = _product(source.stem)
        if product is None or not isinstance(source.data.get("terms"), list):
            continue
        kept, notes = _own(source, product)
        is_whole = str(source.data.get("whole", "")).lower() in ("true", "yes", "да")
        if not kept:
            gone = "убран: список такой же, как в Методотеке, и дальше приходит с ней"
            yield Change(source.path, None, (gone, *_lost_notes(source)))
        elif not is_whole:
            yield Change(source.path, render(VOCABULARY, kept), (*notes, *_lost_notes(source)))
        elif _is_near(source, product):  # who said so may want no other terms
            note = _WHOLE.format(text.plural(len(notes), *_TERMS), "; ".join(notes))
            yield Change(source.path, "\n".join(source.lines), (note,), by_hand=True)


def _lost_notes(source: Source) -> tuple[str, ...]:
    """The keeper's comments in a list, which its new text has not."""
    notes = [one[0].strip() for line in source.lines if not _MODELINE.match(line) and (one := _NOTE.search(line))]
    return (f"примечания не перенесены: {'; '.join(notes)}",) if notes else ()


def _is_near(source: Source, product: Source) -> bool:
    """Whether most terms of a whole list are those of the product, so that an addition would say the same."""
    theirs = {term["id"] for term in product.data["terms"]}
    own = [str(term.get("id")) for term in source.data["terms"] if isinstance(term, dict)]
    return bool(own) and 2 * len(theirs.intersection(own)) >= len(theirs | set(own))


def term_digest(value: Any) -> str:
    """What tells a term from another one: eight signs."""
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()[:8]


def of_first_format() -> Mapping[str, Mapping[str, str]]:
    """The lists of the first format: name -> id of a term, or ``title`` and ``description`` in brackets -> digest."""
    return _first_format()


@cache
def _first_format() -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = yaml.safe_load(sources.own_text(Path(__file__).parent / "format_1.yml"))
    return found


@cache
def _product(name: str) -> Source | None:
    if name not in VOCABULARIES:
        return None
    path = files.vocabularies_dir() / f"{name}.yml"
    return sources.parse(sources.own_text(path), f"data/vocabularies/{name}.yml")[0]


def _own(source: Source, product: Source) -> tuple[dict[str, Any], list[str]]:
    """What the base has otherwise, as the data of its file, and that in words."""
    before = of_first_format().get(source.stem, {})
    theirs = {term["id"]: term for term in product.data["terms"]}
    own = {str(term.get("id")): term for term in source.data["terms"] if isinstance(term, dict)}
    terms, notes = [], []
    for its_id, term in own.items():
        if its_id not in theirs:
            terms.append(term)
            notes.append(f"осталось: свой термин {its_id} «{term.get('label', '')}»")
        elif term != theirs[its_id] and term_digest(term) != before.get(its_id):
            kept, words = _differing(term, theirs[its_id])
            notes += words
            terms += [kept] if len(kept) > 1 else []
    without = [its_id for its_id in before if its_id in theirs and its_id not in own]
    notes += [f"осталось убранным: {its_id} «{theirs[its_id]['label']}» (without)" for its_id in without]
    out: dict[str, Any] = {}
    for name in ("title", "description"):
        value = source.data.get(name)
        if value and value != product.data.get(name) and term_digest(value) != before.get(f"({name})"):
            out[name] = value
            notes.append(f"осталось: {name}: {value}")
    out |= {"without": without} if without else {}
    out |= {"terms": terms} if terms else {}
    return out, notes


def _differing(term: Mapping[str, Any], product: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The fields of a term that the base has otherwise; what an addition cannot take away is said."""
    kept: dict[str, Any] = {"id": term["id"]}
    notes = []
    for name, value in term.items():
        if name in _ADDED and isinstance(value, list):
            value = [one for one in value if one not in product.get(name, ())]
        if value and value != product.get(name):
            kept[name] = value
            notes.append(f"осталось: {term['id']}: {name}: {value if isinstance(value, str) else ', '.join(value)}")
    for name, value in product.items():
        gone = [one for one in value if one not in term.get(name, ())] if name in _ADDED else []
        if gone or (name not in term and name not in _ADDED):
            shown = ", ".join(gone) or (value if isinstance(value, str) else ", ".join(value))
            notes.append(f"вернётся из Методотеки: {term['id']}: {name}: {shown}")
    return kept, notes
