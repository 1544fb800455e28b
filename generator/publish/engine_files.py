"""Files that the engine takes from memory or from where they wait on the disk, and how large they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, InclusionLevel

from generator.files import Spooled

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class _WaitingFile(File):
    """A generated file of the engine whose bytes are not held: MkDocs would keep those of all files to the end."""

    spooled: Spooled

    @property  # type: ignore[misc]
    def content_bytes(self) -> bytes:
        return self.spooled.read()

    def copy_file(self, dirty: bool = False) -> None:
        self._content = self.content_bytes
        try:
            super().copy_file(dirty)
        finally:
            self._content = b""


def generated_file(config: MkDocsConfig, path: str, content: str | bytes | Spooled) -> File:
    """A file of the site that lies in no folder. MkDocs must not list ten thousand records as forgotten in the
    navigation, so it is told that they do not belong there."""
    if not isinstance(content, Spooled):
        return File.generated(config, path, content=content, inclusion=InclusionLevel.NOT_IN_NAV)
    file = _WaitingFile.generated(config, path, content=b"", inclusion=InclusionLevel.NOT_IN_NAV)
    assert isinstance(file, _WaitingFile)
    file.spooled = content
    return file


def size_of_file(file: File) -> int:
    """Bytes of a file that is published as it is: made here, or lying in a folder."""
    if isinstance(file, _WaitingFile):
        return file.spooled.size
    return Path(file.abs_src_path).stat().st_size if file.abs_src_path else len(file.content_bytes)
