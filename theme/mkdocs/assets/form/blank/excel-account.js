/* Nothing on a sheet is lost: every cell is read, was printed by the blank, or is told with its words. The browser's side of
   workbook_account.py. */

import { lettersOf } from "./excel.js";

const BEFORE = /.+, \d{4}\S*$/; // what an indicator was, as the blank prints it

/** What no field takes and the blank did not print: `left` gives what of a cell that is, empty for nothing. */
export function strays(sheet, out, left) {
  const pattern = /^[a-z]+@\d+:\S+$/;
  for (const [at, { said }] of sheet.cells) {
    const text = said.split(/\s+/).join(" ").trim();
    const found = text && !pattern.test(text) ? left(text, ...at.split(" ").map(Number)) : "";
    if (found) out.notes.push(`лист «${sheet.name}», ячейка ${lettersOf(+at.split(" ")[1])}${+at.split(" ")[0] + 1}: это не прочитано: «${found.slice(0, 60)}»`);
  }
}

/** Words for a remark about all of them. */
export function quoted(words) {
  return words.map((one) => one.trim()).filter(Boolean).join("; ").slice(0, 120);
}

/** What stands before or behind the longest of the printed texts that the words begin or end with. */
export function rest(said, printed) {
  const lower = said.toLowerCase();
  const plain = printed.filter(Boolean).map((one) => one.split(/\s+/).join(" ")).sort((a, b) => b.length - a.length);
  const one = plain.find((it) => lower.startsWith(it.toLowerCase()) || lower.endsWith(it.toLowerCase()));
  if (one === undefined) return said;
  return (lower.startsWith(one.toLowerCase()) ? said.slice(one.length) : said.slice(0, -one.length)).replace(/^[\s*:.,;–—-]+|[\s*:.,;–—-]+$/g, "");
}

/** What of a cell of a table is neither read nor printed by the blank. */
export function unreadIn(table, blank, said, row, at) {
  const { number, owner, link, example, card } = blank.excel;
  if (table.card) {
    if (table.columns.has(row) && at === table.answers) return "";
    const printed = [...table.columns.values()].flatMap(({ heading, hint }) => [`${heading} *`, heading, hint]);
    return at === 0 && /^\d+$/.test(said) ? "" : rest(said, [...card, ...printed]);
  }
  const head = table.start - 1;
  const column = table.columns.get(at);
  if (row < head) return said;
  if (!column) return row === head && !table.isUsed(at) ? said : "";
  if (row === head) return [rest(said, [`${column.heading} *`, column.heading])].find((one) => one !== said) ?? "";
  const isRead = table.rows().includes(row);
  if (column.path === number) {
    const left = rest(said, [example]);
    return /\p{L}{3}/u.test(left) && !(link === number && !table.group && isRead) ? left : "";
  }
  if (table.isExample(row)) return table.isContent(column.path) ? "" : rest(said, [column.example]);
  if (column.path === owner) return isRead ? "" : said;
  if (column.path === "values.indicator") return isRead || (blank.questions[column.path]?.given ?? []).includes(said) ? "" : said;
  if (column.path === "=share") return table.cell(row, at).isCounted ? "" : said;
  return column.path.startsWith("=") && !BEFORE.test(said) ? rest(said, blank.excel.given) : "";
}
