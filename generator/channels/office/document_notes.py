"""What a Word document says outside its text: footnotes and endnotes, remarks on the margin, headers and footers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document
from lxml import etree

from generator.channels.office.document_styles import qn

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True)
class Notes:
    """The words of notes by their number: ``footnotes``, ``endnotes``, and ``comments`` of people (not of ``ours``);
    ``running`` are the words of headers and footers, each once."""

    footnotes: Mapping[str, str] = field(default_factory=dict)
    endnotes: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    running: tuple[str, ...] = ()


def read(document: Document, words: Callable[[Any], str], ours: str) -> Notes:
    """The notes of a document; ``words`` gives the text of a ``w:p``, comments whose author is ``ours`` are left out.
    Raises ValueError or XMLSyntaxError for a part that cannot be read."""

    def said(element: Any) -> str:
        return " ".join(filter(None, (words(one) for one in element.iter(qn("w:p")))))

    notes: dict[str, dict[str, str]] = {"footnote": {}, "endnote": {}, "comment": {}}
    for kind, found in notes.items():
        for root in _roots(document, f"/{kind}s"):
            for one in root.iterfind(qn(f"w:{kind}")):
                separates = one.get(qn("w:type")) not in (None, "normal")
                if not separates and one.get(qn("w:author")) != ours:
                    found[one.get(qn("w:id")) or ""] = said(one)
    running = [said(root) for kind in ("/header", "/footer") for root in _roots(document, kind)]
    # A page number alone says nothing that could be lost.
    running = [one for one in dict.fromkeys(running) if any(sign.isalpha() for sign in one)]
    return Notes(notes["footnote"], notes["endnote"], notes["comment"], tuple(running))


def _roots(document: Document, kind: str) -> Iterator[Any]:
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(kind):
            part = relation.target_part
            yield part.element if hasattr(part, "element") else etree.fromstring(part.blob, _PARSER)
