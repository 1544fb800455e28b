"""The YAML test suite through the reader of records: nothing invalid is taken, nothing valid is read otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import yaml

from tests.hostile import corpora
from tests.hostile.table import Row

#: invalid, and libyaml reads them all the same: what it reads is what a person means (spaces and colons of comments)
LENIENT = {"9C9N", "QB6E", "S98Z", "SU5Z", "X4QW"}
#: valid, and libyaml reads something else: a ``?`` that begins a name, a last line of blanks
OTHERWISE = {"652Z", "L24T/01"}
_SIGNS = str.maketrans({"␣": " ", "↵": "", "∎": "", "←": "\r", "⇔": "\ufeff", "»": "\t", "—": ""})


def rows() -> Iterator[Row]:
    """One row: uncaught exceptions, invalid cases refused with a line, valid cases read as they are meant."""
    from generator import problems
    from generator.documents import sources

    goal = "yaml-test-suite: nothing uncaught, what is invalid is refused with its line, what is read is what is meant"
    cases = dict(_cases())
    if not cases:
        yield corpora.absent(goal, "yaml-test-suite")
        return
    broke, placeless, taken, other = [], [], [], []
    invalid = equal = strict = 0
    for name, case in cases.items():
        try:
            source, found = sources.parse(case["yaml"], f"data/terms/{name.lower().replace('/', '-')}.yml")
        except Exception as error:
            broke.append(f"{name} {type(error).__name__}")
            continue
        failed = source is None or problems.failed(found)
        placeless += [name for one in found if one.line < 1]
        if case.get("fail"):
            invalid += 1
            taken += [] if failed else [name]
        elif failed:
            strict += 1
        elif "json" in case and _same(source.data, json.loads(case["json"])):
            equal += 1
        elif "json" in case:
            other.append(name)
    faults = [*broke, *placeless, *(set(taken) - LENIENT), *(set(other) - OTHERWISE)]
    yield Row(
        goal,
        f"{len(cases)} cases: {len(broke)} uncaught; {invalid - len(taken)} of {invalid} invalid refused, taken: "
        f"{' '.join(taken) or 'none'} (libyaml, harmless); "
        f"valid: {equal} the same, other: {' '.join(other) or 'none'}, "
        f"{strict} refused as more than a record needs. {'; '.join(faults[:5])}".strip(),
        not faults,
    )


def _cases() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in corpora.files("yaml-test-suite"):
        several = yaml.safe_load(path.read_text("utf-8"))
        for number, case in enumerate(several):
            if "yaml" in case and not case.get("skip"):
                name = path.stem if len(several) == 1 else f"{path.stem}/{number:02}"
                yield name, case | {"yaml": case["yaml"].translate(_SIGNS)}


def _same(read: Any, meant: Any) -> bool:
    """Scalars of a record stay text: a number is the same when YAML reads that text as this number."""
    if isinstance(meant, dict):
        return (
            isinstance(read, dict)
            and read.keys() == meant.keys()
            and all(_same(read[key], meant[key]) for key in meant)
        )
    if isinstance(meant, list):
        return isinstance(read, list) and len(read) == len(meant) and all(map(_same, read, meant))
    if isinstance(meant, str) or meant is None:
        return read == meant or (meant is None and str(read) in ("null", "~"))
    return isinstance(read, str) and yaml.safe_load(read) == meant
