/* Answers of a filled blank put into the form: which record, whether to overwrite, what was put, and the way back. All
   that a file says comes into the page as text alone. */

import { button, h, number, plural, pluralForm, reveal } from "../../shared/ui.js";
import { filled } from "../record-text.js";
import { answered, listsFor, single, understood } from "./answers.js";
import { readBlank } from "./read.js";
import { Refused } from "./refused.js";

const MOST = 30; // places and notes in a list
const UNUSUAL = { message: "он устроен не так, как ждёт эта страница", hint: "отправьте его методисту или перенесите ответы в новый бланк" };
const BACK = "Вернуть, как было";
const SEND = "Пришлите файл методисту: его прочитает metodoteka import. Или поправьте эти места и выберите файл ещё раз.";

/** Read the file and put its answers into the form; `out` has the elements said, shown and records of the place. */
export async function filledFrom(made, file, out) {
  const [blank] = await Promise.all([made.fetched("blank.json"), import("../vendor/fflate.js")]);
  let read;
  try {
    read = await readBlank(file, made.form, blank);
    if (!out.isNow()) return;
  } catch (fault) {
    if (!out.isNow()) return;
    if (!fault.own || !(await isOwn(made, { ...fault.own, file, blank }, out))) refused(fault, file, out);
    return;
  }
  if (out.others > 0) read.notes.push(`перетащили сразу несколько файлов: прочитан «${file.name}», остальные перетащите по одному`);
  if (read.unread.length) {
    told(out, `Файл «${file.name}» не подставлен: такие места браузер не читает.`,
      [list(read.unread.map(({ place, what }) => `${place}: ${what}`)), h("p", {}, SEND)]);
    return;
  }
  if (!read.entries.length) {
    told(out, `В файле «${file.name}» ничего не заполнено.`, [h("p", {}, "Ответы пишутся в белых ячейках бланка; строка со словом «пример» не читается."),
      read.beside.length > 0 && h("p", {}, "Новые организации и районы вносятся вместе с записью, которая их называет: заполните и её.")]);
    return;
  }
  const source = { ...read, file, blank, put: null, toldOf: () => ({ along: [], doubts: [] }) };
  if (read.entries.length === 1) await offer(made, source, read.entries[0], out);
  else several(made, source, out);
}

/* Whether the file has a table of the person's own, which then is shown. */
async function isOwn(made, its, out) {
  try {
    return await (await import("./own.js")).ownTable(made, its, out);
  } catch (fault) {
    refused(fault, its.file, out);
    return true;
  }
}

function refused(fault, file, out) {
  if (!(fault instanceof Refused)) console.error(fault);
  const { message, hint, link } = fault instanceof Refused ? fault : UNUSUAL;
  told(out, `Файл «${file.name}» не прочитан: ${message}.`, [hint && h("p", {}, `Что сделать: ${hint}.`), link && h("p", {}, h("a", { href: link[1] }, link[0]))]);
}

/** Say what has happened; a screen reader hears it, everybody sees more below. */
export function told(out, words, more = []) {
  out.said.textContent = words;
  out.shown.replaceChildren(...more.filter(Boolean));
}

function list(sentences) {
  const rest = sentences.length - MOST;
  return h("ul", {}, sentences.slice(0, MOST).map((one) => h("li", {}, one)), rest > 0 ? h("li", {}, `и ещё ${number(rest)}`) : null);
}

/* A file with many records: all of them stay to be chosen until the page closes. */
function several(made, source, out) {
  const { entries, file } = source;
  const buttons = entries.map((entry) => button(nameOf(entry), async () => {
    if (!(await offer(made, source, entry, out))) return;
    for (const one of buttons) one.setAttribute("aria-pressed", String(one === buttons[entries.indexOf(entry)]));
  }, { "aria-pressed": "false" }));
  const heading = `Записи файла «${file.name}»`;
  const box = h("div", { class: "m-blank__records", role: "group", "aria-label": heading, "data-file": file.name },
    h("p", {}, `${heading}: выберите, какую поставить в форму. Отправили одну — возвращайтесь за следующей.`),
    h("ul", {}, buttons.map((one) => h("li", {}, one))));
  [...out.records.children].find((one) => one.dataset.file === file.name)?.remove();
  out.records.prepend(box);
  told(out, `В файле «${file.name}» ${plural(entries.length, ["запись", "записи", "записей"])}. Какую поставить в форму?`);
  buttons[0].focus();
}

function nameOf({ data, place }) {
  const said = ["title", "summary", "practice", "territory"].map((name) => data[name]).find((one) => one !== undefined);
  const words = single(typeof said === "string" ? said : said?.said ?? "");
  return words ? `«${words.length > 80 ? `${words.slice(0, 79)}…` : words}»` : place;
}

/** Put an entry into the form, after a question where something written there would be replaced; promises whether. */
export async function offer(made, source, entry, out) {
  if (!(await loaded(made, source, entry))) {
    told(out, "Списки формы не загрузились: проверьте связь и выберите файл ещё раз.");
    return false;
  }
  const { values, doubts } = understood(made.form, source.blank, entry.data, made.known, source.isMarkdown);
  const { along, doubts: more } = source.toldOf(values);
  doubts.push(...more);
  const now = made.top.read();
  // The record that came from this file before goes, what was in the form before the file stays.
  const isOurs = source.put && same(now, source.put.after);
  const before = isOurs ? source.put.before : now;
  if (!replaces(made, before, values) || (await asked(out, source.file))) {
    await put(made, source, { values, doubts, along, before, back: now }, out);
    return true;
  }
  told(out, "В форме всё осталось, как было.");
  return false;
}

