/* The plan: months, what one hopes to see, marks of completion, intermediate assessments; and taking it away. */

import { button, h, newName } from "../shared/ui.js";
import { byPhase } from "./items.js";
import { LONGEST_TEXT, MARKS } from "./kept.js";
import { monthWords, monthsFrom } from "./months.js";
import { today } from "./questions.js";
import { paper, taking } from "./taking.js";

const AHEAD = 18; // months that one plans for

/** The view «Мой план»; for a methodist the months alone, and the link. */
export function plan(page) {
  const { route } = page;
  const heading = h("h2", {}, page.isLink ? "Ссылка с маршрутом" : "Мой план");
  if (!route.items.length && !route.checks.length) {
    return h("section", {}, heading, h("p", {}, "В плане пока ничего нет."), button("Подобрать дела", () => page.show("choosing"), { class: "m-button m-button--main" }));
  }
  const again = () => page.show("plan", false);
  const phases = byPhase(page.data, route.items).filter(({ items }) => items.length);
  return h("section", {}, heading,
    h("p", {}, page.isLink ? "Поставьте месяцы, если они известны." : "Поставьте месяцы: больше двух часов в неделю не выдержит никто. План можно менять, когда захочется."),
    phases.map(({ title, about, items }) => h("section", { class: "m-route__phase" }, h("h3", {}, title), h("p", { class: "m-muted" }, about),
      items.map((item) => itemCard(page, item, again)))),
    checks(page, again), taking(page), page.isLink ? null : paper(page));
}

function itemCard(page, item, again) {
  const offer = page.offers.get(item.key);
  const title = offer && offer.kind !== "shag" ? h("a", { href: page.href(item.key) }, item.title) : item.title;
  const remove = () => {
    page.leave(item.key);
    again();
  };
  const note = writing(page, item, "note", "Отметка: что вышло");
  note.hidden = !item.mark;
  return h("article", { class: "m-route__item", "data-mark": item.mark || null }, h("h4", {}, title), h("p", { class: "m-muted" }, item.form),
    h("div", { class: "m-route__fields" }, monthField(page, item, "Месяц", item.title), page.isLink ? null : markField(page, item, note)),
    page.isLink ? null : [writing(page, item, "result", "Как увижу, что вышло"), note],
    button("Убрать", remove, { class: "m-button", "aria-label": `Убрать: ${item.title}` }));
}

function monthField(page, one, label, of) {
  const id = newName();
  const change = ({ target }) => {
    one.month = target.value;
    page.save();
  };
  const months = monthsFrom(today().slice(0, 7), AHEAD);
  const all = one.month && !months.includes(one.month) ? [one.month, ...months].sort() : months;
  return h("div", {}, h("label", { class: "m-form__label", for: id }, label, h("span", { class: "m-sr" }, `: ${of}`)),
    h("select", { id, class: "m-input", onchange: change }, h("option", { value: "" }, "без срока"),
      all.map((month) => h("option", { value: month, selected: one.month === month }, monthWords(month)))));
}

function markField(page, item, note) {
  const id = newName();
  const change = ({ target }) => {
    item.mark = target.value;
    target.closest("article").dataset.mark = item.mark;
    note.hidden = !item.mark;
    page.save();
  };
  return h("div", {}, h("label", { class: "m-form__label", for: id }, "Состояние", h("span", { class: "m-sr" }, `: ${item.title}`)),
    h("select", { id, class: "m-input", onchange: change }, Object.entries(MARKS).map(([mark, words]) => h("option", { value: mark, selected: item.mark === mark }, words))));
}

/** A line of a person's own words, kept in `its[name]`. */
export function writing(page, its, name, label) {
  const id = newName();
  const change = ({ target }) => {
    its[name] = target.value;
    page.save();
  };
  return h("div", { class: "m-field" }, h("label", { class: "m-form__label", for: id }, label),
    h("textarea", { id, class: "m-input", maxlength: LONGEST_TEXT, rows: 1, oninput: change }, its[name] ?? ""));
}

function checks(page, again) {
  const { route, data } = page;
  const add = () => {
    route.checks.push({ month: "", said: "", change: "", done: false });
    page.save();
    again();
  };
  return h("section", { class: "m-route__phase" }, h("h3", {}, data.headings.checks),
    h("p", { class: "m-muted" }, "После дела или двух остановитесь и посмотрите, что вышло. Не помогло — меняют план, а не себя."),
    route.checks.map((one, n) => check(page, one, n, again)), button("Добавить промежуточную оценку", add));
}

function check(page, one, n, again) {
  const change = ({ target }) => {
    one.done = target.checked;
    page.save();
  };
  const remove = () => {
    page.route.checks.splice(n, 1);
    page.save();
    again();
  };
  return h("article", { class: "m-route__item" }, h("h4", {}, `Оценка ${n + 1}`), monthField(page, one, "Месяц", `оценка ${n + 1}`),
    page.isLink ? null : [writing(page, one, "said", "Что вышло"), writing(page, one, "change", "Что меняю в плане"),
      h("label", { class: "m-route__done" }, h("input", { type: "checkbox", checked: one.done, onchange: change }), " Оценка проведена")],
    button("Убрать", remove, { class: "m-button", "aria-label": `Убрать оценку ${n + 1}` }));
}
