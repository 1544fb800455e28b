/* What the answers say: strengths first, then what one may want to develop; how it was counted, and no verdict. */

import { button, h } from "../shared/ui.js";
import { whose } from "./questions.js";
import { hasAnswers, summed, told } from "./told.js";

const SHOWN = 2; // statements of an area that are read out

/** The view «Что видно». */
export function found(page) {
  const { answers } = page.diagnosis.first;
  const seen = told(page.sheets, answers);
  if (!hasAnswers(page.sheets, answers)) {
    return h("section", {}, h("h2", {}, "Что видно"), h("p", {}, "Ответов пока нет. Можно ответить, а можно сразу выбрать, с чем хочется разобраться."),
      h("div", { class: "m-form__acts" }, button("Ответить", () => page.show("questions")), button("Выбрать самому", () => page.show("choosing"))));
  }
  const prompt = h("p", { role: "alert" });
  const boxes = picked(page, () => {
    prompt.textContent = "";
    for (const one of page.body.querySelectorAll("[data-area]")) marked(page, one);
  });
  const go = () => {
    if (page.route.areas.length) page.show("choosing");
    else {
      prompt.textContent = "Выберите область: отметьте хотя бы одну в списке выше.";
      boxes.querySelector("input").focus();
    }
  };
  return h("section", {}, h("h2", {}, "Что видно"), h("h3", {}, "Что уже получается"), strengths(page, seen),
    h("h3", {}, "Что, может быть, хочется развить"), wishes(page, seen), counted(page, answers),
    h("p", {}, "Так вы видите свою работу сами. Полная картина складывается ещё из взгляда коллеги и заданий. Выберите одну-две области: не обязательно те, что названы выше."),
    boxes, prompt, h("div", { class: "m-form__acts" }, button("Подобрать маршрут", go, { class: "m-button m-button--main" })));
}

/** Strengths as lines of text: areas with the statements that were answered most surely (`most` of them), or such
    statements alone. */
export function strongLines(page, { strong, best }, most = SHOWN) {
  const areas = strong.map(({ sheet, sure }) => named(page, sheet, sure, most));
  return [...areas, ...best.map(({ words, area }) => `${page.area(area)}: «${bare(words)}»`)];
}

/** What one may want to develop, as lines of text. */
export function wishLines(page, { wish }, most = SHOWN) {
  return wish.map(({ sheet, unsure }) => named(page, sheet, unsure, most));
}

/* An area with the first of its statements; on a screen more of them would hide the others. */
function named(page, sheet, statements, most) {
  const said = statements.slice(0, most).map(({ words }) => `«${bare(words)}»`).join("; ");
  const more = statements.length > most ? ` и ещё ${statements.length - most}` : "";
  return `${page.area(sheet.area)}${said ? `: ${said}${more}` : ""}`;
}

const bare = (words) => words.replace(/[.\s]+$/, "");

function strengths(page, seen) {
  const lines = strongLines(page, seen);
  if (!lines.length) {
    return h("p", {}, "По таким строгим ответам сильную сторону не назвать, и это не значит, что её нет. Спросите коллегу, что на ваших уроках получается: со стороны видно лучше.");
  }
  return [seen.strong.length ? null : h("p", {}, "Увереннее всего вы ответили здесь:"), h("ul", { class: "m-route__strong" }, lines.map((line) => h("li", {}, line))),
    h("p", { class: "m-muted" }, "Сильную сторону тоже можно развивать: через неё учитель становится нужен другим.")];
}

function wishes(page, seen) {
  const lines = wishLines(page, seen);
  if (lines.length) return h("ul", { class: "m-route__wish" }, lines.map((line, n) => h("li", {}, line, " ", ticking(page, seen.wish[n].sheet.area))));
  return h("p", {}, seen.rest.length && !seen.strong.length ? "Пока отвечено не на всё, по областям ничего не сказано."
    : "По порогам анкеты таких областей нет. Можно выбрать ту, которая просто интересна.");
}

/* A button that ticks the box of an area below; it says whether it is ticked. */
function ticking(page, id) {
  const tick = button("", () => page.body.querySelector(`.m-route__boxes [value="${id}"]`).click(), { class: "m-button m-route__take", "data-area": id });
  marked(page, tick);
  return tick;
}

function marked(page, its) {
  const isIn = page.route.areas.includes(its.dataset.area);
  its.textContent = isIn ? "✓ Беру в маршрут" : "Взять в маршрут";
  its.setAttribute("aria-pressed", String(isIn));
  its.setAttribute("aria-label", `${its.textContent}: ${page.area(its.dataset.area)}`);
}

function counted(page, answers) {
  const rows = page.sheets.map((sheet) => summed(sheet, answers)).filter(({ state }) => state !== "none");
  return h("details", { class: "m-more" }, h("summary", {}, "Как это посчитано"), h("ul", {}, rows.map(({ sheet, state, sum, top, answered }) => h("li", {}, `${page.area(sheet.area)}: `,
    state === "part" ? `отвечено ${answered} из ${sheet.statements.length}, сумма не считается.` : `сумма ${sum} из ${top}. `,
    state === "part" ? null : sheet.thresholds.map(({ below, source }) => [`Подсказка появляется, когда сумма меньше ${below}. `, whose(page, source, "Порог"), " "])))),
  h("p", { class: "m-muted" }, "Порог — не граница между «плохо» и «хорошо»: ниже него анкета предлагает, с чего начать. Советы — на ",
    [...new Set(rows.map(({ sheet }) => sheet.test))].map((test, n) => [n ? ", " : "", h("a", { href: page.href(test.k) }, `странице анкеты «${test.t}»`)]), "."));
}

/** Boxes by which areas are chosen for the route. */
export function picked(page, changed) {
  const { route } = page;
  const change = (id) => ({ target }) => {
    route.areas = target.checked ? [...route.areas, id] : route.areas.filter((one) => one !== id);
    page.save();
    changed();
  };
  return h("fieldset", { class: "m-route__boxes" }, h("legend", {}, "Области маршрута"), page.data.areas.map(([id, label, about]) => h("label", {},
    h("input", { type: "checkbox", value: id, checked: route.areas.includes(id), onchange: change(id) }), h("span", {}, h("b", {}, label), about ? ` — ${about}` : ""))));
}
