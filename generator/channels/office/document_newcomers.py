"""The tables of a Word blank for records that the base does not have yet, and what people write into them.

In the document they are lists of the record that names them; read, each member is an entry of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.catalog.forms.questions import Form, FormSection, Question
from generator.channels.office.document_plan import ROADMAP
from generator.channels.office.filled import FilledEntry
from generator.channels.office.layout import WorkbookLayout

#: before the kind in the path of such a list; no field of a record begins so
NEW = "new_"


def form_with_newcomers(its: WorkbookLayout) -> Form:
    """The form as a document asks it: with a table for each kind of records that may come along. A roadmap has none:
    whoever is responsible for its measures may be a role."""
    if its.form.name == ROADMAP:
        return its.form
    sections = tuple(FormSection(one.form.title, (_list(one),)) for one in its.newcomers)
    return replace(its.form, sections=(*its.form.sections, *sections))


def _list(newcomers: WorkbookLayout) -> Question:
    path = f"{NEW}{newcomers.form.kind}"
    questions = tuple(
        replace(one, path=f"{path}.{one.name}", required=False, help="", example="") for one in newcomers.questions
    )
    help = "Только если того, что вы назвали выше, ещё нет на сайте: новая запись попадёт туда вместе с вашей"
    return Question(path, newcomers.form.title, "groups", object, help, questions=questions)


def entries_of(entry: FilledEntry) -> Iterator[FilledEntry]:
    """The entry without what it says of other records, and these as entries of their own."""
    own = {name: value for name, value in entry.data.items() if not name.startswith(NEW)}
    yield replace(entry, data=own)
    for name, members in entry.data.items():
        if not name.startswith(NEW):
            continue
        for at, member in enumerate(members):
            inside = {loc[2:]: place for loc, place in entry.places.items() if loc[:2] == (name, at) and loc[2:]}
            place = entry.places.get((name, at), entry.place)
            yield FilledEntry(name.removeprefix(NEW), member, place, "", inside)
