"""A region of bases to try joining on: one of the region, one of each district, every record made up.

What all speak of (the region, its organisations, documents, indicators) stands in each of them in the same words, so it
is one thing; a district keeps its schools, its practices and its figures itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from generator.begin.sample import learning, practices, programmes, territories
from generator.begin.sample.plan import SAMPLE_YEARS, Plan, its_id, plan
from generator.records import Vocabulary
from generator.records.formatter import render

REGION = "krai"
KEYS_FOLDER = "kliuchi"
#: what a practice says of other bases, which it may not name
_OF_OTHERS = ("based_on", "related", "outcomes", "awards")
_LINK = re.compile(r"\[([^\]]*)\]\(practices/[^)]*\)")
_OPTIONS = re.compile(r"(?m)^( +)- metodoteka:\n")
_NO_ADDRESS = 'site_url: ""'


def base_names(districts: int) -> list[str]:
    """The names of the bases of the districts, which are the names of their folders too."""
    return [f"raion-{number:02}" for number in range(1, districts + 1)]


def bases(districts: int, records: int, seed: int, lists: Mapping[str, Vocabulary]) -> dict[str, dict[str, str]]:
    """The records of the bases by name, the region's last: path from the root of the base -> text. ``records`` are the
    practices of all districts together."""
    whole = plan(max(records, districts), seed, lists)
    counts = {**whole.counts, "regions": 1, "districts": districts, "values": districts * len(SAMPLE_YEARS)}
    whole = replace(whole, counts=counts, schools=max(whole.schools, districts))
    common = dict(_common(whole))
    found = {name: common | dict(_of_district(whole, n)) for n, name in enumerate(base_names(districts))}
    return found | {REGION: common}


def _common(its: Plan) -> Iterator[tuple[str, str]]:
    yield _file("regions", its_id("regions", 0), territories.make_region(its, 0))
    for n in range(its.counts["documents"]):
        yield _file("documents", its_id("documents", n), learning.make_document(its, n))
    for n in range(its.counts["indicators"]):
        yield _file("indicators", its_id("indicators", n), programmes.make_indicator(its, n))
    for name, fields in territories.make_organizations(its):
        if fields["territory"].startswith("regions/"):
            yield _file("organizations", name, fields)


def _of_district(its: Plan, district: int) -> Iterator[tuple[str, str]]:
    own = its_id("districts", district)
    yield _file("districts", own, territories.make_district(its, district))
    for name, fields in territories.make_organizations(its):
        if fields["territory"] == f"districts/{own}":
            yield _file("organizations", name, fields)
    for n in range(district * len(SAMPLE_YEARS), (district + 1) * len(SAMPLE_YEARS)):
        yield _file("values", *programmes.make_values(its, n))
    for n in range(its.counts["practices"]):
        if its.district_of(its.author_of(n)) == district:
            fields = practices.make_practice(its, n)
            yield _file("practices", its_id("practices", n), _alone(fields) | {"status": "published"})


def _alone(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A practice that speaks of none of another base."""
    return {
        name: _LINK.sub(r"\1", value) if isinstance(value, str) else value
        for name, value in fields.items()
        if name not in _OF_OTHERS
    }


def _file(kind: str, name: str, fields: Mapping[str, Any]) -> tuple[str, str]:
    return f"data/{kind}/{name}.yml", render(kind, dict(fields))


def settings_of_base(settings: str, name: str, districts: Collection[str], keys: Mapping[str, str]) -> str:
    """The settings of the sample, ``settings``, for the base ``name``: its title and address, whom to ask, and for the
    region the bases that it is joined with, by their public ``keys``."""
    title = "Край-образец" if name == REGION else f"Образец. Район {name.removeprefix('raion-')}"
    lines = [f"contact: {{mail: metodist@{name}.example}}"]
    if name == REGION:
        lines.append("federation:")
        lines += [
            f"  - {{name: {one}, from: ../{one}/site/dannye/v1/federation.json, key: '{keys[one]}', demo: true}}"
            for one in districts
        ]
    titled = re.sub(r"(?m)^site_name: .*$", f"site_name: {title}", settings)
    titled = titled.replace(_NO_ADDRESS, f"site_url: https://{name}.example/")
    return _OPTIONS.sub(lambda it: it[0] + "".join(f"{it[1]}    {line}\n" for line in lines), titled, count=1)
