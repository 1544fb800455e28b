/* The page /bez-interneta/: what can be taken, what is here, one press to take and one to throw away. */

import { button, h, number } from "../shared/ui.js";
import { currentBuild, erase, find, newest, setWish, take, wish } from "./store.js";

const NBSP = "\u00a0";
const place = (name) => document.querySelector(`[data-offline-${name}]`);

/** «2,1 МБ», as publish/offline.py says it. */
export const megabytes = (bytes) => `${number(Math.max(0.1, Math.ceil(bytes / 100_000) / 10))}${NBSP}МБ`;

const SAID = {
  net: "Нет связи с сайтом. То, что взято раньше, цело; когда связь появится, нажмите ещё раз — продолжим с того же места.",
  changed: "Сайт сейчас обновляется, и его файлы не подходят друг к другу. Ничего не испорчено: нажмите ещё раз через несколько минут.",
  space: "На устройстве не хватило места. То, что взято раньше, цело. Выберите меньше разделов или освободите место.",
  none: "Здесь нечего взять с собой: сайт открыт в предпросмотре или собран без списка файлов.",
};
const saidOf = (fault) => SAID[fault.why] ?? "Не получилось: браузер не дал сохранить страницы. В закрытом (приватном) окне он этого не умеет.";

/** Wait until the worker of this build is at work; rejects when the browser gave it up. */
function atWork(registration) {
  const worker = registration.installing ?? registration.waiting;
  if (!worker) return Promise.resolve();
  return new Promise((done, failed) => {
    const look = () => {
      if (worker.state === "activated") done();
      if (worker.state === "redundant") failed(Object.assign(new Error("worker"), { why: "changed" }));
    };
    worker.addEventListener("statechange", look);
    look();
  });
}

async function takeAll(root, sections, told) {
  const build = await currentBuild(root);
  await navigator.storage?.persist?.(); // without it a browser may clear what it likes
  await take(root, build, sections, told);
  await setWish(root, sections);
  const registration = await navigator.serviceWorker.register(new URL("sw.js", root), { scope: root, updateViaCache: "none" });
  await registration.update().catch(() => {});
  await atWork(registration);
}

async function eraseAll(root) {
  const registration = await navigator.serviceWorker.getRegistration(root);
  await erase(root);
  await registration?.unregister();
}

/* --- the picture ------------------------------------------------------------------------------------------------------- */

function boxes(build, chosen, changed) {
  for (const item of document.querySelectorAll("[data-section]")) {
    const section = build.sections.find(({ id }) => id === item.dataset.section);
    const box = h("input", { type: "checkbox", name: "section", value: item.dataset.section, onchange: changed });
    box.checked = chosen.includes(item.dataset.section);
    box.disabled = !section;
    const label = h("label", {}, box, " ", ...item.childNodes);
    item.replaceChildren(label);
  }
}

const checked = () => [...document.querySelectorAll("[data-section] input:checked")].map((box) => box.value);

/** No more than this many bytes: sections may share files. */
const atMost = (build, sections) => {
  const bytes = Object.fromEntries(build.sections.map(({ id, bytes: its }) => [id, its]));
  const own = sections.map((id) => (bytes[id] ?? build.common) - build.common);
  return Math.min(bytes.vse, build.common + own.reduce((sum, one) => sum + one, 0));
};

const sectionsOf = ({ build, taken }) => build.sections.filter(({ id }) => taken.sections.includes(id));

/* Names of sections, each a link to its first page; a build taken before sections had one names them only. */
const linked = (root, sections) => sections.flatMap(({ title, page }, n) =>
  [n ? ", " : "", page === undefined ? title : h("a", { href: new URL(page, root).href }, title)]);

async function showState(root, build) {
  const here = await newest(root);
  const state = place("state");
  state.hidden = !here;
  for (const drop of document.querySelectorAll("[data-offline-drop]")) drop.hidden = !here;
  if (!here) return;
  const old = build && build.id !== here.build.id;
  state.replaceChildren(
    h("p", {}, h("strong", {}, "Взято с собой: "), linked(root, sectionsOf(here)), ". ", `Занято на устройстве: ${megabytes(here.taken.bytes)}. `,
      `Сайт собран ${here.build.day}`),
    ...(old ? [h("p", {}, "На сайте есть новое: оно придёт само при следующем посещении, или нажмите «Взять с собой» сейчас.")] : []));
}

