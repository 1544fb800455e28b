"""What a page of a form needs to read a filled blank on the reader's device: how the blank lies in files, and limits.

The scripts in ``theme/mkdocs/assets/form/blank`` are the second reader of the same files. They know only our own blanks
and refuse, place by place, what this package reads beyond them; labels, keys, limits and sentences come from here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from generator import text
from generator.catalog import DEMO_MARK, Catalog
from generator.catalog.computed.russian_zones import ZONES
from generator.catalog.forms.questions import Question
from generator.channels.office import (
    cell_words,
    document_body,
    document_plan,
    document_text,
    formatting,
    layout,
    safety,
    workbook_account,
)
from generator.channels.office.blanks import offered_blanks
from generator.channels.office.document_remarks import COLUMNS
from generator.pages.form import FORM_ADDRESSES, FORM_FOLDER


def files(catalog: Catalog) -> Iterator[tuple[str, bytes]]:
    """Path on the site and bytes of ``blank.json`` of every form; asked for when somebody chooses a file."""
    for name, address in ((name, FORM_ADDRESSES[name]) for name in catalog.forms):
        found = json.dumps(blank_description(name, catalog), ensure_ascii=False, separators=(",", ":"))
        yield f"{FORM_FOLDER}/{address}/blank.json", found.encode()


def blank_description(name: str, catalog: Catalog) -> dict[str, Any]:
    """Everything about the blank of the form ``name``: ``word`` its tables, ``excel`` its sheets, ``questions`` what
    the form's own questions do not say, ``new`` by the name of their list the kind and the heading of records that may
    come along, ``forms`` where files of other forms belong, and how files are looked at (``safety``). Raises KeyError
    for an unknown name."""
    its = layout.layout(name, catalog.vocabularies, catalog)
    return {
        "form": name,
        "forms": {one: [layout.TITLES[one], FORM_ADDRESSES.get(one, "")] for one in offered_blanks(catalog)},
        "demo": DEMO_MARK.strip(),
        "word": _word(its),
        "excel": _excel(its) | {"given": sorted(workbook_account.given_texts(catalog)) if name == "values" else []},
        "questions": dict(_questions(document_plan.form_with_newcomers(its).questions)),
        "new": {document_plan.NEW + one.form.kind: [one.form.kind, one.form.title] for one in its.newcomers},
        "zones": ZONES,
        "words": {
            "everyday": {value: sorted(words) for value, words in sorted(cell_words.everyday().items())},
            "nothing": sorted(cell_words.NOTHING),
            "ending": text.ENDING,
            "kept": text.SHORTEST_STEM,
        },
        "safety": safety.for_page(),
    }


def _word(its: layout.WorkbookLayout) -> dict[str, Any]:
    form = document_plan.form_with_newcomers(its)
    tables = [one for _, found in document_plan.question_tables(form) for one in found]
    return {
        "property": document_plan.PROPERTY,
        "id": document_plan.PROPERTY_ID,
        "tables": [[one.shape, one.path, one.heading, [_line(line) for line in one.lines]] for one in tables],
        "printed": sorted(document_plan.headings(form)),
        "hint": document_plan.HINT_STYLE,
        "remark": document_plan.REMARK_STYLE,
        "author": document_plan.REMARK_AUTHOR,
        "remarks": COLUMNS,
        "code": document_text.CODE_STYLE,
        "quotes": document_text.QUOTE_STYLES,
        "most": [document_body.MAX_TABLES, document_body.MAX_TABLE_ROWS],
        "empty": sorted(document_text.PLACEHOLDERS),
        "prompt": document_text.PROMPT_STYLE,
        "fonts": sorted(formatting.SYMBOL_FONTS),
        "raised": formatting.SPELLED["raised"],
        "lowered": formatting.SPELLED["lowered"],
    }


def _line(line: document_plan.QuestionLine) -> list[str]:
    return [
        line.path,
        line.label,
        line.mark[:40],
        document_plan.normalize_label(document_plan.question_hint(line.question)),
    ]


def _excel(its: layout.WorkbookLayout) -> dict[str, Any]:
    return {
        "key": layout.KEY.pattern,
        "number": layout.NUMBER_KEY,
        "owner": layout.LINK_KEY,
        "record": layout.RECORD_KEY,
        "example": layout.EXAMPLE,
        "ours": [layout.INSTRUCTIONS, layout.LISTS, layout.REMARKS],
        "link": its.link,
        "sheets": [_sheet(sheet) for sheet in its.sheets],
        "rules": [its.form.title, *layout.instruction_lines(its)],
        "card": layout.CARD_HEADINGS,
        "newcomers": [[one.form.name, _sheet(sheet)] for one in its.newcomers for sheet in one.sheets],
    }


def _sheet(sheet: layout.Sheet) -> list[Any]:
    columns = [[c.path, c.heading, c.example, int(c.required), *_words_beside(sheet, c)] for c in sheet.columns]
    return [sheet.name, sheet.group, int(sheet.card), columns]


def _words_beside(sheet: layout.Sheet, column: layout.Column) -> list[str]:
    return [layout.card_hint(column)] if sheet.card else []


def _questions(found: tuple[Question, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What ``pages.form`` leaves out, by the path of the question: ``ticked`` the labels that Word prints boxes for,
    ``former`` labels, ``levels`` for a list of classes, ``given`` what the blank prints to begin with. Questions
    without any of it are left out."""
    for question in found:
        properties = {
            "ticked": document_plan.offered(question) if document_plan.is_ticked(question) else (),
            "former": question.former,
            "levels": int(question.vocabulary == "levels"),
            "given": document_plan.offered(question) if question.path == "values.indicator" else (),
        }
        if any(properties.values()):
            yield question.path, {name: value for name, value in properties.items() if value}
        yield from _questions(question.questions)
