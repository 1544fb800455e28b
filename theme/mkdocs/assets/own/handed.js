/* A report on its way from a saved practice to the form, in the memory of this tab: nothing of it stands in an address.
   Where the browser keeps nothing, or the person wants nothing kept, it goes in the name of the window, which is emptied as
   soon as it is read. */

import { FORMAT, mode } from "./store.js";

const KEY = `${FORMAT}.${new URL("../../", import.meta.url).pathname}#report`;
const LARGEST = 10_000;
const ASKED = { practice: /^[a-z0-9-]{1,120}$/, territory: /^(districts|regions)\/[a-z0-9-]{1,120}$/, date: /^\d{4}(-\d\d){0,2}$/, note: /^/ };

/** What the address of the form says when something has been handed to it. */
export const HANDED = "#iz-kabineta";

/** Hand over {practice, territory, date, note}; what is undefined is not said. */
export function hand(report) {
  const text = JSON.stringify(report);
  try {
    if (mode() !== "off") {
      sessionStorage.setItem(KEY, text);
      return;
    }
  } catch { /* full */ }
  window.name = KEY + text;
}

/** What has been handed to this page, each a text; empty where nothing has. */
export function handed() {
  if (location.hash !== HANDED) return {};
  try {
    const right = ([name, value]) => typeof value === "string" && value.length <= LARGEST && ASKED[name]?.test(value);
    return Object.fromEntries(Object.entries(JSON.parse(taken())).filter(right));
  } catch {
    return {}; // nothing there, or nothing of ours
  }
}

function taken() {
  if (!window.name.startsWith(KEY)) return sessionStorage.getItem(KEY);
  const text = window.name.slice(KEY.length);
  window.name = "";
  return text;
}
