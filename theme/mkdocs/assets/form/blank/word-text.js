/* Paragraphs of a Word document as Markdown: the browser's side of document_text.py. */

import { clean } from "../characters.js";
import { marks } from "../pasted.js";
import { trimmed } from "./names.js";
import { squeezed, stripped, textOf, visible } from "./word-runs.js";

const WORD = /[\p{L}\p{N}]/u;

/** Markdown of an answer: paragraphs, tight lists (real ones and typed ones), headings, quotes, text of programs. */
export function markdown(paragraphs, word) {
  const parts = paragraphs.flatMap((one) => parted(one, word));
  const typed = marks(parts.map((one) => (one.listed || one.level || one.rows ? "" : raw(one))));
  const made = new Made(word);
  parts.forEach((one, n) => made.take(one, typed[n]));
  return trimmed(clean(made.out.join("\n")), "\n");
}

class Made {
  constructor(word) {
    Object.assign(this, { word, out: [], before: "", kinds: {}, counts: {} });
  }

  take(paragraph, typed) {
    if (paragraph.style === this.word.code) this.code(paragraph);
    else if (paragraph.rows && textOf(paragraph)) {
      this.out.push("", ...table(paragraph.rows));
      this.before = "table";
    } else if (textOf(paragraph)) {
      const mark = typed ? { kind: typed.kind, number: typed.number ?? "", label: typed.label ?? "", depth: typed.depth } : real(paragraph);
      const body = inline(paragraph.pieces, typed ? typed.signs : 0);
      if (mark) this.item(mark, body);
      else this.text(paragraph, body);
    }
  }

  code(paragraph) {
    const rows = paragraph.pieces.map((one) => one.text).join("").replace(/\u00a0/g, " ").replace(/\t/g, "    ").trimEnd().split("\n");
    if (this.before === "code") this.out.splice(-1, 1, ...rows, "```");
    else this.out.push("", "```", ...rows, "```");
    this.before = "code";
  }

  text(paragraph, body) {
    const { out } = this;
    const quotes = this.word.quotes.includes(paragraph.style);
    const head = paragraph.level ? `${"#".repeat(Math.max(3, Math.min(4, paragraph.level)))} ${paragraph.mark ? `${paragraph.mark} ` : ""}` : "";
    const said = quotes ? `> ${escapedStart(body).replace(/\n/g, "\n> ")}` : head + escapedStart(body);
    if (out.length) out.push(quotes && this.before === "quote" ? ">" : "");
    out.push(said);
    Object.assign(this, { kinds: {}, counts: {}, before: quotes ? "quote" : "" });
  }

  item(mark, body) {
    const { out, kinds, counts } = this;
    const fresh = kinds[mark.depth] !== mark.kind;
    for (const depth of Object.keys(kinds)) if (+depth >= mark.depth) delete kinds[depth];
    kinds[mark.depth] = mark.kind;
    for (const depth of Object.keys(counts)) if (+depth > mark.depth - fresh) delete counts[depth];
    counts[mark.depth] = mark.number ? +mark.number : (counts[mark.depth] ?? 0) + 1;
    if (out.length && (this.before !== "list" || (mark.depth === 0 && fresh))) out.push("");
    const start = "   ".repeat(mark.depth) + (mark.kind === "number" ? `${counts[mark.depth]}. ` : "- ");
    out.push(start + ((mark.label ? `${mark.label} ` : "") + body).replace(/\n/g, `\n${" ".repeat(start.length)}`));
    this.before = "list";
  }
}

/* A list that was typed into one paragraph, its lines begun with Shift+Enter, as a paragraph for each line. */
function parted(paragraph, word) {
  if (paragraph.rows || paragraph.style === word.code || !paragraph.pieces.some((one) => one.text.includes("\n"))) return [paragraph];
  const lines = [[]];
  for (const piece of paragraph.pieces) {
    piece.text.split("\n").forEach((text, n) => {
      if (n) lines.push([]);
      lines[lines.length - 1].push({ ...piece, text });
    });
  }
  const parts = lines.map((pieces) => ({ ...paragraph, pieces }));
  return marks(parts.map(raw)).slice(1).some(Boolean) ? parts : [paragraph];
}

/* A table of the dialect: the first row is its heading; a cell is one line there. */
function table(rows) {
  const lines = rows.map((row) => row.map(inCell));
  const width = Math.max(...lines.map((row) => row.length));
  const [head, ...rest] = lines.map((row) => `| ${[...row, ...Array(width - row.length).fill("")].join(" | ")} |`);
  return [head, `|${" --- |".repeat(width)}`, ...rest];
}

