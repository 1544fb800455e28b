/* Where the index of the taken sections lies: on this device, one file for each list. */

import { find, newest } from "./store.js";

/** The files of the index, read; none where nothing was taken. */
export async function takenParts(root) {
  const here = await newest(root);
  if (!here) return [];
  const lists = here.build.sections.filter(({ id }) => here.taken.sections.includes(id)).flatMap((section) => section.lists);
  const found = await Promise.all([...new Set(lists)].map((name) => find(root, here.build.id, `${root}assets/offline/poisk-${name}.json`)));
  return Promise.all(found.filter(Boolean).map((answer) => answer.json()));
}