/* What the understanding of names needs; false where it cannot be loaded. */
async function loaded(made, source, entry) {
  try {
    await Promise.all(listsFor(made.form, entry.data).map((name) => made.base.lists(name)));
    if (made.table) {
      const found = await made.fetched("znacheniia.json");
      Object.assign(made.known, { figures: found.indicators, before: found.before });
    }
    if (source.beside.length) {
      const { besideOf, toldOf } = await import("./beside.js");
      const found = await besideOf(made, source, source.blank);
      source.toldOf = (values) => toldOf(made, found, values, source);
    }
    return true;
  } catch (fault) {
    console.error(fault);
    return false;
  }
}

function same(one, other) {
  return JSON.stringify(filled(one)) === JSON.stringify(filled(other));
}

/* Whether something that a person wrote would be replaced by something else. */
function replaces(made, before, values) {
  const walk = (questions, old, fresh) => questions.some((q) => {
    if (fresh[q.n] === undefined || filled(old?.[q.n]) === null) return false;
    return q.w === "group" ? walk(q.q, old[q.n], fresh[q.n]) : !same(old[q.n], fresh[q.n]);
  });
  return walk(questionsOf(made), before, values);
}

function questionsOf(made) {
  return made.form.sections.flatMap((section) => section.questions);
}

function asked(out, file) {
  return new Promise((answer) => {
    const yes = button("Заменить ответами из файла", () => answer(true));
    told(out, `В форме уже есть ответы. Заменить их ответами из файла «${file.name}»? Чего в файле нет, останется.`,
      [h("p", { class: "m-form__acts" }, yes, button("Оставить, как есть", () => answer(false)))]);
    yes.focus();
  });
}

/* Empty answers of the file do not erase. */
function merged(questions, old, fresh) {
  const out = { ...old };
  for (const q of questions) {
    if (fresh[q.n] === undefined) continue;
    if (q.w === "group") out[q.n] = merged(q.q, old?.[q.n] ?? {}, fresh[q.n]);
    else if (q.n === "values") out[q.n] = [...fresh.values, ...(old?.values ?? []).filter((row) => !fresh.values.some((one) => one.indicator === row.indicator))];
    else out[q.n] = fresh[q.n];
  }
  return out;
}

async function written(made, data) {
  made.top.write(data);
  if (!made.table) return;
  await made.table.refresh(made.top.read());
  made.table.write(data.values);
}

async function put(made, source, { values, doubts, along, before, back }, out) {
  const questions = questionsOf(made);
  await written(made, merged(questions, before, values));
  const hidden = questions.filter((q) => values[q.n] !== undefined && made.top.read()[q.n] === undefined)
    .map((q) => `«${q.l}»: при таких ответах форма этого не спрашивает, ответ не пойдёт в запись`);
  hidden.push(...unseen(made, values));
  source.put = { before, after: made.top.read() };
  const all = made.complaints.all;
  made.complaints.all = true;
  await Promise.all([made.rules(), made.update()]);
  await made.show();
  const remarks = [...hidden, ...doubts];
  const places = remarksOf(made);
  const count = answered(questions, values);
  const total = places.length + remarks.length;
  const undo = async () => {
    await written(made, back);
    made.complaints.all = all;
    source.put = null;
    await made.update();
    told(out, "Форма снова такая, какой была до файла.");
    reveal(out.said);
  };
  const words = `${pluralForm(count) === 0 ? "Заполнен" : "Заполнено"} ${plural(count, ["ответ", "ответа", "ответов"])} из файла «${source.file.name}»; `
    + (total ? `замечаний: ${number(total)}.` : `замечаний нет. ${source.next ?? "Проверьте ответы и отправьте запись как обычно."}`);
  told(out, words, [
    h("p", { class: "m-form__acts" }, places.length ? button("К первому замечанию", () => reveal(remarksOf(made)[0] ?? out.said)) : null, button(BACK, undo)),
    along.length ? h("p", {}, `Вместе с записью ${along.length > 1 ? "уйдут новые" : "уйдёт новая"}: ${along.join(", ")}. Методист проверит и это.`) : null,
    remarks.length ? [h("p", {}, "Что не поставлено или непонятно:"), list(remarks)] : null,
    source.notes.length ? [h("p", {}, "Не перенесено из файла:"), list([...new Set(source.notes)])] : null,
  ].flat());
  reveal(places[0] ?? out.said);
  if (places.length) made.warn(words, button(BACK, undo)); // the page has moved on to the first remark
}

/* Figures that the table of this territory and period has no row for: they are kept, and that is said. */
function unseen(made, values) {
  const seen = made.table?.items.map((item) => item.indicator) ?? [];
  const left = made.table ? (values.values ?? []).filter((row) => !seen.includes(row.indicator)) : [];
  return left.map(({ indicator }) => `показателя «${made.known.figures[indicator]?.t ?? indicator}» в таблице ниже нет (другая территория или период): `
    + "его значение пойдёт в запись, проверьте его в файле");
}

/* The places of complaints, in the order of the page. */
function remarksOf(made) {
  const places = made.complaints.places();
  const kids = (made.problems ?? []).filter((problem) => !problem.soft).map((problem) => made.complaints.placeOf(problem.field, places));
  const found = [...new Set(kids.filter(Boolean))].map((kid) => kid.input ?? kid.el);
  return found.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
}
