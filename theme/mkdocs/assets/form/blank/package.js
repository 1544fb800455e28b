/* Is this really the Office file it says it is, and can it be opened without harm? The browser's side of
   generator/channels/office/safety.py, whose limits and sentences come with blank.json. Sizes are counted by unfolding, a
   piece at a time; what a file says of itself is only a reason to refuse it sooner. Nothing of a file is run or shown. */

import { Refused } from "./refused.js";
import { parsed, tag } from "./xml.js";

const PIECE = 8192; // of folded bytes: they unfold to at most a thousand times as much
const BREATH = 4_000_000; // unfolded bytes after which the page gets a turn
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const OLD = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]; // files of Office before 2007

/** {kind: "docx" or "xlsx", has(name), names, part(name)}: part() promises the root element of an XML part. `rules` is
    `safety` of blank.json. Throws Refused. */
export async function opened(file, rules) {
  const { limits } = rules;
  if (file.size > limits.file) throw said(rules, "office-large");
  let data;
  try {
    data = new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new Refused("файл не читается: его переместили или удалили", "выберите его ещё раз");
  }
  if (!data.length) throw said(rules, "office-empty");
  notZipped(data, file.name, rules);
  const entries = directory(data, rules);
  looked(entries, rules);
  const spent = { total: 0 };
  const part = async (name) => parsed(await text(data, entries.get(name), rules, spent), limits, () => said(rules, "office-broken"));
  if (!entries.has("[Content_Types].xml")) throw said(rules, "office-archive");
  const kind = kindOf(await text(data, entries.get("[Content_Types].xml"), rules, spent), rules);
  return { kind, part, names: [...entries.keys()], has: (name) => entries.has(name) };
}

/** The refusal of this code, in the words of safety.py. */
function said(rules, code, suffix = ".docx") {
  const [message, hint] = rules.said[code];
  return new Refused(message, hint.replace("{save}", rules.save[suffix]));
}

/* What a file that is no zip really is, whatever it is called. */
function notZipped(data, name, rules) {
  const start = String.fromCharCode(...data.subarray(0, 300));
  if (start.startsWith("PK")) return;
  if (OLD.every((byte, n) => data[n] === byte)) {
    if (holds(data, "EncryptedPackage")) throw said(rules, "office-password");
    const suffix = holds(data, "WordDocument") ? ".docx" : ".xlsx";
    throw new Refused(rules.others[suffix === ".docx" ? ".doc" : ".xls"], rules.save[suffix]);
  }
  const suffix = /\.[^.]*$/.exec(name.toLowerCase())?.[0] ?? "";
  const save = rules.save[rules.tables.includes(suffix) || suffix === ".xlsx" ? ".xlsx" : ".docx"];
  const found = rules.starts.find(([sign]) => start.startsWith(sign));
  if (found) throw new Refused(`это ${found[1]}`, found[2] || save);
  if (/^(?:\u00ef\u00bb\u00bf)?\s*<(?:html|!doctype|table|\?xml)/i.test(start)) throw new Refused("это веб-страница или файл XML", save);
  throw new Refused(rules.others[suffix] && rules.save[suffix] === undefined ? rules.others[suffix] : "это файл другого формата: ни Word, ни Excel", save);
}

/* True where the words stand in the file as two bytes each, in the first megabytes. */
function holds(data, words) {
  const sign = [...words].flatMap((one) => [one.charCodeAt(0), 0]);
  const last = Math.min(data.length, 4_000_000) - sign.length;
  for (let at = data.indexOf(sign[0]); at >= 0 && at <= last; at = data.indexOf(sign[0], at + 1)) {
    if (sign.every((byte, n) => data[at + n] === byte)) return true;
  }
  return false;
}

/** The parts of a zip by name, as its directory lists them: {method, flags, folded, size, at}. Throws Refused. */
export function directory(data, rules) {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let end = data.length - 22;
  while (end >= 0 && end > data.length - 65_558 && view.getUint32(end, true) !== END) end -= 1;
  if (end < 0 || view.getUint32(end, true) !== END) throw said(rules, "office-broken");
  const count = view.getUint16(end + 10, true);
  if (count > rules.limits.parts) throw said(rules, "office-forged");
  const entries = new Map();
  const seen = new Set();
  let at = view.getUint32(end + 16, true);
  for (let n = 0; n < count; n += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY) throw said(rules, "office-broken");
    const [length, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const name = new TextDecoder().decode(data.subarray(at + 46, at + 46 + length));
    if (seen.has(name.toLowerCase()) || /^\/|[\\:\0]|(?:^|\/)\.\.(?:\/|$)/.test(name)) throw said(rules, "office-forged");
    seen.add(name.toLowerCase());
    entries.set(name, { flags: view.getUint16(at + 8, true), method: view.getUint16(at + 10, true),
      folded: view.getUint32(at + 20, true), size: view.getUint32(at + 24, true), at: view.getUint32(at + 42, true) });
    at += 46 + length + extra + comment;
  }
  return entries;
}

