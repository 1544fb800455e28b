"""Records as JSON: one file of each beside its page, one of each kind, the vocabularies; every record on its line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from generator.catalog import Catalog
from generator.exports.shapes import Shapes
from generator.pages import File, open_data
from generator.pages.watched import KeptGroups
from generator.records.vocabularies import MARKS

_LICENSE = "CC BY 4.0"


def json_files(catalog: Catalog, groups: KeptGroups) -> Iterator[File]:
    """Every record and every kind, real and demonstration ones apart; the vocabularies."""
    for demo in (False, True) if catalog.has_own_demo else (False,):
        for kind in catalog.paged:
            yield from groups.files(f"json: {kind} {demo}", catalog, partial(_of_kind, kind=kind, demo=demo))
    yield from groups.files("json: vocabularies", catalog, _vocabularies)


def _of_kind(catalog: Catalog, kind: str, *, demo: bool) -> Iterator[File]:
    shapes = Shapes(catalog)
    schema = open_data.site_address(catalog.site, open_data.schema_file(kind))
    lines = []
    for record in catalog.own_public(kind, demo=demo):
        line = dumped(shapes.record(record))
        lines.append(line)
        yield File(open_data.record_file(record), f'{{"$schema":{dumped(schema)},{line[1:]}\n'.encode())
    listed = json_list(lines, kind=kind, item_schema=schema, demo=demo)
    yield File(f"{open_data.data_folder(demo=demo)}/{kind}.json", listed)


def json_list(lines: list[str], **head: Any) -> bytes:
    """A file of many records, already JSON: what they are, then each on its line."""
    header = dumped({"version": open_data.VERSION, "license": _LICENSE, **head, "count": len(lines)})
    body = ",\n".join(lines)
    return f'{header[:-1]},"records":[\n{body}{chr(10) if lines else ""}]}}\n'.encode()


def dumped(value: Any) -> str:
    """JSON on one line, in letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _vocabularies(catalog: Catalog) -> Iterator[File]:
    lists: Mapping[str, Any] = {
        name: {
            "title": its.title,
            "terms": [
                {"id": term.id, "label": term.label}
                | {k: v for k, v in (("broader", term.broader), ("description", term.description)) if v}
                for term in its.terms
            ],
        }
        for name, its in sorted(catalog.vocabularies.items())
        if name != MARKS
    }
    data = f"{dumped({'version': open_data.VERSION, 'license': _LICENSE, 'vocabularies': lists})}\n".encode()
    yield File(f"{open_data.DATA_FOLDER}/{open_data.VOCABULARIES_FILE}", data)
