/* «Мой кабинет»: the page. Its parts: about oneself (about.js), saved practices (saved.js), what is new (fresh.js), what
   this device keeps (device.js). */

import { h, plural } from "../shared/ui.js";
import { about } from "./about.js";
import { keeping } from "./device.js";
import { fresh } from "./fresh.js";
import { districts, news } from "./lists.js";
import { where, whereToKeep } from "./look.js";
import { list } from "./saved.js";
import { mode, onChange, read } from "./store.js";

/** Make the page in `place`. Without a connection what is kept is there all the same, the lists of the base are null. */
export async function mount(place) {
  const [base, places] = await Promise.all([news(), districts()]).catch(() => [null, null]);
  const page = { base, places, report: place.dataset.ownReport && new URL(place.dataset.ownReport, location.href).href, guide: place.dataset.ownGuide, route: place.dataset.ownRoute };
  const draw = () => {
    const parts = [intro(page), about(page), list(page), fresh(page), page.route && way(page), keeping(page)].filter(Boolean);
    page.parts = parts;
    place.replaceChildren(...parts.map((part) => part.el));
  };
  /* Something of what is kept has changed: the other parts say it too. */
  page.changed = (by) => { for (const part of page.parts) if (part !== by) part.see?.(); };
  page.again = draw;
  draw();
  // Another tab has changed something. Whoever is at work here goes on: a change reads what is kept first.
  onChange(() => { if (!place.contains(document.activeElement)) draw(); });
}

/* The plan that another page of the site makes and keeps in the same place. */
function way(page) {
  const items = read("route")?.items;
  const all = Array.isArray(items) ? items : [];
  const done = all.filter((one) => one?.mark === "done").length;
  const told = all.length ? `В нём ${plural(all.length, ["дело", "дела", "дел"])}, сделано ${done}.` : "Самодиагностика и личный план на несколько месяцев.";
  return { el: h("section", { class: "m-own__part", "aria-labelledby": "marshrut" }, h("h2", { id: "marshrut" }, "Мой маршрут"),
    h("p", {}, `${told} `, h("a", { href: page.route }, all.length ? "Открыть маршрут" : "Начать"))) };
}

/* Before anything is kept: the question where. After it one line. */
function intro(page) {
  const el = h("div", { class: "m-own__intro" });
  if (mode() === "off") {
    const question = whereToKeep((warning) => {
      if (warning) return;
      page.again();
      document.getElementById("o-sebe").focus();
    });
    el.append(question);
  } else {
    el.append(h("p", { class: "m-muted" }, `Всё, что вы здесь пишете, хранится ${where()}. `, h("a", { href: "#khranitsia" }, "Перенести или стереть")));
  }
  const parts = [["o-sebe", "О себе"], ["sokhraneny", "Сохранённые"], ["novoe", "Что нового"], ["khranitsia", "Что хранится"]];
  el.append(h("nav", { class: "m-jump", "aria-label": "На этой странице" }, h("ul", {}, parts.map(([id, words]) => h("li", {}, h("a", { href: `#${id}` }, words))))));
  return { el };
}
