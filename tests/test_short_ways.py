"""What is asked first because it costs little never hides what the long way finds: plain files, plain texts, right
records. Each test takes the short way away and compares, over texts that people write and over damaged ones."""

from __future__ import annotations

import random
import re
import sys
import unicodedata
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import text
from generator.documents import line_checks, plain_yaml, sources
from generator.documents.strict_yaml import Unreadable, YamlReader
from generator.records import KINDS, fields, reading
from generator.records.common import Person
from generator.records.scalars import PlainText, RefTo, RichText, TermOf
from generator.records.walking import of_type, walk

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
CITED = ["Выготский Л. С.", "Петров И. И."]
#: what the expressions look for, as whole words and as single characters
WORDS = (
    "тел. ватап вотсап telegram max звоните собака (собачка) [at] at эт кв. ул. дом паспорт серия рождения г.р. р. "
    "род. проживает адресу vk.com/id12 t.me/ivanova @ivanova 8 912 000-12-34 девятьсот 1234 567 4276 0000 2025-09-01 "
    "01.02.1990 Иванова М. П. Мария Ивановна Петров И.И. ПЕТРОВА имени https://a.b/c ## - * 1. 2) > ** __ --- === ``` "
    "<b> <!-- --> &nbsp; &#1234; ]( ]: ![ | а1b Zoomе"
).split()
CHARACTERS = (
    "аеоИвRacex01 9\n\n .,-—_*`~#>|<&[]()/\\@+\"'«»№\u00a0\u200b\u200d\u0301\u202e\ufe0f\t\x85ſ₂Ωο✔\U0001f3f4\u00ad"
)


@cache
def texts() -> tuple[str, ...]:
    """Lines of the corpora, texts of the small base and of the guides, and the same damaged."""
    found = [line for path in sorted(CORPUS.glob("*.txt")) for line in path.read_text("utf-8").splitlines() if line]
    for path in (
        *sorted((CORPUS / "benign").glob("*.md")),
        *sorted((HERE.parent / "content" / "guides").glob("p*.md")),
    ):
        found += path.read_text("utf-8").split("\n\n")
    for path in sorted((HERE / "mini" / "data").rglob("*.yml")):
        found += [one.value for one in yaml.scan(path.read_text("utf-8")) if isinstance(one, yaml.ScalarToken)]
    chance = random.Random(12)
    for _ in range(1_500):
        one = list(chance.choice(found)[:300])
        for _ in range(chance.randint(1, 5)):
            at = chance.randrange(len(one) + 1)
            one[at : at + chance.randint(0, 1)] = chance.choice(
                (chance.choice(CHARACTERS), f" {chance.choice(WORDS)} ")
            )
        found.append("".join(one))
    found += ["\n".join(chance.choices(WORDS, k=chance.randint(1, 9))) for _ in range(300)]
    found += [" ".join(chance.choices(WORDS, k=chance.randint(1, 9))) for _ in range(500)]
    return tuple(dict.fromkeys(found))


def module(name: str) -> Any:
    import_module(f"generator.text.{name}")
    return sys.modules[f"generator.text.{name}"]  # a function of the package may have its name


class Always:
    """The place of an expression or of hints: it never says that there is nothing."""

    digits = 99

    def __init__(self, *_: object):
        pass

    def search(self, *_: object) -> bool:
        return True

    def has(self, *_: str) -> bool:
        return True


@pytest.mark.parametrize(
    ("where", "name", "instead", "asked"),
    [
        ("private", "_Hints", Always, text.personal_data),
        ("private", "_AT_FIRST", Always(), text.personal_data),
        ("private", "_may_be", module("private")._may_be_text, text.personal_data),
        ("names", "_MAY_SHOW", Always(), lambda it: text.find_names(it, CITED)),
        ("names", "has_marks", lambda _: True, lambda it: text.find_names(it, CITED)),
        ("markdown_losses", "_is_plain", lambda _: False, text.losses),
        ("markdown_losses", "_is_plain", lambda _: False, lambda it: text.losses(it, page=True)),
        ("characters", "_SUSPECT", Always(), text.characters),
        ("alphabets", "may_be_mixed", lambda it: not it.isascii(), lambda it: list(text.foreign_letters(it))),
    ],
)
def test_a_short_question_hides_nothing(monkeypatch, where: str, name: str, instead: Any, asked: Callable) -> None:
    shorter = [asked(one) for one in texts()]
    monkeypatch.setattr(module(where), name, instead)
    for one, found in zip(texts(), shorter, strict=True):
        assert asked(one) == found, one
    assert any(shorter) and not all(shorter)


def test_there_is_nothing_to_say_of_a_usual_character(monkeypatch) -> None:
    characters = module("characters")
    usual = [one for one in map(chr, range(0x10000)) if characters._USUAL.fullmatch(one)]
    for one in usual:
        assert not unicodedata.combining(one) and unicodedata.is_normalized("NFC", one), f"U+{ord(one):04X}"
    monkeypatch.setattr(characters, "_USUAL", re.compile("(?!)"))
    assert text.characters("".join(usual)) == [] and text.visible("".join(usual)) == "".join(usual)


