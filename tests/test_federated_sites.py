"""School -> district -> region: three bases sign, take in, count together and forget what was withdrawn, by the
commands that their keepers use. Each builds its own site; the district hands on what it has from the school."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from figures_base import SHARE, part, values
from small_base import PRACTICE, lay_small_base

from generator import cli
from generator.publish import pack
from generator.upkeep.federation import signing

DAY = "1779926400"  # 28 May 2026
NAME = "Имярек Дубравин"
CONSENT = {"given": "2026-01-01", "document": "журнал", "categories": ["name"], "resource": "сайт «Методотека»"}
INDICATOR = {"indicators/dolia": SHARE | {"aggregation": "ratio-of-sums", "small_group": 0}}
SOSED = {"districts/sosed": {"title": "Соседний район", "type": "municipal-district", "region": "krai"}}

SCHOOL = INDICATOR | {
    "practices/priem": PRACTICE | {
        "title": "Приём лицея",
        "authors": [{"role": "учитель", "organization": "shkola", "name": NAME, "consent": CONSENT}],
    },
    "practices/uidet": PRACTICE | {"title": "Скоро снимут"},
}  # fmt: skip
DISTRICT = INDICATOR | values("districts/raion", "2025", part(10, 20)) | {"practices/raionnaia": PRACTICE}
REGION = INDICATOR | SOSED | values("districts/sosed", "2025", part(30, 40)) | {"practices/kraevaia": PRACTICE}


class Base(NamedTuple):
    """A base with its folder, the file of its key and what others know its packages by."""

    root: Path
    key: Path
    public: str

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def manifest(self) -> Path:
        return self.site / "dannye" / "v1" / "federation.json"

    def run(self, *options: str, status: int = 0) -> None:
        assert cli.main(["--root", str(self.root), *options]) == status

    def publish(self, serial: int) -> None:
        self.run("build", "--out", str(self.site))
        self.run("sign", str(self.site), "--key", str(self.key), "--serial", str(serial))

    def page(self, address: str) -> str:
        return (self.site / address / "index.html").read_text("utf-8").replace("\u00a0", " ")


def begun(folder: Path, name: str, title: str, changes: dict[str, Any], *joined: dict[str, Any]) -> Base:
    root, key = folder / name, folder / f"{name}.key"
    lay_small_base(root, changes)
    options = {
        "format": 2, "demo": False, "remarks": False, "contact": {"mail": f"sprosit@{name}.example"},
        "federation": list(joined), "timezone": "Europe/Moscow",
    }  # fmt: skip
    settings = {
        "site_name": title, "site_url": f"https://{name}.example/", "docs_dir": "content", "site_dir": "site",
        "plugins": [{"metodoteka": options}], "nav": [{"Главная": "index.md"}],
        "theme": {"name": "material", "language": "ru", "font": False},
        "markdown_extensions": ["attr_list", "tables", {"toc": {"permalink": "#"}}],
    }  # fmt: skip
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return Base(root, key, signing.new_key(key, root))


def listed(base: Base, **more: Any) -> dict[str, Any]:
    return {"name": base.root.name, "from": str(base.manifest), "key": base.public, **more}


class Three(NamedTuple):
    school: Base
    district: Base
    region: Base


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Three]:
    """Seven builds are dear: the second test goes on where the first one only looks."""
    folder = tmp_path_factory.mktemp("three")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", DAY)
        patch.setenv("METODOTEKA_CACHE", str(folder / "cache"))
        school = begun(folder, "litsei", "Лицей № 1", SCHOOL)
        school.publish(1)
        district = begun(folder, "raion", "Район", DISTRICT, listed(school))
        district.run("pull")
        district.publish(1)
        region = begun(folder, "krai", "Край", REGION, listed(district, handed_on=True))
        region.run("pull")
        region.publish(1)
        yield Three(school, district, region)


def test_three_bases(three: Three) -> None:
    school, district, region = three
    # What the school wrote stands in the region, says whose it is, and leads to the school.
    page = region.page("practices/priem")
    assert '<link rel="canonical" href="https://litsei.example/practices/priem/">' in page
    assert "«Лицей № 1»" in page and "по состоянию на" in page and "Предложить правку" not in page
    assert 'href="https://krai.example/practices/kraevaia/"' in region.page("practices/kraevaia"), "the twin"
    bases = region.page("bazy")
    assert bases.index("Лицей № 1") and "Передала база" in bases and "sprosit@litsei.example" in bases
    assert "bazy/" in region.page("practices/kraevaia") and "bazy/" not in school.page("practices/priem")
    sitemap = (region.site / "sitemap.xml").read_text("utf-8")
    assert "litsei.example" not in sitemap and "practices/priem" not in sitemap and "practices/kraevaia" in sitemap
    # Counted together.
    assert "40 из 60" in region.page("indicators/dolia") and "из базы «Район»" in region.page("indicators/dolia")
    # Named at home only: a file of data, a calendar and a чемоданчик of another base know the role.
    assert "Дубравин" in school.page("practices/priem") and "Дубравин" in school.page("practices/priem/spravka")
    carried = zipfile.ZipFile(io.BytesIO(pack.packed_site(school.site)))
    texts = {name: carried.read(name).decode("utf-8", "replace").casefold() for name in carried.namelist()}
    assert not [name for name, text in texts.items() if "дубравин" in text]
    assert "учитель" in texts["baza/practices/priem/index.html"], "the role is there"
    for base in (district, region):
        kept = [path for path in base.root.rglob("*") if path.is_file()]
        assert not [path for path in kept if "Дубравин".encode() in path.read_bytes()]
    assert "Дубравин".encode() not in school.manifest.with_name("practices.json").read_bytes()
    # Not handed out as its own.
    own = json.loads(region.manifest.with_name("practices.json").read_bytes())
    assert [one["id"] for one in own["records"]] == ["kraevaia"]


def test_what_was_withdrawn_goes_with_the_next_pull_and_a_repeated_build_is_a_clean_one(
    three: Three, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    school, district, region = three
    unsigned = "Сайт не подписан"
    assert (region.site / "practices/uidet/index.html").is_file()
    (school.root / "data/practices/uidet.yml").unlink()
    changed = school.root / "data/practices/priem.yml"
    changed.write_text(changed.read_text("utf-8").replace("Приём лицея", "Приём лицея с парами"), encoding="utf-8")
    school.publish(2)
    for base in (district, region):
        base.run("pull")
        base.publish(2)
    assert not (region.site / "practices/uidet").exists()
    assert "Приём лицея с парами" in region.page("practices/priem")
    clean = tmp_path / "clean"
    capsys.readouterr()
    region.run("build", "--out", str(clean), "--clean")
    assert unsigned not in capsys.readouterr().out, "no signed site stood there"
    # A build takes the signature away and says so, until the site is signed again.
    region.run("build", "--out", str(region.site))
    assert unsigned in capsys.readouterr().out and not region.manifest.exists()
    region.run("build", "--out", str(region.site))
    told = capsys.readouterr().out
    assert "ничего не изменилось" in told and unsigned in told
    differing = [
        path.relative_to(clean).as_posix()
        for path in sorted(clean.rglob("*"))
        if path.is_file() and path.read_bytes() != (region.site / path.relative_to(clean)).read_bytes()
    ]
    assert differing == []
