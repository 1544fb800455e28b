"""``metodoteka new``: the template of every kind is a right draft, as it is and with every field brought to life."""

import datetime as dt
import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.catalog.forms.scaffold import HELP, OFF, record_template, specimen
from generator.documents import sources
from generator.records import KINDS
from generator.records.complete import FIRST_STATUS
from generator.records.formatter import scalar
from generator.records.schemas import json_schema
from generator.records.validating import parse
from tests.test_schemas import complaint, vocabularies

TODAY = dt.date(2026, 11, 22)


def new(kind):
    return record_template(kind, "proba", vocabularies(), TODAY)


def all_on(text):
    """Every optional field brought to life: ``# `` taken from the beginning of the lines after the first."""
    first, *lines = text.split("\n")
    return "\n".join([first, *(line.removeprefix(OFF) for line in lines)])


def read(kind, text):
    source, problems = sources.parse(text, f"data/{kind}/proba.yml")
    record, more = parse(source) if source else (None, [])
    return record, [*problems, *more]


@pytest.mark.parametrize("kind", KINDS)
def test_template_is_a_right_draft(kind):
    record, problems = read(kind, new(kind))
    assert problems == []
    assert (record.status, record.updated) == (FIRST_STATUS, TODAY)
    assert complaint(kind, new(kind)) is None


@pytest.mark.parametrize("kind", KINDS)
def test_template_with_every_field_on_is_right_too(kind):
    text = all_on(new(kind))
    record, problems = read(kind, text)
    assert problems == []
    assert complaint(kind, text) is None
    unset = KINDS[kind].model_fields.keys() - record.model_fields_set
    assert unset == {"marks"}, "не все поля вида есть в заготовке"


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_its_help_and_the_order_of_the_schema(kind):
    text = new(kind)
    first, *lines = text.splitlines()
    assert first == f"# yaml-language-server: $schema=../schemas/{kind}.json"
    names = [found[1] for line in lines if (found := re.match(r"(?:# )?(\w+):", line))]
    assert names == list(json_schema(kind, {})["properties"])
    for name in names:
        above = lines[next(n for n, line in enumerate(lines) if re.match(rf"(?:# )?{name}:", line)) - 1]
        assert above.startswith(HELP), name


def test_help_is_wrapped_and_lists_the_choices():
    text = new("practices")
    assert max(len(line) for line in text.splitlines() if HELP in line) <= 104
    flat = " ".join(text.replace("#", "").split())
    assert "draft — черновик" in flat
    assert "free — Бесплатно" in flat
    assert re.search(r"data/vocabularies/subjects.yml. Можно: russkii-iazyk — Русский язык; .*; и ещё \d+\.", flat)
    assert "Название (обязательно)" in flat
    assert "Коротко (нужно для публикации)" in flat


def test_specimen_does_not_change_with_the_day():
    assert specimen("practices", vocabularies()) == specimen("practices", vocabularies())
    assert "updated: 2026-09-01" in specimen("practices", vocabularies())


AWKWARD = [
    "no",
    "Yes",
    "да",
    "12:30",
    "010",
    "1.10",
    "2026-09-01",
    "a: b",
    "a #b",
    "- a",
    "'a",
    "",
    " a",
    "~",
    "=",
    "#",
    "a\xa0b",
    "NaN",
    "-.inf",
]


@given(st.text(max_size=30) | st.from_regex(r"[-+0-9:._xobeE]{1,8}", fullmatch=True))
def test_scalar_is_read_back_as_written(value):
    found = yaml.safe_load(f"field: {scalar(value)}")["field"]
    assert (found.isoformat() if isinstance(found, dt.date) else found) == value


@pytest.mark.parametrize("value", AWKWARD)
def test_awkward_scalars(value):
    assert str(yaml.safe_load(f"- {scalar(value)}")[0]) == value
