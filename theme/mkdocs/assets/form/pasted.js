/* What a text pasted from Word becomes: generator/channels/office/list_marks.py and cleaning.py in the reader's browser, held to
   tests/cases/office/pasted-text.yml. A mark before a tab was made by a program and is certain; a dash, a number or a
   letter without one counts where a line beside has the same kind of mark. */

import { clean } from "./characters.js";

const PRIVATE = "\\uf0b7\\uf0a7\\uf0d8\\uf0fc\\uf076\\uf0a8\\uf071\\uf06f\\uf06e\\uf0e8";
const SPACE = "[ \\u00a0\\u2002-\\u200a\\u202f]";
const GAP = `(${SPACE}*\\t[ \\t\\u00a0]*|${SPACE}+)`;
const MARK = new RegExp(`^(?:([•▪●◦‣⁃${PRIVATE}])${GAP}?|([·■➢➤*+-])${GAP}|([o§Øüvqèn✓□])( *\\t[ \\t]*)|([–—−])${GAP}|(\\d{1,3})([.)])${GAP}`
  + `|(\\d{1,3}(?:\\.\\d{1,3}){1,4}[.)]?)${GAP}|([а-яёa-z])([.)])${GAP}|([IVXivx]{1,6})([.)])${GAP})(?=\\S)`);
const SPACES = /[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+/g;
const MOST_DEPTH = 5;
const FORCED = "\ufdd0"; // Shift+Enter meanwhile: a noncharacter, which no text has

/** Markdown of a text as a program without fonts and lists gets it. */
export function pasted(raw) {
  if (/^(?:```|~~~)/m.test(raw)) return clean(raw); // a program, where every space counts
  const text = clean(raw.replace(/[ \t]*[\x0b\u2028][ \t]*(?!\s*(?:\n|$))/g, FORCED_MARK)).split(FORCED_MARK).join(FORCED);
  const lines = text.replace(/\u2011/g, "-").trim().split("\n");
  const found = marks(lines.map((line) => line.trim()));
  const made = lines.some((line) => line.endsWith("\\"));
  const out = [];
  let kinds = {};
  lines.forEach((line, n) => {
    const mark = found[n];
    // The line of a paragraph that goes on stays as far in as it stands.
    const item = !mark && /\\$/.test(out[out.length - 1] ?? "") ? line.trimEnd() : asItem(line, mark);
    let together = made || (/^\s*\|/.test(line) && n > 0 && /^\s*\|/.test(lines[n - 1])); // rows of a table
    if (mark) {
      const indent = /^ */.exec(item)[0];
      together = Object.keys(kinds).length > 0 && (kinds[indent] ?? mark.kind) === mark.kind;
      kinds = Object.fromEntries([...Object.entries(kinds).filter(([deep]) => deep.length < indent.length), [indent, mark.kind]]);
    } else kinds = {};
    if (!item && !out[out.length - 1]) return;
    if (out.length && item && out[out.length - 1] && !together) out.push("");
    out.push(item);
  });
  return out.join("\n");
}

/* clean() would take the noncharacter away: meanwhile a sign that it keeps. */
const FORCED_MARK = "\ue000\ue001\ue000";

function asItem(line, mark) {
  const words = line.trim().replace(SPACES, " ");
  if (!mark) return words.split(FORCED).join("\\\n");
  const indent = /^ +(?=(?:[-*+]|\d{1,9}[.)]) )/.exec(line)?.[0] ?? "   ".repeat(mark.depth);
  const start = `${indent}${mark.kind === "number" ? `${mark.number}.` : "-"} `;
  return start + ((mark.label ? `${mark.label} ` : "") + words.slice(mark.signs).trimStart()).split(FORCED).join(`\\\n${" ".repeat(start.length)}`);
}

/** For each line its mark {kind, number, label, signs, depth}, null for a line that is no member of a list. */
export function marks(lines) {
  const all = lines.map(seen);
  const levels = [];
  let last = {};
  return all.map((one, at) => {
    const counts = one && (one.certain || hasNeighbour(all, at) || (one.number && last[one.sort] === one.number - 1));
    if (!counts) {
      levels.length = 0;
      last = {};
      return null;
    }
    last[one.sort] = one.number;
    const level = levels.indexOf(one.sort);
    if (level >= 0) levels.length = level + 1;
    else if (levels.length < MOST_DEPTH) levels.push(one.sort);
    const depth = levels.length - 1;
    return one.sort[0] === "n" ? { kind: "number", number: one.text.slice(0, -1), signs: one.text.length, depth }
      : { kind: "bullet", label: one.sort[0] === "b" ? "" : one.text, signs: one.text.length, depth };
  });
}

/* {sort, text, certain, number}: the sort is what makes marks alike. */
function seen(line) {
  const found = MARK.exec(line);
  if (!found) return null;
  const [, sure, gap0, bullet, gap1, font, gap2, dash, gap3, number, end, gap4, long, gap5, letter, close, gap6, roman, shut, gap7] = found;
  const made = (gap0 ?? gap1 ?? gap2 ?? gap3 ?? gap4 ?? gap5 ?? gap6 ?? gap7 ?? "").includes("\t");
  const sign = sure ?? bullet ?? font;
  if (sign) return { sort: `b${sign}`, text: sign, certain: true };
  if (dash) return { sort: `b${dash}`, text: dash, certain: made };
  if (number) return { sort: `n${end}`, text: number + end, certain: made || +number === 1, number: +number };
  if (long) return { sort: `l${long.split(".").length}`, text: long, certain: made, number: +long.replace(/[.)]+$/, "").split(".").pop() };
  if (letter && !("ivx".includes(letter) && made)) {
    return { sort: `a${close}${letter > "z" ? "а" : "a"}`, text: letter + close, certain: made, number: letter.codePointAt(0) };
  }
  return { sort: "r", text: (roman ?? letter) + (shut ?? close), certain: made };
}

function hasNeighbour(all, at) {
  const own = all[at];
  return [all[at - 1], all[at + 1]].some((other) => other && other.sort === own.sort && !/^(?:r|a\.)/.test(own.sort)
    && (own.number === undefined || Math.abs(other.number - own.number) === 1));
}

/** What of the look of a pasted text did not come along, in words; "" where nothing was lost. */
export function lost(html) {
  const has = (pattern) => pattern.test(html);
  return [
    has(/<(?:s|strike|del)[\s>]|line-through/i) && "зачёркивание",
    has(/<su[bp][\s>]|vertical-align:\s*su/i) && "надстрочные и подстрочные знаки (10² стало 102)",
    has(/<table[\s>]/i) && "таблица",
    has(/<img[\s>]/i) && "картинка",
    has(/<(?:b|strong|i|em)>|font-weight:\s*(?:bold|[6-9]00)|font-style:\s*italic/i) && "полужирный и курсив",
  ].filter(Boolean).join(", ");
}
