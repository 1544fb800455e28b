/* What hides in a document that a person has chosen: the browser's side of generator/files/media/handouts.py, whose limits,
   patterns and sentences come in dokumenty.json. The file itself stays as it is: it is freed of its author on entry. */

import { directory, unfolded } from "./blank/package.js";
import { Refused } from "./blank/refused.js";
import { fileName } from "./file-name.js";
import { personalData } from "./private.js";

/** Why a document was not taken, in words for the person. */
export class NotTaken extends Error {}

/** {name, blob} of the document in `file`; `rules` is dokumenty.json, `safety` that of blank.json, `letters` those for names,
    `mail` domains of private mail. Fails with NotTaken, which tells everything that is to be mended. */
export async function looked(file, rules, safety, { letters, mail }) {
  const suffix = /\.[^.]*$/.exec(file.name.toLowerCase())?.[0] ?? "";
  if (!rules.kinds.includes(suffix)) throw new NotTaken(told([rules.said[suffix === ".pdf" ? "pdf" : "other"]], { kind: suffix }));
  if (file.size > rules.most) throw new NotTaken(told([rules.said.large], { size: Math.ceil(file.size / 1024), limit: rules.most / 1024 }));
  const data = new Uint8Array(await file.arrayBuffer());
  const faults = await faultsOf(data, rules, safety, mail);
  if (faults.length) throw new NotTaken(told(faults));
  return { name: fileName(file.name, data, suffix, letters, "material"), blob: new Blob([data], { type: "application/octet-stream" }) };
}

function told(faults, values = {}) {
  const filledIn = (words) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  return `Файл не взят: ${faults.map(([message, hint]) => `${filledIn(message)} (${hint})`).join("; ")}.`;
}

/* [message, hint] of all that keeps a document from being carried, each sort once. */
async function faultsOf(data, rules, safety, mail) {
  const limits = { ...safety.limits, parts: rules.parts, parsed: rules.unfolded };
  const its = { ...safety, limits };
  let texts;
  let names;
  try {
    const entries = [...directory(data, its)].filter(([name]) => !name.endsWith("/"));
    if (entries.some(([, { flags }]) => flags & 1)) return [rules.said.broken];
    names = entries.map(([name]) => name.toLowerCase());
    texts = await textsOf(data, entries, its);
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault;
    return [rules.said.broken];
  }
  const faults = rules.names.filter(([pattern]) => names.some((name) => new RegExp(pattern).test(name))).map(([, ...said]) => said);
  for (const [pattern, ...said] of rules.words) {
    const sign = new RegExp(pattern, "s");
    if (!faults.some(([message]) => message === said[0]) && texts.some(([, words]) => sign.test(words))) faults.push(said);
  }
  const [isRead, ends] = [new RegExp(`^(?:${rules.read})`), new RegExp(rules.breaks, "g")];
  const words = texts.filter(([name]) => isRead.test(name)).map(([, text]) => text.replace(ends, "\n").replace(/<[^>]*>/g, "")).join(" ");
  if (personalData(words, mail).some((one) => one.sure)) faults.push(rules.said.personal);
  return faults;
}

async function textsOf(data, entries, its) {
  const spent = { total: 0 };
  const found = [];
  for (const [name, entry] of entries) {
    if (/\.(?:xml|rels)$/i.test(name)) found.push([name.toLowerCase(), new TextDecoder().decode(await unfolded(data, entry, its, spent))]);
  }
  return found;
}
