"""Names change and everything follows: records, terms, territories; what the site had published leads on."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
import yaml
from PIL import Image

from generator import problems, site
from generator.cli import main
from generator.problems import failed
from generator.settings import Settings

MINI = Path(__file__).parent / "mini"
TODAY = dt.date(2027, 3, 1)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    shutil.copytree(MINI, tmp_path / "base")
    return tmp_path / "base"


def run(base: Path, *words: str) -> int:
    return main(["--root", str(base), *words])


def record(base: Path, key: str) -> dict:
    return yaml.safe_load((base / "data" / f"{key}.yml").read_text("utf-8"))


def write(base: Path, key: str, text: str) -> None:
    path = base / "data" / f"{key}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def told(base: Path, today: dt.date = TODAY) -> list[tuple[str, str]]:
    return [(one.path, one.code) for one in site.check(base, Settings(build_date=today))[1]]


def test_a_record_gets_another_name_and_everything_that_names_it_follows(base: Path) -> None:
    files = base / "content/files/practices/parnoe"
    files.mkdir(parents=True)
    Image.new("RGB", (8, 8)).save(files / "doska.png")
    before = told(base)
    assert run(base, "rename", "practices/parnoe", "dvoe") == 0
    assert not (base / "data/practices/parnoe.yml").exists()
    assert record(base, "practices/dvoe")["aliases"] == ["staroe-imia", "parnoe"]
    assert record(base, "reviews/parnoe-institut")["practice"] == "dvoe"
    assert "[практику](practices/dvoe)" in (base / "content/about.md").read_text("utf-8")
    assert (base / "content/files/practices/dvoe/doska.png").exists() and not files.exists()
    moved = [(path.replace("parnoe", "dvoe") if "practices/parnoe" in path else path, code) for path, code in before]
    assert told(base) == sorted(moved), "nothing names the former id any more"


def test_a_page_shows_the_pictures_of_a_renamed_record_where_they_lie_now(base: Path) -> None:
    folder = base / "content/files/practices/parnoe"
    folder.mkdir(parents=True)
    Image.new("RGB", (8, 8)).save(folder / "doska.png")
    record = base / "data/practices/parnoe.yml"
    carried = "pictures: [{file: doska.png, alt: Доска, rights: own, people: nobody, confirmed: 2026-02-01}]\n"
    record.write_text(record.read_text("utf-8") + carried, "utf-8")
    guide = base / "content/guides/kak.md"
    shown = "\n![Доска](../files/practices/parnoe/doska.png) ![Ещё][1]\n\n[1]: ./../files/practices/parnoe/doska.png\n"
    guide.write_text(guide.read_text("utf-8") + shown, "utf-8")
    assert run(base, "rename", "practices/parnoe", "dvoe", "--dry-run") == 0, "in the trial the files move too"
    assert run(base, "rename", "practices/parnoe", "dvoe") == 0
    assert "dead-link" not in [code for _, code in told(base)]
    written = guide.read_text("utf-8")
    assert "parnoe/" not in written and written.count("practices/dvoe/doska.png") == 2


AS_WRITTEN = """\
title: "Пара"  # спорное
summary: Двое решают у доски.

# до мая не менять
status: published
{aliases}audience:
- teachers   # все
areas: [ methods ]
problem: >
  Один у доски,
  остальные скучают.
steps:
  - title: Позвать двоих
    # не сильного со слабым
results: Никто не скучает.
conditions: {internet: none}
sources:
  - title: Книга   # полка 3
