"""Files that must not or cannot be read: a sentence for each, nothing written, the other files go on.

Every check of safety has its red twin: the same file without the check is read, or does its harm.
"""

from __future__ import annotations

import io
import os
import random
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from office_files import fill, saved_by_libreoffice
from support import PROJECT, copy_of_mini

from generator import cli, files
from generator.channels.office import importing, safety, workbook_in, workbook_remarks
from generator.channels.office.safety import Refused
from generator.settings import Settings

SHEET = "xl/worksheets/sheet1.xml"
ROWS = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c></row>'


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled template of the mini base."""
    folder = tmp_path_factory.mktemp("good")
    base = copy_of_mini(folder / "base")
    assert cli.main(["--root", str(base), "template", "practice", "--out", str(folder / "empty.xlsx")]) == 0
    row = {"title": "Лист вопросов", "summary": "Проба.", "owner": "Школа А"}
    return fill(folder / "empty.xlsx", folder / "good.xlsx", {"Практики": [row], "Шаги": [{"steps.title": "Один"}]})


def plain() -> bytes:
    """The smallest honest workbook."""
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "слово"
    book.save(out)
    return out.getvalue()


def rebuilt(data: bytes, change: Callable[[str, bytes], bytes] = lambda name, part: part, **more: bytes) -> bytes:
    """The file with its parts changed one by one, and with more parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
        for name, part in more.items():
            new.writestr(name.replace("__", "/").replace("_DOT_", "."), part)
    return out.getvalue()


def with_sheet(pieces: Iterator[bytes]) -> bytes:
    """The smallest workbook with another first sheet, written piece by piece."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != SHEET:
                new.writestr(part.filename, old.read(part))
        with new.open(SHEET, "w", force_zip64=False) as stream:
            for piece in pieces:
                stream.write(piece)
    return out.getvalue()


def sheet(*rows: str) -> Iterator[bytes]:
    yield b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    yield from (row.encode() for row in rows)
    yield b"</sheetData></worksheet>"


def bomb(megabytes: int) -> bytes:
    """A sheet of one long text, unfolding to so many megabytes."""
    piece = b" " * 1_000_000
    start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    end = ROWS.format(1, "слово").encode() + b"</sheetData></worksheet>"
    return with_sheet(iter([start, *[piece] * megabytes, end]))


def lying(data: bytes) -> bytes:
    """The same file, saying of its first sheet that it unfolds to 100 bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        real = archive.getinfo(SHEET).file_size
    return data.replace(struct.pack("<L", real), struct.pack("<L", 100))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
