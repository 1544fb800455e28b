"""What is made of a catalogue is known by what it asked: the same answers, and it is taken from the last site."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
import yaml
from edited_base import EditedBase, LastSite

from generator import files, site
from generator.catalog import Catalog
from generator.pages import watched
from generator.pages.digests import Digests
from generator.pages.reuse import KeptFiles, Trace
from generator.pages.site_files import File
from generator.pages.watched import CatalogQuestions, KeptGroups
from generator.publish.last_build import trace_read
from generator.records.practices import Practice
from generator.records.scalars import RichText
from generator.records.walking import of_type
from generator.settings import Settings

WORD = "Синхрофазотрон"
SETTINGS = Settings(build_date=dt.date(2026, 5, 28))


@pytest.fixture
def catalog(mini: Path) -> Catalog:
    return site.check(mini, SETTINGS)[0]


def left_by(catalog: Catalog, ask: Callable[[Catalog], Any]) -> Trace | None:
    """What it asked, as it comes out of the cache."""
    asked = CatalogQuestions(catalog, Digests())
    _, trace = asked.traced((), lambda: ask(asked.watched))
    return trace and trace_read(*json.loads(json.dumps(trace)))


def is_answered_alike(catalog: Catalog, trace: Trace) -> bool:
    return CatalogQuestions(catalog, Digests()).is_as(trace, ())


#: questions of every form, each with a change of the base that gives it another answer
ASKED: dict[str, tuple[Callable[[Catalog], Any], dict[str, Any]]] = {
    "a method": (lambda c: c.find("practices/parnoe"), {"problem": "Другое."}),
    "a method by a word": (lambda c: c.listed("practices", demo=False), {"problem": "Другое."}),
    "a model and a record": (
        lambda c: c.referring(Practice, c.records["organizations/shkola-a"], "owner"),
        {"problem": "Другое."},
    ),
    "one of a mapping": (lambda c: c.records["practices/parnoe"].title, {"title": "Другое"}),
    "one that may be there": (lambda c: "practices/parnoe" in c.shown, {"status": "draft"}),
    "all of a mapping": (lambda c: dict(c.shown.items()), {"problem": "Другое."}),
    "how many there are": (lambda c: len(c.shown), {"status": "draft"}),
    "a value": (lambda c: c.has_own_demo, {"demo": "true"}),
    "the part that is ours": (lambda c: c.own_part.find("practices/parnoe"), {"problem": "Другое."}),
}


@pytest.mark.parametrize("form", ASKED)
def test_every_form_of_a_question_is_asked_again(tmp_path: Path, form: str) -> None:
    base = EditedBase(tmp_path / "base", 1)
    ask, change = ASKED[form]
    before = site.check(base.root, SETTINGS)[0]
    trace = left_by(before, ask)
    assert trace
    assert trace.asked
    assert is_answered_alike(site.check(base.root, SETTINGS)[0], trace)
    if change:
        base.change("practices/parnoe", **change)
        assert not is_answered_alike(site.check(base.root, SETTINGS)[0], trace)


def raised(catalog: Catalog) -> str:
    try:
        return str(catalog.vocabularies["none"]) + catalog.title_of(None)  # type: ignore[arg-type]
    except (KeyError, AttributeError):
        return "nothing"


def test_what_cannot_be_asked_again_leaves_no_trace(catalog: Catalog) -> None:
    stranger = catalog.records["practices/parnoe"].model_copy()
    assert left_by(catalog, lambda c: c.title_of(stranger)) is None, "a record that is not of the catalogue"
    assert left_by(catalog, lambda c: c.records.get(("practices", "parnoe"))) is None  # type: ignore[call-overload]
    trace = left_by(catalog, raised)
    assert trace, "a name that is missing is an answer"
    assert not is_answered_alike(replace(catalog, vocabularies={**catalog.vocabularies, "none": None}), trace)  # type: ignore[dict-item]

    def fails(c: Catalog) -> str:
        try:
            return c.title_of(None)  # type: ignore[arg-type]
        except AttributeError:
            return "nothing"

    assert left_by(catalog, fails) is None, "what raises"


def test_what_asks_too_much_leaves_no_trace(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(seen: Catalog) -> list[str]:
        return [seen.title_of(record) for record in seen.records.values()]

    assert left_by(catalog, ask)
    monkeypatch.setattr(watched, "_MOST_QUESTIONS", 5)
    assert left_by(catalog, ask) is None
    assert left_by(catalog, lambda seen: seen.today), "the next one does not pay for it"


def test_a_watched_catalogue_answers_as_the_one_it_stands_for(catalog: Catalog) -> None:
    seen = CatalogQuestions(catalog, Digests()).watched
    assert seen.find("practices/parnoe") is catalog.find("practices/parnoe")
    assert dict(seen.shown) == dict(catalog.shown)
    assert list(seen.vocabularies) == list(catalog.vocabularies)
    assert (seen.today, seen.own_part.kinds) == (catalog.today, catalog.kinds)
    with pytest.raises(KeyError):
        seen.records["practices/none"]


def test_a_question_that_nobody_writes_down_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The red twin: a group that forgets what it asks is taken from the last site though it shows something new."""
    base, last, path = EditedBase(tmp_path / "base", 3), LastSite(), "practices/katalog.json"
    monkeypatch.setattr(files, "templates_dir", lambda: base.templates)

    def after_a_change(title: str) -> tuple[Any, Any]:
        last.left(site.prepare(base.root, base.settings, lazy_texts=True))
        last.known = "{}"
        last.made(base)
        base.change("practices/parnoe", title=title)
        made = last.made(base)[path]
        clean = site.prepare(base.root, base.settings, lazy_texts=True)
        return made, next(file.data for file in clean.files if file.path == path)

    made, clean = after_a_change("Первое")
    assert made == clean
    monkeypatch.setattr(CatalogQuestions, "note", lambda self, path, way, about, said: said)
    made, clean = after_a_change("Второе")
    assert made != clean


