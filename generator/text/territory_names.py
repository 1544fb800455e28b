"""Whether two titles may be those of one territory: «Татарстан» and «Республика Татарстан», «Арский район» and «Арский
муниципальный район»."""

from __future__ import annotations

import re

from generator.text.russian import stem

_KIND = re.compile(
    r"республик\w*|област\w*|обл|кра[йяею]|автономн\w+|народн\w+|округ\w*|район\w*|р-н|муниципальн\w+|городск\w+"
    r"|город\w*|г|го|мо|ао|федеральн\w+|значени\w+|образовани\w+|внутригородск\w+"
)
_TOWN = re.compile(r"\bгород\w*|\bг\.")
_LAND = re.compile(r"\bрайон\w*|\bр-н|\bкра[йя]\b|\bобласт|\bобл\b")


def alike_territories(one: str, other: str) -> bool:
    """Return True where the names without the words for kinds of territories are the same, or one says more («Северная
    Осетия — Алания»); a town is not the district around it."""
    plain, its_plain = one.casefold().replace("ё", "е"), other.casefold().replace("ё", "е")
    if bool(_TOWN.search(plain)) != bool(_TOWN.search(its_plain)) and (_LAND.search(plain) or _LAND.search(its_plain)):
        return False
    words, its_words = _names(plain), _names(its_plain)
    return bool(words and its_words) and (words <= its_words or its_words <= words)


def _names(title: str) -> frozenset[str]:
    words = re.findall(r"[a-zа-я0-9]+(?:-[a-zа-я0-9]+)*", title)
    return frozenset(stem(word) for word in words if not _KIND.fullmatch(word))
