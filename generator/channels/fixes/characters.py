"""Signs that do not belong into a text file of ours: foreign encodings, invisible characters, tabs, spaces nobody sees.

Pure. Everything here is certain: the same letters stay on the screen. What is not (a file in an unknown encoding, the
controls of C1 that a wrong encoding leaves behind) stays as it is, and the check tells it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator import text
from generator.documents import line_checks
from generator.text.characters import BREAK, DECOMPOSED, FORBIDDEN, HIDDEN

_DID = {
    (HIDDEN, FORBIDDEN): "убраны невидимые знаки",
    (BREAK,): "невидимый конец строки стал пробелом",
    (DECOMPOSED,): "буквы из двух знаков стали обычными",
}
#: bullets of Symbol and Wingdings at the beginning of a line of Markdown: in no other place are they certain
_BULLET = re.compile("^( *)[\uf0b7\uf0a7\uf0d8\uf076\uf0fc] *(?=\\S)")
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
        value = raw.decode()
    except UnicodeDecodeError:
        value = _from_windows(raw)
        return _lines(value, ["файл был в Windows-1251, стал в UTF-8"]) if value is not None else (None, [])
    return _lines(value.removeprefix("\ufeff"), ["убрана метка BOM в начале"] if value.startswith("\ufeff") else [])


def _lines(raw: str, did: list[str]) -> tuple[str, list[str]]:
    if "\r" in raw:
        raw, did = raw.replace("\r\n", "\n").replace("\r", "\n"), [*did, "концы строк стали обычными"]
    return raw, did


def _from_windows(raw: bytes) -> str | None:
    """Windows-1251 when the result reads as Russian: nothing but its letters and characters, more vowels than a fifth,
    no words with capitals inside."""
    try:
        value = raw.decode("cp1251")
    except UnicodeDecodeError:
        return None
    foreign = [character for character in value if not character.isascii() and not _RUSSIAN.match(character)]
    letters = re.findall("[А-Яа-яЁё]", value)
    vowels = sum(letter in "аеиоуыэюяё" for letter in letters)
    plausible = letters and not foreign and vowels * 5 > len(letters) and not _CASE_TURNED.search(value)
    return value if plausible else None


def cleaned(lines: list[str], blocks: set[int], path: str = "") -> dict[int, tuple[str, str]]:
    """Lines (by number from 1) that change: what stands there then, and what was done, in Russian.

    ``blocks`` are the numbers of lines inside Markdown, where two spaces at the end break a line on purpose.
    """
    changed = {}
    words: dict[int, list[text.Foreign]] = {}
    for number, word in line_checks.foreign_words(lines, path):
        words.setdefault(number, []).append(word)
    for number, line in enumerate(lines, 1):
        now, did = _with_letters(line, words.get(number, ()))
        found = text.characters(now)
        for kind, what in _DID.items():
            if any(one.kind in kind for one in found):
                did.append(what)
        now = text.clean(now, line_end=" ")
        bulleted = _BULLET.sub(r"\1- ", now) if number in blocks else now
        if bulleted != now:
            now, did = bulleted, [*did, "знак списка из Word стал чертой"]
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


def _with_letters(line: str, words: Sequence[text.Foreign]) -> tuple[str, list[str]]:
    """The line with words in letters of one alphabet, where it is certain which one."""
    did: list[str] = []
    for word in reversed(words):
        if word.instead is not None:
            line = line[: word.at] + word.instead + line[word.at + len(word.word) :]
            did.insert(0, f"в слове «{word.instead}» {text.alphabet(word.letter)} буква «{word.letter}» заменена")
    return line, did


def _as_spaces(found: re.Match[str]) -> str:
    return re.sub("[\u00a0\u2007\u202f]", " ", found[0]).replace("\t", "  ")
