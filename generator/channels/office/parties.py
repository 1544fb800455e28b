"""Who a roadmap means by its responsible parties: organisations and communities of the base, their heads, or roles.

A name is understood where it fits one record of the base and no other. A unit may be named without the organisation it
is part of («Научно-исследовательский отдел»), a head by the unit («Директор Армавирского филиала ГБОУ ИРО»). Everybody
else is a role in words, as the document has it; in which organisation, nobody guesses. A person is no party: names are
left out and told (``people_in_cells``), what stands beside them is the role.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from generator import text
from generator.catalog import Catalog
from generator.channels.office import people_in_cells
from generator.channels.office.filled import FilePlace, Remark
from generator.channels.office.names import normalize_title
from generator.channels.office.people_in_cells import LEADING, ROLE_WORDS
from generator.problems import WARNING, nearest
from generator.records import Record
from generator.records.scalars import short

_LEADER = re.compile(rf"(?:{'|'.join(LEADING)})\w*\.?", re.IGNORECASE)
_ABSENT = {"гбоу", "гбу", "гау", "гку", "мбоу", "мбу", "мку", "мау", "фгбоу", "фгбу", "гоу", "моу", "дпо", "сош", "по",
           "и", "в", "на", "при", "для", "за", "от", "с", "им", "имени"}  # fmt: skip
_LONGEST = 1_000  # characters of a line that is still looked into; a role has at most 300
_MOST_NAMED = 12
_SIGNS = (" — ", " – ", " - ", ": ", ", ", " (")


@dataclass(frozen=True)
class ParsedParty:
    """A responsible party as records write it, the words of the document, between whom they do not decide, and the
    organisation of the other half of the base (real or demonstration) that they name."""

    data: dict[str, str]
    as_written: str
    several: tuple[str, ...] = ()
    elsewhere: str = ""

    @property
    def is_bare(self) -> bool:
        """Return True for a role in no organisation that the base knows."""
        return set(self.data) == {"role"}


@dataclass(frozen=True)
class _Known:
    """A record that may be responsible: ``core`` are the words it cannot be named without, ``all`` those it may."""

    field: str
    id: str
    title: str
    names: frozenset[str]
    core: frozenset[str]
    all: frozenset[str]
    head: str


class Parties:
    """All organisations and communities of a base by the ways in which documents name them; real ones, or with
    ``demo`` those of demonstration."""

    def __init__(self, catalog: Catalog, demo: bool = False):
        self.demo = demo
        self._catalog = catalog
        self._found: dict[str, list[_Known]] = {}  # the same few names stand in every row

    @cached_property
    def _known(self) -> list[_Known]:
        kinds = ("organizations", "associations")
        records = [r for r in self._catalog.records.values() if r.kind in kinds and r.demo == self.demo]
        return [_known(record, self._catalog) for record in records]

    @cached_property
    def _others(self) -> Parties:
        return Parties(self._catalog, not self.demo)

    @cached_property
    def example(self) -> str:
        """A title to show how an organisation is named, empty where the base has none."""
        return min((one.title for one in self._known if one.field == "organization"), key=len, default="")

    def read(self, lines: Sequence[str]) -> list[ParsedParty]:
        """The parties that the lines of a cell name, in order, each once; people are left out (:meth:`people`)."""
        out: list[ParsedParty] = []
        for raw in split([rest for rest, _ in people_in_cells.split_people(lines, self._is_name)], self._is_name):
            party = self._party(raw)
            if party.is_bare and not party.several:
                party = replace(party, elsewhere=self._others._title_in(raw))
            if party.data not in [other.data for other in out]:
                out.append(party)
        return out

    def people(self, lines: Sequence[str]) -> list[people_in_cells.PersonInCell]:
        """The people whom the lines of a cell name."""
        return [named for _, found in people_in_cells.split_people(lines, self._is_name) for named in found]

    def meant(self, raw: str) -> str:
        """The title that a role may be a slip of the pen of, empty for none."""
        guess = nearest(raw, [one.title for one in self._known])
        return guess if guess and _alike(raw, guess) else ""

    def _title_in(self, raw: str) -> str:
        """The title of the record that a part of the text names word for word, empty for none."""
        pieces = {normalize_title(piece) for separator in _SIGNS for piece in raw.strip(" )").split(separator)}
        return next((one.title for one in self._known if one.names & pieces), "")

    def _is_name(self, raw: str) -> bool:
        return bool(self._named(raw))

    def _party(self, raw: str) -> ParsedParty:
        if len(raw) > _LONGEST:
            return ParsedParty({"role": raw}, raw)
        found = self._named(raw)
        if len(found) == 1:
            return ParsedParty({found[0].field: found[0].id}, raw)
        for separator in _SIGNS:
            first, parted, last = raw.rstrip(")" if separator == " (" else "").partition(separator)
            for name, role in ((first, last), (last, first)) if parted else ():
                if len(one := self._named(name)) == 1:
                    return ParsedParty({one[0].field: one[0].id, "role": role.strip()}, raw)
        if not found and (headed := self._headed(raw)):
            return headed
        return ParsedParty({"role": raw}, raw, tuple(sorted(one.title for one in found)))

    def _named(self, raw: str) -> list[_Known]:
        if raw not in self._found:
            self._found[raw] = self._fitting(raw)
        return self._found[raw]

    def _fitting(self, raw: str) -> list[_Known]:
        exact = [one for one in self._known if normalize_title(raw) in one.names]
        if exact:
            return exact
        words = _words(raw)
        return [one for one in self._known if one.core and one.core <= words <= one.all]

    def _headed(self, raw: str) -> ParsedParty | None:
        """«Директор Армавирского филиала»: the head of something. Whoever is curator or methodist of something need not
        belong to it."""
        by_role = [one for one in self._known if one.head and one.head == normalize_title(raw)]
        words = raw.split()
        if len(by_role) == 1:
            return ParsedParty({by_role[0].field: by_role[0].id, "role": words[0].lower()}, raw)
        for count in range(1, len(words)):
            head, rest = words[:count], " ".join(words[count:])
            found = self._named(rest) if _LEADER.fullmatch(head[0]) else []
            if len(found) == 1:
                # «Заведующие» says little without what they head, «директор» of a named branch says all.
                role = " ".join(head) if len(found[0].core) > 1 else raw
                return ParsedParty({found[0].field: found[0].id, "role": role[0].lower() + role[1:]}, raw)
        return None


def party_remarks(parties: Parties, found: Iterable[tuple[ParsedParty, FilePlace]]) -> Iterator[Remark]:
    """What a person is told of the parties that were read, each with its place: names that may mean several, roles
    that are nearly a name, and once for all of them the roles in no organisation."""
    bare: dict[str, FilePlace] = {}
    for party, place in found:
        if party.several:
            which = "; ".join(party.several)
            message = f"«{short(party.as_written)}» может значить разное: {which}"
            yield Remark(place, message, "напишите полное название", "ambiguous-party", WARNING)
        elif party.is_bare and (guess := parties.meant(party.as_written)):
            message = f"«{short(party.as_written)}» записано как должность: организации с таким названием нет"
            hint = f"если это «{guess}», напишите название так; если должность, ничего менять не нужно"
            yield Remark(place, message, hint, "a-role", WARNING)
        elif party.elsewhere:
            real, demo = "настоящая", "демонстрационная"
            message = f"«{short(party.as_written)}» записано ролью: «{party.elsewhere}» — запись " + (
                f"{real}, а программа {demo}" if parties.demo else f"{demo}, а программа {real}"
            )
            hint = f"назовите {'демонстрационную' if parties.demo else 'настоящую'} организацию" + (
                f", например «{parties.example}»" if parties.example else ""
            )
            yield Remark(place, message, f"{hint}, или оставьте роль", "other-half", WARNING)
        elif party.is_bare:
            bare.setdefault(party.as_written, place)
    if bare:
        first = [f"«{short(role)}»" for role in list(bare)[:_MOST_NAMED]]
        roles = ", ".join(first) + (" и другие" if len(bare) > _MOST_NAMED else "")
        hint = "чтобы назвать организацию, допишите её через тире" + (
            f", например: «Методист — {parties.example}»" if parties.example else ""
        )
        message = f"записаны ролями, потому что организация не названа: {roles}"
        yield Remark(next(iter(bare.values())), message, hint, "bare-role", WARNING)


def _alike(one: str, other: str) -> bool:
    """Return whether two names share most of their words, so that one may be a misspelling of the other."""
    words = [set(re.findall(r"[\w]+", normalize_title(raw))) for raw in (one, other)]
    return len(words[0] & words[1]) * 2 > len(words[1]) or len(words[1]) == 1


def split(lines: Sequence[str], is_name) -> Iterator[str]:
    """The parties that stand in a cell, a text for each: by lines, by «;», by commas between parties, and by a capital
    letter where a line break got lost. A line that cannot begin a party belongs to the one before."""
    whole: list[str] = []
    for line in lines:
        for part in line.split(";"):
            raw = without_stop(part)
            if not raw:
                continue
            if whole and raw[0].islower() and not ROLE_WORDS.match(raw):
                whole[-1] += " " + raw
            else:
                whole.append(raw)
    for raw in whole:
        if len(raw) > _LONGEST or is_name(raw):
            yield raw
            continue
        for part in _by_comma(raw):
            yield from ([part] if is_name(part) else _by_capital(part))


def without_stop(raw: str) -> str:
    """Without characters at the edges; the dot of an initial or of a short word («А. В.», «и др.») is part of it."""
    raw = raw.strip(" ,;").lstrip(".").strip()
    # Only the end is looked at: from every letter of a cell of 32,000 on the way to its end would take seconds.
    return raw[:-1].rstrip() if re.search(r"(?:\w{4}|[А-ЯЁA-Z]{2}|[»)\d])\.$", raw[-5:]) else raw


def _by_comma(raw: str) -> Iterator[str]:
    kept = ""
    for part in re.split(r",\s+(?![^«]*»)", raw):
        if kept and not (part[:1].isupper() or ROLE_WORDS.match(part)):
            kept += ", " + part
            continue
        if kept:
            yield kept
        kept = part.strip()
    if kept:
        yield kept


def _by_capital(raw: str) -> Iterator[str]:
    """«Ректор Проректор по науке» is two: a head noun with a capital letter inside a line begins a new party."""
    words = raw.split()
    begun = 0
    for n in range(1, len(words)):
        capital = words[n][0].isupper() and not words[n].isupper()
        follows = n + 1 < len(words) and words[n + 1][0].islower() and ROLE_WORDS.fullmatch(words[n + 1])
        if capital and (ROLE_WORDS.fullmatch(words[n]) or follows):
            yield " ".join(words[begun:n])
            begun = n
    yield " ".join(words[begun:])


def _known(record: Record, catalog: Catalog) -> _Known:
    titles = [record.title, getattr(record, "short_title", None) or ""]
    parent = catalog.get("organizations", getattr(record, "parent", None) or getattr(record, "organization", None))
    above = [parent.title, getattr(parent, "short_title", None) or ""] if parent else []
    region = catalog.find(getattr(record, "territory", None))
    above_words = frozenset().union(*map(_words, above)) if above else frozenset()
    core = _words(record.title) - above_words if parent else frozenset()
    every = frozenset().union(*map(_words, [*titles, *above, region.title if region else ""]))
    person = getattr(record, "chair", None) or getattr(record, "head", None)
    return _Known(
        "organization" if record.kind == "organizations" else "association",
        record.id,
        record.title,
        frozenset(normalize_title(title) for title in (*titles, record.id) if title),
        core,
        every,
        normalize_title(person.role) if person else "",
    )


def _words(raw: str) -> frozenset[str]:
    found = re.findall(r"\w+", raw.lower().replace("ё", "е"))
    return frozenset(text.stem(word) for word in found if word not in _ABSENT)
