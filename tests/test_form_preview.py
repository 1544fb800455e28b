"""The preview of a form shows what a stranger typed, and runs none of it; nothing protects it here but itself."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from form_page import FORM, Scripts
from playwright.sync_api import Browser
from shipped_base import shipped_catalog

from generator import text
from generator.catalog.forms import questions
from generator.records.scalars import RichText
from generator.records.walking import walk

pytestmark = pytest.mark.browser

HOSTILE = [
    json.loads(line) for line in (Path(__file__).parent / "corpus" / "hostile.jsonl").read_text("utf-8").splitlines()
]
CASES = yaml.load((Path(__file__).parent / "cases" / "form-preview.yml").read_text("utf-8"), yaml.CSafeLoader)
RECORD = re.compile(r"[a-z]+/[a-z0-9-]+")
#: what the preview may consist of
ELEMENTS = set(
    "P DL DIV DT DD H2 H3 H4 H5 OL UL LI STRONG EM CODE A BLOCKQUOTE PRE BR HR TABLE THEAD TBODY TR TH TD".split()
)
QUESTIONS = [
    {"n": "title", "l": "Название", "w": "line"},
    {"n": "summary", "l": "Коротко", "w": "line"},
    {"n": "place", "l": "Место", "w": "line"},
    {"n": "kind", "l": "Вид", "w": "choice", "o": []},
    {"n": "idea", "l": "В чём идея", "w": "text"},
    {"n": "steps", "l": "Шаги", "w": "groups", "q": []},
    {"n": "links", "l": "Ссылки", "w": "groups", "q": [{"n": "url", "l": "Адрес", "w": "line"}]},
    {"n": "conditions", "l": "Условия", "w": "group", "q": [{"n": "note", "l": "Ещё", "w": "text"}]},
]

#: a page without a policy: every string is shown in it, then what it is made of and whether anything ran is asked
PREVIEW = """async (m, [questions, hostile]) => {
  const form = { kind: "practices", title: "x", sections: [{ questions }] };
  const found = new Set(), attributes = new Set(), addresses = new Set();
  for (const t of hostile) {
    const data = { title: t, summary: t, place: t, kind: t, idea: t, conditions: { note: t }, links: [{ url: t }],
                   steps: [{ title: t, text: t, minutes: t, materials: [t] }] };
    document.body.replaceChildren(...m.preview(form, data, (q, value) => value));
    for (const e of document.body.querySelectorAll("*")) {
      found.add(e.tagName);
      for (const a of e.attributes) attributes.add(a.name);
      if (e.href !== undefined) addresses.add(new URL(e.href).protocol);
      if (e.tagName === "A") e.click();
    }
  }
  await new Promise((done) => setTimeout(done, 300));
  return [[...found], [...attributes], [...addresses], window.fired ?? 0];
}"""
#: the red twin: the same strings as HTML
INNER_HTML = """async (m, [_, hostile]) => {
  const found = new Set();
  for (const t of hostile) {
    const place = document.createElement("div");
    document.body.append(place);
    place.innerHTML = t;
    for (const e of place.querySelectorAll("*")) found.add(e.tagName);
  }
  await new Promise((done) => setTimeout(done, 300));
  return [[...found], window.fired ?? 0];
}"""


@pytest.fixture
def scripts(browser: Browser) -> Iterator[Scripts]:
    with Scripts.open(browser, FORM) as opened:
        opened.page.evaluate(
            "() => { window.fired = 0; window.alert = () => { window.fired += 1; };"
            " addEventListener('click', (event) => event.preventDefault()); }"
        )
        yield opened


def test_hostile_strings_stay_text(scripts: Scripts) -> None:
    found, attributes, addresses, fired = scripts.call("preview.js", PREVIEW, [QUESTIONS, HOSTILE])
    assert set(found) <= ELEMENTS
    assert set(attributes) <= {"class", "href", "rel", "title", "start"}
    assert set(addresses) <= {"http:", "https:", "mailto:", "tel:"}
    assert fired == 0


def test_red_twin_the_same_strings_as_html_run(scripts: Scripts) -> None:
    found, fired = scripts.call("preview.js", INNER_HTML, [QUESTIONS, HOSTILE])
    assert "IMG" in found
    assert fired > 0


#: what both sides are made of: tags, addresses and texts; the preview has its headings one level deeper
SHAPE = """async (m, [texts, pages]) => {
  const DEEPER = { H3: "H4", H4: "H5" };
  const BLOCKS = "P H4 H5 UL OL LI BLOCKQUOTE PRE HR TABLE THEAD TBODY TR TH TD".split(" ");
  const shape = (nodes, deeper) => [...nodes].flatMap((node) => {
    // The parser of the page ends the line of its source after <br>, which nobody sees.
    if (node.nodeType === Node.TEXT_NODE && node.previousSibling?.nodeName === "BR") return [node.data.trimStart()];
    if (node.nodeType === Node.TEXT_NODE) return node.data ? [node.data] : [];
    if (node.nodeType !== Node.ELEMENT_NODE) return [];
    const tag = (deeper && DEEPER[node.tagName]) || node.tagName;
    const attributes = ["href", "title", "class", "start", "rel"].filter((name) => node.hasAttribute(name))
      .map((name) => `${name}=${node.getAttribute(name)}`);
    return [[tag, attributes, shape(node.childNodes, deeper)]];
  });
  const tidy = (parts) => {
    const hasBlocks = parts.some((part) => BLOCKS.includes(part[0]));
    return parts.map((part) => (typeof part === "string" ? part : [part[0], part[1], tidy(part[2])]))
      .filter((part) => typeof part !== "string" || !hasBlocks || part.trim())
      .map((part) => (typeof part === "string" && hasBlocks ? part.trim() : part));
  };
  return texts.map((text, n) => {
    const page = new DOMParser().parseFromString(pages[n], "text/html").body;
    page.normalize();
    const shown = document.createElement("div");
    shown.append(...m.markdown(text));
    shown.normalize();
    return [tidy(shape(shown.childNodes, false)), tidy(shape(page.childNodes, true))];
  });
}"""


def on_the_page(text_: str) -> str:
    """The page's HTML of a field; a record has its address as seen from a form."""
    return text.render(text_, lambda href: f"../../{href}/" if RECORD.fullmatch(href) else href)


