/* What people call records and terms: generator/channels/office/names.py. */

/** The text without these signs at its edges; a pattern would look at long runs of them again and again. */
export function trimmed(said, signs, atStart = true) {
  let [from, to] = [0, said.length];
  while (atStart && from < to && signs.includes(said[from])) from += 1;
  while (to > from && signs.includes(said[to - 1])) to -= 1;
  return said.slice(from, to);
}

/** The form in which two ways to write one name are equal; `demo` is the mark of a demonstration record. */
export function titled(raw, demo) {
  let said = raw.trim().toLowerCase();
  if (demo && said.endsWith(demo.toLowerCase())) said = said.slice(0, -demo.length).trimEnd();
  const plain = said.replace(/ё/g, "е").replace(/[‐‑‒–—−]/g, "-").replace(/[«»„“”"'’]/g, "").split(/\s+/).filter(Boolean).join(" ");
  return trimmed(plain.replace(/ ?- ?/g, "-"), " .;,", false);
}
