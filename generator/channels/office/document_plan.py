"""How the questions of a form lie on a sheet of Word: what the template writes and the reader looks for.

A block is one table. ``answers``: a question a row, the answer beside it. ``rows``: a group that repeats and has few
fields, a member a row (steps, values). ``columns``: a group that repeats and has many fields, a member a column,
because sixteen columns do not fit a sheet (measured results, authors, sources). Records that the base does not have yet
get a table for each kind: in the document they are a list of the record that names them; read, each member is an entry
of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from generator import text
from generator.catalog.forms.questions import Form, FormSection, Question
from generator.channels.office.filled import FilledEntry
from generator.channels.office.layout import YES_OR_NO, WorkbookLayout, help_of, is_spelled_out
from generator.channels.office.time_terms import TERM_EXAMPLES

PROPERTY = "metodoteka-form"
PROPERTY_ID = "metodoteka-id"
DOCUMENT_VERSION = "1"
HINT_STYLE = "Методотека: подсказка"
REMARK_STYLE = "Методотека: замечание"
REMARK_AUTHOR = "Методотека"  # of our remarks on the margin: those of people have other authors
NUMBER_HEADING = "№"
MAX_TICKED = 45
_MOST_ROW_FIELDS = 6

#: sentences that the template prints around its tables
HOW = (
    "Пишите в белых клетках. Серые подписи не меняйте: по ним узнаются ответы.",
    "Звёздочкой отмечено обязательное; в повторяющихся таблицах — если вы начали заполнять строку или столбец.",
    "Чего не знаете, оставьте пустым. Списки, полужирный, курсив и ссылки сохранятся.",
    "Если что-то записано не так, файл вернётся к вам с замечаниями на полях: поправьте и отправьте его же ещё раз.",
)

#: and below them, by the shape of the table
UNDER = {
    "rows": "Строк можно добавить, сколько нужно; пустые пропускаются.",
    "columns": "Если столбцов мало, скопируйте таблицу целиком и вставьте копию сразу под ней.",
}
#: and above the table of a roadmap
WAYS_OF_TERMS = "Срок пишется одним из способов: " + "; ".join(f"«{way}»" for way in TERM_EXAMPLES) + "."

#: what templates said before: files that people keep are read for ever
_FORMER = (
    "Опишите приём так, чтобы коллега мог повторить его завтра. Обязательны название, «Коротко», «Кто отвечает за "
    "запись» и шаги; остальное можно дописать позже.",
)

Shape = Literal["answers", "rows", "columns"]


@dataclass(frozen=True)
class QuestionLine:
    """One question as it is printed: its dotted ``path`` in the record, the words of its label."""

    path: str
    label: str
    question: Question

    @property
    def mark(self) -> str:
        """The name of the bookmark at the label: the key that survives editing and LibreOffice."""
        return "q_" + self.path.replace(".", "__")


@dataclass(frozen=True)
class QuestionTable:
    """One table. ``path`` is that of the group it asks, empty for single questions; ``heading`` stands above it."""

    shape: Shape
    path: str
    heading: str
    group: Question | None
    lines: tuple[QuestionLine, ...]


def question_tables(form: Form) -> Iterator[tuple[FormSection, tuple[QuestionTable, ...]]]:
    """The sections of a form with their tables, in order."""
    for section in form.sections:
        out: list[QuestionTable] = []
        single: list[QuestionLine] = []

        def close(
            section: FormSection = section, out: list[QuestionTable] = out, single: list[QuestionLine] = single
        ) -> None:
            if single:
                out.append(QuestionTable("answers", "", section.heading, None, tuple(single)))
                single.clear()

        for question in section.questions:
            if question.path == ROADMAP:
                continue  # its table is printed and read by itself
            if form.name == ROADMAP:
                question = _free(question)  # a programme of the base has the answers already
            if question.widget not in ("group", "groups"):
                single.append(QuestionLine(question.path, question.label, question))
                continue
            close()
            out += _of_group(question, question.label)
        close()
        yield section, tuple(out)


def _free(question: Question) -> Question:
    return replace(question, required=False, questions=tuple(map(_free, question.questions)))


def _of_group(group: Question, heading: str) -> Iterator[QuestionTable]:
    """The table of a group, and one for each list of groups inside it."""
    lines = tuple(_leaves(group))
    shape: Shape = "answers"
    if group.widget == "groups":
        nested = any(inner.widget == "group" for inner in group.questions)
        shape = "columns" if nested or len(lines) > _MOST_ROW_FIELDS else "rows"
    yield QuestionTable(shape, group.path, heading, group, lines)
    for inner in group.questions if group.widget == "group" else ():
        if inner.widget == "groups":
            yield from _of_group(inner, f"{heading}: {inner.label[0].lower()}{inner.label[1:]}")


def _leaves(group: Question, before: str = "") -> Iterator[QuestionLine]:
    for question in group.questions:
        if question.widget == "group":
            yield from _leaves(question, question.label + ": ")
        elif question.widget != "groups":  # lists inside a group have tables of their own
            label = before + (question.label[0].lower() + question.label[1:] if before else question.label)
            yield QuestionLine(question.path, label, question)


def is_chosen(question: Question) -> bool:
    """Return True for one of a list that Word can drop down."""
    return question.widget in ("choice", "flag") and bool(offered(question) or question.widget == "flag")


def is_ticked(question: Question) -> bool:
    """Return True for several of a list that is short enough to print with boxes to tick."""
    return question.widget == "choices" and 0 < len(offered(question)) <= MAX_TICKED and not question.references


def offered(question: Question) -> tuple[str, ...]:
    """The labels to choose from; demonstration records are not offered to people who fill in a sheet."""
    if question.widget == "flag":
        return YES_OR_NO
    return tuple(label for value, label in question.options if value not in question.demo)


def question_hint(question: Question) -> str:
    """The grey line under a label: help, example, allowed words where they are not beside it anyway."""
    parts = [help_of(question).rstrip(".")] if help_of(question) else []
    if question.widget in ("choices", "lines"):
        parts.append("можно отметить несколько" if is_ticked(question) else "каждое с новой строки")
    if question.widget == "date":
        parts.append("день, месяц и год")
    example = "" if is_spelled_out(question) else _example(question)
    if example:
        parts.append(f"например: {example}")
    line = "; ".join(parts)
    return text.upper_first(line)


def _example(question: Question) -> str:
    if is_chosen(question) or is_ticked(question) or question.references or not question.example:
        return ""
    if question.vocabulary:
        labels = dict(question.options)
        words = [labels[word] for word in question.example.split(", ") if word in labels]
        return "; ".join(words)
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)( \d\d:\d\d)?", question.example):
        return f"{found[3]}.{found[2]}.{found[1]}{found[4] or ''}"
    if found := re.fullmatch(r"(\d{4})-(\d\d)", question.example):
        return f"{text.month_name(int(found[2]))} {found[1]}"
    if question.widget == "number":
        return question.example.replace(".", ",")
    return question.example


@lru_cache(maxsize=8192)
def normalize_label(label: str) -> str:
    """A label as it is compared: no case, no star of duty, no punctuation, ё as е."""
    return " ".join(re.findall(r"\w+", label.lower().replace("ё", "е")))


# --- the roadmap, whose table is one of its own -----------------------------------------------------------------------

ROADMAP = "roadmap"
ROADMAP_HEADING = "Дорожная карта"
#: the question by which a roadmap says to which programme of the base it belongs
WHICH_PROGRAMME = "Программа базы"
WHICH_PROGRAMME_HINT = (
    "если программа уже есть на сайте, её название; тогда остальное в этой таблице можно не заполнять"
)
#: the table of the roadmap as the template prints it: label, hint, width in shares
ROADMAP_COLUMNS = (
    ("№", "", 1),
    ("Мероприятие", "что будет сделано", 6.5),
    ("Срок", "", 4),
    ("Ответственные", "каждый с новой строки", 5.5),
    ("Примечание", "", 4),
)


def headings(form: Form) -> set[str]:
    """All texts outside the tables of the template, folded: what stands there besides was written by a person."""
    parts = {form.title, form.lead, form.obligatory, *HOW, *_FORMER, *UNDER.values(), WAYS_OF_TERMS, ROADMAP_HEADING}
    for section, found in question_tables(form):
        parts |= {section.heading} | {block.heading for block in found}
        parts |= {one for block in found if block.group for one in (block.group.help, help_of(block.group))}
    return {normalize_label(one) for one in parts if one}


def printed(label: str, question: Question) -> str:
    """A label as the template prints it: a star marks what has to be answered."""
    return label + (" *" if question.required else "")


# --- records that the base does not have yet --------------------------------------------------------------------------


#: before the kind in the path of such a list; no field of a record begins so
NEW = "new_"


def form_with_newcomers(its: WorkbookLayout) -> Form:
    """The form as a document asks it: with a table for each kind of records that may come along. A roadmap has none:
    whoever is responsible for its measures may be a role."""
    if its.form.name == ROADMAP:
        return its.form
    sections = tuple(FormSection(one.form.title, (_list(one),)) for one in its.newcomers)
    return replace(its.form, sections=(*its.form.sections, *sections))


def _list(newcomers: WorkbookLayout) -> Question:
    path = f"{NEW}{newcomers.form.kind}"
    questions = tuple(
        replace(one, path=f"{path}.{one.name}", required=False, help="", example="") for one in newcomers.questions
    )
    help = "Только если того, что вы назвали выше, ещё нет на сайте: новая запись попадёт туда вместе с вашей"
    return Question(path, newcomers.form.title, "groups", object, help, questions=questions)


def entries_of(entry: FilledEntry) -> Iterator[FilledEntry]:
    """The entry without what it says of other records, and these as entries of their own."""
    own = {name: value for name, value in entry.data.items() if not name.startswith(NEW)}
    yield replace(entry, data=own)
    for name, members in entry.data.items():
        if not name.startswith(NEW):
            continue
        for at, member in enumerate(members):
            inside = {loc[2:]: place for loc, place in entry.places.items() if loc[:2] == (name, at) and loc[2:]}
            place = entry.places.get((name, at), entry.place)
            yield FilledEntry(name.removeprefix(NEW), member, place, "", inside)
