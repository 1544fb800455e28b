"""The values of indicators as a table: declared and computed ones, each with its state; nothing that a page hides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed.indicators import AGAINST, STATUSES, Reading
from generator.exports.shapes import plain_number
from generator.exports.tables_of_kinds import BETWEEN, CellValue, DataColumn, FilledTable, Table
from generator.pages import open_data
from generator.pages.views.amounts import note_of
from generator.pages.views.corrections import corrections
from generator.pages.views.indicators import published_readings
from generator.pages.views.origins import silent
from generator.records import Record
from generator.records.programmes import Indicator

#: whether a figure stands in the row
FIGURE_STATES = {
    "known": "известно",
    "hidden": text.sentence("few_people"),
    "nobody": text.sentence("nobody_to_count"),
    "no-data": "нет данных",
}
ORIGINS = {"declared": "опубликовано", "computed": "вычислено по записям базы", "summed": "сумма по районам"}
_PERIODS = "2025 — год, 2025/26 — учебный год, 2025-H1 — полугодие, 2025-Q1 — квартал"
_STATUS_HELP = "Состояние относительно цели и норматива; у скрытого и неизвестного — «нет данных»"


def _coded(name: str, label: str, values: dict[str, str], help: str = "") -> tuple[DataColumn, DataColumn]:
    return DataColumn(name, label, help=help, values=tuple(values)), DataColumn(f"{name}_label", f"{label}: словами")


FIGURES_TABLE = Table(
    open_data.FIGURES,
    "Значения показателей",
    (
        DataColumn("indicator", "Показатель", required=True),
        DataColumn("indicator_title", "Показатель: название"),
        DataColumn("scope", "Чьё значение", help="Вид и идентификатор: districts/…, regions/…", required=True),
        DataColumn("scope_title", "Чьё значение: название"),
        DataColumn("oktmo", "ОКТМО"),
        DataColumn(
            "period",
            "Период",
            help=_PERIODS,
            required=True,
        ),
        DataColumn("period_first", "Период: первый день", "date"),
        DataColumn("period_last", "Период: последний день", "date"),
        *_coded("state", "Есть ли число", FIGURE_STATES),
        DataColumn("value", "Значение", "number", "Доля — от 0 до 1; не округлено"),
        DataColumn("unit", "Единица"),
        DataColumn("numerator", "Числитель", "number"),
        DataColumn("denominator", "Знаменатель", "number"),
        *_coded("status", "Состояние", STATUSES, _STATUS_HELP),
        DataColumn("target", "Цель", "number"),
        DataColumn("target_period", "Цель: к какому периоду"),
        DataColumn("minimum", "Норматив", "number"),
        *_coded("origin", "Как получено", ORIGINS),
        DataColumn("computed_value", "Другое число", "number", "Вычисленное, если оно расходится с опубликованным"),
        *_coded("computed_from", "Другое число: откуда", AGAINST),
        DataColumn("as_of", "На дату", "date"),
        DataColumn("source_title", "Источник"),
        DataColumn("source_document", "Источник: документ базы"),
        DataColumn("parts_missing", "Нет данных районов", help="Кого нет в сумме"),
        DataColumn("note", "Примечание"),
        DataColumn("corrections", "Исправлено"),
    ),
    ("indicator", "scope", "period"),
)


def figures(catalog: Catalog, *, demo: bool = False) -> FilledTable:
    """All values of all published indicators: of real territories, or of demonstration ones."""
    return FilledTable(FIGURES_TABLE, tuple(_rows(catalog, demo)))


def _rows(catalog: Catalog, demo: bool) -> Iterator[tuple[CellValue, ...]]:
    for of_demo in (False, True) if demo else (False,):  # invented territories have values of real indicators too
        for indicator in catalog.own_public(Indicator.kind, demo=of_demo):
            if not isinstance(indicator, Indicator):
                continue
            for _, readings in sorted(published_readings(catalog, indicator).items()):
                for reading in readings:
                    scope = catalog.find(reading.scope)
                    is_ours = reading.record is None or catalog.is_own(reading.record)
                    if is_ours and scope and scope.is_public and (scope.demo or of_demo) == demo:
                        yield _row(catalog, indicator, scope, reading)


def _row(catalog: Catalog, indicator: Indicator, scope: Record, reading: Reading) -> tuple[CellValue, ...]:
    state = _state(reading)
    known = state == "known"
    target = reading.target
    differs = None if reading.hidden or reading.elsewhere else reading.contradiction  # what another base says is there
    return (
        indicator.id,
        catalog.title_of(indicator),
        scope.key,
        catalog.title_of(scope),
        getattr(scope, "oktmo", None),
        str(reading.period),
        reading.period.first.isoformat(),
        reading.period.last.isoformat(),
        state,
        FIGURE_STATES[state],
        _number(reading.value) if known else None,
        indicator.unit,
        None if reading.hidden else _number(reading.numerator),
        None if reading.hidden else _number(reading.denominator),
        reading.status,
        STATUSES[reading.status],
        _number(target.value) if target else None,
        str(target.period) if target else None,
        _number(reading.minimum),
        reading.origin,
        ORIGINS[reading.origin],
        _number(differs),
        reading.against if differs is not None else None,
        AGAINST[reading.against] if differs is not None else None,
        *_reported(catalog, indicator, reading),
    )


def _reported(catalog: Catalog, indicator: Indicator, reading: Reading) -> tuple[CellValue, ...]:
    """On which day, by which source, what is missing: nothing of what is hidden."""
    missing = BETWEEN.join(silent(catalog, reading)) or None
    if reading.hidden:
        return None, None, None, missing, None, None
    source = reading.record.source if reading.record else None
    document = catalog.get("documents", source.document) if source else None
    named = document.title if document else (source.title or source.link) if source else None
    corrected = BETWEEN.join(corrections(catalog, indicator, reading)) or None
    return (
        _day(reading.as_of),
        named,
        document.id if document else None,
        missing,
        note_of(catalog, indicator, reading),
        corrected,
    )


def _state(reading: Reading) -> str:
    if reading.hidden:
        return "hidden"
    if reading.value is not None:
        return "known"
    return "nobody" if reading.is_empty else "no-data"


def _number(value: Decimal | None) -> int | float | None:
    return None if value is None else plain_number(value)


def _day(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None
