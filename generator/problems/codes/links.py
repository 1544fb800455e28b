"""Codes of what refers to what, and of dates."""

from __future__ import annotations

from generator.problems import WARNING
from generator.problems.codes.code import Code

_COSTS = """\
title: Затраты
terms:
  - id: free
    label: Бесплатно
    aliases: [besplatno]
  - id: low
    label: Небольшие
    valid_to: 2025-08-31
"""

LINKS = (
    Code(
        "unknown-reference",
        "Такой записи нет",
        "Поле ссылается на запись, которой в базе нет: опечатка в имени файла или запись ещё не заведена.",
        "Исправьте имя или заведите запись. Название вместо имени файла заменит metodoteka fix.",
        on="practices/parnoe",
        wrong="owner: shkola-v",
        right="owner: shkola-b",
    ),
    Code(
        "former-id",
        "Запись переименована",
        "Прежнее имя работает, но лучше писать нынешнее.",
        "Замените на имя из подсказки; это делает и metodoteka fix.",
        on="practices/primer",
        wrong="title: Наставничество в паре\nbased_on: [staroe-imia]",
        right="title: Наставничество в паре\nbased_on: [parnoe]",
        severity=WARNING,
    ),
    Code(
        "unknown-term",
        "Такого термина в списке нет",
        "Предметы, уровни, формы работы и другие слова берутся из общих списков, чтобы по ним можно было искать.",
        "Возьмите термин из подсказки. Русское название заменит на идентификатор metodoteka fix.",
        on="practices/parnoe",
        wrong="subjects: [algebraika]",
        right="subjects: [matematika]",
    ),
    Code(
        "former-term",
        "Термин переименован",
        "Прежнее имя термина работает, но лучше писать нынешнее.",
        "Замените на имя из подсказки; это делает и metodoteka fix.",
        on="practices/primer",
        wrong="title: Наставничество в паре\ncost: besplatno",
        right="title: Наставничество в паре\ncost: free",
        severity=WARNING,
        also={"data/vocabularies/costs.yml": _COSTS},
    ),
    Code(
        "expired-term",
        "Термин больше не действует",
        "Срок термина в списке прошёл: например, предмет переименован приказом.",
        "Выберите действующий термин.",
        on="practices/primer",
        wrong="title: Наставничество в паре\ncost: low",
        right="title: Наставничество в паре\ncost: free",
        severity=WARNING,
        also={"data/vocabularies/costs.yml": _COSTS},
    ),
    Code(
        "duplicate-term",
        "Термин записан в списке дважды",
        "У двух терминов один идентификатор: какой из них имеют в виду записи, не узнать.",
        "Оставьте один или дайте второму другой id.",
        on="vocabularies/costs",
        wrong="""
            terms:
              - id: free
                label: Бесплатно
              - id: free
                label: Без затрат
            """,
        right="""
            terms:
              - id: free
                label: Бесплатно
              - id: low
                label: Небольшие
            """,
    ),
    Code(
        "computed-term-missing",
        "Нет термина, который вычисляет сайт",
        "Уровни доказанности, зрелость, состояния дорожной карты и уровни управления программа вычисляет сама и "
        "показывает их названия из списка.",
        "Верните термин.",
        on="vocabularies/management-levels",
        wrong="""
            terms:
              - id: federal
                label: Федеральный
              - id: regional
                label: Региональный
              - id: municipal
                label: Муниципальный
            """,
        right="""
            terms:
              - id: federal
                label: Федеральный
              - id: regional
                label: Региональный
              - id: municipal
                label: Муниципальный
              - id: school
                label: Школьный
            """,
    ),
    Code(
        "circle",
        "Ссылки замкнулись в круг",
        "Организация входит сама в себя, практика основана сама на себе — через одну или несколько записей.",
        "Уберите одну из ссылок.",
        on="practices/parnoe",
        wrong="based_on: [razobrannye-primery]",
        right="related: [razobrannye-primery]",
    ),
    Code(
        "unknown-measure",
        "Такого мероприятия в дорожной карте нет",
        "Номер мероприятия не найден в программе, на которую он ссылается.",
        "Проверьте номер в дорожной карте.",
        on="events/konkurs-2025",
        wrong="fulfils:\n  - programme: vverkh\n    measure: 9",
        right="fulfils:\n  - programme: vverkh\n    measure: 2",
    ),
    Code(
        "demo-reference",
        "Настоящая запись ссылается на выдуманную",
        "Демонстрационные записи выдуманы для показа; настоящие не должны на них опираться.",
        "Уберите ссылку или пометьте запись: demo: true.",
        on="practices/parnoe",
        wrong="related: [vydumannaia]",
        right="related: [razobrannye-primery]",
        also={"data/practices/vydumannaia.yml": "title: Выдуманная практика\ndemo: true\n"},
    ),
    Code(
        "repealed-document",
        "Документ больше не действует",
        "Запись ссылается на отменённый документ. Так бывает и по делу — тогда предупреждение можно оставить.",
        "Сошлитесь на документ, который его заменил.",
        on="documents/prikaz-1",
        wrong="in_force: no\nchecked_on: 2026-10-01",
        right="in_force: yes\nchecked_on: 2026-10-01",
        severity=WARNING,
    ),
)

DATES = (
    Code(
        "dates-order",
        "Конец раньше начала",
        "Две даты одной группы стоят не по порядку: окончание раньше начала, срок проверки раньше обновления.",
        "Проверьте обе даты.",
        on="practices/parnoe",
        wrong="updated: 2026-01-10\nreview_by: 2025-01-10",
        right="updated: 2026-01-10\nreview_by: 2027-01-10",
    ),
    Code(
        "stage-outside-term",
        "Этап выходит за срок программы",
        "Этап начинается раньше программы или кончается позже неё.",
        "Проверьте срок программы (term) и даты этапа.",
        on="programmes/vverkh",
        wrong="stages:\n  - title: Первый этап\n    start: 2023-09\n    end: 2024-08",
        right="stages:\n  - title: Первый этап\n    start: 2024-01\n    end: 2024-08",
    ),
    Code(
        "unknown-timezone",
        "Такого часового пояса нет",
        "Часовой пояс пишется словами: часть света и город латиницей.",
        "Например: Europe/Moscow, Europe/Samara, Asia/Krasnoyarsk.",
        on="events/konkurs-2025",
        wrong="timezone: Moscow",
        right="timezone: Europe/Moscow",
    ),
    Code(
        "past-shelf-life",
        "Срок проверки прошёл",
        "Запись давно не перечитывали; страница предупреждает об этом читателя.",
        "Перечитайте запись и поставьте новый срок.",
        on="practices/parnoe",
        wrong="updated: 2025-01-10\nreview_by: 2026-01-10",
        right="updated: 2026-01-10\nreview_by: 2030-01-10",
        severity=WARNING,
    ),
)
