/* A file that is no blank of ours but has a table: a plan, a calendar, a bank of practices. Its rows are shown as they would
   be; one goes into the form, or all of them into a file for the keeper of the base. Nothing is guessed. */

import { button, h, number } from "../../shared/ui.js";
import { short } from "../words.js";
import { offer, told } from "./fill.js";
import { lessonPlan } from "./lesson-plan.js";
import { answersOf } from "./own-answers.js";
import { columnQuestions, headOf, remembered } from "./own-columns.js";
import { handedOver } from "./own-all.js";
import { alike, headed, known, rowsOf } from "./own-rows.js";
import { tablesOf } from "./own-tables.js";
import { eventTerm, planPeriod } from "./own-terms.js";

const WANTED = { events: "plan", practices: "bank" };
const FORM_OF = { plan: "event", bank: "practice" };
const CALLED = { plan: "план или список мероприятий", bank: "список практик" };
const SHOWN = 30; // rows at once
const MONTHS = ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"];

/** Say what is to be done with such a file; false where there is nothing in it that a form could take. `its` has file, book,
    blank and, of a workbook, sheets. */
export async function ownTable(made, its, out) {
  const [rules, names] = await Promise.all([made.fetched("../tablicy.json"), made.fetched("../liudi.json")]);
  const { tables, texts } = await tablesOf(its, its.blank);
  if (!out.isNow()) return true;
  const source = { ...its, tables, rules, names, entries: [], beside: [], notes: [], isMarkdown: false, put: null, next: "Допишите остальное и отправьте запись как обычно.", toldOf: () => ({ along: [], doubts: [] }) };
  if (await lessonPlan(made, source, texts, out)) return true;
  if (!tables.length) return false;
  const parts = known(tables, rules, (labels, kind) => remembered(labels, kind, rules), its.file.name);
  const wanted = WANTED[made.form.kind];
  if (parts.length && parts[0].kind !== wanted) return elsewhere(source, parts[0], out);
  if (!wanted) return false;
  if (parts.length) rowsShown(made, source, parts, out);
  else asked(made, source, tables.reduce((best, one) => (one.rows.length > best.rows.length ? one : best)), out);
  return true;
}

function elsewhere({ file, blank }, { kind }, out) {
  const [title, address] = blank.forms[FORM_OF[kind]];
  told(out, `В файле «${file.name}» не бланк, а ${CALLED[kind]}. Его строки принимает другая форма.`,
    [h("p", {}, h("a", { href: `../${address}/` }, `Открыть форму «${title}»`), " и выберите этот же файл там.")]);
  return true;
}

/* Ask what the columns are: nobody knows the headings, or they were understood wrongly. */
function asked(made, source, table, out, head = headOf(table)) {
  const kind = WANTED[made.form.kind];
  const { rules, file, tables } = source;
  const questions = columnQuestions(table, head, kind, rules, (said, more) => {
    const found = headed(table, head, rules, () => said);
    if (found?.kind === kind) rowsShown(made, source, alike(found, tables, rules, () => said), out, more);
    else told(out, "По этим столбцам строки не понять. Пришлите файл методисту: его прочитает metodoteka import.");
  });
  told(out, `Файл «${file.name}» не бланк, но в нём есть таблица (${table.place}). Если это ${CALLED[kind]}, покажите, что в столбцах.`, [questions]);
  questions.querySelector("select")?.focus();
}

