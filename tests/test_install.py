"""The ways of installing: `make site` in a fresh copy through the real pip, a wheel in a clean environment, --root.

Everything comes from the lock file, and what was downloaded is kept, so a second run of these tests is quick. A lock
made on one interpreter may not install on another, so the clone is installed with the oldest Python of this machine
that is promised to work and the wheel with the newest. Files are fetched by uv, which reads the same lock, asks for the
same hashes and takes a tenth of the time; the real pip, by which `make test` has installed what runs these tests, reads
the whole lock too and fetches the last of them.
"""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from packaging.markers import Marker
from support import copy_of_mini, without_codes

from generator import files
from generator.begin.guides import GUIDES

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="make is not there"),
]

PROJECT = Path(__file__).resolve().parent.parent
NOT_IN_A_CLONE = shutil.ignore_patterns(
    ".git",
    ".venv",
    "site",
    "build",
    "dist",
    "__pycache__",
    ".*_cache",
    ".hypothesis",
    ".*.metodoteka-build",
    "node_modules",
)


def run(*command: str | Path, cwd: Path) -> str:
    """The output of a command that has to succeed, in an environment that knows nothing of this test run's one."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    } | {"PIP_NO_COMPILE": "0"}  # that is how it is switched off: a build needs a few modules of many
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@functools.cache
def interpreters() -> list[str]:
    """Every Python of this machine that is promised to work and can make an environment, the oldest first."""
    folders = [*map(Path, os.environ["PATH"].split(os.pathsep)), Path("/usr/bin"), Path("/usr/local/bin")]
    named = (path for folder in folders for path in folder.glob("python3*"))
    commands = {path for path in named if (its := re.fullmatch(r"python3(?:\.(\d+))?", path.name)) and is_new(its[1])}
    commands.update(
        path for path in Path.home().glob(".pyenv/versions/3.*/bin/python3") if is_new(path.parts[-3].split(".")[1])
    )
    found = {tuple(sys.version_info[:3]): sys.executable}
    for command in sorted({path.resolve(): path for path in sorted(commands)}.values()):
        question = "import ensurepip, json, sys, venv; print(json.dumps(sys.version_info[:3]))"
        answer = subprocess.run([command, "-c", question], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            found.setdefault(tuple(json.loads(answer.stdout)), str(command))
    return [command for version, command in sorted(found.items()) if version >= (3, 11)]


def is_new(minor: str | None) -> bool:
    """Whether a Python 3 with this number behind the point in its name need be asked."""
    return minor is None or int(minor) >= 11


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The project as a fresh clone would have it."""
    folder = tmp_path_factory.mktemp("clone") / "metodoteka"
    shutil.copytree(PROJECT, folder, ignore=NOT_IN_A_CLONE)
    return folder


@pytest.fixture
def small_clone(copy: Path, tmp_path: Path) -> Path:
    """The same with the mini base instead of the shipped one, which takes four times as long to build."""
    clone = copy_of_mini(tmp_path / "metodoteka")
    for name in GUIDES:  # these come with the program
        shutil.copy(copy / "content" / "guides" / f"{name}.md", clone / "content" / "guides")
    shutil.copytree(copy / "content" / "guides" / "kartinki", clone / "content" / "guides" / "kartinki")
    for path in copy.iterdir():
        if path.is_dir() and path.name not in ("data", "content", "tests"):
            shutil.copytree(path, clone / path.name, dirs_exist_ok=True)
        elif path.is_file():
            shutil.copy(path, clone)
    return without_codes(clone)


