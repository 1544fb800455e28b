"""A problem is data: where, what is wrong, what to write instead; and the three ways to print a list of them."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace

from generator.text import characters, covered, cut_inside, masked, plural, visible

ERROR = "error"
WARNING = "warning"
NOTICE = "notice"
"""Nothing to fix: something that a reviewer should look at. Checks give none, only a review does."""

#: the folder of the site where every code has its page
PAGES = "zamechaniia"

_LABEL = {ERROR: "ошибка", WARNING: "предупреждение", NOTICE: "посмотрите"}
_MEND = {NOTICE: "что сделать"}
_BY_FIX = "это исправит команда metodoteka fix"
_LONGEST_SHOWN_LINE = 160
MAX_MESSAGE = 600
_BESIDE = 200
"""Characters on each side of the shown part of a long line, in which a name or a number that reaches into it begins."""
MAX_ALIKE = 50
"""Problems of one code in one file that people are shown: more than the records full of mistakes in the tests have, so
that a record still gets all its remarks at once, and a file with thousands does not bury those of the others."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing a contributor has to fix or to know.

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


@dataclass(frozen=True)
class Rest:
    """How many more problems of this code and severity a file has than are shown, and the command that shows all."""

    path: str
    code: str
    severity: str
    count: int

    @property
    def summary(self) -> str:
        """«и ещё 950 таких же замечаний [heading], все: metodoteka check --all data/…»"""
        more = plural(self.count, "такое же замечание", "таких же замечания", "таких же замечаний")
        of_review = self.severity == NOTICE
        how = "review --base ВЕТКА --format json" if of_review else f"check --all {self.path}"
        return f"и ещё {more} [{self.code}], все: metodoteka {how}"


def shortened(problems: Iterable[Problem]) -> list[Problem | Rest]:
    """The problems in their order; where a file has more than ``MAX_ALIKE`` of one code and severity only the first
    of them, and behind these the number of the others. Only for printing: what counts or decides takes all."""
    problems = list(problems)
    counts = Counter((one.path, one.code, one.severity) for one in problems)
    seen: Counter[tuple[str, str, str]] = Counter()
    shown: list[Problem | Rest] = []
    for problem in problems:
        alike = problem.path, problem.code, problem.severity
        seen[alike] += 1
        if seen[alike] <= MAX_ALIKE:
            shown.append(problem)
        elif seen[alike] == MAX_ALIKE + 1:
            shown.append(Rest(*alike, counts[alike] - MAX_ALIKE))
    return shown


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
    """Return whether publishing must not happen: any error, or with ``strict`` any problem at all."""
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
# What may stand at the place of such a problem and is of nobody: a field's name, the day a consent begins or ends.
_KEY = re.compile(r"[a-z_]+:(?=\s|$)")
_CONSENT_DAY = re.compile(r"""(?:(?:given|until|withdrawn):[ ]*)?["']?\d{4}-\d\d-\d\d["']?(?=\s*(?:[,}#]|$))""")
_CITES = re.compile(r"\s*(?:- )?\s*\{?\s*(?:authors|title|publisher):")


def redact_problem(problem: Problem) -> Problem:
    """The problem without the phone, the address, the number or the name that it would repeat: logs, comments and
    reports are kept, mailed and public. Columns stay true; of a line that is too long to be shown only the part around
    the place is left, so that thousands of remarks about one line do not repeat it. A fix that would have to repeat
    one is for a person."""
    if _CONTACTS.match(f"{problem.path}:{problem.field}"):
        return problem
    message = cut_inside(masked(problem.message), MAX_MESSAGE)
    hint, source = masked(problem.hint), _discreet_line(problem)
    if (message, hint, source) == (problem.message, problem.hint, problem.source):
        return problem
    repeats = problem.replacement is not None and masked(problem.replacement) != problem.replacement
    write = {"replacement": None, "certain": False} if repeats else {}
    return replace(problem, message=message, hint=hint, source=source, **write)


def _discreet_line(problem: Problem) -> str:
    """The shown part of the line under a problem; whoever else is named in it is covered, too, but for authors of
    works."""
    shown = _shown_from(problem)
    start = max(0, shown - _BESIDE)
    line = problem.source[start : shown + _LONGEST_SHOWN_LINE + _BESIDE]
    line = _PIECE.sub(lambda found: covered(found[0]), masked(line, with_names=not _CITES.match(problem.source)))
    for found in () if "/vocabularies/" in problem.path else _NAME_FIELD.finditer(line):
        line = line[: found.start(1)] + covered(found[1]) + line[found.end(1) :]
    if problem.code in ABOUT_PEOPLE and problem.column:
        at = max(0, problem.column - 1 - start)
        own = (_CONSENT_DAY.match(line, at) if problem.code == "consent-expired" else None) or _KEY.match(line, at)
        at = own.end() if own else at
        line = line[:at] + covered(line[at:])
    return line[shown - start :][:_LONGEST_SHOWN_LINE]


