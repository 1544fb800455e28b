"""Regions and districts: what a territory wants, who works in it, by which documents."""

from typing import Annotated, ClassVar, Literal

from generator.records.choices import Noun
from generator.records.common import TERRITORY, Citation, Link, Model, Party, Person, Record, field, many, maybe
from generator.records.scalars import Count, Integer, Oktmo, Plain, RefTo, Rich, TermOf
from generator.records.times import Day


class Subject(Model):
    """One subject of the vertical: an organisation of the base, or a group described by a title (tutors, winners)."""

    organization: Annotated[str, RefTo("organizations")] | None = maybe("Организация")
    association: Annotated[str, RefTo("associations")] | None = maybe("Сообщество")
    title: Plain | None = maybe(
        "Название", "Если это не организация и не сообщество базы", example="Муниципальные тьюторы"
    )
    role: Plain | None = maybe("Роль в системе", example="сопровождают педагогов района")
    functions: tuple[Plain, ...] = many("Что делают")


class VerticalLevel(Model):
    level: Annotated[str, TermOf("management-levels")] = field("Уровень", example="municipal")
    subjects: tuple[Subject, ...] = field("Кто работает")


class Statistics(Model):
    """Published figures about a territory in a year; a missing number is «нет данных»."""

    year: Integer = field("Год", example=2025, ge=1990, le=2100)
    schools: Count | None = maybe("Школ")
    teachers: Count | None = maybe("Педагогов")
    source: Citation = field("Источник")


class Cluster(Model):
    """The level (cluster) of the methodical service in a year."""

    year: Integer = field("Год", example=2025, ge=1990, le=2100)
    level: Plain = field("Кластер", example="базовый")
    source: Citation | None = maybe("Источник")


class Lead(Party):
    """Who leads or accompanies the system."""

    what: Plain = field("Что делает", example="общее руководство системой")


class Act(Model):
    """A legal act: a document of the base, or a kind of order known by its subject only."""

    document: Annotated[str, RefTo("documents")] | None = maybe("Документ базы")
    title: Plain | None = maybe(
        "О чём документ", "Если реквизитов в источнике нет", example="об организации работы методических объединений"
    )


class Territory(Record):
    """What regions and districts share (a district adds the region it lies in)."""

    schema_type: ClassVar[str] = "AdministrativeArea"
    explains_terms: ClassVar[bool] = True

    type: Annotated[str, TermOf("territory-kinds")] = field("Вид территории", example="krai")
    oktmo: Oktmo | None = maybe("ОКТМО", "8 или 11 цифр", example="60627000")
    center: Plain | None = maybe("Административный центр", example="Краснодар")
    timezone: Plain | None = maybe(
        "Часовой пояс",
        "По каким часам живёт территория; у района — только если не по часам региона. Пишется латиницей",
        example="Europe/Moscow",
    )
    valid_from: Day | None = maybe("Существует с")
    valid_to: Day | None = maybe("Существует до", "Если территория преобразована")
    successors: tuple[Annotated[str, RefTo(*TERRITORY)], ...] = many("Преемники")
    resident: Rich | None = maybe("Жителю простыми словами", "Что это значит для детей и родителей; без терминов")
    relevance: Rich | None = maybe("Зачем нужна система сопровождения")
    contradictions: tuple[Plain, ...] = many("На какие противоречия отвечает")
    goal: Plain | None = maybe("Цель")
    priorities: tuple[Plain, ...] = many("Приоритеты")
    principles: tuple[Plain, ...] = many("Принципы")
    considerations: tuple[Plain, ...] = many("Что учитывает система")
    tasks: tuple[Plain, ...] = many("Задачи", noun=Noun("задача", "задачи", "f"))
    directions: tuple[Plain, ...] = many("Направления работы")
    forms: tuple[Plain, ...] = many("Формы работы")
    cooperation: tuple[Plain, ...] = many("О чём взаимодействуют участники")
    leads: tuple[Lead, ...] = many("Кто руководит и сопровождает")
    expected_results: tuple[Plain, ...] = many("Ожидаемые результаты")
    criteria: tuple[Plain, ...] = many("Критерии результативности", noun=Noun("критерий", "критерии", "m"))
    indicators: tuple[Annotated[str, RefTo("indicators")], ...] = many(
        "По каким показателям судят", "Показатели, которые называет территория"
    )
    vertical: tuple[VerticalLevel, ...] = many(
        "Вертикаль участников", "По уровням управления", noun=Noun("уровень вертикали", "уровни вертикали", "m")
    )
    acts: tuple[Act, ...] = many("Правовые акты", noun=Noun("правовой акт", "правовые акты", "m"))
    links: tuple[Link, ...] = many("Информационные ресурсы", noun=Noun("ссылка", "ссылки", "f"))
    statistics: tuple[Statistics, ...] = many("Школы и педагоги по годам")
    clusters: tuple[Cluster, ...] = many("Кластер методической службы по годам")
    curator: Person | None = maybe("Куратор")


class Region(Territory):
    kind: ClassVar[str] = "regions"
    examples: ClassVar = {"title": "Новый край", "summary": "Какие в регионе школы и кто помогает их учителям."}
    label: ClassVar = ("регион", "региона", "регионов")
    heading: ClassVar[str] = "Регионы"
    lead: ClassVar[str] = (
        "Регионы базы: зачем им система методического сопровождения, кто в ней работает и что уже сделано."
    )


class District(Territory):
    kind: ClassVar[str] = "districts"
    examples: ClassVar = {
        "title": "Камский район",
        "summary": "Какие в районе школы и кто помогает их учителям.",
        "type": "municipal-district",
    }
    label: ClassVar = ("район", "района", "районов")
    heading: ClassVar[str] = "Районы"
    lead: ClassVar[str] = (
        "Что делает каждый район: какие в нём школы и организации, кто помогает учителям, где посмотреть результаты."
    )
    stub: ClassVar = ("title", "type", "region")

    region: Annotated[str, RefTo("regions")] = field("Регион", example="rostovskaia-oblast")


__all__ = [
    "Act",
    "Cluster",
    "District",
    "Lead",
    "Literal",
    "Region",
    "Statistics",
    "Subject",
    "Territory",
    "VerticalLevel",
]
