"""Codes of the fields of a record: what is missing, unknown or of the wrong shape; texts and people."""

from __future__ import annotations

from generator.codes.code import Code
from generator.problems import WARNING

FIELDS = (
    Code(
        "missing-field",
        "Нет обязательного поля",
        "Без этого поля запись непонятна читателю или программе.",
        "Добавьте строку, которую подсказывает замечание.",
        on="practices/primer",
        wrong="status: draft",
        right="title: Парное наставничество\nstatus: draft",
    ),
    Code(
        "unknown-field",
        "Такого поля здесь не бывает",
        "Опечатка в имени поля, имя по-русски или сбитый отступ: поле оказалось не в своей группе.",
        "Исправьте имя или отступ. Опечатку в одну букву исправит metodoteka fix.",
        on="practices/primer",
        wrong="title: Парное наставничество\nsumary: Двое учителей ходят друг к другу на уроки.",
        right="title: Парное наставничество\nsummary: Двое учителей ходят друг к другу на уроки.",
    ),
    Code(
        "empty-value",
        "Пустое значение",
        "Поле есть, а написано в нём ничего.",
        "Напишите значение или сотрите поле: «нет данных» на странице появится само.",
        on="practices/primer",
        wrong="title: Парное наставничество\nsummary: ''",
        right="title: Парное наставничество",
    ),
    Code(
        "empty-group",
        "Пустая группа полей",
        "Имя группы записано, а полей в ней нет.",
        "Заполните хотя бы одно поле или сотрите группу.",
        on="practices/primer",
        wrong="title: Парное наставничество\nconditions: {}",
        right="title: Парное наставничество\nconditions:\n  internet: none",
    ),
    Code(
        "bad-type",
        "Нужен список, группа или одно значение",
        "В поле написано не то по строению: одно значение вместо списка, список вместо одного, текст вместо полей.",
        "Перепишите, как в подсказке. Слова через запятую в список превратит metodoteka fix.",
        on="practices/primer",
        wrong="title: Парное наставничество\nareas: methods",
        right="title: Парное наставничество\nareas: [methods]",
    ),
    Code(
        "bad-value",
        "Значение не подходит",
        "Дата, число, адрес или ссылка записаны не так, как здесь принято.",
        "Напишите, как в подсказке: дата 2025-09-01, число 1.5, адрес с https://. Несомненное исправит metodoteka fix.",
        on="practices/primer",
        wrong="title: Парное наставничество\nupdated: 01.09.2025",
        right="title: Парное наставничество\nupdated: 2025-09-01",
    ),
    Code(
        "bad-choice",
        "Такого значения в поле не бывает",
        "Поле принимает только слова из короткого списка.",
        "Возьмите слово из списка в подсказке.",
        on="practices/primer",
        wrong="title: Парное наставничество\nstatus: черновик",
        right="title: Парное наставничество\nstatus: draft",
    ),
    Code(
        "out-of-range",
        "Число вне пределов",
        "Такого числа быть не может: отрицательное количество, год из будущего века.",
        "Проверьте число.",
        on="practices/primer",
        wrong="title: Парное наставничество\nconditions:\n  class_size_min: -4",
        right="title: Парное наставничество\nconditions:\n  class_size_min: 4",
    ),
    Code(
        "too-long",
        "Слишком длинно",
        "Название и summary читают в списках и в поиске: до 300 знаков.",
        "Сократите, подробности перенесите в подробный текст.",
        on="practices/primer",
        wrong="title: Парное наставничество\nsummary: " + "Двое учителей ходят друг к другу на уроки. " * 8,
        right="title: Парное наставничество\nsummary: Двое учителей ходят друг к другу на уроки.",
    ),
    Code(
        "too-few",
        "В списке слишком мало значений",
        "Список пуст или короче, чем нужно по смыслу: у шкалы не меньше двух отметок, у мероприятия — ответственный.",
        "Добавьте значения.",
        on="diagnostics/proba",
        wrong="scale:\n  - value: 1\n    label: да",
        right="scale:\n  - value: 0\n    label: нет\n  - value: 1\n    label: да",
    ),
    Code(
        "left-to-fill-in",
        "Осталось многоточие из заготовки",
        "В опубликованной записи вместо текста стоит «…» — место, которое надо было заполнить.",
        "Напишите текст или сотрите поле.",
        on="practices/parnoe",
        wrong="idea: …",
        right="idea: Смотреть на урок вдвоём.",
    ),
    Code(
        "incomplete-practice",
        "Опубликованной практике не хватает главного",
        "Коллега должен суметь повторить: нужны затруднение, шаги, результат, условия и источник.",
        "Допишите поле или верните status: draft.",
        on="practices/primer",
        wrong="""
            title: Парное наставничество
            summary: Двое учителей ходят друг к другу на уроки.
            status: published
            """,
        right="""
            title: Парное наставничество
            summary: Двое учителей ходят друг к другу на уроки.
            status: published
            problem: Учитель не видит своего урока со стороны.
            steps:
              - title: Посмотреть урок и обсудить
            results: Учитель называет, что изменит.
            conditions:
              internet: none
            sources:
              - title: Книга о наставничестве
            """,
    ),
    Code(
        "no-summary",
        "Нет короткого описания",
        "Одно-два предложения нужны в списках, в поиске и тем, кто не знает терминов.",
        "Добавьте summary — понятно и родителю.",
        on="organizations/primer",
        wrong="""
            title: Школа № 1
            status: published
            type: school
            level: school
            """,
        right="""
            title: Школа № 1
            summary: Сельская школа, в которой работает школа молодого учителя.
            status: published
            type: school
            level: school
            """,
    ),
)

