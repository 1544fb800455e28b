/* The saved practices with their notes, those one is trying first. What is taken away comes back by one press. */

import { dayWords, h, plural } from "../shared/ui.js";
import { NO_ROOM, SITE, act, where } from "./look.js";
import { controls, put, reporting } from "./practice.js";
import { STATES } from "./shapes.js";
import { read } from "./store.js";

const ORDER = ["trying", "", "tried", "unsuited"];
const HEADINGS = { trying: "Пробую", "": "Сохранены", tried: "Попробовал(а)", unsuited: "Не подошло" };
const PRACTICES = ["практика", "практики", "практик"];

/** The part of the page: {el, see}. */
export function list(page) {
  const el = h("section", { class: "m-own__part", "aria-labelledby": "sokhraneny" });
  const see = () => el.replaceChildren(...drawn(page, see));
  see();
  return { el, see };
}

function drawn(page, see) {
  const all = Object.entries(read("saved") ?? {});
  const head = h("h2", { id: "sokhraneny", tabindex: "-1" }, "Сохранённые практики");
  if (!all.length) {
    return [head, h("div", { class: "m-empty" }, h("p", {}, "Пока ни одной. На странице практики и на карточке в каталоге есть кнопка «Сохранить»:"
      + " практика появится здесь, с заметкой и отметкой, попробовали ли вы её."), h("p", {}, h("a", { class: "m-action", href: new URL("practices/", SITE).href }, "Выбрать практику")))];
  }
  const groups = ORDER.map((state) => [state, all.filter(([, one]) => one.state === state)]).filter(([, found]) => found.length);
  return [head, h("p", { class: "m-count" }, `${plural(all.length, PRACTICES)}.`),
    groups.map(([state, found]) => h("section", {}, h("h3", {}, HEADINGS[state]),
      h("ul", { class: "m-own__list" }, found.sort(([, a], [, b]) => (a.since < b.since ? 1 : -1)).map(([id, one]) => row(page, id, one, see)))))].flat();
}

function row(page, id, one, see) {
  const title = one.title || id;
  const item = h("li", { class: "m-own__item" });
  const practice = { id, title };
  const said = h("p", { class: "m-own__said", role: "status" });
  const report = reporting(practice, page.report);
  const about = h("p", { class: "m-muted" });
  const since = (its) => { about.textContent = `${STATES[its.state]} с ${dayWords(its.since)}`; };
  const fold = h("details", { class: "m-more" }, h("summary", {}, one.note ? "Отметка и заметка" : "Отметить, написать заметку"));
  fold.addEventListener("toggle", () => {
    if (!fold.open || fold.querySelector("fieldset")) return;
    fold.append(controls(practice, (kept) => {
      said.textContent = kept ? `Сохранено ${where()}.` : NO_ROOM;
      if (!kept) return;
      const now = read("saved")[id];
      since(now);
      note.textContent = now.note;
      report.see();
    }).el);
  });
  const note = h("p", { class: "m-own__note" }, one.note);
  since(one);
  const leave = act("Убрать", () => {
    const before = read("saved")?.[id] ?? one;
    if (!put(id, null)) {
      said.textContent = NO_ROOM;
      return;
    }
    const back = act("Вернуть", () => { said.textContent = put(id, before) ? "" : NO_ROOM; see(); document.getElementById("sokhraneny").focus(); });
    item.replaceChildren(h("p", { role: "status" }, `«${title}» убрана из кабинета. `, back));
    back.focus();
  }, { "aria-label": `Убрать: «${title}»` });
  item.append(h("p", { class: "m-own__title" }, h("a", { href: new URL(`practices/${id}/`, SITE).href }, title)), about, note, fold, said,
    h("p", { class: "m-own__acts" }, report.el, leave));
  return item;
}
