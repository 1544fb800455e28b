"""Hostile texts in the fields of real records, published by the real command and opened in Chromium without the policy.

Every text is first asked of ``check``: what it refuses is counted; what it takes goes into a page.
"""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from tests.hostile import commands, corpora
from tests.hostile.table import Row

STEPS = 20
"""Steps of one practice; each takes two plain texts and a rich one."""
PLAIN = 3 + 2 * STEPS
RICH = 2 + STEPS
ROUNDS = 15  # a record that cannot be read hides what the rules say of it, until the next look
NOTHING = "Текст."


def rows() -> Iterator[Row]:
    """One row: texts refused and published, pages opened, what ran or was fetched."""
    import unprotected

    more, missing = corpora.texts()
    texts = dict.fromkeys([*unprotected.read(unprotected.CORPUS), *more])
    texts = [one for one in texts if one.isascii() or not any("\ud800" <= sign < "\ue000" for sign in one)]
    with tempfile.TemporaryDirectory(prefix="hostile-") as made:
        yield published(texts, Path(made), f"without {', '.join(missing)}" if missing else "all collections")


GOAL = "hostile texts in fields, published, in Chromium without the policy: nothing runs, nothing is fetched"


def published(texts: Sequence[str], folder: Path, of: str) -> Row:
    """Publish all texts that are taken, in practices, terms and events, and open their pages."""
    import unprotected
    from support import copy_of_mini

    from generator import site
    from generator.problems import ERROR
    from generator.settings import Settings

    base = copy_of_mini(folder / "base")
    records = _records(texts)
    refused = [0, 0]
    for _ in range(ROUNDS):
        _write(base, records)
        errors = [
            one for one in site.check(base, Settings(build_date=dt.date(2026, 5, 28)))[1] if one.severity == ERROR
        ]
        if not errors:
            break
        for path, field in {(Path(one.path).stem, one.field) for one in errors}:
            cell = next((one for one in _cells(records.get(path, {})) if field.startswith(one[2])), None)
            if cell is None:
                return Row(GOAL, f"an error that no text explains: {path} {field} {errors[0].message}", False)
            cell[0][cell[1]] = NOTHING
            refused["text" in cell[2] or cell[2] in ("problem", "results")] += 1
    status, said = commands.run(base, "build")
    counted = f"{len(texts)} texts ({of}): refused {refused[0]} as plain, {refused[1]} as rich; "
    if status:
        return Row(GOAL, f"{counted}not built: {said[-600:]}", False)
    pages = [path for path in (base / "site").rglob("*.html") if records.keys() & {path.parent.name, path.stem}]
    sources = (_without_policy(path.read_text("utf-8")) for path in pages)
    happened = {what for one in unprotected.what_happens(sources) for what in one}
    measured = f"{counted}{len(pages)} pages: {len(happened)} ran or fetched {sorted(happened)[:3] or ''}".strip()
    return Row(GOAL, measured, not happened and len(pages) >= len(records))


def _without_policy(source: str) -> str:
    """A page whose own scripts are gone (they have no files here) and which stops nothing of what is left."""
    source = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", source)
    return re.sub(r"<script src=[^>]*></script>", "", source)


def _records(texts: Sequence[str]) -> dict[str, dict]:
    """Practices by name that hold every text once as a plain field and once as a rich one."""
    count = max(-(-len(texts) // PLAIN), -(-len(texts) // RICH))
    parts = ((texts[n * PLAIN :][:PLAIN], texts[n * RICH :][:RICH]) for n in range(count))
    return {f"vrazhda-{number}": _practice(*part) for number, part in enumerate(parts)}


def _practice(plain: Sequence[str], rich: Sequence[str]) -> dict:
    said, long = [*plain, *[NOTHING] * (PLAIN - len(plain))], [*rich, *[NOTHING] * (RICH - len(rich))]
    steps = [{"title": said[3 + 2 * n], "materials": [said[4 + 2 * n]], "text": long[2 + n]} for n in range(STEPS)]
    return {
        "title": said[0], "summary": said[1], "status": "published", "updated": "2026-01-10", "areas": ["methods"],
        "problem": long[0], "results": long[1], "steps": steps, "conditions": {"internet": "none"},
        "authors": [{"role": said[2]}], "sources": [{"title": "Книга"}],
    }  # fmt: skip


def _cells(record: dict) -> Iterator[tuple[dict | list, str | int, str]]:
    """The places of a practice that hold a text: container, key, name of the field as problems say it."""
    from generator.problems import dotted

    if not record:
        return
    for name in ("title", "summary", "problem", "results"):
        yield record, name, name
    yield record["authors"][0], "role", dotted(("authors", 0, "role"))
    for number, step in enumerate(record["steps"]):
        yield step, "title", dotted(("steps", number, "title"))
        yield step, "text", dotted(("steps", number, "text"))
        yield step["materials"], 0, dotted(("steps", number, "materials"))


def _write(base: Path, records: dict[str, dict]) -> None:
    for name, record in records.items():
        said = yaml.safe_dump(record, sort_keys=False, width=10**9)  # escapes: each fault then has the place of a field
        (base / "data" / "practices" / f"{name}.yml").write_text(said, "utf-8")
