"""Who does the work: organisations, associations, resource centres."""

from __future__ import annotations

from typing import ClassVar, Literal

from generator.records.common import TERRITORY, Contacts, Dated, Link, Model, Person, Record, field, many, maybe
from generator.records.scalars import Inn, Ogrn, Plain, Ref, Term, Url
from generator.records.times import Moment, Period


class Organization(Record):
    kind: ClassVar[str] = "organizations"
    label: ClassVar = ("организация", "организации", "организаций")
    heading: ClassVar[str] = "Организации"
    lead: ClassVar[str] = "Кто работает в системе: от министерства до школы."

    short_title: Plain | None = maybe("Короткое название", example="ИРО Краснодарского края")
    type: Term("organization-kinds") = field("Вид организации", example="institute")
    level: Term("management-levels") = field("Уровень", "federal, regional, municipal или school", example="regional")
    territory: Ref(*TERRITORY) | None = maybe("Территория", example="regions/krasnodarskii-krai")
    parent: Ref("organizations") | None = maybe("В составе", example="iro-krasnodar")
    functions: tuple[Plain, ...] = many("Чем занимается")
    site: Url | None = maybe("Сайт", example="https://iro23.ru/")
    links: tuple[Link, ...] = many("Ссылки")
    contacts: Contacts | None = maybe("Контакты", "Только общие, не личные")
    inn: Inn | None = maybe("ИНН", example="7707083893")
    ogrn: Ogrn | None = maybe("ОГРН", example="1027700132195")
    head: Person | None = maybe("Руководитель")


class Association(Record):
    kind: ClassVar[str] = "associations"
    label: ClassVar = ("сообщество", "сообщества", "сообществ")
    heading: ClassVar[str] = "Профессиональные сообщества"
    lead: ClassVar[str] = "Методические объединения, ассоциации, школы и сетевые сообщества педагогов."

    type: Term("association-kinds") = field("Вид сообщества", example="subject-association")
    level: Term("management-levels") = field("Уровень", example="regional")
    subjects: tuple[Term("subjects"), ...] = many("Предметы")
    areas: tuple[Term("areas"), ...] = many("Области компетенций")
    audience: tuple[Term("audiences"), ...] = many("Для кого")
    territory: Ref(*TERRITORY) | None = maybe("Территория", example="regions/krasnodarskii-krai")
    organization: Ref("organizations") | None = maybe("При какой организации")
    chair: Person | None = maybe("Кто ведёт", "Роль; имя — только с согласием")
    members: tuple[Ref("organizations"), ...] = many("Организации-участники")
    functions: tuple[Plain, ...] = many("Чем занимается")
    plan: tuple[Dated, ...] = many("План")
    links: tuple[Link, ...] = many("Ссылки")


class StatusChange(Model):
    state: Literal["applied", "granted", "prolonged", "withdrawn"] = field(
        "Что произошло",
        "applied — подана заявка, granted — статус присвоен, prolonged — продлён, withdrawn — снят",
        example="granted",
    )
    date: Moment = field("Когда", example="2024-06")
    document: Ref("documents") | None = maybe("Решение", "Документ базы")
    event: Ref("events") | None = maybe("Заседание", "Мероприятие базы")
    note: Plain | None = maybe("Примечание")


class WorkPlan(Model):
    period: Period = field("Период", example="2025/26")
    items: tuple[Dated, ...] = field("Что запланировано")


class Center(Record):
    kind: ClassVar[str] = "centers"
    label: ClassVar = ("ресурсный центр", "ресурсных центра", "ресурсных центров")
    heading: ClassVar[str] = "Ресурсные центры"
    lead: ClassVar[str] = "Ресурсные центры: где, чем помогают, как получили статус."

    organization: Ref("organizations") | None = maybe("На базе организации")
    territory: Ref(*TERRITORY) | None = maybe("Территория")
    directions: tuple[Plain, ...] = many("Направления")
    areas: tuple[Term("areas"), ...] = many("Области компетенций")
    subjects: tuple[Term("subjects"), ...] = many("Предметы")
    status_history: tuple[StatusChange, ...] = many("История статуса")
    cycle: tuple[Dated, ...] = many("Годовой цикл", "Что повторяется каждый год")
    plans: tuple[WorkPlan, ...] = many("Планы работы")
    curator: Person | None = maybe("Куратор")
    serves: tuple[Ref(*TERRITORY), ...] = many("Кому помогает", "Территории")
    programme: Ref("programmes") | None = maybe("Программа, которая создаёт центр")
    links: tuple[Link, ...] = many("Ссылки")