def test_the_beginnings_of_tokens_are_all_known(monkeypatch) -> None:
    shown = module("shown")
    shorter = [shown.visible_texts(one) for one in texts()]
    monkeypatch.setattr(shown, "_tokens", shown._TOKEN.finditer)
    monkeypatch.setattr(shown, "_FIRST", Always())
    for one, found in zip(texts(), shorter, strict=True):
        longer = shown.visible_texts(one)
        assert [it.text for it in found] == [it.text for it in longer]
        for short, long in zip(found, longer, strict=True):
            spans = [short.span(at, at + 1) for at in range(len(short.text))]
            assert spans == [long.span(at, at + 1) for at in range(len(long.text))], one


def test_a_file_is_looked_at_line_by_line_only_where_something_is() -> None:
    for one in texts():
        lines = one.split("\n")
        if line_checks.merge_conflict(lines, "a.yml") is None:
            steps = (line_checks._characters, line_checks._odd_spaces, line_checks._foreign_letters)
            assert line_checks.problems_of_lines(lines, "a.yml") == [
                it for step in steps for it in step(lines, "a.yml")
            ]


# --- a right file is read without places ------------------------------------------------------------------------------


@cache
def files() -> tuple[str, ...]:
    """Records and specimens of mistakes, and the same damaged."""
    paths = [*sorted((HERE / "mini" / "data").rglob("*.yml")), *sorted((HERE / "cases" / "specimens").glob("*.yml"))]
    found = [path.read_text("utf-8") for path in paths]
    found += [
        "",
        "a",
        "[]",
        "{}",
        "a: 1\n---\nb: 2\n",
        "--- \na: 1\n...\n",
        "%YAML 1.1\n---\na: b\n",
        'a: "\\u202E"\n',
        "a: {b: &x c}\n",
    ]
    found += [
        "a: [" * 19 + "b" + "]" * 19,
        "a: [" * 30 + "b" + "]" * 30,
        "? [a]\n: b\n",
        "a: b\na: c\n",
        "'': b\n",
        "a:b: c\n",
    ]
    chance = random.Random(12)
    for _ in range(1_500):
        one = chance.choice(found)[:2_000]
        at = chance.randrange(len(one) + 1)
        found.append(one[:at] + chance.choice("&*!|>'\"{}[]:#-?%@` \n\\a") + one[at + chance.randint(0, 1) :])
    return tuple(found)


def test_a_right_file_has_the_same_data_without_its_places() -> None:
    plain = 0
    for one in files():
        found = plain_yaml.plain_record(one)
        reader = YamlReader("data/practices/x.yml", tuple(one.split("\n")))
        try:
            reader.load(one, first_line=1)
        except Unreadable:
            assert found is None, one
        if found is not None:
            assert (found, []) == (reader.data, reader.problems), one
            plain += 1
    assert len(files()) / 4 < plain < len(files())


def test_the_files_of_a_right_base_are_read_so() -> None:
    paths = sorted((HERE / "mini" / "data").rglob("*.yml"))
    assert [path for path in paths if plain_yaml.plain_record(path.read_text("utf-8")) is None] == []


def test_places_found_later_are_those_of_the_reader() -> None:
    for path in sorted((HERE / "mini" / "data").rglob("*.yml")):
        written = path.read_text("utf-8")
        source, problems = sources.parse(written, f"data/practices/{path.name}")
        reader = YamlReader(source.path, tuple(written.split("\n")))
        reader.load(written, first_line=1)
        assert not problems and type(source.values) is not dict
        assert (dict(source.keys), dict(source.values), dict(source.blocks)) == (
            reader.keys,
            reader.values,
            reader.blocks,
        )


# --- a record is walked only where something is -----------------------------------------------------------------------


def test_values_of_one_meaning_are_those_of_the_whole_walk(mini: Path) -> None:
    loaded, _ = reading.load(mini)
    for record in (*loaded.records.values(), *loaded.content.values()):
        everything = list(walk(record))
        for wanted in ((RefTo,), (TermOf,), (RichText,), (RichText, PlainText), (Person,)):
            fitting = [it for it in everything if isinstance(it.marker, wanted) or it.marker in wanted]
            assert list(of_type(record, *wanted)) == fitting


def test_what_is_read_off_the_annotations_is_what_the_schema_says() -> None:
    waiting, seen = list(KINDS.values()), set()
    while waiting:
        model = waiting.pop()
        if model not in seen:
            seen.add(model)
            whole = fields.fields(model)
            assert {it[0]: it[1:] for it in fields.marked(model)} == {
                name: (field.many, field.type, field.markers) for name, field in whole.items()
            }
            assert fields.groups(model) == {name: field.group for name, field in whole.items() if field.group}
            waiting += fields.groups(model).values()
    assert len(seen) > len(KINDS)
