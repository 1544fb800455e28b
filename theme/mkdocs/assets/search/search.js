/* Search over the whole site: the way of a question. It is taken apart (search-question.js), its parts are looked up in the
   index (search-index.js) and weighed (search-rank.js); the picture of the answer is in search-view.js. */

import { commonWords, forget, load, pagesWith } from "./search-index.js";
import { read, understand } from "./search-question.js";
import { pagesOfFilter, ranked } from "./search-rank.js";
import { mount } from "./search-view.js";
import { fold, kindred, nearest, otherLayout, tokensOf, unaskable } from "./search-words.js";

/** Filters that the question names, each with the pages that answer to it; a value that nobody has is left out. */
async function filtersOf(question) {
  const found = await Promise.all(question.filters.map(async (value) => {
    const { hits } = await pagesOfFilter(value);
    return { ...value, ids: new Set(hits.keys()) };
  }));
  // One word may name a kind of event and a way of working («вебинар»): the one with more pages is meant.
  found.sort((a, b) => b.ids.size - a.ids.size);
  const labels = new Set();
  return found.filter(({ ids, label }) => ids.size && !labels.has(label) && labels.add(label))
    .sort((a, b) => question.filters.findIndex(({ id }) => id === a.id) - question.filters.findIndex(({ id }) => id === b.id));
}

/** Words of the question that the site does not have and that nothing else is known for. */
const missingOf = (parts) => parts.filter(({ hits }) => !hits.size).flatMap(({ concept }) => concept.words.filter((word) => !unaskable(word)));

/** The question with its unknown words put as they were likely meant, or "" when nothing is near. Known words stay. */
async function likelyMeant(text, missing, known) {
  const slips = missing.filter((word) => /^[а-я]{4,}$/.test(word));
  if (!slips.length) return "";
  const words = await commonWords();
  const typed = fold(text);
  let changed = typed;
  for (const slip of slips) {
    const other = nearest(slip, words) || kindred(slip, words);
    if (!other) continue;
    const tried = changed.replace(slip, other);
    // A word may be on no page and say something together with the next one: «групповая работа» is a filter.
    if ((await pagesWith(other)).count || !(await answer(tried, known)).missing.includes(fold(other))) changed = tried;
  }
  return changed === typed ? "" : changed;
}

async function answer(text, known) {
  const question = understand(text, known);
  const [found, filters] = await Promise.all([ranked(question, known.kinds), filtersOf(question)]);
  return { ...found, filters, care: question.care, absent: question.absent, empty: !question.concepts.length, missing: missingOf(found.parts) };
}

/** How much of the question an answer knows, 0 to 1: a word that is nowhere weighs as much as a rare one. */
function knownShare({ parts, missing }) {
  const known = parts.reduce((sum, { weight }) => sum + weight, 0);
  return known / (known + missing.length);
}

/** What the search says about an answer: {why, query}, or null when the pages have everything that was asked. */
function noteOf({ hits, known, missing, absent }, offer) {
  if (absent) return { why: "absent", query: absent.label, advice: absent.advice };
  if (offer) return { why: "maybe", query: offer };
  if (missing.length) return { why: "without", query: missing.join(", ") };
  return known.length > 1 && !hits.some((hit) => hit.all) ? { why: "some" } : null;
}

/**
 * Everything the view shows: `hits` (best first; demonstration records behind the real ones), `all` pages with anything of
 * the question, `filters` that it names, `care` when it names a diagnosis, and a `note` {why: "layout" | "typo" | "meant" | "maybe" |
 * "absent" | "without" | "some" | "short", query}. The words that were asked are answered; what else may have been meant is offered.
 * Only when they have no page at all do the pages of the offered question stand under the offer (`typo`, `layout`).
 */
export async function find(text) {
  try {
    return await found(text);
  } catch {
    forget(); // the site may have been built anew, and the files that were named are gone
    return found(text);
  }
}

/** The question as the same keys give it in the Russian layout, when that says more: {answer, query}, or null. */
async function inOtherLayout(text, first, known) {
  const turned = otherLayout(text, first.empty ? tokensOf(text) : first.missing);
  if (!turned) return null;
  const again = await answer(turned, known);
  if (again.absent || again.care || (again.hits.length && (first.empty || again.missing.length < first.missing.length))) return { answer: again, query: turned };
  const offer = again.hits.length ? "" : await likelyMeant(turned, again.missing, known);
  const meant = offer ? await answer(offer, known) : null;
  return meant?.hits.length ? { answer: meant, query: offer } : null;
}

async function found(text) {
  const known = await load(read);
  const first = await answer(text, known);
  const plain = (found, note) => ({ hits: found.hits, all: found.all, filters: found.filters, care: first.care || found.care, note });
  const turned = first.missing.length || first.empty ? await inOtherLayout(text, first, known) : null;
  if (turned) return plain(turned.answer, turned.answer.absent ? noteOf(turned.answer, "") : { why: "layout", query: turned.query });
  if (first.empty && !first.absent) return plain(first, text.trim() ? { why: "short" } : null);
  // The name of a topic that the base lacks is right as it is: «дистант» is no slip of «диктант».
  const offer = first.missing.length && !first.absent ? await likelyMeant(text, first.missing, known) : "";
  const meant = offer ? await answer(offer, known) : null;
  if (!first.hits.length && offer) return plain(meant, { why: "typo", query: offer });
  if (meant?.hits.length && !meant.missing.length && meant.hits[0].score > first.hits[0].score * knownShare(first)) return plain(meant, { why: "meant", query: offer });
  return plain(first, first.hits.length || first.absent ? noteOf(first, offer) : null);
}

let dialog;
let page;

/** The search in a dialog over the page; the focus goes back to where it was. */
export function openDialog(root, opener) {
  if (!dialog) {
    const parts = mount(root, find, { inDialog: true });
    dialog = parts.dialog;
    dialog.input = parts.input;
    document.body.append(dialog);
  }
  const before = document.activeElement;
  dialog.addEventListener("close", () => (before && before !== document.body ? before : opener)?.focus(), { once: true });
  dialog.showModal();
  dialog.input.focus();
  dialog.input.select();
}

/** Fetch what the first question needs before it is asked. */
export function warm() {
  load(read).catch(() => {});
}

/** The search as the page /poisk/, with the question in the address; what a first question needs is fetched meanwhile. */
export function mountPage(root, place) {
  page ??= mount(root, find, { place });
  warm();
}

/** On /poisk/ the button and the shortcuts lead to the field that is there. */
export function focusPage() {
  page?.input.focus();
  page?.input.select();
}
