"""A small real base for tests of pages, written into the test's own folder.

A test names only what it changes, so that it reads as an example of one fact and what the page says of it.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from support import PROJECT

from generator import site
from generator.pages import by_term, environment, views
from generator.problems import failed
from generator.settings import Settings

TODAY = dt.date(2026, 5, 28)

#: the smallest base in which every kind stands; tests change or add records by their address
BASE: dict[str, dict[str, Any]] = {
    "regions/krai": {"title": "Край", "type": "krai"},
    "districts/raion": {
        "title": "Район", "type": "municipal-district", "region": "krai",
        "vertical": [{"level": "regional", "subjects": [
            {"organization": "institut", "role": "учит методистов", "functions": ["Ведёт курсы"]},
            {"association": "umo", "role": "краевой совет"}]}],
        "leads": [{"organization": "institut", "what": "общее руководство"}],
    },
    "programmes/put": {
        "title": "Программа «Путь»", "short_title": "Путь", "territory": "regions/krai",
        "term": {"start": "2025-01", "end": "2027-12"}, "approved_by": "prikaz",
        "roadmap": {"reported_on": "2026-05-01", "measures": [
            {"number": 1, "title": "Провести конкурс", "when": "yearly 09", "responsible": [
                {"organization": "institut", "role": "ректор"}, {"organization": "institut", "role": "проректор"}]},
            {"number": 2, "title": "Курсы методистов", "when": "2026-03",
             "responsible": [{"organization": "institut"}],
             "progress": [{"state": "done", "proof": [{"record": "courses/kurs"}]}]},
            {"number": 3, "title": "Совет края", "when": "by-plan", "responsible": [{"association": "umo"}]}]},
    },
    "organizations/ministerstvo": {"title": "Министерство края", "type": "ministry", "level": "regional"},
    "organizations/institut": {
        "title": "Институт развития края", "short_title": "ИРК", "type": "institute", "level": "regional",
        "territory": "regions/krai", "parent": "ministerstvo", "functions": ["Учит учителей"],
        "site": "https://example.org/", "inn": "7707083893", "ogrn": "1027700132195",
        "contacts": {"phone": "+7 (863) 000-00-00", "email": "info@example.org", "address": "г. Город"},
    },
    "organizations/kafedra": {"title": "Кафедра", "type": "institute-unit", "level": "regional", "parent": "institut"},
    "organizations/shkola": {"title": "Школа", "type": "school", "level": "school", "territory": "districts/raion"},
    "associations/umo": {
        "title": "Совет края", "type": "regional-council", "level": "regional", "territory": "regions/krai",
        "organization": "institut", "members": ["shkola"], "functions": ["Думает"],
        "chair": {"role": "председатель совета", "organization": "institut"},
        "plan": [{"when": "yearly 09", "title": "Итоги конкурса", "measure": 1}],
    },
    "centers/tsentr": {
        "title": "Центр чтения", "organization": "shkola", "territory": "districts/raion", "programme": "put",
        "directions": ["Чтение"], "areas": ["methods"], "serves": ["districts/raion"],
        "curator": {"role": "куратор от института", "organization": "institut"},
        "status_history": [
            {"state": "applied", "date": "2024-04"},
            {"state": "granted", "date": "2024-06", "document": "prikaz", "event": "seminar"}],
        "cycle": [{"when": "yearly 09", "title": "Экспертиза работ", "measure": 1},
                  {"when": "always", "title": "Открытые уроки"},
                  {"when": "2025-02", "title": "Разработать положение", "measure": 2}],
        "plans": [{"period": "2025/26", "items": [{"when": "2026-05", "title": "Семинар чтения"}]}],
    },
    "series/konkurs": {
        "title": "Конкурс", "type": "contest", "when": "yearly 09", "organizer": "institut",
        "fulfils": [{"programme": "put", "measure": 1}],
    },
    "events/konkurs-2025": {
        "title": "Конкурс 2025 года", "type": "contest", "start": "2025-09", "series": "konkurs", "edition": 6,
        "contest": {"nominations": ["Урок"], "criteria": ["Ясность"], "experts": ["institut"],
                    "stages": [{"when": "2025-09", "title": "Приём работ", "measure": 1}],
                    "winners": [{"organization": "shkola", "nomination": "Урок", "place": "лауреат"}]},
    },
    "events/konkurs-2026": {"title": "Конкурс 2026 года", "type": "contest", "start": "2026-09", "series": "konkurs",
                            "edition": 7, "fulfils": [{"programme": "put", "measure": 1}]},
    "events/seminar": {
        "title": "Семинар", "type": "seminar", "start": "2026-06-10 15:00", "end": "2026-06-10 17:00",
        "organizer": "institut", "territory": "districts/raion", "mode": "onsite", "place": "актовый зал",
        "capacity": 40, "cost": "free",
        "registration": {"link": "https://example.org/zapis", "deadline": "2026-06-01"},
    },
    "tracks/trek": {
        "title": "Трек", "goal": "Научиться", "organizer": "institut",
        "phases": [{"title": "Начало", "steps": [
            {"title": "Сходить", "record": "events/seminar"}, {"title": "Поучиться", "record": "courses/kurs"},
            {"title": "Подумать"}]}],
        "enrolment": [{"period": "полугодие", "signed_up": 24, "wording": "почти все"}],
    },
    "courses/kurs": {"title": "Курс", "provider": "institut", "sessions": [{"start": "2026-02"}, {"start": "2026-10"}]},
    "diagnostics/proba": {
        "title": "Проба", "privacy": "Диагностика **добровольна**, ответы остаются у вас.",
        "scale": [{"value": 0, "label": "нет"}, {"value": 1, "label": "скорее да"}, {"value": 2, "label": "да"}],
        "statements": [{"area": "methods", "text": "Умею объяснить"}, {"area": "ict", "text": "Умею найти"},
                       {"area": "methods", "text": "Умею проверить"}],
        "advice": [{"area": "methods", "below": 3, "text": "Начните с одного приёма.", "records": ["courses/kurs"]}],
    },
    "documents/prikaz": {"title": "Приказ", "type": "order", "number": "47/1", "date": "2025-02-26",
                         "issuer": "ГБОУ ИРК", "territory": "regions/krai", "link": "https://example.org/prikaz"},
    "documents/novyi": {"title": "Новый приказ", "type": "order", "in_force": "yes", "checked_on": "2026-05-01"},
    "terms/trek": {"title": "Трек", "definition": "Путь учителя.", "synonyms": ["маршрут"], "related": ["tiutor"]},
    "terms/tiutor": {"title": "Тьютор", "definition": "Ведёт по пути."},
}  # fmt: skip

PRACTICE = {
    "title": "Приём", "areas": ["methods"], "problem": "Трудно.", "results": "Легче.", "sources": [{"title": "Книга"}],
    "steps": [{"title": "Шаг", "text": "Сделать."}], "conditions": {"internet": "none"},
    "authors": [{"role": "учитель", "organization": "shkola"}],
}  # fmt: skip

Write = Callable[..., "Pages"]


class Pages:
    """The pages of a base on a day, made when asked for: ``text`` is the Markdown as it is, ``read`` its words."""

    def __init__(self, root: Path, today: dt.date):
        settings = Settings(build_date=today)
        self.catalog, problems = site.check(root, settings)
        assert not failed(problems), [f"{p.path}:{p.line}: {p.message}" for p in problems]
        self._templates = environment.create_templates(self.catalog, settings, by_term.all_term_lists(self.catalog))

    def text(self, address: str) -> str:
        record = self.catalog.shown[address]
        view = views.view_of(self.catalog, record)
        return self._templates.render(f"{record.kind}.md.j2", f"{address}.md", record=record, **view)

    def read(self, address: str) -> str:
        body = self.text(address).split("---\n", 2)[2]
        words = html.unescape(re.sub(r"<[^>]+>", " ", body)).replace("\u00a0", " ")
        return re.sub(r" ([,.)])", r"\1", re.sub(r"\s+", " ", words))

    def section(self, address: str, heading: str) -> str:
        """What stands under a heading of the second level; an error when the page has no such heading."""
        text = self.text(address)
        found = re.search(rf"^## {re.escape(heading)}[^\n]*\n(.*?)(?=^## |\Z)", text, re.S | re.M)
        assert found, f"no «{heading}» on {address}: {re.findall(r'^## .*', text, re.M)}"
        return html.unescape(found[1]).replace("\u00a0", " ")


def writer(root: Path) -> Write:
    """write({address: {field: value}}, today=…) -> pages of the base with these changes; None takes a field out."""

    def write(changes: dict[str, dict[str, Any]] | None = None, today: dt.date = TODAY) -> Pages:
        lay_small_base(root, changes or {})
        return Pages(root, today)

    return write


def lay_small_base(root: Path, changes: dict[str, dict[str, Any]]) -> None:
    """The base with these changes in an empty folder ``root``."""
    shutil.rmtree(root, ignore_errors=True)
    (root / "content").mkdir(parents=True)
    shutil.copytree(PROJECT / "data" / "vocabularies", root / "data" / "vocabularies")
    for address in {**BASE, **changes}:
        fields = {"status": "published", "summary": "Коротко."} | BASE.get(address, {})
        fields |= changes.get(address, {})
        known = {name: value for name, value in fields.items() if value is not None}
        path = root / "data" / f"{address}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(known, allow_unicode=True, sort_keys=False), encoding="utf-8")
