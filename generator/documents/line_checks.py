"""What is looked at in the lines of a file before anything parses them: marks of a merge, characters, tabs, letters.

Pure. With an error of these the file is not parsed: whatever a parser would say of it blames an innocent line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from generator import text
from generator.documents.front_matter import fence_lines
from generator.problems import ERROR, WARNING, Problem, to_write
from generator.text.characters import DECOMPOSED, HIDDEN

#: git begins these lines with seven characters, a space and a name (git-merge, "How conflicts are presented")
_OURS, _BASE, _MIDDLE, _THEIRS = (re.compile(rf"[ \t]*\{sign}{{7}}(?:[ \t]+\S.*|[ \t]*)$") for sign in "<|=>")
#: what stands behind the last character: a branch or a commit, perhaps with its subject; a quoted sentence is none
_REF = re.compile(r">{7} [\w./@{}~^#-]+(?: \(.*\)|\.\.\. .*)?[ \t]*$|>{7} (?:Stashed changes|theirs|ours)[ \t]*$")
_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_FIELD = re.compile(r" *(?:- +)*[\w-]+:(?= |$)")
_ODD_SPACES = "\u00a0\u2007\u202f"
_ODD = re.compile(rf" *(?:- *)*(?:[a-z_]+:)?[{_ODD_SPACES}](?=[{_ODD_SPACES} ]*\S)")
_PASTED = "такие знаки приносит копирование из Word, PDF и с сайтов"


def problems_of_lines(lines: Sequence[str], path: str) -> list[Problem]:
    """What is wrong with the lines of a file of the base; marks of a merge hide everything else."""
    conflict = merge_conflict(lines, path)
    if conflict:
        return [conflict]
    # Most files are right, and their lines need not be looked at one by one.
    whole = "\n".join(lines)
    return [
        *(_characters(lines, path) if "\t" in whole or text.characters(whole) else ()),
        *(_odd_spaces(lines, path) if any(space in whole for space in _ODD_SPACES) else ()),
        *(_foreign_letters(lines, path) if text.may_be_mixed(whole) else ()),
    ]


# --- an unfinished merge ---------------------------------------------------------------------------------------------


def merge_conflict(lines: Sequence[str], path: str) -> Problem | None:
    """The first mark that a merge left behind, or None. A heading underlined with ``=======`` and a quotation of seven
    levels are Markdown, not marks."""
    whole = "\n".join(lines)
    if not any(character * 7 in whole for character in "<=>"):
        return None
    at = _first_mark(lines, markdown=path.endswith(".md"))
    if at is None:
        return None
    ends = [n for n, line in enumerate(lines, 1) if n > at and _THEIRS.match(line)]
    if ends and _OURS.match(lines[at - 1]):
        message = f"в строках {at}–{ends[0]} остались метки слияния: git не знал, какой из двух вариантов верный"
        hint = (
            "оставьте один вариант (выше или ниже строки =======), сотрите другой и сами строки с метками "
            "<<<<<<<, =======, >>>>>>>"
        )
    else:
        message = "строка осталась от слияния двух вариантов файла"
        hint = "сотрите её и проверьте, нет ли рядом второго варианта того же места"
    return Problem(path, at, 1, "", "merge-conflict", message, hint, source=lines[at - 1])


def _first_mark(lines: Sequence[str], *, markdown: bool) -> int | None:
    """The line of the first mark. One that begins or ends a conflict is enough; the middle one only where nothing else
    is written like it: in YAML outside a text, in Markdown below a blank line."""
    for number, line in enumerate(lines, 1):
        if _OURS.match(line) or (_THEIRS.match(line) and _REF.fullmatch(line.strip())):
            return number
        if _MIDDLE.fullmatch(line) and line.startswith("=") and line.strip() == "=" * 7:
            before = lines[number - 2].strip() if number > 1 else ""
            if not markdown or not before:
                return number
    return None


# --- characters ------------------------------------------------------------------------------------------------------


def _characters(lines: Sequence[str], path: str) -> Iterator[Problem]:
    decomposed = 0  # a file of macOS has them in every word: told once
    for number, line in enumerate(lines, 1):
        hidden = 0
        for found in text.characters(line):
            decomposed += found.kind == DECOMPOSED
            hidden += found.kind == HIDDEN
            if not (found.kind == DECOMPOSED and decomposed > 1) and not (found.kind == HIDDEN and hidden > 1):
                yield of_character(found, line, path, number, found.at + 1, source=line)
        if "\t" in line:
            message, hint = "табуляция вместо пробелов", "замените табуляцию пробелами (два пробела на уровень)"
            column = line.index("\t") + 1
            yield Problem(path, number, column, "", "tab", message, hint, source=line, certain=True)


def _odd_spaces(lines: Sequence[str], path: str) -> Iterator[Problem]:
    """A no-break space where YAML wants a usual one: in the indent, behind the colon of a field or the dash of a list.
    Nobody sees it, and what YAML makes of it (another name, no field at all) blames another line."""
    texts = block_lines(lines, front_matter=path.endswith(".md"))
    for number, line in enumerate(lines, 1):
        # A line of a text that begins with one stands outside the text.
        is_inside = number in texts and (path.endswith(".md") or line[:1] not in _ODD_SPACES)
        found = _ODD.match(line) if not is_inside and line.strip() else None
        if found:
            point = text.code_point(line[found.end() - 1])
            message = f"неразрывный пробел {point} вместо обычного: на вид они одинаковы, а поле не читается"
            hint = "сотрите его и наберите обычный пробел"
            yield Problem(path, number, found.end(), "", "yaml-syntax", message, hint, source=line, certain=True)


def of_character(
    found: text.Character, written: str, path: str, line: int, column: int, *, field: str = "", source: str = ""
) -> Problem:
    """A character that does not belong into the text ``written`` as a problem at a place of a file."""
    point = text.code_point(written[found.at : found.end])
    message, hint = f"невидимый знак {point} в тексте", f"сотрите знак и наберите место заново; {_PASTED}"
    match found.kind:
        case "decomposed":
            message = f"буква «{found.instead}» записана двумя знаками (так пишет macOS): для поиска это другая буква"
            hint = "наберите буквы заново; так может быть во всём файле"
            return Problem(path, line, column, field, "decomposed-letter", message, hint, WARNING, source, certain=True)
        case "hidden":
            hint = f"сотрите знак; {_PASTED}"
            return Problem(path, line, column, field, "hidden-character", message, hint, WARNING, source, certain=True)
        case "piled":
            message, hint = text.sentence("piled_marks"), text.sentence("piled_mend")
        case "break":
            message, hint = f"невидимый конец строки {point} в тексте", f"поставьте на его место пробел; {_PASTED}"
        case "unknown":
            is_lost = written[found.at] in "\ufffc\ufffd"
            message = (
                text.sentence("lost_letter", point=point) if is_lost else text.sentence("unknown_sign", point=point)
            )
            hint = f"{text.sentence('unknown_mend')}; {_PASTED}"
    sure = found.instead is not None
    return Problem(path, line, column, field, "control-character", message, hint, ERROR, source, certain=sure)


# --- letters of another alphabet -------------------------------------------------------------------------------------


def _foreign_letters(lines: Sequence[str], path: str) -> Iterator[Problem]:
    for number, word in foreign_words(lines, path):
        yield _of_letter(word, lines[number - 1], path, number)


def foreign_words(lines: Sequence[str], path: str) -> Iterator[tuple[int, text.Foreign]]:
    """Words with letters of another alphabet, by line; names of fields are left to the one who knows them, and code of
    Markdown shows what it shows."""
    markdown = PurePosixPath(path).suffix == ".md"
    inside = False
    for number, line in enumerate(lines, 1):
        if markdown and _FENCE.match(line):
            inside = not inside
        if line.isascii() or inside:
            continue
        field = _FIELD.match(line)
        known = " " * field.end() + line[field.end() :] if field else line
        known = re.sub("`[^`]+`", lambda code: " " * len(code[0]), known)
        for word in text.foreign_letters(known):
            yield number, word


def _of_letter(found: text.Foreign, line: str, path: str, number: int) -> Problem:
    message = (
        f"в слове «{found.word}» буква «{found.letter}» {text.alphabet(found.letter)}: такое слово не найдёт поиск"
    )
    hint = to_write(found.instead or "")
    if found.instead is None:
        hint = "наберите слово заново: русскими буквами «{}» или латинскими «{}»".format(*found.meant)
    sure = found.instead is not None
    return Problem(path, number, found.letter_at + 1, "", "foreign-letter", message, hint, WARNING, line, certain=sure)


# --- where the texts of several lines are ----------------------------------------------------------------------------


def block_lines(lines: Sequence[str], *, front_matter: bool = False) -> set[int]:
    """The numbers of the lines that are Markdown, told by their indent, so that it works in a file that YAML refuses:
    what stands deeper under a ``|`` or ``>``, and everything below the fields of a ``.md`` file."""
    inside: set[int] = set()
    above = None
    closed = fence_lines(lines)[1] if front_matter else 0
    for number, line in enumerate(lines, 1):
        if closed and number > closed:
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
