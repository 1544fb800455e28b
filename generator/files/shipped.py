"""Where the files lie that come with the product: its theme, its templates, its vocabularies, its settings."""

from __future__ import annotations

from pathlib import Path

from generator.files.disk import FileFault

_HERE = Path(__file__).resolve().parent.parent
_SHIPPED = _HERE / "_shipped"


def theme_dir() -> Path:
    """The overrides, styles and icons for the site engine (``theme/mkdocs``)."""
    return _located("theme/mkdocs", "main.html")


def templates_dir() -> Path:
    """The templates of the Markdown pages (``theme/pages``)."""
    return _located("theme/pages")


def vocabularies_dir() -> Path:
    """The vocabularies that come with the product, for a knowledge base that has none of its own."""
    return _located("vocabularies", beside="data/vocabularies")


def site_settings() -> Path:
    """``mkdocs.yml`` of the product's own site: the settings that a new base begins with."""
    return _located("mkdocs.yml")


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
