"""Pictures that a record carries: whose they are, who can be seen on them, who has looked at them. The file lies in
``content/files/<kind>/<id>/``; until a reviewer has confirmed a picture nothing of it is published."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from generator import text
from generator.records.choices import Noun, OwnFile, choices
from generator.records.common import (
    EMPLOYER,
    LICENSED,
    OWN,
    UNKNOWN_RIGHTS,
    Consent,
    Model,
    Record,
    many,
    maybe,
)
from generator.records.scalars import Integer, Plain, RefTo, Url, own_file_name
from generator.records.times import Day

#: the folder of the files of records, below ``content``
FOLDER = "files"

RIGHTS = choices(
    {
        OWN: "снял или нарисовал автор записи",
        EMPLOYER: "служебное произведение, организация разрешила",
        LICENSED: "чужая, под названной открытой лицензией",
        UNKNOWN_RIGHTS: "чужая или права неизвестны (и страницы учебников, заданий экзаменов): только ссылка",
    }
)
NOBODY, WORKS, ADULTS = "nobody", "works", "adults"
#: recognisable children are no choice: such a picture never enters
PEOPLE = choices(
    {
        NOBODY: "никого нельзя узнать",
        WORKS: "работы учеников без имён, с разрешения родителей",
        ADULTS: "только взрослые, у каждого согласие на снимок",
    }
)


_PICTURE_NAME = own_file_name("картинки", "jpg|png", ".jpg или .png, например stoly.jpg")


class Picture(Model):
    file: Annotated[Plain, _PICTURE_NAME, OwnFile()] | None = maybe(
        "Файл", "Имя файла; лежит он в папке content/files/practices/<имя записи>/", example="stoly.jpg"
    )
    title: Plain | None = maybe("Подпись", "Что видно; встанет под картинкой", example="Столы сдвинуты по четыре")
    alt: Plain | None = maybe(
        "Картинка словами", "Для тех, кто её не видит", example="Восемь столов сдвинуты в четыре квадрата, людей нет."
    )
    step: Integer | None = maybe("К какому шагу", "Номер шага; пусто — к идее", example=3, ge=1, le=100)
    rights: Annotated[str, RIGHTS] | None = maybe("Чья картинка", "Без ответа её не покажут", example="own")
    permission: Plain | None = maybe(
        "Разрешение организации", "Номер и место хранения, для служебного", example="приказ № 5, дело 01-07"
    )
    license: Plain | None = maybe("Лицензия картинки", "Для чужой обязательно", example="CC BY 4.0")
    source: Url | None = maybe("Откуда", "Страница, где она опубликована", example="https://example.org/kartinka")
    people: Annotated[str, PEOPLE] | None = maybe(
        "Кто на картинке", "Говорит тот, кто прислал; без ответа её не покажут", example="nobody"
    )
    consents: tuple[Consent, ...] = many(
        "Согласия взрослых",
        "По одному на человека, категория — снимок",
        noun=Noun("согласие", "согласия", "n"),
        by_keepers=True,
    )
    confirmed: Day | None = maybe(
        "Подтверждено",
        "День, когда рецензент посмотрел на картинку; ставит не отправитель",
        example="2026-11-20",
        by_keepers=True,
    )
    confirmed_by: Annotated[str, RefTo("organizations")] | None = maybe(
        "Кто подтвердил", example="demo-institut", by_keepers=True
    )

    def shown_on(self, day: dt.date, site: str = "") -> bool:
        """Return whether the picture may be published: everything about it is said, its rights are known, it is
        confirmed, everybody's consent holds."""
        if self.file is None or self.rights == UNKNOWN_RIGHTS or self.confirmed is None or self.confirmed > day:
            return False
        if unanswered(self):
            return False
        return self.people != ADULTS or (bool(self.consents) and all(holds(it, day, site) for it in self.consents))