def with_other_long_texts(base: EditedBase, catalog: Catalog) -> int:
    """Add a word to every long text of the base; how many there are."""
    count = 0
    for record in catalog.records.values():
        texts = [text for text in of_type(record, RichText) if record.path.endswith(".yml")]
        if texts:
            path = base.root / record.path
            data = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
            for text in texts:
                *way, name = text.loc
                holder = reduce(lambda its, step: its[step], way, data)
                holder[name] = f"{holder[name].rstrip()}\n\n{WORD}."
            path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
        count += len(texts)
    return count


def groups_without_long_texts(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The files of all groups that are known without what long texts say, made anew."""
    found: dict[str, bytes] = {}
    files_of = KeptGroups.files

    def spied(
        self: KeptGroups, place: str, of: Catalog, make: Any, *also: Any, long_texts: bool = True
    ) -> Iterator[File]:
        for file in files_of(self, place, of, make, *also, long_texts=long_texts):
            found.update({} if long_texts else {file.path: file.data})
            yield file

    with monkeypatch.context() as patched:
        patched.setattr(KeptGroups, "files", spied)
        for _ in site.build_files(catalog, SETTINGS):
            pass
    return found


def test_what_is_known_without_long_texts_shows_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = EditedBase(tmp_path / "base", 1)
    before, _ = site.check(base.root, SETTINGS)
    assert with_other_long_texts(base, before) > 9
    after, _ = site.check(base.root, SETTINGS)
    made = groups_without_long_texts(after, monkeypatch)
    assert len(made) > 20
    assert made == groups_without_long_texts(before, monkeypatch)


def test_a_long_text_in_a_group_without_them_would_be_seen(tmp_path: Path) -> None:
    """The red twin: a group that shows one all the same is taken from the last site as it was."""
    base = EditedBase(tmp_path / "base", 1)
    lying: dict[str, bytes] = {}

    def make(seen: Catalog) -> Iterator[File]:
        yield File("a.txt", str(seen.records["practices/parnoe"].problem).encode())

    def built(known: Any, *, long_texts: bool) -> Any:
        kept = KeptFiles(known, lying.__getitem__)
        catalog, _ = site.check(base.root, SETTINGS)
        groups = KeptGroups(kept, SETTINGS)
        lying.update({file.path: file.data for file in groups.files("a", catalog, make, long_texts=long_texts)})
        return kept.now

    for long_texts in (True, False):
        known = built({}, long_texts=long_texts)
        base.change("practices/parnoe", problem=f"Другое {long_texts}.")
        built(known, long_texts=long_texts)
        assert (f"Другое {long_texts}." in lying["a.txt"].decode()) is long_texts


def test_files_of_a_group_come_from_the_last_site_or_are_made(catalog: Catalog) -> None:
    lying: dict[str, bytes] = {}
    made: list[str] = []

    def make(seen: Catalog) -> Iterator[File]:
        made.append("made")
        yield File("a.txt", seen.title_of(seen.records["practices/parnoe"]).encode())

    def built(known: Any, settings: Settings = SETTINGS, *also: Any) -> dict[str, tuple[Trace, Any]]:
        kept = KeptFiles(known, lying.__getitem__)
        lying.update({file.path: file.data for file in KeptGroups(kept, settings).files("a", catalog, make, *also)})
        return kept.now

    known = built({})
    assert made == ["made"]
    assert built(known) == known
    assert made == ["made"]
    built(known, replace(SETTINGS, site_name="Другая"))
    built(known, SETTINGS, "something else")
    lying["a.txt"] = b"written by hand"
    built(known)
    assert made == ["made"] * 4
    assert lying["a.txt"].decode() == catalog.title_of(catalog.records["practices/parnoe"])
