/* A route as a link: what to do and in which month, and nothing else. It stands behind «#», which a browser sends to
   nobody. The one who opens it got it from anybody, so whatever is in it is data: only what has the form of an address
   of the base is taken, and only so much of it. */

import { isMonth } from "./months.js";

/** Things of a route, as many assessments, and characters of a link. */
export const MOST = 40;
export const LONGEST = 9000;

const START = "#plan=";
const CHECK = "promezhutok";
const ADDRESS = /^([a-z]{1,20})\/[a-z0-9]{1,60}(?:-[a-z0-9]{1,60}){0,60}$/;

/** Kinds of things that a link may carry: records that are offered, and steps of any route. */
export const STEP = "shag";

/** {hash, left}: the link for this route; `left` counts what a person has worded himself and stays here: a name may
    stand in it. */
export function encode({ items, checks }) {
  const sent = items.filter(({ key }) => ADDRESS.test(key) && !key.startsWith("svoe/"));
  const parts = [...sent.map(({ key, month }) => told(key, month)), ...checks.map(({ month }) => told(CHECK, month))];
  return { hash: START + parts.join(","), left: items.length - sent.length };
}

function told(key, month) {
  return isMonth(month) ? `${key}.${month}` : key;
}

/** What a link says: {items: [{key, month}], checks: [{month}], odd} or null where it is no such link. `odd` counts
    parts that are nothing of a route, or too many; `kinds` are those that a link may name. */
export function decode(hash, kinds) {
  if (!hash.startsWith(START)) return null;
  const parts = plain(hash.slice(START.length, LONGEST)).split(",").filter(Boolean);
  const found = { items: [], checks: [], odd: hash.length > LONGEST ? 1 : 0 };
  const seen = new Set();
  for (const part of parts) {
    const [key, month = ""] = part.split(".");
    const kind = ADDRESS.exec(key)?.[1];
    const right = part.split(".").length < 3 && (month === "" || isMonth(month));
    const isThing = kind && (kinds.includes(kind) || kind === STEP) && !seen.has(key);
    if (!right) found.odd += 1;
    else if (key === CHECK && found.checks.length < MOST) found.checks.push({ month });
    else if (!isThing || found.items.length === MOST) found.odd += 1;
    else {
      seen.add(key);
      found.items.push({ key, month });
    }
  }
  return found;
}

/* Messengers write signs of addresses in their own way. */
function plain(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
