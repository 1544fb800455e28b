/* The small Markdown of records as elements: paragraphs, lists, headings, quotes, bold, italic, code, links. Built with
   textContent only: whatever a person typed stays text (tests/test_form_preview.py, with a red twin). */

import { h } from "./dom.js";

const INLINE = /(`+)(.+?)\1(?!`)|\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<![\p{L}\p{N}])__(?=\S)(.+?)(?<=\S)__(?![\p{L}\p{N}])|\*(?=[^\s*])(.+?)(?<=[^\s*])\*|\[([^\]]+)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>"«»]+[^\s<>"«».,;:!?)])/u;
const ITEM = /^\s*(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;

/** Elements for a text of the small dialect. */
export function markdown(text) {
  const out = [];
  for (const block of text.replaceAll("\r\n", "\n").split(/\n[ \t]*\n/)) {
    const rows = block.split("\n").filter((row) => row.trim());
    while (rows.length) out.push(next(rows));
  }
  return out;
}

function next(rows) {
  const heading = /^(#{1,6})\s+(.*)$/.exec(rows[0]);
  if (heading) {
    rows.shift();
    return h("h4", {}, inline(heading[2]));
  }
  if (/^\s*>/.test(rows[0])) return h("blockquote", {}, h("p", {}, inline(taken(rows, (row) => /^\s*>/.test(row)).map((row) => row.replace(/^\s*>\s?/, "")).join(" "))));
  const first = ITEM.exec(rows[0]);
  if (!first) return h("p", {}, inline(taken(rows, (row, n) => n === 0 || !ITEM.test(row) || +(ITEM.exec(row)[1] ?? 1) !== 1).join(" ")));
  const items = [];
  for (const row of taken(rows, () => true)) {
    const item = ITEM.exec(row);
    if (item) items.push(item[2]);
    else items[items.length - 1] += ` ${row.trim()}`;
  }
  return h(first[1] ? "ol" : "ul", {}, items.map((item) => h("li", {}, inline(item))));
}

function taken(rows, fits) {
  let count = 0;
  while (count < rows.length && fits(rows[count], count)) count += 1;
  return rows.splice(0, count);
}

function inline(text, depth = 0) {
  const found = depth < 20 && text.length < 20_000 ? INLINE.exec(text) : null;
  if (!found) return [text];
  const [whole, , code, bold, also, italic, label, href, bare] = found;
  const inner = (part) => inline(part, depth + 1);
  let element;
  if (code) element = h("code", {}, code);
  else if (bold ?? also) element = h("strong", {}, inner(bold ?? also));
  else if (italic) element = h("em", {}, inner(italic));
  else if (bare) element = h("a", { href: bare, rel: "noopener nofollow" }, bare);
  else element = safe(href) ? h("a", { href, rel: "noopener nofollow" }, label) : h("span", {}, label);
  return [text.slice(0, found.index), element, ...rest(text.slice(found.index + whole.length), depth)];
}

/* Without recursion for a text of many marks. */
function rest(text, depth) {
  const out = [];
  let left = text;
  for (let found = INLINE.exec(left); found && out.length < 2000; found = INLINE.exec(left)) {
    out.push(...inline(left.slice(0, found.index + found[0].length), depth));
    left = left.slice(found.index + found[0].length);
  }
  return [...out.filter((part) => part !== ""), left];
}

function safe(href) {
  return /^https?:\/\/[^/\s]/i.test(href);
}
