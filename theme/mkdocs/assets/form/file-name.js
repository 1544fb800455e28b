/* What a file that goes with a record is called: its own name in Latin letters, and eight signs of what is in it (FNV-1a): the
   same file has one name, a changed one another. */

import { slug } from "./record-name.js";

const LONGEST = 40; // letters of a name

/** The name of a file with these bytes; `said` is what it was called, `otherwise` stands for a name without letters. */
export function fileName(said, bytes, suffix, letters, otherwise) {
  const stem = slug(said.replace(/\.[^.]*$/, ""), letters).slice(0, LONGEST).replace(/^-+|-+$/g, "") || otherwise;
  let found = 0x811c9dc5;
  for (const byte of bytes) found = Math.imul(found ^ byte, 0x01000193);
  return `${stem}-${(found >>> 0).toString(16).padStart(8, "0")}${suffix}`;
}
