"""Indicators and their values as changes to the small base, for the tests of every page that shows figures."""

from __future__ import annotations

from typing import Any

from small_base import BASE, Pages, Write

RAION, SOSED = "districts/raion", "districts/sosed"
SHARE = {"title": "Доля", "type": "share", "unit": "%", "numerator": "обученные", "denominator": "все учителя"}
NUMBER = {"title": "Уроки", "type": "number", "unit": "уроков", "aggregation": "sum"}


def values(territory: str, period: str, *lines: dict[str, Any], **more: Any) -> dict[str, dict[str, Any]]:
    """One file of values, as a change to the base."""
    its_id = f"{territory.split('/')[1]}-{period.replace('/', '-').lower()}"
    known = {"territory": territory, "period": period, "values": list(lines), "source": {"title": f"Отчёт {period}"}}
    return {f"values/{its_id}": {**known, "summary": None, **more}}


def part(numerator: int, denominator: int, indicator: str = "dolia", **more: Any) -> dict[str, Any]:
    return {"indicator": indicator, "numerator": numerator, "denominator": denominator, **more}


def target(value: float, period: str = "2027", **more: Any) -> dict[str, Any]:
    return {"period": period, "comparator": "at-least", "value": value, **more}


def roadmap(*measures: dict[str, Any], reported_on: str | None = "2026-05-01") -> dict[str, Any]:
    """The roadmap of the base; ``measures`` take the place of the third one and go on after it, unless numbered."""
    known = {m["number"]: m for m in BASE["programmes/put"]["roadmap"]["measures"]}
    for number, measure in enumerate(measures, 3):
        found = {"number": number, "responsible": [{"organization": "institut", "role": "ректор"}], **measure}
        known[found["number"]] = found
    if reported_on:
        return {"reported_on": reported_on, "measures": list(known.values())}
    return {"measures": [{**measure, "progress": []} for measure in known.values()]}


def put(write: Write, *measures: dict[str, Any], **more: Any) -> Pages:
    return write({"programmes/put": {"roadmap": roadmap(*measures, **more)}})
