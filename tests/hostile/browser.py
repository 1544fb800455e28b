"""The red twin: what Chromium runs of the hostile texts without protection, and whether the gate sees each of them."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile.table import Row


def rows() -> Iterator[Row]:
    """Executing pages by the browser's own word, those that the gate lets pass, and what our own pipeline makes run."""
    import unprotected
    from test_gate import POLICY, found

    from generator import text

    texts = unprotected.read(unprotected.CORPUS)
    ran = list(unprotected.that_run(map(unprotected.unprotected, texts)))
    running = [one for one, runs in zip(texts, ran, strict=True) if runs]
    missed = [one for one in running if not found(unprotected.unprotected(one))]
    yield Row(
        "red twin: plain Markdown in Chromium runs or fetches", f"{len(running)} of {len(texts)}", len(running) > 60
    )
    yield Row("the gate sees every one of them", f"missed {len(missed)}", not missed)
    known = set(unprotected.read(unprotected.RUNS))
    new = set(running) - known
    yield Row("the list in tests/cases/gate knows them", f"{len(new)} new", not new)
    ours = [
        unprotected.page(text.render(one), POLICY.replace("default-src", "report-to x; frame-src")) for one in texts
    ]
    ran = list(unprotected.that_run(ours))
    yield Row("our own pipeline, same texts, no policy on scripts", f"{sum(ran)} run or fetch", not any(ran))
