"""Ways to grow: tracks, courses, self-diagnostics; and the reference shelf: documents and terms."""

from typing import Annotated, ClassVar

from generator.records.choices import Noun, choices
from generator.records.common import MODES, TERRITORY, Link, Model, Record, field, many, maybe
from generator.records.periods import Period
from generator.records.scalars import Count, Hours, Integer, Plain, RefTo, Rich, TermOf, Url
from generator.records.times import Day, Moment

TRACK_STEP = ("tracks", "courses", "practices", "events", "series", "associations", "diagnostics", "centers")


class TrackStep(Model):
    title: Plain = field("Шаг", example="Пройти диагностику затруднений")
    record: Annotated[str, RefTo(*TRACK_STEP)] | None = maybe(
        "Куда ведёт", "Запись базы", example="diagnostics/piat-oblastei"
    )
    note: Plain | None = maybe("Пояснение")


class Phase(Model):
    title: Plain = field("Этап", example="Подготовительный")
    text: Rich | None = maybe("Что происходит")
    steps: tuple[TrackStep, ...] = many("Шаги", noun=Noun("шаг", "шаги", "m", numbered=True))


class Enrolment(Model):
    """Who signed up and finished, exactly as the source gives it."""

    period: Plain = field("Период", example="полугодие, год в источнике не назван")
    signed_up: Count | None = maybe("Записалось", example=24)
    finished: Count | None = maybe("Закончило")
    wording: Plain | None = maybe("Слова источника", "Если числа нет", example="почти все")


class Track(Record):
    kind: ClassVar[str] = "tracks"
    examples: ClassVar = {
        "title": "Первый год в школе",
        "summary": "Что освоить учителю за первый год и в каком порядке.",
    }
    label: ClassVar = ("трек", "трека", "треков")
    heading: ClassVar[str] = "Треки развития"
    lead: ClassVar[str] = "Пути развития педагога: от цели по шагам к курсам, практикам и сообществам."
    is_cited: ClassVar[bool] = True

    territory: Annotated[str, RefTo(*TERRITORY)] | None = maybe("Территория")
    audience: tuple[Annotated[str, TermOf("audiences")], ...] = many("Для кого")
    areas: tuple[Annotated[str, TermOf("areas")], ...] = many("Области компетенций")
    goal: Plain | None = maybe("Цель")
    phases: tuple[Phase, ...] = many("Этапы", noun=Noun("этап", "этапы", "m", numbered=True))
    enrolment: tuple[Enrolment, ...] = many("Сколько участников")
    organizer: Annotated[str, RefTo("organizations")] | None = maybe("Кто ведёт")


class Session(Model):
    start: Moment = field("Начало", example="2026-10")
    end: Moment | None = maybe("Окончание")
    note: Plain | None = maybe("Примечание")


class Course(Record):
    kind: ClassVar[str] = "courses"
    examples: ClassVar = {
        "title": "Оценивание, которое помогает учиться",
        "summary": "Тридцать шесть часов: разбираем работы учеников и пробуем на своих уроках.",
    }
    label: ClassVar = ("курс", "курса", "курсов")
    heading: ClassVar[str] = "Курсы повышения квалификации"
    lead: ClassVar[str] = "Программы повышения квалификации."
    schema_type: ClassVar[str] = "Course"
    is_cited: ClassVar[bool] = True

    provider: Annotated[str, RefTo("organizations")] | None = maybe("Кто проводит")
    territory: Annotated[str, RefTo(*TERRITORY)] | None = maybe("Территория")
    hours: Hours | None = maybe("Часов", example=72)
    mode: Annotated[str, MODES] | None = maybe("Как проходит")
    federal_register: Annotated[str, choices({"yes": "да", "no": "нет", "unknown": "неизвестно"})] = field(
        "В федеральном реестре программ", default="unknown", example="unknown"
    )
    areas: tuple[Annotated[str, TermOf("areas")], ...] = many("Области компетенций")
    subjects: tuple[Annotated[str, TermOf("subjects")], ...] = many("Предметы")
    audience: tuple[Annotated[str, TermOf("audiences")], ...] = many("Для кого")
    valid_from: Moment | None = maybe("Проводится с", example="2019-04")
    valid_to: Moment | None = maybe("Проводится до", "Если курс рассчитан на срок", example="2021-12")
    sessions: tuple[Session, ...] = many("Когда проходит", noun=Noun("поток", "потоки", "m"))
    link: Url | None = maybe("Страница курса")


