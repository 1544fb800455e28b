"""Hop 1. A file is read safely into plain data that remembers where everything stood.

Scalars stay text (``12:30``, ``no`` and ``010`` are what was typed; the schema gives them a type), an empty plain
scalar is None. Text is read composed (NFC) and without hidden characters that mean nothing (``text.normalize``), which
is told; so search, comparison and readers see canonical form. Everything of YAML that a record has no use for (anchors,
aliases, tags, merge keys, several documents) and everything that could hide or harm (``line_checks``, deep nesting,
oversize) is a problem with its place; one wrong file never hides the problems of another.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from generator.documents import folders
from generator.documents.file_memory import FileMemory
from generator.documents.file_names import right_name, surely_named
from generator.documents.front_matter import fence_lines, split_fields
from generator.documents.line_checks import merge_conflict, problems_of_lines
from generator.documents.plain_yaml import LaterPlaces, PlacesOf, plain_record
from generator.documents.strict_yaml import PROSE, Position, Span, Unreadable, YamlReader
from generator.documents.strict_yaml import Loc as Loc
from generator.documents.syntax_hints import meant
from generator.problems import ERROR, Problem, dotted, to_write
from generator.text import normalize, visible

MAX_BYTES = 256 * 1024
#: what lies in data/ beside the folders
OF_DATA = (
    "addresses.txt", "first-published.txt", "closed-periods.yml", "links.json", "columns.yml", "README.md",
    "federation.lock.json",
)  # fmt: skip
_NAME = re.compile(r"[\w-]+")
WHOLE_FILE = Position(0, 0)  # the place of a problem with the file itself, not with a line of it


@dataclass(frozen=True)
class Source:
    """One file as plain data with places.

    ``keys`` and ``values`` map a location (``('steps', 1, 'text')``) to the place of the field's name and of its value;
    ``blocks`` tells for a text of several lines (``|``) and for the Markdown body where its first line stands.
    ``fields`` are the numbers (from 1) of the lines of YAML.
    """

    path: str
    folder: str
    stem: str
    data: dict[str, Any]
    lines: tuple[str, ...]
    fields: range
    keys: Mapping[Loc, Span] = field(default_factory=dict)
    values: Mapping[Loc, Span] = field(default_factory=dict)
    blocks: Mapping[Loc, Position] = field(default_factory=dict)
    body: str | None = None

    def place(self, loc: Loc, line: int = 1, column: int = 1) -> Position:
        """Where ``loc`` stands; ``line`` and ``column`` (from 1) go further into a text of several lines.

        An absent field is placed at its nearest present parent, a missing top-level field at the top of the file.
        """
        if loc in self.blocks:
            start = self.blocks[loc]
            return Position(start.line + line - 1, start.column + column - 1)
        if loc in self.values:
            start = self.values[loc].start
            return self._within(start, column) if line == 1 and column > 1 else start
        while loc:
            if loc in self.keys:
                return self.keys[loc].start
            if loc in self.values:
                return self.values[loc].start
            loc = loc[:-1]
        return Position(1, 1)

    def _within(self, start: Position, column: int) -> Position:
        """The place ``column`` characters into a value on one line; its beginning when that is beyond the line."""
        row = self.lines[start.line - 1]
        at = start.column + column - 1 + row[start.column - 1 :].startswith(("'", '"'))
        return Position(start.line, at) if row[start.column - 1 : start.column] != ">" and at <= len(row) else start

    def key(self, loc: Loc) -> Position:
        """Where the *name* of the field stands (for a complaint about the name, not the value)."""
        return self.keys[loc].start if loc in self.keys else self.place(loc)

    def problem(
        self,
        loc: Loc,
        code: str,
        message: str,
        hint: str = "",
        *,
        at: Position | None = None,
        write: str | None = None,
        sure: bool = True,
        severity: str = ERROR,
    ) -> Problem:
        """A problem at ``loc`` of this file, with the source line under it.

        ``write`` is the text that fixes it, which is the hint as well when there is no other; ``sure`` when nothing
        else can have been meant.
        """
        mark = at or self.place(loc)
        source = self.lines[mark.line - 1] if 0 < mark.line <= len(self.lines) else ""
        hint = hint or (to_write(write) if write is not None else "")
        return Problem(
            self.path,
            mark.line,
            mark.column,
            dotted(loc),
            code,
            message,
            hint,
            severity,
            source,
            replacement=write,
            certain=write is not None and sure,
        )


Parsed = Callable[[str, str], tuple[Source | None, list[Problem]]]


class ParsedFiles:
    """What files said last time: a file with the same bytes is not parsed again. ``memory`` is what they said in an
    earlier run."""

    def __init__(self, memory: FileMemory | None = None) -> None:
        self.memory = memory
        self._read: dict[str, tuple[bytes, Source | None, list[Problem]]] = {}

    def parsed(self, raw: bytes, relative: str, parse: Parsed) -> tuple[Source | None, list[Problem]]:
        """What the file with these bytes says."""
        if relative in self._read and self._read[relative][0] == raw:
            return self._read[relative][1:]
        entry = self.memory.begin(relative, raw) if self.memory else None
        found = _recalled(entry.data, raw, relative) if entry and entry.data else None
        if found is None:
            text, problems = decode(raw, relative)
            found = (None, problems) if text is None else parse(text, relative)
            if entry and found[0] and not found[1] and isinstance(found[0].values, PlacesOf):
                entry.data = found[0].data
        self._read[relative] = raw, *found
        return found


def _recalled(data: dict[str, Any], raw: bytes, relative: str) -> tuple[Source | None, list[Problem]] | None:
    text, _ = decode(raw, relative)
    return None if text is None else (_plain_source(data, tuple(normalize(text).split("\n")), relative), [])


def read_folder(
    root: Path, folder: str, remembered: ParsedFiles | None = None, parsed: Parsed | None = None
) -> tuple[list[Source], list[Problem]]:
    """Every record of ``root/data/<folder>``, sorted by name. Files that are no records are problems, not silence.
    ``parsed`` does what :func:`parse` does."""
    found: list[Source] = []
    problems: list[Problem] = [*folders.linked(root, f"data/{folder}")]
    for path in _inside(root / "data" / folder):
        relative = folders.printable_name(path.relative_to(root).as_posix())
        trouble = _not_a_record(path, relative)
        if trouble:
            problems.append(trouble)
            continue
        source, its_problems = read(path, relative, remembered, parsed)
        problems.extend(its_problems)
        if source:
            found.append(source)
    return found, problems


def read_content(
    root: Path, entries: Iterable[folders.FolderEntry], remembered: ParsedFiles | None = None
) -> tuple[list[Source], list[Problem]]:
    """Every hand-written page among what lies in ``content/`` (``folders.walk_folder``); ``folder`` is the page's path
    below
    ``content`` without ``.md``."""
    found: list[Source] = []
    problems: list[Problem] = []
    for path in content_pages(entries):
        source, its_problems = read(root / path, path, remembered)
        problems.extend(its_problems)
        if source:
            found.append(source)
    return found, problems


def data_folders(root: Path) -> list[str]:
    """Names of the folders of ``data/`` (hidden ones left out)."""
    return [path.name for path in _inside(root / "data") if folders.is_own_folder(path)]


def stray_files(root: Path) -> Iterator[Problem]:
    """Files of ``data/`` outside its folders: nothing reads them, so their author has to know."""
    for path in _inside(root / "data"):
        relative = folders.printable_name(path.relative_to(root).as_posix())
        if folders.is_own_folder(path):
            continue
        if trouble := folders.fault(folders.entry(path), relative):
            yield trouble
        elif path.name not in OF_DATA:
            yield _whole(
                relative,
                "unknown-file",
                "запись лежит не в папке своего вида",
                "перенесите файл в папку, например data/practices/",
            )


def _inside(folder: Path) -> list[Path]:
    """What lies in a folder of the base, sorted, hidden names left out; nothing of a missing folder or a link."""
    if not folders.is_own_folder(folder):
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def own_text(path: Path) -> str:
    """A UTF-8 text of our own (schemas, templates, lists); raises OSError or UnicodeDecodeError."""
    return path.read_text(encoding="utf-8")


def read_list(path: Path) -> list[tuple[int, str]]:
    """The lines of a list of our own with their numbers, blank lines and ``#`` comments left out; [] without the
    file."""
    if not folders.is_ordinary(path):
        return []
    lines = enumerate(own_text(path).split("\n"), 1)
    return [(number, line.strip()) for number, line in lines if line.strip() and not line.startswith("#")]


def conflict(root: Path, relative: str, hint: str = "") -> Problem | None:
    """The first mark of a merge in a file that is no record, with what to do about it there; None without one, without
    the file, and where it is no text (its reader tells)."""
    if not folders.is_ordinary(root / relative):
        return None
    try:
        found = merge_conflict(own_text(root / relative).split("\n"), relative)
    except (OSError, UnicodeDecodeError):
        return None
    return replace(found, hint=hint or found.hint) if found else None


def files_of(root: Path, folder: str) -> list[str]:
    """The files of ``root/data/<folder>``, of any type, as paths from the root, sorted; no hidden ones, no symlinks."""
    found = _inside(root / "data" / folder)
    return [path.relative_to(root).as_posix() for path in found if folders.is_ordinary(path)]


def content_pages(entries: Iterable[folders.FolderEntry]) -> list[str]:
    """The hand-written pages among what lies in ``content/``, as paths from the root, in their order; no symlinks."""
    return [
        f"content/{entry.name}" for entry in entries if entry.what == folders.REGULAR and entry.name.endswith(".md")
    ]


def read(
    path: Path, relative: str, remembered: ParsedFiles | None = None, parsed: Parsed | None = None
) -> tuple[Source | None, list[Problem]]:
    """Read and parse one file. ``relative`` is the path people see. Never raises for what is in the file."""
    raw, problems = read_raw(path, relative)
    if raw is None:
        return None, problems
    if remembered is not None:
        return remembered.parsed(raw, relative, parsed or parse)
    text, problems = decode(raw, relative)
    return (None, problems) if text is None else (parsed or parse)(text, relative)


def read_raw(path: Path, relative: str) -> tuple[bytes | None, list[Problem]]:
    """The bytes of one file that is not too large, or why there are none."""
    try:
        if trouble := folders.fault(folders.entry(path), relative):
            return None, [trouble]
        size = path.stat().st_size
        if size > MAX_BYTES:
            return None, [
                _whole(
                    relative,
                    "too-large",
                    f"файл слишком большой: {size // 1024} КБ при пределе {MAX_BYTES // 1024} КБ",
                    "вынесите длинные материалы во вложения или ссылки",
                )
            ]
        return path.read_bytes(), []
    except OSError as error:
        why = "нет прав на чтение" if isinstance(error, PermissionError) else "диск или система не отдают его"
        return None, [_whole(relative, "unreadable", f"файл не читается: {why}", "проверьте права на файл и диск")]


def decode(raw: bytes, relative: str) -> tuple[str | None, list[Problem]]:
    """Bytes -> text; UTF-8 only (a leading BOM, as Windows Notepad writes it, is accepted and dropped)."""
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"), []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
        guess = "UTF-16" if wide else "Windows-1251"
        return None, [
            Problem(
                relative,
                line,
                column,
                "",
                "encoding",
                f"файл записан не в UTF-8 (похоже на {guess})",
                "откройте файл в редакторе и сохраните в кодировке UTF-8",
            )
        ]


def parse(text: str, relative: str) -> tuple[Source | None, list[Problem]]:
    """Pure: the text of a ``.yml`` or ``.md`` file -> (source, problems). With an error the source may be None."""
    problems = problems_of_lines(text.split("\n"), relative)
    if any(problem.is_error for problem in problems):
        # What YAML would make of the file without such characters tells the fields where they stand, and nothing else.
        return None, _with_fields(problems, _parsed(visible(text).replace("\t", " "), relative)[0])
    source, more = _parsed(normalize(text), relative)
    return source, [*_with_fields(problems, source), *more]


def _with_fields(problems: list[Problem], source: Source | None) -> list[Problem]:
    """Problems of lines with the fields that these lines belong to, as far as the file could be read."""
    if source is None or not problems:
        return problems
    values = ((span.start, loc) for loc, span in source.values.items())
    blocks = ((mark, loc) for loc, mark in source.blocks.items())
    marks = sorted((mark, loc) for mark, loc in (*values, *blocks) if loc)
    places = [mark for mark, _ in marks]
    out = []
    for problem in problems:
        after = bisect_right(places, (problem.line, problem.column))
        # Before the first value of a line stand its indent and the name of its field.
        its = after if after < len(marks) and places[after][0] == problem.line else after - 1
        out.append(replace(problem, field=dotted(marks[its][1])) if its >= 0 and problem.line else problem)
    return out


def _plain_source(data: dict[str, Any], lines: tuple[str, ...], relative: str) -> Source:
    path, places = PurePosixPath(relative), LaterPlaces(relative, lines)
    whole = range(1, len(lines) + 1)
    return Source(relative, path.parent.name, path.stem, data, lines, whole, places.keys, places.values, places.blocks)


def _parsed(text: str, relative: str) -> tuple[Source | None, list[Problem]]:
    path = PurePosixPath(relative)
    lines = tuple(text.split("\n"))
    if path.suffix == ".yml" and (data := plain_record(text)) and any(_NAME.fullmatch(name) for name in data):
        return _plain_source(data, lines, relative), []
    folder = path.with_suffix("").relative_to("content").as_posix() if path.parts[0] == "content" else path.parent.name
    reader = YamlReader(relative, lines)
    is_page = path.suffix == ".md"
    parts = split_fields(lines) if is_page else None
    if is_page and parts is None:
        return None, [_no_front_matter(relative, lines)]
    fields = parts.fields if parts else range(1, len(lines) + 1)
    try:
        reader.load(text if parts is None else "".join(f"{lines[n - 1]}\n" for n in fields), first_line=fields.start)
    except Unreadable:
        return None, reader.problems
    if is_page and reader.data is None and not reader.problems:
        return None, [_no_front_matter(relative, lines)]
    if not isinstance(reader.data, dict):
        if isinstance(reader.data, str) and path.suffix != ".md" and (found := next(meant(lines), None)):
            reader.hinted(found)
        elif not reader.problems:
            reader.problems.append(
                Problem(
                    relative,
                    1,
                    1,
                    "",
                    "not-a-record",
                    "файл пуст или не состоит из полей «имя: значение»",
                    _first_fields(path),
                    source=lines[0],
                )
            )
        return None, reader.problems
    if reader.data and path.suffix != ".md" and not any(_NAME.fullmatch(name) for name in reader.data):
        first = next(n for n, line in enumerate(lines, 1) if line.strip())
        reader.complain(Position(first, 1), (), "not-a-record", *PROSE)
        return None, reader.problems
    blocks = dict(reader.blocks)
    if parts and parts.body:
        blocks["body",] = Position(parts.body_line, 1)
        if "body" in reader.data:
            reader.complain(
                reader.keys["body",].start,
                ("body",),
                "body-twice",
                "текст записан и в поле body, и под полями",
                "оставьте что-то одно",
            )
        else:
            reader.data["body"] = parts.body
    body = parts.body if parts else None
    source = Source(relative, folder, path.stem, reader.data, lines, fields, reader.keys, reader.values, blocks, body)
    return source, reader.problems


def _no_front_matter(relative: str, lines: tuple[str, ...]) -> Problem:
    opened = next((n for n, line in enumerate(lines, 1) if line.strip()), 1)
    if fence_lines(lines)[0] and not fence_lines(lines)[1]:
        message, hint = "поля в начале файла не закончены", "поставьте строку --- после полей, перед текстом"
    else:
        message = "в начале файла нет полей записи"
        hint = "начните файл со строки --- без отступа, затем поля (title: …), затем снова строка ---"
    return Problem(relative, opened, 1, "", "no-front-matter", message, hint, source=lines[opened - 1])


def _first_fields(path: PurePosixPath) -> str:
    if path.parts[0] == "content":
        return "напишите между строками --- поля title и summary"
    if path.parent.name == "vocabularies":
        return "список состоит из полей title и terms"
    return f"заготовку с подсказками даёт команда: metodoteka new {path.parent.name} {path.stem}"


def _not_a_record(path: Path, relative: str) -> Problem | None:
    trouble = folders.fault(folders.entry(path), relative)
    if trouble:
        return trouble
    if path.is_dir():
        return _whole(
            relative,
            "nested-folder",
            "папка внутри папки записей не читается",
            f"перенесите файлы из неё в {PurePosixPath(relative).parent}/",
        )
    if path.suffix not in (".yml", ".md"):
        return _whole(
            relative,
            "unknown-file",
            f"файл «{path.name}» — не запись: имя записи кончается на .yml или .md",
            f"переименуйте в {right}"
            if (right := right_name(path.name))
            else "уберите файл из data/; материалы к записи дают ссылкой в attachments",
            sure=surely_named(path.name),
        )
    return None


def _whole(relative: str, code: str, message: str, hint: str, *, sure: bool = False) -> Problem:
    return Problem(relative, 0, 0, "", code, message, hint, certain=sure)
