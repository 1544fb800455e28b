/* A question taken apart: words worth looking for, phrases that are known by another name, filters, diagnoses. What is known
   comes from the vocabularies of the base (generator/pages/search.py); nothing here knows a word of a school. */

import { fold, stem, tokensOf, unaskable } from "./search-words.js";

const STOP = new Set(("без ведь все всех где для его ее если еще или их как какая какие какой какую когда которая которые который кто либо меня мне мой моя"
  + " мое мои мы над наш нас она они оно от по под при про свой свои свою своей так там тебе тем тот тут уже хочу чего чем что чтобы эта эти это этот"
  + " потом значит такое такой нужно надо можно делать сделать делает делают помочь помогите дать стать очень просто пожалуйста подскажите посоветуйте найти хотят ли бы"
  + " сегодня скоро ближайший ближайшая ближайшие ближайшее новый новые последние две два двух три много разные разный одну января январь феврале"
  + " февраль марте март апреле апрель мае май июне июнь июле июль августе август сентябре сентябрь октябре октябрь ноябре ноябрь декабре декабрь"
  + " заняться занять чем-то всего вообще именно тоже быть есть был будет была сайт сайта сайте сайту"
  + " моем моего моей моему моих моим своего своем своему своих своим нашего нашем нашей нашему наших нашим ваш вашем вашей посмотреть увидеть"
  + " узнать включить ктото чтото гдето какойто какаято както нибудь").split(" "));
const GRADE = /^(?:класс\p{L}*|кл)$/u;
const MOST_WORDS = 10;
const MOST_TOKENS = 80;
const NOT = new Set(["не", "без", "нет", "ни"]);
const GAP = 2; // other words inside a phrase of the everyday words: «срывает [весь] урок»

const phrase = (text) => tokensOf(text).map(stem);
/** The first two letters of the first stem: most phrases are ruled out without being looked at. */
function indexed(pairs) {
  const found = new Map();
  for (const [text, value] of pairs) {
    const parts = phrase(text);
    if (!parts.length) continue;
    const key = parts[0];
    if (!found.has(key)) found.set(key, []);
    found.get(key).push({ parts, value });
  }
  for (const all of found.values()) all.sort((a, b) => b.parts.length - a.parts.length);
  return found;
}

/** «геогр», «матем»: a long enough beginning of a subject of one word says the subject. */
const beginnings = (label) => (/^\p{L}{7,}$/u.test(label) ? [...Array(label.length - 6).keys()].map((i) => label.slice(0, 4 + i)) : []);

/** [word, others] for every word of the groups that `meanings.json` has. */
const pairsOf = (groups) => groups.flatMap(([others, words]) => words.split("|").map((word) => [word, others.split("|")]));

/** `meanings.json` made ready to be looked up. */
export function read({ synonyms: same = [], broader: wider = [], filters = [], care = [], danger = [], absent = [], kinds = {} }) {
  const [synonyms, broader] = [pairsOf(same), pairsOf(wider)];
  const named = [];
  const labels = new Map();
  for (const [kind, facet, id, label, names] of filters) {
    const value = { kind, facet, id, label };
    named.push(...[...names, ...(facet === "subjects" ? beginnings(fold(label)) : [])].map((name) => [name, value]));
    labels.set(fold(label), [...(labels.get(fold(label)) ?? []), value]);
  }
  const said = new Set(named.map(([name]) => name));
  // A word that leads to the label of a filter only hints at it: pages that answer to it stand higher.
  const hinted = [...broader, ...synonyms].filter(([name]) => !said.has(name))
    .flatMap(([name, others]) => others.flatMap((other) => (labels.get(other) ?? []).map((value) => [name, value])));
  const capitals = care.filter((name) => name !== fold(name));
  return {
    synonyms: indexed(synonyms),
    broader: indexed(broader),
    named: indexed(named),
    hinted: indexed(hinted),
    care: indexed(care.filter((name) => name === fold(name)).map((name) => [name, true])),
    capitals: new Set(capitals.map(fold)),
    danger: indexed(danger.map((name) => [name, true])),
    absent: indexed(absent.flatMap(([label, advice, ...names]) => names.map((name) => [name, { label, advice }]))),
    kinds: new Map(Object.entries(kinds).map(([kind, [weight]]) => [kind, weight])),
    asksFor: indexed(Object.entries(kinds).flatMap(([kind, [, words]]) => words.map((word) => [word, kind]))),
    short: new Set(synonyms.map(([name]) => name).filter((name) => /^\p{L}{1,2}$/u.test(name))),
  };
}