class Statement(Model):
    area: Annotated[str, TermOf("areas")] = field("Область", example="methods")
    text: Plain = field(
        "Утверждение", "С ним соглашаются или не соглашаются", example="Я умею разбить трудную тему на посильные шаги."
    )
    source: Annotated[str, RefTo("documents")] | None = maybe(
        "Откуда утверждение",
        "Документ базы. Пусто — утверждение составила редакция, и страница так и скажет",
        example="statia-metodicheskoe-soprovozhdenie",
    )


class ScalePoint(Model):
    value: Integer = field("Балл", example=3, ge=0)
    label: Plain = field("Что значит", example="скорее да")


class Advice(Model):
    """What a low result in an area suggests."""

    area: Annotated[str, TermOf("areas")] = field("Область", example="methods")
    below: Integer = field("Если сумма ниже", example=6, ge=0)
    source: Annotated[str, RefTo("documents")] | None = maybe(
        "Откуда порог", "Документ базы. Пусто — порог выбрала редакция, и страница так и скажет"
    )
    text: Rich = field("Что предложить")
    records: tuple[Annotated[str, RefTo(*TRACK_STEP)], ...] = many("С чего начать", "Записи базы")


class Diagnostics(Record):
    kind: ClassVar[str] = "diagnostics"
    examples: ClassVar = {
        "title": "Мой урок со стороны",
        "summary": "Десять утверждений о своём уроке; ответы остаются на устройстве.",
    }
    label: ClassVar = ("диагностика", "диагностики", "диагностик")
    heading: ClassVar[str] = "Самодиагностика"
    lead: ClassVar[str] = "Проверить себя: добровольно и только для себя."
    is_cited: ClassVar[bool] = True

    audience: tuple[Annotated[str, TermOf("audiences")], ...] = many("Для кого")
    privacy: Rich = field("Добровольность и тайна", "Скажите, что диагностика добровольна и ответы никуда не уходят")
    scale: tuple[ScalePoint, ...] = field("Шкала", min_length=2)
    statements: tuple[Statement, ...] = field(
        "Утверждения", min_length=1, noun=Noun("утверждение", "утверждения", "n", numbered=True)
    )
    advice: tuple[Advice, ...] = many("Что подсказывает результат")


_IN_FORCE = choices({"yes": "действует", "no": "не действует", "unknown": "не проверено"})


class Document(Record):
    kind: ClassVar[str] = "documents"
    examples: ClassVar = {
        "title": "Положение о методическом совете",
        "summary": "Кто входит в совет, что он решает и как часто собирается.",
    }
    label: ClassVar = ("документ", "документа", "документов")
    heading: ClassVar[str] = "Документы"
    lead: ClassVar[str] = "Законы, программы, приказы и статьи, на которые опирается база."
    schema_type: ClassVar[str] = "Legislation"

    type: Annotated[str, TermOf("document-kinds")] = field("Вид документа", example="order")
    number: Plain | None = maybe("Номер", example="47/1")
    date: Moment | None = maybe("Дата", example="2019-02-26")
    issuer: Plain | None = maybe("Кто издал", example="ГБОУ ИРО Краснодарского края")
    level: Annotated[str, TermOf("management-levels")] | None = maybe("Уровень", example="regional")
    territory: Annotated[str, RefTo(*TERRITORY)] | None = maybe("Территория")
    link: Url | None = maybe("Текст документа")
    in_force: Annotated[str, _IN_FORCE] = field("Действует ли", default="unknown", example="unknown")
    checked_on: Day | None = maybe("Когда проверено", example="2026-11-01")
    repealed_by: Annotated[str, RefTo("documents")] | None = maybe("Чем заменён")


class Glossary(Record):
    kind: ClassVar[str] = "terms"
    examples: ClassVar = {"title": "Наставничество"}
    label: ClassVar = ("термин", "термина", "терминов")
    heading: ClassVar[str] = "Словарь"
    lead: ClassVar[str] = "Что значат слова, которыми говорят методисты."
    schema_type: ClassVar[str] = "DefinedTerm"
    is_cited: ClassVar[bool] = True
    needs_sources: ClassVar[bool] = True
    needs_summary: ClassVar[bool] = False

    definition: Rich = field("Определение", "Одно-три предложения простыми словами")
    synonyms: tuple[Plain, ...] = many("Синонимы и сокращения", "По ним термин найдёт поиск", example=["ИОМ"])
    related: tuple[Annotated[str, RefTo("terms")], ...] = many("Связанные термины")


__all__ = [
    "Advice",
    "Course",
    "Diagnostics",
    "Document",
    "Enrolment",
    "Glossary",
    "Link",
    "Period",
    "Phase",
    "Track",
    "TrackStep",
]
