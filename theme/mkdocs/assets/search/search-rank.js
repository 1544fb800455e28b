/* Which pages answer a question, and in which order. Every part of the question (a word, a known phrase, a filter) weighs by
   how rare it is on the site, as in the inverse document frequency: «объяснять» says more of a question than «урок». */

import { closeTogether, marksOf, pageCount, pagesOf, pagesWith, textOf } from "./search-index.js";
import { tellingStems } from "./search-question.js";
import { stem } from "./search-words.js";

const ALSO = 0.92; // another name of what was asked, where the asked one is on no page
const BESIDE = 0.8; // and where it is
const BROADER = 0.75; // what the word is a part of («стереометрия», «геометрия»), where the word is on no page
const OTHER_WORDS = 3; // other names of a part of a question: each costs bytes
const SUITS = 0.6; // a practice for any subject, beside one that names it
const AND_SAYS = 0.5; // a page of a filter that also has the words
const SOFT = 0.75; // a way of working or a skill: many practices have it, among other things
const HINT = 0.5; // a filter that the word only hints at
const APART = 0.5; // words of a phrase that do not stand together
const TOGETHER = 0.2; // and what they gain when they do
const SECTIONS = "Разделы сайта";
const isSection = ({ kind }) => kind === SECTIONS;
const ASKED_KIND = 1.35; // a kind that the question names
const FOR_TEACHERS = { token: "zzpracticesforteachers", factor: 0.75 }; // how teachers learn, where a lesson is asked for
const LESSON = new Set(["subjects", "levels", "fit"]);
const NEIGHBOURS = 0.2; // two words of the question side by side on the page
const ENOUGH = 0.42; // of the best answer: what is further down has only common words
const FIRST = 5; // results on the screen
const SAID = 0.8; // a title that has every part of the question, the more the less else it says
const LOOK_AT = 6; // titles that are looked at for being the question itself

const tokenOf = ({ kind, facet, id }, suits = false) => `zz${`${kind}${facet}${id}`.toLowerCase().replace(/[^a-z0-9]/g, "")}${suits ? "zs" : ""}`;

/** Pages of a filter: id -> how well, and the count of those that name it themselves. */
export async function pagesOfFilter(value) {
  const broad = value.facet === "subjects" && value.kind === "practices";
  const [own, suited, any] = await Promise.all([
    pagesOf(tokenOf(value)),
    broad ? pagesOf(tokenOf(value, true)) : [],
    broad ? pagesOf(tokenOf({ ...value, id: "any" }, true)) : [],
  ]);
  const hits = new Map();
  for (const id of [...suited, ...any]) hits.set(id, { strength: SUITS, title: false, stems: [] });
  const strength = LESSON.has(value.facet) || value.kind !== "practices" ? 1 : SOFT;
  for (const id of own) hits.set(id, { strength, title: false, stems: [] });
  return { count: own.size, hits };
}

const rarity = (count, total) => Math.log(1 + total / Math.max(count, 1)) / Math.log(1 + total);

/** Keep the better of two ways in which a page answers; it has the words of both. */
function better(hits, id, hit, factor = 1) {
  const before = hits.get(id) ?? { strength: -1, title: false, also: false, stems: [] };
  hits.set(id, {
    strength: Math.max(before.strength, hit.strength * factor),
    title: before.title || hit.title,
    also: before.also || Boolean(hit.also),
    stems: [...before.stems, ...hit.stems],
  });
}

/** Pages with all of these words; words that stand apart on a page count less than the phrase. */
async function pagesWithAll(words) {
  if (words.length === 1) return pagesWith(words[0]);
  const [together, ...each] = await Promise.all([closeTogether(words), ...words.map(pagesWith)]);
  const hits = new Map();
  const [first, ...rest] = each;
  for (const [id, hit] of first.hits) {
    const others = rest.map(({ hits: its }) => its.get(id));
    if (others.some((other) => !other)) continue;
    const mean = [hit, ...others].reduce((sum, one) => sum + one.strength, 0) / words.length;
    const title = hit.title && others.every((other) => other.title);
    const close = together.has(id) || title;
    hits.set(id, { strength: close ? Math.min(mean + TOGETHER, mean * 2) : mean * APART, title, stems: [hit, ...others].flatMap((one) => one.stems) });
  }
  const count = together.size || hits.size;
  return { count, hits };
}

