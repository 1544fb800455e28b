"""Rules about the pictures, drawings and documents that a record carries."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed.pictures import held_back
from generator.checks.place import error, warning
from generator.problems import WARNING, Problem, nearest
from generator.records.common import UNKNOWN_RIGHTS
from generator.records.drawings import drawing_faults
from generator.records.materials import material_faults, material_path, materials_of
from generator.records.pictures import (
    ADULTS,
    FOLDER,
    Picture,
    holds,
    path_of,
    picture_faults,
    unanswered,
)
from generator.records.practices import Practice


def pictures_have_rights(catalog: Catalog) -> Iterator[Problem]:
    """Whose a picture is and who can be seen on it is said and provable; a confirmed one has its file; the step at
    which it stands exists. One that waits for a reviewer, or whose consent has ended, is told (warning): it is not
    shown."""
    there = catalog.asset_names
    for record in catalog.own_of(Practice):
        for at, picture in enumerate(record.pictures):
            loc = ("pictures", at)
            wrong = list(picture_faults(picture))
            for name, message, hint in wrong:
                yield error(catalog, record, (*loc, name), "picture", message, hint)
            if lacking := missing_step(catalog, record, picture.step):
                yield error(
                    catalog, record, (*loc, "step"), "picture", lacking, "исправьте номер шага или уберите step"
                )
            if wrong or picture.rights == UNKNOWN_RIGHTS or picture.file is None:
                continue
            path = path_of(record, picture)
            if asked := unanswered(picture):
                message = f"картинка ждёт ответов: {'; '.join(asked.values())}"
                yield warning(catalog, record, (*loc, next(iter(asked))), "picture-waiting", message, _ask(asked))
            elif picture.confirmed is None or picture.confirmed > catalog.today:
                hint = "рецензент смотрит на картинку и ставит confirmed и confirmed_by; до этого её нет на сайте"
                yield warning(
                    catalog, record, (*loc, "confirmed"), "picture-waiting", "картинка ждёт подтверждения", hint
                )
            elif path not in there:
                hint = "положите его командой metodoteka picture или уберите картинку"
                yield error(catalog, record, (*loc, "file"), "picture", f"файла content/{path} нет", hint)
            else:
                yield from _ended(catalog, record, (*loc, "consents"), picture)


def materials_have_a_place(catalog: Catalog) -> Iterator[Problem]:
    """A material says where it is; whose the file is that a record carries itself is said and provable, and the file is
    there. One of which nobody has said whose it is waits (warning): it is not published."""
    there = catalog.asset_names
    for record in catalog.own_records:
        for loc, material in materials_of(record):
            wrong = list(material_faults(material))
            for name, message, hint in wrong:
                yield error(catalog, record, (*loc, name), "material", message, hint)
            if wrong or material.file is None:
                continue
            if material.rights is None:
                message, hint = "материал ждёт ответа: чей он", "ответьте в rights; до этого файла нет на сайте"
                yield warning(catalog, record, (*loc, "rights"), "material-waiting", message, hint)
            elif material_path(record, material) not in there:
                message = f"файла content/{material_path(record, material)} нет"
                hint = "положите его командой metodoteka attach или уберите file"
                yield error(catalog, record, (*loc, "file"), "material", message, hint)


def _ask(asked: Mapping[str, str]) -> str:
    if list(asked) == ["consents"]:
        return "впишите consents (номера хранит организация); до этого её нет на сайте"
    names = [name for name in asked if name != "consents"]
    return f"ответьте в {text.join(names)}: это скажет тот, кто прислал картинку; до этого её нет на сайте"


def _ended(catalog: Catalog, record: Practice, loc: tuple[str | int, ...], picture: Picture) -> Iterator[Problem]:
    if picture.people == ADULTS and not all(holds(it, catalog.today, catalog.site) for it in picture.consents):
        message = f"на {text.date(catalog.today)} согласие на снимок не действует: картинка не показывается"
        hint = "получите новое согласие для этого сайта или уберите картинку вместе с файлом"
        yield warning(catalog, record, loc, "picture-waiting", message, hint)


def pages_show_pictures_that_are_there(catalog: Catalog) -> Iterator[Problem]:
    """A picture of a hand-written page lies in the base and is published: the file of a record that waits for its
    reviewer is not. What lies in ``assets/`` comes with the theme."""
    pages = [page for page in catalog.content.values() if "![" in page.body]
    waiting = held_back(catalog) if pages else frozenset()
    for page in pages:
        for href, line, column in text.images(page.body):
            name = page.file_at(href)
            if name in waiting:
                message = f"картинки «{href}» на сайте нет: её ещё не подтвердил рецензент записи"
                hint = "уберите картинку со страницы или положите рядом с ней другую"
            elif name not in catalog.asset_names and not name.startswith("assets/"):
                message = f"картинки «{href}» нет"
                hint = _picture_meant(catalog, page.folder, name)
            else:
                continue
            yield error(catalog, page, ("body",), "dead-link", message, hint, line=line, column=column)


def _picture_meant(catalog: Catalog, folder: str, name: str) -> str:
    """A hint for a picture that is not there: the one of the same name in another folder, or the nearest in its own."""
    there = catalog.asset_names
    same = [one for one in catalog.assets if posixpath.basename(one) == posixpath.basename(name)]
    beside = [one for one in there if posixpath.dirname(one) == posixpath.dirname(name)]
    meant = same[0] if len(same) == 1 else nearest(name, beside)
    if meant:
        return f"возможно, имелось в виду «{posixpath.relpath(meant, folder or '.')}»"
    return f"положите файл content/{name} или исправьте адрес: он считается от папки страницы"


def files_belong_to_records(catalog: Catalog) -> Iterator[Problem]:
    """A file in ``content/files`` is named by a picture of its record; another one is told (warning), it is not
    published."""
    named = {
        path_of(record, it) for record in catalog.own_of(Practice) for it in record.pictures if it.file is not None
    }
    named |= {
        material_path(record, it)
        for record in catalog.own_records
        for _, it in materials_of(record)
        if it.file is not None
    }
    for name in catalog.assets:
        if name.startswith(f"{FOLDER}/") and name not in named:
            message = "ни одна запись не называет этот файл: на сайт он не попадёт"
            hint = "назовите его в поле pictures или attachments записи, имя которой носит папка, или уберите"
            yield Problem(f"content/{name}", 0, 0, "", "picture-stray", message, hint, WARNING)


# --- drawings ---------------------------------------------------------------------------------------------------------


def missing_step(catalog: Catalog, record: Practice, step: int | None) -> str | None:
    """What is wrong with the number of a step that a practice has not; where its steps are no list, nobody knows how
    many there are. None where nothing is wrong."""
    written = catalog.sources[record.key].data.get("steps", [])
    if step is None or step <= len(record.steps) or not isinstance(written, list):
        return None
    return f"шага {step} нет: шагов {len(record.steps)}"


def drawings_can_be_read(catalog: Catalog) -> Iterator[Problem]:
    """A drawing has what its type is drawn from, all of it fits on a phone, and the step that it stands at exists."""
    for record in catalog.own_of(Practice):
        for at, drawing in enumerate(record.drawings):
            for place, message, hint in drawing_faults(drawing):
                yield error(catalog, record, ("drawings", at, *place), "drawing", message, hint)
            if lacking := missing_step(catalog, record, drawing.step):
                hint = "напишите номер шага, как на странице, или уберите step"
                yield error(catalog, record, ("drawings", at, "step"), "drawing", lacking, hint)