function inCell(paragraphs) {
  let joined = "";
  for (const one of paragraphs) {
    if (!textOf(one)) continue;
    const words = (one.mark ? `${one.mark} ` : "") + inline(one.pieces, 0).replace(/\\\n/g, " ");
    joined += (joined ? (/[.!?;:,]$/.test(joined) ? " " : "; ") : "") + words;
  }
  return joined.replace(/\|/g, "\\|");
}

/* The mark of a member of a real list of Word: what Markdown cannot show stays before the words. */
function real({ listed, level, mark, depth }) {
  if (!listed || level) return null;
  const plain = /^\(?(\d{1,9})[.)]?$/.exec(mark);
  if (listed === "bullet" || (mark && !plain)) return { kind: "bullet", number: "", label: mark, depth };
  return { kind: "number", number: plain ? plain[1] : "", label: "", depth };
}

function raw(paragraph) {
  return visible(paragraph.pieces.map((one) => one.text).join("")).trim();
}

/* Markdown of one paragraph without its first `skip` characters, spaces not counted. */
function inline(pieces, skip) {
  const parts = pieces.map((one) => squeezed(visible(one.text)));
  const whole = parts.join("");
  const left = skip ? new RegExp(`^(?:\\s*\\S){${skip}}\\s*`).exec(whole)?.[0].length ?? 0 : 0;
  let [out, start] = ["", 0];
  pieces.forEach((piece, n) => {
    const end = start + parts[n].length;
    const said = parts[n].slice(Math.max(0, left - start));
    out += dressed(said, piece, whole.slice(Math.max(0, start - 1), start), whole.slice(end, end + 1));
    start = end;
  });
  return stripped(out).trim().replace(/\n/g, "\\\n");
}

/* A piece with its marks. Spaces at its edges stay outside, where marks would not work, and so does punctuation that
   touches a letter outside (CommonMark, 6.2: flanking). */
function dressed(said, piece, before, after) {
  const mark = "*".repeat(2 * piece.bold + piece.italic);
  const inner = said.trim();
  const [lead, tail] = inner ? [said.slice(0, said.length - said.trimStart().length), said.slice(said.trimEnd().length)] : ["", ""];
  if (piece.href && inner) {
    if (inner === piece.href || inner === trimmed(piece.href, "/", false)) return said;
    const address = piece.href.replace(/ /g, "%20").replace(/\(/g, "%28").replace(/\)/g, "%29");
    return `${lead}${mark}[${escaped(inner)}](${address})${mark}${tail}`;
  }
  if (piece.code && inner) return inner.includes("`") ? escaped(said) : `${lead}\`${inner}\`${tail}`;
  if (!mark || !/[\p{L}\p{N}_]/u.test(said)) return escaped(said);
  const bold = edges(said, before, after);
  const rows = bold.inner.split("\n").map((row) => (row.trim() ? `${mark}${escaped(row)}${mark}` : row));
  return escaped(bold.lead) + rows.join("\n") + escaped(bold.tail);
}

function edges(said, before, after) {
  const letter = (sign) => /[\p{L}\p{N}_]/u.test(sign);
  const outside = (touches) => (touches ? (sign) => !letter(sign) : (sign) => !sign.trim());
  const [left, right] = [outside(letter(before) && said[0].trim()), outside(letter(after) && said[said.length - 1].trim())];
  let [from, to] = [0, said.length];
  while (from < to && left(said[from])) from += 1;
  while (to > from && right(said[to - 1])) to -= 1;
  return { lead: said.slice(0, from), inner: said.slice(from, to), tail: said.slice(to) };
}

/* Signs that Markdown would act on; «_» inside a word does nothing. */
function escaped(said) {
  return said.replace(/[\\`*[\]<>]|_|&(?=#?[\p{L}\p{N}_]+;)/gu, (sign, at) => {
    const [before, after] = [said[at - 1] ?? "", said[at + 1] ?? ""];
    return sign === "_" && WORD.test(before) && WORD.test(after) ? sign : `\\${sign}`;
  });
}

/* A paragraph whose lines cannot be taken for marks of a heading, a quote or a list. */
function escapedStart(body) {
  return body.split("\n").map((row) => row.replace(/^(#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|[-=_]{2,}\s*$)/, "\\$1")
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2")).join("\n");
}
