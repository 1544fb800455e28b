from typing import Any

def programme(catalog, record) -> dict[str, Any]:
    return {}


def indicator(catalog, record) -> dict[str, Any]:
    return {}
