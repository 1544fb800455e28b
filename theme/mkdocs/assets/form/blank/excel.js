/* The sheets of a workbook as a person sees them: the browser's side of workbook_look.py. A cell is {said, …}; what of it
   cannot be read here stands in `unread`. */

import { mainPart, relations } from "./package.js";
import { Refused } from "./refused.js";
import { formatCode, shown } from "./excel-numbers.js";
import { number } from "../../shared/ui.js";
import { lowered, raised } from "./spelled.js";
import { attribute, child, children, inside, isOn, relation, tag } from "./xml.js";

/** The sheets in order: {name, hidden, cells, rows, columns, hiddenRows, hiddenColumns, merges, notes, running}; `cells` is a map
    of «row column» (from 0) to {said, isNumber, isDate, moment, unread, note}. `blank` is blank.json. Throws Refused. */
export async function sheetsOf(book, blank) {
  const main = await mainPart(book, "officeDocument");
  const links = await relations(book, main);
  const root = await book.part(main);
  const target = (type) => Object.values(links).find((one) => one.type === type && book.has(one.target))?.target;
  const part = async (type) => (target(type) ? book.part(target(type)) : null);
  const strings = children(await part("sharedStrings"), "si");
  const context = { strings, styles: new Looks(await part("styles")), blank, from1904: isOn1904(root), texts: new Map(), letters: 0 };
  const out = [];
  for (const sheet of children(child(root, "sheets"), "sheet")) {
    const its = links[relation(sheet)];
    if (!its || its.type !== "worksheet" || !book.has(its.target)) continue;
    const name = sheet.getAttribute("name") ?? "";
    const visible = (sheet.getAttribute("state") ?? "visible") === "visible";
    out.push({ name, hidden: !visible, from1904: context.from1904, ...(await sheetOf(book, its.target, context)) });
  }
  return out;
}

function isOn1904(root) {
  return ["1", "true"].includes(child(root, "workbookPr")?.getAttribute("date1904") ?? "");
}

