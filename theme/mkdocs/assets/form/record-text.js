/* The one spelling of a record as YAML: generator/records/formatter.py in the reader's browser, rule by rule. Both are held to
   tests/cases/format; the shape of a kind comes from its schema (formatter.shape). */

const WIDTH = 110;
// What Python's \s and \w are, where JavaScript's differ.
const SPACE = "[\\s\\x1c-\\x1f\\x85]";
const WORD = /^[a-z0-9][a-z0-9/.-]*$/;
// What may stand without quotes: it begins so, and nothing in it ends the value. (No look-behind: Safari before 16.4.)
const BEGINS_PLAIN = /^[\p{L}\p{N}«(/+.…]/u;
const ENDS_PLAIN = new RegExp(`${SPACE}#|:(?:${SPACE}|[,\\[\\]{}]|$)|${SPACE}$`, "u");
const READS_AS_OTHER =
  /^(?:[+-]?(?:0x[\p{Nd}a-f_]+|0[ob])?[\p{Nd}_.,:]*(?:e[+-]?\p{Nd}+)?|[+-]?\.?(?:[iıİ]nf|nan)|y|n|yes|no|on|off|true|false|null)$/iu;
const NEEDS_ESCAPE = /[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]/u;
const NUMBER = /^-?\p{Nd}{1,15}(?:\.\p{Nd}{1,10})?$/u;
const DIGITS = /^\p{Nd}+$/u;

/** The text of data/<kind>/<id>.yml; `data` is plain: texts, lists, mappings. */
export function render(kind, data, shape) {
  return [`# yaml-language-server: $schema=../schemas/${kind}.json`, ...group(data, shape, "")].join("\n") + "\n";
}

/** The value without fields that say nothing; null when nothing is left. */
export function filled(value) {
  if (Array.isArray(value)) {
    const inner = value.map(filled).filter((part) => part !== null);
    return inner.length ? inner : null;
  }
  if (isGroup(value)) {
    const inner = Object.entries(value).map(([name, part]) => [name, filled(part)]).filter(([, part]) => part !== null);
    return inner.length ? Object.fromEntries(inner) : null;
  }
  return value === undefined || value === "" ? null : value;
}

/** True where the answer to a sibling makes the question appear. */
export function applies(question, siblings) {
  if (!question.if) return true;
  const [name, values] = question.if;
  const said = siblings[name];
  return filled(said) !== null && (!values.length || [].concat(said).some((value) => values.includes(value)));
}

export function isGroup(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

export function scalar(value, shape = "") {
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value !== "string") return String(value);
  if (isBare(value, shape)) return value;
  if (NEEDS_ESCAPE.test(value)) return escaped(value);
  return BEGINS_PLAIN.test(value) && !ENDS_PLAIN.test(value) && !READS_AS_OTHER.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
}

function isBare(value, shape) {
  if (shape === "f") return value === "true" || value === "false";
  return (shape === "n" && NUMBER.test(value)) || (shape === "d" && DIGITS.test(value));
}

function escaped(value) {
  const said = value.replace(/["\\]/g, "\\$&").replace(new RegExp(NEEDS_ESCAPE, "gu"),
    (sign) => "\\u" + sign.codePointAt(0).toString(16).padStart(4, "0"));
  return `"${said}"`;
}

function group(data, shape, indent) {
  const known = isGroup(shape) ? Object.keys(shape) : [];
  const names = [...known.filter((name) => name in data), ...Object.keys(data).filter((name) => !known.includes(name))];
  return names.flatMap((name) => {
    const value = filled(data[name]);
    if (value === null) return [];
    return known.includes(name) ? field(name, value, shape[name], indent) : field(scalar(name), value, "", indent);
  });
}

function field(name, value, shape, indent) {
  if (isGroup(value)) return [`${indent}${name}:`, ...group(value, shape, indent + "  ")];
  if (Array.isArray(value)) return list(name, value, Array.isArray(shape) ? shape[0] : "", indent);
  if (isBlock(value) && (shape === "m" || value.replace(/\n$/, "").includes("\n"))) {
    const lines = value.replace(/\n$/, "").split("\n").map((line) => (line ? `${indent}  ${line}` : ""));
    return [`${indent}${name}: |`, ...lines];
  }
  return [`${indent}${name}: ${scalar(value, shape)}`];
}

function list(name, value, shape, indent) {
  const line = `${indent}${name}: [${value.join(", ")}]`;
  const short = value.every((item) => typeof item === "string" && WORD.test(item) && scalar(item) === item);
  if (short && [...line].length <= WIDTH) return [line];
  const lines = value.flatMap((item) => {
    if (!isGroup(item)) return [`${indent}  - ${scalar(item, shape)}`];
    const [first, ...rest] = group(item, shape, indent + "    ");
    return [`${indent}  - ${first.trim()}`, ...rest];
  });
  return [`${indent}${name}:`, ...lines];
}

function isBlock(value) {
  return typeof value === "string" && !/^[ \n]/.test(value) && value.trim() !== "" && !value.endsWith("\n\n")
    && !NEEDS_ESCAPE.test(value.replaceAll("\n", ""));
}