BAD = {
    "office-empty": (lambda: b"", "a.xlsx", "0 байт"),
    "old-excel": (lambda: OLE + "Workbook".encode("utf-16-le"), "a.xlsx", "старый формат Excel (.xls) под новым"),
    "old-word": (lambda: OLE + "WordDocument".encode("utf-16-le"), "a.docx", "старый формат Word (.doc)"),
    "password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "закрыт паролем"),
    "web-page": (lambda: b"\xef\xbb\xbf<html><table><tr><td>1</table>", "a.xlsx", "веб-страница под именем книги"),
    "text": (lambda: "название;шаги".encode(), "a.xlsx", "файл другого формата"),
    "truncated": (lambda: plain()[:3000], "a.xlsx", "скопирован не до конца"),
    "archive": (lambda: rebuilt(b"PK\x05\x06" + b"\0" * 18, a=b"x"), "a.xlsx", "архив, а не документ"),
    "macros": (lambda: rebuilt(plain(), xl__vbaProject_DOT_bin=b"x"), "a.xlsx", "есть макросы"),
    "macro-type": (
        lambda: rebuilt(plain(), lambda name, part: part.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")),
        "a.xlsx",
        "есть макросы",
    ),
    "word-as-excel": (
        lambda: rebuilt(plain(), lambda name, part: part.replace(b"spreadsheetml.sheet", b"wordprocessingml.document")),
        "a.xlsx",
        "«Документ Word (.docx)» под чужим именем",
    ),
    "links": (lambda: rebuilt(plain(), xl__externalLinks__externalLink1_DOT_xml=b"<a/>"), "a.xlsx", "на другие книги"),
    "way-out": (lambda: rebuilt(plain(), **{"..__..__a_DOT_xml": b"<a/>"}), "a.xlsx", "устроен не так"),
    "doctype": (
        lambda: rebuilt(plain(), xl__a_DOT_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "a.xlsx", "DOCTYPE",
    ),
    "parts": (lambda: rebuilt(plain(), **{f"xl__{n}": b"" for n in range(3001)}), "a.xlsx", "слишком много частей"),
    "small-bomb": (lambda: bomb(20), "a.xlsx", "маленький файл разворачивается"),
    "lying": (lambda: lying(bomb(20)), "a.xlsx", "маленький файл разворачивается"),
    "far-cell": (lambda: with_sheet(sheet(ROWS.format(30_000, "далеко"))), "a.xlsx", "слишком много строк"),
    "far-column": (lambda: with_sheet(sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>')), "a.xlsx", "столбцов"),
    "far-address": (lambda: with_sheet(sheet('<row r="1"><c r="a99999999"><v>1</v></c></row>')), "a.xlsx", "строк"),
    "spaced-address": (lambda: with_sheet(sheet('<row r = "1"><c r = "A99999"><v>1</v></c></row>')), "a.xlsx", "строк"),
    "hidden-address": (lambda: with_sheet(sheet('<row r="1"><c r="&#65;1"><v>1</v></c></row>')), "a.xlsx", "строк"),
    "false-count": (
        lambda: rebuilt(plain(), xl__sharedStrings_DOT_xml=b'<sst uniqueCount="999999999999"><si><t>a</t></si></sst>'),
        "a.xlsx",
        "неверно говорит",
    ),
    "long-texts": (
        lambda: rebuilt(
            with_sheet(sheet(*_shared())),
            xl__sharedStrings_DOT_xml=b"<sst><si><t>" + b"x" * 30_000 + b"</t></si></sst>",
        ),
        "a.xlsx",
        "слишком много строк",
    ),
    "pdf-as-word": (lambda: b"%PDF-1.7 ...", "a.docx", "документ PDF под именем документа"),
    "rtf-as-word": (lambda: b"{\\rtf1 a}", "a.docx", "документ RTF под именем документа"),
    "picture-as-word": (lambda: b"\x89PNG\r\n", "a.docx", "картинка (PNG) под именем документа"),
    "html-as-old-word": (lambda: b"<html><body>a</body></html>", "a.doc", "веб-страница под именем документа"),
    "excel-as-word": (plain, "a.docx", "«Книга Excel (.xlsx)» под чужим именем"),
    "excel-as-old-word": (plain, "a.doc", "«Книга Excel (.xlsx)» под чужим именем"),
    "csv": (lambda: b"a;b", "a.csv", "таблица в виде текста (.csv)"),
    "xls": (lambda: OLE, "a.xls", "старый формат Excel"),
    "xlsm": (plain, "a.xlsm", "бывают макросы"),
    "ods": (plain, "a.ods", "таблица LibreOffice"),
    "pdf": (plain, "a.pdf", "из PDF"),
    "picture": (plain, "a.png", "«.png» не принимаются"),
    "lock": (plain, "~$a.xlsx", "служебный файл"),
    "libreoffice-lock": (plain, ".~lock.a.xlsx#", "служебный файл"),
}  # fmt: skip


def _shared() -> Iterator[str]:
    for number in range(1, 8001):
        cells = "".join(f'<c r="{letter}{number}" t="s"><v>0</v></c>' for letter in "ABCDEFGHIJ")
        yield f'<row r="{number}">{cells}</row>'


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_sentence_with_what_to_do(name: str, tmp_path: Path) -> None:
    make, file_name, sentence = BAD[name]
    (tmp_path / file_name).write_bytes(make())
    with pytest.raises(Refused) as refused:
        safety.read_validated(tmp_path / file_name)
    assert sentence in refused.value.message
    assert len(refused.value.hint) > 20 and refused.value.code.startswith("office-")


def test_an_honest_file_passes(good: Path, tmp_path: Path) -> None:
    (tmp_path / "plain.xlsx").write_bytes(plain())
    assert safety.read_validated(tmp_path / "plain.xlsx").startswith(b"PK")
    assert safety.read_validated(good) == good.read_bytes()


def test_without_the_checks_the_files_are_read_happily() -> None:
    """The red twin: parsers do not mind, and the sizes that a file gives for itself prove nothing."""
    small = bomb(20)
    assert len(small) < 60_000
    assert python_calamine.load_workbook(io.BytesIO(small)).get_sheet_by_index(0).to_python() == [["слово"]]
    with zipfile.ZipFile(io.BytesIO(lying(small))) as archive:
        assert sum(part.file_size for part in archive.infolist()) < 100_000
    assert python_calamine.load_workbook(io.BytesIO(lying(small))).sheet_names == ["Sheet"]
    far = python_calamine.load_workbook(io.BytesIO(BAD["far-cell"][0]())).get_sheet_by_index(0)
    assert len(far.to_python(skip_empty_area=False)) == 30_000
    for name in ("macros", "links", "doctype", "way-out"):
        assert python_calamine.load_workbook(io.BytesIO(BAD[name][0]())).sheet_names == ["Sheet"]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
def test_a_false_count_would_end_the_program() -> None:
    """The red twin: not an error that can be caught, the process is gone."""
    read = "import sys, io, python_calamine as c; c.load_workbook(io.BytesIO(sys.stdin.buffer.read()))"
    run = subprocess.run([sys.executable, "-c", read], input=BAD["false-count"][0](), capture_output=True, check=False)
    assert run.returncode < 0


def test_a_bomb_of_300_megabytes_costs_neither_memory_nor_patience(tmp_path: Path, record_property) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(bomb(300))
    assert path.stat().st_size < 600_000
    look = (
        "import pathlib, sys; from generator.channels.office import safety\n"
        "def peak():\n"
        "    lines = pathlib.Path('/proc/self/status').read_text().splitlines()\n"
        "    return int(next(line for line in lines if line.startswith('VmHWM')).split()[1])\n"
        "before = peak()\n"
        "try: safety.read_validated(pathlib.Path(sys.argv[1]))\n"
        "except safety.Refused as refused: print(refused.code)\n"
        "print(peak() - before)"
    )
    run = subprocess.run([sys.executable, "-c", look, path], cwd=PROJECT, capture_output=True, text=True, check=True)
    code, kilobytes = run.stdout.split()
    assert code == "office-bomb"
    assert int(kilobytes) < 30_000
    size = path.stat().st_size // 1000
    record_property("figure", f"bomb of 300 MB in {size} KB refused with {int(kilobytes) / 1000:.0f} MB of memory more")


def test_what_is_no_file_or_not_ours_to_open(tmp_path: Path) -> None:
    for path, sentence in ((tmp_path, "это папка"), (tmp_path / "нет.xlsx", "такого файла нет")):
        with pytest.raises(Refused, match=sentence):
            safety.read_validated(path)
    closed = tmp_path / "closed.xlsx"
    closed.write_bytes(plain())
    closed.chmod(0)
    look = (
        "import os, pathlib, sys; from generator.channels.office import safety\n"
        "if os.getuid() == 0: os.setgid(65534); os.setuid(65534)\n"
        "try: safety.read_validated(pathlib.Path(sys.argv[1]))\n"
        "except safety.Refused as refused: print(refused.code)"
    )
    run = subprocess.run(
        [sys.executable, "-c", look, closed], cwd=PROJECT, capture_output=True, text=True, check=True,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert run.stdout.strip() == "office-no-access"


@pytest.mark.office
def test_files_of_other_programs_under_a_new_name(tmp_path: Path) -> None:
    """Saved by a real program in an old or another format, then renamed."""
    for suffix, sentence in (("xls", "старый формат Excel"), ("ods", r"таблица LibreOffice \(.ods\)")):
        path = tmp_path / f"{suffix}.xlsx"
        path.write_bytes(plain())
        saved_by_libreoffice(path, suffix=suffix)
        path.with_suffix(f".{suffix}").replace(path)
        with pytest.raises(Refused, match=sentence):
            safety.read_validated(path)


DAMAGE = (b'<c r="A1" t="s"><v>99999</v></c>', b"</c>", b'<row r="0">', b"999999999", b"-1", b'"', b"<", b'r="AAAA1"')


def test_a_damaged_file_is_read_or_refused(good: Path, mini: Path, tmp_path: Path) -> None:
    """Bytes changed, lost and thrown into one part after another: whatever comes, it is an answer and no crash."""
    layouts = importing.open_base(mini, Settings()).layouts
    with zipfile.ZipFile(good) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.startswith("xl/")}
    outcomes = set()
    for seed in range(120):
        chance = random.Random(seed)
        name = chance.choice(sorted(parts))
        part = bytearray(parts[name])
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(part))
            part[at : at + chance.choice((0, 0, 1, 30))] = chance.choice(DAMAGE)
        path = tmp_path / "damaged.xlsx"
        path.write_bytes(rebuilt(good.read_bytes(), lambda one, old: bytes(part) if one == name else old))  # noqa: B023
        try:
            data = safety.read_validated(path)
            remarks = workbook_in.read(data, layouts).remarks
            outcomes.add("read")
            workbook_remarks.annotate_workbook(data, remarks)
        except Refused as refused:
            outcomes.add(refused.code)
    assert {"read", "office-broken", "office-large"} <= outcomes


def test_bad_files_do_not_stop_the_good_ones(mini: Path, good: Path, tmp_path: Path, capsys) -> None:
    """One command with all of them: each is named with its sentence, the good one becomes a record, the status is 1."""
    names = {name: tmp_path / f"{name}.xlsx" for name in ("office-empty", "password", "small-bomb")}
    for name, path in names.items():
        path.write_bytes(BAD[name][0]())
    before = set(files.tree(mini))
    assert cli.main(["--root", str(mini), "import", *map(str, names.values()), str(good)]) == 1
    text = capsys.readouterr()
    for name, path in names.items():
        assert str(path) in text.out and BAD[name][2] in text.err
    assert set(files.tree(mini)) - before == {"data/practices/list-voprosov.yml"}
    assert sorted(path.name for path in tmp_path.glob("*замечания*")) == []


#: what the remark must advise, and what it must not: a mend that works when it is followed literally
ADVICE = {
    "a.doc": (OLE, "откройте файл в Word", "Excel"),
    "a.odt": (b"", "откройте файл в Word", "Excel"),
    "a.rtf": (b"{\\rtf1", "откройте файл в Word", "Excel"),
    "torn.docx": (b"PK\x03\x04" + b"x" * 300, "откройте файл в Word", "Excel"),
    "old.docx": (OLE + "WordDocument".encode("utf-16-le"), "откройте файл в Word", "Excel"),
    "old-book.docx": (OLE + "Workbook".encode("utf-16-le"), "«Книга Excel (.xlsx)»", "Word"),
    "page.doc": (b"<html>", "откройте файл в Word", "Excel"),
    "a.pdf": (b"%PDF-", "пришлите исходный документ", "сохраните его как"),
    "print.docx": (b"%PDF-", "пришлите исходный документ", "сохраните его как"),
    "torn.xlsx": (b"PK\x03\x04" + b"x" * 300, "откройте файл в Excel", "Word"),
}


@pytest.mark.parametrize("name", ADVICE)
def test_the_advice_names_the_program_of_the_file(name: str, tmp_path: Path) -> None:
    data, text, never = ADVICE[name]
    path = tmp_path / name
    path.write_bytes(data or b"x")
    with pytest.raises(Refused) as refused:
        safety.read_validated(path)
    assert text in refused.value.hint and never not in refused.value.hint


@pytest.mark.parametrize("name", ["book.docx", "book.doc", "book.xls"])
def test_a_renamed_file_gets_its_name_back(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(plain())
    with pytest.raises(Refused) as refused:
        safety.read_validated(path)
    assert "верните файлу окончание .xlsx" in refused.value.hint
    safety.read_validated(path.rename(path.with_suffix(".xlsx")))  # the advice followed literally
