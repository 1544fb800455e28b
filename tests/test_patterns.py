"""Expressions that are compiled when they are asked first are those that would have been compiled at once."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

from generator import checks, text
from generator.text.patterns import CompiledLater, compiled


def expressions() -> Iterator[tuple[str, CompiledLater]]:
    for package in (text, checks):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(found.name)).items():
                if isinstance(value, CompiledLater):
                    yield f"{found.name}.{name}", value


def test_all_of_them_can_be_compiled() -> None:
    found = dict(expressions())
    assert len(found) > 80
    for name, one in found.items():
        assert re.compile(*one.written).pattern == one.pattern, name


def test_one_that_cannot_is_told_when_it_is_asked() -> None:
    """The red twin: nothing else would tell."""
    wrong = compiled("(")
    with pytest.raises(re.error):
        wrong.search("")


def test_its_flags_count() -> None:
    assert compiled("а", re.IGNORECASE).search("А")
    assert not compiled("а").search("А")
