"""What a practice says in its files of Word.

Two files: the teacher's one has everything, answers on the last pages; the sheets alone have no answers in them, so
they can be printed whole or sent to pupils and nothing has to be cut out first. Neither names a person: a copy that
lies on other people's computers cannot follow a consent that ends. For the same reason pictures of people stay on the
site, and the file says in words what they show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed import pictures
from generator.exports.word import package
from generator.exports.word.body import WordBody, text_run
from generator.exports.word.package import PageSection
from generator.files.media import measures
from generator.pages import File, environment, reuse, sheets
from generator.pages.digests import Digests
from generator.pages.environment import address_of
from generator.pages.views.practices import glance, step_groups
from generator.pages.views.proven import CAUTIONS, cautions
from generator.records.common import LICENSED
from generator.records.fields import label_of
from generator.records.pictures import ADULTS, Picture, path_of
from generator.records.practices import Handout, Practice
from generator.settings import Settings

Render = Callable[[str], str]
Read = Callable[[str], bytes]
Facts = Sequence[tuple[str, str]]


class PracticeFiles(Mapping[str, int]):
    """``practices/<id>/<id>.docx`` of every own practice that is shown, ``<id>-razdat.docx`` where it has sheets: the
    size in bytes by path, and the files themselves. ``read`` gives the bytes of a picture by its path below
    ``content``; without it pictures are told in words. ``memory`` is what was made last time, ``kept`` what of it lies
    in the last site."""

    def __init__(
        self,
        catalog: Catalog,
        settings: Settings,
        read: Read | None = None,
        memory: reuse.PageCache | None = None,
        kept: reuse.KeptFiles | None = None,
    ) -> None:
        self._catalog, self._settings, self._read = catalog, settings, read
        self._memory, self._kept = memory, kept
        remembering = memory or kept
        self._questions = reuse.TemplateQuestions(catalog, remembering.digests if remembering else Digests())
        self._outward = environment.outward(catalog, settings, self._questions.noted)
        self._common = environment.common_digest(catalog, settings, self._questions.digests) if remembering else ""
        # Those of a joined base are taken away there.
        shown = [it for it in catalog.all_shown("practices") if isinstance(it, Practice) and catalog.is_own(it)]
        self._own = sorted(shown, key=lambda it: f"{it.key}/")
        self._practices = {path: it for it in self._own for path in sheets.word_paths(it)[: 2 if it.handouts else 1]}
        self._sizes: dict[str, int] = {}

    def files(self) -> Iterator[File]:
        """All of them, sorted by path."""
        for practice in self._own:
            yield from sorted(self._made(practice), key=lambda it: it.path)

    def __getitem__(self, path: str) -> int:
        if path not in self._sizes:
            self._sizes |= {file.path: file.size for file in self._made(self._practices[path])}
        return self._sizes[path]

    def __contains__(self, path: object) -> bool:
        return path in self._practices  # to answer that no file has to be made

    def __iter__(self) -> Iterator[str]:
        return iter(self._practices)

    def __len__(self) -> int:
        return len(self._practices)

    def _made(self, practice: Any) -> tuple[File, ...]:
        shown_pictures, facts = pictures.shown(self._catalog, practice), tuple(_facts(self._catalog, practice))
        pictured = _Shown(shown_pictures, practice, self._read)

        def make() -> tuple[File, ...]:
            return tuple(_of(self._settings, practice, facts, self._outward, pictured))

        if self._memory is None and self._kept is None:
            return make()
        data = [(it, self._read(path_of(practice, it)) if self._read else b"") for it in shown_pictures]
        shown = practice, data, facts
        if self._memory:
            return self._memory.recall((self._common, "word", practice.key), shown, self._questions, make)
        assert self._kept
        found = self._kept.recall(
            f"word {practice.key}",
            (self._common, shown),
            self._questions,
            lambda: {one.path: one.data for one in make()},
        )
        return tuple(File(path, data) for path, data in found.items())


def _of(
    settings: Settings, practice: Any, facts: Facts, outward: Callable[[str], Render], shown: _Shown
) -> Iterator[File]:
    link = outward(f"{practice.key}.md")

    def render(markdown: str) -> str:
        return text.render(markdown, link)

    whole, alone = sheets.word_paths(practice)
    yield File(whole, _whole(settings, practice, facts, render, shown))
    if practice.handouts:
        yield File(alone, _alone(settings, practice, render))


@dataclass(frozen=True)
class _Shown:
    """The pictures of a practice that the site shows, and how their bytes are got."""

    pictures: Sequence[Picture]
    practice: Practice
    read: Read | None

    def put(self, body: WordBody, step: int | None) -> None:
        """The pictures of a step, or of the idea."""
        for picture in self.pictures:
            if picture.step != step:
                continue
            data = self.read(path_of(self.practice, picture)) if self.read and picture.people != ADULTS else b""
            words = ". ".join(filter(None, [picture.title, picture.alt]))
            if (size := measures.size(data)) is None:
                body.add(f"Картинка на странице практики: {words}", "Small")
                continue
            body.picture(picture.file or "", data, size, picture.alt or "")
            if picture.title or picture.rights == LICENSED:
                whose = f"Источник: {picture.source}, {picture.license}" if picture.rights == LICENSED else ""
                body.add(" ".join(filter(None, [picture.title, whose])), "Small")


def _whole(settings: Settings, practice: Practice, facts: Facts, render: Render, shown: _Shown) -> bytes:
    body = WordBody()
    foot = _foot(settings, practice)
    _card(body, settings, practice, facts, render)
    shown.put(body, None)
    _steps(body, practice, render, shown)
    _end(body, settings, practice, render)
    sections = [PageSection(_taken(body), "", foot, numbered=True), *_sheets(body, settings, practice, render)]
    if any(sheet.answers for sheet in practice.handouts):
        body.add("Ответы и подсказки", "Heading1")
        for sheet in practice.handouts:
            if sheet.answers:
                body.add(sheet.title, "Heading2")
                body.rich(render(sheet.answers), 3)
        sections.append(PageSection(_taken(body), "Учителю: ученикам не раздавать", foot))
    return package.document(body, sections, practice.title, practice.updated)


def _alone(settings: Settings, practice: Practice, render: Render) -> bytes:
    body = WordBody()
    sections = list(_sheets(body, settings, practice, render))
    return package.document(body, sections, f"{practice.title}: листы", practice.updated)


def _card(body: WordBody, settings: Settings, practice: Practice, facts: Facts, render: Render) -> None:
    body.add(" · ".join([settings.site_name, "практика", *_marks(practice)]), "Small")
    body.add(practice.title, "Title")
    if practice.summary:
        body.add(practice.summary, "Subtitle")
    rows = [(text_run(name, ("strong",)), text_run(raw)) for name, raw in facts if raw]
    body.table(rows, header=False)
    if practice.idea:
        body.add("В чём идея", "Heading1")
        body.rich(render(practice.idea), 2)
    _drawings(body, practice, None)


def _drawings(body: WordBody, practice: Practice, step: int | None) -> None:
    """What the drawings of a step, or of the idea, show: in words, the drawings themselves are on the page."""
    for drawing in practice.drawings:
        if drawing.step == step:
            body.add(f"Рисунок на странице практики: {drawing.title}. {drawing.alt}", "Small")


def _facts(catalog: Catalog, practice: Practice) -> Iterator[tuple[str, str]]:
    facts, conditions = glance(catalog, practice), practice.conditions
    levels = ", ".join(catalog.label("levels", one) for one in practice.levels) or "любой"
    size = f"; учеников {facts['class_size']}" if facts["class_size"] else ""
    yield "Время", facts["carry"] + (f" ({facts['steps_said']}: {facts['by_steps']})" if facts["by_steps"] else "")
    yield "Подготовка", facts["prepare"]
    yield "Класс", levels + size
    yield "Предметы", ", ".join(catalog.label("subjects", one) for one in practice.subjects) or "любой предмет"
    yield "Оборудование", ", ".join(facts["equipment"])
    yield "Интернет", (label_of(conditions, "internet") or "") if conditions else ""
    yield "Материалы к шагам", ", ".join(facts["materials"])
    level = catalog.label("evidence-levels", catalog.evidence[practice.id].level)
    yield "Насколько доказано", "; ".join((level, *(CAUTIONS[key][0] for key in cautions(catalog, practice))))
    yield "Листы в этом файле", "; ".join(f"«{one.title}» — {label_of(one, 'copies')}" for one in practice.handouts)


def _steps(body: WordBody, practice: Practice, render: Render, shown: _Shown) -> None:
    if practice.steps:
        body.add("Шаги", "Heading1")
    for _, heading, minutes, steps in step_groups(practice):
        if heading:
            body.add(f"{heading} — {minutes}" if minutes else heading, "Heading2")
        for number, step in steps:
            time = f" — {text.plural(step.minutes, 'минута', 'минуты', 'минут')}" if step.minutes else ""
            body.add(f"{number}. {step.title}{time}", "Heading3")
            if step.materials:
                body.add(f"Понадобится: {', '.join(step.materials)}", "Small")
            if step.text:
                body.rich(render(step.text), 4)
            _drawings(body, practice, number)
            shown.put(body, number)


def _end(body: WordBody, settings: Settings, practice: Practice, render: Render) -> None:
    if practice.results:
        body.add("Что получается", "Heading1")
        body.rich(render(practice.results), 2)
    body.add("Где сказано больше", "Heading1")
    body.add("Почему это работает, источники, кто применил — на странице практики:")
    address = address_of(settings, practice)
    body.link(address, address if settings.site_url else "")
    day = f"Версия от {text.date(practice.updated)} " if practice.updated else ""
    body.add(f"{day}Лицензия: {practice.license}. Файл можно менять под свой класс; укажите, откуда он.", "Small")


def _sheets(body: WordBody, settings: Settings, practice: Practice, render: Render) -> Iterator[PageSection]:
    """Each sheet on pages of its own: who needs it is said above, where it comes from below."""
    for sheet in practice.handouts:
        body.add(sheet.title, "Heading1")
        body.rich(render(sheet.text), 2)
        yield PageSection(_taken(body), _copies(practice, sheet), _foot(settings, practice))


def _copies(practice: Practice, sheet: Handout) -> str:
    return " · ".join([f"Сколько нужно: {label_of(sheet, 'copies')}", *_marks(practice)])


def _foot(settings: Settings, practice: Practice) -> str:
    return f"{practice.title} · {address_of(settings, practice)} · {practice.license}"


def _marks(practice: Practice) -> Sequence[str]:
    """What nobody may overlook in a copy: that it is invented, that it is not published."""
    marks = ["демонстрационная, выдумана"] if practice.demo else []
    return marks + ([label_of(practice, "status") or ""] if practice.status != "published" else [])


def _taken(body: WordBody) -> tuple[str, ...]:
    blocks = tuple(body.blocks)
    body.blocks.clear()
    return blocks
