"""Indexes of Pagefind for parts of a site, joined to the one that it makes of all pages at once.

Pagefind holds all that it reads, and several times that while it makes the index. So a large site is read in parts,
each by a Pagefind of its own, and what they give is joined here: the same list of pages, the same pieces of words with
the same names (``tests/test_joined_index.py`` compares; only the compression is Python's).

The format is that of Pagefind's sources (``pagefind/src/index``), CBOR arrays by position: the list of pages
(``pf_meta``) is [version, [[page, words]], [[from, to, piece]], filters, sorts, fields], a piece of words
(``pf_index``) [[[word, [[page, places, places in fields]], [[form, pages as before]]]]]. The number of a page is told
as the distance to the page before. Pages are passed over as bytes: there are millions of them. What looks otherwise is
refused.
"""

from __future__ import annotations

import gzip
import hashlib
import heapq
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from generator.publish.pagefind import NotIndexed

BEGINNING = b"pagefind_dcd"
_ENTRY = "pagefind-entry.json"
_SHORT = 10
"""Letters of a name: ``ru_`` and the first seven of the digest; more where two are alike."""

_MORE = rb"[\x18\x38\x98].|[\x19\x39\x99]..|[\x1a\x3a\x9a]...."
_NUMBER = rb"(?:[\x00-\x17]|\x18.|\x19..|\x1a....)"
_PLACES = rb"(?:[\x80-\x97]|\x98.|\x99..|\x9a....)(?:[\x00-\x17\x20-\x37]|[\x18\x38].|[\x19\x39]..|[\x1a\x3a]....)*+"
_PAGE = re.compile(rb"\x83(%b)(%b)(%b)" % (_NUMBER, _PLACES, _PLACES), re.DOTALL)
_STEPS = re.compile(rb"\x83(%b)%b%b" % (_NUMBER, _PLACES, _PLACES), re.DOTALL)
_PAGES = re.compile(rb"(?:\x83%b%b%b)*+" % (_NUMBER, _PLACES, _PLACES), re.DOTALL)
_LONGER = re.compile(_MORE, re.DOTALL)
_FIELD = re.compile(rb"%b|[\x00-\xff]" % _MORE, re.DOTALL)


class Listed(NamedTuple):
    """The list of pages of an index: page and its words in order, where the pieces begin and end, the fields."""

    version: str
    pages: list[tuple[str, int]]
    pieces: list[tuple[str, str, str]]
    fields: list[str]


@dataclass
class _Pages:
    """Pages of one word, in the bytes of the format: all but the first number, which is told apart."""

    count: int
    first: int
    last: int
    rest: bytes


class _Word(NamedTuple):
    word: str
    pages: _Pages
    forms: list[tuple[str, _Pages]]


def joined(
    parts: Sequence[Mapping[str, bytes]], beside: Mapping[str, bytes], names: Sequence[str], piece_size: int
) -> Iterator[tuple[str, bytes]]:
    """The files of the whole index beside the pages' own, by path: the pieces of words, the list of pages, what every
    index has (``beside``). ``parts`` are the words and the list of each part, ``names`` those of all pages in order
    (:class:`Names`). Raises :class:`NotIndexed` where Pagefind speaks otherwise than we know."""
    try:
        yield from _joined(parts, beside, names, piece_size)
    except (ValueError, KeyError, IndexError, UnicodeDecodeError, OSError, EOFError) as fault:
        raise NotIndexed(f"Части поиска не соединились: Pagefind пишет их не так, как мы знаем ({fault}).") from fault


def list_of_pages(part: Mapping[str, bytes]) -> Listed:
    """What the list of pages of an index says. Raises :class:`NotIndexed`."""
    try:
        return _list_read(_unpacked(part[_only(part, ".pf_meta")]))
    except (ValueError, KeyError, IndexError, UnicodeDecodeError, OSError, EOFError) as fault:
        raise NotIndexed(f"Оглавление поиска не читается ({fault}).") from fault


