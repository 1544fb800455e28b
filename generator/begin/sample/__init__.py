"""A generated base of any size, for trying the generator out: records of all kinds, made up and labelled as such.

The same numbers give the same bytes. ``plan`` says what there is and who belongs to whom; ``practices``,
``territories``, ``programmes``, ``communities`` and ``learning`` fill the kinds in with the words of the YAML files.
A kind that none of them knows gets what its fields say (``from_fields``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from generator import files
from generator.begin.sample import communities, from_fields, joined_bases, learning, practices, programmes, territories
from generator.begin.sample.plan import Plan, its_id, plan
from generator.begin.sample.words import text
from generator.documents import sources
from generator.pages.open_data import OPEN_DATA_PAGE
from generator.pages.route import ROUTE_PAGE
from generator.records import KINDS, VOCABULARIES, Vocabulary, validating
from generator.records.formatter import render

_KINDS: Mapping[str, Callable[[Plan, int], dict[str, Any]]] = {
    "practices": practices.make_practice,
    "replications": practices.make_replication,
    "reviews": practices.make_review,
    "regions": territories.make_region,
    "districts": territories.make_district,
    "programmes": programmes.make_programme,
    "indicators": programmes.make_indicator,
    "associations": communities.make_association,
    "centers": communities.make_center,
    "series": communities.make_series,
    "events": communities.make_event,
    "tracks": learning.make_track,
    "courses": learning.make_course,
    "diagnostics": learning.make_diagnostics,
    "documents": learning.make_document,
    "terms": learning.make_term,
}


def generate_base(records: int, seed: int, vocabularies: Path) -> dict[str, str]:
    """A whole knowledge base, ready for every command: path from its root -> text.

    ``records`` is the number of practices (at least 1), ``vocabularies`` the folder of lists whose terms it names.
    Raises ValueError when a list is missing or wrong.
    """
    lists = {name: _vocabulary(vocabularies / f"{name}.yml") for name in VOCABULARIES}
    return {
        "mkdocs.yml": settings_of_sample(sources.own_text(files.site_settings()), {"about.md"}),
        "content/about.md": text("about.md"),
        **generate_records(records, seed, lists),
    }


def generate_joined(
    districts: int, records: int, seed: int, vocabularies: Path, keys: Mapping[str, str]
) -> dict[str, str]:
    """The bases of a region and of its ``districts``, to join and to count together: path from their common folder ->
    text. ``keys`` are the public keys of the bases of districts by name (``joined_bases.base_names``); the rest as in
    :func:`generate_base`."""
    lists = {name: _vocabulary(vocabularies / f"{name}.yml") for name in VOCABULARIES}
    settings = settings_of_sample(sources.own_text(files.site_settings()), {"about.md"})
    names = joined_bases.base_names(districts)
    return {
        f"{name}/{path}": content
        for name, its in joined_bases.bases(districts, records, seed, lists).items()
        for path, content in {
            "mkdocs.yml": joined_bases.settings_of_base(settings, name, names, keys),
            "content/about.md": text("about.md"),
            **its,
        }.items()
    }


def settings_of_sample(own: str, pages: Collection[str]) -> str:
    """The text of ``mkdocs.yml`` of the sample: ``own``, that of the product's site, under a name of its own and at no
    address, whose navigation leads to what the generator makes and of the texts only to ``pages``."""
    for name, value in _SETTINGS.items():
        own = re.sub(rf"(?m)^{name}: .*$", f"{name}: {value}", own)
    entry = re.compile(r"(?m)^ +- [^:\n]+: (\S+\.md)\n")
    made = {"index.md", OPEN_DATA_PAGE, ROUTE_PAGE, *(f"{kind}/index.md" for kind in KINDS), *pages}
    return entry.sub(lambda found: found[0] if found[1] in made else "", own)


_SETTINGS = {
    "site_name": "Методотека — образец",
    "site_description": "Выдуманная база знаний для проб",
    "site_url": '""',
    "repo_url": '""',
}


def generate_records(records: int, seed: int, vocabularies: Mapping[str, Vocabulary]) -> dict[str, str]:
    """Only the records: path from the root of a base -> text. Raises ValueError for less than one practice."""
    if records < 1:
        raise ValueError("нужна хотя бы одна практика")
    its_plan = plan(records, seed, vocabularies)
    found = {
        f"data/{kind}/{its_id(kind, n)}.yml": render(kind, write(its_plan, n))
        for kind, write in _KINDS.items()
        for n in range(its_plan.counts[kind])
    }
    # These have names of their own: an organisation its word, values their territory and year.
    found |= {
        f"data/organizations/{name}.yml": render("organizations", fields)
        for name, fields in territories.make_organizations(its_plan)
    }
    for n in range(its_plan.counts["values"]):
        name, fields = programmes.make_values(its_plan, n)
        found[f"data/values/{name}.yml"] = render("values", fields)
    return found | {
        f"data/{kind}/{its_id(kind, n)}.yml": render(kind, from_fields.record(its_plan, kind, n))
        for kind in KINDS
        if kind not in its_plan.counts
        for n in range(from_fields.COUNT)
    }


def _vocabulary(file: Path) -> Vocabulary:
    source, problems = sources.read(file, f"data/vocabularies/{file.name}")
    found, more = validating.validate(Vocabulary, source) if source else (None, [])
    if found is None:
        raise ValueError(f"{file}: {[*problems, *more][0].message}")
    return found
