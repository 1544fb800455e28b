"""A small real base that changes at random, one change a step: what people do to a base in a year, in a minute.

A step may leave the base wrong (a record is gone that others name); then the next one takes it back.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml
from support import PROJECT, copy_of_mini, without_codes

from generator import site
from generator.channels.office import blanks
from generator.documents.file_memory import FileCache
from generator.pages import LazyPage
from generator.pages.reuse import KeptFiles, PageCache, Trace
from generator.problems import Problem
from generator.publish.last_build import trace_read
from generator.records.reading import ReadCache
from generator.settings import Settings

Fields = dict[str, Any]
#: texts that people change, by kind; each record has its first line changed where it has the field
_TEXTS = ("title", "summary", "problem", "results", "definition", "goal", "short_title", "note", "text")
#: references: kind, field, folder that its values come from
_REFERENCES = (
    ("practices", "territory", "districts"),
    ("practices", "owner", "organizations"),
    ("events", "organizer", "organizations"),
    ("organizations", "parent", "organizations"),
)
_WORDS = ("приём", "разбор", "[наставничество](terms/nastavnichestvo)", "наставничество", "**опора**", "«круг»", "5–7")
_HEAD = "---\ntitle: Памятка\nsummary: Что помнить.\norder: 9\nupdated: 2026-01-10"
#: what is done, the usual more often
_WAYS = """text text text text text text reference reference reference figure figure status status added added added
renamed removed term page page_gone template named day drafts listed_word""".split()


@dataclass
class EditedBase:
    """The base at ``root``, its ``settings``, the page ``templates`` (its own as soon as it has changed one), and what
    was done to it."""

    root: Path
    seed: int
    settings: Settings = field(default_factory=lambda: Settings(build_date=dt.date(2026, 5, 28), remarks=False))
    done: list[str] = field(default_factory=list)
    templates: Path = PROJECT / "theme" / "pages"

    def __post_init__(self) -> None:
        without_codes(copy_of_mini(self.root))
        self._random = random.Random(self.seed)
        self._number = 0
        self._before: dict[Path, bytes | None] = {}

    def step(self, way: str = "") -> str:
        """Change something, or in the ``way`` that is named; what it was."""
        self._before = {}
        said: str = getattr(self, f"_{way or self._random.choice(_WAYS)}")()
        self.done.append(said)
        return said

    def own_templates(self) -> Path:
        """Templates that may be changed: Jinja makes the code of each anew, as it need not of the shipped ones."""
        if (own := self.root / "theme-of-pages") != self.templates:
            self.templates = shutil.copytree(self.templates, own)
        return own

    def take_back(self) -> None:
        """Undo the files of the last step."""
        for path, content in self._before.items():
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(content)
        self.done.append("taken back")

    def change(self, address: str, **fields: Any) -> None:
        """Give a record these fields."""
        path = self.root / "data" / f"{address}.yml"
        self._write(path, yaml.load(path.read_text("utf-8"), yaml.CBaseLoader) | fields)

    def set(self, **fields: Any) -> None:
        """Give the settings these values."""
        self.settings = replace(self.settings, **fields)

    def write_settings(self) -> None:
        """Say in ``mkdocs.yml`` what ``settings`` say; the day is nowhere but in the environment."""
        path = self.root / "mkdocs.yml"
        text = re.sub(r"(?m)^site_name: .*$", f"site_name: {self.settings.site_name}", path.read_text("utf-8"))
        for name in ("demo", "drafts"):
            text = re.sub(rf"(?m)^      {name}: \w+", f"      {name}: {getattr(self.settings, name)}".lower(), text)
        if text != path.read_text("utf-8"):
            path.write_text(text, "utf-8")

    # --- records ---

    def _records(self, *kinds: str) -> list[Path]:
        data = self.root / "data"
        found = [path for path in sorted(data.rglob("*.yml")) if path.parent.name not in ("vocabularies", "schemas")]
        return [path for path in found if not kinds or path.parent.name in kinds]

    def _chosen(self, *kinds: str) -> tuple[Path, Fields]:
        path = self._random.choice(self._records(*kinds))
        return path, yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)

    def _write(self, path: Path, content: Fields | str | None) -> None:
        self._before.setdefault(path, path.read_bytes() if path.is_file() else None)
        if content is None:
            path.unlink()
            return
        text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        path.write_text(text, "utf-8")

    def _fresh(self) -> int:
        self._number += 1
        return self._number

    def _text(self) -> str:
        path, record = self._chosen()
        name = self._random.choice([name for name in _TEXTS if record.get(name)] or ["summary"])
        word = self._random.choice(_WORDS if name in ("problem", "results", "definition") else ("приём", "Круг"))
        record[name] = f"{record.get(name, 'Сказано')} {word} {self._fresh()}".replace(". ", " ")[-150:]
        self._write(path, record)
        return f"{path.parent.name}/{path.stem}: {name} = {record[name]}"

    def _reference(self) -> str:
        kind, name, folder = self._random.choice(_REFERENCES)
        path, record = self._chosen(kind)
        target = self._random.choice([one.stem for one in self._records(folder) if one != path])
        record[name] = f"{folder}/{target}" if name == "territory" else target
        self._write(path, record)
        return f"{kind}/{path.stem}: {name} = {record[name]}"

    def _figure(self) -> str:
        path, record = self._chosen("practices")
        record["outcomes"] = [
            {"what": "доля", "before": "0.2", "after": f"0.{self._fresh() % 90 + 10}", "unit": "доля"}
        ]
        record["cost"] = self._random.choice(("free", "low"))
        self._write(path, record)
        return f"practices/{path.stem}: outcomes"

    def _status(self) -> str:
        path, record = self._chosen("practices", "events", "terms", "documents")
        record["status"] = self._random.choice(("draft", "review", "published", "archived"))
        self._write(path, record)
        return f"{path.parent.name}/{path.stem}: {record['status']}"

    def _added(self) -> str:
        path, record = self._chosen("practices", "replications", "reviews", "events", "organizations", "terms")
        new = path.with_name(f"novoe-{self._fresh()}.yml")
        if "title" in record:
            record["title"] = f"Новое {self._number}"
        for own in ("aliases", "inn", "ogrn", "number", "synonyms", "attachments", "short_title"):
            record.pop(own, None)
        if path.parent.name == "practices":
            record["based_on" if self._random.random() < 0.3 else "related"] = ["parnoe"]
            record["demo"] = self._random.choice(("true", "false"))
            record["subjects"] = [self._random.choice(("matematika", "fizika"))]
        self._write(new, record)
        return f"added {new.parent.name}/{new.stem}"

    def _renamed(self) -> str:
        path, record = self._chosen("practices", "events", "organizations", "terms")
        record["aliases"] = [*record.get("aliases", ()), path.stem]
        new = path.with_name(f"prezhnee-{self._fresh()}.yml")
        self._write(path, None)
        self._write(new, record)
        return f"{path.parent.name}/{path.stem} is {new.stem}"

    def _removed(self) -> str:
        path, _ = self._chosen("practices", "replications", "reviews", "events", "organizations", "terms")
        self._write(path, None)
        return f"{path.parent.name}/{path.stem} is gone"

    # --- the rest ---

    def _term(self) -> str:
        path = self.root / "data" / "vocabularies" / f"{self._random.choice(('subjects', 'areas', 'event-kinds'))}.yml"
        vocabulary = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
        term = self._random.choice(vocabulary["terms"][:6])
        term["label"] = f"{term['label'].split(' №')[0]} №{self._fresh()}"
        self._write(path, vocabulary)
        return f"{path.stem}: {term['label']}"

    def _listed_word(self) -> str:
        path, record = self._chosen("terms")
        record["synonyms"] = [f"новое слово {self._fresh()}"]
        self._write(path, record)
        return f"terms/{path.stem}: {record['synonyms']}"

    def _page(self) -> str:
        name = self._random.choice(("about", "guides/pamiatka", "guides/sovety"))
        path = self.root / "content" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = path.read_text("utf-8").split("\n---\n")[0] if path.is_file() else _HEAD
        self._write(path, f"{head}\n---\n\n## Раздел {self._fresh()}\n\nТекст, см. [словарь](terms).\n")
        return f"content/{name}.md"

    def _page_gone(self) -> str:
        pages = sorted((self.root / "content").glob("guides/*.md"))
        if not pages:
            return self._page()
        self._write(pages[0], None)
        return f"{pages[0].name} is gone"

    def _template(self) -> str:
        path = self._random.choice(sorted(self.own_templates().glob("*.md.j2")))
        self._write(path, f"{path.read_text('utf-8').rstrip()}\n<p>И ещё {self._fresh()}</p>\n")
        return f"{path.name} has one line more"

    def _named(self) -> str:
        self.settings = replace(self.settings, site_name=f"База {self._fresh()}")
        return self.settings.site_name

    def _drafts(self) -> str:
        self.settings = replace(self.settings, drafts=not self.settings.drafts, demo=self._random.random() < 0.7)
        return f"drafts: {self.settings.drafts}, demo: {self.settings.demo}"

    def _day(self) -> str:
        day = self.settings.build_date + dt.timedelta(days=self._random.choice((1, 40)))
        self.settings = replace(self.settings, build_date=day)
        return f"it is {day}"


class LastSite:
    """What the last build left: texts of pages with traces, and files; what is known of them goes through JSON."""

    def __init__(self) -> None:
        self.texts: dict[str, tuple[str, Trace | None]] = {}
        self.files: dict[str, bytes] = {}
        self.known = "{}"
        self.read: dict[str, bytes] = {}
        self.taken = 0
        """Pages and files that the last build took over."""

    def problems(self, base: EditedBase) -> tuple[Problem, ...]:
        """What a check says that reads only what has changed since the last one."""
        memory = FileCache(self.read)
        _, found = site.check(base.root, base.settings, ReadCache(memory))
        self.read = memory.packed() or self.read
        return tuple(found)

    def made(self, base: EditedBase) -> dict[str, str | bytes]:
        """What a build makes that takes over what it can."""
        known = {place: (trace_read(*trace), of) for place, (trace, of) in json.loads(self.known).items()}
        kept = KeptFiles(known, lambda path: self.files[path])
        blanks._kept.clear()  # what a process remembers
        read = ReadCache(FileCache(self.read))
        made = site.prepare(base.root, base.settings, lazy_texts=True, kept=kept, read=read)
        self.known, self.taken = json.dumps(kept.now), kept.taken
        return {one.path: one.data for one in made.files} | {one.path: self._text(one) for one in made.pages}

    def _text(self, page: LazyPage) -> str:
        text, trace = self.texts.get(page.path, ("", None))
        if trace and page.is_as(trace_read(*json.loads(json.dumps(trace)))):
            self.taken += 1
            return text
        return page.text

    def left(self, clean: site.Site) -> None:
        """A build has made the site."""
        self.texts = {page.path: page.traced() for page in clean.pages}
        self.files = {file.path: file.data for file in clean.files}


def differences(base: EditedBase, memory: PageCache, last: LastSite) -> list[str] | None:
    """The pages and files that differ from a clean build, made with what the process remembers and with what lies on
    the disk; None where both refuse the base."""
    incremental = site.prepare(base.root, base.settings, memory=memory)
    clean = site.prepare(base.root, base.settings, lazy_texts=True)
    assert incremental.problems == clean.problems == last.problems(base)
    if clean.failed:
        return None
    from_disk = last.made(base)
    last.left(clean)
    made = {one.path: one.text for one in incremental.pages} | {one.path: one.data for one in incremental.files}
    wanted = {path: text for path, (text, _) in last.texts.items()} | last.files
    ways = {"": made, " (from the last site)": from_disk}
    return sorted(
        f"{path}{way}"
        for way, its in ways.items()
        for path in its.keys() | wanted.keys()
        if its.get(path) != wanted.get(path)
    )


def walk(base: EditedBase, steps: int) -> list[str]:
    """Change the base ``steps`` times; the first differences, with what was done."""
    memory, last = PageCache(), LastSite()
    differences(base, memory, last)
    for _ in range(steps):
        base.step()
        found = differences(base, memory, last)
        if found is None:
            base.take_back()
        elif found:
            return [*found[:5], *base.done]
    return []