function rowsShown(made, source, parts, out, more = "") {
  const { file, rules, names, tables } = source;
  const [found] = parts;
  const titles = [file.name, ...found.table.titles];
  const period = found.kind === "plan" ? planPeriod(titles) : "";
  const rows = parts.flatMap((part) => rowsOf(part, rules));
  const [ready, held] = [rows.filter((row) => !row.held), rows.filter((row) => row.held)];
  const box = h("div", { class: "m-blank__records", role: "group", "aria-label": `Строки файла «${file.name}»`, "data-file": file.name });
  const list = h("ul", {});
  const buttons = [];
  const add = (upTo) => ready.slice(buttons.length, upTo).forEach((row) => {
    const choose = button(short(row.said.title.join(" ")), async () => {
      const { data, notes } = answersOf(row, rules, names, period);
      source.notes = notes;
      if (!(await offer(made, source, { data, place: row.place }, out))) return;
      for (const one of buttons) one.setAttribute("aria-pressed", String(one === choose));
    }, { "aria-pressed": "false" });
    buttons.push(choose);
    list.append(h("li", {}, choose, " ", h("span", { class: "m-muted m-blank__about" }, about(row, period))));
  });
  add(SHOWN);
  const rest = ready.length > SHOWN ? button(`Показать остальные ${number(ready.length - SHOWN)}`, () => {
    const next = buttons.length;
    add(ready.length);
    rest.remove();
    buttons[next].focus();
  }) : null;
  box.append(h("p", {}, `Строки файла «${file.name}»: нажмите на строку, и она встанет в форму. Допишете, отправите — возвращайтесь за следующей.`),
    list, ...[rest].filter(Boolean), ...waiting(held), handedOver(made, source, ready, { period, titles }),
    h("p", { class: "m-form__acts" }, button("Столбцы поняты не так", () => asked(made, source, found.table, out, found.head))));
  [...out.records.children].find((one) => one.dataset.file === file.name)?.remove();
  out.records.prepend(box);
  const others = tables.filter((table) => !parts.some((part) => part.table === table));
  const left = [...new Set(parts.flatMap((part) => part.left))].map((label) => `«${short(label)}»`);
  told(out, `В файле «${file.name}» ваша таблица. Понятных строк: ${number(ready.length)}${held.length ? `, отложенных: ${number(held.length)}` : ""}.${more && ` ${more}`}`, [
    left.length ? h("p", {}, `Столбцы, которые не переносятся: ${left.join(", ")}.`) : null,
    ...parts.flatMap(({ table }) => table.told).map((one) => h("p", {}, `Не прочитано: ${one}.`)),
    others.length ? h("p", {}, `Не прочитано, потому что это другая таблица: ${others.map(({ place }) => place).join(", ")}.`) : null,
  ]);
  (buttons[0] ?? out.said).focus();
}

/* What a person sees of a row besides its title. */
function about({ said, part }, period) {
  if (part.kind === "bank") return short((said.summary ?? []).join(" "));
  const words = [said.when, said.when_end].filter(Boolean).map((one) => one.join(" ")).join(" – ");
  const term = eventTerm(words, period);
  const meant = term ? [term.start, term.end].filter(Boolean).map(shown).join(" – ") : "";
  const read = !term ? " (этот срок прочитает проверка)" : meant.toLowerCase() === words.toLowerCase() ? "" : ` (${meant})`;
  const people = (said.responsible ?? []).join(", ");
  return `срок: ${short(words)}${read}${people ? `; ответственные: ${short(people)}` : ""}`;
}

function shown(moment) {
  const [, year, month, day, hour] = /^(\d{4}|-)-(\d\d)(?:-(\d\d))?(?: (\d\d:\d\d))?$/.exec(moment);
  if (day) return `${day}.${month}.${year}${hour ? ` ${hour}` : ""}`;
  return year === "-" ? `${MONTHS[month - 1]}, год не назван` : `${MONTHS[month - 1]} ${year}`;
}

function waiting(held) {
  if (!held.length) return [];
  const items = held.slice(0, SHOWN).map((row) => h("li", {}, `${row.place}${row.said.title ? ` «${short(row.said.title.join(" "))}»` : ""}: ${row.held}`));
  return [h("details", { class: "m-fold" }, h("summary", {}, `Отложенные строки: ${number(held.length)}`),
    h("ul", {}, items, held.length > SHOWN ? h("li", {}, `и ещё ${number(held.length - SHOWN)}`) : null),
    h("p", {}, "Поправьте их в своём файле и выберите его ещё раз. Остальные строки от них не зависят."))];
}
