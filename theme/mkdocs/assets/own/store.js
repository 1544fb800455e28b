/* What a reader keeps for himself, on this device only: nothing of it is ever sent, and nothing is written before he has
   asked for it.

   Three modes. "off": values live as long as the page. "kept": in localStorage, until they are erased. "tab": a stranger's
   computer, in the memory of this tab (sessionStorage); a browser may bring a closed tab back, so a tab that nobody has
   looked at for an hour is emptied. Values go along when the mode changes, nothing stays where they were.

   Every value is checked by its shape on the way in and out: files come from strangers, and other tabs, other versions and
   the person himself write into the same storage. Two bases on one host have keys of their own. */

import { SHAPES, has, isGroup } from "./shapes.js";

export const VERSION = 1;
export const FORMAT = "metodoteka.own";
/** Characters of one value as it is kept. */
export const LARGEST = 400_000;
export const NAMES = Object.keys(SHAPES);

const START = `${FORMAT}.${new URL("../../", import.meta.url).pathname}#`;
const HOUR = 3_600_000;
const [MODE, LOOKED] = ["mode", "looked"]; // what stands beside the values
const memory = new Map();
const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(START) : null;
const listening = new Set();

/** Where values are kept now: "off", "kept" or "tab". */
export function mode() {
  if (get("tab", MODE) === "tab") return "tab";
  return get("kept", MODE) === "kept" ? "kept" : "off";
}

/** Whether the browser lets this site near the storage of a mode at all; nothing is written to find out. */
export function allows(its) {
  try {
    return its === "off" || Boolean(area(its));
  } catch {
    return false;
  }
}

/** Keep values elsewhere from now on, with all that there is; false where the browser does not let us, then nothing has
    changed. Where another tab keeps values already, ours join them. */
export function choose(wanted) {
  const now = mode();
  if (wanted === now) return true;
  const before = texts(wanted, [MODE, ...NAMES]);
  const moved = texts(now).filter(([, text]) => text !== null).every(([name, text]) => put(wanted, name, joined(wanted, name, text)));
  if (moved && (wanted === "off" || put(wanted, MODE, wanted))) {
    clear(now);
    look();
    return true;
  }
  restore(wanted, before);
  return false;
}

/** The value of this name, null where there is none or none that we understand. */
export function read(name) {
  return opened(name, get(mode(), name))?.value ?? null;
}

/** True when it is kept; false where there is no room, or it is no value of this name: what was there stays. */
export function write(name, value) {
  const now = mode();
  const [right, before] = [fit(name, value), opened(name, get(now, name))];
  if (right === null || before?.newer) return false; // a newer version of the site has written there
  return put(now, name, sealed(right));
}

/** Change a value that may have been changed elsewhere: `change` gets what is there now, null where nothing is. */
export function update(name, change) {
  return write(name, change(read(name)));
}

export function forget(name) {
  known(name);
  drop(mode(), name);
}

/** Everything as an object for a file. */
export function exportAll() {
  const found = NAMES.map((name) => [name, read(name)]).filter(([, value]) => value !== null);
  return { format: FORMAT, version: VERSION, values: Object.fromEntries(found) };
}

/** Take in what exportAll has given, here or elsewhere: {taken: [name], left: [{name, why}]}; why is "format", "newer",
    "unknown", "shape" or "full". Saved practices that are not in the file stay, everything else is replaced; with "full"
    nothing has changed. */
export function importAll(given) {
  const all = (why) => ({ taken: [], left: [{ name: "", why }] });
  if (!isGroup(given) || given.format !== FORMAT || !isGroup(given.values)) return all("format");
  if (!Number.isInteger(given.version) || given.version < 1) return all("format");
  if (given.version > VERSION) return all("newer");
  const [right, left] = [[], []];
  for (const [name, value] of Object.entries(given.values)) {
    const fitting = has(SHAPES, name) ? fit(name, value) : undefined;
    if (fitting === undefined) left.push({ name: name.slice(0, 40), why: "unknown" });
    else if (fitting === null) left.push({ name, why: "shape" });
    else right.push([name, name === "saved" ? { ...read("saved"), ...fitting } : fitting]);
  }
  const before = texts(mode());
  if (right.every(([name, value]) => write(name, value))) return { taken: right.map(([name]) => name), left };
  restore(mode(), before);
  return all("full");
}

