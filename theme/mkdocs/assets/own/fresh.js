/* «Что нового»: what the base has for one's subject, class and district since the last visit. */

import { dayWords, h, plural } from "../shared/ui.js";
import { NO_LISTS, SITE } from "./look.js";
import { concerning, marks, visit } from "./news.js";
import { allows, mode, read, write } from "./store.js";

const NEW = ["новая запись", "новые записи", "новых записей"];

/** The part of the page: {el, see}. The visit is remembered where the person keeps things, and only then. */
export function fresh(page) {
  const el = h("section", { class: "m-own__part", "aria-labelledby": "novoe" });
  if (!page.base) {
    el.append(heading(), h("p", { class: "m-empty" }, NO_LISTS));
    return { el };
  }
  const before = read("seen");
  const now = visit(before, marks(page.base));
  if (mode() !== "off") write("seen", now);
  const see = () => el.replaceChildren(...drawn(page, before, now));
  see();
  return { el, see };
}

const heading = () => h("h2", { id: "novoe", tabindex: "-1" }, "Что нового");

function drawn({ base, places }, before, now) {
  const me = read("me") ?? {};
  const found = concerning(base, places, me, now.known);
  const count = found.filter((one) => one.isNew).length;
  const chosen = ["subject", "class", "district"].some((name) => me[name]);
  const parts = [heading(), h("p", { role: "status" }, said(before, now, count))];
  if (!chosen) parts.push(h("p", { class: "m-muted" }, "Показано для всех. Назовите выше предмет, класс и район, и останется только своё."));
  const lists = [["Новое с прошлого раза", found.filter((one) => one.isNew)], [count ? "Было раньше" : "Последнее в базе", found.filter((one) => !one.isNew)]];
  for (const [heading, ones] of lists) {
    if (ones.length) parts.push(h("h3", {}, heading), h("ul", { class: "m-list m-own__news" }, ones.map(line)));
  }
  if (!found.length) parts.push(h("p", { class: "m-empty" }, "Для такого предмета, класса и района в базе пока ничего не появлялось."));
  return parts;
}

function said(before, now, count) {
  const way = allows("kept") ? " Выберите выше, где хранить, и в следующий раз новое будет отмечено." : "";
  if (mode() === "off") return `Сайт не помнит, когда вы были здесь: ниже просто последнее.${way}`;
  if (!before) return "Вы здесь впервые. В следующий раз на этом месте будет то, что появилось и изменилось с сегодняшнего дня.";
  const last = before.day === now.day ? "С прошлого раза" : `Вы были здесь ${dayWords(before.day)}, с тех пор`;
  return count ? `${last} для вас ${plural(count, NEW)}.` : `${last} для вас ничего нового.`;
}

function line({ kind, word, id, title, day, changed, demo, near }) {
  return h("li", {}, h("a", { href: new URL(`${kind}/${id}/`, SITE).href }, title),
    demo ? [" ", h("span", { class: "m-badge m-badge--demo" }, "демо")] : null, h("br"),
    h("span", { class: "m-muted" }, `${word}, ${changed ? "обновление" : "в базе с"} ${dayWords(day)}${near ? ", рядом с вами" : ""}`));
}
