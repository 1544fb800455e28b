"""Hostile texts in Chromium: the red twin without protection, the policy alone, the gate as a judge, our own pipeline.

The texts are those of the repository and, where they are there, of the public collections.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.hostile import corpora
from tests.hostile.table import Row

TOGETHER = 40
"""Texts of one page, where nothing of them must run."""
SEPARATE = 10_000
"""Texts of the repository that are tried each in a page of its own, without protection."""


def rows() -> Iterator[Row]:
    """Executing pages by the browser's own word, what the policy and the gate say to them, what our pipeline makes."""
    import unprotected
    from test_gate import POLICY, found

    from generator import text

    texts = unprotected.read(unprotected.CORPUS)[:SEPARATE]
    did = list(unprotected.what_happens(map(unprotected.unprotected, texts)))
    active = [one for one, happened in zip(texts, did, strict=True) if happened]
    running = [one for one, happened in zip(texts, did, strict=True) if "runs" in " ".join(happened)]
    yield Row(
        "red twin: plain Markdown in Chromium runs or fetches",
        f"{len(active)} of {len(texts)}, {len(running)} run",
        len(active) > len(texts) // 10,
    )
    missed = [one for one in active if not found(unprotected.unprotected(one))]
    measured = f"{len(active)} pages, missed {len(missed)} {missed[:2] or ''}".strip()
    yield Row("the gate sees every one of them", measured, not missed)
    new = set(active) - set(unprotected.read(unprotected.RUNS))
    yield Row("the list in tests/cases/gate knows them", f"{len(new)} new", not new)
    yield _policy_alone(running)
    more, missing = corpora.texts()
    several = [*texts, *more]
    pages = _batches(several, text.render, POLICY.replace("default-src", "report-to x; frame-src"))
    happened = {what for one in unprotected.what_happens(pages) for what in one}
    yield Row(
        "our own pipeline, forced past the checks, no policy on scripts: nothing runs, nothing is fetched",
        f"{len(several)} texts ({'without ' + ', '.join(missing) if missing else 'all collections'}), "
        f"{TOGETHER} on a page: {len(happened)} {sorted(happened)[:2] or ''}".strip(),
        not happened,
    )


def _policy_alone(running: Sequence[str]) -> Row:
    """The pages that run, with the policy of the site in front of the text."""
    import unprotected

    policy = site_policy()
    charset = "<meta charset=utf-8>"
    pages = [unprotected.unprotected(one).replace(charset, charset + policy) for one in running]
    ran = [what for happened in unprotected.what_happens(pages) for what in happened if what.startswith("runs")]
    return Row(
        "the policy alone stops every page that runs without it",
        f"{len(running)} pages: {len(ran)} run {ran[:2] or ''}".strip(),
        bool(running) and not ran,
    )


def site_policy() -> str:
    """The element that every page of the site begins with, as the headers of the site say it."""
    import re

    from support import PROJECT

    headers = next((PROJECT / "theme").rglob("_headers")).read_text("utf-8")
    text = re.findall(r"^  Content-Security-Policy: (.*)$", headers, re.MULTILINE)[0]
    return f'<meta http-equiv="Content-Security-Policy" content="{text}">'


def _batches(texts: Sequence[str], made, policy: str) -> Iterator[str]:
    import unprotected

    for first in range(0, len(texts), TOGETHER):
        parts = (f"<section>{made(one)}</section>" for one in texts[first : first + TOGETHER])
        yield unprotected.page("".join(parts), policy).encode("utf-8", "replace").decode()