@pytest.fixture(scope="module")
def wheel(copy: Path, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, cwd=copy)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def source(copy: Path, tmp_path_factory) -> Path:
    """The source archive."""
    out = tmp_path_factory.mktemp("source")
    run(sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", out, cwd=copy)
    return next(out.glob("*.tar.gz"))


@pytest.fixture
def foreign_base(tmp_path: Path) -> Path:
    """A knowledge base elsewhere: its records, its texts, its settings and nothing of the product."""
    return without_codes(copy_of_mini(tmp_path / "база знаний"))


def assert_is_a_whole_site(site: Path) -> None:
    assert 'content="metodoteka' in (site / "index.html").read_text("utf-8")
    assert (site / "assets" / "stylesheets" / "metodoteka.css").is_file()
    page = (site / "practices" / "index.html").read_text("utf-8")
    assert "m-sign--light" in page, "the header is not ours"


def test_the_wheel_holds_theme_templates_and_vocabularies(wheel):
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if not name.endswith("/")}
    for source, target in (("theme", "theme"), ("data/vocabularies", "vocabularies")):
        wanted = {f"generator/_shipped/{target}/{path}" for path in files.tree(PROJECT / source)}
        assert wanted
        assert wanted <= packed
    assert "generator/_shipped/mkdocs.yml" in packed
    assert {f"generator/_shipped/guides/{name}.md" for name in GUIDES} <= packed
    data = {f"generator/{path}" for path in files.tree(PROJECT / "generator") if path.endswith((".yml", "about.md"))}
    assert {"generator/problems/codes/fields.yml", "generator/begin/sample/practices.yml"} <= data <= packed
    assert not [name for name in packed if name.startswith(("tests/", "data/", "content/", "theme/"))]
    begun = {f"generator/begin/{path}" for path in files.tree(PROJECT / "generator" / "begin")}
    assert {"generator/begin/workflows/gitlab.yml", "generator/begin/README.md"} <= begun <= packed
    assert "generator/upkeep/upgrading/format_1.yml" in packed


def test_the_source_archive_holds_what_a_wheel_is_made_of(source):
    with tarfile.open(source) as archive:
        packed = {name.partition("/")[2] for name in archive.getnames()}
    own = {f"generator/{path}" for path in files.tree(PROJECT / "generator")}
    own |= {f"theme/{path}" for path in files.tree(PROJECT / "theme")}
    own |= {f"data/vocabularies/{path}" for path in files.tree(PROJECT / "data" / "vocabularies")}
    own |= {f"content/guides/{name}.md" for name in GUIDES}
    assert own <= packed
    assert {"mkdocs.yml", "pyproject.toml", "LICENSE", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"} <= packed
    assert not [name for name in packed - own if name.startswith(("tests/", "content/", "site/"))]


def test_the_source_archive_gives_the_same_wheel(source, wheel, tmp_path):
    with tarfile.open(source) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    unpacked = next((tmp_path / "source").iterdir())
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, cwd=unpacked)
    made, known = (zipfile.ZipFile(path) for path in (tmp_path / wheel.name, wheel))
    assert {name: made.read(name) for name in made.namelist()} == {name: known.read(name) for name in known.namelist()}


def test_a_wheel_in_a_clean_environment_builds_a_base_elsewhere(wheel, foreign_base, tmp_path):
    uv, python = (sys.executable, "-m", "uv"), tmp_path / "env" / "bin" / "python"
    run(*uv, "venv", "--python", interpreters()[-1], tmp_path / "env", cwd=tmp_path)
    run(*uv, "pip", "install", "--python", python, "-r", PROJECT / "requirements.lock", cwd=tmp_path)
    run(*uv, "pip", "install", "--python", python, "--no-deps", wheel, cwd=tmp_path)
    run(*uv, "pip", "check", "--python", python, cwd=tmp_path)

    command = tmp_path / "env" / "bin" / "metodoteka"
    run(command, "--root", foreign_base, "build", cwd=tmp_path)
    assert_is_a_whole_site(foreign_base / "site")
    assert_begins_and_upgrades(command, wheel, tmp_path)

    run(python, "-m", "mkdocs", "build", "--strict", "--site-dir", tmp_path / "plain", cwd=foreign_base)
    assert engine_files(tmp_path / "plain") == engine_files(foreign_base / "site")


def engine_files(site: Path) -> dict[str, bytes]:
    """The site without what only ``metodoteka build`` and ``index`` make: the lists of what can be taken along."""
    lists = re.compile(r"assets/offline/(?:build\.json|poisk-.*|[^/]*\.txt)|sw\.js|bez-interneta/index\.html")
    return {name: data for name, data in files.tree(site).items() if not lists.fullmatch(name)}


def assert_begins_and_upgrades(command: Path, wheel: Path, folder: Path) -> None:
    """The whole way of somebody who has nothing but the wheel, and of one whose base is of the first format."""
    begun = run(command, "init", "rayon", "--region", "Пермский край", "--forge", "gitlab", cwd=folder)
    assert f"  {command} check\n" in begun, "the environment is not on the path of who reads it"
    assert (folder / "rayon" / "paket" / wheel.name).read_bytes() == wheel.read_bytes()
    assert "Замечаний нет." in run(command, "check", cwd=folder / "rayon")
    older = shutil.copytree(PROJECT / "tests" / "bases" / "format-1", folder / "older")
    assert "Замечаний нет." in run(command, "upgrade", cwd=older)
    assert "Замечаний нет." in run(command, "check", cwd=older)


