"""What several kinds share: the base of every record, people with consent, citations, links.

Modules of models do without ``from __future__ import annotations``: of a thousand annotations pydantic would compile
the text of each whenever a command starts."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from generator.records.choices import ByKeepers, Noun, Offer, OwnFile, choices
from generator.records.numbering import MeasureNumber
from generator.records.scalars import Flag, Id, Integer, Lang, Plain, RefTo, Rich, Summary, TermOf, Url, own_file_name
from generator.records.site_addresses import has_address, share_address
from generator.records.times import Day, Month, When

_STATUSES = choices({"draft": "черновик", "review": "на проверке", "published": "опубликовано", "archived": "в архиве"})

#: how an event or a course takes place, and which way a figure gets better: several kinds ask the same
MODES = choices({"onsite": "очно", "online": "дистанционно", "hybrid": "очно и дистанционно"}, {"смешанно": "hybrid"})
CHANGE_DIRECTIONS = choices(
    {"up": "чем больше, тем лучше", "down": "чем меньше, тем лучше"}, {"больше лучше": "up", "меньше лучше": "down"}
)

TERRITORY = ("regions", "districts")
PUBLIC = ("published", "archived")


def field(
    title: str,
    help: str = "",
    *,
    example: Any = None,
    default: Any = ...,
    factory: Any = None,
    noun: Noun | None = None,
    by_keepers: bool = False,
    **limits: Any,
) -> Any:
    """A field with its Russian label, help and example: the one place all forms and references take them from.
    ``noun`` is what a member of a list is called; what is filled in ``by_keepers`` no sender is asked."""
    if factory is not None:
        limits["default_factory"] = factory
    else:
        limits["default"] = default
    made = Field(title=title, description=help, examples=None if example is None else [example], **limits)
    made.metadata.extend([noun] if noun else [])
    made.metadata.extend([ByKeepers()] if by_keepers else [])
    return made


def _nothing() -> tuple[()]:
    """What an absent list is: of ``tuple`` itself pydantic would parse the signature anew for each of 200 fields."""
    return ()


def many(title: str, help: str = "", *, example: Any = None, noun: Noun | None = None, **limits: Any) -> Any:
    """A list that may be absent."""
    return field(title, help, example=example, factory=_nothing, noun=noun, **limits)


def maybe(title: str, help: str = "", *, example: Any = None, **limits: Any) -> Any:
    """A value that may be absent."""
    return field(title, help, example=example, default=None, **limits)


#: the fields that models have filled in, each choice of them once
_FILLED: dict[frozenset[str], set[str]] = {}


class Model(BaseModel):
    """A frozen group of fields; an unknown field is an error."""

    # Most groups are only parts of a record, and many commands only ask what fields there are: a validator is made when
    # it is needed.
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)

    #: what a field was called in an older format -> its name now: both are read
    former: ClassVar[Mapping[str, str]] = {}

    def model_post_init(self, _: Any) -> None:
        # Of thousands of records a few hundred fill in other fields than all others, and a set of its own is a third
        # of what a record takes. Nothing changes a frozen one.
        filled = self.__pydantic_fields_set__
        object.__setattr__(self, "__pydantic_fields_set__", _FILLED.setdefault(frozenset(filled), filled))


class Link(Model):
    title: Plain = field("Название ссылки", example="Федеральный портал «Российское образование»")
    url: Url = field("Адрес", example="https://edu.gov.ru/")
    note: Plain | None = maybe("Пояснение")


OWN, EMPLOYER, LICENSED, UNKNOWN_RIGHTS = "own", "employer", "licensed", "unknown"
DOCUMENT_RIGHTS = choices(
    {
        OWN: "составил автор записи",
        EMPLOYER: "служебный материал, организация разрешила",
        LICENSED: "чужой, под названной открытой лицензией",
        UNKNOWN_RIGHTS: "чужой или права неизвестны (и страницы учебников, заданий экзаменов): только ссылка",
    }
)


_DOCUMENT_NAME = own_file_name("материала", "docx|xlsx|pptx|odt|ods|odp", ".docx, .xlsx, .pptx, .odt, .ods или .odp")


class Attachment(Model):
    #: what a sender is asked too where the document itself can be handed over -> on what condition, as ``Offer.when``
    with_file: ClassVar[Mapping[str, tuple[str, tuple[str, ...]] | None]] = {
        "file": None, "rights": ("file", ()), "permission": ("rights", (EMPLOYER,)),
    }  # fmt: skip

    title: Plain = field("Название материала", example="Лист наблюдения урока")
    url: Url | None = maybe("Адрес файла", "Где файл лежит открыто", example="https://example.org/list.pdf")
    file: Annotated[Plain, _DOCUMENT_NAME, OwnFile()] | None = maybe(
        "Файл записи",
        "Имя файла, который команда metodoteka attach положила в папку записи внутри content/files/",
        example="list.docx",
        by_keepers=True,
    )
    rights: Annotated[str, DOCUMENT_RIGHTS] | None = maybe(
        "Чей материал", "Для своего файла; без ответа его не покажут", example="own", by_keepers=True
    )
    permission: Plain | None = maybe(
        "Разрешение организации",
        "Номер и место хранения, для служебного",
        example="приказ № 5, дело 01-07",
        by_keepers=True,
    )
    format: Plain | None = maybe("Формат и размер", example="DOCX, 40 КБ")
    license: Plain | None = maybe("Условия использования", example="CC BY 4.0")


class Citation(Model):
    """Where a statement comes from: a document of the base, or a work described in full."""

    title: Plain | None = maybe("Название работы", "Книга, статья, отчёт, приказ", example="Мышление и речь")
    authors: Plain | None = maybe(
        "Авторы", "Фамилия и инициалы, через запятую; у документа — кто его издал", example="Выготский Л. С."
    )
    year: Integer | None = maybe("Год", example=1934, ge=1500, le=2100)
    publisher: Plain | None = maybe(
        "Издание", "Издательство, журнал с номером или номер документа", example="М.; Л.: Соцэкгиз"
    )
    link: Url | None = maybe(
        "Ссылка", "Где это можно прочитать; лучше постоянная (DOI)", example="https://doi.org/10.1000/182"
    )
    document: Annotated[str, RefTo("documents")] | None = maybe(
        "Документ базы", "Если источник — документ из этой базы", example="prikaz-iro-2019-47-1"
    )
    page: Plain | None = maybe("Место в источнике", "Страницы, раздел, пункт", example="глава 6")
    note: Plain | None = maybe("Что взято из источника", example="понятие о зоне ближайшего развития")


_CATEGORIES = choices({"name": "имя", "position": "должность", "photo": "снимок", "contacts": "контакты"})


class Consent(Model):
    """A person's consent to publication of their data (152-ФЗ, статья 10.1): what was given, never the scan."""

    given: Day = field("Дата согласия", example="2026-02-10")
    document: Plain = field(
        "Где хранится согласие", "Номер и место хранения, не скан", example="журнал согласий № 12, запись 4"
    )
    categories: tuple[Annotated[str, _CATEGORIES], ...] = field("На что дано согласие", example=["name", "position"])
    resource: Plain = field("Для какого ресурса дано", example="сайт «Методотека»")
    until: Day | None = maybe("Действует до", "Пусто — до отзыва", example="2028-02-10")
    withdrawn: Day | None = maybe("Отозвано", "Дата отзыва", example="2026-09-01")

    def valid_on(self, day: dt.date, category: str = "name") -> bool:
        """Return whether the name (or another of the categories) may be shown on ``day``."""
        return (
            category in self.categories
            and self.given <= day
            and (self.until is None or day <= self.until)
            and (self.withdrawn is None or day < self.withdrawn)
        )

    def covers(self, site: str) -> bool:
        """Return True unless the resource is named by an address that is not the one of ``site`` (152-ФЗ, статья 10.1:
        a consent is given for a resource). A resource without an address, such as «сайт «Методотека»», is for people to
        judge; with an address the site's own must be known."""
        return not has_address(self.resource) or share_address(self.resource, site)

    @property
    def names_pack(self) -> bool:
        """Return whether the resource names the чемоданчик, which is no site."""
        return "чемоданчик" in self.resource.casefold()


