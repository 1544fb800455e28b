/* Choices as people write them: in another case or number, shortened, in everyday words («математике», «русс. яз.»,
   «ВКС»). The browser's side of generator/channels/office/cell_words.py; the words come from there (blank.json). */

import { titled } from "./names.js";

/** The one value of `options` [[value, label]] that is meant, or null; `words` is that of blank.json, `demo` the mark of a
    demonstration record. */
export function meant(options, said, words, demo) {
  const wanted = titled(said, demo);
  const everyday = options.filter(([value]) => words.everyday[value]?.includes(wanted));
  if (everyday.length) return one(everyday);
  const stems = stemmed(wanted, words);
  let found = stems ? options.filter(([, label]) => stemmed(titled(label, demo), words) === stems) : [];
  if (!found.length && said.includes(".")) found = options.filter(([, label]) => isShortFor(wanted, titled(label, demo)));
  return one(found);
}

/** True for «нет», a dash and the like. */
export function saysNothing(said, words) {
  return words.nothing.includes(titled(said, "")) || words.nothing.includes(said.trim().toLowerCase());
}

function one(found) {
  const values = new Set(found.map(([value]) => value));
  return values.size === 1 ? [...values][0] : null;
}

function wordsOf(plain) {
  return plain.match(/[\p{L}\p{N}_]+/gu) ?? [];
}

function stemmed(plain, { ending, kept }) {
  const end = new RegExp(ending);
  return wordsOf(plain).map((word) => word.slice(0, kept) + word.slice(kept).replace(end, "")).join(" ");
}

/* «русс. яз.» for «Русский язык»: each word begun, in order, none left over. */
function isShortFor(plain, label) {
  const [parts, words] = [wordsOf(plain), wordsOf(label)];
  return parts.length === words.length && parts.every((part, n) => part.length > 1 && words[n].startsWith(part));
}
