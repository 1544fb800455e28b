"""What waits for the people who keep the base: one page, not in the navigation, made anew at every build.

Real records and demonstration ones stand apart: the figures at the top count real ones only.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from generator.catalog import Catalog, outside_links
from generator.catalog.computed.maturity import is_in_force
from generator.documents.history import FileChange
from generator.pages import coverage
from generator.records import Record
from generator.records.common import Person
from generator.records.pictures import Picture, waits_for
from generator.records.walking import of_type
from generator.settings import Settings

EDITORS_PAGE = "redaktsiia/index.md"
#: a consent or a shelf life that ends so soon has to be renewed now
SOON = dt.timedelta(days=60)
#: more of them are grouped by who answers for the record
MOST_IN_A_LIST = 20
#: a list shows no more lines: a browser on a simple computer would not open a page of ten thousand of them
LONGEST_LIST = 300
#: "this month" is the last so many days
MONTH = dt.timedelta(days=31)


@dataclass(frozen=True)
class Due:
    """A record with a reason to look at it and the day that the reason speaks of."""

    record: Record
    reason: str
    date: dt.date | None = None


@dataclass(frozen=True)
class Task:
    """One kind of work: what it is, what to do about it, and the records that wait, the most urgent first."""

    id: str
    heading: str
    advice: str
    due: tuple[Due, ...]
    done: str = field(default="Ничего не ждёт.")

    @property
    def real(self) -> tuple[Due, ...]:
        """Those of real records."""
        return tuple(due for due in self.due if not due.record.demo)

    @property
    def by_owner(self) -> list[tuple[str, tuple[Due, ...]]]:
        """Many of them by who answers for the record (its address, empty for nobody), the longest list first."""
        groups: dict[str, list[Due]] = defaultdict(list)
        for due in self.real:
            groups[due.record.owner or ""].append(due)
        return sorted(((owner, tuple(own)) for owner, own in groups.items()), key=lambda it: (-len(it[1]), it[0]))

    @property
    def demo(self) -> tuple[Due, ...]:
        """Those of demonstration records."""
        return tuple(due for due in self.due if due.record.demo)


@dataclass(frozen=True)
class DayChanges:
    """What changed on a day: each change with its record."""

    date: dt.date
    changes: tuple[tuple[FileChange, Record], ...]

    def count(self, what: str) -> int:
        """How many records were ``added`` or ``changed``."""
        return sum(change.what == what for change, _ in self.changes)


def view(catalog: Catalog, settings: Settings) -> dict[str, Any]:
    """Everything that waits, and what has changed in the last 31 days."""
    # Where the owner has switched the demonstration off, nothing of it is shown, its drafts included.
    records = [record for record in catalog.own_records if settings.demo or not record.demo]
    published = [record for record in records if record.status == "published"]
    tasks = (
        Task(
            "zhdut",
            "Ждут решения",
            "Черновики и записи на проверке. Прочитайте, поправьте и опубликуйте или верните автору.",
            _ordered(_waiting(records)),
        ),
        Task(
            "srok",
            "Пора перечитать",
            "Срок проверки прошёл или подходит. Перечитайте запись, поправьте и поставьте новый срок в поле review_by.",
            _ordered(_shelf_life(published, catalog.today)),
        ),
        Task(
            "ekspertizy",
            "Экспертизы с истёкшим сроком",
            "Заключение больше не действует: закажите новую экспертизу или уберите рекомендацию.",
            _ordered(_expired_reviews(published, catalog.today)),
        ),
        Task(
            "soglasiia",
            "Согласия на имена",
            "Без действующего согласия имя не показывается. Продлите согласие или уберите имя из записи.",
            _ordered(_consents(records, catalog.today, catalog.site)),
        ),
        Task(
            "kartinki",
            "Картинки ждут",
            "Картинки, которых пока нет на сайте: спросите того, кто прислал, посмотрите файл и поставьте confirmed; "
            "согласие на снимок продлите или уберите картинку.",
            _ordered(_pictures(records, catalog.today, catalog.site)),
        ),
        Task(
            "hoziain",
            "Никто не подтвердил",
            "У записи нет ответственного или срока проверки: неизвестно, кто и когда её перечитает.",
            _ordered(_unowned(published)),
        ),
    )
    tasks += (
        Task(
            "ssylki",
            "Ссылки не открываются",
            "Три проверки подряд в разные дни не удались. Найдите новый адрес или дайте ссылку на копию в архиве.",
            _ordered(_dead_links(catalog)),
            "Неработающих ссылок не нашли." if catalog.links else "Ссылки ещё не проверяли: metodoteka links.",
        ),
    )
    empty = coverage.view(catalog) if "practices" in catalog.kinds else None
    changes = catalog.history.since(catalog.today - MONTH)
    return {
        "tasks": tasks,
        "most": MOST_IN_A_LIST,
        "longest": LONGEST_LIST,
        "owners": {owner: _owner_title(catalog, owner) for task in tasks for owner, _ in task.by_owner},
        "spots": empty and (empty["empty"], empty["cells"]),
        "days": (days := _by_day(records, changes)),
        "has_demo": any(record.demo for record in records),
        "changed": sum(not record.demo for day in days for _, record in day.changes),
        "has_history": bool(catalog.history.versions),
        "month": (catalog.today - MONTH, catalog.today),
    }


def _owner_title(catalog: Catalog, owner: str) -> str:
    record = catalog.get("organizations", owner)
    return catalog.title_of(record) if record else owner


def _waiting(records: Iterable[Record]) -> Iterable[Due]:
    words = {"draft": "черновик", "review": "на проверке"}
    for record in records:
        if record.status in words:
            yield Due(record, words[record.status], record.updated)


def _shelf_life(records: Iterable[Record], today: dt.date) -> Iterable[Due]:
    for record in records:
        if record.review_by is not None and record.review_by <= today + SOON:
            yield Due(record, "срок прошёл" if record.review_by < today else "срок подходит", record.review_by)


def _expired_reviews(records: Iterable[Record], today: dt.date) -> Iterable[Due]:
    for record in records:
        if record.kind == "reviews" and not is_in_force(record, today):
            yield Due(record, "действовала до", record.valid_until)


def _consents(records: Iterable[Record], today: dt.date, site: str) -> Iterable[Due]:
    for record in records:
        for person in (found.value for found in of_type(record, Person)):
            if person.name:
                reason, date = _consent(person, today, site)
                if reason:
                    yield Due(record, f"{person.role}: {reason}", date)


def _consent(person: Person, today: dt.date, site: str) -> tuple[str, dt.date | None]:
    """What is wrong with a person's consent, without the name: the page itself is public."""
    consent = person.consent
    if consent is None:
        return "имя без согласия", None
    if consent.withdrawn is not None and consent.withdrawn <= today:
        return "согласие отозвано", consent.withdrawn
    if not consent.valid_on(today):
        return "согласие не действует", consent.until
    if not consent.covers(site):
        return "согласие дано для другого ресурса", None
    if consent.until is not None and consent.until <= today + SOON:
        return "согласие заканчивается", consent.until
    return "", None


