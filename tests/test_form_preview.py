"""The preview of a form shows what a stranger typed, and runs none of it; nothing protects it here but itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from form_page import FORM, Scripts

pytestmark = pytest.mark.browser

HOSTILE = [
    json.loads(line) for line in (Path(__file__).parent / "corpus" / "hostile.jsonl").read_text("utf-8").splitlines()
]
#: what the preview may consist of
ELEMENTS = set("P DL DIV DT DD H3 H4 OL UL LI STRONG EM CODE A SPAN BLOCKQUOTE".split())
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
def scripts() -> Iterator[Scripts]:
    with Scripts.open(FORM) as opened:
        opened.page.evaluate(
            "() => { window.fired = 0; window.alert = () => { window.fired += 1; };"
            " addEventListener('click', (event) => event.preventDefault()); }"
        )
        yield opened


def test_hostile_strings_stay_text(scripts: Scripts) -> None:
    found, attributes, addresses, fired = scripts.call("preview.js", PREVIEW, [QUESTIONS, HOSTILE])
    assert set(found) <= ELEMENTS
    assert set(attributes) <= {"class", "href", "rel"}
    assert set(addresses) <= {"http:", "https:"}
    assert fired == 0


def test_red_twin_the_same_strings_as_html_run(scripts: Scripts) -> None:
    found, fired = scripts.call("preview.js", INNER_HTML, [QUESTIONS, HOSTILE])
    assert "IMG" in found
    assert fired > 0


CASES = {
    "a **b** c": "<p>a <strong>b</strong> c</p>",
    "*a* `b*c*` 2*3*4": "<p><em>a</em> <code>b*c*</code> 2<em>3</em>4</p>",
    "a\n\nb\nc": "<p>a</p>|<p>b c</p>",
    "- a\n- b\n  c\n\n1. d\n2) e": "<ul><li>a</li><li>b c</li></ul>|<ol><li>d</li><li>e</li></ol>",
    "## x\ny": "<h4>x</h4>|<p>y</p>",
    "> a\n> b": "<blockquote><p>a b</p></blockquote>",
    "[a](https://b.ru/c) [d](javascript:e) [f](terms/g)":
        '<p><a href="https://b.ru/c" rel="noopener nofollow">a</a> <span>d</span> <span>f</span></p>',
    "см. https://a.ru/b.": '<p>см. <a href="https://a.ru/b" rel="noopener nofollow">https://a.ru/b</a>.</p>',
    "snake_case_name и ** не жирный **": "<p>snake_case_name и ** не жирный **</p>",
}  # fmt: skip


def test_the_small_markdown(scripts: Scripts) -> None:
    shown = scripts.call(
        "markdown.js", "(m, all) => all.map((t) => m.markdown(t).map((e) => e.outerHTML).join('|'))", list(CASES)
    )
    assert dict(zip(CASES, shown, strict=True)) == CASES


@pytest.mark.parametrize("text", ["*" * 20_000, "[" * 20_000, "**a " * 5_000, "`" * 9_999, "- " * 9_000, "_" * 20_000])
def test_no_text_hangs_the_preview(scripts: Scripts, text: str) -> None:
    scripts.page.set_default_timeout(20_000)
    assert scripts.call("markdown.js", "(m, t) => m.markdown(t).length", text) >= 1
