/* The end of the way: the same instrument, for the areas in which something was planned, and deeper there. */

import { button, dayWords, h } from "../shared/ui.js";
import { picked } from "./found.js";
import { emptyRoute } from "./kept.js";
import { twice } from "./memory.js";
import { monthWords } from "./months.js";
import { writing } from "./plan.js";
import { asked, today } from "./questions.js";
import { compared } from "./told.js";

/** The view «Итог». */
export function again(page) {
  if (!page.route.items.length) {
    return h("section", {}, h("h2", {}, "Итог"), h("p", {}, "Итог подводят по тому, что планировали, а плана пока нет."), button("Подобрать дела", () => page.show("choosing"), { class: "m-button m-button--main" }));
  }
  if (!page.route.areas.length) return ofWhat(page);
  return isTime(page) ? questioned(page) : early(page);
}

/* In the last month of the plan, or when it has been begun, or when the person wants it. */
function isTime(page) {
  const { route, diagnosis } = page;
  const last = lastMonth(route);
  return page.wantsEnd || Object.keys(diagnosis.again.answers).length > 0 || route.areas.some((id) => route.ends[id])
    || (last && last <= today().slice(0, 7)) || route.items.every(({ mark }) => ["done", "left"].includes(mark));
}

function lastMonth({ items, checks }) {
  return [...items, ...checks].map(({ month }) => month).sort().pop();
}

function early(page) {
  const last = lastMonth(page.route);
  const now = button("Подвести итог сейчас", () => {
    page.wantsEnd = true;
    page.show("again");
  }, { class: "m-button m-button--main" });
  return h("section", {}, h("h2", {}, "Итог"), h("p", {}, "Здесь вы ещё раз ответите на вопросы по областям плана и увидите, что изменилось. ",
    last ? `Смысл в этом есть, когда план пройден: последний месяц в нём — ${monthWords(last)}.` : "Смысл в этом есть, когда план пройден.", " Захочется раньше — можно и сейчас."),
  h("div", { class: "m-form__acts" }, now, button("К плану", () => page.show("plan"))));
}

/* A plan that came by a link names no areas: the person does. */
function ofWhat(page) {
  return h("section", {}, h("h2", {}, "Итог"), h("p", {}, "Выберите, по каким областям подводить итог: спрашивать будем только о них."), picked(page, () => {}),
    button("Дальше", () => page.show("again"), { class: "m-button m-button--main" }));
}

function questioned(page) {
  const planned = page.sheets.filter(({ area }) => page.route.areas.includes(area));
  const heading = h("h2", {}, "Итог");
  const place = h("div");
  const draw = () => place.replaceChildren(...page.route.areas.map((id) => changes(page, id, planned)).filter(Boolean));
  draw();
  const { day } = page.diagnosis.first;
  return h("section", {}, heading,
    h("p", {}, "Только области, которые вы выбрали для плана. Остальные не спрашиваем: что не делали, то и не проверяют."),
    day ? h("p", { class: "m-muted" }, `Прежние ответы, от ${dayWords(day)}, не показаны, чтобы не подсказывать.`) : null,
    page.route.areas.map((id) => ofArea(page, id, planned)),
    h("div", { class: "m-form__acts" }, button("Посмотреть, что изменилось", draw, { class: "m-button m-button--main" }), button("К плану: файл Word, печать", () => page.show("plan"))), place,
    h("p", { class: "m-muted" }, "Можно начать новый круг: сегодняшние ответы станут первыми, а план очистится."),
    twice("Начать новый круг", "Точно начать? План исчезнет: сначала сохраните файл Word", () => round(page)));
}

/* The answers of the end are those of the beginning; what was not asked again stays as it was. */
function round(page) {
  const { first, again: later } = page.diagnosis;
  const { place, subject, level } = page.route;
  page.diagnosis = { ...page.diagnosis, first: { day: later.day || first.day, answers: { ...first.answers, ...later.answers } }, again: { day: "", answers: {} } };
  page.route = { ...emptyRoute(), place, subject, level };
  page.wantsEnd = false;
  page.save();
  page.show("found");
}

function ofArea(page, id, planned) {
  const own = planned.filter(({ area }) => area === id);
  // A questionnaire that was answered comes back; another one of this area is no second instrument.
  const same = own.filter(({ statements }) => statements.some(({ key }) => page.diagnosis.first.answers[key] !== undefined));
  const hoped = page.route.aims[id];
  return h("section", {}, (same.length ? same : own.slice(0, 1)).map((sheet) => asked(page, sheet, "again")), own.length ? null : h("h3", {}, page.area(id)),
    hoped ? h("p", {}, `Цель была такой: «${hoped}»`) : null, writing(page, page.route.ends, id, `${page.area(id)}: что теперь получается и чем это видно`));
}

/* What has changed in an area, in words; null where there is nothing to compare. */
function changes(page, id, planned) {
  const { first, again: later } = page.diagnosis;
  const found = planned.filter(({ area }) => area === id).map((sheet) => compared(sheet, first.answers, later.answers))
    .filter(({ surer, stricter, same }) => surer.length + stricter.length + same.length);
  if (!found.length) return h("section", {}, h("h3", {}, page.area(id)), h("p", {}, "Сравнить не с чем: ответов в начале или сейчас нет."));
  return h("section", { class: "m-route__changed" }, h("h3", {}, `${page.area(id)}: что изменилось`), found.map(({ surer, stricter, same }) => [
    listed("Увереннее, чем было:", surer), listed("Строже к себе, чем было. Так бывает, когда присмотришься:", stricter),
    same.length ? h("p", {}, `Без перемен: ${same.length}.`) : null]));
}

function listed(words, statements) {
  return statements.length ? [h("p", {}, words), h("ul", {}, statements.map((one) => h("li", {}, one.words)))] : null;
}
