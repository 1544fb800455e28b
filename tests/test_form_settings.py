"""How forms are sent is the owner's word in mkdocs.yml, or follows the address of the repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator import publish, site
from generator.pages import form
from generator.publish import configured
from generator.settings import Submit, submit_of

GITHUB, FORGEJO = "https://github.com/o/b", "https://codeberg.org/o/b"


@pytest.mark.parametrize(
    ("written", "repo", "edit", "expected"),
    [
        ({}, "", "", Submit()),
        ({}, GITHUB, "edit/main/", Submit("github", f"{GITHUB}/new/main")),
        ({}, f"{GITHUB}.git", "edit/vetka/data", Submit("github", f"{GITHUB}/new/vetka/data")),
        ({}, FORGEJO, "_edit/main/", Submit("gitea", f"{FORGEJO}/_new/main")),
        ({}, "https://git.example.org/o/b", "edit/main/", Submit("download")),
        ({"way": "forgejo"}, "https://git.example.org/o/b/", "", Submit("gitea", "https://git.example.org/o/b/_new/main")),
        ({"way": "download"}, GITHUB, "", Submit("download")),
        ({"repo": GITHUB, "branch": "а/b"}, "", "", Submit("github", f"{GITHUB}/new/%D0%B0/b")),
        ({"way": "letter", "mail": "m@example.org"}, GITHUB, "", Submit("letter", "", "m@example.org")),
        ({"way": "issue"}, GITHUB, "", Submit("issue", issues=f"{GITHUB}/issues/new", forge="github")),
        ({"way": "issue"}, FORGEJO, "", Submit("issue", issues=f"{FORGEJO}/issues/new", forge="gitea")),
        ({"way": "issue", "forge": "gitlab"}, "https://git.example.org/o/b", "",
         Submit("issue", issues="https://git.example.org/o/b/-/issues/new", forge="gitlab")),
        ({"mail": "m@example.org"}, GITHUB, "", Submit("github", f"{GITHUB}/new/main", "m@example.org")),
    ],
)  # fmt: skip
def test_the_way_a_form_is_sent(written: dict, repo: str, edit: str, expected: Submit) -> None:
    assert submit_of(written, repo, edit) == expected


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ({"wey": "github"}, "настройки «wey» нет"),
        ({"way": "pigeon"}, "«pigeon» не бывает"),
        ({"way": "github"}, "требует адреса репозитория"),
        ({"way": "gitea", "repo": "javascript:alert(1)"}, "требует адреса репозитория"),
        ({"way": "letter"}, "требует адреса"),
        ({"way": "issue", "repo": "https://git.example.org/o/b"}, "требует площадки"),
        ({"way": "issue", "forge": "github"}, "требует адреса репозитория"),
        ({"mail": "m@example.org?bcc=x@y.ru"}, "не адрес электронной почты"),
    ],
)
def test_what_cannot_be_meant_is_told(written: dict, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        submit_of(written)


def write_settings(root: Path, lines: str) -> None:
    path = root / "mkdocs.yml"
    path.write_text(path.read_text("utf-8").replace("      drafts: false", f"{lines}\n      drafts: false"), "utf-8")


def test_the_setting_reaches_the_forms_and_their_page(mini: Path) -> None:
    write_settings(mini, "      submit: {way: github, repo: https://github.com/o/b, mail: m@example.org}")
    made = site.prepare(mini, configured.settings(mini), lazy_texts=True)
    for address in form.FORM_ADDRESSES.values():
        (described,) = (f.data for f in made.files if f.path == f"predlozhit/{address}/voprosy.json")
        submit = {"way": "github", "new": f"{GITHUB}/new/main", "mail": "m@example.org"}
        assert json.loads(described)["submit"] == submit
    (choice,) = (page.text for page in made.pages if page.path == "predlozhit/index.md")
    assert "зелёную кнопку" in choice


def test_a_wrong_setting_stops_the_build_in_russian(mini: Path) -> None:
    write_settings(mini, "      submit: {way: pigeon}")
    with pytest.raises(publish.NotPublished, match="submit: way: «pigeon» не бывает"):
        configured.settings(mini)


def test_the_lists_of_a_form_come_apart_from_it(mini: Path) -> None:
    """Questions weigh the same however many records there are; only lists that somebody opens grow."""
    made = {file.path: file.data for file in site.prepare(mini, configured.settings(mini), lazy_texts=True).files}
    described = made["predlozhit/primenenie/voprosy.json"].decode()
    assert "Парное наставничество" not in described
    assert ["parnoe", "Парное наставничество"] in json.loads(made["predlozhit/spiski/practices.json"])
    assert json.loads(made["predlozhit/praktika/imena.json"]) == ["parnoe", "razobrannye-primery"]
    assert not any(b"chernovik" in data for path, data in made.items() if path.startswith("predlozhit/"))
