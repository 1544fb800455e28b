/* The service worker of a site that a reader has taken along. Never alone on the site: publish/offline.py puts it
   into sw.js behind store.js and the name of the build, so that every build has a worker of its own.

   A page and everything that it asks for come from one build. What the worker answers from the device is bound to the build
   that it was taken from, for as long as the page is open, whatever is taken meanwhile. A page that was not taken comes from
   the net, and so does all of it. */

import { bind, bindings, boundTo, buildsHere, currentBuild, erase, fetched, filesOf, find, forget, keptBuild, LIST, NotTaken, pathOf, take, takenOf, TAKING, wish } from "./store.js";

/* global BUILD */
const ROOT = self.registration.scope;
const OFFER = "bez-interneta/";
const NEW = 5000; // a page that is being opened is nobody's client yet
const REST = 6 * 3600_000; // after a full device: nobody's connection is spent on the same again and again

/* --- a build comes ----------------------------------------------------------------------------------------------------- */

self.addEventListener("install", (event) => event.waitUntil(install()));

async function install() {
  const sections = await wish(ROOT);
  if (!sections) throw new NotTaken("none");
  const build = await currentBuild(ROOT);
  if (build.id !== BUILD) throw new NotTaken("changed", LIST);
  const full = await boundTo(ROOT, "full");
  if (full && full.build === BUILD && Date.now() - full.at < REST) throw new NotTaken("space");
  try {
    await take(ROOT, build, sections);
  } catch (fault) {
    if (fault.why === "space") {
      await forget(ROOT, BUILD);
      await bind(ROOT, "full", BUILD);
    }
    throw fault;
  }
  await self.skipWaiting(); // open pages keep their build
}

self.addEventListener("activate", (event) => event.waitUntil(tidy({ halves: true })));

/** Away with older builds that no open page needs; with `halves` also with what never became whole. */
async function tidy({ halves = false } = {}) {
  const open = new Set((await self.clients.matchAll({ includeUncontrolled: true, type: "all" })).map(({ id }) => id));
  const needed = new Set([BUILD]);
  for (const [client, { build, at }] of await bindings(ROOT)) {
    if (open.has(client) || Date.now() - at < NEW) needed.add(build);
    else await bind(ROOT, client, null);
  }
  const own = await takenOf(ROOT, BUILD);
  for (const build of (await buildsHere(ROOT)).filter((one) => !needed.has(one))) {
    const other = await takenOf(ROOT, build);
    if (other ? other.at < own?.at : halves) await forget(ROOT, build);
  }
}

/* --- a page asks --------------------------------------------------------------------------------------------------------- */

self.addEventListener("fetch", (event) => {
  const { headers, method, mode, url } = event.request;
  if (method !== "GET" || headers.has(TAKING) || !url.startsWith(ROOT) || pathOf(ROOT, url) === LIST) return;
  event.respondWith(mode === "navigate" ? page(event) : part(event));
});

async function page(event) {
  const answer = await takenPage(event);
  if (answer) return answer;
  try {
    return await fetch(event.request);
  } catch (fault) {
    const offer = new URL(OFFER, ROOT);
    if (!(await find(ROOT, BUILD, offer.href))) throw fault;
    offer.searchParams.set("net", pathOf(ROOT, event.request.url) + new URL(event.request.url).search);
    return Response.redirect(offer.href);
  }
}

async function takenPage(event) {
  if (!(await takenOf(ROOT, BUILD))) return null;
  const url = new URL(event.request.url);
  const answer = await find(ROOT, BUILD, url.href);
  if (answer) {
    // On a device so full that not even this is kept, only a page of the net is sure to stay of one build.
    const id = event.resultingClientId;
    const kept = !id || await bind(ROOT, id, BUILD).then(() => true, () => false);
    if (kept) event.waitUntil(tidy());
    return kept ? answer : fetch(event.request).catch(() => answer);
  }
  if (url.pathname.endsWith("/") || !(await find(ROOT, BUILD, `${url.origin}${url.pathname}/`))) return null;
  url.pathname += "/";
  return Response.redirect(url.href);
}

/** Older browsers do not say which page an answer becomes: there a page is of the build that has its address. */
async function boundBySight(id) {
  if ("resultingClientId" in FetchEvent.prototype) return null;
  const client = await self.clients.get(id);
  return client && await takenOf(ROOT, BUILD) && await find(ROOT, BUILD, client.url) ? { build: BUILD } : null;
}

async function part(event) {
  const bound = await boundTo(ROOT, event.clientId) ?? await boundBySight(event.clientId);
  if (!bound) return fetch(event.request);
  return await find(ROOT, bound.build, event.request.url) ?? ofThatBuild(event.request, bound.build);
}

/** What a taken page needs beside what was taken: from the net, if it is of the same build; what no list names, as it is. */
async function ofThatBuild(request, id) {
  try {
    const build = await keptBuild(ROOT, id);
    const known = build && (await filesOf(ROOT, build, "vse")).get(pathOf(ROOT, request.url));
    return known ? await fetched(ROOT, pathOf(ROOT, request.url), known[0]) : await fetch(request);
  } catch (fault) {
    if (fault.why === "changed") return new Response("", { status: 409, statusText: "another build" });
    return Response.error();
  }
}

self.addEventListener("message", (event) => {
  if (event.data === "erase") event.waitUntil(erase(ROOT).then(() => self.registration.unregister()));
});
