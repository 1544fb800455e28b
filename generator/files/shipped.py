"""Where the files lie that come with the product: its theme, its templates, its vocabularies, its settings."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit

from generator.files.disk import FileFault

_HERE = Path(__file__).resolve().parent.parent
_SHIPPED = _HERE / "_shipped"


def theme_dir() -> Path:
    """The overrides, styles and icons for the site engine (``theme/mkdocs``)."""
    return _located("theme/mkdocs", "main.html")


def templates_dir() -> Path:
    """The templates of the Markdown pages (``theme/pages``)."""
    return _located("theme/pages")


def locale_dir() -> Path:
    """The catalogues of other languages than Russian, and the list of what is to be translated (``theme/locale``)."""
    return _located("theme/locale")


def guides_dir() -> Path:
    """The guides for the keeper of a base (of those in ``content/guides``)."""
    return _located("guides", "nastroika-saita.md", beside="content/guides")


def vocabularies_dir() -> Path:
    """The vocabularies that come with the product, for a knowledge base that has none of its own."""
    return _located("vocabularies", beside="data/vocabularies")


def site_settings() -> Path:
    """``mkdocs.yml`` of the product's own site: the settings that a new base begins with."""
    return _located("mkdocs.yml")


def installed_wheel(given: str = "") -> tuple[str, bytes] | None:
    """The wheel that a base can take along, so that what is installed here is installed elsewhere, as name and bytes:
    the file that was told, else the one that pip was given (PEP 610). None where neither is a wheel that is there."""
    path = Path(given)
    if not given:
        try:
            origin = json.loads(distribution("metodoteka").read_text("direct_url.json") or "{}")
        except (PackageNotFoundError, ValueError):
            return None
        from urllib.request import url2pathname  # loads everything of networks, and check asks for no wheel

        its = urlsplit(str(origin.get("url", "")))
        path = Path(url2pathname(its.path)) if its.scheme == "file" else path
    return (path.name, path.read_bytes()) if path.suffix == ".whl" and path.is_file() else None


def _located(name: str, witness: str = "", beside: str = "") -> Path:
    """``name`` inside the installed package (a wheel), else beside the package (a checkout, an editable install).

    The package comes first: beside an installed package lie the folders of strangers.
    """
    places = [_SHIPPED / name, _HERE.parent / (beside or name)]
    for place in places:
        if (place / witness if witness else place).exists():
            return place
    what, which = ("Не найден файл", "который") if "." in name else ("Не найдена папка", "которая")
    raise FileFault(
        f"{what} «{beside or name}», {which} поставляется вместе с Методотекой. Искали здесь:\n"
        + "\n".join(f"  {place}" for place in places)
        + "\nУстановите пакет заново (pip install --force-reinstall metodoteka) "
        "или запустите команду из полной копии проекта."
    )
