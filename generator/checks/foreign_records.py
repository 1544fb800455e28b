"""The records of other bases: which may come in. Whoever keeps this base cannot edit them, so none of them stops the
build: one that breaks a rule is left out and told, the others come.

An own record is checked alone (``site.check``), as if there were no other base: nothing elsewhere makes it wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator.catalog import Catalog
from generator.checks import run
from generator.documents import folders, sources
from generator.problems import WARNING, Problem
from generator.records.federation_package import LockedBase, WrongPackage, parse_lock
from generator.records.joined import LOCK_FILE
from generator.records.joined_reading import ForeignBase, read_package
from generator.records.joining import Joined, joined_with, problem_of_base
from generator.records.reading import Loaded
from generator.settings.configuration import SETTINGS_FILE
from generator.settings.federation import ListedBase

#: what is only likely in a text of a stranger is told; what is sure keeps the record out, like any error
_LIKELY = ("maybe-personal-data", "name-in-text")
#: what an own record would be warned of and concerns who counts here: two bases may tell of one school or practice
_DOUBTFUL = (
    "told-twice", "one-school", "measured-twice", "report-copied", "review-exchanged", "more-than-people",
    "report-early",
)  # fmt: skip
#: those of them that prove nothing until the records tell the two apart (``catalog.computed.evidence``)
_PROVES_NOTHING = ("one-school", "measured-twice", "review-exchanged")
#: what is said of such a record, by whether it counts for all
_DOUBTS = {
    True: "посчитается здесь, а верно ли, неизвестно",
    False: "показано здесь, а в доказанности не засчитано",
}
#: two bases may tell of one figure: both are shown, and one is counted
_OF_TWO = "value-twice"
Build = Callable[[Loaded], Catalog]


def taken_in(root: Path, listed: Sequence[ListedBase]) -> tuple[list[ForeignBase], list[Problem]]:
    """The packages that the lock names, in the order of the settings, a base that hands others on before those; and
    what of the settings, the lock and the folder of packages does not agree."""
    locked, problems = _lock(root)
    if problems:
        return [], problems
    by_name = {one.name: one for one in locked}
    problems += _disagreements(listed, by_name)
    found = []
    for one in in_order(listed, locked):
        package = read_package(root, one)
        if package is None:
            message = f"пакета базы «{one.name}», который назван в {LOCK_FILE}, на этом компьютере нет или он изменён"
            hint = (
                "выполните metodoteka pull --locked: он принесёт тот же пакет, если база с тех пор не подписала новый; "
                "если подписала — metodoteka pull возьмёт новый"
            )
            problems.append(Problem(LOCK_FILE, 0, 0, one.name, "federation-package", message, hint))
        else:
            found.append(package)
    return found, problems


def in_order(listed: Sequence[ListedBase], locked: Iterable[LockedBase]) -> list[LockedBase]:
    """The bases of a lock that the settings want, as they are laid beside the own one: one that is earlier wins."""
    names = {one.name: number for number, one in enumerate(listed)}
    wanted = [one for one in locked if (one.through or one.name) in names]
    return sorted(wanted, key=lambda one: (names[one.through or one.name], bool(one.through), one.name))


def _lock(root: Path) -> tuple[tuple[LockedBase, ...], list[Problem]]:
    path = root / LOCK_FILE
    if not folders.is_ordinary(path):
        return (), []
    if conflict := sources.conflict(root, LOCK_FILE, "сотрите файл: metodoteka pull создаст его заново"):
        return (), [conflict]
    try:
        return parse_lock(folders.read_whole(path)), []
    except (WrongPackage, OSError) as fault:
        message, hint = f"файл не читается: {fault}", "сотрите его: metodoteka pull создаст его заново"
        return (), [Problem(LOCK_FILE, 0, 0, "", "federation-lock", message, hint)]


def _disagreements(listed: Sequence[ListedBase], locked: Mapping[str, LockedBase]) -> Iterator[Problem]:
    """A base of the settings that was not taken yet, or not as they say now; one of the lock that is not listed."""
    pull = "выполните metodoteka pull и сохраните в базе " + LOCK_FILE
    for one in listed:
        its = locked.get(one.name)
        if its is None:
            message = f"база «{one.name}» названа, но её записи ещё не взяты"
            yield Problem(SETTINGS_FILE, 0, 0, "federation", "federation-not-pulled", message, pull)
        elif (its.address, its.key, its.demo) != (one.address, one.key, one.demo):
            message = f"о базе «{one.name}» здесь сказано не то, что в {LOCK_FILE}: другой адрес, ключ или demo"
            yield Problem(SETTINGS_FILE, 0, 0, "federation", "federation-not-pulled", message, pull)
    names = {one.name for one in listed}
    handing = {one.name for one in listed if one.handed_on}
    for its in locked.values():
        if (its.through and its.through not in handing) or (not its.through and its.name not in names):
            message = f"базы «{its.name}» в настройках больше нет, её записи не показаны"
            hint = "выполните metodoteka pull: он уберёт её и отсюда"
            if its.through in names:
                message = f"базу «{its.name}» передаёт база «{its.through}», а в строке той нет handed_on: true"
                hint = (
                    f"верните в строку {its.through} handed_on: true; если не нужна, metodoteka pull уберёт её и отсюда"
                )
            yield Problem(LOCK_FILE, 0, 0, its.name, "federation-not-listed", message, hint, WARNING)


def let_in(own: Loaded, bases: Sequence[ForeignBase], build: Build) -> Joined:
    """The own records and those of other bases that break no rule which an own one would have to keep: pages are made
    of nothing else."""
    without: dict[str, str] = {}
    while True:
        joined = joined_with(own, bases, without)
        theirs = {joined.loaded.sources[key].path: key for key in joined.loaded.origins}
        # The rules ask own records only; for once these are own ones.
        ruled = [one for one in run(build(replace(joined.loaded, origins={}))) if one.path in theirs]
        wrong = {theirs[one.path]: one for one in reversed(ruled) if one.is_error and one.code != _OF_TWO}
        if not wrong:
            joined.problems += _likely(bases, joined, theirs, ruled)
            return joined
        without |= {key: _in_words(one) for key, one in wrong.items()}


def _in_words(problem: Problem) -> str:
    return f"{problem.field}: {problem.message}" if problem.field else problem.message


def _likely(
    bases: Sequence[ForeignBase], joined: Joined, theirs: Mapping[str, str], ruled: Sequence[Problem]
) -> Iterator[Problem]:
    for base in bases:
        its = [one for one in ruled if joined.loaded.origins[theirs[one.path]].base is base.base]
        hint = f"посмотрите на страницах и, если это так, скажите хозяину базы: {base.base.contact}"
        private = [one for one in its if one.code in _LIKELY]
        # Every new base has the same labelled examples.
        doubtful = [one for one in its if one.code in _DOUBTFUL and not joined.loaded.records[theirs[one.path]].demo]
        if private:
            places = [f"{theirs[one.path]} ({_in_words(one)})" for one in private]
            yield problem_of_base(base, "joined-personal", places, "в текстах, похоже, есть личное", hint)
        for proves, message in _DOUBTS.items():
            places = [
                f"{theirs[one.path]} ({_in_words(one)})" for one in doubtful if (one.code in _PROVES_NOTHING) != proves
            ]
            if places:
                yield problem_of_base(base, "joined-doubtful", places, message, hint)
