/* What is new for a person. Everybody gets the same file; what of it concerns whom, and what was there the last time, is
   reckoned here. */

import { today } from "./store.js";

const SHOWN = 12; // of what is not new

/** A short mark of a piece of news: another one when the record changes again. */
export function mark([, id, , day], kind) {
  let sum = 5381;
  for (const char of `${kind}/${id}@${day}`) sum = (sum * 33 + char.charCodeAt(0)) % 2 ** 40;
  return sum.toString(36);
}

/** What is kept of this visit: `before` is what was kept of the last one, `marks` those of the file. On the first visit
    nothing is new, and the whole day long the same is. */
export function visit(before, marks, day = today()) {
  if (!before) return { day, known: marks, now: marks };
  return before.day === day ? { ...before, now: marks } : { day, known: before.now, now: marks };
}

/** The news that concern a person, {kind, word, id, title, day, changed, demo, near, isNew}, the new ones first: `base` is
    the file, `places` the districts, `me` {class, subject, district}, `known` the marks of what is not new. */
export function concerning(base, places, me, known) {
  const old = new Set(known);
  const [subject, level] = [numberOf(base.subjects, me.subject), numberOf(base.levels, me.class)];
  const home = places.find(([id]) => id === me.district);
  const around = home ? [`districts/${home[0]}`, `regions/${home[2]}`].map((key) => base.places.indexOf(key)) : [];
  const onlyDemo = base.news.every((one) => one[8]);
  const found = [];
  for (const one of base.news) {
    const [kind, word] = base.kinds[one[0]];
    const near = one[7].some((place) => around.includes(place));
    // A practice is for everybody, wherever it was born; a meeting of the other district is not.
    const fits = suits(one[5], subject) && suits(one[6], level) && (near || !home || !one[7].length || kind === "practices");
    if (!fits || (one[8] && !onlyDemo && !home?.[4])) continue;
    found.push({ kind, word, id: one[1], title: one[2], day: one[3], changed: one[4] === 1, demo: one[8] === 1, near, isNew: !old.has(mark(one, kind)) });
  }
  return [...found.filter((one) => one.isNew), ...found.filter((one) => !one.isNew).slice(0, SHOWN)];
}

/** The marks of all that the file tells. */
export function marks(base) {
  return base.news.map((one) => mark(one, base.kinds[one[0]][0]));
}

function numberOf(terms, id) {
  return terms.findIndex(([its]) => its === id);
}

/* Nothing said, by the record or by the person, fits all. */
function suits(numbers, wanted) {
  return wanted < 0 || !numbers.length || numbers.includes(wanted);
}