/** What the worker says of a page that was not taken. */
function showAbsent(root) {
  const asked = askedOf(root);
  if (!asked) return;
  const absent = place("absent");
  absent.hidden = false;
  absent.replaceChildren(h("p", {}, h("strong", {}, "Этой страницы нет среди взятого, а сети сейчас нет."),
    " Когда сеть появится, ", h("a", { href: asked.href }, "откройте её ещё раз"), ". Что взято, сказано ниже."));
}

/* The address that was asked for without a net; null where none of this site was. */
function askedOf(root) {
  const asked = new URLSearchParams(location.search).get("net");
  const url = asked === null ? null : new URL(asked, root);
  return url?.href.startsWith(root) ? url : null;
}

/* A choice in the catalogue, which is not here: the taken lists of the same subjects and classes stand for it. */
async function showInstead(root, here) {
  const asked = askedOf(root);
  if (!here || asked?.pathname !== new URL("practices/", root).pathname) return;
  const pages = ["subjects", "levels"].flatMap((key) =>
    (asked.searchParams.get(key) || "").split(",").map((id) => `practices/po/${key}/${encodeURIComponent(id)}/`));
  const lists = await Promise.all(pages.map(async (page) => {
    const answer = await find(root, here.build.id, new URL(page, root).href);
    return answer && { page, title: headingOf(await answer.text()) };
  }));
  const found = lists.filter(Boolean);
  if (found.length) place("absent").append(h("p", {}, "Среди взятого есть готовый список: ", linked(root, found), "."));
}

/* «Математика» of «Практики по предметам: Математика». */
const headingOf = (page) =>
  new DOMParser().parseFromString(page, "text/html").querySelector("h1").firstChild.textContent.replace(/^.*?: /, "").trim();

function progress(bar) {
  return (done, all) => {
    bar.hidden = false;
    bar.value = done / all;
    bar.textContent = `${Math.round((done / all) * 100)} %`;
  };
}

/** One action at a time, and what came of it in words. */
async function doing(buttons, told, action) {
  for (const one of buttons) one.disabled = true;
  try {
    told.replaceChildren(h("p", {}, await action()));
  } catch (fault) {
    if (!fault.why) console.error(fault);
    told.replaceChildren(h("p", { class: "m-offline__fault" }, saidOf(fault)));
  }
  for (const one of buttons) one.disabled = false;
}

function mountForm(root, build, chosen) {
  const told = place("told");
  const actions = place("actions");
  const bar = h("progress", { max: 1, "aria-label": "Сколько взято", hidden: true });
  const sum = h("span", { class: "m-muted" });
  const count = () => {
    const sections = checked();
    sum.textContent = sections.length ? ` не больше ${megabytes(atMost(build, sections))}` : " ничего не выбрано";
  };
  const getIt = button("Взять с собой", () => doing([getIt, drop], told, async () => {
    const sections = checked();
    if (!sections.length) return "Отметьте хотя бы один раздел.";
    told.replaceChildren(h("p", {}, "Берём. Страницу можно не закрывать до конца: если прервать, в следующий раз продолжим."));
    await takeAll(root, sections, progress(bar)).finally(() => { bar.hidden = true; });
    await showState(root, null);
    return "Готово: взятое открывается без сети, с любой страницы сайта.";
  }), { class: "m-action m-action--main" });
  const drop = button("Убрать взятое с устройства", () => doing([getIt, drop], told, async () => {
    await eraseAll(root);
    await showState(root, null);
    return ["Убрано: взятых с собой страниц на устройстве больше нет. Сохранённые практики и заметки остались, они ",
      h("a", { href: new URL("kabinet/#khranitsia", root).href }, "в кабинете"), ": там их и стирают."];
  }), { class: "m-action", "data-offline-drop": true, hidden: true });
  boxes(build, chosen, count);
  count();
  actions.hidden = false;
  actions.append(told, getIt, " ", sum, " ", drop, bar);
}

/** Make the page of the site at `root` work. */
export async function mount(root) {
  showAbsent(root);
  if (!("serviceWorker" in navigator) || !("caches" in self)) return; // the page says what is needed
  try {
    const here = await newest(root);
    await showInstead(root, here);
    const build = await currentBuild(root).catch((fault) => {
      if (!here) throw fault;
      return here.build;
    });
    place("plain").hidden = true;
    mountForm(root, build, (await wish(root)) ?? here?.taken.sections ?? []);
    await showState(root, build);
  } catch (fault) {
    place("plain").textContent = saidOf(fault);
  }
}
