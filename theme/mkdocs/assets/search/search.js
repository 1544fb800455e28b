/* Search over the whole site: what is asked of Pagefind, and how the answers are put together. The picture of it is in
   search-view.js. Pagefind knows word forms and ё; it joins words with "and", and for a word it does not have it takes
   the longest beginning of it that it has («наставнк» -> «Настя»), which is never what a reader meant. */

import { mount } from "./search-view.js";

const HERE = new URL(".", import.meta.url).href;
const ASSETS = new URL("../", HERE).href;
const FEW = 3;
const OTHER_WORDS = 2; // wordings beside the asked one: each costs bytes
const OTHERWISE = 0.6; // and counts less
const ENOUGH = 10; // with so many answers only another single word is worth its bytes
const LOOK_AT = 8; // results that are loaded at once: about 4.7 KB each over the wire
const STOP = new Set("без ведь все где для его если еще или как какая какие какой когда кто либо меня мне мой над она они оно при про так там тебе тем тут уже чего чем что чтобы эта эти это".split(" "));

let engine;
let meanings;
let kinds;
let list;

const fold = (text) => text.toLowerCase().replaceAll("ё", "е");

/** The words worth looking for. One and two letters match the beginning of half the dictionary: they stay only as a
    known abbreviation («ФГ»); numbers may be short. */
export function wordsOf(text, known = []) {
  const all = fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  const short = (word) => /^\p{L}{1,2}$/u.test(word);
  const kept = all.filter((word) => !short(word) || known.some(([phrase]) => phrase.length === 1 && phrase[0] === word));
  const telling = kept.filter((word) => !STOP.has(word));
  return (telling.length ? telling : kept).slice(0, 8);
}

const ENDING = /(?:иями|ями|ами|иях|ией|иям|ием|ого|его|ому|ему|ыми|ими|ах|ях|ам|ям|ом|ем|ой|ей|ов|ев|ия|ии|ий|ие|ью|ья|ый|ая|яя|ое|ее|ые|ую|юю|ых|их|а|я|о|е|и|ы|у|ю|ь|й)$/;
/** Rough, to compare words with one another; a vowel that comes and goes is dropped («уровень», «уровни»). */
const stem = (word) => {
  const cut = word.replace(ENDING, "");
  return (cut.length >= 3 ? cut : word).replace(/(.[^аеиоуыэюя])[ео]([^аеиоуыэюя])$/, "$1$2");
};

/** «ИОМ» without what the stemmer takes for an ending is «и»: such a word cannot be asked for, only its meaning can. */
const unaskable = (word) => /^\p{L}{1,2}$/u.test(word) || /^[аеиоуыэюя](?:[аое]м|[еиоы]й|[аоеуюя]ю|[аыиея]х|[ео]в|и[яие]|ь[юя])$/.test(word);

async function load() {
  engine ??= import(`${ASSETS}pagefind/pagefind.js`).then(async (pagefind) => {
    await pagefind.options({ baseUrl: new URL("../", ASSETS).pathname, excerptLength: 24 });
    return pagefind;
  });
  kinds ??= fetch(`${ASSETS}search/kinds.json`).then((answer) => (answer.ok ? answer.json() : {})).then(byId, () => new Map());
  meanings ??= fetch(`${ASSETS}search/synonyms.json`).then((answer) => (answer.ok ? answer.json() : {})).then(byStems, () => []);
  try {
    await kinds;
    return [await engine, await meanings];
  } catch (fault) {
    engine = undefined; // a connection may come back
    throw fault;
  }
}

/** Result id -> its kind and whether it is a demonstration record. */
const byId = (found) => new Map(Object.entries(found).flatMap(([kind, groups]) => groups.flatMap(
  (ids, demo) => ids.split(" ").filter(Boolean).map((id) => [id, { kind, demo: demo === 1 }]))));

const byStems = (found) => Object.entries(found).map(([phrase, others]) => [phrase.match(/[\p{L}\p{N}]+/gu).map(stem), others]);

