"""Whether the keeper of a base signs its site for other bases, and whether the site that lies there is signed.

A build puts a new site in the place of the old one, and the signature of the old one goes with it: nobody has the key
but the keeper. So what was signed once is remembered, as a line in the user's own cache, and told until it is signed
again.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from generator import files
from generator.publish.unchanged import cache_path

if TYPE_CHECKING:
    from generator.records.federation_package import LockedBase


def signature_below(site: Path) -> Path | None:
    """The signature of a site; None where it has none."""
    from generator.pages.open_data import DATA_FOLDER  # a build that has nothing to do loads no page and no model
    from generator.records.federation_package import SIGNATURE_NAME

    path = site.resolve() / DATA_FOLDER / SIGNATURE_NAME
    return path if path.is_file() else None


def remember_signature(root: Path, signature: Path) -> None:
    """Remember that the keeper of ``root`` signs, and where the signature lay. A cache that cannot be written is done
    without."""
    if memory := _memory(root):
        try:
            files.write_if_changed(memory, f"{signature.resolve()}\n", kept=False)
        except OSError:
            return


def known_signature(root: Path) -> Path | None:
    """Where the signature lay, or should lie; None where nobody signed on this computer."""
    try:
        written = memory.read_text("utf-8").strip() if (memory := _memory(root)) else ""
    except (OSError, UnicodeError):
        return None
    return Path(written) if written else None


def not_signed(root: Path, out: Path, replaced: Path | None = None) -> str:
    """What to tell of the site in ``out`` that was signed before and is not now; empty otherwise. ``replaced`` is the
    signature of the site whose place it took."""
    known = replaced or known_signature(root)
    if known is None or not known.is_relative_to(out.resolve()) or known.is_file():
        return ""
    where = "" if out.resolve() == (root / "site").resolve() else f"{files.shell_word(out)} "
    return (
        "Сайт не подписан: его записей другие базы не возьмут. Подпишите, прежде чем публиковать: "
        f"metodoteka sign {where}--key ФАЙЛ"
    )


def is_behind(root: Path, locked: Iterable[LockedBase]) -> bool:
    """Whether others do not have yet what the lock of ``root`` names, though its keeper signs a site for them."""
    from generator.records.federation_package import MANIFEST_NAME, WrongPackage, parse_manifest

    signature = known_signature(root) or signature_below(root / "site")
    if signature is None:
        return False
    try:
        manifest = parse_manifest(signature.with_name(MANIFEST_NAME).read_bytes())
    except (OSError, WrongPackage):
        return True
    return {one.digest for one in manifest.handed_on} != {one.manifest for one in locked}


def _memory(root: Path) -> Path | None:
    memory = cache_path(root, root)
    return memory.with_suffix(".signed") if memory else None
