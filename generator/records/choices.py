"""What stands on the models in the words of people: the values of closed lists, the members of open ones, the form by
which a record is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic_core import core_schema


@dataclass(frozen=True)
class Choices:
    """The values of a field, each with its label: ``Annotated[str, choices({"worked": "получилось", …})]``.

    Forms, Office files, the desk, schemas, messages, pages, filters and reviews print this label and no other.
    """

    pairs: tuple[tuple[str, str], ...]
    #: labels of former blanks and the value each meant: files that people keep are read, nobody is offered them
    former: tuple[tuple[str, str], ...] = ()

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Value -> label, in the order in which a person chooses."""
        return MappingProxyType(dict(self.pairs))

    @cached_property
    def by_label(self) -> Mapping[str, str]:
        """Label in small letters -> value."""
        return MappingProxyType({label.casefold(): value for value, label in self.pairs})

    def __str__(self) -> str:
        """All of them as one line of help: «draft — черновик; review — на проверке»."""
        return "; ".join(f"{value} — {label}" for value, label in self.pairs)

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.literal_schema([value for value, _ in self.pairs])


def choices(labels: Mapping[str, str], former: Mapping[str, str] | None = None) -> Choices:
    """The list of a field, from value -> label; ``former`` is former label -> value."""
    return Choices(tuple(labels.items()), tuple((former or {}).items()))


class Noun(NamedTuple):
    """What a member of a list is called: «шаг», «шаги», the gender of its endings (``m``, ``f``, ``n``), and whether
    people know it by its number."""

    one: str
    many: str
    gender: str
    numbered: bool = False


class Quick(NamedTuple):
    """One question of the quick way to send a record: how it is asked, and the fields that hold the answer. Of a list
    of groups only the first field is asked, each member on a line of its own."""

    question: str
    fields: tuple[str, ...]
    help: str = ""


@dataclass(frozen=True)
class Offer:
    """The form by which people send a record of a kind: on the site, in Word and in Excel.

    ``name`` is what commands call it, ``address`` its place below ``predlozhit/``. A person reads ``title`` and
    ``lead``, the ``occasion`` for filling it in (empty: the lead), the ``button`` of the listing (empty: the title),
    the first ``sheet`` of the workbook (empty: the heading of the listing). A form that ``tells_of_people`` asks to
    leave out their names. ``sections`` are headings with the fields asked under them; "steps" asks a whole group, and a
    field that is not there is not asked. ``when`` is field -> (another field, the values of it that make sense of the
    question; no values: any). Of two forms the one with the smaller ``place`` stands first. ``quick`` are the few
    questions that are enough for a draft which others complete (``quick_title`` says what it is; none: the form has one
    way).
    """

    name: str
    address: str
    title: str
    lead: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    occasion: str = ""
    button: str = ""
    sheet: str = ""
    when: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    tells_of_people: bool = True
    place: int = 100
    quick_title: str = ""
    quick: tuple[Quick, ...] = ()
