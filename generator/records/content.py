"""Hand-written pages of ``content/``: Markdown with a short, closed list of front-matter fields."""

import posixpath
from typing import Annotated
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator

from generator import text
from generator.records.choices import Noun
from generator.records.common import Model, field, many, maybe
from generator.records.scalars import Integer, Lang, Plain, RichText, Summary, wrong
from generator.records.times import Day


def _page_text(value: str) -> str:
    if len(value) > text.MAX_PAGE_CHARS:
        raise wrong(
            f"слишком длинная страница: {len(value)} знаков при пределе {text.MAX_PAGE_CHARS}", "разделите её на две"
        )
    return value


class ContentPage(Model):
    """A guide or a page about the base. ``id`` is the last part of its address, ``path`` its file."""

    id: str
    path: str
    title: Plain = field("Заголовок", example="Учителю: как найти практику")
    summary: Summary = field(
        "Коротко", "Одно предложение: о чём страница", example="Как за минуту найти практику под свой класс."
    )
    order: Integer | None = maybe("Порядок в списке", example=10)
    updated: Day | None = maybe("Обновлено", example="2026-11-22")
    lang: Lang | None = maybe("Язык страницы", "Код языка, если страница не на русском", example="tt")
    sources: tuple[Plain, ...] = many("Источники", "Каждый — одной строкой", noun=Noun("источник", "источники", "m"))
    body: Annotated[str, AfterValidator(_page_text), RichText()] = field("Текст страницы", "Markdown под полями")

    @property
    def address(self) -> str:
        """The page's place on the site: the path below ``content`` without ``.md`` (``guides/iom``)."""
        return self.path.removeprefix("content/").removesuffix(".md")

    @property
    def folder(self) -> str:
        """Its folder below ``content``; empty for that itself."""
        return posixpath.dirname(self.address)

    def file_at(self, href: str) -> str:
        """The path below ``content`` of the file that a relative address in its text names."""
        return posixpath.normpath(posixpath.join(self.folder, unquote(urlsplit(href).path)))
