"""The command line of the generator with a build that makes no search index: what Pagefind costs is the difference.

Only to be measured: a site without its index is of no use to readers, so ``build`` has no key for it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from generator.__main__ import main
from generator.publish import building, shares


class _NoIndex:
    """What ``search_index.Indexing`` is asked for while a site is made, and nothing behind it."""

    begun = True
    filters: dict[str, str] = {}  # noqa: RUF012  never written

    def __init__(self, *_: object) -> None: ...

    def __enter__(self) -> _NoIndex:
        return self

    def __exit__(self, *_: object) -> None: ...

    def add(self, pages: Iterable[object]) -> None: ...

    def end(self) -> None: ...

    def finish(self, hands: int = 1) -> None: ...


if __name__ == "__main__":
    building.Indexing = _NoIndex  # type: ignore[assignment,misc]
    shares.searched_page = lambda *_, **__: None  # type: ignore[assignment]
    sys.exit(main())
