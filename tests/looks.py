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
  const told = (a) => asked.has(a.name) || (a.name === "style" && /color|background/.test(a.value));
  const own = (e) => [e.localName, ...[...e.attributes].filter(told).map((a) => `${a.name}=${a.value}`)].join(" ");
  const known = new Map();
  const place = (e) => {
    if (!known.has(e)) known.set(e, e.parentElement ? `${place(e.parentElement)}>${own(e)}` : own(e));
    return known.get(e);
  };
  const found = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const its = node.data?.trim() ? node.parentElement : node;
    if ((its === node && !node.matches?.("input, select, textarea")) || !its.checkVisibility()) continue;
    const where = place(its);
    if (!found.has(where)) found.set(where, []);
    found.get(where).push(its);
  }
  window.placesFound = [...found.values()];
  return [...found.keys()];
}"""

#: Marks the first and the last element of some of the places that ``PLACES`` has found last.
MARKED = """numbers => {
  for (const old of document.querySelectorAll("[data-new-place]")) old.removeAttribute("data-new-place");
  for (const all of numbers.map((number) => window.placesFound[number])) {
    for (const its of [all[0], all.at(-1)]) its.dataset.newPlace = "";
  }
}"""
NEW = "[data-new-place]"

IS_IN_LOOK = """([scheme, colors, expected]) => {
  const chosen = [...document.documentElement.attributes].filter((a) => a.name.startsWith("data-vision-"));
  return matchMedia(`(prefers-color-scheme: ${scheme})`).matches && document.body.dataset.mdColorScheme === expected &&
    chosen.map((a) => `${a.name}=${a.value}`).join() === (colors ? `data-vision-colors=${colors}` : "");
}"""


def has_new_places(page: Page, seen: set[str]) -> bool:
    """Whether words stand on the page where none stood on those that were ``seen``; from now on they are seen, and
    those words are marked (``NEW``).

    To measure colours, and to look at a page again on a wide screen, is worth it only for what no page before has
    shown: the same place has the same style.
    """
    places = page.evaluate(PLACES)
    new = [number for number, place in enumerate(places) if place not in seen]
    seen.update(places)
    if new:
        page.evaluate(MARKED, new)
    return bool(new)


def violations(page: Page, *rules: str, without: str = "", within: str | None = None) -> list[str]:
    """What axe finds, by all its rules (``without`` one of them) or by those that are named, on the page or in one part
    of it."""
    if page.evaluate("!window.axe"):  # half a megabyte of script: once for a page, not for every question
        page.evaluate(AXE_SCRIPT)
    # By itself axe reads all style sheets beforehand, for a rule that is off: a quarter of its time.
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
    if rules:
        options["runOnly"] = list(rules)
    if without:
        options["rules"] = {without: {"enabled": False}}
    found = page.evaluate(
        "([part, options]) => axe.run(part ?? document, options).then((all) => all.violations)", [within, options]
    )
    return [f"{v['id']} ({len(v['nodes'])}): {v['nodes'][0]['html'][:200]}" for v in found]


def in_look(page: Page, look: str) -> None:
    """The page in one of the looks, when it has come."""
    scheme, vision = LOOKS[look]
    expected = "slate" if scheme == "dark" else "default"
    wanted = [scheme, vision.get("colors"), expected]
    if page.evaluate(IS_IN_LOOK, wanted):
        return  # to say it again would lay out the whole page anew
    page.emulate_media(color_scheme=scheme)
    page.evaluate("chosen => metodotekaVision.apply(chosen)", vision)
    page.wait_for_function(IS_IN_LOOK, arg=wanted)


def violations_in_looks(
    page: Page, seen: set[str], part: str | None = None, looks: Iterable[str] = LOOKS
) -> Iterator[tuple[str, list[str]]]:
    """(look, what axe finds) for the looks in which it finds something; the page is left in the last one.

    A look changes colours only, and to measure contrast is two thirds of axe's time. So all other rules look at the
    page once, and contrast is measured, in every look, in what was not ``seen`` (``has_new_places``) of ``part``.
    """
    if found := violations(page, without="color-contrast"):
        yield "any look", found
    within = f"{part} {NEW}, {part}{NEW}" if part else NEW
    if has_new_places(page, seen) and page.locator(within).count():
        for look in looks:
            in_look(page, look)
            if found := violations(page, "color-contrast", within=within):
                yield look, found
