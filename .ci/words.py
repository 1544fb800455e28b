"""Write theme/locale/metodoteka.pot, the list of everything that a translator of the site's frame translates, and bring
the catalogues beside it up to date. With ``--check`` nothing is written: it says how much of each is translated.

Messages are found where they stand: in the templates and scripts of readers, in the Python that says something on pages
(all of its Russian strings), in the labels of the models, in the product's vocabularies and its mkdocs.yml.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

import yaml
from babel.messages import pofile
from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from generator.pages.labels import GRADE  # noqa: E402
from generator.pages.translating import RUSSIAN_TEMPLATES  # noqa: E402
from generator.publish.script_language import translatable_scripts  # noqa: E402
from generator.records import KINDS  # noqa: E402
from generator.records.fields import fields  # noqa: E402
from generator.records.reading import load_vocabularies  # noqa: E402
from generator.settings.languages import TEMPLATE_FILE  # noqa: E402
from generator.settings.languages.messages import needs_translation  # noqa: E402
from generator.settings.languages.scripts import script_messages  # noqa: E402
from generator.settings.languages.templates import template_messages  # noqa: E402

LOCALE = ROOT / "theme" / "locale"
#: rooms and modules whose Russian strings are said on pages of the frame
SAYING = (
    "pages/__init__ pages/by_term pages/catalogue pages/charts pages/coverage pages/drawings pages/facets "
    "pages/glossary pages/home pages/labels pages/listings pages/news pages/offline pages/open_data "
    "pages/redirects pages/route pages/sheets pages/views publish/offline catalog/computed/evidence "
    "catalog/computed/indicators catalog/computed/maturity catalog/computed/outcomes "
    "catalog/computed/independence catalog/computed/ties catalog/computed/counting catalog/computed/readings"
).split()
#: in these modules only what is given to ``tr``: the rest is words of Russian questions, or of machines
SAYING_SOME = ("pages/linked_data", "pages/search")
#: lists of terms that pages show; the others are words of search
VOCABULARIES = (
    "areas association-kinds audiences costs document-kinds education-kinds equipment event-kinds evidence-levels forms"
    " levels management-levels maturity organization-kinds roadmap-states subjects territory-kinds"
).split()
_FOR_MACHINES = re.compile(r"\[[аА]-|SELECT|^\W*г\.$")
"""Patterns, commands, and an ending that is cut off."""
_COUNTING = ("plural", "noun", "word_forms")

#: what stands in the file of Word of a route, which is Russian
_RUSSIAN_PAPER = ("ROUTE_COLUMNS", "AIM_COLUMNS", "ROUTE_HEADINGS", "CHECK_COLUMNS", "END_COLUMNS")

Found = Iterator[tuple[str | tuple[str, str], str]]
"""A message, or the Russian forms for one and for many; and where it stands."""


def found() -> Found:
    """Every message with its place, in the order of the places."""
    for path in sorted((ROOT / "theme" / "pages").rglob("*.j2")):
        if path.name not in RUSSIAN_TEMPLATES:
            yield from _of(template_messages(path.read_text("utf-8")), path.relative_to(ROOT))
    for path in sorted((ROOT / "theme" / "mkdocs").rglob("*.html")):
        if "admin" not in path.parts:
            yield from _of(template_messages(path.read_text("utf-8")), path.relative_to(ROOT))
    for name, source in translatable_scripts([ROOT / "theme" / "mkdocs"]):
        yield from _of(script_messages(source), Path("theme/mkdocs") / name)
    for path in _modules(SAYING):
        yield from _in_python(path, all_strings=True)
    for path in _modules(SAYING_SOME):
        yield from _in_python(path, all_strings=False)
    yield from _in_models()
    yield from _in_vocabularies()
    yield from _in_settings()
    yield from _in_material()


def template() -> Catalog:
    """The list of messages, each once."""
    catalog = Catalog(project="metodoteka", header_comment=_HEAD, fuzzy=False)
    counted = {message[0]: message for message, _ in found() if isinstance(message, tuple)}
    for message, place in found():
        whole = message if isinstance(message, tuple) else counted.get(message, message)
        catalog.add(whole, locations=[(place, None)])  # type: ignore[list-item]
    return catalog


def written(catalog: Catalog) -> bytes:
    """The file of a catalogue, the same bytes for the same messages."""
    out = io.BytesIO()
    pofile.write_po(out, catalog, width=120, include_lineno=False, omit_header=False)
    return re.sub(rb'^"(?:POT-Creation|PO-Revision)-Date: .*\n', b"", out.getvalue(), flags=re.MULTILINE)


def missing(catalog: Catalog) -> list[str]:
    """The messages of a catalogue that have no finished translation."""
    left = []
    for message in catalog:
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and (message.fuzzy or not all(strings)):
            left.append(message.id if isinstance(message.id, str) else message.id[0])
    return left


def read(path: Path) -> Catalog:
    """The catalogue of a file."""
    with path.open("rb") as stream:
        return pofile.read_po(stream, locale=path.stem.replace("-", "_"))


def _of(said: tuple[list[str], list[tuple[str, str]]], path: Path) -> Found:
    messages, counted = said
    yield from ((message, path.as_posix()) for message in (*messages, *counted))


def _modules(names: Iterable[str]) -> Iterator[Path]:
    for name in names:
        path = ROOT / "generator" / name
        yield from sorted(path.glob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def _in_python(path: Path, *, all_strings: bool) -> Found:
    tree = ast.parse(path.read_text("utf-8"))
    place = path.relative_to(ROOT).as_posix()
    silent: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            silent.add(id(node.value))  # docstrings
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in _RUSSIAN_PAPER:
            silent |= {id(part) for part in ast.walk(node.value)}
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
            silent |= {id(part) for part in ast.walk(node)}  # letters to look for
        if isinstance(node, ast.JoinedStr):
            silent |= {id(part) for part in node.values}
        if isinstance(node, ast.Call) and _called(node) in _COUNTING and len(node.args) >= 3:
            forms = [one.value for one in node.args[-3:] if isinstance(one, ast.Constant)]
            if len(forms) == 3:
                yield (str(forms[0]), str(forms[2])), place
                silent |= {id(one) for one in node.args}
        if isinstance(node, ast.Tuple) and len(node.elts) == 3 and all(map(_is_word, node.elts)) and _alike(node):
            one, _, many = (part.value for part in node.elts)  # type: ignore[attr-defined]
            yield (one, many), place
            silent |= {id(part) for part in node.elts}
    said = tree if all_strings else ast.Module([ast.Expr(n) for n in ast.walk(tree) if _is_call_of_tr(n)], [])
    for node in ast.walk(said):
        words = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if needs_translation(words) and id(node) not in silent and not _FOR_MACHINES.search(words):
            yield words, place


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _is_call_of_tr(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _called(node) == "tr"


def _is_word(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and needs_translation(node.value)


def _alike(node: ast.Tuple) -> bool:
    """Whether three strings are the forms of one word: «час», «часа», «часов»."""
    one, few, many = (str(part.value) for part in node.elts)  # type: ignore[attr-defined]
    return one[0] == few[0] and (one[0] == many[0] or one == "год")


def _in_models() -> Found:
    for kind, model in KINDS.items():
        place = f"data/{kind}"
        yield (model.label[0], model.label[2]), place
        for words in (model.heading, model.lead):
            if words:
                yield words, place
        if model.called and needs_translation(model.called):
            yield model.called, place
        yield from _in_group(model, place, set())
        if model.offer:
            yield model.offer.button or model.offer.title, place


def _in_group(model: type, place: str, seen: set[type]) -> Found:
    if model in seen:
        return
    seen.add(model)
    for name, one in fields(model).items():
        yield from ((label, f"{place}.{name}") for label in one.labels.values() if needs_translation(label))
        if one.group:
            yield from _in_group(one.group, f"{place}.{name}", seen)


def _in_vocabularies() -> Found:
    grade = re.compile(re.escape(GRADE).replace(re.escape("{classes}"), r"\d+"))
    for name in VOCABULARIES:
        for term in load_vocabularies(ROOT)[0][name].terms:
            if not grade.fullmatch(term.label):
                yield term.label, f"data/vocabularies/{name}.yml"
            if term.description and name in ("evidence-levels", "areas"):
                yield term.description, f"data/vocabularies/{name}.yml"


def _in_settings() -> Found:
    class Loader(yaml.SafeLoader):
        """mkdocs.yml with its values from the environment as nothing."""

    Loader.add_constructor("!ENV", lambda *_: None)
    written_ones = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader)

    def names(nav: object) -> Iterator[str]:
        for one in nav if isinstance(nav, list) else ():
            for title, inner in one.items() if isinstance(one, dict) else ():
                yield title
                yield from names(inner)

    said = [*names(written_ones["nav"]), written_ones["site_description"], " ".join(written_ones["copyright"].split())]
    said += [palette["toggle"]["name"] for palette in written_ones["theme"]["palette"]]
    said += [one["toc"]["permalink_title"] for one in written_ones["markdown_extensions"] if isinstance(one, dict)]
    yield from ((words, "mkdocs.yml") for words in said)


def _in_material() -> Found:
    """What Material itself says on our pages, for languages that it does not know."""
    spec = find_spec("material")
    assert spec and spec.origin
    source = (Path(spec.origin).parent / "templates" / "partials" / "languages" / "ru.html").read_text("utf-8")
    said = dict(re.findall(r'"([\w.]+)": "([^"]+)"', source))
    yield from ((said[key], "mkdocs-material") for key in ("action.skip", "header", "top", "toc"))


_HEAD = """\
# Слова сайта, которые видит читатель: меню, кнопки, подписи, замечания скриптов. Переводят в Poedit.
# {имена} и <знаки> остаются как есть, их можно переставить. Обновляет список команда make locale."""


def main() -> int:
    """Write or look; the exit status is 1 when something is not translated."""
    listed = template()
    left = 0
    if "--check" not in sys.argv:
        (LOCALE / TEMPLATE_FILE).write_bytes(written(listed))
    for path in sorted(LOCALE.glob("*.po")):
        catalog = read(path)
        catalog.update(listed, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        if "--check" not in sys.argv:
            path.write_bytes(written(catalog))
        lacking = missing(catalog)
        left += len(lacking)
        print(f"{path.stem}: переведено {len(catalog) - len(lacking)} из {len(catalog)}")
        print("".join(f"  {one}\n" for one in lacking[:20]), end="")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
