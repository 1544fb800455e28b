"""Templates of a base that do not work: where, and what is wrong, in words. Ours are held to work by tests."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from pathlib import Path

import jinja2

from generator import files
from generator.problems import Problem
from generator.settings import overrides

#: what Jinja says -> what it means
_MEANINGS = (
    (r"'(?P<what>[^']+)' is undefined", "имени «{what}» здесь нет"),
    (r"'[^']*' (?:object )?has no attribute '(?P<what>[^']+)'", "здесь нет поля или макроса «{what}»"),
    (r"No filter named '(?P<what>[^']+)'\.?", "фильтра «{what}» нет"),
    (r"No test named '(?P<what>[^']+)'\.?", "проверки «{what}» нет"),
    (r"'?(?P<what>[^']+?)'? not found in search paths?.*", "шаблона «{what}» нет"),
    (r"Encountered unknown tag '(?P<what>[^']+)'.*", "команды «{what}» нет, или она закрыта не там"),
    (r"Unexpected end of template.*", "что-то открыто и не закрыто: проверьте endif, endfor, endmacro"),
    (r"unexpected '(?P<what>[^']+)'.*", "знак «{what}» не на своём месте"),
    (r"(?:E|e)xpected .*, got .*", "внутри {% … %} или {{ … }} чего-то не хватает"),
)
_ENDINGS = (".j2", ".html")


class TemplateFault(jinja2.TemplateError, files.FileFault):
    """A template that cannot be laid out; the text says which, where and why."""


def template_fault(fault: Exception, name: str, own: str) -> TemplateFault | None:
    """The same fault in words, with its place; ``name`` is the template that was asked for, ``own`` the folder of those
    of the base. None for what is no fault of theirs."""
    path, line = _place(fault, name)
    if not isinstance(fault, jinja2.TemplateError) and not (own and path.startswith(own)):
        return None
    below = Path(path).relative_to(own).as_posix() if own and Path(path).is_relative_to(own) else Path(path).name
    return TemplateFault(_at(f"templates/{below}", line, fault))


def frame_fault(fault: Exception, root: Path) -> str | None:
    """The same for the frame, which the engine lays out: ``theme/partials/footer.html`` of the base in the folder
    ``root``. None for what is no fault of a template."""
    if isinstance(fault, TemplateFault):
        return str(fault)
    path, line = _place(fault, "")
    if not isinstance(fault, jinja2.TemplateError) and not Path(path).is_relative_to(root / overrides.THEME):
        return None
    return _at(Path(path).relative_to(root).as_posix() if Path(path).is_relative_to(root) else path, line, fault)


def _at(shown: str, line: int, fault: Exception) -> str:
    place = f"{shown}, строка {line}" if line else shown
    return f"{place}: {describe_fault(fault)}" if place else describe_fault(fault)


def describe_fault(fault: Exception) -> str:
    """What is wrong, in Russian as far as it is known."""
    message = str(fault)
    for pattern, words in _MEANINGS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return words.replace("{what}", found.groupdict().get("what") or "")
    return message


def _place(fault: Exception, name: str) -> tuple[str, int]:
    if isinstance(fault, jinja2.TemplateSyntaxError):
        return fault.filename or fault.name or name, fault.lineno
    frames = [one for one in traceback.extract_tb(fault.__traceback__) if one.filename.endswith(_ENDINGS)]
    return (frames[-1].filename, frames[-1].lineno or 0) if frames else (name, 0)


def broken_templates(environment: jinja2.Environment, folder: Path, names: list[str]) -> Iterator[Problem]:
    """Templates of a base that Jinja cannot read."""
    for name in names:
        text, unread = overrides.written_template(folder.parent, f"{folder.name}/{name}")
        yield from unread
        try:
            if text is not None:
                environment.get_template(name)
        except jinja2.TemplateSyntaxError as fault:
            yield _broken(f"{folder.name}/{fault.name or name}", name, fault)


def broken_frame(root: Path, paths: list[str]) -> Iterator[Problem]:
    """Templates of the frame of a base that the engine could not read."""
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"])  # as the engine has it
    for path in paths:
        text, unread = overrides.written_template(root, path)
        yield from unread
        try:
            environment.parse(text or "")
        except jinja2.TemplateSyntaxError as fault:
            yield _broken(path, path.partition("/")[2], fault)


def _broken(path: str, name: str, fault: jinja2.TemplateSyntaxError) -> Problem:
    hint = f"исправьте эту строку; сравнить с шаблоном Методотеки: metodoteka override {name} --diff"
    return Problem(path, fault.lineno, 1, "", "broken-template", f"шаблон не читается: {describe_fault(fault)}", hint)
