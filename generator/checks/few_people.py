"""A few people in a text: what is hidden as a figure must not stand beside it in words."""

from __future__ import annotations

from collections.abc import Iterator

from generator import text
from generator.catalog import Catalog
from generator.checks.cached_answers import kept_of_source
from generator.checks.people import all_texts, position_within
from generator.checks.place import without_repeats
from generator.documents.sources import Loc, Source
from generator.problems import WARNING, Problem

#: folder -> fields that tell what happened at a place that the record names, from how many children on
_NAMES_FEW = {
    "replications": {"title": 1, "summary": 1, "note": 1, "outcomes": 1},
    "practices": {"outcomes": 1, "results": 2},
    "reviews": {"note": 2},
    "values": {"values": 1},
    "events": {"outcome": 2},
}


def few_people_stay_hidden(catalog: Catalog) -> Iterator[Problem]:
    """Where a text tells what became of fewer children than the site shows figures of («решили двое из четырёх
    учеников»), they can be recognised: in a record that names the place, and wherever class and school stand beside
    it (warning). How many work together in a lesson points at nobody."""
    for source in catalog.sources.values():
        for loc, value, found in _texts_of_few(source):
            if found.number < catalog.small_group:
                message = f"детей меньше {catalog.small_group}: вместе с классом и школой их можно узнать"
                hint = "скажите без числа («несколько учеников», «почти все») или уберите класс и школу"
                at = position_within(source, loc, value, found.start)
                yield without_repeats(source.problem(loc, "few-people-in-text", message, hint, at=at, severity=WARNING))


@kept_of_source
def _texts_of_few(source: Source) -> Iterator[tuple[Loc, str, text.FewChildren]]:
    tells = _NAMES_FEW.get(source.folder, {})
    for loc, value in all_texts(source.data):
        least = tells.get(str(loc[0]))
        for found in text.find_few_of_a_school(value) if least is None else text.find_few_children(value):
            if found.number >= (least or 1):
                yield loc, value, found
