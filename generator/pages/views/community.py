from typing import Any

def organization(catalog, record) -> dict[str, Any]:
    return {}


def association(catalog, record) -> dict[str, Any]:
    return {}


def center(catalog, record) -> dict[str, Any]:
    return {}


def series(catalog, record) -> dict[str, Any]:
    return {}


def event(catalog, record) -> dict[str, Any]:
    return {}
