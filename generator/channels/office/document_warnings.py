"""What a person is told of a Word document: all that was not taken as it stands, at its place, with its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator.channels.office import formatting
from generator.channels.office.document_body import Body
from generator.channels.office.document_text import Finding, Paragraph
from generator.channels.office.filled import FilePlace, Remark
from generator.problems import ERROR, WARNING
from generator.records.scalars import short

START = FilePlace("документ", ("paragraph", 0))
_MOST = 60  # remarks of this kind in a document

#: name -> what is said, with the words in place of «{}»; what to do
WARNINGS: Mapping[str, tuple[str, str]] = {
    "changes": ("в документе есть исправления в режиме рецензирования: вставленное прочитано, удалённое нет", ""),
    "box": ("текст в надписи (рамке поверх листа) не прочитан: {}", "перенесите его в ячейку таблицы"),
    "picture": ("рисунок не перенесён", "вставьте его в бланк практики: в раздел «Картинки» или в клетку шага"),
    "chart": (
        "диаграмма или схема SmartArt не перенесена",
        "сделайте её картинкой: скопируйте и вставьте «Специальной вставкой» как рисунок (PNG)",
    ),
    "grouped": (
        "рисунок сгруппирован с фигурами или лежит на полотне, он не перенесён",
        "сохраните всё вместе одной картинкой (правой кнопкой — «Сохранить как рисунок») и вставьте её",
    ),
    "linked": ("рисунок вставлен ссылкой, самого его в файле нет", "вставьте его в документ как файл"),
    "object": ("вставленный объект (лист Excel, файл) не перенесён", "впишите нужное словами или дайте на него ссылку"),
    "formula": ("формула не прочитана: {}", "запишите её обычными знаками"),
    "linear": ("формула записана в строку: {}", "проверьте, не изменился ли её смысл"),
    "hidden": ("скрытый текст не перенесён: {}", "если он нужен, снимите «Скрытый» (Шрифт); если нет, удалите его"),
    "comment": ("примечание на полях не переносится: {}", "если это часть ответа, впишите его в ячейку"),
    "symbol": ("неизвестен знак шрифта: {}", "замените его знаком обычного шрифта: «Вставка» — «Символ»"),
    "chunk": (
        "внутри документа лежит другой документ, он не прочитан",
        "откройте файл в Word, сохраните и отправьте ещё раз: Word сделает вложенный документ обычным текстом",
    ),
    "unknown": ("не прочитано: {}", "наберите это место заново обычным текстом"),
    "wide": ("таблица внутри ответа слишком широка и перенесена строками: {}", "разделите её на таблицы поуже"),
    "flat": ("таблица внутри ответа перенесена строками: {}", "проверьте, всё ли понятно без таблицы"),
    "prompt": (
        "в поле для ввода стоит {}, а Word считает это подсказкой: не прочитано",
        "если это ответ, сотрите его и впишите заново",
    ),
    "link": ("адрес ссылки не перенесён: {}", "впишите адрес в поле для адреса или в «Источники»"),
}
#: an answer that is not there at all must not be written as if it were whole
_SERIOUS = {"chunk"}


def remarks(found: Iterable[tuple[FilePlace, Sequence[Finding]]]) -> list[Remark]:
    """A remark for each kind of thing at each place."""
    out = [one for place, findings in found for one in _at(place, findings)]
    if len(out) > _MOST:
        message = f"таких замечаний ещё {len(out) - _MOST}"
        out[_MOST:] = [Remark(START, message, "исправьте эти и проверьте файл ещё раз", "word-more", WARNING)]
    return out


def of_document(body: Body) -> Iterator[Remark]:
    """What is told of the document as a whole."""
    if "changes" in body.seen:
        yield _remark(START, "changes", "")
    if body.running:
        words = "; ".join(body.running)
        message = f"колонтитулы (текст вверху и внизу каждого листа) не читаются: «{short(words)}»"
        yield Remark(START, message, "если это часть ответа, впишите его в ячейку", "word-running", WARNING)
    yield from remarks([(START, body.findings)])


def of_paragraphs(body: Body) -> Iterator[tuple[FilePlace, Sequence[Finding]]]:
    """Places between the tables with something to tell."""
    for number, block in enumerate(body.blocks):
        if isinstance(block, Paragraph) and block.findings:
            message = f"абзац «{short(block.text, 40)}»" if block.text else "документ"
            yield FilePlace(message, ("paragraph", number)), block.findings


def _at(place: FilePlace, findings: Sequence[Finding]) -> Iterator[Remark]:
    for what in dict.fromkeys(one.what for one in findings):
        words = "; ".join(dict.fromkeys(one.words for one in findings if one.what == what and one.words))
        if what == "struck":
            yield formatting.struck(place, _struck(findings))
        else:
            yield _remark(place, what, words)


def _struck(findings: Sequence[Finding]) -> str:
    """Struck words as they stand: runs of one look are often cut in the middle of a sentence."""
    return " … ".join(one.words for one in findings if one.what == "struck" and one.words)


def _remark(place: FilePlace, what: str, words: Any) -> Remark:
    message, hint = WARNINGS[what]
    sentence = f"«{short(words)}»" if words else ""
    message = message.format(sentence).removesuffix(": ")
    return Remark(place, message, hint, f"word-{what}", ERROR if what in _SERIOUS else WARNING)
