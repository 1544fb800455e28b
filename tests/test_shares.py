"""The pages of a site made in shares by several processes are those that MkDocs makes alone."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
import small_site
from small_site import a_site, built
from support import MINI_DAY, copy_of_mini

from generator import files, publish, site
from generator.pages import Page
from generator.publish import building, configured, shares, workers
from generator.publish.finished import laid_out

root = small_site.root


@pytest.fixture(autouse=True)
def _several_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "available", lambda: 4)


# --- the same site ---------------------------------------------------------------------------------------------------


def test_the_whole_small_base_comes_out_as_mkdocs_makes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MkDocs' own ``build`` through the plugin is the oracle: every file, whoever and how many make it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MINI_DAY)
    base = copy_of_mini(tmp_path / "base")
    prepared = site.prepare(base, configured.settings(base), lazy_texts=True)
    assert laid_out(prepared.pages, 3) == site.prepare(base, configured.settings(base)).pages
    for name, jobs in (("one", 1), ("four", 4)):
        building.build_site(base, tmp_path / name, prepared, lambda _: None, jobs)
    monkeypatch.setattr(shares, "can_be_shared", lambda _: False)
    building.build_site(base, tmp_path / "mkdocs", prepared, lambda _: None)
    sites = {name: files.tree(tmp_path / name) for name in ("one", "four", "mkdocs")}
    assert sites["one"].keys() == sites["four"].keys() == sites["mkdocs"].keys()
    for name in ("one", "four"):
        assert [path for path, data in sites[name].items() if data != sites["mkdocs"][path]] == []


def many(count: int = 120) -> list[Page]:
    return [Page(f"practices/p{number}.md", f"# Практика {number}\n\n## Шаги\n\nТекст.\n") for number in range(count)]


def test_a_wrong_link_between_pages_of_two_shares_is_told(root: Path) -> None:
    wrong = [
        Page("practices/a.md", "# А\n\n[нет страницы](nowhere.md) [нет места](p7.md#net) [есть](p7.md#shagi)\n"),
        Page("practices/z.md", "# Я\n\n[нет места](a.md#net)\n"),
    ]
    with pytest.raises(publish.NotPublished) as told:
        built(root, a_site(*many(), *wrong))
    text = str(told.value)
    assert "nowhere.md" in text and "p7.md#net" in text and "a.md#net" in text and "p7.md#shagi" not in text
    assert not (root / "site").exists()


@pytest.mark.parametrize("own", ["hooks: [hook.py]\n", "plugins: [metodoteka, search]\n"])
def test_what_could_ask_for_other_pages_keeps_mkdocs_own_way(root: Path, own: str) -> None:
    (root / "hook.py").write_text("")
    written = (root / "mkdocs.yml").read_text("utf-8")
    assert shares.can_be_shared(configured.read_config(root))
    if own.startswith("plugins"):
        written = written.replace("plugins:\n  - metodoteka\n", "")
    (root / "mkdocs.yml").write_text(written + own, "utf-8")
    config = configured.load_config(config_file=str(root / "mkdocs.yml"))
    assert not shares.can_be_shared(config)


def test_a_template_of_the_base_keeps_mkdocs_own_way(root: Path) -> None:
    (root / "theme" / "partials").mkdir(parents=True)
    (root / "theme" / "partials" / "footer.html").write_text("<footer>{{ pages | length }}</footer>")
    written = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(written.replace("font: false", "font: false\n  custom_dir: theme"), "utf-8")
    assert not shares.can_be_shared(configured.read_config(root))


# --- processes -------------------------------------------------------------------------------------------------------


def squares(numbers: range) -> list[int]:
    return [number * number for number in numbers]


PARTS: Sequence[range] = [range(start, start + 5) for start in range(0, 60, 5)]


@pytest.mark.parametrize("jobs", [1, 2, 4, 40])
def test_results_come_in_order_whoever_made_them(jobs: int) -> None:
    assert list(workers.in_shares(squares, PARTS, jobs)) == [squares(part) for part in PARTS]


def worker_of(_: range) -> int:
    return os.getpid()


def test_workers_are_replaced_before_they_hold_a_copy_of_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_SHARES", 2)
    assert list(workers.in_shares(squares, PARTS, 2)) == [squares(part) for part in PARTS]
    found = list(workers.in_shares(worker_of, PARTS, 2))
    assert all(not {*found[start : start + 4]} & {*found[start + 4 :]} for start in (0, 4))


def dying(mark: Path, times: int, part: range) -> list[int]:
    """The worker that gets the third share is killed, as the system does when memory ends."""
    if 12 in part and len(mark.read_bytes()) < times:
        with mark.open("ab") as stream:
            stream.write(b".")
        os.kill(os.getpid(), signal.SIGKILL)
    return squares(part)


def test_the_share_of_a_killed_worker_is_made_again(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    mark.touch()
    assert list(workers.in_shares(partial(dying, mark, 2), PARTS, 2)) == [squares(part) for part in PARTS]
    assert mark.read_bytes() == b".."


def test_workers_that_die_again_and_again_are_told(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    mark.touch()
    with pytest.raises(publish.NotPublished, match="не хватило памяти"):
        list(workers.in_shares(partial(dying, mark, 100), PARTS, 2))


def killed_elsewhere(here: int) -> str:
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return "made here"


def refused() -> None:
    raise OSError("the disk is full")


def test_what_is_begun_in_a_subprocess_comes_back_or_is_made_here() -> None:
    assert workers.in_subprocess(os.getpid)() != os.getpid()
    assert workers.in_subprocess(partial(killed_elsewhere, os.getpid()))() == "made here"
    with pytest.raises(OSError, match="the disk is full"):
        workers.in_subprocess(refused)()


def test_a_worker_killed_at_a_page_costs_nothing_but_another_try(
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = files.tree(built(root, a_site(*many())))
    make, mark = shares.PageBuilder.pages, tmp_path / "mark"

    def killed(builder: shares.PageBuilder, part: Sequence[int]) -> shares.BuiltShare:
        done = make(builder, part)
        if 100 in part and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    monkeypatch.setattr(shares.PageBuilder, "pages", killed)
    assert files.tree(built(root, a_site(*many()))) == whole
    assert mark.exists()
