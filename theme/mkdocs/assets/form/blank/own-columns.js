/* «Какой столбец — срок?»: columns of somebody's own table whose headings say nothing are asked over their first rows, and
   remembered on this device for tables with the same headings when the person wants it. */

import { button, h, newName } from "../../shared/ui.js";
import { headingKey, readBank, readColumns, shapeOf } from "./headings.js";
import { columnName } from "./own-rows.js";
import { cellAt } from "./own-tables.js";
import { short } from "../words.js";

const KEPT = "metodoteka.stolbcy";
const MOST = 40; // tables that are remembered
const UNSAID = "?";

/** Roles by headingKey that were said of a table with such headings and are remembered. */
export function remembered(labels, kind, rules) {
  return read()[`${kind} ${shapeOf(labels, rules.columns)}`] ?? {};
}

function read() {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
    return found && typeof found === "object" ? found : {};
  } catch {
    return {};
  }
}

function keep(labels, kind, rules, said) {
  try {
    const name = `${kind} ${shapeOf(labels, rules.columns)}`;
    const { [name]: _, ...others } = read();
    localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries([...Object.entries(others).slice(1 - MOST), [name, said]])));
    return true;
  } catch {
    return false;
  }
}

/** The row over the rows of a table: the first with words in most of its columns. */
export function headOf(table) {
  const count = (row) => row.cells.filter((cell) => cell.text).length;
  const most = Math.max(...table.rows.map(count));
  return table.rows.find((row) => count(row) > 1 && count(row) * 2 > most) ?? table.rows[0];
}

/** The questions about the columns of `table` under `head`, as an element; `done(said)` gets roles by headingKey when enough is
    said. `kind` is "plan" or "bank". */
export function columnQuestions(table, head, kind, rules, done) {
  const labels = head.cells.map((cell) => cell.text);
  const given = remembered(labels, kind, rules);
  const plan = kind === "plan" ? readColumns(labels, rules.columns, given) : null;
  const found = plan ? { ...Object.fromEntries(plan.context.map((at) => [at, "context"])), ...plan.roles } : readBank(labels, rules.columns, given);
  const below = table.rows.slice(table.rows.indexOf(head) + 1);
  const fields = head.cells.map((cell, at) => {
    const holds = below.map((row) => cellAt(row, cell.column)?.text).filter(Boolean).slice(0, 2).map((one) => short(one));
    if (!cell.text && !holds.length) return null;
    const id = newName();
    const select = h("select", { class: "m-input", id }, h("option", { value: UNSAID }, "— выберите —"),
      rules[kind].roles.map(([role, label]) => h("option", { value: role, selected: found[at] === role }, label)));
    const label = h("label", { class: "m-form__label", for: id }, columnName(cell.text, at));
    return { cell, at, select, el: h("div", { class: "m-columns__one" }, label, h("p", { class: "m-muted" }, holds.length ? `в нём: ${holds.join("; ")}` : "пустой"), select) };
  }).filter(Boolean);
  const box = h("input", { type: "checkbox" });
  const said = h("p", { role: "status", class: "m-form__said" });
  const finish = () => {
    const roles = {};
    for (const { cell, at, select } of fields) if (select.value !== UNSAID) roles[headingKey(columnName(cell.text, at), rules.columns)] = select.value;
    const names = Object.fromEntries(rules[kind].roles);
    const missing = rules[kind].needs.filter((role) => !Object.values(roles).includes(role)).map((role) => names[role]);
    const one = rules[kind].one ?? [];
    if (one.length && !one.some((role) => Object.values(roles).includes(role))) missing.push(one.map((role) => names[role]).join(" или "));
    if (missing.length) {
      said.textContent = `Покажите ещё, в каком столбце ${missing.join(" и ")}: без этого строки не понять.`;
      return;
    }
    const isKept = !box.checked || keep(labels, kind, rules, roles);
    done(roles, isKept ? "" : "Запомнить не удалось: браузер не даёт места.");
  };
  return h("div", { class: "m-columns", role: "group", "aria-label": "Что в столбцах" }, fields.map((one) => one.el),
    h("p", {}, h("label", {}, box, " Запомнить на этом устройстве для таблиц с такими же заголовками")),
    h("p", { class: "m-form__acts" }, button("Показать строки", finish, { class: "m-button m-button--main" })), said);
}
