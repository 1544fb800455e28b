"""Whether two ways to write an organisation may mean one: «МБОУ СОШ № 5» and «Средняя школа № 5 г. Батайска».

The words of the rule are data (``organization_words``): the form of the site reads them, so that it says the same.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from generator.text.russian import ENDING, stem

#: longer names of kinds of schools, in small letters, and the short one they stand for
_KINDS = (
    ("средн[а-я]+ (?:общеобразовательн[а-я]+ )?школ[а-я]*", "сош"),
    ("основн[а-я]+ (?:общеобразовательн[а-я]+ )?школ[а-я]*", "оош"),
    ("начальн[а-я]+ (?:общеобразовательн[а-я]+ )?школ[а-я]*", "нош"),
    ("школ[а-я]*[ -]интернат[а-я]*", "интернат"),
    ("детск[а-я]+ сад[а-я]*", "сад"),
    ("гимнази[а-я]*", "гимназия"),
    ("лице[йяею][а-я]*", "лицей"),
    ("школ[аыеуой]+", "школа"),
)
#: people write «школа» for all of these
_SCHOOLS = ("школа", "сош", "оош", "нош")
_SHORT = frozenset(short for _, short in _KINDS)
#: legal forms and words for places, which one writes and another leaves out
_LEFT_OUT = (
    "[мгфчн]{0,2}[бака]?(?:д|п)?оу(?:до|дод|дпо)?|[мг][бак]?у(?:до|дпо)?|фг[бак]у|ано|чоу|гпоу|дпо|до"
    "|муниципальн[а-я]+|государственн[а-я]+|федеральн[а-я]+|бюджетн[а-я]+|автономн[а-я]+|казенн[а-я]+|частн[а-я]+"
    "|общеобразовательн[а-я]+|образовательн[а-я]+|дошкольн[а-я]+|учреждени[а-я]+"
    "|г|гор|город[а-я]*|с|сел[аоу]|п|пос|поселк?о?[а-я]*|х|хутор[а-я]*|ст|ст-ц[аы]|станиц[а-я]+|д|дер|деревн[а-я]+|рп|пгт"
    "|им|имени|на|и|в|при|no|n"
)


def organization_words() -> dict[str, Any]:
    """The words of the rule for a program that has none of its own: ``kinds`` (pattern, short name), ``schools``,
    ``left_out`` and ``ending`` (patterns)."""
    return {"kinds": _KINDS, "schools": _SCHOOLS, "left_out": _LEFT_OUT, "ending": ENDING}


def alike_organizations(written: str, title: str, *, exactly: bool = False) -> bool:
    """Return True where both may be names of one organisation: the same numbers, and every word of the shorter name in
    the longer one; a name of common words only («школа») is like none. With ``exactly`` only a number lets a name be
    shorter: «Новая надежда» is not «Надежда»."""
    (kind, numbers, words), (other, its_numbers, its_words) = _read(written), _read(title)
    if numbers != its_numbers or not (numbers or (words and its_words)):
        return False
    if kind and other and kind != other and not _both_schools(kind, other):
        return False
    return words == its_words or (bool(numbers or not exactly) and (words <= its_words or its_words <= words))


def organization_key(title: str) -> frozenset[str]:
    """What two names have in common that are exactly alike: their numbers, else all their words. Only names of one key
    need be compared."""
    _, numbers, words = _read(title)
    return numbers or words


def _both_schools(kind: str, other: str) -> bool:
    return _SCHOOLS[0] in (kind, other) and kind in _SCHOOLS and other in _SCHOOLS


@cache
def _read(name: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """The kind of place, the numbers and the other words of a name, forms of one word made equal."""
    raw = re.sub("[«»„“”\"'’]", " ", name.lower().replace("ё", "е"))
    for pattern, short in _KINDS:
        raw = re.sub(pattern, f" {short} ", raw)
    found = re.findall(r"[0-9]+|[a-zа-я]+(?:-[a-zа-я]+)*", raw)
    kind = next((word for word in found if word in _SHORT), "")
    numbers = frozenset(word.lstrip("0") for word in found if word.isdigit())
    rest = (word for word in found if not word.isdigit() and word not in _SHORT)
    return kind, numbers, frozenset(stem(word) for word in rest if not re.fullmatch(_LEFT_OUT, word))
