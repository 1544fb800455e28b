/* What people call records and terms: generator/channels/office/names.py. */

/** The form in which two ways to write one name are equal; `demo` is the mark of a demonstration record. */
export function titled(raw, demo) {
  let said = raw.trim().toLowerCase();
  if (demo && said.endsWith(demo.toLowerCase())) said = said.slice(0, -demo.length).trimEnd();
  return said.replace(/ё/g, "е").replace(/[‐‑‒–—−]/g, "-").replace(/[«»„“”"'’]/g, "").replace(/\s*-\s*/g, "-")
    .split(/\s+/).filter(Boolean).join(" ").replace(/[ .;,]+$/, "");
}
