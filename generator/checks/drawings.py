"""Rules about drawings and pictures of a record."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import Catalog
from generator.checks.place import error
from generator.problems import Problem
from generator.records.drawings import drawing_faults
from generator.records.practices import Practice


def missing_step(catalog: Catalog, record: Practice, step: int | None) -> str | None:
    """What is wrong with the number of a step that a practice has not; where its steps are no list, nobody knows how
    many there are. None where nothing is wrong."""
    written = catalog.sources[record.key].data.get("steps", [])
    if step is None or step <= len(record.steps) or not isinstance(written, list):
        return None
    return f"шага {step} нет: шагов {len(record.steps)}"


def drawings_can_be_read(catalog: Catalog) -> Iterator[Problem]:
    """A drawing has what its type is drawn from, all of it fits on a phone, and the step that it stands at exists."""
    for record in catalog.own_of(Practice):
        for at, drawing in enumerate(record.drawings):
            for place, message, hint in drawing_faults(drawing):
                yield error(catalog, record, ("drawings", at, *place), "drawing", message, hint)
            if lacking := missing_step(catalog, record, drawing.step):
                hint = "напишите номер шага, как на странице, или уберите step"
                yield error(catalog, record, ("drawings", at, "step"), "drawing", lacking, hint)
