/* Raised and lowered characters as plain ones: generator/channels/office/formatting.py; `table` is one of its two rows. */

const DEGREES = ["о", "О", "o", "O", "°", "º", "˚"];

/** `words` that stand raised behind `before`: «2» is «²», «вх» is «^(вх)», a small letter o before a C a degree sign. */
export function raised(words, before, table) {
  const core = words.trim();
  return DEGREES.includes(core) && (!before || /[\d\s]$/.test(before)) ? words.replace(core, "°") : spelled(words, table, "^");
}

/** `words` that stand lowered. */
export function lowered(words, table) {
  return spelled(words, table, "_");
}

function spelled(words, [from, to], sign) {
  const core = words.trim();
  if (!core) return words;
  const [signs, others] = [[...from], [...to]];
  const fits = [...core].every((one) => signs.includes(one));
  const said = fits ? [...core].map((one) => others[signs.indexOf(one)]).join("") : `${sign}(${core})`;
  const at = words.indexOf(core);
  return words.slice(0, at) + said + words.slice(at + core.length);
}
