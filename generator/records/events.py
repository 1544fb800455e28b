"""Series (a rule of recurrence) and events (an edition, or a single occasion)."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, ClassVar

from generator.records.choices import Noun, Offer, choices
from generator.records.common import MODES, TERRITORY, Attachment, Dated, Link, Model, Record, field, many, maybe
from generator.records.numbering import MeasureNumber
from generator.records.scalars import Count, Integer, Plain, RefTo, Rich, TermOf, Url
from generator.records.times import Moment, When

EVENT_STATES = choices({"scheduled": "по плану", "postponed": "перенесено", "cancelled": "отменено"})


class Fulfils(Model):
    programme: Annotated[str, RefTo("programmes")] = field("Программа", example="dvizhenie-vverkh")
    measure: MeasureNumber = field("Номер мероприятия", example="27")


class Registration(Model):
    link: Url | None = maybe("Где записаться")
    deadline: Moment | None = maybe("Записаться до", example="2026-12-01")
    note: Plain | None = maybe("Как записаться", "Если не по ссылке")


class Winner(Model):
    practice: Annotated[str, RefTo("practices")] | None = maybe("Практика")
    organization: Annotated[str, RefTo("organizations")] | None = maybe("Организация")
    nomination: Plain | None = maybe("Номинация")
    place: Plain | None = maybe("Место", example="лауреат")


class Contest(Model):
    nominations: tuple[Plain, ...] = many("Номинации")
    stages: tuple[Dated, ...] = many("Этапы", noun=Noun("этап", "этапы", "m", numbered=True))
    criteria: tuple[Plain, ...] = many("Критерии", noun=Noun("критерий", "критерии", "m"))
    experts: tuple[Annotated[str, RefTo("organizations")], ...] = many("Экспертные центры")
    winners: tuple[Winner, ...] = many("Победители", noun=Noun("победитель", "победители", "m"))


class EventOutcome(Model):
    """What came of an event."""

    participants: Count | None = maybe("Сколько участвовало", example=64)
    materials: tuple[Attachment, ...] = many("Материалы", noun=Noun("материал", "материалы", "m"))
    practices: tuple[Annotated[str, RefTo("practices")], ...] = many("Практики, которые родились или показаны")
    note: Rich | None = maybe("Что получилось")


class Series(Record):
    kind: ClassVar[str] = "series"
    examples: ClassVar = {
        "title": "Августовская конференция",
        "summary": "Педагоги района каждый август показывают, что сделали за год.",
    }
    label: ClassVar = ("серия мероприятий", "серии мероприятий", "серий мероприятий")
    heading: ClassVar[str] = "Серии мероприятий"
    lead: ClassVar[str] = "Мероприятия, которые повторяются: конкурсы, конференции, методические дни."
    schema_type: ClassVar[str] = "EventSeries"

    type: Annotated[str, TermOf("event-kinds")] = field("Вид", example="conference")
    when: When | None = maybe("Когда повторяется", "Правило: yearly 04 — каждый апрель", example="yearly 04")
    valid_from: Moment | None = maybe("Проводится с", "Если известно, с какого времени", example="2019-02")
    valid_to: Moment | None = maybe("Проводится до", "Если серия закончилась или рассчитана на срок", example="2021-12")
    territory: Annotated[str, RefTo(*TERRITORY)] | None = maybe("Территория")
    organizer: Annotated[str, RefTo("organizations")] | None = maybe("Организатор")
    audience: tuple[Annotated[str, TermOf("audiences")], ...] = many("Для кого")
    areas: tuple[Annotated[str, TermOf("areas")], ...] = many("Области компетенций")
    fulfils: tuple[Fulfils, ...] = many(
        "Какие мероприятия программ выполняет", noun=Noun("мероприятие программы", "мероприятия программы", "n")
    )
    contest: Contest | None = maybe("Конкурс")
    links: tuple[Link, ...] = many("Ссылки", noun=Noun("ссылка", "ссылки", "f"))


class Event(Record):
    kind: ClassVar[str] = "events"
    examples: ClassVar = {
        "title": "Семинар «Как разбирать урок вместе»",
        "summary": "За два часа участники разбирают запись урока по одному плану.",
    }
    label: ClassVar = ("мероприятие", "мероприятия", "мероприятий")
    heading: ClassVar[str] = "Мероприятия"
    lead: ClassVar[str] = "Семинары, конкурсы, конференции: что впереди и что уже прошло."
    offer: ClassVar = Offer(
        name="event",
        address="meropriiatie",
        title="Добавить мероприятие",
        lead="Укажите столько, сколько известно: если день ещё не назначен, хватит месяца или года.",
        sections=(
            ("Что и когда", ("title", "summary", "type", "start", "end", "timezone", "state")),
            ("Где и как", ("mode", "place", "territory", "organizer", "owner")),
            ("Для кого", ("audience", "subjects", "areas", "capacity", "cost", "registration")),
            ("С чем связано", ("series", "edition", "fulfils", "contest", "links", "sources")),
        ),
        when={"place": ("mode", ("onsite", "hybrid")), "contest": ("type", ("contest",)), "edition": ("series", ())},
        occasion="Семинар, конкурс, мастер-класс, методический день — назначенный или ещё без даты.",
        tells_of_people=False,
        place=2,
    )
    same_by: ClassVar = ("title", "start")
    schema_type: ClassVar[str] = "EducationEvent"

    type: Annotated[str, TermOf("event-kinds")] = field("Вид", example="seminar")
    start: Moment = field(
        "Начало",
        "С той точностью, какая известна: 2026, 2026-04, 2026-04-17 или 2026-04-17 15:00; --04 — апрель, год не назван",
        example="2026-04-17 15:00",
    )
    end: Moment | None = maybe("Окончание", example="2026-04-17 17:00")
    timezone: Plain | None = maybe(
        "Часовой пояс",
        "Только если время не то, по которому живёт территория. Латиницей: Asia/Krasnoyarsk — время Красноярска",
        example="Europe/Moscow",
    )
    mode: Annotated[str, MODES] | None = maybe("Как проходит", example="onsite")
    place: Plain | None = maybe("Место", example="актовый зал районного методического кабинета")
    territory: Annotated[str, RefTo(*TERRITORY)] | None = maybe("Территория")
    organizer: Annotated[str, RefTo("organizations")] | None = maybe("Организатор")
    audience: tuple[Annotated[str, TermOf("audiences")], ...] = many("Для кого")
    subjects: tuple[Annotated[str, TermOf("subjects")], ...] = many("Предметы")
    areas: tuple[Annotated[str, TermOf("areas")], ...] = many("Области компетенций")
    registration: Registration | None = maybe("Запись на участие")
    capacity: Count | None = maybe("Мест", example=40)
    cost: Annotated[str, TermOf("costs")] | None = maybe("Стоимость участия", example="free")
    series: Annotated[str, RefTo("series")] | None = maybe("Серия")
    edition: Integer | None = maybe("Который раз", example=7, gt=0)
    fulfils: tuple[Fulfils, ...] = many(
        "Какие мероприятия программ выполняет", noun=Noun("мероприятие программы", "мероприятия программы", "n")
    )
    state: Annotated[str, EVENT_STATES] = field("Состоится ли", default="scheduled", example="scheduled")
    outcome: EventOutcome | None = maybe("Что получилось")
    contest: Contest | None = maybe("Конкурс")
    links: tuple[Link, ...] = many("Ссылки", noun=Noun("ссылка", "ссылки", "f"))

    def is_upcoming(self, today: dt.date) -> bool:
        """Return whether it is not over yet; of an event whose year nobody has named nobody knows."""
        last = (self.end or self.start).last
        return last is not None and last >= today


def upcoming(records: Iterable[Record], today: dt.date) -> tuple[Event, ...]:
    """The events among records that are not over yet, soonest first."""
    ahead = [one for one in records if isinstance(one, Event) and one.is_upcoming(today)]
    return tuple(sorted(ahead, key=lambda event: (event.start.order, event.id)))
