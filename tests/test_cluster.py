"""The pages of a site made by the processes of a Dask cluster are those that this machine makes alone."""

from __future__ import annotations

import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from dask_processes import Dask, dask_started
from small_site import PNG
from support import MINI_DAY, PROJECT, copy_of_mini, without_codes

from generator import cli, files, site
from generator.publish import NotPublished, building, cluster, configured, far_pages, workers

ANOTHER = "# Другая программа\n"
CODE_OF_TEMPLATES = shutil.ignore_patterns("compiled.cpython-*[0-9]")


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    """A scheduler; a test has its workers, none of which was forked from here, as those before have left them."""
    with dask_started(tmp_path_factory.mktemp("dask")) as its:
        yield its


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small base with everything that has to travel: a picture, a template and a style sheet of its own, and
    (:func:`_here`) settings that stand in the environment."""
    root = without_codes(copy_of_mini(tmp_path_factory.mktemp("far") / "base"))
    guides, style = root / "content" / "guides", root / "theme" / "assets" / "stylesheets" / "svoi.css"
    (guides / "shema.png").write_bytes(PNG)
    with (guides / "kak.md").open("a", encoding="utf-8") as page:
        page.write("\n![Схема](shema.png)\n")
    style.parent.mkdir(parents=True)
    style.write_text("h1 { color: green; }\n")
    own = (PROJECT / "theme" / "pages" / "guides.md.j2").read_text("utf-8")
    (root / "templates").mkdir()
    (root / "templates" / "guides.md.j2").write_text(f"{own}\nНаши руководства.\n", "utf-8")
    settings = root / "mkdocs.yml"
    written = settings.read_text("utf-8").replace("name: material\n", "name: material\n  custom_dir: theme\n", 1)
    settings.write_text(f"{written}\nextra_css: [assets/stylesheets/svoi.css]\n", "utf-8")
    return root


@pytest.fixture(scope="module")
def prepared(base: Path) -> site.Site:
    with pytest.MonkeyPatch.context() as patch:
        here(patch)
        return site.prepare(base, configured.settings(base), lazy_texts=True)


@pytest.fixture(scope="module")
def alone(base: Path, prepared: site.Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site as one process makes it."""
    with pytest.MonkeyPatch.context() as patch:
        here(patch)
        return built(base, prepared, tmp_path_factory.mktemp("alone") / "site", 1)


def here(patch: pytest.MonkeyPatch) -> None:
    """What only this machine knows."""
    patch.setenv("SOURCE_DATE_EPOCH", MINI_DAY)
    patch.setenv("METODOTEKA_SITE_URL", "https://baza.example.org/metodika/")
    patch.setenv("METODOTEKA_REPO_URL", "https://github.com/organizatsiia/baza")
    patch.setattr(workers, "available", lambda: 4)


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    here(monkeypatch)


def built(base: Path, prepared: site.Site, out: Path, jobs: int = 0, scheduler: str = "") -> dict[str, bytes]:
    building.build_site(base, out, prepared, lambda _: None, jobs, scheduler=scheduler)
    return files.tree(out)


