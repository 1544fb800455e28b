"""Regular expressions that are compiled when they are asked first: of the hundred by which texts are searched a short
command asks a few, and to compile all of them is a tenth of its time."""

from __future__ import annotations

import re
from typing import Any, cast


class CompiledLater:
    """Stands for a compiled expression; each of its methods is that of the expression from the first call on."""

    def __init__(self, pattern: str, flags: re.RegexFlag):
        self.written = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self.written), name)
        setattr(self, name, found)
        return found


def compiled(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """What ``re.compile`` gives, for who calls its methods; what is wrong with the pattern is told at the first one."""
    return cast("re.Pattern[str]", CompiledLater(pattern, flags))
