"""The command line of the generator with a build that makes no search index: what it costs is the difference.

Only to be measured: a site without its index is of no use to readers, so ``build`` has no key for it.
"""

from __future__ import annotations

import sys

from generator.__main__ import main
from generator.publish import scanning, search_index

if __name__ == "__main__":
    scanning.indexed_page = lambda *_: None  # type: ignore[assignment]
    search_index.pages_to_find = lambda *_: []  # else it takes all pages for those of another engine
    search_index.write_index = lambda *_: {}  # type: ignore[assignment]
    sys.exit(main())
