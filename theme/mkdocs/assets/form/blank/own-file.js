/* All rows of somebody's own table as one workbook, which `metodoteka import` reads as any other plan: their headings, their
   words, and on a sheet of its own what they have said of the columns. Nothing else of their file goes along. */

import { lettersOf } from "./excel.js";
import { columnName } from "./own-rows.js";

const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const OPEN = "http://schemas.openxmlformats.org";
const LONGEST = 32_000; // signs of a cell
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const STYLES = `<styleSheet xmlns="${OPEN}/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>`
  + '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
  + '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
  + '<xf xfId="0" fontId="1" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>'
  + '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';

/** The bytes of a workbook of `sheets` {name, rows, widths, bold, merges}: rows are lists of texts, `bold` numbers of rows,
    `merges` those that are one cell across. Loads the zip library. */
export async function workbook(sheets) {
  await import("../vendor/fflate.js"); // the small build of the package, which names itself
  const { strToU8, zipSync } = self.fflate;
  const each = (make) => sheets.map((sheet, n) => make(sheet, n + 1)).join("");
  const parts = {
    "[Content_Types].xml": `<Types xmlns="${OPEN}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`
      + `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>`
      + `${each((_, n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPE}.worksheet+xml"/>`)}</Types>`,
    "_rels/.rels": relations([["officeDocument", "xl/workbook.xml"]]),
    "xl/_rels/workbook.xml.rels": relations([...sheets.map((_, n) => ["worksheet", `worksheets/sheet${n + 1}.xml`]), ["styles", "styles.xml"]]),
    "xl/workbook.xml": `<workbook xmlns="${OPEN}/spreadsheetml/2006/main" xmlns:r="${OPEN}/officeDocument/2006/relationships"><sheets>`
      + `${each(({ name }, n) => `<sheet name="${escaped(name)}" sheetId="${n}" r:id="r${n}"/>`)}</sheets></workbook>`,
    "xl/styles.xml": STYLES,
  };
  sheets.forEach((sheet, n) => { parts[`xl/worksheets/sheet${n + 1}.xml`] = sheetXml(sheet); });
  const bytes = Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(HEAD + xml)]));
  return zipSync(bytes, { level: 6, mtime: "2000-01-01" });
}

function relations(found) {
  return `<Relationships xmlns="${OPEN}/package/2006/relationships">${found.map(([type, target], n) =>
    `<Relationship Id="r${n + 1}" Type="${OPEN}/officeDocument/2006/relationships/${type}" Target="${target}"/>`).join("")}</Relationships>`;
}

function sheetXml({ rows, widths, bold, merges }) {
  const last = lettersOf(Math.max(0, widths.length - 1));
  const cell = (words, at, n) => (words ? `<c r="${lettersOf(at)}${n + 1}" s="${Number(bold.includes(n))}" t="inlineStr"><is><t xml:space="preserve">${escaped(words)}</t></is></c>` : "");
  return `<worksheet xmlns="${OPEN}/spreadsheetml/2006/main"><cols>${widths.map((width, n) => `<col min="${n + 1}" max="${n + 1}" width="${width}" customWidth="1"/>`).join("")}</cols>`
    + `<sheetData>${rows.map((row, n) => `<row r="${n + 1}">${row.map((words, at) => cell(words, at, n)).join("")}</row>`).join("")}</sheetData>`
    + `${merges.length ? `<mergeCells count="${merges.length}">${merges.map((n) => `<mergeCell ref="A${n + 1}:${last}${n + 1}"/>`).join("")}</mergeCells>` : ""}</worksheet>`;
}

/* Text alone: no cell is a formula, whatever it begins with. */
function escaped(words) {
  return words.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "").replace(/[&<>"]/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[one]);
}

/** The sheets for `workbook`: the ready rows of each table under its headings; `title` says what they are, `cellOf` gives the
    words of a cell. */
export function sheetsFor(rows, { title, rules, cellOf }) {
  const { kind } = rows[0].part;
  const roles = Object.fromEntries(rules[kind].roles);
  const called = kind === "plan" ? "План" : "Практики";
  const [sheets, said] = [[], []];
  for (const head of [...new Set(rows.map(({ part }) => part.head))]) {
    const its = rows.filter(({ part }) => part.head === head);
    const { columns, given, table } = its[0].part;
    const cells = head.cells.filter(({ column }) => kind === "plan" || columns[column]);
    const heads = cells.map(({ text, column }, n) => (kind === "bank" ? upperFirst(roles[columns[column]]) : columnName(text, n)));
    sheets.push({ name: sheets.length ? `${called} ${sheets.length + 1}` : called, bold: [0, 2],
      widths: cells.map(({ column }) => (columns[column] === "number" ? 6 : ["title", "summary"].includes(columns[column]) ? 60 : 24)),
      ...laid([[title], [], heads], its, cells, cellOf) });
    if (kind === "plan") said.push(...cells.filter(({ column }) => column in given).map(({ text, column }) => [table.place, columnName(text, cells.findIndex((one) => one.column === column)), "", roles[given[column]]]));
  }
  if (said.length) sheets.push({ name: rules.sheet.name, rows: [rules.sheet.head, ...said], widths: [16, 30, 30, 24], bold: [0], merges: [] });
  return sheets;
}

/* The rows below a heading; a row that names a section is one cell across. */
function laid(above, rows, cells, cellOf) {
  const [out, merges] = [above, []];
  let section = null;
  for (const row of rows) {
    if (row.section && row.section !== section && cells.length > 1) {
      merges.push(out.length);
      out.push([row.section.cells.find((cell) => cell.text).text]);
    }
    section = row.section ?? section;
    out.push(...row.raw.map((raw) => cells.map(({ column }) => cellOf(row.part, raw, column))));
  }
  return { rows: out.map((row) => row.map((one) => one.slice(0, LONGEST))), merges };
}

function upperFirst(words) {
  return words[0].toUpperCase() + words.slice(1);
}
