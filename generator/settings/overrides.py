"""Templates of a base that take the place of ours, one file for each: ``templates/home.md.j2`` of pages,
``theme/partials/footer.html`` of the frame. A base remembers of which state of ours each was made: when ours has
changed since, its keeper is told and looks what of it belongs into his own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path

from generator import files
from generator.documents import folders, sources
from generator.problems import WARNING, Problem, as_text, nearest
from generator.settings import configuration

TEMPLATES = "templates"
THEME = "theme"
#: what remembers which templates were taken: the digest of ours, the path of the base's
TAKEN_TEMPLATES = ".metodoteka-templates"
_HEAD = "# С каких шаблонов Методотеки сделаны свои. Строки пишет metodoteka override.\n"
_ENDINGS = (".j2", ".html")


def product_template(path: str) -> str | None:
    """The text of ours whose place a file of the base takes (``templates/home.md.j2``); None where we have none."""
    folder, _, name = path.partition("/")
    ours = {TEMPLATES: files.templates_dir(), THEME: files.theme_dir()}.get(folder)
    if ours is None or not name.endswith(_ENDINGS) or ".." in name or not folders.is_ordinary(ours / name):
        return None
    return sources.own_text(ours / name)


def own_template_path(name: str) -> str | None:
    """Where a base keeps a template of its own by the name of ours, whole or short: ``home.md.j2``,
    ``partials/footer.html``; None where we have none."""
    wanted = (name, f"{TEMPLATES}/{name}", f"{THEME}/{name}")
    return next((path for path in wanted if product_template(path) is not None), None)


def known_names() -> list[str]:
    """The names of all templates that a base may have of its own."""
    ours = (files.templates_dir(), files.theme_dir())
    return [one.name for folder in ours for one in folders.walk_folder(folder) if one.name.endswith(_ENDINGS)]


def stale(root: Path) -> Iterator[Problem]:
    """Templates of the base that were made of another state of ours, or nobody knows of which; names that we do not
    have and nobody reads."""
    taken = dict(_taken(root))
    for path in _own(root):
        ours = product_template(path)
        if ours is None:
            if meant := nearest(path.partition("/")[2], known_names()):
                message = f"шаблона «{path.partition('/')[2]}» у Методотеки нет: чужого места этот файл не займёт"
                yield _problem(path, message, f"возможно, имелось в виду {meant}: переименуйте файл")
        elif taken.get(path) != template_digest(ours):
            since = "изменился с тех пор, как вы взяли его за образец" if path in taken else "мог измениться с тех пор"
            name = path.partition("/")[2]
            hint = (
                f"сравните: metodoteka override {name} --diff; перенесите нужное и отметьте:"
                f" metodoteka override {name} --seen"
            )
            yield _problem(path, f"шаблон Методотеки, который этот файл заменяет, {since}", hint)


def page_templates(root: Path) -> list[str]:
    """The names of the templates of pages that the base has of its own."""
    return [path.removeprefix(f"{TEMPLATES}/") for path in _own(root) if path.startswith(f"{TEMPLATES}/")]


def frame_templates(root: Path) -> list[str]:
    """The paths of the templates of the frame that the base has of its own: ``theme/partials/footer.html``."""
    return [path for path in _own(root) if path.startswith(f"{THEME}/") and path.endswith(".html")]


def has_own_theme(root: Path) -> bool:
    """Return whether the settings name the folder of the theme, so that what lies in it is shown."""
    theme = (configuration.read_settings(root) or {}).get("theme")
    return isinstance(theme, dict) and str(theme.get("custom_dir") or "").strip("./") == THEME


def _own(root: Path) -> list[str]:
    found = (
        f"{folder}/{one.name}"
        for folder in (TEMPLATES, *([THEME] if has_own_theme(root) else []))
        if folders.is_own_folder(root / folder)
        for one in folders.walk_folder(root / folder)
    )
    return sorted(path for path in found if path.endswith(_ENDINGS))


def template_digest(text: str) -> str:
    """What is remembered of a template of ours."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def remembered_templates(root: Path, path: str) -> str:
    """The text of ``TAKEN_TEMPLATES`` with the present state of ours for one template."""
    now: Mapping[str, str] = {**dict(_taken(root)), path: template_digest(product_template(path) or "")}
    return _HEAD + "".join(f"{digest} {name}\n" for name, digest in sorted(now.items()))


def _taken(root: Path) -> Iterator[tuple[str, str]]:
    for _, row in sources.read_list(root / TAKEN_TEMPLATES):
        digest, _, path = row.partition(" ")
        yield path.strip(), digest


def written_template(root: Path, path: str) -> tuple[str | None, list[Problem]]:
    """The text of a template of the base, or why there is none: saved in another encoding, not to be read."""
    raw, unread = sources.read_raw(root / path, path)
    return (None, unread) if raw is None else sources.decode(raw, path)


def difference(root: Path, path: str) -> str:
    """How the base's template differs from ours of today. Raises ``files.FileFault`` where it is no text."""
    own, unread = written_template(root, path)
    if own is None:
        raise files.FileFault(as_text(unread).rstrip())
    ours = product_template(path) or ""
    rows = unified_diff(ours.splitlines(), own.splitlines(), "Методотека", path, lineterm="")
    return "\n".join(rows)


def _problem(path: str, message: str, hint: str) -> Problem:
    return Problem(path, 0, 0, "", "stale-template", message, hint, WARNING)
