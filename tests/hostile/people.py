"""Names without a consent that holds on the day are in nothing published; of names in free texts the review tells."""

from __future__ import annotations

import gzip
import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.hostile import commands
from tests.hostile.table import Row

#: surname -> (the lines of its consent, whether the name is shown on 28 May 2026); invented, rare letters on purpose
PEOPLE = {
    "Действуева": ("given: 2026-01-10, until: 2027-01-10, categories: [name]", True),
    "Истекшева": ("given: 2024-01-10, until: 2026-05-27, categories: [name]", False),
    "Отозванова": ("given: 2024-01-10, withdrawn: 2026-05-01, categories: [name]", False),
    "Будущева": ("given: 2026-05-29, categories: [name]", False),
    "Чужесайтова": ("given: 2026-01-10, categories: [name]", False),
}
WITHOUT = {"Фотографова": "given: 2026-01-10, categories: [photo]", "Безсогласова": ""}
TEXTS = ("title", "summary", "problem", "steps.title", "steps.text", "results", "authors.role")


def rows() -> Iterator[Row]:
    """Two rows for consents (published, refused), one for names in texts."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as made:
        yield _published(Path(made) / "published")
        yield _refused(Path(made) / "refused")
        yield _in_texts(Path(made) / "texts")


def _author(surname: str, consent: str) -> str:
    resource = "сайт https://drugoi-sait.example/" if surname == "Чужесайтова" else "база знаний"
    written = f", consent: {{{consent}, document: журнал, resource: '{resource}'}}" if consent else ""
    return f"  - {{role: учитель, name: Мария {surname}{written}}}\n"


def _record(authors: str = "  - {role: учитель}\n", **texts: str) -> str:
    parts = {name: texts.get(name, "Текст") for name in TEXTS}
    return (
        f"title: {parts['title']}\nsummary: {parts['summary']}\nstatus: published\nupdated: 2026-05-01\n"
        f"areas: [methods]\nproblem: {parts['problem']}\nresults: {parts['results']}\n"
        f"steps:\n  - title: {parts['steps.title']}\n    text: {parts['steps.text']}\n"
        f"conditions: {{internet: none}}\nsources: [{{title: Книга}}]\nauthors:\n"
        + authors.replace("role: учитель", f"role: {texts.get('authors.role', 'учитель')}")
    )


def _published(base: Path) -> Row:
    from support import copy_of_mini

    copy_of_mini(base)
    authors = "".join(_author(surname, consent) for surname, (consent, _) in PEOPLE.items())
    (base / "data" / "practices" / "s-avtorami.yml").write_text(_record(authors), "utf-8")
    status, raw = commands.run(base, "build")
    goal = "consent expired, withdrawn, of a later day or for another site: the name is in no published file"
    if status:
        return Row(goal, f"not built: {raw[-300:]}", False)
    files = list(everything(base / "site"))
    counts = {one: sum(one.casefold() in text.casefold() for _, text in files) for one in PEOPLE}
    measured = f"{len(files)} files and parts of files: " + ", ".join(f"{one} {count}" for one, count in counts.items())
    return Row(goal, measured, all(bool(counts[one]) is shown for one, (_, shown) in PEOPLE.items()))


def everything(folder: Path) -> Iterator[tuple[str, str]]:
    """Every published file as text: packed ones (the index of the search, Office files) unpacked, part by part."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            for name, data in _unpacked(path.name, path.read_bytes()):
                yield f"{path.relative_to(folder)} {name}".strip(), data.decode("utf-8", "replace")


def _unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    if data.startswith(b"\x1f\x8b"):
        yield "", gzip.decompress(data)
    elif data.startswith(b"PK\3\4"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from ((part, archive.read(part)) for part in archive.namelist())
    else:
        yield "", data


def _refused(base: Path) -> Row:
    from support import copy_of_mini

    copy_of_mini(base)
    statuses, told = {}, []
    for surname, consent in WITHOUT.items():
        (base / "data" / "practices" / "s-avtorami.yml").write_text(_record(_author(surname, consent)), "utf-8")
        statuses[surname], text = commands.run(base, "build")
        told += [surname] if "соглас" in text else []
    refused = all(statuses.values()) and len(told) == len(WITHOUT) and not (base / "site").exists()
    goal = "a name without a consent, or whose consent is not for the name: refused"
    return Row(goal, f"statuses {statuses}, told of {len(told)}", refused)


def _in_texts(base: Path) -> Row:
    """A name in each text of a practice: what review says of it, and whether its comment repeats the name."""
    import review_base

    review_base.repository(base)
    review_base.git(base, "checkout", "--quiet", "-b", "pravka")
    told, repeated = [], []
    for place in TEXTS:
        text = _record(**{place: "Мария Петровна Выдуманная показала урок"})
        review_base.write(base, {"data/practices/s-imenem.yml": text})
        raw = commands.run(base, "review", "--base", "main", "--format", "markdown")[1]
        told += [place] if "назван человек" in raw or "Сначала нужно исправить ошибки" in raw else []
        repeated += [place] if "Выдуманная" in raw else []
    measured = f"told at {len(told)} of {len(TEXTS)} places, repeated in the comment: {' '.join(repeated) or 'never'}"
    held = len(told) == len(TEXTS) and not repeated
    return Row("a name in a text: the review tells and does not repeat it", measured, held)
