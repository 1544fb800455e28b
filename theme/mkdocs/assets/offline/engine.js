/* A search index of our own, for what a reader has with him: the sections taken along, the чемоданчик. It answers as Pagefind
   does (options, init, search), so everything above it (search-index.js and what asks it) is the same search: Pagefind needs
   WebAssembly over http and the index of the whole site. generator/publish/own_index.py makes the files and tells of what
   they hold. Words are stemmed there and here by the same algorithm (Snowball, Russian). */

import { sources } from "./sources.js";
import { RussianStemmer } from "./vendor/snowball-russian.js";

const ROOT = new URL("../../", import.meta.url).href;
const TITLE = 2;
const ABOUT = 1;
const BASE = 30; // a posting is (step to the page) * 30 + field * 10 + how often
const LOOSE = 400; // longer words that begin like the asked one
const stemmer = new RussianStemmer();
let parts = [];

/** The stem of a word as the index has it; not of what has no Russian letter. */
export const stemOf = (word) => (/[а-я]/.test(word) ? stemmer.stemWord(word) : word);
const wordsOf = (text) => text.normalize("NFC").toLowerCase().replaceAll("ё", "е").match(/[\p{L}\p{N}]+/gu) ?? [];

export async function options() {}

/** Read the files of the index; throws when there are none. */
export async function init() {
  const found = await sources(ROOT);
  parts = found.map(({ pages, stems, postings }) => ({ pages, stems: stems.split(" "), postings }));
  if (!parts.length) throw new Error("no index");
  const seen = new Set(); // two sections may have a page in common
  for (const part of parts) part.pages = part.pages.map((page) => (seen.has(page[0]) ? null : seen.add(page[0]) && page));
}

/** Kind -> [ids of real pages, ids of demonstration ones], as kinds.json of Pagefind's index says it. */
export async function kinds() {
  const found = {};
  parts.forEach(({ pages }, n) => pages.forEach((page, at) => {
    if (page) (found[page[3]] ??= [[], []])[page[4]].push(`${n}-${at}`);
  }));
  return Object.fromEntries(Object.entries(found).map(([kind, ids]) => [kind, ids.map((its) => its.join(" "))]));
}

/** Where a stem stands in the sorted list, or would stand. */
function placeOf(stems, stem) {
  let [low, high] = [0, stems.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stems[middle] < stem) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The pages of a stem: page -> {field, often}. */
function pagesOf(part, at) {
  const found = new Map();
  let page = 0;
  for (const code of part.postings[at].split(" ")) {
    const number = parseInt(code, 36);
    page += Math.floor(number / BASE);
    if (part.pages[page]) found.set(page, { field: Math.floor((number % BASE) / 10), often: number % 10 });
  }
  return found;
}

const exact = (part, stem) => {
  const at = placeOf(part.stems, stem);
  return part.stems[at] === stem ? pagesOf(part, at) : new Map();
};

/** Pages with a word that begins like this one: page -> {field, often, stems}. */
function begun(part, stem) {
  const found = new Map();
  const first = placeOf(part.stems, stem);
  for (let at = first; at < Math.min(first + LOOSE, part.stems.length) && part.stems[at].startsWith(stem); at += 1) {
    for (const [page, { field, often }] of pagesOf(part, at)) {
      const known = found.get(page) ?? { field: 0, often: 0, stems: [] };
      found.set(page, { field: Math.max(known.field, field), often: known.often + often, stems: [...known.stems, part.stems[at]] });
    }
  }
  return found;
}

/** Pages that have all of these stems. */
function together(part, stems) {
  const [first, ...rest] = stems.map((stem) => exact(part, stem));
  return new Map([...first ?? []].filter(([page]) => rest.every((pages) => pages.has(page))));
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** The summary with the asked words marked. */
const excerpt = (about, stems) => about.split(/([\p{L}\p{N}]+)/u).map((piece) => {
  const its = stems.length && piece ? stemOf(wordsOf(piece)[0] ?? "") : "";
  return its && stems.some((stem) => its.startsWith(stem)) ? `<mark>${escaped(piece)}</mark>` : escaped(piece);
}).join("");

function result(n, at, page, { field, often, stems: its = [] }, stems) {
  const [path, title, about] = page;
  const length = Math.max(title.length, 20);
  return {
    id: `${n}-${at}`,
    score: often * (field === TITLE ? 60 / length : 1),
    words: its.map((_, place) => place),
    matchedMetaFields: field === TITLE ? ["title"] : field === ABOUT ? ["about"] : [],
    data: async () => ({
      url: new URL(path.replace(/(^|\/)$/, location.protocol === "file:" ? "$1index.html" : "$1"), ROOT).href,
      meta: { title: escaped(title), about: escaped(about) },
      excerpt: excerpt(about, stems),
      content: its.join(" "),
    }),
  };
}

/** As Pagefind's search: words in quotes stand on the page in any form, others may also begin longer words. */
export async function search(query) {
  const stems = wordsOf(query).map(stemOf);
  const whole = query.startsWith('"');
  const found = stems.length ? parts.flatMap((part, n) => {
    const pages = whole || stems.length > 1 ? together(part, stems) : begun(part, stems[0]);
    return [...pages].map(([at, place]) => result(n, at, part.pages[at], place, stems));
  }) : [];
  found.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return { results: found };
}
