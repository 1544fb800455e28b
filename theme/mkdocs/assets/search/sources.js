/* Where the index lies: on the site; without a connection on this device, in the sections that were taken along. */

import { partShelf, siteShelf } from "./search-shelf.js";

async function json(url, options) {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  return answer.json();
}

/** The shelves of the index, asked of the server once more where `anew`; throws when there is none. */
export async function shelves(root, anew = false) {
  const folder = `${root}assets/search/`;
  try {
    const head = await json(`${folder}index.json`, { cache: anew ? "reload" : "default" });
    return [siteShelf(head, (digest) => json(`${folder}index/${digest}.json`))];
  } catch (fault) {
    if (!navigator.serviceWorker?.controller) throw fault;
    const { takenParts } = await import("../offline/taken.js");
    const parts = await takenParts(root);
    if (!parts.length) throw fault;
    const seen = new Set(); // two sections may have a page in common
    for (const { pages } of parts) pages.forEach((page, at) => { if (seen.has(page[0])) pages[at] = null; else seen.add(page[0]); });
    return parts.map(partShelf);
  }
}