/** The same question in other words: every known phrase in it replaced by what it also goes by. */
function inOtherWords(words, known) {
  const stems = words.map(stem);
  const found = [];
  for (const [phrase, others] of known) {
    for (let at = 0; at + phrase.length <= stems.length; at += 1) {
      if (phrase.every((part, i) => part === stems[at + i])) {
        const whole = phrase.length === stems.length;
        for (const [order, other] of others.entries()) {
          const tokens = [...words.slice(0, at), ...wordsOf(other), ...words.slice(at + phrase.length)];
          found.push({ tokens, rank: (whole ? 0 : 100) - phrase.length * 10 + order });
        }
      }
    }
  }
  found.sort((a, b) => a.rank - b.rank);
  const seen = new Set([words.map(stem).join(" ")]);
  return found.map(({ tokens }) => tokens).filter((tokens) => {
    const key = tokens.map(stem).join(" ");
    const foreign = tokens.some((word) => /[a-z]/.test(word)) && !words.some((word) => /[a-z]/.test(word));
    return tokens.length && !foreign && !tokens.some(unaskable) && !seen.has(key) && seen.add(key);
  });
}

/** True when a word of the page may be meant by the asked one, and is not just some short beginning of it. */
function meant(asked, onPage) {
  const parts = fold(onPage).match(/[\p{L}\p{N}]+/gu) ?? [];
  return parts.some((part) => {
    let same = 0;
    while (same < part.length && part[same] === asked[same]) same += 1;
    return same >= Math.max(Math.min(3, asked.length), Math.ceil(asked.length * 0.6));
  });
}

/** What Pagefind is asked for a word. It reads «й» as «и» before it cuts endings off, and then knows «-ый», «-ой» and «-щий»
    no more: «молодой» would find 2 pages and «молодого» 60. The genitive has the same stem and no «й». A word with its only
    vowel in the ending («бой», «строй») has no ending to cut. */
export const asPagefindReads = (word) => (/[аеиоуыэюя].*[ыои]й$/.test(word)
  ? word.replace(/(?:[ыо]й|([кгх])ий)$/, "$1ого").replace(/ий$/, "его") : word);

const isShort = (tokens) => tokens.length === 1 && /^\p{L}{3}$/u.test(tokens[0]);

/** Hits of one wording by id with kind and demo mark, and the words that the site does not have. */
async function ask(tokens) {
  const pagefind = await engine;
  // Alone, a short word would bring everything that begins with it: in quotes it stands for itself.
  const query = isShort(tokens) ? `"${tokens[0]}"` : tokens.map(asPagefindReads).join(" ");
  const answer = await pagefind.search(query);
  const marks = await kinds;
  const hits = new Map(answer.results.map((result) => [
    result.id, { score: result.score, kind: "", demo: false, ...marks.get(result.id), data: () => result.data() },
  ]));
  if (!hits.size) return { hits, missing: tokens.length === 1 ? tokens : [] };
  const first = await answer.results[0].data();
  const content = (first.raw_content ?? first.content).split(/\s+/);
  const there = [first.meta.title, ...(first.locations ?? answer.results[0].words).map((at) => content[at] ?? "")];
  const missing = tokens.filter((word) => !there.some((other) => meant(word, other)));
  if (missing.length) return { hits: new Map(), missing };
  return { hits, missing };
}

/** One question with its synonyms: the best score of a page counts, another wording counts less than the asked one. */
async function question(words) {
  const [, known] = await load();
  const others = inOtherWords(words, known).slice(0, OTHER_WORDS);
  const hits = new Map();
  const unknown = words.filter(unaskable);
  const asked = words.filter((word) => !unaskable(word));
  let missing = [];
  let best = Infinity;
  const wordings = [...(unknown.length || !asked.length ? [] : [asked]), ...others];
  for (const tokens of wordings.length ? wordings : asked.length ? [asked] : []) {
    const own = tokens === asked;
    if (!own && hits.size >= ENOUGH && !isShort(words) && (words.length > 1 || tokens.length > 1)) continue;
    const answer = await ask(tokens);
    if (own) {
      missing = answer.missing;
      // …unless it was three letters: those are an abbreviation, and its meaning says more than they do.
      const real = [...answer.hits.values()].filter((hit) => !hit.demo).map((hit) => hit.score);
      if (real.length && !isShort(tokens)) best = Math.max(...real) * 0.95;
    }
    for (const [id, hit] of answer.hits) {
      // Scores add up over words: a long wording must not win by its length.
      // Nor may another wording stand before the best of what was asked.
      const score = own ? hit.score : Math.min(best, (hit.score * OTHERWISE * words.length) / Math.max(words.length, tokens.length));
      if (!hits.has(id) || hits.get(id).score < score) hits.set(id, { ...hit, score });
    }
  }
  return { hits, missing };
}

