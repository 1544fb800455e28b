"""What the keeper of a new base is asked: each question once, for the terminal and for the flags."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pydantic_core import PydanticCustomError

from generator import text
from generator.begin.regions import doubt_of_region, official_title, type_of_district, type_of_region
from generator.catalog.computed.russian_zones import zone_by_code, zone_by_title, zone_meant
from generator.catalog.computed.zones import is_zone
from generator.records import scalars
from generator.settings.forge import forge_of

#: a section of the site -> its heading and the kinds of records that it holds
SECTIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "practices": ("Практики", ("practices", "replications", "reviews")),
    "territories": ("Территории", ("regions", "districts")),
    "programmes": ("Программы", ("programmes",)),
    "indicators": ("Показатели", ("indicators", "values")),
    "communities": ("Сообщества", ("associations", "centers", "organizations")),
    "events": ("События", ("events", "series")),
    "learning": ("Развитие", ("tracks", "courses", "diagnostics")),
    "reference": ("Справочник", ("documents", "terms")),
}
PLATFORMS = ("github", "gitlab", "forgejo", "none")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Wishes:
    """The answers. ``district`` and ``region`` may be empty; ``address`` is where the site will be, empty where nobody
    knows yet; ``colour`` is #rrggbb or empty."""

    name: str = "Методическая база"
    region: str = ""
    district: str = ""
    oktmo: str = ""
    timezone: str = ""
    sections: tuple[str, ...] = ("practices", "territories", "communities", "events", "reference")
    address: str = ""
    repo: str = ""
    forge: str = "none"
    mail: str = ""
    colour: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of records that the base shows."""
        return tuple(kind for name, (_, kinds) in SECTIONS.items() if name in self.sections for kind in kinds)

    @property
    def region_id(self) -> str:
        return text.slug(self.region)

    @property
    def district_id(self) -> str:
        return text.slug(self.district)

    @property
    def region_type(self) -> str:
        return type_of_region(self.region)

    @property
    def district_type(self) -> str:
        return type_of_district(self.district, self.region_type)

    @property
    def territory(self) -> str:
        """The address of the record of the smallest territory that was named; empty for none."""
        if self.district:
            return f"districts/{self.district_id}"
        return f"regions/{self.region_id}" if self.region else ""


@dataclass(frozen=True)
class Wish:
    """One answer: its field of :class:`Wishes` (and flag), what is asked on a terminal, what the help of the flag says,
    what is wrong with an answer, and what makes one doubt it though it may be right; "" for nothing."""

    name: str
    asked: str
    help: str
    wrong: Callable[[str], str] = field(default=lambda _: "")
    doubt: Callable[[str], str] = field(default=lambda _: "")


def _without_spaces(code: str) -> str:
    """A code as registers print it, «57 623 000», without what only helps the eye."""
    return re.sub(r"\s", "", code)


def _oktmo(value: str) -> str:
    try:
        scalars.check_oktmo(_without_spaces(value))
    except PydanticCustomError:
        given = text.plural(len(re.sub(r"\D", "", value)), "цифра", "цифры", "цифр")
        return f"«{value:.20}» — не код ОКТМО: нужно 8 или 11 цифр, а здесь {given}"
    return ""


def _address(value: str) -> str:
    its = urlsplit(value)
    return (
        ""
        if its.scheme in ("http", "https") and its.hostname
        else f"«{value}» — не адрес: нужен вид https://example.org/baza/"
    )


def _sections(value: str) -> str:
    unknown = [one for one in several(value) if one not in SECTIONS]
    return f"раздела «{unknown[0]}» нет; есть: {', '.join(SECTIONS)}" if unknown else ""


def _timezone(value: str) -> str:
    if is_zone(value):
        return ""
    meant = zone_meant(value)
    return f"часового пояса «{value}» нет: " + (f"возможно, {meant}" if meant else "нужен вид Asia/Yekaterinburg")


def _forge(value: str) -> str:
    return "" if value in PLATFORMS else f"площадки «{value}» нет; можно: {', '.join(PLATFORMS)}"


def _mail(value: str) -> str:
    fine = re.fullmatch(r"[^\s@?&]+@[^\s@?&]+\.[^\s@?&]+", value)
    return "" if fine else f"«{value}» — не адрес электронной почты: нужен вид metodist@example.org"


def _colour(value: str) -> str:
    return "" if _COLOUR.fullmatch(value) else f"«{value}» — не цвет: нужен вид #1a5f7a"


def _title(value: str) -> str:
    return "" if text.slug(value) else f"«{value}» — не название"


_ALL_SECTIONS = ", ".join(f"{name} ({heading.lower()})" for name, (heading, _) in SECTIONS.items())
ASKED = (
    Wish("region", "Регион, например Пермский край", "регион: название как в документах", _title, doubt_of_region),
    Wish("district", "Район или округ (пусто — база всего региона)", "район или округ; без него база региона", _title),
    Wish("oktmo", "Код ОКТМО района (пусто — впишете позже)", "ОКТМО района: 8 или 11 цифр", _oktmo),
    Wish(
        "timezone",
        "Часовой пояс территории, например Asia/Yekaterinburg (пусто — скажете позже)",
        "часовой пояс территории: Europe/Samara, Asia/Omsk; без ключа — по названию региона России",
        _timezone,
    ),
    Wish("name", "Как называется база", "название сайта", _title),
    Wish(
        "sections",
        f"Какие разделы нужны, через запятую: {_ALL_SECTIONS}",
        f"разделы через запятую: {', '.join(SECTIONS)}",
        _sections,
    ),
    Wish(
        "address",
        "Адрес будущего сайта (пусто — пока не известен)",
        "адрес сайта, например https://example.org/baza/",
        _address,
    ),
    Wish(
        "repo",
        "Адрес репозитория (пусто — пока нет)",
        "адрес репозитория, например https://github.com/org/baza",
        _address,
    ),
    Wish(
        "forge",
        f"Чьи процессы нужны для проверки и публикации: {', '.join(PLATFORMS)}",
        f"площадка: {', '.join(PLATFORMS)}; без ключа — по адресу репозитория",
        _forge,
    ),
    Wish(
        "mail",
        "Почта, на которую читатель напишет об ошибке (пусто — нет)",
        "почта для вопросов читателей: без неё и без репозитория сайт с адресом не собрать",
        _mail,
    ),
    Wish("colour", "Цвет ссылок и отметок вида #1a5f7a (пусто — обычный)", "цвет оформления: #1a5f7a", _colour),
)


def several(value: str) -> list[str]:
    """The words of an answer that takes several."""
    return [one for one in re.split(r"[\s,;]+", value) if one]


def default_of(question: Wish, given: Mapping[str, str]) -> str:
    """What holds where a question is not answered, by the answers before it."""
    if question.name == "name" and (place := given.get("district") or given.get("region")):
        return f"Методическая база: {place}"
    if question.name == "forge":
        return {"gitea": "forgejo"}.get(known := forge_of(given.get("repo", "")), known) or "none"
    if question.name == "timezone":
        return zone_by_code(given.get("oktmo", "")) or zone_by_title(given.get("region", ""))
    value = getattr(Wishes, question.name)
    return ", ".join(value) if isinstance(value, tuple) else value


NO_MAIL = "у сайта с адресом должно быть кого спросить"


def asks_nobody(given: Mapping[str, str]) -> bool:
    """Whether the site would have an address and nobody to ask, which no build takes."""
    return bool(given.get("address")) and not (given.get("mail") or given.get("repo"))


def wishes_of(given: Mapping[str, str]) -> Wishes:
    """The answers as they were typed -> wishes. Raises ValueError with everything that is wrong."""
    typed = {name: value.strip() for name, value in given.items() if value.strip()}
    faults = [f"{one.name}: {fault}" for one in ASKED if one.name in typed and (fault := one.wrong(typed[one.name]))]
    if typed.get("district") and not typed.get("region"):
        faults.append("region: у района должен быть назван регион")
    if typed.get("oktmo") and not typed.get("district"):
        faults.append("oktmo: код района, а район не назван")
    if asks_nobody(typed):
        faults.append(f"mail: {NO_MAIL}: назовите почту или репозиторий")
    if "region" in typed:
        typed["region"] = official_title(typed["region"])
    if "oktmo" in typed:
        typed["oktmo"] = _without_spaces(typed["oktmo"])
    if faults:
        raise ValueError("\n".join(faults))
    values: dict[str, str | Sequence[str]] = {one.name: typed.get(one.name) or default_of(one, typed) for one in ASKED}
    chosen = several(str(values["sections"]))
    values["sections"] = tuple(name for name in SECTIONS if name in chosen or name in _NEEDED)
    if values["address"]:
        values["address"] = str(values["address"]).rstrip("/") + "/"
    return Wishes(**values)  # type: ignore[arg-type]


#: organisations and territories are named by all others
_NEEDED = ("territories", "communities")
