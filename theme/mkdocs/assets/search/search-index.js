/* What the index knows of a word: the pages that have it, and where on the page it stands. Pagefind joins words with "and",
   and for a word it does not have it takes the longest beginning of it that it has («наставнк» -> «Настя»), which is never
   what a reader meant: in quotes it looks for the word itself, in all its forms. */

import { asPagefindReads, fold, otherForm, tokensOf } from "./search-words.js";

const HERE = new URL(".", import.meta.url).href;
const ASSETS = new URL("../", HERE).href;
/** How much a page is about a word, by where the word stands. */
const TITLE = 1;
const ABOUT = 0.75; // summary, the difficulty that a practice answers
const TEXT = 0.3; // anywhere else, and so much more where it stands often
const BEGINNING = 0.25; // only in a longer word
const NAME_BEGINS = 0.6; // and in one of the title

let engine;
let kinds;
let meanings;
let list;
const answers = new Map();

async function json(name, made) {
  const answer = await fetch(`${ASSETS}search/${name}`);
  return made(answer.ok ? await answer.json() : {});
}

/** Result id -> its kind and whether it is a demonstration record. */
const byId = (found) => new Map(Object.entries(found).flatMap(([kind, groups]) => groups.flatMap(
  (ids, demo) => ids.split(" ").filter(Boolean).map((id) => [id, { kind, demo: demo === 1 }]))));

/** Pagefind, or the search among what was taken along where it cannot come. */
async function start() {
  return startPagefind().catch(async (fault) => {
    if (!navigator.serviceWorker?.controller) throw fault;
    const own = await import("../offline/engine.js");
    await own.init();
    kinds = own.kinds().then(byId);
    return own;
  });
}

async function startPagefind() {
  const pagefind = await import(`${ASSETS}pagefind/pagefind.js`);
  // Its worker would be one more script, loaded before the index; a search takes milliseconds.
  await pagefind.options({ baseUrl: new URL("../", ASSETS).pathname, excerptLength: 24, noWorker: true });
  await pagefind.init();
  return pagefind;
}

/** Load what every question needs, all at once. Answers the meanings of words; throws when there is no index. */
export async function load(read) {
  engine ??= start();
  kinds ??= json("kinds.json", byId).catch(() => new Map());
  meanings ??= json("meanings.json", read).catch(() => read({}));
  try {
    await Promise.all([engine, kinds]);
    return await meanings;
  } catch (fault) {
    engine = undefined; // a connection may come back
    throw fault;
  }
}

/** The words of titles and summaries, the frequent ones first; loaded when a question has an unknown one. */
export function commonWords() {
  list ??= fetch(`${ASSETS}search/words.txt`).then((answer) => (answer.ok ? answer.text() : "")).then((text) => text.split("\n").filter(Boolean), () => []);
  return list;
}

/** Everything Pagefind answers to a query, asked once. */
async function asked(query) {
  if (!answers.has(query)) answers.set(query, (await engine).search(query).then(({ results }) => results));
  return answers.get(query);
}

export const pageCount = async () => Math.max((await kinds).size, 1);
export const marksOf = async (id) => (await kinds).get(id) ?? { kind: "", demo: false };

/** True when a word of the page may be meant by the asked one, and is not just some short beginning of it. */
function meant(word, onPage) {
  return tokensOf(onPage).some((part) => {
    let same = 0;
    while (same < part.length && part[same] === word[same]) same += 1;
    const rest = part.length - same;
    return same >= Math.max(Math.min(3, word.length), Math.ceil(word.length * 0.6)) && (word.length > 4 || rest < 4); // «Сочи» is no beginning of «сочинение»
  });
}

/** The pages with a longer word that begins like this one («наставнич»), when the word itself is on none. */
async function begun(word, loose) {
  if (word.length < 4 || !loose.length) return [];
  const first = await loose[0].data();
  const content = (first.raw_content ?? first.content).split(/\s+/);
  const there = [first.meta.title, ...(first.locations ?? loose[0].words).map((at) => content[at] ?? "")];
  return there.some((other) => meant(word, other) && fold(other).includes(word.slice(0, 4))) ? loose : [];
}

const inTitle = (result) => result.matchedMetaFields?.includes("title") ?? false;

/** Where the word stands on a page, as a number; Pagefind's own order decides between equal places: a word is more of a
    short title than of a long one. `most` is the best score of the pages that have the word in the title, and of the others. */
function strength(result, most) {
  const often = Math.min(1, result.score / most[inTitle(result) ? 0 : 1]);
  const fields = result.matchedMetaFields ?? [];
  if (inTitle(result)) return TITLE + 0.3 * often;
  if (fields.includes("about") || fields.includes("trouble")) return ABOUT + 0.1 * often;
  return TEXT + 0.3 * often;
}

/** Pages with a word: {count, hits: id -> {strength, title, data}}. Nothing when the site does not have it in any form. */
export async function pagesWith(word) {
  const query = asPagefindReads(word);
  const short = word.length < 4;
  const other = otherForm(word);
  const [its, loose, more, moreLoose] = await Promise.all([
    asked(`"${query}"`), asked(query), other ? asked(`"${other}"`) : [], other ? asked(other) : [],
  ]);
  const exact = [...new Map([...its, ...more].map((result) => [result.id, result])).values()];
  const known = new Map();
  for (const result of [...loose, ...(more.length ? moreLoose : [])]) {
    if (!known.has(result.id) || inTitle(result)) known.set(result.id, result);
  }
  const found = exact.length ? exact : await begun(word, loose);
  const hits = new Map();
  const sure = found.map((result) => known.get(result.id) ?? result);
  const most = [true, false].map((title) => Math.max(1, ...sure.filter((result) => inTitle(result) === title).map((result) => result.score)));
  for (const result of sure) {
    hits.set(result.id, { strength: strength(result, most), title: inTitle(result), data: () => result.data() });
  }
  if (exact.length && !short) {
    for (const result of loose) {
      const title = inTitle(result); // «Краснодар» begins «Краснодарский край»
      if (!hits.has(result.id)) hits.set(result.id, { strength: title ? NAME_BEGINS : BEGINNING, title, data: () => result.data() });
    }
  }
  return { count: found.length, hits };
}

/** Ids of the pages where these words stand side by side in this order, in any form. */
export async function sideBySide(words) {
  return new Set((await asked(`"${words.map(asPagefindReads).join(" ")}"`)).map((result) => result.id));
}

/** Pages that answer to a filter: id -> data, by the word that the index has for it. */
export async function pagesOf(token) {
  return new Map((await asked(`"${token}"`)).map((result) => [result.id, () => result.data()]));
}
