/* Which table of a document is which block of a blank, and where in it each question is answered: the browser's side of
   document_tables.py for files with our own key. A label is known by its bookmark, then by its words; nothing is guessed. */

import { attribute, inside } from "./xml.js";
import { isNumber, joined, labelIn, left, strays } from "./word-account.js";
import { folded } from "./word-ticks.js";

const HEADER_ROWS = 3;
const LONGEST = 300; // characters of a label with its hint
const ENOUGH = 2; // labels that make a table one of ours

/** The blocks of a blank, made ready to be found among the tables of a document. */
export class Matcher {
  constructor(word) {
    this.blocks = word.tables.map(([shape, path, heading, lines]) => {
      const asked = lines.map(([name, label, mark, hint]) => ({ path: name, label, mark, hint }));
      return { shape, path, heading, lines: asked, labels: new Labels(asked, word) };
    });
    this.pool = new Labels(this.blocks.filter((one) => one.shape === "answers").flatMap((one) => one.lines), word);
    this.word = word;
  }

  /** {block, table, answers, unknown} of the block that the table is, or null; answers are {line, cell, member}. */
  match(table) {
    let best = null;
    for (const block of this.blocks) {
      const found = block.shape === "rows" ? this.rows(table, block) : this.beside(table, block);
      if (found && (!best || found.score > best.score)) best = found;
    }
    return best;
  }

  beside(table, block) {
    const heads = table.rows.flatMap((row) => row.slice(0, Math.min(2, row.length - 1)));
    const alone = table.rows.filter((row) => row.length === 1).map(([cell]) => cell);
    const marked = new Set([...heads, ...alone].map((cell) => block.labels.marked(cell)?.path).filter(Boolean));
    const named = new Set(heads.map((cell) => block.labels.named(cell)?.path).filter(Boolean));
    const isUnder = folded(table.heading) === folded(block.heading);
    if (!marked.size && !named.size && !isUnder) return null;
    const found = { block, table, answers: [], unknown: [] };
    const own = new Set();
    const asked = [];
    for (const row of table.rows) {
      const [at, line] = this.asks(row, block);
      if (!line) continue;
      asked.push(row[at]);
      if (block.labels.lines.includes(line) && (row.length > 1 || block.labels.marked(row[at]))) own.add(line.path);
      const others = row.slice(at + 1).filter((cell) => !cell.goesOn);
      for (const cell of block.shape === "columns" ? others : others.slice(0, 1)) {
        found.answers.push({ line, cell, member: block.shape === "columns" ? cell.column - row[at].column - row[at].span : null });
      }
      found.unknown.push(...this.written(row[at], line, block));
    }
    found.unknown.push(...strays(table, asked, found.answers, this.word));
    const isOurs = marked.size || own.size >= ENOUGH || (own.size && (isUnder || !found.unknown.length));
    return isOurs ? { ...found, score: score(own.size, table, block) } : null;
  }

  /* Which cell of a row asks, and what: the first, or the second behind a column of numbers. */
  asks(row, block) {
    const line = (cell) => block.labels.line(cell) ?? (block.shape === "answers" ? this.pool.line(cell) : null);
    if (row.length === 1) return [0, block.labels.line(row[0])];
    for (const [at, cell] of row.slice(0, Math.min(2, row.length - 1)).entries()) {
      const found = line(cell);
      if (found) return [at, found];
      if (cell.text && !isNumber(cell.text)) break;
    }
    return [0, null];
  }

  /* What a person wrote into the cell of a label; merged cells have the labels of several lines. */
  written(cell, line, block) {
    const lines = [line, ...block.labels.lines.filter((one) => one !== line && cell.marks?.includes(one.mark))];
    const text = left(cell.paragraphs, lines.flatMap((one) => [folded(one.label), one.hint]));
    return text ? [{ words: line.label, cell: { text }, isAtLabel: true }] : [];
  }

  rows(table, block) {
    let [head, columns] = [0, new Map()];
    table.rows.slice(0, HEADER_ROWS).forEach((row, n) => {
      const here = new Map(row.map((cell) => [cell.column, block.labels.line(cell)]).filter(([, line]) => line));
      if (here.size > columns.size) [head, columns] = [n, here];
    });
    if (columns.size < Math.min(2, block.lines.length)) return null;
    const asked = table.rows[head].filter((cell) => columns.has(cell.column));
    const naming = [...columns].find(([, line]) => line === block.lines[0])?.[0];
    const found = { block, table, answers: [], unknown: asked.flatMap((cell) => this.written(cell, columns.get(cell.column), block)) };
    let member = -1;
    for (const row of table.rows.slice(head + 1)) {
      // A row goes on with the one above where the cell that names it is merged over both.
      const goesOn = member >= 0 && row.some((cell) => cell.column === naming && cell.goesOn);
      member += goesOn ? 0 : 1;
      for (const cell of row) {
        const line = columns.get(cell.column);
        if (!line || (goesOn && (cell.goesOn || !cell.text))) continue;
        if (cell.goesOn && /^\d/.test(wholeCell(table, cell).text)) {
          found.unknown.push({ words: line.label, cell: wholeCell(table, cell), isMerged: true });
          continue;
        }
        const before = goesOn ? found.answers.find((one) => one.member === member && one.line === line) : null;
        if (before) Object.assign(before, { cell: joined(before.cell, cell), from: [...(before.from ?? [before.cell]), cell] });
        else found.answers.push({ line, cell: wholeCell(table, cell), member });
      }
    }
    const names = new Map(table.rows[head].map((cell) => [cell.column, labelIn(cell, this.word)]));
    found.unknown.push(...strays(table, asked, found.answers, this.word, names));
    return { ...found, score: score(columns.size, table, block) };
  }
}

/* The labels of some questions as cells are compared with them. */
class Labels {
  constructor(lines, word) {
    Object.assign(this, { word, lines });
    this.marks = new Map();
    this.said = new Map();
    for (const line of [...lines].reverse()) {
      this.marks.set(line.mark, line);
      this.said.set(folded(line.label), line);
    }
  }

  /** The question whose bookmark is in the cell. */
  marked(cell) {
    cell.marks ??= inside(cell.at, "w:bookmarkStart").map((mark) => attribute(mark, "name") ?? "");
    const mark = cell.marks.find((one) => this.marks.has(one));
    return mark === undefined ? null : this.marks.get(mark);
  }

  /** The question whose label the cell has, with or without a hint behind it. */
  named(cell) {
    cell.folded ??= folded(labelIn(cell, this.word));
    const text = cell.folded;
    if (!text || text.length > LONGEST) return null;
    if (this.said.has(text)) return this.said.get(text);
    const begun = [...this.said.keys()].filter((name) => text.startsWith(`${name} `)); // the hint's style was lost
    return begun.length ? this.said.get(begun.reduce((best, one) => (one.length > best.length ? one : best))) : null;
  }

  line(cell) {
    return this.marked(cell) ?? this.named(cell);
  }
}

/** The cell itself, and for the lower part of a cell merged downwards its upper one, where the words are. */
export function wholeCell(table, cell) {
  let [found, row] = [cell, cell.row];
  while (found?.goesOn && row > 0) {
    row -= 1;
    found = table.rows[row].find((one) => one.column <= cell.column && cell.column < one.column + one.span);
  }
  return found ?? cell;
}

function score(found, table, block) {
  return found ? found + (folded(table.heading) === folded(block.heading) ? 0.6 : 0) + (0.3 * found) / block.lines.length : 0;
}
