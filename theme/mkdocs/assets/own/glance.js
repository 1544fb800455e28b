/* Whether a practice is saved, read only as far as the name of a button says it: what keeps and checks (store.js) is asked
   for at the first press, so that the server sees no difference. javascripts/actions.js, which can import nothing, does the same. */

const START = `metodoteka.own.${new URL("../../", import.meta.url).pathname}#`;
const HOUR = 3_600_000;

/** The ids of everything that is saved on this device or in this tab. */
export function savedIds() {
  try {
    const lately = Date.now() - sessionStorage.getItem(`${START}looked`) < HOUR;
    const text = (lately && sessionStorage.getItem(`${START}saved`)) || localStorage.getItem(`${START}saved`);
    return new Set(Object.keys(JSON.parse(text).value));
  } catch {
    return new Set(); // nothing, or nothing of ours
  }
}