/** Places of the parts of a phrase when its first part stands at `place`, or null: side by side, or with `gap` other words
    among them and in any order. «Не» says the opposite of the next word and stays with it. */
function placesOf(parts, stems, place, gap) {
  const places = [place];
  for (let i = 1; i < parts.length; i += 1) {
    const next = places[i - 1] + 1;
    const strict = !gap || NOT.has(parts[i - 1]);
    const free = (at) => stems[at] === parts[i] && !places.includes(at) && (strict ? at === next : !NOT.has(stems[at - 1]) || NOT.has(parts[i]));
    const near = [next, ...[...Array(gap * 2 + parts.length).keys()].flatMap((far) => [next + far + 1, place - far - 1])];
    const at = near.find((one) => free(one));
    if (at === undefined) return null;
    places.push(at);
  }
  places.sort((a, b) => a - b);
  return places[places.length - 1] - places[0] < parts.length + gap ? places : null;
}

/** Every known phrase of the question: {from, to, places, value}; longer ones first, and without a gap shorter ones inside
    them left out. */
function found(known, stems, gap = 0) {
  const all = stems.flatMap((one, from) => (known.get(one) ?? []).flatMap(({ parts, value }) => {
    const places = placesOf(parts, stems, from, Math.min(gap, parts.length - 1));
    return places ? [{ from: places[0], to: places[places.length - 1] + 1, places, value }] : [];
  }));
  all.sort((a, b) => b.places.length - a.places.length || (a.to - a.from) - (b.to - b.from));
  return gap ? all : all.filter((one) => !all.some((other) => other.places.length > one.places.length && one.places.every((at) => other.places.includes(at))));
}

const CLASS = "(1[01]|[1-9])";
/* The letter or the ending of a number before «класс»: «5 «Б» класс», «5-й класс», «в 7-х классах». */
const OF_CLASS = new RegExp(`\\b${CLASS}\\s*-?\\s*[«"„]?(?:[а-я]|ый|ого|ому|ом|ые|ых|ая|ой|го|му|ми)[»"“]?(?=\\s+кл)`, "gu");
const SPAN = new RegExp(`\\b${CLASS}\\s*(?:-|–|—|по|до)\\s*${CLASS}(?=\\s*-?\\s*(?:\\p{L}{1,3}\\s+)?кл)`, "gu");

/** The question with classes as plain numbers, those between two of them too («с 5-го по 7-й класс» is «с 5 6 7 класс»), and
    with «д/з» as one word. */
const spelled = (text) => fold(text).replace(/(^|[^\p{L}])нету(?!\p{L})/gu, "$1нет").replace(/(^|[^\p{L}])(\p{L})\/(\p{L})(?!\p{L})/gu, "$1$2$3").replace(/(\d)-?(?:го|й|х|ого)(?=\s+(?:по|до)\s+\d)/gu, "$1")
  .replace(SPAN, (whole, from, to) => (+from < +to ? [...Array(to - from + 1).keys()].map((i) => +from + i).join(" ") : whole))
  .replace(OF_CLASS, "$1 ").replace(OF_CLASS, "$1 ");

/** «6 кл», «6а класс», «5 и 6 класс» and, beside a subject, a bare «8» or «8а» are classes. */
function withGrades(tokens, subjectAt) {
  const isClass = (token) => /^(?:1[01]|[1-9])$/.test(token);
  const bare = tokens.map((token, i) => {
    const letter = /^(1[01]|[1-9])[а-зк]$/.exec(token);
    if (letter && (GRADE.test(tokens[i + 1] ?? "") || (i + 1 === tokens.length && subjectAt(i)))) return letter[1];
    return token === "кл" && /^\d+$/.test(tokens[i - 1] ?? "") ? "класс" : token;
  });
  const inRow = (i) => {
    let next = i + 1;
    while (isClass(bare[next] ?? "") || (bare[next] === "и" && isClass(bare[next + 1] ?? ""))) next += 1;
    return next > i + 1 && GRADE.test(bare[next] ?? "");
  };
  return bare.flatMap((token, i) => (isClass(token) && (inRow(i) || (subjectAt(i) && !bare[i + 1])) ? [token, "класс"] : [token]));
}

/** Is a word of the question one of a diagnosis? An abbreviation only as it is, other words in any form. "danger" where
    a child may be in danger now. */
function asksForCare(tokens, stems, known) {
  if (found(known.danger, stems).length > 0) return "danger";
  return tokens.some((token) => known.capitals.has(token)) || found(known.care, stems).length > 0;
}

