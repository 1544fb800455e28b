"""The zip around a document: what every file has alike, and the parts that change. Pure, the same words give the same
bytes (law 5)."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from generator.exports.word.body import INDENT, WordBody, escape_xml, media_id, paragraph, text_run

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SAME_DATE = (2020, 1, 1, 0, 0, 0)
_INK, _GREY, _LINE = "1A4D4A", "5F666B", "9FB3B0"
_LEVELS = 9
_PICTURES = {
    ".jpg": '<Default Extension="jpg" ContentType="image/jpeg"/>',
    ".png": '<Default Extension="png" ContentType="image/png"/>',
}
_MARGIN = 1020  # twentieths of a point: 1.8 cm


@dataclass(frozen=True)
class PageSection:
    """A part of a document that begins on a page of its own; ``header`` and ``footer`` stand on each of its pages,
    the number of the page where ``numbered``."""

    blocks: tuple[str, ...]
    header: str = ""
    footer: str = ""
    numbered: bool = False


def document(body: WordBody, sections: Sequence[PageSection], title: str, day: dt.date | None) -> bytes:
    """The .docx of these sections, whose blocks were made by ``body``. Its properties name the title and the day of
    the words, and nobody."""
    parts = {
        "[Content_Types].xml": _content_types(len(sections), body.media),
        "_rels/.rels": _relations(
            [("rId1", "officeDocument", "word/document.xml", ""), ("rId2", "", "docProps/core.xml", "")]
        ),
        "docProps/core.xml": _properties(title, day),
        "word/document.xml": _document(sections),
        "word/_rels/document.xml.rels": _document_relations(body, len(sections)),
        "word/styles.xml": _STYLES,
        "word/numbering.xml": _numbering(body.starts),
        "word/settings.xml": _SETTINGS,
    }
    for number, section in enumerate(sections, 1):
        parts[f"word/header{number}.xml"] = _edge("hdr", "Header", section.header, False)
        parts[f"word/footer{number}.xml"] = _edge("ftr", "Footer", section.footer, section.numbered)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _SAME_DATE), _HEAD + part, zipfile.ZIP_DEFLATED)
        for name, data in body.media.items():
            archive.writestr(zipfile.ZipInfo(f"word/media/{name}", _SAME_DATE), data, zipfile.ZIP_STORED)
    return out.getvalue()


def _document(sections: Sequence[PageSection]) -> str:
    parts: list[str] = []
    for number, section in enumerate(sections, 1):
        parts += section.blocks
        page = (
            f'<w:sectPr><w:headerReference w:type="default" r:id="rIdH{number}"/>'
            f'<w:footerReference w:type="default" r:id="rIdF{number}"/><w:type w:val="nextPage"/>'
            f'<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="{_MARGIN}" w:right="{_MARGIN}" w:bottom="{_MARGIN}"'
            f' w:left="{_MARGIN}" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
        )
        parts.append(page if number == len(sections) else paragraph("", "AfterTable", page))
    return f"<w:document {_W} {_R}><w:body>{''.join(parts)}</w:body></w:document>"


def _edge(tag: str, style: str, words: str, numbered: bool) -> str:
    number = text_run(" · страница ") + '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    return f"<w:{tag} {_W}>{paragraph(text_run(words) + (number if numbered else ''), style)}</w:{tag}>"


def _content_types(sections: int, media: Collection[str]) -> str:
    parts = [("document", f"{_TYPE}.document.main+xml")]
    parts += [(name, f"{_TYPE}.{name}+xml") for name in ("styles", "numbering", "settings")]
    for number in range(1, sections + 1):
        parts += [(f"header{number}", f"{_TYPE}.header+xml"), (f"footer{number}", f"{_TYPE}.footer+xml")]
    pictures = "".join(one for suffix, one in _PICTURES.items() if any(name.endswith(suffix) for name in media))
    overrides = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{type_}"/>' for name, type_ in parts)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{pictures}'
        '<Override PartName="/docProps/core.xml"'
        f' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>{overrides}</Types>'
    )


def _relations(rows: Sequence[tuple[str, str, str, str]]) -> str:
    """Id, kind (none: the properties of the package), target, mode of each."""
    relations = ""
    for its_id, kind, target, mode in rows:
        kind = f"{_RELATION}/{kind}" if kind else f"{_PACKAGE}/relationships/metadata/core-properties"
        relations += f'<Relationship Id="{its_id}" Type="{kind}" Target="{escape_xml(target)}"{mode}/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def _document_relations(body: WordBody, sections: int) -> str:
    rows = [(f"rId{at}", name, f"{name}.xml", "") for at, name in enumerate(("styles", "numbering", "settings"), 1)]
    for number in range(1, sections + 1):
        rows += [(f"rIdH{number}", "header", f"header{number}.xml", "")]
        rows += [(f"rIdF{number}", "footer", f"footer{number}.xml", "")]
    rows += [(media_id(number), "image", f"media/{name}", "") for number, name in enumerate(body.media, 1)]
    rows += [(its_id, "hyperlink", address, ' TargetMode="External"') for address, its_id in body.links.items()]
    return _relations(rows)


def _properties(title: str, day: dt.date | None) -> str:
    changed = (
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day.isoformat()}T00:00:00Z</dcterms:modified>' if day else ""
    )
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape_xml(title)}</dc:title><dc:language>ru-RU</dc:language>{changed}</cp:coreProperties>"
    )


def _numbering(starts: Sequence[int]) -> str:
    """Bullets are list 1; every numbered list is one of its own, so that it begins with its own number."""
    own = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>'
        + "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for level in range(_LEVELS)
        )
        + "</w:num>"
        for number, start in enumerate(starts, 2)
    )
    return f'{_LISTS}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{own}</w:numbering>'


def _levels(format_: str, marks: Sequence[str]) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{format_}"/>'
        f'<w:lvlText w:val="{marks[level % len(marks)].format(level + 1)}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{INDENT * (level + 1)}" w:hanging="{INDENT}"/></w:pPr></w:lvl>'
        for level in range(_LEVELS)
    )


_LISTS = (
    f"<w:numbering {_W}>"
    f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>{_levels("bullet", "•–")}'
    '</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/>'
    f"{_levels('decimal', ('%{}.',))}</w:abstractNum>"
)
_SETTINGS = (
    f'<w:settings {_W}><w:defaultTabStop w:val="708"/><w:compat><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)


def _style(its_id: str, name: str, paragraph_: str = "", run_: str = "", based: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{its_id}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + f"<w:qFormat/><w:pPr>{paragraph_}</w:pPr><w:rPr>{run_}</w:rPr></w:style>"
    )


def _heading(level: int, size: int, before: int) -> str:
    return _style(
        f"Heading{level}",
        f"heading {level}",
        f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="80"/><w:outlineLvl w:val="{level - 1}"/>',
        f'<w:b/><w:color w:val="{_INK}"/><w:sz w:val="{size}"/>',
    )


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_SMALL = f'<w:color w:val="{_GREY}"/><w:sz w:val="17"/>'
_STYLES = (
    f"<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:sz w:val="22"/>'
    '<w:lang w:val="ru-RU"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="264"'
    ' w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>'
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
    f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders><w:tblCellMar>"
    + "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 40), ("left", 100), ("bottom", 40), ("right", 100))
    )
    + "</w:tblCellMar></w:tblPr></w:style>"
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr>'
    '<w:color w:val="0B5D66"/><w:u w:val="single"/></w:rPr></w:style>'
    + _style(
        "Title", "Title", '<w:keepNext/><w:spacing w:after="80"/>', f'<w:b/><w:color w:val="{_INK}"/><w:sz w:val="36"/>'
    )
    + _style("Subtitle", "Subtitle", '<w:spacing w:after="160"/>', '<w:sz w:val="23"/>')
    + _heading(1, 28, 280)
    + _heading(2, 24, 200)
    + _heading(3, 22, 160)
    + _heading(4, 22, 120)
    + _heading(5, 20, 80)
    + _style("ListParagraph", "List Paragraph", '<w:spacing w:after="60"/>')
    + _style("Quote", "Quote", f'<w:ind w:left="{INDENT}"/>', "<w:i/>")
    + _style("Code", "HTML Preformatted", '<w:spacing w:line="240" w:lineRule="auto"/>', '<w:sz w:val="20"/>')
    + _style("Cell", "Table Text", '<w:spacing w:after="0"/>')
    + _style("Small", "Small Text", '<w:spacing w:after="60"/>', _SMALL)
    + _style("Header", "header", '<w:spacing w:after="0"/>', _SMALL)
    + _style("Footer", "footer", '<w:spacing w:after="0"/>', _SMALL)
    + _style(
        "AfterTable", "After Table", '<w:spacing w:after="0" w:line="120" w:lineRule="exact"/>', '<w:sz w:val="8"/>'
    )
    + _style(
        "Line",
        "Answer Line",
        f'<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="{_GREY}"/></w:pBdr>'
        '<w:spacing w:before="240" w:after="60"/>',
    )
    + "</w:styles>"
)
