"""Work of the text pipeline on pathological texts, counted (tests/test_text_work.py has the texts)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.hostile.table import Row


def rows() -> Iterator[Row]:
    """The worst growth of work over all texts and functions, at ten times the size of the sample in the tests."""
    import counted_work
    import test_text_work as texts

    worst, slow = (0.0, ""), []
    for name in texts.REPEATED:
        for function, run in texts.FUNCTIONS.items():
            found = counted_work.growth(run, partial(texts.made, name), 1_200, texts.MODULES)
            worst = max(worst, (found, f"{function}: {name}"))
            slow += [f"{function}: {name} x{found:.1f}"] if found > texts.LINEAR else []
    count = len(texts.REPEATED)
    yield Row(
        f"{count} pathological texts x {len(texts.FUNCTIONS)} functions: a doubling doubles the work",
        "; ".join(slow[:5]) or f"at most x{worst[0]:.2f} ({worst[1]})",
        not slow,
    )
