"""``metodoteka fix``: what is certain is fixed, line by line, in memory; every result is checked before it is kept.

The law: a fix may not bring a problem. A line that has a new one after the fix goes back to what it was, and a file
where that does not help goes back whole (:func:`_kept`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from generator.channels import submissions
from generator.channels.checked_base import CheckedBase
from generator.channels.fixes import certain_fixes, characters, values_in_text
from generator.channels.fixes.values_in_text import LineColumn
from generator.checks import gaps
from generator.documents import line_checks, sources
from generator.problems import Problem
from generator.records import KINDS, Record, Vocabulary, reading, validating
from generator.records.content import ContentPage
from generator.settings import Settings

_MOST_LINES = 100  # of one file that are fixed before YAML reads it
_ROUNDS = 5  # a fixed date lets the rules across records run, which know more


@dataclass(frozen=True, order=True)
class Fix:
    """One thing that was done: where, what stood there and what stands there now (both empty: ``what`` tells)."""

    path: str
    line: int
    what: str = ""
    was: str = ""
    now: str = ""


@dataclass
class FixResult:
    """``texts`` are the files that change, ``done`` what was done to them, ``undone`` the files that were left because
    a fix would have brought a new problem, ``left`` everything that is wrong afterwards in the files looked at."""

    texts: dict[str, str] = field(default_factory=dict)
    done: list[Fix] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    left: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Written:
    """A text that stands for its file; what ``submissions.lay`` needs to know of a proposal."""

    path: str
    text: str

    @property
    def key(self) -> str:
        return self.path.removeprefix("data/").rpartition(".")[0]


def fix_files(root: Path, settings: Settings, paths: Mapping[str, str]) -> FixResult:
    """Mend files of the base in memory: the path each should have -> where it lies now, both from the root. Never
    raises for what is in them."""
    out = FixResult()
    texts: dict[str, str] = {}
    for path, now in paths.items():
        raw, problems = sources.read_raw(root / now, path)
        text, did = characters.decoded(raw) if raw is not None and not sources.no_text(raw) else (None, [])
        if text is None:
            out.left += problems or sources.decode(raw, path)[1]
            continue
        readable, done = _readable(text, path)
        texts[path] = readable
        did = [f"файл {now} назван {path}"] * (now != path) + did
        out.done += [*(Fix(path, 0, what) for what in did), *done]
        if readable.encode() != raw or now != path:
            out.texts[path] = readable
    before = _Base(root, settings)
    rejected: set[tuple[str, _Edit]] = set()
    for _ in range(_ROUNDS):
        problems = before.problems(texts)
        edits = {path: _edits(path, text, problems[path], before) for path, text in texts.items()}
        tried = {
            path: _applied(texts[path], [edit for edit in found if (path, edit) not in rejected])
            for path, found in edits.items()
            if any((path, edit) not in rejected for edit in found)
        }
        if not tried:
            break
        after = before.problems({**texts, **tried})
        for path, text in tried.items():
            found = [edit for edit in edits[path] if (path, edit) not in rejected]
            kept = _kept(found, problems[path], after[path])
            if kept != found:
                rejected |= {(path, edit) for edit in found if edit not in kept}
                text = _applied(texts[path], kept)
                again = before.problems({**texts, path: text})[path]
                if _kept(kept, problems[path], again) != kept:
                    out.undone.append(path)
                    rejected |= {(path, edit) for edit in found}
                    continue
            if kept:
                texts[path] = out.texts[path] = text
                out.done += [_as_fix(edit, path) for edit in kept]
    else:
        problems = before.problems(texts)
    out.left += [problem for found in problems.values() for problem in found]
    return out


# --- a file that cannot be read yet ----------------------------------------------------------------------------------


def _readable(text: str, path: str) -> tuple[str, list[Fix]]:
    """The text without characters nobody meant and with lines that YAML reads."""
    done = []
    lines = text.split("\n")
    blocks = line_checks.block_lines(lines, front_matter=path.endswith(".md"))
    for number, (now, what) in characters.cleaned(lines, blocks, path).items():
        done.append(Fix(path, number, what))
        lines[number - 1] = now
    for _ in range(_MOST_LINES):
        wrong = _unread(lines, path)
        if wrong is None:
            break
        at, line = wrong.line, lines[wrong.line - 1]
        meant = [line[: wrong.column - 1] + wrong.replacement] if wrong.certain and wrong.replacement else []
        fixed = next(
            (
                now
                for now in [*meant, *certain_fixes.readable_lines(line)]
                if _is_after(_unread([*lines[: at - 1], now, *lines[at:]], path), at)
            ),
            None,
        )
        if fixed is None:
            break
        done.append(_of_line(path, at, line, fixed))
        lines[at - 1] = fixed
    return "\n".join(lines), done


def _of_line(path: str, number: int, was: str, now: str) -> Fix:
    """What was done to a line; spaces before it are counted, since nobody sees them in a report."""
    if was.strip() != now.strip():
        return Fix(path, number, was=was.strip(), now=now.strip())
    before, after = (len(line) - len(line.lstrip()) for line in (was, now))
    return Fix(path, number, f"отступ строки исправлен: пробелов было {before}, стало {after}")


def _unread(lines: list[str], path: str) -> Problem | None:
    """The first mistake of YAML, None where everything can be read."""
    wrong = [problem for problem in sources.parse("\n".join(lines), path)[1] if problem.code == "yaml-syntax"]
    return min(wrong, default=None)


def _is_after(wrong: Problem | None, line: int) -> bool:
    return wrong is None or wrong.line > line


# --- what the checks say of texts that are not written yet -----------------------------------------------------------


class _Base:
    """The base as it lies on the disk, and the problems it has when some of its files read otherwise."""

    def __init__(self, root: Path, settings: Settings):
        self._state = CheckedBase(root, settings).state()

    @property
    def records(self) -> Mapping[str, Record]:
        return self._state.loaded.records

    @property
    def vocabularies(self) -> Mapping[str, Vocabulary]:
        return self._state.loaded.vocabularies

    def problems(self, texts: Mapping[str, str]) -> dict[str, list[Problem]]:
        """All problems of these files when they hold these texts."""
        laid = [_Written(path, text) for path, text in texts.items() if _model(path) in KINDS.values()]
        keys = {written.key for written in laid}
        loaded = self._state.without(keys)
        found = [problem for problem in self._state.problems if problem.path not in texts]
        for written in laid:
            found += submissions.lay(loaded, written)
        for path, text in texts.items():
            if path not in {written.path for written in laid}:
                source, wrong = sources.parse(text, path)
                model = _model(path)
                found += wrong + (_of_shape(model, source) if source and model else [])
        _, ruled = gaps.examined(loaded, found, self._state.linked)
        # What is wrong in a field with a misspelt name is told when the name is right: it must count as new then.
        found += [problem for problem in ruled if problem.code not in OF_FORM]
        out: dict[str, list[Problem]] = {path: [] for path in texts}
        for problem in sorted(set(found)):
            if problem.path in out:
                out[problem.path].append(problem)
        return out


def _of_shape(model: Any, source: sources.Source) -> list[Problem]:
    return (reading.parse_vocabulary(source) if model is Vocabulary else validating.validate(model, source))[1]


def _model(path: str):
    folder = PurePosixPath(path).parent.name
    if path.startswith("content/"):
        return ContentPage
    return Vocabulary if folder == "vocabularies" else KINDS.get(folder)


# --- one round -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Edit:
    """A value at a place, or with ``place[1] == 0`` a whole line, and the text to stand there."""

    place: LineColumn
    was: str
    now: str
    until: int = 0


def _edits(path: str, text: str, problems: list[Problem], base: _Base) -> list[_Edit]:
    """What is certain in a text that can be read: what the rules say, references by title, the quotes."""
    source = sources.parse(text, path)[0]
    model = _model(path)
    if source is None or model is None:
        return []
    known = values_in_text.ends(source, text)
    edits: dict[LineColumn, str] = {}
    is_record = not path.startswith("content/")  # pages of our own show code and files, where quotes are characters
    if is_record:
        edits = certain_fixes.straight_quotes(source, model, known)
    edits |= certain_fixes.without_escapes(source, known)
    edits |= certain_fixes.terms(source, model, known, base.vocabularies)
    for problem in problems:
        place = (problem.line, problem.column)
        write = (
            problem.replacement if problem.certain else certain_fixes.reference(problem, source, model, base.records)
        )
        if write is not None and place in known:
            edits[place] = write
    found = [_Edit(place, values_in_text.token(text, place, known), now, known[place]) for place, now in edits.items()]
    if is_record:
        lines = certain_fixes.quoted_lines(source, model) | certain_fixes.dashed_lines(source, problems)
        found += [_Edit((number, 0), source.lines[number - 1], now) for number, now in lines.items()]
    return sorted((edit for edit in found if edit.was != edit.now), key=lambda edit: edit.place)


def _applied(text: str, edits: list[_Edit]) -> str:
    lines = text.split("\n")
    for edit in edits:
        if not edit.place[1]:
            lines[edit.place[0] - 1] = edit.now
    inline = {edit.place: edit for edit in edits if edit.place[1]}
    known = {place: edit.until for place, edit in inline.items()}
    return values_in_text.replace_values("\n".join(lines), {place: edit.now for place, edit in inline.items()}, known)


def _kept(edits: list[_Edit], before: list[Problem], after: list[Problem]) -> list[_Edit]:
    """The edits that brought no problem to their line: no mistake of form that was not there, not the same mistake in
    other words, not more of them. (A right date may let a rule see that it is too early: that is no new problem.) Where
    the text can no longer be read, the line where reading stops takes its edit back: it does not hold the others."""
    if _unreadable(before, after):
        stops = {problem.line for problem in after if problem.code in _OF_READING}
        rest = [edit for edit in edits if edit.place[0] not in stops]
        return rest if len(rest) < len(edits) else []
    kept = []
    for edit in edits:
        was = [problem for problem in before if problem.line == edit.place[0]]
        now = [problem for problem in after if problem.line == edit.place[0]]
        parts = {(problem.code, problem.message) for problem in was}
        codes = {problem.code for problem in was}
        # The right name of a field lets its value be read: a word of a list that is fixed in the next round.
        named = {"bad-choice"} if "unknown-field" in codes else ()
        new = [
            p
            for p in now
            if (p.code, p.message) not in parts
            and (p.code in codes or p.code in OF_FORM)
            and not (p.certain and p.code in named)
        ]
        if not new and len(now) <= max(len(was), 1 if was else 0):
            kept.append(edit)
    return kept


#: what hops 1 and 2 say of a single value
OF_FORM = frozenset(
    "bad-choice bad-type bad-value empty-group empty-value missing-field out-of-range too-few too-long unknown-field"
    " duplicate-key yaml-syntax not-a-record".split()
)


def _unreadable(before: list[Problem], after: list[Problem]) -> bool:
    """Return whether a file that could be read no longer can."""
    return any(p.code in _OF_READING for p in after) and not any(p.code in _OF_READING for p in before)


_OF_READING = frozenset({"yaml-syntax", "not-a-record", "no-front-matter", "duplicate-key"})


def _as_fix(edit: _Edit, path: str) -> Fix:
    return Fix(path, edit.place[0], was=edit.was.strip(), now=edit.now.strip())
