/* Nothing a person wrote is lost: the words of a paragraph or a table minus those that the blank has printed. The browser's
   side of document_account.py. */

import { short } from "../words.js";
import { linesOf, textOf } from "./word-runs.js";
import { folded } from "./word-ticks.js";
import { attribute, inside } from "./xml.js";

const NUMBER = /^(?:№|№ п\/п|\d{1,4}(?:-й|[.)])?)$/;
const ROW = "n_"; // before the mark of a row of remarks
const ALIKE = 0.6; // of the words of a printed sentence: then it is that sentence, and a person wrote into it

/** What is not read, in words. */
export const WHAT = {
  changes: "исправления в режиме рецензирования (примите или отклоните их)", box: "текст в надписи", picture: "картинка",
  object: "вставленный объект", formula: "формула", hidden: "скрытый текст", struck: "зачёркнутый текст", note: "сноска",
  symbol: "знак особого шрифта", chunk: "вложенный документ", unknown: "неизвестная часть", nested: "таблица внутри ответа",
  prompt: "слова в поле для ввода, которые Word считает подсказкой (если это ответ, впишите его заново)",
  field: "поле Word (текст, который вычисляет программа)", emphasis: "выделено, но не отмечено", link: "ссылка за словами",
};

/** Whether words number a row or a column. */
export function isNumber(words) {
  return NUMBER.test(words);
}

/** The label in a cell, without the hint under it. */
export function labelIn(cell, word) {
  cell.label ??= cell.paragraphs.filter((one) => one.style !== word.hint).map(textOf).filter(Boolean).join(" ");
  return cell.label;
}

/** Two cells of one answer as one. */
export function joined(one, more) {
  return { ...one, paragraphs: [...one.paragraphs, ...more.paragraphs], told: [...one.told, ...more.told], text: `${one.text} ${more.text}` };
}

/** What is neither label nor answer, with the words that stand at it: the head of its column (`names`), else those of its row. */
export function strays(table, asked, answers, word, names = null) {
  const taken = new Set([...asked, ...answers.flatMap((one) => one.from ?? [one.cell])]);
  const isStray = (cell, at) => cell.text && !taken.has(cell) && !(NUMBER.test(cell.text) && (cell.row === 0 || at === 0));
  return table.rows.flatMap((row) => {
    const found = row.filter(isStray);
    if (names) return found.map((cell) => ({ words: asked[0]?.row === cell.row ? "" : names.get(cell.column) ?? "", cell }));
    const begun = found[0] && found[0] === row[0] && found.length > 1 ? labelIn(row[0], word) : "";
    return found.filter((cell) => !begun || cell !== row[0]).map((cell) => ({ words: begun, cell }));
  });
}

/** The words of paragraphs without the folded sentences that the blank has printed there. */
export function left(paragraphs, printed) {
  const wanted = [...new Set(printed.filter(Boolean))].sort((a, b) => b.length - a.length);
  return paragraphs.map(textOf).map((said) => {
    const found = [...said.matchAll(/[\p{L}\p{N}_]+|[+✓✔☒☑√]/gu)].map(([one]) => one);
    let words = found.map((one) => folded(one) || one);
    let free = found.map(() => true);
    for (const sentence of wanted.map((one) => one.split(" "))) {
      const at = words.findIndex((_, n) => sentence.every((one, m) => words[n + m] === one && free[n + m]));
      if (at >= 0) free = free.map((one, n) => one && !(n >= at && n < at + sentence.length));
      else if (sentence.length > 2 && sentence.filter((one) => words.includes(one)).length >= ALIKE * sentence.length) {
        free = free.map((one, n) => one && !sentence.includes(words[n]));
      } else continue;
      wanted.splice(wanted.indexOf(sentence.join(" ")), 1);
    }
    return free.every(Boolean) ? (found.length ? said : "") : found.filter((_, n) => free[n]).join(" ");
  }).filter(Boolean).join(" ");
}

/** The words of a table. */
export function saidIn(table) {
  return short(table.rows.flat().map((cell) => cell.text).filter(Boolean).join(" | "), 200);
}

/** The lines of a cell, each with the next number; empty for anything else. */
export function numberedLines(cell) {
  const lines = cell.paragraphs.flatMap(linesOf);
  return lines.length > 1 && lines.every((said, n) => new RegExp(`^${n + 1}[.)]\\s*\\D`).test(said)) ? lines.join(" ") : "";
}

/** What is told of the rows of our table of remarks into which somebody wrote: each row has a mark of its letters
    (document_remarks.py); a file of an earlier check has none that we know. */
export function writtenInRemarks(table) {
  const rows = table.rows.slice(1).filter((row) => row.length);
  const marks = rows.map((row) => inside(row[0].at, "w:bookmarkStart").map((mark) => attribute(mark, "name") ?? ""));
  if (!marks.flat().some((name) => name.startsWith(ROW))) return [];
  return rows.filter((row, n) => !marks[n].includes(markOf(row.map((cell) => cell.text))))
    .map((row) => `вы писали в таблице замечаний, оттуда ничего не переносится: «${short(row.map((cell) => cell.text).join(" | "), 200)}»`);
}

function markOf(words) {
  let found = 0x811c9dc5; // FNV-1a
  for (const byte of new TextEncoder().encode((words.join(" ").match(/[\p{L}\p{N}_]+/gu) ?? []).join(""))) {
    found = Math.imul(found ^ byte, 0x01000193) >>> 0;
  }
  return ROW + found.toString(16).padStart(8, "0");
}

/** Whether a table is the one with remarks of an earlier check. */
export function isRemarks(table, word) {
  const head = (table.rows[0] ?? []).map((cell) => cell.text);
  return head.length === word.remarks.length && head.every((said, n) => said === word.remarks[n]);
}