def _shown_from(problem: Problem) -> int:
    """Where the shown part of the line begins: at its beginning, or in a long one before the place."""
    return max(0, problem.column - 1 - _LONGEST_SHOWN_LINE // 2) if len(problem.source) > _LONGEST_SHOWN_LINE else 0


def as_text(problems: Iterable[Problem], *, every: bool = False) -> str:
    """For a terminal: ``path:line:column: error: field: message``, the source line with a caret, the hint. Of many
    alike (:func:`shortened`) the first and the number of the others, unless ``every`` one is wanted."""
    return as_text_in_order(sorted(problems), every=every)


def as_text_in_order(problems: Iterable[Problem], *, every: bool = False) -> str:
    """The same for problems that have an order of their own."""
    return "\n".join(
        visible(f"{one.path}: {one.summary}") if isinstance(one, Rest) else _as_paragraph(one)
        for one in (problems if every else shortened(problems))
    )


def as_json(problems: Iterable[Problem]) -> str:
    """A JSON array of objects with the fields of :class:`Problem`, sorted by path and line. Signs that would move a
    terminal are escaped, as JSON allows."""
    written = json.dumps(
        [asdict(redact_problem(problem)) for problem in sorted(problems)], ensure_ascii=False, indent=2
    )
    parts, done = [], 0
    for found in characters(written):
        parts += written[done : found.at], json.dumps(written[max(done, found.at) : found.end])[1:-1]
        done = max(done, found.end)
    return "".join(parts) + written[done:]


def as_github(problems: Iterable[Problem], *, every: bool = False) -> str:
    """Workflow commands that GitHub turns into annotations beside the lines of a pull request, and that people read in
    the log: many alike are shortened as in :func:`as_text`.

    The escaping rules are those of the ``actions/toolkit`` command format: ``%``, CR and LF in the message, and ``:``
    and ``,`` as well in a property.
    """
    found = sorted(problems)
    return "\n".join(map(_as_command, found if every else shortened(found)))


def _as_command(one: Problem | Rest) -> str:
    if isinstance(one, Rest):
        place, text = f"file={_property(visible(one.path))}", one.summary
    else:
        one = redact_problem(one)
        place = f"file={_property(visible(one.path))},line={max(one.line, 1)},col={max(one.column, 1)}"
        text = ": ".join(filter(None, (one.field, one.message)))
        if hint := _fix_line(one):
            text += f"\n{hint[0].upper()}{hint[1:]}"
    return f"::{one.severity} {place},title={_property(one.code)}::{_message(visible(text))}"


FORMATS = {"text": as_text, "json": as_json, "github": as_github}


def _fold(word: str) -> str:
    return word.casefold().replace("_", "-").replace("ё", "е")


def _as_paragraph(whole: Problem) -> str:
    problem = redact_problem(whole)
    place = problem.path
    if problem.line:
        place += f":{problem.line}:{problem.column}"
    field = f"{problem.field}: " if problem.field else ""
    rows = [f"{place}: {_LABEL[problem.severity]}: {field}{problem.message} [{problem.code}]"]
    if problem.source.strip():
        rows.extend(_pointed(problem.source, problem.column - _shown_from(whole)))
    if hint := _fix_line(problem):
        rows.append(f"    {hint}")
    return visible("\n".join(rows))


def _fix_line(problem: Problem) -> str:
    """«как исправить: …», with what the command does itself."""
    parts = [problem.hint, _BY_FIX if problem.certain else ""]
    fix_text = "; ".join(filter(None, parts))
    return f"{_MEND.get(problem.severity, 'как исправить')}: {fix_text}" if fix_text else ""


def _pointed(shown: str, column: int) -> list[str]:
    """The shown part of the line with a caret under its ``column``, which is below 1 where there is none."""
    # Control and bidi characters would rearrange or hide what the terminal shows.
    shown = "".join(c if c.isprintable() else "·" for c in shown)
    rows = [f"    {shown.rstrip()}"]
    if column > 0:
        rows.append("    " + " " * (column - 1) + "^")
    return rows


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
