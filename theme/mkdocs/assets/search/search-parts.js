/* Pieces of the picture of the search that know nothing of its state: notes, a result, a chip. Nothing is put into the page
   as HTML: titles and excerpts come from records, so they go in as text. */

import { h, number, plural } from "../shared/ui.js";

/** Entities back to letters. In a textarea nothing but text is read, and the document is a dead one. */
const plainText = (html) => new DOMParser().parseFromString(`<textarea>${html}`, "text/html").querySelector("textarea").value;

/** Pagefind marks the words it found with <mark>; everything else in an excerpt is text. */
function excerpt(html) {
  const parts = html.split(/(<mark>.*?<\/mark>)/s);
  return parts.map((part) => (part.startsWith("<mark>") ? h("mark", {}, plainText(part.slice(6, -7))) : plainText(part)));
}

/** What the search says first to a question with a diagnosis; the results come after it. */
export function careNote() {
  return [
    h("strong", {}, "База не ставит диагнозов и не лечит."),
    " Если речь о ребёнке с диагнозом или похоже на него, сначала спросите того, кто этому учился: в школе это педагог-психолог, логопед, дефектолог; "
      + "вне школы — ПМПК (психолого-медико-педагогическая комиссия): она советует родителям, как ребёнку учиться. Ниже — то, что подходит для урока.",
  ];
}

/** A note instead of, or before, the results: `again(query)` is a button that asks `query`. */
export const NOTES = {
  layout: (query, again) => ["Похоже, включена латинская раскладка. Возможно, вы имели в виду ", again(query), "? Ниже — то, что есть по этим словам."],
  typo: (query, again) => ["Возможно, вы имели в виду ", again(query), "? Ниже — то, что есть по этим словам."],
  maybe: (query, again) => ["Возможно, вы имели в виду ", again(query), "?"],
  without: (missing) => [`Этого на сайте нет: «${missing}». Показано по остальным словам.`],
  some: () => ["Страниц, где есть все эти слова, нет. Показаны те, где есть хотя бы часть из них."],
};

/** A button that is on or off, with how many pages it leaves. */
export function chip(label, count, pressed, onclick) {
  return h("button", { type: "button", "aria-pressed": String(pressed), onclick }, label, h("span", { class: "m-search__count" }, count));
}

/** How many pages answer to a filter; where all of them are demonstration ones, it says so. */
export const countOf = ({ real, demo }) => (real || !demo ? number(real) : `демо: ${number(demo)}`);

/** The address of the catalogue with these filters, and its words. */
export function catalogueLink(root, filters, count) {
  const url = new URL("practices/", root);
  for (const facet of new Set(filters.map((one) => one.facet))) {
    url.searchParams.set(facet, filters.filter((one) => one.facet === facet).map((one) => one.id).join(","));
  }
  return h("a", { class: "m-search__catalogue", href: url.href }, `Открыть в каталоге: ${plural(count, ["практика", "практики", "практик"])}`);
}

export function item({ url, meta, excerpt: text, hit }) {
  const marks = [h("span", { class: "m-search__kind" }, hit.kind)];
  if (hit.demo) marks.push(h("span", { class: "m-badge m-badge--demo" }, "демо"));
  return h("li", {},
    h("p", { class: "m-search__title" }, h("a", { href: url }, plainText(meta.title ?? url))),
    h("p", { class: "m-search__meta" }, marks),
    h("p", { class: "m-search__text" }, excerpt(text)));
}