class Names:
    """The names of files in an index: the beginnings of their digests (:func:`digest_of_file`), longer where two are
    alike."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of_page(self, whole: str) -> str:
        """The name of the next page."""
        return self._named(whole, 1)

    def of_piece(self, whole: str) -> str:
        """The name of the next piece of words."""
        return self._named(whole, 2)

    def _named(self, whole: str, step: int) -> str:
        length = _SHORT
        while whole[:length] in self._taken and length < len(whole):
            length += step
        self._taken.add(whole[:length])
        return whole[:length]


def digest_of_file(content: bytes) -> str:
    """How Pagefind names what a file holds before it is packed."""
    return "ru_" + "".join(f"{byte:x}" for byte in hashlib.sha1(content, usedforsecurity=False).digest())


def index_file(content: bytes) -> bytes:
    """A file of the index that holds ``content``."""
    return gzip.compress(BEGINNING + content, 9, mtime=0)


# --- joining ---------------------------------------------------------------------------------------------------------


def _joined(
    parts: Sequence[Mapping[str, bytes]], beside: Mapping[str, bytes], names: Sequence[str], piece_size: int
) -> Iterator[tuple[str, bytes]]:
    lists = [list_of_pages(part) for part in parts]
    fields = sorted({field for one in lists for field in one.fields})
    counted = [words for one in lists for _, words in one.pages]
    starts = [sum(len(one.pages) for one in lists[:number]) for number in range(len(lists))]
    words = [_words(part, its, fields, start) for part, its, start in zip(parts, lists, starts, strict=True)]
    bounds: list[tuple[str, str]] = []
    titles: list[str] = []
    naming = Names()
    for piece in _pieces(_merged(words), piece_size):
        content = b"\x81" + _array(len(piece)) + b"".join(map(_written, piece))
        titles.append(naming.of_piece(digest_of_file(content)))
        bounds.append((piece[0].word, piece[-1].word))
        yield f"index/{titles[-1]}.pf_index", index_file(content)
    content = _list_written(lists[0].version, zip(names, counted, strict=True), bounds, titles, fields)
    title = digest_of_file(content)[: _SHORT + 3]
    yield f"pagefind.{title}.pf_meta", index_file(content)
    entry = json.loads(beside[_ENTRY])
    entry["languages"]["ru"] |= {"hash": title, "page_count": len(names)}
    yield _ENTRY, json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
    yield from ((name, data) for name, data in sorted(beside.items()) if name != _ENTRY)


def _merged(parts: Sequence[Iterator[_Word]]) -> Iterator[_Word]:
    """The words of all parts in order; a word of several parts is one. Parts come in their order."""
    for word, found in groupby(heapq.merge(*parts, key=lambda one: one.word), key=lambda one: one.word):
        first, *more = found
        pages, forms = first.pages, dict(first.forms)
        for one in more:
            pages = _behind(pages, one.pages)
            for form, where in one.forms:
                forms[form] = _behind(forms[form], where) if form in forms else where
        yield _Word(word, pages, list(forms.items()))


def _behind(before: _Pages, more: _Pages) -> _Pages:
    if not before.count or not more.count:
        return before if before.count else more
    rest = before.rest + b"\x83" + _number(more.first - before.last) + more.rest
    return _Pages(before.count + more.count, before.first, more.last, rest)


def _pieces(words: Iterable[_Word], size: int) -> Iterator[list[_Word]]:
    """The words as Pagefind cuts them: a piece is full when it has so many places."""
    piece: list[_Word] = []
    places = 0
    for word in words:
        piece.append(word)
        places += _places(word.pages)
        if places >= size:
            yield piece
            piece, places = [], 0
    if piece:
        yield piece


def _places(pages: _Pages) -> int:
    """Places and pages: what there is in the bytes but for three heads a page (of the first one stands here)."""
    if not pages.count:
        return 0
    return len(_LONGER.sub(b"\0", pages.rest)) - 3 * pages.count + 2


def _bounds(piece: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """First and last word of every piece, as short as tells it from its neighbours."""
    found = [list(one) for one in piece]
    for before, after in pairwise(found):
        common = 0
        for one, other in zip(before[1], after[0], strict=False):
            if one != other:
                break
            common += 1
        if before[1][: common + 1] >= before[0]:
            before[1] = before[1][: common + 1]
        after[0] = after[0][: common + 1]
    return [(first, last) for first, last in found]


# --- reading the format ----------------------------------------------------------------------------------------------


class _Reader:
    """Walks over the bytes of a file."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def head(self, kind: int) -> int:
        """The number that a head of this kind (0 number, 3 text, 4 array) tells."""
        first = self.data[self.at]
        if first >> 5 != kind:
            raise ValueError(f"{first:02x} at {self.at}")
        size = {24: 1, 25: 2, 26: 4}.get(first & 31, 0)
        if first & 31 > 26:
            raise ValueError(f"{first:02x} at {self.at}")
        self.at += 1 + size
        return int.from_bytes(self.data[self.at - size : self.at], "big") if size else first & 31

    def text(self) -> str:
        length = self.head(3)
        self.at += length
        return self.data[self.at - length : self.at].decode()

    def array(self, of: int) -> None:
        if self.head(4) != of:
            raise ValueError(f"an array at {self.at}")

    def pages(self, start: int) -> _Pages:
        """The pages of a word; ``start`` is the number of the part's first page."""
        count = self.head(4)
        found = _PAGES.match(self.data, self.at)
        assert found
        self.at = found.end()
        numbers = _STEPS.findall(found[0])
        if len(numbers) != count:
            raise ValueError(f"{len(numbers)} pages of {count}")
        if not count:
            return _Pages(0, 0, 0, b"")
        steps = [one[0] if len(one) == 1 else int.from_bytes(one[1:], "big") for one in numbers]
        return _Pages(count, start + steps[0], start + sum(steps), found[0][1 + len(numbers[0]) :])


