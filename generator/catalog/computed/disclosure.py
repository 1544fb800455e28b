"""Pure: which figures must stay unsaid so that nobody can work a small group out from the figures that are shown.

A group is small by itself (primary) or its figure follows from others (secondary): a total minus the parts that are
shown, a year minus a half of it, another indicator of the same people. The method is that of statistical tables:
complementary cell suppression (Hundepool et al., Statistical Disclosure Control, 2012, chapter 4), made simple: the
smallest neighbours are hidden until the hidden ones together are no small group, and where that would hide more than
half of them, the total is hidden instead. Where sums are interwoven, and wherever elimination shows that a small group
were still determined, all totals above it go: then any number could stand in it, and every sum would come out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from generator import text
from generator.catalog.computed.indicators import Reading, is_small, small_group
from generator.records.periods import Period
from generator.records.practices import Outcome
from generator.records.programmes import SMALL_GROUP, Indicator

FigureKey = tuple[str, Period]  # the address of a scope, and when
FigureTable = Mapping[FigureKey, Reading]
#: address of a larger scope -> groups of addresses that it may consist of (its districts; its organisations)
Parts = Mapping[str, Sequence[Sequence[str]]]


Figures = tuple[Decimal | None, tuple[Decimal | None, ...]]


@dataclass(frozen=True)
class Equation:
    """The total of one indicator is the sum of its parts. ``amounts`` are the total and the parts that add up (the
    numerator of a share, or a number), ``people`` the denominators of a share; None where nobody has written one."""

    total: FigureKey
    parts: tuple[FigureKey, ...]
    amounts: Figures
    people: Figures | None


def hidden(
    indicators: Iterable[Indicator], readings: Mapping[str, FigureTable], parts: Parts, site: int = SMALL_GROUP
) -> dict[str, set[FigureKey]]:
    """Which cells of each indicator (by its id) must not be shown: the small groups and what would give them away.
    ``site`` is the number of people that the whole site asks for."""
    indicators = list(indicators)
    few = {
        (text.folded(its.denominator), cell)
        for its in indicators
        for cell, reading in readings.get(its.id, {}).items()
        if its.denominator and is_small(its, reading.denominator, site)
    }
    found: dict[str, set[FigureKey]] = {}
    for family in families(indicators, readings):
        cells = {its.id: readings.get(its.id, {}) for its in family}
        least = max(small_group(its, site) for its in family)
        hide = _protected(_primary(family, cells, least, few), equations(cells, parts, least), cells, least)
        found.update({its_id: {cell for cell in its_cells if cell in hide} for its_id, its_cells in cells.items()})
    return found


def is_few(outcome: Outcome, site: int = SMALL_GROUP) -> bool:
    """Return whether a measured result is of so few people, or of so few in the group of comparison, that its numbers
    could point at one of them («4 ученика, 6 класс, школа …»)."""
    groups = [outcome.n, outcome.comparison.n if outcome.comparison else None]
    return any(n is not None and 0 < n < site for n in groups)


def families(indicators: Iterable[Indicator], readings: Mapping[str, FigureTable]) -> list[list[Indicator]]:
    """Indicators that speak of the same people: they name one denominator or one numerator in the same words, and their
    figures of one place and time do not say otherwise («все» may mean everything)."""
    groups: list[list[Indicator]] = []
    for indicator in indicators:
        own = [indicator]
        for group in [*groups]:
            verdicts = {verdict for one in own for other in group for verdict in _same_people(one, other, readings)}
            if verdicts == {True}:
                groups.remove(group)
                own = [*group, *own]
        groups.append(own)
    return groups


def _same_people(one: Indicator, other: Indicator, readings: Mapping[str, FigureTable]) -> set[bool]:
    """Return whether words and figures agree, False where the words do and the figures do not; empty where nothing
    says."""
    ways = [
        (
            [readings.get(indicator.id, {}) for indicator in (one, other)],
            [_counts(indicator, name) for indicator in (one, other)],
        )
        for name in ("denominator", "numerator")
        if (words := getattr(one, name)) and text.folded(words) == text.folded(getattr(other, name) or "")
    ]
    return {verdict for cells, names in ways if (verdict := _agree(cells, names)) is not None}


def _counts(indicator: Indicator, name: str) -> str:
    """The figure that the words are of: a number has no numerator of its own."""
    return "value" if name == "numerator" and indicator.type == "number" else name


def _agree(cells: Sequence[FigureTable], names: Sequence[str]) -> bool | None:
    pairs = [
        (getattr(cells[0][cell], names[0]), getattr(cells[1][cell], names[1])) for cell in cells[0] if cell in cells[1]
    ]
    known = [one == other for one, other in pairs if one is not None and other is not None]
    return all(known) if known else None


def _primary(
    family: Sequence[Indicator], cells: Mapping[str, FigureTable], least: int, few: Collection[tuple[str, FigureKey]]
) -> set[FigureKey]:
    """The small groups themselves, those that were written as such, and those of which nobody has said the size though
    the indicator speaks of small ones or another one says that they are ``few``."""
    found = set()
    for indicator in family:
        for cell, reading in cells[indicator.id].items():
            # Of a share without its parts nobody can say that the group is large enough.
            unknown = reading.value is not None and reading.denominator is None and indicator.type == "share"
            place = cell[0].startswith(("districts/", "organizations/"))
            small = reading.denominator is not None and 0 < reading.denominator < least
            doubtful = (place and bool(indicator.small_group)) or (
                text.folded(indicator.denominator or ""),
                cell,
            ) in few
            if reading.hidden or small or (unknown and doubtful):
                found.add(cell)
    return found


def equations(cells: Mapping[str, FigureTable], parts: Parts, least: int) -> list[Equation]:
    """Every sum that a reader could do: a territory of its parts, a year of its halves and quarters; ``least`` is the
    smallest group that is shown."""
    known = {cell for its_cells in cells.values() for cell in its_cells}
    pairs: dict[FigureKey, list[list[FigureKey]]] = defaultdict(list)
    for scope, period in known:
        for group in parts.get(scope, ()):
            pairs[scope, period].append([(part, period) for part in group if (part, period) in known])
        for division in period.divisions:
            inside = [(scope, part) for part in division]
            if known.issuperset(inside):
                pairs[scope, period].append(inside)
    return [
        equation
        for total, sums in sorted(pairs.items(), key=lambda pair: (pair[0][0], str(pair[0][1])))
        for its_parts in sums
        for its_cells in cells.values()
        if (equation := _equation(its_cells, total, its_parts, least))
    ]


def _equation(cells: FigureTable, total: FigureKey, parts: Sequence[FigureKey], least: int) -> Equation | None:
    """None where there is no such sum, or where it does not come out so that a subtraction would give a wrong
    figure."""
    whole, its_parts = cells.get(total), [cell for cell in parts if cell in cells]
    if whole is not None and whole.origin == "summed":  # it is the sum of these and of no others, as the page says
        its_parts = [
            cell
            for cell in its_parts
            if cells[cell].value is not None and (cell[0] in whole.summed or cell[0] == total[0] or not whole.summed)
        ]
    if whole is None or not its_parts:
        return None
    read = [cells[cell] for cell in its_parts]
    share = whole.numerator is not None and whole.denominator is not None
    amounts = _column("numerator" if share else "value", whole, read)
    people = _column("denominator", whole, read) if share else None
    if not (_holds(*people, least) or _holds(*amounts) if people else _holds(*amounts, least)):
        return None
    return Equation(total, tuple(its_parts), amounts, people)


def _column(name: str, whole: Reading, parts: Sequence[Reading]) -> Figures:
    return getattr(whole, name), tuple(getattr(part, name) for part in parts)


def _holds(total: Decimal | None, parts: Sequence[Decimal | None], least: int = 0) -> bool:
    """Whether the parts come to the total, or may: an unwritten group has fewer than ``least`` people."""
    written = [part for part in parts if part is not None]
    unwritten = len(parts) - len(written)
    if total is None or not unwritten:
        return total is not None and sum(written) == total
    rest = total - sum(written)
    return 0 <= rest < least * unwritten


def _protected(
    primary: set[FigureKey], sums: Sequence[Equation], cells: Mapping[str, FigureTable], least: int
) -> set[FigureKey]:
    if not primary:
        return primary
    found = _completed(primary, sums, cells, least)
    if determined(found, sums) & primary or _is_interwoven(found, sums):
        found = _without_totals(primary, sums, cells)
    known = {cell for equation in sums for cell in (equation.total, *equation.parts)}
    while given := determined(found, sums) & primary:
        # A sum that comes out by chance, though a part is missing: the same place at other times first, then others.
        scopes = {scope for scope, _ in given}
        rest = sorted(known - found, key=lambda cell: (cell[0] not in scopes, _size(cell, cells)))
        if not rest:
            break
        found = _without_totals({*found, rest[0]}, sums, cells)
    return found


def _is_interwoven(found: set[FigureKey], sums: Sequence[Equation]) -> bool:
    """Return whether a hidden cell stands in sums of different totals (a half-year of a district: in the district's
    year and in the half-year of the region): together they may say what each of them does not."""
    totals: dict[FigureKey, set[FigureKey]] = defaultdict(set)
    for equation in sums:
        for cell in {equation.total, *equation.parts} & found:
            totals[cell].add(equation.total)
    return any(len(its) > 1 for its in totals.values())


def _completed(
    primary: set[FigureKey], sums: Sequence[Equation], cells: Mapping[str, FigureTable], least: int
) -> set[FigureKey]:
    """The cells to hide, until no single sum gives any of them away."""
    found, before = set(primary), -1
    while len(found) != before:
        before = len(found)
        for equation in sums:
            within = [cell for cell in equation.parts if cell in found]
            if equation.total in found:
                if not within:  # the parts would give the total away
                    found.add(min(equation.parts, key=lambda cell: _size(cell, cells)))
                continue
            while within and not _is_large(equation, found, least):
                rest = [cell for cell in equation.parts if cell not in found]
                if not rest or 2 * (len(within) + 1) > len(equation.parts):
                    found.add(equation.total)
                    break
                within.append(min(rest, key=lambda cell: _size(cell, cells)))
                found.add(within[-1])
    return found


def _is_large(equation: Equation, found: set[FigureKey], least: int) -> bool:
    """Whether the hidden parts together are no small group, nor one of which all or none are meant."""
    inside = [n for n, cell in enumerate(equation.parts) if cell in found]
    meant = _together(equation.amounts, inside)
    if len(inside) < 2 or meant == 0:
        return False
    people = _together(equation.people, inside) if equation.people else None
    return people is None or (people >= 2 * max(least, 1) and meant != people)


def _together(figures: Figures, inside: Sequence[int]) -> Decimal | None:
    """What the hidden parts come to, as a reader can work it out; None where nobody can."""
    total, parts = figures
    within = _sum(parts[n] for n in inside)
    if within is not None:
        return within
    shown = _sum(part for n, part in enumerate(parts) if n not in inside)
    return None if total is None or shown is None else total - shown


def _sum(figures: Iterable[Decimal | None]) -> Decimal | None:
    """None where one of them is not known."""
    total = Decimal(0)
    for figure in figures:
        if figure is None:
            return None
        total += figure
    return total


def _size(cell: FigureKey, cells: Mapping[str, FigureTable]) -> tuple[Decimal, str, str]:
    """The smallest first: hiding it loses least. Ties by address, so that the order never depends on chance."""
    sizes = [
        reading.denominator if reading.denominator is not None else reading.value or Decimal(0)
        for its_cells in cells.values()
        if (reading := its_cells.get(cell)) is not None
    ]
    return (max(sizes, default=Decimal(0)), cell[0], str(cell[1]))


def _without_totals(
    primary: set[FigureKey], sums: Sequence[Equation], cells: Mapping[str, FigureTable]
) -> set[FigureKey]:
    """Everything above a hidden cell goes as well: any number could then stand in it, and every sum would come out."""
    found, before = set(primary), -1
    while len(found) != before:
        before = len(found)
        for equation in sums:
            if any(cell in found for cell in equation.parts):
                found.add(equation.total)
            elif equation.total in found:
                found.add(min(equation.parts, key=lambda cell: _size(cell, cells)))
    return found


def determined(found: set[FigureKey], sums: Iterable[Equation]) -> set[FigureKey]:
    """The hidden cells that follow from the shown ones: Gauss–Jordan elimination over the hidden ones of every sum."""
    rows: dict[FigureKey, dict[FigureKey, Fraction]] = {}
    for equation in sums:
        row = {cell: Fraction(1) for cell in equation.parts if cell in found}
        if equation.total in found:
            row[equation.total] = Fraction(-1)
        for pivot in [cell for cell in row if cell in rows]:
            row = _minus(row, rows[pivot], row.get(pivot, Fraction(0)))
        if not row:
            continue
        pivot = min(row, key=lambda cell: (cell[0], str(cell[1])))
        row = {cell: part / row[pivot] for cell, part in row.items()}
        for other, its_row in rows.items():
            if pivot in its_row:
                rows[other] = _minus(its_row, row, its_row[pivot])
        rows[pivot] = row
    return {pivot for pivot, row in rows.items() if len(row) == 1}


def _minus(
    row: Mapping[FigureKey, Fraction], other: Mapping[FigureKey, Fraction], times: Fraction
) -> dict[FigureKey, Fraction]:
    left = {cell: row.get(cell, Fraction(0)) - times * other.get(cell, Fraction(0)) for cell in {**row, **other}}
    return {cell: part for cell, part in left.items() if part}
