/* What of the site is kept on this device: taken, compared with the list of its build, thrown away. The page
   /bez-interneta/ imports it; the service worker has it inside (publish/offline.py).

   A build is one making of the whole site. Its list, assets/offline/build.json, names lists of files with their digests;
   the digest of the list is the name of the build. What is kept of a build lies in a cache of its own, and a file gets
   there only when it is, byte for byte, the one that the build's list means. */

export const LIST = "assets/offline/build.json";
const COMMON = "common";
const AT_ONCE = 6;
/** What a request says that takes: the worker lets it through to the site. */
export const TAKING = "x-metodoteka-take";
const KEPT_HEADERS = ["content-type", "content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy"];

/** Why nothing was taken: "net" (no connection), "changed" (the file of another build), "space" (the device is full). */
export class NotTaken extends Error {
  constructor(why, path = "") {
    super(`${why} ${path}`);
    this.why = why;
    this.path = path;
  }
}

const prefix = (root) => `metodoteka:${new URL(root).pathname}:`;
const cacheName = (root, build) => prefix(root) + build;
const note = (root, name) => new URL(`assets/offline/${name}`, root).href; // no file of the site has these names

/** The first 128 bits of SHA-256, in the letters of an address; publish/offline.py counts the same. */
export async function digest(bytes) {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 16);
  return btoa(String.fromCharCode(...sum)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

const json = (value) => new Response(JSON.stringify(value), { headers: { "content-type": "application/json" } });

/** The path of an address from the root, as the lists name it: without a question, without index.html. */
export function pathOf(root, url) {
  const { pathname } = new URL(url, root);
  return decodeURI(pathname.slice(new URL(root).pathname.length)).replace(/(^|\/)index\.html$/, "$1");
}

/** Looked for without making a cache where there is none: nothing is kept unasked. */
const inCache = (root, name, address) => caches.match(address, { cacheName: cacheName(root, name) });

const addressOf = (root, path) => new URL(path.split("/").map(encodeURIComponent).join("/"), root).href;

/* --- one file ---------------------------------------------------------------------------------------------------------- */

function kept(answer, bytes) {
  const headers = new Headers();
  for (const name of KEPT_HEADERS) if (answer.headers.has(name)) headers.set(name, answer.headers.get(name));
  return new Response(bytes, { headers });
}

/** The file as the site has it now, when it is the one that the list means; throws NotTaken. A cache on the way may hold
    the file of another build: it is asked for once more, past all caches. */
export async function fetched(root, path, mark) {
  for (const cache of ["no-cache", "reload"]) {
    const answer = await fetch(addressOf(root, path), { cache, headers: { [TAKING]: "1" } }).catch(() => { throw new NotTaken("net", path); });
    if (answer.status >= 500) throw new NotTaken("net", path);
    const bytes = await answer.arrayBuffer().catch(() => { throw new NotTaken("net", path); });
    if (answer.ok && await digest(bytes) === mark) return kept(answer, bytes);
  }
  throw new NotTaken("changed", path);
}

async function put(cache, address, answer, path) {
  try {
    await cache.put(address, answer);
  } catch (fault) {
    throw fault.name === "QuotaExceededError" ? new NotTaken("space", path) : fault;
  }
}

/** The same file as another build has it on this device, or null: what has not changed does not travel again. */
async function carried(caches_, address, mark) {
  for (const cache of caches_) {
    const answer = await cache.match(address);
    const bytes = answer && await answer.clone().arrayBuffer();
    if (bytes && await digest(bytes) === mark) return kept(answer, bytes);
  }
  return null;
}

/* --- the lists of a build ---------------------------------------------------------------------------------------------- */

/** The build that the site has now: {id, lists, sections, pack}; throws NotTaken. */
export async function currentBuild(root) {
  const answer = await fetch(addressOf(root, LIST), { cache: "no-cache" }).catch(() => { throw new NotTaken("net", LIST); });
  if (!answer.ok) throw new NotTaken(answer.status === 404 ? "none" : "net", LIST);
  const bytes = await answer.arrayBuffer();
  return { ...JSON.parse(new TextDecoder().decode(bytes)), id: await digest(bytes), bytes };
}

/** The build that is kept under this name, as `currentBuild` tells it; null when it is not here. */
export async function keptBuild(root, id) {
  const answer = await inCache(root, id, addressOf(root, LIST));
  return answer ? { ...await answer.json(), id } : null;
}

/** The files of one list: path -> [digest, bytes]. The list is kept beside the files. */
export async function filesOf(root, build, name) {
  const cache = await caches.open(cacheName(root, build.id));
  const path = `assets/offline/${name}.txt`;
  let answer = await cache.match(addressOf(root, path));
  if (!answer) {
    answer = await fetched(root, path, build.lists[name]);
    await put(cache, addressOf(root, path), answer.clone(), path);
  }
  const lines = (await answer.text()).split("\n").filter(Boolean);
  return new Map(lines.map((line) => {
    const [mark, size, ...rest] = line.split(" ");
    return [rest.join(" "), [mark, Number(size)]];
  }));
}

async function wanted(root, build, sections) {
  const its = build.sections.filter(({ id }) => sections.includes(id)).flatMap(({ lists }) => lists);
  const all = await Promise.all([...new Set([COMMON, ...its])].map((name) => filesOf(root, build, name)));
  return new Map(all.flatMap((files) => [...files]));
}

/* --- taking ------------------------------------------------------------------------------------------------------------ */

/** Every file of `queue` into the cache, a few at once; `has` is called with the address of each that has come. */
async function fill(root, cache, before, queue, has) {
  let stopped = false;
  async function work() {
    for (let next = queue.shift(); next && !stopped; next = queue.shift()) {
      const [path, [mark, size]] = next;
      const address = addressOf(root, path);
      await put(cache, address, await carried(before, address, mark) ?? await fetched(root, path, mark), path);
      has(address, size);
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    stopped = true;
  }
}

/**
 * Take these sections of a build (ids; one that the build does not have is left out) and nothing else; `told(done, all)`
 * hears of the bytes. What is here already, of this build or the same in another one, is not fetched. When it ends well the
 * build is whole, and not before. When it does not (NotTaken), what was whole stays so; what has come waits for the next
 * attempt, but on a full device it makes room again.
 */
export async function take(root, build, sections, told = () => {}) {
  const cache = await caches.open(cacheName(root, build.id));
  const here = new Set((await cache.keys()).map(({ url }) => url));
  const come = [];
  try {
    if (build.bytes) await put(cache, addressOf(root, LIST), new Response(build.bytes), LIST);
    const files = await wanted(root, build, sections);
    const others = (await buildsHere(root)).filter((id) => id !== build.id);
    const before = await Promise.all(others.map((id) => caches.open(cacheName(root, id))));
    const all = [...files.values()].reduce((sum, [, size]) => sum + size, 0);
    const missing = [...files].filter(([path]) => !here.has(addressOf(root, path)));
    let done = all - missing.reduce((sum, [, [, size]]) => sum + size, 0);
    await fill(root, cache, before, missing, (address, size) => {
      come.push(address);
      done += size;
      told(done, all);
    });
    const its = build.sections.map(({ id }) => id).filter((id) => sections.includes(id));
    await put(cache, note(root, "taken"), json({ sections: its, bytes: all, at: Date.now() }), "");
    const named = new Set([...files.keys()].map((path) => addressOf(root, path)));
    await Promise.all([...here].filter((url) => !named.has(url) && !url.startsWith(note(root, ""))).map((url) => cache.delete(url)));
  } catch (fault) {
    if (fault.why === "space") await Promise.all(come.map((address) => cache.delete(address)));
    throw fault;
  }
}

/** What is whole of a build on this device: {sections, bytes, at}; null when it is not whole. */
export async function takenOf(root, id) {
  const answer = await inCache(root, id, note(root, "taken"));
  return answer ? answer.json() : null;
}

/** Names of the builds of which anything is here. */
export async function buildsHere(root) {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix(root)) && name !== cacheName(root, "state"));
  return names.map((name) => name.slice(prefix(root).length));
}

