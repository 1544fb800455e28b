"""Small bases that are joined: real files, real keys, packages signed as ``metodoteka sign`` signs them."""

from __future__ import annotations

import atexit
import datetime as dt
import functools
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import PROJECT

from generator import cli, site
from generator.catalog import Catalog
from generator.exports.open_files import open_files
from generator.problems import Problem
from generator.records import joined
from generator.settings import Settings
from generator.settings.contact import Contact
from generator.upkeep.federation import signing

TODAY = dt.date(2026, 11, 28)
NOW = dt.datetime(2026, 11, 28, 9, 0, tzinfo=dt.UTC)
Fields = dict[str, Any]
LOCK = joined.LOCK_FILE

#: records that every base of the tests may have
REGION: Fields = {"title": "Новый край", "type": "krai", "oktmo": "57000000", "summary": "Какие в крае школы."}
DISTRICT: Fields = {
    "title": "Камский район", "type": "municipal-district", "region": "novyi-krai", "oktmo": "57600000",
    "summary": "Какие в районе школы.",
}  # fmt: skip
SCHOOL: Fields = {
    "title": "Школа № 1", "type": "school", "level": "school", "territory": "districts/kamskii",
    "inn": "7707083893", "summary": "Сельская школа.",
}  # fmt: skip
EVENT: Fields = {
    "title": "День открытых уроков", "type": "seminar", "start": "2026-10-10 10:00", "timezone": "Asia/Yekaterinburg",
    "territory": "districts/kamskii", "organizer": "shkola-1", "summary": "Смотрим уроки друг друга.",
}  # fmt: skip
OF_A_SCHOOL: dict[str, Fields] = {
    "regions/novyi-krai": REGION,
    "districts/kamskii": DISTRICT,
    "organizations/shkola-1": SCHOOL,
    "events/otkrytye-uroki": EVENT,
}


class NoWorkbooks:
    """Stands for what the last build has left: workbooks, half of the work of open data, are of no package."""

    def file(self, path: str, of: Any, make: Any) -> bytes:
        assert path.endswith(".xlsx")
        return b""


@dataclass
class Base:
    """A base in a folder of its own, with its key beside it."""

    root: Path
    title: str = "База школы"
    listed: list[Fields] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.root.name

    @property
    def url(self) -> str:
        return f"https://{self.name}.example.org/"

    @property
    def key_file(self) -> Path:
        return self.root.parent / f"{self.name}.key"

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def package(self) -> Path:
        return self.site / "dannye" / "v1"

    @property
    def key(self) -> str:
        return signing.public_key(signing.read_key(self.key_file, self.root))

    @property
    def settings(self) -> Settings:
        contact = Contact(mail=f"metodist@{self.name}.example.org")
        return Settings(site_name=self.title, site_url=self.url, contact=contact, build_date=TODAY)

    def lists(self, other: Base, address: str = "", **more: Any) -> None:
        """Name another base in the settings."""
        where = address or f"../{other.name}/site/dannye/v1/federation.json"
        self.listed = [one for one in self.listed if one["name"] != other.name]
        self.listed.append({"name": other.name, "from": where, "key": other.key, **more})
        self.write_settings()

    def write_settings(self) -> None:
        plugin: Fields = {"format": 2, "contact": {"mail": f"metodist@{self.name}.example.org"}}
        plugin |= {"federation": self.listed} if self.listed else {}
        settings = {
            "site_name": self.title, "site_url": self.url, "docs_dir": "content",
            "theme": {"name": "material", "language": "ru", "font": False},
            "markdown_extensions": ["attr_list"], "plugins": [{"metodoteka": plugin}],
        }  # fmt: skip
        text = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)
        (self.root / "mkdocs.yml").write_text(text, "utf-8")

    def write(self, records: dict[str, Fields | None]) -> None:
        """Records by their address; None takes one away."""
        for key, fields in records.items():
            path = self.root / "data" / f"{key}.yml"
            path.parent.mkdir(parents=True, exist_ok=True)
            if fields is None:
                path.unlink()
            else:
                text = yaml.safe_dump({"status": "published", **fields}, allow_unicode=True, sort_keys=False)
                path.write_text(text, "utf-8")

    def publish(self, serial: int = 0) -> None:
        """The open data as a build makes them, signed."""
        found, problems = self.whole()
        assert [one for one in problems if one.is_error] == []
        for file in open_files(found, self.settings, NoWorkbooks()):
            if file.path.endswith(".json"):
                path = self.site / file.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.data)
        self.sign(serial)

    def sign(self, serial: int = 0) -> None:
        key = signing.read_key(self.key_file, self.root)
        signing.sign_site(self.site, self.root, key, self.settings, NOW, serial)

    def whole(self) -> tuple[Catalog, list[Problem]]:
        return site.whole(self.root, self.settings)

    def run(self, *words: str) -> int:
        return cli.main(["--root", str(self.root), *words])


def begun(folder: Path, name: str, title: str = "База школы", records: dict[str, Fields] = OF_A_SCHOOL) -> Base:
    """A new base with a key."""
    base = Base(folder / name, title)
    (base.root / "content").mkdir(parents=True)
    (base.root / "data").mkdir()
    base.write(dict(records))
    base.write_settings()
    signing.new_key(base.key_file, base.root)
    return base


def whole_tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but the sites."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found if "site" not in path.parts}


@functools.cache
def _both() -> tuple[Base, Base]:
    """A school with its signed package and a district that lists it, from which every test gets copies: to make and
    sign the open data takes longer than most of what is tried with them."""
    folder = Path(tempfile.mkdtemp(prefix="metodoteka-federated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    first = begun(folder, "shkola")
    first.publish(10)
    own = {key: OF_A_SCHOOL[key] for key in ("regions/novyi-krai", "districts/kamskii")}
    second = begun(folder, "raion", "База района", own)
    second.lists(first)
    return first, second


def _copied(base: Base, folder: Path) -> Base:
    root = shutil.copytree(base.root, folder / base.name)
    shutil.copy2(base.key_file, folder)
    return Base(root, base.title, [dict(one) for one in base.listed])


@pytest.fixture
def school(tmp_path: Path) -> Base:
    return _copied(_both()[0], tmp_path)


@pytest.fixture
def district(tmp_path: Path, school: Base) -> Base:
    return _copied(_both()[1], tmp_path)


def refused(district: Base, because: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`pull` fails with this reason and changes nothing."""
    before = whole_tree(district.root)
    assert district.run("pull") == 1
    assert because in capsys.readouterr().err
    assert whole_tree(district.root) == before


__all__ = [
    "LOCK", "NOW", "OF_A_SCHOOL", "PROJECT", "TODAY", "Base", "Fields", "begun", "district", "refused", "school",
    "whole_tree",
]  # fmt: skip
