/* Everything that this site leaves on a device, the cabinet's own and what other parts of the site keep: named, taken to a
   file, put back, erased. */

import { plural } from "../shared/ui.js";
import { SITE } from "./look.js";
import { isGroup } from "./shapes.js";
import { LARGEST, choose, eraseAll, exportAll, importAll, mode, read } from "./store.js";

const DRAFTS = "metodoteka.predlozhit."; // assets/form/draft.js; kept-pictures.js has a database of this name without the dot
const DRAFT = /^metodoteka\.predlozhit\.[a-z-]{1,40}( [a-z0-9/ -]{1,400})?(~\d{1,15})?$/;
const COLUMNS = "metodoteka.stolbcy"; // assets/form/blank/own-columns.js
const MOST_DRAFTS = 200;
const scope = () => window.__md_scope.pathname; // javascripts/first.js: the look; lesson.js: how far a lesson is
const offline = `metodoteka:${SITE.pathname}:`; // assets/offline/store.js

const WORDS = {
  practices: ["практика", "практики", "практик"],
  drafts: ["черновик", "черновика", "черновиков"],
};

/* [storage, key] of what other parts of the site keep by a test of the key; none where storage is refused. */
function keys(test) {
  return ["localStorage", "sessionStorage"].flatMap((name) => {
    try {
      return Object.keys(window[name]).filter(test).map((key) => [window[name], key]);
    } catch {
      return [];
    }
  });
}

const isDraft = (key) => key.replace(/^#/, "").startsWith(DRAFTS); // or which one is the tab's own
const isLook = (key) => [`${scope()}.__vision`, `${scope()}.__palette`].includes(key);
const isLesson = (key) => key.startsWith(`${scope()}.lesson.`);

function drafts() {
  return keys(isDraft).map(([area, key]) => [key, parsed(area.getItem(key))]).filter(([, draft]) => isGroup(draft));
}

/** Promises [[words, how many]] of what is kept, in the order in which people ask. */
export async function found() {
  const [me, saved] = [read("me"), read("saved")];
  const count = Object.keys(saved ?? {}).length;
  const copies = await offlineCopies();
  return [
    me && Object.keys(me).length ? ["Предмет, класс и район"] : null,
    count ? ["Сохранённые практики, отметки и заметки", plural(count, WORDS.practices)] : null,
    read("seen") ? ["День, когда вы были в кабинете"] : null,
    read("diagnosis") ? ["Ответы самодиагностики"] : null,
    read("route") ? ["Ваш маршрут"] : null,
    drafts().length ? ["Черновики форм «Предложить запись»", plural(drafts().length, WORDS.drafts)] : null,
    keys((key) => key === COLUMNS).length ? ["Названия столбцов ваших таблиц"] : null,
    keys(isLook).length ? ["Вид страниц: светлый или тёмный, настройки для слабовидящих"] : null,
    keys(isLesson).length ? ["На каком шаге урок, до закрытия вкладки"] : null,
    copies.length ? ["Копия страниц сайта, чтобы читать без интернета"] : null,
  ].filter(Boolean);
}

/** All that one may take to another device. */
export function everything() {
  return { ...exportAll(), drafts: Object.fromEntries(drafts()) };
}

/** Take such an object in: {taken, left}, as importAll says; drafts that are there already stay as they are. */
export function takeIn(given) {
  const answer = importAll(given);
  const its = isGroup(given) && isGroup(given.drafts) && !answer.left.some(({ name }) => !name) ? Object.entries(given.drafts) : [];
  if (!its.length) return answer;
  const right = its.filter(([key, draft]) => DRAFT.test(key) && isGroup(draft) && JSON.stringify(draft).length < LARGEST).slice(0, MOST_DRAFTS);
  if (right.length < its.length) answer.left.push({ name: "drafts", why: "shape" });
  const kept = right.filter(([key, draft]) => place(key, JSON.stringify(draft)));
  if (kept.length < right.length) answer.left.push({ name: "drafts", why: "full" });
  if (kept.length) answer.taken.push("drafts");
  return answer;
}

function place(key, text) {
  try {
    if (localStorage.getItem(key) === null) localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

/** Back to what `before` (as everything() gave it) holds; what a file does not bring stays as it is. */
export function backTo(before) {
  const now = mode();
  eraseAll();
  for (const [area, key] of keys((one) => DRAFT.test(one) && !(one in before.drafts))) area.removeItem(key);
  choose(now);
  takeIn(before);
}

/** Nothing of the site is left on the device; the page looks as for somebody who comes first. Promises whether pages taken
    along were among it. */
export async function eraseEverything() {
  eraseAll();
  for (const [area, key] of keys((one) => isDraft(one) || isLook(one) || isLesson(one) || one === COLUMNS)) area.removeItem(key);
  window.metodotekaVision?.apply({});
  try {
    indexedDB.deleteDatabase(DRAFTS.slice(0, -1));
  } catch { /* none can be there */ }
  const copies = await offlineCopies();
  await Promise.all(copies.map((name) => caches.delete(name)));
  if (copies.length) await (await navigator.serviceWorker?.getRegistration(SITE.href))?.unregister();
  return copies.length > 0;
}

async function offlineCopies() {
  try {
    return (await caches.keys()).filter((name) => name.startsWith(offline));
  } catch {
    return []; // an address without https has no such storage
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
