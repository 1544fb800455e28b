"""A template in another language: the words between its tags, in its attributes and in its quotes are replaced before
Jinja reads it. Templates stay Russian and say nothing of languages; a Russian site never comes here.

What is one message? Words up to the next statement, block tag or empty line. Inside, ``{{ record.title }}`` is
``{title}`` and ``<a href="…">`` is ``<a>``: a translator can move both, and can change neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from generator.settings.languages.messages import PARTS, needs_translation

_Translate = Callable[[str], str | None]
"""A message -> its translation, None where there is none."""

_QUOTED = r""""[^"]*"|'[^']*'"""
_TOKEN = re.compile(
    rf"\{{#.*?#\}}|\{{%(?:{_QUOTED}|[^\"'%]|%(?!\}}))*%\}}|\{{\{{(?:{_QUOTED}|[^\"'}}]|\}}(?!\}}))*\}}\}}", re.DOTALL
)
_FIRST = 0xE000  # private use: one character for each token while the markup is looked at
_MARK = re.compile("[\ue000-\uf8ff]")
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL)
_INLINE = frozenset("a abbr b cite code em i kbd q small span strong sub sup time".split())
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_LINE = re.compile(r"\n\s*\n|\n(?=[ \t]*(?:#+ |[-*>] |\d+\. |\|))")
_EDGE = re.compile(r"\s*(?:(?:#+|[-*>]|\d+\.)\s+)?")
_ALONE = re.compile(r"(?:^|\n)[ \t]*([\ue000-\uf8ff])[ \t]*(?=\n|$)")
_HEAD = re.compile(r'^((?:title|description): )("?)([^\n"{}]*[а-яё][^\n"{}]*?)\2$', re.MULTILINE)
_SPACE = re.compile(r"""\{\{-?\s*markup\(("\s+"|'\s+')\)\s*-?\}\}""")
_STRING = re.compile(_QUOTED)
_PLURAL = re.compile(r"""\bplural\((?:[^()"']*,\s*)?("[^"]*"|'[^']*'),\s*("[^"]*"|'[^']*'),\s*("[^"]*"|'[^']*')\)""")
_NAME = re.compile(r"[A-Za-z_][\w.]*")
_WORDS = frozenset("and else if in is not or".split())


def translated_template(source: str, translate: _Translate) -> str:
    """The text of a template in the language of ``translate``."""
    return _Template(source, translate).whole()


def template_messages(source: str) -> tuple[list[str], list[tuple[str, str]]]:
    """What a template says, and the words that it counts: the Russian forms for one and for many."""
    found: list[str] = []
    _Template(source, found.append).whole()
    counted = [(one[1:-1], many[1:-1]) for one, _, many in _PLURAL.findall(source)]
    return found, [(one, many) for one, many in counted if needs_translation(one)]