class Person(Model):
    """Somebody in a role. The name is shown only under a valid consent; the role always."""

    role: Plain = field("Роль или должность", example="методист районного методического кабинета")
    organization: Annotated[str, RefTo("organizations")] | None = maybe("Организация", example="kuibyshevskii-rmk")
    name: Plain | None = maybe("Имя", "Только при действующем согласии", example="Имярек Демонстрационный")
    consent: Consent | None = maybe("Согласие на публикацию имени")

    def shown_name(self, day: dt.date, site: str = "") -> str | None:
        """The name if it may be shown on ``day`` on the site with the address ``site``, else None: the page then shows
        the role alone."""
        consent = self.consent
        return self.name if self.name and consent and consent.valid_on(day) and consent.covers(site) else None


class Party(Model):
    """Somebody responsible: an organisation, a community, a role, or a role in one of them."""

    organization: Annotated[str, RefTo("organizations")] | None = maybe("Организация", example="iro-krasnodarskii-krai")
    association: Annotated[str, RefTo("associations")] | None = maybe("Сообщество", example="umo-krasnodarskii-krai")
    role: Plain | None = maybe("Роль", "Если отвечает не вся организация", example="ректор")


class Record(Model):
    """The fields every kind has. ``id`` and ``path`` come from the file's name, not from its text."""

    id: Id = Field(exclude=True, title="Идентификатор", description="Имя файла без расширения")
    path: str = Field(exclude=True, title="Файл")

    title: Plain = field("Название", "Коротко и понятно учителю, до 300 знаков", example="Парное наставничество")
    summary: Summary | None = maybe(
        "Коротко",
        "Одно-два предложения без терминов, понятных и родителю",
        example="Опытный и начинающий учителя месяц ходят друг к другу на уроки и разбирают их по одному плану.",
    )
    status: Annotated[str, _STATUSES] = field(
        "Состояние",
        "На сайте стоят «опубликовано» и «в архиве»; «на проверке» ждёт редактора, «черновик» ещё пишут",
        example="draft",
        default="draft",
    )
    owner: Annotated[str, RefTo("organizations")] | None = maybe("Кто отвечает за запись", example="kuibyshevskii-rmk")
    updated: Day | None = maybe("Обновлено", example="2026-09-01")
    review_by: Day | None = maybe(
        "Срок проверки", "После этого дня страница предупредит, что запись пора перечитать", example="2027-09-01"
    )
    marks: tuple[Annotated[str, TermOf("marks")], ...] = many(
        "Отметки",
        "Термины списков, которые завела сама база: список/термин",
        example=["napravleniia/agroklassy"],
        noun=Noun("отметка", "отметки", "f"),
    )
    sources: tuple[Citation, ...] = many(
        "Источники", "Откуда взято то, что здесь написано", noun=Noun("источник", "источники", "m")
    )
    aliases: tuple[Id, ...] = many(
        "Прежние идентификаторы",
        "Старые адреса страницы: с них останется переадресация",
        noun=Noun("прежний адрес", "прежние адреса", "m"),
    )
    license: Plain = field("Лицензия", default="CC BY 4.0", example="CC BY 4.0")
    lang: Lang | None = maybe(
        "Язык записи", "Код языка, если запись не на русском: tt — татарский, kk — казахский", example="tt"
    )
    demo: Flag = field(
        "Демонстрационная запись",
        "Выдумана для показа и помечена на всех страницах",
        default=False,
        example=False,
    )
    body: Rich | None = maybe("Подробный текст", "То же самое — текст под полями в файле .md")

    kind: ClassVar[str] = ""  # the folder
    label: ClassVar[tuple[str, str, str]] = ("запись", "записи", "записей")  # one, few, many
    heading: ClassVar[str] = ""  # the title of the listing
    lead: ClassVar[str] = ""  # what the listing says under its title
    has_pages: ClassVar[bool] = True  # False: its records are shown on the pages of others
    schema_type: ClassVar[str] = "Article"  # what its page is to machines, https://schema.org/docs/full.html
    offer: ClassVar[Offer | None] = None  # the form by which a record is sent
    #: fields that are asked where an answer names a record which the base does not have yet; none: it has to be there
    stub: ClassVar[tuple[str, ...]] = ()
    filters: ClassVar[tuple[str, ...]] = ()  # fields by which the listing can be narrowed
    needs_summary: ClassVar[bool] = True  # False: a published record may go without the two plain sentences
    needs_sources: ClassVar[bool] = False  # True: a reviewer is told of a new record that names none
    is_cited: ClassVar[bool] = False  # True: its page says how to refer to it
    explains_terms: ClassVar[bool] = False  # True: words of the glossary open their meaning on its pages
    #: field -> its example, where the one that all kinds share is of another kind
    examples: ClassVar[Mapping[str, str]] = {}
    #: field -> what a record lacks without it, in words: such a record may be sent, but not published
    to_publish: ClassVar[Mapping[str, str]] = {}
    same_by: ClassVar[tuple[str, ...]] = ("title",)  # fields by which two entries are the same record
    #: fields that say what a record is about: its name in the address (after ``name_prefix``) and its line in a list
    named_by: ClassVar[tuple[str, ...]] = ("title",)
    name_prefix: ClassVar[str] = ""
    #: what people call a record without a title of its own, its references by their titles
    called: ClassVar[str] = "{title}"

    @property
    def key(self) -> str:
        """The address ``kind/id``, unique in the base."""
        return f"{self.kind}/{self.id}"

    @property
    def is_public(self) -> bool:
        return self.status in PUBLIC