def different(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


# --- the same site ---------------------------------------------------------------------------------------------------


def test_what_has_to_travel_is_seen_on_pages(alone: dict[str, bytes]) -> None:
    assert b"https://baza.example.org/metodika/" in alone["guides/kak/index.html"]
    assert b'height="' in alone["guides/kak/index.html"] and "Наши руководства" in alone["guides/index.html"].decode()


def test_two_of_a_cluster_make_the_same_site_and_a_page_that_is_as_it_was_goes_nowhere(
    dask: Dask,
    base: Path,
    alone: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The command; and a build by a cluster leaves what the next build needs, wherever that makes its pages.

    That four processes of this machine make the same as one is held by ``tests/test_shares.py``."""
    dask.have(2)
    monkeypatch.setenv("METODOTEKA_CACHE", str(tmp_path / "cache"))
    root = shutil.copytree(base, tmp_path / "base")
    asked = ["--root", str(root), "build", "--out", str(tmp_path / "site"), "--scheduler", dask.address]
    assert cli.main(asked) == 0
    assert "машин — 1, процессов — 2" in capsys.readouterr().out
    assert different(files.tree(tmp_path / "site"), alone) == []
    page = root / "content" / "guides" / "kak.md"
    page.write_text(page.read_text("utf-8") + "\nИ ещё.\n", "utf-8")
    assert cli.main(asked) == 0
    assert "взято из прежнего сайта страниц: 2" in capsys.readouterr().out
    assert cli.main(["--root", str(root), "build", "--out", str(tmp_path / "clean"), "--clean", "--workers", "1"]) == 0
    assert different(files.tree(tmp_path / "site"), files.tree(tmp_path / "clean")) == []


# --- processes that die ----------------------------------------------------------------------------------------------


def test_a_worker_killed_at_its_second_share_costs_nothing_but_another_try(
    dask: Dask, base: Path, prepared: site.Site, alone: dict[str, bytes], tmp_path: Path
) -> None:
    dask.have(2)
    dask.mark.touch()
    assert different(built(base, prepared, tmp_path / "site", scheduler=dask.address), alone) == []
    assert not dask.mark.exists()


# --- clusters that cannot make this site -----------------------------------------------------------------------------


def test_another_program_is_told_before_anything_is_done(
    dask: Dask, base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dask.have(1)
    other = tmp_path / "other"
    shutil.copytree(PROJECT / "generator", other / "generator", ignore=CODE_OF_TEMPLATES)
    for name in ("theme", "data"):
        (other / name).symlink_to(PROJECT / name)
    with (other / "generator" / "text" / "__init__.py").open("a", encoding="utf-8") as module:
        module.write(ANOTHER)
    worker = dask.work(other)
    try:
        out = tmp_path / "site"
        out.mkdir()
        assert cli.main(["--root", str(base), "build", "--out", str(out), "--scheduler", dask.address]) == 1
        told = capsys.readouterr().err
        assert "127.0.0.1: Методотека — " in told and "pip install -r tochno.txt" in told and "mkdocs" not in told
        assert not any(out.iterdir())
    finally:
        dask.end(worker)


def test_a_cluster_that_is_gone_is_told_and_the_old_site_stays(
    dask: Dask,
    base: Path,
    prepared: site.Site,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    dask.have(1)
    monkeypatch.setattr(cluster, "_PATIENCE", 0.2)
    out = tmp_path / "site"
    dask.mark.touch()
    with pytest.raises(NotPublished, match="рабочих процессов больше нет"):
        built(base, prepared, out, scheduler=dask.address)
    assert not out.exists()
    dask.have(0)
    assert cli.main(["--root", str(base), "build", "--out", str(out), "--scheduler", dask.address]) == 1
    told = capsys.readouterr().err
    assert (
        f"нет ни одного рабочего процесса. Запустите их на машинах, которые помогут: dask worker {dask.address}" in told
    )
    assert not out.exists()


def test_a_worker_that_came_later_with_another_program_makes_nothing() -> None:
    program = {**far_pages.program_versions(), "markdown": "3.0"}
    with pytest.raises(NotPublished, match=r"markdown — [\d.]+, а здесь 3\.0"):
        far_pages.make_there((program, b"never read"), ["index.md"])


def a_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def test_a_scheduler_that_does_not_answer_is_told(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "_CONNECTING", 1)
    for scheme, says in (("tcp", "не отвечает по адресу"), ("tls", "те же сертификаты")):
        address = f"{scheme}://127.0.0.1:{a_port()}"
        assert cli.main(["--root", str(base), "build", "--out", str(tmp_path / "out"), "--scheduler", address]) == 1
        told = capsys.readouterr().err
        assert says in told and address in told
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("address", ["10.0.0.5:8786", "tcp://10.0.0.5", "http://10.0.0.5:80", "tcp://10.0.0.5:port"])
def test_what_is_no_address_of_a_scheduler_is_told(address: str) -> None:
    with pytest.raises(NotPublished, match=r"не адрес диспетчера.*tcp://10\.0\.0\.5:8786"):
        far_pages.look_at(address)


def test_nothing_goes_over_the_open_net_unencrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotPublished, match="без шифрования"):
        far_pages.look_at("tcp://8.8.8.8:8786")
    monkeypatch.setattr(cluster, "_CONNECTING", 0.1)
    for allowed in ("tls://8.8.8.8:8786", f"tcp://localhost:{a_port()}"):
        with pytest.raises(NotPublished) as told:
            far_pages.look_at(allowed)
        assert "без шифрования" not in str(told.value)


def test_where_dask_is_not_installed_it_is_said_how(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NotPublished, match=r'pip install "metodoteka\[cluster\]"'):
        far_pages.look_at("tcp://127.0.0.1:8786")


def test_a_base_with_a_plugin_of_its_own_is_made_here(base: Path, prepared: site.Site, tmp_path: Path) -> None:
    root = shutil.copytree(base, tmp_path / "base")
    (root / "theme" / "main.html").write_text("{% extends 'base.html' %}")
    said: list[str] = []
    assert far_pages.elsewhere(root, prepared, "tcp://127.0.0.1:1", said.append) is None
    assert "только эта машина" in said[0]
