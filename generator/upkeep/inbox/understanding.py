"""One file of the folder against the base as it was accepted: what it would write, and what is wrong with it.

Nothing of the keeper's own folder is read or written: the base is laid out aside as the main branch has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generator import files
from generator.channels import text_files
from generator.channels.office import import_base, importing
from generator.channels.office.filled import Remark
from generator.channels.versions import say_much_the_same
from generator.documents import sources
from generator.records.pictures import FOLDER
from generator.records.reading import ReadCache
from generator.settings import Settings
from generator.upkeep.review.git import Tree

_CARRIED = f"content/{FOLDER}/"


@dataclass(frozen=True)
class Understood:
    """What a file says: ``contents`` are the files of the base that it makes or changes, ``titles`` the records in
    them with what becomes of each, ``copy`` the same file with remarks at their places (None: none were placed).
    ``held`` are pictures and documents that came along and that nobody has looked at yet: they are in no record."""

    contents: Mapping[str, bytes]
    titles: tuple[tuple[str, str], ...]
    remarks: tuple[Remark, ...]
    copy: bytes | None = None
    held: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def wrong(self) -> list[Remark]:
        """Remarks that must be mended."""
        return [remark for remark in self.remarks if remark.is_error]


def understand(
    name: str,
    data: bytes,
    base: Tree,
    settings: Settings,
    programme: str = "",
    *,
    with_files: bool = True,
    memory: ReadCache | None = None,
) -> Understood:
    """Read a file (its name, its content) against the base, a roadmap without a name as that of ``programme``. Wrong
    content is told, never raised. Not ``with_files``, pictures and documents that came along are ``held``. ``memory``
    is what was read of the base for the file before."""
    memory = memory or ReadCache()
    whole = _understood(name, data, base, settings, programme, memory)
    held = {path: content for path, content in whole.contents.items() if path.startswith(_CARRIED)}
    if with_files or not held:
        return whole
    bare = _understood(name, data, base, settings, programme, memory, with_files=False)
    of_pictures = [one for one in whole.remarks if one.code.startswith("picture-") and one not in bare.remarks]
    return replace(bare, remarks=(*bare.remarks, *of_pictures), held=held)


def _understood(
    name: str,
    data: bytes,
    base: Tree,
    settings: Settings,
    programme: str,
    memory: ReadCache,
    with_files: bool = True,
) -> Understood:
    with files.scratch(base) as root, files.scratch({"in/" + name: data}) as aside:
        path, opened = aside / "in" / name, import_base.open_base(root, settings, memory)
        if path.suffix.lower() in text_files.TEXTS:
            (result,) = text_files.run(opened, [path], is_version=_is_version, with_files=with_files)
        else:
            (result,) = importing.run(
                opened,
                [path],
                programme=programme,
                may_change=lambda title, changes: True,  # whoever accepts the request decides
                remarks_to=aside / "out",
                with_files=with_files,
            )
        return Understood(
            _new_files(root, base),
            tuple((one.fate, one.title) for one in result.results),
            result.remarks,
            files.tree(aside / "out").get(result.remarked.name) if result.remarked else None,
        )


def _new_files(root: Path, base: Tree) -> dict[str, bytes]:
    """What was written into the base: records, and pictures beside them."""
    found = {f"{top}/{name}": data for top in ("data", "content") for name, data in files.tree(root / top).items()}
    return {name: data for name, data in found.items() if name not in base or _differs(base[name], data)}


def _differs(before: bytes | Path | int, data: bytes) -> bool:
    return isinstance(before, bytes) and before != data


def _is_version(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    return say_much_the_same([before], [now])


def are_versions(before: Sequence[bytes], now: Sequence[bytes]) -> bool:
    """Return True for records of which the second may be a better version of the first (``say_much_the_same``)."""
    return say_much_the_same([_data(record) for record in before], [_data(record) for record in now])


def _data(record: bytes) -> Any:
    source = sources.parse(record.decode("utf-8", "replace"), "data/x/x.yml")[0]
    return source.data if source is not None else {}
