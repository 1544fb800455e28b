"""Pictures that lie on the sheets of a workbook: one beside a row belongs to the record of that row; the rest is told.

Excel lets a picture float over the cells; what people mean is the row in which its upper edge stands. A shape that lies
over a picture may be there to hide somebody, so such a picture is not taken.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from defusedxml import ElementTree

from generator import text
from generator.channels.office import sent_files
from generator.channels.office.document_pictures import DrawnPicture, picture_in
from generator.channels.office.filled import FilePlace, FilledEntry, Remark
from generator.channels.office.sent_files import PICTURES, STEPS
from generator.channels.office.tables import column_letters
from generator.channels.office.workbook_traps import sheets
from generator.documents.sources import Loc
from generator.problems import WARNING
from generator.records import KINDS
from generator.records.scalars import short

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_LOW_ROW, _NARROW_COLUMN = 95_250, 200_000
_ALL = 1_000_000  # rows and columns over which something may lie that does not say where it ends


@dataclass(frozen=True)
class SheetDrawing:
    """Something drawn on a sheet, ``top`` and ``left`` counted from 0; ``picture`` leads to a part of the workbook, and
    is None for what cannot be taken; ``words`` are those of a box."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    picture: DrawnPicture | None = None
    words: str = ""

    @property
    def place(self) -> FilePlace:
        """The cell in which it begins."""
        label = f"лист «{self.sheet}», ячейка {column_letters(self.left)}{self.top + 1}"
        return FilePlace(label, (self.sheet, self.top + 1, self.left + 1))


def drawings(data: bytes) -> list[SheetDrawing]:
    """Everything drawn on the sheets, in the order of rows. Raises what the libraries do for a broken part."""
    found: list[SheetDrawing] = []
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name, part in sheets(archive):
            for target in _related(archive, part).items():
                if target[1][0] == "drawing":
                    found += _of_sheet(archive, name, target[1][1])
    return [replace(one, picture=None) if _is_covered(one, found) else one for one in _in_order(found)]


def put_pictures(
    data: bytes, entries: Sequence[FilledEntry], *, follows: bool = False
) -> tuple[list[FilledEntry], list[Remark]]:
    """The entries with the pictures of their rows, and what is told of everything drawn that is not taken. Where a row
    ``follows`` on another (the stages of a lesson), a picture belongs to the last one above it."""
    found = drawings(data) if b"xl/drawings/" in data else []
    if not found:
        return list(entries), []
    out, notes, taken = [], [], set()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for entry in entries:
            if PICTURES not in KINDS[entry.kind].model_fields:
                out.append(entry)
                continue
            mine = [(one, loc) for one in found if one.picture and (loc := _loc(entry, one, follows)) is not None]
            taken |= {one for one, _ in mine}
            changed, places = _copied(entry.data), dict(entry.places)
            drawn = [sent_files.Found(loc, one.place, one.picture) for one, loc in mine if one.picture]
            files, remarks = sent_files.take_pictures(drawn, archive.read, changed, places)
            notes += remarks
            out.append(replace(entry, data=changed, places=places, files={**entry.files, **files}) if mine else entry)
    return out, [*notes, *_left([one for one in found if one not in taken])]


