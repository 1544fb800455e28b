"""Files that the engine takes from memory or from where they wait on the disk, how large they are, and who asks for
them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Set
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files, InclusionLevel

from generator import files
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
        copy_file(self)


def copy_file(file: File, before: Path | None = None) -> None:
    """Put a file that is no page into the site; ``before`` is where it lay in the last one."""
    if isinstance(file, _WaitingFile):
        files.write_or_link(Path(file.abs_dest_path), file.content_bytes, before)
    else:
        file.copy_file()


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


class AskedFiles(Files):
    """The files of a site; ``asked`` says of every page which of them its links asked for, and whether they were
    there. With ``expecting`` nobody knows yet what lies beside the pages: what a page asks for is held to be coming."""

    def __init__(
        self,
        files: Iterable[File],
        config: MkDocsConfig,
        asked: dict[str, dict[str, bool]] | None = None,
        *,
        expecting: bool = False,
    ) -> None:
        super().__init__(files)
        self._config = config
        self.asked = asked or {}
        self.expecting = expecting

    def get_file_from_path(self, path: str) -> File | None:
        found = super().get_file_from_path(path)
        if found is None and self.expecting and not path.endswith(".md"):
            found = generated_file(self._config, path, "")
        if page := self._config._current_page:
            self.asked.setdefault(page.file.src_uri, {})[path] = found is not None
        return found

    def asking(self, paths: Set[str]) -> list[str]:
        """The pages with links to one of these files."""
        return sorted(page for page, asked in self.asked.items() if not paths.isdisjoint(asked))

    def answered_otherwise(self) -> list[str]:
        """The pages that would get another answer now."""
        return sorted(
            page
            for page, asked in self.asked.items()
            if any((path in self.src_uris) is not was for path, was in asked.items())
        )


class ThemeFiles:
    """The files of the themes, as the environment of the templates lists them for MkDocs: names below ``folders``,
    sorted. Folders with a dot in front are not walked: MkDocs takes nothing of them, and Material keeps twelve thousand
    icons there."""

    def __init__(self, folders: Iterable[str]) -> None:
        self._folders = [*folders]

    def list_templates(self, *, filter_func: Callable[[str], bool]) -> list[str]:
        """As of Jinja's environment, without what no ``filter_func`` of MkDocs lets through."""
        found: set[str] = set()
        for folder in self._folders:
            for place, inner, names in os.walk(folder):
                inner[:] = [name for name in inner if not name.startswith(".")]
                below = place[len(folder) :].replace(os.sep, "/").lstrip("/")
                found |= {f"{below}/{name}" if below else name for name in names}
        return [name for name in sorted(found) if filter_func(name)]
