/* «Технологическая карта урока», the commonest document of teachers: told apart by its name, and the quick way opened with what
   its heading says plainly: the theme, the subject, the class. */

import { h, plural } from "../../shared/ui.js";
import { offer, told } from "./fill.js";
import { readBank } from "./headings.js";

const CARD = /(?:^|[^а-яё])технологическ[а-яё]+[^а-яё]{1,3}карт/i;
const LESSON = /(?:^|[^а-яё])(?:урок|заняти)/i;
const LOOKED_AT = 60; // texts from the beginning
const SHORT = 120; // signs of a heading's answer
const ROLES = ["title", "subjects", "levels"];

/** Say what to do with such a document and promise true; false for any other. `source` has file, book, tables and rules;
    `texts` are the paragraphs of the document. */
export async function lessonPlan(made, source, texts, out) {
  const { file, book, blank, rules, tables } = source;
  const cells = tables.flatMap((table) => table.rows.slice(0, 12).flatMap((row) => row.cells.map((cell) => cell.text)));
  const said = [file.name, ...texts.slice(0, LOOKED_AT), ...cells.slice(0, LOOKED_AT)].join("\n").replace(/[_-]/g, " ");
  if (book.kind !== "docx" || !CARD.test(said) || !LESSON.test(said)) return false;
  const [title, address] = blank.forms.practice;
  const lead = `Файл «${file.name}» — технологическая карта урока. В базе практик собирают приёмы: тот, что помог на этом уроке, можно описать`;
  if (made.form.kind !== "practices") {
    told(out, `${lead} в форме «${title}».`, [h("p", {}, h("a", { href: `../${address}/#korotko` }, `Открыть форму «${title}»`))]);
    return true;
  }
  const data = headingOf(texts, tables, rules);
  const count = made.form.quick ? plural(made.form.quick.asks.length, ["вопрос", "вопроса", "вопросов"]) : "";
  if (count) await made.views.go("korotko");
  const box = h("div", { class: "m-blank__records", "data-file": file.name }, h("p", {}, `${lead} здесь${count ? `: ${count}` : ""}.`),
    h("p", {}, made.form.documents ? "Саму карту можно приложить к нему в «Материалах», если убрать из неё имена." : ""));
  [...out.records.children].find((one) => one.dataset.file === file.name)?.remove();
  out.records.prepend(box);
  if (Object.keys(data).length) await offer(made, { ...source, next: "Это только начало: ответьте на остальные вопросы." }, { data, place: file.name }, out);
  else told(out, "Тема, предмет и класс в начале карты не названы: ответьте на вопросы сами.");
  return true;
}

/* What stands plainly in the heading: «Предмет: математика» on a line, or in two cells beside each other. */
function headingOf(texts, tables, rules) {
  const pairs = texts.slice(0, LOOKED_AT).map((line) => /^([^:]{2,60}):\s*(.+)$/.exec(line)).filter(Boolean).map(([, label, value]) => [label, value]);
  for (const table of tables.slice(0, 2)) {
    for (const { cells } of table.rows.slice(0, 12)) {
      if (cells.length > 1) pairs.push([cells[0].text.replace(/:$/, ""), cells[1].text]);
      if (cells.length > 3) pairs.push([cells[2].text.replace(/:$/, ""), cells[3].text]);
      for (const line of cells.flatMap((cell) => cell.lines)) {
        const its = /^([^:]{2,60}):\s*(.+)$/.exec(line);
        if (its) pairs.push([its[1], its[2]]);
      }
    }
  }
  const data = {};
  for (const [label, value] of pairs) {
    const role = label && readBank([label], rules.columns)[0];
    if (ROLES.includes(role) && !(role in data) && value && value.length <= SHORT) data[role] = value.replace(/^[«"](.+)[»"]\.?$/, "$1");
  }
  return data;
}
