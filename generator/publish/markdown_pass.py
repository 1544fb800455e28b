"""The Markdown pass of the engine over what finished HTML leaves of a page: a few headings and short paragraphs.

MkDocs sets the parser up anew for every page and lets it read the page as one text. Here one parser serves all pages
of a process, and a page is read in pieces that cannot look at each other: headings with an anchor of their own,
stand-ins of finished blocks, and the text between. Most of them stand on all pages of a kind: what becomes of such a
piece is remembered. A page in which a piece could look at another is read whole, as MkDocs does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import markdown
from markdown.extensions.toc import nest_toc_tokens
from mkdocs.structure import pages as engine
from mkdocs.structure.toc import get_toc

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

_KNOWN = frozenset("attr_list fenced_code tables toc".split())
"""Extensions that look no further than one block (but for what ``_FAR`` names)."""

_STAND_IN = re.compile(r'<div data-aside="\d+"></div>')
_HEADING = re.compile(r"#{1,6} [^\n]*\{#[\w-]+\}")
_PLAIN_HEADING = re.compile(
    r"(#{1,6}) ((?:[А-Яа-яЁёA-Za-z0-9«»„“—–№%,.…:;?()/-]|&#\d+;|(?<=\S) (?=\S))+) \{#([\w-]+)\}"
)
"""One without a sign that means anything: its text comes out as it is (``text.plain`` writes all other signs as
numbers). Most titles stand on one page only, so nothing is remembered of them but what stands around them."""
_TEXT, _ANCHOR = "\ue010", "\ue011"
_FAR = re.compile(
    r"^ {0,3}(?:`{3}|~{3}|\[[^\]\n]+\]:)|\[TOC\]|<(?!/?(?:a|abbr|b|br|code|em|i|kbd|small|span|strong|sub|sup)\b)",
    re.MULTILINE,
)
"""What can reach beyond its paragraph: fenced code, the target of a link, the table of contents, a block of HTML."""
_ADDRESS = re.compile(r"\[|<a\b|<\w+:|@", re.IGNORECASE)
"""What may become a link: its address depends on the page that it stands on."""
_REMEMBERED = 4096
_END = '<div data-aside="end"></div>'


class _Piece(NamedTuple):
    """What becomes of a piece, with the white space behind it."""

    html: str
    tokens: tuple[dict[str, Any], ...]
    anchors: frozenset[str]
    title: str | None

    def heading(self, text: str, anchor: str) -> _Piece:
        """This heading, whose text and anchor are marks, with others in their place."""

        def filled(words: str) -> str:
            return words.replace(_TEXT, text).replace(_ANCHOR, anchor)

        tokens = (
            {name: filled(its) if isinstance(its, str) else its for name, its in one.items()} for one in self.tokens
        )
        return _Piece(
            filled(self.html), tuple(tokens), frozenset(map(filled, self.anchors)), self.title and filled(self.title)
        )


class MarkdownPass:
    """One parser for many pages of a site."""

    def __init__(self, config: MkDocsConfig, files: Files) -> None:
        self._parser = markdown.Markdown(
            extensions=config["markdown_extensions"], extension_configs=config["mdx_configs"] or {}
        )
        self._in_pieces = _KNOWN.issuperset(config["markdown_extensions"])
        self._raw = engine._RawHTMLPreprocessor()
        self._anchors = engine._ExtractAnchorsTreeprocessor(None, files, config)  # type: ignore[arg-type]
        self._links = engine._RelativePathTreeprocessor(None, files, config)  # type: ignore[arg-type]
        self._title = engine._ExtractTitleTreeprocessor()
        self.asked: dict[str, bool] = {}
        """The files that the links of the last page asked for, and whether they were there."""
        self._links.files = _Noting(files, self)  # type: ignore[assignment]
        for processor in (self._raw, self._anchors, self._links, self._title):
            processor._register(self._parser)
        self._known: dict[str, _Piece] = {}

    def render(self, page: engine.Page) -> None:
        """``page.render``: the same content, contents, title, anchors and links."""
        assert page.markdown is not None
        self._links.file = page.file
        self._links.links_to_anchors = {}
        self.asked = {}
        pieces = self._pieces(page.markdown) or [self._read(page.markdown)]
        page.content = "".join(piece.html for piece in pieces).strip()
        page.toc = get_toc(nest_toc_tokens([dict(token) for piece in pieces for token in piece.tokens]))
        page._title_from_render = pieces[0].title
        page.present_anchor_ids = set().union(*(piece.anchors for piece in pieces))
        page.links_to_anchors = self._links.links_to_anchors

    def _pieces(self, text: str) -> list[_Piece]:
        """The page in pieces; none when it has to be read whole."""
        if not self._in_pieces or "\r" in text or "\t" in text:
            return []
        found = []
        for paragraphs in _split(text):
            if _STAND_IN.fullmatch(paragraphs):
                found.append(_Piece(f"{paragraphs}\n\n", (), frozenset(), None))
            elif _HEADING.fullmatch(paragraphs):
                found.append(self._remembered(paragraphs, is_heading=True))
            elif _FAR.search(paragraphs):
                return []
            else:
                found.append(self._remembered(paragraphs))
                if found[-1].tokens:  # headings without an anchor: theirs depends on all others
                    return []
        return found

    def _remembered(self, text: str, *, is_heading: bool = False) -> _Piece:
        if known := self._known.get(text):
            return known
        if is_heading and (plain := _PLAIN_HEADING.fullmatch(text)):
            return self._around(plain[1]).heading(plain[2], plain[3])
        if is_heading:
            piece = self._read(text)
            piece = piece._replace(html=f"{piece.html}\n")
        else:  # the end mark keeps the white space behind the last paragraph as it is
            piece = self._read(f"{text}\n\n{_END}")
            piece = piece._replace(html=piece.html.removesuffix(_END))
        if len(self._known) < _REMEMBERED and not _ADDRESS.search(text):
            self._known[text] = piece
        return piece

    def _around(self, hashes: str) -> _Piece:
        """What stands around a heading of a level; its anchor is a mark, and no page links to that."""
        links, self._links.links_to_anchors = self._links.links_to_anchors, {}
        piece = self._remembered(f"{hashes} {_TEXT} {{#{_ANCHOR}}}", is_heading=True)
        self._links.links_to_anchors = links
        return piece

    def _read(self, text: str) -> _Piece:
        self._raw.present_anchor_ids = set()
        self._anchors.present_anchor_ids = set()
        self._title.title = None
        self._parser.reset()
        html = self._parser.convert(text)
        return _Piece(
            html,
            tuple(_flat(getattr(self._parser, "toc_tokens", ()))),
            frozenset(self._raw.present_anchor_ids | self._anchors.present_anchor_ids),
            self._title.title,
        )


class _Noting:
    """The files of the site for links, with what was asked written down."""

    def __init__(self, files: Files, reader: MarkdownPass) -> None:
        self._files, self._reader = files, reader

    def get_file_from_path(self, path: str) -> File | None:
        found = self._files.get_file_from_path(path)
        self._reader.asked[path] = found is not None
        return found


def _split(text: str) -> Iterator[str]:
    """Headings and stand-ins of a page, each alone, and what stands between them."""
    between: list[str] = []
    for paragraph in text.split("\n\n"):
        alone = paragraph.strip("\n")
        if _STAND_IN.fullmatch(alone) or _HEADING.fullmatch(alone):
            if between:
                yield "\n\n".join(between)
                between = []
            yield alone
        elif paragraph.strip():
            between.append(paragraph)
    if between:
        yield "\n\n".join(between)


def _flat(tokens: Any) -> Iterator[dict[str, Any]]:
    for token in tokens:
        yield {name: value for name, value in token.items() if name != "children"}
        yield from _flat(token["children"])
