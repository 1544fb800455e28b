"""The canonical form of a record as text: the order of its fields, quotes, blocks and lists.

Every way a record comes in (a form, an Office file, the command) ends here, so that the same record is the same bytes
whoever sent it. The rules read the JSON Schema of the kind and nothing else, because the form on the site follows them
in the reader's browser (``theme/mkdocs/assets/form/record-text.js``); ``tests/cases/format`` holds both to one table.

1. The first line names the schema of the kind for editors.
2. Fields stand in the order of the schema; unknown ones follow as they came, because nothing may be lost.
3. A field without a value (nothing, empty text, empty list, empty group) is left out.
4. Numbers and ``true``/``false`` are unquoted where the schema wants them; other text is unquoted where every YAML
   parser reads it as the same text, in single quotes elsewhere, and in double quotes with characters that need an
   escape.
5. Markdown is a block (``|``) whose lines are kept and which ends with a line feed; plain text stays on one line, so
   that a complaint names its column. (Plain text that came in several lines is wrong and stays a block as it was.)
6. A list of short words (ids, terms) stands on one line where that line has at most 110 characters; any other list has
a
   line for each member.
7. Comments and blank lines stay at the field or item they belong to (``comments`` says which); such a field is written
   even without a value. A comment on a line of its own stands as far in as its field, one at the end of a line two
   spaces behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from generator.documents.comments import BLANK_LINE, Comments
from generator.documents.strict_yaml import Loc
from generator.records.schemas import VOCABULARY, Schema, json_schema, modeline, vocabulary_schema

LINE_WIDTH = 110

_WORD = re.compile(r"[a-z0-9][a-z0-9/.-]*")
# No sign in front that YAML knows, no ": " and no " #" inside, no colon or space at the end.
_PLAIN = re.compile(r"(?:[^\W_]|[«(/+.…])(?:[^:#]|:(?=[^\s,\[\]{}])|(?<=[^\s])#)*(?<![\s:])")
# Numbers, words for true, false and nothing in YAML 1.1 and 1.2; a day is no trouble, our fields of days want it so.
_READS_AS_OTHER = re.compile(
    r"[+-]?(?:0x[\da-f_]+|0[ob])?[\d_.,:]*(?:e[+-]?\d+)?|[+-]?\.?(?:inf|nan)|y|n|yes|no|on|off|true|false|null",
    re.IGNORECASE,
)
# Signs of a text on one line that YAML forbids, folds or that nobody sees.
_NEEDS_ESCAPE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,10})?")


_NO_NOTES = Comments()


def render(kind: str, data: Mapping[str, Any], notes: Comments = _NO_NOTES) -> str:
    """The text of ``data/<kind>/<id>.yml``.

    ``data`` is plain: groups are mappings, lists are sequences, single values are text, numbers or truth; dates come
    as text. ``notes`` are the comments to keep. Raises KeyError for an unknown kind. Reading the text gives the same
    data, less what rule 3 leaves out.
    """
    schema = schema_of(kind)
    lines = _group(data, schema, schema.get("$defs", {}), "", notes, ())
    return "\n".join([modeline(kind), *lines]) + "\n"


@cache
def schema_of(kind: str) -> Schema:
    """The schema whose order and types the spelling of a kind or of the vocabularies follows; not to be changed. Made
    once: an import of hundreds of rows asks for it hundreds of times."""
    return vocabulary_schema() if kind == VOCABULARY else json_schema(kind, {}, all_fields=True)


@cache
def shape(kind: str) -> dict[str, Any]:
    """The schema of a kind as far as the rules read it, for the scripts that follow them; fields in their order: "" is
    text, "m" Markdown, "n" a number, "d" a text that may be digits, "f" a flag, a mapping a group; a list holds the
    shape of its members."""
    schema = schema_of(kind)
    outer: dict[str, Any] = _shape(schema, schema.get("$defs", {}))
    return outer


def _shape(schema: Schema, parts: Schema) -> Any:
    if "properties" in schema:
        return {name: _shape(resolved(field, parts), parts) for name, field in schema["properties"].items()}
    if "items" in schema:
        return [_shape(resolved(schema["items"], parts), parts)]
    if "x-markdown" in schema:
        return "m"
    if True in schema.get("enum", ()):
        return "f"
    if _maybe_digits(schema):
        return "d"
    return "n" if schema.get("type", ())[:1] in (["integer"], ["number"]) else ""


def _maybe_digits(schema: Schema) -> bool:
    types = schema.get("type", ())
    return types[:1] == ["integer"] and "string" in types


def filled(value: Any) -> Any:
    """``value`` without fields that say nothing; None when nothing is left."""
    if isinstance(value, Mapping):
        inner = {name: text for name, part in value.items() if (text := filled(part)) is not None}
        return inner or None
    if isinstance(value, list | tuple):
        return [text for part in value if (text := filled(part)) is not None] or None
    return None if value is None or value == "" else value


def unended(value: Any) -> Any:
    """The same with texts that do not end with line feeds (``|`` and ``>`` add one where one line was meant)."""
    if isinstance(value, dict):
        return {name: unended(part) for name, part in value.items()}
    if isinstance(value, list):
        return [unended(part) for part in value]
    return value.rstrip("\n") if isinstance(value, str) else value


def scalar(value: Any, schema: Schema | None = None) -> str:
    """A value on one line of YAML; ``schema`` of the field tells numbers and truth, which stay unquoted."""
    if isinstance(value, bool):
        return "true" if value else "false"
    written = str(value)
    if not isinstance(value, str) and not schema:
        return written
    if schema and _is_bare(written, schema):
        return written
    if _NEEDS_ESCAPE.search(written):
        return _escaped(written)
    if _PLAIN.fullmatch(written) and not _READS_AS_OTHER.fullmatch(written):
        return written
    return "'" + written.replace("'", "''") + "'"


def _escaped(value: str) -> str:
    text = _NEEDS_ESCAPE.sub(lambda character: f"\\u{ord(character[0]):04x}", re.sub(r'["\\]', r"\\\g<0>", value))
    return f'"{text}"'


def _is_bare(value: str, schema: Schema) -> bool:
    if True in schema.get("enum", ()):
        return value in ("true", "false")
    if _maybe_digits(schema):  # «1.10» of a document: other readers of YAML would make it 1.1
        return value.isdecimal()
    return schema.get("type", ())[:1] in (["integer"], ["number"]) and bool(_NUMBER.fullmatch(value))


def _group(
    data: Mapping[str, Any], schema: Schema, parts: Schema, indent: str, notes: Comments, loc: Loc
) -> Iterator[str]:
    known = schema.get("properties", {})
    opened = False
    for name in [*(name for name in known if name in data), *(name for name in data if name not in known)]:
        here = (*loc, name)
        value = filled(data[name])
        if value is not None or here in notes.commented:
            yield from _above(here, notes, indent, opened)
            field = resolved(known.get(name, {}), parts)
            yield from _field(name if name in known else scalar(name), data[name], field, parts, indent, notes, here)
            opened = True
    yield from (indent + line if line else line for line in notes.after.get(loc, ()))


def _above(loc: Loc, notes: Comments, indent: str, opened: bool) -> Iterator[str]:
    """The comments and the blank line above a field or an item; the first one of its group has no blank line."""
    for line in notes.before.get(loc, ()):
        if opened or line != BLANK_LINE:
            yield indent + line if line else line
            opened = True


def _field(
    name: str, data: Any, schema: Schema, parts: Schema, indent: str, notes: Comments, loc: Loc
) -> Iterator[str]:
    beside = "  " + notes.beside[loc] if loc in notes.beside else ""
    value = filled(data)
    if isinstance(data, Mapping) and (value is not None or loc in notes.commented):
        yield f"{indent}{name}:{beside}"
        yield from _group(data, schema, parts, indent + "  ", notes, loc)
    elif isinstance(data, list | tuple) and (value is not None or loc in notes.commented):
        yield from _list(name, data, resolved(schema.get("items", {}), parts), parts, indent, notes, loc)
    elif value is None:
        yield f"{indent}{name}:{beside}"
        yield from (indent + "  " + line if line else line for line in notes.after.get(loc, ()))
    elif _is_block(value) and ("x-markdown" in schema or "\n" in value.removesuffix("\n")):
        yield f"{indent}{name}: |{beside}"
        yield from _block(value, indent + "  ")
    else:
        yield f"{indent}{name}: {scalar(value, schema)}{beside}"


def _list(
    name: str, data: Sequence[Any], schema: Schema, parts: Schema, indent: str, notes: Comments, loc: Loc
) -> Iterator[str]:
    beside = "  " + notes.beside[loc] if loc in notes.beside else ""
    value = filled(data) or []
    line = f"{indent}{name}: [{', '.join(map(str, value))}]"
    inner = loc in notes.after or any((*loc, n) in notes.commented for n in range(len(data)))
    if (
        value
        and not inner
        and all(isinstance(item, str) and _WORD.fullmatch(item) and scalar(item) == item for item in value)
        and len(line) <= LINE_WIDTH
    ):
        yield line + beside
        return
    yield f"{indent}{name}:{beside}"
    opened = False
    for number, item in enumerate(data):
        here = (*loc, number)
        if filled(item) is not None or here in notes.commented:
            yield from _item(item, schema, parts, indent + "  ", notes, here, opened)
            opened = True
    yield from (f"{indent}  {line}" if line else line for line in notes.after.get(loc, ()))


def _item(
    item: Any, schema: Schema, parts: Schema, indent: str, notes: Comments, loc: Loc, opened: bool
) -> Iterator[str]:
    """A member of a list; comments of a group and of its first field stand above the dash."""
    yield from _above(loc, notes, indent, opened)
    beside = notes.beside.get(loc)
    if isinstance(item, Mapping):
        if beside:
            yield indent + beside
        lines = list(_group(item, schema, parts, indent + "  ", notes, loc))
        first = next((n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), None)
        if first is None:
            yield from (f"{indent}-", *lines)
            return
        yield from (indent + line.strip() if line else line for line in lines[:first])
        yield f"{indent}- {lines[first].strip()}"
        yield from lines[first + 1 :]
    else:
        written = "" if item is None else " " + scalar(item, schema)
        yield f"{indent}-{written}" + (f"  {beside}" if beside else "")
        yield from (f"{indent}  {line}" if line else line for line in notes.after.get(loc, ()))


def _is_block(value: Any) -> bool:
    """Return whether a literal block gives the text back: it may not begin with a space or hold characters YAML
    escapes."""
    return (
        isinstance(value, str)
        and value[:1] not in (" ", "\n")
        and value.strip() != ""
        and not value.endswith("\n\n")
        and not _NEEDS_ESCAPE.search(value.replace("\n", ""))
    )


def _block(value: str, indent: str) -> Iterator[str]:
    for line in value.removesuffix("\n").split("\n"):
        yield indent + line if line else ""


def resolved(schema: Schema, parts: Schema) -> Schema:
    """The schema of a field without the wrapping of "or empty" and the reference to a part."""
    outer = schema["anyOf"][0] | {k: v for k, v in schema.items() if k != "anyOf"} if "anyOf" in schema else schema
    name = outer.get("$ref", "").rpartition("/")[2]
    return outer | parts[name] if name in parts else outer
