/* Lists of a Word document: what mark Word shows before a paragraph («•», «4.», «а)», «1.2.»). The browser's side of
   generator/channels/office/document_lists.py. */

import { attribute, child, children, inside, value } from "./xml.js";

const RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"; // the letters that Word numbers with
const LATIN = "abcdefghijklmnopqrstuvwxyz";
const ROMAN = [[1000, "m"], [900, "cm"], [500, "d"], [400, "cd"], [100, "c"], [90, "xc"], [50, "l"], [40, "xl"], [10, "x"], [9, "ix"],
  [5, "v"], [4, "iv"], [1, "i"]];

/** Counts the members of every list while paragraphs are read in order; `root` is the part that defines lists, or null. */
export class Lists {
  constructor(root) {
    Object.assign(this, { definition: {}, levels: {}, starts: {}, counts: {}, begun: new Set() });
    if (root) this.define(root);
  }

  define(root) {
    for (const one of inside(root, "w:abstractNum")) {
      for (const level of inside(one, "w:lvl")) {
        this.levels[`${attribute(one, "abstractNumId") ?? ""} ${whole(attribute(level, "ilvl"))}`] = look(level);
      }
    }
    for (const one of inside(root, "w:num")) {
      const key = attribute(one, "numId") ?? "";
      this.definition[key] = value(one, "w:abstractNumId");
      for (const override of children(one, "w:lvlOverride")) this.override(key, override);
    }
  }

  override(key, override) {
    const level = whole(attribute(override, "ilvl"));
    const start = child(override, "w:startOverride");
    if (start) this.starts[`${key} ${level}`] = whole(attribute(start, "val"));
    const own = child(override, "w:lvl");
    if (!own) return;
    const shared = this.definition[key]; // a look of its own is a definition of its own
    for (const [name, its] of Object.entries(this.levels)) {
      const [definition, at] = name.split(" ");
      if (definition === shared) this.levels[`${key}* ${at}`] = its;
    }
    this.levels[`${key}* ${level}`] = look(own);
    this.definition[key] = shared.endsWith("*") ? shared : `${key}*`;
  }

  /** {kind, mark} of the next paragraph of the list `number` at `level`; the mark is empty for a bullet. */
  next(number, level) {
    const definition = this.definition[number] ?? "";
    const its = this.levels[`${definition} ${level}`];
    if (!its || its.format === "bullet" || its.format === "none") return { kind: "bullet", mark: "" };
    const counts = (this.counts[definition] ??= {});
    const own = this.starts[`${number} ${level}`];
    if (own !== undefined && !this.begun.has(`${number} ${level}`)) counts[level] = own;
    else counts[level] = (counts[level] ?? its.start - 1) + 1;
    this.begun.add(`${number} ${level}`);
    for (const deeper of Object.keys(counts)) if (+deeper > level) delete counts[deeper];
    const mark = its.text.replace(/%([1-9])/g, (_, n) => {
      const at = +n - 1;
      const one = this.levels[`${definition} ${at}`] ?? { format: "decimal", start: 1 };
      return shown(counts[at] ?? one.start, one.format);
    });
    return { kind: "number", mark: mark.trim() };
  }
}

/** Style -> {number, level, depth} of the list that every paragraph of the style belongs to. */
export function ofStyles(root) {
  const [own, based] = [{}, {}];
  for (const style of children(root, "w:style")) {
    const key = attribute(style, "styleId") ?? "";
    based[key] = value(style, "w:basedOn");
    const numbering = child(child(style, "w:pPr"), "w:numPr");
    if (!child(numbering, "w:numId")) continue;
    const level = whole(value(numbering, "w:ilvl"));
    const byName = /^List (?:Bullet|Number) ([2-5])$/.exec(value(style, "w:name"));
    own[key] = { number: value(numbering, "w:numId"), level, depth: level || (byName ? +byName[1] - 1 : 0) };
  }
  const out = { ...own };
  for (const key of Object.keys(based)) {
    let up = key;
    for (let steps = 0; up && !own[up] && steps < 20; steps += 1) up = based[up] ?? "";
    if (own[up]) out[key] = own[up];
  }
  return out;
}

function look(level) {
  return { format: value(level, "w:numFmt") || "decimal", text: value(level, "w:lvlText"), start: whole(value(level, "w:start") || "1") };
}

function whole(raw) {
  return /^\d{1,5}$/.test(raw ?? "") ? +raw : 0;
}

function shown(n, format) {
  const letters = (row) => (n ? row[(n - 1) % row.length].repeat(Math.floor((n - 1) / row.length) + 1) : "0");
  let mark = String(n);
  if (/^russian/.test(format)) mark = letters(RUSSIAN);
  else if (/Letter$/.test(format)) mark = letters(LATIN);
  else if (/Roman$/.test(format)) mark = roman(n);
  else if (format === "decimalZero") mark = mark.padStart(2, "0");
  return /^upper|Upper$/.test(format) ? mark.toUpperCase() : mark;
}

function roman(n) {
  let [out, rest] = ["", n];
  for (const [worth, letters] of ROMAN) {
    out += letters.repeat(Math.floor(rest / worth));
    rest %= worth;
  }
  return out;
}
