/* What the index knows of a word: the pages that have it, and where on the page it stands. */

import { shelves } from "./sources.js";
import { stemOf, stemsOf } from "./search-stems.js";
import { fold } from "./search-words.js";

const ASSETS = new URL("../", import.meta.url).href;
const ROOT = new URL("../", ASSETS).href;
/** How much a page is about a word, by where the word stands. */
const TITLE = 1;
const ABOUT = 0.75; // summary, the difficulty that a practice answers
const TEXT = 0.3; // anywhere else, and so much more where it stands often
const BEGINNING = 0.25; // only in a longer word
const NAME_BEGINS = 0.6; // and in one of the title
const FIELDS = { title: 2, about: 1 };
const WINDOWS = 36;
const EXCERPT = 24; // words
const BEFORE = 6; // of them before the first one that was asked for

let opened;
let anew = false;
let meanings;
let list;
let answers = new Map();

/** Load what every question needs, all at once. Answers the meanings of words; throws when there is no index. */
export async function load(read) {
  opened ??= shelves(ROOT, anew);
  meanings ??= fetch(`${ASSETS}search/meanings.json`).then((answer) => (answer.ok ? answer.json() : {})).then(read, () => read({}));
  try {
    await opened;
    return await meanings;
  } catch (fault) {
    opened = undefined; // a connection may come back
    throw fault;
  }
}

/** Open the index anew for the next question: the site may have been built again since it was opened. */
export function forget() {
  opened = undefined;
  anew = true;
  answers = new Map();
}

/** The words of titles and summaries, the frequent ones first; loaded when a question has an unknown one. */
export function commonWords() {
  list ??= fetch(`${ASSETS}search/words.txt`).then((answer) => (answer.ok ? answer.text() : "")).then((text) => text.split("\n").filter(Boolean), () => []);
  return list;
}

const shelfOf = async (id) => {
  const [shelf, page] = id.split("-").map(Number);
  return [(await opened)[shelf], page];
};

export const pageCount = async () => Math.max((await opened).reduce((sum, { marks }) => sum + marks.length, 0), 1);

/** The kind of a page, and whether it is a demonstration. */
export async function marksOf(id) {
  const [shelf, page] = await shelfOf(id);
  return shelf.marks[page];
}

/** What all shelves answer, asked once: id -> place. */
function asked(how, stem) {
  const key = `${how} ${stem}`;
  if (!answers.has(key)) {
    answers.set(key, opened.then((all) => Promise.all(all.map((shelf) => shelf[how](stem))))
      .then((found) => new Map(found.flatMap((pages, n) => [...pages].map(([page, place]) => [`${n}-${page}`, place])))));
  }
  return answers.get(key);
}

/** {url, title, about, base, text} of a page; `text` is an excerpt in pieces, those at odd places with a word of `stems`. */
export async function textOf(id, stems) {
  const [shelf, page] = await shelfOf(id);
  const [path, title, about, base, text = ""] = await shelf.text(page);
  return { url: addressOf(path), title, about, base, text: excerpt(text, stems) ?? excerpt(about, stems) ?? [about] };
}

function addressOf(path) {
  const { href, pathname } = new URL(path, ROOT);
  return location.protocol === "file:" ? href.replace(/\/$/, "/index.html") : pathname;
}

/** The words of a text where most of those stand that were asked for; null when it has none of them. */
function excerpt(text, stems) {
  const words = text.split(" ");
  const asked = words.map((word) => stemsOf(word).map((stem) => stems.find((one) => stem.startsWith(one))).find(Boolean));
  const counts = asked.map((one, at) => (one ? new Set(asked.slice(at, at + EXCERPT - BEFORE).filter(Boolean)).size : 0));
  const most = Math.max(...counts);
  if (!most) return null;
  const from = Math.max(0, Math.min(counts.indexOf(most) - BEFORE, words.length - EXCERPT));
  const isAsked = (word) => stemsOf(word).some((stem) => stems.some((one) => stem.startsWith(one)));
  return words.slice(from, from + EXCERPT).join(" ").split(/([\p{L}\p{N}]+)/u).reduce((pieces, piece, i) => {
    if (i % 2 && isAsked(piece)) pieces.push(piece, "");
    else pieces[pieces.length - 1] += piece;
    return pieces;
  }, [from ? "… " : ""]);
}

/** True when a word of the page may be meant by the asked one, and is not just some short beginning of it. */
function meant(word, onPage) {
  let same = 0;
  while (same < onPage.length && onPage[same] === word[same]) same += 1;
  const rest = onPage.length - same;
  return same >= Math.max(Math.min(4, word.length), Math.ceil(word.length * 0.6)) && (word.length > 4 || rest < 4); // «Сочи» is no beginning of «сочинение»
}

const inTitle = ({ field }) => field === FIELDS.title;

/** Where the word stands on a page, as a number; `most` is how often it stands at most in a title, and elsewhere. */
function strength(place, most) {
  const often = Math.min(1, place.often / most[inTitle(place) ? 0 : 1]);
  if (inTitle(place)) return TITLE + 0.3 * often;
  return place.field === FIELDS.about ? ABOUT + 0.1 * often : TEXT + 0.3 * often;
}

/** Pages with a word: {count, hits: id -> {strength, title, stems}}. Nothing when the site does not have it in any form. */
export async function pagesWith(word) {
  const plain = fold(word);
  const stem = stemOf(plain);
  const long = plain.length > 3;
  const [exact, loose] = await Promise.all([asked("having", stem), long ? asked("beginning", stem) : new Map()]);
  // A longer word that begins like this one («наставнич») may be meant when the word itself is on no page.
  const found = exact.size ? exact : new Map([...loose].filter(([, { stems }]) => stems.some((one) => meant(plain, one))));
  const most = [true, false].map((title) => Math.max(1, ...[...found.values()].filter((place) => inTitle(place) === title).map(({ often }) => often)));
  const hits = new Map();
  for (const [id, place] of found) hits.set(id, { strength: strength(place, most), title: inTitle(place), stems: [stem] });
  if (exact.size) {
    for (const [id, place] of loose) {
      const title = inTitle(place); // «Краснодар» begins «Краснодарский край»
      if (!hits.has(id)) hits.set(id, { strength: title ? NAME_BEGINS : BEGINNING, title, stems: [stem] });
    }
  }
  return { count: found.size, hits };
}

/** Ids of the pages where each of these words stands close to the next one, in any form. */
export async function closeTogether(words) {
  const [first, ...rest] = await Promise.all(words.map((word) => asked("having", stemOf(fold(word)))));
  const close = (id) => rest.every((pages, i) => {
    const [before, after] = [(i ? rest[i - 1] : first).get(id), pages.get(id)];
    return after && [0, 1].includes((after.window - before.window + WINDOWS) % WINDOWS);
  });
  return new Set([...first.keys()].filter(close));
}

/** Ids of the pages that answer to a filter, by the word that the index has for it. */
export async function pagesOf(token) {
  return new Set((await asked("having", stemOf(token))).keys());
}
