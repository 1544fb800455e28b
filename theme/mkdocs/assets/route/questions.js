/* The questionnaire on the screen: areas to look at, a statement and the points of its scale. Anything may be left out. */

import { button, h, newName, plural } from "../shared/ui.js";

const STATEMENTS = ["утверждение", "утверждения", "утверждений"];

/** The view «Ответы». */
export function questions(page) {
  const { diagnosis } = page;
  if (!page.sheets.length) return none(page);
  if (!diagnosis.sheets.length) diagnosis.sheets = page.sheets.filter(({ test }) => test.k === page.data.tests[0].k).map(({ id }) => id);
  const place = h("div");
  const draw = () => place.replaceChildren(...page.sheets.filter(({ id }) => diagnosis.sheets.includes(id)).map((sheet) => asked(page, sheet, "first")));
  draw();
  return h("section", {}, h("h2", {}, "Ответы"),
    h("p", {}, "Думайте про свои обычные уроки этого года. Любое утверждение и любую область можно пропустить. Правильных ответов нет."),
    chosen(page, draw), place,
    h("div", { class: "m-form__acts" }, button("Посмотреть, что видно", () => page.show("found"), { class: "m-button m-button--main" }),
      button("Без вопросов: сразу подобрать", () => page.show("choosing"))));
}

function none(page) {
  return h("section", {}, h("h2", {}, "Ответы"), h("p", {}, "Анкет для самодиагностики в этой базе пока нет. Маршрут можно собрать и без них: выберите область сами."),
    button("Выбрать область", () => page.show("choosing"), { class: "m-button m-button--main" }));
}

/* Which areas of which questionnaires one looks at. */
function chosen(page, draw) {
  const { diagnosis } = page;
  const change = (id) => ({ target }) => {
    diagnosis.sheets = target.checked ? [...diagnosis.sheets, id] : diagnosis.sheets.filter((one) => one !== id);
    page.save();
    draw();
  };
  return h("details", { class: "m-more m-route__areas" }, h("summary", {}, "Какие области посмотреть"), page.data.tests.map((test) => h("fieldset", {},
    h("legend", {}, test.t), page.sheets.filter((sheet) => sheet.test === test).map(({ id, area, statements }) => h("label", {},
      h("input", { type: "checkbox", checked: diagnosis.sheets.includes(id), onchange: change(id) }),
      ` ${page.area(area)}, ${plural(statements.length, STATEMENTS)}`)))));
}

/** One area: its statements, and whose words they are. `which` sheet of answers is filled in: "first" or "again". */
export function asked(page, sheet, which) {
  const sources = new Set(sheet.statements.map(({ source }) => source?.[0] ?? ""));
  return h("section", { class: "m-route__sheet" }, h("h3", {}, page.area(sheet.area)),
    sheet.statements.map((statement) => question(page, sheet, statement, which, sources.size > 1)),
    h("p", { class: "m-muted" }, sources.size > 1 ? "" : whose(page, sheet.statements[0].source, "Утверждения")));
}

const OWN = { "Утверждения": "Утверждения составила редакция базы; наукой они не проверены.", "Утверждение": "Утверждение составила редакция базы; наукой оно не проверено.",
  "Порог": "Порог выбрала редакция базы; наукой он не проверен." };

/** Whose the words or a number are: a document of the base, or the editors' own choice. */
export function whose(page, source, what) {
  if (!source) return OWN[what];
  return [`${what}: `, source[1] ? h("a", { href: page.href(source[1]) }, source[0]) : source[0], "."];
}

function question(page, sheet, { key, words, source }, which, isApart) {
  const name = newName();
  const its = page.diagnosis[which];
  const kept = () => {
    its.day = today();
    clear.hidden = its.answers[key] === undefined;
    page.save();
  };
  const points = sheet.test.scale.map(([value, label]) => ({ label, input: h("input", { type: "radio", name, value, checked: its.answers[key] === value,
    onchange: () => {
      its.answers[key] = value;
      kept();
    } }) }));
  const clear = button("Убрать ответ", () => {
    delete its.answers[key];
    for (const { input } of points) input.checked = false;
    points[0].input.focus();
    kept();
  }, { class: "m-button m-route__clear", hidden: its.answers[key] === undefined });
  return h("fieldset", { class: "m-route__question" }, h("legend", {}, words),
    h("div", { class: "m-route__points" }, points.map(({ input, label }) => h("label", {}, input, h("span", {}, label)))), clear,
    isApart ? h("p", { class: "m-muted" }, whose(page, source, "Утверждение")) : null);
}

/** The day of the device. */
export function today(at = new Date()) {
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
