"""Pages made by processes that were not forked from this one, on this machine or another; no disk is shared.

What all of them need goes there once: the catalogue as it was linked here, what else pages are made of, the settings
and the theme of the base, the names of all files of the site (what a page may lead to) and the heads of its pictures.
It is packed plain data of our own classes, so both sides must be the same program. From it a process makes the same
:class:`~generator.publish.shares.PageBuilder` that this one has, and keeps it for the next share. A share is a list of
pages and comes back as their bytes, which are written here.

The functions of the first part run here, those of the second there.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import pickle
import platform
import socket
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from mkdocs import utils

from generator import __version__, files
from generator import site as contents
from generator.files.packed import PACKAGES, digest
from generator.pages import LazyPage
from generator.pages.form import Blank
from generator.publish import NotPublished, cluster, configured, workers
from generator.publish.faults import in_lines
from generator.publish.finished import LazyTexts
from generator.publish.last_build import LastBuild
from generator.publish.shares import BuiltShare, PageBuilder, can_be_shared, prepared_build
from generator.publish.unchanged import named_variables
from generator.settings import languages
from generator.settings.overrides import TEMPLATES

if TYPE_CHECKING:
    from generator.catalog import Catalog
    from generator.publish.shares import Elsewhere

_HEAD = 1 << 16
"""Bytes of a picture in which its size stands."""
_SETTINGS = "mkdocs.yml"


class Parcel(NamedTuple):
    """Everything that a :class:`PageBuilder` is made of; ``files`` are those of a folder that stands for the base,
    ``names`` what lies beside the pages: made files, files of ``content/``, its pictures."""

    surroundings: Mapping[str, str | None]
    files: Mapping[str, bytes]
    catalog: Catalog
    made_of: contents.MadeOf
    names: tuple[Sequence[str], Sequence[str], Sequence[str]]
    is_kept: bool


# --- here -------------------------------------------------------------------------------------------------------------


def look_at(address: str) -> str:
    """The cluster at ``address`` in a sentence. Raises :class:`NotPublished` when it is none that could make the pages
    that this program makes: then nothing has been done yet."""
    with cluster.joined_cluster(address) as there:
        _refuse_others(there.asked(program_versions))
        return f"Кластер {address}: машин — {len(there.machines)}, процессов — {len(there.processes)}."


def elsewhere(root: Path, site: contents.Site, address: str, say: Callable[[str], None]) -> Elsewhere | None:
    """How the pages of the prepared ``site`` are made by the cluster at ``address``; None where only this machine can,
    which is said."""
    if can_be_shared(configured.read_config(root)) and site.made_of:
        return partial(_made_there, root, site.catalog, site.made_of, address, say)
    say("У базы свой плагин, хук или шаблон оформления: её страницы делает только эта машина, кластер не нужен.")
    return None


def _made_there(
    root: Path,
    catalog: Catalog,
    made_of: contents.MadeOf,
    address: str,
    say: Callable[[str], None],
    builder: PageBuilder,
    parts: Sequence[Sequence[int]],
) -> Iterator[BuiltShare]:
    packed = packed_parcel(root, catalog, made_of, builder)
    say(f"Каждому процессу кластера уходит {max(1, len(packed) >> 10)} КБ.")
    with cluster.joined_cluster(address) as there:
        common = there.given((program_versions(), packed), packed)

        def begin(part: Sequence[int]) -> Callable[[], BuiltShare]:
            taken = {number: made for number in part if (made := builder.reused_page(number))}
            left = [number for number in part if number not in taken]
            paths = [builder.documents[number].src_uri for number in left]
            wait = there.hand_out(make_there, common, paths) if left else None

            def finish() -> BuiltShare:
                made, data = pickle.loads(zlib.decompress(wait())) if wait else (BuiltShare([], [], ""), [])
                for number, page in zip(left, data, strict=False):
                    utils.write_file(page, builder.documents[number].abs_dest_path)
                here = taken | dict(zip(left, made.pages, strict=False))
                return made if made.fault else made._replace(pages=[here[number] for number in part])

            return finish

        yield from workers.in_their_order(begin, parts, there.ahead)
        there.asked(forget)


def packed_parcel(root: Path, catalog: Catalog, made_of: contents.MadeOf, builder: PageBuilder) -> bytes:
    """What goes to every process, for a site whose pages ``builder`` would make here."""
    config, plugin = builder.config, configured.plugin_of(builder.config)
    docs = _inside(root, Path(config.docs_dir))
    own = [Path(one) for one in (config.theme.custom_dir, root / TEMPLATES, root / languages.OWN_FOLDER) if one]
    lying = {_SETTINGS: (root / _SETTINGS).read_bytes(), f"{docs}/.base": b""}
    for folder in filter(Path.is_dir, own):
        lying |= {f"{_inside(root, folder)}/{name}": data for name, data in files.tree(folder).items()}
    lying |= {f"{docs}/{name}": _head(path) for name, path in plugin.pictures.items()}
    day = dt.datetime.combine(made_of.settings.build_date, dt.time(), dt.UTC)
    its = made_of._replace(
        blanks=tuple(Blank(one.form, one.title, one.format, bytes(len(one.data))) for one in made_of.blanks),
    )
    parcel = Parcel(
        named_variables(lying[_SETTINGS].decode("utf-8", "replace"))
        | {"SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH") or str(int(day.timestamp()))},
        lying,
        catalog,
        its,
        (list(plugin.others), list(plugin.assets), list(plugin.pictures)),
        builder.last.is_kept,
    )
    return zlib.compress(pickle.dumps(parcel, pickle.HIGHEST_PROTOCOL))


def _inside(root: Path, folder: Path) -> str:
    path = Path(os.path.relpath(folder, root)).as_posix()
    if path.startswith("../") or Path(path).is_absolute():
        raise NotPublished(
            f"Папка {folder} лежит вне базы: другим машинам её не передать. Перенесите её в базу или соберите без "
            "ключа --scheduler."
        )
    return path


def _head(path: Path) -> bytes:
    if path.suffix not in (".png", ".jpg", ".jpeg"):
        return b""
    with path.open("rb") as stream:
        return stream.read(_HEAD)


def _refuse_others(answers: Mapping[str, Any]) -> None:
    """Raise :class:`NotPublished` with every machine that would make other pages, and what is different there."""
    differences = set()
    for process, answer in answers.items():
        machine = urlsplit(process).hostname or process
        if not isinstance(answer, dict):
            differences.add(f"{machine}: на ней нет этой версии Методотеки ({type(answer).__name__}: {answer})")
        else:
            differences |= {f"{machine}: {difference}" for difference in _differences(program_versions(), answer)}
    if differences:
        raise NotPublished(in_lines(_OTHER_PROGRAM, sorted(differences)))


_OTHER_PROGRAM = (
    "Машины кластера сделали бы другие страницы. Поставьте на них тот же Python и ту же Методотеку, потом остальное "
    "(здесь: pip freeze --exclude metodoteka > tochno.txt, там: pip install -r tochno.txt) и перезапустите dask worker:"
)


def _differences(here: Mapping[str, str], there: Mapping[str, str]) -> list[str]:
    names = [name for name in here if here[name] != there.get(name)]
    return [f"{name} — {there.get(name, 'нет')}, а здесь {here[name]}" for name in names]


# --- there ------------------------------------------------------------------------------------------------------------


@cache
def program_versions() -> dict[str, str]:
    """What makes pages here, by name: where all of it is the same, so are the pages."""
    code = Path(__file__).parent.parent
    trees = [code, files.theme_dir(), files.templates_dir(), files.locale_dir()]
    marks = (
        part
        for tree in trees
        for path in sorted(tree.rglob("*"))
        if path.is_file()
        and not {"__pycache__", "_shipped"} & set(path.relative_to(tree).parts)
        and path.suffix != ".md"
        for part in (path.relative_to(tree).as_posix(), path.read_bytes())
    )
    versions = {name: metadata.version(name) for name in (*PACKAGES, "dask", "distributed")}
    return {"Методотека": f"{__version__} ({digest(*marks)[:8]})", "Python": platform.python_version(), **versions}


class _Opened(NamedTuple):
    """A parcel as a process uses it; ``put`` are the bytes of the pages of the share that is being made."""

    name: str
    surroundings: Mapping[str, str | None]
    builder: PageBuilder
    numbers: Mapping[str, int]
    put: list[bytes]
    folder: contextlib.ExitStack


_at_work = threading.Lock()
"""The engine makes one page at a time, however many threads the process has."""
_opened: list[_Opened] = []
"""The parcel that was opened last, if there was one."""


def make_there(common: tuple[Mapping[str, str], bytes], paths: Sequence[str]) -> bytes:
    """The pages whose Markdown is at these paths: packed, :class:`BuiltShare` and the bytes of each. Raises
    :class:`NotPublished` where this is another program or something fails, and nothing else: Dask cannot carry every
    fault over and would wait for one that is lost."""
    program, packed = common
    if others := _differences(program, program_versions()):
        raise NotPublished(in_lines(_OTHER_PROGRAM, [f"{socket.gethostname()}: {one}" for one in others]))
    try:
        with _at_work:
            return _made_of_parcel(packed, paths)
    except Exception as fault:
        reason = files.describe_os_error(fault) if isinstance(fault, OSError) else f"{type(fault).__name__}: {fault}"
        raise NotPublished(f"Машина кластера {socket.gethostname()} не сделала страницы. {reason}") from None


def _made_of_parcel(packed: bytes, paths: Sequence[str]) -> bytes:
    its = _opened_parcel(packed)
    its.put.clear()
    with _surrounded(its.surroundings):
        made = its.builder.pages([its.numbers[path] for path in paths])
    return zlib.compress(pickle.dumps((made, its.put), pickle.HIGHEST_PROTOCOL), 1)


def forget() -> None:
    """Let go of the parcel that lies here: its build is done."""
    if _at_work.acquire(blocking=False):
        try:
            _closed()
        finally:
            _at_work.release()


def _closed() -> None:
    while _opened:
        _opened.pop().folder.close()


def _opened_parcel(packed: bytes) -> _Opened:
    name = digest(packed)
    if not (_opened and _opened[0].name == name):
        _closed()
        parcel: Parcel = pickle.loads(zlib.decompress(packed))
        with contextlib.ExitStack() as folder, _surrounded(parcel.surroundings):
            root = folder.enter_context(files.scratch(parcel.files))
            put: list[bytes] = []
            builder = _builder(root, parcel, lambda data, _: put.append(data))
            numbers = {file.src_uri: number for number, file in enumerate(builder.documents)}
            _opened.append(_Opened(name, parcel.surroundings, builder, numbers, put, folder.pop_all()))
    return _opened[0]


def _builder(root: Path, parcel: Parcel, put: Callable[[bytes, str], None]) -> PageBuilder:
    config = configured.read_config(root, site_dir=str(root / "site"))
    own = configured.settings_of(config)
    settings = replace(parcel.made_of.settings, templates=own.templates, catalogues=own.catalogues)
    its = parcel.made_of
    pages = contents.build_pages(parcel.catalog, settings, its.blanks, its.sizes, lazy_texts=True)
    docs = Path(config.docs_dir)
    others, assets, pictures = parcel.names
    plugin = configured.plugin_of(config)
    plugin.handed_over = contents.Site(pages, (), (), parcel.catalog)
    plugin.gathered_elsewhere = (
        LazyTexts(page for page in pages if isinstance(page, LazyPage)),
        dict.fromkeys(others, b""),
        {name: docs / name for name in assets},
        {name: docs / name for name in pictures},
    )
    # What the last build left is looked for where the site is made; whether the next one may ask, must be known here.
    last = LastBuild(root, root / "pages" if parcel.is_kept else None, "", clean=True)
    return PageBuilder(*prepared_build(config), last, put)


@contextlib.contextmanager
def _surrounded(variables: Mapping[str, str | None]) -> Iterator[None]:
    """The environment of the machine that the site is made on, as far as pages depend on it."""
    before = {name: os.environ.get(name) for name in variables}
    _set(variables)
    try:
        yield
    finally:
        _set(before)


def _set(variables: Mapping[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
