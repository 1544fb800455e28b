"""Many problems as a page: how many of each sort there are and where the first one is, the most important first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.problems import Problem
from generator.text import plural, visible

#: warnings of which each is still printed: more of them are a list that nobody reads
MOST_WARNINGS = 100


@dataclass(frozen=True)
class ProblemGroup:
    """The problems of one name (a code, a kind, an owner), sorted by place."""

    name: str
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        """How many of them stop the site."""
        return sum(problem.is_error for problem in self.problems)

    @property
    def files(self) -> int:
        """In how many files they are."""
        return len({problem.path for problem in self.problems})


def grouped(problems: Iterable[Problem], name_of: Callable[[Problem], str]) -> list[ProblemGroup]:
    """Those with errors first, then by how many they are, then by name."""
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in sorted(problems):
        found[name_of(problem)].append(problem)
    groups = (ProblemGroup(name, tuple(own)) for name, own in found.items())
    return sorted(groups, key=lambda one: (-one.errors, -len(one.problems), one.name))


def as_table(groups: Iterable[ProblemGroup], option: str) -> str:
    """One paragraph for each group: how many, what it means where the name is a code, where the first is, and the
    command that shows all of them (``option`` is what chooses by the name)."""
    return "\n".join(_paragraph(group, option) for group in groups)


def _paragraph(group: ProblemGroup, option: str) -> str:
    first = group.problems[0]
    errors = plural(group.errors, "ошибка", "ошибки", "ошибок")
    warnings = plural(len(group.problems) - group.errors, "предупреждение", "предупреждения", "предупреждений")
    count = ", ".join(words for words in (errors, warnings) if not words.startswith("0"))
    where = plural(group.files, "файле", "файлах", "файлах")
    from generator.problems.codes import CODES  # reads its files on loading

    title = f" — {CODES[group.name].title}" if group.name in CODES else ""
    lines = [f"{group.name or '(не сказано)'}{title}", f"    {count} в {where}, первое: {first.path}:{first.line}"]
    if group.name:
        lines.append(f"    показать: metodoteka check {option} {group.name}")
    return visible("\n".join(lines))
