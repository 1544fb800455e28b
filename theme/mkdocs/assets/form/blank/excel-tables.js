/* The sheets of a filled workbook as records: the browser's side of tables.py and workbook_in.py. Columns are known by
   their hidden key alone; rows of other sheets join the record that they name. */

import { number as written } from "../../shared/ui.js";
import { sheetsOf, lettersOf } from "./excel.js";
import { quoted, rest, strays, unreadIn } from "./excel-account.js";
import { titled, trimmed } from "./names.js";

const DEEP = 60; // rows in which keys are looked for
const HEAD = 12; // rows below the keys in which headings are looked for

/** The sheets of the workbook and {form}, whose blank it is by its own keys; an empty text where it has none. */
export async function formOfExcel(book, blank) {
  const sheets = await sheetsOf(book, blank);
  const found = sheets.flatMap((sheet) => keysOn(sheet, blank)).map(({ key }) => key.form).filter((form) => form in blank.forms);
  return { sheets, form: found.includes(blank.form) ? blank.form : found[0] ?? "" };
}

/* The keys on a sheet: {row, column, key: {form, path}}. */
function keysOn(sheet, blank) {
  const pattern = new RegExp(`^(?:${blank.excel.key})$`);
  const out = [];
  for (const [at, cell] of sheet.cells) {
    const [row, column] = at.split(" ").map(Number);
    const found = row < DEEP ? pattern.exec(cell.said.trim()) : null;
    if (found) out.push({ row, column, key: { form: found[1], path: found[3] } });
  }
  return out;
}

/** {entries, beside, unread, notes} as readWord gives them; `asked` are the questions of the form by path, `longest` is an answer. */
export function readExcel(sheets, blank, asked, longest) {
  const out = { entries: [], unread: [], notes: [] };
  const found = [];
  for (const sheet of sheets) {
    if (!keysOn(sheet, blank).length) out.notes.push(...sheet.notes.map((said) => `лист «${sheet.name}»: ${said}`));
    if (sheet.name === blank.excel.ours[0]) strays(sheet, out, (said) => rest(said, blank.excel.rules));
    out.notes.push(...sheet.running.map((said) => `лист «${sheet.name}»: колонтитул не переносится: «${said}»`));
    if (blank.excel.ours.includes(sheet.name) || ![...sheet.cells.values()].some((cell) => cell.said.trim() || cell.unread)) continue;
    const table = tableOf(sheet, blank);
    if (table) found.push(table);
    else out.notes.push(`лист «${sheet.name}» не из бланка, он не прочитан: «${quoted([...sheet.cells.values()].map(({ said }) => said))}»`);
  }
  for (const table of found) looked(table, blank, out, { asked, longest });
  out.beside = newcomers(found.filter((one) => one.kind), asked);
  const tables = found.filter((one) => !one.kind);
  const [first] = blank.excel.sheets;
  const drafts = [];
  for (const table of tables.filter((one) => one.name === first[0])) {
    for (const row of table.rows()) drafts.push(draft(table, row, blank, asked));
  }
  const others = tables.filter((one) => one.name !== first[0]);
  if (first[2] && !drafts.length && others.some((table) => table.rows().length)) drafts.push({ link: "", data: {}, place: `лист «${first[0]}»` });
  for (const table of others) join(table, drafts, blank, out, asked);
  out.entries = drafts.map(({ data, place }) => ({ data, place }));
  return out;
}

