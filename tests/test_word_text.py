"""Paragraphs of Word as Markdown: what a person sees, in the small dialect, nothing else."""

from __future__ import annotations

from typing import Any

import docx
import pytest
import yaml
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from support import PROJECT
from word_files import saved

from generator import text
from generator.channels.office import document_body, document_markdown, document_text, normalize
from generator.channels.office.document_text import Paragraph, paragraphs_to_markdown
from generator.records import formatter

W = nsdecls("w")


def read(document) -> document_body.Body:
    return document_body.open_document(saved(document))


def as_markdown(document) -> str:
    return paragraphs_to_markdown([block for block in read(document).blocks if isinstance(block, Paragraph)])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["Один абзац."], "Один абзац."),
        (["Первый.", "", "Второй."], "Первый.\n\nВторой."),
        (["• раз", "• два"], "- раз\n- два"),
        (["- раз", "- два", "Потом текст."], "- раз\n- два\n\nПотом текст."),
        (["– раз", "– два"], "- раз\n- два"),
        (["— Кто там?"], "— Кто там?"),
        (["1) раз", "2) два"], "1. раз\n2. два"),
        (["2. раз", "3. два"], "2. раз\n3. два"),
        (["7. Ноября день календаря"], "7\\. Ноября день календаря"),
        (["С\u00a0мягким пере\u00adносом\tи табуляцией"], "С мягким переносом и табуляцией"),
        (["2*3*4 и [скобки] и <b>"], "2\\*3\\*4 и \\[скобки\\] и \\<b\\>"),
        (["имя_файла и _так_"], "имя_файла и \\_так\\_"),
        (["Имя ____ класс __"], "Имя \\_\\_\\_\\_ класс \\_\\_"),
        (["# не заголовок"], "\\# не заголовок"),
        (["-"], "\\-"),
    ],
)
def test_typed_text(typed: list[str], expected: str) -> None:
    document = docx.Document()
    for words in typed:
        document.add_paragraph(words)
    assert as_markdown(document) == expected


def test_what_is_escaped_is_shown_as_typed() -> None:
    """The way through our own parser and back: signs of Markdown in a text of Word are only signs."""
    typed = "2*3*4, [скобки], <b>, _так_, `код`, 5 & 6, a\\b, &amp; и ![x](y)"
    document = docx.Document()
    document.add_paragraph(typed)
    assert text.strip(as_markdown(document)) == text.typograph(typed.replace("&", "&amp;")).replace(
        "&amp;", "&"
    ).replace("<b>", "<b>")


def test_lines_for_an_answer_stay_lines() -> None:
    """A run of low lines with a sign of Markdown left inside it reads as bold."""
    typed = "Судья ____ Тема ________, с ____–____ и (____) или (____)"
    document = docx.Document()
    document.add_paragraph(typed)
    assert text.render(as_markdown(document)).count("&#95;") == typed.count("_")
    assert text.render("Судья \\____\\_ и").count("&#95;") < 6


def test_looks_become_marks() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Сначала ")
    paragraph.add_run("важное, ").bold = True
    paragraph.add_run("потом ")
    paragraph.add_run("тонкое").italic = True
    run = paragraph.add_run(" и всё.")
    run.bold = run.italic = True
    assert as_markdown(document) == "Сначала **важное,** потом *тонкое* ***и всё.***"


def test_bold_with_punctuation_inside_a_word_still_works() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("«Нет»,").bold = True
    paragraph.add_run("сказал он")
    assert as_markdown(document) == "**«Нет**»,сказал он"
    assert "<strong>" in text.render(as_markdown(document))


def test_real_lists_and_their_depth() -> None:
    document = docx.Document()
    for words, style in (("раз", "List Bullet"), ("внутри", "List Bullet 2"), ("два", "List Bullet"),
                         ("первый", "List Number"), ("второй", "List Number")):  # fmt: skip
        document.add_paragraph(words, style=style)
    assert as_markdown(document) == "- раз\n   - внутри\n- два\n\n1. первый\n2. второй"


def test_a_link_and_a_forced_line() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Смотрите ")
    key = document.part.relate_to("https://example.org/a b", docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, True)
    paragraph._p.append(parse_xml(
        f'<w:hyperlink {nsdecls("w", "r")} r:id="{key}"><w:r><w:t>памятку</w:t></w:r></w:hyperlink>'
    ))  # fmt: skip
    paragraph.add_run().add_break()
    paragraph.add_run("на стене")
    assert as_markdown(document) == "Смотрите [памятку](https://example.org/a%20b)\\\nна стене"


