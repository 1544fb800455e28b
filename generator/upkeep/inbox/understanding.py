"""One file of the folder against the base as it was accepted: what it would write, and what is wrong with it.

Nothing of the keeper's own folder is read or written: the base is laid out aside as the main branch has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import files
from generator.channels import submissions
from generator.channels.office import importing
from generator.channels.office.filled import FilePlace, Remark
from generator.channels.submissions import Proposal
from generator.differences.shown import alike, bag
from generator.documents import sources
from generator.problems import Problem
from generator.records import KINDS, formatter
from generator.records.common import PUBLIC
from generator.review.git import Tree
from generator.settings import Settings
from generator.text import upper_first

_KIND = re.compile(r"\$schema=\S*?schemas/([a-z-]+)\.json")
_SAME_TEXT = 0.5  # of the words


@dataclass(frozen=True)
class Understood:
    """What a file says: ``contents`` are the files of the base that it makes or changes, ``titles`` the records in
    them with what becomes of each, ``copy`` the same file with remarks at their places (None: none were placed)."""

    contents: Mapping[str, bytes]
    titles: tuple[tuple[str, str], ...]
    remarks: tuple[Remark, ...]
    copy: bytes | None = None

    @property
    def wrong(self) -> list[Remark]:
        """Remarks that must be mended."""
        return [remark for remark in self.remarks if remark.is_error]


def understand(name: str, data: bytes, base: Tree, settings: Settings, programme: str = "") -> Understood:
    """Read a file (its name, its content) against the base, a roadmap without a name as that of ``programme``. Wrong
    content is told, never raised."""
    with files.scratch(base) as root, files.scratch({"in/" + name: data}) as aside:
        if name.lower().endswith((".yml", ".yaml")):
            return _written(root, data, base, settings)
        (told,) = importing.run(
            importing.open_base(root, settings),
            [aside / "in" / name],
            programme=programme,
            may_change=lambda title, changes: True,  # whoever accepts the request decides
            remarks_to=aside / "out",
        )
        return Understood(
            _new_files(root, base),
            tuple((one.fate, one.title) for one in told.results),
            told.remarks,
            files.tree(aside / "out").get(told.remarked.name) if told.remarked else None,
        )


def _new_files(root: Path, base: Tree) -> dict[str, bytes]:
    """What was written into the base: records, and pictures beside them."""
    found = {f"{top}/{name}": data for top in ("data", "content") for name, data in files.tree(root / top).items()}
    return {name: data for name, data in found.items() if name not in base or _differs(base[name], data)}


def _differs(before: bytes | Path | int, data: bytes) -> bool:
    return isinstance(before, bytes) and before != data


# --- a record that the form of the site has made ---------------------------------------------------------------------


def _written(root: Path, data: bytes, base: Tree, settings: Settings) -> Understood:
    """The text of one record, as the form of the site saves it."""
    written, problems = sources.decode(data, "data/x/x.yml")
    kind = _KIND.search(written.partition("\n")[0]) if written is not None else None
    if written is None:
        return Understood({}, (), tuple(map(_told, problems)))
    if kind is None or kind[1] not in KINDS:
        message = "не сказано, какого вида эта запись"
        hint = "пришлите файл, который скачала форма сайта, не убирая его первой строки"
        return Understood({}, (), (Remark(FilePlace("файл"), message, hint, "inbox-kind"),))
    source, problems = sources.parse(written, f"data/{kind[1]}/x.yml")
    if source is None or any(problem.is_error for problem in problems):
        return Understood({}, (), tuple(map(_told, problems)))
    return _proposed(root, kind[1], formatter.unended(dict(source.data)), base, settings)


def _proposed(root: Path, kind: str, data: dict[str, Any], base: Tree, settings: Settings) -> Understood:
    before = base.get(f"data/{kind}/{submissions.new_id(kind, data)}.yml")
    known = {name.rpartition("/")[2].partition(".")[0] for name in base if name.startswith(f"data/{kind}/")}
    same = isinstance(before, bytes) and are_versions([before], [formatter.render(kind, data).encode()])
    proposal = Proposal(kind, submissions.new_id(kind, data, () if same else known), data)
    if not same and data.get("status") in PUBLIC:
        data["status"] = "review"  # whoever accepts it decides
    title = str(data.get("title") or proposal.id)
    found = submissions.check_proposals(root, settings, [proposal])[1][proposal.key]
    remarks = tuple(map(_told, found))
    if any(problem.is_error for problem in found):
        return Understood({}, (("wrong", title),), remarks)
    now = proposal.text.encode()
    if now == before:
        return Understood({}, (("unchanged", title),), remarks)
    return Understood({proposal.path: now}, (("changed" if same else "created", title),), remarks)


def are_versions(before: Sequence[bytes], now: Sequence[bytes]) -> bool:
    """Return True for records of which the second may be a better version of the first: by what they say in whole
    phrases, whatever they are called. Of records without phrases (figures) nobody can tell."""
    one, other = (bag(tuple(_phrases(records))) for records in (before, now))
    return bool(one and other) and alike(one, other) >= _SAME_TEXT


def _phrases(records: Sequence[bytes]) -> Iterator[str]:
    waiting: list[Any] = [_data(record) for record in records]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str) and len(one.split()) > 1:
            yield one


def _data(record: bytes) -> Any:
    source = sources.parse(record.decode("utf-8", "replace"), "data/x/x.yml")[0]
    return source.data if source is not None else {}


def _told(problem: Problem) -> Remark:
    place = ", ".join(filter(None, (f"строка {problem.line}" if problem.line else "", problem.field)))
    return Remark(
        FilePlace(place or "файл"), upper_first(problem.message), problem.hint, problem.code, problem.severity
    )