def _pictures(records: Iterable[Record], today: dt.date, site: str) -> Iterable[Due]:
    for record in records:
        pictures: tuple[Picture, ...] = getattr(record, "pictures", ())
        for picture in pictures:
            if reason := waits_for(picture, today, site):
                yield Due(record, f"{picture.file}: {reason}", record.updated)
            elif ends := [one.until for one in picture.consents if one.until and one.until <= today + SOON]:
                yield Due(record, f"{picture.file}: согласие на снимок заканчивается", min(ends))


def _dead_links(catalog: Catalog) -> Iterable[Due]:
    found = outside_links.outside_addresses(catalog) if any(link.is_dead for link in catalog.links.values()) else {}
    for url, places in found.items():
        link = catalog.dead(url)
        for key in dict.fromkeys(place.key for place in places) if link else ():
            if key in catalog.records:
                copy = f", копия: {link.archived}" if link.archived else ""
                yield Due(catalog.records[key], f"{url} — {link.answer}{copy}, не открывается с", link.since)


def _unowned(records: Iterable[Record]) -> Iterable[Due]:
    for record in records:
        lacking = [words for words, value in (("ответственного", record.owner), ("срока проверки", record.review_by))
                   if value is None]  # fmt: skip
        if record.has_pages and lacking:
            yield Due(record, "нет " + " и ".join(lacking), record.updated)


def _ordered(due: Iterable[Due]) -> tuple[Due, ...]:
    """Those without a day first, then the earliest day."""
    return tuple(sorted(due, key=lambda one: (one.date or dt.date.min, one.record.key, one.reason)))


def _by_day(records: Iterable[Record], changes: Sequence[FileChange]) -> list[DayChanges]:
    """Changes of records that are there now, a day at a time; lists of terms, schemas and removed files left out."""
    by_path = {record.path: record for record in records}
    known = [(change, by_path[change.path]) for change in changes if change.path in by_path]
    return [DayChanges(date, tuple(members)) for date, members in groupby(known, key=lambda pair: pair[0].date)]
