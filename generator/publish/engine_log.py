"""What MkDocs says while it works, caught before it runs over the screen in English."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator


@contextlib.contextmanager
def listening() -> Iterator[list[str]]:
    """Collect MkDocs' warnings and errors instead of letting them run over the screen in English."""
    logged: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            logged.append(record.getMessage())

    with handling(Collect(), logging.WARNING):
        yield logged


@contextlib.contextmanager
def handling(handler: logging.Handler, level: int) -> Iterator[None]:
    """Give what MkDocs says, from ``level`` upwards, to ``handler`` alone, and put all back behind it."""
    logger = logging.getLogger("mkdocs")
    before = logger.level, logger.propagate
    handler.setLevel(level)
    logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.level, logger.propagate = before
