"""Boxes to tick as people fill them in: ticked, typed beside, typed over, or wiped away with the label left standing.

The template prints «☐ Математика». What is meant is clear for a box of any program (☒, ☑, ✓), for a character beside it
(«+», «х», «v», «да»), and for words typed beside the boxes: those are answers like any other and are looked up in the
list later. What may be meant in two ways is told, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.channels.office.document_plan import normalize_label
from generator.channels.office.document_styles import is_on, qn

_BOX = re.compile("([☐☑☒□■✓✔✗✘🗹🗷])")
_EMPTY = "☐□"
_MARK = r"(?:\+|[xхv]|да|✓)"
_BEFORE = re.compile(rf"{_MARK}\s+", re.IGNORECASE)
_BEHIND = re.compile(rf"[\s:–—-]*{_MARK}[\s.,;]*", re.IGNORECASE)
_EMPTY_BRACKETS = re.compile(r"\[\s*\]|\(\s*\)")
_FULL_BRACKETS = re.compile(rf"\[\s*{_MARK}\s*\]|\(\s*{_MARK}\s*\)", re.IGNORECASE)
_NOTHING = {"нет", "нету", "не выбрано", "ничего", "не знаю", "без предмета"}
_EDGES = " \t\n,;:.–—-"
_EMPHASIS = ("b", "u", "highlight", "color")
_USUAL = ("auto", "000000")  # colours that say nothing
_MOST_LEFT = 0.8  # of all labels without a box: then no box came through, and nothing was chosen by that


@dataclass(frozen=True)
class Doubt:
    """What cannot be understood, with what to do; a ``serious`` one would change the answer."""

    message: str
    hint: str
    serious: bool = False


@dataclass
class Ticks:
    """The labels that are ticked and the words typed beside them, as they were typed; and doubts."""

    answers: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


@dataclass
class _Entry:
    """A stretch of a line with at most one box: its character (empty for none), the label, the words around it."""

    sign: str
    label: str
    words: str
    marked: bool = False
    close: bool = False  # nothing stands between its character and the next one


def ticked(lines: Sequence[str], labels: Sequence[str]) -> Ticks:
    """What the lines of a cell say that was printed with a box before each of ``labels``."""
    out = Ticks()
    lines = [_EMPTY_BRACKETS.sub("☐", _FULL_BRACKETS.sub("☒", line)) for line in lines]
    entries = [entry for line in lines for entry in _entries(line, labels, out)]
    bare = [entry for entry in entries if entry.label and not entry.sign and not entry.marked]
    all_bare = len(labels) > 2 and len(bare) >= _MOST_LEFT * len(labels)
    for entry in entries:
        if entry.marked or (entry.sign and entry.sign not in _EMPTY):
            out.answers.append(entry.label or entry.words)
        elif entry.label and not entry.sign and not all_bare:
            out.answers.append(entry.label)
        elif entry.sign and not entry.label and entry.words:
            message = f"«{entry.words}» не отмечено и потому не прочитано"
            out.doubts.append(Doubt(message, "если это ответ, поставьте ☒ перед ним"))
        if entry.words and (entry.label or not entry.sign):
            _take(entry.words, out)
    if all_bare and not out.answers:  # no box came through, so none says anything
        message = "клеток перед словами в файле нет, поэтому не видно, что вы выбрали"
        out.doubts.append(Doubt(message, "удалите из ячейки всё, кроме выбранного", serious=True))
    return out


def emphasized(cell: Any) -> list[str]:
    """Labels of a ``w:tc`` that stand out (bold, underlined, coloured) among others that do not: people mark so what
    they choose («нужное подчеркнуть»)."""
    plain, out = 0, []
    for run in cell.iter(qn("w:r")):
        words = "".join(one.text or "" for one in run.iter(qn("w:t"))).strip(_EDGES + "\u00a0")
        if not re.search(r"\w", words):
            continue
        properties = run.find(qn("w:rPr"))
        looks = [properties.find(qn(f"w:{name}")) for name in _EMPHASIS] if properties is not None else []
        if any(is_on(look) and look.get(qn("w:val")) not in _USUAL for look in looks):
            out.append(words)
        else:
            plain += 1
    return out if plain else []


def _take(words: str, out: Ticks) -> None:
    text = words.strip(_EDGES)
    text = re.sub(r"^(?:и|или|а также|также)\s+", "", text, flags=re.IGNORECASE)
    if normalize_label(text) in _NOTHING:
        out.doubts.append(Doubt(f"«{text}» понято так: ничего не выбрано", "если выбрано, поставьте ☒ перед нужным"))
    elif re.search(r"\w", text):
        out.answers.append(text)


def _entries(line: str, labels: Sequence[str], out: Ticks) -> Iterator[_Entry]:
    first, *rest = _BOX.split(line)
    found = [_entry("", first, labels)] if first.strip() else []
    found += [_entry(box, words, labels) for box, words in zip(rest[::2], rest[1::2], strict=True)]
    for at, entry in enumerate(found):
        after = found[at + 1] if at + 1 < len(found) else None
        before = found[at - 1] if at else None
        if not entry.label and re.fullmatch(rf"\s*{_MARK}\s*", entry.words, re.IGNORECASE) and after and not entry.sign:
            after.marked = True  # «+ ☐ Математика»
            entry.words = ""
        elif entry.sign and not entry.label and not entry.words:  # a character with nothing behind it
            is_tick = entry.sign not in _EMPTY
            if after is not None and (entry.close or before is None):
                after.marked |= is_tick  # «☐✓ Математика»
            elif before is not None and is_tick:
                before.marked = True  # «☐ Математика ✓»
            entry.sign = ""
        elif entry.label and entry.words and _BEHIND.fullmatch(entry.words):
            if after is not None and after.label and entry.sign:
                message = (
                    f"непонятно, к чему относится «{entry.words.strip()}»: к «{entry.label}» или к «{after.label}»"
                )
                out.doubts.append(Doubt(message, "поставьте ☒ вместо ☐ перед нужным", serious=True))
            else:
                entry.marked = True  # «☐ Математика +»
            entry.words = ""
    yield from found


def _entry(box: str, words: str, labels: Sequence[str]) -> _Entry:
    line = " ".join(words.split())
    label, behind = _label(line, labels)
    if not label and (mark := _BEFORE.match(line)):
        label, behind = _label(line[mark.end() :], labels)
        if label:
            return _Entry(box, label, behind, marked=True)
    # Words without a box that only begin with a label are an answer of their own.
    if label and (box or not behind or _BEHIND.fullmatch(behind) or normalize_label(behind) in _NOTHING):
        return _Entry(box, label, behind)
    return _Entry(box, "", line.strip(" ,;"), close=not words)


def _label(text: str, labels: Sequence[str]) -> tuple[str, str]:
    """The longest label that the text begins with, and what stands behind it."""
    fitting = [
        label
        for label in labels
        if text[: len(label)].casefold().replace("ё", "е") == label.casefold().replace("ё", "е")
        and not re.match(r"[\w-]", text[len(label) :])
    ]
    longest = max(fitting, key=len, default="")
    return longest, text[len(longest) :].strip() if longest else ""