/** The stems of the words that tell something, for comparing a title with a question. */
export const tellingStems = (text) => tokensOf(text).filter((word) => !STOP.has(word) && !/^\p{L}{1,2}$/u.test(word)).map(stem);

/** What a phrase also goes by: wordings of the words worth looking for. */
const wordings = (others) => others.map((other) => tokensOf(other).filter((word) => !STOP.has(word) && !unaskable(word)))
  .filter((words) => words.length);

/** «проф стандарт» is one word where the two of them are known as one. */
function joined(tokens, known) {
  const whole = (word) => [known.synonyms, known.named, known.broader, known.absent].some((all) => (all.get(stem(word)) ?? []).some(({ parts }) => parts.length === 1));
  return tokens.flatMap((token, i) => {
    if (i && tokens[i - 1].length > 2 && token.length > 2 && whole(tokens[i - 1] + token)) return [];
    return i + 1 < tokens.length && token.length > 2 && tokens[i + 1].length > 2 && whole(token + tokens[i + 1]) ? [token + tokens[i + 1]] : [token];
  });
}

/** Of a long story the parts that are known by another name or as a filter, then the longest words, in their order: what
    is asked often stands at the end. */
function mostTelling(concepts) {
  const known = (one) => [one.others, one.broader, one.filters, one.hints].some((all) => all.length);
  const telling = (one) => (known(one) ? 100 : 0) + Math.max(0, ...one.words.map((word) => word.length));
  const kept = new Set([...concepts].sort((a, b) => telling(b) - telling(a)).slice(0, MOST_WORDS));
  return concepts.filter((one) => kept.has(one));
}

/**
 * The question as the search understands it: `concepts` ({words, others, broader, filters, hints}: what a page should have, each
 * weighed by itself), `filters` (values that the words name), `care`, `absent`
 * (a topic that no page is about), `asksFor` (kinds that the words name).
 */
export function understand(text, known) {
  let tokens = joined(tokensOf(spelled(text)).flatMap((token) => token.match(/^\d{1,2}(?=\p{L}{2})|\p{L}.*|.+/gu)), known);
  const subjects = found(known.named, tokens.map(stem)).filter(({ value }) => value.facet === "subjects");
  tokens = withGrades(tokens, (i) => subjects.some(({ from, to }) => to === i || from === i + 1)).slice(0, MOST_TOKENS);
  const stems = tokens.map(stem);
  const named = found(known.named, stems);
  const hinted = found(known.hinted, stems, GAP);
  const same = found(known.synonyms, stems, GAP);
  const broader = found(known.broader, stems, GAP);
  const spans = [...named, ...same, ...broader, ...hinted].sort((a, b) => b.places.length - a.places.length || (a.to - a.from) - (b.to - b.from) || a.from - b.from);
  const taken = new Set();
  const concepts = [];
  const add = (places) => {
    const inside = (one) => one.places.join() === places.join();
    const words = places.map((i) => tokens[i]);
    for (const i of places) taken.add(i);
    concepts.push({
      from: places[0],
      words: words.filter((word) => !unaskable(word)), // in a phrase «два» tells something («два класса»)
      others: wordings(same.filter(inside).flatMap(({ value }) => value)),
      broader: wordings(broader.filter(inside).flatMap(({ value }) => value)),
      filters: named.filter(inside).map(({ value }) => value),
      hints: hinted.filter(inside).map(({ value }) => value),
    });
  };
  for (const { places } of spans) if (!places.some((i) => taken.has(i))) add(places);
  const kept = tokens.map((word, i) => i).filter((i) => !taken.has(i) && !/^\p{L}{1,2}$/u.test(tokens[i]));
  const telling = kept.filter((i) => !STOP.has(tokens[i]));
  for (const i of telling.length || concepts.length ? telling : kept) add([i]);
  concepts.sort((a, b) => a.from - b.from);
  named.sort((a, b) => a.from - b.from);
  const filters = new Map(named.filter(({ from }) => concepts.some((c) => c.from === from)).map(({ value }) => [`${value.kind} ${value.facet} ${value.id}`, value]));
  return {
    text,
    concepts: mostTelling(concepts.filter((c) => [c.words, c.others, c.broader, c.filters].some((all) => all.length))),
    filters: [...filters.values()],
    care: asksForCare(tokens, stems, known),
    absent: found(known.absent, stems).find(({ places }) => !same.some((other) => other.places.length > places.length && places.every((i) => other.places.includes(i))))?.value,
    asksFor: new Set(found(known.asksFor, stems).map(({ value }) => value)),
  };
}
