"""How the command's words reach a screen, a file or another program, whatever the system's code page is."""

from __future__ import annotations

import io
import sys


def configure_output() -> None:
    """Make standard output and error able to carry every character of a record.

    A screen keeps its encoding, and what it cannot show is written as an escape (``\\u2265``). Everything else is
    UTF-8: a file, a pipe, a log. Windows would choose the code page of the country there (cp1251, cp1252), which has
    no «≥» and often no Russian either, and the command would end in the middle of a remark.
    """
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue  # captured by a test, or closed by the parent process
        if stream.isatty():
            stream.reconfigure(errors="backslashreplace")
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
