"""The comment: a review of a hostile change is dead text, and the trusted job posts nothing else."""

from __future__ import annotations

import html
import lzma
import random
import re
import stat
import struct
import zipfile
import zlib

import pytest
from review_job import FORGED, GOOD, HOSTILE, OURS, comment, packed, rendered, review_of, tags

from generator.catalog.differences.describe import ChangeLine
from generator.problems import MAX_ALIKE, NOTICE, Problem
from generator.upkeep.review import ChangeReview, markdown
from generator.upkeep.review.changes import RecordChange


@pytest.mark.parametrize("raw", HOSTILE, ids=ascii)
def test_no_text_of_a_change_comes_alive(raw: str) -> None:
    text = markdown.as_markdown(review_of(raw)).encode("utf-8", "replace").decode()
    assert tags(text) <= OURS
    assert list(comment.faults(text)) == []


@pytest.mark.parametrize("raw", HOSTILE, ids=ascii)
def test_no_text_comes_alive_between_the_marks_of_a_change(raw: str) -> None:
    """Also where a mark falls into the middle of an address or a mention."""
    raw = raw[:400]
    middle = len(raw) // 2
    rows = (f"а [−{raw}−][+{raw}+] б", f"[+{raw[:middle]}+]{raw[middle:]}", f"{raw[:1]}[−{raw[1:]}−]{raw}")
    change = RecordChange("data/x", "x", "изменено", tuple(ChangeLine(row, (row,)) for row in rows))
    text = markdown.as_markdown(ChangeReview("0" * 40, (change,), (), (), 0, 1)).encode("utf-8", "replace").decode()
    assert tags(text) <= OURS and "<ins>" in text
    assert list(comment.faults(text)) == []


