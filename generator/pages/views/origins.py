"""How a figure that nobody declared came about: counted among the records, or added up, and whom the sum lacks."""

from __future__ import annotations

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed.indicators import Reading

MAX_MISSING = 5  # districts that are named beside a sum


def origin_in_words(catalog: Catalog, reading: Reading) -> str:
    """«сумма: по данным 2 из 3 районов; нет данных: Озёрный»; «из базы „Лицей“» for what a joined base declared; empty
    for what somebody declared here."""
    origin = catalog.origin_of(reading.record) if reading.record else None
    if origin:
        return text.tr("из базы «{title}»", title=origin.base.title)
    if reading.origin == "computed":
        words = text.tr("вычислено по записям базы")
        return words + text.tr(", период закрыт {day}", day=text.date(reading.kept)) if reading.kept else words
    if reading.origin != "summed" or reading.parts is None:
        return ""
    have, of = reading.parts
    districts = text.plural(of, "района", "районов", "районов")
    words = text.tr("сумма: по данным {have} из {districts}", have=have, districts=districts)
    few = kept_back(catalog, reading)
    for what, keys in (("нет данных", silent(catalog, reading)), ("без малых групп", few)):
        names = [catalog.title_of(one) for key in keys if (one := catalog.find(key))]
        left = text.tr(" и ещё {n}", n=len(names) - MAX_MISSING) if len(names) > MAX_MISSING else ""
        words += f"; {text.tr(what)}: {', '.join(names[:MAX_MISSING])}{left}" if names else ""
    return words


def kept_back(catalog: Catalog, reading: Reading) -> list[str]:
    """Of the territories that a sum lacks those that have reported, but of too few people to write the number."""
    return [
        key
        for key in reading.missing
        if any(one.hidden and one.period == reading.period for one in catalog.readings_at(reading.indicator, key))
    ]


def silent(catalog: Catalog, reading: Reading) -> list[str]:
    """Of the territories that a sum lacks those that have not reported."""
    few = kept_back(catalog, reading)
    return [key for key in reading.missing if key not in few]