/* What the list of parts tells before anything is unfolded. */
function looked(entries, rules) {
  const { limits } = rules;
  const names = [...entries.keys()].map((name) => name.toLowerCase());
  let total = 0;
  for (const { flags, folded, size } of entries.values()) {
    if (flags & 1) throw said(rules, "office-password");
    total += size;
    if (total > limits.unpacked || (size > limits.ratioFrom && size > limits.ratio * Math.max(folded, 1))) throw said(rules, "office-bomb");
  }
  if (names.includes("mimetype") && names.includes("content.xml")) {
    throw new Refused("это файл LibreOffice (.odt или .ods)", `${rules.save[".docx"]}; для таблицы: ${rules.save[".xlsx"]}`);
  }
  if (names.some((name) => /(?:^|\/)vba(?:project\.bin|data\.xml)$|\/activex\//.test(name))) throw said(rules, "office-macros");
  if (names.some((name) => name.startsWith("xl/externallinks/"))) throw said(rules, "office-external");
}

function kindOf(types, rules) {
  if (types.includes("macroEnabled")) throw said(rules, "office-macros");
  const suffix = Object.keys(rules.main).find((one) => types.includes(rules.main[one]));
  if (suffix) return suffix.slice(1);
  const other = rules.kinds.find(([mark]) => types.includes(mark));
  throw new Refused(other ? `это ${other[1]}` : "это не документ Word и не книга Excel", rules.save[other?.[1].includes("Excel") ? ".xlsx" : ".docx"]);
}

/* The text of one part; throws Refused for what is damaged, too large or no XML as Office writes it. */
async function text(data, entry, rules, spent) {
  if (!entry) throw said(rules, "office-broken");
  const bytes = await unfolded(data, entry, rules, spent);
  let found;
  try {
    found = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw said(rules, "office-broken");
  }
  if (/<!(?:DOCTYPE|ENTITY)/i.test(found)) throw said(rules, "office-doctype");
  return found;
}

/** The bytes of one part, counted while they are unfolded; `spent` counts those of all parts. Throws Refused. */
export async function unfolded(data, { method, folded, size, at }, rules, spent) {
  const { limits } = rules;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (at + 30 > data.length || view.getUint32(at, true) !== LOCAL) throw said(rules, "office-broken");
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (start + folded > data.length || (method !== 0 && method !== 8)) throw said(rules, "office-broken");
  if (!self.fflate) await import("../vendor/fflate.js"); // the small build of the package, which names itself
  const { Inflate } = self.fflate;
  const pieces = [];
  let [length, rest] = [0, BREATH];
  const take = (piece) => {
    length += piece.length;
    spent.total += piece.length;
    rest -= piece.length;
    if (spent.total > limits.parsed) throw new Refused("файл слишком велик для браузера", "отправьте его методисту: большие файлы читает программа импорта");
    if (length > size || (length > limits.ratioFrom && length > limits.ratio * Math.max(folded, 1))) throw said(rules, "office-bomb");
    pieces.push(piece);
  };
  const inflate = new Inflate(take);
  for (let from = 0; from < folded; from += PIECE) {
    const piece = data.subarray(start + from, start + Math.min(from + PIECE, folded));
    if (method === 0) take(piece);
    else unfold(inflate, piece, from + PIECE >= folded, rules);
    if (rest < 0) {
      rest = BREATH;
      await new Promise((go) => setTimeout(go));
    }
  }
  if (length !== size) throw said(rules, "office-bomb"); // it lies about itself
  return joined(pieces, length);
}

function unfold(inflate, piece, last, rules) {
  try {
    inflate.push(piece, last);
  } catch (fault) {
    throw fault instanceof Refused ? fault : said(rules, "office-broken");
  }
}

function joined(pieces, length) {
  const out = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

/** The relations of a part: {id: {type, target, external}}; `target` is the name of a part, or an address. Throws
    Refused for one that leads out of the file and is no link of a text. */
export async function relations(book, name) {
  const [folder, own] = [name.slice(0, name.lastIndexOf("/") + 1), name.slice(name.lastIndexOf("/") + 1)];
  const path = `${folder}_rels/${own}.rels`;
  const found = {};
  if (!book.has(path)) return found;
  for (const one of (await book.part(path)).children) {
    if (tag(one) !== "Relationship") continue;
    const type = (one.getAttribute("Type") ?? "").split("/").pop();
    const external = one.getAttribute("TargetMode") === "External";
    if (external && !["hyperlink", "attachedTemplate"].includes(type)) {
      throw new Refused("в файле есть то, что лежит вне его: связанная картинка, рамка или другой документ", "вставьте это в сам файл или удалите и сохраните файл");
    }
    const target = one.getAttribute("Target") ?? "";
    found[one.getAttribute("Id") ?? ""] = { type, external, target: external ? target : normal(target.startsWith("/") ? target.slice(1) : folder + target) };
  }
  return found;
}

/** The name of the part that the package is about («officeDocument», «custom-properties»); an empty text where it has
    none. */
export async function mainPart(book, ...types) {
  return Object.values(await relations(book, "")).find((one) => types.includes(one.type) && book.has(one.target))?.target ?? "";
}

function normal(path) {
  const out = [];
  for (const step of path.split("/")) {
    if (step === "..") out.pop();
    else if (step && step !== ".") out.push(step);
  }
  return out.join("/");
}

