"""Commands that die before every change of the disk: every file old or new, the next run completes, nothing is left."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.table import Row

MOST = 70
"""Points of one command: a longer one is tried at about so many, evenly chosen, the last ten all."""

BY_HAND = 20
"""Files that a person wrote and `fix` mends: every moment of it is tried twice, and each time all of them are read."""

Prepare = Callable[[Path], None]
RECORD = (
    "title: Урок номер {0}\nstatus: draft\ndefinition: |\n  Определение.\n"
    "sources:\n  - {{title: Книга, authors: Мария Выдуманная}}\n"
)


@dataclass(frozen=True)
class Trial:
    """A command of the base: how the base is made ready for it, and its words."""

    name: str
    prepare: Prepare
    words: tuple[str, ...]


def rows() -> Iterator[Row]:
    """One row for every command, and one for the publishing of a site."""
    points = 0
    with tempfile.TemporaryDirectory(prefix="hostile-") as made:
        for number, trial in enumerate(_trials(Path(made))):
            tried, faults = _tried(trial, Path(made) / str(number))
            points += tried
            yield Row(
                f"SIGKILL, {trial.name}: every file old or new, the next run completes and clears",
                f"{tried} points, {len(faults)} faults {'; '.join(faults[:3])}".strip(),
                not faults,
            )
        tried, faults, missing = _published(Path(made) / "site")
        points += tried
        yield Row(
            "SIGKILL, build: the old site or the new one, never none",
            f"{tried} points, {missing} without a site, {len(faults)} other faults {'; '.join(faults[:3])}".strip(),
            not faults and not missing,
        )
    yield Row("SIGKILL: at least 500 points", f"{points} points", points >= 500)


def _trials(made: Path) -> list[Trial]:
    import test_office_import as office
    import test_privacy as privacy
    from office_files import fill
    from support import copy_of_mini

    def mangled(base: Path) -> None:
        for number in range(30):
            text = RECORD.format(number).replace("\n", "\r\n").replace("title: ", "title:    ")
            (base / "data" / "terms" / f"urok-{number}.yml").write_bytes(text.encode())

    def by_hand(base: Path) -> None:
        for number in range(BY_HAND):
            text = f"title: Урок {number}\nupdated: 01.09.2025\nsubjects: Математика\n"
            (base / "data" / "practices" / f"urok-{number}.yaml").write_bytes(text.encode("cp1251"))

    def named(base: Path) -> None:
        for number in range(20):
            (base / "data" / "practices" / f"list-{number}.yml").write_text(privacy.RECORD, "utf-8")

    _quietly(
        "--root", str(copy_of_mini(made / "for-office")), "template", "practice", "--out", str(made / "empty.xlsx")
    )
    several = [office.PRACTICE | {"title": f"Лист вопросов {number}"} for number in range(8)]
    fill(made / "empty.xlsx", made / "filled.xlsx", {"Практики": several})
    return [
        Trial("format", mangled, ("format",)),
        Trial("fix", by_hand, ("fix", "{base}/data/practices")),
        Trial("privacy forget", named, ("privacy", "forget", "Мария Выдуманная")),
        Trial("schema", lambda _: None, ("schema",)),
        Trial("new", lambda _: None, ("new", "terms", "proba")),
        Trial("template", lambda _: None, ("template", "event", "--out", "{base}/blank.xlsx")),
        Trial("addresses", lambda _: None, ("addresses",)),
        Trial("import", lambda _: None, ("import", str(made / "filled.xlsx"), "--out-remarks", "{base}/remarks")),
        Trial("sample", lambda _: None, ("sample", "--records", "40", "--out", "{base}/sample")),
    ]


def _quietly(*words: str) -> int:
    from generator import cli

    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return cli.main(list(words))


def _tried(trial: Trial, folder: Path) -> tuple[int, list[str]]:
    import kill_points
    from support import copy_of_mini

    from generator import files

    ready = folder / "ready"
    copy_of_mini(ready)
    trial.prepare(ready)
    before = files.tree(ready)

    def fresh(name: str) -> tuple[Path, Callable[[], int]]:
        base = folder / name
        shutil.copytree(ready, base)
        words = [word.format(base=base) for word in trial.words]
        return base, lambda: _quietly("--root", str(base), *words)

    base, run = fresh("whole")
    count = kill_points.touches(run)
    after = files.tree(base)
    faults = []
    points = _points(count)
    for number in points:
        base, run = fresh(str(number))
        kill_points.died(run, number)
        faults += [f"{number}: {fault}" for fault in _half_done(files.tree(base), before, after)]
        kill_points.touches(run)
        faults += [f"{number}, again: {fault}" for fault in _not_the_same(files.tree(base), after)]
        shutil.rmtree(base)
    return len(points), faults


def _points(count: int) -> list[int]:
    last = range(max(1, count - 9), count + 1)
    step = max(1, round(count / MOST))
    return sorted({*range(1, count + 1, step), *last})


def _half_done(now: dict[str, bytes], before: dict[str, bytes], after: dict[str, bytes]) -> Iterator[str]:
    whole = {*before.values(), *after.values()}  # also under another name: a file can be renamed before it is mended
    for path, data in now.items():
        if ".metodoteka-" not in path and data not in whole:
            yield f"{path} is neither old nor new"
    for path in before.keys() & after.keys() - now.keys():
        yield f"{path} is gone"


def _not_the_same(now: dict[str, bytes], after: dict[str, bytes]) -> Iterator[str]:
    for path in sorted(now.keys() | after.keys()):
        if now.get(path) != after.get(path):
            yield f"{path} {'is left' if path not in after else 'is missing' if path not in now else 'differs'}"


def _published(folder: Path) -> tuple[int, list[str], int]:
    import kill_points
    import small_site as sites

    from generator import files
    from generator.publish import building

    base = folder / "base"
    (base / "data").mkdir(parents=True)
    (base / "content").mkdir()
    (base / "mkdocs.yml").write_text(sites.MKDOCS_YML, "utf-8")
    (base / "content" / "images").mkdir()
    (base / "content" / "images" / "scheme.png").write_bytes(sites.PNG)
    out = base / "site"

    def build(*more: object) -> None:
        building.build_site(base, out, sites.a_site(*more), lambda _: None)

    new_page = sites.Page("new.md", "# Новая\n\nТекст.\n")
    kill_points.touches(lambda: build(new_page))
    new = files.tree(out)
    shutil.rmtree(out)
    kill_points.touches(build)
    old = files.tree(out)
    count = kill_points.touches(lambda: build(new_page))
    kill_points.touches(build)
    faults, missing = [], 0
    points = _points(count)
    for number in points:
        kill_points.died(lambda: build(new_page), number)
        now = files.tree(out) if out.is_dir() else {}
        missing += not now
        if now and now not in (old, new):
            faults.append(f"{number}: half a site")
        kill_points.touches(build)
        if files.tree(out) != old or any("metodoteka-build" in name for name in os.listdir(base)):
            faults.append(f"{number}: the next build is not whole")
    return len(points), faults, missing
