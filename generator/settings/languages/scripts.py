"""A script in another language: what it says stands in its strings, and they are replaced before a browser reads it.

So a reader asks for no catalogue, a script looks nothing up, and Russian scripts are those of the theme. In a string
of ``${shown} из ${total}`` a translator sees ``{shown} из {total}``. Three strings in brackets, the forms of a counted
word, become as many as the language has; which of them a number takes, and how it is written, are the two
functions of ``shared/ui.js`` that :func:`with_numbers_of` writes anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from generator.settings.languages.messages import PARTS, needs_translation
from generator.text.language import Language

_Translate = Callable[[str], str | None]
_Counted = Callable[[str, str], tuple[str, ...] | None]

_PIECE = re.compile(
    r"""(?P<comment>/\*.*?\*/|//[^\n]*)"""
    r"""|(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')"""
    r"""|(?P<regex>(?<=[(,=:\[!&|?{};\n>])\s*/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*)"""
    r"""|(?P<template>`)""",
    re.DOTALL,
)
_FORMS = re.compile(r'\[("[^"\\]*"), ("[^"\\]*"), ("[^"\\]*")\]')
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_FUNCTION = r"export function {}\(.*?\n}}\n"


def translated_script(source: str, translate: _Translate, counted: _Counted) -> str:
    """The text of a script in the language of ``translate`` and ``counted``."""
    return "".join(_translated_parts(source, translate, counted))


def script_messages(source: str) -> tuple[list[str], list[tuple[str, str]]]:
    """What a script says, and the words that it counts: the Russian forms for one and for many."""
    found: list[str] = []
    forms: list[tuple[str, str]] = []

    def counted(one: str, many: str) -> None:
        forms.append((one, many))

    translated_script(source, found.append, counted)
    return found, forms


def with_numbers_of(source: str, language: Language) -> str:
    """``shared/ui.js`` with the numbers of the language."""
    signs = language.locale.number_symbols["latn"]
    # ``rule`` has been read by Babel's own parser of plural rules, and C and JavaScript read it the same.
    form = f"export function pluralForm(n) {{\n  return Number({language.rule});\n}}\n"
    number = f"""export function number(value, digits) {{
  const [whole, fraction = ""] = Math.abs(value).toFixed(digits ?? 10).split(".");
  const shown = digits === undefined ? fraction.replace(/0+$/, "") : fraction;
  const sign = value < 0 ? "−" : "";
  return sign + whole.replace(/\\B(?=(\\d{{3}})+$)/g, {_literal(signs["group"])}) + (shown && {_literal(signs["decimal"])} + shown);
}}
"""  # noqa: E501
    for name, written in (("pluralForm", form), ("number", number)):
        literal = written.replace("\\", r"\\")
        source, times = re.subn(_FUNCTION.format(name), literal, source, count=1, flags=re.DOTALL)
        if times != 1:
            raise LookupError(f"shared/ui.js has no function {name}")
    return source


def _literal(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _translated_parts(source: str, translate: _Translate, counted: _Counted) -> Iterator[str]:
    at = 0
    while found := _PIECE.search(source, at):
        yield source[at : found.start()]
        at = found.end()
        if found["template"]:
            at, made = _template(source, at, translate, counted)
            yield made
        elif found["string"] and needs_translation(found[0]):
            forms = _FORMS.match(source, found.start() - 1)
            if forms and needs_translation(forms[0]):
                at = forms.end() - 1
                one, _, many = map(json.loads, forms.groups())
                its = counted(one, many)
                yield forms[0][1:-1] if its is None else ", ".join(map(_literal, its))
            else:
                words = translate(_meant(found[0]))
                yield found[0] if words is None else _literal(words)
        else:
            yield found[0]
    yield source[at:]


def _meant(string: str) -> str:
    inner = string[1:-1].replace("\\'", "'") if string[0] == "'" else string[1:-1]
    return str(json.loads(f'"{inner}"' if string[0] == '"' else json.dumps(inner)))


def _template(source: str, at: int, translate: _Translate, counted: _Counted) -> tuple[int, str]:
    """A string in backquotes that begins before ``at``: where it ends, and the string."""
    message, whole = "", ""
    parts: dict[str, str] = {}
    while source[at] != "`":
        if source.startswith("${", at):
            end = _end_of_expression(source, at + 2)
            inner = source[at + 2 : end]
            value = "${" + translated_script(inner, translate, counted) + "}"
            name = _free(_name(inner), parts)
            parts["{" + name + "}"] = value
            message, whole, at = message + "{" + name + "}", whole + value, end + 1
        else:
            step = 2 if source[at] == "\\" else 1
            message, whole = message + source[at : at + step], whole + source[at : at + step]
            at += step
    if not needs_translation(PARTS.sub("", message)):
        return at + 1, f"`{whole}`"
    words = translate(json.loads(f'"{message}"') if "\\" in message else message)
    if words is None:
        return at + 1, f"`{whole}`"
    pieces = re.split(f"({PARTS.pattern})", words)
    return at + 1, "`" + "".join(parts[piece] if piece in parts else _plain(piece) for piece in pieces) + "`"


def _plain(words: str) -> str:
    return words.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")


def _nothing(*_: str) -> None:
    return None


def _end_of_expression(source: str, at: int) -> int:
    depth = 0
    while True:
        found = _PIECE.match(source, at)
        if found and found["string"]:
            at = found.end()
        elif source[at] == "`":
            at, _ = _template(source, at + 1, _nothing, _nothing)
        elif source[at] == "}" and not depth:
            return at
        else:
            depth += {"{": 1, "}": -1}.get(source[at], 0)
            at += 1


def _name(expression: str) -> str:
    """What a translator calls an expression: the last name of what it shows first."""
    path = re.match(r"[\w$.]*", re.sub(r"^[\w$.]+\(", "", expression.strip()))
    return (_NAME.findall(path[0] if path else "") or _NAME.findall(expression) or ["it"])[-1]


def _free(name: str, taken: dict[str, str]) -> str:
    number, made = 2, name
    while "{" + made + "}" in taken:
        made, number = f"{name}{number}", number + 1
    return made
