"""Units of figures beside a number: a base writes «уроков» once, a page says «1 урок», «2 урока», «5 уроков»."""

from __future__ import annotations

from generator.text.language import current_language
from generator.text.russian import noun

#: Forms for one and for two of what schools count, beside the form for five that a unit is written in. What is not
#: here is shown as it is written: a guess would be wrong more often.
_FORMS = {
    many: (one, few)
    for one, few, many in (
        line.split()
        for line in """
        балл балла баллов
        вебинар вебинара вебинаров
        воспитанник воспитанника воспитанников
        встреча встречи встреч
        выступление выступления выступлений
        год года лет
        группа группы групп
        день дня дней
        документ документа документов
        единица единицы единиц
        задание задания заданий
        занятие занятия занятий
        запись записи записей
        заявка заявки заявок
        класс класса классов
        консультация консультации консультаций
        курс курса курсов
        маршрут маршрута маршрутов
        мероприятие мероприятия мероприятий
        место места мест
        месяц месяца месяцев
        методист методиста методистов
        минута минуты минут
        наставник наставника наставников
        неделя недели недель
        обращение обращения обращений
        объединение объединения объединений
        организация организации организаций
        ответ ответа ответов
        отчёт отчёта отчётов
        пара пары пар
        педагог педагога педагогов
        победитель победителя победителей
        посещение посещения посещений
        практика практики практик
        применение применения применений
        программа программы программ
        проект проекта проектов
        публикация публикации публикаций
        пункт пункта пунктов
        работа работы работ
        раз раза раз
        разбор разбора разборов
        район района районов
        рубль рубля рублей
        семинар семинара семинаров
        сообщество сообщества сообществ
        стажировка стажировки стажировок
        урок урока уроков
        участник участника участников
        ученик ученика учеников
        учитель учителя учителей
        учреждение учреждения учреждений
        час часа часов
        человек человека человек
        школа школы школ
        экспертиза экспертизы экспертиз
        """.strip().splitlines()
    )
}


def unit_forms(unit: str) -> tuple[str, str, str] | None:
    """The forms of a unit for one, for two and for five; None for one that is always shown as it is written."""
    return (*forms, unit) if (forms := _FORMS.get(unit)) else None


def in_unit(shown: str, unit: str, *, of: bool = False) -> str:
    """«71 урок»: the number as it is ``shown`` (with all its digits: «71,0 урока») and the unit in the form that fits
    it. ``of``: in the genitive, as after «не менее», «до», «выросло с»: «71 урока», «64 уроков»."""
    forms = None if current_language() else unit_forms(unit)
    if forms is None:
        return f"{shown} {unit}"
    one, few, many = forms
    digits = "".join(character for character in shown if character.isdecimal())
    if "," in shown or not digits:
        return f"{shown} {few}"
    word = noun(int(digits), few, many, many) if of else noun(int(digits), one, few, many)
    return f"{shown} {word}"
