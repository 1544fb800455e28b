"""Files of Word that a teacher takes away and changes: a practice with its sheets, and the sheets alone.

Written as WordprocessingML at once (ECMA-376, part 1): made with python-docx a file took 120 ms and 39 KB, so it takes
about 2 ms and 8 KB, which a base of ten thousand practices can afford (measured).

practice  what stands in the files, and in which order
route     the blank of an individual route, which the page «Мой маршрут» fills in on the reader's device
body      paragraphs, lists and tables; the one converter of rich text for these files
package   the zip around them: styles, numbering, headers, properties; the same bytes for the same words
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from generator.catalog import Catalog
from generator.exports.word import practice, route
from generator.pages import File, reuse
from generator.pages.route import has_route
from generator.settings import Settings


class WordFiles(Mapping[str, int]):
    """All of them: how many bytes each has, by path; it is made when somebody asks. ``read`` gives the bytes of a
    picture by its path below ``content``; ``memory`` is what was made last time, ``kept`` what of it lies in the last
    site."""

    def __init__(
        self,
        catalog: Catalog,
        settings: Settings,
        read: Callable[[str], bytes] | None = None,
        memory: reuse.PageCache | None = None,
        kept: reuse.KeptFiles | None = None,
    ) -> None:
        self._of_practices = practice.PracticeFiles(catalog, settings, read, memory, kept)
        blanks = [route.blank_file(settings)] if has_route(catalog) else []
        self._blanks = {blank.path: blank for blank in blanks}

    def all(self) -> Iterator[File]:
        """Each of them, those of practices sorted."""
        yield from self._of_practices.files()
        yield from self._blanks.values()

    def __getitem__(self, path: str) -> int:
        return self._blanks[path].size if path in self._blanks else self._of_practices[path]

    def __contains__(self, path: object) -> bool:
        return path in self._blanks or path in self._of_practices

    def __iter__(self) -> Iterator[str]:
        return chain(self._of_practices, self._blanks)

    def __len__(self) -> int:
        return len(self._of_practices) + len(self._blanks)


__all__ = ["WordFiles"]
