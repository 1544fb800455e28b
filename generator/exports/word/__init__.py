"""Files of Word that a teacher takes away and changes: a practice with its sheets, and the sheets alone.

Written as WordprocessingML at once (ECMA-376, part 1): made with python-docx a file took 120 ms and 39 KB, so it takes
about 2 ms and 8 KB, which a base of ten thousand practices can afford (measured).

practice  what stands in the files, and in which order
route     the blank of an individual route, which the page «Мой маршрут» fills in on the reader's device
body      paragraphs, lists and tables; the one converter of rich text for these files
package   the zip around them: styles, numbering, headers, properties; the same bytes for the same words
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.catalog import Catalog
from generator.exports.word import practice, route
from generator.pages import File, reuse
from generator.pages.route import has_route
from generator.settings import Settings


def files(
    catalog: Catalog,
    settings: Settings,
    read: Callable[[str], bytes] | None = None,
    memory: reuse.PageCache | None = None,
    kept: reuse.KeptFiles | None = None,
) -> Iterator[File]:
    """All of them. ``read`` gives the bytes of a picture by its path below ``content``; ``memory`` is
    what was made last time, ``kept`` what of it lies in the last site."""
    yield from practice.files(catalog, settings, read, memory, kept)
    if has_route(catalog):
        yield route.blank_file(settings)


__all__ = ["files"]