/* The sheet as a table of the blank: `columns` by their position (of a card: rows), `start` where records begin. */
function tableOf(sheet, blank) {
  const all = keysOn(sheet, blank);
  const [kind, known] = [["", blank.excel.sheets], ...blank.excel.newcomers.map(([of, its]) => [of, [its]])]
    .find(([of]) => all.some(({ key }) => key.form === (of || blank.form))) ?? [];
  if (!known) return null;
  const keys = all.filter(({ key }) => key.form === (kind || blank.form));
  const paths = new Set(keys.map(({ key }) => key.path));
  const count = ([, , , columns]) => columns.filter(([path]) => paths.has(path)).length;
  const [name, group, card, asked] = known.reduce((best, one) => (count(one) > count(best) ? one : best));
  const byPath = Object.fromEntries(asked.map(([path, heading, example, , hint]) => [path, { path, heading, example, hint }]));
  const top = card ? -1 : Math.min(...keys.map(({ row }) => row));
  const columns = new Map();
  const twice = [];
  for (const { row, column, key } of keys.sort((a, b) => a.row - b.row || a.column - b.column)) {
    if (!byPath[key.path] || (!card && row !== top)) continue;
    if ([...columns.values()].includes(byPath[key.path])) twice.push(`столбец «${byPath[key.path].heading}» есть дважды`);
    else columns.set(card ? row : column, byPath[key.path]);
  }
  return new Table({ sheet, kind, name, group, card, columns, start: card ? 0 : belowHeadings(sheet, top, columns), twice, blank,
    lacking: asked.filter(([path, , , required]) => required && !card && !paths.has(path)).map(([, heading]) => heading) });
}

/* Where the records begin: below the headings, which have a place of their own where somebody put rows above them. */
function belowHeadings(sheet, top, columns) {
  const named = (row) => [...columns].filter(([at, { heading }]) => (sheet.cells.get(`${row} ${at}`)?.said ?? "").replace(/[\s*]+$/, "") === heading).length;
  let best = top + 1;
  for (let row = top + 2; row < top + HEAD; row += 1) if (named(row) > named(best)) best = row;
  return best + 1;
}

class Table {
  constructor(its) {
    Object.assign(this, its);
    if (this.card) this.answers = this.answerColumn();
  }

  cell(row, column) {
    return this.sheet.cells.get(`${row} ${column}`) ?? null;
  }

  /* The column of a card in which answers stand: the one after the labels. */
  answerColumn() {
    const plain = (said) => titled(said.replace(/\*/g, ""), this.blank.demo);
    const headings = [...this.columns.values()].map((one) => plain(one.heading));
    const counts = [0, 1, 2, 3].map((at) => [...this.columns.keys()].filter((row) => {
      const said = this.cell(row, at)?.said;
      return said && headings.includes(plain(said));
    }).length);
    const most = Math.max(...counts);
    return (most ? counts.indexOf(most) : 1) + 1;
  }

  cellAt(row, position) {
    return this.card ? this.cell(position, this.answers) : this.cell(row, position);
  }

  place(row, position) {
    const [line, column] = this.card ? [position, this.answers] : [row, position];
    return `лист «${this.sheet.name}», ячейка ${lettersOf(column)}${line + 1}`;
  }

  /* False for what stands in a row before anybody fills it in. */
  isContent(path) {
    const { number, owner } = this.blank.excel;
    return ![number, owner, "values.indicator"].includes(path) && !path.startsWith("=");
  }

  isExample(row) {
    const position = [...this.columns].find(([, column]) => column.path === this.blank.excel.number)?.[0] ?? 0;
    return (this.cell(row, position)?.said ?? "").trim().toLowerCase().startsWith(this.blank.excel.example);
  }

  /* Whether something stands in a column below the headings. */
  isUsed(at) {
    return [...this.sheet.cells].some(([place, cell]) => +place.split(" ")[1] === at && +place.split(" ")[0] >= this.start && !isEmpty(cell));
  }

  /* Rows in which somebody has written something; a card has one, -1. */
  rows() {
    this.found ??= this.filledRows();
    return this.found;
  }

  filledRows() {
    const says = (row) => [...this.columns].some(([position, column]) => (this.card || this.isContent(column.path)) && !isEmpty(this.cellAt(row, position)));
    if (this.card) return says(-1) ? [-1] : [];
    const out = [];
    for (let row = this.start; row < this.sheet.rows; row += 1) if (!this.isExample(row) && says(row)) out.push(row);
    return out;
  }
}

