/* The Markdown of records as elements, as the page will show it: generator/text/rich.py, held to it by
   tests/cases/form-preview.yml. Marked reads the text into tokens, its HTML is never used: elements are made here and
   whatever a person typed goes in as text only (tests/test_form_preview.py, with a red twin). */

import { clean } from "./characters.js";
import { h } from "../shared/ui.js";
import { typographed } from "./typography.js";
import { Marked } from "./vendor/marked.js";

// Marked asks for what Safari has from 15.4.
for (const kind of [Array, String]) kind.prototype.at ??= function at(n) { return this[n < 0 ? this.length + n : n]; };
Object.hasOwn ??= (object, name) => Object.prototype.hasOwnProperty.call(object, name);

// Bare addresses are ours, struck out words are no part of the dialect.
const reader = new Marked({ gfm: true, tokenizer: { url() {}, del() {} } });
const BARE = /https?:\/\/[\p{L}\p{N}_](?:[^\s<>"«»„“”‘’()[\]{}|\\^`—…]|\([^\s<>"«»()]*\))*/gu;
const TAIL = /[.,;:!?'*_–-]+$/;
const ENTITY = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]*);/gi;
const LONGEST = 20_000; // generator/text/rich.py, MAX_RICH_CHARS

// A run of underscores is a blank to fill in, as generator/text/cmark.py says: another character stands in for it.
const STAND_IN = "\x1f";
const BLANK = /^(?![ \t]*(?:_[ \t]*){3,}$)[^\n]*__[^\n]*$/gm;

function withoutBlanks(text) {
  const stand = (run, escaped = "") => escaped + STAND_IN.repeat(run.length - escaped.length);
  return text.replace(BLANK, (line) => line.replace(/(\\_)__+|_{3,}/g, stand)
    .replace(/(^|[\s«])__(?=[.»])/g, `$1${stand("__")}`).replace(/([_\x1f]{2}\.)__(?=\.)/g, `$1${stand("__")}`));
}

function withBlanks(part) {
  for (const node of part.childNodes) withBlanks(node);
  if (part.data?.includes(STAND_IN)) part.data = part.data.replaceAll(STAND_IN, "_");
  const href = part.getAttribute?.("href");
  if (href?.includes(STAND_IN)) part.setAttribute("href", href.replaceAll(STAND_IN, "_"));
  return part;
}

/** Elements for a text of the dialect; a text that is too long to be a field is shown as it stands. */
export function markdown(text) {
  if (text.length > LONGEST) return [h("p", {}, text.slice(0, LONGEST))];
  const made = blocks(reader.lexer(withoutBlanks(clean(text)))).map((part) => (typeof part === "string" ? h("p", {}, part) : part));
  return typographed(made.map(withBlanks));
}

function blocks(tokens) {
  return tokens.flatMap((token) => (BLOCKS[token.type]?.(token) ?? []));
}

const BLOCKS = {
  paragraph: ({ tokens }) => h("p", {}, inline(tokens)),
  text: ({ tokens, text }) => inline(tokens ?? [{ type: "text", text }]),
  heading: ({ depth, tokens }) => h(depth < 4 ? "h4" : "h5", {}, inline(tokens)),
  blockquote: ({ tokens }) => h("blockquote", {}, blocks(tokens)),
  code: ({ text }) => h("pre", {}, h("code", {}, `${text}\n`)),
  hr: () => h("hr"),
  list: ({ ordered, start, items }) => h(ordered ? "ol" : "ul", { start: ordered && start !== 1 && start }, items.map((item) => h("li", {}, blocks(item.tokens)))),
  checkbox: ({ checked }) => (checked ? "[x] " : "[ ] "),
  table: ({ header, rows }) => h("table", {}, h("thead", {}, row("th", header)), rows.length ? h("tbody", {}, rows.map((cells) => row("td", cells))) : null),
};

function row(tag, cells) {
  return h("tr", {}, cells.map(({ tokens, align }) => h(tag, { class: align && `text-${align}` }, inline(tokens))));
}

function inline(tokens, linked = false) {
  return tokens.flatMap((token) => INLINES[token.type]?.(token, linked) ?? []);
}

const INLINES = {
  text: ({ text, tokens }, linked) => (tokens ? inline(tokens, linked) : running(decoded(text), linked)),
  escape: ({ text }) => text,
  strong: ({ tokens }, linked) => h("strong", {}, inline(tokens, linked)),
  em: ({ tokens }, linked) => h("em", {}, inline(tokens, linked)),
  codespan: ({ text }) => h("code", {}, text),
  br: () => h("br"),
  link: ({ href, title, tokens }) => {
    const address = target(decoded(href));
    const inner = inline(tokens, true);
    return address ? h("a", { href: address, title: title && decoded(title), rel: /^https?:/i.test(address) && "noopener" }, inner) : inner;
  },
};

/* Where a link leads: another site, a letter, a telephone, or a page of a record; "" where the page would refuse it. */
function target(href) {
  if (/^(?:https?:\/\/[^/?#\s]|mailto:|tel:)/i.test(href)) return href;
  return /^[a-z]+\/[a-z0-9-]+\/?$/.test(href) ? `../../${href.replace(/\/$/, "")}/` : "";
}

/* Running text; bare addresses in it are links, unless it is one already. */
function running(text, linked) {
  const out = [];
  let done = 0;
  for (const found of linked ? [] : text.matchAll(BARE)) {
    const before = text.slice(Math.max(0, found.index - 2), found.index);
    const address = found[0].replace(TAIL, "");
    if (/[\p{L}\p{N}_/]$/u.test(before) || !target(address)) continue;
    out.push(text.slice(done, found.index), h("a", { href: address, rel: "noopener" }, address));
    done = found.index + address.length;
  }
  return [...out, text.slice(done)].filter(Boolean);
}

/* Entities as letters. The document that reads them is a dead one, and what comes out is text. */
function decoded(text) {
  return text.replace(ENTITY, (entity) => new DOMParser().parseFromString(`<i>${entity}</i>`, "text/html").body.textContent);
}
