"""The names of what is published as data: they stay, and a new one is seen by somebody."""

from __future__ import annotations

import yaml
from support import PROJECT

from generator.exports.figures import FIGURES_TABLE
from generator.exports.open_files import RECORDS_TABLE
from generator.exports.tables_of_kinds import tables_of_kind
from generator.pages import open_data
from generator.records import PAGED

LISTED = PROJECT / "tests" / "cases" / "open-data.yml"
_HEAD = """\
# Every column of the tables of open data (version v1). Whoever uses the files counts on these names: none is renamed or
# taken away while the version stands. A new one is published to everybody: is it for everybody? Then
# pytest tests/test_open_fields.py --rewrite (it only adds).
"""


def test_what_is_published_is_listed_and_stays(rewrite: bool) -> None:
    """A new field of a model goes into the files by itself; here somebody sees it, and that none has vanished."""
    made = [table for kind in PAGED for table in tables_of_kind(kind)]
    made += [FIGURES_TABLE, RECORDS_TABLE]
    now = {table.name: list(table.header) for table in made}
    known = yaml.safe_load(LISTED.read_text("utf-8")) if LISTED.exists() else {}
    gone = {name: [one for one in columns if one not in now.get(name, [])] for name, columns in known.items()}
    assert not any(gone.values()), f"columns of {open_data.VERSION} have vanished: {gone}"
    if rewrite:
        dumped = yaml.safe_dump(now, allow_unicode=True, sort_keys=False, width=120, default_flow_style=None)
        LISTED.write_text(_HEAD + dumped, encoding="utf-8")
        known = now
    assert now == known, "pytest tests/test_open_fields.py --rewrite, and read the difference"


def test_every_column_has_a_name_of_its_own_and_a_title() -> None:
    for kind in PAGED:
        for table in tables_of_kind(kind):
            assert len({*table.header}) == len(table.header), table.name
            assert all(column.label for column in table.columns)
