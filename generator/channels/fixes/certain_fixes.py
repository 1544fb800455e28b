"""What was certainly meant: a line that YAML does not read, straight quotes, a title where an id belongs.

Pure. The rules themselves say most of what is certain (``Problem.replacement``); here stands what no single rule can
know. Whatever comes out is tried on the checks by ``fixing`` before it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import yaml
from pydantic import BaseModel

from generator import text
from generator.channels.fixes.values_in_text import LineColumn, token, value_at
from generator.checks.links import certain_term
from generator.documents.lines_for_fields import SECOND_FIELD
from generator.documents.sources import Loc, Source
from generator.problems import Problem, loc_of
from generator.records import Record, Vocabulary, record_lookup
from generator.records.formatter import scalar
from generator.records.scalars import PlainText, RefTo, RichText, TermOf
from generator.records.value_shapes import WORD_MARK
from generator.records.walking import slots

_FIELD = re.compile(r"( *(?:- )*[\w-]+: +|(?: *- +)+)(\S.*)")
# Code, HTML, links and footnotes: there a quote is part of a character.
_MARKUP = re.compile(r"[`<\\]|\]\(|\]:|^\s{4,}\S|&\w+;")


def readable_lines(line: str) -> Iterator[str]:
    """A line ``field: value`` that YAML refuses as it was certainly meant, the likeliest first."""
    found = _FIELD.fullmatch(line.rstrip())
    if not found:
        return
    head, value = found.groups()
    for quote in ('"', "'"):
        inner = value[1:-1]
        if len(value) > 2 and value[0] == value[-1] == quote and quote in inner:
            whole = text.guillemets(inner) if quote == '"' else inner
            if '"' not in whole and "\\" not in whole:
                yield head + scalar(whole)
    quoted = text.guillemets(value)
    if quoted != value and '"' not in quoted and "\\" not in quoted:
        yield head + scalar(quoted)
    # What may be two fields, or a line of a list, is for the person to tell.
    if (
        value[0] not in "\"'|>[{&*!%@`#"
        and not re.match("-( |$)", value)
        and " #" not in value
        and not SECOND_FIELD.search(value)
    ):
        yield head + scalar(value)


def straight_quotes(source: Source, model: type[BaseModel], known: Mapping[LineColumn, int]) -> dict[LineColumn, str]:
    """Plain texts with straight quotes -> the same with «…», by place; Markdown is :func:`quoted_lines`."""
    edits: dict[LineColumn, str] = {}
    body = "\n".join(source.lines)
    for loc, span in source.values.items():
        value = value_at(source, loc)
        if span.start not in known or not isinstance(value, str) or not _is_text(model, loc):
            continue
        if re.search('["“”]', value) and not _MARKUP.search(value):
            quoted = text.guillemets(value)
            if quoted != value and scalar(quoted) != token(body, span.start, known):
                edits[span.start] = scalar(quoted)
    return edits


def quoted_lines(source: Source, model: type[BaseModel]) -> dict[int, str]:
    """Lines of Markdown blocks with straight quotes -> the same lines with «…»; lines with code or links stay."""
    lines = {}
    for loc, start in source.blocks.items():
        value = value_at(source, loc)
        if not isinstance(value, str) or "```" in value or "~~~" in value or not _is_text(model, loc):
            continue
        last = start.line + value.strip("\n").count("\n")  # the line below the block is another field's
        for number in range(start.line, min(last, len(source.lines)) + 1):
            line = source.lines[number - 1]
            if re.search('["“”]', line) and not _MARKUP.search(line[start.column - 1 :]):
                quoted = text.guillemets(line)
                if quoted != line:
                    lines[number] = quoted
    return lines


def dashed_lines(source: Source, problems: Sequence[Problem]) -> dict[int, str]:
    """Lines of lists that begin with the dash or the bullet of Word -> the same lines with «- », by number."""
    lines = {}
    for problem in problems:
        value = value_at(source, loc_of(problem.field)) if problem.code == "bad-type" and problem.certain else None
        if not isinstance(value, str) or not WORD_MARK.match(value):
            continue
        for number, line in enumerate(source.lines[problem.line - 1 :], problem.line):
            bare = line.lstrip(" ")
            if not WORD_MARK.match(bare):
                break
            lines[number] = line[: len(line) - len(bare)] + WORD_MARK.sub("- ", bare, count=1)
    return lines


def without_escapes(source: Source, known: Mapping[LineColumn, int]) -> dict[LineColumn, str]:
    """Values in double quotes that write a character nobody sees as an escape -> the same without it, by place."""
    edits: dict[LineColumn, str] = {}
    body = "\n".join(source.lines)
    for mark in (span.start for span in source.values.values()):
        written = token(body, mark, known) if mark in known else ""
        if written[:1] == '"' and "\\" in written:
            value = yaml.safe_load(written)
            now = text.clean(value.replace("\r\n", "\n"), line_end=" ").replace("\t", " ")
            if now != value:
                edits[mark] = scalar(now)
    return edits


def _is_text(model: type[BaseModel], loc: Loc) -> bool:
    return any(isinstance(marker, PlainText | RichText) for marker in markers_at(model, loc))


def markers_at(model: type[BaseModel], loc: Loc) -> tuple:
    """What a field means beyond its type (a reference, a term, a text); nothing for an unknown field."""
    inner: type[BaseModel] | None = model
    markers: tuple = ()
    for part in loc:
        if isinstance(part, int):
            continue
        slot = next((slot for slot in slots(inner) if slot.name == part), None) if inner else None
        markers, inner = (slot.markers, slot.model) if slot else ((), None)
    return markers


def reference(problem: Problem, source: Source, model: type[BaseModel], records: Mapping[str, Record]) -> str | None:
    """The id of the only record that a wrong reference can mean: by its title, or by its bare id."""
    if problem.code not in ("bad-value", "unknown-reference"):
        return None
    loc = loc_of(problem.field)
    kinds = next((marker.kinds for marker in markers_at(model, loc) if isinstance(marker, RefTo)), ())
    value = value_at(source, loc)
    if not kinds or not isinstance(value, str):
        return None
    key = record_lookup.exact_match(value, kinds, record_lookup.names_of(records.values()))
    return None if key is None else key if len(kinds) > 1 else key.split("/")[1]


def terms(
    source: Source, model: type[BaseModel], known: Mapping[LineColumn, int], vocabularies: Mapping[str, Vocabulary]
) -> dict[LineColumn, str]:
    """Labels and synonyms in the place of terms -> their ids, by place. The rule that knows them is silent while
    another field of the record is wrong."""
    edits: dict[LineColumn, str] = {}
    for loc, span in source.values.items():
        value = value_at(source, loc)
        if not isinstance(value, str) or span.start not in known:
            continue
        for marker in markers_at(model, loc):
            if isinstance(marker, TermOf) and marker.vocabulary in vocabularies:
                vocabulary = vocabularies[marker.vocabulary]
                meant = certain_term(value.strip(), vocabulary)
                if meant and value not in vocabulary.by_id:
                    edits[span.start] = meant
    return edits
