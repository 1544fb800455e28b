from typing import Any

def track(catalog, record) -> dict[str, Any]:
    return {}


def course(catalog, record) -> dict[str, Any]:
    return {}


def diagnostics(catalog, record) -> dict[str, Any]:
    return {}


def document(catalog, record) -> dict[str, Any]:
    return {}


def term(catalog, record) -> dict[str, Any]:
    return {}
