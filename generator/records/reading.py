"""Source -> record or problems: pydantic validates, this module says it in Russian with the place and the mend."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from generator import sources
from generator.problems import Problem, nearest, suggest
from generator.records import KINDS, VOCABULARIES, Record, Vocabulary
from generator.records.content import ContentPage
from generator.records.scalars import check_id
from generator.sources import Loc, Source


@dataclass
class Loaded:
    """Everything that could be read: records by ``kind/id``, vocabularies by name, hand-written pages by address.

    ``addresses`` are the published addresses that must not vanish (``data/addresses.txt``: line number, ``kind/id``).
    ``sources`` tell where each came from: by the record's address, ``vocabularies/<name>`` or ``content/<address>``.

    ``broken`` are the addresses of files that exist but are wrong, so that nobody is told that they do not exist.
    """

    records: dict[str, Record] = field(default_factory=dict)
    vocabularies: dict[str, Vocabulary] = field(default_factory=dict)
    content: dict[str, ContentPage] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    addresses: list[tuple[int, str]] = field(default_factory=list)


def load(root: Path) -> tuple[Loaded, list[Problem]]:
    """Read ``root/data`` whole. Never raises for what is in the files; every problem of every file is returned."""
    loaded = Loaded()
    problems = list(_unknown_folders(root))
    loaded.vocabularies, its_sources, trouble = load_vocabularies(root)
    loaded.sources |= its_sources
    problems += trouble
    for kind in KINDS:
        found, trouble = sources.read_folder(root, kind)
        problems += trouble
        loaded.broken |= {f"{kind}/{Path(problem.path).stem}" for problem in trouble}
        for source in found:
            record, trouble = parse(source)
            problems += trouble
            if record is None:
                loaded.broken.add(f"{kind}/{source.stem}")
            elif record.key in loaded.records:
                other = loaded.sources[record.key].path
                problems.append(
                    source.problem(
                        (),
                        "duplicate-id",
                        f"запись с таким именем уже есть: {other}",
                        "оставьте один файл или переименуйте этот",
                    )
                )
            else:
                loaded.records[record.key] = record
                loaded.sources[record.key] = source
    found, trouble = sources.read_content(root)
    problems += trouble
    for source in found:
        page, trouble = validate(ContentPage, source)
        problems += trouble
        if page:
            loaded.content[page.address] = page
            loaded.sources[f"content/{page.address}"] = source
    loaded.addresses = sources.read_list(root / "data" / "addresses.txt")
    return loaded, problems


def load_vocabularies(root: Path) -> tuple[dict[str, Vocabulary], dict[str, Source], list[Problem]]:
    """The lists of ``root/data/vocabularies`` by name, their sources by ``vocabularies/<name>``, and what is wrong."""
    lists: dict[str, Vocabulary] = {}
    its_sources: dict[str, Source] = {}
    found, problems = sources.read_folder(root, "vocabularies")
    for name in VOCABULARIES:
        if name not in {source.stem for source in found} | {Path(problem.path).stem for problem in problems}:
            path = f"data/vocabularies/{name}.yml"
            problems.append(
                Problem(
                    path,
                    0,
                    0,
                    "",
                    "no-vocabulary",
                    f"нет списка «{name}»",
                    f"верните файл из репозитория: git checkout -- {path}",
                )
            )
    for source in found:
        if source.stem not in VOCABULARIES:
            problems.append(
                source.problem(
                    (),
                    "unknown-vocabulary",
                    f"списка «{source.stem}» генератор не знает",
                    suggest(source.stem, VOCABULARIES),
                )
            )
            continue
        vocabulary, trouble = validate(Vocabulary, source)
        problems += trouble
        if vocabulary:
            lists[source.stem] = vocabulary
            its_sources[f"vocabularies/{source.stem}"] = source
    return lists, its_sources, problems


def parse(source: Source) -> tuple[Record | None, list[Problem]]:
    """Pure: one source of a known folder -> its record, or the full list of what is wrong with its shape."""
    return validate(KINDS[source.folder], source)


def validate(model: type[BaseModel], source: Source) -> tuple[Any, list[Problem]]:
    """Pure: validate ``source`` by ``model``; ``id`` and ``path`` come from the file's name."""
    problems = []
    try:
        check_id(source.stem)
    except Exception as error:  # PydanticCustomError: the same rule as for aliases
        context = getattr(error, "context", None) or {}
        problems.append(
            source.problem((), "bad-id", "имя файла: " + context.get("said", str(error)), context.get("hint", ""))
        )
    clash = {"id", "path"} & source.data.keys()
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
    data = {name: value for name, value in _pruned(source.data).items() if name not in clash}
    try:
        record = model.model_validate({**data, "id": source.stem if not problems else "x", "path": source.path})
    except ValidationError as error:
        for item in error.errors(include_url=False):
            problems.extend(_problem(model, source, item))
        record = None
    return (None if problems else record), _once(problems)


