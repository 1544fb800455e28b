"""Custom properties of a Word document, the hidden key of a template. python-docx does not know them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

_PART = "docProps/custom.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the one format that Word reads
_SAME_DATE = (2020, 1, 1, 0, 0, 0)  # the same form gives the same bytes (law 5)


def added(data: bytes, properties: Mapping[str, str]) -> bytes:
    """The package with these custom properties, in order. The package must have none yet."""
    rows = "".join(
        f'<property fmtid="{_FORMAT}" pid="{number}" name={quoteattr(name)}><vt:lpwstr>{escape(value)}</vt:lpwstr>'
        "</property>"
        for number, (name, value) in enumerate(properties.items(), 2)
    )
    part = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{rows}</Properties>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                override = f'<Override PartName="/{_PART}" ContentType="{_TYPE}"/></Types>'
                content = content.replace(b"</Types>", override.encode())
            elif name == "_rels/.rels":
                relation = f'<Relationship Id="rIdCustom" Type="{_RELATION}" Target="{_PART}"/></Relationships>'
                content = content.replace(b"</Relationships>", relation.encode())
            new.writestr(zipfile.ZipInfo(name, _SAME_DATE), content, zipfile.ZIP_DEFLATED)
        new.writestr(zipfile.ZipInfo(_PART, _SAME_DATE), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