async function sheetOf(book, path, context) {
  const { limits } = context.blank.safety;
  const root = await book.part(path);
  const links = await relations(book, path);
  const its = { cells: new Map(), rows: 0, columns: 0, hiddenRows: new Set(), hiddenColumns: [], merges: [], notes: [], pictures: false };
  const byDefault = isTrue(child(root, "sheetFormatPr"), "zeroHeight");
  for (const one of children(child(root, "cols"), "col")) {
    if (isTrue(one, "hidden") || one.getAttribute("width") === "0") its.hiddenColumns.push([+one.getAttribute("min") - 1, +one.getAttribute("max") - 1]);
  }
  let last = -1;
  for (const row of children(child(root, "sheetData"), "row")) {
    last = row.hasAttribute("r") ? +row.getAttribute("r") - 1 : last + 1;
    if (!(last >= 0 && last < limits.rows)) throw tooLarge(limits);
    if (isTrue(row, "hidden") || row.getAttribute("ht") === "0" || (byDefault && !row.hasAttribute("ht"))) its.hiddenRows.add(last);
    cellsOf(row, last, its, context);
  }
  for (const one of inside(root, "mergeCell")) {
    const found = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(one.getAttribute("ref") ?? "");
    if (found) its.merges.push({ top: +found[2] - 1, left: columnOf(found[1]), bottom: +found[4] - 1, right: columnOf(found[3]) });
  }
  for (const one of inside(root, "hyperlink")) linked(one, its, links);
  its.running = [...(child(root, "headerFooter")?.children ?? [])].map((one) => one.textContent.replace(/&("[^"]*"|[A-Z]|\d+)/g, " ").replace(/\s+/g, " ").trim())
    .filter((said) => /\p{L}{3}/u.test(said));
  await beside(book, links, its, context);
  return its;
}

function cellsOf(row, at, its, context) {
  let column = -1;
  for (const cell of children(row, "c")) {
    const found = /^([A-Z]{1,3})(\d{1,7})$/.exec(cell.getAttribute("r") ?? "");
    column = found ? columnOf(found[1]) : column + 1;
    if (column >= context.blank.safety.limits.columns) throw tooLarge(context.blank.safety.limits);
    const read = cellOf(cell, context);
    if (!read) continue;
    context.letters += read.said.length; // each cell with a text of all cells shows it as its own
    if (context.letters > context.blank.safety.limits.parsed) throw new Refused("в книге слишком много текста", "разделите её на несколько файлов");
    if (child(cell, "f")) read.isCounted = true;
    its.cells.set(`${at} ${column}`, read);
    its.rows = Math.max(its.rows, at + 1);
    its.columns = Math.max(its.columns, column + 1);
  }
}

function tooLarge({ rows, columns }) {
  return new Refused(`на листе слишком много строк или столбцов (пределы: ${number(rows)} и ${columns})`,
    "выделите и удалите пустые строки и столбцы за таблицей, сохраните файл");
}

/* Where words lead: the address stands beside the cell. */
function linked(one, its, links) {
  const target = links[relation(one)];
  const found = /^([A-Z]{1,3})(\d{1,7})/.exec(one.getAttribute("ref") ?? "");
  const cell = found && its.cells.get(`${+found[2] - 1} ${columnOf(found[1])}`);
  if (cell && target?.external) cell.link = target.target;
}

/* Remarks of people and pictures, which are not carried over. */
async function beside(book, links, its, context) {
  for (const { type, target } of Object.values(links)) {
    if (type === "comments" && book.has(target)) {
      for (const one of inside(await book.part(target), "comment")) {
        const said = inside(one, "t").map((words) => words.textContent).join("");
        const own = said.split(`${context.blank.word.author}:\n`)[0].trim();
        if (own) its.notes.push(`примечание у ячейки ${one.getAttribute("ref")} не переносится: «${own}»`);
      }
    }
    if (type === "drawing" && book.has(target)) {
      const drawn = [...(await book.part(target)).children].some((one) => one.localName.endsWith("Anchor"));
      const isAsked = context.blank.excel.sheets.some(([, group]) => group === "pictures");
      if (drawn) its.notes.push(`рисунки и фигуры с листа не переносятся${isAsked ? "; картинки выберите в форме, в разделе «Картинки»" : ""}`);
    }
  }
}

/* {said, …} of a cell, null for an empty one. */
function cellOf(cell, context) {
  const type = cell.getAttribute("t") ?? "n";
  const raw = child(cell, "v")?.textContent ?? "";
  const font = context.styles.fontOf(cell);
  if (child(cell, "f") && raw === "" && (type !== "str" || !child(cell, "v"))) return { said: "", unread: "формула без результата" };
  if (type === "e") return { said: raw, unread: `ошибка вместо значения (${raw})` };
  if (type === "s" || type === "inlineStr") {
    if (type === "inlineStr") return child(cell, "is") && ofText(child(cell, "is"), font, cell, context);
    const key = `${raw} ${cell.getAttribute("s") ?? ""}`; // one text of many cells is read once
    if (!context.texts.has(key)) context.texts.set(key, context.strings[+raw] ? ofText(context.strings[+raw], font, cell, context) : null);
    const its = context.texts.get(key);
    return its && { ...its };
  }
  if (type === "str") return raw ? asText(raw, font, cell, context) : null;
  if (raw === "") return null;
  if (type === "b") return struck({ said: raw === "1" ? "да" : "нет" }, font);
  if (type === "d") return { said: raw, unread: `дата в особой записи (${raw})` };
  const code = context.styles.codeOf(cell);
  const held = Number(raw);
  const seen = Number.isFinite(held) ? shown(held, code, context.from1904) : null;
  return struck(seen ? { ...seen, isNumber: true } : { said: raw, unread: `формат числа «${code}»` }, font);
}

function struck(read, font) {
  return font.strike ? { ...read, unread: `зачёркнуто: «${read.said}»` } : read;
}

function asText(said, font, cell, context) {
  const code = context.styles.codeOf(cell);
  const read = struck({ said }, font);
  if (context.blank.word.fonts.includes(font.name.toLowerCase()) || /[\ue000-\uf8ff]/.test(said)) read.unread = "знак особого шрифта";
  if (code.split(";").length > 3) read.unread = `формат текста «${code}»`;
  return read;
}

/* The words of a text; runs of their own font carry their own meaning. */
function ofText(item, font, cell, context) {
  const runs = children(item, "r");
  if (!runs.length) {
    const said = children(item, "t").map((one) => one.textContent).join("");
    return said ? asText(escapes(said), font, cell, context) : null;
  }
  let out = "";
  let unread = "";
  for (const run of runs) {
    const its = child(run, "rPr");
    let said = escapes(children(run, "t").map((one) => one.textContent).join(""));
    const align = attribute(child(its, "vertAlign"), "val") ?? "";
    if (isOn(child(its, "strike")) && said.trim()) unread = `зачёркнуто: «${said.trim()}»`;
    if (context.blank.word.fonts.includes((attribute(child(its, "rFont"), "val") ?? "").toLowerCase())) unread = "знак особого шрифта";
    if (align === "superscript" && (out || runs.length > 1)) said = raised(said, out, context.blank.word.raised);
    if (align === "subscript" && (out || runs.length > 1)) said = lowered(said, context.blank.word.lowered);
    out += said;
  }
  const read = asText(out, { ...font, strike: false }, cell, context);
  return out ? { ...read, unread: unread || read.unread } : null;
}

/* How a workbook writes characters that XML cannot hold. */
function escapes(said) {
  return said.replace(/_x000D_\n?/g, "\n").replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

function isTrue(element, name) {
  return ["1", "true"].includes(element?.getAttribute(name) ?? "");
}

export function columnOf(letters) {
  return [...letters].reduce((n, one) => n * 26 + one.charCodeAt(0) - 64, 0) - 1;
}

/** «A» for 0, «AB» for 27. */
export function lettersOf(column) {
  let [out, rest] = ["", column + 1];
  while (rest) {
    rest -= 1;
    out = String.fromCharCode(65 + (rest % 26)) + out;
    rest = Math.floor(rest / 26);
  }
  return out;
}

/* The styles of cells: their formats of numbers and their fonts. */
class Looks {
  constructor(root) {
    this.own = {};
    for (const one of children(child(root, "numFmts"), "numFmt")) this.own[one.getAttribute("numFmtId")] = one.getAttribute("formatCode") ?? "";
    this.fonts = children(child(root, "fonts"), "font").map((font) => ({
      strike: isOn(child(font, "strike")), name: attribute(child(font, "name"), "val") ?? "",
    }));
    this.looks = [...(child(root, "cellXfs")?.children ?? [])].filter((one) => tag(one) === "xf");
  }

  look(cell) {
    return this.looks[+(cell.getAttribute("s") ?? 0)];
  }

  codeOf(cell) {
    return formatCode(this.look(cell)?.getAttribute("numFmtId") ?? "0", this.own);
  }

  fontOf(cell) {
    return this.fonts[+(this.look(cell)?.getAttribute("fontId") ?? 0)] ?? { strike: false, name: "" };
  }
}