function isEmpty(cell) {
  return !cell || (!cell.said.trim() && !cell.unread);
}

/* What stands in a table and is not read, and what a person should know of. */
function looked(table, blank, out, { asked, longest }) {
  const { sheet, name } = table;
  const miss = (place, what) => out.unread.push({ place, what });
  for (const what of table.twice) miss(`лист «${sheet.name}»`, what);
  for (const heading of table.lacking) miss(`лист «${sheet.name}»`, `нет столбца «${heading}»`);
  out.notes.push(...sheet.notes.map((said) => `лист «${sheet.name}»: ${said}`));
  const rows = table.rows();
  if (rows.length && sheet.hidden) miss(`лист «${sheet.name}»`, "лист скрыт, а на нём есть заполненные строки");
  for (const row of rows) {
    if (sheet.hiddenRows.has(row)) miss(`лист «${sheet.name}», строка ${row + 1}`, "строка скрыта");
    for (const [position, column] of table.columns) {
      const cell = table.cellAt(row, position);
      if (column.path.startsWith("=") || isEmpty(cell)) continue;
      if (cell.said.length > longest) miss(table.place(row, position), `ответ длиннее ${written(longest)} знаков`);
      if (cell.unread) miss(table.place(row, position), cell.unread);
      if (sheet.from1904 && cell.isBare && ["day", "moment"].includes(asked.get(column.path)?.t)) {
        out.notes.push(`${table.place(row, position)}: число ${cell.said} прочитано как ${cell.moment}: эта книга считает дни с 1904 года`);
      }
      if (cell.note) out.notes.push(`${table.place(row, position)}: ${cell.note}`);
      if (!table.card && table.isContent(column.path) && sheet.hiddenColumns.some(([from, to]) => position >= from && position <= to)) miss(`столбец «${column.heading}»`, "столбец скрыт");
      if (cell.link && !takesLink(asked.get(column.path), cell) && !isKept(cell)) out.notes.push(`${table.place(row, position)}: ссылка за словами не переносится: ${cell.link}`);
    }
  }
  if (!table.card) around(table, blank, out, miss);
  strays(sheet, out, (said, row, at) => unreadIn(table, blank, said, row, at));
  if (name !== sheet.name && !table.kind && name !== blank.excel.sheets[0][0]) out.notes.push(`лист «${sheet.name}» прочитан как «${name}»`);
}

/* Columns that are not of the blank, merged cells, and examples that somebody wrote over. */
function around(table, blank, out, miss) {
  const { sheet, start } = table;
  const others = new Set();
  for (const [at, cell] of sheet.cells) {
    const [row, column] = at.split(" ").map(Number);
    if (row >= start && !table.columns.has(column) && !isEmpty(cell)) others.add(column);
  }
  for (const column of others) {
    const said = [...sheet.cells].filter(([at]) => +at.split(" ")[0] >= start && +at.split(" ")[1] === column).map(([, cell]) => cell.said);
    out.notes.push(`лист «${sheet.name}»: столбец ${lettersOf(column)} «${table.cell(start - 1, column)?.said ?? ""}» не из бланка, он не прочитан: «${quoted(said)}»`);
  }
  for (const { top, left, bottom } of sheet.merges) {
    const column = table.columns.get(left);
    if (top >= start && bottom > top && column && ![blank.excel.number, blank.excel.owner].includes(column.path)) miss(table.place(top, left), "объединённые ячейки");
  }
  for (let row = start; row < sheet.rows; row += 1) {
    if (!table.isExample(row)) continue;
    const own = [...table.columns].filter(([at, column]) => table.isContent(column.path) && !isEmpty(table.cell(row, at))
      && titled(table.cell(row, at).said, blank.demo) !== titled(column.example, blank.demo)).map(([at]) => table.cell(row, at).said);
    if (own.length) miss(`лист «${sheet.name}», строка ${row + 1}`, `строка помечена словом «пример», а в ней есть ваши значения: «${quoted(own)}»`);
  }
}

