"""Programmes with their roadmap, and what they are judged by: indicators and values."""

from typing import Annotated, ClassVar

from generator.records.choices import Noun, Offer, choices
from generator.records.common import (
    CHANGE_DIRECTIONS,
    TERRITORY,
    Citation,
    Link,
    Model,
    Party,
    Record,
    field,
    many,
    maybe,
)
from generator.records.numbering import MeasureNumber
from generator.records.periods import Period
from generator.records.scalars import Count, Flag, Integer, Number, Plain, RefTo, Rich, Share, Url
from generator.records.times import Day, Month, When

PROOF = ("events", "documents", "practices", "courses", "centers", "associations")


class Basis(Model):
    document: Annotated[str, RefTo("documents")] = field("Документ", example="fz-273-ob-obrazovanii")
    note: Plain | None = maybe("Пояснение")


class Term_(Model):
    """The whole term of a programme, by months."""

    start: Month = field("Начало", example="2026-01")
    end: Month | None = maybe("Конец", "Пусто — программа бессрочная", example="2030-12")


class Stage(Model):
    title: Plain = field("Этап", example="Организационный")
    start: Month = field("Начало", example="2019-01")
    end: Month | None = maybe("Конец", "Пусто — окончание не названо", example="2019-07")
    note: Plain | None = maybe("Что происходит")


def written_span(span: Term_ | Stage) -> str:
    """From which month to which, in the notation of terms; what has no end is ``2025-01..``."""
    return f"{span.start}..{span.end or ''}"


class Proof(Model):
    record: Annotated[str, RefTo(*PROOF)] | None = maybe("Запись базы", example="events/konkurs-2026")
    link: Url | None = maybe("Ссылка")
    title: Plain | None = maybe("Что подтверждает", example="протокол заседания")


class Progress(Model):
    """What was reported of one occurrence of a measure."""

    occurrence: Month | None = maybe(
        "Какой раз", "Первый месяц срока, например 2025-03; не нужен, если срок один", example="2025-03"
    )
    state: Annotated[str, choices({"not-begun": "не начато", "under-way": "идёт", "done": "выполнено"})] = field(
        "Состояние", "«Просрочено» вычисляется", example="done"
    )
    date: Day | None = maybe("Когда выполнено")
    proof: tuple[Proof, ...] = many("Подтверждения", noun=Noun("подтверждение", "подтверждения", "n"))
    note: Plain | None = maybe("Примечание")


class Measure(Model):
    number: MeasureNumber = field("Номер", "Как в документе: 27, 1.1 или 5а", example="27")
    section: Plain | None = maybe("Раздел", "Раздел или направление дорожной карты", example="Работа с кадрами")
    title: Plain = field("Мероприятие", example="Конкурс лучших методических практик")
    when: When = field(
        "Срок",
        "2019-02, 2019-02-15, 2019-05..2019-06, yearly 03, yearly 03..04, 2 per year, always, by-plan или by-schedule",
        example="yearly 09",
    )
    when_wording: Plain | None = maybe(
        "Срок словами документа", "Если слова говорят больше, чем срок", example="не позднее 1 октября"
    )
    responsible: tuple[Party, ...] = field(
        "Кто отвечает",
        "Организация, роль или роль в организации",
        min_length=1,
        noun=Noun("ответственный", "ответственные", "m"),
    )
    result: Plain | None = maybe("Ожидаемый результат", example="сборник практик")
    note: Plain | None = maybe("Примечание")
    progress: tuple[Progress, ...] = many(
        "Ход выполнения", "Только то, о чём отчитались", noun=Noun("отчёт о ходе", "отчёты о ходе", "m")
    )


class Roadmap(Model):
    reported_on: Day | None = maybe(
        "Отчёт на дату", "Пусто — о ходе выполнения никто не отчитался: состояние будет «нет данных»"
    )
    measures: tuple[Measure, ...] = field(
        "Мероприятия", min_length=1, noun=Noun("мероприятие", "мероприятия", "n", numbered=True)
    )


