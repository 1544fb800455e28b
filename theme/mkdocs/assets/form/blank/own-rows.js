/* Which table of a file is a plan or a bank of practices, and its rows as people read them (roadmap_table.py and banks.py
   of generator/channels/office, where terms and people are understood). A row that is not clear is held with its reason. */

import { headingKey, readBank, readColumns } from "./headings.js";
import { cellAt, wholeAt } from "./own-tables.js";
import { eventTerm } from "./own-terms.js";

const ANY_YEAR = "2026/27"; // a month alone is a term of some year
const SPOKEN = ["when", "when_end", "responsible", "section"]; // a merged cell speaks for every row beside it

/** The parts of a plan or of a bank: [{kind, table, head, labels, columns, context, given, left, goesOn}], empty where the headings
    of no table say what it is. `kind` is "plan" or "bank", `columns` and `context` are roles and headings by column, `given`
    those roles that a person has given (`saidOf(labels, kind)`), `left` headings of what is not read, `goesOn` a table
    without headings that goes on with the one before; `name` is that of the file. */
export function known(tables, rules, saidOf, name) {
  const parts = [];
  for (const table of tables) {
    const heads = table.rows.slice(0, rules.rows[Number(table.isSheet)]).map((head) => headed(table, head, rules, saidOf, name));
    const found = heads.find((one) => one && (one.kind === "bank" || hasTerms(one, rules)));
    const before = parts[parts.length - 1];
    if (found && (!before || found.kind === before.kind)) parts.push(found);
    else if (before && goesOnWith(before, table, tables)) parts.push({ ...before, table, goesOn: true });
    if (parts[0]?.kind === "bank") break;
  }
  return parts;
}

/** Every part of the file that has the headings of `first`, which a person has explained. */
export function alike(first, tables, rules, saidOf) {
  const parts = [first];
  for (const table of first.kind === "plan" ? tables.slice(tables.indexOf(first.table) + 1) : []) {
    const head = table.rows.slice(0, rules.rows[Number(table.isSheet)]).find((row) => isHeading(first, row));
    const before = parts[parts.length - 1];
    if (head) parts.push(headed(table, head, rules, saidOf));
    else if (goesOnWith(before, table, tables)) parts.push({ ...before, table, goesOn: true });
  }
  return parts.filter(Boolean);
}

/* A page break has cut the table: the next one is as wide and has no headings of its own. */
function goesOnWith(before, table, tables) {
  const width = (one) => Math.max(...one.rows.map((row) => row.cells.reduce((sum, cell) => sum + cell.span, 0)));
  return before.kind === "plan" && !table.isSheet && tables.indexOf(table) === tables.indexOf(before.table) + 1 && width(table) === width(before.table);
}

/* A table under «Начало» and «Вопрос» is no plan yet: enough of its rows name a term. */
function hasTerms(found, rules) {
  const sign = new RegExp(rules.term, "iu");
  const terms = rowsOf(found, rules).map(({ said }) => said.when?.join(" ").replaceAll("ё", "е")).filter(Boolean);
  return terms.length > 0 && terms.filter((one) => sign.test(one)).length >= rules.certain * terms.length;
}

/** The table under the heading `head`, read as people say it is; null where it is neither a plan nor a bank. */
export function headed(table, head, rules, saidOf, name = "") {
  const texts = head.cells.map((cell) => cell.text);
  const at = (n) => head.cells[n].column;
  const has = (roles, needs) => needs.every((role) => Object.values(roles).includes(role));
  const said = saidOf(texts, "plan");
  const labels = namesOf(head, said, rules);
  if (!Object.keys(said).length && texts.some((one) => eventTerm(one, ANY_YEAR))) return null; // a row that says when is no heading
  const plan = readColumns(labels, rules.columns, said);
  const its = { table, head, labels: texts, given: givenBy(head, labels, said, rules) };
  if (has(plan.roles, rules.plan.needs)) {
    const context = [...plan.context, ...Object.keys(plan.roles).filter((n) => plan.roles[n] === "context").map(Number)];
    return { ...its, kind: "plan", columns: byColumn(plan.roles, at), context: Object.fromEntries(context.map((n) => [at(n), labels[n]])),
      left: [...plan.unknown, ...plan.left].map((n) => labels[n]) };
  }
  const given = saidOf(texts, "bank");
  const bank = readBank(namesOf(head, given, rules), rules.columns, given);
  const isNamed = new RegExp(rules.bank.named, "iu").test([name, ...table.titles, ...labels].join(" ")) || Object.keys(given).length > 0;
  if (!has(bank, rules.bank.needs) || !isNamed || !rules.bank.one.some((role) => has(bank, [role]))) return null;
  return { ...its, kind: "bank", columns: byColumn(bank, at), context: {}, left: labels.filter((label, n) => label && !(n in bank) && headingKey(label, rules.columns) !== "№") };
}

/** What a column is called: by the words over it, or by its place. */
export function columnName(text, n) {
  return text || `Столбец ${n + 1}`;
}

/* The headings; of a column without one its place, where a person has said what it is. */
function namesOf(head, said, rules) {
  return head.cells.map(({ text }, n) => text || (headingKey(columnName("", n), rules.columns) in said ? columnName("", n) : ""));
}

