"""The roadmap of a real Word document: a table with number, measure, term and responsible parties.

Such tables have passed through many hands: columns in any order under changing headings, a heading of two rows, rows
that a page break cut in two, a heading repeated on every page or missing on the second, rows that name a section, cells
merged downwards. What the table says is taken; what it does not say clearly is told, not guessed. The model is the
roadmap of «Движение вверх» (order of the institute of 26 February 2019 No 47/1, annex 2).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.channels.office.document_body import DocumentCell, DocumentTable
from generator.channels.office.document_tables import place_of_cell, read_label
from generator.channels.office.filled import FilePlace, Remark
from generator.channels.office.roadmap_parts import ROADMAP_FIELDS, RoadmapPart, is_heading_again
from generator.documents.sources import Loc
from generator.problems import WARNING
from generator.records.numbering import MeasureNumber, read_number
from generator.records.scalars import short

_LONGEST_WORD = 100
SECTION_ROW = re.compile(
    r"(?:раздел|блок|модуль|этап|направлени[ея](?: деятельности| работы)?|задача|цель)\s*"
    r"(?:№\s*)?(?:\d|[IVXІХ]+\b|[:«.])"
    r"|[IVXІХ]{1,5}\s*[.)]?\s+[А-ЯЁ«]|[IVXІХ]{1,5}[.)]\s*[А-ЯЁ«]",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]{3,})*")
_ENDS_OPEN = re.compile(r"(?:[-,(«–—]|\b(?:и|в|во|на|по|с|со|к|ко|о|об|от|до|для|за|из|при|или|у|под))$", re.IGNORECASE)


@dataclass
class Measures:
    """Measures as rows of raw answers, what other columns say of them by their headings, places by ``(position,
    field)``, remarks on what was not understood."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    context: list[dict[str, str]] = field(default_factory=list)
    places: dict[Loc, FilePlace] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


def read(found: Sequence[RoadmapPart], catalog: Catalog) -> Measures:
    """The measures of the tables, one after the other."""
    parts = [cell.text for part in found for table in part.tables for row in table.rows for cell in row]
    titles = [catalog.title_of(record) for record in catalog.records.values()]
    words = {text.stem(word) for one in [*parts, *titles] for word in _WORD.findall(one)}
    reader = _Reader(words)
    for part in found:
        reader.read(part)
    return reader.finished()


