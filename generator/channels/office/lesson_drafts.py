"""A technological map of a lesson becomes the draft of a practice: what it says, in its own words, and nothing guessed.

Names of people are left out and told; what a practice has no field for is told with its place; what a practice needs
and a lesson does not say is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.channels.office import document_warnings, sent_files
from generator.channels.office.document_text import Finding, Paragraph, Piece, paragraphs_to_markdown
from generator.channels.office.filled import FilePlace, FilledEntry, Remark
from generator.channels.office.lesson_maps import LessonFact, LessonMap, LessonStage
from generator.channels.office.normalize import Markdown
from generator.channels.office.parties import Parties, without_stop
from generator.channels.office.people_in_cells import ROLE_WORDS
from generator.channels.office.plan_events import term_in
from generator.documents.sources import Loc
from generator.problems import WARNING
from generator.records.fields import fields
from generator.records.practices import Practice
from generator.records.scalars import short

#: fields of rich text that facts become; the note holds what a practice has no other field for
_RICH = {"problem": ("problem",), "idea": ("idea",), "results": ("results",), "equipment": ("conditions", "note"),
         "note": ("conditions", "note")}  # fmt: skip
_THEME = re.compile(r"\b(?:по\s+теме|на\s+тему|тема)\s*:?\s*[«\"„“](.{3,200}?)[»\"“”]\W*$", re.IGNORECASE)
_QUOTED = re.compile(r"[«\"„“](.{3,200}?)[»\"“”]")
_MINUTES = re.compile(r"[^\w–—-]{0,3}(\d{1,3})\s*(?:мин(?:\.|ут\w*|(?!\w))|['’′]|(?=\s*\)?$))[^\w]*")
_IN_TITLE = re.compile(r"\(?\s*(?<![\d–—-])(\d{1,3})\s*(?:мин(?:ут\w*|\.)?|['’′])\s*\)?\.?\s*$")
_COUNTED = re.compile(
    r"\s*(?:этап\s*№?\s*\d{1,2}\s*[.:–—-]?|\d{1,2}\s*этап\s*[.:–—-]+|(?:\d{1,2}(?:\.\d)?|[IVXІХ]{1,4})\s*[.)]|\d{1,2}\s)\s*",
    re.IGNORECASE,
)
_BEGINS_TEXT = re.compile(r"\s*(?=(?:Цел[ьи]|Задач[аи])(?:\s+этапа)?\s*:)")
_GRADE = re.compile(r"(?<!\d)(\d{1,2})(?!\d)(?:\s*[–—-]\s*(\d{1,2})(?!\d))?")
_CLASSES = re.compile(r"\d{1,2}(?:\s*[–—-]\s*\d{1,2})?(?=\W{0,3}\w?\W{0,2}\s*кл)")
_ROLES = ("учитель", "педагог", "преподаватель", "воспитатель", "методист")
_MOST_LEFT, _LONGEST, _LONGEST_TITLE = 12, 90, 150


def read_lesson(
    lesson: LessonMap, titles: Sequence[str], catalog: Catalog
) -> tuple[FilledEntry | None, list[Remark], list[sent_files.Found]]:
    """The draft of a practice, what is told of the lesson, and its pictures by their places in the record. No draft
    for a lesson without a theme: ``titles`` are the texts that may name it instead."""
    draft = _Draft(lesson, catalog)
    entry = draft.entry(titles)
    return entry, draft.remarks, draft.drawn


class _Draft:
    """One lesson on its way; ``data``, ``places``, ``remarks`` and ``drawn`` grow."""

    def __init__(self, lesson: LessonMap, catalog: Catalog):
        self._lesson, self._catalog = lesson, catalog
        self._parties = Parties(catalog)
        self._rich: dict[Loc, list[Paragraph]] = {}
        self.data: dict[str, Any] = {"status": "draft"}
        self.places: dict[Loc, FilePlace] = {}
        self.remarks: list[Remark] = []
        self.drawn: list[sent_files.Found] = []

    def entry(self, titles: Sequence[str]) -> FilledEntry | None:
        """The draft with everything the lesson says."""
        self._title(titles)
        for fact in self._lesson.facts:
            self._fact(fact)
        self._from_headline(titles)
        for loc, paragraphs in self._rich.items():
            self._put(loc, Markdown(paragraphs_to_markdown(paragraphs)))
        self._people()
        self.data["steps"] = [self._step(at, stage) for at, stage in enumerate(self._stages())]
        self._tell_rest()
        place = self.places.get(("title",), self._lesson.stages[0].place)
        if "title" not in self.data:
            message = "это технологическая карта урока, но в ней не названа тема"
            hint = "впишите над таблицей этапов строку «Тема: …» и внесите файл ещё раз"
            self.remarks.append(Remark(place, message, hint, "missing-field"))
            return None
        self._ask(place)
        return FilledEntry("practices", self.data, place, "", self.places)

    # --- the head ----------------------------------------------------------------------------------------------------

    def _title(self, titles: Sequence[str]) -> None:
        facts = [one for one in self._lesson.facts if one.role == "title" and one.text]
        candidates = [(_cleaned(one.text), one.place) for one in facts]
        if not candidates:
            above = [*self._lesson.above, *titles[:1]]
            found = next((one for line in above for one in (_THEME.search(line),) if one), None)
            found = found or next((one for line in above if re.search("урок|занят", line, re.IGNORECASE)
                                   for one in (_QUOTED.search(line),) if one), None)  # fmt: skip
            candidates = [(_cleaned(found[1]), self._lesson.stages[0].place)] if found else []
        if candidates:
            self.data["title"], self.places["title",] = candidates[0]
        for words, place in candidates[1:]:
            if words.casefold() != candidates[0][0].casefold():
                self._leave(place, words)

    def _fact(self, fact: LessonFact) -> None:
        match fact.role:
            case "subjects":
                self._subjects(fact.text, fact.place)
            case "levels":
                self._levels(fact.text, fact.place)
            case "about":
                self._levels(fact.text, fact.place)
                self._subjects(re.sub(r"\d[\d\s,–—-]*(?:\W?[а-яА-Я]\W)?\s*кл\w*\.?", "", fact.text), fact.place)
            case "summary":
                self._put(("summary",), fact.text, fact.place)
            case "sources":
                cited = [{"title": short(line, 300)} for one in fact.paragraphs for line in one.lines]
                self.data.setdefault("sources", []).extend(cited)
                self.places.setdefault(("sources",), fact.place)
            case "left_out":
                self._leave(fact.place, f"{fact.label}: {fact.text}" if fact.text else fact.label)
            case role if role in _RICH and fact.text:
                if role == "equipment":
                    self._equipment(fact)
                self._rich.setdefault(_RICH[role], []).extend(_labelled(fact.label, fact.paragraphs))
                self.places.setdefault(_RICH[role], fact.place)

    def _subjects(self, words: str, place: FilePlace) -> None:
        vocabulary = self._catalog.vocabularies.get("subjects")
        parts = [part for part in re.split(r"[,;/]|\s+и\s+", words) if part.strip(" .")]
        found = list(dict.fromkeys(filter(None, (term_in(part, vocabulary) for part in parts))))
        if found:
            self._put(("subjects",), [*self.data.get("subjects", ()), *found], place)
        elif words.strip(" ."):
            self._unknown("предмета", words, place)

    def _levels(self, words: str, place: FilePlace) -> None:
        vocabulary = self._catalog.vocabularies.get("levels")
        known = {term.id for term in vocabulary.terms} if vocabulary else set()
        found: list[str] = []
        for first, last in _GRADE.findall(re.sub(r"\(.*?\)|\d+\s*(?:чел|лет|год)\w*", "", words)):
            between = [f"grade-{number}" for number in range(int(first), int(last or first) + 1)]
            found += between if known.issuperset(between) else []
        found = found or [term for term in (term_in(words, vocabulary),) if term]
        if found:
            self._put(("levels",), list(dict.fromkeys([*self.data.get("levels", ()), *found])), place)
        elif words.strip(" ."):
            self._unknown("класса или возраста", words, place)

    def _unknown(self, what: str, words: str, place: FilePlace) -> None:
        message = f"{what} «{short(words)}» нет в списках базы: в черновик не перенесено"
        self.remarks.append(
            Remark(place, message, "выберите в черновике подходящее из списка", "unknown-term", WARNING)
        )

    def _equipment(self, fact: LessonFact) -> None:
        """What of the equipment the vocabulary knows; the words stay in the note."""
        vocabulary = self._catalog.vocabularies.get("equipment")
        parts = [part for one in fact.paragraphs for line in one.lines for part in re.split(r"[,;.]|\s+и\s+", line)]
        named = {
            name.casefold(): term.id
            for term in (vocabulary.terms if vocabulary else ())
            for label in (term.label, *term.synonyms)
            for name in (label, *re.split(r"\s+(?:или|и)\s+", label))
        }
        found = [named[part.strip().casefold()] for part in parts if part.strip().casefold() in named]
        conditions = self.data.setdefault("conditions", {})
        terms = list(dict.fromkeys([*conditions.get("equipment", ()), *found]))
        if terms:
            conditions["equipment"] = terms
            self.places.setdefault(("conditions", "equipment"), fact.place)
        elif not conditions:
            del self.data["conditions"]

    def _from_headline(self, titles: Sequence[str]) -> None:
        """Subject and class that only the headline names: «Технологическая карта урока математики в 5 классе»."""
        place = self.places.get(("title",), self._lesson.stages[0].place)
        for line in [one for one in (*self._lesson.above, *titles[:1]) if re.search("урок|занят", one, re.IGNORECASE)]:
            around = re.sub(r".*?(?:урок|занят)\w*", "", _QUOTED.sub("", line), count=1, flags=re.IGNORECASE)
            if "subjects" not in self.data and (term := term_in(around, self._catalog.vocabularies.get("subjects"))):
                self._put(("subjects",), [term], place)
            if "levels" not in self.data and (its := _CLASSES.search(line)):
                self._levels(its[0], place)

    def _people(self) -> None:
        """The role of whoever made the lesson, with the organisation where the base has it; names are left out."""
        roles: list[str] = []
        organizations: list[str] = []
        for fact in [one for one in self._lesson.facts if one.role in ("person", "school")]:
            lines = [line for one in fact.paragraphs for line in one.lines]
            if fact.role == "person" and (self._parties.people(lines) or not any(map(ROLE_WORDS.match, lines))):
                message = "имя человека не перенесено: имена публикуют только с согласия"
                hint = "в черновике записана должность без имени"
                self.remarks.append(Remark(fact.place, message, hint, "name-left-out", WARNING))
            own = next((role for role in _ROLES if role in fact.label.lower()), "")
            found = [party.data for party in self._parties.read(lines)]
            organizations += [one["organization"] for one in found if "organization" in one]
            if fact.role == "school" and not any("organization" in one for one in found):
                message = f"организации «{short(fact.text)}» в базе нет: автор записан без неё"
                hint = "добавьте организацию в базу и впишите её в черновик"
                self.remarks.append(Remark(fact.place, message, hint, "unknown-name", WARNING))
            if fact.role == "person":
                roles += [one["role"] for one in found if ROLE_WORDS.match(one.get("role", ""))] or [own]
        its = {"organization": organizations[0]} if len(set(organizations)) == 1 else {}
        if roles := list(dict.fromkeys(role for role in roles if role)) or (["автор практики"] if its else []):
            self.data["authors"] = [{"role": short(role, 300), **its} for role in roles]

    # --- the stages --------------------------------------------------------------------------------------------------

    def _stages(self) -> list[LessonStage]:
        """The stages that say something; a name alone (a part of the lesson) that is followed by one is told."""
        out = []
        for stage, after in zip(self._lesson.stages, [*self._lesson.stages[1:], None], strict=True):
            if stage.parts or any(one.picture for _, findings in stage.findings for one in findings) or after is None:
                out.append(stage)
            else:
                self._leave(stage.place, " ".join(one.text for one in stage.heading))
        return out

    def _step(self, at: int, stage: LessonStage) -> dict[str, Any]:
        self.places["steps", at] = stage.place
        title, rest, minutes = _heading(stage)
        paragraphs = list(rest)
        counted = [minutes] if minutes else []
        for label, role, its in stage.parts:
            words = " ".join(one.text for one in its)
            if role == "minutes" and (found := _MINUTES.fullmatch(words)) and int(found[1]):
                counted.append(int(found[1]))
            else:
                paragraphs += _labelled(label, its)
        step: dict[str, Any] = {"title": title or f"Этап {at + 1}"}
        if not title:
            message = f"у этапа {at + 1} нет названия: записан «Этап {at + 1}»"
            hint = "впишите название этапа в таблицу или в черновик"
            self.remarks.append(Remark(stage.place, message, hint, "stage-unnamed", WARNING))
        if words := paragraphs_to_markdown(paragraphs):
            step["text"] = Markdown(words)
        if counted:
            step["minutes"] = str(sum(counted if not (minutes and len(counted) > 1) else counted[1:]))
        for place, findings in stage.findings:
            self._look(("steps", at), place, findings)
        return step

    def _look(self, loc: Loc, place: FilePlace, findings: Sequence[Finding]) -> None:
        self.drawn += [sent_files.Found(loc, place, one.picture) for one in findings if one.picture]
        self.remarks += document_warnings.remarks([(place, [one for one in findings if not one.picture])])

    # --- what is told ------------------------------------------------------------------------------------------------

    def _put(self, loc: Loc, value: Any, place: FilePlace | None = None) -> None:
        group = self.data
        for name in loc[:-1]:
            group = group.setdefault(name, {})  # type: ignore[arg-type]
        if value:
            group[loc[-1]] = value  # type: ignore[index]
            if place is not None:
                self.places[loc] = place

    def _leave(self, place: FilePlace, words: str) -> None:
        self._lesson.unplaced.append((place, words))

    def _tell_rest(self) -> None:
        """What stands in the file and not in the draft; names in it are covered."""
        for place, findings in self._lesson.findings:
            self._look((), place, findings)
        left = [(place, words) for place, words in self._lesson.unplaced if re.search(r"\w", words)]
        hint = (
            "если это нужно читателю, впишите в карту подпись («Оборудование: …», «Результат: …») или допишите черновик"
        )
        for at, (place, words) in enumerate(left[:_MOST_LEFT]):
            message = f"не перенесено: «{text.masked(short(words, _LONGEST))}» — в практике такого места нет"
            hint = "" if at else hint
            self.remarks.append(Remark(place, message, hint, "no-place", WARNING))
        if more := left[_MOST_LEFT:]:
            count = text.plural(len(more), "место", "места", "мест")
            message = f"не перенесено ещё {count}, первое: «{text.masked(short(more[0][1], _LONGEST))}»"
            self.remarks.append(Remark(more[0][0], message, "", "no-place", WARNING))

    def _ask(self, place: FilePlace) -> None:
        """What a practice needs before it is published and the lesson does not say: asked in the copy with remarks."""
        labels = {name: its.label for name, its in fields(Practice).items()}
        missing = [name for name in ("summary", *Practice.to_publish) if not self.data.get(name)]
        if missing:
            named = text.join([f"«{labels[name]}»" for name in missing])
            message = f"чтобы практику опубликовать, нужно ещё: {named}"
            hint = (
                f"впишите это над таблицей этапов строками, например «{labels[missing[0]]}: …», и внесите файл ещё раз"
            )
            self.remarks.append(Remark(place, message, hint, "draft-lacks", WARNING, asks=True))


def read_as_lessons(entries: Sequence[FilledEntry]) -> Remark:
    """What the file was taken for."""
    steps = [len(one.data["steps"]) for one in entries]
    stages = text.plural(sum(steps), "этап", "этапа", "этапов")
    count = text.plural(len(entries), "черновик практики", "черновика практик", "черновиков практик")
    message = f"это технологическая карта урока: {count}, {stages}"
    hint = "черновик не публикуется, пока в нём нет того, о чём спрашивают замечания; если это не урок, возьмите бланк"
    return Remark(FilePlace("файл"), message, hint, "read-as", WARNING)


def _labelled(label: str, paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Words under their label: in one line with it, above lists and tables in a line of its own."""
    its = [one for one in paragraphs if one.text]
    label = without_stop(label.strip(" :.*"))
    if not its or not label:
        yield from its
        return
    first = its[0]
    if first.listed or first.rows or first.level or len(its) > 1:
        yield Paragraph((Piece(f"{label}:", bold=True),), "", None)
        yield from its
    else:
        yield replace(first, pieces=(Piece(f"{label}:", bold=True), Piece(" "), *first.pieces))