/* Whether the link behind a cell can go where the cell goes: an address, or words of a text on one line. */
function takesLink(q, { said, link, isNumber }) {
  if (!link || isNumber || !/^https?:\/\/[^\s()]+$/.test(link) || said.includes(trimmed(link, "/", false))) return false;
  if (q?.t === "url") return !/^https?:\/\//.test(said.trim());
  return q?.w === "text" && said.trim() !== "" && !/[\n[\]]|:\/\//.test(said);
}

function isKept({ said, link }) {
  const text = said.trim();
  return text !== "" && (link.includes(text) || text.includes(link));
}

/* What the cell says, as `answers.js` takes it: {said, isNumber, isDate, moment} or a text. */
function valueOf(q, cell) {
  if (takesLink(q, cell)) return q.t === "url" ? cell.link : `[${cell.said.trim()}](${cell.link})`;
  return cell.isNumber ? { said: cell.said, moment: cell.moment ?? "", isDate: Boolean(cell.isDate) } : cell.said;
}

function draft(table, row, blank, asked) {
  const one = { data: {}, link: "", place: table.card ? `лист «${table.sheet.name}»` : `строка ${row + 1}` };
  for (const [position, column] of table.columns) if (column.path === blank.excel.link) one.link = titled(table.cellAt(row, position)?.said ?? "", blank.demo);
  put(table, row, one.data, "", asked);
  return one;
}

/* Lay the values of a row into `data`, whose list or group is `group`. */
function put(table, row, data, group, asked) {
  const { number, owner, record } = table.blank.excel;
  for (const [position, column] of table.columns) {
    const cell = table.cellAt(row, position);
    if ([number, owner, record].includes(column.path) || column.path.startsWith("=") || isEmpty(cell)) continue;
    const path = (group ? column.path.slice(group.length + 1) : column.path).split(".");
    let here = data;
    for (const name of path.slice(0, -1)) here = (here[name] ??= {});
    here[path[path.length - 1]] = valueOf(asked.get(column.path), cell);
  }
}

/* [{kind, data, place}] of the sheets of records that may come along. */
function newcomers(tables, asked) {
  return tables.flatMap((table) => table.rows().map((row) => {
    const data = {};
    put(table, row, data, "", asked);
    return { kind: table.kind, data, place: `лист «${table.sheet.name}», строка ${row + 1}` };
  }));
}

/* Give the rows of a list to the records they name; an empty name means the record of the row above. */
function join(table, drafts, blank, out, asked) {
  let owner = drafts.length === 1 ? drafts[0] : null;
  const position = [...table.columns].find(([, column]) => column.path === blank.excel.owner)?.[0];
  for (const row of table.rows()) {
    const said = titled((position === undefined ? null : table.cellAt(row, position))?.said ?? "", blank.demo);
    if (blank.excel.link && said) {
      const fitting = drafts.filter((one) => one.link === said);
      owner = fitting.length === 1 ? fitting[0] : null;
    }
    if (!owner) {
      const words = [...table.columns].filter(([, { path }]) => table.isContent(path)).map(([at]) => table.cell(row, at)?.said ?? "");
      out.unread.push({ place: `лист «${table.sheet.name}», строка ${row + 1} («${quoted(words)}»)`, what: said ? "непонятно, к какой записи относится строка" : "не сказано, к какой записи относится строка" });
      continue;
    }
    let here = owner.data;
    const path = table.group.split(".");
    for (const name of path.slice(0, -1)) here = (here[name] ??= {});
    const member = {};
    put(table, row, member, table.group, asked);
    (here[path[path.length - 1]] ??= []).push(member);
  }
}