@dataclass
class _Template:
    source: str
    translate: _Translate
    tokens: list[str] = field(default_factory=list)

    def whole(self) -> str:
        """The template with everything said again."""
        self.tokens = _TOKEN.findall(self.source)
        numbers = iter(range(len(self.tokens)))
        flat = _TOKEN.sub(lambda _: chr(_FIRST + next(numbers)), self.source)
        self.tokens = [self._token(token) for token in self.tokens]
        flat = _HEAD.sub(self._head, flat)
        return self._restored("".join(self._runs(flat)))

    def _restored(self, flat: str) -> str:
        return _MARK.sub(lambda mark: self.tokens[ord(mark[0]) - _FIRST], flat)

    def _is_expression(self, mark: str) -> bool:
        token = self.tokens[ord(mark) - _FIRST]
        return token.startswith("{{") and not ("markup(" in token and not _SPACE.fullmatch(token))

    def _head(self, line: re.Match[str]) -> str:
        """A line of the front matter as a token; what is written there anew is in quotes whatever it is."""
        message, parts = self._message(line[3])
        text = self.translate(message)
        made = f'{line[1]}"{_filled(text, parts)}"' if text and not re.search(r'["\\]', text) else line[0]
        self.tokens.append(self._restored(made))
        return chr(_FIRST + len(self.tokens) - 1)

    def _token(self, token: str) -> str:
        """The strings inside an expression or a statement; those of a counted word are translated when it is
        counted."""
        if token.startswith("{#") or not needs_translation(token):
            return token
        counted = [found.span() for found in _PLURAL.finditer(token)]

        def string(found: re.Match[str]) -> str:
            if any(start <= found.start() < end for start, end in counted) or not needs_translation(found[0]):
                return found[0]
            text, quote = self.translate(found[0][1:-1]), found[0][0]
            return found[0] if text is None else quote + text.replace("\\", "\\\\").replace(quote, f"\\{quote}") + quote

        return _STRING.sub(string, token)

    def _runs(self, flat: str) -> Iterator[str]:
        """The text cut at what parts messages, each message translated."""
        run = ""
        for piece in self._pieces(flat):
            if self._parts_messages(piece):
                yield self._run(run)
                run = ""
                yield self._attributes(piece) if piece.startswith("<") else piece.removeprefix("\0")
            else:
                run += piece
        yield self._run(run)

    def _pieces(self, flat: str) -> Iterator[str]:
        """Tags, lines that begin something, tokens that part, and the text between them."""
        at = 0
        for tag in _TAG.finditer(flat):
            yield from self._lines(flat[at : tag.start()])
            yield tag[0]
            at = tag.end()
        yield from self._lines(flat[at:])

    def _lines(self, words: str) -> Iterator[str]:
        alone = {found.start(1) for found in _ALONE.finditer(words) if "{{-" not in self._restored(found[1])}
        cuts = {
            at: at + 1
            for at, character in enumerate(words)
            if _MARK.match(character) and not self._is_expression(character)
        }
        cuts |= {at: at + 1 for at in alone} | {found.start(): found.end() for found in _LINE.finditer(words)}
        last = 0
        for start, end in sorted(cuts.items()):
            if start < last:
                continue
            yield words[last:start]
            yield "\0" + words[start:end]
            last = end
        yield words[last:]

    def _parts_messages(self, piece: str) -> bool:
        if piece.startswith("\0"):
            return True
        name = re.match(r"</?([A-Za-z]\w*)", piece)
        return piece.startswith("<!--") or bool(name and name[1].lower() not in _INLINE)

    def _attributes(self, tag: str) -> str:
        def attribute(found: re.Match[str]) -> str:
            value = "".join(
                part if _MARK.fullmatch(part) and not self._is_expression(part) else self._translated(part, quotes=True)
                for part in self._cut(found[2])
            )
            return f'{found[1]}="{value}"'

        return _ATTRIBUTE.sub(attribute, tag)

    def _cut(self, value: str) -> list[str]:
        """An attribute cut at its statements."""
        parts = [""]
        for character in value:
            if _MARK.match(character) and not self._is_expression(character):
                parts += [character, ""]
            else:
                parts[-1] += character
        return parts

    def _run(self, run: str) -> str:
        """Words with inline tags; a tag without its other half parts them."""
        if not needs_translation(run):
            return run
        halves = _halves(run)
        if not needs_translation(_outside(run, halves)):
            return self._beside(run, halves)
        made, at = "", 0
        for tag in _TAG.finditer(run):
            if tag.start() not in halves:
                made += self._translated(run[at : tag.start()]) + self._attributes(tag[0])
                at = tag.end()
        return made + self._translated(run[at:])

    def _beside(self, run: str, halves: dict[int, int]) -> str:
        """Words in tags beside one another: each is a message, or several."""
        made, at = "", 0
        for tag in _TAG.finditer(run):
            if tag.start() >= at:
                end = halves.get(tag.start(), tag.end())
                closing = run.rindex("<", tag.end(), end) if end > tag.end() else end
                inner = self._run(run[tag.end() : closing])
                made += run[at : tag.start()] + self._attributes(tag[0]) + inner + run[closing:end]
                at = end
        return made + run[at:]

    def _translated(self, words: str, *, quotes: bool = False) -> str:
        """One message with its spaces around it as they are."""
        if not needs_translation(_TAG.sub("", words)):
            return _TAG.sub(lambda tag: self._attributes(tag[0]), words)
        before, inner = self._without_edges(words)
        if (
            (tag := _TAG.match(inner))
            and (end := _halves(inner).get(0))
            and not inner[tag.end() : inner.rindex("</", 0, end)].strip()
        ):
            return (
                before + inner[:end] + self._translated(words[len(before) + end :], quotes=quotes)
            )  # a sign before the words
        if inner.startswith("[") and inner.endswith("]("):  # a link of Markdown whose address is an expression
            before, inner = f"{before}[", inner[1:-2]
        after = words[len(before) + len(inner) :]
        if (tag := _TAG.match(inner)) and _halves(inner).get(0) == len(inner):  # all of it in one tag
            closing = inner.rindex("</")
            within = self._translated(inner[tag.end() : closing], quotes=quotes)
            return before + self._attributes(tag[0]) + within + inner[closing:] + after
        message, parts = self._message(inner)
        text = self.translate(message)
        if text is None:
            return before + _TAG.sub(lambda tag: self._attributes(tag[0]), inner) + after
        if quotes:
            text = text.replace('"', "&quot;")
        return before + _filled(text, parts) + after

    def _without_edges(self, words: str) -> tuple[str, str]:
        """What stands before a message, and the message; spaces that an expression prints are at its edges as well."""
        start = _EDGE.match(words)
        first, last = start.end() if start else 0, len(words)
        while first < last and self._is_space(words[first]):
            first += 1
        while last > first and self._is_space(words[last - 1]):
            last -= 1
        return words[:first], words[first:last]

    def _is_space(self, character: str) -> bool:
        return character.isspace() or bool(_MARK.match(character) and _SPACE.fullmatch(self._restored(character)))

    def _message(self, inner: str) -> tuple[str, dict[str, str]]:
        """The words with names for what is put into them, and what stands behind each name."""
        parts: dict[str, str] = {}
        message, at = "", 0
        opened: list[str] = []
        for found in re.finditer(rf"{_TAG.pattern}|{_MARK.pattern}", inner, re.DOTALL):
            message += inner[at : found.start()]
            at = found.end()
            if not found[0].startswith("<"):
                token = self._restored(found[0])
                if _SPACE.fullmatch(token):
                    message += " "
                    continue
                if token.startswith("{{-"):
                    message = message.rstrip()
                if token.endswith("-}}"):
                    at += len(inner[at:]) - len(inner[at:].lstrip())
                name = _free("{" + _name(token) + "}", parts)
                parts[name] = "{{ " + token[2:-2].strip("-").strip() + " }}"
            elif found[0].startswith("</"):
                name = f"</{opened.pop()}>"
                parts[name] = found[0]
            else:
                name = _free(re.match(r"<\w+", found[0])[0].lower() + ">", parts)  # type: ignore[index]
                opened.append(name[1:-1])
                parts[name] = self._attributes(found[0])
            message += name
        return " ".join((message + inner[at:]).split()), parts


