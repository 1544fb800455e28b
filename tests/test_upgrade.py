"""A base of each earlier format (``tests/bases``) is brought to the present one by one command, and builds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import MINI, PROJECT, copy_of_mini

from generator import begin, cli, files, site
from generator.records import reading
from generator.records.practices import Practice
from generator.settings import Settings, configuration, needed
from generator.upkeep import upgrading
from generator.upkeep.upgrading import format_line, list_copies

BASES = Path(__file__).parent / "bases"
FORMATS = sorted(int(path.name.removeprefix("format-")) for path in BASES.iterdir())


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return shutil.copytree(BASES / "format-1", tmp_path / "base")


def test_every_earlier_format_has_its_base() -> None:
    assert list(range(1, needed.FORMAT)) == FORMATS


@pytest.mark.parametrize("number", FORMATS)
def test_an_older_base_is_upgraded_by_one_command_and_builds(number: int, tmp_path: Path, capsys) -> None:
    base = shutil.copytree(BASES / f"format-{number}", tmp_path / "base")
    before = site.check(base, Settings())
    assert [one for one in before[1] if one.is_error] == [], "it is read as it is, too"
    assert cli.main(["--root", str(base), "upgrade"]) == 0
    assert f"Формат был {number}, теперь {needed.FORMAT}" in capsys.readouterr().out
    found, problems = site.check(base, Settings())
    assert problems == []
    assert found.records == before[0].records
    assert cli.main(["--root", str(base), "build"]) == 0

    lying = files.tree(base)
    capsys.readouterr()
    assert cli.main(["--root", str(base), "upgrade"]) == 0
    assert "менять нечего" in capsys.readouterr().out
    assert files.tree(base) == lying


def test_copies_of_lists_go_and_what_the_keeper_changed_stays(first: Path, capsys) -> None:
    assert cli.main(["--root", str(first), "upgrade"]) == 0
    left = {path.name for path in (first / "data" / "vocabularies").iterdir()}
    assert left == {"subjects.yml", "costs.yml"}
    assert (first / "data" / "vocabularies" / "subjects.yml").read_text("utf-8").split("\n", 1)[1] == (
        "without: [kitaiskii-iazyk]\nterms:\n  - id: istoriia\n    label: История и краеведение\n"
        "  - id: robototekhnika\n    label: Робототехника\n    order: 335\n"
    )
    notes = capsys.readouterr().out
    for sentence in (
        "data/vocabularies/areas.yml\n  убран: список такой же, как в Методотеке",
        "осталось: свой термин robototekhnika «Робототехника»",
        "осталось: istoriia: label: История и краеведение",
        "осталось убранным: kitaiskii-iazyk",
        "вернётся из Методотеки: medium: synonyms: оборудование",
        "mkdocs.yml\n  format: 2",
    ):
        assert sentence in notes
    lists = reading.load_vocabularies(first)[0]
    subjects = lists["subjects"].by_id
    assert "kitaiskii-iazyk" not in subjects and subjects["istoriia"].label == "История и краеведение"
    assert lists["costs"].label_of("medium") == "Средние"


def test_what_was_only_copied_follows_the_product_also_where_it_has_changed(
    first: Path, tmp_path: Path, monkeypatch
) -> None:
    """The product gave a term another label since: a copy that its keeper never touched is no wish to keep the old."""
    newer = shutil.copytree(PROJECT / "data" / "vocabularies", tmp_path / "newer")
    text = (newer / "areas.yml").read_text("utf-8")
    (newer / "areas.yml").write_text(text.replace("label: Методика преподавания", "label: Как преподавать"), "utf-8")
    monkeypatch.setattr(files, "vocabularies_dir", lambda: newer)
    list_copies._product.cache_clear()
    try:
        assert "data/vocabularies/areas.yml" in [
            one.path for one in upgrading.upgraded_files(first) if one.text is None
        ]
    finally:
        list_copies._product.cache_clear()


def test_the_lists_of_the_first_format_are_known() -> None:
    for name, terms in list_copies.of_first_format().items():
        path = BASES / "format-1" / "data" / "vocabularies" / f"{name}.yml"
        assert terms and (path.is_file() or name in ("absent-topics", "diagnoses", "everyday-words"))


def test_a_dry_run_writes_nothing(first: Path, capsys) -> None:
    lying = files.tree(first)
    assert cli.main(["--root", str(first), "upgrade", "--dry-run"]) == 0
    assert "Файлов изменилось бы:" in capsys.readouterr().out
    assert files.tree(first) == lying


def test_a_dry_run_names_the_schemas_and_what_is_dropped(first: Path, capsys) -> None:
    areas = first / "data" / "vocabularies" / "areas.yml"
    areas.write_text(
        areas.read_text("utf-8").replace("\n    order:", "  # наш\n    order:", 1) + "# согласовано на совете\n",
        "utf-8",
    )
    assert cli.main(["--root", str(first), "upgrade", "--dry-run"]) == 0
    notes = capsys.readouterr().out
    assert "примечания не перенесены: # наш; # согласовано на совете" in notes
    wanted = [line for line in notes.splitlines() if "которые обновились бы" in line]
    named = set(wanted[0].partition(": ")[2].split(", "))
    before = files.tree(first)
    assert cli.main(["--root", str(first), "upgrade"]) == 0
    after = files.tree(first)
    assert named == {one for one in after if "schemas/" in one and after[one] != before.get(one)}


def test_a_whole_list_that_is_nearly_the_product_s_is_told_and_not_touched(first: Path, capsys) -> None:
    subjects = first / "data" / "vocabularies" / "subjects.yml"
    subjects.write_text(subjects.read_text("utf-8").rstrip() + "\nwhole: true\n", "utf-8")
    before = subjects.read_text("utf-8")
    assert cli.main(["--root", str(first), "upgrade"]) == 0
    assert "сотрите строку whole: true" in capsys.readouterr().out
    assert subjects.read_text("utf-8") == before


def test_a_renamed_field_breaks_no_base_and_is_renamed_by_the_command(tmp_path: Path, monkeypatch, capsys) -> None:
    """A patched product: ``results`` was called ``outcome_text``, and a step's ``minutes`` ``duration``."""
    from generator.records import validating
    from generator.records.practices import Step

    monkeypatch.setattr(Practice, "former", {"outcome_text": "results"})
    monkeypatch.setattr(Step, "former", {"duration": "minutes"})
    validating._has_any.cache_clear()
    try:
        base = copy_of_mini(tmp_path / "base")
        path = base / "data" / "practices" / "parnoe.yml"
        present = path.read_text("utf-8")
        path.write_text(
            present.replace("\nresults:", "\noutcome_text:").replace("    minutes:", "    duration:"), "utf-8"
        )
        found, problems = site.check(base, Settings())
        assert [(one.code, one.severity) for one in problems] == [("former-field", "warning")] * 3
        assert found.records["practices/parnoe"] == reading.load(MINI)[0].records["practices/parnoe"]
        assert cli.main(["--root", str(base), "upgrade"]) == 0
        assert "outcome_text → results" in capsys.readouterr().out
        assert path.read_text("utf-8") == present
    finally:
        validating._has_any.cache_clear()


