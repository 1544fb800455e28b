"""A new base: what was asked becomes files that check and build at once; nothing is invented and passed off as real."""

from __future__ import annotations

import builtins
import re
import shlex
import sys
from pathlib import Path

import own_look
import pytest
import yaml
from support import PROJECT

from generator import cli, files, site
from generator.begin import guides, settings_text, wishes
from generator.begin.regions import REGIONS, doubt_of_region, official_title, type_of_district, type_of_region
from generator.catalog.computed.russian_zones import zone_by_title
from generator.publish.offline import PACK
from generator.records import KINDS
from generator.settings import Settings, colours, configuration

KAMSKII = [
    "--region", "Пермский край", "--district", "Камский район", "--oktmo", "57 000 000", "--mail", "a@example.org",
    "--address", "https://example.org/baza", "--timezone", "Asia/Yekaterinburg",
]  # fmt: skip
ALL = ",".join(wishes.SECTIONS)


def begun(folder: Path, *words: str) -> Path:
    assert cli.main(["init", str(folder), *words]) == 0
    return folder


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--region", "Республика Татарстан"],
        ["--timezone", "Asia/Omsk"],
        [*KAMSKII, "--sections", ALL, "--forge", "github", "--colour", "#e0a000"],
        [*KAMSKII, "--sections", "events", "--repo", "https://codeberg.org/org/baza"],
        ["--repo", "https://gitlab.com/org/baza", "--sections", "learning;indicators"],
    ],
    ids=["defaults", "region", "zone", "everything", "codeberg", "gitlab"],
)
def test_nothing_is_wrong_with_a_new_base(words: list[str], tmp_path: Path) -> None:
    base = begun(tmp_path / "база", *words)
    found, problems = site.check(base, Settings(site_url=configuration.site_url(base)))
    assert problems == []
    assert all(record.demo or record.kind in ("regions", "districts") for record in found.records.values())
    assert not [
        path for path, text in files.tree(base).items() if b"@{" in text and not path.startswith("data/schemas")
    ]


def test_every_wanted_kind_has_an_example_and_the_territory_is_the_one_that_was_told(tmp_path: Path) -> None:
    base = begun(tmp_path / "base", *KAMSKII, "--sections", ALL)
    found, _ = site.check(base, Settings())
    assert {record.kind for record in found.records.values()} == set(KINDS)
    district = found.records["districts/kamskii-raion"]
    assert (district.title, district.oktmo, district.region) == ("Камский район", "57000000", "permskii-krai")
    region = found.records["regions/permskii-krai"]
    assert (region.type, region.timezone) == ("krai", "Asia/Yekaterinburg")
    for path in (base / "data").rglob("primer-*.yml"):
        assert path.read_text("utf-8").split("\n")[1].startswith("# Пример"), path
    assert not [one for one in found.records.values() for person in getattr(one, "authors", ()) if person.name]
    town = begun(tmp_path / "town", "--region", "Новосибирская область", "--district", "город Бердск")
    assert "title: Город Бердск\n" in (town / "data/districts/gorod-berdsk.yml").read_text("utf-8"), "it heads a page"


