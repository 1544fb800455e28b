"""Who has applied a practice as a stranger and with success, once more out of the raw YAML: nothing of the generator is
imported. Follows the guide «Уровни доказательности»: a stranger is whose independence the records show."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

Records = Mapping[str, Mapping[str, Any]]
Now = Callable[[str], str]
#: organisations that govern education where they stand
GOVERNING = {"ministry", "education-department"}


class Organizations:
    """Who belongs together, as far as the records say."""

    def __init__(self, records: Records, now: Now):
        self.now = now
        self.all = {key.split("/")[1]: record for key, record in records.items() if key.startswith("organizations/")}

    def present(self, its_id: str) -> str:
        return self.now(f"organizations/{its_id}").split("/")[1]

    def numbers(self, its_id: str) -> set[str]:
        own = self.all.get(its_id, {})
        return {f"{name}{own[name]}" for name in ("inn", "ogrn") if own.get(name)}

    def one_legal_body(self, its_id: str) -> set[str]:
        """The organisation and every record with one of its registration numbers, or a number of those."""
        found, numbers = {its_id}, self.numbers(its_id)
        while more := {o for o in self.all if o not in found and self.numbers(o) & numbers}:
            found |= more
            numbers = set().union(*map(self.numbers, found))
        return found

    def above(self, its_id: str) -> set[str]:
        """The organisation and everything that it is part of."""
        found: set[str] = set()
        left = [its_id]
        while left:
            for one in self.one_legal_body(left.pop()) - found:
                found.add(one)
                if parent := self.all.get(one, {}).get("parent"):
                    left.append(self.present(parent))
        return found

    def governs(self, one: str, other: str) -> bool:
        """The ministry itself its region; a department of a district also by what is part of it."""
        places = {self.place(its) for its in self.above(other)} - {""}
        heads = [its for its in self.above(one) if self.all.get(its, {}).get("type") in GOVERNING]
        return any(self.place(h) in places and (h == one or self.place(h).startswith("districts/")) for h in heads)

    def place(self, its_id: str) -> str:
        return self.all.get(its_id, {}).get("territory", "")

    def says_nothing(self, its_id: str) -> bool:
        own = self.all.get(its_id)
        if own is None:
            return False
        return not (own.get("territory") or own.get("parent") or self.numbers(its_id) or own.get("level") == "federal")

    def are_tied(self, one: str, other: str) -> bool:
        one, other = self.present(one), self.present(other)
        if self.above(one) & self.above(other) or self.governs(one, other) or self.governs(other, one):
            return True
        return self.says_nothing(one) or self.says_nothing(other)

    def are_one_body(self, one: str, other: str) -> bool:
        """Two buildings of one school; the department over both makes them no body."""
        return bool(self.body(self.present(one)) & self.body(self.present(other)))

    def body(self, its_id: str) -> set[str]:
        heads = [its for its in self.above(its_id) if self.all.get(its, {}).get("type") in GOVERNING]
        over = set().union(*map(self.above, heads)) if heads else set()
        return self.one_legal_body(its_id) | (self.above(its_id) - over)


def applied_on(records: Records, now: Now, address: str) -> list[dt.date]:
    """The last days that an application of the practice by strangers, with success, can have been on."""
    practice, organizations = records[address], Organizations(records, now)
    return [
        moment_end(record["date"])
        for key, record in records.items()
        if key.startswith("replications/")
        and record.get("status") in ("published", "archived")
        and now(f"practices/{record['practice']}") == address
        and not (record.get("demo") == "true" and practice.get("demo") != "true")
        and not record["date"].startswith("--")
        and worked(record)
        and is_by_strangers(practice, record, organizations)
    ]


def moment_end(written: str) -> dt.date:
    year, month, day = (*map(int, written[:10].split("-")), 0, 0)[:3]
    month = month or 12
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])


def worked(record: Mapping[str, Any]) -> bool:
    if record["result"] != "worked":
        return False
    known = [o for o in record.get("outcomes") or () if o.get("before") and o.get("after")]
    return not known or any(is_better(outcome) for outcome in known)


def is_better(outcome: Mapping[str, Any]) -> bool:
    change = Fraction(outcome["after"]) - Fraction(outcome["before"])
    return change < 0 if outcome.get("direction") == "down" else change > 0


def is_by_strangers(practice: Mapping[str, Any], record: Mapping[str, Any], organizations: Organizations) -> bool:
    authors = practice.get("authors") or ([{"organization": practice["owner"]}] if practice.get("owner") else [])
    named = [author["organization"] for author in authors if author.get("organization")]
    if not authors or len(named) < len(authors):
        return False  # of whom nobody knows whence he is, nobody is independent
    who = record["organization"]
    if any(organizations.are_tied(who, its) for its in named):
        return False
    if practice.get("owner") and organizations.are_one_body(who, practice["owner"]):
        return False
    reporter = record.get("reporter") or {}
    names = {fold(author["name"]) for author in authors if author.get("name")}
    if reporter.get("name") and fold(reporter["name"]) in names:
        return False
    its = reporter.get("organization")
    return not (its and any(organizations.are_tied(its, one) for one in named))


def fold(name: str) -> str:
    return " ".join(name.lower().replace("ё", "е").split())
