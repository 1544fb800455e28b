"""What the subjects of Russia are called in its Constitution (article 65), to know a misspelt one, and which kind of
territory a title names."""

from __future__ import annotations

import re

from generator import text
from generator.catalog.computed.russian_zones import zone_by_title
from generator.problems import certainly, nearest

_REPUBLICS = (
    "Адыгея, Алтай, Башкортостан, Бурятия, Дагестан, Ингушетия, Калмыкия, Карелия, Коми, Крым, Марий Эл, Мордовия, "
    "Саха (Якутия), Северная Осетия — Алания, Татарстан, Тыва, Хакасия"
)
_OTHER_REPUBLICS = (
    "Донецкая Народная, Кабардино-Балкарская, Карачаево-Черкесская, Луганская Народная, Удмуртская, Чеченская"
)
_LANDS = (
    "Алтайский, Забайкальский, Камчатский, Краснодарский, Красноярский, Пермский, Приморский, Ставропольский, "
    "Хабаровский"
)
_OBLASTS = (
    "Амурская, Архангельская, Астраханская, Белгородская, Брянская, Владимирская, Волгоградская, Вологодская, "
    "Воронежская, Запорожская, Ивановская, Иркутская, Калининградская, Калужская, Кировская, Костромская, Курганская, "
    "Курская, Ленинградская, Липецкая, Магаданская, Московская, Мурманская, Нижегородская, Новгородская, "
    "Новосибирская, Омская, Оренбургская, Орловская, Пензенская, Псковская, Ростовская, Рязанская, Самарская, "
    "Саратовская, Сахалинская, Свердловская, Смоленская, Тамбовская, Тверская, Томская, Тульская, Тюменская, "
    "Ульяновская, Херсонская, Челябинская, Ярославская"
)
REGIONS = (
    *(f"Республика {one}" for one in _REPUBLICS.split(", ")),
    *(f"{one} Республика" for one in _OTHER_REPUBLICS.split(", ")),
    "Чувашская Республика — Чувашия",
    *(f"{one} край" for one in _LANDS.split(", ")),
    *(f"{one} область" for one in _OBLASTS.split(", ")),
    "Кемеровская область — Кузбасс", "Москва", "Санкт-Петербург", "Севастополь", "Еврейская автономная область",
    "Ненецкий автономный округ", "Ханты-Мансийский автономный округ — Югра", "Чукотский автономный округ",
    "Ямало-Ненецкий автономный округ",
)  # fmt: skip

#: names that share no word with those of documents
_SHORT = {
    "башкирия": "Республика Башкортостан", "удмуртия": "Удмуртская Республика", "чечня": "Чеченская Республика",
    "чувашия": "Чувашская Республика — Чувашия", "якутия": "Республика Саха (Якутия)", "тува": "Республика Тыва",
    "кабардино-балкария": "Кабардино-Балкарская Республика", "спб": "Санкт-Петербург", "петербург": "Санкт-Петербург",
    "карачаево-черкесия": "Карачаево-Черкесская Республика", "днр": "Донецкая Народная Республика",
    "лнр": "Луганская Народная Республика", "чукотка": "Чукотский автономный округ",
    "еао": "Еврейская автономная область", "нао": "Ненецкий автономный округ",
    "хмао": "Ханты-Мансийский автономный округ — Югра", "югра": "Ханты-Мансийский автономный округ — Югра",
    "хмао — югра": "Ханты-Мансийский автономный округ — Югра", "янао": "Ямало-Ненецкий автономный округ",
    "ямал": "Ямало-Ненецкий автономный округ", "кузбасс": "Кемеровская область — Кузбасс",
}  # fmt: skip
_FEDERAL_CITIES = ("москва", "санкт-петербург", "севастополь", "петербург", "спб")
#: how the names begin by which people call republics and autonomous okrugs without the word for it
_CALLED_REPUBLICS = (
    "адыге|башк|бурят|дагестан|днр|ингуш|кабардин|калмык|карачаев|карел|коми|крым|лнр|марий|мордови|саха(?!л)"
    "|северная осет|осет|татарстан|тыв|тува|удмурт|хакас|чечен|чечн|чуваш|якут"
)
_CALLED_OKRUGS = "ханты|хмао|югра|ямал|янао|ненецк|нао|чукот"
#: whole words of a title -> the term of the list of territory kinds, the narrower ones first
_REGION_TYPES = (
    (r"\bавтономная область\b|^еао\b", "autonomous-oblast"),
    (r"\bавтономный округ\b|\bао$", "autonomous-okrug"),
    (r"\bкрай\b", "krai"),
    (r"\bреспублика\b", "republic"),
    (r"\bобл(?:асть|\.|$)", "oblast"),
    (rf"^(г\.|город\b)|^({'|'.join(_FEDERAL_CITIES)})\b", "federal-city"),
    (rf"^(?:{_LANDS.casefold().replace(', ', '|')})$", "krai"),
    (rf"^(?:{_CALLED_OKRUGS})", "autonomous-okrug"),
    (rf"^(?:{_CALLED_REPUBLICS})", "republic"),
)
_DISTRICT_TYPES = (
    (r"\bгородской округ\b|\bзато\b|\bг\. ?о\.|\bго$", "city-okrug"),
    (r"\bокруг\b|\bм\. ?о\.|\bмо$", "municipal-okrug"),
    (r"\bрайон\b|\bр-н\b|\bм\. ?р\.|\bулус\b|\bкожуун\b|\bаймак\b", "municipal-district"),
    (r"^(г\.|город\b)", "city"),
    (r"(ий|ый|ой)$", "municipal-district"),  # «Куйбышевский»: the word «район» is left out
)


def type_of_region(title: str) -> str:
    """The kind of territory that the title of a region names, a term of the list ``territory-kinds``."""
    return _type_of(title, _REGION_TYPES, "oblast")


def type_of_district(title: str, region_type: str = "") -> str:
    """The same for what a region consists of: without a word for it a title is that of a city. What a city with the
    rights of a region consists of are its districts, whatever they are called there, but for the towns in it that are
    called so."""
    its_own = region_type == "federal-city"
    found = _type_of(title, _DISTRICT_TYPES, "city-district" if its_own else "city")
    return "city-district" if its_own and found == "municipal-district" else found


def _type_of(title: str, types: tuple[tuple[str, str], ...], otherwise: str) -> str:
    words = title.strip().casefold()
    return next((found for pattern, found in types if re.search(pattern, words)), otherwise)


def official_title(title: str) -> str:
    """The title of the region in documents where an everyday name can mean no other: «Татарстан» is Республика
    Татарстан; else the title as it is. Two bases that call a region by two names would have two regions."""
    if re.search(r"\b(?:край|область|республика|округ|город)\b", title.casefold()) or title in REGIONS:
        return title
    if title.strip().casefold() == "алтай":  # a republic, and what people call the land beside it
        return title
    full_name = _SHORT.get(" ".join(title.casefold().split()))
    meant = [one for one in REGIONS if full_name == one or (not full_name and text.alike_territories(title, one))]
    return meant[0] if len(meant) == 1 else title


def doubt_of_region(title: str) -> str:
    """What makes one doubt that there is a region of this name; empty for nothing."""
    if official_title(title) in REGIONS or (zone_by_title(title) and not certainly(title, REGIONS)):
        return ""
    meant = certainly(title, REGIONS) or nearest(title, REGIONS)
    if meant and meant.casefold() == title.casefold():
        return ""
    return f"региона «{title}» нет в списке регионов России" + (f"; возможно, «{meant}»" if meant else "")