def _heading(stage: LessonStage) -> tuple[str, list[Paragraph], int]:
    """The name of a stage, what its cell says besides, and its minutes where the name has them."""
    its = [one for one in stage.heading if one.text]
    if not its:
        return "", [], 0
    lines = its[0].lines
    first, *inside = _BEGINS_TEXT.split(lines[0], maxsplit=1) if not _BEGINS_TEXT.match(lines[0]) else [lines[0]]
    rest = [Paragraph((Piece(line),), "", None) for line in [*inside, *lines[1:]] if line.strip()] + its[1:]
    counted = _IN_TITLE.search(first)
    title = first[: counted.start()] if counted else first
    title = text.upper_first(_COUNTED.sub("", title, count=1).strip(" .:;,–—-")) or first.strip()
    if len(title) > _LONGEST_TITLE:
        return short(title, _LONGEST_TITLE), [Paragraph((Piece(title),), "", None), *rest], _number(counted)
    if not counted and rest and (only := _MINUTES.fullmatch(rest[0].text.strip("() "))):
        return title, rest[1:], int(only[1])
    return title, rest, _number(counted)


def _number(found: re.Match[str] | None) -> int:
    return int(found[1]) if found else 0


def _cleaned(theme: str) -> str:
    """A theme without quotes around all of it and without the stop at its end."""
    theme = " ".join(theme.split()).strip(" .;")
    whole = re.fullmatch(r"[«\"„“]([^«»\"„“”]+)[»\"“”]", theme)
    return short(whole[1].strip() if whole else theme, 300)
