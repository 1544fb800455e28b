"""Letters of another alphabet inside a word: a Latin «c» in «дoступнocть» looks right and is never found.

Pure. Only a word that mixes alphabets is told; what people mix on purpose («IT-класс», «3D-модель», «Zoomе», «PHPшник»)
is not. Source of the pairs: the confusables of UTS 39, as far as they look alike in the fonts of screens.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

#: letters that look alike: Latin, Cyrillic
ALIKE = dict(zip("ABCEHKMOPTXYaceopxykËë", "АВСЕНКМОРТХУасеорхукЁё", strict=True))
_TO_LATIN = {cyrillic: latin for latin, cyrillic in ALIKE.items() if latin.isascii()}
_TO_LATIN |= dict(zip("ІЅЈіѕјһԁԛԝ", "ISJisjhdqw", strict=True))
#: Greek capitals and the small omicron; the other small letters are names of quantities («ρgh», «2πr»)
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True))

_SCRIPTS = {
    "cyrillic": "\u0400-\u052f",
    "latin": "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f",
    "greek": "\u0370-\u03ff",
}
_LETTERS = "".join(_SCRIPTS.values())
_DIGITS = "0-9₀-₉"
_WORD = re.compile(f"[{_LETTERS}]+(?:[{_DIGITS}]+[{_LETTERS}]*)*")
_OTHER = "".join(letters for name, letters in _SCRIPTS.items() if name != "cyrillic")
#: where a letter that is not Cyrillic, or a digit, stands beside a Cyrillic one; and any Greek letter: asked first
_BESIDE = re.compile(f"[{_OTHER}{_DIGITS}](?:(?=[{_SCRIPTS['cyrillic']}])|(?<=[{_SCRIPTS['cyrillic']}].))")
_ANY_GREEK = re.compile(f"[{_SCRIPTS['greek']}]")
#: where a word turns to another alphabet: without such a place no word of a text is mixed, and most texts have none
_TURNS = tuple(
    re.compile(one.format(digits=_DIGITS, other=_OTHER, **_SCRIPTS))  # each begins with what a text has little of
    for one in (
        "[{other}](?:(?=[{cyrillic}])|(?<=[{cyrillic}].))",
        "[{digits}](?:(?<=[{cyrillic}].)[{digits}]*[{other}]|(?<=[{other}].)[{digits}]*[{cyrillic}])",
        "[{greek}](?:[{digits}]*[{latin}]|(?<=[{latin}{digits}].))",
    )
)
_RUN = re.compile("|".join(f"(?P<{name}>[{letters}]+)" for name, letters in _SCRIPTS.items()))
_ELEMENTS = (
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Cr Mn Fe Co Ni Cu Zn As Se Br Kr Ag Sn Sb I Ba W Pt Au Hg Pb U"
)
_FORMULA = re.compile(f"(?:(?:{'|'.join(sorted(_ELEMENTS.split(), reverse=True))})[{_DIGITS}]*)+")
_ESCAPED = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[A-Za-z])")
#: how Russian words end whose stem is written in Latin letters («в Zoomе», «от Chromeа»)
_ENDINGS = frozenset("а е у о ах ех".split())


class Foreign(NamedTuple):
    """A word that mixes alphabets: where it begins (from 0), the word, where its first foreign letter stands, and what
    can have been meant: one text when that is certain, two when only a person knows."""

    at: int
    word: str
    letter_at: int
    meant: tuple[str, ...]

    @property
    def letter(self) -> str:
        """The letter that is not of the alphabet of the word."""
        return self.word[self.letter_at - self.at]

    @property
    def instead(self) -> str | None:
        """The word as it was certainly meant."""
        return self.meant[0] if len(self.meant) == 1 else None


def foreign_letters(text: str) -> Iterator[Foreign]:
    """The words of ``text`` with letters of another alphabet that look like letters of their own.

    An escape (``\\n``, ``\\u000a``) is no part of a word."""
    if not may_be_mixed(text):
        return
    plain = _ESCAPED.sub(lambda character: " " * len(character[0]), text) if "\\" in text else text
    for match in _WORD.finditer(plain):
        word = match[0]
        meant = _meant(word, after_digit=plain[: match.start()][-1:].isdigit())
        if meant:
            letter = next(n for n, (was, now) in enumerate(zip(word, meant[0], strict=False)) if was != now)
            yield Foreign(match.start(), word, match.start() + letter, meant)


def in_one_alphabet(text: str) -> str:
    """``text`` whose mixed words are in letters of one alphabet, where it is certain which one."""
    for found in reversed([*foreign_letters(text)]):
        if found.instead is not None:
            text = text[: found.at] + found.instead + text[found.at + len(found.word) :]
    return text


def may_be_mixed(text: str) -> bool:
    """False where :func:`foreign_letters` finds nothing in ``text``, nor in any line of it, told at little cost."""
    if text.isascii() or not (_BESIDE.search(text) or _ANY_GREEK.search(text)):
        return False
    return any(turn.search(text) for turn in _TURNS)


def in_latin(word: str) -> str:
    """``word`` whose letters that look like Latin ones are Latin: what a name of a field or an identifier shows."""
    return "".join(_TO_LATIN.get(letter) or _GREEK.get(letter, letter) for letter in word)


def alphabet(letter: str) -> str:
    """«латинская», «греческая» or «кириллическая», as a message calls a letter."""
    script = _script(letter)
    return {"latin": "латинская", "greek": "греческая", "cyrillic": "русская"}[script]


def _script(run: str) -> str:
    return next(name for name, letters in _SCRIPTS.items() if re.match(f"[{letters}]", run))


def _meant(word: str, *, after_digit: bool) -> tuple[str, ...]:
    """What a word can be once all its letters are of one alphabet; () where it is not mixed, or mixed on purpose."""
    if word.isascii() or len({script for script, _ in _runs(word)}) < 2:
        return ()
    latin, russian = in_latin(word), "".join(ALIKE.get(_GREEK.get(letter, letter), letter) for letter in word)
    meant = {
        script: now for now, script in ((russian, "cyrillic"), (latin, "latin"))
        if {found for found, _ in _runs(now)} == {script}
    }  # fmt: skip
    if "latin" in meant and re.search(f"[{_DIGITS}]", word) and _FORMULA.fullmatch(latin):
        return (latin,)
    letters = word.rstrip("0123456789₀₁₂₃₄₅₆₇₈₉")
    if re.search(f"[{_DIGITS}]", letters) or _on_purpose(_runs(letters), meant.keys(), after_digit):
        return ()
    return tuple(meant.values())


def _runs(word: str) -> list[tuple[str, str]]:
    return [(match.lastgroup or "", match[0]) for match in _RUN.finditer(word)]


def _on_purpose(runs: list[tuple[str, str]], fits: Collection[str], after_digit: bool) -> bool:
    """Return True for what Russian texts mix: «PHPшник», «ТехноHOT», «в Zoomе», «4Kвидео», «Vср», «Eк»."""
    if len(runs) != 2 or {script for script, _ in runs} != {"latin", "cyrillic"}:
        return False
    latin, russian = (next(run for script, run in runs if script == one) for one in ("latin", "cyrillic"))
    first = runs[0][0] == "latin"
    capitals = latin.isupper() and russian[0 if first else -1].islower()
    if capitals and (len(latin) > 1 or (first and after_digit)):
        return True
    if first and capitals and len(russian) < 4 and "latin" in fits and ("cyrillic" not in fits or len(russian) == 1):
        return True  # a quantity and its index
    return first and len(latin) > 1 and russian in _ENDINGS and "cyrillic" not in fits
