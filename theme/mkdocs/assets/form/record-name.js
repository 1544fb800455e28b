/* What a new record gets: its name and the day of writing. The name: generator/channels/submissions.py, new_id, held to
   tests/cases/ids.yml; `letters` is the table that Python made of its own transliteration, `claimed` are the names that
   nobody may have (generator/records/taken_names.py). */

import { foreignLetters } from "./alphabets.js";

const MOST = 60;
const LONGEST_SLUG = 100;

/** `naming` is the prefix and the fields that records of the kind are named by (generator/records/taken_names.py). */
export function newId(kind, data, { naming, taken, claimed }, letters) {
  const said = inOneAlphabet(subject(naming, data));
  let base = /[\p{L}\p{N}]/u.test(said) ? slug(said, letters) || kind : kind;
  if (base.length > MOST) {
    const cut = base.slice(0, MOST + 1);
    base = cut.includes("-") ? cut.slice(0, cut.lastIndexOf("-")) : base.slice(0, MOST);
  }
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(name) && !claimed.includes(name)) return name;
  }
}

/* A name is forever, also when the Latin «p» in «чеpез» is put right later. */
function inOneAlphabet(text) {
  const certain = foreignLetters(text).filter(({ meant }) => meant.length === 1).reverse();
  return certain.reduce((now, { at, word, meant }) => now.slice(0, at) + meant[0] + now.slice(at + word.length), text);
}

/** Today where the person is, as records write a day. */
export function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

function subject([prefix, ...names], data) {
  const about = names.map((name) =>
    name.endsWith("/") ? String(data[name.slice(0, -1)] ?? "").split("/").pop() : String(data[name] ?? ""));
  return [prefix, ...about].join(" ");
}

export function slug(text, letters) {
  const latin = [...text.normalize("NFC").toLowerCase()].map((sign) => letters[sign] ?? inParts(sign, letters)).join("");
  const words = latin.toLowerCase().replace(/(\d),(?=\d)/g, "$1").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  return words.length < LONGEST_SLUG ? words : shortened(words);
}

function inParts(sign, letters) {
  if (sign < "\u0080") return sign;
  const parts = [...sign.normalize("NFKD")];
  return parts.map((part) => (part < "\u0080" ? part : letters[part] ?? (part > "\uffff" ? "" : "-"))).join("");
}

/* Whole words while they fit; a later word that fits stays, as python-slugify has it. */
function shortened(words) {
  let out = "";
  for (const word of words.split("-")) {
    if (out.length + word.length < LONGEST_SLUG) out += `${word}-`;
    else if (out.length + word.length === LONGEST_SLUG) {
      out += word;
      break;
    }
  }
  return (out || words.slice(0, LONGEST_SLUG)).replace(/^-|-$/g, "");
}