def test_a_folder_with_spaces_is_told_as_one_word_of_a_command(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    begun(Path("База района"))
    told = capsys.readouterr().out
    assert shlex.split(re.findall(r"(?m)^  (cd .*)", told)[0]) == ["cd", "База района"]
    for words in (["new", "practices", "moia"], ["template", "practice", "--out", "Мой бланк.xlsx"]):
        assert cli.main(["--root", "База района", *words]) == 0
        command = shlex.split(capsys.readouterr().out.rpartition("metodoteka ")[2])
        assert command[:2] == ["--root", "База района"] and Path(command[3]).is_file() and len(command) == 4


@pytest.mark.parametrize(
    ("region", "zone"),
    [
        ("Омская область", "Asia/Omsk"),
        ("Томская область", "Asia/Tomsk"),
        ("Республика Саха (Якутия)", "Asia/Yakutsk"),
        ("Сахалинская область", "Asia/Sakhalin"),
        ("Ямало-Ненецкий автономный округ", "Asia/Yekaterinburg"),
        ("Ненецкий автономный округ", "Europe/Moscow"),
        ("Пробная область", ""),
    ],
)
def test_the_clock_is_that_of_the_region_unless_another_is_told(region: str, zone: str) -> None:
    assert wishes.wishes_of({"region": region}).timezone == zone
    assert wishes.wishes_of({"region": region, "timezone": "Asia/Chita"}).timezone == "Asia/Chita"


def test_a_region_is_called_as_in_documents() -> None:
    """A district's base and the region's speak of one region only where both call it so."""
    short = {
        "Татарстан": "Республика Татарстан", "ростовская": "Ростовская область", "Чечня": "Чеченская Республика",
        "Северная Осетия": "Республика Северная Осетия — Алания", "Саха (Якутия)": "Республика Саха (Якутия)",
        "Ненецкий АО": "Ненецкий автономный округ", "ЯНАО": "Ямало-Ненецкий автономный округ",
    }  # fmt: skip
    assert {title: official_title(title) for title in short} == short
    for title in (*REGIONS, "Новый край", "Пробная область", "Наш регион", "Алтай", "республика марий эл", "Сахалин"):
        assert official_title(title) == title
    assert wishes.wishes_of({"region": "Татарстан"}).region_id == "respublika-tatarstan"


@pytest.mark.parametrize(
    ("title", "its_type"),
    [
        ("Санкт-Петербург", "federal-city"), ("город Севастополь", "federal-city"), ("Московская область", "oblast"),
        ("Еврейская автономная область", "autonomous-oblast"), ("Чукотский автономный округ", "autonomous-okrug"),
        ("Новгородская область", "oblast"), ("Кемеровская область — Кузбасс", "oblast"),
        ("Удмуртская Республика", "republic"),
        ("Пермский край", "krai"), ("Пермский", "krai"), ("Татарстан", "republic"), ("Саха (Якутия)", "republic"),
        ("Сахалинская обл.", "oblast"), ("Северная Осетия", "republic"), ("ХМАО — Югра", "autonomous-okrug"),
        ("Ненецкий АО", "autonomous-okrug"), ("Ростовская", "oblast"), ("ЕАО", "autonomous-oblast"),
    ],
)  # fmt: skip
def test_a_region_is_of_the_kind_that_its_title_names(title: str, its_type: str) -> None:
    assert type_of_region(title) == its_type


@pytest.mark.parametrize(
    ("title", "region", "its_type"),
    [
        ("Белгородский район", "Белгородская область", "municipal-district"),
        ("Городищенский муниципальный район", "Пензенская область", "municipal-district"),
        ("городской округ Магадан", "Магаданская область", "city-okrug"),
        ("Магадан", "Магаданская область", "city"),
        ("г. Магадан", "Магаданская область", "city"),
        ("Куйбышевский", "Ростовская область", "municipal-district"),
        ("Печенгский муниципальный округ", "Мурманская область", "municipal-okrug"),
        ("Адмиралтейский район", "Санкт-Петербург", "city-district"),
        ("Зюзино", "Москва", "city-district"),
        ("город Троицк", "Москва", "city"),
        ("Сунтарский улус", "Якутия", "municipal-district"),
        ("Арский р-н", "Татарстан", "municipal-district"),
        ("Одинцовский г.о.", "Московская область", "city-okrug"),
        ("Кунгурский МО", "Пермский край", "municipal-okrug"),
        ("муниципальный округ Обуховский", "Санкт-Петербург", "municipal-okrug"),
    ],
)
def test_a_district_is_of_the_kind_that_its_title_names(title: str, region: str, its_type: str) -> None:
    assert type_of_district(title, type_of_region(region)) == its_type
    assert wishes.wishes_of({"region": region, "district": title}).district_type == its_type


@pytest.mark.parametrize("written", ["Омск", "asia/omsk", "Asia/Omck", "omsk"])
def test_a_misspelt_zone_is_answered_with_the_nearest(written: str) -> None:
    with pytest.raises(ValueError, match="возможно, Asia/Omsk"):
        wishes.wishes_of({"timezone": written})


def test_the_settings_are_what_was_told_and_the_rest_is_the_product_s(tmp_path: Path) -> None:
    base = begun(tmp_path / "base", *KAMSKII, "--sections", "events", "--colour", "#e0a000")
    told = configuration.read_settings(base) or {}
    own = configuration.read_settings(PROJECT) or {}
    assert (told["site_name"], told["site_url"]) == ("Методическая база: Камский район", "https://example.org/baza/")
    for name in ("markdown_extensions", "validation", "extra", "docs_dir"):
        assert told[name] == own[name], name
    assert "logo" not in told["theme"] and told["theme"]["custom_dir"] == "theme"
    assert [next(iter(one)) for one in told["nav"]] == ["Главная", "Территории", "Сообщества", "События", "О базе"]
    assert configuration.plugin_options(told)["contact"] == {"mail": "a@example.org"}
    text = (base / "mkdocs.yml").read_text("utf-8")
    assert "    - Все практики" not in text
    assert "# federation:" in text and "# submit:" in text, "a contact takes the place of its example only"
    assert f"/{PACK}\n" in (base / ".gitignore").read_text("utf-8"), "a pack of the site is no part of the base"


@pytest.mark.parametrize("forge", ["github", "gitlab", "forgejo"])
def test_the_workflows_install_what_the_base_names_and_build(forge: str, tmp_path: Path) -> None:
    base = begun(tmp_path / "base", "--forge", forge, "--package", "metodoteka==9.9")
    assert (base / "requirements.txt").read_text("utf-8").endswith("\nmetodoteka==9.9\n")
    texts = [
        text.decode()
        for path, text in files.tree(base).items()
        if path.startswith((".git", ".forgejo")) and "yml" in path
    ]
    assert len(texts) == (1 if forge == "gitlab" else 2)
    ours = "".join(path.read_text("utf-8") for path in (PROJECT / ".github" / "workflows").glob("*.yml"))
    for text in texts:
        assert yaml.safe_load(text)
        assert "pip install -r requirements.txt" in text and "metodoteka build" in text
        assert all(pin in ours for pin in re.findall(r"uses: (.*)", text)), "pinned as in our own workflows"


def test_a_wheel_is_taken_along_so_that_the_workflows_find_it(tmp_path: Path) -> None:
    wheel = tmp_path / "metodoteka-9.9-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    base = begun(tmp_path / "base", "--package", str(wheel))
    assert (base / "paket" / wheel.name).read_bytes() == b"wheel"
    assert (base / "requirements.txt").read_text("utf-8").endswith(f"\n./paket/{wheel.name}\n")


def test_all_wrong_answers_are_told_at_once_and_nothing_is_written(tmp_path: Path, capsys) -> None:
    words = ["--district", "Ы", "--oktmo", "12", "--sections", "praktiki", "--forge", "svn", "--colour", "red"]
    assert cli.main(["init", str(tmp_path / "base"), *words, "--address", "x", "--mail", "a"]) == 2
    told = capsys.readouterr().err
    assert "нужно 8 или 11 цифр, а здесь 2" in told
    assert re.findall(r"--(\w+):", told) == ["oktmo", "sections", "address", "forge", "mail", "colour", "region"]
    assert not (tmp_path / "base").exists()
    assert cli.main(["init", str(tmp_path / "base"), "--address", "https://example.org/"]) == 2
    assert "кого спросить" in capsys.readouterr().err


def test_a_folder_that_holds_something_stays_as_it_is(tmp_path: Path, capsys) -> None:
    (tmp_path / "list.txt").write_text("x")
    assert cli.main(["init", str(tmp_path)]) == 1
    assert "не пустая" in capsys.readouterr().err
    assert files.tree(tmp_path) == {"list.txt": b"x"}


def test_on_a_terminal_it_asks_for_what_was_not_told_and_asks_again(tmp_path: Path, monkeypatch) -> None:
    answers = iter(
        ["Камский район", "12", "57000000", "Asia/Yekaterinburg", "", "events", "", "", "", "нет", "a@example.org", ""]
    )
    asked: list[str] = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(builtins, "input", lambda question: asked.append(question) or next(answers))
    base = begun(tmp_path / "base", "--region", "Пермский край")
    assert not [question for question in asked if question.startswith("Регион")]
    assert len([question for question in asked if question.startswith("Код ОКТМО")]) == 2
    assert (configuration.read_settings(base) or {})["site_name"] == "Методическая база: Камский район"
    assert (base / "data" / "districts" / "kamskii-raion.yml").is_file()


def answering(monkeypatch, *answers: str) -> None:
    """A keeper at a terminal who answers so, and then with Enter alone."""
    left = iter(answers)
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(builtins, "input", lambda question: next(left, ""))


@pytest.mark.parametrize(("mail", "address"), [("a@example.org", "https://example.org/"), ("", "")])
def test_the_mail_of_a_site_with_an_address_is_asked_again(
    mail: str, address: str, tmp_path: Path, monkeypatch
) -> None:
    words = [f"--{one.name}=" for one in wishes.ASKED if one.name not in ("address", "mail")]
    answering(monkeypatch, "https://example.org/", "", mail)
    assert configuration.site_url(begun(tmp_path / "base", *words)) == address


def test_a_region_that_is_not_there_is_asked_once_more(tmp_path: Path, monkeypatch, capsys) -> None:
    words = [f"--{one.name}=" for one in wishes.ASKED if one.name != "region"]
    answering(monkeypatch, "Омкая область", "Омская область")
    assert (begun(tmp_path / "mended", *words) / "data" / "regions" / "omskaia-oblast.yml").is_file()
    assert "возможно, «Омская область»" in capsys.readouterr().out
    answering(monkeypatch, "Волшебный край", "")
    assert (begun(tmp_path / "kept", *words) / "data" / "regions" / "volshebnyi-krai.yml").is_file()
    begun(tmp_path / "flags", "--yes", "--region", "Омкая область")
    assert "Проверьте: региона «Омкая область» нет" in capsys.readouterr().err


def test_the_regions_of_russia_are_known_and_have_their_clocks() -> None:
    assert len(set(REGIONS)) == 89 and not [one for one in REGIONS if doubt_of_region(one)]
    assert not doubt_of_region("Татарстан") and not doubt_of_region("республика марий эл")
    without_clock = {"Донецкая Народная Республика", "Луганская Народная Республика", "Запорожская область"}
    assert {one for one in REGIONS if not zone_by_title(one)} == without_clock | {"Херсонская область"}


def test_a_new_base_names_a_command_that_shows_its_guides(tmp_path: Path, capsys) -> None:
    base = begun(tmp_path / "base")
    told = "".join((base / name).read_text("utf-8") for name in ("README.md", "mkdocs.yml"))
    named = set(re.findall(r"metodoteka (guide [a-z-]+)", told))
    assert named == {f"guide {name}" for name in guides.GUIDES}
    capsys.readouterr()
    for words in sorted(named):
        assert cli.main(words.split()) == 0
        assert re.match("# (Настройка сайта|Начать базу)", capsys.readouterr().out)
    assert cli.main(["guide"]) == 0
    assert "Настройка сайта" in capsys.readouterr().out
    assert cli.main(["guide", "настройка сайта"]) == 0
    assert "](kartinki" not in capsys.readouterr().out
    assert cli.main(["guide", "пироги"]) == 1
    assert "opublikovat-bazu" in capsys.readouterr().err


@pytest.mark.parametrize("colour", ["#e0a000", "#000000", "#ffffff", "#12535a", "#7f7f7f"])
def test_a_colour_can_be_read_on_both_papers(colour: str) -> None:
    light, dark = re.findall(r"--m-link: (#\w{6})", settings_text.colours(colour))
    for found, paper in ((light, (255, 255, 255)), (dark, (0x12, 0x19, 0x1B))):
        parts = tuple(int(found[at : at + 2], 16) for at in (1, 3, 5))
        assert colours.contrast(parts, paper) >= 4.5
    if colour == "#12535a":
        assert light == colour


def test_a_new_base_builds_with_the_look_that_the_guide_shows(tmp_path: Path) -> None:
    """Its examples of settings and of a list of the base's own, word for word."""
    base = own_look.begun(tmp_path / "base")
    settings = (base / "mkdocs.yml").read_text("utf-8")
    settings = settings.replace('METODOTEKA_SITE_URL, ""', "METODOTEKA_SITE_URL, https://example.org/baza/")
    (base / "mkdocs.yml").write_text(settings, "utf-8")
    assert cli.main(["--root", str(base), "override", "white_spots.md.j2"]) == 0
    own = base / "templates" / "white_spots.md.j2"
    own.write_text(own.read_text("utf-8").replace("# Белые пятна", "# Своя страница"), "utf-8")
    assert site.check(base, Settings(site_url=configuration.site_url(base)))[1] == []
    assert cli.main(["--root", str(base), "build"]) == 0
    assert "Своя страница" in (base / "site" / "belye-piatna" / "index.html").read_text("utf-8")
    assert not (base / "site" / "zamechaniia").exists() and not (base / "site" / "templates").exists()
    home = (base / "site" / "index.html").read_text("utf-8")
    assert "у кого спросить в нашем районе" in home and "в эти числа не входят" not in home
    assert "https://example.org/baza/" in home and "okraska.css" in home
    assert "metodoteka.svg" not in home, "the sign of the product is not that of the base"
    _has_the_look_of(base, home)


def _has_the_look_of(base: Path, home: str) -> None:
    about = (base / "site" / "about" / "index.html").read_text("utf-8")
    assert "Ведёт методическая служба Камского района." in about
    assert 'href="https://example.org/uo" rel="noopener">Управление образования</a>' in about
    assert re.search(r'<a href="\.\./about/">О базе</a>|<a href="\./">О базе</a>', about)
    assert re.search(
        r'rel="preload" as="font" type="font/woff2" crossorigin href="\.\./assets/fonts/golos.woff2"', about
    )
    css = (base / "site" / "assets" / "stylesheets" / "shrifty.css").read_text("utf-8")
    assert 'src: url("../../assets/fonts/golos.woff2") format("woff2")' in css and "SIL OFL 1.1" in css
    assert re.search(r'href="\.\./assets/stylesheets/shrifty.css\?\w{8}"', about)
    assert (base / "site" / "assets" / "fonts" / "golos.woff2").is_file()
    assert home.index('id="novoe"') < home.index('id="umenie"') and 'id="v-baze"' not in home, "nothing to count"
    assert 'id="primer"' not in home
    practice = (base / "site" / "practices" / "primer-praktiki" / "index.html").read_text("utf-8")
    assert '<dt>Направление</dt><dd><a href="../po/napravleniia/agroklassy/">Агроклассы</a>' in practice