def _unpacked(data: bytes) -> bytes:
    content = gzip.decompress(data)
    if not content.startswith(BEGINNING):
        raise ValueError("another beginning")
    return content.removeprefix(BEGINNING)


def _only(part: Mapping[str, bytes], ending: str) -> str:
    (name,) = (name for name in part if name.endswith(ending))
    return name


def _list_read(data: bytes) -> Listed:
    it = _Reader(data)
    it.array(6)
    version = it.text()
    pages, pieces = [], []
    for _ in range(it.head(4)):
        it.array(2)
        pages.append((it.text(), it.head(0)))
    for _ in range(it.head(4)):
        it.array(3)
        pieces.append((it.text(), it.text(), it.text()))
    it.array(0)  # filters and sorts: ours has none
    it.array(0)
    fields = [it.text() for _ in range(it.head(4))]
    if it.at != len(data):
        raise ValueError("something behind the list of pages")
    return Listed(version, pages, pieces, fields)


def _words(part: Mapping[str, bytes], its: Listed, fields: Sequence[str], start: int) -> Iterator[_Word]:
    """The words of a part in order, with the numbers that pages and ``fields`` have in the whole."""
    moved = {0x20 + number: 0x20 + fields.index(name) for number, name in enumerate(its.fields)}
    same = all(old == new for old, new in moved.items())
    for _, _, name in its.pieces:
        it = _Reader(_unpacked(part[f"index/{name}.pf_index"]))
        it.array(1)
        for _ in range(it.head(4)):
            it.array(3)
            word, pages, forms = it.text(), it.pages(start), []
            for _ in range(it.head(4)):
                it.array(2)
                forms.append((it.text(), it.pages(start)))
            if not same:
                pages = _with_fields(pages, moved)
                forms = [(form, _with_fields(where, moved)) for form, where in forms]
            yield _Word(word, pages, forms)
        if it.at != len(it.data):
            raise ValueError("something behind the words")


def _with_fields(pages: _Pages, moved: Mapping[int, int]) -> _Pages:
    """The same pages with other numbers of their fields, which stand in the third place of a page as -1, -2, …"""

    def field(found: re.Match[bytes]) -> bytes:
        return bytes([moved.get(found[0][0], found[0][0])]) if len(found[0]) == 1 else found[0]

    def page(found: re.Match[bytes]) -> bytes:
        return b"\x83" + found[1] + found[2] + _FIELD.sub(field, found[3])

    if not pages.count:
        return pages
    whole = _PAGE.sub(page, b"\x83\x00" + pages.rest)
    return _Pages(pages.count, pages.first, pages.last, whole[2:])


# --- writing the format ----------------------------------------------------------------------------------------------


def _headed(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    for size, sign in ((1, 24), (2, 25), (4, 26)):
        if number < 1 << 8 * size:
            return bytes([kind << 5 | sign]) + number.to_bytes(size, "big")
    raise ValueError(f"{number} is too much")


def _number(number: int) -> bytes:
    return _headed(0, number)


def _array(length: int) -> bytes:
    return _headed(4, length)


def _text(text: str) -> bytes:
    data = text.encode()
    return _headed(3, len(data)) + data


def _pages_written(pages: _Pages) -> bytes:
    return _array(pages.count) + (b"\x83" + _number(pages.first) + pages.rest if pages.count else b"")


def _written(word: _Word) -> bytes:
    forms = [b"\x82" + _text(form) + _pages_written(pages) for form, pages in word.forms]
    return b"\x83" + _text(word.word) + _pages_written(word.pages) + _array(len(forms)) + b"".join(forms)


def _list_written(
    version: str, pages: Iterable[tuple[str, int]], bounds: Sequence[tuple[str, str]], titles: Sequence[str],
    fields: Sequence[str],
) -> bytes:  # fmt: skip
    of_pages = [b"\x82" + _text(name) + _number(words) for name, words in pages]
    of_pieces = [
        b"\x83" + _text(first) + _text(last) + _text(title)
        for (first, last), title in zip(_bounds(bounds), titles, strict=True)
    ]
    return b"".join([
        b"\x86", _text(version), _array(len(of_pages)), *of_pages, _array(len(of_pieces)), *of_pieces,
        _array(0), _array(0), _array(len(fields)), *map(_text, fields),
    ])  # fmt: skip
