"""Templates of a base that do not work: where, and what is wrong, in words. Ours are held to work by tests."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from pathlib import Path

import jinja2

from generator.problems import Problem

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


class TemplateFault(jinja2.TemplateError):
    """A template that cannot be laid out; the text says which, where and why."""


def template_fault(fault: Exception, name: str, own: str) -> TemplateFault | None:
    """The same fault in words, with its place; ``name`` is the template that was asked for, ``own`` the folder of those
    of the base. None for what is no fault of theirs."""
    path, line = _place(fault, name)
    if not isinstance(fault, jinja2.TemplateError) and not (own and path.startswith(own)):
        return None
    shown = f"templates/{Path(path).name}"
    return TemplateFault(
        f"{shown}, строка {line}: {describe_fault(fault)}" if line else f"{shown}: {describe_fault(fault)}"
    )


def describe_fault(fault: Exception) -> str:
    """What is wrong, in Russian as far as it is known."""
    message = str(fault)
    for pattern, words in _MEANINGS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return words.replace("{what}", found.groupdict().get("what") or "")
    return message


def _place(fault: Exception, name: str) -> tuple[str, int]:
    if isinstance(fault, jinja2.TemplateSyntaxError):
        return fault.name or name, fault.lineno
    frames = [one for one in traceback.extract_tb(fault.__traceback__) if one.filename.endswith(".j2")]
    return (frames[-1].filename, frames[-1].lineno or 0) if frames else (name, 0)


def broken_templates(environment: jinja2.Environment, folder: Path, names: list[str]) -> Iterator[Problem]:
    """Templates of a base that Jinja cannot read."""
    for name in names:
        try:
            environment.get_template(name)
        except jinja2.TemplateSyntaxError as fault:
            hint = "исправьте эту строку; сравнить с шаблоном Методотеки: metodoteka override " + name + " --diff"
            path = f"{folder.name}/{fault.name or name}"
            yield Problem(
                path, fault.lineno, 1, "", "broken-template", f"шаблон не читается: {describe_fault(fault)}", hint
            )
