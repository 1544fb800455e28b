"""The table of commands: in which module each is and its line in the list of ``metodoteka --help``.

Whoever asks for the list, or for one command, does not wait for the modules of the others: some of them load the site
engine, Word and Excel, and that takes seconds."""

from __future__ import annotations

#: module of this room -> the commands that it adds, in the order of the list
MODULES = {
    "begin_commands": {"init": "начать новую базу знаний: спрашивает и создаёт папку, готовую к сборке"},
    "guide_command": {"guide": "показать руководство: настройка сайта, публикация"},
    "upgrade_commands": {"upgrade": "привести базу прежней версии к нынешней и показать каждую правку"},
    "look_commands": {"override": "взять шаблон страницы в базу, чтобы изменить её, и сверить с нынешним"},
    "check_command": {"check": "проверить записи и показать все замечания"},
    "build_command": {"build": "собрать сайт"},
    "pack_command": {"pack": "сложить готовый сайт в чемоданчик: zip для компьютера без сети"},
    "site_commands": {
        "pages": "записать страницы Markdown обычной папкой",
        "index": "построить поиск на сайте, который собрал другой генератор",
        "serve": "показать сайт у себя и обновлять при правках",
    },
    "record_commands": {
        "new": "завести новую запись с подсказками",
        "vocabulary": "показать списки терминов и их идентификаторы",
        "schema": "обновить схемы для подсказок в редакторе",
        "sample": "создать большую базу-образец для проб",
        "picture": "подготовить картинку для записи",
        "attach": "положить раздаточный материал к записи",
        "addresses": "запомнить опубликованные адреса",
    },
    "fix_commands": {
        "format": "привести записи к единому виду",
        "fix": "исправить то, в чём нет сомнений",
        "explain": "объяснить замечание по его коду",
    },
    "office_commands": {
        "template": "создать файл Excel или Word, который заполняет методист",
        "import": "внести в базу заполненные файлы Excel и Word и то, что прислано с сайта",
    },
    "intake_commands": {"intake": "принять запись из обращения на площадке"},
    "proposal_commands": {
        "propose": "отправить правки на проверку: ветка, описание и адрес запроса за один шаг",
        "inbox": "взять файлы из папки, куда складывают присланное",
    },
    "publishing_commands": {
        "publish": "опубликовать записи, которые проверили: состояние меняется на «опубликовано»",
    },
    "renaming_commands": {
        "rename": "дать записи или термину другое имя",
        "replace": "называть вместо одной записи или термина другие",
        "merge": "объединить термины или территории",
        "split": "разделить территорию",
    },
    "review_commands": {"review": "рассказать словами, что меняет предложенная правка, и что в ней проверить"},
    "federation_commands": {
        "sign": "подписать открытые данные сайта для других баз",
        "pull": "взять записи баз, с которыми эта объединена",
    },
    "upkeep_commands": {
        "links": "проверить ссылки на другие сайты",
        "close": "записать вычисленные значения закончившихся периодов",
        "privacy": "кто назван в базе по имени, и как убрать имя",
    },
    "language_commands": {"locale": "завести или обновить перевод сайта на другой язык"},
}
ONE_LINE = {name: line for commands in MODULES.values() for name, line in commands.items()}
