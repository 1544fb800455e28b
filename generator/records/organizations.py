"""Who does the work: organisations, associations, resource centres."""

from typing import Annotated, ClassVar

from generator.records.choices import Noun, choices
from generator.records.common import TERRITORY, Contacts, Dated, Link, Model, Person, Record, field, many, maybe
from generator.records.periods import Period
from generator.records.scalars import Inn, Ogrn, Plain, RefTo, TermOf, Url
from generator.records.times import Moment


class Organization(Record):
    kind: ClassVar[str] = "organizations"
    examples: ClassVar = {
        "title": "Районный методический кабинет",
        "summary": "Помогает школам района: семинары, консультации, разбор уроков.",
    }
    label: ClassVar = ("организация", "организации", "организаций")
    heading: ClassVar[str] = "Организации"
    lead: ClassVar[str] = "Кто работает в системе: от министерства до школы."
    schema_type: ClassVar[str] = "EducationalOrganization"
    stub: ClassVar = ("title", "type", "level", "territory")

    short_title: Plain | None = maybe("Короткое название", example="ИРО Краснодарского края")
    type: Annotated[str, TermOf("organization-kinds")] = field("Вид организации", example="institute")
    level: Annotated[str, TermOf("management-levels")] = field(
        "Уровень", "federal, regional, municipal или school", example="regional"
    )
    territory: Annotated[str, RefTo(*TERRITORY)] | None = maybe("Территория", example="regions/krasnodarskii-krai")
    parent: Annotated[str, RefTo("organizations")] | None = maybe("В составе", example="iro-krasnodar")
    functions: tuple[Plain, ...] = many("Чем занимается")
    site: Url | None = maybe("Сайт", example="https://iro23.ru/")
    links: tuple[Link, ...] = many("Ссылки", noun=Noun("ссылка", "ссылки", "f"))
    contacts: Contacts | None = maybe("Контакты", "Только общие, не личные")
    inn: Inn | None = maybe("ИНН", example="7707083893")
    ogrn: Ogrn | None = maybe("ОГРН", example="1027700132195")
    head: Person | None = maybe("Руководитель")


class Association(Record):
    kind: ClassVar[str] = "associations"
    examples: ClassVar = {
        "title": "Объединение учителей математики",
        "summary": "Учителя района собираются раз в четверть и разбирают уроки друг друга.",
    }
    label: ClassVar = ("сообщество", "сообщества", "сообществ")
    heading: ClassVar[str] = "Профессиональные сообщества"
    lead: ClassVar[str] = "Методические объединения, ассоциации, школы и сетевые сообщества педагогов."
    schema_type: ClassVar[str] = "Organization"
    stub: ClassVar = ("title", "type", "level", "territory")

    type: Annotated[str, TermOf("association-kinds")] = field("Вид сообщества", example="subject-association")
    level: Annotated[str, TermOf("management-levels")] = field("Уровень", example="regional")
    subjects: tuple[Annotated[str, TermOf("subjects")], ...] = many("Предметы")
    areas: tuple[Annotated[str, TermOf("areas")], ...] = many("Области компетенций")
    audience: tuple[Annotated[str, TermOf("audiences")], ...] = many("Для кого")
    territory: Annotated[str, RefTo(*TERRITORY)] | None = maybe("Территория", example="regions/krasnodarskii-krai")
    organization: Annotated[str, RefTo("organizations")] | None = maybe("При какой организации")
    chair: Person | None = maybe("Кто ведёт", "Роль; имя — только с согласием")
    members: tuple[Annotated[str, RefTo("organizations")], ...] = many("Организации-участники")
    functions: tuple[Plain, ...] = many("Чем занимается")
    plan: tuple[Dated, ...] = many("План")
    links: tuple[Link, ...] = many("Ссылки", noun=Noun("ссылка", "ссылки", "f"))


CENTER_STATES = choices(
    {
        "applied": "подана заявка",
        "granted": "статус присвоен",
        "prolonged": "статус продлён",
        "withdrawn": "статус снят",
    }
)


class StatusChange(Model):
    state: Annotated[str, CENTER_STATES] = field("Что произошло", example="granted")
    date: Moment = field("Когда", example="2024-06")
    document: Annotated[str, RefTo("documents")] | None = maybe("Решение", "Документ базы")
    event: Annotated[str, RefTo("events")] | None = maybe("Заседание", "Мероприятие базы")
    note: Plain | None = maybe("Примечание")


class WorkPlan(Model):
    period: Period = field("Период", example="2025/26")
    items: tuple[Dated, ...] = field("Что запланировано")


class Center(Record):
    kind: ClassVar[str] = "centers"
    examples: ClassVar = {
        "title": "Ресурсный центр по математике",
        "summary": "Школа, в которой можно посмотреть уроки и взять материалы.",
    }
    label: ClassVar = ("ресурсный центр", "ресурсных центра", "ресурсных центров")
    heading: ClassVar[str] = "Ресурсные центры"
    lead: ClassVar[str] = "Ресурсные центры: где, чем помогают, как получили статус."
    schema_type: ClassVar[str] = "EducationalOrganization"

    organization: Annotated[str, RefTo("organizations")] | None = maybe("На базе организации")
    territory: Annotated[str, RefTo(*TERRITORY)] | None = maybe("Территория")
    directions: tuple[Plain, ...] = many("Направления")
    areas: tuple[Annotated[str, TermOf("areas")], ...] = many("Области компетенций")
    subjects: tuple[Annotated[str, TermOf("subjects")], ...] = many("Предметы")
    status_history: tuple[StatusChange, ...] = many("История статуса")
    cycle: tuple[Dated, ...] = many("Годовой цикл", "Что повторяется каждый год")
    plans: tuple[WorkPlan, ...] = many("Планы работы", noun=Noun("план", "планы", "m"))
    curator: Person | None = maybe("Куратор")
    serves: tuple[Annotated[str, RefTo(*TERRITORY)], ...] = many("Кому помогает", "Территории")
    programme: Annotated[str, RefTo("programmes")] | None = maybe("Программа, которая создаёт центр")
    links: tuple[Link, ...] = many("Ссылки", noun=Noun("ссылка", "ссылки", "f"))
