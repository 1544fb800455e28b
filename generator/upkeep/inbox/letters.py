"""A letter taken apart: the files that came with it, and the records that stand in its words.

Pure. What programs for mail do to a text is undone where that is certain: lines that were broken at a width, quoting
signs, no-break spaces in an indent, a letter that is HTML alone. What is not certain stays as it came, so that the
checks tell it: a record is never made shorter here without a word.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable, Iterator, Sequence
from email.message import Message
from html.parser import HTMLParser
from itertools import pairwise

from generator.channels.fixes.characters import decoded
from generator.channels.sent_text import RECORD_LINE, SCHEMA_LINE, holds_no_field, is_signature, with_plain_indent

IN_WORDS = "запись"
"""How a record that stood in the words of a letter is called."""
QUOTED = "запись из цитаты"
"""The same of one that somebody quoted: what they wrote around it nobody has read."""
_DEPTH = 5
"""So many letters one in another are opened: people pass a letter on as an attachment. As many signs of quoting."""
#: before each of several records (``sent_text``)
#: a line of a record that does not belong to a text or a group
_OWN_LINE = re.compile(r"[a-z_]+:(?:\s|$)|#|- |--- #|\.\.\.\s*$|\s|$")
#: above a letter that is answered or passed on
_HEADER = re.compile(
    r"[-—_]{2,}\s*(?:пересыл|переадрес|исходн|начало|forwarded|original|begin)"
    r"|(?:от|from|кому|to):\s*\S|(?:[^:]*[\s,]|)\d{1,2}[:.]\d\d\b.*:$|.*(?:пишет|написала?|написал\(а\)|wrote):$",
    re.IGNORECASE,
)
_WIDEST, _NARROWEST = 80, 50  # characters of a line that a program for mail has broken

LetterFile = tuple[str, bytes]
"""The name and the content of a file; a record in the words of the letter has a name of ours."""


def of_letter(data: bytes) -> Iterator[LetterFile]:
    """The attachments of a letter, whatever their type, and the records in its words. Raises ValueError, LookupError,
    TypeError or AttributeError where the library for letters stumbles."""
    letter = email.message_from_bytes(data, policy=email.policy.default)
    words: dict[str, list[str]] = {"plain": [], "html": []}
    for part in _leaves(letter, 1):
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        if name := part.get_filename():
            yield str(name), content
        elif part.get_content_maintype() == "text" and part.get_content_subtype() in words:
            words[part.get_content_subtype()].append(_words(part, content))
    for texts in (words["plain"], [plain_of_html(one) for one in words["html"]]):
        found = [member for one in texts for member in records_in_words(one)]
        if found:
            yield from found
            return


def _leaves(part: Message, depth: int) -> Iterator[Message]:
    """The parts of a letter that hold something, of letters in it, too. Some programs put files beside the two versions
    of the words, some between two pieces of them."""
    inner = part.get_payload() if part.is_multipart() else None
    if not isinstance(inner, list):
        yield part
    elif part.get_content_type() != "message/rfc822" or depth < _DEPTH:
        deeper = depth + (part.get_content_type() == "message/rfc822")
        for one in inner:
            if isinstance(one, Message):
                yield from _leaves(one, deeper)


def _words(part: Message, raw: bytes) -> str:
    try:
        words = raw.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):  # a name that nobody knows, or not what was written
        words = decoded(raw)[0] or raw.decode("utf-8", "replace")
    words = words.replace("\r\n", "\n")
    if part.get_param("format") == "flowed":  # RFC 3676: a line that ends with a space goes on
        joint = "" if str(part.get_param("delsp")).lower() == "yes" else " "
        words = re.sub(r"(?<=\S) \n(?=\S)", joint, words)
    return words


def has_record(words: str) -> bool:
    """Return whether a text has the first line of a record, quoted or not."""
    return SCHEMA_LINE in words or RECORD_LINE in words


def records_in_words(words: str) -> list[LetterFile]:
    """The records in a text, each as a file: of an answer those above what is quoted, else those that are quoted. A
    signature below is left out."""
    rows = words.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for depth in range(_DEPTH):
        name = QUOTED if depth else IN_WORDS
        for piece in _pieces([row for row in rows if not row.startswith(">")]):
            if found := list(_records(piece)):
                return [(f"{name if at == 1 else f'{name} {at}'}.yml", one.encode()) for at, one in enumerate(found, 1)]
        rows = [re.sub(r"^> ?", "", row) for row in rows if row.startswith(">")]
    return []


def _pieces(rows: Sequence[str]) -> Iterator[list[str]]:
    """The rows above and below the head of a letter that is answered or passed on."""
    piece: list[str] = []
    for at, row in enumerate(rows):
        if _HEADER.match(row) and (not at or not rows[at - 1].strip() or _HEADER.match(rows[at - 1])):
            yield piece
            piece = []
        piece.append(row)
    yield piece


def _records(rows: Sequence[str]) -> Iterator[str]:
    """The texts of the records in the rows: of several records one text, which ends with a line of three dots."""
    rows = [with_plain_indent(row) for row in rows]
    several = next((at for at, row in enumerate(rows) if row.startswith(RECORD_LINE)), None)
    if several is not None:
        end = next((at + 1 for at in range(several, len(rows)) if rows[at].rstrip() == "..."), len(rows))
        yield _text(_unbroken(rows[several:end], lambda rest: False))
        return
    begun = [at for at, row in enumerate(rows) if row.startswith(SCHEMA_LINE)]
    for first, end in pairwise([*begun, len(rows)]):
        yield _text(_unbroken(rows[first:end], holds_no_field))


def _unbroken(rows: Sequence[str], is_over: Callable[[Sequence[str]], bool]) -> list[str]:
    """The rows of a record with broken lines joined, up to where it ``is_over`` by the rows that are left.

    A program for mail breaks a line where the next word would not have gone into it: only then, and where no line is
    wider than such programs leave, the row below belongs to it."""
    widest = max(map(len, rows), default=0)
    is_broken = _NARROWEST <= widest <= _WIDEST
    out: list[str] = []
    for at, row in enumerate(rows):
        above = rows[at - 1] if at else ""
        if _OWN_LINE.match(row):
            out.append(row)
        elif (is_broken and above.strip() and not is_signature(row)
              and len(above.rstrip()) + 1 + len(row.split()[0]) > widest):  # fmt: skip
            out[-1] = f"{out[-1].rstrip()} {row.strip()}"
        elif is_over(rows[at:]):
            break
        else:
            out.append(row)
    return out


def _text(rows: Sequence[str]) -> str:
    return "\n".join(rows).rstrip() + "\n"


# --- a letter that is HTML alone -------------------------------------------------------------------------------------


def plain_of_html(source: str) -> str:
    """The words of a page of HTML as lines; indents made of no-break spaces stay."""
    reader = _Lines()
    reader.feed(source)
    reader.close()
    return "".join(reader.out)


class _Lines(HTMLParser):
    _BLOCKS = frozenset("p div li tr h1 h2 h3 h4 blockquote pre table ul ol".split())

    def __init__(self) -> None:
        super().__init__()
        self.out: list[str] = []
        self._kept = self._hidden = self._quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._kept += tag == "pre"
        self._hidden += tag in ("style", "script", "title")
        if tag in self._BLOCKS:
            self._break()
        self._quoted += tag == "blockquote"
        if tag == "br":
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        self._kept -= tag == "pre" and self._kept > 0
        self._hidden -= tag in ("style", "script", "title") and self._hidden > 0
        if tag in self._BLOCKS:
            self._break()
        self._quoted -= tag == "blockquote" and self._quoted > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            words = data if self._kept else re.sub(r"[ \t\r\n]+", " ", data)
            self._add(words.lstrip(" ") if not self._kept and self._at_start() else words)

    def _at_start(self) -> bool:
        return not self.out or self.out[-1].endswith(("\n", ">"))

    def _add(self, words: str) -> None:
        for part in re.findall(r"[^\n]+|\n", words):
            if self._quoted and (not self.out or self.out[-1].endswith("\n")):
                self.out.append(">" * self._quoted)
            self.out.append(part)

    def _break(self) -> None:
        if self.out and not self.out[-1].endswith("\n"):
            self.out.append("\n")
