/* How values and complaints are put into words; the complaints are those of the command (generator/records/wording.py,
   scalars.py, checks), tests/cases/form holds both to one table. */

import { number } from "../shared/ui.js";

const NBSP = "\u00a0";

/** A value as a message may quote it: one line, not too long. */
export function short(value, limit = 60) {
  const line = [...value.split(/[\s\x1c-\x1f\x85]+/u).filter(Boolean).join(" ")];
  return line.length <= limit ? line.join("") : line.slice(0, limit - 1).join("") + "…";
}

/** A complaint; `fix` is a value that a person may take instead. */
export function wrong(message, hint = "", fix = "") {
  return { message, hint: fix ? `напишите: ${fix}` : hint, fix: fix || "" };
}

/** «14,9 %» of 0.149. */
export function percent(share, digits = 1) {
  return `${number(share * 100, digits)}${NBSP}%`;
}