@pytest.mark.parametrize("raw", ["[ссылка](https://evil.example)", "<img src=x>", "www.evil.example", "| а |\n|-|"])
def test_without_the_escaping_the_same_texts_come_alive(raw: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The red twin of the test above."""
    monkeypatch.setattr(markdown, "escaped", lambda text: text)
    text = markdown.as_markdown(review_of(f"а\n\n{raw}\n"))
    assert tags(text) - OURS
    assert list(comment.faults(text)) != []


def test_what_is_shown_are_the_words_themselves() -> None:
    message = "Урок «5–7»: 40 %, a_b*c & <b> [1] (x) №3"
    text = markdown.as_markdown(review_of(message))
    shown = "".join(rendered(text).itertext()).replace("\u2060", "")
    assert shown.count(message) >= 8


def test_a_large_review_fits_and_counts_the_rest() -> None:
    many = tuple(Problem(f"data/practices/n{n}.yml", n, 1, "title", "code", "слово, " * 60, "") for n in range(3000))
    changes = tuple(RecordChange(f"data/practices/n{n}.yml", f"n{n}", f"новая практика «{n}»") for n in range(3000))
    text = markdown.as_markdown(ChangeReview("0" * 40, changes, many, (), 0, 3000))
    assert len(text) <= markdown.LIMIT < 65_536
    assert text.count("- и ещё ") == 2
    assert "Исправить (3000)" in text and "Что меняется (3000)" in text
    assert list(comment.faults(text)) == []


def test_many_equal_remarks_of_one_file_are_one_line_and_counted() -> None:
    many = [Problem("data/terms/a.yml", n, 1, "definition", "text-lost", "не видно", "") for n in range(3000)]
    look = [Problem("data/terms/a.yml", n, 1, "", "review-status", "посмотрите", severity=NOTICE) for n in range(90)]
    other = Problem("data/terms/b.yml", 1, 1, "", "other", "другое", "")
    text = markdown.as_markdown(ChangeReview("0" * 40, (), (*many, other), tuple(look), 0, 2))
    assert "Исправить (3001)" in text and "Посмотреть проверяющему (90)" in text, "the counts are of all"
    assert len(re.findall(r"^- .*a&#46;yml.*", text, re.MULTILINE)) == 2 * (MAX_ALIKE + 1)
    assert re.search("и ещё 2.?950 таких же", html.unescape(text)) and "другое" in text
    assert list(comment.faults(text)) == []


def test_one_large_change_does_not_push_out_the_others() -> None:
    rows = tuple(ChangeLine(f"поле {n}: " + "слово, " * 200) for n in range(400))
    changes = [RecordChange("data/a.yml", "a", "новая практика «Большая»", rows)]
    changes += [
        RecordChange(f"data/b{n}.yml", f"b{n}", f"изменена практика «{n}»", (ChangeLine(f"поле {n}"),))
        for n in range(90)
    ]
    text = markdown.as_markdown(ChangeReview("0" * 40, tuple(changes), (), (), 0, 91))
    assert len(text) <= markdown.LIMIT and all(f"практика «{n}»" in text for n in range(90))
    assert "не показано строк: 3" in text and list(comment.faults(text)) == []


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_review_is_refused(name: str) -> None:
    with pytest.raises(comment.Refused):
        comment.decoded(FORGED[name].encode())


def test_the_refusal_and_a_good_review_are_good_reviews() -> None:
    assert comment.decoded(GOOD.encode()) == GOOD
    assert list(comment.faults(comment.NOT_SHOWN)) == []


BAD_ARCHIVES = {
    "no-archive": b"hello",
    "empty": packed({}),
    "two-files": packed({"review.md": b"a", "other.md": b"b"}),
    "other-name": packed({"comment.md": GOOD.encode()}),
    "path": packed({"../review.md": GOOD.encode()}),
    "folder": packed({"review.md/": b""}),
    "link": packed({"review.md": b"/etc/passwd"}, kind=stat.S_IFLNK),
    "bomb": packed({"review.md": b"a" * 50_000_000}),
    "large-archive": b"x" * (comment.MOST_ARCHIVE + 1),
    "half": packed({"review.md": GOOD.encode()})[:-30],
    "bzip2": packed({"review.md": GOOD.encode()}, method=zipfile.ZIP_BZIP2),
    "lzma": packed({"review.md": GOOD.encode()}, method=zipfile.ZIP_LZMA),
}


@pytest.mark.parametrize("name", BAD_ARCHIVES)
def test_an_archive_that_is_not_the_review_is_refused(name: str) -> None:
    with pytest.raises(comment.Refused):
        comment.unpacked(BAD_ARCHIVES[name])


def test_a_broken_archive_is_an_answer_and_never_a_traceback() -> None:
    """2,000 archives with bytes changed, cut out, doubled or put in, of every way to pack: each is read or refused."""
    rng = random.Random(8)
    whole = [
        packed({"review.md": GOOD.encode()}, method=method)
        for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    ]
    refused = 0
    for n in range(2000):
        raw = bytearray(whole[n % len(whole)])
        ends = (len(raw) - 120, len(raw)) if n % 3 else (0, len(raw))  # the directory at the end is where it hurts
        for _ in range(rng.randrange(1, 6)):
            at = rng.randrange(*ends) % len(raw)
            match rng.randrange(4):
                case 0:
                    raw[at] = rng.choice((0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)))
                case 1:
                    del raw[at : at + rng.randrange(1, 9)]
                case 2:
                    raw[at:at] = rng.randbytes(rng.randrange(1, 9))
                case 3:
                    raw[at : at + 4] = rng.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f"))
        text, status = comment._judged(bytes(raw), packed=True)
        assert (text == comment.NOT_SHOWN) if status else (text == GOOD)
        refused += status
    assert 1500 < refused < 2000


@pytest.mark.parametrize("error", [zlib.error, lzma.LZMAError, struct.error, MemoryError, UnicodeError, KeyError])
def test_whatever_the_library_stumbles_over_is_refused(error: type, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise error("сломано")

    archive = packed({"review.md": GOOD.encode()})
    monkeypatch.setattr(comment.zipfile.ZipFile, "open", stumble)
    with pytest.raises(comment.Refused):
        comment.unpacked(archive)


def test_the_good_archive_is_read() -> None:
    assert comment.unpacked(packed({"review.md": GOOD.encode()})) == GOOD.encode()
