"""What the checks say of a record, said of the cell that it came from.

The checks speak to somebody who writes a file by hand («добавьте строку: title: …»). Whoever filled in a cell knows
neither lines nor names of fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.catalog.forms.questions import NAMES, Question, kind_of
from generator.channels.office.filled import Remark, located
from generator.channels.office.layout import example
from generator.channels.office.proposing import Proposed
from generator.documents.sources import Loc
from generator.problems import Problem

#: codes whose hints tell how to write YAML, and what to do in a cell instead
_HINTS = {
    "missing-field": "заполните эту ячейку",
    "empty-value": "заполните эту ячейку",
    "too-few": "добавьте хотя бы одну строку",
    "too-long": "сократите; подробности перенесите в соседние столбцы",
    "half-share": "впишите и числитель, и знаменатель; если один из них не известен, впишите долю в «Значение»",
    "suppressed-with-number": "очистите числа этой строки: файл открыт всем; если людей достаточно, очистите "
    "«Скрыто: мало людей»",
    "small-group-written": "очистите числа этой строки и выберите «да» в «Скрыто: мало людей»; если считают не людей, "
    "напишите тому, кто ведёт базу",
    "small-group-unknown": "впишите числитель и знаменатель; если людей мало, очистите числа и выберите «да» в "
    "«Скрыто: мало людей»",
    "unknown-reference": "она есть в этом файле, но с замечаниями: исправьте их, тогда запишутся обе",
    "unknown-term": "выберите значение из списка в ячейке",
    "no-consent": "уберите имя (роль останется) или заполните согласие на публикацию имени",
    "demo-reference": "выберите настоящую запись: демонстрационные — только для проб",
    "personal-data": "уберите: в базе не публикуются телефоны и личная почта",
    "indicator-elsewhere": "очистите это значение: показатель считают не на этой территории; если на этой тоже, "
    "напишите тому, кто ведёт базу",
}
_ABOUT_PICTURE = (
    "ответьте в разделе «Картинки» бланка: у каждой картинки там своё место, у той, что стоит в шаге, — с номером "
    "этого шага в «К какому шагу»; до ответа её нет на сайте"
)
_IN_DRAFT = "ответьте в черновике записи: чья картинка и кто на ней; до ответа её нет на сайте"
#: a decimal point, which a Russian spreadsheet may take for a date
_POINT = re.compile(r"(?<=: \d)\.(?=\d)|(?<=: -\d)\.(?=\d)|(?<=: \d\d)\.(?=\d)")
_NAME = re.compile(r"\b(?:numerator|denominator|value|body|title|contacts|territories|summary)\b")


def in_cells(one: Proposed, problems: Sequence[Problem], questions: Sequence[Question]) -> Iterator[Remark]:
    """The problems of a proposal as remarks at the places of its entry. A cell that could not be understood is empty
    for the checks: what they say of its emptiness is left out."""
    unclear = {remark.place for remark in one.remarks if remark.is_error}
    unclear |= {one.entry.nearest(loc) for loc in one.entry.unread}
    for problem in problems:
        remark = one.entry.remark(problem, one.place_of(located(problem.field)))
        question = _question(located(problem.field), questions)
        if problem.code in ("missing-field", "too-few", "empty-value") and remark.place in unclear:
            continue
        absent = problem.code == "missing-field" and remark.place == one.entry.place
        if absent and one.entry.held:
            continue  # what holds it back says what to do first
        loc = located(problem.field)
        message = _in_words(remark.message, loc, questions)
        if problem.code == "missing-field" and question:
            message = f"не заполнено обязательное «{question.label}»"
        hint = _where_to_write(one.entry.kind) if absent else _in_words(_hint(problem, question), loc, questions)
        if hint == _ABOUT_PICTURE and one.entry.data.get("status") == "draft":
            hint = _IN_DRAFT  # a map of a lesson or a bank has no such section
        yield replace(remark, message=message, hint=hint)


def _where_to_write(kind: str) -> str:
    """What to do where a file has no place at all for an answer that is needed."""
    form = next((name for name in NAMES if kind_of(name) == kind), "roadmap")
    advice = f"возьмите шаблон (metodoteka template {form}) и перенесите в него ответы"
    if form == "roadmap":
        return f"если программа уже есть в базе, добавьте к команде --programme ИМЯ; для новой {advice}"
    return advice


def _hint(problem: Problem, question: Question | None) -> str:
    text = _HINTS.get(problem.code)
    if problem.code == "picture-waiting" and not problem.field.endswith("confirmed"):
        return _ABOUT_PICTURE
    if problem.code == "missing-field" and question and question.widget in ("group", "groups"):
        first = question.questions[0].label
        return "заполните хотя бы одну строку" if question.widget == "groups" else f"заполните хотя бы «{first}»"
    if text and problem.code in ("missing-field", "empty-value") and question and question.options:
        return "выберите значение из списка в ячейке"
    if text and problem.code in ("missing-field", "empty-value") and question and question.example:
        return f"{text}, например: {example(question)}"
    if text:
        return text
    hint = _POINT.sub(",", problem.hint)
    return "" if _NAME.search(hint) and not re.search(r"напишите", hint) else hint


def _in_words(text: str, loc: Loc, questions: Sequence[Question]) -> str:
    """Fields by their labels and days as people write them: «end (2026-12-19)» is «Окончание» (19.12.2026)."""
    around = _question(loc[:-1], questions) if loc[:-1] else None
    for question in (*(around.questions if around else ()), *questions):
        text = re.sub(rf"(?<![\w./«@-]){question.name}(?![\w./-])", f"«{question.label}»", text)
    return re.sub(r"(?<![\w./-])(\d{4})-(\d\d)-(\d\d)(?![\w-])", r"\3.\2.\1", text)


def _question(loc: Loc, questions: Sequence[Question]) -> Question | None:
    found = None
    for part in loc:
        if isinstance(part, str):
            found = next((question for question in questions if question.name == part), None)
            if found is None:
                return None
            questions = found.questions
    return found