class _Reader:
    """Goes down the rows; ``self.out`` grows. A row belongs to the measure before it, is a new one, or is told of."""

    def __init__(self, words: set[str]):
        self.out = Measures()
        self._words = words
        self._lines: list[dict[str, list[str]]] = []  # for each measure the lines of each field, cut rows joined
        self._section = ""
        self._inherited: list[FilePlace] = []

    def read(self, part: RoadmapPart) -> None:
        for cell in (*part.unknown, *part.left_out):
            place = place_of_cell(part.tables[0], cell.row, cell)
            message = f"столбец «{short(read_label(cell))}» не переносится: такого поля на сайте нет"
            self._tell(place, message, "", "unknown-column" if cell in part.unknown else "left-out-column")
        if "number" not in part.columns.values():
            place = place_of_cell(part.tables[0], 0, part.tables[0].rows[0][0])
            hint = "проверьте, сходятся ли номера с утверждённым документом"
            self._tell(place, "столбца с номерами нет: мероприятия пронумерованы по порядку", hint, "no-numbers")
        for table in part.tables:
            for number in range(part.first if table is part.tables[0] else 0, len(table.rows)):
                taken = self._row(part, table, number)
                self._left(part, table, table.rows[number], taken)

    def _left(
        self, part: RoadmapPart, table: DocumentTable, row: Sequence[DocumentCell], taken: Sequence[DocumentCell | None]
    ) -> None:
        """Tell of the cells of a row that nothing was made of; what stands in a column that is left out is told
        once."""
        findings = {cell.column for cell in (*part.unknown, *part.left_out)}
        for cell in row:
            if cell.text and not cell.goes_on and cell.column not in findings and all(cell is not one for one in taken):
                place = place_of_cell(table, cell.row, cell, str(cell.column + 1))
                hint = "перенесите это в столбец с заголовком, например «Примечание», или сотрите"
                self._tell(place, f"эта клетка не прочитана: «{short(cell.text, 120)}»", hint, "unread-cell")

    def _row(self, part: RoadmapPart, table: DocumentTable, number: int) -> Sequence[DocumentCell | None]:
        """Read a row; the cells of it that were taken, or told."""
        row = table.rows[number]
        cells = {name: table.cell(number, column) for column, name in part.columns.items()}
        parts = {
            name: (_titled if name in ("title", "note", "result") else _cell_texts)(cell)
            for name, cell in cells.items()
            if cell is not None
        }
        filled = [cell for cell in row if cell.text and not cell.goes_on]
        struck_out = any(one.what == "struck" for cell in row for one in cell.findings)
        if not filled and (struck_out or not (cells.get("number") and _numbered(cells["number"]))):
            return row
        if is_heading_again(part, row) or _is_count(filled, row):
            return row
        place = place_of_cell(table, number, filled[0] if filled else row[0])
        if _is_section(part, filled):
            self._section = " ".join(cell.text for cell in filled)
            return filled
        if self._takes_term_from_above(part, cells, parts):
            parts["when"] = list(self._lines[-1].get("when", []))
            self._inherited.append(place)
        if self._goes_on(cells, parts):
            for name in ("title", "responsible", "result", "note"):
                self._lines[-1].setdefault(name, []).extend(parts.get(name, []))
            return [cells.get(name) for name in ("number", "title", "responsible", "result", "note")]
        written = {name for name, lines in parts.items() if lines}
        is_note = written == {"number"} and re.search(r"[^\W\d_]{3}", parts["number"][0])
        if is_note or (
            set(parts)
            and not any(parts.get(name) for name in ("number", "when", "responsible"))
            and not _numbered(cells.get("number"))
        ):
            words = short(" | ".join(cell.text for cell in filled), 120)
            message = f"строка «{words}» не понята: у неё нет ни номера, ни срока, ни ответственных"
            hint = "если это продолжение предыдущей строки, объедините их; если заголовок раздела, объедините её клетки"
            self._tell(place, message, hint, "unclear-row")
            return filled
        self._begin(part, table, number, parts, cells)
        return [*cells.values(), *(table.cell(number, column) for column in part.context)]

    def _takes_term_from_above(
        self, part: RoadmapPart, cells: Mapping[str, DocumentCell | None], parts: Mapping[str, list[str]]
    ) -> bool:
        """Return True for a row whose term stands once, above it: in a merged cell, or in the first column of a plan by
        months whose cells below are empty."""
        term = cells.get("when")
        if term is None or parts.get("when") or not (self._lines and parts.get("title")):
            return False
        if term.goes_on:
            return "number" not in part.columns.values()
        return part.columns.get(min([*part.columns, *part.context])) == "when" and parts["title"][0][:1].isupper()

    def _goes_on(self, cells: Mapping[str, DocumentCell | None], raw: Mapping[str, list[str]]) -> bool:
        """Return True for the second half of a row that a page break cut: no number, no term, and the words go on."""
        if not self._lines or "number" not in cells or _numbered(cells["number"]):
            return False
        own_term = raw.get("when") and not (cells.get("when") and cells["when"].goes_on)
        if raw.get("number") or (own_term and not cells["number"].goes_on):
            return False
        title = " ".join(raw.get("title", []))
        before = " ".join(self._lines[-1].get("title", []))
        return bool(
            cells["number"].goes_on
            or not title
            or title[0].islower()
            or raw.get("responsible")
            or _ENDS_OPEN.search(before)
        )

    def _begin(
        self,
        part: RoadmapPart,
        table: DocumentTable,
        number: int,
        raw: Mapping[str, list[str]],
        cells: Mapping[str, DocumentCell | None],
    ) -> None:
        position = len(self._lines)
        lines = {name: list(words) for name, words in raw.items()}
        for name in ("when", "responsible", "section"):  # a cell merged downwards speaks for every row beside it
            if (cell := cells.get(name)) is not None and cell.goes_on:
                lines[name] = _cell_texts(table.whole(number, cell.column))
        counted = _counted(cells.get("number") if "number" in part.columns.values() else cells.get("title"))
        if counted and not lines.get("number"):
            lines["number"] = [counted]
        lines["number"] = [" ".join(lines.get("number", []))]
        ends = lines.pop("when_end", [])
        if ends and ends != lines.get("when"):
            lines["when"] = [" - ".join(filter(None, (" ".join(lines.get("when", [])), " ".join(ends))))]
        if not lines.get("section") and self._section:
            lines["section"] = [self._section]
        around = {label: cell.text for column, label in part.context.items()
                  if (cell := table.whole(number, column)) is not None and cell.text}  # fmt: skip
        self.out.context.append(around)
        self._lines.append(lines)
        self.out.places[position,] = place_of_cell(table, number, table.rows[number][0])
        for name, cell in cells.items():
            if cell is not None:
                self.out.places[position, name] = place_of_cell(table, number, cell, ROADMAP_FIELDS[name])

    def finished(self) -> Measures:
        """Everything read, with titles joined; who the responsible parties are, ``interpret`` says."""
        numbers = self._numbers()
        if self._inherited:
            count = text.plural(len(self._inherited), "строки", "строк", "строк")
            message = f"срок взят из строки выше: у {count} его клетка пустая или объединена"
            self._tell(self._inherited[0], message, "если срок другой, впишите его", "term-from-above")
        for position, lines in enumerate(self._lines):
            measure: dict[str, Any] = {"number": numbers[position]}
            for name in ("section", "title", "when", "result", "note"):
                place = self.out.places.get((position, name), self.out.places[position,])
                measure[name] = self._joined(lines.get(name, []), place)
            if around := self.out.context[position]:
                kept = " ".join(f"{label}: {value.rstrip('. ')}." for label, value in around.items())
                measure["note"] = f"{measure['note'].rstrip('. ')}. {kept}" if measure["note"] else kept
            measure["responsible"] = list(lines.get("responsible", []))
            self.out.rows.append({name: value for name, value in measure.items() if value not in ("", [])})
        return self.out

    def _numbers(self) -> list[str]:
        """The numbers of the measures: as the document has them, the next one where it has none. Numbers that begin
        anew in every section get that of the section before them (2.1), and that is told."""
        out: list[str] = []
        for lines in self._lines:
            raw = lines["number"][0]
            number = read_number(raw)
            out.append(number or (raw if re.search(r"\w", raw) else _next(out[-1] if out else "0")))
        if len(set(out)) == len(out) or not any(lines.get("section") for lines in self._lines):
            return out
        sections = list(dict.fromkeys(lines.get("section", [""])[0] for lines in self._lines))
        own = [_number_of(title, at) for at, title in enumerate(sections, 1)]
        if len(set(own)) < len(own):
            own = [str(at) for at in range(1, len(sections) + 1)]
        of = dict(zip(sections, own, strict=True))
        made = [f"{of[lines.get('section', [''])[0]]}.{number}" for lines, number in zip(self._lines, out, strict=True)]
        message = f"номера начинаются заново в каждом разделе: записаны с номером раздела, {made[0]} … {made[-1]}"
        self._tell(self.out.places[0,], message, "если в документе номера другие, исправьте их", "numbers-of-sections")
        return made

    def _joined(self, lines: Sequence[str], place: FilePlace) -> str:
        """Lines of a cell as one. A word with a hyphen at a line's end is put together as the base or the document
        has it elsewhere; where neither has it, the hyphen stays, and either way it is told."""
        out = ""
        for line in lines:
            parted = re.search(r"(\w+)-$", out[-_LONGEST_WORD:])
            if parted is None or not line[:1].islower():
                out += (" " if out else "") + line
                continue
            rest = re.match(r"\w+", line)[0]
            whole = f"{parted[1]}{rest}"
            if text.stem(f"{parted[1]}-{rest}") not in self._words and text.stem(whole) in self._words:
                out = out[:-1]
                self._tell(place, f"перенос убран: «{whole}»", "проверьте это слово", "joined-word")
            elif text.stem(f"{parted[1]}-{rest}") not in self._words:
                message = f"непонятно, дефис или перенос: «{parted[1]}-{rest}»"
                self._tell(place, message, "если это перенос, уберите дефис", "unclear-hyphen")
            out += line
        return out

    def _tell(self, place: FilePlace, message: str, hint: str, code: str) -> None:
        self.out.remarks.append(Remark(place, message, hint, code, WARNING))


