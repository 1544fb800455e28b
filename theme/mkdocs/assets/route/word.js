/* The file of Word: the blank of the site (generator/exports/word/route.py) with words put where its marks stand. Pure: the
   bytes of the blank and what to write give the bytes of the file. Who and where stays empty: the page does not know. */

const DOCUMENT = "word/document.xml";
const RELATIONS = "word/_rels/document.xml.rels";
const LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink";
const EMPTY = "</w:pPr></w:p>"; // a cell or a line without words ends so

/** The filled file. `said` has `words` ({subject, term}), `lines` ({strong: […], wish: […]}), `rows` ({aims, prepare,
    work, assess, checks, end}: lists of rows of texts); what it does not have stays empty, to be written by hand. */
export function filled(blank, said, { unzipSync, zipSync, strFromU8, strToU8 }) {
  const parts = unzipSync(blank);
  let xml = strFromU8(parts[DOCUMENT]);
  const links = [];
  for (const [mark, words] of Object.entries(said.words)) xml = xml.replace(`<!--${mark}-->`, () => run(words));
  for (const [mark, lines] of Object.entries(said.lines)) xml = between(xml, `lines ${mark}`, (empty) => (lines.length ? lines.map(listed).join("") : empty));
  for (const [mark, rows] of Object.entries(said.rows)) xml = between(xml, `rows ${mark}`, (empty) => (rows.length ? rows.map((cells) => row(empty, cells, links)).join("") : empty));
  parts[DOCUMENT] = strToU8(xml);
  const relations = links.map((href, n) => `<Relationship Id="rIdL${n}" Type="${LINK}" Target="${escaped(href)}" TargetMode="External"/>`).join("");
  parts[RELATIONS] = strToU8(strFromU8(parts[RELATIONS]).replace("</Relationships>", () => `${relations}</Relationships>`));
  return zipSync(parts, { level: 6, mtime: "2020-01-01" });
}

/* What stands between two marks becomes something else. */
function between(xml, mark, change) {
  const [start, end] = [`<!--${mark}-->`, `<!--/${mark}-->`];
  const [from, to] = [xml.indexOf(start), xml.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the blank has no place for «${mark}»`);
  return xml.slice(0, from) + change(xml.slice(from + start.length, to)) + xml.slice(to + end.length);
}

/* The first row of an empty table with these words in its cells; a row that has words needs no room to write. */
function row(empty, cells, links) {
  const pieces = empty.slice(0, empty.indexOf("</w:tr>") + "</w:tr>".length).split(EMPTY);
  return pieces.map((piece, n) => (n < pieces.length - 1 ? `${piece}</w:pPr>${cellOf(cells[n] ?? "", links)}</w:p>` : piece)).join("");
}

/* Words, or words that lead to an address of the web. */
function cellOf(cell, links) {
  if (typeof cell === "string") return run(cell);
  if (!/^https?:/.test(cell.href)) return run(cell.words);
  links.push(cell.href);
  return `<w:hyperlink r:id="rIdL${links.length - 1}">${run(cell.words, '<w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr>')}</w:hyperlink>`;
}

function listed(words) {
  return `<w:p><w:pPr><w:pStyle w:val="ListParagraph"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>${run(words)}</w:p>`;
}

/** Words as a run of WordprocessingML; a line that ends is a line that ends there. */
export function run(words, look = "") {
  const lines = words.split("\n").map((line) => `<w:t xml:space="preserve">${escaped(line)}</w:t>`);
  return words ? `<w:r>${look}${lines.join("<w:br/>")}</w:r>` : "";
}

/* Signs that XML 1.0 (2.2) has no place for are left out. */
function escaped(words) {
  return [...words].filter((sign) => /[\t\u0020-\ud7ff\ue000-\ufffd]/.test(sign) || sign.codePointAt(0) > 0xffff).join("")
    .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
