"""``metodoteka format``: one spelling, no comment lost, no word of the data changed, and what is shipped stays so.

A case ``cases/spelling/*.yml`` is a text as people write it and what becomes of it (``pytest --rewrite`` writes that).
"""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from support import PROJECT

from generator import cli
from generator.begin import sample
from generator.catalog.forms import scaffold
from generator.channels import fixes
from generator.channels.fixes import canonical_form
from generator.documents import comments, sources
from generator.records import KINDS, formatter, reading

CASES = sorted((Path(__file__).parent / "cases" / "spelling").glob("*.yml"))
SHIPPED = {path: (PROJECT / path).read_text("utf-8") for path in fixes.chosen(PROJECT, [])}
SHUFFLED = [path for path in sorted(SHIPPED) if path.endswith(".yml") and "vocabularies" not in path]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_text_gets_its_one_spelling(path: Path, rewrite: bool) -> None:
    case = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    now, problems = canonical_form.format_record(case["text"], case["path"])
    if rewrite:
        head = path.read_text("utf-8").split("\nbecomes: |\n")[0]
        rows = [f"  {row}" if row else "" for row in now.removesuffix("\n").split("\n")]
        path.write_text(f"{head}\nbecomes: |\n" + "\n".join(rows) + "\n", "utf-8")
    assert problems == []
    assert now == case["becomes"]
    assert canonical_form.format_record(now, case["path"]) == (now, [])


def test_what_is_shipped_is_in_the_one_spelling() -> None:
    assert len(SHIPPED) > 300
    other = [path for path, text in SHIPPED.items() if canonical_form.format_record(text, path) != (text, [])]
    assert other == [], "run: metodoteka format"


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_record_is_in_the_one_spelling(kind: str) -> None:
    text = scaffold.specimen(kind, reading.load_vocabularies(PROJECT)[0])
    assert canonical_form.format_record(text, f"data/{kind}/imia-faila.yml") == (text, [])


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SHUFFLED), st.integers(0, 10**9))
def test_comments_at_random_places_survive(path: str, seed: int) -> None:
    """Every mark that was put into the text is there once, as a comment or (inside a block) as text."""
    text, marks = _scribbled(_shuffled(SHIPPED[path], random.Random(seed)), random.Random(seed))
    before, wrong = sources.parse(text, path)
    now, problems = canonical_form.format_record(text, path)
    if wrong:  # a comment in the middle of a long text has broken it
        assert (now, problems) == (text, wrong)
        return
    assert problems == []
    assert [mark for mark in marks if now.count(mark) != 1] == []
    assert plain_data(sources.parse(now, path)[0].data) == plain_data(before.data)
    assert canonical_form.format_record(now, path) == (now, [])


def plain_data(value):
    """The data without empty fields and without the line feeds that end a text."""
    if isinstance(value, dict):
        return {name: part for name, inner in value.items() if (part := plain_data(inner)) not in (None, "", [], {})}
    if isinstance(value, list):
        return [part for inner in value if (part := plain_data(inner)) not in (None, "", [], {})]
    return value.rstrip("\n") if isinstance(value, str) else value


def _shuffled(text: str, chance: random.Random) -> str:
    """The same record with its fields in another order."""
    fields = re.split(r"(?m)^(?=[a-z_])", text)
    chance.shuffle(fields)
    return "".join(field if field.endswith("\n") else field + "\n" for field in fields)


def _scribbled(text: str, chance: random.Random) -> tuple[str, list[str]]:
    """The text with comments and blank lines in between and comments at ends of lines, and the marks in them."""
    lines: list[str] = []
    marks: list[str] = []
    for line in text.split("\n")[:-1]:
        if chance.random() < 0.1:
            lines.append("")
        if chance.random() < 0.2:
            marks.append(f"<{len(marks)}>")
            indent = chance.choice([len(line) - len(line.lstrip()), 0, 2, 4])
            lines.append(f"{' ' * indent}# пометка {marks[-1]}")
        if chance.random() < 0.2 and line.strip() and "yaml-language-server" not in line:
            marks.append(f"<{len(marks)}>")
            line += f"{' ' * chance.randint(1, 3)}# рядом {marks[-1]}"
        lines.append(line)
    return "\n".join(lines) + "\n", marks


_plain = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), min_size=1, max_size=30)
_record = st.fixed_dictionaries(
    {"title": _plain},
    optional={
        "summary": _plain,
        "idea": st.lists(_plain, min_size=1, max_size=3).map("\n".join),
        "areas": st.lists(st.sampled_from(["methods", "ict", "inclusion"]), max_size=3),
        "steps": st.lists(st.fixed_dictionaries({"title": _plain}, optional={"text": _plain}), max_size=3),
        "conditions": st.fixed_dictionaries({}, optional={"note": _plain, "internet": st.just("none")}),
        "чужое поле": _plain,
    },
)


