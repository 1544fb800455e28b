/* A workbook of Excel in the browser: sheets of rows become the bytes of a file (ECMA-376). Words are words, whatever they
   begin with: no cell is ever a formula. Pure: the same rows give the same bytes. */

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PARTS = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const MOST_SIGNS = 32767;

/** The bytes of a file; `sheets` are {name, widths, rows: rows of texts, numbers and nulls, the first of them the titles},
    the rest is fflate. */
export function workbook(sheets, { strToU8, zipSync }) {
  const parts = {
    "[Content_Types].xml": contentTypes(sheets),
    "_rels/.rels": relations([["officeDocument", "xl/workbook.xml"]]),
    "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.map(({ name }, n) =>
      `<sheet name="${escaped(name)}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations([...sheets.map((_, n) => ["worksheet", `worksheets/sheet${n + 1}.xml`]), ["styles", "styles.xml"]]),
    "xl/styles.xml": `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>`
      + '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
      + '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf fontId="1" xfId="0" applyFont="1"/></cellXfs>'
      + '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
  };
  sheets.forEach((sheet, n) => { parts[`xl/worksheets/sheet${n + 1}.xml`] = worksheet(sheet); });
  const packed = Object.entries(parts).map(([name, xml]) => [name, strToU8(HEAD + xml)]);
  return zipSync(Object.fromEntries(packed), { level: 6, mtime: "2020-01-01" });
}

function worksheet({ widths, rows }) {
  const columns = widths.map((width, n) => `<col min="${n + 1}" max="${n + 1}" width="${width}" customWidth="1"/>`).join("");
  const pane = '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
  const lines = rows.map((cells, n) => `<row r="${n + 1}">${cells.map((value, at) => cell(value, `${letters(at)}${n + 1}`, n === 0)).join("")}</row>`);
  return `<worksheet xmlns="${MAIN}">${pane}<cols>${columns}</cols><sheetData>${lines.join("")}</sheetData></worksheet>`;
}

function cell(value, place, isTitle) {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "number") return `<c r="${place}"><v>${value}</v></c>`;
  return `<c r="${place}" t="inlineStr"${isTitle ? ' s="1"' : ""}><is><t xml:space="preserve">${escaped(value.slice(0, MOST_SIGNS))}</t></is></c>`;
}

/* 0 -> A, 26 -> AA */
function letters(at) {
  return (at < 26 ? "" : letters(Math.floor(at / 26) - 1)) + String.fromCharCode(65 + (at % 26));
}

function contentTypes(sheets) {
  const part = (name, type) => `<Override PartName="/xl/${name}.xml" ContentType="${PARTS}.${type}+xml"/>`;
  return '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + `${part("workbook", "sheet.main")}${part("styles", "styles")}${sheets.map((_, n) => part(`worksheets/sheet${n + 1}`, "worksheet")).join("")}</Types>`;
}

function relations(targets) {
  return `<Relationships xmlns="${RELATIONS}">${targets.map(([type, target], n) =>
    `<Relationship Id="rId${n + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`).join("")}</Relationships>`;
}

/* Signs that XML 1.0 (2.2) has no place for are left out. */
function escaped(words) {
  return [...words].filter((sign) => /[\t\n\u0020-\ud7ff\ue000-\ufffd]/.test(sign) || sign.codePointAt(0) > 0xffff).join("")
    .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