#: one file, no dependencies, and MkDocs does not start without it
LEFT_TO_PIP = "yaml_env_tag"


def all_but_one_installed(clone: Path) -> None:
    """Most of what `make` is about to install, at the cost of uv: the same files by the same hashes. The real pip reads
    the whole lock, finds these satisfied, refuses a lock that lacks what one of them needs, and fetches one itself."""
    pins = (clone / "requirements.lock").read_text("utf-8").replace("\\\n", "").splitlines(keepends=True)
    rest = [line for line in pins if not line.startswith("pyyaml-env-tag==")]
    assert len(rest) == len(pins) - 1
    most = clone.parent / "most.lock"
    most.write_text("".join(rest), "utf-8")
    python = clone / ".venv" / "bin" / "python"
    run(sys.executable, "-m", "uv", "pip", "install", "--python", python, "--no-deps", "-r", most, cwd=clone)
    assert not list(clone.glob(f".venv/lib/*/site-packages/{LEFT_TO_PIP}.py"))


def test_make_site_in_a_fresh_clone_installs_once(small_clone):
    clone, python = small_clone, f"PYTHON={interpreters()[0]}"
    run("make", ".venv/bin/python", python, cwd=clone)
    all_but_one_installed(clone)
    first = run("make", "site", python, cwd=clone)
    assert "Устанавливаем" in first
    assert f"{LEFT_TO_PIP}.py" in {path.name for path in clone.glob(".venv/lib/*/site-packages/*.py")}
    assert_is_a_whole_site(clone / "site")

    again = run("make", "check", cwd=clone)  # it needs what `make site` needs, and builds nothing
    assert "Устанавливаем" not in again

    # What people without make are told to type. Their `pip install -r requirements.lock` is what `make` has typed.
    run(clone / ".venv" / "bin" / "pip", "install", "--dry-run", "--no-deps", "-e", ".", cwd=clone)


def test_make_help_lists_the_targets_in_russian(copy):
    shown = run("make", cwd=copy)
    for target in ("site", "serve", "test", "check", "bench", "schema", "clean", "lock"):
        assert f"make {target} " in shown


def test_make_says_in_russian_that_python_is_too_old(copy, tmp_path):
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    clone = tmp_path / "clone"
    shutil.copytree(copy, clone, ignore=NOT_IN_A_CLONE)
    for python in (str(old), ""):
        done = subprocess.run(
            ["make", "site", f"PYTHON={python}"], cwd=clone, capture_output=True, text=True, check=False
        )
        assert done.returncode != 0
        assert "Нужен Python 3.11 или новее" in done.stdout
        assert not (clone / ".venv").exists()


def locked(name: str) -> dict[str, list[tuple[str, str]]]:
    """The pins of a lock: package -> (version, marker); every line of the file has to be of the forms known here."""
    pins: dict[str, list[tuple[str, str]]] = {}
    text = (PROJECT / name).read_text("utf-8").replace("\\\n", "")
    for line in filter(None, (line.partition("#")[0].strip() for line in text.splitlines())):
        match = re.fullmatch(r"([\w.-]+)==([\w.+!]+)(?: ; ([^\\]+?))?((?: +--hash=sha256:[0-9a-f]{64})+)", line)
        assert match, f"{name}: {line[:100]}"
        pins.setdefault(match[1], []).append((match[2], match[3] or ""))
    assert pins
    return pins


def test_the_locks_name_no_machine_and_every_file_has_its_hash():
    site, tests = locked("requirements.lock"), locked("requirements-test.lock")
    assert {name: tests.get(name) for name in site if name not in ("editables", "hatchling")} == {
        name: pins for name, pins in site.items() if name not in ("editables", "hatchling")
    }


@pytest.mark.parametrize("version", ["3.11.2", "3.11.7", "3.12.1", "3.13.0", "3.14.0"])
def test_every_promised_python_gets_one_version_of_a_package(version):
    environment = {"python_full_version": version, "python_version": version.rpartition(".")[0]}
    for name, pins in locked("requirements-test.lock").items():
        fitting = [pin for pin, marker in pins if not marker or Marker(marker).evaluate(environment)]
        assert len(fitting) <= 1, f"{name}: {fitting}"
        if len(pins) > 1 and any("python" in marker for _, marker in pins):  # one alone may be for older ones only
            assert len(fitting) == 1, f"{name} has no version for Python {version}"