def test_a_link_of_a_field() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for part in (
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> HYPERLINK "https://example.org/" </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>сайт</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        paragraph._p.append(parse_xml(f"<w:r {W}>{part}</w:r>"))
    paragraph.add_run(" и дальше")
    assert as_markdown(document) == "[сайт](https://example.org/) и дальше"


def test_insertions_count_and_deletions_do_not() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Было ")
    paragraph._p.append(parse_xml(f'<w:ins {W} w:id="1" w:author="А"><w:r><w:t>стало </w:t></w:r></w:ins>'))
    paragraph._p.append(parse_xml(f'<w:del {W} w:id="2" w:author="А"><w:r><w:delText>нет</w:delText></w:r></w:del>'))
    hidden = paragraph.add_run("скрыто")
    hidden.font.hidden = True
    body = read(document)
    assert [block.text for block in body.blocks] == ["Было стало"]
    assert body.seen == {"changes", "hidden"}
    assert [(one.what, one.words) for block in body.blocks for one in block.findings] == [("hidden", "скрыто")]


def test_boxes_and_pictures_are_noticed() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Текст")
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    paragraph._p.append(parse_xml(
        f"<w:r {W} {mc}><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><w:txbxContent><w:p><w:r>"
        "<w:t>в рамке</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    ))  # fmt: skip
    paragraph._p.append(parse_xml(f"<w:r {W}><w:drawing/></w:r>"))
    body = read(document)
    assert [block.text for block in body.blocks] == ["Текст"]
    assert body.seen == {"box", "picture"}


#: (marked as a placeholder, the look of the words, the words) -> what is read, what is told
CONTROLS = [
    (True, "", "Место для ввода текста.", "", set()),
    (True, "PlaceholderText", "Click or tap here to enter text.", "", set()),
    (True, "PlaceholderText", "", "", set()),
    (True, "", "Мысль", "Мысль", set()),
    (True, "Strong", "Мысль", "**Мысль**", set()),
    (True, "PlaceholderText", "Фамилия в родительном падеже", "", {"prompt"}),
    (False, "PlaceholderText", "Мысль", "Мысль", set()),
    (False, "", "Мысль", "Мысль", set()),
]


@pytest.mark.parametrize(("is_marked", "look", "words", "becomes", "seen"), CONTROLS)
@pytest.mark.parametrize("is_block", [False, True], ids=["in a line", "around paragraphs"])
def test_a_placeholder_is_no_text(
    is_marked: bool, look: str, words: str, becomes: str, seen: set[str], is_block: bool
) -> None:
    document = docx.Document()
    for its_id, name in (("PlaceholderText", "Placeholder Text"), ("Strong", "Strong")):
        if its_id not in [one.style_id for one in document.styles]:
            document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER).element.set(qn("w:styleId"), its_id)
    shows = "<w:showingPlcHdr/>" * is_marked
    style = f'<w:rPr><w:rStyle w:val="{look}"/></w:rPr>' * bool(look)
    run = f"<w:r>{style}<w:t>{words}</w:t></w:r>"
    inner = f"<w:p>{run}</w:p>" if is_block else run
    control = parse_xml(f"<w:sdt {W}><w:sdtPr>{shows}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>")
    if is_block:
        document.element.body.insert(0, control)
    else:
        document.add_paragraph()._p.append(control)
    body = read(document)
    found = [one for one in body.blocks if isinstance(one, document_text.Paragraph)]
    assert document_text.paragraphs_to_markdown(found) == becomes
    assert {one.what for one in (*body.findings, *(its for one in found for its in one.findings))} == seen


PASTED = yaml.load((PROJECT / "tests/cases/office/pasted-text.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)


def pasted(way: str) -> pytest.MarkDecorator:
    cases = [one for one in PASTED if way in one.get("only", [way])]
    return pytest.mark.parametrize("case", cases, ids=lambda case: case["name"])


@pasted("word")
def test_a_text_of_word_and_the_same_pasted(case: dict[str, Any]) -> None:
    document = docx.Document()
    for words in case["pasted"].split("\n"):
        paragraph = document.add_paragraph()
        for number, line in enumerate(words.split("\v")):
            if number:
                paragraph.add_run().add_break()
            paragraph.add_run(line)  # python-docx makes tabs of Word of tabs
    assert as_markdown(document) == case["markdown"]


@pasted("cell")
def test_the_same_pasted_into_a_cell(case: dict[str, Any]) -> None:
    assert normalize.to_markdown(case["pasted"]) == case["markdown"]


@pytest.mark.parametrize("case", PASTED, ids=lambda case: case["name"])
def test_no_tab_is_left_and_nothing_changes_twice(case: dict[str, Any]) -> None:
    assert "\t" not in case["markdown"]
    assert normalize.to_markdown(case["markdown"]) == case["markdown"]
    line = formatter.render("practices", {"steps": [{"text": case["markdown"]}]}).split("text: ")[1]
    assert not line.startswith('"'), "a text that nobody can review"


def test_spaces_behind_a_typed_mark_take_no_letters() -> None:
    document = docx.Document()
    for words in ("•   Пункт", "•  \u00a0 Второй"):
        document.add_paragraph(words)
    assert as_markdown(document) == "- Пункт\n- Второй"


def test_a_list_begun_with_shift_enter_is_a_list() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Нужно:")
    for words in ("• лист", "• ручка"):
        paragraph.add_run().add_break()
        paragraph.add_run(words)
    assert as_markdown(document) == "Нужно:\n\n- лист\n- ручка"


@pytest.mark.parametrize(
    "written",
    [
        "1. раз\n   1. внутри\n   2. ещё\n2. два\n   1. снова с первого",
        "4. раз\n5. два",
        "Так:\n\n| Роль | Дело |\n| --- | --- |\n| **Ведущий** | [памятка](https://example.org/) |\n\nПотом.",
        "> раз\n>\n> два\n\nтекст",
        "- а) раз\n- б) два",
        "10² и H₂O, x^(вх)",
    ],
)
def test_what_is_printed_into_a_blank_comes_back(written: str) -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).rows[0].cells[0]
    document_markdown.write(document, cell, written)
    ((row,),) = [table.rows for table in read(document).tables]
    assert paragraphs_to_markdown(row[0].paragraphs) == written


@pytest.mark.parametrize(
    "pasted",
    ["·\tраз\n·\tдва", "o\tраз\no\tдва", "а)\tраз\nб)\tдва", "1.\tраз\n2.\tдва", "• раз; два", "\uf0b7раз\n– два"],
)
def test_marks_of_lists_are_no_part_of_short_answers(pasted: str) -> None:
    assert normalize.split_list(pasted) == ["раз", "два"]
