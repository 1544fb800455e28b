"""Source -> record or problems: pydantic validates, ``wording`` says what it found in Russian."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from generator.documents import file_names
from generator.documents.sources import WHOLE_FILE, Loc, Source
from generator.problems import WARNING, Problem, dotted
from generator.records import KINDS, Record, record_lookup, taken_names
from generator.records.fields import FILE_NAME, groups
from generator.records.scalars import check_id
from generator.records.wording import problem


def parse(source: Source, names: record_lookup.KnownTitles | None = None) -> tuple[Record | None, list[Problem]]:
    """Pure: one source of a known folder -> its record, or the full list of what is wrong with its shape. ``names`` of
    the records of the base let a remark say which of them was meant."""
    return validate(KINDS[source.folder], source, names)


def validate(
    model: type[BaseModel], source: Source, names: record_lookup.KnownTitles | None = None
) -> tuple[Any, list[Problem]]:
    """Pure: validate ``source`` by ``model``; ``id`` and ``path`` come from the file's name."""
    problems: list[Problem] = []
    warned: list[Problem] = []
    try:
        check_id(source.stem)
    except PydanticCustomError as error:  # the same rule as for aliases
        context = error.context or {}
        text, hint = context["message"], context["hint"]
        name = PurePosixPath(source.path).name
        hint = f"переименуйте файл: {right}" if (right := file_names.right_name(name)) else f"переименуйте файл, {hint}"
        wrong = source.problem((), "bad-id", f"имя файла {text}", hint, at=WHOLE_FILE)
        problems.append(replace(wrong, certain=file_names.surely_named(name)))
    if why := taken_names.reason(source.folder, source.stem):
        hint = f"переименуйте файл, например в {source.stem}-2{PurePosixPath(source.path).suffix}"
        problems.append(source.problem((), "claimed-name", why, hint, at=WHOLE_FILE))
    clash = set(FILE_NAME) & source.data.keys()
    for name in sorted(clash):
        problems.append(
            source.problem(
                (name,),
                "unknown-field",
                f"поля «{name}» в записи не бывает",
                "идентификатор — это имя файла; уберите поле",
                at=source.key((name,)),
            )
        )
    for loc, new in former_fields(model, source.data):
        message = f"поле «{loc[-1]}» теперь называется «{new}»"
        hint = "metodoteka upgrade переименует его во всех записях"
        at = source.key(loc)
        old = source.problem(loc, "former-field", message, hint, at=at, write=new, sure=True, severity=WARNING)
        warned.append(old)
    empty: list[object] = []
    written = present_names(model, source.data)
    if not _is_filled(written):
        written = _pruned(written, empty)
    data = {name: value for name, value in written.items() if name not in clash}
    try:
        record = model.model_validate({**data, "id": source.stem if not problems else "x", "path": source.path})
    except ValidationError as error:
        errors = error.errors(include_url=False)
        problems += filter(None, (problem(model, source, item, names or {}) for item in errors))
        record = None
    problems += _empty_groups(source, data, problems) if empty else ()
    return (None if problems else record), _once([*warned, *_without_misspelt(problems)])


def _without_misspelt(problems: list[Problem]) -> list[Problem]:
    """Without fields that are missing only because their names are misspelt: fixing the name fixes both."""
    named = {
        f"{group}{dot}{problem.replacement}"
        for problem in problems
        for group, dot, _ in [problem.field.rpartition(".")]
        if problem.code == "unknown-field" and problem.certain
    }
    return [problem for problem in problems if problem.code != "missing-field" or problem.field not in named]


def _empty_groups(source: Source, data: Any, problems: list[Problem], loc: Loc = ()) -> Iterator[Problem]:
    """Groups that say nothing, but for those that are wrong already: ``responsible: [{}]`` names nobody."""
    for part, inner in data.items() if isinstance(data, dict) else enumerate(data):
        here = (*loc, part)
        if inner == {} and not any(problem.field.startswith(dotted(here)) for problem in problems):
            hint = "заполните хотя бы одно поле или уберите группу"
            yield source.problem(here, "empty-group", "в группе полей ничего не написано", hint)
        elif isinstance(inner, dict | list):
            yield from _empty_groups(source, inner, problems, here)


def _is_filled(value: Any) -> bool:
    """Whether :func:`_pruned` would leave the data as they are, told without making them anew: most files are such."""
    if isinstance(value, dict):
        inside = value.values()
        return bool(value) and all(type(one) is str or (one is not None and _is_filled(one)) for one in inside)
    return not isinstance(value, list) or all(type(one) is str or _is_filled(one) for one in value)


def _pruned(value: Any, empty: list[object]) -> Any:
    """The data without empty fields: ``name:`` with nothing after it is the same as no such field; ``empty`` gets every
    group in which nothing is left."""
    if isinstance(value, dict):
        kept = {
            name: _pruned(inner, empty) if isinstance(inner, dict | list) else inner
            for name, inner in value.items()
            if inner is not None
        }
        empty += () if kept else (kept,)
        return kept
    return [_pruned(inner, empty) for inner in value] if isinstance(value, list) else value


def _once(problems: list[Problem]) -> list[Problem]:
    """Without repeats: a wrong member of a union is reported by every member."""
    return list(dict.fromkeys(problems))


# --- fields by a former name: read under either, ``metodoteka upgrade`` writes the present one ------------------------


def former_fields(model: type[BaseModel], data: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Where plain data of ``model`` names a field as it was called before, and its present name. A group that has both
    keeps the former one: nobody can say which is meant."""
    if not _has_any(model):
        return
    if isinstance(data, list):
        for number, one in enumerate(data):
            yield from former_fields(model, one, (*loc, number))
    elif isinstance(data, dict):
        for old, new in getattr(model, "former", {}).items():
            if old in data and new not in data:
                yield (*loc, old), new
        inner = groups(model)
        for name, value in data.items():
            its = inner.get(str(getattr(model, "former", {}).get(name, name)))
            if its is not None:
                yield from former_fields(its, value, (*loc, name))


def present_names(model: type[BaseModel], data: Any) -> Any:
    """The same data with the present names, each at the place of the former one."""
    if not _has_any(model):
        return data
    if isinstance(data, list):
        return [present_names(model, one) for one in data]
    if not isinstance(data, dict):
        return data
    inner, former = groups(model), getattr(model, "former", {})
    names = {name: former[name] if name in former and former[name] not in data else name for name in data}
    return {
        names[name]: present_names(inner[names[name]], value) if names[name] in inner else value
        for name, value in data.items()
    }


@cache
def _has_any(model: type[BaseModel]) -> bool:
    return bool(getattr(model, "former", {})) or any(_has_any(group) for group in groups(model).values())
