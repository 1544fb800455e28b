/* What a reader has chosen in a catalogue: from the address and back, which records answer to it, in which order.
 *
 * No page is touched here: the filters of a listing (assets/javascripts/catalogue.js) and the booklet of a filtered list
 * (assets/sheets/selection.js) ask the same functions, so the booklet holds exactly what the listing shows. What the file
 * of a catalogue holds is explained in generator/pages/catalogue.py.
 */

import { number, plural } from "../shared/ui.js";

export const UNSAID = "Показать и те, где об условии не сказано";
export const DEMO = "Показать демонстрационные";

/** The catalogue with what is asked of it again and again: places of values, fields with a number. */
export function prepare(data) {
  const at = (values) => new Map(values.map(([id], n) => [id, n]));
  const numbers = [];
  if (data.size && data.size.some(Boolean)) {
    numbers.push({
      k: "size", t: "Сколько учеников в классе", step: 1, min: 1, max: 60,
      label: (n) => `в классе ${plural(n, ["ученик", "ученика", "учеников"])}`,
      met: (i, n) => data.size[i] && (data.size[i][0] ?? 0) <= n && n <= (data.size[i][1] ?? Infinity),
      known: (i) => data.size[i] !== null,
    });
  }
  if (data.hours && data.hours.some((hours) => hours !== null)) {
    numbers.push({
      k: "hours", t: "Часов на подготовку, не больше", step: 0.5, min: 0, max: 200,
      label: (n) => `подготовка не дольше ${number(n)} ч`,
      met: (i, n) => data.hours[i] !== null && data.hours[i] <= n,
      known: (i) => data.hours[i] !== null,
    });
  }
  return {
    data,
    numbers,
    total: data.ids.length,
    hasDemo: data.real > 0 && data.real < data.ids.length,
    facets: data.facets.map((facet) => ({ ...facet, at: new Map([...Object.entries(facet.was ?? {}), ...at(facet.v)]) })),
    fit: data.fit && { ...data.fit, at: at(data.fit.v) },
  };
}