/** Pages that have some of the words, when none has all of them: the more words and the rarer ones, the better. */
async function someOf(words) {
  const hits = new Map();
  for (const word of words.filter((each) => !unaskable(each))) {
    for (const [id, hit] of (await ask([word])).hits) {
      const before = hits.get(id);
      hits.set(id, { ...(before ?? hit), score: (before?.score ?? 0) + hit.score + 10 });
    }
  }
  return hits;
}

/** Real records by score, demonstration ones behind them. Pagefind does not rank a title that is the question itself
    («Краснодарский край») above one that repeats its words, so the first few are looked at here. */
async function ranked(hits, words) {
  const all = [...hits.values()].sort((a, b) => a.demo - b.demo || b.score - a.score);
  const asked = words.map(stem).join(" ");
  const head = await Promise.all(all.slice(0, LOOK_AT).map(async (hit) => {
    const title = (fold((await hit.data()).meta.title).match(/[\p{L}\p{N}]+/gu) ?? []).map(stem).join(" ");
    return { hit, rank: title === asked ? 0 : title.startsWith(`${asked} `) ? 1 : 2 };
  }));
  head.sort((a, b) => a.hit.demo - b.hit.demo || a.rank - b.rank);
  return [...head.map(({ hit }) => hit), ...all.slice(LOOK_AT)];
}

/** The words with likely slips mended, or "" when nothing is to mend. */
async function mended(words, missing) {
  const { nearest } = await import(`${HERE}search-words.js`);
  list ??= fetch(`${ASSETS}search/words.txt`).then((answer) => (answer.ok ? answer.text() : "")).then((text) => text.split("\n").filter(Boolean), () => []);
  const all = await list;
  const stems = new Set(all.map((word) => stem(fold(word))));
  const better = words.map((word) => {
    const known = !missing.includes(word) && stems.has(stem(word));
    return known || !/^[а-я]{4,}$/.test(word) ? word : nearest(word, all) || word;
  });
  return better.join(" ") === words.join(" ") ? "" : better.join(" ");
}

/**
 * Everything the view shows: `hits` (best first; demonstration records behind the real ones), and a `note` when another
 * question than the asked one was answered: {why: "layout" | "typo" | "maybe" | "without" | "some" | "short", query}.
 */
export async function find(text) {
  const [, known] = await load();
  const words = wordsOf(text, known);
  if (!words.length) return { hits: [], note: text.trim() ? { why: "short" } : null };
  const { hits, missing } = await question(words);
  if (!hits.size) {
    const { otherLayout } = await import(`${HERE}search-words.js`);
    const turned = otherLayout(text);
    if (turned) {
      const again = await question(wordsOf(turned, known));
      if (again.hits.size) return { hits: await ranked(again.hits, wordsOf(turned, known)), note: { why: "layout", query: turned } };
    }
  }
  if (hits.size < FEW) {
    const query = await mended(words, missing);
    if (query) {
      const again = await question(wordsOf(query, known));
      if (!hits.size && again.hits.size) return { hits: await ranked(again.hits, wordsOf(query, known)), note: { why: "typo", query } };
      if (again.hits.size > hits.size) return { hits: await ranked(hits, words), note: { why: "maybe", query } };
    }
  }
  const rest = words.filter((word) => !missing.includes(word));
  if (!hits.size && rest.length && rest.length < words.length) {
    const again = await question(rest);
    if (again.hits.size) return { hits: await ranked(again.hits, rest), note: { why: "without", query: missing.join(", ") } };
  }
  if (!hits.size && words.length > 1) {
    const some = await someOf(words);
    if (some.size) return { hits: await ranked(some, words), note: { why: "some" } };
  }
  return { hits: await ranked(hits, words), note: null };
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

/** The search as the page /poisk/, with the question in the address. */
export function mountPage(root, place) {
  page ??= mount(root, find, { place });
}

/** On /poisk/ the button and the shortcuts lead to the field that is there. */
export function focusPage() {
  page?.input.focus();
  page?.input.select();
}
