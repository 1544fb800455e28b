"""The answer to whoever sent a file, ready to be sent back: what was taken, what to mend, what happens next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.channels.office.filled import Remark
from generator.channels.senders import hint_for_sender
from generator.text import plural
from generator.upkeep.inbox.letters import IN_WORDS, QUOTED
from generator.upkeep.inbox.understanding import Understood

FATES = {"created": "новая запись", "changed": "изменения записи", "unchanged": "уже есть в базе"}
WHAT_NEXT = "Что дальше.txt"
"""The name of the file that says how pictures go on which somebody has looked at."""
_MOST = 40
_OF_KEEPERS = {"columns-unreadable"}  # nothing that a sender could mend


def answer_to(name: str, found: Understood, copy: str, *, sent: bool) -> str:
    """The text of the answer to the file ``name``; ``copy`` is the name of the file with remarks that goes with it
    ("" for none), ``sent`` says whether anything of it went on."""
    parts = [f"Здравствуйте!\n\nМы получили {_got(name)}. Спасибо."]
    taken = [f"— {FATES[fate]}: «{title}»" for fate, title in found.titles if fate in FATES]
    if taken:
        parts.append("Принято:\n" + "\n".join(_counted(taken)))
    if sent:
        parts.append("Редакция посмотрит принятое. На сайте оно появится после проверки.")
    if found.held:
        count = plural(len(found.held), "картинку или документ", "картинки и документы", "картинок и документов")
        parts.append(
            f"Отдельно отложено: {count}. Сначала на них посмотрит редакция: в открытом доступе не должно оказаться "
            "детей, которых можно узнать, и чужих работ. Остальное уже отправлено без них."
        )
    if found.wrong:
        parts.append(_to_fix(found.wrong, copy, _in_words(name)))
    notes = [remark for remark in found.remarks if not remark.is_error and remark.code not in _OF_KEEPERS]
    if notes:
        parts.append("Обратите внимание:\n" + "\n".join(_counted(list(_rows(notes)))))
    if not taken and not found.wrong:
        parts.append("Записей мы в нём не нашли. Проверьте, тот ли это файл.")
    return "\n\n".join(parts) + "\n"


def what_next(name: str, folder: Path) -> str:
    """What the keeper does with the pictures and documents of the file ``name`` in the ``folder`` of letters."""
    return (
        f"Здесь картинки и документы из файла «{name}». Они никуда не отправлены: ветку на открытой площадке увидят "
        "все, и убрать её оттуда насовсем нельзя.\n\n"
        "Посмотрите каждый файл:\n"
        "— нет ли детей, которых можно узнать, лиц, имён и фамилий на работах и доске;\n"
        "— можно ли отдать работу всем: чья она, кто разрешил;\n"
        "— то ли это, о чём говорит запись.\n\n"
        "Всё в порядке — отправьте их туда же, где уже ждёт запись:\n\n"
        f'    metodoteka inbox "{folder}" --looked "{name}"\n\n'
        "Не в порядке — попросите автора прислать файл без них; эту папку удалите.\n"
    )


def _in_words(name: str) -> bool:
    """Return whether a record stood in the words of a letter: nobody knows it as a file."""
    return name.startswith(IN_WORDS) and name.endswith(".yml")


def _got(name: str) -> str:
    if not _in_words(name):
        return f"файл «{name}»"
    if name.startswith(QUOTED):
        return "запись, которая стоит в вашем письме цитатой; что написано вокруг неё, программа не читает"
    return "запись из вашего письма"


def _to_fix(wrong: Sequence[Remark], copy: str, in_words: bool) -> str:
    count = plural(len(wrong), "место", "места", "мест")
    rows = "\n".join(_counted(list(_rows(wrong))))
    how = (
        f"Все места отмечены в файле «{copy}», он приложен. Исправьте их прямо в нём и пришлите его обратно."
        if copy
        else "Исправьте и пришлите запись ещё раз, лучше файлом из формы сайта: в письме почта меняет строки. "
        "Строки здесь считаются от начала записи."
        if in_words
        else "Исправьте и пришлите файл ещё раз."
    )
    return f"Нужно исправить {count}:\n{rows}\n\n{how}"


def _rows(remarks: Sequence[Remark]) -> Iterator[str]:
    for number, remark in enumerate(remarks, 1):
        hint = f"\n   Как исправить: {advice}" if (advice := hint_for_sender(remark.hint)) else ""
        yield f"{number}. {remark.place.label}: {remark.message}{hint}"


def _counted(rows: list[str]) -> list[str]:
    left = len(rows) - _MOST
    return [*rows[:_MOST], f"… и ещё {left}"] if left > 0 else rows
