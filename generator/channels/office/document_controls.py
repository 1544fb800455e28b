"""What a person chooses with in a sheet of Word: drop-down lists, boxes to tick; and bookmarks, the hidden keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from generator.catalog.forms.questions import Question
from generator.channels.office.document_design import give_style
from generator.channels.office.document_plan import QuestionLine, is_chosen, is_ticked, offered
from generator.channels.office.document_text import CHOOSE, CHOOSE_OR_TYPE

__all__ = [
    "EMPTY_BOX", "TICKED_BOX", "bookmark", "boxes", "drop_down", "is_listed", "is_ticked", "renumber",
]  # fmt: skip

#: Word takes this style away when something is chosen
PLACEHOLDER_STYLE = "Placeholder Text"
EMPTY_BOX, TICKED_BOX = "☐", "☒"
_MOST_LISTED = 200
_ONE_A_LINE = 9
_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def is_listed(question: Question) -> bool:
    """Return True for a question whose answers fit a drop-down list."""
    return is_chosen(question) and len(offered(question)) <= _MOST_LISTED


def drop_down(paragraph: Paragraph, line: QuestionLine, chosen: str = "") -> None:
    """A list to choose one from; where records are named a person may type another name too."""
    question = line.question
    tag = "comboBox" if question.references else "dropDownList"
    placeholder = CHOOSE_OR_TYPE if question.references else CHOOSE
    items = "".join(
        f"<w:listItem w:displayText={quoteattr(label)} w:value={quoteattr(label)}/>"
        for label in dict.fromkeys(offered(question))
        if len(label) < 255
    )
    empty = "" if chosen else "<w:showingPlcHdr/>"
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr><w:alias w:val={quoteattr(line.label[:60])}/>"
        f'<w:tag w:val={quoteattr(line.path)}/><w:id w:val="0"/>{empty}<w:{tag}>{items}</w:{tag}></w:sdtPr>'
        "<w:sdtContent/></w:sdt>"
    )
    run = paragraph.add_run(chosen or placeholder)
    if not chosen:
        give_style(run, PLACEHOLDER_STYLE)
    paragraph._p.append(control)
    control.find(qn("w:sdtContent")).append(run._r)


def boxes(cell: _Cell, question: Question, ticked: Sequence[str]) -> None:
    """A box to tick before each label: a line each for few, one after the other for many."""
    # What is ticked already stands first, in the order in which its author named it.
    labels = list(dict.fromkeys([*ticked, *offered(question)]))
    paragraph = cell.paragraphs[0]
    for number, label in enumerate(labels):
        if number and len(labels) <= _ONE_A_LINE:
            paragraph = cell.add_paragraph()
        paragraph.paragraph_format.space_after = 0 if len(labels) <= _ONE_A_LINE else None
        paragraph._p.append(_box(label in ticked))
        # A label stays with its box, and breaks inside only where it is long.
        words = label.replace(" ", "\u00a0") if len(label) < 40 else label
        paragraph.add_run(f"\u00a0{words}" + ("" if len(labels) <= _ONE_A_LINE else "   "))


def _box(ticked: bool):
    font = '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/>'
    return parse_xml(
        f'<w:sdt {nsdecls("w")} {_W14}><w:sdtPr><w:id w:val="0"/>'
        f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent><w:r><w:rPr>{font}</w:rPr><w:t>{TICKED_BOX if ticked else EMPTY_BOX}</w:t></w:r></w:sdtContent>"
        "</w:sdt>"
    )


def bookmark(run: Run, name: str) -> None:
    """A bookmark around the run."""
    number = "0"
    run._r.addprevious(OxmlElement("w:bookmarkStart", {qn("w:id"): number, qn("w:name"): name[:40]}))
    run._r.addnext(OxmlElement("w:bookmarkEnd", {qn("w:id"): number}))


def renumber(body: Any) -> None:
    """Give every control and bookmark of the document a number of its own, in order."""
    for number, element in enumerate(body.iter(qn("w:sdtPr")), 1001):
        element.find(qn("w:id")).set(qn("w:val"), str(number))
    open_: list[str] = []
    for element in body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
        if element.tag == qn("w:bookmarkStart"):
            open_.append(str(len(open_) + 1))
        element.set(qn("w:id"), open_[-1])
