"""What the base remembers of its publication: the addresses that must stay, and on which day each record was published
first. Made anew from the base, and kept by the job that publishes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.catalog import Catalog
from generator.channels import proposals
from generator.channels.proposals import Destination, NotProposed, ProposedBranch
from generator.pages import by_term
from generator.records import reading

LIST = "data/addresses.txt"
DAYS = reading.FIRST_PUBLISHED
BRANCH = "predlozhenie/opublikovannye-adresa"
_HEAD = (
    "# Опубликованные адреса: они не исчезают. Список пополняет команда metodoteka addresses;\n"
    "# переименованная запись держит прежний адрес в поле aliases.\n"
)
_HEAD_OF_DAYS = (
    "# С какого дня запись опубликована: по этому дню она считается в показателях, если сама не говорит, с какого\n"
    "# времени применяется. Дописывает команда metodoteka addresses; прежние дни не меняются.\n"
)
_TITLE = "data: запомнены опубликованные адреса"


def published(catalog: Catalog) -> set[str]:
    """The addresses of everything that the site shows for good."""
    return {one.key for one in catalog.own_records if one.is_public and not one.demo and one.kind in catalog.paged}


def published_lists(catalog: Catalog) -> set[str]:
    """The terms (``list/term``) by which the site lists published records."""
    of_kinds = (lists for kind in by_term.all_term_lists(catalog).values() for lists in kind.values())
    return {f"{one.facet.vocabulary}/{one.id}" for lists in of_kinds for one in lists
            if any(catalog.is_own(record) and not record.demo for record in one.records)}  # fmt: skip


def address_list(addresses: set[str], before: str = "") -> str:
    """The text of the list; ``before`` is what it was, whose notes stay above their lines."""
    return _listed(_HEAD, addresses, before)


def first_days(known: Mapping[str, dt.date], addresses: set[str], today: dt.date) -> dict[str, dt.date]:
    """The days with those of new addresses: a day that is remembered never changes."""
    return {**dict.fromkeys(addresses, today), **known}


def day_list(days: Mapping[str, dt.date], before: str = "") -> str:
    """The text of the list of days; ``before`` is what it was, whose notes stay above their lines."""
    return _listed(_HEAD_OF_DAYS, (f"{address} {day}" for address, day in days.items()), before)


def _listed(head: str, rows: Iterable[str], before: str) -> str:
    """The rows in order of their addresses below the head; a note goes with the address below it."""
    own, notes, waiting = head.splitlines(), list[tuple[str, str]](), list[str]()
    for row in before.splitlines():
        if row.startswith("#"):
            waiting += [] if row in own else [row]
        elif row.strip():
            notes += [(row.split()[0], note) for note in waiting]
            waiting = []
    lines = [(row.split()[0], 1, row) for row in rows] + [(address, 0, note) for address, note in notes]
    lines.sort(key=lambda line: line[:2])  # several notes stay in their order
    return head + "".join(f"{line}\n" for line in (*(row for _, _, row in lines), *waiting))


def push_addresses(
    root: Path, target: Destination, addresses: set[str], days: Mapping[str, dt.date]
) -> ProposedBranch | None:
    """Add the addresses and their days to the lists on the main branch of the server; where that is protected, in a
    branch of their own for a request, which is given back. What the lists there have already stays. Nothing is sent
    where nothing is new. Raises :class:`NotProposed`."""
    if not target.remote:
        raise NotProposed(
            "Отправлять некуда: git не знает репозитория на сервере. Добавьте: git remote add origin АДРЕС"
        )
    there = {path: proposals.content_on(root, target, target.into, path) for path in (LIST, DAYS)}
    known = _known(there[LIST])
    dated = reading.days_in(_rows(there[DAYS]))[0]
    if addresses <= known and days.keys() <= dated.keys():
        return None
    before = {path: (data or b"").decode("utf-8", "replace") for path, data in there.items()}
    changed = {
        LIST: address_list(addresses | known, before[LIST]).encode(),
        DAYS: day_list({**days, **dated}, before[DAYS]).encode(),
    }
    try:
        # Forges start nothing for such a commit: there is nothing new to publish.
        proposals.accept(root, changed, title=f"{_TITLE} [skip ci]", target=target)
        return None
    except NotProposed:
        return proposals.propose(root, changed, title=_TITLE, branch=BRANCH, target=target, replace=True)


def _known(data: bytes | None) -> set[str]:
    return {row for _, row in _rows(data)}


def _rows(data: bytes | None) -> list[tuple[int, str]]:
    rows = enumerate((data or b"").decode("utf-8", "replace").splitlines(), 1)
    return [(number, row.strip()) for number, row in rows if row.strip() and not row.startswith("#")]
