"""What axe says of a page as it stands, in every look that a reader can choose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

#: light, dark, and the strongest contrast of the version for low vision
LOOKS = {"light": ("light", {}), "dark": ("dark", {}), "contrast": ("light", {"colors": "dark"})}

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

#: The page itself hides what sticks out of the header, so that has to be asked for.
CUT = """[...document.querySelectorAll(".md-header :is(button, label:not([hidden]), a)")]
  .filter((e) => e.getBoundingClientRect().right > innerWidth).map((e) => e.outerHTML.slice(0, 80))"""

#: Texts of several lines in a narrow place that has no room for ``least`` characters a line.
CHARACTERS_A_LINE = """(least) => {
  const narrow = [];
  const walker = document.createTreeWalker(document.querySelector("main") || document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data.trim().replace(/\\s+/g, " ");
    const cell = node.parentElement.closest(
      "td, th, .m-door, .m-ways a, .m-answer dd, .m-answer__figures > li > div, .m-multiples > li > div",
    );
    if (!cell || text.length < 9 || node.parentElement.closest("svg, .m-visually-hidden")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 4);
    const lines = new Set(boxes.map((box) => Math.round(box.top))).size;
    const style = getComputedStyle(cell);
    const room = cell.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const characters = (room * text.length) / boxes.reduce((sum, box) => sum + box.width, 0);
    if (lines > 1 && characters < least) narrow.push(`${text.slice(0, 30)}: ${characters.toFixed(1)}`);
  }
  return narrow;
}"""

#: Takes out what a page repeats: of siblings that are alike to the last of their descendants (tags, classes, what axe
#: reads of attributes, text or none) two stay, and so do the first and the last and whatever has an address of its own.
THINNED = """() => {
  const said = /^(aria-hidden|role|type|style|tabindex|scope|lang)$/;
  const read = /^(hidden|disabled|open|for|alt|title|href|aria-.*)$/;
  const attributes = (e) => [...e.attributes].map((a) =>
    said.test(a.name) ? `${a.name}=${a.value}` : read.test(a.name) ? a.name + (a.value ? "" : "=") : "");
  const words = (e) => [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim()) ? "words" : "";
  const sorts = new Map();
  const sort = (e) => {
    const own = [e.localName, [...e.classList].sort(), ...attributes(e).sort(), words(e)].join(" ");
    sorts.set(e, `${own}(${[...new Set([...e.children].map(sort))].join(",")})`);
    return sorts.get(e);
  };
  const thin = (parent) => {
    const seen = new Map();
    for (const child of [...parent.children]) {
      const many = (seen.get(sorts.get(child)) ?? 0) + 1;
      seen.set(sorts.get(child), many);
      if (many > 2 && child.nextElementSibling && !child.id && !child.querySelector("[id]")) child.remove();
      else thin(child);
    }
  };
  sort(document.body);
  thin(document.body);
}"""

#: Where words and fields stand that can be seen: by tags, classes and attributes that style sheets ask for, root first.
PLACES = """() => {
  const asked = new Set(["class"]);
  const read = (rule) => {
    for (const found of (rule.selectorText ?? "").matchAll(/\\[([\\w-]+)/g)) asked.add(found[1]);
    for (const inner of rule.cssRules ?? []) read(inner);
  };
  for (const sheet of document.styleSheets) for (const rule of sheet.cssRules) read(rule);
  for (const name of ["id", "href", "src", "for", "aria-label", "data-label"]) asked.delete(name);  // of one page each
  const told = (a) => asked.has(a.name) || (a.name === "style" && /color|background|decoration/.test(a.value));
  const own = (e) => [e.localName, ...[...e.attributes].filter(told).map((a) => `${a.name}=${a.value}`)].join(" ");
  const known = new Map();
  const place = (e) => {
    if (!known.has(e)) known.set(e, e.parentElement ? `${place(e.parentElement)}>${own(e)}` : own(e));
    return known.get(e);
  };
  const long = (e) => e.textContent.trim().length;
  const isInText = (link) => {
    let block = link.parentElement;
    while (block.parentElement && getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    return [...block.querySelectorAll("a")].reduce((rest, a) => rest - long(a), long(block)) > long(link);
  };
  const found = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const its = node.data?.trim() ? node.parentElement : node;
    if ((its === node && !node.matches?.("input, select, textarea")) || !its.checkVisibility()) continue;
    const link = its.closest("a[href], [role=link]");
    const inText = Boolean(link) && isInText(link);
    const where = `${place(its)}${inText ? " in a text" : ""}`;
    if (!found.has(where)) found.set(where, [[], inText]);
    found.get(where)[0].push(its);
  }
  window.placesFound = [...found.values()];
  return [...found.keys()];
}"""

#: Marks the first and the last element of some of the places that ``PLACES`` has found last; of links in a text all:
#: whether one stands in a text, axe knows better. With ``part`` only what is in such an element.
MARKED = """([numbers, part]) => {
  for (const old of document.querySelectorAll("[data-new-place]")) old.removeAttribute("data-new-place");
  for (const [all, isInText] of numbers.map((number) => window.placesFound[number])) {
    for (const its of isInText ? all : [all[0], all.at(-1)]) if (!part || its.closest(part)) its.dataset.newPlace = "";
  }
  return document.querySelector("[data-new-place]") !== null;
}"""
NEW = "[data-new-place]"

#: Takes what is in the blocks around the marked elements out for a while: to say what a word stands on, axe lays the
#: whole page out. The blocks themselves stay, and so does every rule of a style sheet that counts them. The frame is
#: left alone, for its scripts turn the colours.
EMPTIED = """() => {
  window.emptied = [];
  const blocks = "nav, section, div, form, ul, ol, li, dl, table, details, p";
  const taken = `:is(article, .md-sidebar, .md-footer) :is(${blocks})`;
  const walk = (e) => {
    for (const child of [...e.children].filter((one) => !one.matches("[data-new-place], .md-header"))) {
      if (!child.matches(taken) || child.querySelector("[data-new-place]")) walk(child);
      else {
        const its = document.createDocumentFragment();
        its.append(...child.childNodes);
        window.emptied.push([child, its]);
      }
    }
  };
  walk(document.body);
}"""
FILLED = "() => { for (const [block, its] of window.emptied) block.append(its); }"

#: what axe measures: letters on their ground, and a link in a text beside the words around it
COLOURS = ("color-contrast", "link-in-text-block")

IS_IN_LOOK = """([scheme, colors, expected]) => {
  const chosen = [...document.documentElement.attributes].filter((a) => a.name.startsWith("data-vision-"));
  return matchMedia(`(prefers-color-scheme: ${scheme})`).matches && document.body.dataset.mdColorScheme === expected &&
    chosen.map((a) => `${a.name}=${a.value}`).join() === (colors ? `data-vision-colors=${colors}` : "");
}"""


#: Turns the look on and comes back when it has come: asked in the page itself, for the driver asks with every frame.
TO_LOOK = f"""async ([wanted, vision]) => {{
  const isInLook = {IS_IN_LOOK};
  metodotekaVision.apply(vision);
  for (const end = performance.now() + 60000; !isInLook(wanted);) {{
    if (performance.now() > end) throw new Error(`the look does not come: ${{wanted}}`);
    await new Promise((done) => setTimeout(done, 5));
  }}
}}"""


def has_new_places(page: Page, seen: set[str], part: str | None = None) -> bool:
    """Whether words stand on the page (in ``part``) where none stood on those that were ``seen``; from now on they are
    seen, and those words are marked (``NEW``).

    To measure colours, and to look at a page again on a wide screen, is worth it only for what no page before has
    shown: the same place has the same style.
    """
    places = page.evaluate(PLACES)
    new = [number for number, place in enumerate(places) if place not in seen]
    seen.update(places)
    return bool(new) and page.evaluate(MARKED, [new, part])


#: By itself axe reads all style sheets beforehand, for a rule that is off: a quarter of its time.
OPTIONS: dict[str, Any] = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
RUN = "([part, options]) => axe.run(part ?? document, options).then((all) => all.violations)"


def violations(page: Page, *rules: str, without: Iterable[str] = (), within: str | None = None) -> list[str]:
    """What axe finds, by all its rules (``without`` some of them) or by those that are named, on the page or in one
    part of it."""
    if page.evaluate("!window.axe"):  # half a megabyte of script: once for a page, not for every question
        page.evaluate(AXE_SCRIPT)
    options = OPTIONS | ({"runOnly": list(rules)} if rules else {})
    options |= {"rules": {rule: {"enabled": False} for rule in without}}
    found = page.evaluate(RUN, [within, options])
    return [f"{v['id']} ({len(v['nodes'])}): {v['nodes'][0]['html'][:200]}" for v in found]


def in_look(page: Page, look: str) -> None:
    """The page in one of the looks, when it has come."""
    scheme, vision = LOOKS[look]
    expected = "slate" if scheme == "dark" else "default"
    wanted = [scheme, vision.get("colors"), expected]
    if page.evaluate(IS_IN_LOOK, wanted):
        return  # to say it again would lay out the whole page anew
    page.emulate_media(color_scheme=scheme)
    page.evaluate(TO_LOOK, [wanted, vision])


def violations_in_looks(
    page: Page, seen: set[str], part: str | None = None, looks: Iterable[str] = LOOKS
) -> Iterator[tuple[str, list[str]]]:
    """(look, what axe finds) for the looks in which it finds something; the page is left in the last one.

    A look changes colours only, and to measure them is two thirds of axe's time. So all other rules look at the page
    once, and colours are measured, in every look, in what was not ``seen`` (``has_new_places``) of ``part``.
    """
    if found := violations(page, without=COLOURS):
        yield "any look", found
    if has_new_places(page, seen, part):
        page.evaluate(EMPTIED)
        for look in looks:
            in_look(page, look)
            if found := violations(page, *COLOURS, within=NEW):
                yield look, found
        page.evaluate(FILLED)
