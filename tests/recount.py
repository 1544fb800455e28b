"""Every figure once more, out of the raw YAML and by the words of the guides: nothing of the generator is imported.

What is declared, what districts come to, what a roadmap, the events and the practices of a place give
(``recount_practices``), what was written down of closed periods. ``figures`` answers
``{(indicator, scope, period): Figure}``; a test holds it against the published tables.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import recount_practices
import yaml

Key = tuple[str, str, str]


@dataclass
class Figure:
    """``top`` by ``bottom`` (None for a number), or a stated ``value``; ``missing`` districts of a sum."""

    top: Fraction | None = None
    bottom: Fraction | None = None
    value: Fraction | None = None
    how: str = "declared"
    missing: set[str] = field(default_factory=set)
    empty: bool = False


class Base:
    """The records of a folder as they are written, by address."""

    def __init__(self, root: Path):
        self.records: dict[str, dict[str, Any]] = {}
        for path in sorted((root / "data").glob("*/*")):
            if path.parent.name in ("vocabularies", "schemas") or path.suffix not in (".yml", ".md"):
                continue
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".md":
                text = text.split("---\n")[1]
            self.records[f"{path.parent.name}/{path.stem}"] = yaml.load(text, yaml.CBaseLoader) or {}
        self.first_published = self._first_published(root / "data/first-published.txt")
        self.former = {
            f"{address.split('/')[0]}/{alias}": address
            for address, record in self.records.items()
            for alias in record.get("aliases") or ()
        }

        closed = root / "data/closed-periods.yml"
        rows = yaml.load(closed.read_text(encoding="utf-8"), yaml.CBaseLoader)["figures"] if closed.exists() else ()
        self.closed: dict[Key, dict[str, Any]] = {}
        for row in rows:
            name = self.now(f"indicators/{row['indicator']}").split("/")[1]
            self.closed.setdefault((name, self.now(row["scope"]), row["period"]), row)

    @staticmethod
    def _first_published(path: Path) -> dict[str, dt.date]:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else ()
        pairs = (line.split() for line in lines if line and not line.startswith("#"))
        return {address: dt.date.fromisoformat(told) for address, told in pairs}

    def now(self, address: str) -> str:
        return self.former.get(address, address)

    def of(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """What the site shows of a kind."""
        for address, record in self.records.items():
            if address.startswith(f"{kind}/") and record.get("status", "draft") in ("published", "archived"):
                yield address, record


def number(text: Any) -> Fraction | None:
    return None if text in (None, "") else Fraction(str(text))


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def span(period: str) -> tuple[dt.date, dt.date]:
    """First and last day of a period."""
    year, part = int(period[:4]), period[4:]
    if "/" in period:
        return dt.date(year, 9, 1), dt.date(year + 1, 8, 31)
    length = {"-H": 6, "-Q": 3}.get(part[:2], 12)
    last = length * int(part[2:] or 1)
    return dt.date(year, last - length + 1, 1), month_end(f"{year}-{last:02}")


def counted_until(period: str) -> dt.date:
    return dt.date(int(period[:4]) + 1, 5, 31) if "/" in period else span(period)[1]


# --- declared and added up --------------------------------------------------------------------------------------------


def figures(base: Base, today: dt.date) -> dict[Key, Figure]:
    """Every figure."""
    found: dict[Key, Figure] = {}
    for _, record in base.of("values"):
        scope = base.now(record["territory"])
        owner = base.records.get(scope, {})
        if record.get("demo") == "true" and owner.get("demo") != "true":
            continue
        for line in record["values"]:
            indicator = base.now(f"indicators/{line['indicator']}").split("/")[1]
            top, bottom = number(line.get("numerator")), number(line.get("denominator"))
            value = top / bottom if top is not None and bottom else number(line.get("value"))
            found[indicator, scope, record["period"]] = Figure(top, bottom, value, empty=value is None and bottom == 0)
    for address, indicator in base.of("indicators"):
        name = address.split("/")[1]
        computed = COMPUTED.get(indicator.get("computed", ""))
        places = [base.now(t) for t in indicator.get("territories") or ()]
        kinds = ("districts", "regions") if indicator.get("aggregation") == "sum" else ("districts",)
        everywhere = [pair for kind in kinds for pair in base.of(kind)]
        alike = [a for a, d in everywhere if d["status"] != "archived" and d.get("demo") == indicator.get("demo")]
        for place in (places or alike) if computed else ():
            for period, figure in (
                computed(base, place, today, indicator.get("periodicity", "year")) if computed else ()
            ):
                if (name, place, period) not in base.closed:
                    found.setdefault((name, place, period), figure)
        for key, row in base.closed.items() if computed else ():
            if key[0] == name and key[1] in (places or alike):
                top, bottom = number(row.get("numerator")), number(row.get("denominator"))
                value = top / bottom if top is not None and bottom else number(row.get("value"))
                found.setdefault(key, Figure(top, bottom, value, "computed"))
        for key, total in sums(base, name, indicator, places, found).items():
            found.setdefault(key, total)
    return found


def there(record: dict[str, Any], on: dt.date) -> bool:
    begins, ends = day(record.get("valid_from")), day(record.get("valid_to"))
    if begins and on < begins:
        return False
    return on <= ends if ends else record.get("status") != "archived"


def sums(
    base: Base, name: str, indicator: dict[str, Any], places: list[str], found: dict[Key, Figure]
) -> dict[Key, Figure]:
    way = indicator.get("aggregation", "none")
    if way == "none" or (way == "sum" and indicator["type"] == "share"):
        return {}
    out: dict[Key, Figure] = {}
    for region, _ in base.of("regions"):
        districts = {a: d for a, d in base.of("districts") if base.now(f"regions/{d['region']}") == region}
        districts = {a: d for a, d in districts.items() if a in places} or districts
        for period in sorted({p for (i, s, p) in found if i == name and s in districts}):
            told = {
                a: figure
                for a in districts
                if (figure := found.get((name, a, period))) and (figure.value is not None or figure.empty)
            }
            asked = [a for a, d in districts.items() if there(d, counted_until(period))]
            gone = [a for a in told if a not in asked]
            gone = [a for a in gone if not {base.now(h) for h in districts[a].get("successors") or ()} & told.keys()]
            parts = [told[a] for a in (*asked, *gone) if a in told]
            if way == "ratio-of-sums":
                parts = [p for p in parts if p.top is not None and p.bottom is not None]
                top, bottom = (
                    sum((p.top or 0 for p in parts), Fraction()),
                    sum((p.bottom or 0 for p in parts), Fraction()),
                )
                if parts:
                    figure = Figure(top, bottom, top / bottom if bottom else None, "summed", empty=not bottom)
                    out[name, region, period] = figure
            elif parts:
                out[name, region, period] = Figure(value=sum((p.value or 0 for p in parts), Fraction()), how="summed")
            if (name, region, period) in out:
                out[name, region, period].missing = {a for a in asked if a not in told}
    return out


# --- from the records -------------------------------------------------------------------------------------------------


ENDS = {"year": ("",), "half-year": ("-H1", "-H2"), "quarter": ("-Q1", "-Q2", "-Q3", "-Q4")}


def periods(first: dt.date | None, today: dt.date, often: str) -> Iterator[str]:
    """From the first fact on, as often as the indicator says."""
    first = min(first or today, today)
    for year in range(first.year - 1, today.year + 1):
        for end in ENDS.get(often, (f"/{(year + 1) % 100:02}",)):
            begins, ends = span(f"{year}{end}")
            if begins <= today and first <= ends:
                yield f"{year}{end}"


def roadmap(base: Base, place: str, today: dt.date, often: str) -> Iterator[tuple[str, Figure]]:
    """Done by the last day, of all that fell due before the last report."""
    due: list[tuple[dt.date, dt.date, bool]] = []
    reports = []
    for _, programme in base.of("programmes"):
        report = day((programme.get("roadmap") or {}).get("reported_on"))
        if base.now(programme.get("territory", "")) != place or report is None:
            continue
        reports.append(report)
        begins = day(programme.get("approved_on")) or dt.date.fromisoformat(programme["term"]["start"] + "-01")
        for measure in programme["roadmap"]["measures"]:
            times = [*occurrences(measure["when"], begins, month_end(programme["term"]["end"]))]
            told = {p.get("occurrence", ""): p for p in measure.get("progress") or ()}
            for start, last in times:
                said = told.get(start) or (told.get("") if len(times) == 1 else None) or {}
                done = day(said.get("date")) if said.get("state") == "done" else None
                due.append((last, report, done is not None and done <= last))
    for period in periods(min((last for last, _, _ in due), default=None), today, often):
        begins, ends = span(period)
        until = min(today, ends)
        if not reports or max(reports) < begins:
            continue
        counted = [in_time for last, report, in_time in due if last <= min(until, report) and last < today]
        if counted:
            yield period, share(sum(counted), len(counted))


def share(top: int, bottom: int) -> Figure:
    return Figure(Fraction(top), Fraction(bottom), Fraction(top, bottom), "computed")


def month_end(month: str) -> dt.date:
    year, number_of_month = int(month[:4]), int(month[5:7])
    return dt.date(year, number_of_month, calendar.monthrange(year, number_of_month)[1])


def occurrences(when: str, begins: dt.date, ends: dt.date) -> Iterator[tuple[str, dt.date]]:
    """First month and last day of every dated time that a measure falls due."""
    for part in when.split(" + "):
        if found := re.fullmatch(r"yearly (\d\d)(?:\.\.(\d\d))?", part):
            first, last = found[1], found[2] or found[1]
            for year in range(begins.year - 1, ends.year + 1):
                start, stop = f"{year}-{first}", f"{year + (last < first)}-{last}"
                if month_end(stop) >= begins and dt.date.fromisoformat(start + "-01") <= ends:
                    yield start, month_end(stop)
        elif found := re.fullmatch(r"(\d{4}-\d\d)(?:-\d\d)?(\.\.)?(\d{4}-\d\d(?:-\d\d)?)?", part):
            stop = found[3] or (str(ends)[:7] if found[2] else part)
            yield found[1], dt.date.fromisoformat(stop) if len(stop) == 10 else month_end(stop)


def events(base: Base, place: str, today: dt.date, often: str) -> Iterator[tuple[str, Figure]]:
    """Over by the day, in the period in which they ended; those of a region with those of its districts."""
    inside = {place} | {a for a, d in base.of("districts") if base.now(f"regions/{d['region']}") == place}
    ended = []
    for _, event in base.of("events"):
        last = (event.get("end") or event["start"])[:10]
        held = len(last) > 4 and last[0] != "-" and event.get("state") not in ("cancelled", "postponed")
        if held and base.now(event.get("territory", "")) in inside:
            ended.append(dt.date.fromisoformat(last) if len(last) == 10 else month_end(last))
    for period in periods(min(ended, default=None), today, often):
        begins, ends = span(period)
        held = sum(begins <= d <= min(ends, today) for d in ended)
        yield period, Figure(value=Fraction(held), how="computed")


def practices(base: Base, place: str, today: dt.date, often: str) -> Iterator[tuple[str, Figure]]:
    """Practices that strangers have applied with success by the day, of all that were there by then."""
    inside = {place} | {a for a, d in base.of("districts") if base.now(f"regions/{d['region']}") == place}
    known = []
    for address, practice in base.of("practices"):
        if practice["status"] == "published" and base.now(practice.get("territory", "")) in inside:
            since = practice.get("since")
            began = recount_practices.moment_end(since) if since else base.first_published.get(address, today)
            known.append((began, recount_practices.applied_on(base.records, base.now, address)))
    for period in periods(min((began for began, _ in known), default=None), today, often):
        until = min(today, span(period)[1])
        counted = [any(when <= until for when in applied) for began, applied in known if began <= until]
        if counted:
            yield period, share(sum(counted), len(counted))


COMPUTED = {"roadmap-done": roadmap, "events-held": events, "practices-replicated": practices}


def period_in_words(period: str) -> str:
    if "/" in period:
        return f"{period} учебный год"
    parts = {"H1": "первое полугодие", "H2": "второе полугодие"}
    parts |= {f"Q{n}": f"{roman} квартал" for n, roman in enumerate(("I", "II", "III", "IV"), 1)}
    part = parts.get(period[5:])
    return f"{part} {period[:4]} г." if part else f"{period} год"