def _filled(text: str, parts: dict[str, str]) -> str:
    return PARTS.sub(lambda part: parts.get(part[0], part[0]), text)


def _halves(run: str) -> dict[int, int]:
    """Where a tag begins that has its other half -> where the other half ends; both halves are named."""
    found: dict[int, int] = {}
    opened: list[tuple[str, int]] = []
    for tag in _TAG.finditer(run):
        name = tag[0].strip("</>").split()[0].lower()
        if not tag[0].startswith("</"):
            opened.append((name, tag.start()))
        elif opened and opened[-1][0] == name:
            start = opened.pop()[1]
            found |= {start: tag.end(), tag.start(): tag.end()}
    return found


def _outside(run: str, halves: dict[int, int]) -> str:
    """What of a text stands in none of its tags."""
    made, at = "", 0
    while at < len(run):
        at, piece = (halves[at], "") if at in halves else (at + 1, run[at])
        made += piece
    return made


def _name(token: str) -> str:
    """What a translator calls an expression: the last word of what it shows."""
    shown = _STRING.sub("", token[2:-2].strip("- ")).split("|")[0]
    call = re.match(r"[\w.]+\((.*)", shown, re.DOTALL)
    names = [name for part in (call[1] if call else shown, shown) for name in _NAME.findall(part)]
    return next((name for name in names if name not in _WORDS), "it").rpartition(".")[2]


def _free(name: str, taken: dict[str, str]) -> str:
    number = 2
    made = name
    while made in taken:
        made = f"{name[:-1]}{number}{name[-1]}"
        number += 1
    return made
