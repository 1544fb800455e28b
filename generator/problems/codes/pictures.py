"""Codes of the pictures and drawings of a record."""

from __future__ import annotations

from generator.problems import WARNING
from generator.problems.codes.code import Code

PICTURES = (
    Code(
        "drawing",
        "Рисунок не прочтут",
        "По этому описанию не нарисовать или рисунок не поместится на телефоне: слишком много строк или мест, нет "
        "чисел, слишком длинное слово, шага с таким номером нет.",
        "Исправьте строку, как в подсказке. Места и клетки отделяются чертой |.",
        on="practices/parnoe",
        wrong="drawings:\n  - type: timeline\n    title: Когда возвращаемся\n    alt: Одно возвращение через неделю.\n"
        "    parts:\n      - rows: [через неделю]",
        right="drawings:\n  - type: timeline\n    title: Когда возвращаемся\n    alt: Одно возвращение через неделю.\n"
        "    parts:\n      - rows: [через неделю | три вопроса]",
    ),
    Code(
        "picture",
        "У картинки не всё сказано",
        "Картинку публикуют, когда известно, чья она и кого на ней можно узнать. Узнаваемых детей на картинках базы не "
        "бывает. Страницы учебников и задания из банков экзаменов чужие: их дают ссылкой.",
        "Добавьте недостающее, как в подсказке. Если чья картинка, неизвестно, уберите file, напишите rights: unknown "
        "и ссылку source.",
        on="practices/parnoe",
        wrong="pictures:\n  - {file: stol.jpg, alt: Стол у окна., rights: unknown, people: nobody}",
        right="pictures:\n  - {alt: Стол у окна., rights: unknown, source: 'https://example.org/stol', people: nobody}",
    ),
    Code(
        "picture-waiting",
        "Картинка ждёт",
        "Картинку не показывают, пока рецензент не посмотрел на неё и не подтвердил, что на ней никого нельзя узнать, "
        "или когда согласие на снимок закончилось. Файл до этого в открытое хранилище не кладут: его видно и там.",
        "Пришлите файл редакции. Рецензент посмотрит и поставит в записи confirmed и confirmed_by. До этого можно дать "
        "ссылку.",
        on="practices/parnoe",
        wrong="pictures:\n  - {file: stol.jpg, alt: Стол у окна., rights: own, people: nobody}",
        right="pictures:\n  - {alt: Стол у окна., rights: unknown, source: 'https://example.org/stol', people: nobody}",
        severity=WARNING,
    ),
    Code(
        "picture-file",
        "Картинка записи не готова к публикации",
        "Картинки записей лежат в content/files/ готовыми: JPEG или PNG, до 300 КБ, до 1600 точек по длинной стороне, "
        "без сведений о съёмке. Сборка их не меняет, только проверяет.",
        "Положите картинку командой metodoteka picture: она уменьшит её и уберёт лишнее.",
        wrong="content/files/practices/parnoe/stol.png — 400 КБ",
        right="content/guides/stol.txt",
    ),
    Code(
        "picture-stray",
        "Лишний файл в папке записи",
        "В content/files/ лежит файл, которого не называет ни одна запись. На сайт он не попадёт, но место занимает.",
        "Назовите файл в поле pictures записи, имя которой носит папка, или уберите его.",
        wrong="content/files/practices/parnoe/lishnii.txt",
        right="content/guides/lishnii.txt",
        severity=WARNING,
    ),
)