function givenBy(head, labels, said, rules) {
  const known = head.cells.map(({ column }, n) => [column, labels[n] && headingKey(labels[n], rules.columns)]).filter(([, key]) => key in said);
  return Object.fromEntries(known.map(([column, key]) => [column, said[key]]));
}

function byColumn(roles, at) {
  return Object.fromEntries(Object.entries(roles).filter(([, role]) => role).map(([n, role]) => [at(n), role]));
}

/** The rows of a part: [{part, at, place, said, around, held, raw, section}]: `said` are the lines of each role, `around` [heading,
    words] of what else the row says, `held` why it waits, `raw` the rows of the table it is made of. */
export function rowsOf(found, rules) {
  const { table, head, kind } = found;
  const out = [];
  const section = { words: "", row: null };
  let first = found.goesOn ? 0 : table.rows.indexOf(head) + 1;
  const last = first + 2;
  while (!found.goesOn && first < Math.min(last, table.rows.length) && table.rows[first].cells[0]?.goesOn) first += 1; // a heading of two rows
  for (const row of table.rows.slice(first)) {
    const filled = row.cells.filter((cell) => cell.text);
    if (!filled.length && !row.trouble) continue;
    if (isHeading(found, row) || isCount(row)) continue;
    if (kind === "plan" && isSection(found, filled, rules)) Object.assign(section, { words: row.trouble ? "" : filled[0].text, row: row.trouble ? null : row });
    else if (kind === "plan") take(found, row, section, out);
    else takePractice(found, row, out);
  }
  return out;
}

function take(found, row, section, out) {
  const said = saidIn(found, row);
  const before = out[out.length - 1];
  const number = Object.keys(found.columns).find((at) => found.columns[at] === "number");
  const goesOn = before && !row.trouble && !before.held && number !== undefined && !said.number?.length && !cellAt(row, +number)?.text
    && !ownTerm(found, row) && (cellAt(row, +number)?.goesOn || !said.title?.length || /^[a-zа-яё]/.test(said.title[0]) || ownLines(found, row, "responsible"));
  if (goesOn) {
    for (const name of ["title", "responsible", "result", "note"]) {
      if (ownLines(found, row, name)) before.said[name] = [...(before.said[name] ?? []), ...said[name]];
    }
    before.raw.push(row);
    return;
  }
  if (!said.when?.length && before && !before.held && termFromAbove(found, row, said)) said.when = before.said.when;
  if (!said.section?.length && section.words) said.section = [section.words];
  const around = Object.entries(found.context).map(([at, label]) => [label, wholeAt(found.table, row, +at)?.text ?? ""]).filter(([, words]) => words);
  let held = row.trouble;
  if (!held && !said.title?.length) held = "не сказано, что за мероприятие";
  if (!held && !said.when?.length) held = "не назван срок";
  out.push({ part: found, at: row.at, place: `${found.table.place}, строка ${row.at + 1}`, said, around, held, raw: [row], section: section.row });
}

function takePractice(found, row, out) {
  const said = saidIn(found, row);
  const parts = new Set(Object.values(said).map((lines) => lines.join(" ")).filter(Boolean));
  let held = row.trouble;
  if (!held && !said.title?.length) held = "не названа практика";
  if (!held && parts.size < 2) return; // a row that only names a section
  out.push({ part: found, at: row.at, place: `${found.table.place}, строка ${row.at + 1}`, said, around: [], held, raw: [row], section: null });
}

function saidIn({ table, columns, kind }, row) {
  const said = {};
  for (const [at, role] of Object.entries(columns)) {
    const cell = SPOKEN.includes(role) || kind === "bank" ? wholeAt(table, row, +at) : cellAt(row, +at);
    if (cell?.lines.length) said[role] = [...cell.lines];
  }
  return said;
}

function ownLines({ columns }, row, name) {
  const at = Object.keys(columns).find((one) => columns[one] === name);
  return at !== undefined && Boolean(cellAt(row, +at)?.text);
}

function ownTerm(found, row) {
  return ownLines(found, row, "when");
}

/* A plan by months: the term stands once, in the first column, over rows whose own cell is empty. */
function termFromAbove({ columns, context }, row, said) {
  const first = Math.min(...Object.keys(columns).map(Number), ...Object.keys(context).map(Number));
  return columns[first] === "when" && /^[^a-zа-яё]/.test(said.title?.[0] ?? "а");
}

function isHeading({ labels }, row) {
  return row.cells.length === labels.length && row.cells.every((cell, n) => cell.text === labels[n]);
}

/* The row «1 2 3 4» under a heading. */
function isCount(row) {
  return row.cells.length > 1 && row.cells.every((cell, n) => cell.text === String(n + 1));
}

/* A row that only names a section: its cells are merged, or its words say so. */
function isSection({ columns }, filled, rules) {
  const pattern = new RegExp(`^(?:${rules.section})`, "iu");
  if (filled.length === 2) return filled[0].text.length < 12 && !/^\d/.test(filled[0].text) && pattern.test(`${filled[0].text} ${filled[1].text}`);
  if (filled.length !== 1) return false;
  return (filled[0].span > 1 && filled[0].span >= Object.keys(columns).length - 1) || pattern.test(filled[0].text);
}
