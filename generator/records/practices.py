"""Practices, and the two kinds of records other people write about them: replications and reviews."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from generator.records.choices import Noun, Offer, Quick, choices
from generator.records.common import (
    CHANGE_DIRECTIONS,
    TERRITORY,
    Attachment,
    Model,
    Party,
    Person,
    Record,
    field,
    many,
    maybe,
)
from generator.records.drawings import Drawing
from generator.records.pictures import Picture
from generator.records.scalars import Count, Hours, Integer, Measured, Number, Plain, RefTo, Rich, TermOf, Url
from generator.records.text_rights import RIGHTS_FIELDS, RIGHTS_WHEN, Rights, permission, rights
from generator.records.times import Day, Moment

STEP_TIMES = choices({"before": "до урока", "lesson": "на уроке", "after": "после урока"})
_SMALL_SCHOOL = choices(
    {"suits": "подходит", "with-changes": "подходит с изменениями", "no": "не подходит"},
    {"с изменениями": "with-changes"},
)
_INTERNET = choices(
    {"none": "не нужен", "helpful": "помогает, но можно без него", "required": "обязателен"}, {"помогает": "helpful"}
)
_EVALUATORS = choices(
    {"author": "автор практики", "independent": "независимая организация"},
    {"независимая от автора организация": "independent"},
)
_RESULTS = choices(
    {"worked": "получилось", "partly": "получилось отчасти", "did-not-work": "не получилось"}, {"отчасти": "partly"}
)
COPIES = choices(
    {
        "pupil": "каждому ученику",
        "pair": "на пару",
        "group": "на группу",
        "class": "один на класс",
        "teacher": "учителю",
    }
)
_VERDICTS = choices(
    {
        "recommended": "рекомендована",
        "with-changes": "рекомендована с доработкой",
        "not-recommended": "не рекомендована",
    }
)


class Step(Model):
    title: Plain = field("Название шага", example="Договориться о цели наблюдения")
    text: Rich | None = maybe("Что делать", "Простыми словами, по порядку; можно списками")
    minutes: Integer | None = maybe("Минут", "Сколько времени занимает шаг", example=15, gt=0, le=6000)
    when: Annotated[str, STEP_TIMES] | None = maybe("Когда", example="lesson")
    materials: tuple[Plain, ...] = many(
        "Материалы", example=["лист наблюдения"], noun=Noun("материал", "материалы", "m")
    )


def steps_by_time(steps: Sequence[Step]) -> dict[str, tuple[Step, ...]]:
    """Steps before the lesson, at it and after it, in this order, only times that have any; a step that does not say
    belongs to the lesson. Empty when no step says: then nobody has divided them, and their sum is of no one time."""
    if not any(step.when for step in steps):
        return {}
    groups = {time: tuple(step for step in steps if (step.when or "lesson") == time) for time in STEP_TIMES.labels}
    return {time: found for time, found in groups.items() if found}


def minutes_of(steps: Sequence[Step]) -> int:
    """What the steps take together; a step without minutes adds none."""
    return sum(step.minutes or 0 for step in steps)


class Handout(Model):
    """A sheet that is given out: usable without the page it belongs to."""

    title: Plain = field("Название листа", "Как он назван на самом листе", example="Лист наблюдения урока")
    copies: Annotated[str, COPIES] = field("Сколько нужно", default="pupil", example="pupil")
    text: Rich = field("Текст листа", "Всё, что лежит перед учеником: задания, строки для ответа, таблицы")
    answers: Rich | None = maybe("Ответы и подсказки", "Для учителя: на лист ученика не попадут")


class Conditions(Model):
    """What a school needs; a missing field means that nobody has said."""

    class_size_min: Count | None = maybe("Учеников не меньше", example=4)
    class_size_max: Count | None = maybe("Учеников не больше", example=30)
    small_school: Annotated[str, _SMALL_SCHOOL] | None = maybe("Малокомплектная школа", example="suits")
    internet: Annotated[str, _INTERNET] | None = maybe("Интернет", example="none")
    equipment: tuple[Annotated[str, TermOf("equipment")], ...] = many("Оборудование", example=["printer"])
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
    direction: Annotated[str, CHANGE_DIRECTIONS] = field("Куда лучше", default="up", example="up")
    n: Count | None = maybe("Сколько наблюдений или человек", example=18, ge=1)
    period: Plain | None = maybe("За какое время", example="сентябрь – май 2025/26 учебного года")
    instrument: Plain | None = maybe("Инструмент", example="лист наблюдения урока")
    comparison: Comparison | None = maybe("Группа сравнения")
    evaluator: Annotated[str, _EVALUATORS] = field(
        "Кто измерял", "Независимая организация должна быть названа", example="author", default="author"
    )
    organization: Annotated[str, RefTo("organizations")] | None = maybe("Организация, которая измеряла")
    limits: Plain | None = maybe("Ограничения", example="один учитель, без группы сравнения")
    link: Url | None = maybe("Отчёт")

    @property
    def whole(self) -> int:
        """What its unit is a part of: 1 for «доля …», 100 for «процентов …», 0 for a unit that counts or measures."""
        first = (self.unit or "").casefold().split(" ")[0]
        return 1 if first in _PARTS else 100 if first in _PER_CENT else 0


_PARTS = ("доля", "доли")
_PER_CENT = ("%", "процент", "процента", "процентов", "проценты")


class Synthesis(Model):
    """A published review of research with its own figures; never mixed with local data."""

    title: Plain = field("Обзор", example="EEF Teaching and Learning Toolkit: Feedback")
    publisher: Plain = field("Кто издаёт", example="Education Endowment Foundation")
    effect: Plain | None = maybe("Величина, как её даёт обзор", example="+6 месяцев обучения в год")
    months: Integer | None = maybe("Месяцев прогресса (шкала EEF)", example=6, ge=-12, le=24)
    effect_size: Number | None = maybe("Размер эффекта", example=0.55)
    security: Plain | None = maybe("Надёжность по шкале обзора", example="4 из 5")
    cost: Plain | None = maybe("Цена по шкале обзора", example="очень низкая (1 из 5)")
    studies: Count | None = maybe("Сколько исследований", example=155)
    link: Url = field(
        "Ссылка",
        example="https://educationendowmentfoundation.org.uk/education-evidence/teaching-learning-toolkit/feedback",
    )
    checked_on: Day | None = maybe("Когда сверено", example="2026-11-01")
    note: Plain | None = maybe("Оговорка", example="в Англии; перенос на наши условия не измерен")


class Award(Model):
    title: Plain = field("Награда", example="Лауреат районного конкурса методических практик")
    event: Annotated[str, RefTo("events")] | None = maybe("Конкурс")
    date: Moment | None = maybe("Когда", example="2025-10")
    organization: Annotated[str, RefTo("organizations")] | None = maybe("Кто присудил")


class Practice(Record):
    kind: ClassVar[str] = "practices"
    label: ClassVar = ("практика", "практики", "практик")
    heading: ClassVar[str] = "Практики"
    lead: ClassVar[str] = (
        "Способы работы учителя и методиста: что делать, для кого, что для этого нужно и насколько это доказано."
    )
    offer: ClassVar = Offer(
        name="practice",
        address="praktika",
        title="Предложить практику",
        lead="Опишите приём так, чтобы коллега мог повторить его завтра.",
        sections=(
            ("О чём практика", ("title", "summary", "problem", "idea", "mechanism")),
            ("Кому подойдёт", ("subjects", "levels", "areas", "forms", "audience", "territory", "since")),
            ("Как провести", ("steps", "handouts", "results", "pictures")),
            ("Условия", ("conditions", "cost")),
            ("Что измерили", ("outcomes",)),
            ("Кто предлагает и откуда", ("owner", "authors", *RIGHTS_FIELDS, "attachments", "based_on", "sources")),
        ),
        occasion="У вас есть приём, который помогает: на уроке, в работе с коллегами, в методической службе.",
        place=1,
        when=RIGHTS_WHEN,
        quick_title="Приём за пять минут",
        quick=(
            Quick("Какое затруднение он снимает?", ("problem",), "Что не получается у учеников или у учителя"),
            Quick("Для кого он?", ("levels", "subjects"), "Классы и предмет; если для любых, ничего не отмечайте"),
            Quick("Как его назвать?", ("title",)),
            Quick("Что делать по шагам?", ("steps",), "Обычным текстом, без оформления"),
            Quick("Что получилось?", ("results",), "Что вы увидели у себя; можно и то, что не вышло"),
            Quick(
                "Кто предлагает и чей это текст?",
                ("owner", "authors", *RIGHTS_FIELDS),
                "Имя не нужно: хватит должности",
            ),
        ),
    )
    schema_type: ClassVar[str] = "LearningResource"
    is_cited: ClassVar[bool] = True
    needs_sources: ClassVar[bool] = True
    explains_terms: ClassVar[bool] = True
    to_publish: ClassVar = {
        "problem": "на какое затруднение она отвечает",
        "steps": "шаги",
        "results": "что получается",
        "conditions": "условия",
        "sources": "источник",
    }

    subjects: tuple[Annotated[str, TermOf("subjects")], ...] = many(
        "Предметы", "Пусто — для любого предмета", example=["matematika"]
    )
    levels: tuple[Annotated[str, TermOf("levels")], ...] = many("Ступени и классы", example=["basic"])
    areas: tuple[Annotated[str, TermOf("areas")], ...] = many(
        "Какие умения педагога развивает",
        "Области компетенций: по ним учитель ищет своё затруднение",
        example=["methods"],
    )
    forms: tuple[Annotated[str, TermOf("forms")], ...] = many("Формы работы", example=["lesson-observation"])
    audience: tuple[Annotated[str, TermOf("audiences")], ...] = many("Для кого", example=["teachers"])
    territory: Annotated[str, RefTo(*TERRITORY)] | None = maybe(
        "Где родилась", example="districts/kuibyshevskii-rostovskaia-oblast"
    )
    since: Moment | None = maybe(
        "С какого времени применяется",
        "С этого времени практика считается в показателях; пусто — с того дня, когда база её впервые опубликовала",
        example="2024-09",
    )
    problem: Rich | None = maybe(
        "На какое затруднение отвечает", "С чем приходит учитель: что не получается и почему это важно"
    )
    idea: Rich | None = maybe("В чём идея", "Суть практики в одном-двух абзацах")
    mechanism: Rich | None = maybe("Почему это работает", "Объяснение с опорой на источник")
    steps: tuple[Step, ...] = many(
        "Шаги", "По ним можно провести практику", noun=Noun("шаг", "шаги", "m", numbered=True)
    )
    results: Rich | None = maybe("Что получается", "Каких результатов ждать и по каким признакам их видно")
    conditions: Conditions | None = maybe("Условия", "Что нужно школе и учителю")
    cost: Annotated[str, TermOf("costs")] | None = maybe("Затраты", example="free")
    authors: tuple[Person, ...] = many(
        "Авторы", "Организация и роль; имя — только с согласием", noun=Noun("автор", "авторы", "m")
    )
    rights: Rights = rights()
    permission: Plain | None = permission()
    handouts: tuple[Handout, ...] = many(
        "Раздаточные листы", "Готовы к печати: раздать можно без этой страницы", noun=Noun("лист", "листы", "m")
    )
    attachments: tuple[Attachment, ...] = many("Материалы", noun=Noun("материал", "материалы", "m"))
    based_on: tuple[Annotated[str, RefTo("practices")], ...] = many(
        "На чём основана", "Практики базы, из которых она выросла"
    )
    related: tuple[Annotated[str, RefTo("practices")], ...] = many("Связанные практики")
    outcomes: tuple[Outcome, ...] = many(
        "Измеренные результаты", noun=Noun("измеренный результат", "измеренные результаты", "m")
    )
    synthesis: tuple[Synthesis, ...] = many(
        "Опубликованные обзоры исследований", noun=Noun("обзор исследований", "обзоры исследований", "m")
    )
    awards: tuple[Award, ...] = many("Награды", noun=Noun("награда", "награды", "f"))
    pictures: tuple[Picture, ...] = many(
        "Картинки",
        "Снимки доски, листа, рассадки; детей, которых можно узнать, на них не бывает",
        noun=Noun("картинка", "картинки", "f"),
    )
    drawings: tuple[Drawing, ...] = many("Рисунки", "Их рисует сайт по описанию", noun=Noun("рисунок", "рисунки", "m"))


class Replication(Record):
    kind: ClassVar[str] = "replications"
    label: ClassVar = ("применение", "применения", "применений")
    heading: ClassVar[str] = "Применения практик"
    lead: ClassVar[str] = (
        "Кто и где применил практику, что изменил и что получилось. Честное «не получилось» здесь в цене."
    )
    offer: ClassVar = Offer(
        name="replication",
        address="primenenie",
        title="Я применил(а) практику",
        lead="Расскажите, что получилось. Честное «не получилось» помогает коллегам не меньше.",
        sections=(
            ("Что и где применили", ("practice", "organization", "territory", "date", "owner")),
            ("Что вышло", ("result", "changed", "note", "outcomes", "reporter", *RIGHTS_FIELDS)),
        ),
        when=RIGHTS_WHEN,
        occasion="Вы попробовали практику из этой базы. Получилось или нет — расскажите, это поможет другим.",
        button="Рассказать о применении",
        sheet="Применения",
        place=3,
    )
    same_by: ClassVar = ("practice", "organization", "date")
    named_by: ClassVar = ("practice", "organization")
    called: ClassVar[str] = "«{practice}» — {organization}"
    needs_summary: ClassVar[bool] = False

    # A kind without a title of its own: Record.called says what people call it.
    title: Plain | None = maybe("Название", "Пусто — сложится из практики и организации")  # type: ignore[assignment]
    practice: Annotated[str, RefTo("practices")] = field("Практика", example="parnoe-nastavnichestvo")
    organization: Annotated[str, RefTo("organizations")] = field("Кто применил", example="demo-shkola-2")
    territory: Annotated[str, RefTo(*TERRITORY)] = field("Где", example="districts/demo-severnyi")
    date: Moment = field("Когда", example="2026-03")
    changed: Rich | None = maybe("Что изменили", "Чем применение отличалось от описания")
    result: Annotated[str, _RESULTS] = field("Итог", "Честное «не получилось» очень полезно", example="worked")
    note: Rich | None = maybe("Рассказ")
    outcomes: tuple[Outcome, ...] = many(
        "Измеренные результаты", noun=Noun("измеренный результат", "измеренные результаты", "m")
    )
    reporter: Person | None = maybe("Кто рассказал")
    rights: Rights = rights()
    permission: Plain | None = permission()


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
    offer: ClassVar = Offer(
        name="review",
        address="ekspertiza",
        title="Экспертиза практики",
        lead="Экспертиза не меняет запись автора: заключение ложится рядом с ней.",
        sections=(
            ("О какой практике", ("practice", "organization", "date", "owner", "expert")),
            ("Заключение", ("criteria", "verdict", "valid_until", "note", *RIGHTS_FIELDS)),
        ),
        when=RIGHTS_WHEN,
        occasion="Вы эксперт или экспертный центр и даёте заключение о практике.",
        button="Прислать экспертизу",
        sheet="Экспертизы",
        place=5,
    )
    same_by: ClassVar = ("practice", "organization", "date")
    named_by: ClassVar = ("practice", "organization")
    name_prefix: ClassVar[str] = "ekspertiza"
    called: ClassVar[str] = "«{practice}» — {organization}"
    needs_summary: ClassVar[bool] = False

    # A kind without a title of its own: Record.called says what people call it.
    title: Plain | None = maybe("Название", "Пусто — сложится из практики и экспертного центра")  # type: ignore[assignment]
    practice: Annotated[str, RefTo("practices")] = field("Практика", example="parnoe-nastavnichestvo")
    organization: Annotated[str, RefTo("organizations")] = field("Экспертный центр", example="demo-institut")
    date: Moment = field("Когда", example="2026-03-12")
    criteria: tuple[Score, ...] = many("Критерии и оценки", noun=Noun("критерий", "критерии", "m"))
    verdict: Annotated[str, _VERDICTS] = field("Заключение", example="recommended")
    valid_until: Day | None = maybe("Действует до", example="2029-03-12")
    note: Rich | None = maybe("Обоснование")
    expert: Person | None = maybe("Эксперт")
    rights: Rights = rights()
    permission: Plain | None = permission()


__all__ = [
    "Award",
    "Comparison",
    "Conditions",
    "Handout",
    "Outcome",
    "Party",
    "Practice",
    "Replication",
    "Review",
    "Score",
    "Step",
    "Synthesis",
]
