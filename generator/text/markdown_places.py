"""Where the links and the pictures of a rich text are.

The parser tells what it takes for links and pictures, but not where each stood.  So the question is put to it once more
about the same text with numbered marks inserted at the suspected places, each put where it cannot change what the
parser makes of the text: at the start of an address, as letters before a picture.  A mark that comes out in an address
or in front of a picture tells which place it was.
"""

import itertools
import re
import string
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache
from html import unescape

from generator.text import cmark
from generator.text.patterns import compiled
from generator.text.rich import (
    BARE_ADDRESS,
    address_error,
    clean_markdown,
    image_error,
    readable_address,
    too_complex,
)
from generator.text.typography import TAG, tag_kind


def links(markdown: str) -> list[tuple[str, int, int]]:
    """(address, line, column) of every link that `render` shows, bare addresses too, in order of appearance.

    The address is what `link` gets: percent-encoded where it was not.  Place: where the address is written (for
    `[text][name]`, the line that defines the name).
    """
    text = clean_markdown(markdown)
    if not (found := marked_links(text)):
        return []
    rows = Rows(text)
    return [(href, *rows.position(at)) for href, at in found if not address_error(href)]


def images(markdown: str) -> list[tuple[str, int, int]]:
    """(address, line, column) of every picture of a page that `sections` shows with `images`."""
    text = clean_markdown(markdown)
    rows = Rows(text)
    return [(src, *rows.position(at)) for src, at in marked_images(text) if not image_error(src)]


# Places


class Rows:
    """The rows of a text, found once: a place is asked for at every heading, and a text can consist of headings."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def start(self, at: int) -> int:
        """Where the row begins in which the position `at` lies."""
        return self.starts[bisect_right(self.starts, at) - 1]

    def row(self, line: int) -> str:
        """The text of a line, from 1."""
        end = self.starts[line] - 1 if line < len(self.starts) else len(self.text)
        return self.text[self.starts[line - 1] : end]

    def position(self, at: int) -> tuple[int, int]:
        """Line and column in characters of the position `at`, both from 1."""
        line = bisect_right(self.starts, at)
        return line, at - self.starts[line - 1] + 1

    def at(self, line: int, column: int) -> int:
        """Position in the text of the parser's line and column, which counts bytes."""
        return self.starts[line - 1] + len(self.row(line).encode()[: column - 1].decode(errors="ignore"))


# Marks


def numbered_marks(text: str) -> Callable[[int], str]:
    """Numbered marks of ten letters and digits that do not occur in the text."""
    taken = text.lower()
    letters = itertools.product("zqxjkvbwy" + string.ascii_lowercase, repeat=4)
    prefix = next(word for word in map("".join, letters) if word not in taken)
    return lambda n: f"{prefix}{n:06}"


def inserted(text: str, places: Iterable[tuple[int, str]]) -> str:
    """The text with something put in at each of these places."""
    out: list[str] = []
    end = 0
    for at, what in sorted(places):
        out += text[end:at], what
        end = at
    return "".join(out) + text[end:]


OMITTED = "<!-- raw HTML omitted -->"  # what the parser writes in place of raw HTML

# Links

_DESTINATION = compiled(r"\]\([ \t]*\n?[ \t]*<?")
DEFINITION = compiled(
    r"^[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*(\[(?:[^\[\]\\]|\\.){1,999}\]):[ \t]*\n?[ \t>]*<?", re.MULTILINE
)
_ANGLED = compiled(r"<(?=[A-Za-z][A-Za-z0-9+.-]{1,21}:|[^\s<>@]{1,200}@)")
_BARE = compiled(r"https?://")
_HREF = compiled(r'<a href="([^"]*)"')


@lru_cache(maxsize=256)
def marked_links(text: str) -> tuple[tuple[str, int], ...]:
    """(address, position) of every link of the cleaned text, refused ones too."""
    if "](" not in text and "]:" not in text and "<" not in text and "://" not in text:
        return ()
    if is_too_complex(text):
        return ()  # shown literally
    html, places, mark_pattern = with_marked_addresses(text)
    found: list[tuple[str, int]] = []
    unlinkable = 0  # links and code open here
    for index, piece in enumerate(TAG.split(html.replace(OMITTED, ""))):
        if index % 2:
            if href := _HREF.match(piece):
                address, marks = _unmarked(unescape(href[1]), mark_pattern)
                found.append((readable_address(address), places[next(iter(marks.values()))] if marks else 0))
            unlinkable += tag_kind(piece)[1] + (piece.startswith("<a ") - (piece == "</a>"))
        elif not unlinkable and "://" in piece:
            shown, marks = _unmarked(unescape(piece), mark_pattern)
            for bare in BARE_ADDRESS.finditer(shown):
                scheme = bare[0].index("://") + 3
                at = marks.get(bare.start() + scheme)
                found.append((bare[0], places[at] - scheme if at is not None else 0))
    return tuple(found)


@lru_cache(maxsize=8)
def is_too_complex(text: str) -> bool:
    """Whether the text is shown without its markup."""
    return too_complex(cmark.markdown_to_html(text), text)


def _unmarked(shown: str, mark_pattern: re.Pattern[str]) -> tuple[str, dict[int, int]]:
    """The text without its marks, and where in it each mark stood: position -> number."""
    out, marks, end, length = [], {}, 0, 0
    for match in mark_pattern.finditer(shown):
        out.append(shown[end : match.start()])
        length += match.start() - end
        marks[length] = int(match[1])
        end = match.end()
    return "".join(out) + shown[end:], marks


def with_marked_addresses(text: str) -> tuple[str, list[int], re.Pattern[str]]:
    """The HTML of the text with a mark at the start of everything that may be an address; the place of each by its
    number; what finds a mark and gives its number."""
    mark = numbered_marks(text)
    at = {match.end() for pattern in (_DESTINATION, DEFINITION, _ANGLED, _BARE) for match in pattern.finditer(text)}
    places = sorted(at)
    html = cmark.markdown_to_html(inserted(text, [(place, mark(n)) for n, place in enumerate(places)]))
    return html, places, re.compile(re.escape(mark(0)[:4]) + r"(\d{6})")


# Pictures

_PICTURE = compiled(r"(?<!\\)(?:\\\\)*(?=!\[)")
_MARKED_IMG = compiled(r'(?:[a-z]{4}(\d{6}))?<img src="([^"]*)"')


def marked_images(text: str) -> list[tuple[str, int]]:
    """(address, position of `![`) of every picture of the cleaned text, refused ones too."""
    if "![" not in text:
        return []
    mark = numbered_marks(text)
    places = [match.end() for match in _PICTURE.finditer(text)]
    html = cmark.markdown_to_html(inserted(text, [(place, mark(n)) for n, place in enumerate(places)]))
    return [
        (unescape(match[2]), places[int(match[1])] if match[1] else text.find("!["))
        for match in _MARKED_IMG.finditer(html)
    ]
