"""Texts of the base that Word could take for a field, markup or a link, in every document that goes out: plain text."""

from __future__ import annotations

import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

import yaml
from lxml import etree

from tests.hostile import children, table
from tests.hostile.outputs import FORMULAS, TEMPLATES
from tests.hostile.table import Row

FIELDS = (
    'DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc.exe"', '{ INCLUDEPICTURE "http://example.com/a.png" \\d }',
    '{HYPERLINK "http://example.com"}', "{ =1+1 }", "INCLUDETEXT \\\\example.com\\a.docx", "</w:t></w:r><w:r><w:t>",
    '<w:fldSimple w:instr="DDE cmd"/>', "]]><!-- x -->", "&lt;b&gt; &amp;amp; &#60;",
    "<!DOCTYPE x [<!ENTITY y SYSTEM>]>", "_x000D_ _x0013_",
    "{{ 7*7 }} {% x %} ${7*7}", "http://example.com/ file:///etc/passwd", "javascript:alert(1)",
)  # fmt: skip
#: records that a document is made of to be changed in Word
RECORDS = {
    "practice": "parnoe", "event": "konkurs-2025", "replication": "parnoe-shkola-b", "review": "parnoe-institut",
}  # fmt: skip
TOGETHER = 7
"""Texts of one title: what Word takes for a field does not depend on where it stands."""
ACTIVE = ("fldSimple", "instrText", "fldChar", "hyperlink", "altChunk", "object", "control", "subDoc", "dataBinding",
          "attachedTemplate", "drawing", "pict", "script")  # fmt: skip
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def rows() -> Iterator[Row]:
    """One row: documents made, anything active in them that those of an ordinary base do not have, texts that are not
    there word for word."""
    texts = (*FIELDS, *FORMULAS)
    with tempfile.TemporaryDirectory(prefix="hostile-") as made:
        yield tried([texts[n : n + TOGETHER] for n in range(0, len(texts), TOGETHER)], Path(made))


def tried(groups: Sequence[Sequence[str]], folder: Path) -> Row:
    """Begin every title and plain word with the texts of a group, in a base for each, and read all documents."""
    from support import copy_of_mini

    import_module("generator.channels.office.importing")  # loaded once, so that no child need do it
    import_module("generator.channels.office.document_out")
    plain = {name: active(path) for name, path in _made(copy_of_mini(folder / "plain"), folder / "plain-out")}
    faults, count, seen = [], 0, 0
    for number, group in enumerate(groups):
        table.progress(f"documents: {number + 1} of {len(groups)}")
        base = copy_of_mini(folder / str(number))
        _put(base, " ".join(group))
        made = dict(_made(base, folder / f"{number}-out"))
        faults += [f"{group}: {sorted(plain.keys() ^ made.keys())} is not made"] if made.keys() != plain.keys() else []
        for name, path in made.items():
            count += 1
            if new := active(path) - plain.get(name, Counter()):
                faults.append(f"{group} in {name}: {sorted(new)[:2]}")
            text = words(path)
            here = [one for one in group if " ".join(one.split()) in text]
            seen += len(here)
            if "record" in name and len(here) < len(group):
                faults.append(f"{sorted({*group} - {*here})[:2]} is not in {name}")
    measured = f"{sum(map(len, groups))} texts, {count} documents of {len(plain)} kinds, {seen} texts found in them: "
    return Row(
        "documents out (DOCX), titles and words that are field codes, formulas, markup: plain text, word for word",
        measured + ("; ".join(faults[:4]) or "nothing active"),
        not faults and seen > 0,
    )


def _put(base: Path, text: str) -> None:
    for path in sorted((base / "data").rglob("*.yml")):
        data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        for one in [data, *data.get("terms", ()), *data.get("criteria", ())]:
            for name in {"title", "label", "summary", "note", "criterion"} & one.keys():
                one[name] = f"{text} {one[name]}"
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")


def _made(base: Path, out: Path) -> Iterator[tuple[str, Path]]:
    """Every document that the base gives: empty ones of all forms, and those of records to be changed."""
    from generator import cli

    out.mkdir()
    lines = {name: (name, *words) for name, words in TEMPLATES.items()}
    lines |= {f"record-{name}": (name, "--record", record) for name, record in RECORDS.items()}
    for name, words_ in lines.items():
        path = out / f"{name}.docx"
        line = ["--root", str(base), "template", *words_, "--format", "docx", "--out", str(path)]
        if children.call(lambda line=line: cli.main(line)).status == 0:
            yield name, path


def active(path: Path) -> Counter[str]:
    """What a document does beyond showing text: fields, links, embedded things, parts and addresses outside of it."""
    found: Counter[str] = Counter()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            found[f"part {name}"] += 1
            if name.endswith((".xml", ".rels")):
                for one in etree.fromstring(archive.read(name)).iter(etree.Element):
                    kind = etree.QName(one).localname
                    found[f"{kind} in {name}"] += kind in ACTIVE
                    found[f"outside {one.get('Target')}"] += one.get("TargetMode") == "External"
    return +found


def words(path: Path) -> str:
    """All text of a document, a blank for every run of blanks: its paragraphs and the entries of its lists."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    parts = []
    for paragraph in root.iter(f"{_W}p"):
        pieces = paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br")
        parts.append("".join(one.text or "" if one.tag == f"{_W}t" else " " for one in pieces))
    parts += [one.get(f"{_W}displayText") or "" for one in root.iter(f"{_W}listItem")]
    return " ".join(" ".join(parts).split())