def _pruned(value: Any) -> Any:
    """The data without empty fields: ``name:`` with nothing after it is the same as no such field."""
    if isinstance(value, dict):
        return {name: _pruned(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_pruned(inner) for inner in value]
    return value


def _unknown_folders(root: Path):
    known = {*KINDS, "vocabularies", "schemas"}
    for folder in sources.data_folders(root):
        if folder not in known:
            yield Problem(
                f"data/{folder}",
                0,
                0,
                "",
                "unknown-folder",
                f"папки «{folder}» генератор не знает",
                suggest(folder, known),
            )


# --- what pydantic says, in Russian ----------------------------------------------------------------------------------

_SIMPLE = {
    "string_type": ("здесь нужен текст", "напишите значение в одну строку или под знаком |"),
    "string_too_short": ("пустой текст", "напишите значение или уберите поле"),
    "tuple_type": ("здесь нужен список", "начните каждое значение с новой строки и знака «- »"),
    "list_type": ("здесь нужен список", "начните каждое значение с новой строки и знака «- »"),
    "model_type": ("здесь нужны поля, а не текст", "напишите поля с отступом: имя, двоеточие, значение"),
    "model_attributes_type": ("здесь нужны поля, а не текст", "напишите поля с отступом: имя, двоеточие, значение"),
    "dict_type": ("здесь нужны поля, а не текст", "напишите поля с отступом: имя, двоеточие, значение"),
}


def _problem(model: type[BaseModel], source: Source, item: Any) -> list[Problem]:
    loc: Loc = tuple(item["loc"])
    kind, context = item["type"], item.get("ctx", {})
    owner, info = _field_at(model, loc)
    if kind == "missing":
        # Point at the record or the group the field is missing from, not at a line that does not exist.
        name = str(loc[-1])
        hint = f"добавьте строку «{name}: {_example(info)}»" if info is not None else f"добавьте поле {name}"
        label = f" ({info.title})" if info is not None and info.title else ""
        return [source.problem(loc, "missing-field", f"нет обязательного поля{label}", hint)]
    if kind == "extra_forbidden":
        name = str(loc[-1])
        names = [n for n in owner.model_fields if n not in ("id", "path")] if owner else []
        guess = nearest(name, names)
        hint = f"возможно, имелось в виду «{guess}»" if guess else "поля этого места: " + ", ".join(names)
        return [source.problem(loc, "unknown-field", f"поля «{name}» здесь не бывает", hint, at=source.key(loc))]
    if kind == "wrong":
        return [source.problem(loc, "bad-value", context["said"], context.get("hint", ""))]
    if kind == "literal_error":
        allowed = [str(value) for value in _literals(info)]
        given = str(item["input"])[:60]
        return [
            source.problem(loc, "bad-choice", f"значения «{given}» здесь не бывает", _choices(given, allowed, info))
        ]
    if kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
        word = {
            "greater_than": "больше",
            "greater_than_equal": "не меньше",
            "less_than": "меньше",
            "less_than_equal": "не больше",
        }[kind]
        bound = next(iter(context.values()))
        return [
            source.problem(
                loc, "out-of-range", f"число {item['input']} не подходит: нужно {word} {bound}", "проверьте число"
            )
        ]
    if kind == "string_too_long":
        return [
            source.problem(
                loc,
                "too-long",
                f"слишком длинно: {len(item['input'])} знаков при пределе {context['max_length']}",
                "сократите; подробности напишите в body",
            )
        ]
    if kind == "too_short":
        return [
            source.problem(
                loc, "too-few", f"в списке нужно не меньше {context['min_length']}", "добавьте или уберите поле"
            )
        ]
    message, hint = _SIMPLE.get(kind, (f"значение не подходит ({item['msg']})", _help(info)))
    return [source.problem(loc, "bad-type", message, hint)]


def _field_at(model: type[BaseModel], loc: Loc) -> tuple[type[BaseModel] | None, FieldInfo | None]:
    """The model that owns the last name of ``loc`` and the field of that name (None where there is none)."""
    owner: type[BaseModel] | None = model
    info: FieldInfo | None = None
    for part in loc:
        if isinstance(part, int):
            continue
        if info is not None:
            owner = _model_in(info.annotation)
        if owner is None:
            return None, None
        info = owner.model_fields.get(part)
        if info is None:
            return owner, None
    return owner, info


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)


def _literals(info: FieldInfo | None) -> list[Any]:
    def walk(annotation: Any) -> list[Any]:
        args = get_args(annotation)
        if args and all(isinstance(arg, str) for arg in args):
            return list(args)
        return [value for arg in args for value in walk(arg)]

    return walk(info.annotation) if info is not None else []


def _choices(given: str, allowed: list[str], info: FieldInfo | None) -> str:
    guess = nearest(given, allowed)
    said = f"возможно, имелось в виду «{guess}»; " if guess else ""
    explained = info.description if info is not None and info.description and " — " in info.description else ""
    return said + "можно: " + (explained or ", ".join(allowed))


def _example(info: FieldInfo) -> str:
    example = (info.examples or ["…"])[0]
    if isinstance(example, list):
        return "[" + ", ".join(map(str, example)) + "]"
    return str(example)


def _help(info: FieldInfo | None) -> str:
    if info is None:
        return ""
    return (info.description or "") + (f"; например: {_example(info)}" if info.examples else "")


def _once(problems: list[Problem]) -> list[Problem]:
    """Without repeats: a wrong member of a union is reported by every member."""
    return list(dict.fromkeys(problems))
