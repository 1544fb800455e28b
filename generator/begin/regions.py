"""What the subjects of Russia are called in its Constitution (article 65), to know a misspelt one."""

from __future__ import annotations

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


def doubt_of_region(title: str) -> str:
    """What makes one doubt that there is a region of this name; empty for nothing."""
    if title in REGIONS or (zone_by_title(title) and not certainly(title, REGIONS)):
        return ""
    meant = certainly(title, REGIONS) or nearest(title, REGIONS)
    if meant and meant.casefold() == title.casefold():
        return ""
    return f"региона «{title}» нет в списке регионов России" + (f"; возможно, «{meant}»" if meant else "")
