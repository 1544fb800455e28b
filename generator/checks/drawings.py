"""Rules about drawings and pictures of a record."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import Catalog
from generator.checks.place import error
from generator.problems import Problem
from generator.records.drawings import drawing_faults
from generator.records.practices import Practice


def lacks_step(catalog: Catalog, record: Practice, step: int) -> bool:
    """Return whether a practice has no step of this number; where its steps are no list, nobody knows how many."""
    written = catalog.sources[record.key].data.get("steps", [])
    return isinstance(written, list) and step > len(record.steps)


def drawings_can_be_read(catalog: Catalog) -> Iterator[Problem]:
    """A drawing has what its type is drawn from, all of it fits on a phone, and the step that it stands at exists."""
    for record in catalog.all_of(Practice):
        for at, drawing in enumerate(record.drawings):
            for place, message, hint in drawing_faults(drawing):
                yield error(catalog, record, ("drawings", at, *place), "drawing", message, hint)
            if drawing.step is not None and lacks_step(catalog, record, drawing.step):
                message = f"шага {drawing.step} нет: шагов {len(record.steps)}"
                hint = "напишите номер шага, как на странице, или уберите step"
                yield error(catalog, record, ("drawings", at, "step"), "drawing", message, hint)
