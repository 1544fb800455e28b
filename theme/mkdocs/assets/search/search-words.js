/* Guessing the word that was meant. Pure functions; loaded only when a search has found little. */

const LAYOUT = new Map([..."`qwertyuiop[]asdfghjkl;'zxcvbnm,."].map((key, i) => [key, "ёйцукенгшщзхъфывапролджэячсмитьбю"[i]]));

/** «yfcnfdybr» -> «наставник»: what the same keys give in the Russian layout; "" when the text is not of such keys. */
export function otherLayout(text) {
  const keys = text.toLowerCase();
  if (!/[a-z]/.test(keys) || /[а-яё]/.test(keys)) return "";
  return [...keys].map((key) => LAYOUT.get(key) ?? key).join("");
}

/** Optimal string alignment: insertions, deletions, replacements, neighbours swapped. Above `most` the answer is most + 1. */
export function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let older = [];
  let old = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
      best = Math.min(best, row[j]);
    }
    if (best > most) return most + 1;
    older = old;
    old = row;
  }
  return old[b.length];
}

/** The nearest word of the list (the most frequent first), or "" when none is near: one slip in a short word, two in a long one. */
export function nearest(word, list) {
  const most = word.length < 4 ? 0 : word.length < 7 ? 1 : 2;
  const plain = word.replaceAll("ё", "е");
  let found = "";
  let least = most + 1;
  for (const other of list) {
    const d = distance(plain, other.replaceAll("ё", "е"), least - 1);
    if (d < least) {
      found = other;
      least = d;
      if (d === 0) break;
    }
  }
  return found;
}