def compared(scripts: Scripts, texts: list[str]) -> dict[str, Any]:
    found = scripts.call("markdown.js", SHAPE, [texts, [on_the_page(one) for one in texts]])
    return {one: both for one, both in zip(texts, found, strict=True) if both[0] != both[1]}


def test_the_preview_shows_what_the_page_will_show(scripts: Scripts) -> None:
    assert compared(scripts, CASES) == {}


def test_the_preview_is_the_same_in_an_old_browser(scripts: Scripts) -> None:
    """Safari before 15.4 and 16.4: without look-behind and without methods that came later."""
    scripts.page.evaluate("""() => {
      delete Array.prototype.at, delete String.prototype.at, delete Object.hasOwn;
      const Own = RegExp;
      window.RegExp = function (source, flags) {
        if (/\\(\\?<[=!]/.test(source.source ?? source)) throw new SyntaxError("look-behind");
        return new Own(source, flags);
      };
      window.RegExp.prototype = Own.prototype;
    }""")
    assert compared(scripts, CASES) == {}


def test_red_twin_another_text_is_another_shape(scripts: Scripts) -> None:
    found = scripts.call("markdown.js", SHAPE, [["- a"], [on_the_page("a")]])
    assert found[0][0] != found[0][1]


def test_the_preview_of_every_shipped_text_is_its_page(scripts: Scripts) -> None:
    catalog = shipped_catalog()
    asked = {questions.kind_of(name) for name in questions.NAMES}
    records = [record for record in catalog.records.values() if record.kind in asked]
    texts = {found.value for record in records for found in walk(record) if isinstance(found.marker, RichText)}
    assert len(texts) > 300
    assert compared(scripts, sorted(texts)) == {}


def test_files_of_others_are_those_that_the_list_names() -> None:
    folder = FORM / "vendor"
    listed = (folder / "VERSIONS.txt").read_text("utf-8")
    raw = dict(re.findall(r"^(\S+\.js) [^\0]*?\n  ([0-9a-f]{64})$", listed, re.MULTILINE))
    assert {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in raw} == raw
    assert {path.name for path in folder.iterdir()} == {
        "VERSIONS.txt",
        *raw,
        *(name.replace(".js", ".LICENSE.txt") for name in raw),
    }


@pytest.mark.parametrize("text", ["*" * 20_000, "[" * 20_000, "**a " * 5_000, "`" * 9_999, "- " * 9_000, "_" * 20_000])
def test_no_text_hangs_the_preview(scripts: Scripts, text: str) -> None:
    scripts.page.set_default_timeout(60_000)
    assert scripts.call("markdown.js", "(m, t) => m.markdown(t).length", text) >= 1
