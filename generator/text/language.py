"""The language in which the site speaks to its reader: Russian, or another one while :func:`using_language` says so.

What stands in templates, in scripts and in Python is Russian, and Russian is complete by itself. Another language is a
catalogue from these very words to its own (``generator/settings/languages`` reads it); what it does not know stays
Russian.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias, TypeVar

from babel import Locale
from babel.core import UnknownLocaleError

NATIVE = "ru"
_T = TypeVar("_T")
#: languages of the peoples of Russia to which CLDR gives no Russian name (ISO 639-3)
_OF_RUSSIA = dict(
    part.split(" ", 1)
    for part in (
        "agx агульский,bxr бурятский,ckt чукотский,cjs шорский,clw чулымский,dlg долганский,enf энецкий,ess эскимосский"
        ",eve эвенский,evn эвенкийский,gld нанайский,itl ительменский,kca хантыйский,ket кетский,kim тофаларский"
        ",kjh хакасский,kpv коми-зырянский,kpy корякский,lbe лакский,mhr лугово-марийский,mns мансийский"
        ",mrj горномарийский,neg негидальский,nio нганасанский,niv нивхский,oaa орокский,oac орочский"
        ",olo карельский (ливвиковское наречие),rut рутульский,sjd кильдинский саамский,tab табасаранский,tkr цахурский"
        ",ude удэгейский,ulc ульчский,vep вепсский,ykg тундренный юкагирский,yrk ненецкий,yux колымский юкагирский"
    ).split(",")
)


@dataclass(frozen=True)
class Language:
    """``code`` is its BCP 47 code; ``messages`` are its words by the Russian ones; ``plurals`` its forms of a counted
    word by the Russian form for one; ``form_of`` which of them a number takes,
    ``rule`` the same as an expression of C; ``digest`` tells two states of its catalogue apart."""

    code: str
    messages: Mapping[str, str] = field(default_factory=dict)
    plurals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    form_of: Callable[[int], int] = lambda n: int(n != 1)
    rule: str = "(n != 1)"
    digest: str = ""

    @cached_property
    def locale(self) -> Locale:
        """Its dates and numbers; the Russian ones where nobody has written them down."""
        try:
            return Locale.parse(self.code, sep="-")
        except (UnknownLocaleError, ValueError):
            return Locale(NATIVE)


_current: ContextVar[Language | None] = ContextVar("language", default=None)


def current_language() -> Language | None:
    """The language that is spoken now; None for Russian."""
    return _current.get()


def current_language_code() -> str:
    """The code of the language that is spoken now."""
    language = _current.get()
    return language.code if language else NATIVE


@contextmanager
def using_language(language: Language | None) -> Iterator[None]:
    """Speak this language inside the block; None is Russian."""
    before = _current.set(language)
    try:
        yield
    finally:
        _current.reset(before)


def each_in_language(language: Language | None, found: Iterator[_T]) -> Iterator[_T]:
    """What an iterator finds, each found in this language: whoever takes it speaks its own in between."""
    while True:
        with using_language(language):
            try:
                one = next(found)
            except StopIteration:
                return
        yield one


def in_current_language(call: Callable[..., _T]) -> Callable[..., _T]:
    """The function as it is called in the language that is spoken now, whenever it is called."""
    language = _current.get()

    def in_its_language(*args: object) -> _T:
        with using_language(language):
            return call(*args)

    return in_its_language


def tr(words: str, **values: object) -> str:
    """The Russian words in the language that is spoken; ``values`` stand in them where they say ``{name}``."""
    language = _current.get()
    message = words if language is None else language.messages.get(words, words)
    return message.format(**values) if values else message


def word_forms(one: str, few: str, many: str) -> tuple[str, ...]:
    """The forms of a counted word, in the order in which the language that is spoken counts them."""
    language = _current.get()
    return (language.plurals.get(one) if language else None) or (one, few, many)


def language_code(name: str) -> str:
    """The code of a language by its Russian name: tt for «татарский»; empty for no such language."""
    wanted = name.strip().casefold()
    known = {**_OF_RUSSIA, **Locale(NATIVE).languages}
    return next((code for code, its in known.items() if its.casefold() == wanted), "")


def is_language(code: str) -> bool:
    """Whether a BCP 47 code names a language that is known: tt, be-Latn, pt-BR."""
    try:
        return Locale.parse(code, sep="-").language in Locale(NATIVE).languages and code == code.strip()
    except (UnknownLocaleError, ValueError):
        return code in Locale(NATIVE).languages or code in _OF_RUSSIA


def language_name(code: str) -> str:
    """The name of a language by its BCP 47 code, in the language that is spoken: «татарский»; the code itself where
    nobody has named it."""
    language = _current.get()
    locale = language.locale if language else Locale(NATIVE)
    try:
        return Locale.parse(code, sep="-").get_display_name(locale) or code
    except (UnknownLocaleError, ValueError):
        return locale.languages.get(code) or (_OF_RUSSIA.get(code, code) if language is None else code)


# --- sentences that wait for their reader -----------------------------------------------------------------------------
# What is computed once is told by the check in Russian and by the site in its own language.

_Part: TypeAlias = "str | int | Phrase | tuple[Phrase, ...]"
"""What is put into a phrase: a name or a number as it is, phrases in the language that is asked for."""


@dataclass(frozen=True)
class Phrase:
    """A sentence with words that are known only later: Russian as text, else in the language of a page.

    ``words`` say ``{name}`` where a part of ``given`` stands, several phrases with commas between them. An empty one
    is false."""

    words: str = ""
    given: tuple[tuple[str, _Part], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)

    def __str__(self) -> str:
        return self.words.format(**self._parts(str)) if self.given else self.words

    def translated(self) -> str:
        """The phrase in the language that is spoken."""
        return tr(self.words, **self._parts(Phrase.translated))

    def _parts(self, say: Callable[[Phrase], str]) -> dict[str, str | int]:
        return {name: _put(part, say) for name, part in self.given}


def phrase(words: str, **given: _Part) -> Phrase:
    """A phrase with its parts by their names."""
    return Phrase(words, tuple(given.items()))


def _put(part: _Part, say: Callable[[Phrase], str]) -> str | int:
    if isinstance(part, tuple):
        return ", ".join(map(say, part))
    return say(part) if isinstance(part, Phrase) else part