@settings(max_examples=150, deadline=None)
@given(_record, st.integers(0, 10**9), st.sampled_from([None, True, False]))
def test_a_random_record_in_another_writers_style_keeps_everything(data: dict, seed: int, flow: bool | None) -> None:
    written = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow, sort_keys=True, width=50)
    text, marks = _scribbled(written, random.Random(seed))
    path = "data/practices/x.yml"
    before, wrong = sources.parse(text, path)
    now, problems = canonical_form.format_record(text, path)
    if wrong:
        assert now == text
        return
    assert problems == []
    assert [mark for mark in marks if now.count(mark) != 1] == []
    assert plain_data(sources.parse(now, path)[0].data) == plain_data(before.data)
    assert comments.comment_texts(before) == comments.read_comments(before).all()
    assert canonical_form.format_record(now, path) == (now, [])


GOOD = "title: Урок  # так\nstatus: draft\n"


@pytest.mark.parametrize(
    "spoilt",
    [lambda text: text.replace("  # так", ""), lambda text: text.replace("Урок", "урок"), lambda _: "title: [\n"],
    ids=["comment", "data", "unreadable"],
)
def test_a_text_that_would_lose_something_is_left_alone(spoilt, monkeypatch: pytest.MonkeyPatch) -> None:
    """The red twin of the law: a formatter with a mistake never gets its text into a file."""
    honest = formatter.render
    assert canonical_form.format_record(GOOD, "data/practices/x.yml")[1] == []
    monkeypatch.setattr(formatter, "render", lambda *args: spoilt(honest(*args)))
    now, problems = canonical_form.format_record(GOOD, "data/practices/x.yml")
    assert now == GOOD
    assert [problem.code for problem in problems] == ["not-formatted"]


def test_a_mark_in_brackets_of_a_text_is_no_comment() -> None:
    text = "title: 'a # b'\nsummary: a#b\nidea: \"x\n  # y\"  # да\nproblem: >\n  a\n   # b\n"
    source = sources.parse(text, "data/practices/x.yml")[0]
    assert comments.read_comments(source).all() == comments.comment_texts(source) == ["# да"]


def run(*words: object) -> int:
    return cli.main([str(word) for word in words])


def test_the_command_writes_only_what_changes_and_says_so(mini: Path, capsys) -> None:
    assert run("--root", mini, "format") == 0
    capsys.readouterr()
    good, other = mini / "data/practices/parnoe.yml", mini / "data/terms/desant.yml"
    before = good.stat().st_ino
    other.write_bytes('\ufeffstatus: draft\r\ntitle: "Десант"\r\ndefinition: |\r\n  Выезд.\r\n'.encode())
    assert run("--root", mini, "format", "--check") == 1
    assert "Не в едином виде: 1\u00a0файл. Привести: metodoteka format" in capsys.readouterr().out
    assert other.read_bytes().startswith("\ufeff".encode())
    assert run("--root", mini, "format", mini / "data/practices") == 0
    assert "Все записи уже в едином виде." in capsys.readouterr().out
    assert run("--root", mini, "format") == 0
    text = capsys.readouterr().out
    assert text == "data/terms/desant.yml\nПриведено к единому виду: 1\u00a0файл.\n"
    assert other.read_bytes().decode() == (
        "# yaml-language-server: $schema=../schemas/terms.json\ntitle: Десант\nstatus: draft\ndefinition: |\n  Выезд.\n"
    )
    assert good.stat().st_ino == before
    assert run("--root", mini, "format", "--check") == 0


def test_a_file_that_cannot_be_read_is_left_alone_and_told(mini: Path, capsys) -> None:
    run("--root", mini, "format")
    broken = mini / "data/practices/broken.yml"
    broken.write_text("title: '\n", "utf-8")
    assert run("--root", mini, "format") == 1
    text = capsys.readouterr()
    assert "Все записи уже в едином виде." in text.out
    assert "data/practices/broken.yml:1:8: ошибка: " in text.err
    assert "Оставлены как были: 1\u00a0файл." in text.err
    assert broken.read_text("utf-8") == "title: '\n"


def test_a_sample_is_in_the_one_spelling() -> None:
    texts = sample.generate_base(12, 1, PROJECT / "data" / "vocabularies")
    records = {path: text for path, text in texts.items() if path.startswith("data/") and "vocabularies" not in path}
    assert len(records) > 30
    assert [path for path, text in records.items() if canonical_form.format_record(text, path) != (text, [])] == []
