"""What the check and the form of the site both say is written once: in ``generator/text/sentences.py``."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from support import PROJECT

from generator.text import sentences

THEME = PROJECT / "theme" / "mkdocs"
WORDS = THEME / "assets" / "form" / "words.js"
#: scripts that are ports of a whole Python module with a table of cases for both (of blanks: ``test_blank_reading``),
#: and sayings that only look alike
PORTS = {
    "times.js", "private.js", "identifiers.js",
    "answers.js", "beside.js", "excel.js", "excel-account.js", "excel-numbers.js", "excel-tables.js", "numbers.js",
    "word.js", "word-account.js", "word-ticks.js",
}  # fmt: skip
ALIKE = {
    "Такого в списке нет", "выберите из списка", "» в базе нет", "без названия", "Новая запись:", "Разделы сайта",
    "Как заполнять", "### Текст записи", "новая запись", "Часов на подготовку", "Демонстрационная запись",
}  # fmt: skip
_IN_SCRIPT = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')


def marked(text: str) -> str:
    """The block of the script that Python writes, with its marks."""
    start = text.index(sentences.BEGIN)
    return text[start : text.index(sentences.END, start) + len(sentences.END)]


def pieces(text: str) -> set[str]:
    """The parts of a saying between what is put into it that are sayings themselves: two Russian words or more."""
    found = {part.strip() for part in re.split(r"\$?\{[^{}]*\}", text)}
    return {part for part in found if len(part) >= 12 and " " in part and re.search("[а-яё]{3}", part)}


def of_script(text: str) -> set[str]:
    without = text.replace(marked(text), "") if sentences.BEGIN in text else text
    return {piece for one in _IN_SCRIPT.finditer(without) for piece in pieces(one[1] or one[2] or "")}


def of_python(text: str) -> set[str]:
    constants = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
    return {piece for value in constants if isinstance(value, str) for piece in pieces(value)}


def twice(scripts: list[Path], modules: list[Path]) -> dict[str, str]:
    """What stands in a script and in a module: the saying -> the name of the script."""
    python = set().union(*(of_python(path.read_text("utf-8")) for path in modules))
    return {text: path.name for path in scripts for text in of_script(path.read_text("utf-8")) & python}


def test_the_form_has_the_sentences_of_the_check(rewrite: bool) -> None:
    text = WORDS.read_text("utf-8")
    if rewrite:
        WORDS.write_text(text.replace(marked(text), sentences.script_block()), "utf-8")
    assert marked(WORDS.read_text("utf-8")) == sentences.script_block(), "run pytest --rewrite tests/test_sentences.py"


def test_no_sentence_stands_in_both_languages() -> None:
    scripts = [path for path in sorted(THEME.rglob("*.js")) if "vendor" not in path.parts and path.name not in PORTS]
    found = twice(scripts, sorted((PROJECT / "generator").rglob("*.py")))
    assert {text: name for text, name in found.items() if text not in ALIKE} == {}


def test_every_sentence_is_said_by_both() -> None:
    """What only one of them says stays where it is said."""
    python = "".join(path.read_text("utf-8") for path in (PROJECT / "generator").rglob("*.py"))
    script = "".join(path.read_text("utf-8") for path in sorted(WORDS.parent.rglob("*.js")))
    for name in sentences.SENTENCES:
        called = name.partition("need_")[1] or f"{name}" + r"[\"']"  # the periods are looked up by their name
        assert re.search(r"sentence\(f?[\"'`]" + called, python), name
        assert re.search(r"sentence\([\"'`]" + called, script), name


def test_a_sentence_takes_what_is_put_into_it() -> None:
    assert sentences.sentence("top_above", top=5, bottom="{x}") == "числитель 5 больше знаменателя {x}"
    with pytest.raises(KeyError):
        sentences.sentence("top_above", top=5)


def test_red_twin_a_sentence_in_both_is_seen(tmp_path: Path) -> None:
    (tmp_path / "x.js").write_text("wrong(`доля ${x} больше всего остального`);", "utf-8")
    (tmp_path / "x.py").write_text('def f(x):\n    return f"доля {x} больше всего остального"\n', "utf-8")
    assert twice([tmp_path / "x.js"], [tmp_path / "x.py"]) == {"больше всего остального": "x.js"}
