"""Practices, and the two kinds of records other people write about them: replications and reviews."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from generator.records.common import TERRITORY, Attachment, Model, Party, Person, Record, field, many, maybe
from generator.records.scalars import Count, Hours, Integer, Measured, Number, Plain, Ref, Rich, Term, Url
from generator.records.times import Day, Moment


class Step(Model):
    title: Plain = field("Название шага", example="Договориться о цели наблюдения")
    text: Rich | None = maybe("Что делать", "Простыми словами, по порядку; можно списками")
    minutes: Integer | None = maybe("Минут", "Сколько времени занимает шаг", example=15, gt=0, le=6000)
    when: Literal["before", "lesson", "after"] | None = maybe(
        "Когда", "before — до урока, lesson — на уроке, after — после урока", example="lesson"
    )
    materials: tuple[Plain, ...] = many("Материалы", example=["лист наблюдения"])


class Conditions(Model):
    """What a school needs; a missing field means that nobody has said."""

    class_size_min: Count | None = maybe("Учеников не меньше", example=4)
    class_size_max: Count | None = maybe("Учеников не больше", example=30)
    small_school: Literal["suits", "with-changes", "no"] | None = maybe(
        "Малокомплектная школа", "suits — подходит, with-changes — с изменениями, no — не подходит", example="suits"
    )
    internet: Literal["none", "helpful", "required"] | None = maybe(
        "Интернет", "none — не нужен, helpful — помогает, required — обязателен", example="none"
    )
    equipment: tuple[Term("equipment"), ...] = many("Оборудование", example=["printer"])
    prepare_hours: Hours | None = maybe("Часов на подготовку", example=2)
    carry_hours: Hours | None = maybe("Часов на проведение", "На одно применение", example=1.5)
    note: Rich | None = maybe("Что ещё важно")


class Comparison(Model):
    group: Plain = field("С кем сравнивали", example="параллельный класс без практики")
    before: Measured | None = maybe("Было")
    after: Measured | None = maybe("Стало")
    n: Count | None = maybe("Сколько человек", example=24, ge=1)


class Outcome(Model):
    """One measured result: what, with which instrument, on whom, by whom."""

    what: Plain = field("Что изменилось", example="доля уроков, на которых учитель даёт обратную связь каждому")
    measure: Plain | None = maybe("Чем измеряли величину", example="доля уроков из посещённых")
    before: Measured | None = maybe("Было", example=0.25)
    after: Measured | None = maybe("Стало", example=0.6)
    unit: Plain | None = maybe("Единица", example="доля")
    direction: Literal["up", "down"] = field(
        "Куда лучше", "up — больше лучше, down — меньше лучше", default="up", example="up"
    )
    n: Count | None = maybe("Сколько наблюдений или человек", example=18, ge=1)
    period: Plain | None = maybe("За какое время", example="сентябрь – май 2025/26 учебного года")
    instrument: Plain | None = maybe("Инструмент", example="лист наблюдения урока")
    comparison: Comparison | None = maybe("Группа сравнения")
    evaluator: Literal["author", "independent"] = field(
        "Кто измерял",
        "author — автор практики, independent — независимая от автора организация, и она названа",
        example="author",
        default="author",
    )
    organization: Ref("organizations") | None = maybe("Организация, которая измеряла")
    limits: Plain | None = maybe("Ограничения", example="один учитель, без группы сравнения")
    link: Url | None = maybe("Отчёт")


class Synthesis(Model):
    """A published review of research with its own figures; never mixed with local data."""

    title: Plain = field("Обзор", example="EEF Teaching and Learning Toolkit: Feedback")
    publisher: Plain = field("Кто издаёт", example="Education Endowment Foundation")
    effect: Plain | None = maybe("Величина, как её даёт обзор", example="+6 месяцев обучения в год")
    months: Integer | None = maybe("Месяцев прогресса (шкала EEF)", example=6, ge=-12, le=24)
    effect_size: Number | None = maybe("Размер эффекта", example=0.55)
    security: Plain | None = maybe("Надёжность по шкале обзора", example="4 из 5")
    studies: Count | None = maybe("Сколько исследований", example=155)
    link: Url = field(
        "Ссылка",
        example="https://educationendowmentfoundation.org.uk/education-evidence/teaching-learning-toolkit/feedback",
    )
    checked_on: Day | None = maybe("Когда сверено", example="2026-11-01")
    note: Plain | None = maybe("Оговорка", example="в Англии; перенос на наши условия не измерен")


class Award(Model):
    title: Plain = field("Награда", example="Лауреат районного конкурса методических практик")
    event: Ref("events") | None = maybe("Конкурс")
    date: Moment | None = maybe("Когда", example="2025-10")
    organization: Ref("organizations") | None = maybe("Кто присудил")


class Practice(Record):
    kind: ClassVar[str] = "practices"
    label: ClassVar = ("практика", "практики", "практик")
    heading: ClassVar[str] = "Практики"
    lead: ClassVar[str] = (
        "Способы работы учителя и методиста: что делать, для кого, что для этого нужно и насколько это доказано."
    )
    offer: ClassVar = ("practice", "Предложить практику")

    subjects: tuple[Term("subjects"), ...] = many("Предметы", "Пусто — для любого предмета", example=["matematika"])
    levels: tuple[Term("levels"), ...] = many("Ступени и классы", example=["basic"])
    areas: tuple[Term("areas"), ...] = many(
        "Какие умения педагога развивает",
        "Области компетенций: по ним учитель ищет своё затруднение",
        example=["methods"],
    )
    forms: tuple[Term("forms"), ...] = many("Формы работы", example=["lesson-observation"])
    audience: tuple[Term("audiences"), ...] = many("Для кого", example=["teachers"])
    territory: Ref(*TERRITORY) | None = maybe("Где родилась", example="districts/kuibyshevskii-rostovskaia-oblast")
    problem: Rich | None = maybe(
        "На какое затруднение отвечает", "С чем приходит учитель: что не получается и почему это важно"
    )
    idea: Rich | None = maybe("В чём идея", "Суть практики в одном-двух абзацах")
    mechanism: Rich | None = maybe("Почему это работает", "Объяснение с опорой на источник")
    steps: tuple[Step, ...] = many("Шаги", "По ним можно провести практику")
    results: Rich | None = maybe("Что получается", "Каких результатов ждать и по каким признакам их видно")
    conditions: Conditions | None = maybe("Условия", "Что нужно школе и учителю")
    cost: Term("costs") | None = maybe("Затраты", example="free")
    authors: tuple[Person, ...] = many("Авторы", "Организация и роль; имя — только с согласием")
    attachments: tuple[Attachment, ...] = many("Материалы")
    based_on: tuple[Ref("practices"), ...] = many("На чём основана", "Практики базы, из которых она выросла")
    related: tuple[Ref("practices"), ...] = many("Связанные практики")
    outcomes: tuple[Outcome, ...] = many("Измеренные результаты")
    synthesis: tuple[Synthesis, ...] = many("Опубликованные обзоры исследований")
    awards: tuple[Award, ...] = many("Награды")


class Replication(Record):
    kind: ClassVar[str] = "replications"
    label: ClassVar = ("применение", "применения", "применений")
    heading: ClassVar[str] = "Применения практик"
    lead: ClassVar[str] = (
        "Кто и где применил практику, что изменил и что получилось. Честное «не получилось» здесь в цене."
    )
    offer: ClassVar = ("replication", "Рассказать о применении")
    same_by: ClassVar = ("practice", "organization", "date")

    title: Plain | None = maybe("Название", "Пусто — сложится из практики и организации")
    practice: Ref("practices") = field("Практика", example="parnoe-nastavnichestvo")
    organization: Ref("organizations") = field("Кто применил", example="demo-shkola-2")
    territory: Ref(*TERRITORY) = field("Где", example="districts/demo-severnyi")
    date: Moment = field("Когда", example="2026-03")
    changed: Rich | None = maybe("Что изменили", "Чем применение отличалось от описания")
    result: Literal["worked", "partly", "did-not-work"] = field(
        "Итог",
        "worked — получилось, partly — отчасти, did-not-work — не получилось; честное «не получилось» очень полезно",
        example="worked",
    )
    note: Rich | None = maybe("Рассказ")
    outcomes: tuple[Outcome, ...] = many("Измеренные результаты")
    reporter: Person | None = maybe("Кто рассказал")


class Score(Model):
    criterion: Plain = field("Критерий", example="описание позволяет повторить практику")
    score: Number = field("Оценка", example=4, ge=0)
    max: Number = field("Из скольких", example=5, gt=0)
    note: Plain | None = maybe("Пояснение")


class Review(Record):
    kind: ClassVar[str] = "reviews"
    label: ClassVar = ("экспертиза", "экспертизы", "экспертиз")
    heading: ClassVar[str] = "Экспертизы практик"
    lead: ClassVar[str] = "Что сказали о практиках экспертные центры."
    offer: ClassVar = ("review", "Прислать экспертизу")
    same_by: ClassVar = ("practice", "organization", "date")

    title: Plain | None = maybe("Название", "Пусто — сложится из практики и экспертного центра")
    practice: Ref("practices") = field("Практика", example="parnoe-nastavnichestvo")
    organization: Ref("organizations") = field("Экспертный центр", example="demo-institut")
    date: Moment = field("Когда", example="2026-03-12")
    criteria: tuple[Score, ...] = many("Критерии и оценки")
    verdict: Literal["recommended", "with-changes", "not-recommended"] = field(
        "Заключение",
        "recommended — рекомендована, with-changes — рекомендована с доработкой, not-recommended — не рекомендована",
        example="recommended",
    )
    valid_until: Day | None = maybe("Действует до", example="2029-03-12")
    note: Rich | None = maybe("Обоснование")
    expert: Person | None = maybe("Эксперт")


__all__ = [
    "Award",
    "Comparison",
    "Conditions",
    "Field",
    "Outcome",
    "Party",
    "Practice",
    "Replication",
    "Review",
    "Score",
    "Step",
    "Synthesis",
]
