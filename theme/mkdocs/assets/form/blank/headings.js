/* Which column of a table is what: the browser's side of generator/channels/office/headings.py, whose vocabularies come
   in tablicy.json; tests/cases/headings.yml holds both to one table. */

const W = "[\\p{L}\\p{N}_]";
const NUMBER_SIGN = /^[^\p{L}\p{N}_]*(?:№|n)[^\p{L}\p{N}_]*(?:п[^\p{L}\p{N}_]*п)?[^\p{L}\p{N}_]*$/u;
const BRACKETS = /\([^()]*\)/g;

/** The words of a text without their endings. */
export function stems(raw, { ending, kept }) {
  const end = new RegExp(ending);
  return (raw.toLowerCase().replaceAll("ё", "е").match(new RegExp(`${W}+`, "gu")) ?? []).map((word) => stem(word, end, kept));
}

function stem(word, end, kept) {
  return word.slice(0, kept) + word.slice(kept).replace(end, "");
}

function wordsOf(label, columns) {
  let raw = label;
  if (label.replace(BRACKETS, "").trim()) raw = label.toLowerCase().replaceAll("ё", "е").replace(BRACKETS, " ");
  raw = raw.replaceAll("ф.и.о", "фио").replaceAll("*", " ").replace(new RegExp(`(${W})-\\s+(?=${W})`, "gu"), "$1");
  if (NUMBER_SIGN.test(raw.trim())) return ["№"];
  const end = new RegExp(columns.ending);
  const found = (raw.match(new RegExp(`${W}+|№`, "gu")) ?? []).filter((word) => !columns.fillers.includes(word));
  return found.length ? found.map((word) => stem(word.toLowerCase().replaceAll("ё", "е"), end, columns.kept)) : raw.match(new RegExp(`${W}+`, "gu")) ?? [];
}

/** A heading by which it is known again: its words without endings, in order of the alphabet. */
export function headingKey(label, columns) {
  return [...new Set(wordsOf(label, columns))].sort().join(" ");
}

/** What two tables with the same headings share. */
export function shapeOf(labels, columns) {
  return [...new Set(labels.map((label) => headingKey(label, columns)).filter(Boolean))].sort().join("|");
}

/* The roles that a heading may have, best first. */
function rolesOf(label, said, columns, vocabulary) {
  if (label.replace(BRACKETS, "").length > columns.longest || !label.trim()) return [];
  const words = wordsOf(label, columns);
  const wanted = new Set(words);
  const explained = said[[...wanted].sort().join(" ")];
  if (explained !== undefined) return [explained];
  const found = [];
  for (const [role, phrases] of Object.entries(columns[vocabulary])) {
    const fitting = phrases.filter((phrase) => phrase.every((one) => wanted.has(one)));
    const best = Math.max(0, ...fitting.map((phrase) => phrase.length));
    const isExact = fitting.some((phrase) => phrase.length === wanted.size);
    // a long heading is not known by one word of it
    if (best && best * 2 >= wanted.size - 1) found.push([role, best + (isExact ? 0.5 : 0), phrases.some((phrase) => phrase.includes(words[0]))]);
  }
  const rank = (one) => [-one[1], columns.single.includes(one[0]) ? 0 : 1, one[2] ? 0 : 1];
  return found.sort((a, b) => rank(a).map((its, n) => its - rank(b)[n]).find(Boolean) ?? 0).map(([role]) => role);
}

/** {roles, context, unknown, left} of the columns under `labels`: roles by position, positions of the others; `said` are
    roles by headingKey that a person has given. */
export function readColumns(labels, columns, said = {}) {
  const fitting = labels.map((label) => rolesOf(label, said, columns, "headings"));
  const roles = {};
  const isGiven = (role) => Object.values(roles).includes(role);
  fitting.forEach(([first], at) => {
    if (columns.single.includes(first) && !isGiven(first)) roles[surest(labels, fitting, at, columns)] = first;
  });
  for (const instead of ["title_else", "title_last"]) {
    const at = fitting.findIndex((found, n) => found.includes(instead) && roles[n] !== "when");
    if (!isGiven("title") && at >= 0) roles[at] = "title";
  }
  const rest = labels.map((_, at) => at).filter((at) => !(at in roles) && labels[at].trim());
  const fits = (at, names) => fitting[at].some((role) => names.includes(role));
  const context = rest.filter((at) => fitting[at][0] !== "place_of_record" && fits(at, ["context", "title_else", "title_last", ...columns.single]));
  const left = rest.filter((at) => !context.includes(at) && fits(at, ["place_of_record", ""]));
  return { roles, context, left, unknown: rest.filter((at) => !context.includes(at) && !left.includes(at)) };
}

/* Of the columns from `at` that may be the same, the first whose heading says exactly that and nothing more; else `at`. */
function surest(labels, fitting, at, columns) {
  const [role] = rolesOf(labels[at], {}, columns, "headings"); // what a person has said is not searched for again
  const isExact = (n) => {
    const wanted = new Set(wordsOf(labels[n], columns));
    return (columns.headings[role] ?? []).some((phrase) => phrase.length === wanted.size && phrase.every((one) => wanted.has(one)));
  };
  const exact = labels.findIndex((_, n) => n >= at && fitting[n][0] === fitting[at][0] && isExact(n));
  return exact < 0 ? at : exact;
}

/** The roles of the columns of a bank of practices, by position. */
export function readBank(labels, columns, said = {}) {
  const roles = {};
  labels.forEach((label, at) => {
    const role = rolesOf(label, said, columns, "bank_headings").find((one) => !Object.values(roles).includes(one));
    if (role && role !== "not_taken") roles[at] = role;
  });
  return roles;
}
