"""How well the search answers: every question of a table asked of a built site, and where a right page stands.

``python tests/ask_search.py SITE [TABLE.yml]`` prints the questions whose right page is not among the first three and
the share of those where it is. Without a table: all of ``tests/cases/search`` (``held-back*.yml`` are never tuned to).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import yaml
from look import launched, served
from playwright.sync_api import Browser, Page

TABLES = Path(__file__).resolve().parent / "cases" / "search"
#: never tuned to: what they score says how the search answers questions that nobody has seen
HELD_BACK = (TABLES / "held-back.yml", TABLES / "held-back-2.yml")
TOP = 3

ASK = """async (asked) => {
  const { find } = await import("../assets/search/search.js");
  const out = [];
  for (const text of asked) {
    const { hits, note, care } = await find(text);
    const first = await Promise.all(hits.slice(0, 6).map((hit) => hit.data()));
    const told = { note: note?.why ?? "", about: note?.query ?? "" };
    out.push({ found: first.map((page) => page.url), count: hits.length, cared: Boolean(care), ...told });
  }
  return out;
}"""


class Answer(NamedTuple):
    """A question of a table and the first pages that it found, the best first; ``cared``: the answer begins with whom
    to ask about a diagnosis."""

    ask: str
    right: list[str]
    found: list[str]
    count: int
    note: str
    about: str
    absent: str
    cared: bool

    @property
    def rank(self) -> int:
        """Where the first right page stands, from 1; 0 when it is not among those looked at."""
        return next((at for at, page in enumerate(self.found, start=1) if page in self.right), 0)

    @property
    def told(self) -> bool:
        """The answer says that the base has nothing of what was asked, and names it."""
        named = self.note in ("absent", "without") and self.absent in self.about.lower()
        return self.absent != "" and (named or not self.count)

    @property
    def good(self) -> bool:
        return self.told or 0 < self.rank <= TOP


def questions(table: Path) -> list[dict]:
    return yaml.load(table.read_text(encoding="utf-8"), yaml.CSafeLoader)


@contextmanager
def asking(browser: Browser, site: Path) -> Iterator[Page]:
    """The page of the search of a built site."""
    with served(site) as base, browser.new_page() as page:
        page.goto(f"{base}poisk/")
        yield page


def answers(page: Page, cases: list[dict]) -> list[Answer]:
    """Every question asked as the page of the search asks it."""
    found = page.evaluate(ASK, [case["ask"] for case in cases])
    return [
        Answer(
            case["ask"],
            case["right"],
            [url.strip("/") for url in one["found"]],
            one["count"],
            one["note"],
            one["about"],
            case.get("absent", ""),
            one["cared"],
        )
        for case, one in zip(cases, found, strict=True)
    ]


def share(asked: list[Answer]) -> float:
    return sum(one.good for one in asked) / len(asked)


def told(name: str, asked: list[Answer]) -> str:
    """One line: of how many questions a right page is among the first three, and how often it is the first."""
    first, good = sum(one.rank == 1 for one in asked), sum(one.good for one in asked)
    return f"{name}: right in the first {TOP} {good} of {len(asked)} ({share(asked):.0%}), first {first}"


if __name__ == "__main__":
    tables = [Path(name).resolve() for name in sys.argv[2:]] or [TABLES / "questions.yml", *HELD_BACK]
    with launched() as chromium, asking(chromium, Path(sys.argv[1])) as search:
        for table in tables:
            asked = answers(search, questions(table))
            if table not in HELD_BACK:
                for one in asked:
                    if not one.good:
                        print(f"  {one.ask}: {one.rank or '-'} of {one.count} {one.note} {one.found}")
            print(told(table.stem, asked))
