/* From one record straight to another by its address (typed, or a bookmark) Decap keeps the old answers on the screen and
   would save them over the other record. The page is loaded anew then; Decap itself goes by way of its lists. */

const EDITOR = /^#\/collections\/([^/?]+)\/(?:new|entries\/([^/?]+))/;

/** The address of a record in the collection where its file lies; null where it leads there already. Records of a kind
    that are files .md (`kinds[kind].taken`) have a collection of their own, and whoever writes a link knows kind and id. */
export function moved(hash, kinds) {
  const [, kind, id] = EDITOR.exec(hash) ?? [];
  return id && kinds[kind]?.taken.includes(id) ? hash.replace(`/${kind}/`, `/${kind}-md/`) : null;
}

/** Watches the address; `expects(id)` names the record that Decap itself is about to open after saving a new one: under
    this id, or with a number behind it where the id is taken. */
export function guard(kinds) {
  const right = moved(location.hash, kinds);
  if (right) history.replaceState(history.state, "", right);
  let came = "";
  let accepted = location.hash;
  let expected = "";
  let leaving = false;
  // Whoever has said «leave» to Decap is not asked again. This listener is older than Decap's.
  addEventListener("beforeunload", (event) => leaving && event.stopImmediatePropagation());
  addEventListener("hashchange", (event) => {
    const [left, now] = [event.oldURL, event.newURL].map((address) => new URL(address).hash);
    const before = came || left;
    const right = moved(now, kinds);
    came = right ? before : "";
    if (right) {
      // Decap would look for a file that is not there.
      event.stopImmediatePropagation();
      location.replace(right);
      return;
    }
    // Decap asks whether to leave, and goes back where the answer is no.
    setTimeout(() => {
      if (location.hash !== now || now === accepted) return;
      accepted = now;
      const [from, to] = [EDITOR.exec(before), EDITOR.exec(now)];
      if (!from || !to?.[2] || from[0] === to[0] || (!from[2] && follows(expected, to[2]))) return;
      leaving = true;
      location.reload();
    }, 100);
  });
  return { expects: (id) => { expected = id; } };
}

const follows = (expected, id) => Boolean(expected) && id.startsWith(expected) && /^(-\d+)?$/.test(id.slice(expected.length));
