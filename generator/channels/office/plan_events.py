"""The rows of a plan as events and series: what has a day or a month is an event, what comes again is a series."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.channels.office import people_in_cells, typed
from generator.channels.office.filled import FilePlace, FilledEntry, Remark
from generator.channels.office.names import Unclear
from generator.channels.office.parties import Parties
from generator.channels.office.roadmap_table import Measures
from generator.documents.sources import Loc
from generator.problems import WARNING
from generator.records import Vocabulary, VocabularyTerm
from generator.records.times import When

#: what is none of the named kinds of events: papers, preparations
OTHER_KIND = "task"
LONGEST_SUMMARY = 300
#: how «Коротко» names what has no field of its own
SUMMARY_SAYS = {
    "when": "Срок в плане", "responsible": "Ответственные", "result": "Результат", "section": "Раздел плана",
}  # fmt: skip
CUT_SHORT = "не поместилось в «Коротко»"
FORM_COLUMN, PLACE_COLUMN, AUDIENCE_COLUMN = re.compile("форм|вид|тип"), re.compile("мест|площадк|адрес"), re.compile(
    "участник|категори|аудитор|для кого|контингент"
)  # fmt: skip


def entries(measures: Measures, catalog: Catalog, period: str) -> tuple[list[FilledEntry], list[Remark]]:
    """An entry for every row whose term is understood, and remarks on the others and on what was supposed."""
    reader = _Rows(measures, catalog, period)
    found = [entry for at in range(len(measures.rows)) if (entry := reader.entry(at))]
    return found, [*reader.remarks, *reader.unread_remarks()]


class _Rows:
    """Rows of a plan being read; what has to be told of all of them at once is collected."""

    def __init__(self, measures: Measures, catalog: Catalog, period: str):
        self._measures, self._catalog, self._period = measures, catalog, period
        self._parties = Parties(catalog)
        self._kinds = catalog.vocabularies.get("event-kinds")
        self._audiences = catalog.vocabularies.get("audiences")
        self._without_kind: list[FilePlace] = []
        self._without_year: list[FilePlace] = []
        self.remarks: list[Remark] = []

    def entry(self, at: int) -> FilledEntry | None:
        """The event or series of a row; None with a remark for a row that names no title or no term."""
        row, place = self._measures.rows[at], self._place(at)
        missing = next((label for name, label in (("title", "Мероприятие"), ("when", "Срок")) if not row.get(name)), "")
        if missing:
            message, hint = f"не заполнено обязательное «{missing}»: строка отложена", "заполните эту ячейку"
            self.remarks.append(Remark(place, message, hint, "missing-field"))
            return None
        try:
            term, words = typed.term_and_words(row["when"], self._period)
        except Unclear as unclear:
            hint = unclear.hint
            self.remarks.append(
                Remark(self._place(at, "when"), f"{unclear.message}: строка отложена", hint, unclear.code)
            )
            return None
        when = When.parse(term)
        if "--" in term:
            self._without_year.append(self._place(at, "when"))
        data = {"title": row["title"], "type": self._kind(at), **self._times(when, term)}
        kind = "events" if "start" in data else "series"
        data |= self._around(at, words, kind)
        places: dict[Loc, FilePlace] = {
            (name,): self._place(at, "when" if name in ("start", "end", "when") else "title") for name in data
        }
        return FilledEntry(kind, data, place, "", places)

    def unread_remarks(self) -> Iterator[Remark]:
        """What was supposed in many rows, once."""
        if self._without_kind:
            count = text.plural(len(self._without_kind), "строки", "строк", "строк")
            message = f"вид мероприятия не назван у {count}: записано «{self._label(OTHER_KIND)}»"
            hint = "начните название с вида («Семинар …», «Заседание …») или добавьте столбец «Форма проведения»"
            yield Remark(self._without_kind[0], message, hint, "no-kind", WARNING)
        if self._without_year:
            count = text.plural(len(self._without_year), "сроке", "сроках", "сроках")
            message = f"в {count} не назван год: записан месяц без года"
            hint = "напишите год в заголовке плана («на 2026/27 учебный год») или в клетках и внесите файл ещё раз"
            yield Remark(self._without_year[0], message, hint, "no-year", WARNING)

    def _times(self, when: When, term: str) -> dict[str, str]:
        """When an event is; of what comes again the rule."""
        if when.shape in ("day", "month"):
            return {"start": term}
        if when.shape == "span":
            start, _, end = term.partition("..")
            return {"start": start, "end": end}
        if when.shape == "month-only" and when.start_month == when.end_month:
            return {"start": term}
        return {"when": term}

    def _kind(self, at: int) -> str:
        """The kind of event that the row names: in the column of its form, else in its title, where it stands first."""
        forms = [words for label, words in self._context(at).items() if FORM_COLUMN.search(label.lower())]
        for words in (*forms, self._measures.rows[at]["title"]):
            if found := term_in(words, self._kinds):
                return found
        self._without_kind.append(self._place(at, "title"))
        return OTHER_KIND

    def _label(self, term: str) -> str:
        return next((one.label for one in self._kinds.terms if one.id == term), term) if self._kinds else term

    def _around(self, at: int, words: str, kind: str) -> dict[str, Any]:
        """Place, audience and organiser where they are certain; everything else in the words of the plan."""
        row = self._measures.rows[at]
        sentences = [f"{SUMMARY_SAYS['when']}: {words}"] if words else []
        out: dict[str, Any] = {}
        for label, value in self._context(at).items():
            if PLACE_COLUMN.search(label.lower()) and kind == "events":
                out["place"] = value
            elif AUDIENCE_COLUMN.search(label.lower()) and (found := self._audience(value)):
                out["audience"] = found
            elif not (FORM_COLUMN.search(label.lower()) and term_in(value, self._kinds)):
                sentences.append(f"{label}: {value}")
        roles = self._responsible(at, out)
        sentences += [f"{SUMMARY_SAYS['responsible']}: {', '.join(roles)}"] if roles else []
        sentences += [f"{SUMMARY_SAYS['result']}: {row['result']}"] if row.get("result") else []
        sentences += [f"{SUMMARY_SAYS['section']}: {row['section']}"] if row.get("section") else []
        if summary := self._summary(at, sentences):
            out = {"summary": summary, **out}
        return out

    def _summary(self, at: int, sentences: Sequence[str]) -> str:
        parts = [f"{one.rstrip('. ')}." for one in sentences]
        kept = parts
        while kept and len(" ".join(kept)) > LONGEST_SUMMARY:
            kept = kept[:-1]
        if len(kept) < len(parts):
            message = f"{CUT_SHORT}: {text.cut_inside(' '.join(parts[len(kept) :]), 120)}"
            self.remarks.append(Remark(self._place(at), message, "допишите нужное в запись", "cut-short", WARNING))
        return " ".join(kept)

    def _audience(self, words: str) -> list[str]:
        """The terms of all parts, or nothing: half of an answer is none."""
        found = [term_in(part, self._audiences) for part in re.split(r"[,;\n]| и ", words) if part.strip()]
        return list(dict.fromkeys(found)) if found and all(found) else []

    def _responsible(self, at: int, out: dict[str, Any]) -> list[str]:
        """The roles in words; an organisation of the base is the organiser. People are told and left out."""
        lines = self._measures.rows[at].get("responsible", [])
        place = self._place(at, "responsible")
        for person in self._parties.people(lines):
            remark = people_in_cells.person_remark(person, place, self._parties.example)
            # Whoever answers for a row of a plan need not be named: the event is what matters.
            self.remarks.append(Remark(place, remark.message, remark.hint, remark.code, WARNING))
        found = self._parties.read(lines)
        bodies = [party.data["organization"] for party in found if "organization" in party.data]
        if len(bodies) == 1:
            out["organizer"] = bodies[0]
        return [party.as_written for party in found if "organization" not in party.data or len(bodies) > 1]

    def _context(self, at: int) -> Mapping[str, str]:
        return self._measures.context[at]

    def _place(self, at: int, name: str = "") -> FilePlace:
        places = self._measures.places
        return places.get((at, name), places[at,]) if name else places[at,]


def term_in(words: str, vocabulary: Vocabulary | None) -> str:
    """The term of a vocabulary that the words name, the one that stands first; empty for none."""
    stems = _stems(words)
    best: tuple[int, int, str] | None = None
    for term in vocabulary.terms if vocabulary else ():
        for wanted in stems_of_term(term):
            at = next((n for n in range(len(stems)) if wanted and stems[n : n + len(wanted)] == wanted), None)
            if at is not None and (best is None or (at, -len(wanted)) < best[:2]):
                best = (at, -len(wanted), term.id)
    return best[2] if best else ""


def stems_of_term(term: VocabularyTerm) -> list[list[str]]:
    """The words of each of its names without their endings."""
    return [_stems(re.sub(r"\(.*?\)", "", name)) for name in (term.label, *term.synonyms)]


def _stems(words: str) -> list[str]:
    return [text.stem(word) for word in re.findall(r"\w+", words.lower().replace("ё", "е"))]