# конец
"""


@pytest.mark.parametrize(
    ("before", "after", "at"),
    [
        ("", "aliases: [para]\n", "# конец\n"),
        ("aliases:   [ para-1 ]  # было\n", "aliases:   [para-1, para]  # было\n", ""),
        ("aliases:\n# первое\n- para-1 # было\n", "aliases:\n# первое\n- para-1 # было\n- para\n", ""),
    ],
)
def test_a_renamed_record_is_not_spelled_anew(base: Path, before: str, after: str, at: str, capsys) -> None:
    written = AS_WRITTEN.replace("{aliases}", before)
    write(base, "practices/para", written)
    assert run(base, "rename", "practices/para", "dvoe") == 0
    wanted = written.replace(at, after + at) if at else written.replace(before, after)
    assert (base / "data/practices/dvoe.yml").read_text("utf-8") == wanted
    assert capsys.readouterr().out.count("  стало: ") == 1


def test_what_has_to_be_spelled_anew_is_shown_line_by_line(base: Path, capsys) -> None:
    write(base, "practices/para", AS_WRITTEN.replace("{aliases}", "aliases: [\n  para-1]\n"))
    assert run(base, "rename", "practices/para", "dvoe", "--dry-run") == 0
    shown = capsys.readouterr().out
    assert "стало: aliases: [para-1, para]\n" in shown and "стало: areas: [methods]\n" in shown, shown


def test_back_to_the_former_name_the_alias_is_free_again(base: Path) -> None:
    assert run(base, "rename", "practices/parnoe", "dvoe") == run(base, "rename", "practices/dvoe", "parnoe") == 0
    assert record(base, "practices/parnoe")["aliases"] == ["staroe-imia", "dvoe"]
    assert not failed(site.check(base, Settings(build_date=TODAY))[1])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("rename", "practices/net", "x"), "Записи practices/net нет"),
        (
            ("rename", "practices/parnoe", "Пары у доски"),
            "не годится: нужны строчные латинские буквы, цифры и дефис, например pary-u-doski",
        ),
        (("rename", "practices/parnoe", "con"), "занято в Windows"),
        (("rename", "practices/parnoe", "razobrannye-primery"), "уже у записи"),
        (("rename", "areas/methods", "lesson"), "из списка самой Методотеки"),
        (("rename", "areas/net", "lesson"), "Термина «net» в списке areas нет"),
        (("rename", "nechto/net", "lesson"), "Ни вида записей, ни списка терминов «nechto» нет"),
        (("replace", "practices/parnoe", "documents/prikaz-1"), "Вместо practices не поставить documents"),
        (("replace", "practices/parnoe", "practices/parnoe"), "одно и то же"),
        (("replace", "areas/methods", "areas/ict", "--where", "status"), "через знак равенства"),
        (("merge", "districts/severnyi", "--into", "regions/oblast"), "Назовите последний день"),
        (("merge", "practices/parnoe", "--into", "practices/razobrannye-primery"), "не территория и не термин списка"),
        (
            ("merge", "practices/parnoe", "--into", "practices/razobrannye-primery"),
            "metodoteka replace practices/parnoe practices/razobrannye-primery",
        ),
        (("merge", "districts/net", "--into", "regions/oblast"), "metodoteka new districts net"),
        (("split", "districts/severnyi", "--into", "novyi"), "Территории называют так: districts/severnyi"),
        (("split", "districts/severnyi", "--into", "districts/a,districts/b"), "Территории называют так"),
        (("rename", "vocabularies/areas", "x"), "areas — список целиком"),
    ],
    ids=lambda it: " ".join(it) if isinstance(it, tuple) else "",
)
def test_what_cannot_be_is_told_and_nothing_changes(base: Path, words: tuple[str, ...], why: str, capsys) -> None:
    before = {path: path.read_bytes() for path in base.rglob("*") if path.is_file()}
    assert run(base, *words) != 0
    assert why in capsys.readouterr().err
    assert {path: path.read_bytes() for path in base.rglob("*") if path.is_file()} == before


def test_nothing_is_renamed_while_something_cannot_be_read(base: Path, capsys) -> None:
    write(base, "practices/slomano", "title: [")
    assert run(base, "rename", "practices/parnoe", "dvoe") == 1
    assert "Сначала исправьте ошибки" in capsys.readouterr().err
    assert (base / "data/practices/parnoe.yml").exists()


def test_dry_run_shows_and_writes_nothing(base: Path, capsys) -> None:
    before = {path: path.read_bytes() for path in base.rglob("*") if path.is_file()}
    assert run(base, "rename", "practices/parnoe", "dvoe", "--dry-run") == 0
    assert "стало: practice: dvoe" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in base.rglob("*") if path.is_file()} == before


AREAS = """\
title: Области
terms:
  # о доске
  - id: doska
    label: Работа с доской
    aliases: [mel]
  # о мелках
  - id: melki
    label: Цветные мелки
    broader: doska
  # о голосе
  - id: golos
    label: Голос учителя
