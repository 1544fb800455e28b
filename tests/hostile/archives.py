"""The trusted job reads an artefact that strangers made: archives with bytes changed, cut out, doubled or put in."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile
from collections.abc import Iterator

from tests.hostile.table import Row

TRIED = 6_000


def rows() -> Iterator[Row]:
    """One row: archives tried, refused, read; uncaught exceptions by name."""
    import review_job as its

    chance = random.Random(20260528)
    methods = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    whole = [its.packed({"review.md": its.GOOD.encode()}, method=method) for method in methods]
    refused, wrong, uncaught = 0, 0, {}
    for number in range(TRIED):
        raw = mutated(whole[number % len(whole)], chance)
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                text, status = its.comment._judged(raw, packed=True)
        except Exception as error:
            uncaught[type(error).__name__] = uncaught.get(type(error).__name__, 0) + 1
            continue
        refused += status
        wrong += text != (its.comment.NOT_SHOWN if status else its.GOOD)
    yield Row(
        "comment.py: a mutated archive is read as it was made, or refused",
        f"{TRIED} archives: {refused} refused, {TRIED - refused} read, {wrong} misread, uncaught {uncaught or 0}",
        not wrong and not uncaught and 0 < refused < TRIED,
    )


def mutated(archive: bytes, chance: random.Random) -> bytes:
    """The archive with up to four runs of bytes changed, often in its directory, where it hurts."""
    raw = bytearray(archive)
    first = max(0, len(raw) - 160) if chance.random() < 0.4 else 0
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(first, max(first + 1, len(raw)))
        end = at + chance.randint(1, 6)
        raw[at:end] = chance.choice(
            (b"", b"\0", b"\xff" * 4, b"PK\1\2", b"PK\5\6", raw[at:end] * 2, chance.randbytes(end - at))
        )
    return bytes(raw)
