"""The packages of other bases that were taken in -> their records as plain data, a stranger's text that nobody here
can edit.

Open data say a little more than a record does (what the base worked out, where its page is) and a little less (no
names, no figures of a few people); here the one is undone and the other left as it is. The rest is read by the models
like any record (``joining``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from generator import text
from generator.documents import folders
from generator.documents.line_checks import problems_of_lines
from generator.documents.sources import MAX_BYTES
from generator.records import KINDS, VOCABULARIES
from generator.records.common import Attachment, Consent, Person
from generator.records.federation_package import (
    LockedBase,
    Manifest,
    PackageFile,
    WrongPackage,
    digest_of_bytes,
    parse_manifest,
)
from generator.records.fields import FILE_NAME, marked
from generator.records.joined import JoinedBase
from generator.records.pictures import FOLDER
from generator.records.programmes import Values
from generator.records.scalars import is_id, short

#: what the files tell of a record beside its fields (``exports.shapes``)
_BESIDE = frozenset(
    ("id", "kind", "url", "first_published", "evidence_level", "maturity", "start_iso", "end_iso", "numbers", "$schema")
)
#: what stays at home: former addresses of its site, pictures (their files do not travel)
_AT_HOME = frozenset(("aliases", "pictures"))
#: groups in groups and lists; the models have far fewer
_DEEPEST = 20
_OPEN_DATA_VERSION = "v1"
_FIGURES_FILE, _VOCABULARIES_FILE = "indicator_values.json", "vocabularies.json"


class NotTaken(ValueError):
    """A record of a package cannot be taken in; the text says why, in Russian."""


class FieldShape(NamedTuple):
    """What a field of a model is: whether it is a list, the model of a group, its markers, whether it has to be."""

    many: bool
    group: type[BaseModel] | None
    markers: tuple[Any, ...]
    required: bool


@cache
def field_shapes(model: type[BaseModel]) -> Mapping[str, FieldShape]:
    """The fields of a model by name."""
    return {
        name: FieldShape(
            many,
            its_type if issubclass(its_type, BaseModel) else None,
            markers,
            model.model_fields[name].is_required(),
        )
        for name, many, its_type, markers in marked(model)
    }


@dataclass(frozen=True)
class ForeignRecord:
    """A record of a package: its kind, id and page there, its fields as a file would have them."""

    kind: str
    id: str
    page: str
    data: dict[str, Any]
    first_published: str = ""
    evidence_level: str = ""
    maturity: str = ""

    @property
    def key(self) -> str:
        """The address ``kind/id`` in its base."""
        return f"{self.kind}/{self.id}"


@dataclass(frozen=True)
class ForeignBase:
    """What a package holds: records, the terms of its lists (list -> id -> fields), and what was left out, in words:
    the address of the record, empty for a whole file, and why."""

    base: JoinedBase
    records: tuple[ForeignRecord, ...]
    terms: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    left_out: tuple[tuple[str, str], ...] = ()


def package_path(root: Path, digest: str) -> Path:
    """Where a file of a package lies that was taken in."""
    return root / folders.PACKAGES_FOLDER / digest


def package_bytes(root: Path, digest: str) -> bytes | None:
    """The bytes of a file that was taken in; None where it is missing or is not what the digest says."""
    try:
        data = folders.read_whole(package_path(root, digest))
    except OSError:
        return None
    return data if digest_of_bytes(data) == digest else None


def package_manifest(root: Path, locked: LockedBase) -> Manifest | None:
    """The manifest of a package that was taken in; None where the package is not whole."""
    data = package_bytes(root, locked.manifest)
    try:
        manifest = parse_manifest(data) if data else None
    except WrongPackage:
        return None
    if manifest is None or (manifest.key, manifest.serial, manifest.signed) != (
        locked.key,
        locked.serial,
        locked.signed,
    ):
        return None
    whole = all(package_bytes(root, one.digest) is not None for one in wanted_files(manifest, locked.demo))
    return manifest if whole else None


def wanted_files(manifest: Manifest, demo: bool) -> list[PackageFile]:
    """The files of a package that are taken: demonstration records only where they are asked for."""
    return [one for one in manifest.files if demo or not one.demo]


def read_package(root: Path, locked: LockedBase) -> ForeignBase | None:
    """The records of a package that was taken in; None where it is not whole."""
    manifest = package_manifest(root, locked)
    return _read_once(root, locked, manifest) if manifest else None


@lru_cache(maxsize=256)  # `serve` reads the base after each save; the digests in the lock say that nothing changed
def _read_once(root: Path, locked: LockedBase, manifest: Manifest) -> ForeignBase:
    return foreign_base(locked, manifest, partial(package_bytes, root))


def foreign_base(locked: LockedBase, manifest: Manifest, bytes_of: Callable[[str], bytes | None]) -> ForeignBase:
    """The records of a package; ``bytes_of`` gives its files by their digests."""
    base = JoinedBase(
        locked.name, manifest.title, manifest.url, manifest.contact, manifest.serial, manifest.signed, locked.through
    )
    records: list[ForeignRecord] = []
    left_out: list[tuple[str, str]] = []
    terms: dict[str, dict[str, Mapping[str, str]]] = {}
    for one in wanted_files(manifest, locked.demo):
        kind = one.name.removesuffix(".json")
        try:
            found = _json(bytes_of(one.digest) or b"")
            if one.name == _VOCABULARIES_FILE:
                terms = _terms(found)
            elif one.name == _FIGURES_FILE:
                records += _figures(_rows(found), base, one.demo)
            elif kind in KINDS:
                for row in _rows(found):
                    _add(records, left_out, kind, row, base, one.demo)
            else:
                left_out.append(("", f"{one.path}: такого вида записей эта Методотека не знает"))
        except NotTaken as fault:
            left_out.append(("", f"{one.path}: {fault}"))
    order = {kind: number for number, kind in enumerate(KINDS)}
    records.sort(key=lambda one: (order[one.kind], one.id))
    return ForeignBase(base, tuple(records), terms, tuple(left_out))


def _add(
    records: list[ForeignRecord],
    left_out: list[tuple[str, str]],
    kind: str,
    row: Mapping[str, Any],
    base: JoinedBase,
    demo: bool,
) -> None:
    if row.get("base") or row.get("origin"):
        return  # that base has it from another one, which hands it on itself
    its_id = row.get("id")
    if not isinstance(its_id, str) or not is_id(its_id):
        left_out.append((kind, f"«{short(str(its_id))}» — не идентификатор записи"))
        return
    try:
        records.append(_record(kind, its_id, row, base, demo))
    except NotTaken as fault:
        left_out.append((f"{kind}/{its_id}", str(fault)))


def _json(data: bytes) -> Any:
    """A file of open data; numbers stay as they were written, like those of a record."""
    try:
        return json.loads(data.decode("utf-8-sig"), parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        raise NotTaken("это не JSON в кодировке UTF-8") from None


def _rows(found: Any) -> list[Mapping[str, Any]]:
    if not isinstance(found, dict) or found.get("version") != _OPEN_DATA_VERSION:
        raise NotTaken(f"открытые данные другого вида, нужны {_OPEN_DATA_VERSION}: обновите Методотеку здесь или там")
    rows = found.get("records")
    if not isinstance(rows, list):
        raise NotTaken("нет списка записей")
    return [row for row in rows if isinstance(row, dict)]


def _record(kind: str, its_id: str, row: Mapping[str, Any], base: JoinedBase, demo: bool) -> ForeignRecord:
    if _is_deeper(row, _DEEPEST):  # before anything that walks a record to its end
        raise NotTaken("поля вложены друг в друга слишком глубоко")
    if len(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace")) > MAX_BYTES:
        raise NotTaken(f"запись больше {MAX_BYTES // 1024} КБ")
    if row.get("status") not in ("published", "archived"):
        raise NotTaken("запись не опубликована")
    if (row.get("demo") in (True, "true")) != demo:
        raise NotTaken("демонстрационная запись лежит среди настоящих или наоборот")
    model = KINDS[kind]
    files = f"{base.url}{FOLDER}/{kind}/{its_id}/"
    data = _cleaned(model, {name: value for name, value in row.items() if name not in _AT_HOME}, files)
    day = row.get("first_published")
    level, maturity = (one if isinstance(one := row.get(name), str) and is_id(one) else "" for name in _COMPUTED)
    page = f"{base.url}{kind}/{its_id}/"
    return ForeignRecord(kind, its_id, page, data, day if isinstance(day, str) else "", level, maturity)


def _is_deeper(value: Any, levels: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(not levels or _is_deeper(one, levels - 1) for one in inner)


_COMPUTED = ("evidence_level", "maturity")


def _cleaned(model: type[BaseModel], data: Mapping[str, Any], files: str) -> dict[str, Any]:
    """The fields that the model knows. Names of people and consents never come in, whatever a package holds: a consent
    is given for a resource (152-ФЗ, статья 10.1). A file of a record becomes a link to where it is published."""
    out: dict[str, Any] = {}
    shapes = field_shapes(model)
    for name, value in data.items():
        shape = shapes.get(name)
        if shape is None or value is None or name in FILE_NAME:
            continue
        if (model is Person and name == "name") or (shape.group and issubclass(shape.group, Consent)):
            continue
        if shape.many and isinstance(value, list):
            out[name] = [_value(shape, one, files) for one in value]
        else:
            out[name] = _value(shape, value, files)
    if model is Attachment and (file := out.pop("file", None)):
        out.setdefault("url", f"{files}{file}")
        out.pop("rights", None)
        out.pop("permission", None)
    return out


def _value(shape: FieldShape, value: Any, files: str) -> Any:
    if shape.group and isinstance(value, dict):
        return _cleaned(shape.group, value, files)
    if isinstance(value, bool):
        return "true" if value else "false"  # as it is typed in a file
    return harmless_text(value) if isinstance(value, str) else value


def harmless_text(value: str) -> str:
    """A text as it is read from a file of a record; raises :class:`NotTaken` for what a file may not hold."""
    if wrong := [one for one in problems_of_lines(value.split("\n"), "") if one.is_error]:
        raise NotTaken(f"в тексте «{short(value)}»: {wrong[0].message}")
    return text.normalize(value.replace("\r\n", "\n"))


def _terms(found: Any) -> dict[str, dict[str, Mapping[str, str]]]:
    """The terms of the lists of a package, as far as they are terms."""
    lists = found.get("vocabularies") if isinstance(found, dict) else None
    if not isinstance(lists, dict):
        raise NotTaken("нет списков терминов")
    out: dict[str, dict[str, Mapping[str, str]]] = {}
    for name in VOCABULARIES:
        rows = its.get("terms") if isinstance(its := lists.get(name), dict) else None
        out[name] = {
            one["id"]: {key: value for key in ("label", "broader", "description") if (value := _word(one.get(key)))}
            for one in (rows if isinstance(rows, list) else ())
            if isinstance(one, dict) and isinstance(one.get("id"), str) and is_id(one["id"]) and _word(one.get("label"))
        }
    return out


def _word(value: Any) -> str:
    try:
        return harmless_text(value) if isinstance(value, str) and "\n" not in value and len(value) <= 300 else ""
    except NotTaken:
        return ""


# --- figures: the open data tell them by indicator, a record by territory and period ---------------------------------


def _figures(rows: list[Mapping[str, Any]], base: JoinedBase, demo: bool) -> Iterator[ForeignRecord]:
    """The declared values of indicators as records. What that base counted or summed is counted here anew."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        cells = {name: value for name, value in row.items() if isinstance(value, str)}
        if cells.get("origin") != "declared" or row.get("base") or cells.get("state") not in ("known", "hidden"):
            continue
        group = tuple(cells.get(name, "") for name in ("scope", "period", "as_of", "source_document", "source_title"))
        groups.setdefault(group, []).append(_figure(cells))
    taken: dict[str, int] = {}
    for (scope, period, as_of, document, source), values in sorted(groups.items(), key=lambda it: it[0]):
        name = f"{scope.partition('/')[2] or 'baza'}-{text.slug(period)}"[:72].strip("-")
        taken[name] = taken.get(name, 0) + 1
        its_id = name if taken[name] == 1 else f"{name}-{taken[name]}"
        cited = {"document": document} if document else {"title": source or f"Открытые данные базы «{base.title}»"}
        data: dict[str, Any] = {
            "status": "published", "territory": scope, "period": period, "source": cited | {"link": base.url}
        }  # fmt: skip
        data |= {"as_of": as_of} if as_of else {}
        data |= {"demo": demo}
        try:
            yield ForeignRecord(Values.kind, its_id, base.url, _cleaned(Values, data | {"values": values}, base.url))
        except NotTaken:
            continue  # a hidden character in a period or an address: it is none


def _figure(cells: Mapping[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = {"indicator": cells.get("indicator", "")}
    if cells["state"] == "hidden":
        return made | {"suppressed": True}
    names = ("numerator", "denominator") if "numerator" in cells and "denominator" in cells else ("value",)
    return made | {name: cells[name] for name in names if name in cells}
