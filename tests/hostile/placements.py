"""Words typed anywhere into blanks, many times: each arrives in a field, or is told."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.hostile.table import Row, progress

FILES = 80
"""Files of each form and program."""


def rows() -> Iterator[Row]:
    """One row for Excel, one for Word: how many files were read and the first words that were lost."""
    import sheet_placements
    import word_placements
    from placed_words import FORMS, lost_words
    from support import copy_of_mini

    from generator.channels.office import document_in, document_out, importing, prefill, workbook_in, workbook_out
    from generator.settings import Settings

    day = dt.date(2026, 5, 28)
    with tempfile.TemporaryDirectory(prefix="hostile-") as made:
        base = importing.open_base(copy_of_mini(Path(made) / "base"), Settings(build_date=day))
    sheets = {**base.layouts, "values": prefill.for_territory(base.layouts["values"], base.catalog, "", "")}
    programs = {
        "Excel": (
            sheet_placements.written,
            lambda form: workbook_out.workbook_template(sheets[form], day),
            lambda data: workbook_in.read(data, base.layouts, base.catalog),
        ),
        "Word": (
            word_placements.written,
            lambda form: document_out.document_template(base.layouts[form]),
            lambda data: document_in.read(data, base.forms, base.catalog),
        ),
    }
    for name, (written, template, read) in programs.items():
        lost = {}
        for form in FORMS:
            progress(f"placements: {name}, {form}")
            lost |= lost_words(form, base, partial(written, template(form)), read, FILES)
        told = "; ".join(f"{place}: {how}" for place, how in list(lost.items())[:5]) or "0 words lost"
        yield Row(f"{name}: a word typed anywhere arrives or is told", f"{FILES * len(FORMS)} files: {told}", not lost)