def _copied(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with a list of pictures of its own."""
    members = data.get(PICTURES)
    return {**data, **({PICTURES: [dict(one) for one in members]} if isinstance(members, list) else {})}


def _loc(entry: FilledEntry, one: SheetDrawing, follows: bool) -> Loc | None:
    """Where in the record the row of a picture is: a step, an answered picture, the record as a whole; None for a row
    that is not its."""
    rows: dict[int, Loc] = {}
    for loc, place in entry.places.items():
        if len(place.at) == 3 and place.at[0] == one.sheet and isinstance(place.at[1], int):
            its = loc[:2] if loc[:1] in ((STEPS,), (PICTURES,)) and len(loc) > 1 else ()
            if its or len(loc) == 1 or not follows:
                rows[place.at[1] - 1] = max(its, rows.get(place.at[1] - 1, ()), key=len)
    if len(entry.place.at) == 3 and entry.place.at[0] == one.sheet and isinstance(entry.place.at[1], int):
        rows.setdefault(entry.place.at[1] - 1, ())
    if follows:
        above = [row for row in rows if row <= one.top]
        return rows[max(above)] if above else None
    return rows.get(one.top)


def _left(found: Sequence[SheetDrawing]) -> Iterator[Remark]:
    """What is told of drawings that belong to no record, once for each sheet."""
    for sheet in dict.fromkeys(one.sheet for one in found):
        its = [one for one in found if one.sheet == sheet]
        count = text.plural(len(its), "рисунок, фигура или диаграмма", "рисунка, фигуры или диаграммы",
                            "рисунков, фигур и диаграмм")  # fmt: skip
        cells = text.join([f"{column_letters(one.left)}{one.top + 1}" for one in its[:5]])
        words = "; ".join(one.words for one in its if one.words)
        message = f"с листа не перенесено: {count} ({cells})" + (
            f"; там написано «{short(words, 120)}»" if words else ""
        )
        hint = (
            "картинку кладут в строку её записи, шага или ответа на листе «Картинки», без фигур поверх неё; диаграмму "
            "сделайте картинкой"
        )
        yield Remark(its[0].place, message, hint, "sheet-pictures", WARNING)


# --- the parts of a workbook -----------------------------------------------------------------------------------------


def _of_sheet(archive: zipfile.ZipFile, sheet: str, part: str) -> Iterator[SheetDrawing]:
    related = _related(archive, part)
    for anchor in ElementTree.fromstring(archive.read(part)):
        if anchor.tag.removeprefix(_XDR) not in _ANCHORS:
            continue
        top, left = _corner(anchor, "from", (0, 0))
        bottom, right = _corner(anchor, "to", _end(anchor, top, left))
        picture = anchor.find(f"{_XDR}pic")
        drawn = picture_in(picture) if picture is not None else None
        kind, media = related.get(drawn.relation, ("", "")) if drawn else ("", "")
        inside = replace(drawn, relation=media) if drawn and kind == "image" and media in archive.namelist() else None
        words = " ".join(one.text.strip() for one in anchor.iter(_TEXT) if one.text and one.text.strip())
        yield SheetDrawing(sheet, top, left, bottom, right, inside, words)


def _corner(anchor: Any, name: str, instead: tuple[int, int]) -> tuple[int, int]:
    corner = anchor.find(f"{_XDR}{name}")
    parts = [corner.findtext(f"{_XDR}{one}") for one in ("row", "col")] if corner is not None else []
    whole = [int(one) for one in parts if one and one.isdigit() and len(one) < 8]
    return (whole[0], whole[1]) if len(whole) == 2 else instead


def _end(anchor: Any, top: int, left: int) -> tuple[int, int]:
    """Where something ends that says only how large it is, in units of 1/914,400 inch: rather too far than too near."""
    size = anchor.find(f"{_XDR}ext")
    parts = [size.get(name) or "" for name in ("cy", "cx")] if size is not None else []
    if len(parts) < 2 or not all(one.isdigit() and len(one) < 10 for one in parts):
        return _ALL, _ALL
    return top + int(parts[0]) // _LOW_ROW + 1, left + int(parts[1]) // _NARROW_COLUMN + 1


def _related(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Where the relations of a part lead, by their id: the kind and the part; those out of the file are left out."""
    folder, _, its_name = part.rpartition("/")
    links = f"{folder}/_rels/{its_name}.rels"
    if links not in archive.namelist():
        return {}
    return {
        one.get("Id", ""): (
            one.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join(f"/{folder}", one.get("Target", ""))).lstrip("/"),
        )
        for one in ElementTree.fromstring(archive.read(links)).iter(_RELATION)
        if one.get("TargetMode") != "External"
    }


def _in_order(found: Sequence[SheetDrawing]) -> list[SheetDrawing]:
    return sorted(found, key=lambda one: (one.sheet, one.top, one.left))


def _is_covered(one: SheetDrawing, found: Sequence[SheetDrawing]) -> bool:
    """Return whether something that is no picture lies over it."""
    return one.picture is not None and any(
        other.picture is None
        and other.sheet == one.sheet
        and other.top <= one.bottom
        and one.top <= other.bottom
        and other.left <= one.right
        and one.left <= other.right
        for other in found
    )
