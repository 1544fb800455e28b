/* Pictures of drafts, on this device alone: localStorage has no room for them. */

const BASE = "metodoteka.predlozhit";
const STORE = "pictures";

/** Keep a picture by its name; false where the browser does not let us. */
export function keep(name, blob) {
  return done("readwrite", (store) => store.put(blob, name)).then(() => true, () => false);
}

/** The picture of this name, null where none is kept. */
export function kept(name) {
  return done("readonly", (store) => store.get(name)).then((blob) => blob ?? null, () => null);
}

/** Forget the pictures of these names. */
export function forget(names) {
  return Promise.all(names.map((name) => done("readwrite", (store) => store.delete(name)).catch(() => {})));
}

function done(mode, act) {
  return new Promise((right, wrong) => {
    const opening = indexedDB.open(BASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => wrong(opening.error);
    opening.onsuccess = () => {
      const asked = act(opening.result.transaction(STORE, mode).objectStore(STORE));
      asked.onsuccess = () => {
        opening.result.close();
        right(asked.result);
      };
      asked.onerror = () => wrong(asked.error);
    };
  });
}
