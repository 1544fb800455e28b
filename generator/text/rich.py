"""Rich fields and content/: a small Markdown dialect into safe HTML that a page can carry as it is.

    text -> cmark (raw HTML omitted) -> nh3 -> typography, addresses, entities -> HTML

The sanitiser runs after Markdown, because Markdown makes links out of text that a sanitiser sees no harm in.
What the last step writes is escaped by it.  The HTML is read once more, as a raw block of a Markdown page, so
characters that any extension of that second reader could act on are numeric entities, and no blank line ends the block.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from urllib.parse import unquote

import nh3

from generator.text import cmark
from generator.text.typography import BLOCK, TAG, tag_kind, typographed

MAX_RICH_CHARS = 20_000  # a rich field; longer is refused by the schema
MAX_PAGE_CHARS = 200_000  # a page of content/
MAX_MARKDOWN_DEPTH = 24  # lists, quotes and emphasis inside one another; the sanitiser is quadratic in depth
MAX_GROWTH = 20  # characters of HTML per character of text: a table of 2,000 columns grows a hundredfold

# What a heading of each level becomes: a field stands under h2 of its page, a page of content/ has its own h1.
FIELD_LEVELS = {1: 3, 2: 3, 3: 3, 4: 4, 5: 4, 6: 4}
PAGE_LEVELS = {1: 2, 2: 2, 3: 3, 4: 4, 5: 4, 6: 4}

_TAGS = {"a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre"}
_TAGS |= {"strong", "table", "tbody", "td", "th", "thead", "tr", "ul"}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "td": {"align"}, "th": {"align"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_FIELD = nh3.Cleaner(tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)
_PAGE = nh3.Cleaner(
    tags=_TAGS | {"img"},
    attributes=_ATTRIBUTES | {"img": {"src", "alt"}},
    url_schemes=_SCHEMES,
    link_rel=None,
)

# Bidirectional controls can make a text read otherwise than it is written; characters without width hide a word from
# search, characters of private use are empty boxes; the rest HTML cannot carry. Entities write all of them.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    "\ufffe\uffff\u034f\u115f\u1160\u180e\u200b\u2028\u2029\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
# A bare address in running text, without the punctuation of the sentence around it.
BARE_ADDRESS = re.compile(
    r"(?<![\w/])https?://\w(?:[^\s<>\"«»„“”‘’()\[\]{}|\\^`—…]|\([^\s<>\"«»()]*\))*(?<![.,;:!?'*_–-])"
)
_GUARD = re.compile(r"[&<>`~{}\[\]*_$^\\|:](?!(?<=:)(?:\W|\Z))")  # a colon only before a letter: ":name:" is an emoji
_GUARD_VALUE = re.compile(r"[&<>\"`~{}\[\]*_$^\\|\n\t]")
_VALUE = re.compile(r' (href|src|title|alt)="([^"]*)"')
_CONTAINER = re.compile(r"<(/?)(?:blockquote|[uo]l|em|strong)\b")
_HEADING = re.compile(r"<(/?)h([1-6])>")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_ENCODED_HOST = re.compile(r"(https?://)([^/?#]*%[^/?#]*)", re.IGNORECASE)
_HOST = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_SEAM = "\ufdd3"  # where an address goes; a noncharacter, which INVISIBLE has taken out of the text


@dataclass(frozen=True)
class Section:
    """A stretch of a long text under its heading; `level` 0 is what stands before the first one."""

    level: int
    title: str  # plain text
    html: str


@dataclass(frozen=True)
class _Part:
    level: int
    title: str
    chunks: tuple[str, ...]  # HTML around the addresses: one more than `addresses`
    addresses: tuple[tuple[str, str], ...]  # attribute, value
    text: str


def same(href: str) -> str:
    """The address as it is written."""
    return href


def render(markdown: str, link: Callable[[str], str] = same, *, russian: bool = True) -> str:
    """Safe, typographed HTML of a rich field.

    In: the dialect (paragraphs, emphasis, lists, links, quotes, code, GFM tables, headings ### and ####) and
    `link`, which maps the address of every link to a finished one; links that end up on other sites get
    rel="noopener".  Out: HTML without a blank line, for a raw block of a Markdown page.  Text nested too deep
    comes out as its source, literally (`losses` reports it).  The typography is Russian: a text that is not
    `russian` goes without.  Raises ValueError for more than MAX_RICH_CHARS.
    """
    return _assemble(_parts(markdown, page=False, images=False, russian=russian)[0], link)


def sections(
    markdown: str, link: Callable[[str], str] = same, images: bool = False, *, russian: bool = True
) -> list[Section]:
    """A page of content/, cut at its headings so that they become headings of the page.

    Like `render`, with headings of levels 2 to 4 and, when `images`, pictures with a relative address (it goes
    through `link` too).  A heading inside a list or a quote is not cut out.  The text before the first heading
    is a section of level 0, absent when empty.  Raises ValueError for more than MAX_PAGE_CHARS.
    """
    parts = _parts(markdown, page=True, images=images, russian=russian)
    return [Section(p.level, p.title, _assemble(p, link)) for p in parts if p.level or p.chunks != ("",)]


def strip(markdown: str) -> str:
    """Plain text of a rich field or a page in one line, typographed: for summaries, search and feeds."""
    parts = _parts(markdown, page=len(markdown) > MAX_RICH_CHARS, images=False)
    return squeeze(" ".join(f"{part.title} {part.text}" for part in parts))


@lru_cache(maxsize=4096)
def address_error(href: str) -> str | None:
    """Why the address of a link is refused, in Russian; None for a good one.

    Good: http, https, mailto, tel and relative ones.  `//host` is another site to a browser, which nobody means.
    """
    if not href:
        return "у ссылки нет адреса"
    scheme = _SCHEME.match(href)
    if scheme and scheme[1].lower() not in _SCHEMES:
        return f"адрес {scheme[1].lower()}:… запрещён"
    if href.startswith("//") or (scheme and scheme[1].lower().startswith("http") and not _HOST.match(href)):
        return f"адрес {href[:60]} записан не полностью"
    # The sanitiser also drops what is no address at all, such as https://^: ask it, so that it is told to the author.
    if scheme and "href" not in _FIELD.clean(f'<a href="{escape(href)}">'):
        return f"адрес {href[:60]} записан с ошибкой"
    return None


def readable_address(href: str) -> str:
    """The address with a Russian host in letters: the parser percent-encodes it, which not every program undoes."""
    found = _ENCODED_HOST.match(href)
    host = unquote(found[2]) if found else ""
    return found[1] + host + href[found.end() :] if found and re.fullmatch(r"[\w.:-]+", host) else href


def image_error(src: str) -> str | None:
    """Why the address of a picture is refused; None for a good one: relative, inside the knowledge base."""
    if not src or src.startswith(("/", "#", "?")) or _SCHEME.match(src):
        return "картинка не показывается: её адрес не относительный"
    return None


def clean_markdown(markdown: str) -> str:
    """The text as the parser gets it: line ends unified, invisible control characters out."""
    return INVISIBLE.sub("", markdown.replace("\r\n", "\n").replace("\r", "\n"))


def too_complex(html: str, source: str) -> bool:
    """Whether nesting or growth of the parser's output is beyond what a person writes."""
    if len(html) > 4_000 + MAX_GROWTH * len(source):
        return True
    if sum(map(html.count, ("<blockquote>", "<ul>", "<ol", "<em>", "<strong>"))) <= MAX_MARKDOWN_DEPTH:
        return False
    depth = deepest = 0
    for match in _CONTAINER.finditer(html):
        depth += -1 if match[1] else 1
        deepest = max(deepest, depth)
    return deepest > MAX_MARKDOWN_DEPTH


def squeeze(text: str) -> str:
    """Runs of spaces and line breaks as one space; no-break spaces stay."""
    return " ".join(filter(None, text.replace("\n", " ").replace("\t", " ").split(" ")))


@lru_cache(maxsize=8192)  # a text of a thousand practices stands on its page, on a sheet and in a file of Word
def _parts(markdown: str, page: bool, images: bool, russian: bool = True) -> tuple[_Part, ...]:
    limit = MAX_PAGE_CHARS if page else MAX_RICH_CHARS
    if len(markdown) > limit:
        raise ValueError(f"текст длиннее {limit} знаков")
    source = clean_markdown(markdown)
    html = cmark.markdown_to_html(source)
    if too_complex(html, source):
        literal = squeeze(source)
        return (_Part(0, "", (f"<p>{_guarded(literal)}</p>",), (), literal),)
    pieces = TAG.split(INVISIBLE.sub("", (_PAGE if images else _FIELD).clean(html)))
    codes = typographed(pieces if russian else [*pieces])
    return tuple(_split(pieces, codes, page))


def _split(pieces: list[str], codes: list[bool], page: bool) -> list[_Part]:
    """Finished parts of the sanitised pieces (text, tag, text … text): one for a field, by headings for a page."""
    parts: list[_Part] = []
    level, title = 0, ""
    out: list[str] = []  # HTML of the part so far
    words: list[str] = []  # its text
    addresses: list[tuple[str, str]] = []
    containers = 0  # lists, quotes and tables open here
    linked = heading = False  # inside a link, inside a heading that is being cut out

    def finish() -> None:
        html = "".join(out).strip("\n")
        parts.append(_Part(level, title, tuple(html.split(_SEAM)), tuple(addresses), squeeze("".join(words))))
        out.clear()
        words.clear()
        addresses.clear()

    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            if piece:
                words.append(piece)
            if not piece or heading:
                continue
            if codes[index // 2]:
                out.append(_guarded(piece).replace("\n", "&#10;").replace("\t", "&#9;"))
            elif piece.isspace() and "\n" in piece:
                out.append("\n")
            else:
                out.append(_running(piece.replace("\n", " ").replace("\t", " "), None if linked else addresses))
            continue
        if tag_kind(piece)[0] == BLOCK or piece == "<br>":
            words.append(" ")
        if found := _HEADING.match(piece):
            new_level = (PAGE_LEVELS if page else FIELD_LEVELS)[int(found[2])]
            if not page or containers:
                out.append(f"<{found[1]}h{new_level}>")
            elif not found[1]:
                finish()
                level, title, heading = new_level, "", True
            else:
                title, heading = squeeze("".join(words)), False
                level = new_level if title else 0
                words.clear()
        elif heading:
            continue  # the title is plain text
        elif piece.startswith("<a"):
            values = _values(piece)
            if linked := not address_error(values.get("href", "")):
                addresses.append(("href", readable_address(values["href"])))
                out.append(f"<a{_SEAM}{_attribute('title', values)}>")
        elif piece == "</a>":
            if linked:
                out.append(piece)
            linked = False
        elif piece.startswith("<img"):
            values = _values(piece)
            if not image_error(values.get("src", "")):
                addresses.append(("src", values["src"]))
                alt = _guarded_value(values.get("alt", ""))
                out.append(f'<img{_SEAM} alt="{alt}" loading="lazy">')
        else:
            if piece.startswith(("<blockquote", "<ul", "<ol", "<table")):
                containers += 1
            elif piece.startswith(("</blockquote", "</ul", "</ol", "</table")):
                containers -= 1
            # `align` is obsolete in HTML and a style would break the content security policy.
            out.append(piece.replace(' align="', ' class="text-') if piece.startswith("<t") else piece)
    finish()
    return parts


def _running(text: str, addresses: list[tuple[str, str]] | None) -> str:
    """A text node; bare addresses in it become links, unless `addresses` is None (inside a link)."""
    if addresses is None or "://" not in text:
        return _guarded(text)
    out: list[str] = []
    end = 0
    for match in BARE_ADDRESS.finditer(text):
        if address_error(match[0]):
            continue
        addresses.append(("href", match[0]))
        out += _guarded(text[end : match.start()]), f"<a{_SEAM}>", _guarded(match[0]), "</a>"
        end = match.end()
    return "".join(out) + _guarded(text[end:])


def _assemble(part: _Part, link: Callable[[str], str]) -> str:
    if not part.addresses:
        return part.chunks[0]
    out = [part.chunks[0]]
    for (name, address), chunk in zip(part.addresses, part.chunks[1:], strict=True):
        target = link(address)
        rel = ' rel="noopener"' if name == "href" and _HOST.match(target) else ""
        out += f' {name}="{_guarded_value(target)}"{rel}', chunk
    return "".join(out)


def _values(tag: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _VALUE.findall(tag)}


def _attribute(name: str, values: dict[str, str]) -> str:
    return f' {name}="{_guarded_value(values[name])}"' if name in values else ""


def _guarded(text: str) -> str:
    """Text of an element: entities for HTML's own characters and for those that some Markdown extension acts on."""
    return _GUARD.sub(_entity, text)


def _guarded_value(text: str) -> str:
    return _GUARD_VALUE.sub(_entity, text)


_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def _entity(match: re.Match[str]) -> str:
    return _NAMED.get(match[0]) or f"&#{ord(match[0])};"