def test_a_field_under_both_names_is_told_and_not_guessed(tmp_path: Path, monkeypatch) -> None:
    from generator.records import validating

    monkeypatch.setattr(Practice, "former", {"outcome_text": "results"})
    validating._has_any.cache_clear()
    try:
        base = copy_of_mini(tmp_path / "base")
        path = base / "data" / "practices" / "parnoe.yml"
        path.write_text(path.read_text("utf-8") + "outcome_text: другое\n", "utf-8")
        assert [one.code for one in site.check(base, Settings())[1]] == ["unknown-field"]
    finally:
        validating._has_any.cache_clear()


def test_workflows_follow_the_product_unless_they_were_changed(tmp_path: Path, monkeypatch, capsys) -> None:
    base = tmp_path / "base"
    assert cli.main(["init", str(base), "--forge", "github"]) == 0
    check, publish = sorted(begin.workflow_texts("github"))
    mine = (base / publish).read_text("utf-8") + "# своё\n"
    (base / publish).write_text(mine, "utf-8")
    newer = {path: f"# новое\n{text}" for path, text in begin.workflow_texts("github").items()}
    monkeypatch.setattr(begin, "workflow_texts", lambda forge: newer if forge == "github" else {})
    capsys.readouterr()
    assert cli.main(["--root", str(base), "upgrade"]) == 0
    notes = capsys.readouterr().out
    assert f"{check}\n  обновлён" in notes and f"{publish}\n  изменён вами и не тронут" in notes
    assert (base / check).read_text("utf-8") == newer[check]
    assert (base / publish).read_text("utf-8") == mine
    assert [one.path for one in upgrading.upgraded_files(base)] == [publish], "what was renewed is remembered as made"


@pytest.mark.parametrize("written", ["7", "'2'", "0", "два"])
def test_a_format_that_is_not_known_is_told(written: str, first: Path, capsys) -> None:
    path = first / "mkdocs.yml"
    path.write_text(
        path.read_text("utf-8").replace("  - metodoteka:\n", f"  - metodoteka:\n      format: {written}\n"), "utf-8"
    )
    assert cli.main(["--root", str(first), "upgrade"]) == 1
    assert "format" in (notes := capsys.readouterr().err) or "формате 7" in notes
    assert cli.main(["--root", str(first), "check"]) == 1


@pytest.mark.parametrize(
    "plugins",
    [
        "plugins:\n  - metodoteka\n",
        "plugins:\n  - metodoteka: # наш\n      demo: false\n",
        "plugins:\n- search\n- metodoteka:\n    demo: false\n",
        "plugins:\n  metodoteka:\n    demo: false\n",
        "plugins: [metodoteka]\n",
        "plugins:\n  - metodoteka:\n      format: 1 # прежний\n",
    ],
)
def test_the_number_is_written_wherever_the_plugin_stands(plugins: str, tmp_path: Path) -> None:
    done = format_line.change(f"site_name: x\n{plugins}nav: []\n", 2)
    (tmp_path / "mkdocs.yml").write_text(done.text or "", "utf-8")
    told = configuration.read_settings(tmp_path) or {}
    assert configuration.plugin_options(told)["format"] == 2 and not done.by_hand
    assert configuration.plugin_options(told).get("demo", False) is False and told["nav"] == []


def test_where_no_line_fits_it_is_said_what_to_write() -> None:
    text = "plugins: [{metodoteka: {demo: false}}]\n"
    done = format_line.change(text, 2)
    assert done.by_hand and done.text == text and "format: 2" in done.notes[0]
