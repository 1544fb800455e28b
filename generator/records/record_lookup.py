"""Which record or folder somebody meant by a name: exactly, or the nearest that is plausible.

Pure. A guess is offered only when what tells one name from another is near: «samarskaia-oblast» is not
«rostovskaia-oblast», though most of their letters are the same.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

from generator import text
from generator.records import KINDS, Record
from generator.text import in_latin

#: address ``kind/id`` -> the names by which people know the record; of a term (``address_of_term``) -> its label
KnownTitles = Mapping[str, Sequence[str]]

_COMMON = frozenset(
    "oblast krai raion respublika okrug gorod gorodskoi munitsipalnyi avtonomnyi shkola sosh oosh mbou mou gimnaziia"
    " litsei tsentr metodicheskii sluzhba demo".split()
)
_NEAR = 0.75
_ALIKE = 0.8


def names_of(records: Iterable[Record]) -> dict[str, tuple[str, ...]]:
    """The names of records that are whole."""
    return {record.key: tuple(filter(None, (record.title, getattr(record, "short_title", None)))) for record in records}


def address_of_term(vocabulary: str, term: str) -> str:
    """The address of a term among those of the records; no kind of records is called so."""
    return f"vocabularies/{vocabulary}/{term}"


def exact_match(raw: str, kinds: Sequence[str], names: KnownTitles) -> str | None:
    """The address of the only record of these kinds whose id, title or short title was written; letters that look like
    Latin ones count as Latin in an id."""
    wanted = {_folded(raw), in_latin(raw.strip()), _as_address(raw)}
    meant = {
        key
        for key, titles in names.items()
        if (kind := key.partition("/")[0]) in kinds and wanted & {key[len(kind) + 1 :], key, *map(_folded, titles)}
    }
    return meant.pop() if len(meant) == 1 else None


def nearest_match(raw: str, kinds: Sequence[str], names: KnownTitles) -> str | None:
    """The address of the nearest plausible record by id or title, None where none is near."""
    page = "/".join(_as_address(raw).split("/")[-2:]) if "://" in raw else ""
    if page in names and page.partition("/")[0] in kinds:
        return page
    if key := _only_beginning(raw, kinds, names):
        return key
    wanted = raw.rpartition("/")[2]
    if not re.fullmatch(r"[a-z0-9-]+", wanted):
        wanted = text.slug(raw)
    found = {
        spelt: key
        for key, titles in names.items()
        if key.partition("/")[0] in kinds
        for spelt in (key.partition("/")[2], *map(text.slug, titles))
    }
    near = difflib.get_close_matches(wanted, found, n=3, cutoff=_NEAR)
    return next((found[one] for one in near if _same_kernel(wanted, one)), None)


def several_values(each: Sequence[str]) -> str:
    """The hint where one value of a list holds several."""
    how = "в скобках между ними запятая, без скобок у каждого своя строка с «- »"
    return f"это несколько значений: {', '.join(each)}; {how}"


def _as_address(raw: str) -> str:
    """The address that the path of a file or of a page means: «/data/districts/severnyi_raion.yml»."""
    bare = re.sub(r"(?:\.(?:ya?ml|md|html)|/|/index\.html)$", "", raw.strip().casefold().replace("_", "-"))
    return bare.removeprefix("/").removeprefix("data/")


def _only_beginning(raw: str, kinds: Sequence[str], names: KnownTitles) -> str | None:
    """The only record whose title begins with these words, at least two: «Южный округ» of «Южный округ (учебный)»."""
    words = _folded(raw)
    if len(words.split()) < 2:
        return None
    found = [
        key
        for key, titles in names.items()
        if key.partition("/")[0] in kinds
        and any(re.match(rf"{re.escape(words)}(?!\w)", _folded(one)) for one in titles)
    ]
    return found[0] if len(found) == 1 else None


def alike_ids(its_id: str, kind: str, addresses: Iterable[str]) -> list[str]:
    """At most three ids of a kind that are written much like ``its_id``, the most alike first, those of another number
    too: to choose from, not to be taken for what was meant."""
    ids = [one for address in addresses for its_kind, _, one in [address.partition("/")] if its_kind == kind]
    return difflib.get_close_matches(its_id, ids, n=3, cutoff=_ALIKE)


def folder(name: str) -> str | None:
    """The folder of records that a folder's name means: «praktiki», «практики» and «practice» are ``practices``."""
    spelt = text.slug(name)
    words = {kind: kind for kind in (*KINDS, "vocabularies")}
    words |= {text.slug(label): kind for kind, model in KINDS.items() for label in model.label}
    near = difflib.get_close_matches(spelt, words, n=1, cutoff=_NEAR)
    return words[near[0]] if near else None


def _same_kernel(one: str, other: str) -> bool:
    """Return whether the parts that tell two ids apart are near as well."""
    a, b = ([part for part in raw.split("-") if part not in _COMMON] for raw in (one, other))
    if not a or not b:
        return one == other
    return difflib.SequenceMatcher(None, "-".join(a), "-".join(b)).ratio() >= _NEAR and _digits(one) == _digits(other)


def _digits(raw: str) -> list[str]:
    """«shkola-12» is another school than «shkola-21»."""
    return re.findall(r"\d+", raw)


def _folded(raw: str) -> str:
    return re.sub(r"[«»„“”\"'.]", "", " ".join(raw.split())).casefold().replace("ё", "е")
