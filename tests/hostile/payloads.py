"""Hostile texts in the fields of real records, published by the real command and opened in Chromium without the policy.

Every text is first asked of ``check``: what it refuses is counted; what it takes goes into a page.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from tests.hostile import commands, corpora, payload_records, table
from tests.hostile.table import Row

ROUNDS = 15  # a record that cannot be read hides what the rules say of it, until the next look


def rows() -> Iterator[Row]:
    """One row: texts refused and published, pages opened, what ran or was fetched."""
    import unprotected

    more, missing = corpora.texts()
    texts = dict.fromkeys([*unprotected.read(unprotected.CORPUS), *more])
    texts = [one for one in texts if one.isascii() or not any("\ud800" <= character < "\ue000" for character in one)]
    with tempfile.TemporaryDirectory(prefix="hostile-") as made:
        yield published(texts, Path(made), f"without {', '.join(missing)}" if missing else "all collections")


GOAL = "hostile texts in fields, published, in Chromium without the policy: nothing runs, nothing is fetched"


def published(texts: Sequence[str], folder: Path, of: str) -> Row:
    """Publish all texts that are taken, in records of six kinds, and open their pages."""
    import unprotected
    from support import copy_of_mini

    from generator import site
    from generator.problems import ERROR
    from generator.settings import Settings

    base = copy_of_mini(folder / "base")
    records = payload_records.of_texts(texts)
    refused = {False: 0, True: 0}
    for number in range(ROUNDS):
        _write(base, records)
        errors = [
            one for one in site.check(base, Settings(build_date=dt.date(2026, 5, 28)))[1] if one.severity == ERROR
        ]
        table.progress(f"payloads: look {number + 1}, {len(errors)} errors")
        if not errors:
            break
        for path, field in {(Path(one.path), one.field) for one in errors}:
            there = list(payload_records.cells(records.get((path.parent.name, path.stem), {})))
            guilty = [one for one in there if field.startswith(one[2]) or one[2].startswith(f"{field}[")]
            if not guilty:
                return Row(GOAL, f"an error that no text explains: {path} {field} {errors[0].message}", False)
            for container, key, _ in guilty:
                refused[container[key].rich] += 1
                container[key] = payload_records.filler(sum(refused.values()))
    status, text = commands.run(base, "build")
    counted = f"{len(texts)} texts ({of}): refused {refused[False]} as plain, {refused[True]} as rich; "
    if status:
        return Row(GOAL, f"{counted}not built: {text[-600:]}", False)
    names = {name for _, name in records}
    pages = [path for path in (base / "site").rglob("*.html") if names & {path.parent.name, path.stem}]
    sources = (_without_policy(path.read_text("utf-8")) for path in pages)
    happened: set[str] = set()
    for number, one in enumerate(unprotected.what_happens(sources)):
        happened |= set(one)
        if number % 50 == 0:
            table.progress(f"payloads: page {number} of {len(pages)}")
    measured = f"{counted}{len(pages)} pages: {len(happened)} ran or fetched {sorted(happened)[:3] or ''}".strip()
    return Row(GOAL, measured, not happened and len(pages) >= len(records))


def _without_policy(source: str) -> str:
    """A page whose own scripts are gone (they have no files here) and which stops nothing of what is left."""
    source = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", source)
    return re.sub(r"<script src=[^>]*></script>", "", source)


def _write(base: Path, records: dict[tuple[str, str], dict]) -> None:
    for (kind, name), record in records.items():
        plain = json.loads(json.dumps(record))
        text = yaml.safe_dump(plain, sort_keys=False, width=10**9)  # escapes: each fault then has the place of a field
        (base / "data" / kind / f"{name}.yml").write_text(text, "utf-8")