class Programme(Record):
    kind: ClassVar[str] = "programmes"
    examples: ClassVar = {
        "title": "Программа развития методической службы",
        "summary": "Что район сделает за три года, чтобы учителям было у кого спросить.",
    }
    label: ClassVar = ("программа", "программы", "программ")
    heading: ClassVar[str] = "Программы и дорожные карты"
    lead: ClassVar[str] = "Программы и проекты с дорожными картами: что, когда, кто отвечает и что уже сделано."
    is_cited: ClassVar[bool] = True
    needs_sources: ClassVar[bool] = True
    explains_terms: ClassVar[bool] = True

    short_title: Plain | None = maybe("Короткое название", example="Движение вверх")
    resident: Rich | None = maybe("Простыми словами", "Что программа даёт школам, детям и родителям")
    territory: Annotated[str, RefTo(*TERRITORY)] | None = maybe("Территория")
    approved_by: Annotated[str, RefTo("documents")] | None = maybe("Чем утверждена")
    approved_on: Day | None = maybe("Когда утверждена", example="2019-02-26")
    basis: tuple[Basis, ...] = many("Основания разработки", noun=Noun("основание", "основания", "n"))
    relevance: Rich | None = maybe("Актуальность")
    goal: Plain | None = maybe("Цель")
    tasks: tuple[Plain, ...] = many("Задачи", noun=Noun("задача", "задачи", "f"))
    term: Term_ = field("Срок")
    stages: tuple[Stage, ...] = many("Этапы", noun=Noun("этап", "этапы", "m", numbered=True))
    expected_results: tuple[Plain, ...] = many("Ожидаемые результаты")
    institutions: tuple[Plain, ...] = many("Что создаёт программа", "Статусы, сообщества, роли")
    roadmap: Roadmap | None = maybe("Дорожная карта")
    links: tuple[Link, ...] = many("Ссылки", noun=Noun("ссылка", "ссылки", "f"))


class Minimum(Model):
    """The normative minimum from a period on."""

    period: Period = field("С какого периода", example="2025")
    value: Share = field("Значение", example=0.5)
    document: Annotated[str, RefTo("documents")] | None = maybe("Чем установлен")


class Target(Model):
    period: Period = field("К какому периоду", example="2021")
    scope: Annotated[str, RefTo(*TERRITORY, "programmes")] | None = maybe(
        "Для кого", "Территория или программа; пусто — для всех", example="programmes/dvizhenie-vverkh"
    )
    comparator: Annotated[str, choices({"at-least": "не менее", "up-to": "до"})] = field(
        "Как сказано", example="at-least"
    )
    value: Share = field("Значение", "Доля — от 0 до 1", example=0.7)
    base: Annotated[str, choices({"known": "известно", "unknown": "неизвестно"})] = field(
        "Известно ли, от чего доля",
        "Неизвестно — так бывает, когда источник не говорит",
        default="known",
        example="known",
    )
    wording: Plain | None = maybe("Слова источника", example="не менее чем в 30 %")


_PERIODICITIES = choices(
    {
        "year": "раз в год",
        "school-year": "раз в учебный год",
        "half-year": "раз в полугодие",
        "quarter": "раз в квартал",
    }
)
_AGGREGATIONS = choices(
    {
        "ratio-of-sums": "сумма числителей, делённая на сумму знаменателей",
        "sum": "сумма значений",
        "none": "не складывается",
    }
)
_COMPUTATIONS = choices(
    {
        "practices-replicated": "доля практик территории, которые с успехом применил кто-то кроме авторов",
        "roadmap-done": "доля мероприятий дорожных карт, выполненных в срок, из тех, чей срок вышел до отчёта",
        "events-held": "сколько мероприятий прошло за период",
    }
)


class Indicator(Record):
    kind: ClassVar[str] = "indicators"
    examples: ClassVar = {
        "title": "Доля педагогов с наставником",
        "summary": "Сколько начинающих учителей из ста работают с наставником.",
    }
    label: ClassVar = ("показатель", "показателя", "показателей")
    heading: ClassVar[str] = "Показатели"
    lead: ClassVar[str] = "По чему судят о работе: что считается, какая цель и какие значения опубликованы."
    schema_type: ClassVar[str] = "Dataset"
    is_cited: ClassVar[bool] = True
    needs_sources: ClassVar[bool] = True

    type: Annotated[str, choices({"share": "доля", "number": "число"})] = field(
        "Что это", "У доли есть числитель и знаменатель", example="share"
    )
    unit: Plain = field("Единица", example="%")
    numerator: Plain | None = maybe("Числитель: что считается", example="педагоги, прошедшие диагностику")
    denominator: Plain | None = maybe("Знаменатель: от чего", example="все педагоги района")
    direction: Annotated[str, CHANGE_DIRECTIONS] = field("Куда лучше", default="up", example="up")
    periodicity: Annotated[str, _PERIODICITIES] | None = maybe("Как часто", example="year")
    legal_basis: tuple[Annotated[str, RefTo("documents")], ...] = many("Правовое основание")
    aggregation: Annotated[str, _AGGREGATIONS] = field(
        "Как складывается по территориям", default="none", example="ratio-of-sums"
    )
    minimums: tuple[Minimum, ...] = many(
        "Нормативный минимум", noun=Noun("нормативный минимум", "нормативные минимумы", "m")
    )
    targets: tuple[Target, ...] = many("Целевые значения", noun=Noun("целевое значение", "целевые значения", "n"))
    digits: Integer = field("Знаков после запятой", default=0, example=0, ge=0, le=4)
    small_group: Count | None = maybe(
        "Скрывать малые группы",
        "Если знаменатель меньше этого числа, значение не показывается. Пусто — 5; 0 — не скрывать: считают не людей",
        example=5,
    )
    computed: Annotated[str, _COMPUTATIONS] | None = maybe("Вычисляется по записям", example="practices-replicated")
    territories: tuple[Annotated[str, RefTo(*TERRITORY)], ...] = many("Где применяется", "Пусто — везде")


