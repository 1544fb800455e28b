/* The tables of somebody's own file, in Word or in Excel, in one shape: {place, isSheet, titles, rows}; a row is {at, cells,
   trouble}, a cell {column, span, goesOn, lines, text, href, trouble}. What cannot be read here holds back its row alone. */

import { sheetsOf } from "./excel.js";
import { WHAT } from "./word-account.js";
import { blocksOf } from "./word.js";
import { linesOf } from "./word-runs.js";
import { trimmed } from "./names.js";

const TITLES = 60; // texts above a table that may say what it is and for which year
const MOST_COLUMNS = 63;
const QUIET = ["comment", "picture", "link"]; // nothing of the words is lost

/** {tables, texts}: the tables of an opened file with two columns and two rows at least, and the paragraphs of a document;
    `sheets` where the workbook has been read. */
export async function tablesOf({ book, sheets }, blank) {
  const { found, texts } = book.kind === "docx" ? ofDocument(await blocksOf(book, blank))
    : { found: (sheets ?? (await sheetsOf(book, blank))).map(ofSheet), texts: [] };
  const tables = found.filter((table) => table.rows.length > 1 && table.rows.some((row) => row.cells.filter((cell) => cell.text).length > 1));
  return { tables, texts };
}

function ofDocument({ blocks, running }) {
  const titles = [...running];
  const out = [];
  for (const block of blocks) {
    if (!block.rows || block.pieces) {
      const text = linesOf(block).join(" ");
      if (text) titles.push(text);
      continue;
    }
    const rows = block.rows.map((cells, at) => rowOf(at, cells.map(ofCell)));
    const own = rows.slice(0, 3).filter(({ cells }) => cells.length === 1).map(({ cells }) => cells[0].text);
    const told = block.told.filter(({ what }) => !QUIET.includes(what)).map(({ what, words }) => `${WHAT[what]}: «${words}»`);
    out.push({ place: `таблица ${out.length + 1}`, isSheet: false, titles: [...titles.slice(0, TITLES), ...own], rows, told });
  }
  return { found: out, texts: titles };
}

function ofCell(cell) {
  const numbered = cell.paragraphs.filter((one) => one.listed === "number");
  const lines = cell.paragraphs.flatMap((one) => {
    const its = one.rows ? [] : linesOf(one);
    const mark = one.listed === "number" && (numbered.length > 1 || !its.length) ? one.mark : "";
    return its.length ? [`${mark} ${its[0]}`.trim(), ...its.slice(1)] : [mark].filter(Boolean);
  });
  const href = cell.paragraphs.flatMap((one) => one.pieces).map((one) => one.href).find(Boolean) ?? "";
  const told = cell.told.find(({ what }) => !QUIET.includes(what)) ?? cell.paragraphs.filter((one) => one.rows).map(() => ({ what: "nested" }))[0];
  return made(cell, lines, href, told ? WHAT[told.what] : "");
}

function ofSheet(sheet) {
  const tops = new Map(sheet.merges.map((one) => [`${one.top} ${one.left}`, one]));
  const below = new Map();
  for (const { top, left, bottom, right } of sheet.merges) {
    for (let row = top + 1; row <= Math.min(bottom, sheet.rows - 1); row += 1) below.set(`${row} ${left}`, right - left + 1);
  }
  const rows = [];
  for (let at = 0; at < sheet.rows; at += 1) {
    const cells = [];
    for (let column = 0; column < Math.min(sheet.columns, MOST_COLUMNS);) {
      const key = `${at} ${column}`;
      const goesOn = below.has(key);
      const span = below.get(key) ?? (tops.has(key) ? tops.get(key).right - column + 1 : 1);
      const cell = goesOn ? null : sheet.cells.get(key);
      cells.push(made({ column, span, goesOn }, (cell?.said ?? "").split(/\r?\n/), cell?.link ?? "", cell?.unread ?? ""));
      column += span;
    }
    rows.push(rowOf(at, cells, sheet.hiddenRows.has(at) || sheet.hidden ? "строка скрыта" : ""));
  }
  const titles = rows.slice(0, 15).map(({ cells }) => cells.map((cell) => cell.text).filter(Boolean)).filter((found) => found.length <= 2).flat();
  return { place: `лист «${sheet.name}»`, isSheet: true, titles: [sheet.name, ...titles], rows, told: [] };
}

function made({ column, span, goesOn }, raw, href, trouble) {
  const lines = raw.map((line) => line.replace(/[ \t\u00a0]+/g, " ").trim()).filter(Boolean);
  // Where words lead belongs to them.
  if (href && lines.length && !lines.some((line) => line.includes(trimmed(href, "/", false)))) lines[lines.length - 1] += ` (${href})`;
  return { column, span, goesOn, lines: goesOn ? [] : lines, text: goesOn ? "" : lines.join(" "), href, trouble };
}

function rowOf(at, cells, hidden = "") {
  const says = cells.some((cell) => cell.text || cell.trouble);
  return { at, cells, trouble: (says && hidden) || (cells.find((cell) => cell.trouble)?.trouble ?? "") };
}

/** The cell of a row that covers a column. */
export function cellAt(row, column) {
  return row.cells.find((cell) => cell.column <= column && column < cell.column + cell.span) ?? null;
}

/** The same, and for the lower part of a merged one its upper part, where the words are. */
export function wholeAt(table, row, column) {
  let at = table.rows.indexOf(row);
  let cell = cellAt(row, column);
  while (cell?.goesOn && at > 0) {
    at -= 1;
    cell = cellAt(table.rows[at], column);
  }
  return cell;
}
