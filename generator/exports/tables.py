"""Tables for Excel and its kin: UTF-8 with a BOM, semicolons, decimal commas, as a Russian Excel opens them."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed.indicators import Reading
from generator.pages import File, labels
from generator.pages.views.amounts import note_of
from generator.pages.views.corrections import corrections
from generator.pages.views.indicators import published_readings
from generator.pages.views.origins import silent
from generator.pages.views.value_lines import HIDDEN_VALUE, NOBODY_TO_COUNT, status_badge
from generator.records import Record
from generator.records.programmes import Indicator

VALUES = (
    "Показатель", "Территория", "Вид и код территории", "Период", "Значение", "Единица", "Числитель", "Знаменатель",
    "Цель", "Норматив", "Состояние", "Как получено", "По записям базы", "На дату", "Источник", "Примечание",
    "Демонстрационные данные", "По районам вместе", "Нет данных районов", "Исправлено",
)  # fmt: skip

#: columns of a base that is joined with others
_OF_BASES = ("Из базы", "Другое число", "Другое число: из базы")


def indicators_csv(catalog: Catalog) -> Iterator[File]:
    """``indicators/<id>/<id>.csv`` for every shown indicator that has values."""
    for indicator in catalog.all_shown("indicators"):
        by_scope = published_readings(catalog, indicator)
        if by_scope:
            yield File(f"{indicator.key}/{indicator.id}.csv", values_csv(catalog, indicator, by_scope))


def values_csv(catalog: Catalog, indicator: Indicator, by_scope: dict[str, list[Reading]]) -> bytes:
    """All values of one indicator as CSV bytes, real territories first, by address and period.

    A share is in per cent, rounded as on the page. What is hidden of a small group is hidden here as well. Where there
    are joined bases, columns name the one that a figure comes from.
    """
    header = (*VALUES, *(_OF_BASES if catalog.joined_bases else ()))
    rows = [
        [*_row(catalog, indicator, scope, reading), *_of_bases(catalog, indicator, reading)]
        for scope in sorted(map(catalog.find, by_scope), key=lambda scope: (scope.demo, scope.key))
        for reading in by_scope[scope.key]
    ]
    return csv_for_excel(header, rows)


def _of_bases(catalog: Catalog, indicator: Indicator, reading: Reading) -> list[str]:
    """The cells of :data:`_OF_BASES`; none where there are no joined bases."""
    if not catalog.joined_bases:
        return []
    if reading.hidden:
        return [""] * len(_OF_BASES)
    stated, other = (record and catalog.origin_of(record) for record in (reading.record, reading.elsewhere))
    number = _amount(indicator, reading.contradiction) if other else ""
    return [_text(stated.base.title) if stated else "", number, _text(other.base.title) if other else ""]


def _row(catalog: Catalog, indicator: Indicator, scope: Record, reading: Reading) -> list[str]:
    is_hidden = reading.hidden
    badge_words = "не показано" if is_hidden else status_badge(reading)[1]
    source = reading.record.source if reading.record else None
    document = catalog.get("documents", source.document) if source else None
    named = (document.title if document else source.title or source.link or "") if source else ""
    named = named or ("значения районов" if reading.origin == "summed" else "записи базы")
    return [
        _text(indicator.title),
        _text(catalog.title_of(scope)),
        scope.key,
        labels.format_period(reading.period).replace("\u00a0", " "),
        HIDDEN_VALUE if is_hidden else _amount(indicator, reading.value, reading.digits) or _nothing(reading),
        "%" if indicator.type == "share" else _text(indicator.unit or ""),
        "" if is_hidden else _plain(reading.numerator),
        "" if is_hidden else _plain(reading.denominator),
        _amount(indicator, reading.target.value, reading.digits) if reading.target else "",
        _amount(indicator, reading.minimum, reading.digits),
        badge_words,
        {"computed": "вычислено по записям базы", "summed": "сумма по районам"}.get(reading.origin, "опубликовано"),
        "" if is_hidden or reading.against in ("districts", "bases") else _amount(indicator, reading.contradiction),
        f"{reading.as_of:%d.%m.%Y}" if reading.as_of and not is_hidden else "",
        _text("" if is_hidden else named),
        _text("" if is_hidden else note_of(catalog, indicator, reading) or ""),
        "да" if scope.demo else "нет",
        "" if is_hidden or reading.against != "districts" else _amount(indicator, reading.contradiction),
        _text("; ".join(catalog.title_of(one) for key in silent(catalog, reading) if (one := catalog.find(key)))),
        _text("; ".join(corrections(catalog, indicator, reading))),
    ]


def _nothing(reading: Reading) -> str:
    return NOBODY_TO_COUNT if reading.is_empty else "нет данных"


def _amount(indicator: Indicator, value: Decimal | None, digits: int | None = None) -> str:
    """As many digits as the page shows, without spaces: a figure that a table can count with."""
    if value is None:
        return ""
    shown = value * 100 if indicator.type == "share" else value
    return text.number(shown, indicator.digits if digits is None else digits).replace("\u00a0", "").replace("−", "-")


def _plain(value: Decimal | None) -> str:
    return "" if value is None else text.number(value).replace("\u00a0", "").replace("−", "-")


def _text(value: str) -> str:
    return not_a_formula(" ".join(value.split()))


def not_a_formula(value: str) -> str:
    """Contributors' words are never a formula: Excel would run ``=HYPERLINK(…)`` (OWASP, CSV Injection), in some
    languages with full-width characters as well (``＝``)."""
    first = value.lstrip()[:1]
    return f"'{value}" if unicodedata.normalize("NFKC", first) in {*"=+-@|%"} else value


def csv_for_excel(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A table as a Russian Excel opens it with a double click."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")
