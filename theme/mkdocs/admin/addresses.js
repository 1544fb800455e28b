/* From one record straight to another by its address (typed, or a bookmark) Decap keeps the old answers on the screen and
   would save them over the other record. The page is loaded anew then; Decap itself goes by way of its lists. */

const EDITOR = /^#\/collections\/([^/?]+)\/(?:new|entries\/([^/?]+))/;

/** Watches the address; `expects(id)` names the record that Decap itself is about to open after saving a new one. */
export function guard() {
  let accepted = location.hash;
  let expected = "";
  let leaving = false;
  // Whoever has said «leave» to Decap is not asked again. This listener is older than Decap's.
  addEventListener("beforeunload", (event) => leaving && event.stopImmediatePropagation());
  addEventListener("hashchange", ({ oldURL, newURL }) => {
    const [before, now] = [oldURL, newURL].map((address) => new URL(address).hash);
    // Decap asks whether to leave, and goes back where the answer is no.
    setTimeout(() => {
      if (location.hash !== now || now === accepted) return;
      accepted = now;
      const [from, to] = [EDITOR.exec(before), EDITOR.exec(now)];
      if (!from || !to?.[2] || from[0] === to[0] || (!from[2] && to[2] === expected)) return;
      leaving = true;
      location.reload();
    }, 100);
  });
  return { expects: (id) => { expected = id; } };
}