def _next(before: str) -> str:
    """The number after another: 8 after 7, 1.4 after 1.3, 6 after 5а."""
    found = re.fullmatch(r"(.*?)(\d+)[а-я]?", before)
    return f"{found[1]}{int(found[2]) + 1}" if found else ""


def _number_of(section: str, position: int) -> str:
    """The number that a section names itself («Раздел 2. …», «II. …»), else how many it is."""
    found = re.match(
        r"(?:(?:раздел|блок|направление|модуль|этап|задача)\s*)?(?:№\s*)?(\d{1,2}|[IVXІХ]{1,5})\b",
        section,
        re.IGNORECASE,
    )
    number = read_number(found[1]) if found else ""
    return number if re.fullmatch(MeasureNumber.pattern, number) else str(position)


def _is_section(part: RoadmapPart, filled: Sequence[DocumentCell]) -> bool:
    """Return True for a row that only names a section: its cells are merged, or its words say so."""
    if len(filled) != 1:
        return (
            len(filled) == 2 and bool(SECTION_ROW.match(f"{filled[0].text} {filled[1].text}")) and _is_short(filled[0])
        )
    merged = filled[0].span > 1 and filled[0].span >= len(part.columns) - 1
    return merged or bool(SECTION_ROW.match(filled[0].text))


