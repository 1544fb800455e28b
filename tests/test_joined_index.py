"""An index made in parts is the index of all pages: the same words, pages and names of files."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from generator.publish import joined_index, pagefind, search_index

WORDS = (
    "наставничество урок ёлка елка йод практика учитель семья чтение задача café cafe проба опыт класс район".split()
)
Bundle = dict[str, bytes]


def a_site(folder: Path, pages: int, seed: int = 1) -> Path:
    """Pages of random words; the first third of them has no field of its own but the title."""
    chance = random.Random(seed)
    for number in range(pages):
        words = [
            chance.choice(WORDS) + ("" if chance.random() < 0.8 else str(chance.randrange(300))) for _ in range(60)
        ]
        about = f'<p data-pagefind-meta="about">{words[3]} {words[4]}</p>' if number * 3 > pages else ""
        trouble = f'<p data-pagefind-meta="trouble">{words[5]}</p>' if number % 2 and number * 3 > pages else ""
        text = f"<h1>{words[0]} {number}</h1>{about}{trouble}<p>{' '.join(words)}</p>"
        target = folder / f"p{number:04}" / "index.html"
        target.parent.mkdir(parents=True)
        target.write_text(f"<html lang=ru><body data-pagefind-body>{text}</body></html>", "utf-8")
    return folder


def unpacked(folder: Path) -> Bundle:
    """The index as a browser reads it, by path."""
    there = folder / search_index.BUNDLE
    found = {path.relative_to(there).as_posix(): path.read_bytes() for path in there.rglob("*") if path.is_file()}
    packed = (".pf_meta", ".pf_index", ".pf_fragment")
    return {name: gzip.decompress(data) if name.endswith(packed) else data for name, data in found.items()}


def by_one_pagefind(site: Path) -> Bundle:
    """The pieces of words, the list and the contents that Pagefind makes of all pages at once, unpacked."""
    its = pagefind.Pagefind(search_index.NOT_SEARCHED, 600)
    for path in sorted(site.glob("p*/index.html")):
        its.give(pagefind.page_request(path.relative_to(site).as_posix(), path.read_text("utf-8")))
    made = its.files()
    its.close()
    return {
        name: gzip.decompress(data) if name.endswith((".pf_meta", ".pf_index")) else data
        for name, data in made.items()
        if name.endswith((".pf_meta", ".pf_index", "entry.json"))
    }


@pytest.mark.parametrize("most", [7, 50, 119, 120])
def test_parts_make_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    site = a_site(tmp_path, 120)
    whole = by_one_pagefind(site)
    monkeypatch.setattr(search_index, "_MOST", most)
    monkeypatch.setattr(search_index, "_USUAL", 1 << 33)
    search_index.make_index(site)
    joined = unpacked(site)
    assert [name for name, data in whole.items() if joined.get(name) != data] == []
    assert {name for name in joined if name.endswith((".pf_meta", ".pf_index", "entry.json"))} == whole.keys()
    assert len([name for name in joined if name.endswith(".pf_fragment")]) == 120
    assert len([name for name in whole if name.endswith(".pf_index")]) > 3


def test_names_that_begin_alike_become_longer() -> None:
    names = joined_index.Names()
    one, two, three = "ru_1234567aaa", "ru_1234567abb", "ru_1234567abc"
    assert [names.of_page(name) for name in (one, two, three)] == ["ru_1234567", "ru_1234567a", "ru_1234567ab"]
    names = joined_index.Names()
    assert [names.of_piece(name) for name in (one, two)] == ["ru_1234567", "ru_1234567ab"]


def test_numbers_of_any_size_are_read_and_written() -> None:
    for number in (0, 23, 24, 255, 256, 65_535, 65_536, 1 << 31):
        written = joined_index._number(number)
        assert joined_index._Reader(written).head(0) == number


@pytest.mark.parametrize("harm", [b"\x86e9.9.9", b"\x80", b"", b"\x86e1.5.2\x9f\xff"], ids=repr)
def test_a_format_that_we_do_not_know_is_told(harm: bytes) -> None:
    part = {"pagefind.ru_x.pf_meta": joined_index.index_file(harm)}
    with pytest.raises(search_index.NotIndexed, match="поиск"):
        list(joined_index.joined([part, part], {"pagefind-entry.json": json.dumps({}).encode()}, [], 600))
