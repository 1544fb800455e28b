"""A problem is data: where, what is wrong, what to write instead; and the three ways to print a list of them."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace

from generator.text import characters, covered, masked, visible

ERROR = "error"
WARNING = "warning"
NOTICE = "notice"
"""Nothing to mend: something that a reviewer should look at. Checks give none, only a review does."""

#: the folder of the site where every code has its page
PAGES = "zamechaniia"

_LABEL = {ERROR: "ошибка", WARNING: "предупреждение", NOTICE: "посмотрите"}
_MEND = {NOTICE: "что сделать"}
_BY_FIX = "это исправит команда metodoteka fix"
_LONGEST_SHOWN_LINE = 160


@dataclass(frozen=True, order=True)
class Problem:
    """One thing a contributor has to mend or to know.

    ``path`` is relative to the knowledge base, with forward slashes; ``line`` and ``column`` count from 1 (0: the whole
    file); ``field`` is the dotted place in the record (``steps[2].text``, counted from 1 as people do); ``code`` is a
    stable identifier of the rule; ``hint`` says what to write instead; ``source`` is the offending line of the file.
    ``replacement`` is the hint «напишите: …» for a program: the exact text (YAML, on one line) to put instead of the
    value or the name that begins at the place. ``certain`` when nothing else can have been meant and nothing gets lost:
    then ``metodoteka fix`` does it and the printed hint says so; otherwise it is offered to a person.
    """

    path: str
    line: int
    column: int
    field: str
    code: str
    message: str
    hint: str = ""
    severity: str = ERROR
    source: str = ""
    replacement: str | None = field(default=None, compare=False)
    certain: bool = field(default=False, compare=False)

    @property
    def is_error(self) -> bool:
        return self.severity == ERROR

    def as_warning(self) -> Problem:
        return replace(self, severity=WARNING)


def nearest(word: str, allowed: Iterable[str]) -> str | None:
    """The allowed word that was probably meant, or None. Case and ``_``/``-`` differences count as no difference."""
    by_folded = {_fold(candidate): candidate for candidate in allowed}
    found = difflib.get_close_matches(_fold(word), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def certainly(word: str, allowed: Iterable[str]) -> str | None:
    """The allowed word that was meant beyond doubt: but for case, ё and ``_`` the same, or (from five letters on) the
    only one that differs by a single slip: a letter too much, too few, another one, or two swapped."""
    allowed = list(dict.fromkeys(allowed))
    same = [candidate for candidate in allowed if _fold(candidate) == _fold(word)]
    if len(same) == 1:
        return same[0]
    near = [candidate for candidate in allowed if min(len(word), len(candidate)) >= 5 and _one_slip(word, candidate)]
    return near[0] if len(near) == 1 and not same else None


def _one_slip(word: str, other: str) -> bool:
    a, b = _fold(word), _fold(other)
    start = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    a, b = a[start:], b[start:]
    swapped = a[:2] == b[:2][::-1] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped


def to_write(replacement: str) -> str:
    """The hint that says to a person what ``replacement`` says to a program."""
    return f"напишите: {replacement}"


def suggest(word: str, allowed: Iterable[str], *, example: str = "") -> str:
    """A Russian hint for a word outside a closed list: the nearest one, or the list itself while it is short."""
    allowed = list(allowed)
    guess = nearest(word, allowed)
    if guess:
        return f"возможно, имелось в виду «{guess}»"
    if 0 < len(allowed) <= 12:
        return "можно написать: " + ", ".join(allowed)
    return example


def dotted(loc: Iterable[str | int]) -> str:
    """``('steps', 1, 'text')`` -> ``steps[2].text``: list positions count from 1, as in the text of the record."""
    out = ""
    for part in loc:
        if isinstance(part, int):
            out += f"[{part + 1}]"
        else:
            out += f".{part}" if out else str(part)
    return out


def loc_of(field: str) -> tuple[str | int, ...]:
    """``steps[2].text`` -> ``('steps', 1, 'text')``: what :func:`dotted` said, read back."""
    parts: list[str | int] = []
    for part in re.findall(r"\[(\d+)\]|([^.\[]+)", field):
        parts.append(int(part[0]) - 1 if part[0] else part[1])
    return tuple(parts)


def with_pages(problems: Iterable[Problem], site_url: str) -> list[Problem]:
    """The same problems, whose hints end with the address of the page about the code; unchanged without a site."""
    if not site_url:
        return list(problems)
    return [
        replace(problem, hint="; ".join(filter(None, (problem.hint, f"подробнее: {page_of(problem.code, site_url)}"))))
        for problem in problems
    ]


def page_of(code: str, site_url: str) -> str:
    """The address of the page about a code on the site at ``site_url``."""
    return f"{site_url.rstrip('/')}/{PAGES}/{code}/"


def failed(problems: Iterable[Problem], *, strict: bool = False) -> bool:
    """True when publishing must not happen: any error, or with ``strict`` any problem at all."""
    return any(strict or problem.is_error for problem in problems)


#: problems about somebody: what stands at their place is not repeated, however it is spelled
ABOUT_PEOPLE = ("personal-data", "maybe-personal-data", "name-in-text", "name-in-role", "no-consent", "consent-expired",
                "consent-elsewhere")  # fmt: skip
_NAME_FIELD = re.compile(r"""(?<![\w-])name:[ ]*["'\[{]*(?:\w+:[ ]*)?["']?([А-ЯЁ][^,}\]]*)""")
_CONTACTS = re.compile(r"data/organizations/[^:]*:contacts\b")  # public by their nature
# Halves of a phone or an address that go on in the next line, or began in the one before.
_PIECE = re.compile(
    r"(?<![\d.-])\d{2,3}-\d\d-\d\d(?![\d-])|(?:\+[ ]?7[ (-]{0,3}|(?<!\w)[78][ ]?\()\d{3,5}[)]?[ -]*$|[\w.+-]{1,64}@\s*$"
)
_CITES = re.compile(r"\s*(?:- )?\s*\{?\s*(?:authors|title|publisher):")


def discreet(problem: Problem) -> Problem:
    """The problem without the phone, the address, the number or the name that it would repeat: logs, comments and
    reports are kept, mailed and public. Columns stay true. A mend that would have to repeat one is for a person."""
    if _CONTACTS.match(f"{problem.path}:{problem.field}"):
        return problem
    message, hint, source = masked(problem.message), masked(problem.hint), _discreet_line(problem)
    if (message, hint, source) == (problem.message, problem.hint, problem.source):
        return problem
    repeats = problem.replacement is not None and masked(problem.replacement) != problem.replacement
    write = {"replacement": None, "certain": False} if repeats else {}
    return replace(problem, message=message, hint=hint, source=source, **write)


def _discreet_line(problem: Problem) -> str:
    """The line of the file under a problem; whoever else is named in it is covered, too, but for authors of works."""
    line = problem.source
    line = _PIECE.sub(lambda found: covered(found[0]), masked(line, with_names=not _CITES.match(line)))
    for found in () if "/vocabularies/" in problem.path else _NAME_FIELD.finditer(line):
        line = line[: found.start(1)] + covered(found[1]) + line[found.end(1) :]
    if problem.code in ABOUT_PEOPLE and problem.column:
        line = line[: problem.column - 1] + covered(line[problem.column - 1 :])
    return line


def as_text(problems: Iterable[Problem]) -> str:
    """For a terminal: ``path:line:column: error: field: message``, the source line with a caret, the hint."""
    return as_text_in_order(sorted(problems))


def as_text_in_order(problems: Iterable[Problem]) -> str:
    """The same for problems that have an order of their own."""
    return "\n".join(_as_paragraph(discreet(problem)) for problem in problems)


def as_json(problems: Iterable[Problem]) -> str:
    """A JSON array of objects with the fields of :class:`Problem`, sorted by path and line. Signs that would move a
    terminal are escaped, as JSON allows."""
    written = json.dumps([asdict(discreet(problem)) for problem in sorted(problems)], ensure_ascii=False, indent=2)
    for found in reversed(characters(written)):
        written = written[: found.at] + json.dumps(written[found.at : found.end])[1:-1] + written[found.end :]
    return written


def as_github(problems: Iterable[Problem]) -> str:
    """Workflow commands that GitHub turns into annotations beside the lines of a pull request.

    The escaping rules are those of the ``actions/toolkit`` command format: ``%``, CR and LF in the message, and ``:``
    and ``,`` as well in a property.
    """
    rows = []
    for problem in map(discreet, sorted(problems)):
        place = f"file={_property(visible(problem.path))},line={max(problem.line, 1)},col={max(problem.column, 1)}"
        text = ": ".join(filter(None, (problem.field, problem.message)))
        if hint := _mend(problem):
            text += f"\n{hint[0].upper()}{hint[1:]}"
        rows.append(f"::{problem.severity} {place},title={_property(problem.code)}::{_message(visible(text))}")
    return "\n".join(rows)


FORMATS = {"text": as_text, "json": as_json, "github": as_github}


def _fold(word: str) -> str:
    return word.casefold().replace("_", "-").replace("ё", "е")


def _as_paragraph(problem: Problem) -> str:
    place = problem.path
    if problem.line:
        place += f":{problem.line}:{problem.column}"
    field = f"{problem.field}: " if problem.field else ""
    rows = [f"{place}: {_LABEL[problem.severity]}: {field}{problem.message} [{problem.code}]"]
    if problem.source.strip():
        rows.extend(_pointed(problem.source, problem.column))
    if hint := _mend(problem):
        rows.append(f"    {hint}")
    return visible("\n".join(rows))


def _mend(problem: Problem) -> str:
    """«как исправить: …», with what the command does itself."""
    parts = [problem.hint, _BY_FIX if problem.certain else ""]
    said = "; ".join(filter(None, parts))
    return f"{_MEND.get(problem.severity, 'как исправить')}: {said}" if said else ""


def _pointed(source: str, column: int) -> list[str]:
    """The line of the file with a caret under the column; a long line is cut around the place."""
    start = max(0, column - 1 - _LONGEST_SHOWN_LINE // 2) if len(source) > _LONGEST_SHOWN_LINE else 0
    # Control and bidi characters would rearrange or hide what the terminal shows.
    shown = "".join(c if c.isprintable() else "·" for c in source[start : start + _LONGEST_SHOWN_LINE])
    rows = [f"    {shown.rstrip()}"]
    if column:
        rows.append("    " + " " * (column - 1 - start) + "^")
    return rows


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
