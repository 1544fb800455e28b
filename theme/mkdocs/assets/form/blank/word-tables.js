/* Which table of a document is which block of a blank, and where in it each question is answered: the browser's side of
   document_tables.py for files with our own key. A label is known by its bookmark, then by its words; nothing is guessed. */

import { trimmed } from "./names.js";
import { attribute, inside } from "./xml.js";
import { textOf } from "./word-runs.js";
import { folded } from "./word-ticks.js";

const HEADER_ROWS = 3;
const LONGEST = 300; // characters of a label with its hint
const ENOUGH = 2; // labels that make a table one of ours

/** The label in a cell, without the hint under it. */
export function labelIn(cell, word) {
  cell.label ??= cell.paragraphs.filter((one) => one.style !== word.hint).map(textOf).filter(Boolean).join(" ");
  return cell.label;
}

/** The blocks of a blank, made ready to be found among the tables of a document. */
export class Matcher {
  constructor(word) {
    this.blocks = word.tables.map(([shape, path, heading, lines]) => {
      const asked = lines.map(([name, label, mark]) => ({ path: name, label, mark }));
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
    const asked = table.rows.filter((row) => row.length > 1).map((row) => row[0]);
    const marked = new Set(asked.map((cell) => block.labels.marked(cell)?.path).filter(Boolean));
    const named = new Set(asked.map((cell) => block.labels.named(cell)?.path).filter(Boolean));
    const isUnder = folded(table.heading) === folded(block.heading);
    if (!marked.size && !named.size && !isUnder) return null;
    const found = { block, table, answers: [], unknown: [] };
    const own = new Set();
    for (const row of table.rows) {
      if (row.length < 2) continue;
      let line = block.labels.line(row[0]);
      if (line) own.add(line.path);
      else if (block.shape === "answers") line = this.pool.line(row[0]);
      const members = block.shape === "columns" ? row.slice(1) : row.slice(1, 2);
      if (!line) {
        const label = labelIn(row[0], this.word);
        found.unknown.push(...members.filter((cell) => cell.text && label).map((cell) => ({ words: label, cell })));
        continue;
      }
      for (const cell of members) {
        if (!cell.goesOn) found.answers.push({ line, cell, member: block.shape === "columns" ? cell.column - 1 : null });
      }
    }
    const isOurs = marked.size || own.size >= ENOUGH || (own.size && (isUnder || !found.unknown.length));
    return isOurs ? { ...found, score: score(own.size, table, block) } : null;
  }

  rows(table, block) {
    let [head, columns] = [0, new Map()];
    table.rows.slice(0, HEADER_ROWS).forEach((row, n) => {
      const here = new Map(row.map((cell) => [cell.column, block.labels.line(cell)]).filter(([, line]) => line));
      if (here.size > columns.size) [head, columns] = [n, here];
    });
    if (columns.size < Math.min(2, block.lines.length)) return null;
    const found = { block, table, answers: [], unknown: [] };
    const names = new Map((table.rows[head] ?? []).map((cell) => [cell.column, labelIn(cell, this.word)]));
    table.rows.slice(head + 1).forEach((row, member) => {
      for (const cell of row) {
        const line = columns.get(cell.column);
        if (line) found.answers.push({ line, cell: wholeCell(table, cell), member });
        else if (cell.text && !/^\d+$/.test(trimmed(cell.text, ".)", false))) found.unknown.push({ words: names.get(cell.column) ?? "", cell });
      }
    });
    return { ...found, score: score(columns.size, table, block) };
  }
}

/* The labels of some questions as cells are compared with them. */
class Labels {
  constructor(lines, word) {
    this.word = word;
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