/** One part of the question: its pages from its own words, its other names and its filters, and how much it weighs. */
async function weighed(concept, total) {
  const [own, others, filters, hints] = await Promise.all([
    concept.words.length ? pagesWithAll(concept.words) : { count: 0, hits: new Map() },
    Promise.all(concept.others.slice(0, OTHER_WORDS).map(pagesWithAll)),
    Promise.all(concept.filters.map(pagesOfFilter)),
    Promise.all(concept.hints.map(pagesOfFilter)),
  ]);
  const broader = own.count ? [] : await Promise.all(concept.broader.slice(0, OTHER_WORDS).map(pagesWithAll));
  const hits = new Map();
  for (const [id, hit] of own.hits) better(hits, id, hit, filters.length ? 0.8 : 1);
  for (const { hits: its } of others) for (const [id, hit] of its) better(hits, id, { ...hit, title: false, also: hit.title }, own.count ? BESIDE : ALSO);
  for (const { hits: its } of broader) for (const [id, hit] of its) better(hits, id, { ...hit, title: false }, BROADER);
  for (const { hits: its } of filters) {
    for (const [id, hit] of its) better(hits, id, { ...hit, strength: hit.strength + AND_SAYS * (hits.get(id)?.strength ?? 0) });
  }
  for (const { hits: its } of hints) {
    for (const [id, hit] of its) better(hits, id, { ...hit, strength: HINT * (hit.strength + AND_SAYS * (hits.get(id)?.strength ?? 0)) });
  }
  // A rare name of a frequent thing («предметник») does not make the thing rare.
  const least = (found) => Math.min(...found.map(({ count }) => count).filter(Boolean));
  const count = [Math.min(own.count || Infinity, least(filters)), least([...broader, ...others]), hits.size].find(Number.isFinite);
  return { concept, hits, weight: hits.size ? rarity(count, total) : 0, ownCount: own.count };
}

/** Words of the question that stand side by side in it and on a page: id -> what that adds. */
async function neighbours(parts) {
  const found = new Map();
  const pairs = parts.slice(1).map((part, i) => [parts[i], part]).filter(([a, b]) => a.concept.words.length === 1 && b.concept.words.length === 1 && a.hits.size && b.hits.size);
  await Promise.all(pairs.map(async ([a, b]) => {
    for (const id of await closeTogether([a.concept.words[0], b.concept.words[0]])) {
      found.set(id, (found.get(id) ?? 0) + (NEIGHBOURS * (a.weight + b.weight)) / 2);
    }
  }));
  return found;
}

/** Is the title the question itself (2), does it begin with it (1), or neither (0)? */
function sameTitle(title, asked) {
  const whole = tellingStems(title).join(" ");
  return whole === asked ? 2 : whole.startsWith(`${asked} `) ? 1 : 0;
}

/** How much of a title the question says, in its own words or in other names of them, 0 to 1. */
function saidOf(title, { concepts }) {
  const said = concepts.flatMap(({ words, others }) => [words, ...others]).flat().map(stem);
  const whole = tellingStems(title);
  const known = whole.filter((part) => said.some((one) => part.startsWith(one)));
  return whole.length ? known.length / whole.length : 0;
}

/** Pages whose title has every part are looked at: a title that is the question itself stands first, one that is another
    name of it, or says little else, stands higher. */