/** The newest build that is whole on this device: {build, taken}; null when there is none. */
export async function newest(root) {
  const found = await Promise.all((await buildsHere(root)).map(async (id) => ({ id, taken: await takenOf(root, id) })));
  const whole = found.filter(({ taken }) => taken).sort((a, b) => b.taken.at - a.taken.at)[0];
  return whole ? { build: await keptBuild(root, whole.id), taken: whole.taken } : null;
}

/** The file at an address as the build has it on this device, or undefined. */
export const find = (root, id, url) => inCache(root, id, addressOf(root, pathOf(root, url)));

/** Paths of everything that is here of a build. */
export async function pathsHere(root, id) {
  return (await (await caches.open(cacheName(root, id))).keys()).map(({ url }) => pathOf(root, url));
}

export const forget = (root, id) => caches.delete(cacheName(root, id));

/* --- what the reader wishes, and which page is of which build ------------------------------------------------------------ */

async function read(root, name) {
  const answer = await inCache(root, "state", note(root, name));
  return answer ? answer.json() : null;
}

async function write(root, name, value) {
  const state = await caches.open(cacheName(root, "state"));
  if (value === null) await state.delete(note(root, name));
  else await state.put(note(root, name), json(value));
}

/** The sections that the reader wants to have, also of later builds; null when he wants none. */
export const wish = (root) => read(root, "wish");
export const setWish = (root, sections) => write(root, "wish", sections);

/** Of which build an open page is: {build, at}; null for a page that came from the net. */
export const boundTo = (root, client) => read(root, `page/${client}`);
export const bind = (root, client, build) => write(root, `page/${client}`, build && { build, at: Date.now() });

/** Every binding: [[client, {build, at}]]. */
export async function bindings(root) {
  const state = await caches.open(cacheName(root, "state"));
  const start = note(root, "page/");
  const names = (await state.keys()).map(({ url }) => url).filter((url) => url.startsWith(start)).map((url) => url.slice(start.length));
  return Promise.all(names.map(async (name) => [name, await boundTo(root, name)]));
}

/** Everything off the device, whatever build it is of. */
export async function erase(root) {
  for (const name of await caches.keys()) if (name.startsWith(prefix(root))) await caches.delete(name);
}