class Contacts(Model):
    """Public contacts of an organisation (not of a person)."""

    phone: Plain | None = maybe("Телефон", "Общий телефон организации", example="+7 (86300) 0-00-00")
    email: Plain | None = maybe("Электронная почта", "Общий адрес организации", example="info@example.org")
    address: Plain | None = maybe("Адрес", example="с. Куйбышево")
    link: Url | None = maybe(
        "Где опубликованы", "Страница организации с этими контактами", example="https://example.org/kontakty"
    )
    checked_on: Day | None = maybe("Когда сверены", example="2026-11-01")


class Dated(Model):
    """A line of a plan or a yearly cycle."""

    when: When | None = maybe(
        "Срок",
        "2019-02, 2019-02-15, 2019-05..2019-06, yearly 03, yearly 03..04, 2 per year, always, by-plan, by-schedule",
        example="yearly 09",
    )
    title: Plain = field("Что делается", example="Конкурс лучших методических практик")
    measure: MeasureNumber | None = maybe("Номер мероприятия дорожной карты", example="27")
    note: Plain | None = maybe("Примечание")


__all__ = [
    "CHANGE_DIRECTIONS",
    "MODES",
    "PUBLIC",
    "TERRITORY",
    "Attachment",
    "Citation",
    "Consent",
    "Contacts",
    "Dated",
    "Link",
    "Model",
    "Month",
    "Party",
    "Person",
    "Record",
    "field",
    "many",
    "maybe",
]
