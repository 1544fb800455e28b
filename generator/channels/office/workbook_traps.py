"""Cells in which a person sees something and a fast reader sees nothing: errors, and formulas without their result."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from defusedxml import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FORMULA = re.compile(rb"<f[\s/>]")
_ADDRESS = re.compile(rb"\br=[\"\']([A-Z]{1,3})(\d{1,7})")


@dataclass(frozen=True)
class Unread:
    """A cell, row and column from 0, and what it holds."""

    sheet: str
    row: int
    column: int
    what: Literal["error", "formula"]


def unread(data: bytes) -> list[Unread]:
    """All such cells of a workbook, in order. Raises KeyError or ValueError for a book whose parts do not fit."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return [one for name, part in sheets(archive) for one in _of(name, archive.read(part))]


def formula_cells(data: bytes) -> set[tuple[str, int, int]]:
    """The cells with a formula: sheet, row and column from 0."""
    out = set()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name, part in sheets(archive):
            for piece in archive.read(part).split(b"</c>"):
                attributes, _, inside = piece[piece.rfind(b"<c ") :].partition(b">")
                if _FORMULA.match(inside) and (address := _ADDRESS.search(attributes)):
                    out.add((name, int(address[2]) - 1, _column(address[1])))
    return out


def sheet_parts(data: bytes) -> dict[str, bytes]:
    """The parts that the sheets lie in, by their names."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(part) for name, part in sheets(archive)}


def sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Names of the sheets and the parts they lie in."""
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    parts = {link.get("Id"): posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))) for link in links}
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        part = parts.get(sheet.get(_LINK), "").lstrip("/")
        if part in archive.namelist():
            yield sheet.get("name", ""), part


def _of(name: str, part: bytes) -> Iterator[Unread]:
    if b't="e"' not in part and b"t='e'" not in part and b"<f" not in part:
        return
    for piece in part.split(b"</c>"):
        # The last cell that begins here is the one that ends here; empty ones before it hold nothing to look for.
        attributes, _, inside = piece[piece.rfind(b"<c ") :].partition(b">")
        address = _ADDRESS.search(attributes)
        if address is None or attributes.endswith(b"/"):
            continue
        place = int(address[2]) - 1, _column(address[1])
        if b't="e"' in attributes or b"t='e'" in attributes:
            yield Unread(name, *place, "error")
        elif _FORMULA.match(inside) and (b"<v>" not in inside or _is_blank(attributes, inside)):
            yield Unread(name, *place, "formula")


def _is_blank(attributes: bytes, inside: bytes) -> bool:
    """Return True for a result that is no value; of a formula that gives text an empty one is a result."""
    return b"<v></v>" in inside and b't="str"' not in attributes


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
