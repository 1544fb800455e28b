"""A check that reads only what has changed says what a check of everything says, and believes nobody else's memory."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from generator import site
from generator.files import packed
from generator.problems import Problem
from generator.publish import read_ahead, workers
from generator.publish.last_reading import load_read_cache, save_read_cache
from generator.publish.unchanged import CACHE_VARIABLE
from generator.records.reading import ReadCache
from generator.settings import Settings

SETTINGS = Settings()
PHONE = "Звоните: +7 912 345-67-89."
TEXTS = {
    "problem": f"{PHONE} Работают с [этим](https://example.org/a) и <script>x</script>.",
    "summary": "Двое из четырёх учеников 5 класса школы № 7 решили задачу.",
}


def change_record(root: Path, key: str, **values: str) -> None:
    path = root / "data" / f"{key}.yml"
    record = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
    path.write_text(yaml.safe_dump({**record, **values}, allow_unicode=True, sort_keys=False), "utf-8")


@pytest.fixture
def base(mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A base of which much is to be said, and a cache of its own."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    change_record(mini, "practices/parnoe", **TEXTS)
    return mini


def memory_file(base: Path) -> Path:
    return next((base.parent / "cache").glob("*.read"))


def checked(base: Path, ahead: Callable[[Path, ReadCache], object] = lambda *_: None) -> list[Problem]:
    """What a check says that uses the memory and leaves one; ``ahead`` comes before it."""
    memory = load_read_cache(base)
    ahead(base, memory)
    found = site.check(base, SETTINGS, memory)[1]
    save_read_cache(base, memory)
    return found


def clean(base: Path) -> list[Problem]:
    return site.check(base, SETTINGS)[1]


def test_a_second_check_says_the_same(base: Path) -> None:
    first = checked(base)
    assert {"personal-data", "text-lost"} <= {problem.code for problem in first}
    written = memory_file(base).read_bytes()
    assert checked(base) == first == clean(base)
    assert memory_file(base).read_bytes() == written, "nothing new, nothing written"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_changed_file_is_read_again(base: Path, ending: str) -> None:
    checked(base)
    change_record(base, "practices/parnoe", problem="Другое.", summary=PHONE)
    path = base / "data/practices/parnoe.yml"
    path.write_bytes(path.read_bytes().replace(b"\n", ending.encode()))
    assert checked(base) == checked(base) == clean(base)


def test_what_is_remembered_is_not_parsed(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked(base)
    monkeypatch.setattr("generator.documents.parsing.plain_record", lambda _: pytest.fail("it was parsed"))
    monkeypatch.setattr("generator.records.reading._parsed_once", lambda *_: pytest.fail("it was parsed"))
    assert site.check(base, SETTINGS, load_read_cache(base))[0].shown


def of_each(old: bytes, change: Callable[[list], object]) -> bytes:
    """The memory with every entry changed."""
    head, _, rest = old.partition(b"\n")
    said = json.loads(head)
    entries = {path: rest[start:end] for path, (start, end) in said["pages"].items()}
    new = {path: json.dumps(change(json.loads(one))).encode() for path, one in entries.items()}
    ends, at = {}, 0
    for path, one in new.items():
        ends[path] = (at, at + len(one))
        at += len(one)
    return json.dumps({**said, "pages": ends}).encode() + b"\n" + b"".join(new.values())


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several of them, however small the base is."""
    monkeypatch.setattr(read_ahead, "_WORTH_IT", 1)
    monkeypatch.setattr(workers, "available", lambda: 2)


def test_what_several_processes_find_out_is_what_one_does(base: Path, processes: None) -> None:
    told = checked(base)
    written = memory_file(base).read_bytes()
    memory_file(base).unlink()
    assert checked(base, read_ahead.read_ahead) == told == clean(base)
    assert memory_file(base).read_bytes() == written


def test_it_is_found_out_by_them(base: Path, processes: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The red twin of the one above: what they say is believed."""
    monkeypatch.setattr(read_ahead, "ask_all", lambda _, entry: entry.of_source.update(silent_answers()))
    assert "personal-data" not in {problem.code for problem in checked(base, read_ahead.read_ahead)}


def test_a_file_that_changed_since_is_read_again(base: Path, processes: None) -> None:
    def read_and_change(root: Path, memory: ReadCache) -> None:
        read_ahead.read_ahead(root, memory)
        change_record(root, "practices/parnoe", problem="Другое.", summary=PHONE)

    assert checked(base, read_and_change) == clean(base)


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "half": lambda old: old[: len(old) // 2],
    "pickle": lambda _: b"\x80\x04pickle",
    "another program": lambda old: old.replace(packed.program_digest().encode(), b"0" * 64),
    "deep": lambda _: b"[" * 100_000,
    "a list": lambda old: of_each(old, lambda _: [1]),
    "no data": lambda old: of_each(old, lambda one: [one[0], "x", one[2], one[3]]),
    "no answers": lambda old: of_each(old, lambda one: [*one[:2], [1], None]),
    "other bytes": lambda old: of_each(old, lambda one: ["0" * 40, {}, {}, {}]),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_damaged_costs_time_only(base: Path, damage: str) -> None:
    checked(base)
    path = memory_file(base)
    path.write_bytes(DAMAGE[damage](path.read_bytes()))
    assert checked(base) == clean(base)


def silent(old: bytes) -> bytes:
    """A memory by which nothing was ever found in any file."""
    return of_each(old, lambda one: [one[0], one[1], silent_answers(), {}])


def silent_answers() -> dict[str, tuple[object, ...]]:
    return {"generator.checks.people._of_people": ()}


def test_the_answers_are_believed(base: Path) -> None:
    """The red twin of the two below: whoever could write the memory could hide a telephone."""
    checked(base)
    path = memory_file(base)
    path.write_bytes(silent(path.read_bytes()))
    assert "personal-data" not in {problem.code for problem in checked(base)}


def test_a_memory_that_others_could_write_is_not_believed(base: Path) -> None:
    checked(base)
    path = memory_file(base)
    path.write_bytes(silent(path.read_bytes()))
    path.chmod(0o666)
    assert checked(base) == clean(base)


@pytest.mark.parametrize("beside", [False, True], ids=["in the base", "in its checkout"])
def test_a_memory_that_came_with_the_base_is_not_believed(
    base: Path, monkeypatch: pytest.MonkeyPatch, beside: bool
) -> None:
    """A stranger's change can put a file there."""
    checked(base)
    told = clean(base)
    whole = base.parent if beside else base
    planted = whole / "planted" / memory_file(base).name
    planted.parent.mkdir()
    planted.write_bytes(silent(memory_file(base).read_bytes()))
    monkeypatch.setenv(CACHE_VARIABLE, str(planted.parent))
    if beside:
        assert checked(base) != told, "the red twin: nobody knows that it came with the base"
        planted.write_bytes(silent(planted.read_bytes()))
        (whole / ".git").mkdir()
    assert checked(base) == told
