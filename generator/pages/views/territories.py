from typing import Any

def region(catalog, record) -> dict[str, Any]:
    return {}


def district(catalog, record) -> dict[str, Any]:
    return {}