/** An address as people read it; one with a broken sequence (`%E0%A4%A`) stays as it is: somebody else wrote it. */
export function readable(address) {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

/** The choice that an address names (`location.search`); what the catalogue does not know is left out. */
export function read({ data, facets, fit, numbers, hasDemo }, search) {
  const asked = new URLSearchParams(search);
  const known = (at, key) =>
    new Set((asked.get(key) || "").split(",").filter((id) => at.has(id)).map((id) => at.get(id)));
  return {
    facets: facets.map((facet) => known(facet.at, facet.k)),
    fit: fit ? known(fit.at, "fit") : new Set(),
    numbers: numbers.map(({ k, min, max }) => {
      const text = (asked.get(k) || "").replace(",", ".");
      const n = Number(text);
      return text && n >= min && n <= max ? n : null;
    }),
    unknown: asked.get("unknown") === "1",
    demo: !hasDemo || asked.get("demo") === "1",
    sort: data.sorts.some((sort) => sort.k === asked.get("sort")) ? asked.get("sort") : "",
  };
}

/** Whether an address names a value that the catalogue does not know: then the answer is wider than what was asked. */
export function isWider({ facets, fit }, search) {
  const asked = new URLSearchParams(search);
  return [...facets, ...(fit ? [{ k: "fit", at: fit.at }] : [])].some(({ k, at }) =>
    (asked.get(k) || "").split(",").some((id) => id && !at.has(id)));
}

/** A choice that can be changed without changing the one it is a copy of. */
export function copy(state) {
  return { ...state, facets: state.facets.map((set) => new Set(set)), fit: new Set(state.fit), numbers: [...state.numbers] };
}

/** The same choice after `change`. */
export function afterChange(state, change) {
  const made = copy(state);
  change(made);
  return made;
}

/** No filter at all; the demonstration records and the order stay as chosen. */
export function clear(state) {
  state.facets.forEach((set) => set.clear());
  state.fit.clear();
  state.numbers.fill(null);
  state.unknown = false;
}

/** The choice as `?subjects=matematika&fit=offline` (empty for none); parameters of others in `search` are kept. */
export function query({ facets, fit, numbers, hasDemo }, state, search = "") {
  const own = new Set([...facets.map((facet) => facet.k), ...numbers.map((n) => n.k), "fit", "unknown", "demo", "sort"]);
  const parts = [];
  for (const [key, value] of new URLSearchParams(search)) {
    if (!own.has(key)) parts.push([key, encodeURIComponent(value)]);
  }
  const ids = (v, set) =>
    [...set].sort((a, b) => a - b).map((n) => encodeURIComponent(v[n][0]).replace("%2F", "/")).join(",");
  facets.forEach((facet, f) => state.facets[f].size && parts.push([facet.k, ids(facet.v, state.facets[f])]));
  if (state.fit.size) parts.push(["fit", ids(fit.v, state.fit)]);
  numbers.forEach(({ k }, n) => state.numbers[n] !== null && parts.push([k, state.numbers[n]]));
  if (state.unknown) parts.push(["unknown", 1]);
  if (hasDemo && state.demo) parts.push(["demo", 1]);
  if (state.sort) parts.push(["sort", state.sort]);
  return parts.length ? "?" + parts.map((pair) => pair.join("=")).join("&") : "";
}

/** True when a record suits one of the values without naming it: a practice for any subject suits chemistry. */
const suits = (facet, set, i) => Boolean(facet.s) && facet.s[i].some((n) => n === facet.all || set.has(n));

/** True when a record answers to the choice only because it suits any value: such come behind those that name theirs. */
export function isBroad({ facets }, state, i) {
  return facets.some((facet, f) => facet.s && state.facets[f].size && !facet.r[i].some((n) => state.facets[f].has(n)));
}

/** The labels of the subjects of a record, those that were asked for first, then what is inside of them or above; empty
    when no subject was asked for, or the record names none. A broader one is left out where a narrower one says it. */
export function subjects({ facets }, state, i) {
  const f = facets.findIndex((facet) => facet.k === "subjects");
  if (f < 0 || !state.facets[f].size) return [];
  const { v, r, all } = facets[f];
  const asked = state.facets[f];
  const rank = (n) => {
    if (asked.has(n)) return 0;
    return asked.has(v[n][2]) || [...asked].some((one) => v[one][2] === n) ? 1 : 2;
  };
  return r[i]
    .filter((n) => n !== all && (rank(n) < 2 || !r[i].some((other) => v[other][2] === n)))
    .sort((a, b) => rank(a) - rank(b) || a - b)
    .map((n) => v[n][1]);
}

/** The conditions in force, each with its test and its words: several values of a facet mean "or", all else "and". */
export function conditions({ facets, fit, numbers }, state) {
  const found = [];
  facets.forEach((facet, f) => {
    const set = state.facets[f];
    if (set.size) found.push({ facet: f, met: (i) => facet.r[i].some((n) => set.has(n)) || suits(facet, set, i),
      title: `${facet.t}: ${[...set].sort((a, b) => a - b).map((n) => facet.v[n][1]).join(" или ")}`,
      without: (s) => s.facets[f].clear() });
  });
  state.fit.forEach((n) => found.push({ fit: n, title: fit.v[n][1],
    met: (i) => fit.r[i].includes(n) || (state.unknown && fit.u[i].includes(n)),
    without: (s) => s.fit.delete(n) }));
  numbers.forEach((asked, at) => {
    const n = state.numbers[at];
    if (n !== null) found.push({ number: at, title: asked.label(n),
      met: (i) => asked.met(i, n) || (state.unknown && !asked.known(i)),
      without: (s) => { s.numbers[at] = null; } });
  });
  return found;
}

const NONE = -1;
const SEVERAL = -2;

/** The place of the only condition that a record does not meet. */
function failing(asked, i) {
  let found = NONE;
  for (let n = 0; n < asked.length; n++) {
    if (asked[n].met(i)) continue;
    if (found !== NONE) return SEVERAL;
    found = n;
  }
  return found;
}

/** Count a record for the values that it has, and for those that it only suits; 1 where that is any value but those
    that are counted off: of ten thousand records nobody goes through all values. */
function tell(facet, i, counts, broad) {
  const own = facet.r[i];
  for (const n of own) counts[n]++;
  if (!facet.s) return 0;
  const suited = facet.s[i];
  if (suited.includes(facet.all)) {
    for (const n of own) broad[n]--;
    return 1;
  }
  for (const n of suited) if (!own.includes(n)) broad[n]++;
  return 0;
}

/** Results, and what every value would give: the records that meet all conditions of *other* facets and have it
    (`byFacet`) or suit it without naming it (`broad`). */
export function count(catalogue, state) {
  const { data, facets, fit, total } = catalogue;
  const asked = conditions(catalogue, state);
  const end = state.demo ? total : data.real;
  const results = [];
  const alone = asked.map(() => 0);
  const failed = new Int16Array(end); // the one condition that a record does not meet
  for (let i = 0; i < end; i++) {
    failed[i] = failing(asked, i);
    if (failed[i] === NONE) results.push(i);
    else if (failed[i] !== SEVERAL) alone[failed[i]]++;
  }
  const place = new Map(asked.map((condition, n) => [condition.facet, n]));
  const byFacet = facets.map((facet) => facet.v.map(() => 0));
  const broad = facets.map((facet) => facet.v.map(() => 0));
  facets.forEach((facet, f) => {
    const its = place.get(f) ?? NONE;
    let any = 0;
    for (let i = 0; i < end; i++) {
      if (failed[i] === NONE || failed[i] === its) any += tell(facet, i, byFacet[f], broad[f]);
    }
    broad[f] = broad[f].map((n) => n + any);
  });
  const byFit = fit ? fit.v.map(() => 0) : [];
  if (fit) {
    for (const i of results) {
      for (const n of fit.r[i]) byFit[n]++;
      if (state.unknown) for (const n of fit.u[i]) byFit[n]++;
    }
  }
  return { asked, results, alone, byFacet, broad, byFit, end };
}

/** What to change where nothing is found, most records first: {title, n, change}; all are computed, none is guessed. */
export function ways(catalogue, state, found) {
  const made = found.asked
    .map((condition, n) => ({ title: `Убрать «${condition.title}»`, n: found.alone[n], change: condition.without }));
  const other = (title, change) => made.push({ title, n: count(catalogue, afterChange(state, change)).results.length, change });
  if (catalogue.fit && !state.unknown && (state.fit.size || state.numbers.some((n) => n !== null))) {
    other(UNSAID, (s) => { s.unknown = true; });
  }
  if (catalogue.hasDemo && !state.demo) other(DEMO, (s) => { s.demo = true; });
  return made.filter((way) => way.n > 0).sort((a, b) => b.n - a.n);
}

/** Results in the chosen order, those that only suit the choice behind the others; where nobody has said, at the end.
    `results` are in the order of the catalogue (count()). */
export function sorted(catalogue, results, state) {
  const sort = catalogue.data.sorts.find((one) => one.k === state.sort);
  const named = [];
  const broad = [];
  for (const i of results) (isBroad(catalogue, state, i) ? broad : named).push(i);
  const before = (a, b) => {
    const [x, y] = [sort.r[a], sort.r[b]];
    if (x === y) return a - b;
    if (x === null || y === null) return x === null ? 1 : -1;
    return (x < y ? -1 : 1) * sort.d;
  };
  return sort ? [...named.sort(before), ...broad.sort(before)] : [...named, ...broad];
}
