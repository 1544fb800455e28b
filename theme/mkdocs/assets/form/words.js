/* How values and complaints are put into words; the complaints are those of the command (generator/records/wording.py,
   scalars.py, checks), tests/cases/form holds both to one table. */

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

/** «1 практика», «2 практики», «5 практик». */
export function plural(n, one, few, many) {
  const [tens, ones] = [n % 100, n % 10];
  const form = tens >= 11 && tens <= 14 ? many : ones === 1 ? one : ones >= 2 && ones <= 4 ? few : many;
  return `${number(n)}${NBSP}${form}`;
}

/** «1 234,5»; `digits` places after the comma exactly, without it none is rounded away. */
export function number(value, digits) {
  const [whole, fraction = ""] = Math.abs(value).toFixed(digits ?? 10).split(".");
  const shown = digits === undefined ? fraction.replace(/0+$/, "") : fraction;
  return (value < 0 ? "−" : "") + whole.replace(/\B(?=(\d{3})+$)/g, NBSP) + (shown ? `,${shown}` : "");
}

export function percent(share, digits = 1) {
  return `${number(share * 100, digits)}${NBSP}%`;
}