TEXTS = (
    Code(
        "text-lost",
        "Часть текста не показывается",
        "HTML, скрипты и опасные адреса со страницы убираются. Чтобы ничего не пропало молча, об этом сказано.",
        "Пишите разметкой Markdown: **жирный**, списки со знаком «-», [текст](адрес).",
        on="practices/parnoe",
        wrong="idea: Смотреть на урок <b>вдвоём</b>.",
        right="idea: Смотреть на урок **вдвоём**.",
    ),
    Code(
        "dead-link",
        "Ссылка в тексте никуда не ведёт",
        "Такой страницы на этом сайте нет.",
        "Пишите вид/идентификатор существующей записи или полный адрес с https://.",
        on="practices/parnoe",
        wrong="mechanism: Помогает [наставничество](terms/nastavnik).",
        right="mechanism: Помогает [наставничество](terms/nastavnichestvo).",
    ),
    Code(
        "personal-data",
        "Телефон или личная почта в тексте",
        "Личные контакты на открытых страницах — это персональные данные (152-ФЗ).",
        "Уберите. Общий телефон организации пишут в её поле contacts.",
        on="practices/parnoe",
        wrong="idea: Звоните автору по телефону +7 918 123-45-67.",
        right="idea: Напишите в методическую службу района.",
    ),
    Code(
        "no-consent",
        "Имя без согласия",
        "Имя человека публикуется только с его письменного согласия (закон № 152-ФЗ, статья 10.1).",
        "Уберите имя — роль останется — или заполните consent.",
        on="practices/parnoe",
        wrong="""
            authors:
              - role: методист
                name: Имярек Пробный
            """,
        right="""
            authors:
              - role: методист
            """,
    ),
    Code(
        "consent-expired",
        "Согласие больше не действует",
        "Срок согласия прошёл или его отозвали. Сайт уже показывает роль вместо имени.",
        "Получите новое согласие или уберите имя из файла.",
        on="practices/parnoe",
        wrong="""
            authors:
              - role: методист
                name: Имярек Пробный
                consent:
                  given: 2024-02-01
                  document: журнал 1
                  categories: [name]
                  resource: сайт «Методотека»
                  until: 2026-02-01
            """,
        right="""
            authors:
              - role: методист
                name: Имярек Пробный
                consent:
                  given: 2026-02-01
                  document: журнал 1
                  categories: [name]
                  resource: сайт «Методотека»
                  until: 2030-02-01
            """,
        severity=WARNING,
    ),
)
