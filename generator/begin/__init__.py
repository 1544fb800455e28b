"""A new knowledge base: what its keeper was asked becomes its files, ready for every command.

``wishes`` says what is asked, with the default of each question; ``new_base`` makes the files: settings, a page about
the base, one labelled example of each wanted kind (``examples.yml``), the workflows of the forge. Pure.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from generator import text
from generator.begin import settings_text
from generator.begin.wishes import PLATFORMS, Wishes
from generator.documents import sources
from generator.records import KINDS
from generator.records.fields import fields_in_file
from generator.records.formatter import render

_HERE = Path(__file__).parent
#: what remembers the workflows of a base as they were made
MADE_WORKFLOWS = ".metodoteka-workflows"

#: the workflows of each forge: where they go in the base -> the file here
_WORKFLOWS = {
    "github": {
        ".github/workflows/proverka.yml": "github-check.yml",
        ".github/workflows/publikatsiia.yml": "github-publish.yml",
    },
    "gitlab": {".gitlab-ci.yml": "gitlab.yml"},
    "forgejo": {
        ".forgejo/workflows/proverka.yml": "forgejo-check.yml",
        ".forgejo/workflows/publikatsiia.yml": "forgejo-publish.yml",
    },
}
#: a command that works without a terminal, for each way to publish
_PUBLISHED = {
    "github": "Включите публикацию один раз: Settings → Pages → Source: GitHub Actions. Дальше сайт собирается после"
    " каждой принятой правки и раз в день.",
    "gitlab": "Публикует задание pages из .gitlab-ci.yml: после каждой принятой правки, а раз в день — если"
    " завести расписание (Build → Pipeline schedules).",
    "forgejo": "Процесс кладёт готовый сайт в ветку pages: её показывают Codeberg Pages и другие службы страниц."
    " Нужен исполнитель (Settings → Actions).",
    "none": "Соберите сайт (metodoteka build) и скопируйте папку site/ на сервер. Повторяйте раз в день, например"
    " по расписанию cron: что впереди, а что прошло, зависит от дня.",
}


def new_base(wishes: Wishes, package: str, today: dt.date) -> dict[str, str]:
    """Every file of the base: path from its root -> text. ``package`` is what pip installs to build it."""
    return {
        "mkdocs.yml": settings_text.settings_text(wishes),
        "README.md": _filled("README.md", wishes, package),
        "content/about.md": _filled("about.md", wishes, package, today),
        "requirements.txt": _filled("requirements.txt", wishes, package),
        ".gitignore": "/site/\n/.venv/\n/chemodanchik.zip\n*.key\n",
        **({f"theme/{settings_text.COLOURS}": settings_text.colours(wishes.colour)} if wishes.colour else {}),
        **_records(wishes, today),
        **_workflows(wishes.forge),
    }


def _workflows(forge: str) -> dict[str, str]:
    texts = workflow_texts(forge)
    return (
        {**texts, MADE_WORKFLOWS: made_text({path: digest_of(text) for path, text in texts.items()})} if texts else {}
    )


def workflow_texts(forge: str) -> dict[str, str]:
    """The workflows of a forge: path from the root of the base -> text, the same for every base."""
    return {path: sources.own_text(_HERE / "workflows" / name) for path, name in _WORKFLOWS.get(forge, {}).items()}


def digest_of(text: str) -> str:
    """What stands in :data:`MADE_WORKFLOWS` for a file."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def made_text(digests: Mapping[str, str]) -> str:
    """The text of :data:`MADE_WORKFLOWS`: the digest of each workflow as it was made."""
    head = "# Процессы, которые создала Методотека. Не изменённые с тех пор обновляет metodoteka upgrade.\n"
    return head + "".join(f"{digest} {path}\n" for path, digest in sorted(digests.items()))


def _records(wishes: Wishes, today: dt.date) -> dict[str, str]:
    """The territory as it was named, and an example of each wanted kind."""
    found = {}
    if wishes.region:
        found[f"data/regions/{wishes.region_id}.yml"] = render(
            "regions",
            _territory(wishes.region, wishes.region_type) | ({"timezone": wishes.timezone} if wishes.timezone else {}),
        )
    if wishes.district:
        fields = _territory(wishes.district, wishes.district_type) | {"region": wishes.region_id}
        fields |= {"oktmo": wishes.oktmo} if wishes.oktmo else {}
        found[f"data/districts/{wishes.district_id}.yml"] = render("districts", fields)
    examples = yaml.safe_load(_filled_text(sources.own_text(_HERE / "examples.yml"), wishes, "", today))
    for kind in wishes.kinds:
        for written in examples.get(kind, ()):
            fields = {name: value for name, value in written.items() if value and name != "id"}
            needed = [name for name, field in fields_in_file(KINDS[kind]).items() if field.required]
            if not wishes.territory and (kind in _OF_A_PLACE or not fields.keys() >= set(needed)):
                continue
            head, _, rest = render(kind, {**fields, "status": "published", "demo": True}).partition("\n")
            found[f"data/{kind}/{written['id']}.yml"] = f"{head}\n{_EXAMPLE}\n{rest}"
    return found


#: what the page about the base says of its kinds
_IN_WORDS = {
    "practices": "практики по шагам",
    "programmes": "программы",
    "indicators": "показатели",
    "events": "мероприятия",
    "associations": "сообщества",
    "tracks": "треки и курсы",
    "documents": "документы",
}
_EXAMPLE = "# Пример, помечен на сайте как выдуманный: замените своей записью или удалите файл."


#: an example that says something only where it is known who works where
_OF_A_PLACE = ("reviews",)


def _territory(title: str, its_type: str) -> dict[str, str]:
    title = text.upper_first(title)  # «город Бердск» heads a page
    return {
        "title": title,
        "type": its_type,
        "status": "published",
        "summary": f"{title}: кто и как помогает педагогам.",
    }


def _filled(name: str, wishes: Wishes, package: str, today: dt.date | None = None) -> str:
    return _filled_text(sources.own_text(_HERE / name), wishes, package, today)


def _filled_text(written: str, wishes: Wishes, package: str, today: dt.date | None = None) -> str:
    """A text of ours with what was asked: ``@{name}`` stands for it; ``$`` belongs to workflows."""
    words: Mapping[str, str] = {
        "name": wishes.name,
        "territory": wishes.territory,
        "package": package,
        "today": today.isoformat() if today else "",
        "year": str(today.year) if today else "",
        "end_year": str(today.year + 2) if today else "",
        "last_year": str(today.year - 1) if today else "",
        "published": _PUBLISHED[wishes.forge],
        "shown": ", ".join(words for kind, words in _IN_WORDS.items() if kind in wishes.kinds),
        "kinds": ", ".join(f"`{kind}` ({KINDS[kind].heading.lower()})" for kind in wishes.kinds),
    }
    return re.sub(r"@\{([a-z_]+)\}", lambda found: words[found[1]], written)


__all__ = ["MADE_WORKFLOWS", "PLATFORMS", "Wishes", "digest_of", "made_text", "new_base", "workflow_texts"]
