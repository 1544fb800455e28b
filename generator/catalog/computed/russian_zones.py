"""By whose clock the subjects of Russia live, and which time zone a misspelt name means.

Source: the time zone database (https://www.iana.org/time-zones), comments of ``zone.tab`` and of ``europe`` and
``asia``; the first two digits of a code are those of ОКТМО. Where a subject lives by several clocks (Sakha, Sakhalin),
it is that of most of its people."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo, available_timezones

from generator.problems import certainly, nearest

#: time zones by the city people know them by; other spellings are those of the database
ZONES = {
    "калининград": "Europe/Kaliningrad", "москва": "Europe/Moscow", "московское": "Europe/Moscow",
    "мск": "Europe/Moscow",
    "самара": "Europe/Samara", "екатеринбург": "Asia/Yekaterinburg", "омск": "Asia/Omsk",
    "новосибирск": "Asia/Novosibirsk", "томск": "Asia/Tomsk", "барнаул": "Asia/Barnaul",
    "красноярск": "Asia/Krasnoyarsk", "иркутск": "Asia/Irkutsk", "чита": "Asia/Chita", "якутск": "Asia/Yakutsk",
    "владивосток": "Asia/Vladivostok", "магадан": "Asia/Magadan", "камчатка": "Asia/Kamchatka",
}  # fmt: skip
#: zone -> how the words of its subjects' titles begin, and the codes of these subjects
_SUBJECTS = {
    "Europe/Kaliningrad": "калининградск 27",
    "Europe/Simferopol": "крым севастопол 35 67",
    "Europe/Kirov": "кировск 33",
    "Europe/Volgograd": "волгоградск 18",
    "Europe/Samara": "самарск удмурт 36 94",
    "Europe/Astrakhan": "астраханск 12",
    "Europe/Saratov": "саратовск 63",
    "Europe/Ulyanovsk": "ульяновск 73",
    "Asia/Yekaterinburg": (
        "башк пермск курганск оренбургск свердловск тюменск челябинск ханты хмао ямало янао 37 53 57 65 71 75 80"
    ),
    "Asia/Omsk": "омск 52",
    "Asia/Barnaul": "алта 01 84",
    "Asia/Novosibirsk": "новосибирск 50",
    "Asia/Tomsk": "томск 69",
    "Asia/Krasnoyarsk": "красноярск тыва тува хакас 04 93 95",
    "Asia/Novokuznetsk": "кемеровск кузбасс 32",
    "Asia/Irkutsk": "иркутск бурят 25 81",
    "Asia/Chita": "забайкальск 76",
    "Asia/Yakutsk": "амурск якути саха 10 98",
    "Asia/Vladivostok": "приморск хабаровск еврейск еао 05 08 99",
    "Asia/Magadan": "магаданск 44",
    "Asia/Sakhalin": "сахалинск 64",
    "Asia/Kamchatka": "камчатск 30",
    "Asia/Anadyr": "чукотск 77",
    "Europe/Moscow": (
        "адыге архангельск белгородск брянск владимирск вологодск воронежск дагестан ивановск ингуш кабардин калмык "
        "калужск карачаев карели коми костромск краснодарск кубан курск ленинградск липецк марий мордови москв москов "
        "мурманск ненецк нижегородск новгородск орловск осети пензенск петербург псковск ростовск рязанск смоленск "
        "ставропольск тамбовск татарстан тверск тульск чечен чеченск чуваш ярославск "
        "03 07 11 14 15 17 19 20 22 24 26 28 29 34 38 40 41 42 45 46 47 49 54 56 58 60 61 66 68 70 78 79 82 83 85 86 "
        "87 88 89 90 91 92 96 97"
    ),
}
#: hours ahead of Greenwich -> the zone of most people who live so
_BY_HOURS = {
    2: "Europe/Kaliningrad", 3: "Europe/Moscow", 4: "Europe/Samara", 5: "Asia/Yekaterinburg", 6: "Asia/Omsk",
    7: "Asia/Krasnoyarsk", 8: "Asia/Irkutsk", 9: "Asia/Yakutsk", 10: "Asia/Vladivostok", 11: "Asia/Magadan",
    12: "Asia/Kamchatka",
}  # fmt: skip
_OFFSET = re.compile(r"(utc|gmt|мск|msk)?_?\+_?0?(\d{1,2})(?::?00)?")
_BY_BEGINNING = {one: zone for zone, names in _SUBJECTS.items() for one in names.split()}


def zone_by_code(oktmo: str) -> str:
    """The zone of the subject to which a code of ОКТМО belongs; empty for a code of none."""
    return _BY_BEGINNING.get(oktmo[:2], "")


def zone_by_title(region: str) -> str:
    """The zone of the subject that is called so («Омская область»); empty for a title of none."""
    plain = region.casefold().replace("ё", "е")
    words = re.findall(r"[а-я]+", plain)
    found = [one for one in _BY_BEGINNING if any(word.startswith(one) for word in words)]
    if "ямало" in found or "ханты" in found:
        return "Asia/Yekaterinburg"
    return _BY_BEGINNING[max(found, key=len)] if found else ""


def zone_meant(written: str, likely: str = "") -> str:
    """The zone of the database that a name which is none comes nearest to: «Омск», «Азия/Омск», ``asia/omsk``,
    ``Asia/Omck`` and «UTC+6» all mean ``Asia/Omsk``; where none is near, ``likely``. Of several zones of one offset
    it is ``likely`` too, where that is one of them."""
    plain = " ".join(written.casefold().split()).replace(" ", "_")
    if offset := _OFFSET.fullmatch(plain):
        hours = int(offset[2]) + (3 if offset[1] in ("мск", "msk") else 0)
        return likely if likely and _hours_of(likely) == hours else _BY_HOURS.get(hours, likely)
    city = plain.rpartition("/")[2]
    if city in ZONES:
        return ZONES[city]
    known = {zone.casefold(): zone for zone in sorted(available_timezones()) if "/" in zone}
    cities = {zone.rpartition("/")[2]: name for zone, name in known.items() if zone.startswith(("asia/", "europe/"))}
    if plain in cities:
        return cities[plain]
    meant = certainly(plain, known) or certainly(city, ZONES) or (nearest(plain, known) if "/" in plain else None)
    return known.get(meant or "") or ZONES.get(meant or "", "") or zone_by_title(written) or likely


def _hours_of(zone: str) -> float:
    offset = dt.datetime(2025, 1, 1, tzinfo=ZoneInfo(zone)).utcoffset()
    return offset.total_seconds() / 3600 if offset else 0
