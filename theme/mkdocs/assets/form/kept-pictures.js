/* Pictures and documents of drafts, on this device alone: localStorage has no room for them. On a stranger's computer
   («Мой кабинет») none is kept: a tab has no such memory of its own. */

import { mode } from "../own/store.js";

const BASE = "metodoteka.predlozhit";
const STORE = "pictures";
const WAIT = 2000; // milliseconds

/** Keep a picture by its name; false where the browser or the person does not let us. */
export function keep(name, blob) {
  if (mode() === "tab") return Promise.resolve(false);
  return done("readwrite", (store) => store.put(blob, name)).then(() => true, () => false);
}

/** The picture of this name, null where none is kept. */
export function kept(name) {
  return done("readonly", (store) => store.get(name)).then((blob) => blob ?? null, () => null);
}

/** Forget those of these files that no draft names any more, a while later: another tab may be at work on the one that was
    deleted, and keeps it first. */
export function forget(names, draft) {
  setTimeout(() => {
    const all = JSON.stringify(draft.all().map(({ data }) => data));
    for (const name of names) if (!all.includes(JSON.stringify(name))) done("readwrite", (store) => store.delete(name)).catch(() => {});
  }, WAIT);
}

/** The draft of this tab has been deleted in another one: what stands here is kept anew, with its files. */
export async function again(form) {
  if (!JSON.stringify(form.top.read()).match(/:"[^"]/)) return;
  await form.update();
  await Promise.all([...form.base.pictures.files].map(([name, blob]) => keep(name, blob)));
  form.warn("Этот черновик удалили в другой вкладке. То, что стоит здесь, сохранено снова: ничего не пропало.");
  form.offer();
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
