"""A generated base of any size, for trying the generator out: records of all kinds, made up and labelled as such.

The same numbers give the same bytes. ``plan`` says what there is and who belongs to whom; ``practices``,
``territories``, ``programmes``, ``communities`` and ``growth`` fill the kinds in from the material of the ``*_words``
rooms. A kind that none of them knows gets what its fields say (``from_fields``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from generator.documents import sources
from generator.records import KINDS, VOCABULARIES, Vocabulary, reading
from generator.records.formatter import render
from generator.sample import communities, from_fields, growth, practices, programmes, territories
from generator.sample.plan import Plan, its_id, plan

_KINDS: Mapping[str, Callable[[Plan, int], dict[str, Any]]] = {
    "practices": practices.practice,
    "replications": practices.replication,
    "reviews": practices.review,
    "regions": territories.region,
    "districts": territories.district,
    "programmes": programmes.programme,
    "indicators": programmes.indicator,
    "associations": communities.association,
    "centers": communities.center,
    "series": communities.series,
    "events": communities.event,
    "tracks": growth.track,
    "courses": growth.course,
    "diagnostics": growth.diagnostics,
    "documents": growth.document,
    "terms": growth.term,
}


def base(records: int, seed: int, vocabularies: Path) -> dict[str, str]:
    """A whole knowledge base, ready for every command: path from its root -> text.

    ``records`` is the number of practices (at least 1), ``vocabularies`` the folder of lists that it gets a copy of.
    Raises ValueError when a list is missing or wrong.
    """
    lists, texts = {}, {}
    for name in VOCABULARIES:
        path = f"data/vocabularies/{name}.yml"
        lists[name], texts[path] = _vocabulary(vocabularies / f"{name}.yml", path)
    return {"mkdocs.yml": _MKDOCS, "content/about.md": _ABOUT, **texts, **sample(records, seed, lists)}


def sample(records: int, seed: int, vocabularies: Mapping[str, Vocabulary]) -> dict[str, str]:
    """Only the records: path from the root of a base -> text. Raises ValueError for less than one practice."""
    if records < 1:
        raise ValueError("нужна хотя бы одна практика")
    its_plan = plan(records, seed, vocabularies)
    found = {
        f"data/{kind}/{its_id(kind, n)}.yml": render(kind, write(its_plan, n))
        for kind, write in _KINDS.items()
        for n in range(its_plan.counts[kind])
    }
    # These have names of their own: an organisation its word, values their territory and year.
    found |= {
        f"data/organizations/{name}.yml": render("organizations", fields)
        for name, fields in territories.organizations(its_plan)
    }
    for n in range(its_plan.counts["values"]):
        name, fields = programmes.values(its_plan, n)
        found[f"data/values/{name}.yml"] = render("values", fields)
    return found | {
        f"data/{kind}/{its_id(kind, n)}.yml": render(kind, from_fields.record(its_plan, kind, n))
        for kind in KINDS
        if kind not in its_plan.counts
        for n in range(from_fields.COUNT)
    }


def _vocabulary(file: Path, path: str) -> tuple[Vocabulary, str]:
    """A list and the text of its file, which ``path`` names in the new base."""
    source, problems = sources.read(file, path)
    found, more = reading.validate(Vocabulary, source) if source else (None, [])
    if found is None:
        raise ValueError(f"{file}: {[*problems, *more][0].message}")
    return found, "\n".join(source.lines)


_ABOUT = """\
---
title: Об этом образце
summary: Выдуманная база, на которой пробуют, как генератор работает с большим числом записей.
---

Всё в этой базе придумано программой: районов, школ и мероприятий с такими названиями нет, числа ни о ком не говорят.
Записи помечены словом «Образец».

База создана командой `metodoteka sample`. Одинаковые число записей и зерно дают одинаковую базу.
"""

_MKDOCS = """\
site_name: Методотека — образец
site_description: Выдуманная база знаний для проб
docs_dir: content
site_dir: site

plugins:
  - metodoteka

theme:
  name: material
  language: ru
  font: false
  logo: assets/images/metodoteka.svg
  favicon: assets/images/favicon.svg
  features:
    - navigation.tabs
    - navigation.top
    - toc.follow
  palette:
    - media: "(prefers-color-scheme)"
      toggle:
        icon: metodoteka/auto
        name: "Оформление как в системе. Включить светлое"
    - media: "(prefers-color-scheme: light)"
      scheme: default
      toggle:
        icon: metodoteka/light
        name: "Светлое оформление. Включить тёмное"
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      toggle:
        icon: metodoteka/dark
        name: "Тёмное оформление. Включить как в системе"

extra:
  scope: /
  generator: false

nav:
  - Главная: index.md
  - Практики:
      - Все практики: practices/index.md
      - Применения: replications/index.md
      - Отзывы экспертов: reviews/index.md
  - Территории:
      - Регионы: regions/index.md
      - Районы и округа: districts/index.md
  - Программы: programmes/index.md
  - Показатели: indicators/index.md
  - Сообщества:
      - Профессиональные сообщества: associations/index.md
      - Ресурсные центры: centers/index.md
      - Организации: organizations/index.md
  - События:
      - Календарь: events/index.md
      - Циклы событий: series/index.md
  - Развитие:
      - Треки: tracks/index.md
      - Программы повышения квалификации: courses/index.md
      - Самодиагностика: diagnostics/index.md
  - Справочник:
      - Документы: documents/index.md
      - Словарь: terms/index.md
  - Об образце: about.md

markdown_extensions:
  - attr_list
  - tables
  - toc:
      permalink: "#"
      permalink_title: Ссылка на этот раздел
      toc_depth: 3
"""