#: people behind a share below which it could point at one of them, where the indicator names no number of its own
SMALL_GROUP = 5
SMALL_GROUPS = range(2, 101)
"""What a site may set in its place."""


class Correction(Model):
    """What a figure was before it was corrected, when and why."""

    date: Day = field("Когда исправлено", example="2026-02-10")
    numerator: Number | None = maybe("Было: числитель", example=54, ge=0)
    denominator: Number | None = maybe("Было: знаменатель", example=60, ge=0)
    value: Number | None = maybe("Было: значение", "Если это число или доля без числителя")
    why: Plain = field("Почему", example="в отчёте была опечатка")


class Value(Model):
    indicator: Annotated[str, RefTo("indicators")] = field("Показатель", example="dolia-proshedshikh-diagnostiku")
    numerator: Number | None = maybe("Числитель", example=45, ge=0)
    denominator: Number | None = maybe("Знаменатель", example=60, ge=0)
    value: Share | None = maybe("Значение", "Если числитель и знаменатель неизвестны; доля — от 0 до 1", example=0.75)
    suppressed: Flag = field(
        "Скрыто: мало людей",
        "Число есть, но людей так мало, что их можно узнать: самих чисел в записи нет",
        default=False,
        example=False,
    )
    note: Plain | None = maybe("Примечание")
    corrections: tuple[Correction, ...] = many(
        "Исправления",
        "Что было раньше, когда и почему исправили",
        noun=Noun("исправление", "исправления", "n"),
        by_keepers=True,
    )


class Values(Record):
    kind: ClassVar[str] = "values"
    label: ClassVar = ("набор значений", "набора значений", "наборов значений")
    heading: ClassVar[str] = "Значения показателей"
    same_by: ClassVar = ("territory", "period")
    named_by: ClassVar = ("territory", "period")
    called: ClassVar[str] = "{territory}: {period}"
    has_pages: ClassVar[bool] = False
    offer: ClassVar = Offer(
        name="values",
        address="pokazateli",
        title="Показатели района",
        lead="Впишите числа за один период. Чего не знаете, оставьте пустым: на сайте будет «нет данных», а не ноль.",
        sections=(
            ("Чьи числа и за какое время", ("territory", "period", "as_of", "owner", "source")),
            ("Значения", ("values",)),
        ),
        occasion="Числа района, программы или организации за год: таблица показателей уже готова, нужно вписать числа.",
        sheet="Район и период",
        tells_of_people=False,
        place=4,
    )

    # A kind without a title of its own: Record.called says what people call it.
    title: Plain | None = maybe("Название")  # type: ignore[assignment]
    territory: Annotated[str, RefTo(*TERRITORY, "programmes", "organizations")] = field(
        "Чьи значения", example="districts/kuibyshevskii-rostovskaia-oblast"
    )
    period: Period = field("Период", example="2025")
    as_of: Day | None = maybe("По состоянию на", example="2025-12-31")
    source: Citation = field("Источник")
    values: tuple[Value, ...] = field("Значения", min_length=1, noun=Noun("значение", "значения", "n"))


__all__ = [
    "Basis",
    "Correction",
    "Flag",
    "Indicator",
    "Measure",
    "Programme",
    "Progress",
    "Proof",
    "Roadmap",
    "Stage",
    "Target",
    "Value",
    "Values",
    "written_span",
]