/** Nothing is left, in no mode and in no tab of this site; the mode is "off". */
export function eraseAll() {
  for (const its of ["kept", "tab", "off"]) clear(its);
  channel?.postMessage("erased");
}

/** Calls back with the name of what another tab has changed, with "mode" when it keeps values elsewhere. */
export function onChange(callback) {
  listening.add(callback);
}

/** The day as values name it: "2026-11-29", by the clock of the device. */
export function today(at = new Date()) {
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/* --- values and their texts --------------------------------------------------------------------------------------- */

function known(name) {
  if (!has(SHAPES, name)) throw new TypeError(`no value is called ${name}`);
}

function fit(name, value) {
  known(name);
  try {
    const right = SHAPES[name](value);
    return right !== null && sealed(right).length <= LARGEST ? right : null;
  } catch {
    return null; // deeper than a value can be
  }
}

function sealed(value) {
  return JSON.stringify({ v: VERSION, value });
}

/* {value}, {newer} or null: somebody else's text may stand there. */
function opened(name, text) {
  known(name);
  if (text === null) return null;
  try {
    const found = JSON.parse(text);
    return found.v > VERSION ? { newer: true } : { value: fit(name, found.value) };
  } catch {
    return null;
  }
}

/* Of two tabs that have kept a value each; a practice saved in both is as it is there. */
function joined(its, name, text) {
  const [there, ours] = [opened(name, get(its, name))?.value, opened(name, text)?.value];
  if (!there) return text;
  return sealed(name === "saved" ? { ...ours, ...there } : there);
}

/* --- storage, which may be switched off, full or gone ---------------------------------------------------------------- */

function area(its) {
  return its === "kept" ? localStorage : sessionStorage; // to name it may be refused already
}

function get(its, name) {
  if (its === "off") return memory.get(name) ?? null;
  try {
    return area(its).getItem(START + name);
  } catch {
    return null;
  }
}

function put(its, name, text) {
  if (its === "off") return Boolean(memory.set(name, text));
  try {
    area(its).setItem(START + name, text);
    return true;
  } catch {
    return false;
  }
}

function drop(its, name) {
  if (its === "off") memory.delete(name);
  else {
    try {
      area(its).removeItem(START + name);
    } catch { /* nothing can stand there */ }
  }
}

function texts(its, names = NAMES) {
  return names.map((name) => [name, get(its, name)]);
}

function restore(its, before) {
  for (const [name, text] of before) {
    if (text === null) drop(its, name);
    else put(its, name, text);
  }
}

/* Whatever begins with our mark, names of other versions too. */
function clear(its) {
  if (its === "off") memory.clear();
  else {
    try {
      for (const key of Object.keys(area(its))) if (key.startsWith(START)) area(its).removeItem(key);
    } catch { /* nothing can stand there */ }
  }
}

/* --- the tab and the other tabs -------------------------------------------------------------------------------------- */

function look() {
  if (get("tab", MODE) === "tab") put("tab", LOOKED, String(Date.now()));
}

if (get("tab", MODE) === "tab" && !(Date.now() - Number(get("tab", LOOKED)) < HOUR)) clear("tab");
look();
addEventListener("pagehide", look);
document.addEventListener("visibilitychange", look);

addEventListener("storage", ({ key }) => {
  if (key !== null && !key.startsWith(START)) return;
  for (const callback of listening) callback(key === null ? MODE : key.slice(START.length));
});
channel?.addEventListener("message", () => {
  clear("tab");
  clear("off");
  for (const callback of listening) callback(MODE);
});
