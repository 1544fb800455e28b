"""OOXML in its «strict» spelling made the usual one: the same elements under other names of their namespaces.

Word saves it where people choose «Строгий Open XML». ISO/IEC 29500-1 names the strict namespaces, 29500-4 the
transitional ones that Word writes otherwise and libraries read.
"""

from __future__ import annotations

import io
import zipfile

_STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = (
    (b"officeDocument/relationships", b"officeDocument/2006/relationships"),
    (b"officeDocument/extendedProperties", b"officeDocument/2006/extended-properties"),
    (b"officeDocument/customProperties", b"officeDocument/2006/custom-properties"),
    (b"officeDocument/docPropsVTypes", b"officeDocument/2006/docPropsVTypes"),
    (b"officeDocument/customXml", b"officeDocument/2006/customXml"),
    (b"officeDocument/bibliography", b"officeDocument/2006/bibliography"),
    (b"officeDocument/math", b"officeDocument/2006/math"),
    (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
    (b"spreadsheetml/main", b"spreadsheetml/2006/main"),
    (b"drawingml/main", b"drawingml/2006/main"),
    (b"drawingml/wordprocessingDrawing", b"drawingml/2006/wordprocessingDrawing"),
    (b"drawingml/picture", b"drawingml/2006/picture"),
    (b"drawingml/chart", b"drawingml/2006/chart"),
    (b"drawingml/diagram", b"drawingml/2006/diagram"),
    (b"drawingml/lockedCanvas", b"drawingml/2006/lockedCanvas"),
)


def transitional(data: bytes) -> bytes:
    """The package with its usual names; the same bytes for a package that is not strict. Raises what ``zipfile`` does
    for what is no zip. Sizes have been looked at before (``safety``)."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        if not any(_STRICT in package.read(name) for name in names if name.endswith(("_rels/.rels", "document.xml"))):
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for part in package.infolist():
                content = package.read(part)
                if part.filename.endswith((".xml", ".rels")):
                    content = _renamed(content)
                made.writestr(part.filename, content)
        return out.getvalue()


def _renamed(content: bytes) -> bytes:
    for strict, usual in _USUAL:
        content = content.replace(_STRICT + strict, b"http://schemas.openxmlformats.org/" + usual)
    return content
