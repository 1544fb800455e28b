"""Real Word documents with one feature each: a filled blank whose answer cell holds what a case file gives as XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from word_files import answer_cell, saved, type_in

ANSWER = "В чём идея"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": _W,
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "o": "urn:schemas-microsoft-com:office:office",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
    }.items()
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_NOTE = f'<w:{{0}}s xmlns:w="{_W}"><w:{{0}} w:id="0" w:type="separator"><w:p/></w:{{0}}><w:{{0}} w:id="2"><w:p><w:r>' \
    "<w:t>В двух классах</w:t></w:r></w:p></w:{0}></w:{0}s>"  # fmt: skip
#: name -> (file, content, type of the relation, type of the content, id of the relation)
PARTS = {
    "footnotes": ("word/footnotes.xml", _NOTE.format("footnote"), "footnotes", _WORD + "footnotes+xml", "rIdFoot"),
    "endnotes": ("word/endnotes.xml", _NOTE.format("endnote"), "endnotes", _WORD + "endnotes+xml", "rIdEnd"),
    "comments": (
        "word/comments.xml",
        f'<w:comments xmlns:w="{_W}"><w:comment w:id="7" w:author="Завуч"><w:p><w:r><w:t>Проверить у завуча</w:t></w:r>'
        "</w:p></w:comment></w:comments>",
        "comments", _WORD + "comments+xml", "rIdNotes",
    ),
    "header": (
        "word/header9.xml",
        f'<w:hdr xmlns:w="{_W}"><w:p><w:r><w:t>Школа, 2026</w:t></w:r></w:p></w:hdr>',
        "header", _WORD + "header+xml", "rIdHead",
    ),
    "chunk": ("word/chunk.htm", "<p>Вставка</p>", "aFChunk", "text/html", "rIdChunk"),
    "link": ("https://example.org/pamiatka", "", "hyperlink", "", "rIdLink"),
}  # fmt: skip
_LISTS = (
    f'<w:abstractNum xmlns:w="{_W}" w:abstractNumId="900"><w:lvl w:ilvl="0"><w:start w:val="4"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl><w:lvl w:ilvl="2"><w:start w:val="1"/>'
    '<w:numFmt w:val="russianLower"/><w:lvlText w:val="%3)"/></w:lvl></w:abstractNum>',
    f'<w:num xmlns:w="{_W}" w:numId="901"><w:abstractNumId w:val="900"/></w:num>',
)


def document(template: bytes, case: Mapping[str, Any]) -> bytes:
    """The blank with a title and, in the answer cell, what the case says."""
    file = docx.Document(io.BytesIO(template))
    type_in(answer_cell(file, "Название"), "Проба")
    cell = answer_cell(file, ANSWER)._tc
    content = case.get("cell") or f"<w:p>{case['xml']}</w:p>"
    for paragraph in cell.findall(qn("w:p")):
        cell.remove(paragraph)
    cell.extend(parse_xml(f"<w:body {_SPACES}>{content}</w:body>"))
    for style in parse_xml(f"<w:styles {_SPACES}>{case.get('styles', '')}</w:styles>"):
        file.styles.element.append(style)
    if "numbering" in case.get("parts", ()):
        numbering = file.part.numbering_part.element
        numbering.insert(0, parse_xml(_LISTS[0]))
        numbering.append(parse_xml(_LISTS[1]))
    return _with_parts(saved(file), [PARTS[name] for name in case.get("parts", ()) if name in PARTS])


def _with_parts(data: bytes, parts: list[tuple[str, str, str, str, str]]) -> bytes:
    """The package with more parts, and their relations and types."""
    if not parts:
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name).decode() if name.endswith((".xml", ".rels")) else ""
            if name == "word/_rels/document.xml.rels":
                content = content.replace("</Relationships>", "".join(map(_relation, parts)) + "</Relationships>")
            if name == "[Content_Types].xml":
                content = content.replace("</Types>", "".join(map(_type, parts)) + "</Types>")
            new.writestr(name, content or old.read(name))
        for file, content, _, kind, _ in parts:
            if kind:
                new.writestr(file, content)
    return out.getvalue()


def _relation(part: tuple[str, str, str, str, str]) -> str:
    file, _, kind, is_inside, key = part
    target = file.removeprefix("word/") if is_inside else file
    mode = "" if is_inside else ' TargetMode="External"'
    return f'<Relationship Id="{key}" Type="{_OFFICE}{kind}" Target="{target}"{mode}/>'


def _type(part: tuple[str, str, str, str, str]) -> str:
    return f'<Override PartName="/{part[0]}" ContentType="{part[3]}"/>' if part[3] else ""


def table(cases: list[Mapping[str, Any]]) -> str:
    """The table of the documentation that the cases make."""
    rows = [f"| {case['what']} | {case['then']} |" for case in cases]
    return "\n".join(["| В документе Word | Что с этим будет |", "|---|---|", *rows])