def _is_short(cell: DocumentCell) -> bool:
    return len(cell.text) < 12 and not re.match(r"\d", cell.text)


def _cell_texts(cell: DocumentCell | None) -> list[str]:
    return [] if cell is None or cell.goes_on else cell.lines


def _titled(cell: DocumentCell | None) -> list[str]:
    """The lines of a measure; of a list of several parts («1) …; 2) …») the numbers too."""
    if cell is None or cell.goes_on or sum(p.listed == "number" for p in cell.paragraphs) < 2:
        return _cell_texts(cell)
    return [f"{p.mark} {line}".strip() if not at else line for p in cell.paragraphs for at, line in enumerate(p.lines)]


def _numbered(cell: DocumentCell | None) -> bool:
    """Return True for a cell whose number Word writes itself: an empty paragraph of a numbered list."""
    return cell is not None and any(p.listed == "number" for p in cell.paragraphs)


def _counted(cell: DocumentCell | None) -> str:
    """The number that Word writes itself before the first words of a cell, as a person sees it; empty for none, and
    for letters and the like, which are parts of a measure."""
    first = next((p for p in cell.paragraphs), None) if cell is not None else None
    raw = first.mark.rstrip(".) ") if first is not None and first.listed == "number" else ""
    return raw if re.fullmatch(r"\d{1,3}(?:\.\d{1,3})*", raw) else ""


def _is_count(filled: Sequence[DocumentCell], row: Sequence[DocumentCell]) -> bool:
    """Return True for the row «1 2 3 4» under a heading."""
    parts = [cell.text.strip() for cell in filled]
    return len(parts) == len(row) > 1 and parts == [str(n) for n in range(1, len(row) + 1)]