async function exactFirst(scored, question) {
  const { text, concepts } = question;
  const asked = tellingStems(text).join(" ");
  const others = concepts.length === 1 ? concepts[0].others.map((words) => tellingStems(words.join(" ")).join(" ")) : [];
  const named = scored.some((hit) => hit.allInTitle && !hit.demo);
  // The first results are fetched in the same round trip: they will be shown.
  const shown = scored.filter((hit) => !hit.demo).slice(0, FIRST).map((hit) => hit.data());
  const said = scored.filter((hit) => !hit.demo && (hit.allInTitle || hit.allNamed || (hit.also && (!named || isSection(hit)))));
  // Many titles have the word «район»; only the list of all of them is called so.
  const likely = [...said.filter(isSection), ...said.filter((hit) => !isSection(hit))].slice(0, LOOK_AT);
  await Promise.all(likely.map(async (hit) => {
    const title = (await hit.data()).title;
    const same = sameTitle(title, asked);
    const other = named && !isSection(hit) ? 0 : Math.max(0, ...others.map((name) => sameTitle(title, name)));
    hit.score += [0, 0.3, 10][same] + [0, 0.3, 0.55][other] + (hit.allNamed && concepts.length > 1 ? SAID * saidOf(title, question) : 0);
  }));
  await Promise.all(shown);
  return scored;
}

/** Pages of a question with their scores. `parts` without a page weigh nothing and are told of as `missing`. */
export async function ranked(question, kinds) {
  const { concepts, asksFor } = question;
  const total = await pageCount();
  const lesson = question.filters.some(({ facet }) => LESSON.has(facet));
  const [teachers, ...parts] = await Promise.all([lesson ? pagesOf(FOR_TEACHERS.token) : new Set(), ...concepts.map((concept) => weighed(concept, total))]);
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const close = await neighbours(parts);
  const known = parts.filter(({ hits }) => hits.size);
  const scored = new Map();
  for (const { hits, weight } of known) {
    for (const [id, { strength, title, also, stems }] of hits) {
      const hit = scored.get(id) ?? { id, score: 0, parts: 0, titles: 0, names: 0, also: false, stems: [] };
      hit.stems.push(...stems);
      hit.score += (weight * strength) / whole;
      hit.parts += 1;
      hit.titles += title ? 1 : 0;
      hit.names += title || also ? 1 : 0;
      hit.also ||= Boolean(also);
      scored.set(id, hit);
    }
  }
  const named = asksFor.size > 0;
  for (const hit of scored.values()) {
    Object.assign(hit, await marksOf(hit.id), { data: () => textOf(hit.id, hit.stems) });
    const weight = kinds.get(hit.kind) ?? 0.8;
    const section = isSection(hit) && hit.titles > 0; // «курсы для учителей химии»: the list of courses
    const kind = asksFor.has(hit.kind) || (named && section) ? Math.max(weight, 1) * ASKED_KIND : named ? Math.min(weight, 1) : weight;
    hit.score = (hit.score + (close.get(hit.id) ?? 0)) * kind * (teachers.has(hit.id) ? FOR_TEACHERS.factor : 1);
    hit.all = hit.parts === known.length;
    hit.allInTitle = known.length > 0 && hit.titles === known.length;
    hit.allNamed = known.length > 0 && hit.names === known.length;
  }
  const all = await exactFirst([...scored.values()].sort((a, b) => b.score - a.score), question);
  const best = Math.max(0, ...all.filter((hit) => !hit.demo).map((hit) => Math.min(hit.score, 2)));
  const ordered = inOrder(all, asksFor, best);
  // A question of filters alone is a choice: what does not answer to all of them is no answer.
  const choice = known.length > 1 && known.every(({ concept }) => concept.filters.length) && all.some((hit) => hit.all && !hit.demo);
  const fits = (hit) => hit.all || (!choice && (known.length < 2 || hit.leads || hit.score >= best * ENOUGH));
  return { hits: ordered.filter(fits), all: ordered, known, parts };
}

/** Real pages by score, demonstration ones behind them. Where the question names a kind and only a demonstration record of
    that kind is about it, it `leads`: it stands first, marked as what it is. */
function inOrder(all, asksFor, best) {
  const order = (a, b) => b.score - a.score || (a.id < b.id ? -1 : 1);
  const real = all.filter((hit) => !hit.demo);
  const about = real.some((hit) => hit.allInTitle);
  for (const hit of all) hit.leads = hit.demo && !about && asksFor.has(hit.kind) && hit.allInTitle && hit.score > best * 1.2;
  const [leads, rest] = [all.filter((hit) => hit.leads), all.filter((hit) => hit.demo && !hit.leads)];
  return [...leads.sort(order), ...real.sort(order), ...rest.sort(order)];
}
