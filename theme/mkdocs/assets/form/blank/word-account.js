/* Nothing a person wrote is lost: the words of a paragraph or a table minus those that the blank has printed. The browser's
   side of document_account.py. */

import { short } from "../words.js";
import { linesOf, textOf } from "./word-runs.js";
import { folded } from "./word-ticks.js";

const NUMBER = /^(?:№|№ п\/п|\d{1,4}(?:-й|[.)])?)$/;
const ALIKE = 0.6; // of the words of a printed sentence: then it is that sentence, and a person wrote into it

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

/** Whether a table is the one with remarks of an earlier check. */
export function isRemarks(table, word) {
  const head = (table.rows[0] ?? []).map((cell) => cell.text);
  return head.length === word.remarks.length && head.every((said, n) => said === word.remarks[n]);
}
