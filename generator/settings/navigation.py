"""The shape of ``nav``: what the engine would refuse in words of its own is told with the line and what to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.problems import Problem
from generator.settings import configuration

_DASH = "у каждой страницы раздела своя строка со знаком «- »: - Практики: practices/index.md"


def misshapen(root: Path) -> Iterator[Problem]:
    """Sections of ``nav`` without a page and lines that are no page."""
    data = configuration.read_settings(root)
    nav = data.get("nav") if data else None
    if nav is None:
        return
    places = configuration.setting_places(root)
    for at, message, hint in _faults(nav, "nav"):
        line, column = places.get(at, places.get("nav", (0, 0)))
        yield Problem(configuration.SETTINGS_FILE, line, column, "nav", "config-setting", message, hint)


def _faults(items: Any, section: str) -> Iterator[tuple[str, str, str]]:
    """Where it stands, what is wrong, what to write."""
    if isinstance(items, Mapping) and section != "nav":
        for name, inner in items.items():
            yield from _faults(inner, str(name))
    elif isinstance(items, Mapping):
        yield section, f"в разделе «{section}» страницы записаны без «- »", _DASH
    elif items is None:
        yield section, f"раздел «{section}» пуст", "уберите и строку раздела или впишите под неё страницы"
    elif not isinstance(items, list):
        if section == "nav" or not isinstance(items, str):
            yield section, f"«{section}» — не список страниц", _DASH
    else:
        for one in items:
            yield from _line(one, section)


def _line(one: Any, section: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(one, str):
        return
    if isinstance(one, Mapping) and len(one) == 1:
        for name, inner in one.items():
            yield from _faults(inner, str(name))
        return
    its = [str(name) for name in one] if isinstance(one, Mapping) else []
    message = f"в одной строке nav сразу {', '.join(its)}" if its else "в nav строка без страницы"
    yield its[0] if its else section, message, _DASH
