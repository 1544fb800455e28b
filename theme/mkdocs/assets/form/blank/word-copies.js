/* A table of ours that somebody has copied whole, into a cell of another or once more into the document, is read once, and
   that there are two is told: the browser's side of document_copies.py. */

import { sentence, short } from "../words.js";
import { textOf } from "./word-runs.js";

const KNOWN_BY = "title"; // one title said in two tables is a copy that was changed

/** A match without the tables of ours that lie in the cells of its answers: these are its `inner`, and come behind all
    others. */
export function withoutTables(match, matcher) {
  match.inner = [];
  for (const one of match.answers) {
    const [cell, found] = parted(one.cell, matcher);
    match.inner.push(...found);
    if (found.length) Object.assign(one, { cell, from: one.from ?? [one.cell] });
  }
  return match;
}

/* [the cell without such tables, the matches of these]. */
function parted(cell, matcher) {
  const found = [];
  const kept = cell.paragraphs.filter((one) => {
    const match = one.rows ? matcher.match({ heading: "", rows: one.rows.map((row, n) => row.map((words, column) => cellOf(words, n, column))) }) : null;
    if (match?.block.shape !== "rows") return true;
    found.push(match);
    return false;
  });
  return [found.length ? { ...cell, paragraphs: kept, text: kept.map(textOf).filter(Boolean).join(" ") } : cell, found];
}

function cellOf(paragraphs, row, column) {
  return { row, column, span: 1, goesOn: false, paragraphs, told: [], marks: [], text: paragraphs.map(textOf).filter(Boolean).join(" ") };
}

/** What the tables of a document have said of each list, to know a member that another table repeats. */
export class Copies {
  constructor() {
    Object.assign(this, { seen: new Map(), repeated: new Map() });
  }

  /** {isRepeated, note}: whether another table has said just this (two authors of whom there is the role alone are two
      teachers); what is told of one that said it otherwise. */
  said({ block, table }, group) {
    const all = this.seen.get(block.path) ?? [];
    this.seen.set(block.path, all);
    const others = all.filter((one) => one.table !== table).map((one) => one.group);
    const known = group[KNOWN_BY];
    const tells = known || Object.keys(group).length > 1;
    if (tells && others.some((one) => JSON.stringify(one) === JSON.stringify(group))) {
      const words = short(String(known ?? Object.values(group)[0]));
      this.repeated.set(table, { heading: block.heading, words: [...(this.repeated.get(table)?.words ?? []), words] });
      return { isRepeated: true };
    }
    all.push({ table, group });
    const isOther = known && others.some((one) => one[KNOWN_BY] === known);
    return { isRepeated: false, note: isOther ? sentence("copied_differs", { row: short(String(known)), heading: block.heading }) : "" };
  }

  notes() {
    return [...this.repeated.values()].map(({ heading, words }) => sentence("copied_table", { heading, rows: `«${words.join("», «")}»` }));
  }
}
