"""Signs that do not belong into a text file of ours: foreign encodings, invisible characters, tabs, spaces nobody sees.

Pure. Everything here is certain: the same letters stay on the screen. What is not (a file in an unknown encoding, the
controls of C1 that a wrong encoding leaves behind) stays as it is, and the check tells it.
"""

from __future__ import annotations

import re

#: Zero-width spaces, the soft hyphen, directional marks and embeddings, a BOM inside, and the controls of C0 but TAB
#: and line ends. The joiners U+200C and U+200D stay: emoji and other scripts are made with them.
_NOTHING = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("[\x0b\x0c\u2028\u2029]")
_INDENT = re.compile("^[ \t\u00a0\u2007\u202f]+")
_STRUCTURE = re.compile("^( *(?:- )*[\\w-]+:| *-)(?! [^ \t\u00a0\u2007\u202f])[ \t\u00a0\u2007\u202f]+(?=\\S)")

# What a Russian text in Windows-1251 has beyond ASCII.
_RUSSIAN = re.compile("[А-Яа-яЁё«»„“”‘’–—…№§°±·\u00a0]")
_CASE_TURNED = re.compile("[а-яё][А-ЯЁ]{2}")  # KOI8-R read as Windows-1251 turns letters about


def decoded(raw: bytes) -> tuple[str | None, list[str]]:
    """The text of a file and what was done to read it, in Russian; None where the encoding is not certain."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if raw.startswith(mark):
            try:
                return _lines(raw[2:].decode(encoding), ["файл был в UTF-16, стал в UTF-8"])
            except UnicodeDecodeError:
                return None, []
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = _from_windows(raw)
        return _lines(text, ["файл был в Windows-1251, стал в UTF-8"]) if text is not None else (None, [])
    return _lines(text.removeprefix("\ufeff"), ["убрана метка BOM в начале"] if text.startswith("\ufeff") else [])


def _lines(text: str, did: list[str]) -> tuple[str, list[str]]:
    if "\r" in text:
        text, did = text.replace("\r\n", "\n").replace("\r", "\n"), [*did, "концы строк стали обычными"]
    return text, did


def _from_windows(raw: bytes) -> str | None:
    """Windows-1251 when the result reads as Russian: nothing but its letters and signs, more vowels than a fifth, no
    words with capitals inside."""
    try:
        text = raw.decode("cp1251")
    except UnicodeDecodeError:
        return None
    foreign = [sign for sign in text if not sign.isascii() and not _RUSSIAN.match(sign)]
    letters = re.findall("[А-Яа-яЁё]", text)
    vowels = sum(letter in "аеиоуыэюяё" for letter in letters)
    plausible = letters and not foreign and vowels * 5 > len(letters) and not _CASE_TURNED.search(text)
    return text if plausible else None


def cleaned(lines: list[str], blocks: set[int]) -> dict[int, tuple[str, str]]:
    """Lines (by number from 1) that change: what stands there then, and what was done, in Russian.

    ``blocks`` are the numbers of lines inside Markdown, where two spaces at the end break a line on purpose.
    """
    changed = {}
    for number, line in enumerate(lines, 1):
        now, did = line, []
        for pattern, instead, what in (
            (_NOTHING, "", "убраны невидимые знаки"),
            (_LINE_ENDS, " ", "невидимый конец строки стал пробелом"),
        ):
            if pattern.search(now):
                now, did = pattern.sub(instead, now), [*did, what]
        spaced = _INDENT.sub(_as_spaces, now)
        spaced = spaced if number in blocks else _STRUCTURE.sub(r"\1 ", spaced)
        if spaced != now:
            now, did = spaced, [*did, "табуляция и неразрывные пробелы в отступе стали пробелами"]
        if "\t" in now:
            now, did = now.replace("\t", " "), [*did, "табуляция стала пробелом"]
        bare = now.rstrip(" \u00a0")
        if bare != now and (number not in blocks or not bare or not now.endswith("  ")):
            now, did = bare, [*did, "убраны пробелы в конце строки"]
        if did:
            changed[number] = (now, "; ".join(did))
    return changed


def _as_spaces(found: re.Match[str]) -> str:
    return re.sub("[\u00a0\u2007\u202f]", " ", found[0]).replace("\t", "  ")


def markdown_lines(lines: list[str], *, front_matter: bool) -> set[int]:
    """The numbers of the lines that are Markdown, told by their indent, so that it works in a file that YAML refuses:
    what stands deeper under a ``|`` or ``>``, and everything below the fields of a ``.md`` file."""
    inside: set[int] = set()
    above, fences = None, 0
    for number, line in enumerate(lines, 1):
        if front_matter and re.match(r"-{3,}\s*$", line) and fences < 2:
            fences += 1
        elif front_matter and fences > 1:
            inside.add(number)
            continue
        bare = re.sub("[\t\u00a0]", " ", line)
        indent = len(bare) - len(bare.lstrip(" "))
        if above is not None and (indent > above or not bare.strip()):
            inside.add(number)
            continue
        opens = re.match(r"( *(?:- )*)[\w-]+: *[|>][+-]?\d? *(?:#.*)?$", bare)
        above = len(opens[1]) if opens else None
    return inside