def holds(consent: Consent, day: dt.date, site: str) -> bool:
    """Return whether a consent to a person's picture is in force on this day for this site."""
    return consent.valid_on(day, "photo") and consent.covers(site)


def path_of(record: Record, picture: Picture) -> str:
    """Where the file lies below ``content``, and on the site."""
    return f"{FOLDER}/{record.key}/{picture.file}"


#: field -> what is asked where nobody has answered it
_QUESTIONS = {"alt": "что на ней (словами)", "rights": "чья она", "people": "кого на ней можно узнать"}


def unanswered(picture: Picture) -> dict[str, str]:
    """Field -> the question, in words, of what nobody has said of a picture: it is held back until somebody does."""
    lacking = {name: words for name, words in _QUESTIONS.items() if getattr(picture, name) is None}
    if picture.people == ADULTS and not picture.consents:
        lacking["consents"] = "где хранятся согласия взрослых на снимок"
    return lacking


def consent_state(consent: Consent, day: dt.date, site: str) -> str:
    """Why a consent to a person's picture is not in force on this day for this site, in words; empty when it is."""
    if holds(consent, day, site):
        return ""
    if "photo" not in consent.categories:
        return "согласие не на снимок"
    if consent.withdrawn is not None and consent.withdrawn <= day:
        return "согласие на снимок отозвано"
    return (
        "согласие на снимок дано для другого ресурса"
        if consent.valid_on(day, "photo")
        else "согласие на снимок не действует"
    )


def waits_for(picture: Picture, day: dt.date, site: str) -> str:
    """What keeps a picture that has a file from being shown on this day, in words; empty for one that is shown."""
    if picture.file is None or picture.rights == UNKNOWN_RIGHTS:
        return ""
    if asked := unanswered(picture):
        return f"не сказано: {'; '.join(asked.values())}"
    if picture.confirmed is None or picture.confirmed > day:
        return "ждёт подтверждения рецензента"
    if picture.people != ADULTS:
        return ""
    return next(filter(None, (consent_state(one, day, site) for one in picture.consents)), "")


def picture_faults(picture: Picture) -> Iterator[tuple[str, str, str]]:
    """(field, what is wrong, what to do) of the rights of a picture and of the people on it."""
    if picture.rights == UNKNOWN_RIGHTS:
        if picture.file:
            hint = (
                "уберите file и оставьте ссылку source; узнаете, чья она, — напишите rights: own, employer или licensed"
            )
            yield "file", text.sentence("picture_rights_unknown"), hint
        if not (picture.alt or picture.title):
            yield "alt", "не сказано, что на картинке", "добавьте alt: что на ней, словами"
        if not picture.source:
            yield "source", text.sentence("picture_no_link"), "добавьте source — адрес страницы, где она опубликована"
        return
    if picture.file is None:
        yield "file", text.sentence("picture_no_file"), "добавьте file или напишите rights: unknown и ссылку source"
    if picture.rights == EMPLOYER and not picture.permission:
        hint = "добавьте permission: номер и место хранения разрешения"
        yield "permission", text.sentence("picture_no_permission"), hint
    if picture.rights == LICENSED:
        if not picture.license:
            hint = "добавьте license, например CC BY 4.0; лицензия неизвестна — rights: unknown и ссылка"
            yield "license", text.sentence("picture_no_license"), hint
        if not picture.source:
            yield (
                "source",
                text.sentence("picture_no_source"),
                "добавьте source — адрес страницы, где она опубликована",
            )
    if picture.confirmed:
        for name, words in unanswered(picture).items():
            yield name, f"картинка подтверждена, а не сказано, {words}", _answers(name)
    if picture.people == ADULTS and any("photo" not in consent.categories for consent in picture.consents):
        yield "consents", "согласие дано не на снимок", "добавьте photo в categories, если согласие дано и на снимок"


def _answers(name: str) -> str:
    if name == "consents":
        return "добавьте consents: given, document, categories: [photo], resource — по одному на человека"
    return f"добавьте {name} или уберите confirmed"
