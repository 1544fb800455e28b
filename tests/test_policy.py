"""The Content-Security-Policy: in every page, the same in the headers, kept by a real browser, demanded by the gate."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from pathlib import Path

import pytest
from look import served
from playwright.sync_api import Browser
from support import PROJECT

from generator.publish import gate

THEME = PROJECT / "theme" / "mkdocs"
POLICY = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'{}\">"


def written_policy() -> str:
    source = (THEME / "partials" / "policy.html").read_text("utf-8")
    return re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL).strip()


def faults(tmp_path: Path, page: str) -> list[str]:
    (tmp_path / "index.html").write_text(page, "utf-8")
    return gate.site_errors(tmp_path, ["index.html"])


def test_the_headers_file_and_the_pages_say_the_same() -> None:
    text = re.findall(r"^  Content-Security-Policy: (.*)$", (THEME / "_headers").read_text("utf-8"), re.MULTILINE)
    # A page cannot say who may frame it: browsers ignore that directive in a meta element.
    assert text == [written_policy() + "; frame-ancestors 'self'"]


def test_scripts_and_styles_come_only_from_the_site() -> None:
    assert "unsafe-inline" not in written_policy()
    assert "script-src 'self';" in written_policy()
    assert "style-src 'self';" in written_policy()


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("<title>x</title>", "нет политики"),
        (POLICY.format(" 'unsafe-inline'"), "допускает чужие скрипты: 'unsafe-inline'"),
        (POLICY.format(" https:"), "допускает чужие скрипты: https:"),
        ('<meta http-equiv="Content-Security-Policy" content="img-src \'self\'">', "допускает чужие скрипты: *"),
        (POLICY.format("") + "<script>alert(1)</script>", "встроенный скрипт"),
        ("<script src=x.js></script>" + POLICY.format(""), "раньше политики"),
        (POLICY.format("") + "<p title='a' onclick='go()'>x</p>", "обработчик событий onclick"),
    ],
    ids=["none", "unsafe-inline", "any host", "no word of scripts", "inline", "too late", "handler"],
)
def test_the_gate_refuses_a_page_that_is_not_protected(tmp_path: Path, page: str, fault: str) -> None:
    assert any(fault in found for found in faults(tmp_path, page))


def test_the_gate_lets_data_and_an_inline_script_with_its_hash_pass(tmp_path: Path) -> None:
    code = "document.title = 'x'"
    mark = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    page = (
        POLICY.format(f" 'sha256-{mark}'") + f'<script>{code}</script><script type="application/ld+json">{{}}</script>'
    )
    assert faults(tmp_path, page + "<p title='on = off'>x</p>") == []


@pytest.mark.slow
def test_every_page_of_the_site_carries_a_policy(built: Path) -> None:
    bare = [page for page in built.rglob("*.html") if not gate.POLICY.search(page.read_text("utf-8"))]
    assert bare == []


PLANTED = (
    "<script>window.planted = 1</script><img src=x onerror='window.planted = 2'><p style='color: red'>x</p></article>"
)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("protected", [True, False], ids=["with the policy", "red twin without"])
def test_a_planted_script_does_not_run(browser: Browser, built: Path, tmp_path: Path, protected: bool) -> None:
    site = tmp_path / "site"
    shutil.copytree(built / "assets", site / "assets")
    page_text = (built / "about" / "index.html").read_text("utf-8").replace("</article>", PLANTED)
    (site / "about").mkdir()
    (site / "about" / "index.html").write_text(page_text if protected else gate.POLICY.sub("", page_text), "utf-8")
    with served(site) as base, browser.new_page() as page:
        page.goto(base + "about/", wait_until="networkidle")
        planted = page.evaluate("window.planted")
        alive = page.evaluate("document.documentElement.classList.contains('js') && !!window.__md_get")
    assert alive
    assert (planted is None) is protected