"""


def with_terms(base: Path) -> Path:
    write(base, "vocabularies/areas", AREAS)
    practice = base / "data/practices/parnoe.yml"
    text = practice.read_text("utf-8")
    start = text.index("areas:")
    end = text.index("\n", start)
    practice.write_text(text[:start] + "areas: [doska, golos]" + text[end:], "utf-8")
    return base


def test_a_term_of_the_base_gets_another_name(base: Path) -> None:
    with_terms(base)
    assert run(base, "rename", "areas/doska", "u-doski") == 0
    terms = {term["id"]: term for term in record(base, "vocabularies/areas")["terms"]}
    assert terms["u-doski"]["aliases"] == ["mel", "doska"]
    assert terms["melki"]["broader"] == "u-doski"
    assert record(base, "practices/parnoe")["areas"] == ["u-doski", "golos"]
    assert "# о мелках" in (base / "data/vocabularies/areas.yml").read_text("utf-8")
    assert not failed(site.check(base, Settings(build_date=TODAY))[1])


def test_joined_terms_stand_once_in_a_list_and_keep_the_comments_of_others(base: Path) -> None:
    with_terms(base)
    assert run(base, "merge", "areas/doska", "areas/melki", "--into", "areas/golos") == 0
    terms = {term["id"]: term for term in record(base, "vocabularies/areas")["terms"]}
    assert list(terms) == ["golos"] and sorted(terms["golos"]["aliases"]) == ["doska", "mel", "melki"]
    assert record(base, "practices/parnoe")["areas"] == ["golos"]
    text = (base / "data/vocabularies/areas.yml").read_text("utf-8")
    assert "terms:\n  # о голосе\n  - id: golos" in text
    assert not failed(site.check(base, Settings(build_date=TODAY))[1])


def test_a_term_that_takes_in_the_one_above_it_stands_in_its_place(base: Path) -> None:
    with_terms(base)
    assert run(base, "merge", "areas/doska", "--into", "areas/melki") == 0
    terms = {term["id"]: term for term in record(base, "vocabularies/areas")["terms"]}
    assert "broader" not in terms["melki"] and terms["melki"]["aliases"] == ["doska", "mel"]


def test_what_is_named_twice_is_joined_once(base: Path, capsys) -> None:
    with_districts(with_terms(base))
    assert run(base, "merge", "areas/melki", "areas/melki", "--into", "areas/golos") == 0
    terms = {term["id"]: term for term in record(base, "vocabularies/areas")["terms"]}
    assert terms["golos"]["aliases"] == ["melki"]
    assert "metodoteka schema" in capsys.readouterr().out, "editors offer the former term until then"
    twice = ("districts/novyi", "districts/novyi")
    assert run(base, "split", "districts/severnyi", "--into", *twice, "--last", "2026-12-31") == 0
    assert record(base, "districts/severnyi")["successors"] == ["districts/novyi"]


def test_a_former_term_and_a_name_that_is_a_path_are_understood(base: Path, capsys) -> None:
    with_terms(base)
    assert run(base, "rename", "areas/mel", "x") == 1
    assert "Теперь он areas/doska" in capsys.readouterr().err
    assert run(base, "rename", "practices/parnoe", "data/practices/dvoe.yml") == 0
    assert (base / "data/practices/dvoe.yml").exists()
    assert run(base, "replace", "areas/doska", "areas/melki", "--where", "title=Нет такой") == 0
    assert "там, где title=Нет такой, этого никто не называет" in capsys.readouterr().out


def test_a_term_of_the_base_becomes_one_of_the_product_s(base: Path, capsys) -> None:
    """The product's term is named in the base's file with nothing but the former ids, which lead on; a term of the
    product itself cannot be taken out of its list, and what is told instead works."""
    practice = base / "data/practices/parnoe.yml"
    practice.write_text(practice.read_text("utf-8").replace("subjects: [", "subjects: [roboty, ", 1), "utf-8")
    assert "roboty" in record(base, "practices/parnoe")["subjects"]
    lists = "terms:\n  - id: roboty\n    label: Роботы\n    aliases: [robototekhnika]\n"
    write(base, "vocabularies/subjects", lists)
    assert run(base, "merge", "subjects/roboty", "--into", "subjects/informatika") == 0
    assert record(base, "vocabularies/subjects")["terms"] == [
        {"id": "informatika", "aliases": ["roboty", "robototekhnika"]}
    ]
    named = record(base, "practices/parnoe")["subjects"]
    assert "informatika" in named and "roboty" not in named
    found, problems_ = site.check(base, Settings(build_date=TODAY))
    assert not failed(problems_)
    assert found.vocabularies["subjects"].by_id["roboty"].label == "Информатика"
    capsys.readouterr()
    assert run(base, "merge", "subjects/informatika", "--into", "subjects/matematika") == 1
    assert "metodoteka replace subjects/informatika subjects/matematika" in capsys.readouterr().err
    assert run(base, "rename", "subjects/informatika", "it") == 1


def test_a_term_is_parted_by_conditions(base: Path) -> None:
    with_terms(base)
    assert run(base, "replace", "areas/doska", "areas/melki", "--where", "areas=golos", "--in", "data/practices") == 0
    assert record(base, "practices/parnoe")["areas"] == ["melki", "golos"]
    assert run(base, "replace", "areas/melki", "areas/doska", "--where", "title=Другое") == 0
    assert record(base, "practices/parnoe")["areas"] == ["melki", "golos"], "the condition does not hold"


NEW = "title: Новый округ\nsummary: Округ из двух.\ntype: municipal-district\nregion: oblast\nstatus: published\n"
SCHOOL = (
    "title: Школа № 5\nsummary: Школа.\nstatus: published\ntype: school\nlevel: school\nterritory: districts/severnyi\n"
)
EVENT = SCHOOL.replace("Школа № 5", "Встреча").replace("type: school\nlevel: school", "type: seminar\nstart: {}")


def with_districts(base: Path) -> Path:
    write(base, "districts/novyi", NEW)
    write(base, "organizations/shkola-5", SCHOOL)
    write(base, "events/do", EVENT.format("2026-10-01"))
    write(base, "events/posle", EVENT.format("2027-02-01"))
    return base


def test_a_district_that_is_joined_to_another_keeps_its_past_and_gives_what_lives_on(base: Path) -> None:
    with_districts(base)
    assert run(base, "merge", "districts/severnyi", "--into", "districts/novyi", "--last", "2026-12-31") == 0
    ended = record(base, "districts/severnyi")
    assert (str(ended["valid_to"]), ended["successors"]) == ("2026-12-31", ["districts/novyi"])
    assert record(base, "organizations/shkola-5")["territory"] == "districts/novyi"
    assert record(base, "events/posle")["territory"] == "districts/novyi"
    assert record(base, "events/do")["territory"] == "districts/severnyi"
    assert "territory-is-over" not in {code for _, code in told(base)}
    again = record(base, "events/posle") | {"territory": "districts/severnyi"}
    write(base, "events/posle", yaml.safe_dump(again, allow_unicode=True))
    assert ("data/events/posle.yml", "territory-is-over") in told(base)
    assert ("data/events/posle.yml", "territory-is-over") not in told(base, dt.date(2026, 12, 31)), "not over yet"


def test_what_is_written_into_a_record_or_a_list_is_shown(base: Path, capsys) -> None:
    """Also in a file that is written anew: the last day and the heir of a territory, the former names of a term."""
    with_districts(with_terms(base))
    assert run(base, "merge", "districts/severnyi", "--into", "districts/novyi", "--last", "2026-12-31") == 0
    told = capsys.readouterr().out
    assert "стало: valid_to: 2026-12-31" in told and "стало: successors: [districts/novyi]" in told
    assert run(base, "merge", "areas/melki", "--into", "areas/golos") == 0
    told = capsys.readouterr().out
    assert "было:  - id: melki" in told and "стало: aliases: [melki]" in told
    write(base, "districts/vtoroi", NEW.replace("Новый", "Второй"))
    assert run(base, "split", "districts/novyi", "--into", "districts/vtoroi", "--last", "2026-12-30") == 0
    assert "стало: successors: [districts/vtoroi]" in capsys.readouterr().out


def held(base: Path) -> dict[str, str]:
    return {str(path): path.read_text("utf-8") for path in sorted(base.glob("data/*/*.*"))}


@pytest.mark.parametrize(
    "words",
    [
        ("rename", "practices/parnoe", "parnoe"),
        ("rename", "data/practices/parnoe.yml", "parnoe"),
        ("rename", "areas/methods", "methods"),
        ("merge", "districts/severnyi", "--into", "districts/severnyi", "--last", "2026-12-31"),
        ("split", "districts/severnyi", "--into", "districts/severnyi", "districts/novyi", "--last", "2026-12-31"),
        ("replace", "districts/severnyi", "districts/novyi", "--where", "tip=school"),
    ],
)
def test_what_makes_no_sense_changes_nothing(base: Path, words: tuple[str, ...]) -> None:
    """A record that takes its own name is not taken away with the former file."""
    with_districts(base)
    before = held(base)
    assert run(base, *words) == 1
    assert held(base) == before


def test_a_folder_of_files_in_the_way_is_told_before_anything_is_written(base: Path, capsys) -> None:
    for name in ("parnoe", "vdvoem"):
        (base / "content/files/practices" / name).mkdir(parents=True)
        (base / "content/files/practices" / name / "list.txt").write_text("x", "utf-8")
    before = held(base)
    assert run(base, "rename", "practices/parnoe", "vdvoem") == 1
    assert "уже есть" in capsys.readouterr().err
    assert held(base) == before


@pytest.mark.parametrize(
    ("more", "status"), [("valid_from: 2027-01-01\n", 1), ("", 0)], ids=["would-be-wrong", "right"]
)
def test_a_dry_run_ends_as_the_run_would(base: Path, more: str, status: int, capsys) -> None:
    """Figures of 2025 cannot be given to a district of 2027; the picture of a renamed record goes with it."""
    write(base, "districts/novyi", NEW + more)
    before = held(base)
    words = ("replace", "districts/severnyi", "districts/novyi")
    assert run(base, *words, "--dry-run") == status
    tried = capsys.readouterr()
    assert held(base) == before
    assert run(base, *words) == status
    done = capsys.readouterr()
    assert tried.out.split("Ничего не записано")[0] == done.out.split("Дальше:")[0]
    assert ("outside-life" in tried.err) == ("outside-life" in done.err) == bool(status)


def test_what_is_done_is_not_told_again(base: Path, capsys) -> None:
    with_districts(base)
    words = ("merge", "districts/severnyi", "--into", "districts/novyi", "--last", "2026-12-31")
    assert run(base, *words) == 0
    capsys.readouterr()
    assert run(base, *words) == 0
    assert "Менять нечего" in capsys.readouterr().out


def test_of_a_parted_district_a_person_decides_what_goes_where(base: Path, capsys) -> None:
    with_districts(base)
    write(base, "districts/vtoroi", NEW.replace("Новый", "Второй"))
    words = ("split", "districts/severnyi", "--into", "districts/novyi", "districts/vtoroi", "--last", "2026-12-31")
    assert run(base, *words) == 0
    shown = capsys.readouterr().out
    assert "data/organizations/shkola-5.yml:6: territory: districts/severnyi" in shown
    assert "metodoteka replace districts/severnyi districts/novyi с условием" in shown
    assert record(base, "districts/severnyi")["successors"] == ["districts/novyi", "districts/vtoroi"]
    hints = {one.hint for one in site.check(base, Settings(build_date=TODAY))[1] if one.code == "territory-is-over"}
    assert hints and all("districts/novyi, districts/vtoroi" in hint for hint in hints)
    assert run(base, "replace", "districts/severnyi", "districts/vtoroi", "--in", "data/organizations") == 0
    assert record(base, "organizations/shkola-5")["territory"] == "districts/vtoroi"


def test_a_base_of_the_sample_is_renamed_through_and_through(base: Path) -> None:
    """Every record that others name, one after another: nothing names a former id, nothing breaks."""
    found = site.check(base, Settings(build_date=TODAY))[0]
    for key in sorted({reference.target for reference in found.references} & set(found.records)):
        assert run(base, "rename", key, f"{key.split('/')[1]}-novoe") == 0, key
    _, after = site.check(base, Settings(build_date=TODAY))
    assert [problems.as_text([one]) for one in after if one.is_error or one.code == "former-id"] == []


def test_every_address_of_a_renamed_record_and_term_leads_on(base: Path) -> None:
    """The page, its sheet for paper, its data, and the lists by a term; a page that is there is not covered."""
    with_terms(base)
    settings = Settings(build_date=TODAY)
    before = _addresses(site.prepare(base, settings, lazy_texts=True))
    assert run(base, "rename", "practices/parnoe", "dvoe") == run(base, "rename", "areas/doska", "u-doski") == 0
    made = site.prepare(base, settings, lazy_texts=True)
    after = _addresses(made)
    fetched = {path for path in before if path.endswith((".docx", ".json", ".ics", ".xml")) and "parnoe/" in path}
    pages = {path for path in before if path.endswith("/index.html") and ("parnoe" in path or "doska" in path)}
    assert {"practices/parnoe/index.html", "practices/parnoe/kartochka/index.html"} <= pages
    assert "practices/po/areas/doska/index.html" in pages
    assert "practices/parnoe/parnoe.docx" in fetched
    assert sorted((fetched | pages) - set(after)) == []
    by_path = {file.path: file.data for file in made.files}
    assert b'url=../../dvoe/kartochka/"' in by_path["practices/parnoe/kartochka/index.html"]
    assert b'url=../u-doski/"' in by_path["practices/po/areas/doska/index.html"]


def _addresses(made: site.Site) -> list[str]:
    pages = (page.path.removesuffix(".md").removesuffix("/index") + "/index.html" for page in made.pages)
    paths = [*pages, *(file.path for file in made.files)]
    assert len(paths) == len(set(paths)), "two files of one name"
    return paths
